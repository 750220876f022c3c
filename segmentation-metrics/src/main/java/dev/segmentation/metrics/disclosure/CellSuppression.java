package dev.segmentation.metrics.disclosure;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * Suppression of small cells: a table of counts that is shown with its totals hides every count of 1 to {@code
 * leastCustomers} − 1, and as many others as it takes that nobody finds the hidden ones by subtraction.
 *
 * <p>The rules, after which nothing more is hidden:
 *
 * <ol>
 *   <li>Primary: a count of at least 1 and less than {@code leastCustomers} is hidden. A count of 0 tells on nobody.
 *   <li>Subtraction, of tables: no count of the first rule follows from the totals and what is shown. Seen as edges between
 *       their rows and columns, that is so exactly if its edge is on a cycle of hidden ones around which counts could be moved
 *       while all totals stay and none gets negative (Gusfield 1988): a 0 is an edge of one direction. The cheapest cycle is
 *       hidden, where a shown count costs as many as it counts, and a 0 as much as {@code leastCustomers}: hiding it takes
 *       little away, as long as nobody knows that it must be 0.
 *   <li>Few together, of tables: where the small counts of a line come to less than {@code leastCustomers}, their sum does not
 *       follow either; if needed, the cheapest other count of the line that leaves it free is hidden, too.
 *   <li>Subtraction, of lists: at least two counts are hidden, which come to at least {@code leastCustomers}; if needed, the
 *       smallest ones that are not 0 are hidden, too.
 *   <li>Further sums that are told, such as that of the diagonal: no small count follows from the linear equations of all sums;
 *       if needed, the smallest counts that leave it free are hidden, too. So it is of few together, where that is possible.
 * </ol>
 *
 * <p>The choice is that of a greedy rule: what is hidden beyond the small cells is little, not provably least (finding the
 * least is NP-hard). It protects against subtraction, not against somebody who knows other tables of the same customers, nor
 * against differences of two published dates.
 *
 * <p>A total that is itself small, of a row with three customers, say, tells on them whatever is hidden of the row: treat
 * totals as a {@link #list} of their own, and leave out what is hidden there. Nor can everything be protected: where the only
 * count of a line with a total is small, the total itself tells it. Then everything is hidden, and the totals must not be shown
 * either: {@link SuppressedTable#hidesTotals}.
 *
 * <p>Source: Cox 1980, Suppression methodology and statistical disclosure control, Journal of the American Statistical
 * Association 75, doi:10.1080/01621459.1980.10477481; Gusfield 1988, A graph theoretic approach to statistical data security,
 * SIAM Journal on Computing 17, doi:10.1137/0217034.
 *
 * <p>Immutable, safe to share.
 */
public final class CellSuppression {

    private final long leastCustomers;

    private CellSuppression(long leastCustomers) {
        this.leastCustomers = leastCustomers;
    }

    /**
     * The rule of a least count.
     *
     * @param customers the smallest count, other than 0, that may be shown: at least 1, where 1 hides nothing; 5 and 10 are
     *     usual
     * @return the rule
     * @throws InvalidInputException if it is less than 1 ({@code BAD_PARAM})
     */
    public static CellSuppression ofFewerThan(long customers) {
        if (customers < 1) {
            throw Arguments.badParameter("CellSuppression.ofFewerThan", "customers", customers, "at least 1");
        }
        return new CellSuppression(customers);
    }

    /**
     * The smallest count that may be shown.
     *
     * @return at least 1
     */
    public long leastCustomers() {
        return leastCustomers;
    }

    /**
     * Hides counts of a table that is shown with the totals of its rows and columns.
     *
     * @param counts row by row, all rows equally long, at least 0; not changed
     * @return what may be shown
     * @throws InvalidInputException if there is no cell ({@code EMPTY}), rows differ in length ({@code RAGGED}), or a count is
     *     negative ({@code NEGATIVE_COUNT})
     */
    public SuppressedTable table(long[][] counts) {
        return table(counts, (row, column) -> true);
    }

    /**
     * Hides counts of a table that is shown with the totals of its rows and columns, where some are known to be 0.
     *
     * @param counts row by row, all rows equally long, at least 0; not changed
     * @param isPossible whether anybody can be in a cell, by its row and column; a cell that everybody knows to be 0 protects no
     *     other and is never hidden
     * @return what may be shown
     * @throws InvalidInputException as {@link #table(long[][])}, or if somebody is in a cell where nobody can be ({@code
     *     SCHEMA_MISMATCH})
     */
    public SuppressedTable table(long[][] counts, BiPredicate<Integer, Integer> isPossible) {
        return table(counts, isPossible, List.of());
    }

    /**
     * Hides counts of a table that is shown with the totals of its rows and columns, of which further sums are told.
     *
     * @param counts row by row, all rows equally long, at least 0; not changed
     * @param isPossible as of {@link #table(long[][], BiPredicate)}
     * @param sums each says which cells it adds up, by row and column: those of the diagonal, if it is told how many stayed
     * @return what may be shown; if a small count follows from the sums whatever is hidden, what may be shown without them, see
     *     {@link SuppressedTable#hidesSums}
     * @throws InvalidInputException as {@link #table(long[][], BiPredicate)}
     */
    public SuppressedTable table(
            long[][] counts, BiPredicate<Integer, Integer> isPossible, List<BiPredicate<Integer, Integer>> sums) {
        Objects.requireNonNull(counts, "counts");
        Objects.requireNonNull(isPossible, "isPossible");
        List<BiPredicate<Integer, Integer>> told = List.copyOf(sums);
        long[][] copy = checked(counts);
        boolean[][] possible = possible(copy, isPossible);
        if (copy.length == 1) {
            return SuppressedTable.ofLine(copy, new boolean[][] {ofList(copy[0])}, leastCustomers, !told.isEmpty());
        }
        if (copy[0].length == 1) {
            boolean[] hidden = ofList(transposed(copy)[0]);
            return SuppressedTable.ofLine(copy, transposed(new boolean[][] {hidden}), leastCustomers, !told.isEmpty());
        }
        Hiding hiding = new Hiding(copy, possible, told, leastCustomers);
        boolean isProtected = hiding.hide();
        boolean hidesSums = !isProtected && !told.isEmpty();
        if (hidesSums) {
            hiding = new Hiding(copy, possible, List.of(), leastCustomers);
            isProtected = hiding.hide();
        }
        return SuppressedTable.of(copy, hiding.hidden(), leastCustomers, !isProtected, hidesSums);
    }

    /**
     * Hides counts of a list that is shown with its total, such as the sizes of segments.
     *
     * @param counts at least 0; not changed
     * @return what may be shown, as a table of one row
     * @throws InvalidInputException as {@link #table}
     */
    public SuppressedTable list(long... counts) {
        return table(new long[][] {counts});
    }

    /** Of one line, whose counts are their own totals in the other direction. */
    private boolean[] ofList(long[] counts) {
        boolean[] hidden = new boolean[counts.length];
        long sum = 0;
        int cells = 0;
        for (int i = 0; i < counts.length; i++) {
            if (Hiding.isSmall(counts[i], leastCustomers)) {
                hidden[i] = true;
                sum += counts[i];
                cells++;
            }
        }
        while (cells > 0 && (cells == 1 || sum < leastCustomers)) {
            int next = Hiding.smallestShown(counts, hidden);
            if (next < 0) {
                break;
            }
            hidden[next] = true;
            sum += counts[next];
            cells++;
        }
        return hidden;
    }

    private static long[][] checked(long[][] counts) {
        if (counts.length == 0 || counts[0].length == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY, "CellSuppression: the table has no cell; there is nothing to show or to hide");
        }
        long[][] copy = new long[counts.length][];
        for (int r = 0; r < counts.length; r++) {
            if (counts[r].length != counts[0].length) {
                throw new InvalidInputException(
                        Reason.RAGGED,
                        r,
                        "counts",
                        "CellSuppression: row " + r + " has " + counts[r].length + " counts, expected "
                                + counts[0].length + " as in row 0");
            }
            for (long count : counts[r]) {
                if (count < 0) {
                    throw new InvalidInputException(
                            Reason.NEGATIVE_COUNT,
                            r,
                            "counts",
                            "CellSuppression: row " + r + " has a count of " + count + ", expected at least 0");
                }
            }
            copy[r] = counts[r].clone();
        }
        return copy;
    }

    private static boolean[][] possible(long[][] counts, BiPredicate<Integer, Integer> isPossible) {
        boolean[][] possible = new boolean[counts.length][counts[0].length];
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                possible[r][c] = isPossible.test(r, c);
                if (!possible[r][c] && counts[r][c] > 0) {
                    throw new InvalidInputException(
                            Reason.SCHEMA_MISMATCH,
                            r,
                            "counts",
                            "CellSuppression: row " + r + ", column " + c + " has customers, where nobody can be; check"
                                    + " which cells are possible");
                }
            }
        }
        return possible;
    }

    private static long[][] transposed(long[][] column) {
        long[][] row = new long[1][column.length];
        for (int i = 0; i < column.length; i++) {
            row[0][i] = column[i][0];
        }
        return row;
    }

    private static boolean[][] transposed(boolean[][] row) {
        boolean[][] column = new boolean[row[0].length][1];
        for (int i = 0; i < column.length; i++) {
            column[i][0] = row[0][i];
        }
        return column;
    }

    @Override
    public String toString() {
        return "CellSuppression of fewer than " + leastCustomers + " customers";
    }
}
