package dev.segmentation.metrics.markov;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Who was in which segment from when until when, and where to next: what {@link DurationRates} and {@link AalenJohansen}
 * estimate from.
 *
 * <p>A stay is the time in which one customer was watched in one state, from a time that does not count until one that does.
 * It ends with a move to another state, or it is censored: the watching ended and nothing is known of what came after. Give
 * a customer one stay after the other. Times are in any unit, the same for all, counted from any origin, or dates, which
 * become days since 1970-01-01. Clocks may run in the calendar or since each customer's first day; chances that depend on
 * time depend on that clock.
 *
 * <p><b>Entering late:</b> a customer whose first stay begins late was not watched before and is at risk only from then on
 * (left truncation). Do not begin a stay before the customer could have been seen to leave; that would count survivors only.
 * <br><b>Same time:</b> at one time moves come before new stays begin: who enters a state at a time cannot leave it at that
 * time, and who is censored at a time was still there for the moves of that time.
 * <br><b>Within a day:</b> a stay of no length is refused, because it can be at risk of nothing. A customer who went from A to B
 * and on to C on the same date moved from A to C: the last state of a date counts. Who was first seen on the last date was
 * not watched at all and is left out.
 * <br><b>End states:</b> a state like {@code LEFT} needs no stays. A state without any stay is taken for one that is never
 * left, because nobody was ever seen to leave it.
 * <br><b>Memory:</b> 20 bytes per stay and 4 per customer told apart; half as much again while they are collected.
 *
 * <p>Immutable and thread-safe.
 */
public final class Stays {

    /** In place of a state to move to. */
    static final short CENSORED = -1;

    private final StateNames states;
    private final boolean dated;
    private final double[] from;
    private final double[] until;
    private final short[] state;
    private final short[] next;
    private final int[] customers; // the first stay of each, empty if they are not told apart

    private Stays(Builder builder) {
        states = builder.states;
        dated = builder.clock == Clock.DATES;
        from = Arrays.copyOf(builder.from, builder.size);
        until = Arrays.copyOf(builder.until, builder.size);
        state = Arrays.copyOf(builder.state, builder.size);
        next = Arrays.copyOf(builder.next, builder.size);
        boolean open = builder.customerCount > 0 && builder.customers[builder.customerCount - 1] == builder.size;
        customers = Arrays.copyOf(builder.customers, builder.customerCount - (open ? 1 : 0));
    }

    private Stays(Stays all, int[] kept) {
        states = all.states;
        dated = all.dated;
        from = Arrays.stream(kept).mapToDouble(i -> all.from[i]).toArray();
        until = Arrays.stream(kept).mapToDouble(i -> all.until[i]).toArray();
        state = new short[kept.length];
        next = new short[kept.length];
        for (int i = 0; i < kept.length; i++) {
            state[i] = all.state[kept[i]];
            next[i] = all.next[kept[i]];
        }
        customers = new int[0];
    }

    private enum Clock {
        UNKNOWN,
        NUMBERS,
        DATES
    }

    /**
     * Collects stays.
     *
     * @param states k names, unique, not blank; at most 512
     * @return an empty builder
     * @throws InvalidInputException if a name is blank or repeated ({@link Reason#BAD_NAME}), or there is none ({@link
     *     Reason#EMPTY}) or more than 512 ({@link Reason#RESOURCE_LIMIT})
     */
    public static Builder builder(List<String> states) {
        Objects.requireNonNull(states, "states");
        return new Builder(StateNames.of(states, "Stays.builder"));
    }

    /**
     * The names of the states.
     *
     * @return k names
     */
    public List<String> states() {
        return states.names();
    }

    /**
     * How many stays there are.
     *
     * @return at least 1
     */
    public int size() {
        return state.length;
    }

    /**
     * How many customers there are.
     *
     * @return at least 1; empty if they were not told apart by {@link Builder#nextCustomer()}
     */
    public OptionalLong customers() {
        return customers.length == 0 ? OptionalLong.empty() : OptionalLong.of(customers.length);
    }

    /**
     * The stays of the customers who were in a state at a time, which came later: for what becomes of them.
     *
     * @return none if nobody was there
     */
    Stays ofCustomersIn(int landmark, double time) {
        int[] kept = new int[size()];
        int count = 0;
        for (int c = 0; c < customers.length; c++) {
            int end = c + 1 < customers.length ? customers[c + 1] : size();
            boolean there = false;
            for (int i = customers[c]; i < end; i++) {
                there |= from[i] <= time && until[i] > time && state[i] == landmark;
                if (there) {
                    kept[count++] = i;
                }
            }
        }
        return new Stays(this, Arrays.copyOf(kept, count));
    }

    StateNames names() {
        return states;
    }

    boolean isDated() {
        return dated;
    }

    double from(int stay) {
        return from[stay];
    }

    double until(int stay) {
        return until[stay];
    }

    int state(int stay) {
        return state[stay];
    }

    /** The states in which nobody has a stay, but to which somebody went, or which say that customers left: those are never left. */
    boolean[] ends() {
        boolean[] ends = new boolean[names().size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = names().names().get(i).equals(Segment.EXIT);
        }
        for (int i = 0; i < size(); i++) {
            if (next(i) != CENSORED) {
                ends[next(i)] = true;
            }
        }
        for (int i = 0; i < size(); i++) {
            ends[state(i)] = false;
        }
        return ends;
    }

    /** The state moved to, or {@link #CENSORED}. */
    int next(int stay) {
        return next[stay];
    }

    /** What they are, without any of them. */
    @Override
    public String toString() {
        return "Stays[" + size() + " in " + states.size() + " states]";
    }

    /** Collects stays. Not thread-safe. */
    public static final class Builder {

        private static final int FIRST_CAPACITY = 1024;

        private final StateNames states;
        private Clock clock = Clock.UNKNOWN;
        private double[] from = new double[FIRST_CAPACITY];
        private double[] until = new double[FIRST_CAPACITY];
        private short[] state = new short[FIRST_CAPACITY];
        private short[] next = new short[FIRST_CAPACITY];
        private int size;
        private int[] customers = new int[0];
        private int customerCount;

        private Builder(StateNames states) {
            this.states = states;
        }

        /**
         * Says that the stays from here on are of another customer. Then those of one customer are checked to follow one
         * another, and {@link AalenJohansen#landmark} can follow customers. Call it before every customer or never.
         *
         * @return this builder
         * @throws InvalidInputException if stays were added before the first call ({@link Reason#BAD_PARAM})
         */
        public Builder nextCustomer() {
            if (customerCount == 0 && size > 0) {
                throw new InvalidInputException(
                        Reason.BAD_PARAM,
                        "customer",
                        "Stays.Builder.nextCustomer: " + size
                                + " stays were added before the first customer; call it before"
                                + " the stays of every customer, also the first");
            }
            if (customerCount > 0 && customers[customerCount - 1] == size) {
                return this; // the customer before has no stays
            }
            if (customerCount == customers.length) {
                customers = Arrays.copyOf(customers, larger(customerCount));
            }
            customers[customerCount++] = size;
            return this;
        }

        /**
         * Adds a stay that ended with a move.
         *
         * @param state where the customer was
         * @param from since when, finite
         * @param until when the customer moved, finite and later
         * @param next where to, another state
         * @return this builder
         * @throws InvalidInputException if there is no such state ({@link Reason#UNKNOWN_NAME}), a time is not finite ({@link
         *     Reason#NON_FINITE}), {@code until} is not later than {@code from}, {@code next} is the same state, the
         *     customer cannot have been there as the stay before shows, or times were dates before ({@link
         *     Reason#BAD_PARAM}), or there are too many stays ({@link Reason#RESOURCE_LIMIT})
         */
        public Builder add(String state, double from, double until, String next) {
            return add(state, from, until, next, Clock.NUMBERS);
        }

        /**
         * Adds a stay of which the end is not known: the customer was still there when the watching ended.
         *
         * @param state where the customer was
         * @param from since when, finite
         * @param until until when the customer was watched, finite and later
         * @return this builder
         * @throws InvalidInputException as {@link #add(String, double, double, String)} does
         */
        public Builder addCensored(String state, double from, double until) {
            return add(index(state), from, until, CENSORED, Clock.NUMBERS);
        }

        /**
         * Adds a stay that ended with a move. Times are days since 1970-01-01, {@link LocalDate#toEpochDay()}.
         *
         * @param state where the customer was
         * @param from since which date
         * @param until the date of the move, later
         * @param next where to, another state
         * @return this builder
         * @throws InvalidInputException as {@link #add(String, double, double, String)} does
         */
        public Builder add(String state, LocalDate from, LocalDate until, String next) {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(until, "until");
            return add(state, day(from), day(until), next, Clock.DATES);
        }

        /**
         * Adds a stay of which the end is not known. Times are days since 1970-01-01, {@link LocalDate#toEpochDay()}.
         *
         * @param state where the customer was
         * @param from since which date
         * @param until until which date the customer was watched, later
         * @return this builder
         * @throws InvalidInputException as {@link #add(String, double, double, String)} does
         */
        public Builder addCensored(String state, LocalDate from, LocalDate until) {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(until, "until");
            return add(index(state), day(from), day(until), CENSORED, Clock.DATES);
        }

        /**
         * Makes the stays.
         *
         * @return the stays so far
         * @throws InvalidInputException if there are none ({@link Reason#EMPTY})
         */
        public Stays build() {
            if (size == 0) {
                throw new InvalidInputException(
                        Reason.EMPTY, "stays", "Stays.Builder: no stays, expected at least one; add them first");
            }
            return new Stays(this);
        }

        /** Exact for any date. */
        private static double day(LocalDate date) {
            return (double) date.toEpochDay();
        }

        private int index(String name) {
            return states.indexOf(name, "Stays.Builder.add");
        }

        private Builder add(String state, double from, double until, String next, Clock read) {
            int here = index(state);
            int there = states.indexOf(Objects.requireNonNull(next, "next"), "Stays.Builder.add");
            if (here == there) {
                throw refused(
                        "next",
                        "moves from \"" + state + "\" to itself; a stay ends when its state does, or is censored");
            }
            return add(here, from, until, there, read);
        }

        private Builder add(int here, double from, double until, int there, Clock read) {
            if (!Double.isFinite(from) || !Double.isFinite(until)) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        size,
                        Double.isFinite(from) ? "until" : "from",
                        "Stays.Builder.add: stay " + size + " has a time that is not finite; give a stay without an end"
                                + " to addCensored, with the time until which it was watched");
            }
            if (from >= until) {
                throw refused(
                        "until",
                        "does not end after it begins; leave out who was not watched for any time, and of several moves at one"
                                + " time keep the last state");
            }
            if (clock != Clock.UNKNOWN && clock != read) {
                throw refused("from", "has dates and others have numbers, or the other way round; use one of them");
            }
            checkFollows(here, from);
            reserve();
            clock = read;
            this.from[size] = from + 0.0; // no negative zero, which sorts before zero
            this.until[size] = until + 0.0;
            state[size] = (short) here;
            next[size] = (short) there;
            size++;
            return this;
        }

        private void checkFollows(int here, double from) {
            if (customerCount == 0 || customers[customerCount - 1] == size) {
                return;
            }
            int before = size - 1;
            if (from < until[before]) {
                throw refused(
                        "from",
                        "begins before the one before it ends, of the same customer; add stays of a customer in the"
                                + " order of time, without overlap");
            }
            int expected = next[before] == CENSORED ? state[before] : next[before];
            if (from == until[before] && expected != here) {
                throw refused(
                        "state",
                        "is in \"" + states.names().get(here) + "\", but the customer was in \""
                                + states.names().get(expected)
                                + "\" at that time; a move is the end of a stay, with its"
                                + " next state");
            }
        }

        private InvalidInputException refused(String name, String what) {
            return new InvalidInputException(
                    Reason.BAD_PARAM, size, name, "Stays.Builder.add: stay " + size + " " + what);
        }

        private void reserve() {
            if (size < state.length) {
                return;
            }
            int capacity = larger(size);
            from = Arrays.copyOf(from, capacity);
            until = Arrays.copyOf(until, capacity);
            state = Arrays.copyOf(state, capacity);
            next = Arrays.copyOf(next, capacity);
        }

        private static int larger(int present) {
            int most = Integer.MAX_VALUE - 8;
            if (present == most) {
                throw new InvalidInputException(
                        Reason.RESOURCE_LIMIT,
                        "stays",
                        "Stays.Builder.add: more than " + most + " stays; draw a sample of customers");
            }
            return (int) Math.min(most, Math.max(FIRST_CAPACITY, present + (long) present / 2));
        }
    }
}
