package dev.segmentation.metrics.noise;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.Termination;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.GroupedColumn;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.NumericColumn;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The value of segments without typing errors: what the customers who truly belong to each are worth, in all and on average.
 *
 * <p>Typing errors bring customers of other segments in, with their value, and so make segments look more alike than they
 * are. If V are the sums of the true segments, M′V is seen on average; solved for V the sums are unbiased and add up to the
 * sum of all customers.
 *
 * <p><b>Assumption:</b> within a true segment, who is mistyped and what a customer is worth have nothing to do with each
 * other. It fails where the typing uses the value itself, or what goes with it: then the customers who are typed wrongly are
 * the untypical ones, and the correction goes too far. Sizes ({@link #sizes}) do not need it.
 *
 * <p>{@link #total} is of these very customers, so that typing without errors leaves it nothing open. {@link #mean} is of the
 * population they were drawn from. Intervals are of linearized sums, with what the typing error leaves open if it was
 * estimated; they need some dozens of customers typed into each segment, more where values are skewed.
 *
 * <p><b>Impossible sums:</b> where no value is negative, the totals given are the ones of the most likely shares of the value
 * that are not negative, and intervals end at 0 and the sum of all; where values are negative, nothing is impossible, and
 * totals are the solution itself.
 * <br><b>Degenerate:</b> nobody: all is undefined ({@link Reason#EMPTY}); values so large that their squares overflow ({@link
 * Reason#RANGE}); the mean of a segment of fewer than two true customers ({@link Reason#NO_OBSERVATIONS}), or where all
 * are worth the same ({@link Reason#NO_WITHIN_VARIATION}).
 * <br><b>Cost:</b> O(n + k³) time, O(n) memory while it is made.
 *
 * <p>Immutable and thread-safe.
 */
public final class CorrectedValue {

    private static final String WHERE = "CorrectedValue.of";

    private final CorrectedSizes sizes;
    private final SegmentNames segments;
    private final double[] sums; // of those typed so
    private final double[] means;
    private final double[] within; // squares around the mean
    private final boolean negative;
    private final double all;
    private final double[] solved;
    private final double[] totals;
    private final Termination termination;

    private CorrectedValue(CorrectedSizes sizes, double[] values, int[] labels) {
        this.sizes = sizes;
        this.segments = SegmentNames.of(sizes.segments(), WHERE);
        int k = segments.size();
        GroupedColumn column = GroupedColumn.unweighted(values, labels, k);
        ExactSum[] exact = new ExactSum[k];
        Arrays.setAll(exact, s -> new ExactSum());
        for (int row = 0; row < values.length; row++) {
            exact[labels[row]].add(values[row]);
        }
        this.sums = Arrays.stream(exact).mapToDouble(ExactSum::value).toArray();
        this.means = new double[k];
        Arrays.setAll(means, t -> column.weight[t] > 0 ? column.mean(t) : 0);
        this.within = column.squares.clone();
        this.negative = Arrays.stream(values).anyMatch(value -> value < 0);
        ExactSum sum = new ExactSum();
        Arrays.stream(exact).forEach(sum::add);
        this.all = sum.value();
        this.solved = sizes.unmixing().solve(sums);
        if (!negative && all > 0 && all <= Double.MAX_VALUE) {
            MostLikelyShares likely = new MostLikelyShares(scaled(sums), scaled(solved), sizes.unmixing(), () -> {});
            this.totals =
                    Arrays.stream(likely.shares()).map(share -> share * all).toArray();
            this.termination = likely.termination();
        } else {
            this.totals = solved;
            this.termination = Termination.CONVERGED;
        }
    }

    private CorrectedValue(CorrectedValue value, CorrectedSizes sizes) {
        this.sizes = sizes;
        this.segments = value.segments;
        this.sums = value.sums;
        this.means = value.means;
        this.within = value.within;
        this.negative = value.negative;
        this.all = value.all;
        this.solved = value.solved;
        this.totals = value.totals;
        this.termination = value.termination;
    }

    private double[] scaled(double... parts) {
        return Arrays.stream(parts).map(part -> part / all).toArray();
    }

    /**
     * Corrects a column of amounts.
     *
     * @param typed the customers as they were typed
     * @param valueColumn a numeric column of the snapshot
     * @param error of the typing
     * @return the values, for the segments of the error, with intervals at 95 %
     * @throws InvalidInputException if the column is not there ({@link Reason#UNKNOWN_NAME}) or not numeric ({@link
     *     Reason#SCHEMA_MISMATCH}), and as {@link #of(Segmentation, double[], TypingError)}
     */
    public static CorrectedValue of(Segmentation typed, String valueColumn, TypingError error) {
        Objects.requireNonNull(typed, "typed");
        Objects.requireNonNull(valueColumn, "valueColumn");
        return of(typed, NumericColumn.of(typed.snapshot(), valueColumn, WHERE), error);
    }

    /**
     * Corrects values that are no column.
     *
     * @param typed the customers as they were typed
     * @param values one per customer; not modified
     * @param error of the typing
     * @return the values, for the segments of the error, with intervals at 95 %
     * @throws InvalidInputException if there are more or fewer values than customers ({@link Reason#SCHEMA_MISMATCH}), a value
     *     is missing or infinite ({@link Reason#NON_FINITE}), a segment is not among those of the error ({@link
     *     Reason#UNKNOWN_NAME}), or the typing cannot tell segments apart ({@link Reason#UNIDENTIFIED})
     */
    public static CorrectedValue of(Segmentation typed, double[] values, TypingError error) {
        Objects.requireNonNull(typed, "typed");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(error, "error");
        Arguments.sameSize(typed.customerCount(), values.length, WHERE, "values", "customer");
        for (int row = 0; row < values.length; row++) {
            if (!(Math.abs(values[row]) <= Double.MAX_VALUE)) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        row,
                        "values",
                        WHERE + ": missing or infinite value at row " + row
                                + "; give every customer a value, 0 for none");
            }
        }
        int[] places = TypedSums.places(typed, error, WHERE);
        int[] labels = typed.assignment().toArray();
        Arrays.setAll(labels, row -> places[labels[row]]);
        return new CorrectedValue(CorrectedSizes.of(typed, error), values, labels);
    }

    /**
     * The same values with intervals of another confidence level.
     *
     * @param confidence in (0, 1)
     * @return new values
     * @throws InvalidInputException if it is out of range
     */
    public CorrectedValue withLevel(double confidence) {
        Arguments.openUnit(confidence, "CorrectedValue.withLevel", "level");
        return new CorrectedValue(this, sizes.withLevel(confidence));
    }

    /**
     * How many customers there truly are in each segment.
     *
     * @return the sizes, at the level of the values
     */
    public CorrectedSizes sizes() {
        return sizes;
    }

    /**
     * The names of the segments.
     *
     * @return in the order of the typing error
     */
    public List<String> segments() {
        return segments.names();
    }

    /**
     * What the customers are worth who were typed into a segment.
     *
     * @param segment its name
     * @return in the unit of the values
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double typed(String segment) {
        return sums[index(segment)];
    }

    /**
     * What those of these customers are worth who truly belong to a segment.
     *
     * @param segment its name
     * @return in the unit of the values; the values of all segments sum to that of all customers
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate total(String segment) {
        int s = index(segment);
        if (sizes.customers() == 0) {
            return Estimate.undefined(Reason.EMPTY, 0);
        }
        double variance =
                sizes.unmixing().ofTyping(s, trueSquares()) + sizes.unmixing().ofError(s, solved);
        double half = Normal.twoSidedQuantile(sizes.level()) * Math.sqrt(variance);
        double least = negative ? Double.NEGATIVE_INFINITY : 0;
        double most = negative ? Double.POSITIVE_INFINITY : all;
        return estimate(
                totals[s],
                Math.min(Math.max(least, solved[s] - half), totals[s]),
                Math.max(Math.min(most, solved[s] + half), totals[s]));
    }

    /**
     * {@link #total} without bias: to be averaged over many dates or groups, since it may be impossible.
     *
     * @param segment its name
     * @return in the unit of the values; the values of all segments sum to that of all customers; NaN if undefined
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double totalUnbiased(String segment) {
        int s = index(segment);
        return sizes.customers() == 0 ? Double.NaN : solved[s];
    }

    /**
     * What a customer is worth who truly belongs to a segment, on average.
     *
     * @param segment its name
     * @return in the unit of the values
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate mean(String segment) {
        int s = index(segment);
        long customers = sizes.customers();
        if (customers == 0) {
            return Estimate.undefined(Reason.EMPTY, 0);
        }
        double size = sizes.shares()[s] * customers;
        if (size < 2 - 1e-9) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, customers);
        }
        double mean = totals[s] / size;
        double[] effect = sizes.unmixing().effect(s);
        double[] apart =
                new double[effect.length]; // by true segment: what its sum differs from that of so many at the mean
        double variance = 0;
        for (int t = 0; t < effect.length; t++) {
            double off = means[t] - mean;
            double squares = within[t] + sizes.typed(segments.names().get(t)) * off * off;
            variance += effect[t] * effect[t] * squares;
            apart[t] = totals[t] - mean * sizes.shares()[t] * customers;
        }
        variance = variance * size / (size - 1) + sizes.unmixing().ofError(s, apart);
        if (variance == 0) {
            return Estimate.undefined(Reason.NO_WITHIN_VARIATION, customers);
        }
        double half = Normal.twoSidedQuantile(sizes.level()) * Math.sqrt(variance) / size;
        double least = negative ? Double.NEGATIVE_INFINITY : 0;
        return estimate(mean, Math.max(least, mean - half), mean + half);
    }

    /**
     * Whether the search for totals that are not negative converged; where none would be negative, there is none.
     *
     * @return how it ended
     */
    public Termination termination() {
        return termination;
    }

    /** Sums of squared values by true segment, corrected as the values are; none below 0, and in all those of everybody. */
    private double[] trueSquares() {
        double[] typedSquares = new double[sums.length];
        double everybody = 0;
        for (int t = 0; t < sums.length; t++) {
            typedSquares[t] = within[t] + sizes.typed(segments.names().get(t)) * means[t] * means[t];
            everybody += typedSquares[t];
        }
        double[] squares = sizes.unmixing().solve(typedSquares);
        Arrays.setAll(squares, s -> Math.max(0, squares[s]));
        double kept = Arrays.stream(squares).sum();
        double scale = kept > 0 ? everybody / kept : 0;
        return Arrays.stream(squares).map(square -> square * scale).toArray();
    }

    private Estimate estimate(double value, double lower, double upper) {
        boolean finite = Double.isFinite(value) && Double.isFinite(lower) && Double.isFinite(upper);
        return finite
                ? Estimate.of(value, lower, upper, sizes.level(), sizes.customers())
                : Estimate.undefined(Reason.RANGE, sizes.customers());
    }

    private int index(String segment) {
        return segments.indexOf(segment, "CorrectedValue");
    }

    /** A table of the value typed into each segment and its true value, in all and per customer. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("segment", "typed", "corrected", "lower", "upper", "mean", "lower", "upper"));
        for (String segment : segments()) {
            Estimate total = total(segment);
            Estimate mean = mean(segment);
            table.add(List.of(
                    segment,
                    shown(typed(segment)),
                    shown(total.value()),
                    shown(total.lower()),
                    shown(total.upper()),
                    shown(mean.value()),
                    shown(mean.lower()),
                    shown(mean.upper())));
        }
        return TextTable.of(table);
    }

    private static String shown(double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%.2f", number);
    }
}
