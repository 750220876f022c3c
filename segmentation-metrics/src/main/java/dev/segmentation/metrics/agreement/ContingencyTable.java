package dev.segmentation.metrics.agreement;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How many customers are in each segment of one partition (rows) and each of another (columns), and from these counts
 * every index of how much the two agree.
 *
 * <p>Pairs of customers are counted exactly, whatever their number; ratios of pairs are rounded once. Logarithms are
 * natural, so information is in nats. All indices but the two purities, homogeneity and completeness are symmetric, bit
 * by bit, and none depends on how segments are numbered. Empty segments change nothing.
 *
 * <p><b>Two identical partitions</b> agree: every index of agreement is exactly 1, also when both have one segment or
 * only segments of one customer, and the variation of information is 0.
 * <br><b>Undefined:</b> with fewer than two customers every index is NaN; {@link #undefined()} says which are, and why.
 * <br><b>Immutable</b>, hence safe for use by several threads.
 */
public final class ContingencyTable {

    /** The most customers a table can hold, 2⁶²: sums of totals then stay within 64 bits. */
    public static final long MAX_CUSTOMERS = 1L << 62;

    /** 2²⁷ counts are 1 GB. */
    private static final long MAX_CELLS = 1L << 27;

    private final long[][] counts;
    private final long[] rowTotals;
    private final long[] columnTotals;
    private final long n;

    private ContingencyTable(long[][] counts) {
        this.counts = counts;
        this.rowTotals = new long[counts.length];
        this.columnTotals = new long[counts[0].length];
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                long count = counts[i][j];
                if (count > MAX_CUSTOMERS - total) {
                    throw new InvalidInputException(
                            Reason.RANGE,
                            "counts",
                            "ContingencyTable: the counts add up to more than 2^62 = " + MAX_CUSTOMERS
                                    + ", the most a table can hold");
                }
                total += count;
                rowTotals[i] += count;
                columnTotals[j] += count;
            }
        }
        this.n = total;
    }

    /**
     * Counts the customers of two assignments of the same rows.
     *
     * @param rows n labels; its segments become the rows
     * @param columns n labels; its segments become the columns
     * @return the table, k₁ × k₂
     * @throws InvalidInputException if the numbers of rows differ ({@link Reason#SCHEMA_MISMATCH}) or the table would
     *     have more than 2²⁷ cells ({@link Reason#RESOURCE_LIMIT})
     */
    public static ContingencyTable between(Assignment rows, Assignment columns) {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(columns, "columns");
        Arguments.sameSize(rows.size(), columns.size(), "ContingencyTable.between", "columns", "row of the other");
        long cells = (long) rows.segmentCount() * columns.segmentCount();
        if (cells > MAX_CELLS) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "ContingencyTable.between: " + rows.segmentCount() + " × " + columns.segmentCount()
                            + " segments are " + cells + " cells, expected at most " + MAX_CELLS
                            + "; renumber the segments without the empty ones, or merge some");
        }
        long[][] counts = new long[rows.segmentCount()][columns.segmentCount()];
        for (int i = 0; i < rows.size(); i++) {
            counts[rows.label(i)][columns.label(i)]++;
        }
        return new ContingencyTable(counts);
    }

    /**
     * A table of counts that were made elsewhere, such as by a database.
     *
     * @param counts at least one row of at least one count, none negative, at most 2⁶² in all; not modified, not kept
     * @return the table
     * @throws InvalidInputException if there is no cell ({@link Reason#EMPTY}), rows differ in length ({@link
     *     Reason#RAGGED}), a count is negative ({@link Reason#BAD_PARAM}) or the sum is too large ({@link Reason#RANGE})
     */
    public static ContingencyTable copyOf(long[][] counts) {
        Objects.requireNonNull(counts, "counts");
        if (counts.length == 0 || counts[0].length == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY, "counts", "ContingencyTable.copyOf: no cells; give one row and column at least");
        }
        long[][] copy = new long[counts.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts[i].clone();
            if (copy[i].length != copy[0].length) {
                throw new InvalidInputException(
                        Reason.RAGGED,
                        i,
                        "counts",
                        "ContingencyTable.copyOf: row " + i + " has " + copy[i].length + " counts, row 0 has "
                                + copy[0].length + "; every row needs one per column");
            }
            for (int j = 0; j < copy[i].length; j++) {
                if (copy[i][j] < 0) {
                    throw new InvalidInputException(
                            Reason.BAD_PARAM,
                            i,
                            "counts",
                            "ContingencyTable.copyOf: the count in row " + i + ", column " + j
                                    + " is negative; counts are at least 0");
                }
            }
        }
        return new ContingencyTable(copy);
    }

    /**
     * The number of customers, n.
     *
     * @return 0 to {@link #MAX_CUSTOMERS}
     */
    public long customers() {
        return n;
    }

    /**
     * The number of rows, empty ones included.
     *
     * @return at least 1
     */
    public int rowCount() {
        return rowTotals.length;
    }

    /**
     * The number of columns, empty ones included.
     *
     * @return at least 1
     */
    public int columnCount() {
        return columnTotals.length;
    }

    /**
     * The customers of one row and one column.
     *
     * @param row from 0
     * @param column from 0
     * @return at least 0
     * @throws IndexOutOfBoundsException if there is no such cell
     */
    public long count(int row, int column) {
        Objects.checkIndex(row, rowTotals.length);
        Objects.checkIndex(column, columnTotals.length);
        return counts[row][column];
    }

    /**
     * The customers of one row.
     *
     * @param row from 0
     * @return at least 0
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public long rowTotal(int row) {
        return rowTotals[Objects.checkIndex(row, rowTotals.length)];
    }

    /**
     * The customers of one column.
     *
     * @param column from 0
     * @return at least 0
     * @throws IndexOutOfBoundsException if there is no such column
     */
    public long columnTotal(int column) {
        return columnTotals[Objects.checkIndex(column, columnTotals.length)];
    }

    /**
     * How much one segment of each partition overlap: customers in both, divided by customers in either. Range [0, 1],
     * higher is better.
     *
     * @param row from 0
     * @param column from 0
     * @return the Jaccard index; NaN if both segments are empty
     * @throws IndexOutOfBoundsException if there is no such cell
     */
    public double jaccard(int row, int column) {
        long both = count(row, column);
        long either = rowTotals[row] + (columnTotals[column] - both);
        return either == 0 ? Double.NaN : (double) both / either;
    }

    /**
     * The share of pairs of customers on which the partitions agree: together in both, or apart in both. Range [0, 1],
     * higher is better; near 1 for any two partitions into many segments, so prefer {@link #adjustedRand}.
     *
     * <p><b>Reference:</b> W. M. Rand (1971), J. Am. Stat. Assoc. 66, 846–850, doi:10.1080/01621459.1971.10482356.
     *
     * @return the Rand index; NaN for n &lt; 2
     */
    public double rand() {
        return pairs().rand();
    }

    /**
     * The Rand index corrected for chance: 0 is what random partitions of these sizes reach on average, 1 is identity;
     * below 0 is worse than chance, never less than −1. Higher is better.
     *
     * <p><b>Reference:</b> L. Hubert and P. Arabie (1985), J. Classif. 2, 193–218, doi:10.1007/BF01908075.
     *
     * @return the adjusted Rand index, from exact pair counts; NaN for n &lt; 2
     */
    public double adjustedRand() {
        return pairs().adjustedRand();
    }

    /**
     * Of the pairs that are together in at least one partition, the share that is together in both. Range [0, 1], higher
     * is better.
     *
     * @return the Jaccard index of pairs; NaN for n &lt; 2
     */
    public double jaccard() {
        return pairs().jaccard();
    }

    /**
     * The geometric mean of two shares: of the pairs together in one partition, how many are together in the other.
     * Range [0, 1], higher is better.
     *
     * <p><b>Reference:</b> E. B. Fowlkes and C. L. Mallows (1983), J. Am. Stat. Assoc. 78, 553–569,
     * doi:10.1080/01621459.1983.10478008.
     *
     * @return the index; NaN for n &lt; 2, and if one partition alone has no pair together
     */
    public double fowlkesMallows() {
        return pairs().fowlkesMallows();
    }

    /**
     * The share of customers who are in the most frequent column of their row. Range (0, 1], higher is better; 1 if each
     * row lies within one column, so that a partition into very small rows is always pure.
     *
     * @return the purity of the rows; NaN for n = 0
     */
    public double purityOfRows() {
        long dominant = 0;
        for (long[] row : counts) {
            dominant += Arrays.stream(row).max().orElse(0);
        }
        return (double) dominant / n;
    }

    /**
     * The share of customers who are in the most frequent row of their column. Range (0, 1], higher is better; 1 if each
     * column lies within one row, so that a partition into very small columns is always pure.
     *
     * @return the purity of the columns; NaN for n = 0
     */
    public double purityOfColumns() {
        return transposed().purityOfRows();
    }

    /**
     * The entropy of the row partition, −Σ p ln p: 0 for one segment, ln k for k equal ones.
     *
     * @return in nats, at least 0; NaN for n = 0
     */
    public double entropyOfRows() {
        return entropy(rowTotals);
    }

    /**
     * The entropy of the column partition, −Σ p ln p: 0 for one segment, ln k for k equal ones.
     *
     * @return in nats, at least 0; NaN for n = 0
     */
    public double entropyOfColumns() {
        return entropy(columnTotals);
    }

    /**
     * What knowing one partition tells about the other, Σ p_ij ln(p_ij/(p_i·p_j)): 0 if they are independent, at most
     * the smaller entropy. Higher is better.
     *
     * @return in nats, at least 0; NaN for n = 0
     */
    public double mutualInformation() {
        if (n == 0) {
            return Double.NaN;
        }
        ExactSum sum = new ExactSum();
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                double count = counts[i][j];
                if (count > 0) {
                    sum.add(count / n * StrictMath.log(count * n / ((double) rowTotals[i] * columnTotals[j])));
                }
            }
        }
        return Math.max(0, sum.value());
    }

    /**
     * Mutual information divided by the arithmetic mean of the entropies.
     *
     * @return as {@link #normalizedMutualInformation(Normalization)}
     */
    public double normalizedMutualInformation() {
        return normalizedMutualInformation(Normalization.ARITHMETIC);
    }

    /**
     * Mutual information divided by a mean of the entropies. Range [0, 1], higher is better; not corrected for chance,
     * so it rises with the number of segments.
     *
     * <p>0 if the partitions share no information, also where one of them has a single segment.
     *
     * @param normalization which mean
     * @return the index; NaN for n &lt; 2
     */
    public double normalizedMutualInformation(Normalization normalization) {
        Objects.requireNonNull(normalization, "normalization");
        if (n < 2) {
            return Double.NaN;
        }
        if (isIdentity()) {
            return 1;
        }
        double information = mutualInformation();
        return information == 0 ? 0 : Math.min(1, information / normalization.of(entropyOfRows(), entropyOfColumns()));
    }

    /**
     * Mutual information corrected for chance, with the arithmetic mean of the entropies.
     *
     * @return as {@link #adjustedMutualInformation(Normalization)}
     */
    public double adjustedMutualInformation() {
        return adjustedMutualInformation(Normalization.ARITHMETIC);
    }

    /**
     * Mutual information corrected for chance, (I − E)/(H − E): E is the mean over random partitions of these sizes and
     * H a mean of the entropies. 0 is what chance gives, 1 is identity; can be slightly negative. Higher is better.
     *
     * <p>0 if one of the partitions is trivial (one segment, or only segments of one customer) and the other is not:
     * then every random partition shares just as much.
     *
     * <p><b>Cost:</b> O(k₁·k₂·√n), at most a few thousand terms per cell for any n.
     * <br><b>Reference:</b> N. X. Vinh, J. Epps and J. Bailey (2010), J. Mach. Learn. Res. 11, 2837–2854.
     *
     * @param normalization which mean
     * @return the index; NaN for n &lt; 2
     */
    public double adjustedMutualInformation(Normalization normalization) {
        Objects.requireNonNull(normalization, "normalization");
        if (n < 2) {
            return Double.NaN;
        }
        if (isIdentity()) {
            return 1;
        }
        if (isTrivial(rowTotals) || isTrivial(columnTotals)) {
            return 0;
        }
        double expected = ExpectedInformation.of(rowTotals, columnTotals, n);
        double largest = normalization.of(entropyOfRows(), entropyOfColumns());
        return (mutualInformation() - expected) / (largest - expected);
    }

    /**
     * How far each column holds customers of one row only: 1 − H(rows | columns)/H(rows). Range [0, 1], higher is
     * better; 1 if there is only one row.
     *
     * <p><b>Reference:</b> A. Rosenberg and J. Hirschberg (2007), Proc. EMNLP-CoNLL, 410–420.
     *
     * @return the homogeneity; NaN for n &lt; 2
     */
    public double homogeneity() {
        if (n < 2) {
            return Double.NaN;
        }
        return isRefinedByColumns() ? 1 : Math.min(1, mutualInformation() / entropyOfRows());
    }

    /**
     * How far the customers of each row stay in one column: 1 − H(columns | rows)/H(columns). Range [0, 1], higher is
     * better; 1 if there is only one column.
     *
     * @return the completeness; NaN for n &lt; 2
     */
    public double completeness() {
        return transposed().homogeneity();
    }

    /**
     * The harmonic mean of homogeneity and completeness. Range [0, 1], higher is better; the same number as {@link
     * #normalizedMutualInformation()} with the arithmetic mean.
     *
     * @return the V-measure; NaN for n &lt; 2
     */
    public double vMeasure() {
        return normalizedMutualInformation(Normalization.ARITHMETIC);
    }

    /**
     * The information lost and gained in going from one partition to the other, H(rows | columns) + H(columns | rows): a
     * metric, 0 for identity, at most ln n. Lower is better.
     *
     * <p><b>Reference:</b> M. Meilă (2007), J. Multivar. Anal. 98, 873–895, doi:10.1016/j.jmva.2006.11.013.
     *
     * @return in nats; NaN for n = 0
     */
    public double variationOfInformation() {
        return entropyOfRowsWithinColumns() + transposed().entropyOfRowsWithinColumns();
    }

    /**
     * Which indices are NaN, and why.
     *
     * @return empty if all are defined
     */
    public List<Notice> undefined() {
        List<Notice> notices = new ArrayList<>();
        if (n == 0) {
            notices.add(new Notice(Reason.EMPTY, "every index: there are no customers"));
        } else if (n == 1) {
            notices.add(new Notice(
                    Reason.NO_OBSERVATIONS, "indices of pairs and normalized ones: one customer makes no pair"));
        } else if (Double.isNaN(fowlkesMallows())) {
            notices.add(new Notice(
                    Reason.NO_OBSERVATIONS, "fowlkesMallows: one of the partitions has no two customers together"));
        }
        return List.copyOf(notices);
    }

    /**
     * All counts.
     *
     * @return rows of counts, a new array
     */
    public long[][] toArray() {
        long[][] copy = new long[counts.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts[i].clone();
        }
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContingencyTable that && Arrays.deepEquals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(counts);
    }

    /** Shape and number of customers. */
    @Override
    public String toString() {
        return "ContingencyTable[" + rowTotals.length + " × " + columnTotals.length + ", " + n + " customers]";
    }

    private PairCounts pairs() {
        return PairCounts.of(n, rowTotals, columnTotals, counts);
    }

    private double entropy(long[] totals) {
        if (n == 0) {
            return Double.NaN;
        }
        ExactSum sum = new ExactSum();
        for (long total : totals) {
            if (total > 0 && total < n) {
                sum.add(total / (double) n * StrictMath.log(n / (double) total));
            }
        }
        return sum.value();
    }

    /** The entropy that is left of the rows when the column is known. */
    private double entropyOfRowsWithinColumns() {
        if (n == 0) {
            return Double.NaN;
        }
        ExactSum sum = new ExactSum();
        for (long[] row : counts) {
            for (int j = 0; j < row.length; j++) {
                if (row[j] > 0 && row[j] < columnTotals[j]) {
                    sum.add(row[j] / (double) n * StrictMath.log(columnTotals[j] / (double) row[j]));
                }
            }
        }
        return sum.value();
    }

    /** Whether each column lies within one row. */
    private boolean isRefinedByColumns() {
        for (long[] row : counts) {
            for (int j = 0; j < row.length; j++) {
                if (row[j] > 0 && row[j] < columnTotals[j]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the partitions are the same but for the numbers of their segments. */
    private boolean isIdentity() {
        return isRefinedByColumns() && transposed().isRefinedByColumns();
    }

    /** One segment, or only segments of one customer. */
    private boolean isTrivial(long[] totals) {
        long largest = Arrays.stream(totals).max().orElse(0);
        return largest == n || largest == 1;
    }

    private ContingencyTable transposed() {
        long[][] transposed = new long[columnTotals.length][rowTotals.length];
        for (int i = 0; i < rowTotals.length; i++) {
            for (int j = 0; j < columnTotals.length; j++) {
                transposed[j][i] = counts[i][j];
            }
        }
        return new ContingencyTable(transposed);
    }
}
