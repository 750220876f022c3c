package dev.segmentation.medoid;

import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Medoids from the largest number of segments down to the smallest, from one start after the other, and the best of all. */
final class SilhouettePath {

    private final int fewest;
    private final int maxIterations;
    private final Workers workers;
    private final List<Double> objectives = new ArrayList<>();
    private final TreeMap<Integer, Double> leastByCount = new TreeMap<>();
    private double least = Double.POSITIVE_INFINITY;
    private int[] medoids = new int[0];
    private int passes;
    private Termination termination = Termination.CONVERGED;

    SilhouettePath(int fewest, int maxIterations, Workers workers) {
        this.fewest = fewest;
        this.maxIterations = maxIterations;
        this.workers = workers;
    }

    void follow(DissimilarityMatrix matrix, double[] weights, int[] first) {
        if (first.length == 1) {
            CostMedoids single = new CostMedoids(matrix, weights, first);
            SwapSearch search = new SwapSearch(single, maxIterations, workers).run(Swaps.EAGER);
            keep(single.rows, single.objective(), search);
            objectives.add(Double.NaN);
            return;
        }
        SilhouetteMedoids set = new SilhouetteMedoids(matrix, weights, first);
        double best = Double.POSITIVE_INFINITY;
        while (true) {
            SwapSearch search = new SwapSearch(set, maxIterations, workers).run(Swaps.EAGER);
            double objective = set.objective();
            best = Math.min(best, objective);
            keep(set.rows.clone(), objective, search);
            if (set.slots() == fewest) {
                objectives.add(best);
                return;
            }
            set.removeOne();
        }
    }

    private void keep(int[] rows, double objective, SwapSearch search) {
        leastByCount.merge(rows.length, objective, Math::min);
        if (medoids.length == 0 || objective < least || (objective == least && rows.length < medoids.length)) {
            least = objective;
            medoids = rows.clone();
            passes = search.passes();
            termination = search.termination();
        }
    }

    int[] medoids() {
        return medoids;
    }

    double objective() {
        return least;
    }

    List<Double> objectives() {
        return objectives;
    }

    int passes() {
        return passes;
    }

    Termination termination() {
        return termination;
    }

    /** The best objective of each number of segments. */
    SortedMap<Integer, Double> byCount() {
        return leastByCount;
    }
}
