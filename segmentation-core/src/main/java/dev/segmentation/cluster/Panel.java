package dev.segmentation.cluster;

import java.util.Arrays;

/**
 * Centers as kernels want them: relative to the offset of the data, negated, four beside each other, with half their
 * squared norms; and the bound on what a kernel may get wrong with them. Immutable; shared by all threads of a pass.
 */
final class Panel {

    /** Centers beside each other. */
    static final int GROUP = 4;

    /** 4 u per operation, with u = 2⁻⁵³; see {@link #margin}. */
    private static final double PER_OPERATION = 0x1p-51;

    /** Squares of differences below 1e-130, which are not promised to be told apart, lie far below this. */
    static final double UNDERFLOW = 1e-300;

    final int centerCount;
    final int features;

    /** What is subtracted from every row first; empty if rows lie around the origin already. */
    final double[] offset;

    /** −(c − offset): of group g and feature j, four centers from (g · d + j) · 4 on. */
    final double[] negated;

    /** |c − offset|² / 2, and +∞ where the last group has no center. */
    final double[] halfNorms;

    /** The same in single precision. */
    final FloatPanel floats;

    private final double radius;

    Panel(double[] centers, int features, double[] offset) {
        this(centers, features, offset, 0);
    }

    /**
     * For rows of which it is known how they are scaled.
     *
     * @param scale of {@link FloatPanel#scaleFor}, or 0 to find it from the centers
     */
    Panel(double[] centers, int features, double[] offset, double scale) {
        this.centerCount = centers.length / features;
        this.features = features;
        this.offset = offset;
        int groups = (centerCount + GROUP - 1) / GROUP;
        this.negated = new double[groups * features * GROUP];
        this.halfNorms = new double[groups * GROUP];
        Arrays.fill(halfNorms, Double.POSITIVE_INFINITY);
        double largest = 0;
        for (int c = 0; c < centerCount; c++) {
            double norm = 0;
            for (int j = 0; j < features; j++) {
                double shifted = centers[c * features + j] - (offset.length == 0 ? 0 : offset[j]);
                negated[(c / GROUP * features + j) * GROUP + c % GROUP] = -shifted;
                norm += shifted * shifted;
            }
            halfNorms[c] = norm / 2;
            largest = Math.max(largest, norm);
        }
        this.radius = Math.sqrt(largest);
        this.floats = new FloatPanel(this, scale > 0 ? scale : FloatPanel.scaleFor(radius, features));
    }

    /** The largest distance of a center from the offset. */
    double radius() {
        return radius;
    }

    /**
     * How close the best and the second best score of a row may come by rounding alone, although the exact order of
     * {@link Distances} finds another center nearest.
     *
     * <p>Let X and C bound the norms of rows and centers (about the offset), R = X + C, and u = 2⁻⁵³. A score, d fused
     * multiply-adds on top of half a norm, is wrong by at most 1.01 (d + 2) u (C² + X·C) ≤ 1.01 (d + 2) u R²; half a
     * squared distance added up from differences by at most 1.01 (d + 2) u R² / 2. Two of each are compared, which makes
     * 3.03 (d + 2) u R². Without fused operations the score may be wrong by twice as much; 8 (d + 4) u R² covers all.
     *
     * @param rowRadius X: no row of the block is farther from the offset
     */
    double margin(double rowRadius) {
        double sum = rowRadius + radius;
        return 2 * (features + 4) * PER_OPERATION * sum * sum + UNDERFLOW;
    }

    /**
     * How much nearer one center must be than another, by true distance, for the exact order to find it nearer: squared
     * distances are added up with a relative error of 1.01 (d + 2) u, and no distance exceeds R = X + C.
     *
     * @param rowRadius X: no row is farther from the offset
     */
    double distinction(double rowRadius) {
        return (features + 4) * PER_OPERATION * (rowRadius + radius) + UNDERFLOW;
    }
}
