package dev.segmentation.tier;

/**
 * The sum of squares about their mean of any run of sorted values, from sums over all values before each.
 *
 * <p>Such differences of sums lose what the sums have in common, so these have twice the digits of a double: a sum is a
 * pair of a double and what rounding it left. Values are moved to the origin and scaled by a power of two first.
 */
final class SquaresOfRuns {

    private final int scale; // exponent that values were scaled by
    private final double[] weight;
    private final double[] weightRest;
    private final double[] sum;
    private final double[] sumRest;
    private final double[] square;
    private final double[] squareRest;

    SquaresOfRuns(SortedValues sorted) {
        int count = sorted.count();
        double origin = sorted.values[count / 2];
        double range = Math.max(origin - sorted.values[0], sorted.values[count - 1] - origin);
        scale = range > 0 ? -Math.getExponent(range) : 0;
        weight = new double[count + 1];
        weightRest = new double[count + 1];
        sum = new double[count + 1];
        sumRest = new double[count + 1];
        square = new double[count + 1];
        squareRest = new double[count + 1];
        for (int i = 0; i < count; i++) {
            double value = Math.scalb(sorted.values[i] - origin, scale);
            double w = sorted.weights[i];
            add(weight, weightRest, i, w, 0);
            double product = w * value;
            double lost = Math.fma(w, value, -product);
            add(sum, sumRest, i, product, lost);
            double squared = product * value;
            add(square, squareRest, i, squared, Math.fma(product, value, -squared) + lost * value);
        }
    }

    /** The next sum: the one before it, plus a number and what rounding it left. */
    private static void add(double[] sums, double[] rests, int i, double number, double rest) {
        double high = sums[i] + number;
        double added = high - sums[i];
        double low = (sums[i] - (high - added)) + (number - added) + (rests[i] + rest);
        sums[i + 1] = high + low;
        rests[i + 1] = low - (sums[i + 1] - high);
    }

    /** Of the values from … to − 1, in scaled units; never negative. */
    double of(int from, int to) {
        double w = weight[to] - weight[from];
        double wLow = lost(weight[to], weight[from], w) + (weightRest[to] - weightRest[from]);
        double s = sum[to] - sum[from];
        double sLow = lost(sum[to], sum[from], s) + (sumRest[to] - sumRest[from]);
        double q = square[to] - square[from];
        double qLow = lost(square[to], square[from], q) + (squareRest[to] - squareRest[from]);
        double product = s * s;
        double productLow = Math.fma(s, s, -product) + 2 * s * sLow;
        double mean = product / w;
        double meanLow = (Math.fma(-mean, w, product) + productLow - mean * wLow) / w;
        double difference = q - mean;
        return Math.max(0, difference + (lost(q, mean, difference) + qLow - meanLow));
    }

    /** In the units of the values. */
    double unscaled(double squares) {
        return Math.scalb(squares, -2 * scale);
    }

    /** What rounding took from a − b. */
    private static double lost(double a, double b, double difference) {
        double subtracted = a - difference;
        return (a - (difference + subtracted)) + (subtracted - b);
    }
}
