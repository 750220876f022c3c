package dev.segmentation.metrics.history;

import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What policies of {@link Hysteresis} would have done in the past: how much less customers would have seemed to move, and how
 * late, or never, lasting moves would have been followed.
 *
 * <p>Lasting is a move after which a customer is typed into the same segment at some dates in a row, {@link #withLasting};
 * dates without a score are passed over. Whether it was a true move or a typing error that lasted, nobody knows: of those that
 * last long few are errors.
 *
 * <p>Immutable and thread-safe. <b>Cost:</b> O(n · dates) per policy; 2 bytes per customer and date for each
 * at work.
 */
public final class HysteresisStudy {

    private final int lasting;
    private final int periods;
    private final double level;

    private HysteresisStudy(int lasting, int periods, double level) {
        this.lasting = lasting;
        this.periods = periods;
        this.level = level;
    }

    /**
     * Moves that stay for three dates are lasting, flicker is being back at one of two dates, intervals are of 95 %.
     *
     * @return the study
     */
    public static HysteresisStudy standard() {
        return new HysteresisStudy(3, 2, 0.95);
    }

    /**
     * Chooses which moves are lasting.
     *
     * @param dates at how many dates in a row the customer must be typed into the new segment, the first included; at least 1
     * @return a new study
     * @throws InvalidInputException if it is below 1 ({@link Reason#BAD_PARAM})
     */
    public HysteresisStudy withLasting(int dates) {
        Arguments.atLeast(1, dates, "HysteresisStudy.withLasting", "dates", "1 takes every move for lasting");
        return new HysteresisStudy(dates, periods, level);
    }

    /**
     * Chooses which moves flicker, as {@link Flicker#within}.
     *
     * @param dates within how many dates a customer is back, 1 to 1000
     * @return a new study
     * @throws InvalidInputException if it is out of range ({@link Reason#BAD_PARAM})
     */
    public HysteresisStudy withFlickerWithin(int dates) {
        return new HysteresisStudy(lasting, Flicker.checkPeriods(dates, "HysteresisStudy.withFlickerWithin"), level);
    }

    /**
     * Chooses the confidence level of intervals.
     *
     * @param confidence in (0, 1)
     * @return a new study
     * @throws InvalidInputException if it is out of range
     */
    public HysteresisStudy withLevel(double confidence) {
        return new HysteresisStudy(
                lasting, periods, Arguments.openUnit(confidence, "HysteresisStudy.withLevel", "level"));
    }

    /**
     * Compares policies on the same past, on the calling thread.
     *
     * @param typed what was typed
     * @param policies any number; moving at once is always added as the first
     * @return one outcome per policy
     * @throws InvalidInputException if there are more than 256 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public HysteresisReport of(TypedHistory typed, Hysteresis... policies) {
        return of(typed, List.of(policies), Execution.sequential());
    }

    /**
     * Compares policies on the same past.
     *
     * @param typed what was typed
     * @param policies any number; moving at once is always added as the first
     * @param execution threads, each of which works on one policy, and cancellation
     * @return one outcome per policy
     * @throws InvalidInputException if there are more than 256 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public HysteresisReport of(TypedHistory typed, List<Hysteresis> policies, Execution execution) {
        Objects.requireNonNull(typed, "typed");
        Objects.requireNonNull(execution, "execution");
        List<Hysteresis> all = new ArrayList<>(List.of(Hysteresis.none()));
        all.addAll(List.copyOf(policies));
        try (Workers workers = execution.start()) {
            return new HysteresisReport(
                    lasting,
                    periods,
                    workers.map(all.size(), policy -> outcome(typed, all.get(policy), workers::checkCancelled)));
        }
    }

    private HysteresisReport.Outcome outcome(TypedHistory typed, Hysteresis policy, Runnable poll) {
        SegmentHistory smoothed = policy.apply(typed, poll);
        Flicker flicker = Flicker.within(smoothed, periods, poll).withLevel(level);
        return FollowedMoves.of(typed.history().columns(), smoothed.columns(), lasting, poll)
                .outcome(policy, flicker.share(), level);
    }
}
