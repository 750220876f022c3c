package dev.segmentation;

import dev.segmentation.internal.Arguments;
import java.util.Objects;

/**
 * To which degree each row belongs to each segment: n × k numbers in [0, 1], each row summing to 1.
 *
 * <p>Hard labels are a view of them: {@link #toAssignment}.
 */
public final class Memberships {

    private static final double SUM_TOLERANCE = 1e-6;

    private final int segmentCount;
    private final double[] degrees;

    private Memberships(int segmentCount, double[] degrees) {
        this.segmentCount = segmentCount;
        this.degrees = degrees;
    }

    /**
     * Copies row-major degrees.
     *
     * @param segmentCount k, at least 1
     * @param degrees n · k values, element (i, s) at {@code i * k + s}; not modified, not kept
     * @return the memberships
     * @throws InvalidInputException if a degree is outside [0, 1] or a row does not sum to 1 within 1e-6
     */
    public static Memberships copyOfRowMajor(int segmentCount, double... degrees) {
        Objects.requireNonNull(degrees, "degrees");
        Arguments.atLeast(1, segmentCount, "Memberships", "segmentCount", "1 puts every row into one segment");
        if (degrees.length % segmentCount != 0) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "Memberships: " + degrees.length + " values do not fill rows of " + segmentCount
                            + " segments; pass rows × segments values, row-major");
        }
        for (int at = 0; at < degrees.length; at += segmentCount) {
            int row = at / segmentCount;
            double sum = 0;
            for (int s = 0; s < segmentCount; s++) {
                double degree = degrees[at + s];
                if (!(degree >= 0 && degree <= 1)) {
                    throw new InvalidInputException(
                            Reason.RANGE,
                            row,
                            "degrees",
                            "Memberships: row " + row + ", segment " + s + " is outside 0 to 1");
                }
                sum += degree;
            }
            if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
                throw new InvalidInputException(
                        Reason.RANGE, row, "degrees", "Memberships: row " + row + " does not sum to 1; normalise it");
            }
        }
        return new Memberships(segmentCount, degrees.clone());
    }

    /**
     * The number of rows, n.
     *
     * @return at least 0
     */
    public int size() {
        return degrees.length / segmentCount;
    }

    /**
     * The number of segments, k.
     *
     * @return at least 1
     */
    public int segmentCount() {
        return segmentCount;
    }

    /**
     * The degree to which a row belongs to a segment.
     *
     * @param row from 0
     * @param segment from 0
     * @return 0 … 1
     * @throws IndexOutOfBoundsException if there is no such row or segment
     */
    public double degree(int row, int segment) {
        Objects.checkIndex(row, size());
        Objects.checkIndex(segment, segmentCount);
        return degrees[row * segmentCount + segment];
    }

    /**
     * By how much the best segment leads the second best: p₁ − p₂.
     *
     * @param row from 0
     * @return 0 for a tie, 1 for certainty; 1 if there is one segment
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double margin(int row) {
        Objects.checkIndex(row, size());
        double best = 0;
        double second = 0;
        for (int s = 0; s < segmentCount; s++) {
            double degree = degrees[row * segmentCount + s];
            if (degree > best) {
                second = best;
                best = degree;
            } else if (degree > second) {
                second = degree;
            }
        }
        return best - second;
    }

    /**
     * The segment of highest degree of each row; ties go to the lower label.
     *
     * @return one label per row
     */
    public Assignment toAssignment() {
        int[] labels = new int[size()];
        for (int i = 0; i < labels.length; i++) {
            for (int s = 1; s < segmentCount; s++) {
                if (degrees[i * segmentCount + s] > degrees[i * segmentCount + labels[i]]) {
                    labels[i] = s;
                }
            }
        }
        return Assignment.copyOf(segmentCount, labels);
    }

    /**
     * The best segment of each row with the second best one and the margin between them.
     *
     * @return segment, runner-up and margin p₁ − p₂ per row
     */
    public Typing toTyping() {
        Assignment best = toAssignment();
        if (segmentCount == 1) {
            return Typing.certain(best);
        }
        int[] seconds = new int[size()];
        double[] margins = new double[size()];
        for (int i = 0; i < seconds.length; i++) {
            int second = best.label(i) == 0 ? 1 : 0;
            for (int s = second + 1; s < segmentCount; s++) {
                if (s != best.label(i) && degrees[i * segmentCount + s] > degrees[i * segmentCount + second]) {
                    second = s;
                }
            }
            seconds[i] = second;
            margins[i] = margin(i);
        }
        return Typing.of(best, Assignment.copyOf(segmentCount, seconds), margins);
    }

    /** Counts only. */
    @Override
    public String toString() {
        return "Memberships[" + size() + " rows × " + segmentCount + " segments]";
    }
}
