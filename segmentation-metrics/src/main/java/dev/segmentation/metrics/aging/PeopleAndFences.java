package dev.segmentation.metrics.aging;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.TypingTool;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.NumericColumn;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a segment changed because customers did or because its fences were moved: the exact split of a change between two
 * dates, of which the earlier was segmented by an old scheme and the later by a new one.
 *
 * <p>Both schemes score both dates. With A the old and B the new scheme, and 0 and 1 the dates,
 * <pre>people = ½ [(A₁ − A₀) + (B₁ − B₀)],  fences = ½ [(B₀ − A₀) + (B₁ − A₁)],  people + fences = B₁ − A₀</pre>
 * Neither comes first: this is the mean over both orders of changing one after the other. Customers who came or left are people;
 * they are in A₁ − A₀ and B₁ − B₀ like those who changed.
 *
 * <p>Where the data of the earlier date were corrected since, A₀ and B₀ are of the data as they are known now, and {@link
 * #withDataAsKnownThen} adds what was published then: the correction, A₀ − A₀ as known then, is a third part. It comes first, for
 * nobody publishes a new scheme on data known to be wrong.
 *
 * <p>The number may be the size of a segment, its share, the sum of a column such as revenue, or the mean of one per customer;
 * a recommendation score of −100, 0 or 100 has the net promoter score as its mean. Segments are matched by name, so carry names
 * over first ({@link dev.segmentation.metrics.stability.SegmentAligner}). Customers count once each; weights are not used. These
 * are counts of everybody: they have no intervals.
 *
 * <p><b>Degenerate:</b> a segment that a scheme does not have is empty there: sizes and sums of 0, no mean.
 * <br><b>Cost:</b> O(n + m) per number.
 * <br><b>Reference:</b> the average over both orders is that of L. S. Shapley (1953), in Contributions to the Theory of Games II;
 * for two factors it is E. M. Kitagawa's (1955), J. Am. Stat. Assoc. 50, 1168–1194, doi:10.1080/01621459.1955.10501299.
 *
 * <p>Immutable and thread-safe.
 */
public final class PeopleAndFences {

    private static final String WHERE = "PeopleAndFences.of";

    private static final Values NONE = new Values(new double[0], new double[0], new double[0]);

    private final Segmentation oldBefore;
    private final Segmentation oldAfter;
    private final Segmentation newBefore;
    private final Segmentation newAfter;
    private final @Nullable Segmentation knownThen;
    private final SegmentNames segments;

    private PeopleAndFences(
            Segmentation oldBefore,
            Segmentation oldAfter,
            Segmentation newBefore,
            Segmentation newAfter,
            @Nullable Segmentation knownThen) {
        this.oldBefore = oldBefore;
        this.oldAfter = oldAfter;
        this.newBefore = newBefore;
        this.newAfter = newAfter;
        this.knownThen = knownThen;
        Set<String> names = new LinkedHashSet<>();
        for (Segmentation one : knownThen == null
                ? List.of(oldBefore, oldAfter, newBefore, newAfter)
                : List.of(oldBefore, oldAfter, newBefore, newAfter, knownThen)) {
            one.segments().forEach(segment -> names.add(segment.name()));
        }
        SegmentJoin.checkCount(names.size(), WHERE);
        this.segments = SegmentNames.of(List.copyOf(names), WHERE);
    }

    /**
     * Scores both dates by both schemes.
     *
     * @param oldScheme the scheme of the earlier date
     * @param newScheme the scheme of the later date
     * @param before the customers of the earlier date, with what both schemes need
     * @param after the customers of the later date, with what both schemes need
     * @return the split
     * @throws InvalidInputException if a column or a value is missing, or {@code after} is not later than {@code before}
     *     ({@link Reason#BAD_PARAM})
     */
    public static PeopleAndFences of(TypingTool oldScheme, TypingTool newScheme, Snapshot before, Snapshot after) {
        Objects.requireNonNull(oldScheme, "oldScheme");
        Objects.requireNonNull(newScheme, "newScheme");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        return of(
                oldScheme.segment(before),
                oldScheme.segment(after),
                newScheme.segment(before),
                newScheme.segment(after));
    }

    /**
     * Takes what both schemes made of both dates.
     *
     * @param oldBefore the earlier date by the old scheme, A₀
     * @param oldAfter the later date by the old scheme, A₁
     * @param newBefore the earlier date by the new scheme, B₀: the same customers in the same order as {@code oldBefore}
     * @param newAfter the later date by the new scheme, B₁: the same customers in the same order as {@code oldAfter}
     * @return the split
     * @throws InvalidInputException if the later date is not later ({@link Reason#BAD_PARAM}), the dates or customers of the two
     *     schemes differ ({@link Reason#SCHEMA_MISMATCH}), or there are more than 4096 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public static PeopleAndFences of(
            Segmentation oldBefore, Segmentation oldAfter, Segmentation newBefore, Segmentation newAfter) {
        Objects.requireNonNull(oldBefore, "oldBefore");
        Objects.requireNonNull(oldAfter, "oldAfter");
        Objects.requireNonNull(newBefore, "newBefore");
        Objects.requireNonNull(newAfter, "newAfter");
        if (!oldAfter.asOf().isAfter(oldBefore.asOf())) {
            throw Arguments.badParameter(
                    WHERE, "oldAfter.asOf", oldAfter.asOf(), "later than oldBefore.asOf = " + oldBefore.asOf());
        }
        sameCustomers(oldBefore, newBefore, "newBefore");
        sameCustomers(oldAfter, newAfter, "newAfter");
        return new PeopleAndFences(oldBefore, oldAfter, newBefore, newAfter, null);
    }

    private static void sameCustomers(Segmentation old, Segmentation now, String name) {
        if (!old.asOf().equals(now.asOf())
                || !old.snapshot().customerIds().equals(now.snapshot().customerIds())) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    name,
                    WHERE + ": " + name
                            + " has other customers or another date than the old scheme; score the same snapshot by"
                            + " both schemes");
        }
    }

    /**
     * Adds what was published at the earlier date, where its data were corrected since.
     *
     * @param original the earlier date by the old scheme, on the data as they were known then; customers may differ
     * @return a new split, whose changes begin there
     * @throws InvalidInputException if its date differs ({@link Reason#SCHEMA_MISMATCH}), or there are more than 4096 segments
     *     ({@link Reason#RESOURCE_LIMIT})
     */
    public PeopleAndFences withDataAsKnownThen(Segmentation original) {
        Objects.requireNonNull(original, "original");
        if (!original.asOf().equals(oldBefore.asOf())) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "original",
                    "PeopleAndFences.withDataAsKnownThen: original.asOf = " + original.asOf() + ", expected "
                            + oldBefore.asOf() + ", the earlier date");
        }
        return new PeopleAndFences(oldBefore, oldAfter, newBefore, newAfter, original);
    }

    /**
     * The segments of either scheme.
     *
     * @return those of the old scheme, then those that only the new one has
     */
    public List<Segment> segments() {
        return segments.segments();
    }

    /**
     * Why the number of customers of a segment changed.
     *
     * @param segment its name
     * @return the split, in customers
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public ChangeSplit size(String segment) {
        String name = checked(segment);
        return split(NONE, (cell, values) -> rows(cell, name).length);
    }

    /**
     * Why the share of customers of a segment changed.
     *
     * @param segment its name
     * @return the split, from −1 to 1; undefined if there is nobody at a date
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public ChangeSplit share(String segment) {
        String name = checked(segment);
        return split(NONE, (cell, values) -> (double) rows(cell, name).length / cell.customerCount());
    }

    /**
     * Why the sum of a column over the customers of a segment changed, such as its revenue.
     *
     * @param segment its name
     * @param column a numeric column of the snapshots of both dates, none missing; taken from the old scheme's
     * @return the split, in the unit of the column
     * @throws InvalidInputException if there is no such segment or column ({@link Reason#UNKNOWN_NAME}), it is not numeric ({@link
     *     Reason#SCHEMA_MISMATCH}), or a value is missing ({@link Reason#NON_FINITE})
     */
    public ChangeSplit sum(String segment, String column) {
        String name = checked(segment);
        Objects.requireNonNull(column, "column");
        Values values = values(column, "PeopleAndFences.sum");
        for (double[] known : List.of(values.before, values.after, values.then)) {
            refuseMissing(known, column);
        }
        return split(values, (cell, known) -> sum(known, rows(cell, name)));
    }

    /**
     * Why the mean of a column over the customers of a segment changed; missing values are left out.
     *
     * @param segment its name
     * @param column a numeric column of the snapshots of both dates; taken from the old scheme's
     * @return the split, in the unit of the column; undefined if one of the schemes has no value in the segment at a date
     * @throws InvalidInputException if there is no such segment or column ({@link Reason#UNKNOWN_NAME}), or it is not numeric
     *     ({@link Reason#SCHEMA_MISMATCH})
     */
    public ChangeSplit mean(String segment, String column) {
        String name = checked(segment);
        Objects.requireNonNull(column, "column");
        return split(values(column, "PeopleAndFences.mean"), (cell, known) -> {
            int[] present = Arrays.stream(rows(cell, name))
                    .filter(row -> !Double.isNaN(known[row]))
                    .toArray();
            return sum(known, present) / present.length;
        });
    }

    private String checked(String segment) {
        return segments.names().get(segments.indexOf(segment, "PeopleAndFences"));
    }

    /** Rows of a segment, none if the scheme does not have it. */
    private static int[] rows(Segmentation cell, String name) {
        return cell.segments().stream()
                .filter(segment -> segment.name().equals(name))
                .findFirst()
                .map(segment -> cell.assignment().rowsOf(segment.index()))
                .orElseGet(() -> new int[0]);
    }

    private ChangeSplit split(Values values, Measure number) {
        double a0 = number.of(oldBefore, values.before);
        double a1 = number.of(oldAfter, values.after);
        double b0 = number.of(newBefore, values.before);
        double b1 = number.of(newAfter, values.after);
        double published = knownThen == null ? a0 : number.of(knownThen, values.then);
        double people = sum(a1, -a0, b1, -b0) / 2;
        double fences = sum(b0, -a0, b1, -a1) / 2;
        if (!Double.isFinite(people + fences + (a0 - published))) {
            Reason reason = Double.isNaN(a0 + a1 + b0 + b1 + published) ? Reason.NO_OBSERVATIONS : Reason.RANGE;
            return new ChangeSplit(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Optional.of(reason));
        }
        return new ChangeSplit(published, b1, people, fences, a0 - published, Optional.empty());
    }

    private static double sum(double... parts) {
        ExactSum sum = new ExactSum();
        for (double part : parts) {
            sum.add(part);
        }
        return sum.value();
    }

    private static double sum(double[] values, int[] rows) {
        ExactSum sum = new ExactSum();
        for (int row : rows) {
            sum.add(values[row]);
        }
        return sum.value();
    }

    private Values values(String column, String where) {
        return new Values(
                NumericColumn.of(oldBefore.snapshot(), column, where),
                NumericColumn.of(oldAfter.snapshot(), column, where),
                knownThen == null ? new double[0] : NumericColumn.of(knownThen.snapshot(), column, where));
    }

    private static void refuseMissing(double[] values, String column) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        i,
                        column,
                        "PeopleAndFences.sum: missing value at row " + i + ", column \"" + column
                                + "\"; what is missing cannot be added up");
            }
        }
    }

    /** A number of a segment, as one scheme has it at one date. */
    private interface Measure {
        double of(Segmentation cell, double[] values);
    }

    /** The values of the customers of each date. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Values(double[] before, double[] after, double[] then) {}

    /** A table of sizes, one line per segment. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("segment", "before", "data", "people", "fences", "after"));
        for (String name : segments.names()) {
            ChangeSplit size = size(name);
            table.add(List.of(
                    name,
                    String.format(Locale.ROOT, "%.0f", size.before()),
                    String.format(Locale.ROOT, "%+.0f", size.data()),
                    String.format(Locale.ROOT, "%+.1f", size.people()),
                    String.format(Locale.ROOT, "%+.1f", size.fences()),
                    String.format(Locale.ROOT, "%.0f", size.after())));
        }
        return TextTable.of(table);
    }
}
