package dev.segmentation.mixture;

/**
 * Loops over the rows of a strip, each short and over arrays from 0, which is what the compiler makes vector instructions
 * of. Sums are taken in one fixed order.
 */
final class Columns {

    /** Rows of a strip. */
    static final int STRIP = 1024;

    /** Sums are taken in so many lanes. */
    private static final int LANES = 128;

    private Columns() {}

    /** The next multiple of the lanes; rows beyond the last one are zeros of weight zero. */
    static int padded(int rows) {
        return (rows + LANES - 1) & -LANES;
    }

    /** into = a − value. */
    static void minus(double[] a, double value, double[] into, int n) {
        for (int r = 0; r < n; r++) {
            into[r] = a[r] - value;
        }
    }

    /** into = a · b. */
    static void times(double[] a, double[] b, double[] into, int n) {
        for (int r = 0; r < n; r++) {
            into[r] = a[r] * b[r];
        }
    }

    /** into += a · a · factor. */
    static void addSquares(double[] a, double factor, double[] into, int n) {
        for (int r = 0; r < n; r++) {
            into[r] += a[r] * a[r] * factor;
        }
    }

    /** into += (Σ factors · columns)², over the columns 0 … last. */
    static void addSquaredCombination(
            double[][] columns, double[] factors, int at, int last, double[] sum, double[] into, int n) {
        int j = 0;
        if (last == 0) {
            scale(columns[0], factors[at], sum, n);
            j = 1;
        } else if (last == 1 || last == 2) {
            combine(columns[0], columns[1], factors[at], factors[at + 1], sum, n);
            j = 2;
        } else {
            combine(columns, factors, at, sum, n);
            j = 4;
        }
        for (; j + 3 <= last; j += 4) {
            addCombination(columns, j, factors, at + j, sum, n);
        }
        for (; j <= last; j++) {
            add(columns[j], factors[at + j], sum, n);
        }
        addSquares(sum, 1, into, n);
    }

    private static void scale(double[] a, double factor, double[] into, int n) {
        for (int r = 0; r < n; r++) {
            into[r] = factor * a[r];
        }
    }

    private static void add(double[] a, double factor, double[] into, int n) {
        for (int r = 0; r < n; r++) {
            into[r] += factor * a[r];
        }
    }

    private static void combine(double[] a, double[] b, double f, double g, double[] into, int n) {
        for (int r = 0; r < n; r++) {
            into[r] = f * a[r] + g * b[r];
        }
    }

    private static void combine(double[][] columns, double[] factors, int at, double[] into, int n) {
        double[] a = columns[0];
        double[] b = columns[1];
        double[] c = columns[2];
        double[] d = columns[3];
        double f = factors[at];
        double g = factors[at + 1];
        double h = factors[at + 2];
        double i = factors[at + 3];
        for (int r = 0; r < n; r++) {
            into[r] = (f * a[r] + g * b[r]) + (h * c[r] + i * d[r]);
        }
    }

    private static void addCombination(double[][] columns, int j, double[] factors, int at, double[] into, int n) {
        double[] a = columns[j];
        double[] b = columns[j + 1];
        double[] c = columns[j + 2];
        double[] d = columns[j + 3];
        double f = factors[at];
        double g = factors[at + 1];
        double h = factors[at + 2];
        double i = factors[at + 3];
        for (int r = 0; r < n; r++) {
            into[r] += (f * a[r] + g * b[r]) + (h * c[r] + i * d[r]);
        }
    }

    /** Σ a · b over the first n rows, n a multiple of the lanes. */
    static double dot(double[] a, double[] b, double[] lanes, int n) {
        if (n == STRIP) {
            for (int r = 0; r < LANES; r++) {
                lanes[r] =
                        ((a[r] * b[r] + a[r + 128] * b[r + 128]) + (a[r + 256] * b[r + 256] + a[r + 384] * b[r + 384]))
                                + ((a[r + 512] * b[r + 512] + a[r + 640] * b[r + 640])
                                        + (a[r + 768] * b[r + 768] + a[r + 896] * b[r + 896]));
            }
        } else {
            for (int r = 0; r < LANES; r++) {
                double sum = 0;
                for (int at = r; at < n; at += LANES) {
                    sum += a[at] * b[at];
                }
                lanes[r] = sum;
            }
        }
        return sum(lanes);
    }

    /** Σ a over the first n rows, n a multiple of the lanes. */
    static double sum(double[] a, double[] lanes, int n) {
        if (n == STRIP) {
            for (int r = 0; r < LANES; r++) {
                lanes[r] = ((a[r] + a[r + 128]) + (a[r + 256] + a[r + 384]))
                        + ((a[r + 512] + a[r + 640]) + (a[r + 768] + a[r + 896]));
            }
        } else {
            for (int r = 0; r < LANES; r++) {
                double sum = 0;
                for (int at = r; at < n; at += LANES) {
                    sum += a[at];
                }
                lanes[r] = sum;
            }
        }
        return sum(lanes);
    }

    private static double sum(double[] lanes) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int r = 0; r < LANES; r += 4) {
            a += lanes[r];
            b += lanes[r + 1];
            c += lanes[r + 2];
            d += lanes[r + 3];
        }
        return (a + b) + (c + d);
    }
}
