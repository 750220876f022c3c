package dev.segmentation.tree;

import java.util.Arrays;
import java.util.List;

/**
 * Independence of groups and a categorical target; a tally is the weight of each level. Levels that no group has give no
 * degree of freedom.
 */
final class CategoricalTest implements TargetTest {

    private final TargetColumn target;
    private final TableTest tableTest;
    private final Polling polling;

    /** A test of a contingency table without empty rows or columns. */
    interface TableTest {
        SplitTest of(double[][] table, int[] levels);
    }

    CategoricalTest(TargetColumn target, TableTest tableTest, Polling polling) {
        this.target = target;
        this.tableTest = tableTest;
        this.polling = polling;
    }

    @Override
    public double[][] tallies(int[] rows, int[] codes, int categories) {
        long[][] units = new long[categories][target.levels().size()];
        for (int i = 0; i < rows.length; i++) {
            polling.at(i);
            int row = rows[i];
            units[codes[row]][target.level(row)] += target.units(row);
        }
        return Arrays.stream(units)
                .map(levels ->
                        Arrays.stream(levels).mapToDouble(target::weightOf).toArray())
                .toArray(double[][]::new);
    }

    @Override
    public double[] merge(double[] first, double[] second) {
        double[] sum = first.clone();
        for (int j = 0; j < sum.length; j++) {
            sum[j] += second[j];
        }
        return sum;
    }

    @Override
    public double weight(double[] tally) {
        double sum = 0;
        for (double weight : tally) {
            sum += weight;
        }
        return sum;
    }

    @Override
    public int orders(double[] tally) {
        return tally.length;
    }

    @Override
    public double place(double[] tally, int order) {
        return tally[order] / weight(tally);
    }

    @Override
    public SplitTest test(List<double[]> groups) {
        polling.at(0);
        int[] levels = new int[target.levels().size()];
        int count = 0;
        for (int j = 0; j < levels.length; j++) {
            boolean occurs = false;
            for (double[] group : groups) {
                occurs |= group[j] > 0;
            }
            if (occurs) {
                levels[count++] = j;
            }
        }
        if (count < 2 || groups.size() < 2) {
            return TargetTest.nothing();
        }
        int[] occurring = Arrays.copyOf(levels, count);
        double[][] table = new double[groups.size()][count];
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < count; j++) {
                table[i][j] = groups.get(i)[occurring[j]];
            }
        }
        return tableTest.of(table, occurring);
    }

    /** Pearson's or the likelihood ratio statistic, with (rows − 1)(columns − 1) degrees of freedom. */
    static SplitTest independence(double[][] table, ChiSquare statistic) {
        int columns = table[0].length;
        double[] columnSums = new double[columns];
        double total = 0;
        for (double[] row : table) {
            for (int j = 0; j < columns; j++) {
                columnSums[j] += row[j];
                total += row[j];
            }
        }
        double sum = 0;
        for (double[] row : table) {
            double rowSum = 0;
            for (double cell : row) {
                rowSum += cell;
            }
            for (int j = 0; j < columns; j++) {
                double expected = rowSum * (columnSums[j] / total);
                sum += statistic == ChiSquare.PEARSON
                        ? (row[j] - expected) * (row[j] - expected) / expected
                        : likelihood(row[j], expected);
            }
        }
        double degrees = (table.length - 1.0) * (columns - 1.0);
        double found = Math.max(0, sum);
        return new SplitTest(found, degrees, Double.NaN, LogTails.chiSquare(found, degrees), 0);
    }

    private static double likelihood(double observed, double expected) {
        return observed > 0 ? 2 * observed * StrictMath.log(observed / expected) : 0;
    }
}
