package dev.segmentation.app.algorithm;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.prepare.ScalingModel;
import dev.segmentation.rule.RuleSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an algorithm works on.
 *
 * @param raw in the units of the file: the features, and the target if there is one
 * @param table the same, numeric features brought to one scale
 * @param features by which segments are formed
 * @param scaling how they were brought to one scale; empty if they were not
 * @param extras what else was read from files
 */
public record ClusterData(
        FeatureTable raw, FeatureTable table, List<String> features, Optional<ScalingModel> scaling, Extras extras) {

    /**
     * What some algorithms take besides features.
     *
     * @param initialCenters the features of one row per segment, scaled like the table
     * @param together who stays together, a text per row, blank if free
     * @param apart who is kept apart, likewise
     * @param rules that make the segments
     */
    public record Extras(
            Optional<FeatureTable> initialCenters,
            Optional<List<String>> together,
            Optional<List<String>> apart,
            Optional<RuleSet> rules) {}

    /** The features, all of them numeric. */
    FeatureMatrix matrix() {
        return table.matrix(features);
    }

    /** First centers, whose features are all numeric. */
    Optional<FeatureMatrix> initialCenters() {
        return extras.initialCenters().map(centers -> centers.matrix(features));
    }

    /** Centers in the units of the file, from those of the table. */
    FeatureTable inUnits(FeatureMatrix centers) {
        return FeatureTable.of(scaling.map(model -> model.invert(centers)).orElse(centers));
    }

    /** Centers with categories in the units of the file. */
    FeatureTable inUnits(FeatureTable centers) {
        List<String> numeric = centers.names().stream()
                .filter(name -> centers.kind(name) == ColumnKind.NUMERIC)
                .toList();
        if (scaling.isEmpty() || numeric.isEmpty()) {
            return centers;
        }
        FeatureTable numbers = inUnits(centers.matrix(numeric));
        FeatureTable.Builder builder = FeatureTable.builder();
        for (String name : centers.names()) {
            if (numeric.contains(name)) {
                builder.numeric(name, numbers.numbers(name));
            } else {
                builder.nominal(
                        name,
                        IntStream.range(0, centers.rowCount())
                                .mapToObj(row -> centers.level(row, name).orElse(null))
                                .toList());
            }
        }
        return builder.build();
    }

    /** Whether a feature is categorical. */
    boolean hasCategories() {
        return features.stream().anyMatch(name -> table.kind(name) != ColumnKind.NUMERIC);
    }
}
