package dev.segmentation.cluster;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.DistinctRows;
import dev.segmentation.internal.MatrixAccess;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Splits parts of the rows in two until there are enough. */
final class Bisection {

    private static final int POLL = 1 << 10;

    private final FeatureMatrix features;
    private final KMeans split;
    private final SplitRule rule;
    private final long seed;
    private final Execution execution;
    private final Execution quiet;
    private final List<Part> parts = new ArrayList<>();
    private boolean converged = true;
    private int iterations;
    private String kernel = "plain";

    Bisection(FeatureMatrix features, KMeans split, SplitRule rule, long seed, Execution execution) {
        this.features = features;
        this.split = split;
        this.rule = rule;
        this.seed = seed;
        this.execution = execution;
        this.quiet = execution.withListener(progress -> {}); // a split is not what the caller waits for
    }

    /** Some of the rows, and what they have in common. */
    static final class Part {

        final int[] rows; // ascending
        final double[] center;
        final double weight;
        final double sumOfSquares;
        final boolean canBeSplit;

        Part(int[] rows, double[] center, double weight, double sumOfSquares, boolean canBeSplit) {
            this.rows = rows;
            this.center = center;
            this.weight = weight;
            this.sumOfSquares = sumOfSquares;
            this.canBeSplit = canBeSplit;
        }

        double size(SplitRule rule) {
            return rule == SplitRule.LARGEST_SIZE ? weight : sumOfSquares;
        }
    }

    List<Part> parts() {
        return parts;
    }

    boolean converged() {
        return converged;
    }

    int iterations() {
        return iterations;
    }

    String kernel() {
        return kernel;
    }

    /** Splits until there are so many; the data must have as many distinct rows. */
    void run(int count) {
        int[] all = IntStream.range(0, features.rowCount()).toArray();
        add(all, KMeans.of(1).withRestarts(1).fit(features, quiet), count);
        while (parts.size() < count) {
            int at = next();
            int[] rows = parts.remove(at).rows;
            Fit<KMeansModel> fit = split(rows);
            converged &= fit.converged();
            iterations += fit.report().iterations();
            kernel = fit.report().kernel();
            add(rows, fit, count);
        }
    }

    /** A split, whose refusal is told in the name of the caller; which row it is of the part would mislead. */
    private Fit<KMeansModel> split(int[] rows) {
        try {
            return split.withSeed(SeededRandom.key(seed, parts.size())).fit(features.rows(rows), quiet);
        } catch (InvalidInputException refused) {
            String message = Objects.requireNonNull(refused.getMessage());
            throw new InvalidInputException(
                    refused.reason(),
                    BisectingKMeans.FIT + ": a segment of " + rows.length + " rows cannot be split; of it "
                            + message.substring(message.indexOf(": ") + 2));
        }
    }

    /** The label of every row, in the order of the parts. */
    int[] labels() {
        int[] labels = new int[features.rowCount()];
        for (int p = 0; p < parts.size(); p++) {
            for (int row : parts.get(p).rows) {
                labels[row] = p;
            }
        }
        return labels;
    }

    private int next() {
        int best = -1;
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p);
            if (part.canBeSplit && (best < 0 || isBefore(part, parts.get(best)))) {
                best = p;
            }
        }
        return best;
    }

    private boolean isBefore(Part part, Part other) {
        int bySize = Double.compare(part.size(rule), other.size(rule));
        return bySize > 0 || (bySize == 0 && part.rows[0] < other.rows[0]);
    }

    private void add(int[] rows, Fit<KMeansModel> fit, int count) {
        try (Workers workers = execution.start()) {
            for (int s = 0; s < fit.model().segmentCount(); s++) {
                int[] local = fit.assignment().rowsOf(s);
                int[] own = new int[local.length];
                for (int i = 0; i < own.length; i++) {
                    own[i] = rows[local[i]];
                }
                double[] center = fit.model().centers().row(s);
                parts.add(new Part(
                        own, center, fit.model().trainingWeight(s), sumOfSquares(own, center, workers), differ(own)));
            }
            workers.tell(new FitProgress("bisecting k-means", parts.size(), count, Double.NaN));
        }
    }

    private double sumOfSquares(int[] rows, double[] center, Workers workers) {
        Blocks blocks = MatrixAccess.blocks(features);
        double[] values = new double[center.length];
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            if (i % POLL == 0) {
                workers.checkCancelled();
            }
            blocks.copyRow(rows[i], values);
            double squared = 0;
            for (int j = 0; j < center.length; j++) {
                double difference = values[j] - center[j];
                squared += difference * difference;
            }
            sum += features.weight(rows[i]) * squared;
        }
        return sum;
    }

    /** Whether rows of positive weight differ. */
    private boolean differ(int[] rows) {
        DistinctRows distinct = new DistinctRows(2);
        for (int i = 0; i < rows.length && !distinct.isEnough(); i++) {
            if (features.weight(rows[i]) > 0) {
                distinct.add(features.row(rows[i]), features.weight(rows[i]));
            }
        }
        return distinct.isEnough();
    }
}
