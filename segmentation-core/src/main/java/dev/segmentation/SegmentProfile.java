package dev.segmentation;

import dev.segmentation.internal.ExactSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What segments look like: how many customers each has, and how its means compare with those of all customers.
 *
 * <p>Means are weighted by the weights of the rows and leave missing values out. Profiles describe; they do not prove
 * that segments differ, least of all in the columns that formed them.
 */
public final class SegmentProfile {

    private final List<Segment> segments;
    private final List<String> columns;
    private final int[] sizes;
    private final double[] shares;
    private final double[][] means;
    private final double[] totals;

    private SegmentProfile(
            List<Segment> segments,
            List<String> columns,
            int[] sizes,
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
        int k = assignment.segmentCount();
        List<String> columns = new ArrayList<>();
        for (String name : table.names()) {
            if (table.kind(name) == ColumnKind.NUMERIC
                    && segmentation.snapshot().role(name) != Role.WEIGHT) {
                columns.add(name);
            }
        }
        double[] shares = new double[k];
        ExactSum[] weights = sums(k + 1);
        for (int i = 0; i < assignment.size(); i++) {
            double weight = table.rowCount() == 0 ? 1 : table.weight(i);
            weights[assignment.label(i)].add(weight);
            weights[k].add(weight);
        }
        for (int s = 0; s < k; s++) {
            shares[s] = weights[s].value() / weights[k].value();
        }
        double[][] means = new double[k][columns.size()];
        double[] totals = new double[columns.size()];
        for (int j = 0; j < columns.size(); j++) {
            ExactSum[] sums = sums(k + 1);
            ExactSum[] counted = sums(k + 1);
            for (int i = 0; i < assignment.size(); i++) {
                double value = table.number(i, columns.get(j));
                if (!Double.isNaN(value)) {
                    int s = assignment.label(i);
                    double weight = table.weight(i);
                    sums[s].addProduct(weight, value);
                    sums[k].addProduct(weight, value);
                    counted[s].add(weight);
                    counted[k].add(weight);
                }
            }
            for (int s = 0; s < k; s++) {
                means[s][j] = sums[s].value() / counted[s].value();
            }
            totals[j] = sums[k].value() / counted[k].value();
        }
        return new SegmentProfile(segmentation.segments(), columns, assignment.sizes(), shares, means, totals);
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
    public int size(Segment segment) {
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

    private static ExactSum[] sums(int count) {
        ExactSum[] sums = new ExactSum[count];
        for (int i = 0; i < count; i++) {
            sums[i] = new ExactSum();
        }
        return sums;
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
        int customers = 0;
        for (Segment segment : segments) {
            String[] line = new String[head.length];
            line[0] = segment.name();
            line[1] = Integer.toString(size(segment));
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
        all[1] = Integer.toString(customers);
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
}
