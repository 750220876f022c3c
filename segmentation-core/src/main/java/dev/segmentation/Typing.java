package dev.segmentation;

import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How customers were typed: for each row its segment, the runner-up, and the margin between the two, since a customer
 * rarely fits a segment completely.
 *
 * <p>The margin runs from 0, a tie, to 1, no doubt. By distances it is 1 − d₁/d₂, by memberships p₁ − p₂: the range is
 * the same, the meaning is not, so compare margins of one model only.
 */
public final class Typing {

    private static final int NONE = -1;

    private final List<Segment> segments;
    private final Assignment assignment;
    private final int[] runnersUp; // NONE where there is none
    private final double[] margins;

    private Typing(List<Segment> segments, Assignment assignment, int[] runnersUp, double[] margins) {
        this.segments = segments;
        this.assignment = assignment;
        this.runnersUp = runnersUp;
        this.margins = margins;
    }

    /**
     * Rows about which there is no doubt, as rules type them: margin 1, no runner-up.
     *
     * @param assignment the labels
     * @return the typing
     */
    public static Typing certain(Assignment assignment) {
        int[] runnersUp = new int[assignment.size()];
        double[] margins = new double[assignment.size()];
        Arrays.fill(runnersUp, NONE);
        Arrays.fill(margins, 1);
        return new Typing(numbered(assignment.segmentCount()), assignment, runnersUp, margins);
    }

    /**
     * Rows with a segment and a runner-up each, for authors of models.
     *
     * @param assignment the labels, of at least two segments
     * @param runnersUp the label of the runner-up of each row; copied
     * @param margins 0 … 1, one per row; copied
     * @return the typing
     * @throws InvalidInputException if lengths differ, a runner-up is no label, or a margin is outside 0 … 1
     */
    public static Typing of(Assignment assignment, Assignment runnersUp, double... margins) {
        Arguments.sameSize(assignment.size(), runnersUp.size(), "Typing.of", "runnersUp", "row");
        Arguments.sameSize(assignment.size(), margins.length, "Typing.of", "margins", "row");
        Arguments.sameSize(
                assignment.segmentCount(), runnersUp.segmentCount(), "Typing.of", "segments of runnersUp", "segment");
        for (double margin : margins) {
            Arguments.closedUnit(margin, "Typing.of", "margins");
        }
        return new Typing(numbered(assignment.segmentCount()), assignment, runnersUp.toArray(), margins.clone());
    }

    /**
     * The same typing with named segments.
     *
     * @param named one per segment, in the order of the labels
     * @return a new typing
     * @throws InvalidInputException if their number differs
     */
    public Typing withSegments(List<Segment> named) {
        Arguments.sameSize(segments.size(), named.size(), "Typing.withSegments", "segments", "segment");
        return new Typing(List.copyOf(named), assignment, runnersUp, margins);
    }

    /**
     * The number of rows.
     *
     * @return at least 0
     */
    public int size() {
        return margins.length;
    }

    /**
     * The labels.
     *
     * @return one per row
     */
    public Assignment assignment() {
        return assignment;
    }

    /**
     * The segment of a row.
     *
     * @param row from 0
     * @return its segment
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Segment segment(int row) {
        return segments.get(assignment.label(row));
    }

    /**
     * The second best segment of a row.
     *
     * @param row from 0
     * @return the runner-up, empty where there is none
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Optional<Segment> runnerUp(int row) {
        int label = runnersUp[Objects.checkIndex(row, size())];
        return label == NONE ? Optional.empty() : Optional.of(segments.get(label));
    }

    /**
     * How far the segment of a row is ahead of the runner-up.
     *
     * @param row from 0
     * @return 0 for a tie, 1 for no doubt
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double margin(int row) {
        return margins[Objects.checkIndex(row, size())];
    }

    /** Counts only. */
    @Override
    public String toString() {
        return "Typing[" + size() + " rows, " + segments.size() + " segments]";
    }

    private static List<Segment> numbered(int count) {
        List<Segment> segments = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            segments.add(Segment.of(s, "Segment " + s));
        }
        return List.copyOf(segments);
    }
}
