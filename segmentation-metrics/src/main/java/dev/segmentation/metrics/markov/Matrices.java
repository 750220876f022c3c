package dev.segmentation.metrics.markov;

/** Products, sums and parts of small matrices. */
final class Matrices {

    /** Rows of a product between two polls: of a thousand numbers each, ten milliseconds. */
    private static final int ROWS = 16;

    private Matrices() {}

    static double[][] copy(double[][] a) {
        double[][] copy = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            copy[i] = a[i].clone();
        }
        return copy;
    }

    /** Some rows, and of them some columns. */
    static double[][] part(double[][] a, int[] rows, int... columns) {
        double[][] part = new double[rows.length][columns.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                part[i][j] = a[rows[i]][columns[j]];
            }
        }
        return part;
    }

    static double[][] identity(int k) {
        double[][] identity = new double[k][k];
        for (int i = 0; i < k; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }

    static double[][] times(double[][] a, double[][] b) {
        return times(a, b, () -> {});
    }

    /** The same for products that may take long: looks every few rows, at least once, whether to go on. */
    static double[][] times(double[][] a, double[][] b, Runnable poll) {
        double[][] product = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            if (i % ROWS == 0) {
                poll.run();
            }
            product[i] = times(a[i], b);
        }
        return product;
    }

    /** A row vector times a matrix. */
    static double[] times(double[] row, double[][] b) {
        double[] product = new double[b.length == 0 ? 0 : b[0].length];
        for (int l = 0; l < b.length; l++) {
            double factor = row[l];
            if (factor != 0) {
                for (int j = 0; j < product.length; j++) {
                    product[j] += factor * b[l][j];
                }
            }
        }
        return product;
    }

    /** Of chances, by repeated squares; rows are divided by their sums, which would drift away from 1 otherwise. */
    static double[][] power(double[][] a, int exponent) {
        double[][] power = identity(a.length);
        double[][] square = a;
        for (int rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                power = times(power, square);
                divideRows(power);
            }
            if (rest > 1) {
                square = times(square, square);
                divideRows(square);
            }
        }
        return power;
    }

    /** In place. */
    static void divideRows(double[][] a) {
        for (double[] row : a) {
            double sum = 0;
            for (double value : row) {
                sum += value;
            }
            for (int j = 0; j < row.length; j++) {
                row[j] /= sum;
            }
        }
    }

    static double[][] scaled(double[][] a, double factor) {
        double[][] scaled = copy(a);
        for (double[] row : scaled) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= factor;
            }
        }
        return scaled;
    }

    static double[][] plus(double[][] a, double[][] b) {
        double[][] sum = copy(a);
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                sum[i][j] += b[i][j];
            }
        }
        return sum;
    }

    /** The largest sum of absolute values in a row. */
    static double rowNorm(double[][] a) {
        double norm = 0;
        for (double[] row : a) {
            double sum = 0;
            for (double value : row) {
                sum += Math.abs(value);
            }
            norm = Math.max(norm, sum);
        }
        return norm;
    }
}
