package dev.segmentation.metrics.value;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Migration weighed by value: what the customers who went from one segment to another were worth before, and what they have
 * gained since.
 *
 * <p>The matrix view of {@link ValueBridge}, to which it adds up to the cent: for each segment
 * <pre>opening = Σ opening of the flows from it + left + became unscored
 * closing = Σ closing of the flows into it + entered + became scored</pre>
 * and over all, closing − opening = Σ gains + entered + became scored − left − became unscored. The bridge takes customers
 * who are there at both dates, but could be scored at one of them only ({@link Segmentation#withUnscored}), for lost or
 * acquired; here they stand apart.
 *
 * <p>{@link #rate} is the share of the value, not of the customers, that went: where the two differ, it is the valuable
 * customers who move, or those who are not. A gain is a description: customers often move <em>because</em> their value
 * changed, and those whose value was high by chance fall back.
 *
 * <p><b>Input:</b> a value per customer and date, in one currency, rounded once as the bridge does; a missing one is refused.
 * Values may be negative. Customers count once each; row weights are not used.
 * <br><b>Undefined:</b> rates of a segment of which a customer's opening value is negative ({@link Reason#NEGATIVE_VALUE}:
 * shares of such a sum mean nothing), whose opening value is 0 ({@link Reason#NO_ACTIVITY}), or with fewer than two
 * customers ({@link Reason#NO_OBSERVATIONS}). Amounts are always defined.
 * <br><b>Intervals:</b> rates are ratios of two sums over customers: linearized, and the effective number of customers that
 * follows, at most the one that the spread of the values alone leaves, put into Wilson's interval with Student's quantile.
 * They hold for a hundred skewed values, but where a dozen movers are worth several times as much as the others they contain
 * the truth in 90 % instead of 95 %. Mean gains have Student's interval, too short where a few customers carry most of the gain.
 * <br><b>Cost:</b> O(n + m) time; 16 bytes per customer of both dates and 40 bytes per pair of segments.
 * <br><b>Reference:</b> W. G. Cochran (1977), Sampling Techniques, section 6.4 (the variance of a ratio).
 *
 * <p>Immutable and thread-safe.
 */
public final class ValueMigration {

    private final SegmentNames segments;
    private final ValueFlows flows;
    private final MinorUnits units;
    private final double level;

    private ValueMigration(SegmentNames segments, ValueFlows flows, MinorUnits units, double level) {
        this.segments = segments;
        this.flows = flows;
        this.units = units;
        this.level = level;
    }

    /**
     * The flows of a column of amounts, to 2 decimals.
     *
     * @param before the earlier date
     * @param after the later date
     * @param valueColumn a numeric column of both snapshots
     * @return the flows, with intervals at 95 %
     * @throws InvalidInputException where {@link Options#between(Segmentation, Segmentation, String)} does
     */
    public static ValueMigration between(Segmentation before, Segmentation after, String valueColumn) {
        return withDecimals(2).between(before, after, valueColumn);
    }

    /**
     * Rounds to another unit than the cent: {@code ValueMigration.withDecimals(0).between(…)}.
     *
     * @param decimals digits after the point, 0 to 9
     * @return the options, from which to go on
     * @throws InvalidInputException if it is out of range
     */
    public static Options withDecimals(int decimals) {
        return new Options(MinorUnits.ofDecimals(decimals, "ValueMigration.withDecimals"));
    }

    /**
     * The same flows with intervals of another confidence level.
     *
     * @param confidence in (0, 1); 0.95 unless said otherwise
     * @return new flows
     * @throws InvalidInputException if it is out of range
     */
    public ValueMigration withLevel(double confidence) {
        return new ValueMigration(
                segments, flows, units, Arguments.openUnit(confidence, "ValueMigration.withLevel", "level"));
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
     * What went from one segment to another, or stayed if it is the same.
     *
     * @param from the name of the segment before
     * @param to the name of the segment after
     * @return the flow, of 0 if nobody went
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Flow flow(String from, String to) {
        return flow(index(from), index(to));
    }

    /**
     * All flows that a customer took.
     *
     * @return row by row; flows of nobody are left out
     */
    public List<Flow> flows() {
        List<Flow> found = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            for (int j = 0; j < segments.size(); j++) {
                if (flows.customers(i, j) > 0) {
                    found.add(flow(i, j));
                }
            }
        }
        return found;
    }

    private Flow flow(int from, int to) {
        return new Flow(
                segments.names().get(from),
                segments.names().get(to),
                flows.customers(from, to),
                units.amount(flows.opening(from, to)),
                units.amount(flows.closing(from, to)));
    }

    /**
     * What a segment was and is worth, and the value of who came and went.
     *
     * @param segment its name
     * @return its sides
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Sides sides(String segment) {
        return flows.sides(index(segment), segment, units);
    }

    /**
     * What all segments together were and are worth, and the value of who came and went.
     *
     * @return their sides, called "all"
     */
    public Sides total() {
        return flows.total(units);
    }

    /**
     * The share of a segment's value that went to another, of the opening value of its customers who are in a segment at both
     * dates.
     *
     * @param from the name of the segment before
     * @param to the name of the segment after
     * @return 0 … 1; each row sums to 1; over the customers of {@code from} who are in a segment at both dates
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate rate(String from, String to) {
        int i = index(from);
        return flows.rate(i, index(to), level);
    }

    /**
     * The share of the value that changed segment, of the opening value of all customers in a segment at both dates.
     *
     * @return 0 … 1; undefined also if no customer is in common ({@link Reason#NO_COMMON_CUSTOMERS})
     */
    public Estimate moved() {
        return flows.moved(level);
    }

    /**
     * The share of a segment's opening value whose customers are absent after.
     *
     * @param from the name of the segment before
     * @return 0 … 1, lower is better
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate exitRate(String from) {
        return flows.exitRate(index(from), level);
    }

    /**
     * What the customers of a flow have gained each, on average: closing minus opening value.
     *
     * @param from the name of the segment before
     * @param to the name of the segment after
     * @return in the unit of the values; undefined with fewer than two customers ({@link Reason#NO_OBSERVATIONS}), and if all
     *     gained the same ({@link Reason#NO_WITHIN_VARIATION})
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate meanGain(String from, String to) {
        return flows.meanGain(index(from), index(to), units, level);
    }

    private int index(String segment) {
        return segments.indexOf(segment, "ValueMigration");
    }

    /** A table of the opening value from rows to columns, with who left and became unscored, then of the gains. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("from \\ to"));
        head.addAll(segments.names());
        head.addAll(List.of("left", "unscored", "opening"));
        table.add(head);
        for (int i = 0; i < segments.size(); i++) {
            Sides sides = sides(segments.names().get(i));
            List<String> line = new ArrayList<>(List.of(sides.segment()));
            for (int j = 0; j < segments.size(); j++) {
                line.add(units.amount(flows.opening(i, j)).toPlainString());
            }
            line.add(sides.left().toPlainString());
            line.add(sides.becameUnscored().toPlainString());
            line.add(sides.opening().toPlainString());
            table.add(line);
        }
        table.add(line("gained", j -> gainInto(j).toPlainString(), gain()));
        table.add(line("entered", j -> sides(segments.names().get(j)).entered().toPlainString(), total().entered()));
        table.add(line(
                "became scored",
                j -> sides(segments.names().get(j)).becameScored().toPlainString(),
                total().becameScored()));
        table.add(line("closing", j -> sides(segments.names().get(j)).closing().toPlainString(), total().closing()));
        return TextTable.of(table);
    }

    private BigDecimal gainInto(int to) {
        BigDecimal gain = units.amount(0);
        for (int i = 0; i < segments.size(); i++) {
            gain = gain.add(flow(i, to).gain());
        }
        return gain;
    }

    private BigDecimal gain() {
        return flows().stream().map(Flow::gain).reduce(units.amount(0), BigDecimal::add);
    }

    private List<String> line(String name, IntFunction<String> cell, BigDecimal all) {
        List<String> line = new ArrayList<>(List.of(name));
        for (int j = 0; j < segments.size(); j++) {
            line.add(cell.apply(j));
        }
        line.addAll(List.of("", "", all.toPlainString()));
        return line;
    }

    /** How to round, before the values are given. Immutable. */
    public static final class Options {

        private static final String WHERE = "ValueMigration.between";

        private final MinorUnits units;

        private Options(MinorUnits units) {
            this.units = units;
        }

        /**
         * The flows of a column of amounts.
         *
         * @param before the earlier date
         * @param after the later date
         * @param valueColumn a numeric column of both snapshots
         * @return the flows, with intervals at 95 %
         * @throws InvalidInputException if {@code after} is not later than {@code before}, ids are numbers on one side and
         *     texts on the other, the column is not there ({@link Reason#UNKNOWN_NAME}) or not numeric ({@link
         *     Reason#SCHEMA_MISMATCH}), a value is missing ({@link Reason#NON_FINITE}), or a value or sum is too large
         *     ({@link Reason#RANGE})
         */
        public ValueMigration between(Segmentation before, Segmentation after, String valueColumn) {
            return flows(JoinedUnits.of(before, after, valueColumn, units, WHERE));
        }

        /**
         * The flows of values that are no column.
         *
         * @param before the earlier date
         * @param valuesBefore one per customer of {@code before}; not modified
         * @param after the later date
         * @param valuesAfter one per customer of {@code after}; not modified
         * @return the flows, with intervals at 95 %
         * @throws InvalidInputException if {@code after} is not later than {@code before}, ids are numbers on one side and
         *     texts on the other, there are more or fewer values than customers ({@link Reason#SCHEMA_MISMATCH}), a value
         *     is missing ({@link Reason#NON_FINITE}), or a value or sum is too large ({@link Reason#RANGE})
         */
        public ValueMigration between(
                Segmentation before, double[] valuesBefore, Segmentation after, double[] valuesAfter) {
            return flows(JoinedUnits.of(before, valuesBefore, after, valuesAfter, units, WHERE));
        }

        private ValueMigration flows(JoinedUnits joined) {
            try {
                ValueFlows flows = ValueFlows.of(joined.join, joined.before, joined.after);
                return new ValueMigration(joined.join.segments(), flows, units, 0.95);
            } catch (ArithmeticException overflow) {
                throw units.sumTooLarge(WHERE);
            }
        }

        /** Such as {@code ValueMigration.Options[decimals = 2]}. */
        @Override
        public String toString() {
            return "ValueMigration.Options[decimals = " + units.decimals() + "]";
        }
    }

    /**
     * The customers who went from one segment to another, and their value, in the unit of the values.
     *
     * @param from the name of the segment before
     * @param to the name of the segment after
     * @param customers how many went
     * @param opening what they were worth before
     * @param closing what they are worth after
     */
    public record Flow(String from, String to, long customers, BigDecimal opening, BigDecimal closing) {

        /**
         * Checks that everything is there.
         *
         * @param from the segment before
         * @param to the segment after
         * @param customers how many went
         * @param opening their value before
         * @param closing their value after
         */
        public Flow {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(opening, "opening");
            Objects.requireNonNull(closing, "closing");
        }

        /**
         * What they have gained.
         *
         * @return closing − opening
         */
        public BigDecimal gain() {
            return closing.subtract(opening);
        }
    }

    /**
     * The value of a segment at both dates, and of its customers who are in a segment at one of them only, in the unit of the
     * values.
     *
     * @param segment the segment's name; "all" for all customers
     * @param opening the value of its customers before
     * @param left the opening value of those who are absent after
     * @param becameUnscored the opening value of those who are there after, but in no segment
     * @param entered the closing value of those who were absent before
     * @param becameScored the closing value of those who were there before, but in no segment
     * @param closing the value of its customers after
     */
    public record Sides(
            String segment,
            BigDecimal opening,
            BigDecimal left,
            BigDecimal becameUnscored,
            BigDecimal entered,
            BigDecimal becameScored,
            BigDecimal closing) {

        /**
         * Checks that everything is there.
         *
         * @param segment the segment's name
         * @param opening the value before
         * @param left the value of leavers
         * @param becameUnscored the value of those who are unscored after
         * @param entered the value of entrants
         * @param becameScored the value of those who were unscored before
         * @param closing the value after
         */
        public Sides {
            Objects.requireNonNull(segment, "segment");
            Objects.requireNonNull(opening, "opening");
            Objects.requireNonNull(left, "left");
            Objects.requireNonNull(becameUnscored, "becameUnscored");
            Objects.requireNonNull(entered, "entered");
            Objects.requireNonNull(becameScored, "becameScored");
            Objects.requireNonNull(closing, "closing");
        }
    }
}
