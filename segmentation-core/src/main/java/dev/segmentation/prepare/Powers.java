package dev.segmentation.prepare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Powers that bring a column nearest to a normal distribution, by maximum likelihood.
 *
 * <p><b>Reference:</b> G. E. P. Box and D. R. Cox (1964), J. Royal Statistical Society B 26, 211–252,
 * doi:10.1111/j.2517-6161.1964.tb00553.x; I.-K. Yeo and R. A. Johnson (2000), Biometrika 87, 954–959,
 * doi:10.1093/biomet/87.4.954.
 */
final class Powers {

    /** The largest logarithm of an image in the search, so that squares do not overflow. */
    private static final double LARGEST_LOG = 300;

    /** Of a power; its likelihood is flat where it is highest, so that more digits would be noise. */
    private static final double PRECISION = 1e-10;

    private Powers() {}

    /** (x^power − 1) / power of the logarithm of x; the logarithm itself for the power 0. */
    static double ofLog(double log, double power) {
        return power == 0 ? log : StrictMath.expm1(power * log) / power;
    }

    /** The logarithm whose image this is; infinite if there is none, so that it is refused. */
    static double log(double image, double power) {
        if (power == 0 || Double.isNaN(image)) {
            return image;
        }
        double grown = power * image;
        return grown <= -1 ? Double.POSITIVE_INFINITY : StrictMath.log1p(grown) / power;
    }

    /** The power for positive values, in any order. */
    static double boxCox(Sorted values) {
        double[] logs = new double[values.values().length];
        double largest = 0;
        double mean = 0;
        for (int i = 0; i < logs.length; i++) {
            logs[i] = StrictMath.log(values.values()[i]);
            largest = Math.max(largest, Math.abs(logs[i]));
            mean += values.weight(i) / values.total() * logs[i];
        }
        for (int i = 0;
                i < logs.length;
                i++) { // about their mean, so that the likelihood is that of the variance alone
            logs[i] -= mean;
        }
        double[] images = new double[logs.length];
        return least(largest, power -> {
            for (int i = 0; i < images.length; i++) {
                images[i] = ofLog(logs[i], power);
            }
            return StrictMath.log(values.variance(images));
        });
    }

    /** The power for any values, in any order. */
    static double yeoJohnson(Sorted values) {
        double[] logs = new double[values.values().length]; // with the sign of the value
        double largest = 0;
        Sum slope = new Sum();
        for (int i = 0; i < logs.length; i++) {
            double value = values.values()[i];
            logs[i] = value < 0 ? -StrictMath.log1p(-value) : StrictMath.log1p(value);
            largest = Math.max(largest, Math.abs(logs[i]));
            slope.add(values.weight(i) * logs[i]);
        }
        double perWeight = 2 * slope.value() / values.total();
        double[] images = new double[logs.length];
        return least(largest, power -> {
            for (int i = 0; i < images.length; i++) {
                images[i] = logs[i] < 0 ? -ofLog(-logs[i], 2 - power) : ofLog(logs[i], power);
            }
            return StrictMath.log(values.variance(images)) - power * perWeight;
        });
    }

    /** Where a function of the power is least, in an interval that is widened as long as it is at its end. */
    private static double least(double largestLog, DoubleUnaryOperator function) {
        double widest = Math.min(1000, LARGEST_LOG / largestLog);
        double half = Math.min(4, widest);
        while (true) {
            double found = BrentSearch.minimum(function, 1 - half, 1 + half, PRECISION);
            if (Math.abs(found - 1) < 0.99 * half || half >= widest) {
                return found;
            }
            half = Math.min(2 * half, widest);
        }
    }

    /**
     * Different values in ascending order with their weights, so that sums over them do not depend on the order of rows, and
     * whole weights are repeated rows, to the bit.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sorted(double[] values, double[] weights, double total) {

        /** Those that are not missing and have a positive weight; equal ones are one value with their weights together. */
        static Sorted of(double[] column, double[] columnWeights) {
            int[] order = IntStream.range(0, column.length)
                    .filter(i -> !Double.isNaN(column[i]) && (columnWeights.length == 0 || columnWeights[i] > 0))
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(i -> column[i])
                            .thenComparingDouble(i -> columnWeights.length == 0 ? 1 : columnWeights[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double[] values = new double[order.length];
            double[] weights = new double[order.length];
            Sum total = new Sum();
            int count = 0;
            for (int i : order) {
                if (count == 0 || values[count - 1] != column[i]) {
                    values[count++] = column[i];
                }
                double weight = columnWeights.length == 0 ? 1 : columnWeights[i];
                weights[count - 1] += weight;
                total.add(weight);
            }
            return new Sorted(Arrays.copyOf(values, count), Arrays.copyOf(weights, count), total.value());
        }

        double weight(int i) {
            return weights[i];
        }

        /** The variance of the images of the values, over the whole weight. */
        double variance(double[] images) {
            Sum sum = new Sum();
            for (int i = 0; i < images.length; i++) {
                sum.add(weight(i) * images[i]);
            }
            double mean = sum.value() / total;
            Sum squares = new Sum();
            Sum rest = new Sum();
            for (int i = 0; i < images.length; i++) {
                double difference = images[i] - mean;
                squares.add(weight(i) * difference * difference);
                rest.add(weight(i) * difference);
            }
            return (squares.value() - rest.value() / total * rest.value()) / total;
        }
    }

    /** A sum that keeps what additions lose (Neumaier 1974, doi:10.1002/zamm.19740540106). */
    private static final class Sum {

        private double sum;
        private double lost;

        void add(double value) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
            sum = next;
        }

        double value() {
            return sum + lost;
        }
    }
}
