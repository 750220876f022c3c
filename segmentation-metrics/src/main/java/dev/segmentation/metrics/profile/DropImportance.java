package dev.segmentation.metrics.profile;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * How much each feature matters for a scheme: leaves it out, segments the customers anew, and compares.
 *
 * <p>The importance is one minus the adjusted Rand index between the given segments and the new ones: 0 if they are the
 * same without the feature, about 1 if they have nothing left in common. It is measured under several seeds, and so is
 * what changes under another seed with all features, {@link FeatureImportance#baseline()}; only what exceeds that is due
 * to the feature.
 *
 * <p>A repeat that cannot be fitted is left out and counted in {@link FeatureImportance#notices()}. With a single feature
 * nothing is left to segment by: its importance is undefined.
 *
 * <p><b>Cost:</b> repeats·(d + 1) fits, side by side; memory for one copy of the matrix per thread.
 * <br><b>Reference:</b> for the index, L. Hubert and P. Arabie (1985), doi:10.1007/BF01908075.
 */
public final class DropImportance {

    private final LongFunction<? extends Segmenter<?>> segmenters;
    private final int repeats;
    private final long seed;
    private final double level;

    private DropImportance(LongFunction<? extends Segmenter<?>> segmenters, int repeats, long seed, double level) {
        this.segmenters = segmenters;
        this.repeats = repeats;
        this.seed = seed;
        this.level = level;
    }

    /**
     * Five repeats, seed 0, intervals at 95 %.
     *
     * @param segmenters gives the segmenter of a seed, such as {@code seed -> KMeans.of(5).withSeed(seed)}; asked from the
     *     calling thread
     * @return the configuration
     */
    public static DropImportance of(LongFunction<? extends Segmenter<?>> segmenters) {
        return new DropImportance(Objects.requireNonNull(segmenters, "segmenters"), 5, 0, 0.95);
    }

    /**
     * Sets under how many seeds each feature is left out.
     *
     * @param value at least 2, by default 5
     * @return a new configuration
     * @throws InvalidInputException if it is below 2
     */
    public DropImportance withRepeats(int value) {
        Arguments.atLeast(2, value, "DropImportance.withRepeats", "repeats", "5 show the spread");
        return new DropImportance(segmenters, value, seed, level);
    }

    /**
     * Sets the seed from which those of the segmenters are derived.
     *
     * @param value any long, by default 0
     * @return a new configuration
     */
    public DropImportance withSeed(long value) {
        return new DropImportance(segmenters, repeats, value, level);
    }

    /**
     * Sets the confidence level of intervals.
     *
     * @param value in (0, 1), by default 0.95
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public DropImportance withLevel(double value) {
        Arguments.openUnit(value, "DropImportance.withLevel", "level");
        return new DropImportance(segmenters, repeats, seed, value);
    }

    /**
     * Measures the importance of every feature, on the calling thread.
     *
     * @param features what the segments were formed by, n × d
     * @param scheme the n labels
     * @return the importance
     * @throws InvalidInputException as {@link #measure(FeatureMatrix, Assignment, Execution)}
     */
    public FeatureImportance measure(FeatureMatrix features, Assignment scheme) {
        return measure(features, scheme, Execution.sequential());
    }

    /**
     * Measures the importance of every feature.
     *
     * @param features what the segments were formed by, n × d
     * @param scheme the n labels
     * @param execution how to run; fits are made side by side, progress is told in fits
     * @return the importance, the same bits on any number of threads as far as the segmenter's are
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or there are fewer than two
     *     rows ({@link Reason#EMPTY}); what the segmenter throws, if no fit succeeds
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public FeatureImportance measure(FeatureMatrix features, Assignment scheme, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(scheme, "scheme");
        Arguments.sameSize(features.rowCount(), scheme.size(), "DropImportance.measure", "scheme", "row");
        if (scheme.size() < 2) {
            throw new InvalidInputException(
                    Reason.EMPTY,
                    "DropImportance.measure: the matrix has " + scheme.size() + " rows; at least 2 make a pair");
        }
        List<Segmenter<?>> seeded = new ArrayList<>();
        for (int r = 0; r < repeats; r++) {
            seeded.add(Objects.requireNonNull(segmenters.apply(SeededRandom.key(seed, r)), "segmenters"));
        }
        int d = features.featureCount();
        int lots = d == 1 ? 1 : d + 1; // lot d leaves nothing out; with one feature there is no other
        List<Refit> refits;
        try (Workers workers = Objects.requireNonNull(execution, "execution").start()) {
            refits = workers.map(repeats * lots, "drop importance", task -> {
                int dropped = d == 1 ? 1 : task % lots;
                return refit(features, scheme, dropped, seeded.get(task / lots), workers.inside());
            });
        }
        return collect(features, refits, lots);
    }

    /** The options. */
    @Override
    public String toString() {
        return "DropImportance[repeats = " + repeats + ", seed = " + seed + ", level = " + level + "]";
    }

    private FeatureImportance collect(FeatureMatrix features, List<Refit> refits, int lots) {
        int d = features.featureCount();
        double[][] values = new double[d][repeats];
        double[] baseline = new double[repeats];
        List<RuntimeException> failures = new ArrayList<>();
        for (int r = 0; r < repeats; r++) {
            for (int j = 0; j < d; j++) {
                values[j][r] = d == 1 ? Double.NaN : refits.get(r * lots + j).value;
            }
            baseline[r] = refits.get(r * lots + lots - 1).value;
        }
        refits.forEach(refit -> refit.failure.ifPresent(failures::add));
        if (failures.size() == refits.size()) {
            throw failures.get(0);
        }
        List<Notice> notices = new ArrayList<>();
        if (!failures.isEmpty()) {
            notices.add(new Notice(
                    Reason.NO_OBSERVATIONS,
                    failures.size() + " of " + refits.size() + " fits failed and were left out; the first one: "
                            + failures.get(0).getMessage()));
        }
        return new FeatureImportance(
                FeatureImportance.Measure.DROPPED,
                features.featureNames(),
                values,
                baseline,
                level,
                features.rowCount(),
                notices);
    }

    /** Either how far the new segments are from the scheme or, where they could not be fitted, why. */
    private static final class Refit {

        private final double value;
        private final Optional<RuntimeException> failure;

        Refit(double value, Optional<RuntimeException> failure) {
            this.value = value;
            this.failure = failure;
        }
    }

    private static Refit refit(
            FeatureMatrix features, Assignment scheme, int dropped, Segmenter<?> segmenter, Execution inside) {
        List<String> kept = new ArrayList<>(features.featureNames());
        if (dropped < kept.size()) {
            kept.remove(dropped);
        }
        try {
            Assignment refitted = segmenter.fit(features.select(kept), inside).assignment();
            double distance = 1 - ContingencyTable.between(scheme, refitted).adjustedRand();
            return new Refit(distance, Optional.empty());
        } catch (InvalidInputException unsuitable) {
            return new Refit(Double.NaN, Optional.of(unsuitable));
        } catch (FitException failed) {
            if (failed.reason() == Reason.CALLBACK_FAILED) {
                throw failed;
            }
            return new Refit(Double.NaN, Optional.of(failed));
        }
    }
}
