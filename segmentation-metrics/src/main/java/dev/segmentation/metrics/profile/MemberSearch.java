package dev.segmentation.metrics.profile;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Finds the customers who stand for each segment: the typical ones nearest its mean, the medoid, the ones at its edge,
 * and how many the mean describes at all. All distances are Euclidean, in the matrix that is given; scale it as the
 * segments were formed.
 *
 * <p><b>Medoid:</b> the customer with the smallest sum of distances to all others of the segment. Candidates are taken
 * by their distance to the mean; each sum that is known bounds all others from below by the triangle inequality, and
 * candidates who cannot win are skipped. That is exact. Above {@link #withMedoidLimit} sums per segment the best so far
 * is kept, and {@link SegmentMembers#medoidIsExact()} says so; a segment of no more customers than that is always exact.
 *
 * <p><b>Ties</b> go to the earlier row. Row weights are not used, which {@link Members#notices()} says.
 * <br><b>Cost:</b> O(n·k·d), and for the medoid O(m²·d) in a segment of m customers at worst, on most data about
 * O(m·√m·d); memory for a copy of the rows of the segments that are worked on side by side.
 * <br><b>Reference:</b> J. Newling and F. Fleuret (2017), A sub-quadratic exact medoid algorithm, AISTATS.
 */
public final class MemberSearch {

    private final int count;
    private final int medoidLimit;
    private final double level;

    private MemberSearch(int count, int medoidLimit, double level) {
        this.count = count;
        this.medoidLimit = medoidLimit;
        this.level = level;
    }

    /**
     * Five customers of each kind, at most 5000 sums of distances per medoid, intervals at 95 %.
     *
     * @return the configuration
     */
    public static MemberSearch withDefaults() {
        return new MemberSearch(5, 5000, 0.95);
    }

    /**
     * Sets how many typical customers and how many at the edge are wanted.
     *
     * @param value at least 1, by default 5; a smaller segment gives all it has
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public MemberSearch withCount(int value) {
        Arguments.atLeast(1, value, "MemberSearch.withCount", "count", "5 are read at a glance");
        return new MemberSearch(value, medoidLimit, level);
    }

    /**
     * Sets how many candidates for the medoid are compared with all customers of their segment.
     *
     * @param value at least 1, by default 5000
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public MemberSearch withMedoidLimit(int value) {
        Arguments.atLeast(1, value, "MemberSearch.withMedoidLimit", "medoidLimit", "1 takes the one nearest the mean");
        return new MemberSearch(count, value, level);
    }

    /**
     * Sets the confidence level of intervals.
     *
     * @param value in (0, 1), by default 0.95
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public MemberSearch withLevel(double value) {
        Arguments.openUnit(value, "MemberSearch.withLevel", "level");
        return new MemberSearch(count, medoidLimit, value);
    }

    /**
     * Finds the members, on the calling thread.
     *
     * @param features the scaled matrix, n × d
     * @param assignment n labels
     * @return the members of every segment
     * @throws InvalidInputException as {@link #find(FeatureMatrix, Assignment, Execution)}
     */
    public Members find(FeatureMatrix features, Assignment assignment) {
        return find(features, assignment, Execution.sequential());
    }

    /**
     * Finds the members.
     *
     * @param features the scaled matrix, n × d
     * @param assignment n labels
     * @param execution how to run
     * @return the members of every segment, the same on any number of threads
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}), a value is missing ({@link
     *     Reason#NON_FINITE}), or distances overflow, from about 1e153 ({@link Reason#RANGE})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public Members find(FeatureMatrix features, Assignment assignment, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(assignment, "assignment");
        String where = "MemberSearch.find";
        Arguments.sameSize(features.rowCount(), assignment.size(), where, "assignment", "row");
        Arguments.noMissing(features, where);
        List<SegmentMembers> members;
        try (Workers workers = Objects.requireNonNull(execution, "execution").start()) {
            SegmentCenters centers = SegmentCenters.of(features, assignment, workers);
            members = workers.map(assignment.segmentCount(), s -> members(features, centers, s, workers));
        }
        List<Notice> notices = features.isWeighted()
                ? List.of(new Notice(Reason.WEIGHTS_IGNORED, "row weights were not used: means count every row once"))
                : List.of();
        return new Members(members, notices);
    }

    /** The options. */
    @Override
    public String toString() {
        return "MemberSearch[count = " + count + ", medoidLimit = " + medoidLimit + ", level = " + level + "]";
    }

    private SegmentMembers members(FeatureMatrix features, SegmentCenters centers, int segment, Workers workers) {
        int[] rows = centers.rowsOf(segment);
        double[] distances = new double[rows.length];
        double[] margins = new double[rows.length];
        int fitting = 0;
        for (int i = 0; i < rows.length; i++) {
            if (i % SegmentCenters.POLL == 0) {
                workers.checkCancelled();
            }
            double[] row = features.row(rows[i]);
            distances[i] = centers.distance(row, segment);
            margins[i] = centers.margin(row, segment, distances[i]);
            fitting += centers.isCloserThanToTotal(row, segment) ? 1 : 0;
        }
        int[] byDistance = order(distances);
        Medoid medoid = Medoid.of(features, rows, byDistance, medoidLimit, workers);
        return new SegmentMembers(
                segment,
                taken(rows, byDistance),
                medoid.place().isPresent() ? OptionalInt.of(rows[medoid.place().getAsInt()]) : OptionalInt.empty(),
                medoid.isExact(),
                centers.hasRunnerUp(segment) ? taken(rows, order(margins)) : new int[0],
                fitting(centers, segment, fitting, rows.length));
    }

    private Estimate fitting(SegmentCenters centers, int segment, int fitting, int size) {
        if (size < 2) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, size);
        }
        return centers.coincidesWithTotal(segment)
                ? Estimate.undefined(Reason.COINCIDENT_CENTERS, size)
                : WilsonScore.at(level).of(fitting, size);
    }

    private int[] taken(int[] rows, int[] order) {
        return Arrays.stream(order).limit(count).map(i -> rows[i]).toArray();
    }

    /** Places by ascending value, ties by place, since rows ascend. */
    private static int[] order(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
