package dev.segmentation.constraint;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * First centers of free segments beside fixed ones, drawn as k-means++ does (D. Arthur and S. Vassilvitskii 2007, SODA,
 * 1027–1035): a unit with probability proportional to its weight times its squared distance to the nearest center so far.
 * Draws are keyed by (seed, step, unit).
 */
final class SpreadCenters {

    private final Units units;
    private final Blocks blocks;
    private final double[] nearest; // squared distance of each unit to the nearest center so far
    private final Workers workers;

    SpreadCenters(Units units, Workers workers) {
        this.units = units;
        this.blocks = MatrixAccess.blocks(units.matrix);
        this.nearest = new double[units.count()];
        this.workers = workers;
    }

    /**
     * Draws.
     *
     * @param fixed row-major, at least one
     * @param tooFew what to throw if units cannot be told apart
     * @return k centers, the fixed ones first
     */
    double[] draw(double[] fixed, int segmentCount, long seed, Supplier<InvalidInputException> tooFew) {
        int d = blocks.featureCount();
        double[] centers = Arrays.copyOf(fixed, segmentCount * d);
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int placed = fixed.length / d;
        for (int s = 0; s < placed; s++) {
            approach(centers, s * d);
        }
        for (int s = placed; s < segmentCount; s++) {
            int drawn = drawn(SeededRandom.key(seed, s));
            if (drawn < 0) {
                throw tooFew.get();
            }
            blocks.copyRow(drawn, centers, s * d);
            approach(centers, s * d);
        }
        return centers;
    }

    private void approach(double[] centers, int center) {
        workers.forEach(blocks.blockCount(), b -> {
            double[] packed = blocks.read(b, new double[blocks.scratchSize()]);
            for (int r = 0; r < blocks.rowsIn(b); r++) {
                if (r % Blocks.LANES == 0) {
                    workers.checkCancelled();
                }
                int unit = b * Blocks.ROWS + r;
                int at = blocks.indexInBlock(r);
                int lanes = blocks.lanesOf(unit);
                double squared = 0;
                for (int j = 0; j < blocks.featureCount(); j++, at += lanes) {
                    double t = packed[at] - centers[center + j];
                    squared += t * t;
                }
                nearest[unit] = Math.min(nearest[unit], squared);
            }
        });
    }

    /** An exponential race: the earliest of arrival times −ln(u) / cost; −1 if no unit costs anything. */
    private int drawn(long key) {
        int first = -1;
        double earliest = Double.POSITIVE_INFINITY;
        for (int unit = 0; unit < nearest.length; unit++) {
            if (unit % Blocks.ROWS == 0) {
                workers.checkCancelled();
            }
            double cost = units.weight(unit) * nearest[unit];
            if (cost > 0) {
                double u = SeededRandom.uniform(key, unit);
                if (1 - u <= earliest * cost) { // since −ln(u) is no less
                    double time = -StrictMath.log(u) / cost;
                    if (time < earliest) {
                        earliest = time;
                        first = unit;
                    }
                }
            }
        }
        return first;
    }
}
