package dev.segmentation.metrics.aging;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentJoin;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Objects;

/**
 * What became of each segment when customers were segmented anew: it survived, was absorbed, was split or disappeared; and
 * which new segments emerged.
 *
 * <p>Customers tell: overlap(X, Y) is the share of the customers of an old segment X, by weight, who are in the new segment Y.
 * X <em>matches</em> the Y with the largest overlap if that is at least τ; of equal overlaps, the Y with the lower label. X has
 * <em>survived</em> if no other old segment matches that Y, else it was <em>absorbed</em>. Without a match X was <em>split</em>
 * if pieces of at least τ<sub>split</sub> each cover at least τ together, else it <em>disappeared</em>. Y has <em>emerged</em>
 * if no old segment matches it and it is no piece of one. Names play no part: that X has the name of Y is no evidence.
 *
 * <p>Customers who left count as customers of X that no Y has, so that a segment that loses half of its customers cannot
 * survive; {@link #withoutLeavers} asks only where those went who are still there.
 *
 * <p><b>Degenerate:</b> a segment without customers, or whose weights are all 0, is none: it is in no list.
 * <br><b>Cost:</b> O(n + m), and 8 bytes per pair of segments; {@link #byCenters} O((m + n·k)·d) for n old and m new customers
 * and k new segments.
 * <br><b>Reference:</b> M. Spiliopoulou, I. Ntoutsi, Y. Theodoridis, R. Schult (2006), MONIC, KDD, 706–711,
 * doi:10.1145/1150402.1150491. That a match is tested before a split, and that a piece may be the match of another segment, is
 * our reading; {@link #byCenters} is our own.
 *
 * <p>Immutable and thread-safe.
 */
public final class Monic {

    private static final double REACH = 0.95;

    /** Sums of so many values as there may be rows do not overflow. */
    private static final double LARGEST = 1e290;

    private final double match;
    private final double split;
    private final double reach;
    private final boolean leaversCount;

    private Monic(double match, double split, double reach, boolean leaversCount) {
        this.match = match;
        this.split = split;
        this.reach = reach;
        this.leaversCount = leaversCount;
    }

    /**
     * τ = 0.5, τ<sub>split</sub> = 0.2; leavers count.
     *
     * @return the configuration
     */
    public static Monic withDefaults() {
        return new Monic(0.5, 0.2, REACH, true);
    }

    /**
     * Sets τ, the overlap from which two segments match.
     *
     * @param threshold 0.5 to 1
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public Monic withMatch(double threshold) {
        if (!(threshold >= 0.5 && threshold <= 1)) {
            throw Arguments.badParameter(
                    "Monic.withMatch", "threshold", threshold, "0.5 to 1; below 0.5 a segment could match two others");
        }
        return new Monic(threshold, split, reach, leaversCount);
    }

    /**
     * Sets τ<sub>split</sub>, the overlap from which a new segment is a piece of an old one.
     *
     * @param threshold above 0 and below 0.5
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public Monic withSplit(double threshold) {
        if (!(threshold > 0 && threshold < 0.5)) {
            throw Arguments.badParameter(
                    "Monic.withSplit",
                    "threshold",
                    threshold,
                    "more than 0 and less than 0.5; a piece is less than a match");
        }
        return new Monic(match, threshold, reach, leaversCount);
    }

    /**
     * Leaves customers out who are absent from the later segmentation.
     *
     * @return a new configuration
     */
    public Monic withoutLeavers() {
        return new Monic(match, split, reach, false);
    }

    /**
     * Sets how much of a new segment lies within its reach, see {@link #byCenters}.
     *
     * @param share of its customers, in (0, 1]; 0.95 unless said otherwise
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public Monic withReach(double share) {
        if (!(share > 0 && share <= 1)) {
            throw Arguments.badParameter("Monic.withReach", "share", share, "more than 0 and at most 1");
        }
        return new Monic(match, split, share, leaversCount);
    }

    /**
     * Follows segments by the customers in them, joined on customer id; every customer counts once.
     *
     * @param before the old segmentation
     * @param after the new one, of the same date or a later one
     * @return what became of the segments
     * @throws InvalidInputException where {@link #between(Segmentation, Segmentation, double[])} does
     */
    public SegmentTransitions between(Segmentation before, Segmentation after) {
        return transitions(before, after, new double[0]);
    }

    /**
     * Follows segments by the customers in them, weighted, such as by how recently each was seen.
     *
     * @param before the old segmentation
     * @param after the new one, of the same date or a later one
     * @param weights one per customer of {@code before}, at least 0; only their ratios matter
     * @return what became of the segments
     * @throws InvalidInputException if there are more or fewer weights than customers ({@link Reason#SCHEMA_MISMATCH}), one is
     *     negative or not finite ({@link Reason#BAD_WEIGHT}), no customer is in both ({@link Reason#NO_COMMON_CUSTOMERS}), ids
     *     are numbers on one side and texts on the other ({@link Reason#SCHEMA_MISMATCH}), or there are more than 4096 segments
     *     ({@link Reason#RESOURCE_LIMIT})
     */
    public SegmentTransitions between(Segmentation before, Segmentation after, double... weights) {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(before, "before");
        String where = "Monic.between";
        Arguments.sameSize(before.customerCount(), weights.length, where, "weights", "customer of before");
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] <= Double.MAX_VALUE)) {
                throw new InvalidInputException(
                        Reason.BAD_WEIGHT,
                        i,
                        "weights",
                        where + ": the weight of row " + i + " is " + weights[i] + ", expected a number of at least 0");
            }
        }
        return transitions(before, after, weights);
    }

    private SegmentTransitions transitions(Segmentation before, Segmentation after, double... weights) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        String where = "Monic.between";
        check(before, after, where);
        int[] rowsAfter =
                before.snapshot().customerIds().rowsIn(after.snapshot().customerIds());
        int[] labels = new int[rowsAfter.length];
        boolean common = false;
        for (int i = 0; i < labels.length; i++) {
            labels[i] = rowsAfter[i] < 0 ? Overlap.NOWHERE : after.assignment().label(rowsAfter[i]);
            common |= rowsAfter[i] >= 0;
        }
        if (!common && labels.length > 0 && after.customerCount() > 0) {
            throw new InvalidInputException(
                    Reason.NO_COMMON_CUSTOMERS,
                    "after",
                    where
                            + ": the segmentations have no customer in common; compare ids of one form, or use byCenters");
        }
        Overlap overlap =
                Overlap.of(before.assignment(), labels, after.segments().size(), weights, leaversCount);
        return new SegmentTransitions(before, after, overlap, match, split);
    }

    /**
     * Follows segments of which no customer is common, such as those of two samples, by where they lie.
     *
     * <p>Our own definition: a customer of X is with Y if no center of a new segment is nearer than that of Y, and it is not
     * farther than Y reaches, which is as far as 95 % of the customers of Y are from their center ({@link #withReach}). So
     * overlap(X, Y) is the share of X in the volume of Y, and where nobody is any more a segment disappears. Segments that are
     * not round are cut to the ball of their center.
     *
     * @param before the old segmentation
     * @param featuresBefore its customers, scaled as for distances, none missing
     * @param after the new segmentation
     * @param featuresAfter its customers, with the same features on the same scale
     * @return what became of the segments
     * @throws InvalidInputException if there are more or fewer rows than customers or the features differ ({@link
     *     Reason#SCHEMA_MISMATCH}), a value is missing ({@link Reason#NON_FINITE}) or above 10<sup>290</sup> ({@link
     *     Reason#RANGE}), or there are more than 4096 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public SegmentTransitions byCenters(
            Segmentation before, FeatureMatrix featuresBefore, Segmentation after, FeatureMatrix featuresAfter) {
        return byCenters(before, featuresBefore, after, featuresAfter, Execution.sequential());
    }

    /**
     * The same, on threads: what became of the segments is the same on any number of them.
     *
     * @param before the old segmentation
     * @param featuresBefore its customers, scaled as for distances, none missing
     * @param after the new segmentation
     * @param featuresAfter its customers, with the same features on the same scale
     * @param execution how to run
     * @return what became of the segments
     * @throws InvalidInputException as without an execution
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public SegmentTransitions byCenters(
            Segmentation before,
            FeatureMatrix featuresBefore,
            Segmentation after,
            FeatureMatrix featuresAfter,
            Execution execution) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(featuresBefore, "featuresBefore");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(featuresAfter, "featuresAfter");
        Objects.requireNonNull(execution, "execution");
        String where = "Monic.byCenters";
        check(before, after, where);
        Arguments.sameSize(before.customerCount(), featuresBefore.rowCount(), where, "featuresBefore", "customer");
        Arguments.sameSize(after.customerCount(), featuresAfter.rowCount(), where, "featuresAfter", "customer");
        Arguments.match(featuresBefore.featureNames(), featuresAfter, where);
        Arguments.noMissing(featuresBefore, where);
        Arguments.noMissing(featuresAfter, where);
        int[] labels;
        try (Workers workers = execution.start()) {
            FeatureMatrix ordered = featuresAfter.select(featuresBefore.featureNames());
            double unit = unit(featuresBefore, ordered);
            labels = Balls.of(ordered, after.assignment(), reach, unit, workers).around(featuresBefore, workers);
        }
        Overlap overlap =
                Overlap.of(before.assignment(), labels, after.segments().size(), new double[0], true);
        return new SegmentTransitions(before, after, overlap, match, split);
    }

    /** The power of two that is next to the widest range of a feature. */
    private static double unit(FeatureMatrix before, FeatureMatrix after) {
        double widest = Double.MIN_NORMAL;
        for (String feature : before.featureNames()) {
            DoubleSummaryStatistics both = new DoubleSummaryStatistics();
            Arrays.stream(before.column(feature)).forEach(both);
            Arrays.stream(after.column(feature)).forEach(both);
            double range = both.getCount() == 0 ? 0 : both.getMax() - both.getMin();
            double largest = both.getCount() == 0 ? 0 : Math.max(both.getMax(), -both.getMin());
            if (!(Math.max(range, largest) <= LARGEST)) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        feature,
                        "Monic.byCenters: values of feature \"" + feature
                                + "\" are so large that their means overflow; scale the features");
            }
            widest = Math.max(widest, range);
        }
        return Math.scalb(1.0, Math.getExponent(widest));
    }

    private static void check(Segmentation before, Segmentation after, String where) {
        SegmentJoin.checkCount(before.segments().size(), where);
        SegmentJoin.checkCount(after.segments().size(), where);
        if (after.asOf().isBefore(before.asOf())) {
            throw Arguments.badParameter(
                    where, "after.asOf", after.asOf(), "not before before.asOf = " + before.asOf());
        }
    }

    /** Such as {@code Monic[match = 0.5, split = 0.2, reach = 0.95, leavers count]}. */
    @Override
    public String toString() {
        return "Monic[match = " + match + ", split = " + split + ", reach = " + reach + ", leavers "
                + (leaversCount ? "count" : "left out") + "]";
    }
}
