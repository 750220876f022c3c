package dev.segmentation.metrics.effect;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.GroupedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far the whole distribution of a column in a segment lies from that of all other customers: how far, on average,
 * values of the segment would have to move to look like those of the others (Wasserstein-1, the area between both
 * distribution functions), in the unit of the column and in standard deviations of all customers.
 *
 * <p>Unlike a difference of means it also sees a difference in spread or shape. At least 0, 0 for equal distributions; too
 * large on average, by about 1/√n of the smaller group. Missing values are left out.
 *
 * <p><b>Undefined:</b> NaN, with the reason in {@link #undefined(int)}: no values in the segment or in the others ({@link
 * Reason#NO_OBSERVATIONS}), or values that overflow ({@link Reason#RANGE}); standardized also if all values are equal
 * ({@link Reason#ZERO_VARIANCE}).
 * <br><b>Cost:</b> O(n·(k + log n)) time, O(n) memory.
 * <br><b>Reference:</b> S. S. Vallender (1974), Theory Probab. Appl. 18, 784–786, doi:10.1137/1118101.
 */
public final class DistributionDistance {

    private final List<Double> distances;
    private final List<Optional<Reason>> undefined;
    private final double deviation;

    private DistributionDistance(List<Double> distances, List<Optional<Reason>> undefined, double deviation) {
        this.distances = distances;
        this.undefined = undefined;
        this.deviation = deviation;
    }

    /**
     * Compares every segment with all other customers.
     *
     * @param values n values, NaN where missing; not modified
     * @param assignment n labels
     * @return the distances
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH})
     */
    public static DistributionDistance of(double[] values, Assignment assignment) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(assignment.size(), values.length, "DistributionDistance.of", "values", "label");
        SortedValues all = SortedValues.of(values);
        GroupedColumn column = GroupedColumn.unweighted(values, new int[values.length], 1);
        double deviation = Math.sqrt(column.squares[0] / (column.totalWeight - 1));
        List<Double> distances = new ArrayList<>();
        List<Optional<Reason>> undefined = new ArrayList<>();
        for (int s = 0; s < assignment.segmentCount(); s++) {
            SortedValues segment = SortedValues.of(SegmentValues.of(values, assignment, s));
            if (segment.size() == 0 || segment.size() == all.size()) {
                distances.add(Double.NaN);
                undefined.add(Optional.of(Reason.NO_OBSERVATIONS));
            } else {
                double distance = segment.areaTo(all.without(segment));
                distances.add(distance);
                undefined.add(Double.isNaN(distance) ? Optional.of(Reason.RANGE) : Optional.empty());
            }
        }
        return new DistributionDistance(List.copyOf(distances), List.copyOf(undefined), deviation);
    }

    /**
     * The distance of a segment from all others.
     *
     * @param segment its label
     * @return in the unit of the column, at least 0; NaN if undefined
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double distance(int segment) {
        return distances.get(segment);
    }

    /**
     * The distance divided by the standard deviation of all values, with n − 1: comparable across columns.
     *
     * @param segment its label
     * @return at least 0; NaN if undefined
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double standardized(int segment) {
        double found = distances.get(segment) / deviation;
        return Double.isFinite(found) ? found : Double.NaN;
    }

    /**
     * Why the distances of a segment are undefined.
     *
     * @param segment its label
     * @return the reason, or empty if both are defined
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public Optional<Reason> undefined(int segment) {
        Objects.checkIndex(segment, undefined.size());
        if (undefined.get(segment).isEmpty() && Double.isNaN(standardized(segment))) {
            return Optional.of(deviation == 0 ? Reason.ZERO_VARIANCE : Reason.RANGE);
        }
        return undefined.get(segment);
    }

    @Override
    public String toString() {
        return "DistributionDistance[" + distances + "]";
    }
}
