package dev.segmentation.app.command;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.cluster.Seeding;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What {@code cluster --algorithm} can choose from. */
interface ClusterAlgorithm {

    /** What the user types. */
    String name();

    /** Cuts the rows into segments. */
    Clustering fit(FeatureMatrix features, Options options, Execution execution);

    /**
     * What the user asked for; what is empty is left to the algorithm.
     *
     * @param segments how many
     * @param seed of the random starts
     * @param restarts how many starts are tried
     * @param maxIterations of one start
     * @param tolerance when to stop early
     * @param initialCenters where to start, in the units of the features, one row per segment
     */
    record Options(
            int segments,
            OptionalLong seed,
            OptionalInt restarts,
            OptionalInt maxIterations,
            OptionalDouble tolerance,
            Optional<Seeding> initialCenters) {}
}
