package dev.segmentation.metrics.stability;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether a segmentation hangs on a single variable: leaves out one after the other, segments anew, and compares with the
 * solution of all variables.
 *
 * <p>Four measures for each variable left out, all better when lower; {@link VariableStability} holds them. C(i) is the segment
 * of row i in the given solution, D(i) that in the solution without the variable:
 *
 * <ul>
 *   <li><b>APN</b>, average proportion of non-overlap: the mean over rows of 1 − |C(i) ∩ D(i)|/|C(i)|.
 *   <li><b>AD</b>, average distance: the mean over rows of the mean distance between the rows of C(i) and those of D(i).
 *   <li><b>ADM</b>, average distance between means: the mean over rows of the distance between the centers of C(i) and D(i).
 *   <li><b>FOM</b>, figure of merit: the root mean square of what the variable left out varies within the segments D, which
 *       have not seen it; the adjusted one, times √(n/(n − k)), can be compared between numbers of segments.
 * </ul>
 *
 * <p>Distances are Euclidean, over all variables, the one left out included, so the matrix must be scaled. Rows count alike;
 * weights reach the segmenter alone.
 *
 * <p><b>Input:</b> n × d matrix without missing values, d ≥ 2; n labels. Nothing is modified.
 * <br><b>Cost:</b> d fits; AD takes O(m·n·d) per variable for m rows, all of them up to 1000 and else as many drawn ones, set by
 * {@link #withDistanceRows}; memory for a copy of the matrix and
 * a few numbers per row on each thread, and 8 bytes per variable and measured row.
 * <br><b>Reference:</b> S. Datta and S. Datta (2003), Bioinformatics 19, 459–466, doi:10.1093/bioinformatics/btg025 (APN, AD,
 * ADM); K. Y. Yeung, D. R. Haynor and W. L. Ruzzo (2001), Bioinformatics 17, 309–318, doi:10.1093/bioinformatics/17.4.309 (FOM).
 */
public final class LeaveOneVariableOut {

    private static final int DEFAULT_DISTANCE_ROWS = 1000;

    private final Segmenter<?> segmenter;
    private final int distanceRows;
    private final long seed;
    private final double level;

    private LeaveOneVariableOut(Segmenter<?> segmenter, int distanceRows, long seed, double level) {
        this.segmenter = segmenter;
        this.distanceRows = distanceRows;
        this.seed = seed;
        this.level = level;
    }

    /**
     * AD from at most 1000 rows, seed 0, intervals at 95 %.
     *
     * @param segmenter what made the segments; it is fitted to every matrix with one column less
     * @return the configuration
     */
    public static LeaveOneVariableOut of(Segmenter<?> segmenter) {
        Objects.requireNonNull(segmenter, "segmenter");
        return new LeaveOneVariableOut(segmenter, DEFAULT_DISTANCE_ROWS, 0, 0.95);
    }

    /**
     * Sets from how many rows the average distance is measured, each to all others; by default 1000. With n or more it is exact.
     *
     * @param value at least 2
     * @return a new configuration
     * @throws InvalidInputException if it is below 2
     */
    public LeaveOneVariableOut withDistanceRows(int value) {
        Arguments.atLeast(2, value, "LeaveOneVariableOut.withDistanceRows", "distanceRows", "1000 is usual");
        return new LeaveOneVariableOut(segmenter, value, seed, level);
    }

    /**
     * Sets the seed by which rows are drawn for the average distance, by default 0.
     *
     * @param value any long
     * @return a new configuration
     */
    public LeaveOneVariableOut withSeed(long value) {
        return new LeaveOneVariableOut(segmenter, distanceRows, value, level);
    }

    /**
     * Sets the confidence level of the interval of the average distance, by default 0.95.
     *
     * @param value in (0, 1)
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public LeaveOneVariableOut withLevel(double value) {
        Arguments.openUnit(value, "LeaveOneVariableOut.withLevel", "level");
        return new LeaveOneVariableOut(segmenter, distanceRows, seed, value);
    }

    /**
     * From how many rows the average distance is measured at most.
     *
     * @return at least 2
     */
    public int distanceRows() {
        return distanceRows;
    }

    /**
     * The seed by which rows are drawn.
     *
     * @return by default 0
     */
    public long seed() {
        return seed;
    }

    /**
     * Measures, on the calling thread.
     *
     * @param features what the segmenter was fitted to, n × d, d ≥ 2
     * @param original the n labels it gave
     * @return the measures of every variable
     * @throws InvalidInputException as {@link #assess(FeatureMatrix, Assignment, Execution)}
     */
    public VariableStability assess(FeatureMatrix features, Assignment original) {
        return assess(features, original, Execution.sequential());
    }

    /**
     * Measures. A variable without which nothing can be fitted is left out and named in {@link VariableStability#notices()}.
     *
     * @param features what the segmenter was fitted to, n × d, d ≥ 2
     * @param original the n labels it gave
     * @param execution how to run; variables are worked on side by side
     * @return the measures of every variable
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}), there are no rows ({@link
     *     Reason#EMPTY}), there is one variable only ({@link Reason#NO_FEATURES}) or a value is missing ({@link
     *     Reason#NON_FINITE}); what the segmenter throws, if it can fit no variable's absence
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public VariableStability assess(FeatureMatrix features, Assignment original, Execution execution) {
        String where = "LeaveOneVariableOut.assess";
        Checks.rows(features, original, where);
        Arguments.noMissing(features, where);
        List<String> names = features.featureNames();
        if (names.size() < 2) {
            throw new InvalidInputException(
                    Reason.NO_FEATURES, where + ": 1 feature, expected at least 2; nothing would be left without it");
        }
        int n = features.rowCount();
        int[] measured = distanceRows >= n
                ? IntStream.range(0, n).toArray()
                : Subset.draw(n, distanceRows, SeededRandom.stream(seed, 0));
        try (Workers workers = execution.start()) {
            Refits<LeftOut> refits = Refits.run(workers, names.size(), "leaving out variables", j -> {
                List<String> others = new ArrayList<>(names);
                others.remove(j);
                Assignment without =
                        segmenter.fit(features.select(others), workers.inside()).assignment();
                return new TwoSolutions(features, original, without, workers::checkCancelled).measure(j, measured);
            });
            List<Optional<LeftOut>> variables =
                    IntStream.range(0, names.size()).mapToObj(refits::result).toList();
            return new VariableStability(
                    names,
                    variables,
                    new VariableStability.Rows(n, measured.length, level),
                    refits.notices("variables"));
        }
    }

    /**
     * What is kept of a variable.
     *
     * @param distances of each measured row; their mean is AD
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record LeftOut(double nonOverlap, double[] distances, double centerDistance, double merit, double adjustedMerit) {}

    @Override
    public String toString() {
        return "LeaveOneVariableOut[" + segmenter + ", distanceRows = " + distanceRows + ", seed = " + seed
                + ", level = " + level + "]";
    }
}
