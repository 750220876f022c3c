package dev.segmentation.internal;

import dev.segmentation.FeatureMatrix;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one bridge by which kernels reach the storage of a matrix; {@link FeatureMatrix} sets it up when it is loaded. */
public final class MatrixAccess {

    private static volatile @Nullable Function<FeatureMatrix, Blocks> bridge;
    private static volatile @Nullable Builder builder;
    private static volatile @Nullable Maker maker;

    /** Makes a matrix of storage that nobody else holds. */
    @FunctionalInterface
    public interface Builder {

        /** Like the matrix, with other values in the same shape; weights travel along. */
        FeatureMatrix like(FeatureMatrix matrix, Blocks values);
    }

    /** Makes a matrix of storage that nobody else holds. */
    @FunctionalInterface
    public interface Maker {

        /** Names must be unique, weights finite and not negative; null for none. */
        FeatureMatrix of(List<String> featureNames, Blocks values, double @Nullable [] weights);
    }

    private MatrixAccess() {}

    /** Called once, by {@link FeatureMatrix}. */
    public static void install(Function<FeatureMatrix, Blocks> blocks, Builder like, Maker of) {
        if (bridge != null) {
            throw new IllegalStateException("MatrixAccess: installed already");
        }
        bridge = blocks;
        builder = like;
        maker = of;
    }

    /** The live storage; callers must not write to it. */
    public static Blocks blocks(FeatureMatrix matrix) {
        return Objects.requireNonNull(bridge).apply(matrix);
    }

    /** A matrix with the names and weights of another and the given values, which are handed over. */
    public static FeatureMatrix like(FeatureMatrix matrix, Blocks values) {
        return Objects.requireNonNull(builder).like(matrix, values);
    }

    /** A matrix of these names and values, which are handed over. */
    public static FeatureMatrix of(List<String> featureNames, Blocks values) {
        return Objects.requireNonNull(maker).of(featureNames, values, null);
    }

    /** A matrix of these names, values and weights, which are handed over; all weights may be 0, as in a part of it. */
    public static FeatureMatrix of(List<String> featureNames, Blocks values, double[] weights) {
        return Objects.requireNonNull(maker).of(featureNames, values, weights);
    }
}
