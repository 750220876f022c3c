package dev.segmentation.metrics.stability;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the customers of a segment come from when one segment more is allowed, and where they go to: several solutions of the
 * same customers, such as k = 2, 3, …, 8, each beside the one before.
 *
 * <p>The segment level stability across solutions (SLSA) of segment j is 1 + Σ q ln q / ln k, where q are the shares of its
 * members that come from each of the k segments of the solution before. It is 1 if all come from one segment, so that j is
 * that segment or a part of it, and 0 if they come from all segments alike. Higher is better: a segment that stays as it is
 * while others split is one that does not depend on the choice of k. Segments that are empty in the solution before do not
 * count as one of the k.
 *
 * <p><b>Input:</b> at least two assignments of the same n rows, in the order of the numbers of segments. Rows count alike.
 * <br><b>Degenerate:</b> the first solution has none before it, after a solution of one segment nothing can be said, and an
 * empty segment has no members: NaN, and {@link #undefined} says why.
 * <br><b>Cost:</b> O(n) per solution; only tables of k × k counts are kept.
 * <br><b>Reference:</b> S. Dolnicar and F. Leisch (2017), Mark. Lett. 28, 423–436, doi:10.1007/s11002-017-9423-8.
 */
public final class AcrossSolutions {

    private final List<ContingencyTable> flows;

    private AcrossSolutions(List<ContingencyTable> flows) {
        this.flows = flows;
    }

    /**
     * Follows customers from solution to solution.
     *
     * @param solutions at least two, of the same rows
     * @return the flows
     * @throws InvalidInputException if there are fewer than two ({@link Reason#BAD_PARAM}) or row counts differ ({@link
     *     Reason#SCHEMA_MISMATCH})
     */
    public static AcrossSolutions of(List<Assignment> solutions) {
        Objects.requireNonNull(solutions, "solutions");
        Arguments.atLeast(
                2, solutions.size(), "AcrossSolutions.of", "solutions", "give one assignment per number of segments");
        List<ContingencyTable> flows = new ArrayList<>();
        for (int m = 1; m < solutions.size(); m++) {
            Assignment before = solutions.get(m - 1);
            Assignment after = solutions.get(m);
            Arguments.sameSize(before.size(), after.size(), "AcrossSolutions.of", "solution " + m, "row");
            flows.add(ContingencyTable.between(before, after));
        }
        return new AcrossSolutions(List.copyOf(flows));
    }

    /**
     * The number of solutions.
     *
     * @return at least 2
     */
    public int solutionCount() {
        return flows.size() + 1;
    }

    /**
     * The number of segments of a solution, empty ones included.
     *
     * @param solution from 0
     * @return at least 1
     * @throws IndexOutOfBoundsException if there is no such solution
     */
    public int segmentCount(int solution) {
        Objects.checkIndex(solution, solutionCount());
        return solution == 0 ? flows.get(0).rowCount() : flows.get(solution - 1).columnCount();
    }

    /**
     * How many customers go from each segment of the solution before (rows) to each segment of a solution (columns).
     *
     * @param solution from 1
     * @return the counts
     * @throws IndexOutOfBoundsException if there is no such solution, or none before it
     */
    public ContingencyTable flows(int solution) {
        return flows.get(Objects.checkIndex(solution - 1, flows.size()));
    }

    /**
     * The share q of the members of a segment who come from a segment of the solution before.
     *
     * @param solution from 1
     * @param segment a label of this solution
     * @param origin a label of the solution before
     * @return in [0, 1]; NaN if the segment is empty
     * @throws IndexOutOfBoundsException if there is no such solution or segment
     */
    public double shareFrom(int solution, int segment, int origin) {
        ContingencyTable table = flows(solution);
        return (double) table.count(origin, segment) / table.columnTotal(segment);
    }

    /**
     * The share of the members of a segment of the solution before who go to a segment.
     *
     * @param solution from 1
     * @param origin a label of the solution before
     * @param segment a label of this solution
     * @return in [0, 1]; NaN if the origin is empty
     * @throws IndexOutOfBoundsException if there is no such solution or segment
     */
    public double shareTo(int solution, int origin, int segment) {
        ContingencyTable table = flows(solution);
        return (double) table.count(origin, segment) / table.rowTotal(origin);
    }

    /**
     * The segments whose largest part comes from a segment of the solution before: none, then it dissolved; one, then it went
     * on; several, then it split. Of equal parts the one from the lowest label counts.
     *
     * @param solution from 1
     * @param origin a label of the solution before
     * @return labels of this solution, ascending
     * @throws IndexOutOfBoundsException if there is no such solution or segment
     */
    public List<Integer> heirs(int solution, int origin) {
        ContingencyTable table = flows(solution);
        Objects.checkIndex(origin, table.rowCount());
        List<Integer> heirs = new ArrayList<>();
        for (int segment = 0; segment < table.columnCount(); segment++) {
            if (table.columnTotal(segment) > 0 && mainOrigin(table, segment) == origin) {
                heirs.add(segment);
            }
        }
        return heirs;
    }

    /**
     * The segment level stability across solutions, SLSA.
     *
     * @param solution from 0
     * @param segment a label of this solution
     * @return in [0, 1], higher is better; NaN if undefined
     * @throws IndexOutOfBoundsException if there is no such solution or segment
     */
    public double stability(int solution, int segment) {
        if (undefined(solution, segment).isPresent()) {
            return Double.NaN;
        }
        ContingencyTable table = flows(solution);
        ExactSum entropy = new ExactSum();
        for (int origin = 0; origin < table.rowCount(); origin++) {
            double q = shareFrom(solution, segment, origin);
            if (q > 0 && q < 1) {
                entropy.add(-q * StrictMath.log(q));
            }
        }
        return Math.max(0, 1 - entropy.value() / StrictMath.log(occupied(table)));
    }

    /**
     * Why the stability of a segment is undefined.
     *
     * @param solution from 0
     * @param segment a label of this solution
     * @return {@link Reason#NO_OBSERVATIONS} in the first solution and for an empty segment, {@link Reason#SINGLE_SEGMENT}
     *     after a solution of one segment; empty if it is defined
     * @throws IndexOutOfBoundsException if there is no such solution or segment
     */
    public Optional<Reason> undefined(int solution, int segment) {
        Objects.checkIndex(segment, segmentCount(solution));
        if (solution == 0 || flows(solution).columnTotal(segment) == 0) {
            return Optional.of(Reason.NO_OBSERVATIONS);
        }
        return occupied(flows(solution)) < 2 ? Optional.of(Reason.SINGLE_SEGMENT) : Optional.empty();
    }

    /** One line per segment of each solution but the first, with what it comes from, and one per split. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("AcrossSolutions[" + solutionCount() + " solutions");
        for (int m = 1; m < solutionCount(); m++) {
            text.append(String.format(Locale.ROOT, "%n  %d to %d segments", segmentCount(m - 1), segmentCount(m)));
            for (int j = 0; j < segmentCount(m); j++) {
                text.append(describe(m, j));
            }
            for (int i = 0; i < segmentCount(m - 1); i++) {
                List<Integer> heirs = heirs(m, i);
                if (heirs.size() > 1) {
                    text.append(String.format(
                            Locale.ROOT,
                            "%n    %d splits into %s",
                            i,
                            heirs.stream().map(String::valueOf).collect(Collectors.joining(", "))));
                }
            }
        }
        return text.append(']').toString();
    }

    private String describe(int solution, int segment) {
        Optional<Reason> undefined = undefined(solution, segment);
        String stability = undefined
                .map(reason -> "undefined (" + reason + ")")
                .orElseGet(() -> String.format(Locale.ROOT, "%.4g", stability(solution, segment)));
        ContingencyTable table = flows(solution);
        if (table.columnTotal(segment) == 0) {
            return String.format(Locale.ROOT, "%n    %d: %s", segment, stability);
        }
        int origin = mainOrigin(table, segment);
        return String.format(
                Locale.ROOT,
                "%n    %d: stability %s, %.1f %% from %d",
                segment,
                stability,
                100 * shareFrom(solution, segment, origin),
                origin);
    }

    private static int mainOrigin(ContingencyTable table, int segment) {
        int main = 0;
        for (int origin = 1; origin < table.rowCount(); origin++) {
            if (table.count(origin, segment) > table.count(main, segment)) {
                main = origin;
            }
        }
        return main;
    }

    private static int occupied(ContingencyTable table) {
        int occupied = 0;
        for (int origin = 0; origin < table.rowCount(); origin++) {
            occupied += table.rowTotal(origin) > 0 ? 1 : 0;
        }
        return occupied;
    }
}
