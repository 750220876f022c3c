package dev.segmentation.metrics.drift;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Tails;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * How far the shares of segments, bins or other categories have moved since a baseline: the population stability index and
 * its kin.
 *
 * <p>PSI = Σ (aᵦ − eᵦ) ln(aᵦ / eᵦ), with e the shares of the baseline and a those of now. The rule that 0.10 is a warning and
 * 0.25 an alarm (Lewis 1994) knows nothing of numbers: with a few hundred customers chance alone exceeds it, and with millions a
 * shift that matters stays below. {@link #critical} is what chance reaches: if nothing moved, PSI / (1/N + 1/M) is distributed
 * as χ² with B − 1 degrees of freedom.
 *
 * <p>That, {@link #pValue}, {@link #pearsonPValue} and {@link #significant} are about <b>separate customers</b> at the two times.
 * Where most are the same, such as two dates of one customer base, shares vary far less by chance, and real shifts stay below: of
 * 1000 customers 6 % of a third moving to another segment is hardly ever found. There the test is {@link
 * dev.segmentation.metrics.migration.MigrationTests#equalShares}; the index itself means the same.
 *
 * <p>PSI is symmetric, and of segments it is about their mix only: it says nothing about who moved.
 *
 * <p>A category that is empty at one of the times counts as half a customer there, or has a least share ({@link #withFloor}), and
 * {@link #emptyCount} says how many are; the index then depends on that rule. A category that is empty at both is left out.
 *
 * <p><b>Degenerate:</b> nobody at one of the times: all is NaN, {@link Reason#NO_OBSERVATIONS}. One category: {@link #critical}
 * and {@link #pValue} are NaN, {@link Reason#SINGLE_SEGMENT}, the distances 0. A category that nobody had at the baseline: {@link
 * #kullbackLeibler} and {@link #cohenW} are NaN, {@link Reason#DIVERGES}. {@link #undefined(Measure)} says which and why.
 * <br><b>References:</b> E. M. Lewis (1994), An Introduction to Credit Scoring; B. Yurdakul (2018), Statistical Properties of
 * Population Stability Index, Western Michigan University.
 *
 * <p>Immutable and thread-safe.
 */
public final class PopulationStability {

    private static final double EMPTY = 0.5;

    private final long[] base;
    private final long[] now;
    private final long baseTotal;
    private final long nowTotal;
    private final double floor;

    private PopulationStability(long[] base, long[] now, double floor) {
        this.base = base;
        this.now = now;
        this.baseTotal = Arrays.stream(base).sum();
        this.nowTotal = Arrays.stream(now).sum();
        this.floor = floor;
    }

    /** What is said about the drift, each as one number. */
    public enum Measure {
        /** {@link PopulationStability#index()} and its parts. */
        INDEX,
        /** What chance reaches: {@link PopulationStability#critical} and {@link PopulationStability#pValue()}. */
        CHANCE,
        /** {@link PopulationStability#jensenShannon()}. */
        JENSEN_SHANNON,
        /** {@link PopulationStability#hellinger()}. */
        HELLINGER,
        /** {@link PopulationStability#totalVariation()}. */
        TOTAL_VARIATION,
        /** {@link PopulationStability#kullbackLeibler()}. */
        KULLBACK_LEIBLER,
        /** {@link PopulationStability#cohenW()}. */
        COHEN_W
    }

    /**
     * The drift of segment shares.
     *
     * @param base labels of the baseline
     * @param now labels of now, of the same segments; of other customers, or the same for the index alone
     * @return the drift
     * @throws InvalidInputException if the numbers of segments differ ({@link Reason#SCHEMA_MISMATCH})
     */
    public static PopulationStability between(Assignment base, Assignment now) {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(now, "now");
        Arguments.sameSize(
                base.segmentCount(),
                now.segmentCount(),
                "PopulationStability.between",
                "now",
                "segment of the baseline");
        return ofCounts(longs(base.sizes()), longs(now.sizes()));
    }

    private static long[] longs(int... sizes) {
        return Arrays.stream(sizes).asLongStream().toArray();
    }

    /**
     * The drift of counts by category.
     *
     * @param base counts of the baseline, at least one; copied
     * @param now counts of now, of the same categories in the same order; copied
     * @return the drift
     * @throws InvalidInputException if the numbers of categories differ or there is none ({@link Reason#SCHEMA_MISMATCH},
     *     {@link Reason#EMPTY}), a count is negative ({@link Reason#NEGATIVE_COUNT}), or larger than can be added up ({@link
     *     Reason#RANGE})
     */
    public static PopulationStability ofCounts(long[] base, long[] now) {
        String where = "PopulationStability.ofCounts";
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(now, "now");
        Arguments.sameSize(base.length, now.length, where, "now", "category of the baseline");
        if (base.length == 0) {
            throw new InvalidInputException(Reason.EMPTY, "base", where + ": no categories, expected at least one");
        }
        for (int b = 0; b < base.length; b++) {
            if (base[b] > Long.MAX_VALUE / base.length || now[b] > Long.MAX_VALUE / base.length) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        b,
                        base[b] > Long.MAX_VALUE / base.length ? "base" : "now",
                        where + ": the count of category " + b + " is too large to be added up");
            }
            if (base[b] < 0 || now[b] < 0) {
                throw new InvalidInputException(
                        Reason.NEGATIVE_COUNT,
                        b,
                        base[b] < 0 ? "base" : "now",
                        where + ": the count of category " + b + " = " + Math.min(base[b], now[b])
                                + ", expected at least 0");
            }
        }
        return new PopulationStability(base.clone(), now.clone(), 0);
    }

    /**
     * Gives every share that is smaller this one, as other programs do, instead of half a customer to empty ones.
     *
     * @param share in (0, 1), such as 0.0001
     * @return a new drift
     * @throws InvalidInputException if it is out of range
     */
    public PopulationStability withFloor(double share) {
        return new PopulationStability(base, now, Arguments.openUnit(share, "PopulationStability.withFloor", "share"));
    }

    /**
     * The population stability index, PSI.
     *
     * @return at least 0; NaN if {@link #undefined()}
     */
    public double index() {
        double sum = undefined().isPresent() ? Double.NaN : 0;
        for (int b = 0; b < base.length; b++) {
            sum += part(b);
        }
        return sum;
    }

    /**
     * What a category adds to the index.
     *
     * @param category from 0
     * @return at least 0; 0 for a category that is empty at both times; NaN if {@link #undefined()}
     * @throws IndexOutOfBoundsException if there is no such category
     */
    public double part(int category) {
        Objects.checkIndex(category, base.length);
        if (undefined().isPresent()) {
            return Double.NaN;
        }
        if (base[category] == 0 && now[category] == 0) {
            return 0;
        }
        double before = filled(base[category], baseTotal);
        double after = filled(now[category], nowTotal);
        return (after - before) * StrictMath.log(after / before);
    }

    /**
     * How far a mean of points moved because shares did: Σ (aᵦ − eᵦ) pointsᵦ, what a scorecard calls the shift of a
     * characteristic. Unlike {@link #index} it has a direction, and counts a move between bins of like points for little.
     *
     * @param points what each category is worth, such as its points in a scorecard, in their order; not modified
     * @return in the unit of the points; above 0 if customers moved to categories of more; NaN if {@link #undefined()}
     * @throws InvalidInputException if there are more or fewer points than categories ({@link Reason#SCHEMA_MISMATCH}), or one is
     *     not finite ({@link Reason#NON_FINITE})
     */
    public double pointsShift(double... points) {
        String where = "PopulationStability.pointsShift";
        Arguments.sameSize(base.length, points.length, where, "points", "category");
        double sum = undefined().isPresent() ? Double.NaN : 0;
        for (int b = 0; b < base.length; b++) {
            if (!Double.isFinite(points[b])) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        b,
                        "points",
                        where + ": the points of category " + b + " are " + points[b] + ", expected a finite number");
            }
            sum += ((double) now[b] / nowTotal - (double) base[b] / baseTotal) * points[b];
        }
        return sum;
    }

    private double filled(long count, long total) {
        return floor > 0 ? Math.max((double) count / total, floor) : Math.max((double) count, EMPTY) / total;
    }

    /**
     * What the index exceeds by chance with probability 1 − level if nothing moved, of separate customers at the two times.
     *
     * @param level in (0, 1), such as 0.95
     * @return above 0; NaN if {@link #undefined(Measure)}: also if there is one category
     * @throws InvalidInputException if it is out of range
     */
    public double critical(double level) {
        Arguments.openUnit(level, "PopulationStability.critical", "level");
        if (undefined(Measure.CHANCE).isPresent()) {
            return Double.NaN;
        }
        return new ChiSquaredDistribution(null, categories() - 1.0).inverseCumulativeProbability(level) * scale();
    }

    /**
     * The chance of an index at least as large if nothing moved, of separate customers at the two times.
     *
     * @return 0 … 1; NaN if {@link #undefined(Measure)}: also if there is one category
     */
    public double pValue() {
        return undefined(Measure.CHANCE).isPresent()
                ? Double.NaN
                : Tails.chiSquare(index() / scale(), categories() - 1.0);
    }

    /**
     * The chance of counts at least as different if nothing moved, by Pearson's χ² of the two times, of separate customers. It holds for smaller counts
     * than {@link #pValue}: with ten customers in each of ten categories, the index exceeds what it should with a chance of 0.5 %
     * in 1.1 % of samples. Empty categories need no rule.
     *
     * @return 0 … 1; NaN if {@link #undefined()} or there is one category
     */
    public double pearsonPValue() {
        if (undefined().isPresent() || categories() == 1) {
            return Double.NaN;
        }
        double sum = 0;
        double all = (double) baseTotal + nowTotal;
        for (int b = 0; b < base.length; b++) {
            double both = (double) base[b] + now[b];
            if (both > 0) {
                double expected = both * (baseTotal / all);
                double off = base[b] - expected;
                sum += off * off / expected + off * off / (both - expected);
            }
        }
        return Tails.chiSquare(sum, categories() - 1.0);
    }

    /**
     * Whether shares moved by more than chance explains, at 95 %, of separate customers at the two times.
     *
     * @return false also if undefined
     */
    public boolean significant() {
        return index() > critical(0.95);
    }

    private double scale() {
        return 1.0 / baseTotal + 1.0 / nowTotal;
    }

    private int categories() {
        int categories = 0;
        for (int b = 0; b < base.length; b++) {
            categories += base[b] > 0 || now[b] > 0 ? 1 : 0;
        }
        return categories;
    }

    /**
     * How many categories are empty at one of the times, so that the index depends on the rule for them.
     *
     * @return at least 0
     */
    public int emptyCount() {
        int empty = 0;
        for (int b = 0; b < base.length; b++) {
            empty += base[b] > 0 != now[b] > 0 ? 1 : 0;
        }
        return empty;
    }

    /**
     * The Jensen–Shannon divergence of the shares; its square root is a distance.
     *
     * @return in nats, 0 (equal) … ln 2 (nothing in common); NaN if {@link #undefined()}
     */
    public double jensenShannon() {
        double sum = undefined().isPresent() ? Double.NaN : 0;
        for (int b = 0; b < base.length; b++) {
            double before = (double) base[b] / baseTotal;
            double after = (double) now[b] / nowTotal;
            double middle = (before + after) / 2;
            sum += before > 0 ? before * StrictMath.log(before / middle) / 2 : 0;
            sum += after > 0 ? after * StrictMath.log(after / middle) / 2 : 0;
        }
        return sum;
    }

    /**
     * The Hellinger distance of the shares, √(½ Σ (√a − √e)²).
     *
     * @return 0 (equal) … 1 (nothing in common); NaN if {@link #undefined()}
     */
    public double hellinger() {
        double sum = undefined().isPresent() ? Double.NaN : 0;
        for (int b = 0; b < base.length; b++) {
            double off = Math.sqrt((double) base[b] / baseTotal) - Math.sqrt((double) now[b] / nowTotal);
            sum += off * off;
        }
        return Math.sqrt(sum / 2);
    }

    /**
     * The share of customers who would have to be in another category to undo the drift, ½ Σ |a − e|.
     *
     * @return 0 (equal) … 1 (nothing in common); NaN if {@link #undefined()}
     */
    public double totalVariation() {
        double sum = undefined().isPresent() ? Double.NaN : 0;
        for (int b = 0; b < base.length; b++) {
            sum += Math.abs((double) base[b] / baseTotal - (double) now[b] / nowTotal);
        }
        return sum / 2;
    }

    /**
     * The Kullback–Leibler divergence of now from the baseline, Σ a ln(a / e).
     *
     * @return in nats, at least 0; NaN if {@link #undefined(Measure)}: also if a category is new, for then it has no bound
     */
    public double kullbackLeibler() {
        double sum = undefined(Measure.KULLBACK_LEIBLER).isPresent() ? Double.NaN : 0;
        for (int b = 0; b < base.length; b++) {
            double before = (double) base[b] / baseTotal;
            double after = (double) now[b] / nowTotal;
            sum += after == 0 ? 0 : after * StrictMath.log(after / before);
        }
        return sum;
    }

    /**
     * Cohen's w, √(Σ (a − e)² / e): 0.1 is called small, 0.3 medium, 0.5 large.
     *
     * @return at least 0; NaN if {@link #undefined(Measure)}: also if a category is new, for then it has no bound
     */
    public double cohenW() {
        double sum = undefined(Measure.COHEN_W).isPresent() ? Double.NaN : 0;
        for (int b = 0; b < base.length; b++) {
            double before = (double) base[b] / baseTotal;
            double off = (double) now[b] / nowTotal - before;
            sum += off == 0 ? 0 : off * off / before;
        }
        return Math.sqrt(sum);
    }

    /**
     * Why all is NaN.
     *
     * @return {@link Reason#NO_OBSERVATIONS} if there is nobody at one of the times; empty otherwise
     */
    public Optional<Reason> undefined() {
        return baseTotal == 0 || nowTotal == 0 ? Optional.of(Reason.NO_OBSERVATIONS) : Optional.empty();
    }

    /**
     * Why a number is NaN.
     *
     * @param measure which
     * @return {@link Reason#NO_OBSERVATIONS} if there is nobody at one of the times; {@link Reason#SINGLE_SEGMENT} for what
     *     chance reaches, if there is one category; {@link Reason#DIVERGES} for the Kullback–Leibler divergence and Cohen's w, if
     *     a category is new; empty if it is defined
     */
    public Optional<Reason> undefined(Measure measure) {
        Objects.requireNonNull(measure, "measure");
        if (undefined().isPresent()) {
            return undefined();
        }
        return switch (measure) {
            case CHANCE -> categories() == 1 ? Optional.of(Reason.SINGLE_SEGMENT) : Optional.empty();
            case KULLBACK_LEIBLER, COHEN_W -> anyNew() ? Optional.of(Reason.DIVERGES) : Optional.empty();
            case INDEX, JENSEN_SHANNON, HELLINGER, TOTAL_VARIATION -> Optional.empty();
        };
    }

    private boolean anyNew() {
        return IntStream.range(0, base.length).anyMatch(b -> base[b] == 0 && now[b] > 0);
    }

    /** Such as {@code PSI 0.1619 (chance: below 0.0036), p = 3.4e-148, N = 4338, M = 4338}. */
    @Override
    public String toString() {
        return undefined()
                .map(reason -> "PSI undefined (" + reason + ")")
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        "PSI %.4f (chance: below %.4f), p = %.2g, N = %d, M = %d%s",
                        index(),
                        critical(0.95),
                        pValue(),
                        baseTotal,
                        nowTotal,
                        emptyCount() == 0 ? "" : ", " + emptyCount() + " empty at one time"));
    }
}
