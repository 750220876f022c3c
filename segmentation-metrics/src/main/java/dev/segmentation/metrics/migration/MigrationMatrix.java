package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.WilsonScore;
import dev.segmentation.metrics.interval.MultinomialInterval;
import dev.segmentation.metrics.markov.MarkovChain;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Who went where between two dates: customers counted by their segment before and after.
 *
 * <p>A square table of counts nᵢⱼ of the customers present at both dates, with two more states that are never dropped:
 * <em>entrants</em>, absent before, and <em>leavers</em>, absent after. Who is there at both dates, but could not be scored at
 * one of them ({@link Segmentation#withUnscored}), is neither: see {@link #becameScored()} and {@link #becameUnscored()}.
 * Every customer who is in a segment at either date is counted once: Σ nᵢⱼ + entrants + leavers + became scored + became
 * unscored = {@link #customers()}. Segments are matched by name, not by label. Rates are shares of the row, p̂ᵢⱼ = nᵢⱼ / nᵢ.,
 * over customers who are in a segment at both dates, which is what <em>present at both dates</em> means here; intervals are
 * Wilson's, one cell at a time. Customers count once each; weights are not used.
 *
 * <p><b>Degenerate:</b> a segment of which no customer is present at both dates, such as one that is new: its row is NaN,
 * {@link Reason#NO_OBSERVATIONS}. No customer in common, or nobody at all: all rates are NaN, see {@link #undefined()}.
 * <br><b>Cost:</b> O(n + m) time; 4 bytes per customer of the first date and 8 to 16 per customer of the second while
 * joining, then 8 bytes per cell.
 * <br><b>Reference:</b> T. W. Anderson, L. A. Goodman (1957), Ann. Math. Stat. 28, 89–110, doi:10.1214/aoms/1177707039.
 *
 * <p>Immutable and thread-safe.
 */
public final class MigrationMatrix {

    /** The state of customers who left, in {@link #chainWithExit()}: {@link Segment#EXIT}. */
    public static final String EXIT = Segment.EXIT;

    private static final double DEFAULT_LEVEL = 0.95;

    private final MigrationCounts counts;
    private final @Nullable LocalDate asOfBefore;
    private final @Nullable LocalDate asOfAfter;
    private final long horizonDays; // 0 if unknown
    private final WilsonScore score;

    private MigrationMatrix(
            MigrationCounts counts,
            @Nullable LocalDate asOfBefore,
            @Nullable LocalDate asOfAfter,
            long horizonDays,
            double level) {
        this.counts = counts;
        this.asOfBefore = asOfBefore;
        this.asOfAfter = asOfAfter;
        this.horizonDays = horizonDays;
        this.score = WilsonScore.at(level);
    }

    private static MigrationMatrix dated(MigrationCounts counts, LocalDate before, LocalDate after, double level) {
        return new MigrationMatrix(counts, before, after, ChronoUnit.DAYS.between(before, after), level);
    }

    private MigrationMatrix withCounts(MigrationCounts changed) {
        return new MigrationMatrix(changed, asOfBefore, asOfAfter, horizonDays, level());
    }

    /**
     * Counts migration between two dates, joined on customer id.
     *
     * @param before the earlier date
     * @param after the later date
     * @return the matrix, whose segments are those of {@code before}, then those that only {@code after} has
     * @throws InvalidInputException if {@code after} is not later than {@code before} ({@link Reason#BAD_PARAM}), one has
     *     numbers as ids and the other texts ({@link Reason#SCHEMA_MISMATCH}), or there are more than 4096 segments
     *     ({@link Reason#RESOURCE_LIMIT})
     */
    public static MigrationMatrix between(Segmentation before, Segmentation after) {
        SegmentJoin join = SegmentJoin.of(before, after, "MigrationMatrix.between");
        return dated(MigrationCounts.of(join), before.asOf(), after.asOf(), DEFAULT_LEVEL);
    }

    /**
     * Takes counts that were made elsewhere; the dates are unknown.
     *
     * @param segments k names, unique, not blank, not reserved
     * @param counts k × k; {@code counts[i][j]} customers went from segment i to segment j; copied
     * @param entrants k counts of customers who were absent before, by their segment after; copied
     * @param leavers k counts of customers who are absent after, by their segment before; copied
     * @return the matrix
     * @throws InvalidInputException if the sizes differ ({@link Reason#SCHEMA_MISMATCH}), a count is negative ({@link
     *     Reason#NEGATIVE_COUNT}), the counts add up to more than a {@code long} holds ({@link Reason#RANGE}), or a name
     *     is blank, reserved or repeated
     */
    public static MigrationMatrix copyOf(List<String> segments, long[][] counts, long[] entrants, long[] leavers) {
        Objects.requireNonNull(segments, "segments");
        Objects.requireNonNull(counts, "counts");
        Objects.requireNonNull(entrants, "entrants");
        Objects.requireNonNull(leavers, "leavers");
        MigrationCounts copy = MigrationCounts.copyOf(segments, counts, entrants, leavers, "MigrationMatrix.copyOf");
        return new MigrationMatrix(copy, null, null, 0, DEFAULT_LEVEL);
    }

    /**
     * The same counts between two dates.
     *
     * @param before the earlier date
     * @param after the later date
     * @return a new matrix
     * @throws InvalidInputException if {@code after} is not later than {@code before} ({@link Reason#BAD_PARAM})
     */
    public MigrationMatrix withDates(LocalDate before, LocalDate after) {
        Objects.requireNonNull(before, "before");
        if (!Objects.requireNonNull(after, "after").isAfter(before)) {
            throw Arguments.badParameter("MigrationMatrix.withDates", "after", after, "later than before = " + before);
        }
        return dated(counts, before, after, level());
    }

    /**
     * The same counts over a time, such as those of several steps of that length; the dates are unknown.
     *
     * @param days at least 1
     * @return a new matrix
     * @throws InvalidInputException if it is below 1 ({@link Reason#BAD_PARAM})
     */
    public MigrationMatrix withHorizonDays(long days) {
        if (days < 1) {
            throw Arguments.badParameter("MigrationMatrix.withHorizonDays", "days", days, "at least 1");
        }
        return new MigrationMatrix(counts, null, null, days, level());
    }

    /**
     * The same counts with customers who were there at one date, but in no segment.
     *
     * @param scoredNow k counts of customers who were unscored before, by their segment after; copied
     * @param unscoredNow k counts of customers who are unscored after, by their segment before; copied
     * @return a new matrix; counts of unscored customers given before are replaced
     * @throws InvalidInputException if the sizes differ ({@link Reason#SCHEMA_MISMATCH}), a count is negative ({@link
     *     Reason#NEGATIVE_COUNT}), or the counts add up to more than a {@code long} holds ({@link Reason#RANGE})
     */
    public MigrationMatrix withUnscored(long[] scoredNow, long[] unscoredNow) {
        Objects.requireNonNull(scoredNow, "scoredNow");
        Objects.requireNonNull(unscoredNow, "unscoredNow");
        return withCounts(counts.withUnscored(scoredNow, unscoredNow, "MigrationMatrix.withUnscored"));
    }

    /** The sum of matrices of the same segments. */
    static MigrationMatrix sum(List<MigrationMatrix> parts, String where) {
        return new MigrationMatrix(
                MigrationCounts.sum(parts.stream().map(part -> part.counts).toList(), where),
                null,
                null,
                0,
                parts.get(0).level());
    }

    /**
     * The same counts with intervals of another confidence level.
     *
     * @param confidence in (0, 1); 0.95 unless said otherwise
     * @return a new matrix
     * @throws InvalidInputException if it is out of range
     */
    public MigrationMatrix withLevel(double confidence) {
        Arguments.openUnit(confidence, "MigrationMatrix.withLevel", "level");
        return new MigrationMatrix(counts, asOfBefore, asOfAfter, horizonDays, confidence);
    }

    /**
     * The confidence level of the intervals.
     *
     * @return in (0, 1)
     */
    public double level() {
        return score.level();
    }

    /**
     * The segments of either date.
     *
     * @return those of the earlier date in their order, then those that only the later date has
     */
    public List<Segment> segments() {
        return counts.segments().segments();
    }

    /**
     * The segment of that name.
     *
     * @param name its name
     * @return the segment
     * @throws InvalidInputException if there is none ({@link Reason#UNKNOWN_NAME})
     */
    public Segment segment(String name) {
        return segments().get(index(name));
    }

    /**
     * The earlier date.
     *
     * @return empty if counts were given without dates
     */
    public Optional<LocalDate> asOfBefore() {
        return Optional.ofNullable(asOfBefore);
    }

    /**
     * The later date.
     *
     * @return empty if counts were given without dates
     */
    public Optional<LocalDate> asOfAfter() {
        return Optional.ofNullable(asOfAfter);
    }

    /**
     * The time between the dates. Rates of different horizons do not compare.
     *
     * @return in days, at least 1; empty if counts were given without dates and without a horizon
     */
    public OptionalLong horizonDays() {
        return horizonDays == 0 ? OptionalLong.empty() : OptionalLong.of(horizonDays);
    }

    /**
     * Why the rates are undefined, if all of them are.
     *
     * @return {@link Reason#EMPTY} if there is no customer at either date, {@link Reason#NO_COMMON_CUSTOMERS} if no
     *     customer is at both, {@link Reason#NO_OBSERVATIONS} if all who are were unscored at one of them; empty otherwise
     */
    public Optional<Reason> undefined() {
        if (customers() == 0) {
            return Optional.of(Reason.EMPTY);
        }
        if (presentAtBoth() > 0) {
            return Optional.empty();
        }
        return Optional.of(becameScored() + becameUnscored() > 0 ? Reason.NO_OBSERVATIONS : Reason.NO_COMMON_CUSTOMERS);
    }

    /**
     * How many customers went from one segment to another, or stayed if it is the same.
     *
     * @param from the segment before
     * @param to the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long count(Segment from, Segment to) {
        return count(from.name(), to.name());
    }

    /**
     * How many customers went from one segment to another, or stayed if it is the same.
     *
     * @param from the name of the segment before
     * @param to the name of the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long count(String from, String to) {
        return counts.cell(index(from), index(to));
    }

    /**
     * How many customers of a segment were absent before.
     *
     * @param to the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long entrants(Segment to) {
        return entrants(to.name());
    }

    /**
     * How many customers of a segment were absent before.
     *
     * @param to the name of the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long entrants(String to) {
        return counts.entrants(index(to));
    }

    /**
     * How many customers were absent before.
     *
     * @return at least 0
     */
    public long entrants() {
        return counts.entrants();
    }

    /**
     * How many customers of a segment are absent after.
     *
     * @param from the segment before
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long leavers(Segment from) {
        return leavers(from.name());
    }

    /**
     * How many customers of a segment are absent after.
     *
     * @param from the name of the segment before
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long leavers(String from) {
        return counts.leavers(index(from));
    }

    /**
     * How many customers are absent after.
     *
     * @return at least 0
     */
    public long leavers() {
        return counts.leavers();
    }

    /**
     * How many customers of a segment were there before, but in no segment.
     *
     * @param to the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long becameScored(Segment to) {
        return counts.becameScored(index(to.name()));
    }

    /**
     * How many customers were there before, but in no segment, and are in one after.
     *
     * @return at least 0
     */
    public long becameScored() {
        return counts.becameScored();
    }

    /**
     * How many customers of a segment are there after, but in no segment.
     *
     * @param from the segment before
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long becameUnscored(Segment from) {
        return counts.becameUnscored(index(from.name()));
    }

    /**
     * How many customers were in a segment before, and are there after, but in no segment.
     *
     * @return at least 0
     */
    public long becameUnscored() {
        return counts.becameUnscored();
    }

    /**
     * How many customers are in the same segment at both dates.
     *
     * @return at least 0
     */
    public long stayers() {
        return counts.diagonal();
    }

    /**
     * How many customers are present at both dates, in different segments.
     *
     * @return at least 0
     */
    public long movers() {
        return presentAtBoth() - stayers();
    }

    /**
     * How many customers are present at both dates.
     *
     * @return stayers and movers
     */
    public long presentAtBoth() {
        return counts.all();
    }

    /**
     * How many customers of a segment before are present at both dates, wherever they are after.
     *
     * @param from the segment before
     * @return the total of its row
     * @throws InvalidInputException if there is no such segment
     */
    public long presentAtBoth(Segment from) {
        return counts.row(index(from.name()));
    }

    /**
     * How many customers a segment had before.
     *
     * @param segment one of {@link #segments()}
     * @return the total of its row, its leavers, and those who became unscored
     * @throws InvalidInputException if there is no such segment
     */
    public long sizeBefore(Segment segment) {
        return presentAtBoth(segment) + leavers(segment) + becameUnscored(segment);
    }

    /**
     * How many customers a segment has after.
     *
     * @param segment one of {@link #segments()}
     * @return the total of its column, its entrants, and those who were unscored
     * @throws InvalidInputException if there is no such segment
     */
    public long sizeAfter(Segment segment) {
        return counts.column(index(segment.name())) + entrants(segment) + becameScored(segment);
    }

    /**
     * How many customers are in a segment at either date.
     *
     * @return stayers, movers, entrants, leavers, and those who were or became unscored
     */
    public long customers() {
        return presentAtBoth() + entrants() + leavers() + becameScored() + becameUnscored();
    }

    /**
     * The share of those who were in one segment that is in another now, of the customers present at both dates.
     *
     * @param from the segment before
     * @param to the segment after
     * @return 0 … 1; each row sums to 1; NaN if nobody present at both dates was in {@code from}
     * @throws InvalidInputException if there is no such segment
     */
    public double probability(Segment from, Segment to) {
        return probability(from.name(), to.name());
    }

    /**
     * The share of those who were in one segment that is in another now, of the customers present at both dates.
     *
     * @param from the name of the segment before
     * @param to the name of the segment after
     * @return 0 … 1; each row sums to 1; NaN if nobody present at both dates was in {@code from}
     * @throws InvalidInputException if there is no such segment
     */
    public double probability(String from, String to) {
        return (double) count(from, to) / counts.row(index(from));
    }

    /**
     * {@link #probability(Segment, Segment)} with its Wilson interval.
     *
     * @param from the segment before
     * @param to the segment after
     * @return the estimate over the customers of {@code from} present at both dates; undefined ({@link
     *     Reason#NO_OBSERVATIONS}) if there are none
     * @throws InvalidInputException if there is no such segment
     */
    public Estimate interval(Segment from, Segment to) {
        return interval(from.name(), to.name());
    }

    /**
     * {@link #probability(String, String)} with its Wilson interval.
     *
     * @param from the name of the segment before
     * @param to the name of the segment after
     * @return the estimate over the customers of {@code from} present at both dates; undefined ({@link
     *     Reason#NO_OBSERVATIONS}) if there are none
     * @throws InvalidInputException if there is no such segment
     */
    public Estimate interval(String from, String to) {
        return score.of(count(from, to), counts.row(index(from)));
    }

    /**
     * Where the customers of a segment went, with intervals of another kind, such as ones that hold for all at once.
     *
     * @param from the segment before
     * @param method which intervals
     * @return an estimate per segment after, in the order of {@link #segments()}, over the customers of {@code from} present at
     *     both dates; undefined ({@link Reason#NO_OBSERVATIONS}) if there are none
     * @throws InvalidInputException if there is no such segment
     */
    public List<Estimate> intervals(Segment from, MultinomialInterval method) {
        return method.of(counts.cells(index(from.name())), level());
    }

    /**
     * The share of the customers who were in a segment at the earlier date and are still there, in whatever segment or
     * unscored, with its interval. Customers who were unscored before are not part of it.
     *
     * <p>If no customer is in common it is undefined rather than 0: that ids do not match is likelier than that everybody
     * left. The same holds for {@link #exitRate} and {@link #entryShare}.
     *
     * @return 0 … 1, higher is better; undefined ({@link Reason#EMPTY}, {@link Reason#NO_COMMON_CUSTOMERS}) as said
     */
    public Estimate retention() {
        return share(presentAtBoth() + becameUnscored(), presentAtBoth() + becameUnscored() + leavers());
    }

    /**
     * The share of a segment's customers who are absent after, with its interval.
     *
     * @param from the segment before
     * @return 0 … 1, lower is better; undefined as {@link #undefined()} says, or ({@link Reason#NO_OBSERVATIONS}) if
     *     nobody was in it
     * @throws InvalidInputException if there is no such segment
     */
    public Estimate exitRate(Segment from) {
        return share(leavers(from), sizeBefore(from));
    }

    /**
     * The share of a segment's customers who were absent before, with its interval.
     *
     * @param to the segment after
     * @return 0 … 1; undefined as {@link #undefined()} says, or ({@link Reason#NO_OBSERVATIONS}) if nobody is in it
     * @throws InvalidInputException if there is no such segment
     */
    public Estimate entryShare(Segment to) {
        return share(entrants(to), sizeAfter(to));
    }

    private Estimate share(long part, long whole) {
        return undefined()
                .filter(reason -> reason != Reason.NO_OBSERVATIONS) // whose unscored customers are in common
                .map(reason -> Estimate.undefined(reason, whole))
                .orElseGet(() -> score.of(part, whole));
    }

    /**
     * How much customers move, as one number.
     *
     * @return the indices
     */
    public MobilityIndices mobility() {
        return MobilityIndices.of(counts.cells(), horizonDays(), undefined());
    }

    /**
     * The logarithm of the likelihood of the chain of {@link #probability}, the most likely one for these counts, given where
     * customers were: Σ nᵢⱼ ln p̂ᵢⱼ. Twice the difference of two is what {@link MigrationTests} test by.
     *
     * @return at most 0; 0 if every segment's customers went the same way, or there are none
     */
    public double logLikelihood() {
        double sum = 0;
        long[][] cells = counts.cells();
        for (int i = 0; i < cells.length; i++) {
            for (long count : cells[i]) {
                sum += count == 0 ? 0 : count * StrictMath.log((double) count / counts.row(i));
            }
        }
        return sum;
    }

    /**
     * What these moves lead to if they go on: the chain of {@link #probability}, over the customers present at both dates.
     *
     * @return the chain, whose step is {@link #horizonDays}; empty if a segment has nobody who is present at both dates, so
     *     that it is unknown where its customers go
     * @throws InvalidInputException if there are more than 512 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public Optional<MarkovChain> chain() {
        return dated(counts.chain());
    }

    /**
     * The same with those who leave: a further state {@value #EXIT} that is never left. Chances are of the customers who are
     * in a segment or gone after; who became unscored is not counted, other than in {@link #exitRate}.
     *
     * @return the chain; empty if a segment had nobody before
     * @throws InvalidInputException if there are more than 511 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public Optional<MarkovChain> chainWithExit() {
        return dated(counts.chainWithExit());
    }

    private Optional<MarkovChain> dated(Optional<MarkovChain> chain) {
        OptionalLong days = horizonDays();
        return days.isPresent() ? chain.map(found -> found.withStepDays(days.getAsLong())) : chain;
    }

    /**
     * How large segments will be if customers go on as they did, with bands at {@link #level}.
     *
     * @param steps how many times {@link #horizonDays} after the later date, at least 1
     * @return the forecast
     * @throws InvalidInputException if {@code steps} is below 1 ({@link Reason#BAD_PARAM})
     */
    public SizeForecast forecast(int steps) {
        Arguments.atLeast(
                1,
                steps,
                "MigrationMatrix.forecast",
                "steps",
                "1 is as long after the later date as it is after" + " the earlier one");
        return forecast(steps, 1, this);
    }

    /** From the sizes after the last of several periods, of which this is the sum. */
    SizeForecast forecast(int steps, int periods, MigrationMatrix last) {
        return SizeForecast.of(counts, periods, last.counts, steps, level(), horizonDays());
    }

    /**
     * The same customers with the segments in another order, and with segments that nobody was in.
     *
     * @param names every segment of {@link #segments()}, and possibly others
     * @return a new matrix
     * @throws InvalidInputException if a segment is left out ({@link Reason#UNKNOWN_NAME}), or a name is repeated, blank or
     *     reserved
     */
    public MigrationMatrix withSegments(List<String> names) {
        String where = "MigrationMatrix.withSegments";
        return withCounts(counts.under(names, "names", where));
    }

    long[][] cells() {
        return counts.cells();
    }

    /**
     * Which way customers move, where segments have an order.
     *
     * @param worstToBest every segment once, from the least to the most wanted; names that nobody has at either date may
     *     be among them
     * @return the shares that moved up and down
     * @throws InvalidInputException if a segment is left out ({@link Reason#UNKNOWN_NAME}), or a name is repeated, blank
     *     or reserved
     */
    public DirectionalMobility ordered(List<String> worstToBest) {
        String where = "MigrationMatrix.ordered";
        MigrationCounts ranked = counts.under(worstToBest, "worstToBest", where);
        return new DirectionalMobility(worstToBest, ranked.cells(), horizonDays(), undefined(), level());
    }

    /**
     * The same with those who left counted as having moved down, to a rank of their own below the worst segment.
     *
     * @param worstToBest every segment once, from the least to the most wanted; names that nobody has at either date may
     *     be among them
     * @return the shares that moved up and down, of all customers of the earlier date
     * @throws InvalidInputException as {@link #ordered}
     */
    public DirectionalMobility orderedWithExit(List<String> worstToBest) {
        String where = "MigrationMatrix.orderedWithExit";
        MigrationCounts ranked = counts.under(worstToBest, "worstToBest", where);
        List<String> names = new ArrayList<>(List.of(EXIT));
        names.addAll(worstToBest);
        Optional<Reason> nobody = presentAtBoth() + leavers() == 0 ? Optional.of(Reason.EMPTY) : Optional.empty();
        return new DirectionalMobility(names, ranked.cellsBelowExit(), horizonDays(), nobody, level());
    }

    /**
     * How much each segment grew, and by what flows.
     *
     * @return the growth
     */
    public SegmentGrowth growth() {
        return SegmentGrowth.of(this);
    }

    private int index(String name) {
        return counts.segments().indexOf(name, "MigrationMatrix");
    }

    /** A table of the counts: from rows to columns, with who left, entered, and became unscored or scored, if any did. */
    @Override
    public String toString() {
        return counts.toString();
    }
}
