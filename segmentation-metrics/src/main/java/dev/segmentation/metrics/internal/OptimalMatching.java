package dev.segmentation.metrics.internal;

import dev.segmentation.internal.CheapestMatching;
import java.util.Arrays;

/**
 * The one-to-one matching of rows with columns whose weights add up to most: the cheapest one ({@link CheapestMatching}) of
 * weights taken as what is saved. Which of several best matchings is found depends on the weights alone.
 */
public final class OptimalMatching {

    private static final int NONE = -1;

    private OptimalMatching() {}

    /**
     * Matches.
     *
     * @param weights at least one row of at least one weight, all of one length, 0 to 2⁴⁰; exact for up to 8000 rows or columns
     * @return the column of each row, −1 if it has none; pairs of weight 0 are not matched
     */
    public static int[] of(long[][] weights) {
        int rows = weights.length;
        int columns = weights[0].length;
        boolean wide = rows <= columns;
        double[][] costs = new double[Math.min(rows, columns)][Math.max(rows, columns)];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                costs[wide ? i : j][wide ? j : i] = -weights[i][j];
            }
        }
        int[] matched = CheapestMatching.of(costs, () -> {});
        int[] columnOf = new int[rows];
        Arrays.fill(columnOf, NONE);
        for (int one = 0; one < matched.length; one++) {
            int i = wide ? one : matched[one];
            int j = wide ? matched[one] : one;
            if (weights[i][j] > 0) {
                columnOf[i] = j;
            }
        }
        return columnOf;
    }
}
