package dev.segmentation.metrics.disclosure;

import dev.segmentation.Reason;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table of counts of which some are hidden, by {@link CellSuppression}. It does not hold the hidden counts. Immutable, safe to
 * share.
 */
public final class SuppressedTable {

    private final long[][] shown;
    private final boolean[][] hidden;
    private final int small;
    private final int others;
    private final boolean hidesTotals;

    private SuppressedTable(long[][] shown, boolean[][] hidden, int small, int others, boolean hidesTotals) {
        this.shown = shown;
        this.hidden = hidden;
        this.small = small;
        this.others = others;
        this.hidesTotals = hidesTotals;
    }

    /** Takes over both arrays and forgets the counts that are hidden. */
    static SuppressedTable of(long[][] counts, boolean[][] hidden, long least) {
        int small = 0;
        int others = 0;
        boolean hidesTotals = false;
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                if (hidden[r][c]) {
                    if (Hiding.isSmall(counts[r][c], least)) {
                        small++;
                    } else {
                        others++;
                    }
                }
            }
        }
        int cells = counts.length * counts[0].length;
        boolean line = counts.length == 1 || counts[0].length == 1;
        if (line && small > 0) {
            hidesTotals = small + others == 1 || hiddenSum(counts, hidden) < least;
        }
        if (hidesTotals) {
            others = cells - small;
        }
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                hidden[r][c] |= hidesTotals;
                counts[r][c] = hidden[r][c] ? 0 : counts[r][c];
            }
        }
        return new SuppressedTable(counts, hidden, small, others, hidesTotals);
    }

    private static long hiddenSum(long[][] counts, boolean[][] hidden) {
        long sum = 0;
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                sum += hidden[r][c] ? counts[r][c] : 0;
            }
        }
        return sum;
    }

    /**
     * The number of rows.
     *
     * @return at least 1
     */
    public int rowCount() {
        return shown.length;
    }

    /**
     * The number of columns.
     *
     * @return at least 1
     */
    public int columnCount() {
        return shown[0].length;
    }

    /**
     * A count.
     *
     * @param row from 0
     * @param column from 0
     * @return empty if it is hidden
     * @throws IndexOutOfBoundsException if there is no such cell
     */
    public OptionalLong count(int row, int column) {
        return isHidden(row, column) ? OptionalLong.empty() : OptionalLong.of(shown[row][column]);
    }

    /**
     * Whether a count is hidden, be it small or hidden for another's sake; which of both is not told.
     *
     * @param row from 0
     * @param column from 0
     * @return true if it must not be shown
     * @throws IndexOutOfBoundsException if there is no such cell
     */
    public boolean isHidden(int row, int column) {
        Objects.checkIndex(row, shown.length);
        Objects.checkIndex(column, shown[0].length);
        return hidden[row][column];
    }

    /**
     * How many counts are hidden because they are small.
     *
     * @return from 0 to the number of cells
     */
    public int smallCells() {
        return small;
    }

    /**
     * How many counts are hidden for the sake of others.
     *
     * @return from 0 to the number of cells
     */
    public int otherCells() {
        return others;
    }

    /**
     * Whether the totals must be hidden, too, since they alone tell on few customers: of a single row or column there may be
     * nothing else to hide.
     *
     * @return true if all cells are hidden and totals must be
     */
    public boolean hidesTotals() {
        return hidesTotals;
    }

    /**
     * The flag of a table with hidden counts.
     *
     * @return {@code SMALL_CELL}; empty if all counts are shown
     */
    public Optional<Reason> flag() {
        return small > 0 ? Optional.of(Reason.SMALL_CELL) : Optional.empty();
    }

    /** The counts, tab-separated, an asterisk for each that is hidden. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < shown.length; r++) {
            for (int c = 0; c < shown[r].length; c++) {
                text.append(c == 0 ? "" : "\t").append(hidden[r][c] ? "*" : Long.toString(shown[r][c]));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
