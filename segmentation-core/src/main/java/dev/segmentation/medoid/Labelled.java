package dev.segmentation.medoid;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.FitReport;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.DissimilarityModel;
import java.util.Arrays;

/** Medoids in the order of their segments, and the segment of every row. */
final class Labelled {

    private final int[] medoids;
    private final Assignment assignment;
    private final double cost;
    private final double meanRatio;

    private Labelled(int[] medoids, Assignment assignment, double cost, double meanRatio) {
        this.medoids = medoids;
        this.assignment = assignment;
        this.cost = cost;
        this.meanRatio = meanRatio;
    }

    /** By the order of the medoids, the caller's. */
    static Labelled inOrder(MedoidData data, int[] medoids, String where, Workers workers) {
        NearestMedoids nearest = NearestMedoids.of(new RowsToAll(data.dissimilarities(), medoids), where, workers);
        return new Labelled(
                medoids,
                Assignment.copyOf(medoids.length, nearest.labels()),
                nearest.cost(data.weights()),
                nearest.meanRatio(data.weights()));
    }

    /** By size. */
    static Labelled bySize(MedoidData data, int[] medoids, String where, Workers workers) {
        int[] sorted = medoids.clone();
        Arrays.sort(sorted);
        RowsToAll toAll = new RowsToAll(data.dissimilarities(), sorted);
        NearestMedoids nearest = NearestMedoids.of(toAll, where, workers);
        int[] order = MedoidOrder.bySize(toAll, nearest, data.weights(), workers);
        int[] numbers = new int[order.length];
        for (int number = 0; number < order.length; number++) {
            numbers[order[number]] = number;
        }
        int[] labels = Arrays.stream(nearest.labels()).map(m -> numbers[m]).toArray();
        return new Labelled(
                Arrays.stream(order).map(m -> sorted[m]).toArray(),
                Assignment.copyOf(order.length, labels),
                nearest.cost(data.weights()),
                nearest.meanRatio(data.weights()));
    }

    double cost() {
        return cost;
    }

    double meanRatio() {
        return meanRatio;
    }

    Fit<MedoidModel> fit(FeatureTable table, DissimilarityModel dissimilarity, FitReport report) {
        FeatureTable rows = table.select(dissimilarity.featureNames()).rows(medoids);
        return new Fit<>(new MedoidModel(dissimilarity, rows, medoids), assignment, report);
    }

    MedoidResult result(FitReport report) {
        return new MedoidResult(Arrays.stream(medoids).boxed().toList(), assignment, report);
    }
}
