package dev.segmentation.cluster;

/**
 * The centers of a {@link Panel} in single precision, scaled by a power of two so that numbers lie about 1; and the
 * bounds on what single precision may get wrong with them.
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
 * <p>All of it depends on the row and its nearest center alone: a far center, or a far row beside it, makes nothing less
 * certain. What underflows is below (d + 4) 2⁻¹²⁰ as long as no row or center is beyond {@link #FARTHEST}.
 */
final class FloatPanel {

    /** How far from the offset rows and centers may be once they are scaled. */
    private static final double FARTHEST = 0x1p20;

    /** Beyond this many features, κ would not be small. */
    private static final int WIDEST = 1 << 13;

    /** The square of a scale, and its inverse, must be normal doubles. */
    private static final int LARGEST_EXPONENT = 480;

    /** −(c − offset), scaled, ordered as in the panel. */
    final float[] negated;

    /** |c − offset|² / 2, scaled and lowered by 2κ of it; +∞ where the last group has no center. */
    final float[] halfNorms;

    /** What rows are multiplied by, before {@link #shift} is added. */
    final double scale;

    /** −offset, scaled, of each feature. */
    final double[] shift;

    private final int features;
    private final double kappa;
    private final double farthest;

    /**
     * Narrows.
     *
     * @param scale of {@link #scaleFor} the rows, or of the centers
     */
    FloatPanel(Panel panel, double scale) {
        this.features = panel.features;
        this.scale = scale;
        this.kappa = 1.02 * (panel.features + 6) * 0x1p-24;
        boolean holds = scale > 0 && panel.radius() * scale <= FARTHEST;
        this.farthest = holds ? FARTHEST / scale : -1;
        this.negated = new float[holds ? panel.negated.length : 0];
        this.halfNorms = new float[holds ? panel.halfNorms.length : 0];
        this.shift = holds ? shift(panel.features, panel.offset, scale) : new double[0];
        for (int i = 0; i < negated.length; i++) {
            negated[i] = (float) (panel.negated[i] * scale);
        }
        for (int c = 0; c < halfNorms.length; c++) {
            halfNorms[c] = (float) (panel.halfNorms[c] * scale * scale * (1 - 2 * kappa));
        }
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

    /** Whether single precision has the range for rows that are no farther from the offset. */
    boolean holds(double rowRadius) {
        return rowRadius <= farthest;
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
        return (float) ((Panel.UNDERFLOW * scale * scale + (features + 4) * 0x1p-120) * (1 + 0x1p-20));
    }

    /** Gives what a kernel found as bounds in the units of the data. */
    void bound(int rows, Proposals found) {
        double unit = 1 / (scale * scale);
        double margin = margin();
        for (int r = 0; r < rows; r++) {
            double squaredNorm = found.floats.norms[r];
            double best = found.floats.best[r];
            double below = kappa * squaredNorm + margin;
            found.atLeast[r] = unit * (best - below);
            found.atMost[r] = unit * (best + 9 * kappa * (squaredNorm + best) + below);
            found.others[r] = unit * (found.floats.second[r] - below);
        }
    }
}
