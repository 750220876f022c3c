package dev.segmentation.metrics.history;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.Spacing;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.TextTable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The {@linkplain PathIndicator indicators} of the paths of all customers of a history: by customer, and on average over all
 * and over those who are in a segment at the last date.
 *
 * <p><b>Degenerate:</b> a customer who was never in a segment has no path, and one of a single date no step: what needs it is
 * NaN ({@link Reason#NO_OBSERVATIONS}); with a single segment what is measured against several is NaN ({@link
 * Reason#SINGLE_SEGMENT}). Averages leave those customers out; where all others have the same, they have no interval ({@link
 * Reason#NO_WITHIN_VARIATION}).
 *
 * <p>Immutable and thread-safe.
 */
public final class PathIndicators {

    private static final double DEFAULT_LEVEL = 0.95;

    private final PathAnalysis analysis;
    private final SegmentHistory history;
    private final int places;
    private final Map<PathIndicator, double[]> values;
    private final double level;

    PathIndicators(PathAnalysis analysis, SegmentHistory history, int places, Map<PathIndicator, double[]> values) {
        this(analysis, history, places, values, DEFAULT_LEVEL);
    }

    private PathIndicators(
            PathAnalysis analysis,
            SegmentHistory history,
            int places,
            Map<PathIndicator, double[]> values,
            double level) {
        this.analysis = analysis;
        this.history = history;
        this.places = places;
        this.values = values;
        this.level = level;
    }

    /**
     * The same with intervals of another confidence level.
     *
     * @param confidence in (0, 1); 0.95 unless said otherwise
     * @return a new object
     * @throws InvalidInputException if it is out of range
     */
    public PathIndicators withLevel(double confidence) {
        Arguments.openUnit(confidence, "PathIndicators.withLevel", "level");
        return new PathIndicators(analysis, history, places, values, confidence);
    }

    /**
     * How they were computed.
     *
     * @return absence, order and parameters
     */
    public PathAnalysis analysis() {
        return analysis;
    }

    /**
     * What speaks against comparing these paths with those of other dates.
     *
     * @return {@link Reason#UNEQUAL_INTERVALS} if the dates of the history are not equally far apart, months and quarters
     *     apart, so that a step has no length and a date in a segment is not the same time; empty if they are
     */
    public Optional<Reason> flag() {
        List<LocalDate> dates = history.dates();
        List<OptionalLong> days = IntStream.range(1, dates.size())
                .mapToObj(t -> OptionalLong.of(ChronoUnit.DAYS.between(dates.get(t - 1), dates.get(t))))
                .toList();
        return Spacing.firstOther(days) > 0 ? Optional.of(Reason.UNEQUAL_INTERVALS) : Optional.empty();
    }

    /**
     * The number of customers.
     *
     * @return that of the history
     */
    public int customerCount() {
        return history.customerCount();
    }

    /**
     * The indicator of one customer.
     *
     * @param indicator which
     * @param customer the customer's number in the history
     * @return the value; NaN where {@link #undefined} says why
     * @throws InvalidInputException if it needs an order and there is none ({@link Reason#BAD_PARAM})
     * @throws IndexOutOfBoundsException if there is no such customer
     */
    public double value(PathIndicator indicator, int customer) {
        double[] all = values(indicator);
        return all[Objects.checkIndex(customer, all.length)];
    }

    /**
     * The indicator of all customers.
     *
     * @param indicator which
     * @return one value per customer of the history, NaN where undefined; a new array
     * @throws InvalidInputException if it needs an order and there is none ({@link Reason#BAD_PARAM})
     */
    public double[] toArray(PathIndicator indicator) {
        return values(indicator).clone();
    }

    /**
     * Why an indicator of a customer is NaN.
     *
     * @param indicator which
     * @param customer the customer's number in the history
     * @return {@link Reason#NO_OBSERVATIONS} or {@link Reason#SINGLE_SEGMENT}; empty if it is defined
     * @throws InvalidInputException if it needs an order and there is none ({@link Reason#BAD_PARAM})
     * @throws IndexOutOfBoundsException if there is no such customer
     */
    public Optional<Reason> undefined(PathIndicator indicator, int customer) {
        if (!Double.isNaN(value(indicator, customer))) {
            return Optional.empty();
        }
        boolean noPath = Double.isNaN(value(PathIndicator.TRANSITIONS, customer));
        return Optional.of(places < 2 && !noPath ? Reason.SINGLE_SEGMENT : Reason.NO_OBSERVATIONS);
    }

    private double[] values(PathIndicator indicator) {
        if (indicator.needsOrder() && analysis.worstToBest().isEmpty()) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "indicator",
                    "PathIndicators: " + indicator
                            + " needs an order of the segments; give it with PathAnalysis.withOrder");
        }
        return Objects.requireNonNull(values.get(indicator));
    }

    /**
     * The mean over all customers of whom it is defined, with Student's interval, cut at the ends of the indicator's range.
     *
     * @param indicator which
     * @return undefined ({@link Reason#NO_OBSERVATIONS}, {@link Reason#SINGLE_SEGMENT}) for fewer than two such customers,
     *     and ({@link Reason#NO_WITHIN_VARIATION}) if it is the same of all, which leaves no interval; see {@link
     *     #meanValue(PathIndicator)}
     * @throws InvalidInputException if it needs an order and there is none ({@link Reason#BAD_PARAM})
     */
    public Estimate mean(PathIndicator indicator) {
        return estimate(indicator, everybody(indicator));
    }

    /**
     * The mean over the customers who are in a segment at the last date.
     *
     * @param indicator which
     * @param now a segment of the history
     * @return as {@link #mean(PathIndicator)}
     * @throws InvalidInputException if there is no such segment, or it needs an order and there is none ({@link
     *     Reason#BAD_PARAM})
     */
    public Estimate mean(PathIndicator indicator, Segment now) {
        int code = history.names().indexOf(now.name(), "PathIndicators.mean");
        return meansBySegment(indicator).get(code);
    }

    /**
     * The mean without its interval, also where all customers have the same.
     *
     * @param indicator which
     * @return in the range of the indicator; NaN for fewer than two customers of whom it is defined
     * @throws InvalidInputException if it needs an order and there is none ({@link Reason#BAD_PARAM})
     */
    public double meanValue(PathIndicator indicator) {
        return everybody(indicator).value();
    }

    /**
     * The mean over the customers who are in a segment at the last date, without its interval.
     *
     * @param indicator which
     * @param now a segment of the history
     * @return as {@link #meanValue(PathIndicator)}
     * @throws InvalidInputException if there is no such segment, or it needs an order and there is none ({@link
     *     Reason#BAD_PARAM})
     */
    public double meanValue(PathIndicator indicator, Segment now) {
        int code = history.names().indexOf(now.name(), "PathIndicators.meanValue");
        return bySegment(indicator).get(code).value();
    }

    /**
     * The means over the customers of each segment at the last date.
     *
     * @param indicator which
     * @return one per segment, in the order of {@link SegmentHistory#segments}, each as {@link #mean(PathIndicator)}
     * @throws InvalidInputException if it needs an order and there is none ({@link Reason#BAD_PARAM})
     */
    public List<Estimate> meansBySegment(PathIndicator indicator) {
        return bySegment(indicator).stream()
                .map(mean -> estimate(indicator, mean))
                .toList();
    }

    private Mean everybody(PathIndicator indicator) {
        return means(indicator, customer -> 0, 1).get(0);
    }

    private List<Mean> bySegment(PathIndicator indicator) {
        DateColumn last = history.columns().get(history.columns().size() - 1);
        return means(indicator, last::code, history.names().size());
    }

    /** Of some customers, with the sum of the squares about it; whether they vary is not left to rounding. */
    private record Mean(double mean, double squares, long count, boolean varies) {

        double value() {
            return count < 2 ? Double.NaN : mean;
        }
    }

    /** By group; customers of a negative group are left out. */
    private List<Mean> means(PathIndicator indicator, IntUnaryOperator groupOf, int groups) {
        double[] all = values(indicator);
        List<ExactSum> sums = Stream.generate(ExactSum::new).limit(groups).toList();
        long[] counts = new long[groups];
        double[] first = new double[groups];
        boolean[] varies = new boolean[groups];
        for (int customer = 0; customer < all.length; customer++) {
            int group = groupOf.applyAsInt(customer);
            if (group >= 0 && !Double.isNaN(all[customer])) {
                sums.get(group).add(all[customer]);
                first[group] = counts[group] == 0 ? all[customer] : first[group];
                varies[group] |= all[customer] != first[group];
                counts[group]++;
            }
        }
        double[] means = new double[groups];
        Arrays.setAll(means, group -> varies[group] ? sums.get(group).value() / counts[group] : first[group]);
        List<ExactSum> squares = Stream.generate(ExactSum::new).limit(groups).toList();
        for (int customer = 0; customer < all.length; customer++) {
            int group = groupOf.applyAsInt(customer);
            if (group >= 0 && !Double.isNaN(all[customer])) {
                squares.get(group).add((all[customer] - means[group]) * (all[customer] - means[group]));
            }
        }
        return IntStream.range(0, groups)
                .mapToObj(group -> new Mean(means[group], squares.get(group).value(), counts[group], varies[group]))
                .toList();
    }

    private Estimate estimate(PathIndicator indicator, Mean of) {
        double mean = of.mean();
        long count = of.count();
        if (count < 2) {
            boolean single =
                    places < 2 && indicator != PathIndicator.TRANSITIONS && indicator != PathIndicator.TURBULENCE;
            return Estimate.undefined(single ? Reason.SINGLE_SEGMENT : Reason.NO_OBSERVATIONS, count);
        }
        if (!of.varies()) {
            return Estimate.undefined(Reason.NO_WITHIN_VARIATION, count);
        }
        double half = Tails.studentQuantile(level, count - 1.0) * Math.sqrt(of.squares() / (count - 1) / count);
        double lower = Math.min(mean, Math.max(indicator.lowest(), mean - half));
        double upper = Math.max(mean, Math.min(indicator.highest(), mean + half));
        return Estimate.of(mean, lower, upper, level, count);
    }

    /** The flag if there is one, and a table of the means, one line for all and one per segment at the last date; never an id. */
    @Override
    public String toString() {
        List<PathIndicator> shown = Stream.of(PathIndicator.values())
                .filter(indicator ->
                        !indicator.needsOrder() || !analysis.worstToBest().isEmpty())
                .toList();
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("now in"));
        shown.forEach(
                indicator -> head.add(indicator.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        table.add(head);
        table.add(line("all", shown.stream().map(this::everybody).toList()));
        List<List<Mean>> means = shown.stream().map(this::bySegment).toList();
        for (Segment segment : history.segments()) {
            table.add(line(
                    segment.name(),
                    means.stream().map(of -> of.get(segment.index())).toList()));
        }
        return flag().map(reason -> reason + "\n").orElse("") + TextTable.of(table);
    }

    private static List<String> line(String name, List<Mean> means) {
        return Stream.concat(
                        Stream.of(name),
                        means.stream()
                                .map(Mean::value)
                                .map(mean ->
                                        Double.isNaN(mean) ? "undefined" : String.format(Locale.ROOT, "%.3f", mean)))
                .collect(Collectors.toList());
    }
}
