package dev.segmentation.metrics.agreement;

import dev.segmentation.internal.ExactSum;

/**
 * The mutual information that two partitions of given sizes share by chance, when customers are dealt at random (Vinh,
 * Epps and Bailey 2010).
 *
 * <p>The published sum over the hypergeometric distribution of each cell is taken from its mode outwards by the ratio of
 * neighboring probabilities, so that no factorial of n is needed and n may be as large as a count can be.
 */
final class ExpectedInformation {

    /** Cells that vary more are expanded around their mean; what the expansion drops is below 1e-12 of the cell. */
    private static final double LARGE_VARIANCE = 1e6;

    private static final double NEGLIGIBLE = 1e-18;

    private ExpectedInformation() {}

    /** In nats; all totals are of n customers. */
    static double of(long[] rowTotals, long[] columnTotals, long n) {
        ExactSum total = new ExactSum();
        for (long a : rowTotals) {
            for (long b : columnTotals) {
                if (a > 0 && b > 0) {
                    total.add(cell(a, b, n));
                }
            }
        }
        return total.value();
    }

    private static double cell(long a, long b, long n) {
        double size = n;
        double mean = a * (b / size);
        double variance = mean * ((n - a) / size) * ((n - b) / (size - 1));
        return variance > LARGE_VARIANCE ? expansion((double) a, (double) b, size, mean, variance) : sum(a, b, n);
    }

    /** The mean of (x/n)·ln(x/mean) from the central moments 2, 3 and 4 of x. */
    private static double expansion(double a, double b, double n, double mean, double variance) {
        double third = variance * (n - 2 * a) / n * (n - 2 * b) / (n - 2);
        double second = variance / (mean * mean);
        return mean / n * (second / 2 - third / (6 * mean * mean * mean) + second * second / 4);
    }

    private static double sum(long a, long b, long n) {
        long lowest = Math.max(0, a - (n - b)); // n − b first: a + b may not fit into 64 bits
        long highest = Math.min(a, b);
        long mode = (long) ((a + 1.0) * ((b + 1.0) / (n + 2.0)));
        mode = Math.max(lowest, Math.min(highest, mode));
        double mass = 1;
        double information = information(mode, a, b, n);
        double probability = 1; // relative to that of the mode
        for (long x = mode; x < highest; x++) {
            probability *= (double) (a - x) * (b - x) / ((x + 1.0) * (n - a - b + x + 1.0));
            mass += probability;
            information += probability * information(x + 1, a, b, n);
            if (probability < NEGLIGIBLE) {
                break;
            }
        }
        probability = 1;
        for (long x = mode; x > lowest; x--) {
            probability *= x * (double) (n - a - b + x) / ((a - x + 1.0) * (b - x + 1.0));
            mass += probability;
            information += probability * information(x - 1, a, b, n);
            if (probability < NEGLIGIBLE) {
                break;
            }
        }
        return information / mass;
    }

    private static double information(long x, long a, long b, long n) {
        return x == 0 ? 0 : (double) x / n * StrictMath.log((double) x * n / ((double) a * b));
    }
}
