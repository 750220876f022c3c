package dev.segmentation.app.algorithm;

import dev.segmentation.Execution;
import dev.segmentation.tree.Cart;

/** {@link Cart}. */
final class CartAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "cart";
    }

    @Override
    public String description() {
        return "tree of cuts in two; segments differ in a target";
    }

    @Override
    public Needs needs() {
        return TreeSegments.needs().taking(ClusterOption.SEED);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        Cart config = Cart.on(options.target().orElseThrow());
        config = ClusterOptions.with(config, options.seed(), Cart::withSeed);
        if (options.minSize().isPresent()) {
            int least = TreeSegments.leastSize(options.minSize().get(), data);
            config = config.withMinChild(least).withMinParent(2.0 * least);
        }
        return TreeSegments.of(config.fit(data.table(), execution), data);
    }
}
