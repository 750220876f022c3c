package dev.segmentation;

import java.util.Objects;

/** A model by which a customer, described by typed columns, belongs to every segment to a degree. */
public interface SoftTableModel extends TableModel, SoftSegmentationModel {

    /**
     * The degree to which each row belongs to each segment.
     *
     * @param table any number of rows with exactly the columns of {@link #featureNames()}
     * @return n × k degrees; each row sums to 1
     * @throws InvalidInputException if columns or values do not fit
     */
    Memberships memberships(FeatureTable table);

    @Override
    default Memberships memberships(FeatureMatrix features) {
        return memberships(FeatureTable.of(Objects.requireNonNull(features, "features")));
    }

    @Override
    default Assignment assign(FeatureTable table) {
        return memberships(table).toAssignment();
    }

    @Override
    default Assignment assign(FeatureMatrix features) {
        return assign(FeatureTable.of(Objects.requireNonNull(features, "features")));
    }

    @Override
    default Typing type(FeatureTable table) {
        return memberships(table).toTyping();
    }

    @Override
    default Typing type(FeatureMatrix features) {
        return type(FeatureTable.of(Objects.requireNonNull(features, "features")));
    }
}
