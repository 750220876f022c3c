package dev.segmentation.metrics.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Hides cells of a table of two or more rows and columns until no rule asks for another, see {@link CellSuppression}. */
final class Hiding {

    /** No count is larger, so that sums of costs do not overflow. */
    private static final long MOST = Long.MAX_VALUE / 1_000_000;

    /** Above so many steps, equations of a whole table are not solved. */
    private static final double MOST_STEPS = 1e9;

    private final long[][] counts;
    private final boolean[][] possible;
    private final List<BiPredicate<Integer, Integer>> sums;
    private final long least;
    private final boolean[][] hidden;
    /** Which of the hidden ones must not follow from anything. */
    private final boolean[][] guarded;

    Hiding(long[][] counts, boolean[][] possible, List<BiPredicate<Integer, Integer>> sums, long least) {
        this.counts = counts;
        this.possible = possible;
        this.sums = sums;
        this.least = least;
        this.hidden = new boolean[counts.length][counts[0].length];
        this.guarded = new boolean[counts.length][counts[0].length];
    }

    /** Hides; false if a small count follows from totals and sums, whatever is hidden. */
    boolean hide() {
        boolean isProtected = true;
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                hidden[r][c] = isSmall(counts[r][c], least);
                guarded[r][c] = hidden[r][c];
            }
        }
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                if (guarded[r][c]) {
                    isProtected &= close(r, c);
                }
            }
        }
        for (int r = 0; r < counts.length; r++) {
            int row = r;
            hideWithFew((i, j) -> i == row);
        }
        for (int c = 0; c < counts[0].length; c++) {
            int column = c;
            hideWithFew((i, j) -> j == column);
        }
        sums.forEach(this::hideWithFew);
        return isProtected && (sums.isEmpty() || hideFromSums());
    }

    /**
     * Where the small counts of a sum come to few customers, hides and guards its cheapest other one that could then be
     * another, so that nobody subtracts how many those few are together.
     */
    private void hideWithFew(BiPredicate<Integer, Integer> sum) {
        List<int[]> others = new ArrayList<>();
        long together = 0;
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                if (sum.test(r, c) && guarded[r][c]) {
                    together += counts[r][c];
                } else if (sum.test(r, c) && counts[r][c] > 0) {
                    others.add(new int[] {r, c});
                }
            }
        }
        if (isSmall(together, least)) {
            others.stream()
                    .sorted(Comparator.comparingLong(cell -> cost(cell[0], cell[1])))
                    .filter(cell -> close(cell[0], cell[1]))
                    .findFirst()
                    .ifPresent(cell -> {
                        hidden[cell[0]][cell[1]] = true;
                        guarded[cell[0]][cell[1]] = true;
                    });
        }
    }

    boolean[][] hidden() {
        return hidden;
    }

    static boolean isSmall(long count, long least) {
        return count > 0 && count < least;
    }

    /** The index of the smallest count that is shown and not 0, the first of equal ones; -1 if there is none. */
    static int smallestShown(long[] counts, boolean[] hidden) {
        int smallest = -1;
        for (int i = 0; i < counts.length; i++) {
            if (!hidden[i] && counts[i] > 0 && (smallest < 0 || counts[i] < counts[smallest])) {
                smallest = i;
            }
        }
        return smallest;
    }

    /**
     * Hides what is shown of the cheapest way in which a count could be smaller or larger than it is, while totals stay; false
     * if there is none.
     */
    private boolean close(int row, int column) {
        Way smaller = new Way(row, column, true);
        Way larger = smaller.cost() == 0 ? smaller : new Way(row, column, false);
        Way cheaper = smaller.cost() <= larger.cost() ? smaller : larger;
        if (!cheaper.exists()) {
            return false;
        }
        cheaper.hide();
        return true;
    }

    private long cost(int row, int column) {
        if (hidden[row][column]) {
            return 0;
        }
        long count = counts[row][column];
        return count == 0 ? least : Math.min(count, MOST);
    }

    /**
     * The cheapest path between a row and a column that does not use their own cell, by Dijkstra's algorithm; hidden cells cost
     * nothing. A step from a row to a column is a count that gets larger, one from a column to a row one that gets smaller,
     * which a 0 cannot.
     */
    private final class Way {

        private final int rows = counts.length;
        private final int to;
        private final long[] cost;
        private final int[] before;

        /** Of a count that gets smaller from its row to its column, of one that gets larger back. */
        Way(int row, int column, boolean smaller) {
            int nodes = rows + counts[0].length; // rows, then columns
            int from = smaller ? row : rows + column;
            to = smaller ? rows + column : row;
            cost = new long[nodes];
            before = new int[nodes];
            Arrays.fill(cost, Long.MAX_VALUE);
            Arrays.fill(before, -1);
            cost[from] = 0;
            BitSet done = new BitSet(nodes);
            for (int node = cheapest(done); node >= 0 && node != to; node = cheapest(done)) {
                done.set(node);
                boolean atRow = node < rows;
                for (int other = atRow ? rows : 0; other < (atRow ? nodes : rows); other++) {
                    int r = Math.min(node, other);
                    int c = Math.max(node, other) - rows;
                    boolean own = r == row && c == column;
                    if (!own && isStep(r, c, atRow) && cost[node] + Hiding.this.cost(r, c) < cost[other]) {
                        cost[other] = cost[node] + Hiding.this.cost(r, c);
                        before[other] = node;
                    }
                }
            }
        }

        /** A 0 protects only where nothing but totals is told: equations do not know that a count is never negative. */
        private boolean isStep(int row, int column, boolean larger) {
            return counts[row][column] > 0 || (larger && possible[row][column] && sums.isEmpty());
        }

        private int cheapest(BitSet done) {
            int cheapest = -1;
            for (int node = 0; node < cost.length; node++) {
                if (!done.get(node) && cost[node] < Long.MAX_VALUE && (cheapest < 0 || cost[node] < cost[cheapest])) {
                    cheapest = node;
                }
            }
            return cheapest;
        }

        boolean exists() {
            return cost[to] < Long.MAX_VALUE;
        }

        long cost() {
            return cost[to];
        }

        void hide() {
            for (int node = to; before[node] >= 0; node = before[node]) {
                hidden[Math.min(node, before[node])][Math.max(node, before[node]) - rows] = true;
            }
        }
    }

    /** Hides until no guarded count follows from totals and further sums; false if one does whatever is hidden. */
    private boolean hideFromSums() {
        List<int[]> cells = new ArrayList<>();
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                if (counts[r][c] > 0) {
                    cells.add(new int[] {r, c});
                }
            }
        }
        double lines = counts.length + counts[0].length + sums.size();
        if (lines * lines * cells.size() > MOST_STEPS) {
            return cells.stream().noneMatch(cell -> hidden[cell[0]][cell[1]]);
        }
        for (Optional<int[]> told = told(cells); told.isPresent(); told = told(cells)) {
            int[] small = told.get();
            List<int[]> others = cells.stream()
                    .filter(cell -> !Arrays.equals(cell, small))
                    .sorted(Comparator.comparingLong(cell -> cost(cell[0], cell[1])))
                    .toList();
            List<int[]> free = new Equations(small, others).free();
            if (free.isEmpty() && isSmall(counts[small[0]][small[1]], least)) {
                return false;
            }
            guarded[small[0]][small[1]] = !free.isEmpty(); // or it could not stand in for few others after all
            free.forEach(cell -> hidden[cell[0]][cell[1]] = true);
        }
        return true;
    }

    /** A guarded count that follows from all sums and what is shown. */
    private Optional<int[]> told(List<int[]> cells) {
        List<int[]> ofHidden =
                cells.stream().filter(cell -> hidden[cell[0]][cell[1]]).toList();
        return ofHidden.isEmpty()
                ? Optional.empty()
                : new Equations(ofHidden.get(0), ofHidden.subList(1, ofHidden.size()))
                        .determined().stream()
                                .filter(cell -> guarded[cell[0]][cell[1]])
                                .findFirst();
    }

    /** What totals and sums say of cells: linear equations, solved modulo a prime, in which nothing is rounded. */
    private final class Equations {

        private static final long PRIME = Integer.MAX_VALUE;

        private final List<int[]> cells = new ArrayList<>();
        private final long[][] lines;
        private int rank;

        Equations(int[] first, List<int[]> others) {
            cells.add(first);
            cells.addAll(others);
            int rows = counts.length;
            int columns = counts[0].length;
            lines = new long[rows + columns + sums.size()][cells.size()];
            for (int i = 0; i < cells.size(); i++) {
                int[] cell = cells.get(i);
                lines[cell[0]][i] = 1;
                lines[rows + cell[1]][i] = 1;
                for (int s = 0; s < sums.size(); s++) {
                    lines[rows + columns + s][i] = sums.get(s).test(cell[0], cell[1]) ? 1 : 0;
                }
            }
        }

        /**
         * Cells that could change together with the first one while all sums stay, as early ones as possible, with the first;
         * none if it could not.
         */
        List<int[]> free() {
            int[] pivots = new int[lines.length]; // of a line, its cell
            for (int i = 0; i < cells.size(); i++) {
                if (!isSolvedFor(i, pivots) && lines[0][i] != 0) { // the first cell is the pivot of the first line
                    List<int[]> together = new ArrayList<>(List.of(cells.get(i)));
                    for (int pivot = 0; pivot < rank; pivot++) {
                        if (lines[pivot][i] != 0) {
                            together.add(cells.get(pivots[pivot]));
                        }
                    }
                    return together;
                }
            }
            return List.of();
        }

        /** Cells that have one value only. */
        List<int[]> determined() {
            int[] pivots = new int[lines.length];
            for (int i = 0; i < cells.size(); i++) {
                isSolvedFor(i, pivots);
            }
            List<int[]> determined = new ArrayList<>();
            for (int pivot = 0; pivot < rank; pivot++) {
                if (Arrays.stream(lines[pivot]).filter(factor -> factor != 0).count() == 1) {
                    determined.add(cells.get(pivots[pivot]));
                }
            }
            return determined;
        }

        /** Solves a line for a cell, if there is one that no earlier cell has taken. */
        private boolean isSolvedFor(int cell, int... pivots) {
            int line = rank;
            while (line < lines.length && lines[line][cell] == 0) {
                line++;
            }
            if (line == lines.length) {
                return false;
            }
            pivots[rank] = cell;
            reduce(line, cell);
            return true;
        }

        /** Makes a cell the only one of its kind in the next line, and 0 in all others. */
        private void reduce(int line, int cell) {
            long[] pivot = lines[line];
            lines[line] = lines[rank];
            lines[rank] = pivot;
            long inverse = power(pivot[cell], PRIME - 2);
            for (int i = cell; i < pivot.length; i++) {
                pivot[i] = pivot[i] * inverse % PRIME;
            }
            for (int other = 0; other < lines.length; other++) {
                long factor = other == rank ? 0 : PRIME - lines[other][cell];
                if (factor % PRIME != 0) {
                    for (int i = cell; i < pivot.length; i++) {
                        lines[other][i] = (lines[other][i] + factor * pivot[i]) % PRIME;
                    }
                }
            }
            rank++;
        }

        private static long power(long base, long exponent) {
            long result = 1;
            long square = base;
            for (long e = exponent; e > 0; e >>= 1) {
                result = (e & 1) == 1 ? result * square % PRIME : result;
                square = square * square % PRIME;
            }
            return result;
        }
    }
}
