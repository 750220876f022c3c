package dev.segmentation.app.algorithm;

import dev.segmentation.Execution;
import dev.segmentation.tree.Chaid;

/** {@link Chaid}. */
final class ChaidAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "chaid";
    }

    @Override
    public String description() {
        return "tree of tests; segments differ in a target";
    }

    @Override
    public Needs needs() {
        return TreeSegments.needs();
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        Chaid config = Chaid.on(options.target().orElseThrow());
        if (options.minSize().isPresent()) {
            int least = TreeSegments.leastSize(options.minSize().get(), data);
            config = config.withMinChild(least).withMinParent(2.0 * least);
        }
        return TreeSegments.of(config.fit(data.table(), execution), data);
    }
}
