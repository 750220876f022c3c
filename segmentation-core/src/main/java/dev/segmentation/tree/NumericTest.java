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
        double[][] tallies = new double[categories][3];
        for (int i = 0; i < rows.length; i++) {
            polling.at(i);
            double[] tally = tallies[codes[rows[i]]];
            double weight = target.weight(rows[i]);
            tally[0] += weight;
            tally[1] += weight * target.centered(rows[i]);
        }
        for (double[] tally : tallies) {
            tally[1] = tally[0] > 0 ? tally[1] / tally[0] : 0;
        }
        for (int i = 0; i < rows.length; i++) {
            polling.at(i);
            double[] tally = tallies[codes[rows[i]]];
            double away = target.centered(rows[i]) - tally[1];
            tally[2] += target.weight(rows[i]) * away * away;
        }
        return tallies;
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
