package dev.segmentation;

import java.util.Objects;

/**
 * A way to cut customers into segments by typed columns: numeric, ordinal, nominal, also mixed.
 *
 * <p>A matrix is a table of numeric columns, so that whatever takes a {@link Segmenter} takes one of these as well; an
 * algorithm that needs categories refuses it.
 *
 * @param <M> the type of model it fits
 */
public interface TableSegmenter<M extends TableModel> extends Segmenter<M> {

    /**
     * Fits on the calling thread alone.
     *
     * @param table n rows; missing values as the algorithm says; not modified
     * @return model, labels and report
     * @throws InvalidInputException if the data do not suit the configuration
     */
    default Fit<M> fit(FeatureTable table) {
        return fit(table, Execution.sequential());
    }

    /**
     * Fits with the given threads, progress listener and cancellation, none of which can change the answer.
     *
     * @param table n rows; missing values as the algorithm says; not modified
     * @param execution how to run
     * @return model, labels and report
     * @throws InvalidInputException if the data do not suit the configuration
     * @throws CancelledException if cancelled; nothing is left behind
     */
    Fit<M> fit(FeatureTable table, Execution execution);

    @Override
    default Fit<M> fit(FeatureMatrix features, Execution execution) {
        return fit(FeatureTable.of(Objects.requireNonNull(features, "features")), execution);
    }
}
