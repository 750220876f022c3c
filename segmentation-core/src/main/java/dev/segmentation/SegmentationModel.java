package dev.segmentation;

import java.util.List;

/**
 * What a fit learned: small, immutable, and the only right way to label a later snapshot.
 *
 * <p>Deriving cut-points or clusters anew each month manufactures migration; assign by the model instead.
 */
public interface SegmentationModel {

    /**
     * The number of segments.
     *
     * @return k, at least 1
     */
    int segmentCount();

    /**
     * The features the model needs, in its own order.
     *
     * @return the names
     */
    List<String> featureNames();

    /**
     * Assigns every row to a segment. Features are matched by name, never by position; their order does not matter.
     *
     * @param features any number of rows, also none, with exactly the features of {@link #featureNames()}
     * @return one label per row
     * @throws InvalidInputException if features are missing or unexpected ({@link Reason#SCHEMA_MISMATCH}) or a value
     *     is missing ({@link Reason#NON_FINITE})
     */
    Assignment assign(FeatureMatrix features);
}
