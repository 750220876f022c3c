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

    private final boolean hidesSums;

    private SuppressedTable(
            long[][] shown, boolean[][] hidden, int small, int others, boolean hidesTotals, boolean hidesSums) {
        this.shown = shown;
        this.hidden = hidden;
        this.small = small;
        this.others = others;
        this.hidesTotals = hidesTotals;
        this.hidesSums = hidesSums;
    }

    /** Of one row or one column. */
    static SuppressedTable ofLine(long[][] counts, boolean[][] hidden, long least, boolean sums) {
        int cells = 0;
        long sum = 0;
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                cells += hidden[r][c] ? 1 : 0;
                sum += hidden[r][c] ? counts[r][c] : 0;
            }
        }
        return of(counts, hidden, least, cells == 1 || (cells > 0 && sum < least), cells > 0 && sums);
    }

    /** Takes over both arrays and forgets the counts that are hidden. */
    static SuppressedTable of(long[][] counts, boolean[][] hidden, long least, boolean hidesTotals, boolean hidesSums) {
        int small = 0;
        int others = 0;
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                hidden[r][c] |= hidesTotals;
                if (hidden[r][c] && Hiding.isSmall(counts[r][c], least)) {
                    small++;
                } else if (hidden[r][c]) {
                    others++;
                }
                counts[r][c] = hidden[r][c] ? 0 : counts[r][c];
            }
        }
        return new SuppressedTable(counts, hidden, small, others, hidesTotals, hidesSums);
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
     * Whether the totals must be hidden, too, since they alone tell on few customers: where a line has only one count, there is
     * nothing else to hide.
     *
     * @return true if all cells are hidden and totals must be
     */
    public boolean hidesTotals() {
        return hidesTotals;
    }

    /**
     * Whether the further sums must be hidden, since a small count would follow from them whatever is hidden.
     *
     * @return false if no further sums were named
     */
    public boolean hidesSums() {
        return hidesSums;
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
