package dev.segmentation.app.algorithm;

import dev.segmentation.Execution;
import dev.segmentation.Segmenter;
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

    /**
     * The same as the library has it, for a search for the number of segments.
     *
     * @param data prepared as {@link #needs} says
     * @param options checked against {@link #needs}
     * @param segments how many
     * @return a {@link dev.segmentation.TableSegmenter} if features may be categories
     * @throws IllegalStateException unless {@link #isSearchable}
     */
    default Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        throw new IllegalStateException(name() + " has no number of segments to be chosen");
    }

    /**
     * Whether the number of segments can be searched for.
     *
     * @return false if the algorithm finds it, or makes any number of them alike
     */
    default boolean isSearchable() {
        return needs().segmentNumber() == Needs.SegmentNumber.GIVEN;
    }

    /**
     * Whether segments have names of their own, and not only numbers.
     *
     * @return then the user gives no other ones
     */
    default boolean namesSegments() {
        return false;
    }

    /**
     * How many segments get a name of the user's.
     *
     * @param options checked against {@link #needs}
     * @return empty if that is known after the fit only
     */
    default Optional<Integer> segmentCount(ClusterOptions options) {
        return needs().segmentNumber() == Needs.SegmentNumber.GIVEN ? options.segments() : Optional.empty();
    }

    /**
     * Whether its models say how likely customers are.
     *
     * @return then information criteria can be asked
     */
    default boolean hasLikelihood() {
        return false;
    }

    /**
     * Whether time grows with the square of the number of customers.
     *
     * @return then a search works with fewer of them
     */
    default boolean isQuadratic() {
        return false;
    }
}
