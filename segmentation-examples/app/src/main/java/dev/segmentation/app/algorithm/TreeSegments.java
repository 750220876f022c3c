package dev.segmentation.app.algorithm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.Json;
import dev.segmentation.rule.Rule;
import dev.segmentation.tree.SegmentTree;
import dev.segmentation.tree.TreeNode;

/** What {@link ChaidAlgorithm} and {@link CartAlgorithm} have in common. */
final class TreeSegments {

    private TreeSegments() {}

    static Needs needs() {
        return Needs.of(Columns.ANY, Needs.Scaling.AS_THEY_ARE)
                .withSegmentNumber(Needs.SegmentNumber.FOUND)
                .requiring(ClusterOption.TARGET)
                .taking(ClusterOption.MIN_SIZE);
    }

    /** Refuses what no tree can keep: a single segment has all customers. */
    static int leastSize(int asked, ClusterData data) {
        int customers = data.table().rowCount();
        if (asked > customers) {
            throw new InvalidInputException(
                    Reason.INFEASIBLE,
                    "segment size",
                    "--min-size " + asked + " needs " + asked + " customers, but there are " + customers
                            + "; lower the minimum");
        }
        return asked;
    }

    static Clustering of(Fit<SegmentTree> fit, ClusterData data) {
        SegmentTree tree = fit.model();
        Clustering found = Clustering.of(fit, tree.type(data.table().select(tree.featureNames())))
                .withDetails(details(tree))
                .withSentence(tree.describe().stripTrailing());
        return tree.segmentCount() == 1
                ? found.withSentence(
                        "No split was worth making: all customers are one segment. --min-size lets smaller segments be.")
                : found;
    }

    private static ObjectNode details(SegmentTree tree) {
        ObjectNode json = Json.object();
        json.put("target", tree.target());
        if (!tree.targetLevels().isEmpty()) {
            json.set("targetLevels", Json.texts(tree.targetLevels()));
        }
        json.put("depth", tree.depth());
        json.put("tree", tree.describe());
        ArrayNode segments = json.putArray("rules");
        int s = 0;
        for (Rule rule : tree.rules().rules()) {
            TreeNode leaf = tree.leaf(s);
            ObjectNode segment = segments.addObject();
            segment.put("segment", s++);
            segment.put("rule", rule.conditions());
            segment.put("weight", leaf.weight());
            if (tree.targetLevels().isEmpty()) {
                segment.put("targetMean", leaf.mean());
            } else {
                segment.set(
                        "targetShares",
                        Json.numbers(leaf.distribution().stream()
                                .mapToDouble(count -> count / leaf.weight())
                                .toArray()));
            }
        }
        return json;
    }
}
