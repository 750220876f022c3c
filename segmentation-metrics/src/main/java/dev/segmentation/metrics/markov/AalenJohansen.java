package dev.segmentation.metrics.markov;

import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where customers are some time later, from stays, without assuming that rates are the same at all times: P̂(s, t) = Π (I +
 * ΔÂ(u)) over all times u after s until t, where ΔÂᵢⱼ(u) is the share of those in state i just before u who moved to j at u.
 *
 * <p>Customers may come late and may be lost at any time, as long as neither says anything about their moves. Of two states,
 * of which one is never left, this is the estimate of Kaplan and Meier with Greenwood's error; of customers who were all there
 * from the start and never lost, the plain shares with theirs. Moves at the same time are taken together.
 *
 * <p>Chances depend on the clock, on where the customer is, and not on what was before (Markov). Where it does matter what was
 * before, {@link #landmark} follows those who were in a state; {@link #occupation} needs no such assumption if customers are
 * lost by chance and nobody comes late.
 *
 * <p>Variances are those of moves drawn at every time out of the customers at risk. They take stays as independent given the
 * state; of many stays per customer who differ in their habits, they are too small.
 *
 * <p><b>Degenerate:</b> a start in a state in which nobody was just after s: undefined, {@link Reason#NO_OBSERVATIONS}. So is a
 * time until which somebody would have had to be where nobody was watched, from then on. A state without any stay to which somebody
 * went, and {@link dev.segmentation.Segment#EXIT} without any stay, counts as never left; of customers who start there everything is undefined, {@link Reason#ABSORBING}. Of one that nobody ever
 * was in or went to nothing is known, {@link Reason#NO_OBSERVATIONS}.
 * <br><b>Cost:</b> O(m log m) time for m stays to order them, and O(k) per move for each row whose covariance is followed,
 * O(k²) where all are: a second for a million stays in ten states and one row, some three for all rows; 16 bytes per stay, 8 k² per row and time asked for.
 * <br><b>References:</b> O. O. Aalen, S. Johansen (1978), Scand. J. Stat. 5, 141–150; P. K. Andersen, Ø. Borgan, R. D. Gill, N.
 * Keiding (1993), Statistical Models Based on Counting Processes, Springer, section IV.4.1 (covariance: 4.4.19).
 *
 * <p>Immutable and thread-safe.
 */
public final class AalenJohansen {

    private static final double DEFAULT_LEVEL = 0.95;

    /** Half a gigabyte. */
    private static final long MOST_NUMBERS = 1L << 26;

    /** Products between two looks whether the work is cancelled, some milliseconds. */
    private static final long POLL_WORK = 1L << 20;

    private final Stays stays;
    private final boolean[] endless;
    private final double level;
    private final ChanceInterval interval;
    private final Optional<int[]> asked;
    private final boolean joint;

    private AalenJohansen(
            Stays stays,
            boolean[] endless,
            double level,
            ChanceInterval interval,
            Optional<int[]> asked,
            boolean joint) {
        this.stays = stays;
        this.endless = endless;
        this.level = level;
        this.interval = interval;
        this.asked = asked;
        this.joint = joint;
    }

    /**
     * An estimator.
     *
     * @param stays who stayed where and how long
     * @return the estimator, with Wilson's intervals at 95 %
     */
    public static AalenJohansen of(Stays stays) {
        Objects.requireNonNull(stays, "stays");
        boolean[] endless = new boolean[stays.names().size()];
        Arrays.fill(endless, true);
        for (int i = 0; i < stays.size(); i++) {
            endless[stays.state(i)] = false;
        }
        return new AalenJohansen(stays, endless, DEFAULT_LEVEL, ChanceInterval.WILSON, Optional.empty(), false);
    }

    /**
     * Intervals of another confidence level.
     *
     * @param confidence in (0, 1); 0.95 unless said otherwise
     * @return a new estimator
     * @throws InvalidInputException if it is out of range
     */
    public AalenJohansen withLevel(double confidence) {
        Arguments.openUnit(confidence, "AalenJohansen.withLevel", "level");
        return new AalenJohansen(stays, endless, confidence, interval, asked, joint);
    }

    /**
     * Intervals of another kind.
     *
     * @param kind {@link ChanceInterval#WILSON} unless said otherwise
     * @return a new estimator
     */
    public AalenJohansen withInterval(ChanceInterval kind) {
        return new AalenJohansen(stays, endless, level, Objects.requireNonNull(kind, "kind"), asked, joint);
    }

    /**
     * Follows the covariance of some rows only, where there are many states. Chances are given for all.
     *
     * @param from the names of the states that customers start in; all unless said otherwise
     * @return a new estimator
     * @throws InvalidInputException if there is no such state, or one is repeated ({@link Reason#BAD_NAME})
     */
    public AalenJohansen withRows(List<String> from) {
        String where = "AalenJohansen.withRows";
        Objects.requireNonNull(from, "from");
        int[] rows = from.stream()
                .mapToInt(name -> stays.names().indexOf(name, where))
                .toArray();
        if (Arrays.stream(rows).distinct().count() < rows.length) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "from", where + ": a state is named twice; name every row once");
        }
        return new AalenJohansen(stays, endless, level, interval, Optional.of(rows), joint);
    }

    /**
     * Follows also the covariance of chances of different rows, which is that of customers who meet later in the same state. It
     * takes as much room and time as there are pairs of rows.
     *
     * @return a new estimator
     */
    public AalenJohansen withCovarianceBetweenRows() {
        return new AalenJohansen(stays, endless, level, interval, asked, true);
    }

    /**
     * The confidence level of the intervals.
     *
     * @return in (0, 1)
     */
    public double level() {
        return level;
    }

    /**
     * The chances of customers in any state at a start of being in any state later.
     *
     * @param start s, in the unit of the stays; of dates {@link java.time.LocalDate#toEpochDay()}
     * @param times t, one or more, ascending, none before the start
     * @return one matrix per time
     * @throws InvalidInputException if a time is not finite, not in order or before the start ({@link Reason#BAD_PARAM}), or
     *     the answer would take more than half a gigabyte ({@link Reason#RESOURCE_LIMIT})
     */
    public List<TransitionChances> between(double start, double... times) {
        return between(start, times, Execution.sequential());
    }

    /**
     * The chances of customers in any state at a start of being in any state later.
     *
     * @param start s, in the unit of the stays
     * @param times t, one or more, ascending, none before the start
     * @param execution how to run; threads sort, the rest is done by one
     * @return one matrix per time
     * @throws InvalidInputException as {@link #between(double, double...)} does
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public List<TransitionChances> between(double start, double[] times, Execution execution) {
        String where = "AalenJohansen.between";
        checkTimes(start, times, where);
        Objects.requireNonNull(execution, "execution");
        int k = endless.length;
        int[] rows = asked.orElseGet(() -> IntStream.range(0, k).toArray());
        long blocks = joint ? rows.length * (rows.length + 1L) / 2 : rows.length;
        checkRoom((blocks + 2) * k * k, times.length, where);
        ChanceFlow flow = new ChanceFlow(Matrices.identity(k), endless);
        for (int a : rows) {
            flow.follow(a, a, new double[k * k]);
        }
        for (int a = 0; joint && a < rows.length; a++) {
            for (int b = a + 1; b < rows.length; b++) {
                flow.follow(rows[a], rows[b], new double[k * k]);
            }
        }
        boolean[] ends = stays.ends();
        List<TransitionChances> found = new ArrayList<>();
        try (Workers workers = execution.start()) {
            RiskSets sets = new RiskSets(stays, start, times[times.length - 1], workers);
            long[] customers = sets.allPresent();
            scan(sets, flow, start, times, workers, (time, lost) -> {
                ChanceRow[] now = new ChanceRow[k];
                for (int i = 0; i < k; i++) {
                    now[i] = flow.row(i, sets, customers[i], undefined(ends[i], customers[i], lost[i]));
                }
                found.add(new TransitionChances(
                        new Span(stays.names(), start, time, stays.isDated(), sets.allPresent()),
                        now,
                        flow.cumulative(),
                        new RowPairs(rows, flow.between()),
                        interval,
                        level));
            });
        }
        return List.copyOf(found);
    }

    /**
     * How the customers who were watched at a start are spread over the states later: the shares that they had then, carried on.
     * The error counts them as a sample, as if others might have been there.
     *
     * @param start s, in the unit of the stays; of dates {@link java.time.LocalDate#toEpochDay()}
     * @param times t, one or more, ascending, none before the start
     * @return one distribution per time; undefined ({@link Reason#NO_OBSERVATIONS}) if nobody was watched just after the start
     * @throws InvalidInputException as {@link #between(double, double...)} does
     */
    public List<StateOccupation> occupation(double start, double... times) {
        return occupation(start, times, Execution.sequential());
    }

    /**
     * How the customers who were watched at a start are spread over the states later.
     *
     * @param start s, in the unit of the stays
     * @param times t, one or more, ascending, none before the start
     * @param execution how to run; threads sort, the rest is done by one
     * @return one distribution per time; undefined ({@link Reason#NO_OBSERVATIONS}) if nobody was watched just after the start
     * @throws InvalidInputException as {@link #between(double, double...)} does
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public List<StateOccupation> occupation(double start, double[] times, Execution execution) {
        checkTimes(start, times, "AalenJohansen.occupation");
        return occupation(stays, Optional.empty(), start, times, execution);
    }

    /**
     * How customers are spread over the states later if they start with given shares, which count as known.
     *
     * @param shares k shares, at least 0, summing to 1 within 10⁻⁹ and then divided by their sum
     * @param start s, in the unit of the stays
     * @param times t, one or more, ascending, none before the start
     * @param execution how to run; threads sort, the rest is done by one
     * @return one distribution per time; undefined ({@link Reason#NO_OBSERVATIONS}) if a state has a share in which nobody was
     *     watched just after the start
     * @throws InvalidInputException as {@link #between(double, double...)} does, and if the shares are not k ({@link
     *     Reason#SCHEMA_MISMATCH}), not finite ({@link Reason#NON_FINITE}), negative ({@link Reason#NEGATIVE_VALUE}) or do
     *     not sum to 1 ({@link Reason#NOT_STOCHASTIC})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public List<StateOccupation> occupationFrom(double[] shares, double start, double[] times, Execution execution) {
        String where = "AalenJohansen.occupationFrom";
        Objects.requireNonNull(shares, "shares");
        checkTimes(start, times, where);
        double[] copy = stays.names().perState(shares, "shares", where);
        double sum = Arrays.stream(copy).sum();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] < 0) {
                throw new InvalidInputException(
                        Reason.NEGATIVE_VALUE,
                        i,
                        "shares",
                        where + ": shares[" + i + "] = " + copy[i] + ", expected at least 0");
            }
            copy[i] /= sum;
        }
        if (!(Math.abs(sum - 1) <= 1e-9)) {
            throw new InvalidInputException(
                    Reason.NOT_STOCHASTIC,
                    "shares",
                    where + ": shares sum to " + StateNames.shown(sum) + ", expected 1; divide them by their sum");
        }
        return occupation(stays, Optional.of(copy), start, times, execution);
    }

    /**
     * Where the customers who were in a state at a start are later, from their own stays alone: right also where moves depend on
     * what was before, at the price of fewer customers. Where they do, errors can still be too small (Maltzahn and others 2021).
     *
     * <p><b>References:</b> H. Putter, C. Spitoni (2018), Stat. Methods Med. Res. 27, 2081–2092, doi:10.1177/0962280216674497; N.
     * Maltzahn, R. Hoff, O. O. Aalen, I. S. Mehlum, H. Putter, J. M. Gran (2021), Lifetime Data Anal. 27, 737–760.
     *
     * @param state the name of the state that they were in just after the start
     * @param start s, in the unit of the stays; of dates {@link java.time.LocalDate#toEpochDay()}
     * @param times t, one or more, ascending, none before the start
     * @return one distribution per time; undefined ({@link Reason#NO_OBSERVATIONS}) if nobody was there
     * @throws InvalidInputException as {@link #between(double, double...)} does, and if the customers were not told apart by
     *     {@link Stays.Builder#nextCustomer()} ({@link Reason#BAD_PARAM}) or there is no such state
     */
    public List<StateOccupation> landmark(String state, double start, double... times) {
        return landmark(state, start, times, Execution.sequential());
    }

    /**
     * Where the customers who were in a state at a start are later, from their own stays alone.
     *
     * @param state the name of the state that they were in just after the start
     * @param start s, in the unit of the stays
     * @param times t, one or more, ascending, none before the start
     * @param execution how to run; threads sort, the rest is done by one
     * @return one distribution per time; undefined ({@link Reason#NO_OBSERVATIONS}) if nobody was there
     * @throws InvalidInputException as {@link #landmark(String, double, double...)} does
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public List<StateOccupation> landmark(String state, double start, double[] times, Execution execution) {
        String where = "AalenJohansen.landmark";
        int from = stays.names().indexOf(state, where);
        checkTimes(start, times, where);
        if (stays.customers().isEmpty()) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "stays",
                    where + ": customers are not told apart; call Stays.Builder.nextCustomer before the stays of each");
        }
        double[] shares = new double[endless.length];
        shares[from] = 1;
        return occupation(stays.ofCustomersIn(from, start), Optional.of(shares), start, times, execution);
    }

    /** Without given shares those at the start, of which chance is part. */
    private List<StateOccupation> occupation(
            Stays followed, Optional<double[]> given, double start, double[] times, Execution execution) {
        Objects.requireNonNull(execution, "execution");
        int k = endless.length;
        checkRoom(2L * k * k, times.length, "AalenJohansen.occupation");
        List<StateOccupation> found = new ArrayList<>();
        try (Workers workers = execution.start()) {
            RiskSets sets = new RiskSets(followed, start, times[times.length - 1], workers);
            long[] present = sets.allPresent();
            long customers = Arrays.stream(present).sum();
            double[] shares = given.orElseGet(() -> shares(present, customers));
            int only = only(shares);
            ChanceFlow flow = new ChanceFlow(new double[][] {shares.clone()}, endless);
            flow.follow(0, 0, given.isPresent() ? new double[k * k] : multinomial(shares, customers));
            Optional<Reason> never = IntStream.range(0, k)
                    .filter(h -> shares[h] > 0 && !endless[h] && present[h] == 0)
                    .mapToObj(h -> Reason.NO_OBSERVATIONS)
                    .findAny()
                    .or(() -> customers == 0 ? Optional.of(Reason.NO_OBSERVATIONS) : Optional.empty());
            scan(sets, flow, start, times, workers, (time, lost) -> {
                Optional<Reason> undefined =
                        never.or(() -> lost[0] ? Optional.of(Reason.NO_OBSERVATIONS) : Optional.empty());
                found.add(new StateOccupation(
                        new Span(stays.names(), start, time, stays.isDated(), sets.allPresent()),
                        flow.row(0, sets, customers, undefined),
                        only,
                        interval,
                        level));
            });
        }
        return List.copyOf(found);
    }

    private static double[] shares(long[] present, long customers) {
        return Arrays.stream(present)
                .mapToDouble(count -> customers == 0 ? 0 : (double) count / customers)
                .toArray();
    }

    private static double[] multinomial(double[] shares, long customers) {
        int k = shares.length;
        double[] covariance = new double[k * k];
        for (int i = 0; customers > 0 && i < k; i++) {
            for (int j = 0; j < k; j++) {
                covariance[i * k + j] = (i == j ? shares[i] * (1 - shares[i]) : -shares[i] * shares[j]) / customers;
            }
        }
        return covariance;
    }

    /** The only state that has a share, −1 if there are several. */
    private static int only(double[] shares) {
        int[] positive =
                IntStream.range(0, shares.length).filter(i -> shares[i] > 0).toArray();
        return positive.length == 1 ? positive[0] : -1;
    }

    private static Optional<Reason> undefined(boolean end, long customers, boolean outOfSight) {
        if (end) {
            return Optional.of(Reason.ABSORBING);
        }
        return customers == 0 || outOfSight ? Optional.of(Reason.NO_OBSERVATIONS) : Optional.empty();
    }

    /** What is to be kept at a time, and in which rows customers are out of sight by then. */
    private interface Keeper {
        void keep(double time, boolean[] outOfSight);
    }

    /** Goes through the times at which anything happens, and keeps what was asked for. */
    private void scan(RiskSets sets, ChanceFlow flow, double start, double[] times, Workers workers, Keeper keeper) {
        Jump jump = new Jump(endless.length);
        int next = 0;
        long work = 0;
        double since = start;
        while (sets.advance()) {
            for (; times[next] < sets.now(); next++) {
                keep(flow, sets, times[next], since, workers, keeper);
            }
            flow.pass(sets); // since the last time at which anything happened
            since = sets.now();
            boolean now = times[next] == sets.now(); // nothing happens after the last of the times
            sets.load(jump);
            if (jump.size() > 0) {
                flow.apply(jump, sets);
            }
            if (now) {
                keep(flow, sets, times[next++], since, workers, keeper);
            }
            sets.settle();
            work += endless.length + jump.size() * flow.work();
            if (work > POLL_WORK) {
                workers.checkCancelled();
                work = 0;
            }
            if (next == times.length) {
                return;
            }
        }
        for (; next < times.length; next++) {
            keep(flow, sets, times[next], since, workers, keeper);
        }
    }

    private static void keep(
            ChanceFlow flow, RiskSets sets, double time, double since, Workers workers, Keeper keeper) {
        workers.checkCancelled();
        if (time > since) {
            flow.pass(sets);
        }
        keeper.keep(time, flow.outOfSight());
    }

    private static void checkTimes(double start, double[] times, String where) {
        Objects.requireNonNull(times, "times");
        if (!Double.isFinite(start)) {
            throw Arguments.badParameter(where, "start", start, "a finite time");
        }
        if (times.length == 0) {
            throw new InvalidInputException(Reason.EMPTY, "times", where + ": no times, expected at least one");
        }
        double before = start;
        for (int i = 0; i < times.length; i++) {
            if (!(times[i] >= before && times[i] < Double.POSITIVE_INFINITY) || (i > 0 && times[i] == before)) {
                throw Arguments.badParameter(
                        where,
                        "times[" + i + "]",
                        times[i],
                        (i == 0 ? "a finite time from the start on, " : "a finite time after the one before it, ")
                                + before);
            }
            before = times[i];
        }
    }

    private static void checkRoom(long perTime, int times, String where) {
        if (perTime > MOST_NUMBERS / (times + 1L)) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "times",
                    where + ": " + perTime + " numbers for each of " + times
                            + " times do not fit into half a gigabyte; ask for fewer times, or for fewer rows by withRows");
        }
    }

    @Override
    public String toString() {
        return "AalenJohansen[" + stays + ", level=" + level + ", " + interval + "]";
    }
}
