package dev.segmentation.prepare;

import dev.segmentation.Execution;
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
    static List<ColumnMoments> of(RowSource rows, Execution execution) {
        List<String> names = rows.featureNames();
        Totals[] totals = rows.scan(new TotalsScan(names.size()), execution).columns;
        if (totals[0].rows == 0) {
            throw RowCount.none();
        }
        double[] pivots = new double[totals.length];
        double[] units = new double[totals.length];
        for (int j = 0; j < totals.length; j++) {
            totals[j].check(names.get(j));
            pivots[j] = totals[j].mean();
            units[j] = totals[j].unit();
        }
        Deviations[] deviations = rows.scan(new DeviationsScan(pivots, units), execution).columns;
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
        private long rows;

        void add(double[] values, double[] weights, int count) {
            int single = 0; // rows of weight 1, which nearly all are
            for (int i = 0; i < count; i++) {
                double value = values[i];
                double rowWeight = weights[i];
                if (Double.isNaN(value) || !(rowWeight > 0)) {
                    continue;
                }
                min = Math.min(min, value);
                max = Math.max(max, value);
                if (rowWeight == 1) {
                    single++;
                    sum.add(value);
                } else {
                    weight.add(rowWeight);
                    sum.addProduct(rowWeight, value);
                }
            }
            weight.add(single);
            rows += count;
        }

        void add(Totals other) {
            min = Math.min(min, other.min);
            max = Math.max(max, other.max);
            weight.add(other.weight);
            sum.add(other.sum);
            rows += other.rows;
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

    /** Accumulators of all columns, and space for one column of a block and its weights. */
    private static final class Columns<C> {

        private final C[] columns;
        private double[] values = new double[0];
        private double[] weights = new double[0];

        Columns(C[] columns) {
            this.columns = columns;
        }

        /** Takes over the weights; columns are read one after the other. */
        void begin(RowBlock rows) {
            if (values.length < rows.rowCount()) {
                values = new double[rows.rowCount()];
                weights = new double[rows.rowCount()];
            }
            for (int i = 0; i < rows.rowCount(); i++) {
                weights[i] = rows.weight(i);
            }
        }
    }

    private static final class TotalsScan implements Scan<Columns<Totals>> {

        private final int featureCount;

        TotalsScan(int featureCount) {
            this.featureCount = featureCount;
        }

        @Override
        public Columns<Totals> start() {
            Totals[] totals = new Totals[featureCount];
            Arrays.setAll(totals, j -> new Totals());
            return new Columns<>(totals);
        }

        @Override
        public void add(Columns<Totals> totals, RowBlock rows) {
            totals.begin(rows);
            for (int j = 0; j < featureCount; j++) {
                rows.copyColumn(j, totals.values);
                totals.columns[j].add(totals.values, totals.weights, rows.rowCount());
            }
        }

        @Override
        public void merge(Columns<Totals> into, Columns<Totals> from) {
            for (int j = 0; j < featureCount; j++) {
                into.columns[j].add(from.columns[j]);
            }
        }
    }

    /** Second pass over one column: deviations from the mean in units of about the spread. */
    private static final class Deviations {

        private final ExactSum sum = new ExactSum();
        private final ExactSum squares = new ExactSum();

        void add(double[] values, double[] weights, int count, double pivot, double unit) {
            for (int i = 0; i < count; i++) {
                double rowWeight = weights[i];
                if (Double.isNaN(values[i]) || !(rowWeight > 0)) {
                    continue;
                }
                double deviation = (values[i] - pivot) / unit;
                double square = deviation * deviation;
                double rest = Math.fma(deviation, deviation, -square);
                if (rowWeight == 1) {
                    sum.add(deviation);
                    squares.add(square);
                    squares.add(rest);
                } else {
                    sum.addProduct(rowWeight, deviation);
                    squares.addProduct(rowWeight, square);
                    squares.addProduct(rowWeight, rest);
                }
            }
        }
    }

    private static final class DeviationsScan implements Scan<Columns<Deviations>> {

        private final double[] pivots;
        private final double[] units;

        DeviationsScan(double[] pivots, double[] units) {
            this.pivots = pivots;
            this.units = units;
        }

        @Override
        public Columns<Deviations> start() {
            Deviations[] deviations = new Deviations[pivots.length];
            Arrays.setAll(deviations, j -> new Deviations());
            return new Columns<>(deviations);
        }

        @Override
        public void add(Columns<Deviations> deviations, RowBlock rows) {
            deviations.begin(rows);
            for (int j = 0; j < pivots.length; j++) {
                rows.copyColumn(j, deviations.values);
                deviations.columns[j].add(deviations.values, deviations.weights, rows.rowCount(), pivots[j], units[j]);
            }
        }

        @Override
        public void merge(Columns<Deviations> into, Columns<Deviations> from) {
            for (int j = 0; j < pivots.length; j++) {
                into.columns[j].sum.add(from.columns[j].sum);
                into.columns[j].squares.add(from.columns[j].squares);
            }
        }
    }
}
