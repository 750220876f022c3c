package dev.segmentation.app.algorithm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Segmenter;
import dev.segmentation.app.io.Json;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.hierarchy.Agglomerative;
import dev.segmentation.hierarchy.AgglomerativeCut;
import dev.segmentation.hierarchy.Hierarchy;
import java.util.Locale;
import java.util.stream.IntStream;

/** A tree by {@link Agglomerative}, cut into segments. */
final class HierarchyAlgorithm implements ClusterAlgorithm {

    /** Of the topmost joins; below, there is one for every customer. */
    private static final int MOST_HEIGHTS = 100;

    private final String name;
    private final String description;
    private final Agglomerative agglomerative;

    HierarchyAlgorithm(String name, String description, Agglomerative agglomerative) {
        this.name = name;
        this.description = description;
        this.agglomerative = agglomerative;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.NUMERIC, Needs.Scaling.SCALED).taking(ClusterOption.HEIGHT);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        FeatureMatrix features = data.matrix();
        int[] counted = IntStream.range(0, features.rowCount())
                .filter(row -> features.weight(row) > 0)
                .toArray();
        Hierarchy tree = agglomerative.grow(
                counted.length == features.rowCount() ? features : features.rows(counted), execution);
        AgglomerativeCut cut =
                options.height().map(agglomerative::cutAtHeight).orElseGet(() -> agglomerative.cut(options.k()));
        Fit<KMeansModel> fit = cut.fit(tree, features);
        int k = fit.model().segmentCount();
        double[] heights = tree.heights();
        Clustering found = OwnLabels.clustering(fit, data, features)
                .withDetails(details(heights, OwnLabels.differences(fit, features)));
        int next = heights.length - k + 1; // the join that the cut undoes
        return k == 1 || next < 1
                ? found
                : found.withSentence(String.format(
                        Locale.ROOT,
                        "The tree is cut between heights %.4g and %.4g, of %.4g at the top.",
                        heights[next - 1],
                        heights[next],
                        heights[heights.length - 1]));
    }

    @Override
    public Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        return agglomerative.cut(segments);
    }

    @Override
    public boolean isQuadratic() {
        return true;
    }

    /** Heights from the top, in units of the scaled features. */
    private static ObjectNode details(double[] heights, int rowsElsewhere) {
        ObjectNode json = Json.object();
        ArrayNode top = json.putArray("heights");
        for (int step = heights.length - 1; step >= Math.max(0, heights.length - MOST_HEIGHTS); step--) {
            top.add(heights[step]);
        }
        json.put("rowsElsewhere", rowsElsewhere);
        return json;
    }
}
