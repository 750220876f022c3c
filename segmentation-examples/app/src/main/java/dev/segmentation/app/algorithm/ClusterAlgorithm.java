package dev.segmentation.app.algorithm;

import dev.segmentation.Execution;
import java.util.Optional;

/** What {@code cluster --algorithm} can choose from. */
public interface ClusterAlgorithm {

    /**
     * What the user types.
     *
     * @return in lower case, with hyphens
     */
    String name();

    /**
     * What it does, for the help.
     *
     * @return one short line
     */
    String description();

    /**
     * What it must and can be given.
     *
     * @return for {@link Combination}
     */
    Needs needs();

    /**
     * Which options do not go together, though each is taken.
     *
     * @param options all of which {@link #needs} takes
     * @return one line; empty if all is well
     */
    default Optional<String> fault(ClusterOptions options) {
        return Optional.empty();
    }

    /**
     * Cuts the rows into segments.
     *
     * @param data prepared as {@link #needs} says
     * @param options checked against {@link #needs}
     * @param execution how to work
     * @return model, labels, and what there is to tell
     */
    Clustering fit(ClusterData data, ClusterOptions options, Execution execution);
}
