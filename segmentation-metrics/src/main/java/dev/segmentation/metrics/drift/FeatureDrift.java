package dev.segmentation.metrics.drift;

import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.DistributionGap;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a feature has moved since a baseline: by frozen bins, and without bins by the distance of its two distributions.
 *
 * <p>The stability of the bins is the characteristic stability index (CSI) of the feature. Distances without bins leave missing
 * values out.
 *
 * <p><b>Degenerate:</b> no value at the later time: all but the bins are NaN, {@link Reason#NO_OBSERVATIONS}. Values so far
 * apart that their difference overflows: {@link #wasserstein()} and {@link #energy()} are NaN, {@link Reason#RANGE}. All values
 * equal: {@link #andersonDarling()} is NaN, {@link Reason#ZERO_VARIANCE}; {@link #undefined(Distance)} says which and why.
 * <br><b>Cost:</b> O((n + m) log(n + m)) once.
 *
 * <p>Immutable and thread-safe.
 */
public final class FeatureDrift {

    private final PopulationStability stability;
    private final double[] base;
    private final double[] now;

    /** Of sorted values without missing ones. */
    FeatureDrift(PopulationStability stability, double[] base, double[] now) {
        this.stability = stability;
        this.base = base;
        this.now = now;
    }

    /** The distances of the two distributions that need no bins. */
    public enum Distance {
        /** {@link FeatureDrift#kolmogorovSmirnov()} and its {@link FeatureDrift#kolmogorovSmirnovP()}. */
        KOLMOGOROV_SMIRNOV,
        /** {@link FeatureDrift#wasserstein()}. */
        WASSERSTEIN,
        /** {@link FeatureDrift#energy()}. */
        ENERGY,
        /** {@link FeatureDrift#andersonDarling()}. */
        ANDERSON_DARLING
    }

    /**
     * The drift of the shares of bins, missing values being the last one: the characteristic stability index.
     *
     * @return the stability
     */
    public PopulationStability stability() {
        return stability;
    }

    /**
     * The largest distance of the two distribution functions: Kolmogorov and Smirnov's statistic.
     *
     * @return 0 (equal) … 1 (no overlap); NaN if {@link #undefined()}
     */
    public double kolmogorovSmirnov() {
        return undefined().isPresent() ? Double.NaN : TwoSampleDistances.kolmogorovSmirnov(base, now);
    }

    /**
     * The chance of a distance at least as large if nothing moved, exactly up to 10 000 pairs of values (with ties
     * it is an upper bound), beyond that by the distribution of one sample of nm / (n + m) values.
     *
     * @return 0 … 1; NaN if {@link #undefined()}
     */
    public double kolmogorovSmirnovP() {
        return undefined().isPresent()
                ? Double.NaN
                : TwoSampleDistances.kolmogorovSmirnovP(kolmogorovSmirnov(), base.length, now.length);
    }

    /**
     * How far values moved on average, if every one moved as little as possible: the Wasserstein distance of order 1.
     *
     * @return in the unit of the feature, at least 0; NaN if {@link #undefined(Distance)}
     */
    public double wasserstein() {
        return undefined().isPresent() ? Double.NaN : DistributionGap.area(base, now);
    }

    /**
     * The energy distance, √(2 ∫ (F − G)²).
     *
     * @return in the root of the unit of the feature, at least 0; NaN if {@link #undefined(Distance)}
     * @see <a href="https://doi.org/10.1016/j.jspi.2013.03.018">G. J. Székely, M. L. Rizzo (2013)</a>
     */
    public double energy() {
        return undefined().isPresent()
                ? Double.NaN
                : 2 * Math.sqrt(DistributionGap.squares(base, now) / 2); // twice the integral could overflow
    }

    /**
     * Anderson and Darling's statistic of two samples with ties, less its mean and over its standard deviation if nothing
     * moved: it looks at the tails more than the others. 1.96 is exceeded by chance in about one of twenty.
     *
     * @return NaN if {@link #undefined(Distance)}: also if there are fewer than four values or all are equal
     * @see <a href="https://doi.org/10.1080/01621459.1987.10478517">F. W. Scholz, M. A. Stephens (1987)</a>
     */
    public double andersonDarling() {
        return undefined().isPresent() ? Double.NaN : TwoSampleDistances.andersonDarling(base, now);
    }

    /**
     * Why all distances are NaN.
     *
     * @return {@link Reason#NO_OBSERVATIONS} if there is no value at the later time; empty otherwise
     */
    public Optional<Reason> undefined() {
        return now.length == 0 ? Optional.of(Reason.NO_OBSERVATIONS) : Optional.empty();
    }

    /**
     * Why a distance is NaN.
     *
     * @param distance which
     * @return {@link Reason#NO_OBSERVATIONS} if there is no value at the later time, or, for Anderson and Darling's statistic,
     *     fewer than four at both together; {@link Reason#ZERO_VARIANCE} for that statistic if all values are equal; {@link
     *     Reason#RANGE} for the other sums over values, if values are so far apart that they overflow; empty if it is defined
     */
    public Optional<Reason> undefined(Distance distance) {
        Objects.requireNonNull(distance, "distance");
        if (undefined().isPresent()) {
            return undefined();
        }
        return switch (distance) {
            case KOLMOGOROV_SMIRNOV -> Optional.empty();
            case WASSERSTEIN -> Double.isNaN(wasserstein()) ? Optional.of(Reason.RANGE) : Optional.empty();
            case ENERGY -> Double.isNaN(energy()) ? Optional.of(Reason.RANGE) : Optional.empty();
            case ANDERSON_DARLING -> TwoSampleDistances.andersonDarlingUndefined(base, now);
        };
    }

    /** The stability of the bins. */
    @Override
    public String toString() {
        return stability.toString();
    }
}
