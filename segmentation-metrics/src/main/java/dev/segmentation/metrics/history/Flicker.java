package dev.segmentation.metrics.history;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.Locale;
import java.util.Objects;

/**
 * How many of those who move come back soon to the segment they came from, and how many would if the past did not matter.
 *
 * <p>A move is a customer in one segment at a date and in another one at the next. It flickers if the customer is in the former
 * segment again at one of the w dates that follow. Moves of which those w dates are not all known are left out, whether or not
 * the customer was back before: moves too late in the history, {@link #tooLate}, and moves of customers who became unscored
 * meanwhile, {@link #unknown}. Who left has not come back.
 *
 * <p>Some would come back anyway: {@link #expected} is the share under the Markov chain of the same history, with having left
 * as one of its states, where only the present segment matters. Noise in the typing makes more than that, {@link #excess}, and so do
 * customers who differ in how restless they are. It is neither an estimate nor a bound of noise: the chain that is compared with
 * contains the noise itself. {@code CorrectedMigration} tells how much is real, where the typing error is known.
 *
 * <p>Wilson's intervals take moves for independent. They are a little too narrow where few customers make most of the moves.
 *
 * <p><b>Degenerate:</b> no move that was observed long enough: shares are undefined ({@link Reason#NO_OBSERVATIONS}). A segment
 * from which no step is known: what the chain expects of those who go there is undefined, too. Who left is taken to stay away
 * if nothing else is known.
 * <br><b>Cost:</b> O(n · dates · w) time, and O(w k³) for the chain.
 *
 * <p>Immutable and thread-safe.
 */
public final class Flicker {

    private static final int MOST_SEGMENTS = 256;
    private static final int MOST_PERIODS = 1000;
    private static final double DEFAULT_LEVEL = 0.95;

    private final SegmentNames segments;
    private final int periods;
    private final long[][] moves;
    private final long[][] returns;
    private final long tooLate;
    private final long unknown;
    private final double[][] chances; // of coming back by the chain
    private final WilsonScore score;

    private Flicker(SegmentNames segments, int periods, FlickerCounts counts, double[][] chances) {
        this(
                segments,
                periods,
                counts.moves(),
                counts.returns(),
                counts.tooLate(),
                counts.unknown(),
                chances,
                DEFAULT_LEVEL);
    }

    private Flicker(
            SegmentNames segments,
            int periods,
            long[][] moves,
            long[][] returns,
            long tooLate,
            long unknown,
            double[][] chances,
            double level) {
        this.segments = segments;
        this.periods = periods;
        this.moves = moves;
        this.returns = returns;
        this.tooLate = tooLate;
        this.unknown = unknown;
        this.chances = chances;
        this.score = WilsonScore.at(level);
    }

    /**
     * Counts.
     *
     * @param history who was where when
     * @param periods w, within how many dates after a move a customer must be back, 1 to 1000
     * @return the shares
     * @throws InvalidInputException if {@code periods} is out of range ({@link Reason#BAD_PARAM}), or there are more than 256
     *     segments ({@link Reason#RESOURCE_LIMIT})
     */
    public static Flicker within(SegmentHistory history, int periods) {
        return within(Objects.requireNonNull(history, "history"), periods, () -> {});
    }

    /** The same, polling at each date. */
    static Flicker within(SegmentHistory history, int periods, Runnable poll) {
        checkPeriods(periods, "Flicker.within");
        int k = history.names().size();
        if (k > MOST_SEGMENTS) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "segments",
                    "Flicker.within: " + k + " segments, expected at most " + MOST_SEGMENTS
                            + ", because the chain takes a cube of them; merge segments first");
        }
        FlickerCounts counts = FlickerCounts.of(history.columns(), k, periods, poll);
        return new Flicker(history.names(), periods, counts, counts.chancesByTheChain());
    }

    static int checkPeriods(int periods, String where) {
        if (periods < 1 || periods > MOST_PERIODS) {
            throw Arguments.badParameter(where, "periods", periods, "1 to " + MOST_PERIODS);
        }
        return periods;
    }

    /**
     * The same with intervals of another confidence level.
     *
     * @param confidence in (0, 1); 0.95 unless said otherwise
     * @return a new object
     * @throws InvalidInputException if it is out of range
     */
    public Flicker withLevel(double confidence) {
        Arguments.openUnit(confidence, "Flicker.withLevel", "level");
        return new Flicker(segments, periods, moves, returns, tooLate, unknown, chances, confidence);
    }

    /**
     * Within how many dates after a move a customer must be back.
     *
     * @return w, at least 1
     */
    public int periods() {
        return periods;
    }

    /**
     * How many moves count: those of which all w later dates are known.
     *
     * @return at least 0
     */
    public long moves() {
        return sum(moves);
    }

    /**
     * How many of the {@link #moves} flicker.
     *
     * @return at least 0
     */
    public long returns() {
        return sum(returns);
    }

    /**
     * How many moves were left out because the history ends less than w dates later.
     *
     * @return at least 0
     */
    public long tooLate() {
        return tooLate;
    }

    /**
     * How many moves were left out because the customer was unscored at one of the w later dates.
     *
     * @return at least 0
     */
    public long unknown() {
        return unknown;
    }

    /**
     * The share of the moves that flicker.
     *
     * @return 0 … 1, with Wilson's interval; the count behind it is that of moves
     */
    public Estimate share() {
        return score.of(returns(), moves());
    }

    /**
     * The share of the moves between two segments that flicker.
     *
     * @param from where the customer came from, and is back
     * @param to where the customer went
     * @return 0 … 1, with Wilson's interval; undefined ({@link Reason#NO_OBSERVATIONS}) if there was no such move, as there is
     *     none from a segment to itself
     * @throws InvalidInputException if there is no such segment
     */
    public Estimate share(Segment from, Segment to) {
        int i = index(from);
        int j = index(to);
        return score.of(returns[i][j], moves[i][j]);
    }

    /**
     * The share of the same moves that would be back within w dates if only the present segment mattered.
     *
     * @return 0 … 1; NaN if there are no moves, or some of them may lead to a segment from which no step is known
     */
    public double expected() {
        double sum = 0;
        for (int i = 0; i < moves.length; i++) {
            for (int j = 0; j < moves.length; j++) {
                sum += moves[i][j] == 0 ? 0 : moves[i][j] * chances[i][j];
            }
        }
        return sum / moves();
    }

    /**
     * The chance that who moved from one segment to another one is back within w dates, if only the present segment matters.
     *
     * @param from where the customer came from
     * @param to where the customer went
     * @return 0 … 1; 1 if both are the same segment, as nobody has to come back; NaN if no step is known from where the
     *     customer went, or from a segment that may be passed within w dates, as of one that only the last date has
     * @throws InvalidInputException if there is no such segment
     */
    public double expected(Segment from, Segment to) {
        return chances[index(from)][index(to)];
    }

    /**
     * The share that flickers less the {@linkplain #expected() expected} one.
     *
     * @return −1 … 1, more than 0 where the past matters; the interval is that of {@link #share()}, moved, and takes the
     *     expected share for known; undefined ({@link Reason#NO_OBSERVATIONS}) where one of them is
     */
    public Estimate excess() {
        Estimate share = share();
        double expected = expected();
        if (!share.isDefined() || Double.isNaN(expected)) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, share.customers());
        }
        return Estimate.of(
                share.value() - expected,
                share.lower() - expected,
                share.upper() - expected,
                share.level(),
                share.customers());
    }

    private int index(Segment segment) {
        return segments.indexOf(segment.name(), "Flicker");
    }

    private static long sum(long[][] counts) {
        long sum = 0;
        for (long[] row : counts) {
            for (long count : row) {
                sum += count;
            }
        }
        return sum;
    }

    /** What came back, and what would have. */
    @Override
    public String toString() {
        Estimate share = share();
        if (!share.isDefined()) {
            return "Flicker: " + share;
        }
        String back = String.format(
                Locale.ROOT,
                "Flicker: %.1f %% of %d moves are back within %d [%.1f, %.1f], ",
                100 * share.value(),
                moves(),
                periods,
                100 * share.lower(),
                100 * share.upper());
        double expected = expected();
        return back
                + (Double.isNaN(expected)
                        ? "how many would be by chance is not known"
                        : String.format(Locale.ROOT, "%.1f %% would be by chance", 100 * expected));
    }
}
