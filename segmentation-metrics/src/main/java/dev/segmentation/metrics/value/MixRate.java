package dev.segmentation.metrics.value;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Why a mean per customer changed: because customers are in other segments (mix), or because segments have other means
 * (rate); exactly.
 *
 * <p>With shares s and rates r before (0) and after (1), and midpoints s̄, r̄:
 * <pre>R₁ − R₀ = Σ (s₁ − s₀)·r̄ + Σ (r₁ − r₀)·s̄ = mix + rate</pre>
 * so that neither date is preferred. By the earlier date's rates and shares alone an interaction is left over: {@link
 * #mixAtOpening}, {@link #rateAtOpening}, {@link #interaction}. Of one segment the mix says that its share grew, whether or not
 * it is better than others; {@link #mixAgainstTotal} says how much the move towards it did.
 *
 * <p>The change in the total, where sizes are counts, is {@link #volume} + {@link #meanSize}·(mix + rate).
 *
 * <p>It is about sizes and rates, not about who moved: see {@link ValueBridge} for that. Rates may be of any kind that
 * averages over customers, such as spend or a share of promoters.
 *
 * <p><b>Degenerate:</b> a segment that is empty at a date has no rate then: it is taken to have that of the other date, so that
 * its coming or going is all mix. Nobody at a date: refused.
 * <br><b>Rounding:</b> sums are of doubles; the parts add up to about 10⁻¹⁵ of the largest.
 * <br><b>Reference:</b> E. M. Kitagawa (1955), J. Am. Stat. Assoc. 50, 1168–1194, doi:10.2307/2281213.
 *
 * <p>Immutable and thread-safe.
 */
public final class MixRate {

    private final SegmentNames segments;
    private final double sizeBefore;
    private final double sizeAfter;
    private final double[] shareBefore;
    private final double[] shareAfter;
    private final double[] rateBefore;
    private final double[] rateAfter;

    private MixRate(SegmentNames segments, double[][] sizes, double[][] rates) {
        this.segments = segments;
        this.sizeBefore = Values.sum(sizes[0]);
        this.sizeAfter = Values.sum(sizes[1]);
        int k = segments.size();
        this.shareBefore = new double[k];
        this.shareAfter = new double[k];
        this.rateBefore = new double[k];
        this.rateAfter = new double[k];
        for (int s = 0; s < k; s++) {
            shareBefore[s] = sizes[0][s] / sizeBefore;
            shareAfter[s] = sizes[1][s] / sizeAfter;
            boolean gone = sizes[1][s] == 0;
            boolean isNew = sizes[0][s] == 0;
            rateBefore[s] = isNew ? (gone ? 0 : rates[1][s]) : rates[0][s];
            rateAfter[s] = gone ? rateBefore[s] : rates[1][s];
        }
    }

    /**
     * Takes sizes and rates of both dates.
     *
     * @param segments k names, unique, not blank, not reserved
     * @param sizesBefore k numbers of customers, or shares, at least 0; copied
     * @param ratesBefore k means per customer; not looked at where the size is 0; copied
     * @param sizesAfter k numbers of customers, or shares; copied
     * @param ratesAfter k means per customer; copied
     * @return the split
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH}), a size is negative ({@link
     *     Reason#NEGATIVE_COUNT}) or not finite, or a rate is not ({@link Reason#NON_FINITE}), all sizes of a date are 0
     *     ({@link Reason#EMPTY}), or they are so large, or rates are, that a sum or a part of the change overflows ({@link
     *     Reason#RANGE})
     */
    public static MixRate of(
            List<String> segments,
            double[] sizesBefore,
            double[] ratesBefore,
            double[] sizesAfter,
            double[] ratesAfter) {
        Objects.requireNonNull(segments, "segments");
        SegmentNames names = SegmentNames.of(segments, "MixRate.of");
        double[][] sizes = {checked(names, sizesBefore, "sizesBefore"), checked(names, sizesAfter, "sizesAfter")};
        double[][] rates = {
            rates(names, sizes[0], ratesBefore, "ratesBefore"), rates(names, sizes[1], ratesAfter, "ratesAfter")
        };
        MixRate split = new MixRate(names, sizes, rates);
        if (!split.isFinite()) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    "rates",
                    "MixRate.of: rates, or their products with sizes, are so large that the parts of the change overflow; use"
                            + " a larger unit");
        }
        return split;
    }

    private boolean isFinite() {
        double segmentsSum = 0;
        for (String segment : segments()) {
            segmentsSum += Math.abs(mix(segment)) + Math.abs(mixAgainstTotal(segment)) + Math.abs(rate(segment));
        }
        return Double.isFinite(segmentsSum)
                && Double.isFinite(change())
                && Double.isFinite(mixAtOpening())
                && Double.isFinite(rateAtOpening())
                && Double.isFinite(interaction())
                && Double.isFinite(volume());
    }

    private static double[] checked(SegmentNames names, double[] sizes, String name) {
        Objects.requireNonNull(sizes, name);
        Arguments.sameSize(names.size(), sizes.length, "MixRate.of", name, "segment");
        for (int s = 0; s < sizes.length; s++) {
            if (!(sizes[s] >= 0 && sizes[s] <= Double.MAX_VALUE)) {
                throw new InvalidInputException(
                        sizes[s] < 0 ? Reason.NEGATIVE_COUNT : Reason.NON_FINITE,
                        s,
                        name,
                        "MixRate.of: " + name + "[" + s + "] = " + sizes[s] + ", expected at least 0");
            }
        }
        double sum = Values.sum(sizes);
        if (sum > Double.MAX_VALUE) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    name,
                    "MixRate.of: " + name + " add up to more than a double holds; use a larger unit, or shares");
        }
        if (!(sum > 0)) {
            throw new InvalidInputException(
                    Reason.EMPTY, name, "MixRate.of: " + name + " are all 0, so that there is no mean per customer");
        }
        return sizes.clone();
    }

    private static double[] rates(SegmentNames names, double[] sizes, double[] rates, String name) {
        Objects.requireNonNull(rates, name);
        Arguments.sameSize(names.size(), rates.length, "MixRate.of", name, "segment");
        for (int s = 0; s < rates.length; s++) {
            if (sizes[s] > 0 && !(Math.abs(rates[s]) <= Double.MAX_VALUE)) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        s,
                        name,
                        "MixRate.of: " + name + "[" + s + "] = " + rates[s]
                                + ", expected a number where there are customers");
            }
        }
        return rates.clone();
    }

    /**
     * The names of the segments.
     *
     * @return in the order given
     */
    public List<String> segments() {
        return segments.names();
    }

    /**
     * The mean per customer before.
     *
     * @return R₀
     */
    public double before() {
        return dot(shareBefore, rateBefore);
    }

    /**
     * The mean per customer after.
     *
     * @return R₁
     */
    public double after() {
        return dot(shareAfter, rateAfter);
    }

    /**
     * By how much the mean changed.
     *
     * @return R₁ − R₀ = {@link #mix()} + {@link #rate()}
     */
    public double change() {
        return after() - before();
    }

    /**
     * What the changed share of a segment did.
     *
     * @param segment its name
     * @return (s₁ − s₀)·r̄
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double mix(String segment) {
        int s = index(segment);
        return (shareAfter[s] - shareBefore[s]) * middle(rateBefore[s], rateAfter[s]);
    }

    /**
     * What the changed rate of a segment did.
     *
     * @param segment its name
     * @return (r₁ − r₀)·s̄
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double rate(String segment) {
        int s = index(segment);
        return (rateAfter[s] - rateBefore[s]) * middle(shareBefore[s], shareAfter[s]);
    }

    /**
     * What the changed share of a segment did, against what the same customers would bring in an average one.
     *
     * @param segment its name
     * @return (s₁ − s₀)·(r̄ − R̄); the values of all segments sum to {@link #mix()}
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double mixAgainstTotal(String segment) {
        int s = index(segment);
        double apart = middle(rateBefore[s], rateAfter[s]) - middle(before(), after());
        return (shareAfter[s] - shareBefore[s]) * apart;
    }

    /**
     * What the changed shares did.
     *
     * @return the sum over segments
     */
    public double mix() {
        return segments().stream().mapToDouble(this::mix).sum();
    }

    /**
     * What the changed rates did.
     *
     * @return the sum over segments
     */
    public double rate() {
        return segments().stream().mapToDouble(this::rate).sum();
    }

    /**
     * What the changed shares would have done with the rates of before.
     *
     * @return Σ (s₁ − s₀)·r₀
     */
    public double mixAtOpening() {
        return dot(shareAfter, rateBefore) - before();
    }

    /**
     * What the changed rates would have done with the shares of before.
     *
     * @return Σ (r₁ − r₀)·s₀
     */
    public double rateAtOpening() {
        return dot(shareBefore, rateAfter) - before();
    }

    /**
     * What is left of the change beside {@link #mixAtOpening} and {@link #rateAtOpening}: customers went where rates grew.
     *
     * @return Σ (s₁ − s₀)·(r₁ − r₀)
     */
    public double interaction() {
        double sum = 0;
        for (int s = 0; s < shareAfter.length; s++) {
            sum += (shareAfter[s] - shareBefore[s]) * (rateAfter[s] - rateBefore[s]);
        }
        return sum;
    }

    /**
     * What the changed number of customers did to the total, at the mean of both dates.
     *
     * @return (N₁ − N₀)·R̄
     */
    public double volume() {
        return (sizeAfter - sizeBefore) * middle(before(), after());
    }

    /**
     * The mean number of customers, by which mix and rate per customer become parts of the change in the total.
     *
     * @return N̄
     */
    public double meanSize() {
        return middle(sizeBefore, sizeAfter);
    }

    private int index(String segment) {
        return segments.indexOf(segment, "MixRate");
    }

    private static double middle(double a, double b) {
        return a / 2 + b / 2;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** A table, one line per segment and one for all. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("segment", "share before", "after", "rate before", "after", "mix", "against total", "rate"));
        for (String segment : segments()) {
            int s = index(segment);
            table.add(List.of(
                    segment,
                    shown("%.1f %%", 100 * shareBefore[s]),
                    shown("%.1f %%", 100 * shareAfter[s]),
                    shown("%.2f", rateBefore[s]),
                    shown("%.2f", rateAfter[s]),
                    shown("%+.2f", mix(segment)),
                    shown("%+.2f", mixAgainstTotal(segment)),
                    shown("%+.2f", rate(segment))));
        }
        table.add(List.of(
                "all",
                "",
                "",
                shown("%.2f", before()),
                shown("%.2f", after()),
                shown("%+.2f", mix()),
                shown("%+.2f", mix()),
                shown("%+.2f", rate())));
        return TextTable.of(table);
    }

    private static String shown(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
