package dev.segmentation.metrics.internal;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmenter;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;

/**
 * n of n rows, drawn with replacement, as a matrix for a segmenter: one that {@link Segmenter#usesWeights() uses weights} gets
 * every row once, with the number of times that it was drawn as its weight, which is a third less work; others, and all if
 * the rows have weights already, get rows repeatedly.
 */
public final class BootstrapSample {

    private final FeatureMatrix matrix;
    private final int[] drawn;
    private final int[] places;
    private final int[] distinct;
    private final int[] firstPlaces;

    private BootstrapSample(FeatureMatrix features, int[] drawn, int[] copies, boolean once) {
        this.drawn = drawn;
        this.places = new int[drawn.length];
        int[] rows = new int[drawn.length];
        int[] first = new int[drawn.length];
        double[] weights = new double[drawn.length];
        int count = 0;
        for (int i = 0; i < drawn.length; i++) {
            if (i == 0 || drawn[i] != drawn[i - 1]) {
                rows[count] = drawn[i];
                weights[count] = copies[drawn[i]];
                first[count] = once ? count : i;
                count++;
            }
            places[i] = once ? count - 1 : i;
        }
        this.distinct = Arrays.copyOf(rows, count);
        this.firstPlaces = Arrays.copyOf(first, count);
        this.matrix = once ? features.rows(distinct).weightedBy(Arrays.copyOf(weights, count)) : features.rows(drawn);
    }

    /** Draws from all rows. */
    public static BootstrapSample of(FeatureMatrix features, Segmenter<?> segmenter, SeededRandom random) {
        int n = features.rowCount();
        int[] copies = copies(n, random);
        return new BootstrapSample(
                features, repeated(copies), copies, n > 0 && segmenter.usesWeights() && !features.isWeighted());
    }

    /** The rows that would be drawn, ascending, with repeats. */
    public static int[] draw(int n, SeededRandom random) {
        return repeated(copies(n, random));
    }

    private static int[] copies(int n, SeededRandom random) {
        int[] copies = new int[n];
        for (int i = 0; i < n; i++) {
            copies[random.nextInt(n)]++;
        }
        return copies;
    }

    private static int[] repeated(int... copies) {
        int[] rows = new int[copies.length];
        int at = 0;
        for (int row = 0; row < copies.length; row++) {
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
