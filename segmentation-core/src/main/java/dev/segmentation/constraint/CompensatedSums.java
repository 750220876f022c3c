package dev.segmentation.constraint;

/**
 * Sums of doubles in twice their precision, so that a mean of them has the same digits in nearly any order, also far from
 * the origin. The error of a sum is found as in D. E. Knuth, The Art of Computer Programming 2, section 4.2.2.
 */
final class CompensatedSums {

    private final double[] high;
    private final double[] low;

    CompensatedSums(int size) {
        this.high = new double[size];
        this.low = new double[size];
    }

    void add(int at, double value) {
        double sum = high[at] + value;
        double part = sum - high[at];
        low[at] += (high[at] - (sum - part)) + (value - part);
        high[at] = sum;
    }

    void addProduct(int at, double a, double b) {
        double product = a * b;
        add(at, product);
        low[at] += Math.fma(a, b, -product);
    }

    void add(CompensatedSums other) {
        for (int at = 0; at < high.length; at++) {
            add(at, other.high[at]);
            low[at] += other.low[at];
        }
    }

    double value(int at) {
        return high[at] + low[at];
    }

    /** The sum over a weight, with the remainder of the division, so that the mean of equal values is that value. */
    double mean(int at, double weight) {
        double sum = high[at] + low[at];
        double rest = (high[at] - sum) + low[at];
        double mean = sum / weight;
        return mean + (Math.fma(-mean, weight, sum) + rest) / weight;
    }
}
