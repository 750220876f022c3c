package dev.segmentation;

import java.util.Objects;

/**
 * What a fit to rows that are not in memory gives: the model and the report; labels are for the model to tell, block by
 * block.
 *
 * @param <M> the type of the model
 * @param model small and immutable; assigns these rows and any later ones
 * @param report converged or not, iterations, seed, objective, notices
 */
public record ModelFit<M extends SegmentationModel>(M model, FitReport report) {

    /**
     * Checks that all parts are there.
     *
     * @param model the model
     * @param report the report
     */
    public ModelFit {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(report, "report");
    }

    /**
     * Whether the fit ended by itself; short for asking {@link FitReport#termination()}.
     *
     * @return false if the iteration limit cut it short
     */
    public boolean converged() {
        return report.termination() == Termination.CONVERGED;
    }
}
