package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.interval.MultinomialInterval;
import dev.segmentation.metrics.markov.MarkovChain;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who went where between two dates: customers counted by their segment before and after.
 *
 * <p>A square table of counts nᵢⱼ of the customers present at both dates, with two more states that are never dropped:
 * <em>absent</em>, which entrants were before and leavers are after (of a history {@link #returned} tells those entrants who were
 * not yet customers from those who had left), and <em>unscored</em>, there but in no segment ({@link Segmentation#withUnscored}), who are neither: see {@link #unscored}. Everybody who is there at either date is counted once:
 * Σ nᵢⱼ + entrants + leavers + {@link UnscoredCustomers#customers} = {@link #customers}. Segments are matched by name, not by
 * label. Rates are shares of the row, p̂ᵢⱼ = nᵢⱼ / nᵢ., over customers who are in a segment at both dates, which is what
 * <em>present at both dates</em> means here; intervals are Wilson's, one cell at a time. Customers count once each;
 * with weights there is {@link WeightedMigration}. The steps of several {@link #periods} counted together are not independent, since the same customers made them:
 * intervals of such a matrix are over customers, as {@link PooledMigration} describes.
 *
 * <p><b>Degenerate:</b> a segment of which no customer is present at both dates, such as one that is new: its row is NaN,
 * {@link Reason#NO_OBSERVATIONS}. No customer in common, or nobody at all: all rates are NaN, see {@link #undefined()}.
 * <br><b>Cost:</b> O(n + m) time; 4 bytes per customer of the first date and 8 to 16 per customer of the second while
 * joining, then 8 bytes per cell.
 * <br><b>Reference:</b> T. W. Anderson, L. A. Goodman (1957), Ann. Math. Stat. 28, 89–110, doi:10.1214/aoms/1177707039.
 *
 * <p>Immutable and thread-safe.
 */
public final class MigrationMatrix extends CountedMigration {

    private static final double DEFAULT_LEVEL = 0.95;

    private final MigrationShares shares;

    private MigrationMatrix(MigrationCounts counts, MigrationPeriod period, double level) {
        this(counts, period, level, StepOwners.ONE_EACH);
    }

    private MigrationMatrix(MigrationCounts counts, MigrationPeriod period, double level, StepOwners owners) {
        super(counts, period);
        this.shares = new MigrationShares(counts, level, owners);
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
        String where = "MigrationMatrix.between";
        return of(SegmentJoin.of(before, after, where), before.asOf(), after.asOf(), where);
    }

    static MigrationMatrix of(SegmentJoin join, LocalDate before, LocalDate after, String where) {
        MigrationPeriod period = MigrationPeriod.between(before, after, where);
        return new MigrationMatrix(MigrationCounts.of(join), period, DEFAULT_LEVEL);
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
        return new MigrationMatrix(copy, MigrationPeriod.UNKNOWN, DEFAULT_LEVEL);
    }

    /**
     * Takes counts over all states, made elsewhere; the dates are unknown.
     *
     * @param segments k names, unique, not blank, not reserved
     * @param counts (k + 2) × (k + 2): {@code counts[i][j]} customers went from state i to state j, which are the segments,
     *     then unscored, then absent; copied
     * @return the matrix
     * @throws InvalidInputException if the sizes differ ({@link Reason#SCHEMA_MISMATCH}), a count is negative ({@link
     *     Reason#NEGATIVE_COUNT}), customers are absent at both dates or the counts add up to more than a {@code long} holds
     *     ({@link Reason#RANGE}), or a name is blank, reserved or repeated
     */
    public static MigrationMatrix copyOfStates(List<String> segments, long[][] counts) {
        Objects.requireNonNull(segments, "segments");
        Objects.requireNonNull(counts, "counts");
        MigrationCounts copy = MigrationCounts.copyOfStates(segments, counts, "MigrationMatrix.copyOfStates");
        return new MigrationMatrix(copy, MigrationPeriod.UNKNOWN, DEFAULT_LEVEL);
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
        MigrationPeriod dated = MigrationPeriod.between(before, after, "MigrationMatrix.withDates");
        return new MigrationMatrix(counts, dated, level(), owners());
    }

    /**
     * The same counts over a time, such as those of several steps of that length; the dates are unknown.
     *
     * @param days at least 1
     * @return a new matrix
     * @throws InvalidInputException if it is below 1 ({@link Reason#BAD_PARAM})
     */
    public MigrationMatrix withHorizonDays(long days) {
        return new MigrationMatrix(
                counts, MigrationPeriod.ofDays(days, "MigrationMatrix.withHorizonDays"), level(), owners());
    }

    /**
     * The same counts, knowing which of the entrants came back: what {@code SegmentHistory} gives.
     *
     * @param byState k + 2 counts of customers absent before who had been there earlier, by where they are after: the
     *     segments, then unscored, then still absent; copied
     * @return a new matrix
     * @throws InvalidInputException if the size differs ({@link Reason#SCHEMA_MISMATCH}), a count is negative ({@link
     *     Reason#NEGATIVE_COUNT}), or there are more than entrants ({@link Reason#RANGE})
     */
    public MigrationMatrix withReturned(long... byState) {
        Objects.requireNonNull(byState, "byState");
        return new MigrationMatrix(
                counts.withReturned(byState, "MigrationMatrix.withReturned"), period, level(), owners());
    }

    /**
     * Which of the entrants came back, and which are new.
     *
     * @return empty if that is unknown: two dates alone do not tell, a {@code SegmentHistory} does
     */
    public Optional<ReturnedCustomers> returned() {
        return counts.isReturnedKnown()
                ? Optional.of(new ReturnedCustomers(counts, level(), periods()))
                : Optional.empty();
    }

    /** The sum of matrices of the same segments, whose customers are the given ones. */
    static MigrationMatrix sum(List<MigrationMatrix> parts, StepOwners owners, String where) {
        List<MigrationCounts> counts = parts.stream().map(part -> part.counts).toList();
        return new MigrationMatrix(
                MigrationCounts.sum(counts, where),
                MigrationPeriod.UNKNOWN,
                parts.get(0).level(),
                owners);
    }

    /** Who made the steps. */
    StepOwners owners() {
        return shares.owners();
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
        return new MigrationMatrix(counts, period, confidence, owners());
    }

    /**
     * The confidence level of the intervals.
     *
     * @return in (0, 1)
     */
    public double level() {
        return shares.level();
    }

    /**
     * How many periods are counted together: a customer counts once in each.
     *
     * @return 1; more for a matrix made by {@link PooledMigration}, whose intervals say what follows from that
     */
    public int periods() {
        return owners().periods();
    }

    /**
     * How many times more {@link #shareMoved} varies than if each step were of another customer: what it costs that the steps of
     * one customer are alike.
     *
     * @return 1 for one period; from 1 to the number of {@link #periods()} if it is known who made the steps, that number if not
     */
    public double designEffect() {
        return shares.designEffect();
    }

    /**
     * Why the rates are undefined, if all of them are.
     *
     * @return {@link Reason#EMPTY} if there is no customer at either date, {@link Reason#NO_COMMON_CUSTOMERS} if no
     *     customer is at both, {@link Reason#NO_OBSERVATIONS} if all who are were unscored at one of them; empty otherwise
     */
    public Optional<Reason> undefined() {
        return shares.undefined();
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
        return shares.probability(index(from), index(to));
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
        return shares.interval(index(from), index(to));
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
        return shares.intervals(index(from.name()), method);
    }

    /**
     * The share of the customers present at both dates who are in another segment now, with its interval.
     *
     * @return 0 (nobody moved) … 1; undefined ({@link Reason#NO_OBSERVATIONS}) if there are none
     */
    public Estimate shareMoved() {
        return shares.moved();
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
        return shares.retention();
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
        return shares.exitRate(index(from.name()));
    }

    /**
     * The share of a segment's customers who were absent before, with its interval.
     *
     * @param to the segment after
     * @return 0 … 1; undefined as {@link #undefined()} says, or ({@link Reason#NO_OBSERVATIONS}) if nobody is in it
     * @throws InvalidInputException if there is no such segment
     */
    public Estimate entryShare(Segment to) {
        return shares.entryShare(index(to.name()));
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
        return shares.logLikelihood();
    }

    /**
     * What these moves lead to if they go on: the chain of {@link #probability}, over the customers present at both dates.
     *
     * @return the chain, whose step is {@link #horizonDays}; empty if a segment has nobody who is present at both dates, so
     *     that it is unknown where its customers go
     * @throws InvalidInputException if there are more than 512 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public Optional<MarkovChain> chain() {
        return period.step(MigrationChains.staying(counts));
    }

    /**
     * The same with those who leave: a further state {@link Segment#EXIT} that is never left. Chances are of the customers who are
     * in a segment or gone after; who became unscored is not counted, other than in {@link #exitRate}.
     *
     * @return the chain; empty if a segment had nobody before
     * @throws InvalidInputException if there are more than 511 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public Optional<MarkovChain> chainWithExit() {
        return period.step(MigrationChains.withExit(counts));
    }

    /**
     * How large segments will be if customers go on as they did, with bands at {@link #level}.
     *
     * @param steps how many times {@link #horizonDays} after the later date, at least 1
     * @return the forecast
     * @throws InvalidInputException if {@code steps} is below 1 ({@link Reason#BAD_PARAM})
     */
    public SizeForecast forecast(int steps) {
        return forecast(steps, Execution.sequential());
    }

    /**
     * {@link #forecast(int)}, which takes seconds for hundreds of segments and many steps.
     *
     * @param steps how many times {@link #horizonDays} after the later date, at least 1
     * @param execution how to run; the same bits whatever it is
     * @return the forecast
     * @throws InvalidInputException if {@code steps} is below 1 ({@link Reason#BAD_PARAM})
     */
    public SizeForecast forecast(int steps, Execution execution) {
        Arguments.atLeast(
                1,
                steps,
                "MigrationMatrix.forecast",
                "steps",
                "1 is as long after the later date as it is after the earlier one");
        return SizeForecast.of(this, 1, this, steps, execution);
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
        MigrationCounts moved = counts.under(names, "names", where);
        return new MigrationMatrix(
                moved, period, level(), owners().under(counts.positions(moved, where), moved.size()));
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
        return DirectionalMobility.of(this, worstToBest);
    }

    /**
     * The same with those who left counted as having moved down, to a rank of their own below the worst segment.
     *
     * @param worstToBest every segment once, from the least to the most wanted; names that nobody has at either date may
     *     be among them
     * @return the shares that moved up and down, of those of the earlier date who are in a segment or gone after
     * @throws InvalidInputException as {@link #ordered}
     */
    public DirectionalMobility orderedWithExit(List<String> worstToBest) {
        return DirectionalMobility.withExit(this, worstToBest);
    }

    /**
     * How much each segment grew, and by what flows.
     *
     * @return the growth
     */
    public SegmentGrowth growth() {
        return SegmentGrowth.of(this);
    }
}
