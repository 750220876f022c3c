package dev.segmentation.metrics.stability;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.internal.OptimalMatching;
import dev.segmentation.metrics.internal.SegmentJoin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Carries the names of segments over to a refit: finds for each old segment the new one that is its continuation.
 *
 * <p>An old and a new segment can be one and the same only if they overlap enough: common customers divided by customers of
 * either, at least a half by default. Among all ways to match such segments one to one, the one is taken in which most
 * customers keep their segment. An old segment without a partner is <em>retired</em>, a new one without is <em>created</em> and
 * gets a name that no segment had before: retired names never come back, or reports of two years would call two things by one
 * name. Pass on what is retired with {@link #withRetiredNames}.
 *
 * <p>Overlap is that of the customers whom both have; who came or left says nothing about what a segment is.
 *
 * <p><b>Cost:</b> O(n) for counting and O(k³) for matching.
 * <br><b>Reference:</b> H. W. Kuhn (1955), Nav. Res. Logist. Q. 2, 83–97, doi:10.1002/nav.3800020109 (matching).
 */
public final class SegmentAligner {

    private final double minimumOverlap;
    private final Set<String> retiredNames;

    private SegmentAligner(double minimumOverlap, Set<String> retiredNames) {
        this.minimumOverlap = minimumOverlap;
        this.retiredNames = retiredNames;
    }

    /**
     * Segments go on if they overlap by a half; no name is retired yet.
     *
     * @return the configuration
     */
    public static SegmentAligner withDefaults() {
        return new SegmentAligner(0.5, Set.of());
    }

    /**
     * Sets how much an old and a new segment must overlap to be the same one, by default 0.5. With more than that a pair is
     * beyond doubt: neither can overlap as much with any other.
     *
     * @param value a Jaccard index in [0, 1]; 0 matches as many as have any customer in common
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public SegmentAligner withMinimumOverlap(double value) {
        Arguments.closedUnit(value, "SegmentAligner.withMinimumOverlap", "minimumOverlap");
        return new SegmentAligner(value, retiredNames);
    }

    /**
     * Sets the names that were retired earlier and must not be given again, such as {@link LabelAlignment#retiredNames()} of
     * the last refit.
     *
     * @param names any names; copied
     * @return a new configuration
     */
    public SegmentAligner withRetiredNames(List<String> names) {
        return new SegmentAligner(
                minimumOverlap, new LinkedHashSet<>(List.copyOf(Objects.requireNonNull(names, "names"))));
    }

    /**
     * How much segments must overlap to be the same.
     *
     * @return in [0, 1]
     */
    public double minimumOverlap() {
        return minimumOverlap;
    }

    /**
     * Aligns two assignments of the same rows, whose segments are called {@code Segment 0}, {@code Segment 1}, ….
     *
     * @param before the n labels that are known
     * @param after the n labels of the refit
     * @return the alignment
     * @throws InvalidInputException if the numbers of rows differ ({@link Reason#SCHEMA_MISMATCH}) or there are too many
     *     segments ({@link Reason#RESOURCE_LIMIT})
     */
    public LabelAlignment align(Assignment before, Assignment after) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        String where = "SegmentAligner.align";
        Arguments.sameSize(before.size(), after.size(), where, "after", "row of the other");
        checkCounts(before, after, where);
        ContingencyTable table = ContingencyTable.between(before, after);
        return match(table, unnamed(before.segmentCount()), unnamed(after.segmentCount()));
    }

    /**
     * Aligns two segmentations, of one date or of two, joined by customer id.
     *
     * @param before the one whose names are known
     * @param after the refit
     * @return the alignment
     * @throws InvalidInputException if ids are numbers on one side and texts on the other ({@link Reason#SCHEMA_MISMATCH}),
     *     there is no common customer ({@link Reason#NO_COMMON_CUSTOMERS}) or there are too many segments ({@link
     *     Reason#RESOURCE_LIMIT})
     */
    public LabelAlignment align(Segmentation before, Segmentation after) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        String where = "SegmentAligner.align";
        checkCounts(before.assignment(), after.assignment(), where);
        int[] rowsAfter =
                before.snapshot().customerIds().rowsIn(after.snapshot().customerIds());
        long[][] counts = new long[before.segments().size()][after.segments().size()];
        long common = 0;
        for (int i = 0; i < rowsAfter.length; i++) {
            if (rowsAfter[i] >= 0) {
                counts[before.assignment().label(i)][after.assignment().label(rowsAfter[i])]++;
                common++;
            }
        }
        if (common == 0) {
            throw new InvalidInputException(
                    Reason.NO_COMMON_CUSTOMERS,
                    "after",
                    where + ": the segmentations have no customer in common; compare ids of one form");
        }
        return match(ContingencyTable.copyOf(counts), before.segments(), after.segments());
    }

    private LabelAlignment match(ContingencyTable table, List<Segment> before, List<Segment> after) {
        long[][] weights = new long[table.rowCount()][table.columnCount()];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights[i].length; j++) {
                weights[i][j] = table.jaccard(i, j) >= minimumOverlap ? table.count(i, j) : 0;
            }
        }
        int[] continuation = OptimalMatching.of(weights);
        return new LabelAlignment(table, before, after, new LabelAlignment.Rule(continuation, retiredNames));
    }

    private static void checkCounts(Assignment before, Assignment after, String where) {
        SegmentJoin.checkCount(before.segmentCount(), where);
        SegmentJoin.checkCount(after.segmentCount(), where);
    }

    private static List<Segment> unnamed(int count) {
        List<Segment> segments = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            segments.add(Segment.of(s, LabelAlignment.defaultName(s)));
        }
        return List.copyOf(segments);
    }

    @Override
    public String toString() {
        return "SegmentAligner[minimumOverlap = " + minimumOverlap + ", retired " + retiredNames + "]";
    }
}
