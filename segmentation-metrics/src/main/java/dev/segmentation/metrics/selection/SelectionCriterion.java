package dev.segmentation.metrics.selection;

import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import java.util.List;

/**
 * A way to judge segment counts: it scores every candidate of a {@link SegmentCountSearch} and picks one, or none, by a
 * rule of its own.
 *
 * <p>Criteria of this library are {@link Gap}, {@link PredictionStrength}, {@link BootstrapInstability}, {@link
 * BootstrapLikelihoodRatio}, {@link InformationCriterion#criterion()}, {@link
 * IndexCriterion} and {@link CalibratedIndices}. A criterion that is one number per fit
 * is made by {@link IndexCriterion#of}; implement this interface only for one that needs fits of its own.
 * Implementations are immutable.
 */
public interface SelectionCriterion {

    /**
     * What heads the column of this criterion and finds it in a {@link SearchReport}: unique in a search, and different for
     * options that ask another question; how many draws are made does not matter.
     *
     * @return such as {@code "gap"}
     */
    String name();

    /**
     * Plans the work for one search, and does what all of its parts share.
     *
     * @param setup what is searched
     * @param inside how to run, with the cancellation of the search
     * @return the work
     * @throws InvalidInputException if the criterion does not suit the data at all
     */
    Work<?> prepare(SearchSetup setup, Execution inside);

    /**
     * A sound first set: {@link Gap}, {@link PredictionStrength}, silhouette, Calinski–Harabasz and Davies–Bouldin.
     *
     * @return criteria with their defaults
     */
    static List<SelectionCriterion> defaults() {
        return List.of(
                Gap.withDefaults(),
                PredictionStrength.withDefaults(),
                IndexCriterion.silhouette(),
                IndexCriterion.calinskiHarabasz(),
                IndexCriterion.daviesBouldin());
    }

    /**
     * The work of a criterion in one search: for every candidate the same number of independent measurements, which run on
     * any thread in any order, and a conclusion from all of them.
     *
     * @param <R> what one measurement gives; immutable, or not touched any more
     */
    interface Work<R> {

        /**
         * How many measurements each candidate needs.
         *
         * @return at least 1
         */
        int replicates();

        /**
         * One measurement. Must be a pure function of its arguments: draws are keyed by the seed of the setup, the purpose
         * and the replicate. If it throws {@link InvalidInputException} or {@link dev.segmentation.FitException}, the
         * measurement is missing and counted; anything else ends the search.
         *
         * @param candidate one that was fitted
         * @param replicate 0 … replicates − 1
         * @param inside how to run fits, with the cancellation of the search
         * @return the result
         */
        R measure(Candidate candidate, int replicate, Execution inside);

        /**
         * Scores and pick from all measurements; called once, on the calling thread.
         *
         * @param measured one entry per candidate that was fitted, by ascending segment count
         * @return the curve
         */
        CriterionCurve conclude(List<Measured<R>> measured);
    }
}
