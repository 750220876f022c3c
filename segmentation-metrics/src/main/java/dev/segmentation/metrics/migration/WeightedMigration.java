package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Weights;
import dev.segmentation.metrics.internal.NumericColumn;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.TextTable;
import dev.segmentation.metrics.internal.WeightedShare;
import dev.segmentation.metrics.markov.MarkovChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Who went where between two dates, where each customer stands for so many others: a {@link MigrationMatrix} with weights, such as
 * those of a sample in which some kinds of customers had a larger chance to be drawn.
 *
 * <p>A customer weighs what they do at the earlier date if they are in a segment at it, as the longitudinal weights of a panel
 * do, and what they do at the later one otherwise. So nobody's move is mixed with a change of their weight, and everybody who
 * is in a segment at either date counts once: Σ wᵢⱼ over all segments + entered + left + became scored + became unscored =
 * {@link #total}. Rates are shares of the weight of a row, ŵᵢⱼ / ŵᵢ..
 *
 * <p>Weights are what a customer stands for, not how often they are there: ten customers of weight 100 tell what ten customers
 * tell. What matters is the ratio of weights: rates and intervals are the same if all are multiplied by a number. For the value
 * of customers rather than their number see {@link dev.segmentation.metrics.value.ValueMigration}, which is exact to the cent and
 * knows gains.
 *
 * <p><b>Input:</b> weights of at least 0; customers of weight 0 are not counted.
 * <br><b>Degenerate:</b> fewer than two customers with a weight: the rate is undefined, {@link Reason#NO_OBSERVATIONS}. No
 * customer in common: {@link Reason#NO_COMMON_CUSTOMERS}.
 * <br><b>Intervals:</b> a rate is a ratio of two sums over customers: linearized, and the effective number of customers that
 * follows, at most (Σ w)² / Σ w² of the row, put into Wilson's interval with Student's quantile. They are over customers who
 * were drawn independently; strata and clusters of a design are not known to them. Where it is customers of small weights who
 * differ, they are wider than they need be: they held in 98 % of samples whose movers were drawn five times as often as others.
 * <br><b>Cost:</b> O(n + m) time; a byte per customer of the later date beyond what {@link MigrationMatrix} needs while joining,
 * and 16 bytes and 1.2 kB more for each pair of states that anybody has.
 * <br><b>References:</b> L. Kish (1965), Survey Sampling; E. L. Korn, B. I. Graubard (1998), Survey Methodology 24, 193–201; N. Dean,
 * M. Pagano (2015), Journal of Survey Statistics and Methodology 3, 484–503.
 *
 * <p>Immutable and thread-safe.
 */
public final class WeightedMigration {

    private static final String WHERE = "WeightedMigration.between";

    private final MigrationMatrix counts;
    private final WeightTable table;
    private final double level;

    private WeightedMigration(MigrationMatrix counts, WeightTable table, double level) {
        this.counts = counts;
        this.table = table;
        this.level = level;
    }

    /**
     * Adds up weights that are a column.
     *
     * @param before the earlier date
     * @param after the later date
     * @param weightColumn a numeric column of both snapshots
     * @return the migration, with intervals at 95 %
     * @throws InvalidInputException if {@code after} is not later than {@code before}, ids are numbers on one side and
     *     texts on the other, the column is not there ({@link Reason#UNKNOWN_NAME}) or not numeric ({@link
     *     Reason#SCHEMA_MISMATCH}), or a weight is missing, negative or infinite ({@link Reason#BAD_WEIGHT}), or outside 1e-30
     *     to 1e30 and not 0 ({@link Reason#RANGE})
     */
    public static WeightedMigration between(Segmentation before, Segmentation after, String weightColumn) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(weightColumn, "weightColumn");
        return of(
                before,
                NumericColumn.of(before.snapshot(), weightColumn, WHERE),
                after,
                NumericColumn.of(after.snapshot(), weightColumn, WHERE));
    }

    /**
     * Adds up weights that are no column.
     *
     * @param before the earlier date
     * @param weightsBefore one per customer of {@code before}; not modified
     * @param after the later date
     * @param weightsAfter one per customer of {@code after}, which count for those who are in no segment before; not modified
     * @return the migration, with intervals at 95 %
     * @throws InvalidInputException if {@code after} is not later than {@code before}, ids are numbers on one side and
     *     texts on the other, there are more or fewer weights than customers ({@link Reason#SCHEMA_MISMATCH}), or a weight
     *     is missing, negative or infinite ({@link Reason#BAD_WEIGHT}), or outside 1e-30 to 1e30 and not 0 ({@link
     *     Reason#RANGE})
     */
    public static WeightedMigration between(
            Segmentation before, double[] weightsBefore, Segmentation after, double[] weightsAfter) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(weightsBefore, "weightsBefore");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(weightsAfter, "weightsAfter");
        Arguments.sameSize(before.customerCount(), weightsBefore.length, WHERE, "weightsBefore", "customer");
        Arguments.sameSize(after.customerCount(), weightsAfter.length, WHERE, "weightsAfter", "customer");
        return of(before, weightsBefore, after, weightsAfter);
    }

    private static WeightedMigration of(
            Segmentation before, double[] weightsBefore, Segmentation after, double[] weightsAfter) {
        check(weightsBefore, WHERE + ", before");
        check(weightsAfter, WHERE + ", after");
        SegmentJoin join = SegmentJoin.of(before, after, WHERE);
        WeightTable table = WeightTable.of(join, weightsBefore, weightsAfter);
        return new WeightedMigration(MigrationMatrix.of(join, before.asOf(), after.asOf(), WHERE), table, 0.95);
    }

    private static void check(double[] weights, String where) {
        for (int row = 0; row < weights.length; row++) {
            Weights.check(weights[row], row, where);
        }
    }

    /**
     * The same weights with intervals of another confidence level.
     *
     * @param confidence in (0, 1); 0.95 unless said otherwise
     * @return a new migration
     * @throws InvalidInputException if it is out of range
     */
    public WeightedMigration withLevel(double confidence) {
        return new WeightedMigration(
                counts, table, Arguments.openUnit(confidence, "WeightedMigration.withLevel", "level"));
    }

    /**
     * The same customers, each counted once.
     *
     * @return the matrix, which also knows the dates
     */
    public MigrationMatrix counts() {
        return counts;
    }

    /**
     * The segments of either date.
     *
     * @return those of the earlier date in their order, then those that only the later date has
     */
    public List<Segment> segments() {
        return counts.segments();
    }

    /**
     * The weight of those who went from one segment to another, or stayed if it is the same.
     *
     * @param from the name of the segment before
     * @param to the name of the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double weight(String from, String to) {
        return table.weight(cell(counts.index(from), counts.index(to)));
    }

    /**
     * The weight of a segment's customers who were absent before.
     *
     * @param to the name of the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double entered(String to) {
        return table.weight(cell(absent(), counts.index(to)));
    }

    /**
     * The weight of a segment's customers who are absent after.
     *
     * @param from the name of the segment before
     * @return at least 0
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double left(String from) {
        return table.weight(cell(counts.index(from), absent()));
    }

    /**
     * The weight of a segment's customers who were there before, but in no segment.
     *
     * @param to the name of the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double becameScored(String to) {
        return table.weight(cell(unscored(), counts.index(to)));
    }

    /**
     * The weight of a segment's customers who are there after, but in no segment.
     *
     * @param from the name of the segment before
     * @return at least 0
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double becameUnscored(String from) {
        return table.weight(cell(counts.index(from), unscored()));
    }

    /**
     * The weight of a segment's customers before.
     *
     * @param segment its name
     * @return at least 0
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double weightBefore(String segment) {
        return table.weight(from(counts.index(segment)));
    }

    /**
     * The weight of a segment's customers after, of whom those who were in a segment before weigh what they did then.
     *
     * @param segment its name
     * @return at least 0
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double weightAfter(String segment) {
        return table.weight(into(counts.index(segment)));
    }

    /**
     * The weight of everybody who is in a segment at either date.
     *
     * @return at least 0
     */
    public double total() {
        return table.weight((from, to) -> true);
    }

    /**
     * How many customers of equal weights would tell as much as those of a segment who are in a segment at both dates do: Kish's
     * (Σ w)² / Σ w².
     *
     * @param from the name of the segment before
     * @return from 1 to their number; 0 if there are none
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double effectiveCustomers(String from) {
        return table.effective(stayedOrMoved(counts.index(from)));
    }

    /**
     * The share of the weight of a segment that went to another, of its customers who are in a segment at both dates.
     *
     * @param from the name of the segment before
     * @param to the name of the segment after
     * @return 0 … 1; each row sums to 1
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate rate(String from, String to) {
        int row = counts.index(from);
        return share(cell(row, counts.index(to)), stayedOrMoved(row));
    }

    /**
     * The share of the weight that changed segment, of all customers who are in a segment at both dates.
     *
     * @return 0 (nobody moved) … 1
     */
    public Estimate moved() {
        int k = segments().size();
        return share((from, to) -> from != to, (from, to) -> from < k && to < k);
    }

    /**
     * The share of the weight of the customers who were in a segment at the earlier date and are still there, in whatever segment
     * or unscored.
     *
     * @return 0 … 1, higher is better
     */
    public Estimate retention() {
        int k = segments().size();
        return share((from, to) -> to != absent(), (from, to) -> from < k);
    }

    /**
     * The share of a segment's weight whose customers are absent after.
     *
     * @param from the name of the segment before
     * @return 0 … 1, lower is better
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate exitRate(String from) {
        return share((before, after) -> after == absent(), from(counts.index(from)));
    }

    /**
     * The share of a segment's weight after whose customers were absent before.
     *
     * @param to the name of the segment after
     * @return 0 … 1
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate entryShare(String to) {
        return share((before, after) -> before == absent(), into(counts.index(to)));
    }

    /**
     * What these moves lead to if they go on: the chain of {@link #rate}.
     *
     * @return the chain, whose step is the time between the dates; empty if a segment has nobody with a weight who is in a segment
     *     at both dates, so that it is unknown where its customers go
     * @throws InvalidInputException if there are more than 512 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public Optional<MarkovChain> chain() {
        int k = segments().size();
        double[][] chances = new double[k][k];
        for (int i = 0; i < k; i++) {
            double row = table.weight(stayedOrMoved(i));
            if (!(row > 0)) {
                return Optional.empty();
            }
            for (int j = 0; j < k; j++) {
                chances[i][j] = table.weight(cell(i, j)) / row;
            }
        }
        List<String> names = segments().stream().map(Segment::name).toList();
        return k == 0 ? Optional.empty() : counts.period.step(Optional.of(MarkovChain.of(names, chances)));
    }

    private Estimate share(StepOwners.Kind part, StepOwners.Kind whole) {
        WeightedShare share = table.share(part, whole);
        return counts.undefined()
                .filter(reason -> reason == Reason.NO_COMMON_CUSTOMERS)
                .map(reason -> Estimate.undefined(reason, share.customers()))
                .orElseGet(() -> share.at(level));
    }

    private int unscored() {
        return counts.counts.unscored();
    }

    private int absent() {
        return counts.counts.absent();
    }

    private static StepOwners.Kind cell(int row, int column) {
        return (from, to) -> from == row && to == column;
    }

    private static StepOwners.Kind from(int row) {
        return (from, to) -> from == row;
    }

    private static StepOwners.Kind into(int column) {
        return (from, to) -> to == column;
    }

    private StepOwners.Kind stayedOrMoved(int row) {
        int k = segments().size();
        return (from, to) -> from == row && to < k;
    }

    /** A table of the weights: from rows to columns, with those who are in no segment at one of the dates. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        List<String> names = segments().stream().map(Segment::name).toList();
        List<String> head = new ArrayList<>(List.of("from \\ to"));
        head.addAll(names);
        head.addAll(List.of("left", "unscored", "before"));
        lines.add(head);
        for (String from : names) {
            List<String> line = new ArrayList<>(List.of(from));
            names.forEach(to -> line.add(number(weight(from, to))));
            line.add(number(left(from)));
            line.add(number(becameUnscored(from)));
            line.add(number(weightBefore(from)));
            lines.add(line);
        }
        lines.add(column("entered", names.stream().map(this::entered).toList()));
        lines.add(column("became scored", names.stream().map(this::becameScored).toList()));
        lines.add(column("after", names.stream().map(this::weightAfter).toList()));
        return TextTable.of(lines);
    }

    private static String number(double weight) {
        return String.format(Locale.ROOT, "%.6g", weight);
    }

    private static List<String> column(String name, List<Double> weights) {
        List<String> line = new ArrayList<>(List.of(name));
        weights.forEach(weight -> line.add(number(weight)));
        line.addAll(List.of("", "", ""));
        return line;
    }
}
