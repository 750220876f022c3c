package dev.segmentation.mixed;

import java.util.Arrays;
import java.util.List;

/**
 * Rows as the kernel reads them: strips of {@value #STRIP} rows in which every column is an array of its own, so that a
 * loop over the rows of a strip reads consecutive numbers.
 *
 * <p>A missing number is 0 here and has a presence of 0; columns without missing values have no presence.
 */
final class MixedRows {

    /** Rows per strip. */
    static final int STRIP = 256;

    private static final double[] COMPLETE = {};

    private final int rowCount;
    private final double[][][] numbers; // by strip and numeric column
    private final double[][][] presence; // by strip and numeric column: 1 where there is a value; empty if everywhere
    private final int[][] codes; // by categorical column
    private final int[][][] combinations; // by strip and group
    private final double[] weights; // empty if every row counts once

    private MixedRows(
            int rowCount,
            double[][][] numbers,
            double[][][] presence,
            int[][] codes,
            int[][][] combinations,
            double[] weights) {
        this.rowCount = rowCount;
        this.numbers = numbers;
        this.presence = presence;
        this.codes = codes;
        this.combinations = combinations;
        this.weights = weights;
    }

    /** The rows of columns, which are handed over. */
    static MixedRows of(Columns columns, Metric metric, Runnable poll) {
        double[][] values = columns.values();
        int[][] codes = columns.codes();
        int rowCount = columns.rowCount();
        List<Metric.Group> groups = metric.groups();
        int strips = (rowCount + STRIP - 1) / STRIP;
        double[][][] numbers = new double[strips][values.length][];
        double[][][] presence = new double[strips][values.length][];
        int[][][] combinations = new int[strips][groups.size()][];
        for (int t = 0; t < strips; t++) {
            if (t % 16 == 0) {
                poll.run();
            }
            int from = t * STRIP;
            int rows = Math.min(STRIP, rowCount - from);
            for (int j = 0; j < values.length; j++) {
                pack(values[j], from, rows, numbers[t], presence[t], j);
            }
            for (int g = 0; g < groups.size(); g++) {
                combinations[t][g] = combine(codes, from, rows, groups.get(g), metric);
            }
        }
        return new MixedRows(rowCount, numbers, presence, codes, combinations, columns.weights());
    }

    private static void pack(double[] column, int from, int rows, double[][] numbers, double[][] presence, int j) {
        double[] packed = new double[rows];
        double[] there = COMPLETE;
        for (int r = 0; r < rows; r++) {
            double value = column[from + r];
            if (Double.isNaN(value)) {
                if (there.length == 0) {
                    there = new double[rows];
                    Arrays.fill(there, 1);
                }
                there[r] = 0;
            } else {
                packed[r] = value;
            }
        }
        numbers[j] = packed;
        presence[j] = there;
    }

    private static int[] combine(int[][] codes, int from, int rows, Metric.Group group, Metric metric) {
        int[] combined = new int[rows];
        for (int c = group.columnCount() - 1; c >= 0; c--) {
            int column = group.firstColumn() + c;
            int[] ofColumn = codes[column];
            int radix = metric.codes(column);
            for (int r = 0; r < rows; r++) {
                combined[r] = combined[r] * radix + ofColumn[from + r];
            }
        }
        return combined;
    }

    int rowCount() {
        return rowCount;
    }

    int stripCount() {
        return numbers.length;
    }

    int rowsIn(int strip) {
        return Math.min(STRIP, rowCount - strip * STRIP);
    }

    Strip strip(int strip) {
        return new Strip(numbers[strip], presence[strip], combinations[strip], rowsIn(strip));
    }

    /** Some rows of a strip, as a strip of their own. */
    Strip gather(int strip, int[] which, int count) {
        double[][] picked = new double[numbers[strip].length][];
        double[][] pickedPresence = new double[picked.length][];
        for (int j = 0; j < picked.length; j++) {
            picked[j] = gather(numbers[strip][j], which, count);
            pickedPresence[j] = presence[strip][j].length == 0 ? COMPLETE : gather(presence[strip][j], which, count);
        }
        int[][] pickedCombinations = new int[combinations[strip].length][count];
        for (int g = 0; g < pickedCombinations.length; g++) {
            int[] from = combinations[strip][g];
            int[] into = pickedCombinations[g];
            for (int i = 0; i < count; i++) {
                into[i] = from[which[i]];
            }
        }
        return new Strip(picked, pickedPresence, pickedCombinations, count);
    }

    private static double[] gather(double[] from, int[] which, int count) {
        double[] into = new double[count];
        for (int i = 0; i < count; i++) {
            into[i] = from[which[i]];
        }
        return into;
    }

    /**
     * Rows that lie together.
     *
     * @param numbers by column and row, 0 where missing
     * @param presence by column and row, 1 where there is a number; empty where there is one in every row
     * @param combinations by group and row
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Strip(double[][] numbers, double[][] presence, int[][] combinations, int count) {}

    double number(int row, int column) {
        return numbers[row / STRIP][column][row % STRIP];
    }

    boolean hasNumber(int row, int column) {
        double[] there = presence[row / STRIP][column];
        return there.length == 0 || there[row % STRIP] > 0;
    }

    int code(int row, int column) {
        return codes[column][row];
    }

    boolean isWeighted() {
        return weights.length > 0;
    }

    double weight(int row) {
        return weights.length == 0 ? 1 : weights[row];
    }

    /** Some rows. */
    MixedRows pick(int[] rows, Metric metric) {
        int p = metric.numericCount();
        double[][] values = new double[p][rows.length];
        int[][] picked = new int[codes.length][rows.length];
        double[] pickedWeights = new double[isWeighted() ? rows.length : 0];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < p; j++) {
                values[j][i] = hasNumber(rows[i], j) ? number(rows[i], j) : Double.NaN;
            }
            for (int j = 0; j < codes.length; j++) {
                picked[j][i] = codes[j][rows[i]];
            }
            if (isWeighted()) {
                pickedWeights[i] = weights[rows[i]];
            }
        }
        return of(new Columns(values, picked, pickedWeights, rows.length), metric, () -> {});
    }
}
