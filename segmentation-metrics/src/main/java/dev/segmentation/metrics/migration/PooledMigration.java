package dev.segmentation.metrics.migration;

import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The moves of several periods taken together, as if they were one: more customers behind each rate, if rates are the same in
 * all periods ({@link MigrationTests#homogeneity} asks for that).
 *
 * <p>A customer counts once per period. Rates are shares of all steps from a segment; their intervals take steps of the same
 * customer for independent, as a chain has them. Periods of different length are flagged, {@link Reason#UNEQUAL_INTERVALS}:
 * their rates have no horizon, and say little. {@code PanelLikelihood} is the way for those.
 *
 * <p>Immutable and thread-safe.
 */
public final class PooledMigration {

    private final List<MigrationMatrix> periods;
    private final MigrationMatrix matrix;
    private final Optional<Reason> flag;

    private PooledMigration(List<MigrationMatrix> periods, MigrationMatrix matrix, Optional<Reason> flag) {
        this.periods = periods;
        this.matrix = matrix;
        this.flag = flag;
    }

    /**
     * Adds periods up.
     *
     * @param periods at least one, in the order of time, of the same segments in the same order
     * @return the sum
     * @throws InvalidInputException if there is none ({@link Reason#EMPTY}), the segments differ ({@link
     *     Reason#SCHEMA_MISMATCH}), a period begins before the one before it ends ({@link Reason#BAD_PARAM}), or counts add
     *     up to more than a {@code long} holds ({@link Reason#RANGE})
     */
    public static PooledMigration of(List<MigrationMatrix> periods) {
        String where = "PooledMigration.of";
        Objects.requireNonNull(periods, "periods");
        Comparability.checkSegments(periods, where);
        checkOrder(periods, where);
        MigrationMatrix sum = MigrationMatrix.sum(periods, where);
        if (Comparability.firstOfAnotherHorizon(periods) > 0) {
            return new PooledMigration(List.copyOf(periods), sum, Optional.of(Reason.UNEQUAL_INTERVALS));
        }
        List<OptionalLong> known = periods.stream()
                .map(MigrationMatrix::horizonDays)
                .filter(OptionalLong::isPresent)
                .toList();
        double days =
                known.stream().mapToLong(OptionalLong::getAsLong).average().orElse(0);
        return new PooledMigration(
                List.copyOf(periods), days > 0 ? sum.withHorizonDays(Math.round(days)) : sum, Optional.empty());
    }

    private static void checkOrder(List<MigrationMatrix> periods, String where) {
        Optional<LocalDate> end = Optional.empty();
        for (int m = 0; m < periods.size(); m++) {
            Optional<LocalDate> begin = periods.get(m).asOfBefore();
            if (begin.isPresent() && end.isPresent() && begin.get().isBefore(end.get())) {
                throw new InvalidInputException(
                        Reason.BAD_PARAM,
                        m,
                        "periods",
                        where + ": period " + m + " begins on " + begin.get() + ", before the one before it ends on "
                                + end.get() + "; give periods in the order of time that do not overlap");
            }
            end = periods.get(m).asOfAfter();
        }
    }

    /**
     * All periods as one matrix.
     *
     * @return the sum; its horizon is the mean length of the periods, in whole days, and unknown if {@link #flag} says so
     */
    public MigrationMatrix matrix() {
        return matrix;
    }

    /**
     * The periods.
     *
     * @return at least one
     */
    public List<MigrationMatrix> periods() {
        return periods;
    }

    /**
     * What speaks against taking the periods together.
     *
     * @return {@link Reason#UNEQUAL_INTERVALS} if they are not equally long, months and quarters apart; empty if they are, or
     *     if it is unknown
     */
    public Optional<Reason> flag() {
        return flag;
    }

    /**
     * How large segments will be if customers go on as they did in all periods together, from the sizes after the last.
     *
     * @param steps how many periods after the last, at least 1
     * @return the forecast; entrants are as many as per period on average
     * @throws InvalidInputException if {@code steps} is below 1 ({@link Reason#BAD_PARAM}), or periods are not equally long
     *     ({@link Reason#UNEQUAL_INTERVALS})
     */
    public SizeForecast forecast(int steps) {
        return forecast(steps, Execution.sequential());
    }

    /**
     * {@link #forecast(int)}, which takes seconds for hundreds of segments and many steps.
     *
     * @param steps how many periods after the last, at least 1
     * @param execution how to run; the same bits whatever it is
     * @return the forecast
     * @throws InvalidInputException as {@link #forecast(int)}
     */
    public SizeForecast forecast(int steps, Execution execution) {
        Arguments.atLeast(1, steps, "PooledMigration.forecast", "steps", "1 is one period after the last");
        if (flag.isPresent()) {
            throw new InvalidInputException(
                    Reason.UNEQUAL_INTERVALS,
                    "periods",
                    "PooledMigration.forecast: the periods are not equally long, so that a step has no length; forecast from"
                            + " one of them");
        }
        return SizeForecast.of(matrix, periods.size(), periods.get(periods.size() - 1), steps, execution);
    }

    /** The matrix, and the flag if there is one. */
    @Override
    public String toString() {
        return flag.map(reason -> reason + "\n").orElse("") + matrix;
    }
}
