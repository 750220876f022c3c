package dev.segmentation.prepare;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.scan.RowBlock;
import dev.segmentation.scan.RowSource;
import dev.segmentation.scan.Scan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Range, mean and variance of a column over the rows of positive weight, missing values left out.
 *
 * <p>Two passes, as in Chan, Golub and LeVeque (1983, doi:10.1080/00031305.1983.10483115): the second one adds up exactly
 * the deviations from the mean that the first one found, which both corrects that mean and gives the variance without
 * cancellation.
 *
 * @param min the smallest value
 * @param max the largest value
 * @param weight the sum of the weights
 * @param mean the mean, rounded
 * @param meanRest what the rounded mean lacks; matters where values lie far from the origin
 * @param variance over the whole weight, not over weight − 1, in units of scale²
 * @param scale a power of two near the spread, kept apart because the variance itself may be out of range
 */
record ColumnMoments(
        double min, double max, double weight, double mean, double meanRest, double variance, double scale) {

    /** A spread of no more than this many units in the last place is rounding noise. */
    private static final int NOISE_ULPS = 8;

    /** The moments of every column. */
    static List<ColumnMoments> of(FeatureMatrix features, Execution execution) {
        RowSource rows = RowSource.of(features);
        List<String> names = features.featureNames();
        Totals[] totals = rows.scan(new TotalsScan(names.size()), execution);
        double[] pivots = new double[totals.length];
        double[] units = new double[totals.length];
        for (int j = 0; j < totals.length; j++) {
            totals[j].check(names.get(j));
            pivots[j] = totals[j].mean();
            units[j] = totals[j].unit();
        }
        Deviations[] deviations = rows.scan(new DeviationsScan(pivots, units), execution);
        List<ColumnMoments> moments = new ArrayList<>();
        for (int j = 0; j < totals.length; j++) {
            double weight = totals[j].weight.value();
            double sum = deviations[j].sum.value();
            double variance = (deviations[j].squares.value() - sum / weight * sum) / weight;
            double correction = sum / weight * units[j];
            double mean = pivots[j] + correction;
            double meanRest = (pivots[j] - mean) + correction;
            moments.add(new ColumnMoments(totals[j].min, totals[j].max, weight, mean, meanRest, variance, units[j]));
        }
        return moments;
    }

    boolean isConstant() {
        return min == max;
    }

    /** Whether the column varies by no more than rounding noise. */
    boolean isNearlyConstant() {
        return isNoise(min, max);
    }

    static boolean isNoise(double low, double high) {
        return high - low <= NOISE_ULPS * Math.ulp(Math.max(Math.abs(low), Math.abs(high)));
    }

    /** The standard deviation over the whole weight. */
    double populationSd() {
        return Math.sqrt(variance) * scale;
    }

    /** The standard deviation over weight − 1. */
    double sampleSd() {
        return Math.sqrt(variance * weight / (weight - 1)) * scale;
    }

    /** First pass over one column. */
    private static final class Totals {

        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private final ExactSum weight = new ExactSum();
        private final ExactSum sum = new ExactSum();

        void add(double value, double rowWeight) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            weight.add(rowWeight);
            sum.addProduct(rowWeight, value);
        }

        void add(Totals other) {
            min = Math.min(min, other.min);
            max = Math.max(max, other.max);
            weight.add(other.weight);
            sum.add(other.sum);
        }

        void check(String name) {
            if (min > max) {
                throw new InvalidInputException(
                        Reason.NO_OBSERVATIONS,
                        name,
                        "Scaling.fit: every value of feature \"" + name + "\" is missing; leave the feature out");
            }
            if (!(Math.abs(sum.value()) <= Double.MAX_VALUE && max - min <= Double.MAX_VALUE / 2)) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        name,
                        "Scaling.fit: the values of feature \"" + name
                                + "\" are so large that their sum or spread overflows; use a larger unit");
            }
        }

        double mean() {
            return min == max ? min : sum.value() / weight.value();
        }

        /** The power of two just below the spread. */
        double unit() {
            return Math.scalb(1.0, Math.max(-1000, Math.getExponent(max - min)));
        }
    }

    private static final class TotalsScan implements Scan<Totals[]> {

        private static final long serialVersionUID = 1L;

        private final int featureCount;

        TotalsScan(int featureCount) {
            this.featureCount = featureCount;
        }

        @Override
        public Totals[] start() {
            Totals[] totals = new Totals[featureCount];
            Arrays.setAll(totals, j -> new Totals());
            return totals;
        }

        @Override
        public void add(Totals[] totals, RowBlock rows) {
            for (int i = 0; i < rows.rowCount(); i++) {
                double weight = rows.weight(i);
                for (int j = 0; j < totals.length && weight > 0; j++) {
                    double value = rows.value(i, j);
                    if (!Double.isNaN(value)) {
                        totals[j].add(value, weight);
                    }
                }
            }
        }

        @Override
        public void merge(Totals[] into, Totals[] from) {
            for (int j = 0; j < into.length; j++) {
                into[j].add(from[j]);
            }
        }
    }

    /** Second pass over one column: deviations from the mean in units of about the spread. */
    private static final class Deviations {

        private final ExactSum sum = new ExactSum();
        private final ExactSum squares = new ExactSum();

        void add(double deviation, double rowWeight) {
            double square = deviation * deviation;
            sum.addProduct(rowWeight, deviation);
            squares.addProduct(rowWeight, square);
            squares.addProduct(rowWeight, Math.fma(deviation, deviation, -square));
        }
    }

    private static final class DeviationsScan implements Scan<Deviations[]> {

        private static final long serialVersionUID = 1L;

        private final double[] pivots;
        private final double[] units;

        DeviationsScan(double[] pivots, double[] units) {
            this.pivots = pivots;
            this.units = units;
        }

        @Override
        public Deviations[] start() {
            Deviations[] deviations = new Deviations[pivots.length];
            Arrays.setAll(deviations, j -> new Deviations());
            return deviations;
        }

        @Override
        public void add(Deviations[] deviations, RowBlock rows) {
            for (int i = 0; i < rows.rowCount(); i++) {
                double weight = rows.weight(i);
                for (int j = 0; j < pivots.length && weight > 0; j++) {
                    double value = rows.value(i, j);
                    if (!Double.isNaN(value)) {
                        deviations[j].add((value - pivots[j]) / units[j], weight);
                    }
                }
            }
        }

        @Override
        public void merge(Deviations[] into, Deviations[] from) {
            for (int j = 0; j < into.length; j++) {
                into[j].sum.add(from[j].sum);
                into[j].squares.add(from[j].squares);
            }
        }
    }
}
