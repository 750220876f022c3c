package dev.segmentation.metrics.migration;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.HypergeometricDraw;
import java.util.Arrays;
import java.util.List;

/**
 * Tables whose rows have the same shares within each table, if the hypothesis holds: what homogeneity, order and
 * lumpability come down to.
 */
final class RowTables implements Hypothesis {

    private final List<long[][]> tables;
    private final TestStatistic statistic;

    private RowTables(List<long[][]> tables, TestStatistic statistic) {
        this.tables = tables;
        this.statistic = statistic;
    }

    /** Checks that all counts together fit into a {@code long}. */
    static RowTables of(List<long[][]> tables, TestStatistic statistic) {
        long all = 0;
        for (long[][] table : tables) {
            for (long[] row : table) {
                for (long count : row) {
                    if (count > Long.MAX_VALUE - all) {
                        throw new InvalidInputException(
                                Reason.RANGE,
                                "counts",
                                "MigrationTests: the counts add up to more than " + Long.MAX_VALUE);
                    }
                    all += count;
                }
            }
        }
        return new RowTables(tables, statistic);
    }

    /** Σ over tables of (rows with counts − 1) (columns with counts − 1), tables without counts left out. */
    @Override
    public long degrees() {
        long degrees = 0;
        for (long[][] table : tables) {
            long rows = Arrays.stream(table).filter(row -> sum(row) > 0).count();
            long columns =
                    Arrays.stream(columns(table)).filter(column -> column > 0).count();
            degrees += rows == 0 ? 0 : (rows - 1) * (columns - 1);
        }
        return degrees;
    }

    /** The smallest count expected where neither the row nor the column is empty; infinite if there is nothing. */
    @Override
    public double leastExpected() {
        double least = Double.POSITIVE_INFINITY;
        for (long[][] table : tables) {
            long[] columns = columns(table);
            double all = sum(columns);
            for (long[] row : table) {
                long inRow = sum(row);
                for (long column : columns) {
                    if (inRow > 0 && column > 0) {
                        least = Math.min(least, inRow * (column / all));
                    }
                }
            }
        }
        return least;
    }

    @Override
    public double statistic() {
        double sum = 0;
        for (long[][] table : tables) {
            long[] columns = columns(table);
            double all = sum(columns);
            for (long[] row : table) {
                long inRow = sum(row);
                for (int j = 0; j < columns.length; j++) {
                    if (inRow > 0 && columns[j] > 0) {
                        sum += statistic.part(row[j], inRow * (columns[j] / all));
                    }
                }
            }
        }
        return sum;
    }

    /**
     * Of tables with the same totals of rows and of columns, all arrangements of customers being equally likely: given the
     * totals nothing depends on the unknown shares, so that the test keeps its level however few customers there are.
     */
    @Override
    public double drawn(SeededRandom random) {
        List<long[][]> drawn =
                tables.stream().map(table -> rearranged(table, random)).toList();
        return new RowTables(drawn, statistic).statistic();
    }

    private static long[][] rearranged(long[][] table, SeededRandom random) {
        long[] left = columns(table);
        long[][] drawn = new long[table.length][];
        for (int i = 0; i < table.length; i++) {
            drawn[i] = HypergeometricDraw.multivariate(random, sum(table[i]), left);
            for (int j = 0; j < left.length; j++) {
                left[j] -= drawn[i][j];
            }
        }
        return drawn;
    }

    private static long[] columns(long[][] table) {
        long[] columns = new long[table[0].length];
        for (long[] row : table) {
            for (int j = 0; j < columns.length; j++) {
                columns[j] += row[j];
            }
        }
        return columns;
    }

    private static long sum(long... values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
