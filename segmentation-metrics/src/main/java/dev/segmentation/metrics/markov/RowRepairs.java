package dev.segmentation.metrics.markov;

import java.util.Arrays;

/**
 * Published ways to make rates of the logarithm of a chain, whose elements off the diagonal may be negative: each row by
 * itself.
 */
final class RowRepairs {

    private RowRepairs() {}

    /** Changes a row in place. */
    private interface RowRepair {
        void accept(double[] row, int own);
    }

    /** {@link Embedding.Repair#DIAGONAL}, but for the diagonal, which {@link Generator#trusted} sets. */
    static double[][] cut(double[][] logarithm) {
        return repaired(logarithm, RowRepairs::cutRow);
    }

    /** {@link Embedding.Repair#WEIGHTED}. */
    static double[][] spread(double[][] logarithm) {
        return repaired(logarithm, RowRepairs::spreadRow);
    }

    /** {@link Embedding.Repair#QUASI_OPTIMAL}. */
    static double[][] project(double[][] logarithm) {
        return repaired(logarithm, RowRepairs::projectRow);
    }

    private static double[][] repaired(double[][] logarithm, RowRepair repair) {
        double[][] rates = Matrices.copy(logarithm);
        for (int i = 0; i < rates.length; i++) {
            repair.accept(rates[i], i);
        }
        return rates;
    }

    private static void cutRow(double[] row, int own) {
        for (int j = 0; j < row.length; j++) {
            row[j] = j == own ? row[j] : Math.max(0, row[j]);
        }
    }

    /** Takes what cutting adds from all others of the row, in proportion to their size. */
    private static void spreadRow(double[] row, int own) {
        double cut = 0;
        double kept = Math.abs(row[own]);
        for (int j = 0; j < row.length; j++) {
            if (j != own) {
                cut += Math.max(0, -row[j]);
                kept += Math.max(0, row[j]);
            }
        }
        cutRow(row, own);
        if (kept > 0) {
            for (int j = 0; j < row.length; j++) {
                row[j] -= cut * Math.abs(row[j]) / kept;
            }
        }
    }

    /** The nearest row, by squares, of those that sum to 0 and are not negative off the diagonal. */
    private static void projectRow(double[] row, int own) {
        double[] others = new double[row.length - 1];
        for (int j = 0, n = 0; j < row.length; j++) {
            if (j != own) {
                others[n++] = -row[j];
            }
        }
        Arrays.sort(others); // the largest first, with their signs changed
        double sum = row[own];
        double shift = sum;
        for (int n = 0; n < others.length && -others[n] > shift; n++) {
            sum -= others[n];
            shift = sum / (n + 2);
        }
        for (int j = 0; j < row.length; j++) {
            row[j] = j == own ? row[j] - shift : Math.max(0, row[j] - shift);
        }
    }
}
