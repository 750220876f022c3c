package dev.segmentation.metrics.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A column whose means, or shares of levels, are taken in many resamples. */
interface MarkerColumn {

    /**
     * The means of all segments and of the total in one resample.
     *
     * @param origin to be added to means, which are deviations from it
     * @param means of the segments; NaN without values
     * @param mean of all
     * @param tie a difference as small is none but rounding
     * @param unit the least value of {@link #largest()}
     */
    record Means(double origin, List<Double> means, double mean, double tie, double unit) {

        /** Segment minus total, 0 if it is within rounding. */
        double difference(int segment) {
            double difference = means.get(segment) - mean;
            return Math.abs(difference) <= tie ? 0 : difference;
        }

        double total() {
            return origin + mean;
        }

        /** The largest absolute mean, for a level 1. */
        double largest() {
            double largest = Math.max(unit, Math.abs(total()));
            for (double of : means) {
                largest = Double.isNaN(of) ? largest : Math.max(largest, Math.abs(origin + of));
            }
            return largest;
        }
    }

    /** One line, or one per level. */
    List<Means> means(int[] drawn, int[] labels, int groups);

    static MarkerColumn ofNumbers(double... values) {
        double largest = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .map(Math::abs)
                .max()
                .orElse(0);
        int exponent =
                largest > 0 ? Math.getExponent(largest) + 1 : 0; // so that no sum overflows; markers have no unit
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .map(value -> Math.scalb(value, -exponent))
                .sorted()
                .toArray();
        double origin = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
        double[] deviations = new double[values.length];
        Arrays.setAll(deviations, i -> Math.scalb(values[i], -exponent) - origin);
        double spread = 0;
        for (double value : sorted) {
            spread += Math.abs(value - origin) / sorted.length;
        }
        double tie = spread * 0x1p-40; // above the rounding of sums of many deviations
        return (drawn, labels, groups) -> {
            double[] sums = new double[groups];
            long[] counts = new long[groups];
            for (int i = 0; i < drawn.length; i++) {
                double deviation = deviations[drawn[i]];
                if (!Double.isNaN(deviation)) {
                    sums[labels[i]] += deviation;
                    counts[labels[i]]++;
                }
            }
            double all = 0;
            long count = 0;
            List<Double> means = new ArrayList<>();
            for (int g = 0; g < groups; g++) {
                all += sums[g];
                count += counts[g];
                means.add(sums[g] / counts[g]); // NaN for 0/0
            }
            return List.of(new Means(origin, means, all / count, tie, 0));
        };
    }

    static MarkerColumn ofCodes(double[] codes, int levels) {
        return (drawn, labels, groups) -> {
            long[][] counts = new long[groups][levels];
            for (int i = 0; i < drawn.length; i++) {
                double code = codes[drawn[i]];
                if (!Double.isNaN(code)) {
                    counts[labels[i]][(int) code]++;
                }
            }
            double[] present = new double[groups];
            Arrays.setAll(present, g -> Arrays.stream(counts[g]).sum());
            double all = Arrays.stream(present).sum();
            List<Means> lines = new ArrayList<>();
            for (int v = 0; v < levels; v++) {
                List<Double> shares = new ArrayList<>();
                long having = 0;
                for (int g = 0; g < groups; g++) {
                    shares.add(counts[g][v] / present[g]);
                    having += counts[g][v];
                }
                lines.add(new Means(0, shares, having / all, 0, 1));
            }
            return lines;
        };
    }
}
