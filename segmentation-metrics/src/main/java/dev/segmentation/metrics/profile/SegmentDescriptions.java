package dev.segmentation.metrics.profile;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.Arguments;
import dev.segmentation.rule.Rule;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The rules that describe each segment: what {@link DescriptionSearch} found. Immutable.
 *
 * <p>Each segment is described by itself, so rules of different segments may claim the same customer. As a set they are
 * applied in order: {@code RuleSet.builder()} takes {@link #rules()}, {@code audit()} shows gaps and overlaps.
 */
public final class SegmentDescriptions {

    /** A column as it was when rules were learnt. */
    private record Known(ColumnKind kind, List<String> levels) {}

    private final List<SegmentDescription> segments;
    private final Map<String, Known> columns;
    private final List<Notice> notices;

    private SegmentDescriptions(List<SegmentDescription> segments, Map<String, Known> columns, List<Notice> notices) {
        this.segments = segments;
        this.columns = columns;
        this.notices = notices;
    }

    static SegmentDescriptions of(List<SegmentDescription> segments, Snapshot snapshot, List<String> names) {
        Map<String, Known> columns = new LinkedHashMap<>();
        names.forEach(name -> columns.put(
                name, new Known(snapshot.table().kind(name), snapshot.table().levels(name))));
        List<Notice> notices = snapshot.table().isWeighted()
                ? List.of(new Notice(Reason.WEIGHTS_IGNORED, "row weights were not used: every row counts once"))
                : List.of();
        return new SegmentDescriptions(List.copyOf(segments), columns, notices);
    }

    /**
     * The segments in the order of their labels.
     *
     * @return k descriptions, also of those without rules
     */
    public List<SegmentDescription> segments() {
        return segments;
    }

    /**
     * The description of a segment.
     *
     * @param name its name
     * @return its description
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public SegmentDescription segment(String name) {
        Objects.requireNonNull(name, "name");
        return segments.stream()
                .filter(description -> description.segment().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        name,
                        "SegmentDescriptions: no segment \"" + name + "\"; there are "
                                + Arguments.shown(segments.stream()
                                        .map(description ->
                                                description.segment().name())
                                        .toList())));
    }

    /**
     * The description of a segment.
     *
     * @param segment one of the segmentation's
     * @return its description
     * @throws InvalidInputException if there is no segment of its name ({@link Reason#UNKNOWN_NAME})
     */
    public SegmentDescription segment(Segment segment) {
        return segment(Objects.requireNonNull(segment, "segment").name());
    }

    /**
     * The rules of all segments in an order in which they can be applied: the most precise first, measured on customers
     * who were held out; those that claimed none of them last.
     *
     * @return possibly none
     */
    public List<Rule> rules() {
        return segments.stream()
                .flatMap(description -> description.rules().stream())
                .sorted(Comparator.comparingDouble(
                        rule -> rule.quality().precision().isDefined()
                                ? -rule.quality().precision().value()
                                : 1))
                .map(DescribedRule::rule)
                .toList();
    }

    /**
     * The columns that rules may speak of, as the numbers they speak of: levels are codes, the same ones for any snapshot.
     * Take {@code select(ruleSet.featureNames())} of it to apply a rule set.
     *
     * @param snapshot customers with these columns, of the same types
     * @return n × d, in the order in which the columns were learnt; a level that was not known then is missing
     * @throws InvalidInputException if a column is missing ({@link Reason#UNKNOWN_NAME}) or of another type
     *     ({@link Reason#SCHEMA_MISMATCH})
     */
    public FeatureMatrix features(Snapshot snapshot) {
        FeatureTable table = Objects.requireNonNull(snapshot, "snapshot").table();
        FeatureTable.Builder builder = FeatureTable.builder();
        columns.forEach((name, known) -> {
            double[] values = table.numbers(name);
            if (table.kind(name) != known.kind) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        name,
                        "SegmentDescriptions.features: column \"" + name + "\" is " + table.kind(name) + ", expected "
                                + known.kind + " as when rules were learnt");
            }
            if (known.kind != ColumnKind.NUMERIC) {
                List<String> levels = table.levels(name);
                for (int i = 0; i < values.length; i++) {
                    int code = Double.isNaN(values[i]) ? -1 : known.levels.indexOf(levels.get((int) values[i]));
                    values[i] = code < 0 ? Double.NaN : code;
                }
            }
            builder.numeric(name, values);
        });
        return builder.build().matrix();
    }

    /**
     * What the caller should know, such as that weights were not used.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /** The rules of every segment, in words. */
    @Override
    public String toString() {
        return segments.stream().map(SegmentDescription::toString).collect(Collectors.joining("\n"));
    }
}
