package dev.segmentation.metrics.selection;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.SeededRandom;
import java.util.List;
import java.util.stream.IntStream;

/** Data with known structure, or none. */
final class Clouds {

    private Clouds() {}

    /** Three normal clouds on a triangle, row i in cloud i mod 3. */
    static FeatureMatrix three(int n, double distance, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 1);
        double[] values = new double[2 * n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = random.nextGaussian() + (i % 3 == 1 ? distance : 0);
            values[2 * i + 1] = random.nextGaussian() + (i % 3 == 2 ? distance : 0);
        }
        return FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
    }

    static FeatureMatrix uniform(int n, int d, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 2);
        return of(
                d,
                IntStream.range(0, n * d).mapToDouble(i -> random.nextDouble()).toArray());
    }

    static FeatureMatrix normal(int n, int d, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 3);
        return of(
                d,
                IntStream.range(0, n * d)
                        .mapToDouble(i -> random.nextGaussian())
                        .toArray());
    }

    static FeatureMatrix of(int d, double... rowMajor) {
        return FeatureMatrix.copyOfRowMajor(
                IntStream.range(0, d).mapToObj(j -> "x" + j).toList(), rowMajor);
    }
}
