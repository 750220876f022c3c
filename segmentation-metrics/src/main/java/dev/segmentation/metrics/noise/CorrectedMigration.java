package dev.segmentation.metrics.noise;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.migration.MigrationMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Migration without typing errors: how many customers truly moved, and between which segments.
 *
 * <p>Mistyped customers look as if they had moved. If T are the true shares of customers by segment before and after, and M
 * the typing errors at either date, what is seen is O = M₀′ T M₁. Solved for T, every number is a linear function of the
 * counts, hence <em>unbiased</em> ({@link #movedUnbiased()}). But it may be below 0, where little moved: the corrected shares
 * given are the most likely ones that are possible, near 0 too large on average.
 *
 * <p>Intervals are those of the score: they contain what the counts would not have refuted, with the error that the share asked
 * for would have had, and what the typing error leaves open, if it was estimated. Without typing errors they are Wilson's, and
 * they have a width also where nobody moved. Three segments typed rightly 80 % of the time, 20 to 1000 customers: intervals of
 * 95 % hold in 93 to 98 % of samples, also for the moves of a segment of 5 %. If what was seen leaves everything open, from 0
 * to 1, the number is undefined ({@link Reason#UNIDENTIFIED}).
 *
 * <p>The steps of several periods ({@link dev.segmentation.metrics.migration.PooledMigration#matrix}) are worth as many as {@link
 * MigrationMatrix#designEffect} leaves, and {@code Estimate.customers} says how many customers made them.
 *
 * <p>The {@link #floor} is the movement that would be seen if nobody moved. Where errors repeat themselves and {@link
 * TypingError#withRepeated} does not say so, the floor is too high and the correction too strong: {@link #overstated()} is
 * set when the counts show that.
 *
 * <p><b>Degenerate:</b> nobody at both dates: all is undefined ({@link Reason#EMPTY}, {@link Reason#NO_COMMON_CUSTOMERS}).
 * Typing that cannot tell two segments apart has no correction ({@link Reason#UNIDENTIFIED}).
 * <br><b>Cost:</b> O(k⁶) time and O(k⁴) memory once, under a second for 30 segments, the most there may be.
 * <br><b>Reference:</b> for the error of one date, W. G. Cochran (1968), Technometrics 10, 637–666, doi:10.2307/1267450; for
 * intervals by the score, E. B. Wilson (1927), J. Am. Stat. Assoc. 22, 209–212, doi:10.1080/01621459.1927.10502953, and for
 * ratios E. C. Fieller (1954), J. R. Stat. Soc. B 16, 175–185, doi:10.1111/j.2517-6161.1954.tb00159.x; the search for shares that are not negative is the expectation–maximization of a mixture with known parts.
 *
 * <p>Immutable and thread-safe.
 */
public final class CorrectedMigration {

    private static final int MOST_SEGMENTS = 30;

    private final SegmentNames segments;
    private final Optional<Reason> undefined;
    private final long customers;
    private final double level;
    private final Estimate apparent;
    private final Unmixing unmixing;
    private final TrueShare intervals;

    private CorrectedMigration(SegmentNames segments, MigrationMatrix migration, Unmixing unmixing) {
        this.segments = segments;
        this.undefined = migration.undefined();
        this.customers = migration.shareMoved().customers();
        this.level = migration.level();
        this.apparent = migration.shareMoved();
        this.unmixing = unmixing;
        this.intervals = new TrueShare(unmixing, level, customers);
    }

    /**
     * Corrects for the same typing at both dates, at the level of the matrix.
     *
     * @param migration between two dates
     * @param error of the typing at both dates
     * @return the correction
     * @throws InvalidInputException as {@link #of(MigrationMatrix, TypingError, TypingError)}
     */
    public static CorrectedMigration of(MigrationMatrix migration, TypingError error) {
        return of(migration, error, error);
    }

    /**
     * Corrects for typing that was different at the two dates, at the level of the matrix.
     *
     * @param migration between two dates
     * @param before the error at the earlier date; whether errors repeat themselves is taken from here
     * @param after the error at the later date; the same object if it is the same typing
     * @return the correction, for the segments of the errors
     * @throws InvalidInputException if the segments of the errors differ ({@link Reason#SCHEMA_MISMATCH}), a segment of the
     *     matrix is not among them ({@link Reason#UNKNOWN_NAME}), there are more than 30 ({@link Reason#RESOURCE_LIMIT}), or
     *     the typing cannot tell segments apart ({@link Reason#UNIDENTIFIED})
     */
    public static CorrectedMigration of(MigrationMatrix migration, TypingError before, TypingError after) {
        return of(migration, before, after, Execution.sequential());
    }

    /**
     * {@link #of(MigrationMatrix, TypingError, TypingError)}, which takes seconds for dozens of segments.
     *
     * @param migration between two dates
     * @param before the error at the earlier date; whether errors repeat themselves is taken from here
     * @param after the error at the later date; the same object if it is the same typing
     * @param execution how to run; the search has one thread, and polls cancellation
     * @return the correction, for the segments of the errors
     * @throws InvalidInputException as {@link #of(MigrationMatrix, TypingError, TypingError)}
     */
    public static CorrectedMigration of(
            MigrationMatrix migration, TypingError before, TypingError after, Execution execution) {
        String where = "CorrectedMigration.of";
        Objects.requireNonNull(migration, "migration");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(execution, "execution");
        List<String> names = before.segments();
        if (!names.equals(after.segments())) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "after",
                    where + ": the later error has the segments " + Arguments.shown(after.segments()) + ", expected "
                            + Arguments.shown(names) + " in this order");
        }
        if (names.size() > MOST_SEGMENTS) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "before",
                    where + ": " + names.size() + " segments, expected at most " + MOST_SEGMENTS
                            + "; roll them up first");
        }
        for (Segment segment : migration.segments()) {
            if (!names.contains(segment.name())) {
                throw new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        segment.name(),
                        where + ": the typing error does not have the segment \"" + segment.name()
                                + "\"; give it a row and a column");
            }
        }
        SegmentNames segments = SegmentNames.of(names, where);
        MigrationMatrix matched = migration.withSegments(names);
        int k = names.size();
        double[] observed = new double[k * k];
        for (Segment from : matched.segments()) {
            for (Segment to : matched.segments()) {
                observed[from.index() * k + to.index()] = matched.count(from, to);
            }
        }
        try (Workers workers = execution.start()) {
            Unmixing unmixing =
                    Unmixing.of(before, after, observed, migration.designEffect(), where, workers::checkCancelled);
            return new CorrectedMigration(segments, migration, unmixing);
        }
    }

    /**
     * The names of the segments.
     *
     * @return in the order of the typing errors
     */
    public List<String> segments() {
        return segments.names();
    }

    /**
     * The share of customers who seem to have moved.
     *
     * @return 0 … 1, with Wilson's interval
     */
    public Estimate apparent() {
        return undefined.map(reason -> Estimate.undefined(reason, customers)).orElse(apparent);
    }

    /**
     * The share that would seem to have moved if nobody had: what the typing error alone makes.
     *
     * @return 0 … 1; NaN if undefined
     */
    public double floor() {
        return undefined.isPresent() ? Double.NaN : unmixing.floor();
    }

    /**
     * The share of customers who truly moved: the number to show for one matrix, with its interval, since it is always possible.
     *
     * <p>Where few moved it is too large on average, because chance can only add to what cannot be negative: if nobody moves and
     * 80 % are typed rightly, it is 9 % on average of 100 customers, 3 % of 1000, 1 % of 10 000. The interval contains the truth
     * all the same. Do not average it over matrices, nor take its value for a finding while the interval starts at 0.
     *
     * @return 0 … 1
     */
    public Estimate moved() {
        return estimate(moves());
    }

    /**
     * The share of customers who truly moved, without bias: the number to average over many matrices, or to compare with others.
     * Of one matrix it may be impossible; show {@link #moved()} then.
     *
     * @return near 0 … 1, possibly below 0; with an interval of z standard errors on either side, which may leave 0 … 1 too
     */
    public Estimate movedUnbiased() {
        return undefined
                .map(reason -> Estimate.undefined(reason, customers))
                .orElseGet(() -> intervals.unbiased(moves()));
    }

    private double[] moves() {
        int k = segments.size();
        double[] moves = new double[k * k];
        for (int cell = 0; cell < moves.length; cell++) {
            moves[cell] = cell % (k + 1) == 0 ? 0 : 1; // all but the diagonal
        }
        return moves;
    }

    /**
     * The share of all customers who truly went from one segment to another, or stayed if it is the same.
     *
     * @param from the name of the true segment before
     * @param to the name of the true segment after
     * @return 0 … 1; the values over all pairs sum to 1
     * @throws InvalidInputException if there is no such segment
     */
    public Estimate share(String from, String to) {
        double[] weights = new double[segments.size() * segments.size()];
        weights[index(from) * segments.size() + index(to)] = 1;
        return estimate(weights);
    }

    /**
     * The share of those truly in one segment who are truly in another now.
     *
     * @param from the name of the true segment before
     * @param to the name of the true segment after
     * @return 0 … 1; the values of a row sum to 1; undefined ({@link Reason#NO_OBSERVATIONS}) if nobody truly was in {@code
     *     from}
     * @throws InvalidInputException if there is no such segment
     */
    public Estimate probability(String from, String to) {
        int k = segments.size();
        int i = index(from);
        double row = 0;
        for (int j = 0; j < k; j++) {
            row += unmixing.shares()[i * k + j];
        }
        if (undefined.isEmpty() && row < 1e-12) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, customers);
        }
        return undefined
                .map(reason -> Estimate.undefined(reason, customers))
                .orElseGet(() -> intervals.chance(i, index(to), k));
    }

    /**
     * The share of customers truly in a segment at the earlier date.
     *
     * @param segment its name
     * @return 0 … 1; the values of all segments sum to 1
     * @throws InvalidInputException if there is no such segment
     */
    public Estimate shareBefore(String segment) {
        double[] weights = new double[segments.size() * segments.size()];
        Arrays.fill(weights, index(segment) * segments.size(), (index(segment) + 1) * segments.size(), 1);
        return estimate(weights);
    }

    /**
     * The share of customers truly in a segment at the later date.
     *
     * @param segment its name
     * @return 0 … 1; the values of all segments sum to 1
     * @throws InvalidInputException if there is no such segment
     */
    public Estimate shareAfter(String segment) {
        double[] weights = new double[segments.size() * segments.size()];
        for (int i = 0; i < segments.size(); i++) {
            weights[i * segments.size() + index(segment)] = 1;
        }
        return estimate(weights);
    }

    /**
     * Whether the typing error that was given is larger than the counts allow: some corrected share would have to be negative,
     * beyond chance, with the error that a share of 0 would have had. Of an error that is right it says so in at most 1 −
     * {@link MigrationMatrix#level} of samples (all shares together), at 95 % in 1 to 4 % where nobody moves and hardly ever where a
     * tenth does.
     *
     * @return true if so; give a smaller error, or say that errors repeat themselves
     */
    public boolean overstated() {
        if (undefined.isPresent()) {
            return false;
        }
        int k = segments.size();
        double each = 1 - (1 - level) / (k * k); // of many shares one is below 0 by chance
        for (int cell = 0; cell < k * k; cell++) {
            double[] weights = new double[k * k];
            weights[cell] = 1;
            if (intervals.isNegative(each, weights)) {
                return true;
            }
        }
        return intervals.isNegative(level, moves());
    }

    /**
     * Whether the search for shares that are not negative converged; where none would be negative, there is none.
     *
     * @return how it ended
     */
    public Termination termination() {
        return unmixing.termination();
    }

    private Estimate estimate(double... pairs) {
        return undefined.map(reason -> Estimate.undefined(reason, customers)).orElseGet(() -> intervals.of(pairs));
    }

    private int index(String segment) {
        return segments.indexOf(segment, "CorrectedMigration");
    }

    /** What seems to have moved, what the typing alone would make, and what is left. */
    @Override
    public String toString() {
        if (undefined.isPresent()) {
            return "undefined (" + undefined.get() + ")";
        }
        Estimate moved = moved();
        String corrected = moved.undefined()
                .map(reason -> "undefined (" + reason + ")")
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        "%.1f %% [%.1f, %.1f] at %.3g %%",
                        100 * moved.value(),
                        100 * moved.lower(),
                        100 * moved.upper(),
                        100 * level));
        return String.format(
                Locale.ROOT,
                "Moved: %.1f %% seem to have, %.1f %% would by typing errors alone; corrected %s%s",
                100 * apparent.value(),
                100 * floor(),
                corrected,
                overstated() ? "; the counts do not allow errors as large as given" : "");
    }
}
