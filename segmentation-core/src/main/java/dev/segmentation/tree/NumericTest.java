package dev.segmentation.tree;

import java.util.List;

/** F of a one-way analysis of variance; a tally is weight, mean, and sum of squares about the mean. */
final class NumericTest implements TargetTest {

    private final TargetColumn target;
    private final Polling polling;

    NumericTest(TargetColumn target, Polling polling) {
        this.target = target;
        this.polling = polling;
    }

    @Override
    public double[][] tallies(int[] rows, int[] codes, int categories) {
        long all = 0;
        long[] units = new long[categories];
        for (int i = 0; i < rows.length; i++) {
            polling.at(i);
            all += target.units(rows[i]);
            units[codes[rows[i]]] += target.units(rows[i]);
        }
        Grid grid = target.grid(all, rows.length);
        double[] sums = sums(rows, codes, grid, new double[categories], 1);
        double[] means = new double[categories];
        for (int c = 0; c < categories; c++) {
            means[c] = units[c] > 0 ? sums[c] / target.weightOf(units[c]) : 0;
        }
        double[] squares = sums(rows, codes, grid, means, 2);
        double[][] tallies = new double[categories][];
        for (int c = 0; c < categories; c++) {
            tallies[c] = new double[] {target.weightOf(units[c]), means[c], squares[c]};
        }
        return tallies;
    }

    /** Per category the weighted sum of distances from a number, or of their squares, whatever the order of rows. */
    private double[] sums(int[] rows, int[] codes, Grid grid, double[] from, int power) {
        double farthest = 0;
        for (int row : rows) {
            farthest = Math.max(farthest, Math.abs(target.centered(row) - from[codes[row]]));
        }
        double[] sums = new double[from.length];
        if (farthest == 0) {
            return sums;
        }
        double normal = Grid.normal(farthest);
        long[] limbs = new long[2 * sums.length];
        for (int i = 0; i < rows.length; i++) {
            polling.at(i);
            int row = rows[i];
            double away = (target.centered(row) - from[codes[row]]) * normal;
            grid.add(limbs, 2 * codes[row], power == 1 ? away : away * away, target.weight(row));
        }
        for (int c = 0; c < sums.length; c++) {
            double sum = grid.value(limbs[2 * c], limbs[2 * c + 1]) / normal;
            sums[c] = power == 1 ? sum : sum / normal;
        }
        return sums;
    }

    @Override
    public double[] merge(double[] first, double[] second) {
        double weight = first[0] + second[0];
        if (weight == 0) {
            return first.clone();
        }
        double apart = second[1] - first[1];
        double mean = first[1] + apart * (second[0] / weight);
        return new double[] {weight, mean, first[2] + second[2] + apart * apart * first[0] * (second[0] / weight)};
    }

    @Override
    public double weight(double[] tally) {
        return tally[0];
    }

    @Override
    public int orders(double[] tally) {
        return 1;
    }

    @Override
    public double place(double[] tally, int order) {
        return tally[1];
    }

    @Override
    public SplitTest test(List<double[]> groups) {
        double weight = 0;
        double mean = 0;
        double within = 0;
        for (double[] group : groups) {
            weight += group[0];
            mean += group[0] * group[1];
            within += group[2];
        }
        mean /= weight;
        double between = 0;
        for (double[] group : groups) {
            between += group[0] * (group[1] - mean) * (group[1] - mean);
        }
        double degrees = groups.size() - 1.0;
        double rest = weight - groups.size();
        if (!(degrees > 0 && rest > 0 && between > 0)) {
            return TargetTest.nothing();
        }
        double f = between / degrees / (within / rest);
        return new SplitTest(f, degrees, rest, LogTails.fisher(f, degrees, rest), 0);
    }
}
