package dev.segmentation.metrics.value;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * From what each segment was worth to what it is worth: acquired, lost, moved between segments, and changed, to the cent.
 *
 * <p>For each segment, and for all together,
 * <pre>opening + acquired − lost + moved in − moved out + change of movers + change of stayers = closing</pre>
 * Who moves takes the value of the earlier date along, so that moving alone neither makes nor destroys value: over all
 * segments, moved in = moved out. What movers gain or lose besides is the change of movers, booked where they are now.
 *
 * <p><b>Exact:</b> each customer's value is rounded once, to whole units of the last decimal (2 unless {@linkplain
 * #withDecimals said otherwise}); a tie goes to the even unit, and is judged on the number as written, so that 0.125
 * becomes 0.12 and 1.015 becomes 1.02; from 2⁵¹ units on, the nearest to the double itself. All sums are sums of whole numbers. Customers count once each; weights are not used.
 * <br><b>Input:</b> a value per customer and date, in one currency; a missing one is refused. Segments are matched by name.
 * <br><b>Degenerate:</b> nobody at a date: amounts of 0.
 * <br><b>Cost:</b> O(n + m) time, 16 bytes per customer of both dates and the {@linkplain
 * dev.segmentation.metrics.migration.MigrationMatrix join}.
 *
 * <p>Immutable and thread-safe.
 */
public final class ValueBridge {

    private final SegmentNames segments;
    private final List<Line> lines;
    private final Line total;

    private ValueBridge(SegmentNames segments, List<Line> lines, Line total) {
        this.segments = segments;
        this.lines = lines;
        this.total = total;
    }

    /**
     * The bridge of a column, to 2 decimals.
     *
     * @param before the earlier date
     * @param after the later date
     * @param valueColumn a numeric column of both snapshots
     * @return the bridge
     * @throws InvalidInputException where {@link Options#between(Segmentation, Segmentation, String)} does
     */
    public static ValueBridge between(Segmentation before, Segmentation after, String valueColumn) {
        return withDecimals(2).between(before, after, valueColumn);
    }

    /**
     * Rounds to another unit than the cent: {@code ValueBridge.withDecimals(0).between(…)}.
     *
     * @param decimals digits after the point, 0 to 9
     * @return the options, from which to go on
     * @throws InvalidInputException if it is out of range
     */
    public static Options withDecimals(int decimals) {
        return new Options(MinorUnits.ofDecimals(decimals, "ValueBridge.withDecimals"));
    }

    /**
     * The segments of either date.
     *
     * @return those of the earlier date in their order, then those that only the later date has
     */
    public List<Segment> segments() {
        return segments.segments();
    }

    /**
     * The bridge of each segment.
     *
     * @return in the order of {@link #segments()}
     */
    public List<Line> lines() {
        return lines;
    }

    /**
     * The bridge of a segment.
     *
     * @param segment one of either date
     * @return its line
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Line line(Segment segment) {
        return line(segment.name());
    }

    /**
     * The bridge of a segment.
     *
     * @param segment the name of one of either date
     * @return its line
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Line line(String segment) {
        return lines.get(segments.indexOf(segment, "ValueBridge"));
    }

    /**
     * The bridge of all customers: the sum of the lines, where moved in equals moved out.
     *
     * @return its line, called "all"
     */
    public Line total() {
        return total;
    }

    /**
     * The change in total value in four parts.
     *
     * @return entry, exit, migration and like-for-like
     */
    public ValueAttribution attribution() {
        return new ValueAttribution(
                total.acquired(), total.lost().negate(), total.changeOfMovers(), total.changeOfStayers());
    }

    /** A table, one line per segment and one for all; what is subtracted is shown negative, so that each line adds up. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                "segment", "opening", "acquired", "lost", "moved in", "moved out", "movers", "stayers", "closing"));
        lines.forEach(line -> table.add(line.cells()));
        table.add(total.cells());
        return TextTable.of(table);
    }

    /** How to round, before the values are given. Immutable. */
    public static final class Options {

        private static final String WHERE = "ValueBridge.between";

        private final MinorUnits units;

        private Options(MinorUnits units) {
            this.units = units;
        }

        /**
         * The bridge of a column.
         *
         * @param before the earlier date
         * @param after the later date
         * @param valueColumn a numeric column of both snapshots
         * @return the bridge
         * @throws InvalidInputException if {@code after} is not later than {@code before}, ids are numbers on one side and
         *     texts on the other, the column is not there ({@link Reason#UNKNOWN_NAME}) or not numeric ({@link
         *     Reason#SCHEMA_MISMATCH}), a value is missing ({@link Reason#NON_FINITE}), or a value or sum is too large
         *     ({@link Reason#RANGE})
         */
        public ValueBridge between(Segmentation before, Segmentation after, String valueColumn) {
            return bridge(JoinedUnits.of(before, after, valueColumn, units, WHERE));
        }

        /**
         * The bridge of values that are no column.
         *
         * @param before the earlier date
         * @param valuesBefore one per customer of {@code before}
         * @param after the later date
         * @param valuesAfter one per customer of {@code after}
         * @return the bridge
         * @throws InvalidInputException if {@code after} is not later than {@code before}, ids are numbers on one side and
         *     texts on the other, there are more or fewer values than customers ({@link Reason#SCHEMA_MISMATCH}), a value
         *     is missing ({@link Reason#NON_FINITE}), or a value or sum is too large ({@link Reason#RANGE})
         */
        public ValueBridge between(
                Segmentation before, double[] valuesBefore, Segmentation after, double[] valuesAfter) {
            return bridge(JoinedUnits.of(before, valuesBefore, after, valuesAfter, units, WHERE));
        }

        private ValueBridge bridge(JoinedUnits joined) {
            try {
                Account[] accounts = accounts(joined.join, joined.before, joined.after);
                List<Line> lines = new ArrayList<>();
                Account all = new Account();
                for (int s = 0; s < accounts.length; s++) {
                    lines.add(accounts[s].line(joined.join.segments().names().get(s), units));
                    all.add(accounts[s]);
                }
                return new ValueBridge(joined.join.segments(), List.copyOf(lines), all.line("all", units));
            } catch (ArithmeticException overflow) {
                throw units.sumTooLarge(WHERE);
            }
        }

        /** Books every customer once; closing is added up by itself, from the later date alone. */
        private static Account[] accounts(SegmentJoin join, long[] unitsBefore, long[] unitsAfter) {
            Account[] accounts = new Account[join.segments().size()];
            for (int s = 0; s < accounts.length; s++) {
                accounts[s] = new Account();
            }
            boolean[] known = new boolean[unitsAfter.length];
            for (int row = 0; row < unitsBefore.length; row++) {
                Account from = accounts[join.segmentBefore(row)];
                long opening = unitsBefore[row];
                from.opening = Math.addExact(from.opening, opening);
                int there = join.rowAfter(row);
                if (there < 0) {
                    from.lost = Math.addExact(from.lost, opening);
                    continue;
                }
                known[there] = true;
                Account to = accounts[join.segmentAfter(there)];
                long change = Math.subtractExact(unitsAfter[there], opening);
                if (from == to) {
                    to.changeOfStayers = Math.addExact(to.changeOfStayers, change);
                } else {
                    from.movedOut = Math.addExact(from.movedOut, opening);
                    to.movedIn = Math.addExact(to.movedIn, opening);
                    to.changeOfMovers = Math.addExact(to.changeOfMovers, change);
                }
            }
            for (int row = 0; row < unitsAfter.length; row++) {
                Account to = accounts[join.segmentAfter(row)];
                to.closing = Math.addExact(to.closing, unitsAfter[row]);
                if (!known[row]) {
                    to.acquired = Math.addExact(to.acquired, unitsAfter[row]);
                }
            }
            return accounts;
        }

        /** Such as {@code ValueBridge.Options[decimals = 2]}. */
        @Override
        public String toString() {
            return "ValueBridge.Options[decimals = " + units.decimals() + "]";
        }
    }

    /** The sums of a segment, in minor units. */
    private static final class Account {

        private long opening;
        private long acquired;
        private long lost;
        private long movedIn;
        private long movedOut;
        private long changeOfMovers;
        private long changeOfStayers;
        private long closing;

        void add(Account other) {
            opening = Math.addExact(opening, other.opening);
            acquired = Math.addExact(acquired, other.acquired);
            lost = Math.addExact(lost, other.lost);
            movedIn = Math.addExact(movedIn, other.movedIn);
            movedOut = Math.addExact(movedOut, other.movedOut);
            changeOfMovers = Math.addExact(changeOfMovers, other.changeOfMovers);
            changeOfStayers = Math.addExact(changeOfStayers, other.changeOfStayers);
            closing = Math.addExact(closing, other.closing);
        }

        Line line(String name, MinorUnits units) {
            return new Line(
                    name,
                    units.amount(opening),
                    units.amount(acquired),
                    units.amount(lost),
                    units.amount(movedIn),
                    units.amount(movedOut),
                    units.amount(changeOfMovers),
                    units.amount(changeOfStayers),
                    units.amount(closing));
        }
    }

    /**
     * The bridge of one segment, in the unit of the values: opening + acquired − lost + movedIn − movedOut +
     * changeOfMovers + changeOfStayers = closing.
     *
     * @param name the segment's name; "all" for all customers
     * @param opening the value of its customers before
     * @param acquired the value after of customers who were absent before
     * @param lost the value before of customers who are absent after
     * @param movedIn the value before of customers who came from another segment
     * @param movedOut the value before of customers who went to another segment
     * @param changeOfMovers what the value of those who came from another segment has changed by
     * @param changeOfStayers what the value of those in this segment at both dates has changed by
     * @param closing the value of its customers after
     */
    public record Line(
            String name,
            BigDecimal opening,
            BigDecimal acquired,
            BigDecimal lost,
            BigDecimal movedIn,
            BigDecimal movedOut,
            BigDecimal changeOfMovers,
            BigDecimal changeOfStayers,
            BigDecimal closing) {

        /**
         * Checks that everything is there.
         *
         * @param name the segment's name
         * @param opening the value before
         * @param acquired the value of entrants
         * @param lost the value of leavers
         * @param movedIn the opening value of those who came
         * @param movedOut the opening value of those who went
         * @param changeOfMovers the change of those who came
         * @param changeOfStayers the change of those who stayed
         * @param closing the value after
         */
        public Line {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(opening, "opening");
            Objects.requireNonNull(acquired, "acquired");
            Objects.requireNonNull(lost, "lost");
            Objects.requireNonNull(movedIn, "movedIn");
            Objects.requireNonNull(movedOut, "movedOut");
            Objects.requireNonNull(changeOfMovers, "changeOfMovers");
            Objects.requireNonNull(changeOfStayers, "changeOfStayers");
            Objects.requireNonNull(closing, "closing");
        }

        /**
         * What the segment's value has changed by.
         *
         * @return closing − opening
         */
        public BigDecimal change() {
            return closing.subtract(opening);
        }

        private List<String> cells() {
            return List.of(
                    name,
                    opening.toPlainString(),
                    acquired.toPlainString(),
                    lost.negate().toPlainString(),
                    movedIn.toPlainString(),
                    movedOut.negate().toPlainString(),
                    changeOfMovers.toPlainString(),
                    changeOfStayers.toPlainString(),
                    closing.toPlainString());
        }
    }
}
