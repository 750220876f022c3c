package dev.segmentation.metrics.value;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * How much of the business each segment is: its share of customers, its share of value, how the two compare, and how many
 * segments of equal size there would be for the same spread.
 *
 * <p>Customers without a value (NaN) are left out everywhere, so that all shares are of the same customers. Values may be
 * negative as long as the total is positive.
 *
 * <p><b>Undefined:</b> no values ({@link Reason#NO_OBSERVATIONS}); for value shares also a total that is not positive
 * ({@link Reason#NO_ACTIVITY}) or values that are not finite ({@link Reason#RANGE}).
 * <br><b>Intervals:</b> Wilson's for customers, linearized with Student's quantile for values: what varies is which customers
 * there are, and how much each is worth. Few large customers make them too short.
 * <br><b>Cost:</b> O(n) time and memory, O(n) more per estimate.
 */
public final class Materiality {

    private final Values values;
    private final long[] sizes;
    private final double[] sums;

    private Materiality(Values values, int segments) {
        this.values = values;
        this.sizes = new long[segments];
        this.sums = new double[segments];
        ExactSum[] exact = new ExactSum[segments];
        Arrays.setAll(exact, s -> new ExactSum());
        for (int i = 0; i < values.count(); i++) {
            sizes[values.labels[i]]++;
            exact[values.labels[i]].add(values.scaled[i]);
        }
        Arrays.setAll(sums, s -> exact[s].value());
    }

    /**
     * Takes the value of every customer.
     *
     * @param values n values, NaN where missing; not modified
     * @param assignment n labels
     * @return the materiality of every segment
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH})
     */
    public static Materiality of(double[] values, Assignment assignment) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(assignment.size(), values.length, "Materiality.of", "values", "label");
        return new Materiality(Values.of(values, assignment), assignment.segmentCount());
    }

    /**
     * The share of customers, with Wilson's interval.
     *
     * @param segment its label
     * @param level the confidence level, in (0, 1)
     * @return in [0, 1]
     * @throws InvalidInputException if the level is out of range
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public Estimate customerShare(int segment, double level) {
        Arguments.openUnit(level, "Materiality.customerShare", "level");
        return WilsonScore.at(level).of(sizes[Objects.checkIndex(segment, sizes.length)], values.count());
    }

    /**
     * The share of value.
     *
     * @param segment its label
     * @param level the confidence level, in (0, 1)
     * @return in [0, 1] unless values are negative
     * @throws InvalidInputException if the level is out of range
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public Estimate valueShare(int segment, double level) {
        Arguments.openUnit(level, "Materiality.valueShare", "level");
        Objects.checkIndex(segment, sizes.length);
        Optional<Reason> reason = values.undefinedShares();
        if (reason.isPresent()) {
            return Estimate.undefined(reason.get(), values.count());
        }
        double share = sums[segment] / values.total;
        double[] influences = new double[values.count()];
        Arrays.setAll(
                influences,
                i -> ((values.labels[i] == segment ? values.scaled[i] : 0) - share * values.scaled[i]) / values.mean());
        return bounded(new DeltaInterval(level, values.count()).plain(share, Values.error(influences)));
    }

    /** Shares of values that are never negative stay within 0 and 1. */
    private Estimate bounded(Estimate found) {
        return values.negative || !found.isDefined()
                ? found
                : Estimate.of(
                        found.value(),
                        Math.max(0, found.lower()),
                        Math.min(1, found.upper()),
                        found.level(),
                        found.customers());
    }

    /**
     * The value index: the share of value divided by the share of customers, which is the mean value of the segment against
     * that of all customers. 1 is average; 2 means that customers of the segment are worth twice as much.
     *
     * @param segment its label
     * @param level the confidence level, in (0, 1)
     * @return at least 0 unless values are negative; undefined as well if nobody of the segment has a value ({@link
     *     Reason#NO_OBSERVATIONS})
     * @throws InvalidInputException if the level is out of range
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public Estimate valueIndex(int segment, double level) {
        Arguments.openUnit(level, "Materiality.valueIndex", "level");
        Objects.checkIndex(segment, sizes.length);
        Optional<Reason> reason = values.undefinedShares();
        if (reason.isPresent() || sizes[segment] == 0) {
            return Estimate.undefined(reason.orElse(Reason.NO_OBSERVATIONS), values.count());
        }
        double share = (double) sizes[segment] / values.count();
        double index = sums[segment] / values.total / share;
        double[] influences = new double[values.count()];
        Arrays.setAll(influences, i -> {
            double y = values.scaled[i] / values.mean();
            return (values.labels[i] == segment ? (y - index) / share : 0) - index * (y - 1);
        });
        Estimate found = new DeltaInterval(level, values.count()).plain(index, Values.error(influences));
        return values.negative || !found.isDefined()
                ? found
                : Estimate.of(index, Math.max(0, found.lower()), found.upper(), level, found.customers());
    }

    /**
     * The effective number of segments by entropy, exp(−Σ s·ln s) of the shares of customers: as many segments of equal
     * size would be as hard to tell.
     *
     * <p>The interval is by linearization; where segments are of equal size it has no length.
     *
     * @param level the confidence level, in (0, 1)
     * @return 1 if one segment has all, k if all are equal
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate effectiveSegments(double level) {
        Arguments.openUnit(level, "Materiality.effectiveSegments", "level");
        if (values.count() == 0) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, 0);
        }
        double entropy = 0;
        double squares = 0;
        for (double share : shares()) {
            double log = share > 0 ? StrictMath.log(share) : 0;
            entropy -= share * log;
            squares += share * log * log;
        }
        double error = Math.sqrt(Math.max(0, squares - entropy * entropy) / values.count());
        double count = StrictMath.exp(entropy);
        return new DeltaInterval(level, values.count()).positive(count, count * error);
    }

    /**
     * The effective number of segments by Simpson's index, 1/Σ s²: the inverse of the chance that two customers are of
     * one segment. At most {@link #effectiveSegments(double)}, for small segments count less.
     *
     * <p>The interval is by linearization; where segments are of equal size it has no length.
     *
     * @param level the confidence level, in (0, 1)
     * @return 1 if one segment has all, k if all are equal
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate inverseSimpson(double level) {
        Arguments.openUnit(level, "Materiality.inverseSimpson", "level");
        if (values.count() == 0) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, 0);
        }
        double squares = 0;
        double cubes = 0;
        for (double share : shares()) {
            squares += share * share;
            cubes += share * share * share;
        }
        double error = 2 * Math.sqrt(Math.max(0, cubes - squares * squares) / values.count());
        return new DeltaInterval(level, values.count()).positive(1 / squares, error / (squares * squares));
    }

    /**
     * Why shares of value are undefined.
     *
     * @return the reason, or empty if they are defined
     */
    public Optional<Reason> undefined() {
        return values.undefinedShares();
    }

    @Override
    public String toString() {
        return "Materiality[" + values.count() + " customers with a value, " + sizes.length + " segments]";
    }

    private double[] shares() {
        return Arrays.stream(sizes)
                .mapToDouble(size -> (double) size / values.count())
                .toArray();
    }
}
