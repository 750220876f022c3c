package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The moves of several periods taken together, as if they were one: more customers behind each rate, if rates are the same in
 * all periods ({@link MigrationTests#homogeneity} asks for that).
 *
 * <p>A customer counts once per period, and rates are shares of all steps from a segment. Intervals are over customers: steps of
 * the same customer are alike, as some are restless and others are not, so that more dates of the same customers are worth less
 * than as many steps of others. Those of shares are Wilson's for the number of independent steps that would vary as much, by the
 * variance of a ratio over customers (Korn and Graubard 1998); never for more than there are, and for about as many as customers
 * where hardly anyone made steps of a kind. {@link MobilityBootstrap} draws customers again with all their steps. Where it is not
 * known whose the steps are ({@link #of(List)}), shares have the widest intervals that there can be, those of customers whose
 * steps are all alike, and indices none.
 *
 * <p>Periods of different length are flagged, {@link Reason#UNEQUAL_INTERVALS}: their rates have no horizon, and say little.
 * {@code PanelLikelihood} is the way for those.
 *
 * <p><b>Cost:</b> a pass over all steps for the rates from a segment, and for each other share.
 * <br><b>References:</b> E. L. Korn, B. I. Graubard (1998), Surv. Methodol. 24, 193–201; W. G. Cochran (1977), Sampling
 * Techniques, section 6 (the variance of a ratio).
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
     * Adds periods up, not knowing who made the moves.
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
        return of(periods, StepOwners.unknown(periods.size()), where);
    }

    /**
     * Adds periods up, knowing who made the moves.
     *
     * @param periods at least one, in the order of time, each beginning where the one before it ends, of the same segments in
     *     the same order
     * @param customers where everybody was on the dates of the periods
     * @return the sum, with intervals over customers
     * @throws InvalidInputException as for {@link #of(List)}, and if the customers do not give the counts of the periods ({@link
     *     Reason#SCHEMA_MISMATCH})
     */
    public static PooledMigration of(List<MigrationMatrix> periods, CustomerPlaces customers) {
        String where = "PooledMigration.of";
        Objects.requireNonNull(periods, "periods");
        Objects.requireNonNull(customers, "customers");
        Comparability.checkSegments(periods, where);
        checkOrder(periods, where);
        checkCounts(periods, customers, where);
        StepOwners owners = periods.size() == 1
                ? StepOwners.ONE_EACH
                : KnownOwners.of(customers, periods.get(0).segments().size());
        return of(periods, owners, where);
    }

    private static PooledMigration of(List<MigrationMatrix> periods, StepOwners owners, String where) {
        MigrationMatrix sum = MigrationMatrix.sum(periods, owners, where);
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

    private static void checkCounts(List<MigrationMatrix> periods, CustomerPlaces customers, String where) {
        Arguments.sameSize(periods.size() + 1, customers.dateCount(), where, "dates of customers", "date of a period");
        for (int m = 0; m < periods.size(); m++) {
            MigrationCounts counts = periods.get(m).counts;
            int states = counts.absent() + 1;
            long[][] found = new long[states][states];
            for (int customer = 0; customer < customers.customerCount(); customer++) {
                found[customers.state(customer, m)][customers.state(customer, m + 1)]++;
            }
            found[counts.absent()][counts.absent()] = 0;
            for (int from = 0; from < states; from++) {
                for (int to = 0; to < states; to++) {
                    if (found[from][to] != counts.cell(from, to)) {
                        throw new InvalidInputException(
                                Reason.SCHEMA_MISMATCH,
                                m,
                                "customers",
                                where + ": period " + m + " counts " + counts.cell(from, to) + " moves from state "
                                        + from
                                        + " to state " + to + ", and the customers made " + found[from][to]
                                        + "; give the customers who were counted");
                    }
                }
            }
        }
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
     * Every index of mobility with its interval at 95 %, by drawing customers again; {@link MobilityBootstrap} has the options.
     *
     * @return an estimate per index, over the customers who made a step
     * @throws InvalidInputException if it is not known who made the steps of several periods ({@link Reason#BAD_PARAM})
     */
    public Map<MobilityIndex, Estimate> mobility() {
        return MobilityBootstrap.withDefaults().estimates(matrix);
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
