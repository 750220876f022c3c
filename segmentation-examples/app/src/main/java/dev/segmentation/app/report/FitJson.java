package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.FitReport;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.app.io.Json;

/** The part of {@code segmentation.json} that every fitted algorithm has. */
public final class FitJson {

    private FitJson() {}

    /**
     * Adds {@code seed, objective, iterations, converged, restarts}.
     *
     * @param json to be extended
     * @param report of the fit; its objective is in scaled units
     */
    public static void add(ObjectNode json, FitReport report) {
        json.put("seed", report.seed());
        Json.put(json, "objective", report.objective(), Reason.NO_OBSERVATIONS);
        json.put("iterations", report.iterations());
        json.put("converged", report.termination() == Termination.CONVERGED);
        json.put("restarts", report.restartObjectives().size());
    }
}
