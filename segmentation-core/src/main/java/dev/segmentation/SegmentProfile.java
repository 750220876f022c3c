package dev.segmentation;

import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What segments look like: how many customers each has, and how its means compare with those of all customers.
 *
 * <p>Means are weighted by the weights of the rows and leave missing values out. Profiles describe; they do not prove
 * that segments differ, least of all in the columns that formed them.
 */
public final class SegmentProfile {

    private final List<Segment> segments;
    private final List<String> columns;
    private final long[] sizes;
    private final double[] shares;
    private final double[][] means;
    private final double[] totals;

    private SegmentProfile(
            List<Segment> segments,
            List<String> columns,
            long[] sizes,
            double[] shares,
            double[][] means,
            double[] totals) {
        this.segments = segments;
        this.columns = columns;
        this.sizes = sizes;
        this.shares = shares;
        this.means = means;
        this.totals = totals;
    }

    static SegmentProfile of(Segmentation segmentation) {
        FeatureTable table = segmentation.snapshot().table();
        Assignment assignment = segmentation.assignment();
        List<String> columns = new ArrayList<>();
        for (String name : table.names()) {
            if (table.kind(name) == ColumnKind.NUMERIC
                    && segmentation.snapshot().role(name) != Role.WEIGHT) {
                columns.add(name);
            }
        }
        Builder builder = new Builder(segmentation.segments(), columns);
        for (int i = 0; i < assignment.size(); i++) {
            builder.count(assignment.label(i), table.rowCount() == 0 ? 1 : table.weight(i));
        }
        for (int j = 0; j < columns.size(); j++) {
            for (int i = 0; i < assignment.size(); i++) {
                builder.add(j, assignment.label(i), table.number(i, columns.get(j)), table.weight(i));
            }
        }
        return builder.build();
    }

    /**
     * A builder that takes labelled rows, for profiles of customers who are not in one {@link Segmentation}; of rows that
     * do not fit in memory, {@link dev.segmentation.scan.SegmentProfiles} makes one.
     *
     * @param segments one per label, in the order of the labels
     * @param columns the names of the columns
     * @return an empty builder
     * @throws InvalidInputException if there is no segment, one is not at the place of its label, or names of columns are
     *     missing or repeated
     */
    public static Builder builder(List<Segment> segments, List<String> columns) {
        List<Segment> all = List.copyOf(segments);
        for (int s = 0; s < all.size(); s++) {
            if (all.get(s).index() != s) {
                throw new InvalidInputException(
                        Reason.BAD_PARAM,
                        "segments",
                        "SegmentProfile.builder: segment " + all.get(s).index() + " is at place " + s
                                + "; give one per label, in their order");
            }
        }
        Arguments.atLeast(1, all.size(), "SegmentProfile.builder", "segments", "one for each label");
        return new Builder(all, Arguments.featureNames(columns, "SegmentProfile.builder"));
    }

    /**
     * The segments, in the order of their labels.
     *
     * @return k segments
     */
    public List<Segment> segments() {
        return segments;
    }

    /**
     * The numeric columns, in the order of the snapshot.
     *
     * @return their names
     */
    public List<String> columns() {
        return List.copyOf(columns);
    }

    /**
     * How many customers a segment has.
     *
     * @param segment one of {@link #segments()}
     * @return at least 0
     */
    public long size(Segment segment) {
        return sizes[indexOf(segment)];
    }

    /**
     * The share of a segment in all customers, by weight.
     *
     * @param segment one of {@link #segments()}
     * @return 0 … 1; NaN if there are no customers
     */
    public double share(Segment segment) {
        return shares[indexOf(segment)];
    }

    /**
     * The mean of a column in a segment.
     *
     * @param segment one of {@link #segments()}
     * @param column one of {@link #columns()}
     * @return in the unit of the column; NaN if the segment has no value
     * @throws InvalidInputException if there is no such column
     */
    public double mean(Segment segment, String column) {
        return means[indexOf(segment)][indexOf(column)];
    }

    /**
     * The mean of a column over all customers.
     *
     * @param column one of {@link #columns()}
     * @return in the unit of the column; NaN if there is no value
     * @throws InvalidInputException if there is no such column
     */
    public double totalMean(String column) {
        return totals[indexOf(column)];
    }

    /**
     * The mean in a segment relative to the mean over all customers.
     *
     * @param segment one of {@link #segments()}
     * @param column one of {@link #columns()}
     * @return 1 for the average, 2 for twice as much; NaN if a mean is undefined or the total is 0
     * @throws InvalidInputException if there is no such column
     */
    public double lift(Segment segment, String column) {
        double total = totalMean(column);
        return total == 0 ? Double.NaN : mean(segment, column) / total;
    }

    private int indexOf(Segment segment) {
        int s = segments.indexOf(segment);
        if (s < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    segment.name(),
                    "SegmentProfile: no segment \"" + segment.name() + "\"; there are " + segments);
        }
        return s;
    }

    private int indexOf(String column) {
        int j = columns.indexOf(column);
        if (j < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME, column, "SegmentProfile: no column \"" + column + "\"; there are " + columns);
        }
        return j;
    }

    /** A table: one line per segment, one for all; mean and, in brackets, lift. */
    @Override
    public String toString() {
        List<String[]> lines = new ArrayList<>();
        String[] head = new String[columns.size() + 3];
        head[0] = "segment";
        head[1] = "customers";
        head[2] = "share";
        for (int j = 0; j < columns.size(); j++) {
            head[3 + j] = columns.get(j);
        }
        lines.add(head);
        long customers = 0;
        for (Segment segment : segments) {
            String[] line = new String[head.length];
            line[0] = segment.name();
            line[1] = Long.toString(size(segment));
            line[2] = String.format(Locale.ROOT, "%.1f %%", 100 * share(segment));
            for (int j = 0; j < columns.size(); j++) {
                line[3 + j] = String.format(
                        Locale.ROOT, "%.4g (×%.2f)", means[segment.index()][j], lift(segment, columns.get(j)));
            }
            customers += size(segment);
            lines.add(line);
        }
        String[] all = new String[head.length];
        all[0] = "all";
        all[1] = Long.toString(customers);
        all[2] = "";
        for (int j = 0; j < columns.size(); j++) {
            all[3 + j] = String.format(Locale.ROOT, "%.4g", totals[j]);
        }
        lines.add(all);
        int[] widths = new int[head.length];
        for (String[] line : lines) {
            for (int c = 0; c < line.length; c++) {
                widths[c] = Math.max(widths[c], line[c].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] line : lines) {
            for (int c = 0; c < line.length; c++) {
                String pad = " ".repeat(widths[c] - line[c].length());
                text.append(c == 0 ? line[c] + pad : "  " + pad + line[c]);
            }
            text.append('\n');
        }
        return text.toString().stripTrailing();
    }

    /**
     * Adds up labelled rows. Sums are exact, so that neither the order of the rows nor how they are divided among builders
     * changes a bit of the profile. Not thread-safe; use one per thread and {@link #add(Builder)}.
     *
     * <p><b>Memory:</b> about 0.6 KB per segment and column, whatever the number of rows.
     */
    public static final class Builder {

        private final List<Segment> segments;
        private final List<String> columns;
        private final long[] sizes;
        private final Weights[] weights; // per segment
        private final Mean[][] means; // per segment and column

        private Builder(List<Segment> segments, List<String> columns) {
            int k = segments.size();
            this.segments = segments;
            this.columns = columns;
            this.sizes = new long[k];
            this.weights = new Weights[k];
            this.means = new Mean[k][columns.size()];
            for (int s = 0; s < k; s++) {
                weights[s] = new Weights();
                Arrays.setAll(means[s], j -> new Mean());
            }
        }

        /**
         * Adds rows.
         *
         * @param rows with the columns of this builder, in its order; missing values are left out of the means
         * @param assignment the label of each row
         * @return this builder
         * @throws InvalidInputException if columns, or the numbers of rows or segments, differ ({@link
         *     Reason#SCHEMA_MISMATCH})
         */
        public Builder add(FeatureMatrix rows, Assignment assignment) {
            if (!rows.featureNames().equals(columns)) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        "SegmentProfile.builder: the columns of the rows are not those of the builder, in this order; use"
                                + " FeatureMatrix.select");
            }
            Arguments.sameSize(rows.rowCount(), assignment.size(), "SegmentProfile.builder", "assignment", "row");
            Arguments.sameSize(
                    segments.size(),
                    assignment.segmentCount(),
                    "SegmentProfile.builder",
                    "assignment.segmentCount",
                    "segment");
            for (int i = 0; i < rows.rowCount(); i++) {
                double weight = rows.weight(i);
                int s = assignment.label(i);
                count(s, weight);
                for (int j = 0; j < columns.size(); j++) {
                    add(j, s, rows.value(i, j), weight);
                }
            }
            return this;
        }

        /**
         * Adds everything that another builder has seen.
         *
         * @param other a builder for the same segments and columns
         * @return this builder
         * @throws InvalidInputException if segments or columns differ ({@link Reason#SCHEMA_MISMATCH})
         */
        public Builder add(Builder other) {
            if (!segments.equals(other.segments) || !columns.equals(other.columns)) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        "SegmentProfile.builder: the other builder has other segments or columns; make both alike");
            }
            for (int s = 0; s < sizes.length; s++) {
                sizes[s] += other.sizes[s];
                weights[s].add(other.weights[s]);
                for (int j = 0; j < columns.size(); j++) {
                    means[s][j].add(other.means[s][j]);
                }
            }
            return this;
        }

        /**
         * The profile of all rows so far. The builder can be used on.
         *
         * @return the profile
         */
        public SegmentProfile build() {
            int k = segments.size();
            Weights all = new Weights();
            for (Weights weight : weights) {
                all.add(weight);
            }
            double[] shares = new double[k];
            double[][] values = new double[k][columns.size()];
            double[] totals = new double[columns.size()];
            for (int s = 0; s < k; s++) {
                shares[s] = weights[s].value() / all.value();
            }
            for (int j = 0; j < columns.size(); j++) {
                Mean total = new Mean();
                for (int s = 0; s < k; s++) {
                    values[s][j] = means[s][j].value();
                    total.add(means[s][j]);
                }
                totals[j] = total.value();
            }
            return new SegmentProfile(segments, List.copyOf(columns), sizes.clone(), shares, values, totals);
        }

        private void count(int segment, double weight) {
            sizes[segment]++;
            weights[segment].add(weight);
        }

        private void add(int column, int segment, double value, double weight) {
            if (!Double.isNaN(value)) {
                means[segment][column].add(value, weight);
            }
        }
    }

    /** An exact sum of weights, nearly all of which are 1. */
    private static final class Weights {

        private long ones;
        private @Nullable ExactSum others;

        void add(double weight) {
            if (weight == 1) {
                ones++;
            } else {
                others().add(weight);
            }
        }

        void add(Weights more) {
            ones += more.ones;
            if (more.others != null) {
                others().add(more.others);
            }
        }

        double value() {
            if (others == null) {
                return (double) ones;
            }
            ExactSum all = new ExactSum();
            all.add(others);
            all.add((double) ones);
            return all.value();
        }

        private ExactSum others() {
            ExactSum sum = others;
            if (sum == null) {
                sum = new ExactSum();
                others = sum;
            }
            return sum;
        }
    }

    /** A weighted mean of values. */
    private static final class Mean {

        private final ExactSum sum = new ExactSum();
        private final Weights weights = new Weights();

        void add(double value, double weight) {
            weights.add(weight);
            if (weight == 1) {
                sum.add(value);
            } else {
                sum.addProduct(weight, value);
            }
        }

        void add(Mean more) {
            sum.add(more.sum);
            weights.add(more.weights);
        }

        double value() {
            return sum.value() / weights.value();
        }
    }
}
