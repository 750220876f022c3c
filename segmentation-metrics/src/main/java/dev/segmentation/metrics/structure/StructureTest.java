package dev.segmentation.metrics.structure;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tests whether there are groups at all: whether neighboring segments are more than one population cut in half.
 *
 * <p>A segmenter always finds segments, and they always differ in what formed them; tests of that difference claim it on
 * pure noise too. Here centers come from some rows and are tested on others:
 *
 * <ol>
 *   <li>The segmenter is fitted to 35 % of the rows, drawn at random; the means of its segments are the centers.
 *   <li>Two centers are neighbors if no third one is nearer to both than they are to one another. Theirs is the convex
 *       part of space on their side of the planes halfway to every other center.
 *   <li>The other rows in that part are projected on the line through the two centers. Whatever log-concave distribution
 *       they come from (normal, uniform, exponential, with any correlations), the projection has a single mode, which
 *       {@link Dip} tests. Columns with ties, such as counts and rounded values, are spread within the steps of their
 *       values before, and what is heaped on tens or thousands over theirs.
 *   <li>The p values of the neighbors are combined by Fisher's method, which counts them as independent; they are not quite,
 *       because a row can lie between several neighbors. With more than two pairs it is twice the smaller one of this and of
 *       Bonferroni's least p, so that one gap among many halves is seen.
 *   <li>All this is done five times with other draws, and p is twice the median, which does not depend on the luck of one
 *       draw and is valid however the draws depend on one another (Meinshausen, Meier and Bühlmann 2009).
 * </ol>
 *
 * <p>Which of the given segments are separate, and which have groups within, is tested in the same splits, adjusted by
 * Holm's method, with the given labels: centers are the means of the segments among the first rows, and neighbors are those
 * of the whole segments. Within a segment, 2-means and 4-means cut what is among the first rows, and those of the others
 * that are nearest to its center are tested between the parts. The labels have seen the rows that are tested; a pair is
 * therefore not claimed unless structure as a whole is, and both are part of the simulation.
 *
 * <p>How often that is wrong and right is simulated, and the table is in the documentation: on fourteen kinds of data without
 * structure, some of them heavy-tailed or lumpy, structure is claimed in far fewer than 5 % of the runs.
 *
 * <p><b>What is tested</b> is the cut between nearest centers. A segmenter that cuts otherwise is judged by the means of
 * its segments. Without a segmenter ({@link #withoutSegmenter()}) the given labels are taken for a rule that was made
 * without these rows; labels that k-means had fitted to them were claimed in at most 0.5 % of the runs of each simulated cell, but
 * nothing guarantees that.
 *
 * <p><b>Not seen:</b> groups that differ in spread or shape alone, or that surround one another. <b>Misled:</b> a heavy
 * tail along two axes can look like two groups. Heaped values, such as ages of which many were rounded to tens and the others
 * not, are spread as far as they were rounded where all values lie on a lattice, as integers do; their logarithms do not, and
 * can be claimed. <b>True, but seldom meant:</b> a column of 0 and 1 for a category, and the spike that zeros leave after a
 * logarithm of spend, are gaps in the data, and are claimed as such; leave the column out, or keep those customers apart, if
 * the question is about the others. Row weights are not used for the test.
 *
 * <p>Immutable; the same input and seed give the same bits on any number of threads.
 *
 * <p><b>Cost:</b> five fits to 35 % of at most {@linkplain #withMaximumRows 100 000} rows, as many short ones to the parts of
 * each segment, and O(n·k·d) time per pair of neighbors, of which there are about k in few dimensions and k²/2 at most; O(n·d)
 * memory per thread.
 * <br><b>References:</b> J. A. Hartigan and P. M. Hartigan (1985), doi:10.1214/aos/1176346577; A. Prékopa (1973), Acta Sci.
 * Math. 34, 335–343; N. Meinshausen, L. Meier and P. Bühlmann (2009), doi:10.1198/jasa.2009.tm08647.
 */
public final class StructureTest {

    private static final String TEST = "StructureTest.test";

    private final @Nullable Segmenter<?> segmenter;
    private final int splits;
    private final double fitShare;
    private final int maximumRows;
    private final long seed;
    private final double level;

    private StructureTest(
            @Nullable Segmenter<?> segmenter, int splits, double fitShare, int maximumRows, long seed, double level) {
        this.segmenter = segmenter;
        this.splits = splits;
        this.fitShare = fitShare;
        this.maximumRows = maximumRows;
        this.seed = seed;
        this.level = level;
    }

    /**
     * A test that fits a segmenter anew: five splits, 35 % of the rows to fit, level 95 %, seed 0.
     *
     * @param segmenter what made the segments, configured as it was
     * @return the configuration
     */
    public static StructureTest of(Segmenter<?> segmenter) {
        return new StructureTest(Objects.requireNonNull(segmenter, "segmenter"), 5, 0.35, 100_000, 0, 0.95);
    }

    /**
     * A test of labels that come from a rule or an earlier model, in which these rows had no part.
     *
     * @return the configuration
     */
    public static StructureTest withoutSegmenter() {
        return new StructureTest(null, 5, 0.35, 100_000, 0, 0.95);
    }

    /**
     * Sets how often rows are split, by default 5. With a single split p is that of the split; with more, twice the median.
     *
     * @param value at least 1; odd numbers make the most of it
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public StructureTest withSplits(int value) {
        Arguments.atLeast(1, value, "StructureTest.withSplits", "splits", "5 make p independent of the luck of one");
        return new StructureTest(segmenter, value, fitShare, maximumRows, seed, level);
    }

    /**
     * Sets the share of the rows that centers come from, by default 0.35; the others are tested.
     *
     * @param share in (0, 1)
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public StructureTest withFitShare(double share) {
        Arguments.openUnit(share, "StructureTest.withFitShare", "share");
        return new StructureTest(segmenter, splits, share, maximumRows, seed, level);
    }

    /**
     * Sets how many rows each split uses at most, by default 100 000; if there are more, each split draws its own.
     *
     * @param rows at least 10
     * @return a new configuration
     * @throws InvalidInputException if it is below 10
     */
    public StructureTest withMaximumRows(int rows) {
        Arguments.atLeast(10, rows, "StructureTest.withMaximumRows", "rows", "hundreds are needed to find anything");
        return new StructureTest(segmenter, splits, fitShare, rows, seed, level);
    }

    /**
     * Sets the seed of the draws, by default 0.
     *
     * @param value any long
     * @return a new configuration
     */
    public StructureTest withSeed(long value) {
        return new StructureTest(segmenter, splits, fitShare, maximumRows, value, level);
    }

    /**
     * Sets the level at which structure is claimed, by default 0.95: p is at most 1 − level.
     *
     * @param value in (0, 1)
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public StructureTest withLevel(double value) {
        Arguments.openUnit(value, "StructureTest.withLevel", "level");
        return new StructureTest(segmenter, splits, fitShare, maximumRows, seed, value);
    }

    /**
     * Tests on the calling thread.
     *
     * @param features what formed the segments, as the segmenter saw it, n × d
     * @param assignment the n labels
     * @return what was found
     * @throws InvalidInputException as {@link #test(FeatureMatrix, Assignment, Execution)}
     */
    public Structure test(FeatureMatrix features, Assignment assignment) {
        return test(features, assignment, Execution.sequential());
    }

    /**
     * Tests. A split that cannot be fitted, for instance because it has fewer distinct rows than segments are wanted, speaks
     * for no structure and is counted in {@link Structure#notices()}.
     *
     * @param features what formed the segments, as the segmenter saw it, n × d, no value missing
     * @param assignment the n labels, whose pairs and segments are looked at
     * @param execution how to run; splits are worked on side by side, and told as progress
     * @return what was found; undefined ({@link Reason#SINGLE_SEGMENT}) for fewer than two segments, of which one may still
     *     have groups within, and ({@link
     *     Reason#NO_OBSERVATIONS}) if no split can be fitted or leaves four rows between any neighbors
     * @throws InvalidInputException if the numbers of rows differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public Structure test(FeatureMatrix features, Assignment assignment, Execution execution) {
        Arguments.sameSize(features.rowCount(), assignment.size(), TEST, "assignment", "row");
        Arguments.noMissing(features, TEST);
        long present =
                Arrays.stream(assignment.sizes()).filter(size -> size > 0).count();
        int used = Math.min(features.rowCount(), maximumRows);
        int fitted = (int) Math.round(fitShare * used);
        if (present == 0 || fitted == 0 || fitted == used) {
            return Structure.undefined(
                    present < 2 ? Reason.SINGLE_SEGMENT : Reason.NO_OBSERVATIONS, level, assignment.sizes());
        }
        StructureSplit split = new StructureSplit(features, assignment, Optional.ofNullable(segmenter), seed);
        try (Workers workers = execution.start()) {
            List<int[]> neighbors = split.neighbors(workers);
            return Structure.of(
                    workers.map(splits, "structure", number -> split.run(number, fitted, used, neighbors, workers)),
                    level,
                    assignment.sizes());
        }
    }

    @Override
    public String toString() {
        return "StructureTest[" + (segmenter == null ? "given labels" : segmenter) + ", splits = " + splits
                + ", fitShare = " + fitShare + ", maximumRows = " + maximumRows + ", seed = " + seed + ", level = "
                + level + "]";
    }
}
