package dev.segmentation;

/**
 * A way to cut customers into segments: an immutable configuration that fits a model.
 *
 * <p>{@code fit} is a pure function of the configuration and the data: the same input and the same seed give the same
 * bits, on any number of threads.
 *
 * @param <M> the type of model it fits
 */
public interface Segmenter<M extends SegmentationModel> {

    /**
     * Fits on the calling thread alone.
     *
     * @param features n × d, without missing values unless the algorithm says otherwise; not modified
     * @return model, labels and report
     * @throws InvalidInputException if the data do not suit the configuration
     */
    default Fit<M> fit(FeatureMatrix features) {
        return fit(features, Execution.sequential());
    }

    /**
     * Fits with the given threads, progress listener and cancellation, none of which can change the answer.
     *
     * @param features n × d, without missing values unless the algorithm says otherwise; not modified
     * @param execution how to run
     * @return model, labels and report
     * @throws InvalidInputException if the data do not suit the configuration
     * @throws CancelledException if cancelled; nothing is left behind
     */
    Fit<M> fit(FeatureMatrix features, Execution execution);

    /**
     * Whether a row of weight w enters every sum, mean and draw like w equal rows, so that who draws rows repeatedly, as a
     * bootstrap does, may hand over each once with a weight, and save the work. A search for a local optimum, which moves w
     * equal rows one by one and a row of weight w as a whole, may end in another one, no worse on average.
     *
     * @return by default false; then rows are repeated
     */
    default boolean usesWeights() {
        return false;
    }
}
