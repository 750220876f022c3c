package dev.segmentation.mixture;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Some of the rows in the order of the distance to their m-th nearest neighbor: noise has far neighbors (S. Byers and A. E.
 * Raftery 1998, J. Am. Statist. Ass. 93, 577–584). At most about {@value #MOST} rows are compared, drawn by their number.
 */
final class LonelyRows {

    static final int MOST = 2048;

    /** Rows with close neighbors first. */
    private final int[] rows;

    private LonelyRows(int[] rows) {
        this.rows = rows;
    }

    /** The rows of positive weight, or a sample of them, by distances in the given places. */
    static LonelyRows of(MixtureData data, FeatureMatrix places, long seed, Workers workers) {
        int[] all = IntStream.range(0, data.rows)
                .filter(row -> data.weight(row) > 0)
                .toArray();
        int[] drawn = all.length <= MOST
                ? all
                : Arrays.stream(all)
                        .filter(row -> SeededRandom.uniform(seed, row) * all.length < MOST)
                        .toArray();
        int d = data.features;
        Blocks blocks = MatrixAccess.blocks(places);
        double[] values = new double[drawn.length * d];
        for (int i = 0; i < drawn.length; i++) {
            blocks.copyRow(drawn[i], values, i * d);
        }
        int neighbors = Math.max(1, Math.min(drawn.length - 1, Math.max(d + 1, (int) Math.sqrt(drawn.length) / 2)));
        double[] distances = new double[drawn.length];
        workers.forEach(drawn.length, i -> {
            workers.checkCancelled();
            distances[i] = distance(values, d, i, neighbors);
        });
        int[] order = IntStream.range(0, drawn.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> distances[i])) // stable: of equals the earlier row
                .mapToInt(i -> drawn[i])
                .toArray();
        return new LonelyRows(order);
    }

    /** The squared distance of a row to its so-manieth neighbor. */
    private static double distance(double[] values, int d, int row, int neighbors) {
        double[] nearest = new double[neighbors]; // ascending
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int other = 0; other < values.length / d; other++) {
            double sum = 0;
            for (int j = 0; j < d; j++) {
                double difference = values[other * d + j] - values[row * d + j];
                sum += difference * difference;
            }
            if (other != row && sum < nearest[neighbors - 1]) {
                int at = neighbors - 1;
                while (at > 0 && nearest[at - 1] > sum) {
                    nearest[at] = nearest[at - 1];
                    at--;
                }
                nearest[at] = sum;
            }
        }
        return nearest[neighbors - 1];
    }

    /** The rows but for this share of the loneliest, ascending. */
    int[] without(double share) {
        return Arrays.stream(rows, 0, rows.length - (int) Math.ceil(share * rows.length))
                .sorted()
                .toArray();
    }
}
