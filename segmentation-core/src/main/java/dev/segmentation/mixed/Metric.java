package dev.segmentation.mixed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a column adds to the distance of a row from a prototype: for numeric columns a factor times the squared or absolute
 * difference, for categorical ones a factor if the two differ, or times the difference of their ranks.
 *
 * <p>Categorical columns are looked up several at a time: a group of columns has one code for each combination of theirs,
 * as long as there are no more than {@value #MOST_COMBINATIONS}. Groups depend on the levels alone, so that a model adds up
 * in the order in which it was fitted.
 */
final class Metric {

    private static final int MOST_COMBINATIONS = 1024;

    /** Columns with one code for all of them; the first one counts fastest. */
    record Group(int firstColumn, int columnCount, int size) {}

    private final MixedDistance distance;
    private final double[] numericFactors;
    private final double[] categoricalFactors;
    private final double[][] ranks; // by categorical column and level, in units of the range; empty without an order
    private final int[] codes; // by categorical column
    private final List<Group> groups;

    Metric(
            Schema schema,
            MixedDistance distance,
            double[] numericFactors,
            double[] categoricalFactors,
            double[][] ranks) {
        this.distance = distance;
        this.numericFactors = numericFactors;
        this.categoricalFactors = categoricalFactors;
        this.ranks = ranks;
        this.codes = new int[categoricalFactors.length];
        for (int j = 0; j < codes.length; j++) {
            codes[j] = schema.codes(j);
        }
        this.groups = groups(codes);
    }

    private static List<Group> groups(int[] codes) {
        List<Group> groups = new ArrayList<>();
        int first = 0;
        while (first < codes.length) {
            int size = codes[first];
            int next = first + 1;
            while (next < codes.length && (long) size * codes[next] <= MOST_COMBINATIONS) {
                size *= codes[next];
                next++;
            }
            groups.add(new Group(first, next - first, size));
            first = next;
        }
        return List.copyOf(groups);
    }

    List<Group> groups() {
        return groups;
    }

    int codes(int categoricalColumn) {
        return codes[categoricalColumn];
    }

    double numericFactor(int column) {
        return numericFactors[column];
    }

    double categoricalFactor(int column) {
        return categoricalFactors[column];
    }

    int numericCount() {
        return numericFactors.length;
    }

    int categoricalCount() {
        return categoricalFactors.length;
    }

    /** Means of squares, or medians of absolute differences. */
    boolean isSquared() {
        return distance == MixedDistance.HUANG;
    }

    /** Whether levels of a column are compared by rank, so that it has a median. */
    boolean hasRanks(int categoricalColumn) {
        return ranks[categoricalColumn].length > 0;
    }

    List<Double> rankList(int categoricalColumn) {
        return Arrays.stream(ranks[categoricalColumn]).boxed().toList();
    }

    /** What a column adds to the distance between a code and the level of a prototype. */
    double cost(int column, int code, int level) {
        int missing = codes[column] - 2;
        if (code == missing || code == level) {
            return 0;
        }
        if (ranks[column].length == 0 || code > missing) {
            return categoricalFactors[column];
        }
        return categoricalFactors[column] * Math.abs(ranks[column][code] - ranks[column][level]);
    }

    /** How far a prototype has moved, as a distance, squares rooted. */
    double shift(Prototypes before, Prototypes after, int prototype) {
        double shift = 0;
        for (int j = 0; j < numericFactors.length; j++) {
            int at = prototype * numericFactors.length + j;
            double difference = Math.abs(before.values[at] - after.values[at]);
            shift += numericFactors[j] * (isSquared() ? difference * difference : difference);
        }
        for (int j = 0; j < categoricalFactors.length; j++) {
            int at = prototype * categoricalFactors.length + j;
            shift += cost(j, before.levels[at], after.levels[at]);
        }
        return distance(shift);
    }

    /** The distance that a cost is of, which keeps the triangle inequality: the root of squares, or the cost itself. */
    double distance(double cost) {
        return isSquared() ? Math.sqrt(cost) : cost;
    }

    /** What a group adds, for each combination of its codes, to the distance from a prototype with these levels. */
    double[] costs(Group group, int[] levels, int at) {
        double[] costs = new double[group.size];
        int done = 1;
        for (int c = 0; c < group.columnCount; c++) {
            int column = group.firstColumn + c;
            for (int code = codes[column] - 1; code >= 0; code--) {
                double cost = cost(column, code, levels[at + column]);
                for (int i = 0; i < done; i++) {
                    costs[code * done + i] = costs[i] + cost;
                }
            }
            done *= codes[column];
        }
        return costs;
    }
}
