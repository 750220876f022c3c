package dev.segmentation;

import java.util.List;

/**
 * A fitted preparation of features: learned once, applied unchanged to every later snapshot, and invertible.
 *
 * <p>Row weights travel through. Missing values stay missing.
 */
public interface FeatureTransform {

    /**
     * The features it transforms, in its own order.
     *
     * @return the names
     */
    List<String> featureNames();

    /**
     * Transforms every row.
     *
     * @param features any number of rows with exactly the features of {@link #featureNames()}, matched by name
     * @return a new matrix, columns in the order of {@link #featureNames()}
     * @throws InvalidInputException if features differ or a value cannot be transformed
     */
    FeatureMatrix apply(FeatureMatrix features);

    /**
     * Transforms the columns of {@link #featureNames()} of a table; its other columns, and the order of all, stay.
     *
     * @param table any number of rows with at least the features of {@link #featureNames()}, which are numeric
     * @return a new table
     * @throws InvalidInputException if a feature is not there or not numeric, or a value cannot be transformed
     */
    default FeatureTable apply(FeatureTable table) {
        FeatureMatrix transformed = apply(table.matrix(featureNames()));
        return table.withColumnsOf(transformed);
    }

    /**
     * Brings transformed rows, such as the centers of segments, back to the units of the input.
     *
     * <p>What the transform made equal stays equal: a constant column comes back as its constant.
     *
     * @param transformed rows with the features of {@link #featureNames()}, matched by name
     * @return a new matrix in the units of the input
     * @throws InvalidInputException if features differ
     */
    FeatureMatrix invert(FeatureMatrix transformed);
}
