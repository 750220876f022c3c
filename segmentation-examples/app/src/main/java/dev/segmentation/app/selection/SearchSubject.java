package dev.segmentation.app.selection;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmenter;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What a search for the number of segments works on.
 *
 * @param rows the customers, scaled as they are segmented
 * @param traits what can be asked, and how long it takes
 * @param thorough segments all customers, for the candidates themselves
 * @param quick segments customers who were drawn anew, many times over
 */
public record SearchSubject(
        FeatureMatrix rows,
        Set<Trait> traits,
        IntFunction<? extends Segmenter<?>> thorough,
        IntFunction<? extends Segmenter<?>> quick) {

    /** What can be asked, and how long it takes. */
    public enum Trait {
        /** Distances between rows mean something. */
        DISTANCES,
        /** Models say how likely the rows are. */
        LIKELIHOOD,
        /** Time grows with the square of the number of rows. */
        QUADRATIC
    }

    /**
     * Copies the set.
     *
     * @param rows the customers
     * @param traits what can be asked
     * @param thorough for all customers
     * @param quick for those drawn anew
     */
    public SearchSubject {
        traits = Set.copyOf(traits);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    SearchSubject with(FeatureMatrix some) {
        return new SearchSubject(some, traits, thorough, quick);
    }
}
