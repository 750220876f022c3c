package dev.segmentation.metrics.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
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

    /** Two hidden counts that add up to 0 are both 0, and what is beside them follows. */
    @Test
    void aZeroCannotStandInForALargerCount() {
        SuppressedTable table = FIVE.table(new long[][] {{800, 2, 0}, {0, 900, 50}, {70, 80, 0}});
        assertThat(table)
                .hasToString(
                        "*\t*\t*\n*\t900\t*\n*\t*\t0\n"); // 0 + 50 + 0 + 70 + 80: all the way around; 800, or 2 + 0 are
        // 2
        long[][] nobody = {{800, 2, 0}, {0, 900, 0}, {70, 80, 0}}; // in the last column
        assertThat(FIVE.table(nobody)).hasToString("*\t*\t0\n0\t900\t0\n*\t*\t0\n");
    }

    @Test
    void hidesEverythingWhereTheTotalsTell() {
        SuppressedTable table = FIVE.table(new long[][] {{2, 30, 0}, {40, 0, 0}}, (r, c) -> r + c < 2);
        assertThat(table.hidesTotals()).isTrue();
        assertThat(table).hasToString("*\t*\t*\n*\t*\t*\n");
    }

    /** It is told how many stayed: a way around that takes two of the diagonal would not hide how many went. */
    @Test
    void protectsAgainstFurtherSums() {
        BiPredicate<Integer, Integer> stayed = (r, c) -> r.equals(c);
        long[][] counts = {{50, 3, 900}, {60, 70, 900}, {900, 900, 800}};
        assertThat(FIVE.table(counts)).hasToString("*\t*\t900\n*\t*\t900\n900\t900\t800\n");
        SuppressedTable table = FIVE.table(counts, (r, c) -> true, List.of(stayed));
        assertThat(table.hidesSums()).isFalse();
        assertThat(table.isHidden(0, 1)).isTrue();
        assertThat(couldDiffer(counts, table, 0, 1, List.of(stayed))).isTrue();

        long[][] two = {{50, 3}, {60, 70}}; // all four are one cycle, on which both of the diagonal go the same way
        assertThat(FIVE.table(two, (r, c) -> true, List.of()).hidesSums()).isFalse();
        assertThat(FIVE.table(two, (r, c) -> true, List.of(stayed)).hidesSums()).isTrue();
        assertThat(FIVE.table(two, (r, c) -> true, List.of(stayed))).hasToString("*\t*\n*\t*\n");
        assertThat(FIVE.table(new long[][] {{3, 50, 70}}, (r, c) -> true, List.of(stayed))
                        .hidesSums())
                .isTrue();
        assertThat(FIVE.table(new long[][] {{50, 70}, {60, 80}}, (r, c) -> true, List.of(stayed))
                        .hidesSums())
                .isFalse();
    }

    /** Hundreds of segments, of which most flows are small. */
    @Test
    void managesLargeTables() {
        Random random = new Random(3);
        long[][] counts = new long[150][150];
        for (int r = 0; r < counts.length; r++) {
            int row = r;
            Arrays.setAll(counts[r], c -> row == c ? 500 : random.nextInt(12));
        }
        SuppressedTable table = FIVE.table(counts);
        assertThat(table.hidesTotals()).isFalse();
        assertThat(table.smallCells()).isBetween(7000, 8000);
        assertThat(table.otherCells()).isLessThan(20); // small counts protect each other
        SuppressedTable told = FIVE.table(counts, (r, c) -> true, List.of((r, c) -> r.equals(c)));
        assertThat(told.smallCells()).isEqualTo(table.smallCells());
        assertThat(told.hidesSums()).isTrue(); // the equations of so many cells are not solved
    }

    /** By linear programming: each small count could be another, given the totals, what is shown, and that nothing is negative. */
    @Test
    void nobodySubtractsASmallCount() {
        Random random = new Random(7);
        int hiddenOthers = 0;
        int withoutTotals = 0;
        int withoutSums = 0;
        for (int round = 0; round < 400; round++) {
            int rows = 2 + random.nextInt(4);
            int columns = 2 + random.nextInt(4);
            long[][] counts = new long[rows][columns];
            for (long[] row : counts) {
                Arrays.setAll(row, c -> random.nextInt(10) < 4 ? random.nextInt(6) : random.nextInt(200));
            }
            List<BiPredicate<Integer, Integer>> sums = round % 2 == 0
                    ? List.of()
                    : List.of((r, c) -> r.equals(c), (r, c) -> r < rows - 1 && c < columns - 1);
            SuppressedTable table = FIVE.table(counts, (r, c) -> true, sums);
            withoutTotals += table.hidesTotals() ? 1 : 0;
            withoutSums += table.hidesSums() ? 1 : 0;
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    boolean small = counts[r][c] > 0 && counts[r][c] < 5;
                    assertThat(table.isHidden(r, c) || !small)
                            .as("round %d", round)
                            .isTrue();
                    assertThat(table.count(r, c).orElse(counts[r][c])).isEqualTo(counts[r][c]);
                    if (small && !table.hidesTotals()) {
                        assertThat(couldDiffer(counts, table, r, c, table.hidesSums() ? List.of() : sums))
                                .as("round %d: %d, %d of %s", round, r, c, Arrays.deepToString(counts))
                                .isTrue();
                    }
                }
            }
            hiddenOthers += table.otherCells();
        }
        assertThat(hiddenOthers).isBetween(500, 3500);
        assertThat(withoutTotals).isBetween(1, 40);
        assertThat(withoutSums).isBetween(20, 150); // tables of few cells
    }

    /** Nor how many customers those are together who are in hidden cells of a line, if they are few. */
    @Test
    void nobodySubtractsAFewCustomers() {
        assertThat(FIVE.table(new long[][] {{28, 1, 1, 40}, {30, 50, 60, 70}, {1, 60, 80, 90}, {60, 70, 90, 80}}))
                .hasToString("*\t*\t*\t40\n30\t50\t60\t70\n*\t*\t*\t90\n60\t70\t90\t80\n");
        Random random = new Random(13);
        int few = 0;
        int unprotected = 0;
        for (int round = 0; round < 300; round++) {
            int size = 2 + random.nextInt(4);
            long[][] counts = new long[size][size];
            for (long[] row : counts) {
                Arrays.setAll(row, c -> random.nextInt(10) < 4 ? random.nextInt(4) : random.nextInt(200));
            }
            List<BiPredicate<Integer, Integer>> sums = round % 2 == 0 ? List.of() : List.of((r, c) -> r.equals(c));
            SuppressedTable table = FIVE.table(counts, (r, c) -> true, sums);
            List<BiPredicate<Integer, Integer>> told = new ArrayList<>(table.hidesSums() ? List.of() : sums);
            for (int line = 0; line < size && !table.hidesTotals(); line++) {
                int at = line;
                told.add((r, c) -> r == at);
                told.add((r, c) -> c == at);
            }
            for (BiPredicate<Integer, Integer> sum : table.hidesTotals() ? told.subList(0, 0) : told) {
                long small = 0;
                long all = 0;
                for (int r = 0; r < size; r++) {
                    for (int c = 0; c < size; c++) {
                        all += sum.test(r, c) ? counts[r][c] : 0;
                        small += sum.test(r, c) && table.isHidden(r, c) && counts[r][c] < 5 ? counts[r][c] : 0;
                    }
                }
                if (small > 0 && small < 5 && all > small) {
                    few++;
                    boolean differs = couldDiffer(
                            counts,
                            table,
                            (r, c) -> sum.test(r, c) && table.isHidden(r, c) && counts[r][c] < 5,
                            table.hidesSums() ? List.of() : sums);
                    unprotected += differs ? 0 : 1;
                }
            }
        }
        assertThat(few).isGreaterThan(100);
        assertThat(unprotected).isZero();
    }

    /** Nothing is hidden in vain: where totals are hidden, some small count really follows from them. */
    @Test
    void totalsAreHiddenOnlyWhereTheyTell() {
        Random random = new Random(11);
        int told = 0;
        for (int round = 0; round < 2000; round++) {
            long[][] counts = new long[2][2 + random.nextInt(2)];
            for (long[] row : counts) {
                Arrays.setAll(row, c -> random.nextInt(3) == 0 ? random.nextInt(60) : 0);
            }
            SuppressedTable table = FIVE.table(counts);
            if (table.hidesTotals()) {
                told++;
                boolean follows = false;
                for (int r = 0; r < counts.length; r++) {
                    for (int c = 0; c < counts[r].length; c++) {
                        boolean small = counts[r][c] > 0 && counts[r][c] < 5;
                        follows |= small && !couldDiffer(counts, table, r, c, List.of());
                    }
                }
                assertThat(follows).as(Arrays.deepToString(counts)).isTrue();
            }
        }
        assertThat(told).isBetween(20, 1000);
    }

    private static boolean couldDiffer(
            long[][] counts, SuppressedTable table, int row, int column, List<BiPredicate<Integer, Integer>> sums) {
        return couldDiffer(counts, table, (r, c) -> r == row && c == column, sums);
    }

    /** Whether some other sum of counts fits all that is told; by the simplex method. */
    private static boolean couldDiffer(
            long[][] counts,
            SuppressedTable table,
            BiPredicate<Integer, Integer> cells,
            List<BiPredicate<Integer, Integer>> sums) {
        int columns = table.columnCount();
        List<BiPredicate<Integer, Integer>> told = new ArrayList<>(sums);
        for (int r = 0; r < table.rowCount(); r++) {
            int line = r;
            told.add((i, j) -> i == line);
        }
        for (int c = 0; c < columns; c++) {
            int line = c;
            told.add((i, j) -> j == line);
        }
        List<LinearConstraint> constraints = new ArrayList<>();
        for (BiPredicate<Integer, Integer> sum : told) {
            double[] factors = new double[table.rowCount() * columns];
            double left = 0;
            for (int i = 0; i < factors.length; i++) {
                int r = i / columns;
                int c = i % columns;
                if (sum.test(r, c) && table.isHidden(r, c)) {
                    factors[i] = 1;
                    left += counts[r][c];
                }
            }
            constraints.add(new LinearConstraint(factors, Relationship.EQ, left));
        }
        double[] goal = new double[table.rowCount() * columns];
        Arrays.setAll(goal, i -> cells.test(i / columns, i % columns) ? 1 : 0);
        double most = solve(goal, constraints, GoalType.MAXIMIZE);
        double least = solve(goal, constraints, GoalType.MINIMIZE);
        return most - least > 1e-6;
    }

    private static double solve(double[] goal, List<LinearConstraint> constraints, GoalType type) {
        PointValuePair best = new SimplexSolver()
                .optimize(
                        new LinearObjectiveFunction(goal, 0),
                        new LinearConstraintSet(constraints),
                        type,
                        new NonNegativeConstraint(true));
        for (LinearConstraint constraint : constraints) { // what it found may not be the best, but it is possible
            assertThat(constraint.getCoefficients().dotProduct(new ArrayRealVector(best.getPoint())))
                    .isCloseTo(constraint.getValue(), within(1e-6));
        }
        return best.getValue();
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
