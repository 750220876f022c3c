package dev.segmentation.metrics.profile;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.OptionalInt;

/** The customers who stand for one segment, as row indices; look up their ids in the snapshot. */
public final class SegmentMembers {

    private final int segment;
    private final int[] typical;
    private final OptionalInt medoid;
    private final boolean exact;
    private final int[] edge;
    private final Estimate fitting;

    SegmentMembers(int segment, int[] typical, OptionalInt medoid, boolean exact, int[] edge, Estimate fitting) {
        this.segment = segment;
        this.typical = typical;
        this.medoid = medoid;
        this.exact = exact;
        this.edge = edge;
        this.fitting = fitting;
    }

    /**
     * The label of the segment.
     *
     * @return from 0
     */
    public int segment() {
        return segment;
    }

    /**
     * The customers nearest the mean of the segment, nearest first.
     *
     * @return rows, a new array; none in an empty segment
     */
    public int[] typical() {
        return typical.clone();
    }

    /**
     * The customer with the smallest sum of distances to the others of the segment: a real one, where the mean is none.
     *
     * @return its row; empty in an empty segment
     */
    public OptionalInt medoid() {
        return medoid;
    }

    /**
     * Whether the medoid is the best of all customers of the segment, not only of those compared within the limit.
     *
     * @return false only above {@link MemberSearch#withMedoidLimit}
     */
    public boolean medoidIsExact() {
        return exact;
    }

    /**
     * The customers with the smallest margin between the segment and the next one, smallest first. The margin is (b −
     * a)/max(a, b) for the distances a to the mean of their own segment and b to the nearest other mean; below 0, which
     * k-means does not leave, another mean is nearer.
     *
     * @return rows, a new array; none in an empty segment or without another one
     */
    public int[] edge() {
        return edge.clone();
    }

    /**
     * The share of the segment's customers who are closer to the mean of their segment than to that of all customers,
     * over all features, with Wilson's interval. Customers halfway do not fit.
     *
     * @return in [0, 1], higher is better; undefined with fewer than two customers ({@link Reason#NO_OBSERVATIONS}) or
     *     equal means ({@link Reason#COINCIDENT_CENTERS})
     */
    public Estimate fitting() {
        return fitting;
    }

    /**
     * The share of the segment's customers who resemble the mean of their segment less than (or no more than) that of
     * all customers: one minus {@link #fitting()}. A persona drawn from the mean is not about them.
     *
     * @return in [0, 1], lower is better
     */
    public Estimate resemblingTotal() {
        return Shares.complement(fitting);
    }

    /** Rows, never ids. */
    @Override
    public String toString() {
        return "segment " + segment + ": typical rows " + Arrays.toString(typical) + ", medoid "
                + (medoid.isPresent() ? "row " + medoid.getAsInt() : "none")
                + (exact ? "" : " (best of those compared)")
                + ", edge rows " + Arrays.toString(edge) + ", fit " + fitting;
    }
}
