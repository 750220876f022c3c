package dev.segmentation.metrics.stability;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.Objects;
import java.util.function.LongFunction;

/**
 * Whether a segmentation depends on what should not matter at all: the seed, and the order of the rows. The customers stay the
 * same; every refit sees all of them.
 *
 * <p>Refits come in pairs: both are compared with the given solution, and with each other, so that the values of one kind are
 * independent and nothing of size n outlives its pair. Seeds are those after the given one: seed + 1 … seed + 2 · pairs. Orders
 * are uniform permutations, fitted with the given seed. An algorithm whose result depends on either needs more restarts, or
 * has too many segments.
 *
 * <p><b>Cost:</b> four fits per pair, 10 pairs by default, side by side; memory for a copy of the matrix and 16 bytes per row on
 * each thread.
 */
public final class StartSensitivity {

    private static final int DEFAULT_PAIRS = 10;

    private final LongFunction<? extends Segmenter<?>> seeded;
    private final int pairs;
    private final long seed;
    private final double level;

    private StartSensitivity(LongFunction<? extends Segmenter<?>> seeded, int pairs, long seed, double level) {
        this.seeded = seeded;
        this.pairs = pairs;
        this.seed = seed;
        this.level = level;
    }

    /**
     * 10 pairs of seeds and of orders, seed 0, intervals at 95 %.
     *
     * @param seeded the segmenter of a seed, such as {@code KMeans.of(5)::withSeed}; called on any thread
     * @return the configuration
     */
    public static StartSensitivity of(LongFunction<? extends Segmenter<?>> seeded) {
        return new StartSensitivity(Objects.requireNonNull(seeded, "seeded"), DEFAULT_PAIRS, 0, 0.95);
    }

    /**
     * Sets how many pairs of seeds, and how many pairs of orders, are tried; by default 10.
     *
     * @param value at least 2
     * @return a new configuration
     * @throws InvalidInputException if it is below 2
     */
    public StartSensitivity withPairs(int value) {
        Arguments.atLeast(2, value, "StartSensitivity.withPairs", "pairs", "10 is usual");
        return new StartSensitivity(seeded, value, seed, level);
    }

    /**
     * Sets the seed of the given solution, by default 0. Other seeds are counted from it, and other orders are fitted with it.
     *
     * @param value any long
     * @return a new configuration
     */
    public StartSensitivity withSeed(long value) {
        return new StartSensitivity(seeded, pairs, value, level);
    }

    /**
     * Sets the confidence level of intervals, by default 0.95.
     *
     * @param value in (0, 1)
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public StartSensitivity withLevel(double value) {
        Arguments.openUnit(value, "StartSensitivity.withLevel", "level");
        return new StartSensitivity(seeded, pairs, seed, value);
    }

    /**
     * The number of pairs.
     *
     * @return at least 2
     */
    public int pairs() {
        return pairs;
    }

    /**
     * The seed of the given solution.
     *
     * @return by default 0
     */
    public long seed() {
        return seed;
    }

    /**
     * Refits, on the calling thread.
     *
     * @param features what the segmenter was fitted to, n × d
     * @param original the n labels it gave
     * @return how much the refits differ
     * @throws InvalidInputException as {@link #assess(FeatureMatrix, Assignment, Execution)}
     */
    public SensitivityReport assess(FeatureMatrix features, Assignment original) {
        return assess(features, original, Execution.sequential());
    }

    /**
     * Refits. A pair of which one fit fails is left out and counted in {@link SensitivityReport#notices()}.
     *
     * @param features what the segmenter was fitted to, n × d
     * @param original the n labels it gave
     * @param execution how to run; pairs are worked on side by side
     * @return how much the refits differ
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or there are no rows
     *     ({@link Reason#EMPTY}); what the segmenter throws, if it cannot fit any pair
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public SensitivityReport assess(FeatureMatrix features, Assignment original, Execution execution) {
        Checks.rows(features, original, "StartSensitivity.assess");
        try (Workers workers = execution.start()) {
            Refits<Pair> seeds = Refits.run(
                    workers,
                    pairs,
                    "other seeds",
                    pair -> compare(
                            original,
                            seeded(features, seed + 1 + 2L * pair, workers),
                            seeded(features, seed + 2 + 2L * pair, workers)));
            Refits<Pair> orders = Refits.run(
                    workers,
                    pairs,
                    "other orders",
                    pair -> compare(
                            original,
                            ordered(features, 2L * pair, workers),
                            ordered(features, 2L * pair + 1, workers)));
            return new SensitivityReport(seeds, orders, original.size(), level);
        }
    }

    /** What is kept of a pair: adjusted Rand indices, and objectives. */
    record Pair(double first, double second, double between, double firstObjective, double secondObjective) {}

    /** A fit of all rows, whose labels are in their order. */
    private record Refit(Assignment assignment, double objective) {}

    private Refit seeded(FeatureMatrix features, long other, Workers workers) {
        Fit<?> fit = segmenter(other).fit(features, workers.inside());
        return new Refit(fit.assignment(), fit.report().objective());
    }

    private Refit ordered(FeatureMatrix features, long order, Workers workers) {
        int[] rows = permutation(features.rowCount(), SeededRandom.stream(seed, order));
        Fit<?> fit = segmenter(seed).fit(features.rows(rows), workers.inside());
        int[] positions = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            positions[rows[i]] = i;
        }
        return new Refit(fit.assignment().rows(positions), fit.report().objective());
    }

    private Segmenter<?> segmenter(long value) {
        return Objects.requireNonNull(seeded.apply(value), "segmenter");
    }

    private static Pair compare(Assignment original, Refit first, Refit second) {
        return new Pair(
                agreement(original, first.assignment),
                agreement(original, second.assignment),
                agreement(first.assignment, second.assignment),
                first.objective,
                second.objective);
    }

    private static double agreement(Assignment one, Assignment other) {
        return ContingencyTable.between(one, other).adjustedRand();
    }

    /** Fisher and Yates. */
    private static int[] permutation(int n, SeededRandom random) {
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            rows[i] = rows[j];
            rows[j] = i;
        }
        return rows;
    }

    @Override
    public String toString() {
        return "StartSensitivity[" + segmenter(seed) + ", pairs = " + pairs + ", seed = " + seed + ", level = " + level
                + "]";
    }
}
