package dev.segmentation.app.command;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.app.algorithm.Clustering;
import dev.segmentation.app.report.SegmentTraits;
import java.util.Optional;

/**
 * A feature of a segment: of its center if the algorithm has centers, else of its customers.
 *
 * @param value of a numeric feature, NaN if there is none
 * @param level of a categorical feature, empty if there is none
 */
record Center(double value, Optional<String> level) {

    static Center of(int segment, String feature, Clustering found, SegmentTraits traits) {
        Optional<FeatureTable> centers = found.centers().filter(table -> table.has(feature));
        if (centers.isPresent()) {
            FeatureTable table = centers.get();
            return table.kind(feature) == ColumnKind.NUMERIC
                    ? new Center(table.number(segment, feature), Optional.empty())
                    : new Center(Double.NaN, table.level(segment, feature));
        }
        return traits.isNumeric(feature)
                ? new Center(traits.mean(segment, feature), Optional.empty())
                : new Center(Double.NaN, traits.level(segment, feature));
    }
}
