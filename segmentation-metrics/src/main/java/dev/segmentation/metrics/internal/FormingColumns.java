package dev.segmentation.metrics.internal;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Role;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.ExactSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The columns that formed the segments, and which other columns merely repeat one of them.
 *
 * <p>Segments differ by construction in what formed them, hence also in a copy of it under another name, in another unit
 * or on another scale. A column counts as a copy if its correlation with one that formed the segments, Pearson's or
 * Spearman's, is at least 0.95 in absolute value, or if at least 90 % of the customers have the same value in both, where
 * those who share the most frequent value, such as 0, do not count. Customers who lack either value are left out.
 *
 * <p>Dependence below that, on several columns at once, or of categories is not detected.
 */
public final class FormingColumns {

    private static final double LEAST_CORRELATION = 0.95;
    private static final double LEAST_EQUAL = 0.9;

    /** Two pairs of values always lie on a line. */
    private static final int LEAST_PAIRS = 3;

    private final List<Column> columns = new ArrayList<>();

    private FormingColumns(Snapshot snapshot, List<String> names) {
        for (String name : names) {
            if (snapshot.table().kind(name) != ColumnKind.NOMINAL) {
                columns.add(new Column(name, snapshot.numbers(name)));
            }
        }
    }

    /** Those named, which must exist; the nominal ones among them are skipped. */
    public static FormingColumns of(Snapshot snapshot, List<String> names) {
        return new FormingColumns(snapshot, names);
    }

    /** The base columns and the features. */
    public static FormingColumns of(Snapshot snapshot, FeatureMatrix features) {
        FormingColumns forming = new FormingColumns(snapshot, snapshot.names(Role.BASE));
        for (String name : features.featureNames()) {
            forming.columns.add(new Column(name, features.column(name)));
        }
        return forming;
    }

    /** The name of the first column that formed the segments and is repeated by these values. */
    public Optional<String> repeatedBy(double... values) {
        Column column = new Column("", values);
        return columns.stream()
                .filter(formed -> formed.isRepeatedBy(column))
                .map(formed -> formed.name)
                .findFirst();
    }

    /** Values and their ranks, which are mean ranks where there are ties. */
    private static final class Column {

        private final String name;
        private final double[] values;
        private final double[] ranks;
        private final double mode;

        Column(String name, double... values) {
            this.name = name;
            this.values = values;
            double[] sorted = Arrays.stream(values)
                    .filter(v -> !Double.isNaN(v))
                    .map(v -> v + 0.0)
                    .sorted()
                    .toArray();
            double[] rankOf = new double[sorted.length];
            double frequent = Double.NaN;
            int most = 0;
            for (int start = 0, end; start < sorted.length; start = end) {
                end = start;
                while (end < sorted.length && sorted[end] == sorted[start]) {
                    end++;
                }
                Arrays.fill(rankOf, start, end, (start + end - 1) / 2.0);
                if (end - start > most) {
                    most = end - start;
                    frequent = sorted[start];
                }
            }
            this.mode = frequent;
            this.ranks = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                // adding 0 turns −0 into 0, which a binary search would tell apart
                ranks[i] = Double.isNaN(values[i]) ? Double.NaN : rankOf[Arrays.binarySearch(sorted, values[i] + 0.0)];
            }
        }

        boolean isRepeatedBy(Column other) {
            return isEqualAlmostEverywhere(other)
                    || Math.abs(correlation(values, other.values)) >= LEAST_CORRELATION
                    || Math.abs(correlation(ranks, other.ranks)) >= LEAST_CORRELATION;
        }

        private boolean isEqualAlmostEverywhere(Column other) {
            int pairs = 0;
            int equal = 0;
            for (int i = 0; i < values.length; i++) {
                double a = values[i];
                double b = other.values[i];
                boolean bothFrequent = a == mode && b == mode;
                if (!Double.isNaN(a) && !Double.isNaN(b) && !bothFrequent) {
                    pairs++;
                    equal += a == b ? 1 : 0;
                }
            }
            return pairs >= LEAST_PAIRS && equal >= LEAST_EQUAL * pairs;
        }
    }

    /** Pearson's, over the customers who have both values; NaN if there are too few or either does not vary. */
    private static double correlation(double[] a, double[] b) {
        double[] x = new double[a.length];
        double[] y = new double[a.length];
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            if (!Double.isNaN(a[i]) && !Double.isNaN(b[i])) {
                x[n] = a[i];
                y[n++] = b[i];
            }
        }
        if (n < LEAST_PAIRS) {
            return Double.NaN;
        }
        double[] u = standardized(Arrays.copyOf(x, n));
        double[] v = standardized(Arrays.copyOf(y, n));
        double both = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < n; i++) {
            both += u[i] * v[i];
            first += u[i] * u[i];
            second += v[i] * v[i];
        }
        return both / Math.sqrt(first * second);
    }

    /** Deviations from the mean, the largest of size 1, so that no square overflows or vanishes; NaN if all are equal. */
    private static double[] standardized(double... values) {
        double size = Arrays.stream(values).map(Math::abs).max().orElse(0);
        int exponent = size > 0 ? Math.getExponent(size) : 0;
        ExactSum sum = new ExactSum();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.scalb(values[i], -exponent);
            sum.add(values[i]);
        }
        double mean = sum.value() / values.length;
        boolean constant = Arrays.stream(values).allMatch(v -> v == values[0]);
        double largest = constant
                ? 0
                : Arrays.stream(values).map(v -> Math.abs(v - mean)).max().orElse(0);
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - mean) / largest;
        }
        return constant ? nothing(values) : values;
    }

    private static double[] nothing(double... values) {
        Arrays.fill(values, Double.NaN);
        return values;
    }
}
