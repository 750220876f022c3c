package dev.segmentation.metrics.value;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * How unevenly value, such as revenue, is spread over customers: Lorenz curve, Gini, Theil, Hoover, and how few customers
 * would do. None has a unit. Missing values are left out; zeros count as customers.
 *
 * <p><b>Negative values</b> (returns exceed purchases) are allowed as long as the total is positive; the Lorenz curve then
 * dips below 0 and Gini may exceed 1. Theil's index and the mean logarithmic deviation are undefined with any negative value
 * ({@link Reason#NEGATIVE_VALUE}); a zero adds 0 to Theil's index and makes the mean logarithmic deviation infinite, hence
 * undefined.
 * <br><b>Undefined:</b> NaN, with the reason in {@link #undefined()}: no values ({@link Reason#NO_OBSERVATIONS}), a total that
 * is not positive ({@link Reason#NO_ACTIVITY}), or values that are not finite ({@link Reason#RANGE}).
 * <br><b>Intervals:</b> by linearization, on a scale on which the ends stay in range; they need a hundred customers or so,
 * and more where few customers carry most of the value, when they are too short. With fewer than two: undefined.
 * <br><b>Cost:</b> O(n log n) time, O(n) memory.
 * <br><b>References:</b> C. Gini (1914), reprinted in Metron 63 (2005), 3–38; H. Theil (1967), Economics and Information
 * Theory; M. Langel and Y. Tillé (2013), J. R. Stat. Soc. A 176, 521–540, doi:10.1111/j.1467-985X.2012.01048.x (the
 * variance of Gini).
 */
public final class Concentration {

    private final Values values;
    private final double[] sorted;
    private final double[] cumulative;

    private Concentration(Values values) {
        this.values = values;
        this.sorted = values.scaled.clone();
        Arrays.sort(sorted);
        this.cumulative = new double[sorted.length + 1];
        double lost = 0; // Neumaier's compensation, which keeps the curve exact to a rounding
        double sum = 0;
        for (int i = 0; i < sorted.length; i++) {
            double next = sum + sorted[i];
            lost += Math.abs(sum) >= Math.abs(sorted[i]) ? (sum - next) + sorted[i] : (sorted[i] - next) + sum;
            sum = next;
            cumulative[i + 1] = sum + lost;
        }
    }

    /**
     * Takes the value of every customer.
     *
     * @param values n values, NaN where missing; not modified
     * @return the concentration
     */
    public static Concentration of(double[] values) {
        return new Concentration(Values.of(Objects.requireNonNull(values, "values")));
    }

    /**
     * How many customers have a value.
     *
     * @return at least 0
     */
    public long customers() {
        return values.count();
    }

    /**
     * The Lorenz curve: which share of the total the customers with the smallest values have, by linear interpolation
     * between customers.
     *
     * @param customerShare the share of customers, in [0, 1]
     * @return 0 at 0 and 1 at 1, never above the diagonal; NaN if undefined
     * @throws InvalidInputException if the share is out of range
     */
    public double lorenz(double customerShare) {
        Arguments.closedUnit(customerShare, "Concentration.lorenz", "customerShare");
        if (undefined().isPresent()) {
            return Double.NaN;
        }
        double position = customerShare * sorted.length;
        int below = (int) Math.min(sorted.length - 1.0, Math.floor(position));
        return (cumulative[below] + (position - below) * sorted[below]) / values.total;
    }

    /**
     * Which share of the total the customers with the largest values have: of so many as the share of customers asks for,
     * rounded up to whole customers.
     *
     * @param customerShare the share of customers, in [0, 1]
     * @return at least the share of customers; NaN if undefined
     * @throws InvalidInputException if the share is out of range
     */
    public double topShare(double customerShare) {
        Arguments.closedUnit(customerShare, "Concentration.topShare", "customerShare");
        if (undefined().isPresent()) {
            return Double.NaN;
        }
        int top = (int) Math.ceil(customerShare * sorted.length);
        return Values.sum(Arrays.copyOfRange(sorted, sorted.length - top, sorted.length)) / values.total;
    }

    /**
     * The Gini index of these customers, Σ (2i − n − 1)·x₍ᵢ₎/(n·Σx), twice the area between the Lorenz curve and the
     * diagonal.
     *
     * @return 0 if all are equal, 1 − 1/n if one has all; NaN if undefined
     */
    public double gini() {
        if (undefined().isPresent()) {
            return Double.NaN;
        }
        double n = sorted.length;
        ExactSum sum = new ExactSum();
        for (int i = 0; i < sorted.length; i++) {
            sum.addProduct(2 * i + 1 - n, sorted[i]);
        }
        return sum.value() / n / values.total;
    }

    /**
     * The Gini index of the population the customers are drawn from: times n/(n − 1), which takes off most of the bias.
     *
     * @param level the confidence level, in (0, 1)
     * @return the index, higher is more concentrated
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate gini(double level) {
        Arguments.openUnit(level, "Concentration.gini", "level");
        if (undefined().isPresent()) {
            return Estimate.undefined(undefined().get(), customers());
        }
        double n = sorted.length;
        double mean = values.mean();
        double gini = gini();
        double[] influences = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            double below = (i + 0.5) / n; // of the customers, and of the value above
            double above = (values.total - cumulative[i] - sorted[i] / 2) / n;
            influences[i] = 2 * (sorted[i] * below + above) / mean - (gini + 1) - (gini + 1) * sorted[i] / mean;
        }
        DeltaInterval interval = new DeltaInterval(level, customers());
        double corrected = gini * n / (n - 1);
        double error = Values.error(influences);
        return values.negative ? interval.plain(corrected, error) : interval.share(corrected, error);
    }

    /**
     * Theil's index T = Σ (xᵢ/Σx)·ln(n·xᵢ/Σx), which splits exactly between and within segments, see {@link
     * TheilSplit}.
     *
     * @return 0 if all are equal, ln n if one has all; NaN if undefined or if a value is negative
     */
    public double theil() {
        if (values.undefinedLogarithms().isPresent()) {
            return Double.NaN;
        }
        ExactSum sum = new ExactSum();
        for (double value : values.scaled) {
            sum.add(Values.timesLog(value / values.mean()));
        }
        return Math.max(0, sum.value() / values.count());
    }

    /**
     * Theil's index with its interval.
     *
     * @param level the confidence level, in (0, 1)
     * @return the index, higher is more concentrated; {@link Reason#NEGATIVE_VALUE} if a value is negative
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate theil(double level) {
        Arguments.openUnit(level, "Concentration.theil", "level");
        Optional<Reason> reason = values.undefinedLogarithms();
        if (reason.isPresent()) {
            return Estimate.undefined(reason.get(), customers());
        }
        double theil = theil();
        double[] influences = Arrays.stream(values.scaled)
                .map(value -> value / values.mean())
                .map(y -> Values.timesLog(y) - (theil + 1) * y + 1)
                .toArray();
        return new DeltaInterval(level, customers()).positive(theil, Values.error(influences));
    }

    /**
     * The mean logarithmic deviation L = (1/n)·Σ ln(Σx/(n·xᵢ)), Theil's second index, which looks at small customers more.
     *
     * @return at least 0; NaN if undefined or if a value is negative or 0
     */
    public double meanLogDeviation() {
        if (values.undefinedLogarithms().isPresent() || sorted[0] == 0) {
            return Double.NaN;
        }
        ExactSum sum = new ExactSum();
        for (double value : values.scaled) {
            sum.add(StrictMath.log(values.mean() / value));
        }
        return Math.max(0, sum.value() / values.count());
    }

    /**
     * Hoover's index, also Ricci–Schutz or Robin Hood: the share of the total that would have to change hands for all to
     * be equal.
     *
     * @return in [0, 1) without negative values; NaN if undefined
     */
    public double hoover() {
        if (undefined().isPresent()) {
            return Double.NaN;
        }
        double mean = values.mean();
        double[] apart = Arrays.stream(values.scaled)
                .map(value -> Math.abs(value - mean))
                .toArray();
        return Values.sum(apart) / 2 / values.total;
    }

    /**
     * The index of Herfindahl and Hirschman, Σ (xᵢ/Σx)²; its inverse is the number of equal customers with the same index.
     *
     * @return in [1/n, 1] without negative values; NaN if undefined
     */
    public double herfindahl() {
        if (undefined().isPresent()) {
            return Double.NaN;
        }
        ExactSum squares = new ExactSum();
        for (double value : values.scaled) {
            squares.addProduct(value, value);
        }
        return squares.value() / values.total / values.total;
    }

    /**
     * Why all of it is undefined.
     *
     * @return the reason, or empty if Gini and the Lorenz curve are defined
     */
    public Optional<Reason> undefined() {
        return values.undefinedShares();
    }

    @Override
    public String toString() {
        return "Concentration["
                + undefined().map(reason -> "undefined: " + reason).orElseGet(() -> "Gini " + gini(0.95)) + "]";
    }
}
