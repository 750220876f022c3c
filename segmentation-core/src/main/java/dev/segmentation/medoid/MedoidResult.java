package dev.segmentation.medoid;

import dev.segmentation.Assignment;
import dev.segmentation.FitReport;
import java.util.List;
import java.util.Objects;

/**
 * Segments of things that are known by their dissimilarities alone, so that there is no model that could assign others.
 *
 * @param medoids for each segment the thing at its center, from 0, in the order of the dissimilarities
 * @param assignment the segment of each thing: that of its nearest medoid, the lower label of equally near ones
 * @param report converged or not, iterations, seed, objective, notices
 */
public record MedoidResult(List<Integer> medoids, Assignment assignment, FitReport report) {

    /**
     * Checks that all parts are there.
     *
     * @param medoids one per segment; copied
     * @param assignment the labels
     * @param report the report
     */
    public MedoidResult {
        medoids = List.copyOf(medoids);
        Objects.requireNonNull(assignment, "assignment");
        Objects.requireNonNull(report, "report");
    }
}
