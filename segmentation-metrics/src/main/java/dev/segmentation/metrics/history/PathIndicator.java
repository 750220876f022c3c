package dev.segmentation.metrics.history;

/**
 * What the path of one customer through the segments is like, as one number.
 *
 * <p>ℓ is the number of dates of the path, k that of the segments; a spell is a run of dates in the same segment, d the number
 * of spells, q = d − 1 that of the moves. Each date counts once, however far apart dates are.
 *
 * <p>Indicators of histories with other numbers of segments or dates do not compare.
 */
public enum PathIndicator {
    /**
     * h / ln k, where h = −Σ pₛ ln pₛ and pₛ is the share of dates in segment s: 0 = always in one segment, 1 = equally long
     * in all of them. It does not know in which order.
     */
    ENTROPY(0, 1),
    /** q, the number of moves: at least 0. */
    TRANSITIONS(0, Double.POSITIVE_INFINITY),
    /**
     * √[q / (ℓ − 1) · h / ln k], the geometric mean of how often and between how many segments the customer moves: 0 = never,
     * 1 = at every date, and equally long in all. A. Gabadinho, G. Ritschard, M. Studer, N. S. Müller (2010), Rev. Nouv.
     * Technol. Inf. E-19, 61–66.
     */
    COMPLEXITY(0, 1),
    /**
     * log₂[φ · (s²<sub>max</sub> + 1) / (s² + 1)]: φ is the number of different subsequences of the sequence of spells, the
     * empty one included; s² is the variance of the lengths of the spells, divided by d, and s²<sub>max</sub> = (d − 1)(ℓ / d
     * − 1)² the largest it could be. 1 = always in one segment; more = harder to foretell. C. H. Elzinga, A. C. Liefbroer
     * (2007), Eur. J. Popul. 23, 225–250, doi:10.1007/s10680-007-9133-7, in the form of A. Gabadinho, G. Ritschard, N. S.
     * Müller, M. Studer (2011), J. Stat. Softw. 40(4), doi:10.18637/jss.v040.i04: segments that were never entered do not
     * count as spells of length 0.
     */
    TURBULENCE(1, Double.POSITIVE_INFINITY),
    /**
     * (T − 1) / (T<sub>max</sub> − 1), where T is the {@link #TURBULENCE} and T<sub>max</sub> that of a customer who goes
     * through all segments in turn, anew at every date of the history: 0 = always in one segment, 1 = that.
     */
    NORMALIZED_TURBULENCE(0, 1),
    /**
     * ½ (v − 1) / (k − 1) + ½ q / (ℓ − 1), where v is the number of segments that were entered: 0 = one, 1 = all, and a move
     * at every date. The objective volatility of C. Brzinsky-Fay (2018), Unused resources: sequence and trajectory indicators,
     * Symposium on Sequence Analysis and Related Methods, Monte Verità; in the form that reaches 0 and 1 of G. Ritschard
     * (2023), Sociol. Methods Res. 52, 2016–2049, doi:10.1177/00491241211036156.
     */
    VOLATILITY(0, 1),
    /**
     * The share of the moves that go down less the share that goes up, in the order of the segments: −1 = all up, 1 = all
     * down; 0 also for a customer who never moved. Ritschard (2023), with every move counting the same.
     */
    DEGRADATION(-1, 1),
    /**
     * λ π + (1 − λ) (1 + D)<sup>β</sup> C<sup>α</sup>: π is how bad the first segment is, from 0 (the best) to 1 (the worst)
     * in equal steps, D the {@link #DEGRADATION} and C the {@link #COMPLEXITY}. 0 = always in the best segment; at most λ + (1
     * − λ) 2<sup>β</sup>. G. Ritschard, M. Bussi, J. O'Reilly (2018), doi:10.1007/978-3-319-95420-2_16, with every move
     * counting the same.
     */
    PRECARITY(0, Double.POSITIVE_INFINITY);

    private final double lowest;
    private final double highest;

    PathIndicator(double lowest, double highest) {
        this.lowest = lowest;
        this.highest = highest;
    }

    double lowest() {
        return lowest;
    }

    double highest() {
        return highest;
    }

    boolean needsOrder() {
        return this == DEGRADATION || this == PRECARITY;
    }
}
