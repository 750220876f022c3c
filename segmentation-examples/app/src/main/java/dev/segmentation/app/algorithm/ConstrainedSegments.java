package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.app.io.Json;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.constraint.ConstrainedKMeans;
import dev.segmentation.constraint.ConstraintCost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** k-means under {@code --min-size}, {@code --max-size}, {@code --together} and {@code --apart}. */
final class ConstrainedSegments {

    private static final Set<ClusterOption> SIZES = Set.of(ClusterOption.MIN_SIZE, ClusterOption.MAX_SIZE);
    private static final Set<ClusterOption> ALL =
            Set.of(ClusterOption.MIN_SIZE, ClusterOption.MAX_SIZE, ClusterOption.TOGETHER, ClusterOption.APART);

    private ConstrainedSegments() {}

    /** The options that make it. */
    static Set<ClusterOption> options() {
        return ALL;
    }

    static boolean areAsked(ClusterOptions options) {
        return options.given().stream().anyMatch(ALL::contains);
    }

    /** What does not go together. */
    static Optional<String> fault(ClusterOptions options) {
        Set<ClusterOption> given = options.given();
        if (given.contains(ClusterOption.TOLERANCE) && areAsked(options)) {
            return Optional.of("--tolerance does not go with constraints, under which k-means goes on until nothing"
                    + " changes; leave it out");
        }
        return given.contains(ClusterOption.APART)
                ? given.stream()
                        .filter(SIZES::contains)
                        .findFirst()
                        .map(size -> "--apart does not go with " + size.flag()
                                + ", since both are not kept together yet; leave one of them out")
                : Optional.empty();
    }

    static Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        ConstrainedKMeans config = ConstrainedKMeans.of(options.k());
        config = with(config, options.seed(), ConstrainedKMeans::withSeed);
        config = with(config, options.restarts(), ConstrainedKMeans::withRestarts);
        config = with(config, options.maxIterations(), ConstrainedKMeans::withMaxIterations);
        config = with(config, data.initialCenters(), ConstrainedKMeans::withInitialCenters);
        config = with(config, options.minSize(), ConstrainedKMeans::withMinimumSize);
        config = with(config, options.maxSize(), ConstrainedKMeans::withMaximumSize);
        config = with(
                config, data.extras().together().map(ConstrainedSegments::groups), ConstrainedKMeans::withMustLink);
        config =
                with(config, data.extras().apart().map(ConstrainedSegments::groups), ConstrainedKMeans::withCannotLink);
        FeatureMatrix features = data.matrix();
        Fit<KMeansModel> fit = config.fit(features, execution);
        ConstraintCost cost = ConstraintCost.of(fit, features);
        return Clustering.of(fit, OwnLabels.typing(fit.assignment(), fit.model().type(features)))
                .withCenters(data.inUnits(fit.model().centers()))
                .withDetails(details(options, cost))
                .withSentence("Constraints keep " + cost.rowsElsewhere() + " of " + cost.rows()
                        + " customers out of the segment with the nearest center; model.json, which scores later"
                        + " customers, has no constraints.");
    }

    /** A blank cell is a group of its own. */
    private static long[] groups(List<String> cells) {
        Map<String, Long> numbers = new HashMap<>();
        long[] groups = new long[cells.size()];
        for (int row = 0; row < groups.length; row++) {
            String cell = cells.get(row);
            groups[row] = cell.isBlank() ? -1L - row : numbers.computeIfAbsent(cell, c -> (long) numbers.size());
        }
        return groups;
    }

    private static ObjectNode details(ClusterOptions options, ConstraintCost cost) {
        ObjectNode json = Json.object();
        options.minSize().ifPresent(size -> json.put("minSize", size));
        options.maxSize().ifPresent(size -> json.put("maxSize", size));
        options.together().ifPresent(column -> json.put("together", column));
        options.apart().ifPresent(column -> json.put("apart", column));
        json.put("rowsElsewhere", cost.rowsElsewhere());
        json.put("nearestObjective", cost.nearestObjective());
        return json;
    }
}
