package dev.segmentation.metrics.value;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * How much of the inequality of customers' values the segments explain: Theil's index of all customers is exactly the
 * inequality between segments, Σ vₛ·ln(vₛ/sₛ), plus that within them, Σ vₛ·Tₛ, with the share of value v, the share of
 * customers s and Theil's index T of a segment.
 *
 * <p>Missing values are left out. Zeros add 0.
 *
 * <p><b>Undefined:</b> NaN, with the reason in {@link #undefined()}: no values ({@link Reason#NO_OBSERVATIONS}), a negative
 * value ({@link Reason#NEGATIVE_VALUE}), a total of 0 ({@link Reason#NO_ACTIVITY}), or values that are not finite ({@link
 * Reason#RANGE}).
 * <br><b>Cost:</b> O(n) time and memory.
 * <br><b>Reference:</b> H. Theil (1967), Economics and Information Theory; A. F. Shorrocks (1980), Econometrica 48,
 * 613–625, doi:10.2307/1913126.
 */
public final class TheilSplit {

    private final Values values;
    private final double[] size;
    private final double[] valueShare;
    private final double[] theil;
    private final double between;
    private final double within;

    private TheilSplit(Values values, int segments) {
        this.values = values;
        this.size = new double[segments];
        this.valueShare = new double[segments];
        this.theil = new double[segments];
        ExactSum[] sums = new ExactSum[segments];
        ExactSum[] logs = new ExactSum[segments];
        Arrays.setAll(sums, s -> new ExactSum());
        Arrays.setAll(logs, s -> new ExactSum());
        for (int i = 0; i < values.count(); i++) {
            size[values.labels[i]]++;
            sums[values.labels[i]].add(values.scaled[i]);
        }
        boolean defined = values.undefinedLogarithms().isEmpty();
        double[] mean = new double[segments];
        Arrays.setAll(mean, s -> sums[s].value() / size[s]);
        for (int i = 0; defined && i < values.count(); i++) {
            int s = values.labels[i];
            logs[s].add(mean[s] > 0 ? Values.timesLog(values.scaled[i] / mean[s]) : 0);
        }
        ExactSum betweenSum = new ExactSum();
        ExactSum withinSum = new ExactSum();
        for (int s = 0; s < segments; s++) {
            valueShare[s] = defined ? sums[s].value() / values.total : Double.NaN;
            // of customers without any value, inequality has no meaning
            theil[s] = defined && mean[s] > 0 ? Math.max(0, logs[s].value() / size[s]) : Double.NaN;
            if (valueShare[s] > 0) {
                betweenSum.add(valueShare[s] * StrictMath.log(valueShare[s] / share(s)));
                withinSum.add(valueShare[s] * theil[s]);
            }
        }
        this.between = defined ? Math.max(0, betweenSum.value()) : Double.NaN;
        this.within = defined ? withinSum.value() : Double.NaN;
    }

    /**
     * Splits the inequality.
     *
     * @param values n values, NaN where missing; not modified
     * @param assignment n labels
     * @return the split
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH})
     */
    public static TheilSplit of(double[] values, Assignment assignment) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(assignment.size(), values.length, "TheilSplit.of", "values", "label");
        return new TheilSplit(Values.of(values, assignment), assignment.segmentCount());
    }

    /**
     * The inequality of all customers, between plus within.
     *
     * @return at least 0; NaN if undefined
     */
    public double total() {
        return between + within;
    }

    /**
     * The inequality if every customer had the mean of the segment.
     *
     * @return at least 0; NaN if undefined
     */
    public double between() {
        return between;
    }

    /**
     * The inequality that is left within segments, weighted by value.
     *
     * @return at least 0; NaN if undefined
     */
    public double within() {
        return within;
    }

    /**
     * Theil's index of the customers of one segment.
     *
     * @param segment its label
     * @return at least 0; NaN if undefined, or if the segment has no customers or no value
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double segment(int segment) {
        return theil[Objects.checkIndex(segment, theil.length)];
    }

    /**
     * The share of inequality that the segments explain, between/total. The interval is by linearization on the scale of
     * ln(x/(1 − x)); segments are taken for given. Near 0 the share is too large on average, as any explained share.
     *
     * @param level the confidence level, in (0, 1)
     * @return in [0, 1], higher is better; {@link Reason#ZERO_VARIANCE} if all customers have the same value, {@link
     *     Reason#SINGLE_SEGMENT} if all are in one segment
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate share(double level) {
        Arguments.openUnit(level, "TheilSplit.share", "level");
        Optional<Reason> reason = undefined();
        if (reason.isPresent()) {
            return Estimate.undefined(reason.get(), values.count());
        }
        if (Arrays.stream(size).filter(n -> n > 0).count() < 2) {
            return Estimate.undefined(Reason.SINGLE_SEGMENT, values.count());
        }
        double least = Arrays.stream(values.scaled).min().orElse(0);
        double most = Arrays.stream(values.scaled).max().orElse(0);
        if (least == most) {
            return Estimate.undefined(Reason.ZERO_VARIANCE, values.count());
        }
        double explained = between / total();
        double[] influences = new double[values.count()];
        for (int i = 0; i < influences.length; i++) {
            double y = values.scaled[i] / values.mean();
            int s = values.labels[i];
            double ratio = valueShare[s] / share(s);
            double ofBetween = (y > 0 ? y * (StrictMath.log(ratio) - between) : 0) - ratio + 1;
            double ofTotal = Values.timesLog(y) - (total() + 1) * y + 1;
            influences[i] = (ofBetween - explained * ofTotal) / total();
        }
        return new DeltaInterval(level, values.count()).share(explained, Values.error(influences));
    }

    /**
     * Why the split is undefined.
     *
     * @return the reason, or empty if it is defined
     */
    public Optional<Reason> undefined() {
        return values.undefinedLogarithms();
    }

    @Override
    public String toString() {
        return "TheilSplit["
                + undefined()
                        .map(reason -> "undefined: " + reason)
                        .orElseGet(() -> "between " + between + ", within " + within)
                + "]";
    }

    private double share(int segment) {
        return size[segment] / values.count();
    }
}
