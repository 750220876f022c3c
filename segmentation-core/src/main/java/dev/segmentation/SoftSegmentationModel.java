package dev.segmentation;

/** A model by which a customer belongs to every segment to a degree; its labels are the segments of highest degree. */
public interface SoftSegmentationModel extends SegmentationModel {

    /**
     * The degree to which each row belongs to each segment.
     *
     * @param features any number of rows with exactly the features of {@link #featureNames()}
     * @return n × k degrees; each row sums to 1
     * @throws InvalidInputException if features or values do not fit
     */
    Memberships memberships(FeatureMatrix features);

    @Override
    default Assignment assign(FeatureMatrix features) {
        return memberships(features).toAssignment();
    }

    @Override
    default Typing type(FeatureMatrix features) {
        return memberships(features).toTyping();
    }
}
