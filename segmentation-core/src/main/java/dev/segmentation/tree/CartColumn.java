package dev.segmentation.tree;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/** A predictor as CART sees it: numbers, or positions of levels; NaN if missing. */
final class CartColumn {

    /** The code of a missing value, unless missing values are a level. */
    static final int MISSING = Integer.MAX_VALUE;

    /** More levels than a segment can be told by. */
    private static final int MOST_LEVELS = 10_000;

    private final String name;
    private final ColumnKind kind;
    private final List<String> levels;
    private final double[] values;
    private final int[] codes;

    CartColumn(String name, FeatureTable table) {
        this.name = name;
        this.kind = table.kind(name);
        this.levels = Levels.of(name, table);
        this.values = Levels.numbers(name, table);
        this.codes = new int[values.length];
        if (levels.size() > MOST_LEVELS) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    name,
                    "Cart.fit: column \"" + name + "\" has " + levels.size() + " levels, expected at most "
                            + MOST_LEVELS + "; group its levels or leave it out");
        }
        for (int i = 0; i < values.length; i++) {
            values[i] += 0.0; // no negative zero
            if (isNominal()) {
                codes[i] = Double.isNaN(values[i]) ? levels.size() : (int) values[i];
            }
        }
    }

    String name() {
        return name;
    }

    boolean isNominal() {
        return kind == ColumnKind.NOMINAL;
    }

    int levelCount() {
        return levels.size();
    }

    double value(int row) {
        return values[row];
    }

    /**
     * The level of a nominal column, the number of levels if it is missing; of other columns the rank of the value among
     * those sorted, or {@link #MISSING}.
     */
    int code(int row) {
        return codes[row];
    }

    /** Rows by increasing value, missing ones last, equal ones as they were; as they were if there is no order. */
    int[] sorted(int[] rows, Polling polling) {
        int[] sorted = rows.clone();
        if (isNominal()) {
            return sorted;
        }
        int[] other = rows.clone();
        int[] from = sorted;
        int[] to = other;
        for (int width = 1; width < rows.length; width *= 2) { // merges, since a comparator would box every row
            for (int start = 0; start < rows.length; start += 2 * width) {
                int middle = Math.min(start + width, rows.length);
                merge(from, to, start, middle, Math.min(start + 2 * width, rows.length), polling);
            }
            int[] swapped = from;
            from = to;
            to = swapped;
        }
        rank(from, polling);
        return from;
    }

    private void rank(int[] sorted, Polling polling) {
        int rank = 0;
        for (int i = 0; i < sorted.length; i++) {
            polling.at(i);
            double value = values[sorted[i]];
            rank += i > 0 && value > values[sorted[i - 1]] ? 1 : 0;
            codes[sorted[i]] = Double.isNaN(value) ? MISSING : rank;
        }
    }

    private void merge(int[] from, int[] to, int start, int middle, int end, Polling polling) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            polling.at(i);
            boolean takeLeft =
                    left < middle && (right >= end || Double.compare(values[from[left]], values[from[right]]) <= 0);
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    /** What is at most a value, and the rest. */
    TreeSplit at(double below, double above, int missingBranch) {
        if (kind == ColumnKind.NUMERIC) {
            return TreeSplit.numeric(name, new double[] {between(below, above)}, new int[] {0, 1}, missingBranch);
        }
        int[] branchOf = new int[levels.size()];
        for (int level = 0; level < branchOf.length; level++) {
            branchOf[level] = level <= below ? 0 : 1;
        }
        return TreeSplit.levels(name, levels, branchOf, missingBranch);
    }

    /** Halfway between two values, with as few digits as a thousandth of the way allows. */
    static double between(double below, double above) {
        double middle = below / 2 + above / 2;
        for (int digits = 1; digits < 17; digits++) {
            double shorter = new BigDecimal(middle)
                    .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                    .doubleValue();
            if (Math.abs(shorter - middle) <= 0.001 * (above / 2 - below / 2) && shorter > below && shorter < above) {
                return shorter + 0.0;
            }
        }
        return middle >= below && middle < above ? middle + 0.0 : below;
    }

    /** Known values, and missing ones. */
    TreeSplit knownOrMissing() {
        return kind == ColumnKind.NUMERIC
                ? TreeSplit.numeric(name, new double[0], new int[] {0}, 1)
                : TreeSplit.levels(name, levels, new int[levels.size()], 1);
    }

    /** Levels by their branch, missing ones last. */
    TreeSplit byLevel(int[] branchOf) {
        return TreeSplit.levels(name, levels, Arrays.copyOf(branchOf, levels.size()), branchOf[levels.size()]);
    }
}
