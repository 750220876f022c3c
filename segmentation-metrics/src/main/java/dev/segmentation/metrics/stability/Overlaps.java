package dev.segmentation.metrics.stability;

import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.ArrayList;
import java.util.List;

/** How the original segments overlap with the new ones of a resample: the cells that are not empty. */
final class Overlaps {

    private final double[] best;
    private final long[] sizes;
    private final long customers;
    private final List<List<Cell>> cells; // per original segment, new segments ascending

    /** Customers in common with a new segment, and customers of the new one. */
    private record Cell(int segment, long common, long size) {}

    private Overlaps(ContingencyTable table, long[] sizes, List<List<Cell>> cells) {
        this.best = ClusterwiseJaccard.bestOverlaps(table);
        this.sizes = sizes;
        this.customers = table.customers();
        this.cells = cells;
    }

    static Overlaps of(ContingencyTable table) {
        long[] sizes = new long[table.rowCount()];
        List<List<Cell>> cells = new ArrayList<>();
        for (int s = 0; s < sizes.length; s++) {
            sizes[s] = table.rowTotal(s);
            List<Cell> row = new ArrayList<>();
            for (int t = 0; t < table.columnCount(); t++) {
                if (table.count(s, t) > 0) {
                    row.add(new Cell(t, table.count(s, t), table.columnTotal(t)));
                }
            }
            cells.add(row);
        }
        return new Overlaps(table, sizes, cells);
    }

    /** The largest Jaccard index of a segment with a new one; NaN if nobody of it was drawn. */
    double best(int segment) {
        return best[segment];
    }

    /**
     * The largest Jaccard index of two segments as one with a new one, or with two new ones as one; NaN if nobody of them was
     * drawn, or nobody else. What of the new ones is everybody does not count: it would be found whatever the labels are.
     */
    double bestOfUnion(int first, int second) {
        long size = sizes[first] + sizes[second];
        List<Cell> together = together(cells.get(first), cells.get(second));
        double most = size > 0 && size < customers ? 0 : Double.NaN;
        for (int i = 0; i < together.size(); i++) {
            Cell one = together.get(i);
            most = Math.max(most, jaccard(size, one.common, one.size));
            for (Cell other : together.subList(i + 1, together.size())) {
                most = Math.max(most, jaccard(size, one.common + other.common, one.size + other.size));
            }
        }
        return most;
    }

    private double jaccard(long size, long common, long otherSize) {
        return otherSize == customers ? 0 : (double) common / (size + otherSize - common);
    }

    private static List<Cell> together(List<Cell> first, List<Cell> second) {
        List<Cell> all = new ArrayList<>();
        for (int i = 0, j = 0; i < first.size() || j < second.size(); ) {
            int a = i < first.size() ? first.get(i).segment : Integer.MAX_VALUE;
            int b = j < second.size() ? second.get(j).segment : Integer.MAX_VALUE;
            long common = (a <= b ? first.get(i).common : 0) + (b <= a ? second.get(j).common : 0);
            Cell either = a <= b ? first.get(i) : second.get(j);
            all.add(new Cell(either.segment, common, either.size));
            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }
        return all;
    }
}
