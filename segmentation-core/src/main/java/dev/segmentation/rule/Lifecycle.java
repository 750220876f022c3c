package dev.segmentation.rule;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.Arguments;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The life of a customer as states, date by date: from the state at the last date, and what is known now, to the next state.
 *
 * <p>States are entered and left at different thresholds, and some are not left before a minimal time, so that customers near
 * a threshold do not go to and fro. What decides is days since the last purchase (recency, missing = none), the number of
 * purchases (frequency) and, if wanted, a column that tells advocates.
 *
 * <table>
 * <caption>The rules, first match first; anything else stays as it is</caption>
 * <tr><th>From</th><th>To</th><th>If</th></tr>
 * <tr><td>unknown, prospect</td><td>prospect</td><td>there is no purchase</td></tr>
 * <tr><td>unknown, prospect</td><td>lapsed, at risk</td><td>recency is above its threshold of entry</td></tr>
 * <tr><td>unknown, prospect</td><td>new</td><td>there are fewer purchases than an active customer has</td></tr>
 * <tr><td>unknown, prospect</td><td>advocate, active</td><td>it gets here</td></tr>
 * <tr><td>lapsed</td><td>won back</td><td>recency is at most that of won-back customers</td></tr>
 * <tr><td>any other</td><td>lapsed</td><td>recency is above the threshold of lapsing</td></tr>
 * <tr><td>at risk</td><td>advocate, active</td><td>recency is at most the threshold of leaving</td></tr>
 * <tr><td>any other</td><td>at risk</td><td>recency is above the threshold of entry</td></tr>
 * <tr><td>new</td><td>advocate, active</td><td>there are as many purchases as an active customer has</td></tr>
 * <tr><td>won back</td><td>advocate, active</td><td>the minimal time is over</td></tr>
 * <tr><td>active</td><td>advocate</td><td>the advocates' column is at least the threshold of entry</td></tr>
 * <tr><td>advocate</td><td>active</td><td>the advocates' column is below the threshold of leaving</td></tr>
 * </table>
 *
 * <p>So every customer of a snapshot is in exactly one state, and nobody who ever bought becomes a prospect or, having been
 * anything else, new. That holds as long as customers stay in the snapshots: one who is missing at a date is unknown at the
 * next ({@code RfmFeatures.withCustomers} keeps everybody). Someone who is known as a customer and has no purchase in the
 * window has not bought for longer than any threshold.
 *
 * <p>Dates may be any time apart, but for nobody to be overlooked not further than the thresholds of leaving.
 *
 * <p>Immutable. <b>Cost:</b> O(n) expected time per date.
 */
public final class Lifecycle {

    /** The column in the results that says since how many days a customer is in the state. */
    public static final String DAYS_COLUMN = "lifecycle_days";

    private final Features features;
    private final Thresholds thresholds;
    private final Optional<Advocates> advocates;
    private final Map<LifecycleState, Integer> minimalDays;

    private Lifecycle(
            Features features,
            Thresholds thresholds,
            Optional<Advocates> advocates,
            Map<LifecycleState, Integer> minimalDays) {
        this.features = features;
        this.thresholds = thresholds;
        this.advocates = advocates;
        this.minimalDays = minimalDays;
    }

    /**
     * Active from two purchases on; at risk after 90 days until within 60; lapsed after 365 days, won back within 60, for at
     * least 90 days; no advocates. Columns are those of {@code RfmFeatures}.
     *
     * @return a configuration, to be adapted to how often one buys here
     */
    public static Lifecycle standard() {
        Map<LifecycleState, Integer> days = new EnumMap<>(LifecycleState.class);
        days.put(LifecycleState.WON_BACK, 90);
        return new Lifecycle(
                new Features("recency_days", "frequency"), new Thresholds(2, 90, 60, 365, 60), Optional.empty(), days);
    }

    /**
     * Takes columns of other names.
     *
     * @param recency days since the last purchase, missing for none; {@code recency_days} unless set
     * @param frequency the number of purchases so far; {@code frequency} unless set
     * @return a new configuration
     * @throws InvalidInputException if names are blank or equal
     */
    public Lifecycle withFeatures(String recency, String frequency) {
        List<String> names = Arguments.featureNames(Arrays.asList(recency, frequency), "Lifecycle.withFeatures");
        return new Lifecycle(new Features(names.get(0), names.get(1)), thresholds, advocates, minimalDays);
    }

    /**
     * Says from how many purchases on a customer is active, and no longer new.
     *
     * @param purchases at least 1; 1 leaves nobody new; 2 unless set
     * @return a new configuration
     * @throws InvalidInputException if it is out of range ({@link Reason#BAD_PARAM})
     */
    public Lifecycle withActiveFrom(int purchases) {
        Arguments.atLeast(1, purchases, "Lifecycle.withActiveFrom", "purchases", "2 unless set");
        return new Lifecycle(features, thresholds.withActiveFrom(purchases), advocates, minimalDays);
    }

    /**
     * Says after how many days without a purchase a customer is at risk, and within how many again no more.
     *
     * @param afterDays at risk from more than so many days on; at least 1; 90 unless set
     * @param untilDays active again with at most so many; 1 to {@code afterDays}; 60 unless set
     * @return a new configuration
     * @throws InvalidInputException if they are out of range ({@link Reason#BAD_PARAM})
     */
    public Lifecycle withAtRisk(int afterDays, int untilDays) {
        String where = "Lifecycle.withAtRisk";
        Arguments.atLeast(1, afterDays, where, "afterDays", "90 unless set");
        if (untilDays < 1 || untilDays > afterDays) {
            throw Arguments.badParameter(where, "untilDays", untilDays, "1 to afterDays = " + afterDays);
        }
        return new Lifecycle(features, thresholds.withAtRisk(afterDays, untilDays), advocates, minimalDays);
    }

    /**
     * Says after how many days without a purchase a customer has lapsed, and within how many one is won back.
     *
     * @param afterDays lapsed from more than so many days on; more than those of being at risk; 365 unless set
     * @param wonBackWithinDays won back with at most so many; at least 1, and at most those after which one is at risk, or who
     *     was won back would be at risk at once; 60 unless set
     * @return a new configuration, whose thresholds are compared with each other when it is used
     * @throws InvalidInputException if they are out of range by themselves ({@link Reason#BAD_PARAM})
     */
    public Lifecycle withLapsed(int afterDays, int wonBackWithinDays) {
        String where = "Lifecycle.withLapsed";
        Arguments.atLeast(2, afterDays, where, "afterDays", "365 unless set");
        if (wonBackWithinDays < 1 || wonBackWithinDays >= afterDays) {
            throw Arguments.badParameter(
                    where, "wonBackWithinDays", wonBackWithinDays, "1 to less than afterDays = " + afterDays);
        }
        return new Lifecycle(features, thresholds.withLapsed(afterDays, wonBackWithinDays), advocates, minimalDays);
    }

    /**
     * Says how long a state is kept at least, whatever happens.
     *
     * @param state any but {@link LifecycleState#PROSPECT}, which ends with the first purchase
     * @param days at least 0, from the date at which the state was entered; 90 for {@link LifecycleState#WON_BACK} and 0 for
     *     the others unless set
     * @return a new configuration
     * @throws InvalidInputException if days are negative or it is the state of prospects ({@link Reason#BAD_PARAM})
     */
    public Lifecycle withMinimalDays(LifecycleState state, int days) {
        String where = "Lifecycle.withMinimalDays";
        Arguments.atLeast(0, days, where, "days", "0 sets no minimal time");
        if (Objects.requireNonNull(state, "state") == LifecycleState.PROSPECT) {
            throw Arguments.badParameter(
                    where, "state", state, "any other; who buys is no prospect any more, however short one was");
        }
        Map<LifecycleState, Integer> changed = new EnumMap<>(LifecycleState.class);
        changed.putAll(minimalDays);
        changed.put(state, days);
        return new Lifecycle(features, thresholds, advocates, changed);
    }

    /**
     * Adds advocates: active customers with a high value in a column, such as recommendations made.
     *
     * @param column numeric; who has no value there neither becomes an advocate nor ceases to be one
     * @param from an advocate from this value on
     * @param below no advocate any more below this value; at most {@code from}
     * @return a new configuration with one more state
     * @throws InvalidInputException if thresholds are not finite or reversed ({@link Reason#BAD_PARAM}), or the name is blank
     *     ({@link Reason#BAD_NAME})
     */
    public Lifecycle withAdvocates(String column, double from, double below) {
        String where = "Lifecycle.withAdvocates";
        Arguments.featureNames(Arrays.asList(column), where);
        if (!(Math.abs(from) <= Double.MAX_VALUE)) {
            throw Arguments.badParameter(where, "from", from, "a finite number");
        }
        if (!(below <= from && below >= -Double.MAX_VALUE)) {
            throw Arguments.badParameter(where, "below", below, "a finite number, at most from = " + from);
        }
        return new Lifecycle(features, thresholds, Optional.of(new Advocates(column, from, below)), minimalDays);
    }

    /**
     * The states.
     *
     * @return in the order of the segments; {@link LifecycleState#ADVOCATE}, the last, only if there are advocates
     */
    public List<LifecycleState> states() {
        List<LifecycleState> all = List.of(LifecycleState.values());
        return advocates.isPresent() ? all : all.subList(0, all.size() - 1);
    }

    /**
     * The states at the first date, when nothing is known of before.
     *
     * @param snapshot n customers with recency, frequency and what tells advocates
     * @return the segmentation, whose snapshot has one more descriptor, {@value #DAYS_COLUMN}, 0 for everybody; {@link #next}
     *     reads it
     * @throws InvalidInputException as for {@link #next}
     */
    public Segmentation first(Snapshot snapshot) {
        String where = "Lifecycle.first";
        Objects.requireNonNull(snapshot, "snapshot");
        LifecycleRows rows = rows(snapshot, where);
        int[] labels = new int[snapshot.customerCount()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = firstSight(rows, row).label();
        }
        return segmentation(snapshot, labels, new double[labels.length]);
    }

    /**
     * The states at the next date.
     *
     * @param previous the states at an earlier date, by this or a similar configuration; without the column {@value
     *     #DAYS_COLUMN} everybody counts as having entered the state at that date. Customers who are not in the snapshot are
     *     dropped
     * @param snapshot n customers with recency, frequency and what tells advocates
     * @return the segmentation, with everybody's days in the state as {@value #DAYS_COLUMN}: 0 on entering it
     * @throws InvalidInputException if the snapshot is not later than the previous states, or thresholds do not go together
     *     ({@link Reason#BAD_PARAM}); a column is missing, or a previous segment is none of the {@link #states} ({@link
     *     Reason#UNKNOWN_NAME}); a recency or frequency is negative ({@link Reason#NEGATIVE_VALUE}) or a frequency missing
     *     ({@link Reason#NON_FINITE}); somebody has a recency but no purchase ({@link Reason#NO_ACTIVITY}); or ids are numbers on one side and texts on the other ({@link Reason#SCHEMA_MISMATCH})
     */
    public Segmentation next(Segmentation previous, Snapshot snapshot) {
        String where = "Lifecycle.next";
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(snapshot, "snapshot");
        long elapsed = ChronoUnit.DAYS.between(previous.asOf(), snapshot.asOf());
        if (elapsed <= 0) {
            throw Arguments.badParameter(
                    where,
                    "snapshot.asOf",
                    snapshot.asOf(),
                    "later than that of the previous states, " + previous.asOf());
        }
        LifecycleRows rows = rows(snapshot, where);
        LifecycleState[] stateOf = statesOf(previous, where);
        double[] daysBefore = previous.snapshot().table().names().contains(DAYS_COLUMN)
                ? previous.snapshot().numbers(DAYS_COLUMN)
                : new double[previous.customerCount()];
        int[] rowsBefore = snapshot.customerIds().rowsIn(previous.snapshot().customerIds());
        int[] labels = new int[rowsBefore.length];
        double[] days = new double[rowsBefore.length];
        for (int row = 0; row < labels.length; row++) {
            int before = rowsBefore[row];
            if (before < 0) {
                labels[row] = firstSight(rows, row).label();
                continue;
            }
            LifecycleState state = stateOf[previous.assignment().label(before)];
            double since = daysBefore[before] + elapsed;
            LifecycleState next = next(state, since, rows, row);
            labels[row] = next.label();
            days[row] = next == state ? since : 0;
        }
        return segmentation(snapshot, labels, days);
    }

    private LifecycleState next(LifecycleState state, double days, LifecycleRows rows, int row) {
        if (state == LifecycleState.PROSPECT) {
            return firstSight(rows, row);
        }
        return days < minimalDays.getOrDefault(state, 0) ? state : unheld(state, rows, row);
    }

    private LifecycleState firstSight(LifecycleRows rows, int row) {
        if (!rows.hasBought(row)) {
            return LifecycleState.PROSPECT;
        }
        double recency = rows.recency(row);
        if (recency > thresholds.atRiskAfter) {
            return recency > thresholds.lapsedAfter ? LifecycleState.LAPSED : LifecycleState.AT_RISK;
        }
        return rows.frequency(row) < thresholds.activeFrom ? LifecycleState.NEW : engaged(rows, row);
    }

    private LifecycleState unheld(LifecycleState state, LifecycleRows rows, int row) {
        double recency = rows.recency(row);
        if (state == LifecycleState.LAPSED) {
            return recency <= thresholds.wonBackWithin ? LifecycleState.WON_BACK : state;
        }
        if (recency > thresholds.lapsedAfter) {
            return LifecycleState.LAPSED;
        }
        if (state == LifecycleState.AT_RISK) {
            return recency <= thresholds.atRiskUntil ? engaged(rows, row) : state;
        }
        if (recency > thresholds.atRiskAfter) {
            return LifecycleState.AT_RISK;
        }
        if (state == LifecycleState.NEW && rows.frequency(row) < thresholds.activeFrom) {
            return state;
        }
        if (state == LifecycleState.ADVOCATE) {
            return advocates.isPresent() && rows.advocacy(row) < advocates.get().below ? LifecycleState.ACTIVE : state;
        }
        return engaged(rows, row);
    }

    private LifecycleState engaged(LifecycleRows rows, int row) {
        return advocates.isPresent() && rows.advocacy(row) >= advocates.get().from
                ? LifecycleState.ADVOCATE
                : LifecycleState.ACTIVE;
    }

    private LifecycleRows rows(Snapshot snapshot, String where) {
        thresholds.check(where);
        return LifecycleRows.of(
                snapshot, features.recency, features.frequency, advocates.map(Advocates::column), where);
    }

    private LifecycleState[] statesOf(Segmentation previous, String where) {
        List<String> names = states().stream().map(LifecycleState::segmentName).toList();
        LifecycleState[] stateOf = new LifecycleState[previous.segments().size()];
        for (Segment segment : previous.segments()) {
            int at = names.indexOf(segment.name());
            if (at < 0) {
                throw new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        segment.name(),
                        where + ": the previous segment \"" + segment.name() + "\" is none of the states " + names
                                + "; give what this configuration made of an earlier date");
            }
            stateOf[segment.index()] = states().get(at);
        }
        return stateOf;
    }

    private Segmentation segmentation(Snapshot snapshot, int[] labels, double[] days) {
        return Segmentation.of(
                        snapshot.with(DAYS_COLUMN, Role.DESCRIPTOR, days), Assignment.copyOf(states().size(), labels))
                .withNames(states().stream().map(LifecycleState::segmentName).toList());
    }

    @Override
    public String toString() {
        return "Lifecycle[active from " + thresholds.activeFrom + ", at risk > " + thresholds.atRiskAfter + " until <= "
                + thresholds.atRiskUntil + " days, lapsed > " + thresholds.lapsedAfter + " days, won back <= "
                + thresholds.wonBackWithin + " days, minimal days " + minimalDays
                + advocates.map(who -> ", advocates " + who).orElse("") + "]";
    }

    private record Features(String recency, String frequency) {}

    private record Advocates(String column, double from, double below) {
        @Override
        public String toString() {
            return column + " >= " + from + " until < " + below;
        }
    }

    private record Thresholds(int activeFrom, int atRiskAfter, int atRiskUntil, int lapsedAfter, int wonBackWithin) {

        Thresholds withActiveFrom(int purchases) {
            return new Thresholds(purchases, atRiskAfter, atRiskUntil, lapsedAfter, wonBackWithin);
        }

        Thresholds withAtRisk(int after, int until) {
            return new Thresholds(activeFrom, after, until, lapsedAfter, wonBackWithin);
        }

        Thresholds withLapsed(int after, int within) {
            return new Thresholds(activeFrom, atRiskAfter, atRiskUntil, after, within);
        }

        void check(String where) {
            if (lapsedAfter <= atRiskAfter) {
                throw Arguments.badParameter(
                        where,
                        "days after which one has lapsed",
                        lapsedAfter,
                        "more than those after which one is at risk, " + atRiskAfter);
            }
            if (wonBackWithin > atRiskAfter) {
                throw Arguments.badParameter(
                        where,
                        "days within which one is won back",
                        wonBackWithin,
                        "at most those after which one is at risk, " + atRiskAfter);
            }
        }
    }
}
