package dev.segmentation.metrics.aging;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.TextTable;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.migration.MigrationMatrix;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long a segmentation lasts: after how many days half of its agreement with later ones is gone.
 *
 * <p>Agreement is 1 on the first day, and is given for some later dates with its interval. It may be the share of customers who
 * are still in the same segment ({@link #ofCustomers}), or the adjusted Rand index of the old labels with those of a refit ({@link
 * #of}). Between dates it is taken to fall at a constant rate, so that its logarithm is linear; where an interval reaches 0 there is no such rate, and agreement itself is
 * taken to be linear. The half-life is where the curve
 * first reaches ½; its interval is where ½ is between the lower and the upper ends of agreement, so that dates need not be
 * independent, as they are not if the same customers are followed.
 *
 * <p>Beyond the last date the curve goes on falling at its mean rate until then, and {@link TimeToShare#extrapolated} says so.
 * Retention mostly flattens, because who moves easily has moved; then the true time is longer.
 *
 * <p>A short half-life of customers in segments is no fault of the segmentation: people move. A short half-life of its agreement
 * with refits is.
 *
 * <p><b>Reference:</b> the interval is that of R. Brookmeyer, J. Crowley (1982), Biometrics 38, 29–41, doi:10.2307/2530286, for
 * the median of a survival curve.
 *
 * <p>Immutable and thread-safe.
 */
public final class SchemeHalfLife {

    private final List<Point> points;

    private SchemeHalfLife(List<Point> points) {
        this.points = points;
    }

    /**
     * Agreement after some days.
     *
     * @param days since the segmentation, at least 1
     * @param agreement at most 1, with its interval
     */
    public record Point(long days, Estimate agreement) {

        /**
         * Checks what is given.
         *
         * @param days since the segmentation
         * @param agreement with its interval
         */
        public Point {
            Objects.requireNonNull(agreement, "agreement");
            if (days < 1) {
                throw Arguments.badParameter(
                        "SchemeHalfLife.Point", "days", days, "at least 1; on day 0 agreement is 1");
            }
            if (!(agreement.value() <= 1)) {
                throw Arguments.badParameter(
                        "SchemeHalfLife.Point", "agreement", agreement.value(), "a number of at most 1");
            }
        }
    }

    /**
     * Takes agreement from anywhere.
     *
     * @param points at least one, with ascending days, and intervals of one level
     * @return the half-life
     * @throws InvalidInputException if there is none ({@link Reason#EMPTY}), days do not ascend or levels differ ({@link
     *     Reason#BAD_PARAM})
     */
    public static SchemeHalfLife of(List<Point> points) {
        String where = "SchemeHalfLife.of";
        Objects.requireNonNull(points, "points");
        List<Point> copy = List.copyOf(points);
        if (copy.isEmpty()) {
            throw new InvalidInputException(Reason.EMPTY, "points", where + ": no dates, expected at least one");
        }
        for (int i = 1; i < copy.size(); i++) {
            if (copy.get(i).days <= copy.get(i - 1).days) {
                throw Arguments.badParameter(
                        where, "days", copy.get(i).days, "more than " + copy.get(i - 1).days + ", ascending");
            }
            if (copy.get(i).agreement.level() != copy.get(0).agreement.level()) {
                throw Arguments.badParameter(
                        where,
                        "level",
                        copy.get(i).agreement.level(),
                        copy.get(0).agreement.level() + ", as that of the first date");
            }
        }
        return new SchemeHalfLife(copy);
    }

    /**
     * Follows the customers of the first date: the share of those still there who are in the same segment, by name.
     *
     * @param first the segmentation
     * @param later later segmentations by the same scheme, with ascending dates
     * @return the half-life, with Wilson's intervals at 95 %
     * @throws InvalidInputException if there is none ({@link Reason#EMPTY}), dates do not ascend ({@link Reason#BAD_PARAM}), or a
     *     later one has no customer of the first ({@link Reason#NO_COMMON_CUSTOMERS})
     */
    public static SchemeHalfLife ofCustomers(Segmentation first, List<Segmentation> later) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(later, "later");
        List<Point> points = new ArrayList<>();
        for (Segmentation one : List.copyOf(later)) {
            MigrationMatrix migration = MigrationMatrix.between(first, one);
            if (migration.presentAtBoth() == 0) {
                throw new InvalidInputException(
                        Reason.NO_COMMON_CUSTOMERS,
                        "later",
                        "SchemeHalfLife.ofCustomers: the segmentation of " + one.asOf()
                                + " has no customer of the first; compare ids of one form");
            }
            points.add(new Point(
                    ChronoUnit.DAYS.between(first.asOf(), one.asOf()),
                    ProportionInterval.wilson(migration.stayers(), migration.presentAtBoth(), 0.95)));
        }
        return of(points);
    }

    /**
     * The agreement that was given.
     *
     * @return by ascending days
     */
    public List<Point> points() {
        return points;
    }

    /**
     * After how many days half of the agreement is gone.
     *
     * @return the time until ½
     */
    public TimeToShare halfLife() {
        return timeTo(0.5);
    }

    /**
     * After how many days agreement has fallen to a share.
     *
     * @param share in (0, 1)
     * @return the time
     * @throws InvalidInputException if it is out of range
     */
    public TimeToShare timeTo(double share) {
        Arguments.openUnit(share, "SchemeHalfLife.timeTo", "share");
        OptionalDouble days = first(share, values(0));
        double level = points.get(0).agreement.level();
        OptionalDouble lower = first(share, values(-1));
        if (days.isEmpty() || lower.isEmpty()) {
            return new TimeToShare(
                    share,
                    Double.NaN,
                    Double.NaN,
                    OptionalDouble.empty(),
                    level,
                    false,
                    Optional.of(Reason.UNIDENTIFIED));
        }
        return new TimeToShare(
                share,
                days.getAsDouble(),
                lower.getAsDouble(),
                last(share, values(1)),
                level,
                days.getAsDouble() > points.get(points.size() - 1).days,
                Optional.empty());
    }

    /** Agreement, or the lower or the upper ends of it. */
    private double[] values(int side) {
        return points.stream()
                .map(Point::agreement)
                .mapToDouble(a -> side < 0 ? a.lower() : side > 0 ? a.upper() : a.value())
                .toArray();
    }

    /** When a curve that begins at 1 first is as low as the share. */
    private OptionalDouble first(double share, double... values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] <= share) {
                return OptionalDouble.of(between(i, share, values));
            }
        }
        return beyond(share, values);
    }

    /** When it is as low for good. */
    private OptionalDouble last(double share, double... values) {
        int last = values.length - 1;
        if (values[last] > share) {
            return beyond(share, values);
        }
        while (last > 0 && values[last - 1] <= share) {
            last--;
        }
        return OptionalDouble.of(between(last, share, values));
    }

    /** Where the curve passes the share on its way to a point at or below it. */
    private double between(int i, double share, double... values) {
        double from = i == 0 ? 0 : points.get(i - 1).days;
        double high = i == 0 ? 1 : values[i - 1];
        double low = values[i];
        double part = points.get(i).agreement.lower() > 0
                ? (StrictMath.log(high) - StrictMath.log(share)) / (StrictMath.log(high) - StrictMath.log(low))
                : (high - share) / (high - low); // no constant rate leads to 0
        return from + part * (points.get(i).days - from);
    }

    private OptionalDouble beyond(double share, double... values) {
        double last = values[values.length - 1];
        double days = points.get(values.length - 1).days * StrictMath.log(share) / StrictMath.log(last);
        return last < 1 && days <= Double.MAX_VALUE ? OptionalDouble.of(days) : OptionalDouble.empty();
    }

    /** A table of the dates, and the half-life. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("days", "agreement", "lower", "upper", "customers"));
        for (Point point : points) {
            Estimate agreement = point.agreement;
            table.add(List.of(
                    Long.toString(point.days),
                    String.format(Locale.ROOT, "%.4f", agreement.value()),
                    String.format(Locale.ROOT, "%.4f", agreement.lower()),
                    String.format(Locale.ROOT, "%.4f", agreement.upper()),
                    Long.toString(agreement.customers())));
        }
        return TextTable.of(table) + System.lineSeparator() + "half-life " + halfLife();
    }
}
