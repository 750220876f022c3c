package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import java.util.Arrays;

/**
 * Which rows can have changed their nearest center since they were last looked at; the others are skipped.
 *
 * <p>G. Hamerly (2010), Making k-means even faster, SIAM SDM, doi:10.1137/1.9781611972801.12: a row keeps its center as
 * long as the gap between the distances to its nearest and second nearest center exceeds what its center has moved since
 * plus what any other center has moved. Instead of lowering a bound per row in every iteration, each row keeps one key,
 * its gap plus what its segment's drift had added up to by then (J. Newling, F. Fleuret 2016, Fast k-means with accurate
 * bounds, ICML), so that a pass reads eight bytes per row and writes nothing. Keys are rounded down, drifts up.
 *
 * <p>Whether this pays is asked before: in some plain passes the gaps of every 64th block are kept, and once the centers
 * have moved it is known how many of these rows could have been skipped.
 */
final class Bounds {

    /** When bounds are used. */
    enum Policy {
        /** When they are expected to pay. */
        ADAPTIVE,
        /** Never: every row in every iteration. */
        NEVER,
        /** Always. */
        ALWAYS
    }

    /** Of these blocks one is looked at to decide. */
    private static final int SAMPLED = 64;

    /** In one of so many plain passes. */
    private static final int PLAIN_PASSES = 4;

    /** To start, bounds must promise more than to break even, because they have to be made first. */
    private static final double WORTH_STARTING = 0.4;

    /** Keys are floats; far from this scale they would overflow or vanish. */
    private static final double LARGEST_SCALE = 1e30;

    private final Policy policy;
    private final int rows;
    private final double[] drift; // of each segment: what it and any other have moved by, added up since the keys began
    private final double[] step; // the same, of the last move alone
    private final float[] limits; // of each segment, what a key must exceed in this pass
    private final double breakEven; // the share of rows looked at, above which looking at all takes less time
    private float[] keys = new float[0];
    private float[] sampledGaps = new float[0];
    private boolean valid;
    private int plainPasses;
    private double skippable;
    private boolean toScale = true;

    /**
     * Knows nothing yet.
     *
     * @param nanosInPlace what a row costs in a plain pass, see {@link Kernel#nanosPerRow}
     */
    Bounds(Policy policy, int rows, int segmentCount, int features, double nanosInPlace) {
        this.policy = policy;
        this.rows = rows;
        this.breakEven = breakEven(nanosInPlace, features);
        this.drift = new double[segmentCount];
        this.step = new double[segmentCount];
        this.limits = new float[segmentCount];
    }

    /**
     * The share of rows looked at one by one that costs as much as looking at all in place, by times as measured: 5 ns
     * to pass a row over, and 60 ns besides 12 ns per value to pick one and to keep its gap.
     */
    private static double breakEven(double nanosInPlace, int features) {
        double nanosPassedOver = 5;
        return Math.max(0, nanosInPlace - nanosPassedOver) / (nanosInPlace + 60 + 12 * features);
    }

    /** What the next pass over the rows does. */
    enum Pass {
        /** Looks at every row. */
        PLAIN,
        /** Looks at every row and keeps its gap. */
        MARKING,
        /** Looks only at rows that may have changed. */
        SKIPPING
    }

    Pass next(double scale) {
        toScale = scale > 1 / LARGEST_SCALE && scale < LARGEST_SCALE;
        if (policy == Policy.NEVER || !toScale) {
            invalidate(); // rows may change without their keys
            return Pass.PLAIN;
        }
        if (valid) {
            return Pass.SKIPPING;
        }
        return policy == Policy.ALWAYS || skippable > 1 - WORTH_STARTING * breakEven ? Pass.MARKING : Pass.PLAIN;
    }

    /** Before a marking pass. */
    void begin() {
        if (keys.length != rows) {
            keys = new float[rows];
        }
        Arrays.fill(drift, 0);
        valid = true;
    }

    /** Forgets the keys and frees their memory. */
    void drop() {
        keys = new float[0];
        invalidate();
    }

    /** Forgets the keys, because labels changed without them. */
    void invalidate() {
        valid = false;
        skippable = 0;
    }

    /** After a skipping pass. */
    void looked(long rowsLookedAt) {
        if (policy == Policy.ADAPTIVE && rowsLookedAt > breakEven * rows) {
            invalidate();
        }
    }

    /** Keeps what a row that was just looked at allows. */
    void mark(int row, int segment, double gap) {
        keys[row] = Math.nextDown((float) (gap + drift[segment]));
    }

    /** A row that must be looked at again, whatever happens. */
    void markUncertain(int row) {
        keys[row] = Float.NEGATIVE_INFINITY;
    }

    /**
     * Before a pass that skips rows.
     *
     * @param distinction what a gap must exceed to be sure, see {@link Panel#distinction}
     */
    void beginSkipping(double distinction) {
        for (int s = 0; s < limits.length; s++) {
            limits[s] = Math.nextUp((float) (drift[s] + distinction));
        }
    }

    /** Lists the rows of a block that have to be looked at; gives how many. */
    int toLookAt(int firstRow, int count, int[] labels, int[] into) {
        int found = 0;
        for (int row = firstRow; row < firstRow + count; row++) {
            into[found] = row;
            found += keys[row] > limits[labels[row]] ? 0 : 1;
        }
        return found;
    }

    boolean samples(int block) {
        return sampledGaps.length > 0 && block % SAMPLED == 0;
    }

    /** Before a plain pass. */
    void beginSampling(int blockCount) {
        boolean now = policy == Policy.ADAPTIVE && toScale && plainPasses++ % PLAIN_PASSES == 0;
        int size = now ? (blockCount + SAMPLED - 1) / SAMPLED * Blocks.ROWS : 0;
        if (sampledGaps.length != size) {
            sampledGaps = new float[size];
        }
        Arrays.fill(sampledGaps, 0);
    }

    void sample(int block, int row, double gap) {
        sampledGaps[block / SAMPLED * Blocks.ROWS + row] = (float) gap;
    }

    /** The centers have moved. */
    void moved(double[] before, double[] after, int[] labels) {
        if (policy == Policy.NEVER) {
            return;
        }
        int features = before.length / drift.length;
        double up = 1 + (features + 8) * 0x1p-50;
        double largest = 0;
        double next = 0;
        int farthest = -1;
        for (int s = 0; s < drift.length; s++) {
            double sum = 0;
            for (int j = s * features; j < (s + 1) * features; j++) {
                double moved = after[j] - before[j];
                sum += moved * moved;
            }
            step[s] = Math.sqrt(sum) * up;
            if (step[s] > largest) {
                next = largest;
                largest = step[s];
                farthest = s;
            } else {
                next = Math.max(next, step[s]);
            }
        }
        for (int s = 0; s < drift.length; s++) {
            step[s] = (step[s] + (s == farthest ? next : largest)) * up;
            drift[s] = (drift[s] + step[s]) * up;
        }
        if (!valid) {
            estimate(labels);
        }
    }

    private void estimate(int[] labels) {
        long skipped = 0;
        long seen = 0;
        for (int at = 0; at < sampledGaps.length; at += Blocks.ROWS) {
            int first = at * SAMPLED;
            int count = Math.min(Blocks.ROWS, rows - first);
            for (int r = 0; r < count; r++) {
                skipped += sampledGaps[at + r] > step[labels[first + r]] ? 1 : 0;
            }
            seen += count;
        }
        skippable = seen == 0 ? 0 : (double) skipped / seen;
    }
}
