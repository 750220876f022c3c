package dev.segmentation.metrics.movers;

/** Linear equations with a symmetric positive matrix, scaled to a diagonal of 1, by Cholesky's factor. */
final class PositiveSystem {

    /** What a pivot is at least taken for: a direction that nothing is known of, but for rounding. */
    private static final double LEAST = 1e-15;

    private final int n;
    private final double[] scale;
    private final double[][] factor;

    PositiveSystem(double[][] matrix) {
        this.n = matrix.length;
        this.scale = new double[n];
        this.factor = new double[n][];
        for (int i = 0; i < n; i++) {
            scale[i] = matrix[i][i] > 0 ? 1 / Math.sqrt(matrix[i][i]) : 1;
        }
        for (int i = 0; i < n; i++) {
            factor[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i][j] * scale[i] * scale[j];
                for (int m = 0; m < j; m++) {
                    rest -= factor[i][m] * factor[j][m];
                }
                factor[i][j] = i == j ? Math.sqrt(Math.max(rest, LEAST)) : rest / factor[j][j];
            }
        }
    }

    double[] solve(double... right) {
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            double rest = right[i] * scale[i];
            for (int m = 0; m < i; m++) {
                rest -= factor[i][m] * solution[m];
            }
            solution[i] = rest / factor[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double rest = solution[i];
            for (int m = i + 1; m < n; m++) {
                rest -= factor[m][i] * solution[m];
            }
            solution[i] = rest / factor[i][i];
        }
        for (int i = 0; i < n; i++) {
            solution[i] *= scale[i];
        }
        return solution;
    }

    double[][] inverse() {
        double[][] inverse = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] unit = new double[n];
            unit[i] = 1;
            inverse[i] = solve(unit);
        }
        return inverse;
    }
}
