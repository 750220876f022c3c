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

    /**
     * Assigns every row and says how clearly it belongs there. A model that knows no doubt, such as a set of rules,
     * types every row with margin 1 and without runner-up.
     *
     * @param features as for {@link #assign}
     * @return segment, runner-up and margin per row; the segments are those of {@link #assign}
     * @throws InvalidInputException as {@link #assign}
     */
    default Typing type(FeatureMatrix features) {
        return Typing.certain(assign(features));
    }
}
