package dev.segmentation.metrics.effect;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.Normal;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How often a customer of one group has a larger value than one of another: Cliff's δ = P(X &gt; Y) − P(X &lt; Y). Depends on
 * the order of values alone, so that neither skewness nor a few huge customers can change it.
 *
 * <p>Range [−1, 1]: 1 if every value of the first group is larger than every one of the second, 0 if neither group tends to
 * be larger. By convention .147 is small, .33 medium and .474 large (Romano and others 2006). Missing values are left out.
 *
 * <p><b>Undefined:</b> NaN, with the reason in {@link #undefined()}: a group without values ({@link
 * Reason#NO_OBSERVATIONS}); for intervals, with fewer than two.
 * <br><b>Cost:</b> O(n log n) time, O(n) memory.
 * <br><b>References:</b> N. Cliff (1993), Psychol. Bull. 114, 494–509, doi:10.1037/0033-2909.114.3.494; D. Feng and
 * N. Cliff (2004), J. Mod. Appl. Stat. Methods 3, 322–332, doi:10.22237/jmasm/1099267560 (the interval).
 */
public final class Dominance {

    private final double n1;
    private final double n2;
    private final double delta;
    private final double variance;
    private final double u;
    private final double ties;
    private final @Nullable Reason undefined;

    private Dominance(double[] first, double[] second) {
        SortedValues x = SortedValues.of(first);
        SortedValues y = SortedValues.of(second);
        this.n1 = x.size();
        this.n2 = y.size();
        this.undefined = n1 == 0 || n2 == 0 ? Reason.NO_OBSERVATIONS : null;
        double[] rows = dominance(x, y);
        double[] columns = dominance(y, x);
        double sum = DoubleStream.of(rows).sum(); // of whole numbers, the total below 2^62: exact to 1e-15
        long untied = 0;
        for (int i = 0; i < rows.length; i++) {
            untied += y.below(x.value(i)) + (long) y.size() - y.notAbove(x.value(i));
        }
        this.delta = sum / (n1 * n2);
        this.u = (n1 * n2 + sum) / 2;
        this.ties = SortedValues.of(DoubleStream.concat(Arrays.stream(first), Arrays.stream(second))
                        .toArray())
                .ties();
        double rowVariance = squares(rows, n2) / (n1 - 1);
        double columnVariance = squares(columns, -n1) / (n2 - 1);
        double pairs = (untied - n1 * n2 * delta * delta) / ((n1 - 1) * (n2 - 1));
        this.variance =
                Math.max(0, ((n2 - 1) * rowVariance + (n1 - 1) * columnVariance + Math.max(0, pairs)) / (n1 * n2));
    }

    /**
     * Compares two groups.
     *
     * @param first values of the first group, NaN where missing; not modified
     * @param second values of the second group
     * @return the comparison
     */
    public static Dominance of(double[] first, double[] second) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        return new Dominance(first, second);
    }

    /**
     * Compares a segment with all other customers.
     *
     * @param values n values, NaN where missing; not modified
     * @param assignment n labels
     * @param segment the label of the segment
     * @return the comparison
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH})
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public static Dominance ofSegmentAndOthers(double[] values, Assignment assignment, int segment) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(assignment.size(), values.length, "Dominance.ofSegmentAndOthers", "values", "label");
        return of(SegmentValues.of(values, assignment, segment), SegmentValues.others(values, assignment, segment));
    }

    /**
     * Cliff's δ, with the asymmetric interval from its consistent variance, which stays within [−1, 1]. Where one group
     * is above the other without exception, the interval ends at ±1 and begins at ±(m − z²)/(m + z²), with the size m of
     * the smaller group and the normal quantile z.
     *
     * @param level the confidence level, in (0, 1)
     * @return the effect; undefined with fewer than two values in a group
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate cliffsDelta(double level) {
        Arguments.openUnit(level, "Dominance.cliffsDelta", "level");
        long customers = (long) (n1 + n2);
        if (n1 < 2 || n2 < 2) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, customers);
        }
        double z = Normal.twoSidedQuantile(level);
        double squared = z * z;
        if (Math.abs(delta) == 1) {
            double least = (Math.min(n1, n2) - squared) / (Math.min(n1, n2) + squared);
            return delta > 0
                    ? Estimate.of(1, least, 1, level, customers)
                    : Estimate.of(-1, -1, -least, level, customers);
        }
        double rest = 1 - delta * delta;
        double half = z * Math.sqrt(variance) * Math.sqrt(rest * rest + squared * variance);
        double center = delta * rest;
        double scale = rest + squared * variance;
        return Estimate.of(
                delta,
                Math.min(delta, Math.max(-1, (center - half) / scale)),
                Math.max(delta, Math.min(1, (center + half) / scale)),
                level,
                customers);
    }

    /**
     * How likely a customer of the first group has a larger value than one of the second, ties counted half: (δ + 1)/2,
     * the area under the ROC curve.
     *
     * @param level the confidence level, in (0, 1)
     * @return the probability, in [0, 1]
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate superiority(double level) {
        Arguments.openUnit(level, "Dominance.superiority", "level");
        Estimate found = cliffsDelta(level);
        if (!found.isDefined()) {
            return found;
        }
        return Estimate.of(
                (found.value() + 1) / 2, (found.lower() + 1) / 2, (found.upper() + 1) / 2, level, found.customers());
    }

    /**
     * The test of Mann and Whitney, also called Wilcoxon's rank sum: U, the pairs in which the first group is larger, ties
     * counted half. The p value is by the normal approximation, corrected for ties and continuity; fair from about ten
     * values per group on.
     *
     * @return U; undefined without values in a group, and {@link Reason#ZERO_VARIANCE} if all values are equal
     */
    public TestResult mannWhitney() {
        if (undefined != null) {
            return TestResult.undefined(undefined);
        }
        double n = n1 + n2;
        double spread = n1 * n2 / 12 * (n + 1 - ties / (n * (n - 1)));
        if (!(spread > 0)) {
            return TestResult.undefined(Reason.ZERO_VARIANCE);
        }
        double distance = Math.max(0, Math.abs(u - n1 * n2 / 2) - 0.5);
        return TestResult.of(u, Double.NaN, Normal.twoSided(distance / Math.sqrt(spread)));
    }

    /**
     * Why nothing can be compared.
     *
     * @return the reason, or empty if δ is defined
     */
    public Optional<Reason> undefined() {
        return Optional.ofNullable(undefined);
    }

    @Override
    public String toString() {
        return undefined == null
                ? "Dominance[Cliff's δ " + cliffsDelta(0.95) + "]"
                : "Dominance[undefined: " + undefined + "]";
    }

    /** For each value, how many of the others are smaller less how many are larger. */
    private static double[] dominance(SortedValues values, SortedValues others) {
        double[] found = new double[values.size()];
        Arrays.setAll(found, i -> {
            double value = values.value(i);
            return others.below(value) - (double) (others.size() - others.notAbove(value));
        });
        return found;
    }

    /** Σ (dᵢ − δ)² of mean dominances. */
    private double squares(double[] counts, double size) {
        ExactSum sum = new ExactSum();
        for (double count : counts) {
            double deviation = count / size - delta;
            sum.addProduct(deviation, deviation);
        }
        return sum.value();
    }
}
