package dev.segmentation.metrics.profile;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.SegmentationModel;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import java.util.List;
import java.util.Objects;

/**
 * How much each feature matters for a fitted model: shuffles its values among the customers and counts whom the model
 * then puts into another segment. Nothing is fitted, so it is quick, and it works for models of any kind.
 *
 * <p>Shuffling keeps the distribution of the feature and breaks its relation to the others, so it also makes customers
 * whom there are none of; where features are strongly related, compare with {@link DropImportance}.
 *
 * <p><b>Cost:</b> repeats·d assignments, side by side; memory for one copy of the matrix per thread.
 * <br><b>Reference:</b> the idea is that of L. Breiman (2001), Mach. Learn. 45, 5–32, doi:10.1023/A:1010933404324.
 */
public final class ShuffleImportance {

    /** How many rows between two looks at cancellation. */
    private static final int POLL = 4096;

    private final SegmentationModel model;
    private final int repeats;
    private final long seed;
    private final double level;

    private ShuffleImportance(SegmentationModel model, int repeats, long seed, double level) {
        this.model = model;
        this.repeats = repeats;
        this.seed = seed;
        this.level = level;
    }

    /**
     * Ten repeats, seed 0, intervals at 95 %.
     *
     * @param model the fitted model
     * @return the configuration
     */
    public static ShuffleImportance of(SegmentationModel model) {
        return new ShuffleImportance(Objects.requireNonNull(model, "model"), 10, 0, 0.95);
    }

    /**
     * Sets how often each feature is shuffled.
     *
     * @param value at least 2, by default 10
     * @return a new configuration
     * @throws InvalidInputException if it is below 2
     */
    public ShuffleImportance withRepeats(int value) {
        Arguments.atLeast(2, value, "ShuffleImportance.withRepeats", "repeats", "10 show the spread");
        return new ShuffleImportance(model, value, seed, level);
    }

    /**
     * Sets the seed of the shuffles.
     *
     * @param value any long, by default 0
     * @return a new configuration
     */
    public ShuffleImportance withSeed(long value) {
        return new ShuffleImportance(model, repeats, value, level);
    }

    /**
     * Sets the confidence level of intervals.
     *
     * @param value in (0, 1), by default 0.95
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public ShuffleImportance withLevel(double value) {
        Arguments.openUnit(value, "ShuffleImportance.withLevel", "level");
        return new ShuffleImportance(model, repeats, seed, value);
    }

    /**
     * Measures the importance of every feature of the model, on the calling thread.
     *
     * @param features n rows with the features of the model
     * @return the importance
     * @throws InvalidInputException as {@link #measure(FeatureMatrix, Execution)}
     */
    public FeatureImportance measure(FeatureMatrix features) {
        return measure(features, Execution.sequential());
    }

    /**
     * Measures the importance of every feature of the model.
     *
     * @param features n rows with the features of the model
     * @param execution how to run; shuffles are worked on side by side, progress is told in assignments
     * @return the importance, the same bits on any number of threads
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), or what the model throws
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public FeatureImportance measure(FeatureMatrix features, Execution execution) {
        if (Objects.requireNonNull(features, "features").rowCount() == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY, "ShuffleImportance.measure: the matrix has no rows; nothing can be shuffled");
        }
        Assignment usual = model.assign(features);
        int d = features.featureCount();
        List<Double> moved;
        try (Workers workers = Objects.requireNonNull(execution, "execution").start()) {
            moved = workers.map(
                    repeats * d, "shuffle importance", task -> moved(features, usual, task % d, task / d, workers));
        }
        double[][] values = new double[d][repeats];
        for (int task = 0; task < moved.size(); task++) {
            values[task % d][task / d] = moved.get(task);
        }
        return new FeatureImportance(
                FeatureImportance.Measure.SHUFFLED,
                features.featureNames(),
                values,
                new double[repeats],
                level,
                features.rowCount(),
                List.of());
    }

    /** The options; the model is not shown. */
    @Override
    public String toString() {
        return "ShuffleImportance[repeats = " + repeats + ", seed = " + seed + ", level = " + level + "]";
    }

    private double moved(FeatureMatrix features, Assignment usual, int feature, int repeat, Workers workers) {
        double[] column = features.column(features.featureNames().get(feature));
        SeededRandom random = SeededRandom.stream(SeededRandom.key(seed, repeat), feature);
        for (int i = column.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double kept = column[i];
            column[i] = column[other];
            column[other] = kept;
        }
        FeatureMatrix.Builder shuffled = FeatureMatrix.builder(features.featureNames());
        for (int i = 0; i < column.length; i++) {
            if (i % POLL == 0) {
                workers.checkCancelled();
            }
            double[] row = features.row(i);
            row[feature] = column[i];
            shuffled.addRow(row);
        }
        Assignment changed = model.assign(shuffled.build());
        long moved = 0;
        for (int i = 0; i < column.length; i++) {
            moved += changed.label(i) == usual.label(i) ? 0 : 1;
        }
        return (double) moved / column.length;
    }
}
