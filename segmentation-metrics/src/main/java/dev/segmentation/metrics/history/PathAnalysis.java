package dev.segmentation.metrics.history;

import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentNames;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the {@linkplain PathIndicator indicators} of the paths of customers are computed.
 *
 * <p>A step is one from a date of the history to the next, however far apart they are. Where they are not equally far, months
 * and quarters apart, the result is flagged, {@link Reason#UNEQUAL_INTERVALS}: see {@link PathIndicators#flag()}.
 *
 * <p>Immutable and thread-safe. <b>Cost:</b> O(n · dates) time; 48 bytes per customer for the results, 64 with an order.
 */
public final class PathAnalysis {

    private static final int BLOCK = 4096;

    private final AbsenceRule absence;
    private final List<String> worstToBest;
    private final Weights weights;

    private PathAnalysis(AbsenceRule absence, List<String> worstToBest, Weights weights) {
        this.absence = absence;
        this.worstToBest = worstToBest;
        this.weights = weights;
    }

    /**
     * Dates in no segment are skipped, and segments have no order.
     *
     * @return the analysis
     */
    public static PathAnalysis standard() {
        return new PathAnalysis(AbsenceRule.SKIPPED, List.of(), new Weights(0.2, 1, 1.2));
    }

    /**
     * Chooses what absence means.
     *
     * @param value {@link AbsenceRule#SKIPPED} unless set
     * @return a new analysis
     */
    public PathAnalysis withAbsence(AbsenceRule value) {
        return new PathAnalysis(Objects.requireNonNull(value, "absence"), worstToBest, weights);
    }

    /**
     * Gives the segments an order, for {@link PathIndicator#DEGRADATION} and {@link PathIndicator#PRECARITY}.
     *
     * @param value the names of all segments of the history, each once
     * @return a new analysis
     * @throws InvalidInputException if a name is blank, reserved or repeated
     */
    public PathAnalysis withOrder(List<String> value) {
        return new PathAnalysis(
                absence,
                SegmentNames.of(Objects.requireNonNull(value, "worstToBest"), "PathAnalysis.withOrder")
                        .names(),
                weights);
    }

    /**
     * Gives {@link PathIndicator#PRECARITY} other parameters than those of its authors.
     *
     * @param start λ, how much the first segment weighs, 0 … 1; 0.2 unless set
     * @param complexity α, the exponent of the complexity, at least 0; 1 unless set
     * @param direction β, the exponent of the direction, at least 0; 1.2 unless set
     * @return a new analysis
     * @throws InvalidInputException if one is out of range ({@link Reason#BAD_PARAM})
     */
    public PathAnalysis withPrecarity(double start, double complexity, double direction) {
        String where = "PathAnalysis.withPrecarity";
        Arguments.closedUnit(start, where, "start");
        checkExponent(complexity, "complexity");
        checkExponent(direction, "direction");
        return new PathAnalysis(absence, worstToBest, new Weights(start, complexity, direction));
    }

    private static void checkExponent(double exponent, String name) {
        if (!(exponent >= 0 && exponent <= Double.MAX_VALUE)) {
            throw Arguments.badParameter("PathAnalysis.withPrecarity", name, exponent, "at least 0 and finite");
        }
    }

    /**
     * Computes the indicators of all customers on the calling thread.
     *
     * @param history who was where when
     * @return the indicators
     * @throws InvalidInputException as for {@link #of(SegmentHistory, Execution)}
     */
    public PathIndicators of(SegmentHistory history) {
        return of(history, Execution.sequential());
    }

    /**
     * Computes the indicators of all customers.
     *
     * @param history who was where when
     * @param execution threads and cancellation
     * @return the indicators, the same bits on any number of threads, flagged if dates are not equally far apart
     * @throws InvalidInputException if the order lacks a segment of the history ({@link Reason#SCHEMA_MISMATCH}) or has one
     *     that the history does not have ({@link Reason#UNKNOWN_NAME})
     */
    public PathIndicators of(SegmentHistory history, Execution execution) {
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(execution, "execution");
        int[] badness = badness(history.names());
        int customers = history.customerCount();
        Map<PathIndicator, double[]> values = new EnumMap<>(PathIndicator.class);
        for (PathIndicator indicator : PathIndicator.values()) {
            values.put(indicator, new double[indicator.needsOrder() && badness.length == 0 ? 0 : customers]);
        }
        int places = history.names().size() + (absence == AbsenceRule.A_PLACE ? 1 : 0);
        PathFormulas formulas = new PathFormulas(places, history.columns().size(), badness, weights);
        try (Workers workers = execution.start()) {
            workers.forEach((customers + BLOCK - 1) / BLOCK, block -> {
                PathReader reader = new PathReader(
                        history.columns(), places, history.names().size(), badness);
                for (int c = block * BLOCK; c < Math.min(customers, (block + 1) * BLOCK); c++) {
                    reader.read(c);
                    formulas.write(reader, c, values);
                }
            });
        }
        return new PathIndicators(this, history, places, values);
    }

    /** How many places are better than each; none without an order. */
    private int[] badness(SegmentNames segments) {
        if (worstToBest.isEmpty()) {
            return new int[0];
        }
        String where = "PathAnalysis.of";
        int extra = absence == AbsenceRule.A_PLACE ? 1 : 0;
        int[] badness = new int[segments.size() + extra];
        for (int rank = 0; rank < worstToBest.size(); rank++) {
            badness[segments.indexOf(worstToBest.get(rank), where)] = worstToBest.size() - 1 - rank;
        }
        Arguments.sameSize(segments.size(), worstToBest.size(), where, "worstToBest", "segment of the history");
        if (extra > 0) {
            badness[segments.size()] = segments.size();
        }
        return badness;
    }

    /**
     * What absence means.
     *
     * @return one of two
     */
    public AbsenceRule absence() {
        return absence;
    }

    /**
     * The order of the segments.
     *
     * @return their names, or none
     */
    public List<String> worstToBest() {
        return worstToBest;
    }

    @Override
    public String toString() {
        return "PathAnalysis[absence " + absence + (worstToBest.isEmpty() ? "" : ", " + worstToBest + ", " + weights)
                + "]";
    }

    /** The parameters of precarity: λ, α and β. */
    record Weights(double start, double complexity, double direction) {}
}
