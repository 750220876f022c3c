package dev.segmentation.dissimilarity;

import dev.segmentation.FeatureTable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The dissimilarities of numeric columns that need nothing but their names. */
enum Metric implements Dissimilarity {
    EUCLIDEAN,
    SQUARED_EUCLIDEAN,
    MANHATTAN;

    @Override
    public DissimilarityModel fit(FeatureTable table) {
        Objects.requireNonNull(table, "table");
        return new NumericModel(this, NumericColumns.namesOf(table, where()));
    }

    /** Whose fit it is. */
    static Optional<Metric> of(DissimilarityModel model) {
        return model instanceof NumericModel numeric ? Optional.of(numeric.metric) : Optional.empty();
    }

    DissimilarityModel restored(List<String> featureNames) {
        return new NumericModel(this, featureNames);
    }

    String where() {
        return "Dissimilarity." + (this == SQUARED_EUCLIDEAN ? "squaredEuclidean" : toString());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private record NumericModel(Metric metric, List<String> featureNames) implements DissimilarityModel {

        @Override
        public Dissimilarities between(FeatureTable rows, FeatureTable others) {
            Tiles right = NumericColumns.tiles(others, featureNames, metric.where());
            Tiles left = rows == others ? right : NumericColumns.tiles(rows, featureNames, metric.where());
            return new MetricDissimilarities(metric, left, right, featureNames.size());
        }
    }
}
