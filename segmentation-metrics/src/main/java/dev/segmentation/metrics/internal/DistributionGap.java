package dev.segmentation.metrics.internal;

import dev.segmentation.internal.ExactSum;

/**
 * How far the distribution functions F and G of two samples lie apart, added up over all values.
 *
 * <p>The samples are sorted, without missing values, and not empty. Sums are exact and rounded once; they are the same bits
 * whichever sample comes first.
 */
public final class DistributionGap {

    private DistributionGap() {}

    /**
     * The area between both functions, ∫ |F − G|: the Wasserstein distance of order 1.
     *
     * @param first sorted values
     * @param second sorted values
     * @return in the unit of the values, at least 0; NaN if the difference of two neighboring values overflows
     */
    public static double area(double[] first, double[] second) {
        return integral(first, second, gap -> gap);
    }

    /**
     * The squared gap, ∫ (F − G)²: half of the squared energy distance.
     *
     * @param first sorted values
     * @param second sorted values
     * @return in the unit of the values, at least 0; NaN if the difference of two neighboring values overflows
     */
    public static double squares(double[] first, double[] second) {
        return integral(first, second, gap -> gap * gap);
    }

    /** What a gap counts. */
    private interface Weight {
        double of(double gap);
    }

    private static double integral(double[] first, double[] second, Weight weight) {
        ExactSum sum = new ExactSum();
        int i = 0;
        int j = 0;
        double last = Math.min(first[0], second[0]);
        while (i < first.length || j < second.length) {
            double next = i == first.length ? second[j] : j == second.length ? first[i] : Math.min(first[i], second[j]);
            double gap = Math.abs((double) i / first.length - (double) j / second.length);
            if (next > last) {
                sum.addProduct(next - last, weight.of(gap));
                last = next;
            }
            while (i < first.length && first[i] <= next) {
                i++;
            }
            while (j < second.length && second[j] <= next) {
                j++;
            }
        }
        double found = sum.value();
        return Double.isFinite(found) ? found : Double.NaN;
    }
}
