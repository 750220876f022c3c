package dev.segmentation.metrics.internal;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Wilson score intervals of one level, whose normal quantile is computed once; the counts are taken as checked. */
public final class WilsonScore {

    private final double level;
    private final double z;

    private WilsonScore(double level, double z) {
        this.level = level;
        this.z = z;
    }

    /** Of a level in (0, 1). */
    public static WilsonScore at(double level) {
        return new WilsonScore(
                level, -new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 - level) / 2));
    }

    /** The confidence level. */
    public double level() {
        return level;
    }

    /** The share of the successes, of which there are 0 to trials; undefined without trials. */
    public Estimate of(long successes, long trials) {
        if (trials == 0) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, 0);
        }
        return of(successes, trials, (double) successes, (double) trials, trials);
    }

    /** The same share where trials are worth only so many independent ones, as those of the same customers are. */
    public Estimate of(long successes, long trials, double worth, long customers) {
        if (trials == 0) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, 0);
        }
        return of(successes, trials, worth * ((double) successes / trials), worth, customers);
    }

    private Estimate of(long successes, long trials, double x, double n, long customers) {
        double share = (double) successes / trials;
        double center = x + z * z / 2;
        double half = z * Math.sqrt(x * ((n - x) / n) + z * z / 4);
        // the outer ends are exactly 0 and 1; the formula would leave a rounding error there
        double lower = successes == 0 ? 0 : Math.min(share, Math.max(0, (center - half) / (n + z * z)));
        double upper = successes == trials ? 1 : Math.max(share, Math.min(1, (center + half) / (n + z * z)));
        return Estimate.of(share, lower, upper, level, customers);
    }
}
