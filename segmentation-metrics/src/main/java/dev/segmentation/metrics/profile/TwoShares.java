package dev.segmentation.metrics.profile;

import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.Tails;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.jspecify.annotations.Nullable;

/** How often a level occurs in a segment against all other customers, from the fourfold table. */
final class TwoShares {

    /** Below this expected count, the residual is too far from normal, and the exact test takes its place. */
    private static final double LEAST_EXPECTED = 5;

    /** Tables that are as likely as the observed one up to rounding count as being as extreme. */
    private static final double TIE = 1 + 1e-7;

    private final long both;
    private final long segment;
    private final long level;
    private final long all;

    /** How many have the level in the segment, are in the segment, have the level, and are there at all. */
    TwoShares(long both, long segment, long level, long all) {
        this.both = both;
        this.segment = segment;
        this.level = level;
        this.all = all;
    }

    Contrast contrast() {
        Reason undefined = undefined();
        if (undefined != null) {
            return Contrast.undefined(undefined);
        }
        double residual = residual();
        double leastExpected = (double) Math.min(segment, all - segment) * Math.min(level, all - level) / all;
        return Contrast.of(
                residual, leastExpected < LEAST_EXPECTED ? fisher() : Tails.chiSquare(residual * residual, 1));
    }

    private @Nullable Reason undefined() {
        if (segment == 0) {
            return Reason.NO_OBSERVATIONS;
        }
        if (segment == all) {
            return Reason.SINGLE_SEGMENT;
        }
        return level == 0 || level == all ? Reason.ZERO_VARIANCE : null;
    }

    /** (observed − expected)/√(expected·(1 − segment/all)·(1 − level/all)), after Haberman. */
    private double residual() {
        double row = (double) segment / all;
        double column = (double) level / all;
        double expected = row * level;
        return (both - expected) / Math.sqrt(expected * (1 - row) * (1 - column));
    }

    /** Fisher's exact test: the probability of all tables with these margins that are no likelier than this one. */
    private double fisher() {
        // of at most about √(5n) tables, since one margin is that small; transposing and complementing change nothing
        HypergeometricDistribution tables = new HypergeometricDistribution(null, (int) all, (int) level, (int) segment);
        double limit = tables.probability((int) both) * TIE;
        double p = 0;
        for (int x = tables.getSupportLowerBound(); x <= tables.getSupportUpperBound(); x++) {
            double probability = tables.probability(x);
            p += probability <= limit ? probability : 0;
        }
        return Math.min(1, p);
    }
}
