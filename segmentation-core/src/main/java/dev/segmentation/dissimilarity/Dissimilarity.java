package dev.segmentation.dissimilarity;

import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;

/**
 * A way to say how unlike two rows are: an immutable configuration, which learns from the training rows what it needs, such
 * as ranges, so that later snapshots are measured by the same rule.
 */
public interface Dissimilarity {

    /**
     * Learns what is needed to compare rows.
     *
     * @param table the training rows; not modified
     * @return what compares rows
     * @throws InvalidInputException if columns or values do not fit
     */
    DissimilarityModel fit(FeatureTable table);
}
