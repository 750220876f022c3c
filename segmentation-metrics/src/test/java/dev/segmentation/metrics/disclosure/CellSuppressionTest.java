package dev.segmentation.metrics.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellSuppressionTest {

    private static final CellSuppression FIVE = CellSuppression.ofFewerThan(5);

    @Test
    void hidesSmallCountsAndOthersThatWouldGiveThemAway() {
        SuppressedTable table = FIVE.table(new long[][] {{20, 3, 30}, {40, 50, 60}, {70, 80, 90}});
        assertThat(table).hasToString("*\t*\t30\n*\t*\t60\n70\t80\t90\n"); // 20 + 40 + 50 is the cheapest way around
        assertThat(table.smallCells()).isEqualTo(1);
        assertThat(table.otherCells()).isEqualTo(3);
        assertThat(table.hidesTotals()).isFalse();
        assertThat(table.flag()).contains(Reason.SMALL_CELL);
        assertThat(table.count(0, 1)).isEmpty();
        assertThat(table.count(0, 2)).hasValue(30);
    }

    /** The diagonal stays where a 0 protects as well, unless everybody knows that it is 0. */
    @Test
    void hidesAZeroRatherThanMany() {
        long[][] counts = {{800, 2, 40}, {0, 900, 50}, {70, 80, 60}};
        assertThat(FIVE.table(counts)).hasToString("800\t*\t*\n0\t900\t50\n70\t*\t*\n");
        long[][] withZeros = {{800, 2, 0}, {0, 900, 50}, {70, 80, 0}};
        assertThat(FIVE.table(withZeros)).hasToString("800\t*\t*\n0\t900\t50\n70\t*\t*\n");
        assertThat(FIVE.table(withZeros, (r, c) -> c != 2 || r == 1)).hasToString("*\t*\t0\n0\t900\t50\n*\t*\t0\n");
        assertThatThrownBy(() -> FIVE.table(counts, (r, c) -> false))
                .hasMessage("CellSuppression: row 0, column 0 has customers, where nobody can be; check which cells are"
                        + " possible");
    }

    @Test
    void showsWhatIsNotSmall() {
        SuppressedTable table = FIVE.table(new long[][] {{0, 5}, {6, 0}});
        assertThat(table).hasToString("0\t5\n6\t0\n");
        assertThat(table.flag()).isEmpty();
        assertThat(CellSuppression.ofFewerThan(1).table(new long[][] {{1, 2}, {3, 4}}))
                .hasToString("1\t2\n3\t4\n");
    }

    @Test
    void hidesTheNextSmallestOfAList() {
        assertThat(FIVE.list(1, 5000)).hasToString("*\t*\n");
        assertThat(FIVE.list(1, 30, 20, 5000)).hasToString("*\t30\t*\t5000\n");
        assertThat(FIVE.list(2, 2, 30, 20)).hasToString("*\t*\t30\t*\n"); // four customers in two segments are few, too
        assertThat(FIVE.list(3, 2, 30, 20)).hasToString("*\t*\t30\t20\n");
        assertThat(FIVE.table(new long[][] {{1}, {30}, {20}})).hasToString("*\n30\n*\n");
    }

    @Test
    void hidesTotalsWhereNothingElseHelps() {
        SuppressedTable alone = FIVE.list(3, 0, 0);
        assertThat(alone).hasToString("*\t*\t*\n");
        assertThat(alone.hidesTotals()).isTrue();
        assertThat(alone.smallCells()).isEqualTo(1);
        assertThat(alone.otherCells()).isEqualTo(2);
        assertThat(FIVE.list(2, 2).hidesTotals()).isTrue();
        assertThat(FIVE.list(2, 3).hidesTotals()).isFalse();
        assertThat(FIVE.list(0, 7).hidesTotals()).isFalse();
    }

    /** By linear algebra: no hidden count is determined by the totals of rows and columns and what is shown. */
    @Test
    void nobodySubtractsAHiddenCount() {
        Random random = new Random(7);
        int hiddenOthers = 0;
        for (int round = 0; round < 300; round++) {
            int rows = 2 + random.nextInt(5);
            int columns = 2 + random.nextInt(5);
            long[][] counts = new long[rows][columns];
            for (long[] row : counts) {
                Arrays.setAll(row, c -> random.nextInt(10) < 3 ? random.nextInt(6) : random.nextInt(200));
            }
            SuppressedTable table = FIVE.table(counts);
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    boolean small = counts[r][c] > 0 && counts[r][c] < 5;
                    assertThat(table.isHidden(r, c) || !small)
                            .as("round %d", round)
                            .isTrue();
                    assertThat(table.count(r, c).orElse(counts[r][c])).isEqualTo(counts[r][c]);
                    if (table.isHidden(r, c)) {
                        assertThat(isDetermined(table, r, c))
                                .as("round %d: %d, %d", round, r, c)
                                .isFalse();
                    }
                }
            }
            hiddenOthers += table.otherCells();
        }
        assertThat(hiddenOthers).isBetween(500, 2500);
    }

    /** Whether the unit vector of a hidden cell is a combination of the equations of the lines. */
    private static boolean isDetermined(SuppressedTable table, int row, int column) {
        List<int[]> hidden = new ArrayList<>();
        for (int r = 0; r < table.rowCount(); r++) {
            for (int c = 0; c < table.columnCount(); c++) {
                if (table.isHidden(r, c)) {
                    hidden.add(new int[] {r, c});
                }
            }
        }
        List<double[]> equations = new ArrayList<>();
        for (int r = 0; r < table.rowCount(); r++) {
            int line = r;
            equations.add(
                    hidden.stream().mapToDouble(cell -> cell[0] == line ? 1 : 0).toArray());
        }
        for (int c = 0; c < table.columnCount(); c++) {
            int line = c;
            equations.add(
                    hidden.stream().mapToDouble(cell -> cell[1] == line ? 1 : 0).toArray());
        }
        int rank = rank(equations);
        equations.add(hidden.stream()
                .mapToDouble(cell -> cell[0] == row && cell[1] == column ? 1 : 0)
                .toArray());
        return rank(equations) == rank;
    }

    private static int rank(List<double[]> equations) {
        double[][] a = equations.stream().map(double[]::clone).toArray(double[][]::new);
        int rank = 0;
        for (int column = 0; column < a[0].length && rank < a.length; column++) {
            int pivot = rank;
            for (int r = rank; r < a.length; r++) {
                pivot = Math.abs(a[r][column]) > Math.abs(a[pivot][column]) ? r : pivot;
            }
            if (Math.abs(a[pivot][column]) < 1e-9) {
                continue;
            }
            double[] swapped = a[pivot];
            a[pivot] = a[rank];
            a[rank] = swapped;
            for (int r = rank + 1; r < a.length; r++) {
                double factor = a[r][column] / swapped[column];
                for (int c = column; c < a[r].length; c++) {
                    a[r][c] -= factor * swapped[c];
                }
            }
            rank++;
        }
        return rank;
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThatThrownBy(() -> CellSuppression.ofFewerThan(0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("CellSuppression.ofFewerThan: customers = 0, expected at least 1");
        assertThatThrownBy(() -> FIVE.list())
                .hasMessage("CellSuppression: the table has no cell; there is nothing to show or to hide");
        assertThatThrownBy(() -> FIVE.table(new long[][] {{1, 2}, {3}}))
                .hasMessage("CellSuppression: row 1 has 1 counts, expected 2 as in row 0");
        assertThatThrownBy(() -> FIVE.list(1, -2))
                .hasMessage("CellSuppression: row 0 has a count of -2, expected at least 0");
        assertThatThrownBy(() -> FIVE.list(7).count(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
