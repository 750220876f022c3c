package dev.segmentation;

import java.util.Objects;

/**
 * What a fit gives: the model to keep, the labels of the training rows, and the report that explains both.
 *
 * @param <M> the type of the model
 * @param model small and immutable; assigns any later snapshot
 * @param assignment the label of each training row; equal to {@code model.assign(training)}
 * @param report converged or not, iterations, seed, objective, notices
 */
public record Fit<M extends SegmentationModel>(M model, Assignment assignment, FitReport report) {

    /**
     * Checks that all parts are there.
     *
     * @param model the model
     * @param assignment the labels
     * @param report the report
     */
    public Fit {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(assignment, "assignment");
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
