package dev.segmentation.tree;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Quantiles;
import java.util.Arrays;
import java.util.List;

/** A column as categories: its levels, or classes of its numbers whose cuts are fixed here; the last is for missing values. */
final class Predictor {

    static final int MOST_LEVELS = 1000;

    private final String name;
    private final ColumnKind kind;
    private final List<String> levels;
    private final double[] cuts;
    private final int[] codes;
    private final int known; // categories of known values

    private Predictor(String name, ColumnKind kind, List<String> levels, double[] cuts, int[] codes, int known) {
        this.name = name;
        this.kind = kind;
        this.levels = levels;
        this.cuts = cuts;
        this.codes = codes;
        this.known = known;
    }

    static Predictor of(String name, FeatureTable table, TargetColumn target, int bins, Polling polling) {
        ColumnKind kind = table.kind(name);
        List<String> levels = Levels.of(name, table);
        double[] values = Levels.numbers(name, table);
        if (levels.size() > MOST_LEVELS) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    name,
                    "Chaid.fit: column \"" + name + "\" has " + levels.size() + " levels, expected at most "
                            + MOST_LEVELS + "; group its levels or leave it out");
        }
        double[] cuts = new double[0];
        int known = levels.size();
        if (kind == ColumnKind.NUMERIC) {
            cuts = cuts(values, target, bins, polling);
            known = cuts.length + 1;
        }
        int[] codes = new int[values.length];
        for (int i = 0; i < codes.length; i++) {
            polling.at(i);
            if (Double.isNaN(values[i])) {
                codes[i] = known;
            } else {
                codes[i] = kind == ColumnKind.NUMERIC ? classOf(values[i], cuts) : (int) values[i];
            }
        }
        return new Predictor(name, kind, levels, cuts, codes, known);
    }

    /** Quantiles of equal shares, or every value but the last if there are no more values than classes. */
    private static double[] cuts(double[] values, TargetColumn target, int bins, Polling polling) {
        int[] rows = target.rows();
        double[] some = new double[rows.length];
        double[] weights = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            polling.at(i);
            some[i] = values[rows[i]] + 0.0;
            weights[i] = target.weight(rows[i]);
        }
        double[] distinct = Arrays.stream(some)
                .filter(value -> !Double.isNaN(value))
                .distinct()
                .limit(bins + 1L)
                .sorted()
                .toArray();
        if (distinct.length <= bins) {
            return Arrays.copyOf(distinct, Math.max(0, distinct.length - 1));
        }
        Quantiles quantiles = Quantiles.of(some, weights);
        double[] cuts = new double[bins - 1];
        int count = 0;
        double largest = quantiles.at(1);
        for (int edge = 1; edge < bins; edge++) {
            double cut = quantiles.at(edge, bins) + 0.0;
            if (cut < largest && (count == 0 || cut > cuts[count - 1])) {
                cuts[count++] = cut;
            }
        }
        return Arrays.copyOf(cuts, count);
    }

    private static int classOf(double value, double[] cuts) {
        int place = Arrays.binarySearch(cuts, value + 0.0);
        return place < 0 ? -place - 1 : place;
    }

    String name() {
        return name;
    }

    /** Whether any categories may be merged. */
    boolean isNominal() {
        return kind == ColumnKind.NOMINAL;
    }

    int[] codes() {
        return codes;
    }

    /** The number of categories of known values; that of missing values has this number. */
    int known() {
        return known;
    }

    /**
     * The split that sends each category to a branch.
     *
     * @param branchOf the branch of each category that occurs, missing values last; −1 for those that do not occur
     * @param heaviest the branch for what a node has not seen
     */
    TreeSplit split(int[] branchOf, int heaviest) {
        int missing = branchOf[known] < 0 ? heaviest : branchOf[known];
        int[] branches = Arrays.copyOf(branchOf, known);
        if (kind == ColumnKind.NOMINAL) {
            for (int c = 0; c < known; c++) {
                branches[c] = branches[c] < 0 ? heaviest : branches[c];
            }
        } else {
            fillFromBelow(branches, missing);
        }
        return kind == ColumnKind.NUMERIC
                ? joined(branches, missing)
                : TreeSplit.levels(name, levels, branches, missing);
    }

    /** An ordered category that does not occur goes with the next one below, or above if there is none. */
    private static void fillFromBelow(int[] branches, int missing) {
        int last = Arrays.stream(branches)
                .filter(branch -> branch >= 0)
                .findFirst()
                .orElse(missing);
        for (int c = 0; c < branches.length; c++) {
            last = branches[c] < 0 ? last : branches[c];
            branches[c] = last;
        }
    }

    /** Classes that follow each other and share a branch are one interval. */
    private TreeSplit joined(int[] branches, int missing) {
        double[] kept = new double[cuts.length];
        int[] branchOf = new int[branches.length];
        int count = 0;
        for (int c = 0; c < cuts.length; c++) {
            if (branches[c] != branches[c + 1]) {
                branchOf[count] = branches[c];
                kept[count++] = cuts[c];
            }
        }
        branchOf[count] = branches[branches.length - 1];
        return TreeSplit.numeric(name, Arrays.copyOf(kept, count), Arrays.copyOf(branchOf, count + 1), missing);
    }
}
