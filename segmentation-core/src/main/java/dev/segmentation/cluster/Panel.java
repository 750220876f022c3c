package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import java.util.Arrays;

/**
 * Centers as kernels want them, in single precision: relative to the offset of the data, scaled by a power of two so that
 * numbers lie about 1, negated, four beside each other, with half their squared norms; and the bounds on what rounding may
 * get wrong with them, in single precision and in the exact order. Immutable; shared by all threads of a pass.
 *
 * <p>Let x be a row about the offset, X its norm, h = |c|² / 2 of a center c, s = h − x·c its score, and u = 2⁻²⁴. Kernels
 * start from h (1 − 2κ) instead of h, with κ = 1.02 (d + 6) u. What they get, t, differs from h (1 − 2κ) − x·c by rounding
 * of center, row and d fused multiply-adds, which is at most κ (h + X |c|) ≤ κ (2h + X² / 2). So
 *
 * <pre>
 * t − κ X² / 2  ≤  s  ≤  t + 4κ h + κ X² / 2
 * </pre>
 *
 * <p>of which the left side needs no knowledge of c. For the center of least t, with D the row's distance to it, h ≤ (X +
 * D)² / 2 ≤ X² + D² and D² = X² + 2s, so that 4κ h ≤ 8.2 κ (X² + t). Hence its s is the least if the second least t
 * exceeds t by more than κ (9.2 X² + 8.2 t). The exact order of {@link Distances} finds it nearest too if the other s is
 * greater by 2⁻⁵³ (d + 2) · 1.01 D² / (1 − 2⁻⁵³ (d + 2)), which is a 2⁻²⁸th of κ (X² + t). 10 and 9 are taken instead of
 * 9.2 and 8.2, which covers that, the rounding of c − offset, of X², and of this rule itself, since X² + t ≥ 0.49 X².
 *
 * <p>Squared norms of rows that kernels add up are right to a relative (d + 3) u, less than κ.
 *
 * <p>All of it depends on the row and its nearest center alone: a far center, or a far row beside it, makes nothing less
 * certain. What underflows is below (d + 4) 2⁻¹²⁰ as long as no row or center is beyond {@link #FARTHEST}.
 */
final class Panel {

    /** Centers beside each other. */
    static final int GROUP = 4;

    /** 4 u per operation of the exact order, with u = 2⁻⁵³. */
    private static final double PER_OPERATION = 0x1p-51;

    /** Squares of differences below 1e-130, which are not promised to be told apart, lie far below this. */
    private static final double UNDERFLOW = 1e-300;

    /** How far from the offset rows and centers may be once they are scaled. */
    private static final double FARTHEST = 0x1p20;

    /** Beyond this many features, κ would not be small. */
    static final int WIDEST = 1 << 13;

    /** The square of a scale, and its inverse, must be normal doubles. */
    private static final int LARGEST_EXPONENT = 480;

    final int centerCount;
    final int features;

    /** The centers, row-major. */
    final double[] centers;

    /** What is subtracted from every row first; empty if rows lie around the origin already. */
    final double[] offset;

    /** What rows are multiplied by, before {@link #shift} is added; 0 if single precision is not for them. */
    final double scale;

    /** −offset, scaled, of each feature. */
    final double[] shift;

    /** −(c − offset), scaled: of group g and feature j, four centers from (g · d + j) · 4 on. */
    final float[] negated;

    /** |c − offset|² / 2, scaled and lowered by 2κ of it; +∞ where the last group has no center. */
    final float[] halfNorms;

    private final double radius;
    private final double kappa;

    Panel(double[] centers, int features, double[] offset) {
        this(centers, features, offset, 0);
    }

    /**
     * For rows of which it is known how they are scaled.
     *
     * @param scaleOfRows of {@link #scaleFor}, or 0 to find it from the centers
     */
    Panel(double[] centers, int features, double[] offset, double scaleOfRows) {
        this.centerCount = centers.length / features;
        this.features = features;
        this.centers = centers.clone();
        this.offset = offset;
        this.kappa = 1.02 * (features + 6) * 0x1p-24;
        double[] squaredNorms = new double[centerCount];
        for (int i = 0; i < centers.length; i++) {
            double shifted = shifted(i);
            squaredNorms[i / features] += shifted * shifted;
        }
        this.radius = Math.sqrt(Arrays.stream(squaredNorms).max().orElse(0));
        this.scale = scaleOfRows > 0 ? scaleOfRows : scaleFor(radius, features);
        this.shift = shift(features, offset, scale);
        int groups = (centerCount + GROUP - 1) / GROUP;
        this.negated = new float[groups * features * GROUP];
        this.halfNorms = new float[groups * GROUP];
        Arrays.fill(halfNorms, Float.POSITIVE_INFINITY);
        for (int c = 0; c < centerCount; c++) {
            halfNorms[c] = (float) (squaredNorms[c] / 2 * scale * scale * (1 - 2 * kappa));
            for (int j = 0; j < features; j++) {
                negated[index(c, j)] = (float) (-shifted(c * features + j) * scale);
            }
        }
    }

    private double shifted(int i) {
        return centers[i] - (offset.length == 0 ? 0 : offset[i % features]);
    }

    /** Where a coordinate of a center is in {@link #negated}; that of the next feature follows {@link #GROUP} later. */
    int index(int center, int feature) {
        return (center / GROUP * features + feature) * GROUP + center % GROUP;
    }

    /** The power of two that brings numbers up to this size to about 1; 0 if single precision is not for them. */
    static double scaleFor(double radius, int features) {
        int exponent = Math.getExponent(radius);
        return Math.abs(exponent) <= LARGEST_EXPONENT && features <= WIDEST ? Math.scalb(1.0, -exponent) : 0;
    }

    /** What is added to each feature once it is scaled. */
    static double[] shift(int features, double[] offset, double scale) {
        double[] shift = new double[features];
        for (int j = 0; j < offset.length; j++) {
            shift[j] = -offset[j] * scale;
        }
        return shift;
    }

    /** The largest distance of a center from the offset. */
    double radius() {
        return radius;
    }

    /** No row of the whole tiles of a block is farther from the offset. */
    double rowRadius(double[] packed, int rows) {
        double largest = 0;
        double[] sums = new double[Blocks.LANES];
        for (int tile = 0; tile + Blocks.LANES <= rows; tile += Blocks.LANES) {
            Arrays.fill(sums, 0);
            for (int j = 0; j < features; j++) {
                int from = tile * features + j * Blocks.LANES;
                double middle = offset.length == 0 ? 0 : offset[j];
                for (int r = 0; r < Blocks.LANES; r++) {
                    double t = packed[from + r] - middle;
                    sums[r] += t * t;
                }
            }
            for (double sum : sums) {
                largest = Math.max(largest, sum);
            }
        }
        return Math.sqrt(largest) * (1 + 1e-9);
    }

    /** Whether single precision has the range for rows that are no farther from the offset. */
    boolean holds(double rowRadius) {
        return scale > 0 && radius * scale <= FARTHEST && rowRadius * scale <= FARTHEST;
    }

    /** A row is certain if its second score exceeds its first by more than this factor times its squared norm, … */
    float perSquaredNorm() {
        return (float) (10 * kappa);
    }

    /** … plus this factor times its first score … */
    float perScore() {
        return (float) (9 * kappa);
    }

    /** … plus this, for what underflows. */
    float margin() {
        return (float) ((UNDERFLOW * scale * scale + (features + 4) * 0x1p-120) * (1 + 0x1p-20));
    }

    /** Gives what a kernel in single precision found as bounds of squared distances, which are norm + 2 · score. */
    void bound(int rows, Proposals found) {
        double unit = 1 / (scale * scale);
        double margin = margin();
        for (int r = 0; r < rows; r++) {
            double squaredNorm = found.floats.norms[r];
            double best = found.floats.best[r];
            double below = kappa * squaredNorm + margin;
            double leastNorm = squaredNorm * (1 - kappa);
            double mostNorm = squaredNorm * (1 + kappa);
            found.atLeast[r] = unit * (leastNorm + 2 * (best - below));
            found.atMost[r] = unit * (mostNorm + 2 * (best + 9 * kappa * (squaredNorm + best) + below));
            found.others[r] = unit * (leastNorm + 2 * (found.floats.second[r] - below));
        }
    }

    /** Bounds of the squared distance that was added up as this in the exact order. */
    double atLeast(double squared) {
        return squared * (1 - (features + 4) * PER_OPERATION) - UNDERFLOW;
    }

    double atMost(double squared) {
        return squared * (1 + (features + 4) * PER_OPERATION) + UNDERFLOW;
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
