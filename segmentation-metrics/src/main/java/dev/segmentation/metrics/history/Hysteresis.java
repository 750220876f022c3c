package dev.segmentation.metrics.history;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * When a customer who is typed into another segment is moved there: at once, only if the new segment leads clearly, only after
 * some dates in a row, or as soon as either is so.
 *
 * <p>Typing a customer near a border now here and now there looks like movement, and costs money when it is acted on. Waiting
 * takes most of that away, and makes true moves late: {@link HysteresisStudy} says how much of both.
 *
 * <p>A customer who is seen for the first time, or came back after having left, is where the typing says. At a date without a
 * score the customer stays unscored, and neither a row of dates is broken nor does it grow. The margin is that over the
 * runner-up ({@link dev.segmentation.Typing#margin}), so the lead over the present segment is at least as large.
 *
 * <p>Immutable and thread-safe.
 */
public final class Hysteresis {

    private final OptionalDouble margin;
    private final int dwell;
    private final Conditions conditions;

    private Hysteresis(OptionalDouble margin, int dwell, Conditions conditions) {
        this.margin = margin;
        this.dwell = dwell;
        this.conditions = conditions;
    }

    /**
     * Moves customers at once.
     *
     * @return the policy that changes nothing
     */
    public static Hysteresis none() {
        return new Hysteresis(OptionalDouble.empty(), 1, Conditions.ALL);
    }

    /**
     * Moves a customer only if the margin of the typing exceeds a threshold. Together with {@link #withDwell} it must do so at
     * each of the dates in a row, unless {@link #eitherSuffices}.
     *
     * @param value in [0, 1); 0 keeps those where they are who are tied
     * @return a new policy
     * @throws InvalidInputException if it is out of range ({@link Reason#BAD_PARAM})
     */
    public Hysteresis withMargin(double value) {
        if (!(value >= 0 && value < 1)) {
            throw Arguments.badParameter("Hysteresis.withMargin", "margin", value, "at least 0 and less than 1");
        }
        return new Hysteresis(OptionalDouble.of(value), dwell, conditions);
    }

    /**
     * Moves a customer only after having been typed into the same new segment at some dates in a row.
     *
     * @param dates how many, the first one included; 1 unless set, which moves at once
     * @return a new policy
     * @throws InvalidInputException if it is below 1 ({@link Reason#BAD_PARAM})
     */
    public Hysteresis withDwell(int dates) {
        Arguments.atLeast(1, dates, "Hysteresis.withDwell", "dates", "1 moves at once");
        return new Hysteresis(margin, dates, conditions);
    }

    /**
     * Moves a customer as soon as the margin or the dates in a row are enough, so that clear moves are followed at once and
     * unclear ones if they last.
     *
     * @return a new policy; the same in effect where only one of the two was set
     */
    public Hysteresis eitherSuffices() {
        return new Hysteresis(margin, dwell, Conditions.ANY);
    }

    /**
     * The margin to be exceeded.
     *
     * @return empty if any will do
     */
    public OptionalDouble margin() {
        return margin;
    }

    /**
     * The dates in a row.
     *
     * @return at least 1
     */
    public int dwell() {
        return dwell;
    }

    /**
     * Where customers would have been by this policy.
     *
     * @param typed what was typed
     * @return a history of the same customers, dates and segments, in which they move only by the policy
     */
    public SegmentHistory apply(TypedHistory typed) {
        return apply(Objects.requireNonNull(typed, "typed"), () -> {});
    }

    /** The same, polling at each date. */
    SegmentHistory apply(TypedHistory typed, Runnable poll) {
        SegmentHistory raw = typed.history();
        Held held = new Held(raw.customerCount());
        List<DateColumn> columns = new ArrayList<>();
        for (int t = 0; t < raw.columns().size(); t++) {
            poll.run();
            DateColumn column = raw.columns().get(t);
            short[] codes = new short[raw.customerCount()];
            for (int customer = 0; customer < codes.length; customer++) {
                codes[customer] = (short) next(held, customer, column.code(customer), typed.margins(t));
            }
            columns.add(column.withCodes(codes));
        }
        return raw.withColumns(columns);
    }

    private int next(Held held, int customer, int typed, TypedHistory.Margins margins) {
        if (typed == DateColumn.UNSCORED) {
            return typed;
        }
        if (typed < 0 || held.segment[customer] < 0 || held.segment[customer] == typed) {
            held.put(customer, typed);
            return typed;
        }
        boolean clear = margin.isPresent() && margins.of(customer) > margin.getAsDouble();
        if (held.candidate[customer] != typed) {
            held.candidate[customer] = (short) typed;
            held.inARow[customer] = 0;
        }
        boolean counts = clear || margin.isEmpty() || conditions == Conditions.ANY;
        held.inARow[customer] = counts ? held.inARow[customer] + 1 : 0;
        if (moves(clear, held.inARow[customer])) {
            held.put(customer, typed);
        }
        return held.segment[customer];
    }

    private boolean moves(boolean clear, int inARow) {
        boolean longEnough = inARow >= dwell;
        if (conditions == Conditions.ALL || margin.isEmpty()) {
            return longEnough && (clear || margin.isEmpty());
        }
        return clear || (dwell > 1 && longEnough);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hysteresis that
                && margin.equals(that.margin)
                && dwell == that.dwell
                && conditions == that.conditions;
    }

    @Override
    public int hashCode() {
        return Objects.hash(margin, dwell, conditions);
    }

    /** Such as {@code margin > 0.2 and 3 dates in a row}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        margin.ifPresent(value -> parts.add("margin > " + value));
        if (dwell > 1) {
            parts.add(dwell + " dates in a row");
        }
        return parts.isEmpty() ? "at once" : String.join(conditions == Conditions.ALL ? " and " : " or ", parts);
    }

    private enum Conditions {
        ALL,
        ANY
    }

    /** Where customers are held, and which other segment they were typed into at how many dates in a row. */
    private static final class Held {

        private final short[] segment;
        private final short[] candidate;
        private final int[] inARow;

        Held(int customers) {
            segment = new short[customers];
            candidate = new short[customers];
            inARow = new int[customers];
            Arrays.fill(segment, DateColumn.NOT_YET);
            Arrays.fill(candidate, DateColumn.NOT_YET);
        }

        void put(int customer, int code) {
            segment[customer] = (short) code;
            candidate[customer] = DateColumn.NOT_YET;
            inARow[customer] = 0;
        }
    }
}
