package dev.segmentation.metrics.selection;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.Tails;

/** Mean, spread and interval of replicates, with exact sums. */
final class Means {

    private Means() {}

    static double mean(double... values) {
        ExactSum sum = new ExactSum();
        for (double value : values) {
            sum.add(value);
        }
        return sum.value() / values.length;
    }

    /** The sum of squared deviations from the mean. */
    static double squares(double mean, double... values) {
        ExactSum sum = new ExactSum();
        for (double value : values) {
            sum.add((value - mean) * (value - mean));
        }
        return sum.value();
    }

    /** Divides by n − 1; NaN for fewer than two values. */
    static double deviation(double... values) {
        return values.length < 2 ? Double.NaN : Math.sqrt(squares(mean(values), values) / (values.length - 1));
    }

    /** The mean with Student's interval, cut at the ends of the range of what is averaged. */
    static Estimate share(double[] values, double level, long customers) {
        if (values.length < 2) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, customers);
        }
        double mean = mean(values);
        double half = half(deviation(values), values.length, level);
        return Estimate.of(mean, Math.max(0, mean - half), Math.min(1, mean + half), level, customers);
    }

    /** Half of the width of Student's interval for a mean. */
    static double half(double deviation, int count, double level) {
        return Tails.studentQuantile(level, count - 1) * deviation / Math.sqrt(count);
    }
}
