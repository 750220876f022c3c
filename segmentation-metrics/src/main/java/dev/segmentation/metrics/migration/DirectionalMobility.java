package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.WilsonScore;
import dev.segmentation.metrics.markov.MarkovChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;

/**
 * Which way customers move between segments that have an order, and how far.
 *
 * <p>With segments ranked 1 (worst) to k (best), a move from rank i to rank j goes j − i steps up. {@link #upRate}, {@link
 * #downRate} and {@link #net} count moves, however far; {@link #index} and {@link #meanDistance} weigh them by their steps.
 * All are over the customers present at both dates; with {@link MigrationMatrix#orderedWithExit} leavers are counted too, as
 * having moved to a rank below the worst. Entrants come from nowhere and are never counted.
 *
 * <p>Intervals of rates are Wilson's. Those of means are by the normal distribution, with one customer more who stayed, one who
 * moved up and one who moved down, so that they have a width where nobody moved: of 100 customers of whom 1 % move up and 2 %
 * down, intervals of 95 % hold in at least 96 % of samples.
 *
 * <p><b>Degenerate:</b> nobody to count: all are NaN, see {@link #undefined()}. One segment: the index and the distance
 * scaled are NaN, {@link Reason#SINGLE_SEGMENT}.
 * <br><b>Reference:</b> for indices of prevailing direction, C. Ferretti, P. Ganugi (2013), Stat. Methods Appl. 22, 403–425,
 * doi:10.1007/s10260-012-0222-3; for the distance, D. J. Bartholomew (1973), Stochastic Models for Social Processes; for
 * intervals, D. G. Bonett, R. M. Price (2012), J. Educ. Behav. Stat. 37, 479–488, doi:10.3102/1076998611411915.
 *
 * <p>Immutable and thread-safe.
 */
public final class DirectionalMobility {

    /** Of a state that is in no segment. */
    private static final int NOT_RANKED = -1;

    private final List<String> worstToBest;
    private final long[][] ranked;
    private final OptionalLong horizonDays;
    private final Optional<Reason> undefined;
    private final double level;
    private final StepOwners owners;
    private final IntUnaryOperator rankOf;
    private final long up;
    private final long down;
    private final long customers;

    /** Of the customers present at both dates. */
    static DirectionalMobility of(MigrationMatrix migration, List<String> worstToBest) {
        MigrationCounts ranked = migration.counts.under(worstToBest, "worstToBest", "MigrationMatrix.ordered");
        int k = ranked.size();
        return new DirectionalMobility(
                worstToBest,
                ranked.cells(),
                migration,
                migration.undefined(),
                owners(migration, ranked),
                state -> state < k ? state : NOT_RANKED);
    }

    /** Of those who left as well, who moved to a rank below the worst. */
    static DirectionalMobility withExit(MigrationMatrix migration, List<String> worstToBest) {
        MigrationCounts ranked = migration.counts.under(worstToBest, "worstToBest", "MigrationMatrix.orderedWithExit");
        List<String> names = new ArrayList<>(List.of(Segment.EXIT));
        names.addAll(worstToBest);
        boolean nobody = migration.presentAtBoth() + migration.leavers() == 0;
        int k = ranked.size();
        return new DirectionalMobility(
                names,
                ranked.cellsBelowExit(),
                migration,
                nobody ? Optional.of(Reason.EMPTY) : Optional.empty(),
                owners(migration, ranked),
                state -> state < k ? state + 1 : state == ranked.absent() ? 0 : NOT_RANKED);
    }

    private static StepOwners owners(MigrationMatrix migration, MigrationCounts ranked) {
        return migration.owners().under(migration.counts.positions(ranked, "DirectionalMobility"), ranked.size());
    }

    /** Of counts by rank before and after. */
    private DirectionalMobility(
            List<String> worstToBest,
            long[][] ranked,
            MigrationMatrix migration,
            Optional<Reason> undefined,
            StepOwners owners,
            IntUnaryOperator rankOf) {
        this.worstToBest = List.copyOf(worstToBest);
        this.ranked = ranked;
        this.horizonDays = migration.horizonDays();
        this.undefined = undefined;
        this.level = migration.level();
        this.owners = owners;
        this.rankOf = rankOf;
        long rising = 0;
        long falling = 0;
        long all = 0;
        for (int i = 0; i < ranked.length; i++) {
            for (int j = 0; j < ranked.length; j++) {
                rising += j > i ? ranked[i][j] : 0;
                falling += j < i ? ranked[i][j] : 0;
                all += ranked[i][j];
            }
        }
        this.up = rising;
        this.down = falling;
        this.customers = all;
    }

    /**
     * The segments, from the least to the most wanted.
     *
     * @return k names; with leavers counted, the first is {@link Segment#EXIT}
     */
    public List<String> worstToBest() {
        return worstToBest;
    }

    /**
     * How many moved to a better segment.
     *
     * @return at least 0
     */
    public long up() {
        return up;
    }

    /**
     * How many moved to a worse segment.
     *
     * @return at least 0
     */
    public long down() {
        return down;
    }

    /**
     * How many are counted, those who stayed included.
     *
     * @return at least 0
     */
    public long customers() {
        return customers;
    }

    /**
     * The days between the dates.
     *
     * @return empty if counts were given without dates
     */
    public OptionalLong horizonDays() {
        return horizonDays;
    }

    /**
     * Why all numbers are NaN.
     *
     * @return {@link Reason#EMPTY} or {@link Reason#NO_COMMON_CUSTOMERS}; empty if they are not
     */
    public Optional<Reason> undefined() {
        return undefined;
    }

    /**
     * The share that moved to a better segment, with Wilson's interval.
     *
     * @return 0 … 1, higher is better
     */
    public Estimate upRate() {
        return rate(up, 1);
    }

    /**
     * The share that moved to a worse segment, with Wilson's interval.
     *
     * @return 0 … 1, lower is better
     */
    public Estimate downRate() {
        return rate(down, -1);
    }

    private Estimate rate(long moved, int way) {
        return undefined
                .map(reason -> Estimate.undefined(reason, customers))
                .orElseGet(() -> owners.share(
                        WilsonScore.at(level),
                        (from, to) -> Integer.signum(steps(from, to)) == way,
                        this::isRanked,
                        moved,
                        customers));
    }

    private boolean isRanked(int from, int to) {
        return from < segmentCount() && rankOf.applyAsInt(to) != NOT_RANKED;
    }

    /** States that are segments, which are the first ones. */
    private int segmentCount() {
        return rankOf.applyAsInt(0) == 0 ? ranked.length : ranked.length - 1;
    }

    private int steps(int from, int to) {
        return rankOf.applyAsInt(to) - rankOf.applyAsInt(from);
    }

    /**
     * The up-rate less the down-rate.
     *
     * @return −1 … 1, higher is better
     */
    public Estimate net() {
        return mean(Integer::signum, 1);
    }

    /**
     * D, the mean of the steps moved up, down being negative, over the most that are possible: Σ ωᵢ Σ pᵢⱼ (j − i) / (k − 1),
     * with ωᵢ the share of customers who were in segment i.
     *
     * @return −1 … 1: its sign is the prevailing direction, its size how strongly it prevails
     */
    public Estimate index() {
        return ranked.length == 1 ? single() : mean(steps -> steps, 1.0 / (ranked.length - 1));
    }

    /**
     * D over the largest value it could have in its direction, from where customers were: all of them at the best segment, or
     * all at the worst. Each end of the interval is that of D over what is possible in the direction of that end.
     *
     * @return −1 … 1; ±1 if everybody went all the way; 0 if D is 0
     */
    public Estimate scaledIndex() {
        Estimate found = index();
        if (!found.isDefined()) {
            return found;
        }
        double above = 0;
        double below = 0;
        for (int i = 0; i < ranked.length; i++) {
            double inRow = Arrays.stream(ranked[i]).sum();
            above += inRow / customers * (ranked.length - 1 - i) / (ranked.length - 1);
            below += inRow / customers * i / (ranked.length - 1);
        }
        return clamped(
                overRoom(found.value(), above, below),
                overRoom(found.lower(), above, below),
                overRoom(found.upper(), above, below),
                -1,
                1);
    }

    /** Over the room of its own direction; where there is none, nobody can go that way. */
    private static double overRoom(double index, double above, double below) {
        double room = index > 0 ? above : below;
        return index == 0 || room == 0 ? 0 : index / room;
    }

    /**
     * How many steps customers moved on average, in either direction: Bartholomew's Σ ωᵢ Σ pᵢⱼ |i − j|.
     *
     * @return 0 (nobody moved) … k − 1
     */
    public Estimate meanDistance() {
        return mean(Math::abs, 1);
    }

    /**
     * How many steps customers will move on average in the long run: Bartholomew's Σ πᵢ Σ pᵢⱼ |i − j|, with πᵢ the shares that
     * the chain keeps.
     *
     * @return 0 … k − 1; NaN if {@link #longRunUndefined()}
     */
    public double longRunDistance() {
        if (longRunUndefined().isPresent()) {
            return Double.NaN;
        }
        MarkovChain chain = MigrationChains.of(worstToBest, ranked);
        double[] share = chain.longRun().stationary();
        double[][] chances = chain.toArray();
        double distance = 0;
        for (int i = 0; i < share.length; i++) {
            for (int j = 0; j < share.length; j++) {
                distance += share[i] * chances[i][j] * Math.abs(i - j);
            }
        }
        return distance;
    }

    /**
     * Why {@link #longRunDistance} is NaN.
     *
     * @return as {@link #undefined()}; {@link Reason#NO_OBSERVATIONS} if nobody was in a segment; {@link Reason#UNREACHABLE} if
     *     not every segment can be reached from every other; empty if it is defined
     */
    public Optional<Reason> longRunUndefined() {
        if (undefined.isPresent()) {
            return undefined;
        }
        if (Arrays.stream(ranked).anyMatch(row -> Arrays.stream(row).sum() == 0)) {
            return Optional.of(Reason.NO_OBSERVATIONS);
        }
        boolean irreducible = MigrationChains.of(worstToBest, ranked).isIrreducible();
        return irreducible ? Optional.empty() : Optional.of(Reason.UNREACHABLE);
    }

    private Estimate single() {
        return Estimate.undefined(undefined.orElse(Reason.SINGLE_SEGMENT), customers);
    }

    /** What the steps are worth. */
    private interface Worth {
        double of(int steps);
    }

    /** By the normal distribution, given how many were in each segment before, with {@link #withThreeMore}. */
    private Estimate mean(Worth worth, double scale) {
        if (undefined.isPresent()) {
            return Estimate.undefined(undefined.get(), customers);
        }
        double[][] smoothed = withThreeMore();
        double all = Arrays.stream(smoothed).flatMapToDouble(Arrays::stream).sum();
        double mean = 0;
        double center = 0;
        double variance = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < ranked.length; i++) {
            double inRow = Arrays.stream(smoothed[i]).sum();
            double found = 0;
            double sum = 0;
            double squares = 0;
            for (int j = 0; j < ranked.length; j++) {
                double value = scale * worth.of(j - i);
                found += ranked[i][j] * value;
                sum += smoothed[i][j] * value;
                squares += smoothed[i][j] * value * value;
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            mean += found / customers;
            center += sum / all;
            variance += inRow == 0 ? 0 : Math.max(0, squares - sum * sum / inRow) / all / all;
        }
        double over = owners.variance(
                (from, to) -> isRanked(from, to) ? scale * worth.of(steps(from, to)) : Double.NaN, mean, variance);
        double half = Normal.twoSidedQuantile(level) * Math.sqrt(over);
        return clamped(mean, Math.min(mean, center - half), Math.max(mean, center + half), least, most);
    }

    /**
     * The counts with one customer more who stayed, one who moved up and one who moved down, spread over the segments as
     * customers were and over all moves that are possible from there: with two of them, intervals of the difference of two shares
     * of the same customers hold (Bonett and Price), with the third also where everybody moved.
     */
    private double[][] withThreeMore() {
        double[][] smoothed = new double[ranked.length][ranked.length];
        double[] total = new double[3];
        double[][] weights = new double[ranked.length][ranked.length];
        for (int i = 0; i < ranked.length; i++) {
            double inRow = Arrays.stream(ranked[i]).sum();
            for (int j = 0; j < ranked.length; j++) {
                int possible = j == i ? 1 : j > i ? ranked.length - 1 - i : i;
                weights[i][j] = inRow / possible;
                total[1 + Integer.signum(j - i)] += weights[i][j];
            }
        }
        for (int i = 0; i < ranked.length; i++) {
            for (int j = 0; j < ranked.length; j++) {
                double all = total[1 + Integer.signum(j - i)];
                smoothed[i][j] = ranked[i][j] + (all == 0 ? 0 : weights[i][j] / all);
            }
        }
        return smoothed;
    }

    /** Rounding errors may put all three beyond what is possible. */
    private Estimate clamped(double value, double lower, double upper, double least, double most) {
        return Estimate.of(
                Math.min(most, Math.max(least, value)),
                Math.min(most, Math.max(least, lower)),
                Math.min(most, Math.max(least, upper)),
                level,
                customers);
    }

    /** Such as {@code up 12.0 %, down 4.0 %, net +8.0 %}. */
    @Override
    public String toString() {
        return undefined
                .map(reason -> "undefined (" + reason + ")")
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        "up %.1f %%, down %.1f %%, net %+.1f %% of %d",
                        100 * upRate().value(),
                        100 * downRate().value(),
                        100 * net().value(),
                        customers));
    }
}
