package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.Reason;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.effect.CategoricalEffect;
import dev.segmentation.metrics.effect.NumericEffect;
import dev.segmentation.metrics.internal.GroupedColumn;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A column that did not form the segments, so that a difference in it is evidence. */
sealed interface EvidenceColumn {

    String name();

    /** One segment against all others. */
    Comparison compare(int segment, double level, int draws, long seed, Execution inside);

    /** The customers of two segments alone: the first as label 0, against the second as label 1. */
    EvidenceColumn between(int first, int second);

    /** All segments together; p is not adjusted yet. */
    ColumnEffect effect(double level);

    /**
     * One segment against all others in one column.
     *
     * @param column its name
     * @param segment the label
     * @param effect standardized: Cohen's d, or Cramér's V
     * @param difference in the unit of the column; undefined for categories
     * @param scale the mean absolute value of all customers, which is their mean where none is negative; NaN for
     *     categories
     * @param p of no difference; NaN if undefined
     * @param text the numbers in words
     */
    record Comparison(
            String column, int segment, Estimate effect, Estimate difference, double scale, double p, String text) {

        /** Whether any customer has a value. */
        boolean hasData() {
            return effect.isDefined() || effect.customers() > 0;
        }

        /** Whether the data are incompatible with any effect of that size. */
        boolean rulesOut(double size) {
            return effect.isDefined() && effect.lower() > -size && effect.upper() < size;
        }

        /** Whether the data are incompatible with any difference of that part of the scale. */
        boolean rulesOutRelative(double size) {
            return difference.isDefined() && difference.lower() > -size * scale && difference.upper() < size * scale;
        }

        /** Whether the difference is at least that part of the scale. */
        boolean reachesRelative(double size) {
            return difference.isDefined() && Math.abs(difference.value()) >= size * scale;
        }

        /** Whether the interval of this difference, taken alone, excludes 0. */
        boolean isSignClear() {
            return difference.isDefined() && (difference.lower() > 0 || difference.upper() < 0);
        }
    }

    static EvidenceColumn numeric(String name, double[] values, Assignment assignment) {
        return new Numeric(name, values, assignment);
    }

    /** Codes are levels from 0, NaN where missing. */
    static EvidenceColumn categorical(String name, double[] codes, int levels, Assignment assignment) {
        long[][] counts = new long[assignment.segmentCount()][Math.max(1, levels)];
        for (int i = 0; i < codes.length; i++) {
            if (!Double.isNaN(codes[i])) {
                counts[assignment.label(i)][(int) codes[i]]++;
            }
        }
        return new Categorical(name, ContingencyTable.copyOf(counts));
    }

    /** Numbers are compared by their means. */
    final class Numeric implements EvidenceColumn {

        private final String name;
        private final double[] values;
        private final Assignment assignment;
        private final GroupedColumn grouped;
        private final double scale;

        private Numeric(String name, double[] values, Assignment assignment) {
            this.name = name;
            this.values = values;
            this.assignment = assignment;
            this.grouped = GroupedColumn.unweighted(values, assignment.toArray(), assignment.segmentCount());
            this.scale = meanSize(values);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Comparison compare(int segment, double level, int draws, long seed, Execution inside) {
            MeanDifference found = MeanDifference.of(grouped, segment, level);
            double p = found.pValue();
            int size = (int) grouped.weight[segment];
            int smaller = (int) Math.min(size, grouped.totalWeight - size);
            if (!Double.isNaN(p) && smaller <= PermutationTest.LARGEST_GROUP) {
                // the smaller group's mean is further from the overall mean, by the ratio of the sizes
                double share = smaller == size ? 1 : (double) size / smaller;
                double[] present = Arrays.stream(values)
                        .filter(value -> !Double.isNaN(value))
                        .toArray();
                double mean = grouped.grandHigh + grouped.grandLow;
                SeededRandom random = SeededRandom.stream(seed, segment);
                p = Math.max(
                        p,
                        PermutationTest.p(
                                present, smaller, share * grouped.deviation(segment), mean, draws, random, inside));
            }
            return new Comparison(
                    name, segment, found.standardized(), found.difference(), scale, p, text(segment, found));
        }

        @Override
        public EvidenceColumn between(int first, int second) {
            int[] rows = IntStream.range(0, values.length)
                    .filter(i -> assignment.label(i) == first || assignment.label(i) == second)
                    .toArray();
            int[] labels = Arrays.stream(rows)
                    .map(i -> assignment.label(i) == first ? 0 : 1)
                    .toArray();
            return new Numeric(
                    name, Arrays.stream(rows).mapToDouble(i -> values[i]).toArray(), Assignment.copyOf(2, labels));
        }

        /** The mean absolute value; NaN without values. */
        private static double meanSize(double... values) {
            ExactSum sum = new ExactSum();
            long n = 0;
            for (double value : values) {
                if (!Double.isNaN(value)) {
                    sum.add(Math.abs(value));
                    n++;
                }
            }
            return sum.value() / n;
        }

        private String text(int segment, MeanDifference found) {
            if (grouped.totalWeight == 0) {
                return "no customer has a value of " + name;
            }
            if (grouped.weight[segment] == 0) {
                return "no customer of the segment has a value of " + name;
            }
            if (grouped.weight[segment] == grouped.totalWeight) {
                return "none of the others has a value of " + name;
            }
            String text = "mean " + name + " " + ReportText.number(found.segmentMean()) + " against "
                    + ReportText.number(found.othersMean()) + " of the others";
            return found.difference()
                    .undefined()
                    .map(reason -> text + ", which cannot be compared (" + reason + ")")
                    .orElseGet(() -> text + ", difference " + ReportText.number(found.difference()) + ", "
                            + ReportText.number(found.standardized().value()) + " standard deviations");
        }

        @Override
        public ColumnEffect effect(double level) {
            NumericEffect effect = NumericEffect.of(values, assignment);
            return new ColumnEffect(name, ColumnEffect.Measure.EPSILON_SQUARED, effect.share(level), effect.pValue());
        }
    }

    /** Levels are compared by their frequencies. */
    record Categorical(String name, ContingencyTable counts) implements EvidenceColumn {

        /** Below this expected count, χ² is not to be relied on. */
        private static final double LEAST_EXPECTED = 5;

        @Override
        public Comparison compare(int segment, double level, int draws, long seed, Execution inside) {
            long[][] two = new long[2][counts.columnCount()];
            for (int s = 0; s < counts.rowCount(); s++) {
                for (int j = 0; j < counts.columnCount(); j++) {
                    two[s == segment ? 0 : 1][j] += counts.count(s, j);
                }
            }
            CategoricalEffect found = CategoricalEffect.of(ContingencyTable.copyOf(two));
            long customers = counts.customers();
            Estimate none = Estimate.undefined(Reason.NO_OBSERVATIONS, customers);
            if (found.undefined().isEmpty() && found.smallestExpected() < LEAST_EXPECTED) {
                return new Comparison(
                        name,
                        segment,
                        none,
                        none,
                        Double.NaN,
                        Double.NaN,
                        "too few customers per level of " + name + " to compare");
            }
            Estimate association = found.association(level);
            return new Comparison(
                    name,
                    segment,
                    association,
                    none,
                    Double.NaN,
                    found.pValue(),
                    association.isDefined()
                            ? "levels of " + name + " against the others: Cramér's V " + ReportText.number(association)
                            : uncompared(association));
        }

        @Override
        public EvidenceColumn between(int first, int second) {
            long[][] two = new long[2][counts.columnCount()];
            for (int j = 0; j < counts.columnCount(); j++) {
                two[0][j] = counts.count(first, j);
                two[1][j] = counts.count(second, j);
            }
            return new Categorical(name, ContingencyTable.copyOf(two));
        }

        private String uncompared(Estimate association) {
            return counts.customers() == 0
                    ? "no customer has a value of " + name
                    : name + " cannot be compared ("
                            + association.undefined().map(Enum::name).orElse("") + ")";
        }

        @Override
        public ColumnEffect effect(double level) {
            CategoricalEffect effect = CategoricalEffect.of(counts);
            return new ColumnEffect(name, ColumnEffect.Measure.CRAMERS_V, effect.association(level), effect.pValue());
        }
    }
}
