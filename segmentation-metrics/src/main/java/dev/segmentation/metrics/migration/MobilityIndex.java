package dev.segmentation.metrics.migration;

/**
 * How much customers move, as one number: the indices of the literature, over the customers present at both dates.
 *
 * <p>k is the number of segments, n customers are present at both dates, πᵢ is the share of segment i in the long run of
 * the chain P, λ are its eigenvalues. Indices disagree on purpose: some let every segment count the same and some every
 * customer, some look at leaving and some at what a start still tells later. Indices of different horizons, or of different
 * numbers of segments, do not compare.
 */
public enum MobilityIndex {
    /**
     * (k − tr P) / (k − 1), the mean chance of leaving a segment, scaled: 0 = nobody moves, 1 = where one goes does not
     * depend on where one was, k / (k − 1) = everybody moves. S. J. Prais (1955), J. R. Stat. Soc. A 118, 56–66,
     * doi:10.2307/2342514; A. F. Shorrocks (1978), Econometrica 46, 1013–1024, doi:10.2307/1911433.
     */
    PRAIS_SHORROCKS,
    /** tr P / k, the mean chance of staying, every segment counting the same: 1 = nobody moves. */
    IMMOBILITY_RATIO,
    /**
     * The share of customers who changed segment, every customer counting the same: 0 = nobody moves. S. J. Prais (1955); J.
     * Bibby (1975), Qual. Quant. 9, 107–136.
     */
    SHARE_MOVED,
    /** 1 − |det P|: 0 = nobody moves or all do so in a circle, 1 = a start says nothing in some direction. Shorrocks (1978). */
    DETERMINANT,
    /** 1 − |det P|<sup>1/(k−1)</sup>, the same for numbers of segments that differ: 0 … 1. */
    DETERMINANT_ROOT,
    /**
     * 1 − |λ₂|: by how much the slowest difference between two starts shrinks in a step; 0 = some difference stays for ever,
     * 1 = none is left. Where several differences shrink alike, chance makes one of them the slowest: the index is too low on
     * average, and intervals too short ({@link MobilityBootstrap}). P. S. Sommers, J. Conlisk (1979), J. Math. Sociol. 6, 169–197.
     */
    SECOND_EIGENVALUE,
    /**
     * (k − Σ |λ|) / (k − 1): 0 = no difference shrinks, 1 = none is left. J. Geweke, R. C. Marshall, G. A. Zarkin (1986),
     * Econometrica 54, 1407–1423, doi:10.2307/1914306.
     */
    EIGENVALUE_SUM,
    /**
     * k (1 − Σ πᵢ pᵢᵢ) / (k − 1), the chance of leaving in the long run, scaled as {@link #PRAIS_SHORROCKS}. D. J. Bartholomew
     * (1973), Stochastic Models for Social Processes.
     */
    UNCONDITIONAL_LEAVING,
    /**
     * (1 / k) Σ of the chance of leaving segment i over the share of customers who do not end there: 0 = nobody moves, 1 =
     * as many stay as if all had been redistributed by chance.
     */
    GROUP_MOBILITY,
    /**
     * The mean singular value of P − I: 0 = nobody moves; equals the chance of leaving where all other segments are equally
     * likely. Unlike the others it tells matrices apart that differ off the diagonal only. Y. Jafry, T. Schuermann (2004), J.
     * Bank. Financ. 28, 2603–2639, doi:10.1016/j.jbankfin.2004.06.004.
     */
    JAFRY_SCHUERMANN,
    /** −Σ πᵢ Σ pᵢⱼ ln pᵢⱼ, how uncertain the next segment is in the long run, in nats: 0 … ln k. */
    ENTROPY_RATE,
    /**
     * ln ½ / ln |λ₂|, after how many steps half of the slowest difference between two starts is left; above 0. Too long on average
     * where {@link #SECOND_EIGENVALUE} is too low.
     */
    HALF_LIFE
}
