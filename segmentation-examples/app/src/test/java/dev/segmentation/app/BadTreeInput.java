package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.FeatureTable;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.tree.Cart;
import dev.segmentation.tree.SegmentTree;
import java.util.Map;
import java.util.stream.IntStream;

/** The case of a tree that is as deep as its data are long. */
final class BadTreeInput {

    private BadTreeInput() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(entry("RF027", BadTreeInput::deepTreeAsRules));
    }

    private static void deepTreeAsRules(BadInputCase bad) {
        bad.mayAccept();
        int n = bad.input().get("tree_x").get("n").asInt();
        FeatureTable table = FeatureTable.builder()
                .numeric("x", IntStream.range(0, n).asDoubleStream().toArray())
                .numeric("y", IntStream.range(0, n).mapToDouble(i -> i % 2).toArray())
                .build();
        SegmentTree tree = Cart.on("y")
                .withMaxDepth(10_000)
                .withMinChild(1)
                .withMinParent(2)
                .withComplexity(0)
                .fit(table)
                .model();
        assertThat(tree.segmentCount()).isEqualTo(n);
        assertThat(tree.describe().lines()).hasSize(2 * n - 1);
        RuleSet rules = tree.rules();
        assertThat(rules.rules()).hasSize(n);
        assertThat(rules.toString()).contains("segment " + (n - 1));
    }
}
