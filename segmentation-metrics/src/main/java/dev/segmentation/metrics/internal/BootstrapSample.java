package dev.segmentation.metrics.internal;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmenter;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;

/**
 * n of n rows, drawn with replacement, as a matrix for a segmenter: one that {@link Segmenter#usesWeights() uses weights} gets
 * every row once, with the number of times that it was drawn as its weight, which is a third less work. Others get rows
 * repeatedly, and so do all of few rows, where there is nothing to save, and of rows that have weights already.
 */
public final class BootstrapSample {

    /** Of fewer rows it is not worth it. */
    private static final int MANY = 1000;

    private final FeatureMatrix matrix;
    private final int[] drawn;
    private final int[] places;
    private final int[] distinct;
    private final int[] firstPlaces;

    private BootstrapSample(FeatureMatrix features, int[] drawn, Segmenter<?> segmenter) {
        this.drawn = drawn;
        this.places = new int[drawn.length];
        boolean once = drawn.length >= MANY && segmenter.usesWeights() && !features.isWeighted();
        int[] rows = new int[drawn.length];
        int[] first = new int[drawn.length];
        double[] weights = new double[drawn.length];
        int count = 0;
        for (int i = 0; i < drawn.length; i++) {
            if (i == 0 || drawn[i] != drawn[i - 1]) {
                rows[count] = drawn[i];
                first[count] = once ? count : i;
                count++;
            }
            weights[count - 1]++;
            places[i] = once ? count - 1 : i;
        }
        this.distinct = Arrays.copyOf(rows, count);
        this.firstPlaces = Arrays.copyOf(first, count);
        this.matrix = once ? features.rows(distinct).weightedBy(Arrays.copyOf(weights, count)) : features.rows(drawn);
    }

    /** Draws from all rows. */
    public static BootstrapSample of(FeatureMatrix features, Segmenter<?> segmenter, SeededRandom random) {
        return new BootstrapSample(features, draw(features.rowCount(), random), segmenter);
    }

    /** The rows that are drawn of so many, ascending, with repeats. */
    public static int[] draw(int n, SeededRandom random) {
        int[] copies = new int[n];
        for (int i = 0; i < n; i++) {
            copies[random.nextInt(n)]++;
        }
        int[] rows = new int[n];
        int at = 0;
        for (int row = 0; row < n; row++) {
            Arrays.fill(rows, at, at + copies[row], row);
            at += copies[row];
        }
        return rows;
    }

    /** What to segment. */
    public FeatureMatrix matrix() {
        return matrix;
    }

    /** The rows that were drawn, ascending, with repeats. */
    public int[] drawn() {
        return drawn;
    }

    /** Where in the matrix each of the drawn rows is. */
    public int[] places() {
        return places;
    }

    /** The rows that were drawn, ascending, each once. */
    public int[] distinct() {
        return distinct;
    }

    /** Where in the matrix each of the distinct rows is first. */
    public int[] firstPlaces() {
        return firstPlaces;
    }
}
