package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.ColumnKind;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Segmenter;
import dev.segmentation.Snapshot;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.stability.ClusterwiseJaccard;
import dev.segmentation.metrics.stability.Stability;
import dev.segmentation.metrics.structure.Structure;
import dev.segmentation.metrics.structure.StructureTest;
import dev.segmentation.metrics.validity.EvidenceColumn.Comparison;
import dev.segmentation.metrics.validity.SegmentRules.Tested;
import dev.segmentation.metrics.value.Materiality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides, segment by segment, whether it deserves to be one: whether it is distinct, material and meaningful, and
 * whether it is stable.
 *
 * <ul>
 *   <li><b>Distinct:</b> in at least one column that did <em>not</em> form the segments (role {@link Role#DESCRIPTOR},
 *       {@link Role#EXPERIENCE} or {@link Role#OUTCOME}, or an outcome given here) the segment differs from all other
 *       customers by at least the minimum effect, in standard deviations or as Cramér's V, and by more than chance; and it
 *       is stable, if that was checked. The columns that formed the segments are never taken as evidence, nor is a numeric
 *       descriptor or experience that repeats one of them, see below. Without any other column the verdict is {@link
 *       Verdict#UNCERTAIN} at best.
 *   <li><b>Material:</b> its share of the customers, and of the value if a minimum was set, is at least the minimum, with
 *       its whole interval.
 *   <li><b>Meaningful:</b> the mean of at least one numeric outcome of the following period differs from that of all other
 *       customers, by more than chance and by at least the minimum effect, be it in standard deviations or relative to the
 *       mean absolute value of all customers, which for spend and counts is their mean. Customers without an outcome are left out.
 *       A column of which no customer has a value counts as not checked, and if there is no other the verdict is {@link
 *       Verdict#UNCERTAIN}.
 *   <li><b>Stable:</b> clusterwise bootstrap ({@link ClusterwiseJaccard}) with a mean overlap of at least 0.75; below 0.6 it
 *       fails.
 *   <li><b>Structure and number:</b> whether there are separate groups at all, between which neighboring segments and within
 *       which segments ({@link StructureTest}). Where there are separate groups, two neighbors are advised to be merged if
 *       they show no trace of being two of them, and differ in no other column by more than chance and the minimum effect; where no structure is claimed, only
 *       if every other column rules such a difference out. A segment is advised to be split if it has separate groups
 *       within. Without a segmenter, the labels are taken for a rule that was made without these customers.
 * </ul>
 *
 * <p><b>By more than chance</b> means: the interval of the difference, Welch's, excludes 0, and p is at most 1 − level
 * after Holm's adjustment for all segments and columns of the criterion, so that on data where segments mean nothing any
 * false claim at all is made in at most 5 % of the reports. p is the largest of Welch's test, Student's, and, for groups
 * of up to 1000 customers, a permutation test, which is exact also for skewed values such as spend; for categories it is
 * that of χ². A criterion <em>fails</em> where the interval of the effect lies below the minimum effect, so that a
 * difference worth having is ruled out, for meaningful in standard deviations <em>and</em> relative to the mean; what is neither shown nor ruled out is uncertain.
 *
 * <p><b>Repeats</b> a forming column: correlates with it, Pearson or Spearman, by at least 0.95 in absolute value, or has
 * the same value for at least 90 % of the customers, not counting those who share the most frequent one. Such a column is
 * left out and reported as a notice, {@link Reason#CIRCULAR_EVIDENCE}. Weaker dependence, dependence on several forming
 * columns at once, and that of categories is not detected; there it is up to the caller to give no column as evidence
 * that was derived from what formed the segments. Outcomes are not held against the forming columns: spend after the as-of
 * date may well correlate with spend before it.
 *
 * <p>The base columns and the features given to {@code validate} serve only to refit the segmenter. Row weights are not
 * used; the report says so where there are some. Immutable; the same input and seed give the same bits on any number of
 * threads.
 *
 * <p><b>Cost:</b> dominated by the refits, if a segmenter is given; else O(n) per column and segment, and a
 * k-means with two centers and three starts in each segment; the overlaps of all refits are kept, a few numbers per segment.
 */
public final class SegmentValidation {

    private final double minimumShare;
    private final @Nullable Double minimumValueShare;
    private final double minimumEffect;
    private final @Nullable String value;
    private final Map<String, double[]> outcomes;
    private final @Nullable Segmenter<?> segmenter;
    private final int replicates;
    private final long seed;
    private final double level;

    private SegmentValidation(Settings settings) {
        this.minimumShare = settings.minimumShare;
        this.minimumValueShare = settings.minimumValueShare;
        this.minimumEffect = settings.minimumEffect;
        this.value = settings.value;
        this.outcomes = settings.outcomes;
        this.segmenter = settings.segmenter;
        this.replicates = settings.replicates;
        this.seed = settings.seed;
        this.level = settings.level;
    }

    /**
     * At least 5 % of the customers, a minimum effect of 0.1, intervals at 95 %, 100 resamples, seed 0; no outcome, no
     * segmenter and no minimum of value until they are given.
     *
     * @return the configuration
     */
    public static SegmentValidation withDefaults() {
        return new SegmentValidation(new Settings());
    }

    /**
     * Sets the share of the customers from which a segment is material, by default 0.05.
     *
     * @param share in [0, 1]
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public SegmentValidation withMinimumShare(double share) {
        Arguments.closedUnit(share, "SegmentValidation.withMinimumShare", "share");
        Settings settings = new Settings(this);
        settings.minimumShare = share;
        return new SegmentValidation(settings);
    }

    /**
     * Sets the share of the value from which a segment is material; by default it is reported, but not judged.
     *
     * @param share in [0, 1]
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public SegmentValidation withMinimumValueShare(double share) {
        Arguments.closedUnit(share, "SegmentValidation.withMinimumValueShare", "share");
        Settings settings = new Settings(this);
        settings.minimumValueShare = share;
        return new SegmentValidation(settings);
    }

    /**
     * Sets the least effect that counts, by default 0.1: a difference of that many standard deviations, or a Cramér's V; for
     * outcomes also a difference of that part of the mean absolute value of all customers, by default 10 %.
     *
     * @param effect 0 or more, finite; 0 lets any effect count that is beyond chance
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public SegmentValidation withMinimumEffect(double effect) {
        if (!(effect >= 0 && effect <= Double.MAX_VALUE)) {
            throw Arguments.badParameter(
                    "SegmentValidation.withMinimumEffect", "effect", effect, "at least 0 and finite");
        }
        Settings settings = new Settings(this);
        settings.minimumEffect = effect;
        return new SegmentValidation(settings);
    }

    /**
     * Sets the column of the snapshot that holds what each customer is worth; by default the first with the role {@link
     * Role#VALUE}.
     *
     * @param column a numeric column of any role
     * @return a new configuration
     */
    public SegmentValidation withValue(String column) {
        Settings settings = new Settings(this);
        settings.value = Objects.requireNonNull(column, "column");
        return new SegmentValidation(settings);
    }

    /**
     * Adds an outcome of the period that follows the as-of date, beside the snapshot's columns with the role {@link
     * Role#OUTCOME}.
     *
     * @param name unique, not one of the columns that formed the segments
     * @param perCustomer n values in the order of the snapshot's customers, NaN where unknown; copied
     * @return a new configuration
     * @throws InvalidInputException if the name is blank or taken, or a value is infinite
     */
    public SegmentValidation withOutcome(String name, double... perCustomer) {
        Arguments.featureNames(List.of(name), "SegmentValidation.withOutcome");
        if (outcomes.containsKey(name)) {
            throw EvidenceColumns.taken(
                    "SegmentValidation.withOutcome", name, "is given twice; give each outcome once");
        }
        for (int i = 0; i < perCustomer.length; i++) {
            if (Double.isInfinite(perCustomer[i])) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        i,
                        name,
                        "SegmentValidation.withOutcome: infinite value at row " + i + " of \"" + name
                                + "\"; use NaN where it is unknown");
            }
        }
        Settings settings = new Settings(this);
        settings.outcomes = new LinkedHashMap<>(outcomes);
        settings.outcomes.put(name, perCustomer.clone());
        return new SegmentValidation(settings);
    }

    /**
     * Sets what made the segments, so that their stability and the structure behind them can be checked by fitting it anew.
     *
     * @param value the segmenter, configured as it was
     * @return a new configuration
     */
    public SegmentValidation withSegmenter(Segmenter<?> value) {
        Settings settings = new Settings(this);
        settings.segmenter = Objects.requireNonNull(value, "segmenter");
        return new SegmentValidation(settings);
    }

    /**
     * Sets how many resamples are segmented anew, by default 100.
     *
     * @param value at least 2
     * @return a new configuration
     * @throws InvalidInputException if it is below 2
     */
    public SegmentValidation withReplicates(int value) {
        Arguments.atLeast(2, value, "SegmentValidation.withReplicates", "replicates", "100 is usual");
        Settings settings = new Settings(this);
        settings.replicates = value;
        return new SegmentValidation(settings);
    }

    /**
     * Sets the seed of resamples and permutations, by default 0.
     *
     * @param value any long
     * @return a new configuration
     */
    public SegmentValidation withSeed(long value) {
        Settings settings = new Settings(this);
        settings.seed = value;
        return new SegmentValidation(settings);
    }

    /**
     * Sets the confidence level of intervals and verdicts, by default 0.95.
     *
     * @param value in (0, 1)
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public SegmentValidation withLevel(double value) {
        Arguments.openUnit(value, "SegmentValidation.withLevel", "level");
        Settings settings = new Settings(this);
        settings.level = value;
        return new SegmentValidation(settings);
    }

    /**
     * Validates on the calling thread.
     *
     * @param segmentation the segments and what is known of their customers
     * @param scaledFeatures what formed the segments, as the segmenter saw it, n × d
     * @return verdicts and evidence
     * @throws InvalidInputException as {@link #validate(Segmentation, FeatureMatrix, Execution)}
     */
    public ValidationReport validate(Segmentation segmentation, FeatureMatrix scaledFeatures) {
        return validate(segmentation, scaledFeatures, Execution.sequential());
    }

    /**
     * Validates.
     *
     * @param segmentation the segments and what is known of their customers
     * @param scaledFeatures what formed the segments, as the segmenter saw it, n × d; its columns are no evidence, whatever
     *     role the snapshot gives them
     * @param execution how to run
     * @return verdicts and evidence
     * @throws InvalidInputException if the number of rows or outcomes differs from that of customers, or the value column
     *     is not numeric ({@link Reason#SCHEMA_MISMATCH}), if there is no such value column ({@link
     *     Reason#UNKNOWN_NAME}), or if an outcome is a column that formed the segments or is given twice ({@link
     *     Reason#DUPLICATE_FEATURE}); what the segmenter throws, if it cannot fit any resample
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public ValidationReport validate(Segmentation segmentation, FeatureMatrix scaledFeatures, Execution execution) {
        int n = segmentation.customerCount();
        Arguments.sameSize(n, scaledFeatures.rowCount(), "SegmentValidation.validate", "scaledFeatures", "customer");
        EvidenceColumns columns = EvidenceColumns.of(segmentation, scaledFeatures, outcomes);
        Optional<String> valueColumn = valueColumn(segmentation.snapshot());
        Optional<Stability> stability = n == 0
                ? Optional.empty()
                : Optional.ofNullable(segmenter)
                        .map(refitted -> ClusterwiseJaccard.of(refitted)
                                .withReplicates(replicates)
                                .withSeed(seed)
                                .withLevel(level)
                                .assess(scaledFeatures, segmentation.assignment(), execution));
        Structure structure = structure(segmentation.assignment(), scaledFeatures, execution);
        try (Workers workers = execution.start()) {
            List<Comparison> comparisons =
                    columns.compare(segmentation.segments().size(), level, seed, workers);
            List<Tested> distinct = EvidenceColumns.adjusted(comparisons);
            List<Tested> meaningful = EvidenceColumns.adjusted(comparisons.stream()
                    .filter(comparison -> columns.isOutcome(comparison.column()))
                    .toList());
            RightSizing sizing = new RightSizing(
                    segmentation, structure, rules(), valueColumn.map(segmentation.snapshot()::numbers), level);
            List<Merge> merges = sizing.merges(columns, stability, seed, workers);
            List<Split> splits = sizing.splits(scaledFeatures, seed, workers);
            List<SegmentCard> cards =
                    cards(segmentation, valueColumn, new Evidence(distinct, meaningful, stability, merges, splits));
            List<Notice> notices =
                    new ArrayList<>(stability.map(Stability::notices).orElse(List.of()));
            notices.addAll(structure.notices());
            if (structure.customers() < n) {
                notices.add(new Notice(
                        Reason.NON_FINITE,
                        "structure was tested without the " + (n - structure.customers()) + " of " + n
                                + " customers who lack a feature"));
            }
            notices.addAll(columns.notices());
            long tests = Math.max(
                    comparisons.size(), (long) merges.size() * columns.all().size());
            if (PermutationTest.isBeyond(tests, level)) {
                notices.add(new Notice(
                        Reason.RESOURCE_LIMIT,
                        tests + " comparisons are adjusted for one another, so that none of a group below "
                                + PermutationTest.LARGEST_GROUP
                                + " customers can be shown; use fewer segments or columns"));
            }
            valueColumn
                    .filter(column -> cards.stream().anyMatch(SegmentValidation::isValueOutOfRange))
                    .ifPresent(column -> notices.add(new Notice(
                            Reason.RANGE,
                            "shares of the value overflow: the values of \"" + column + "\" all but cancel")));
            if (segmentation.snapshot().table().isWeighted() || scaledFeatures.isWeighted()) {
                notices.add(new Notice(
                        Reason.WEIGHTS_IGNORED, "row weights were not used: shares and means count every row once"));
            }
            return new ValidationReport(
                    segmentation.asOf(),
                    n,
                    cards,
                    columns.effects(level),
                    stability,
                    structure,
                    merges,
                    splits,
                    sizing.valueExplained(),
                    notices);
        }
    }

    @Override
    public String toString() {
        return "SegmentValidation[minimumShare = " + minimumShare
                + (minimumValueShare == null ? "" : ", minimumValueShare = " + minimumValueShare)
                + ", minimumEffect = " + minimumEffect + (value == null ? "" : ", value = " + value) + ", outcomes = "
                + outcomes.keySet() + ", segmenter = " + (segmenter == null ? "none" : segmenter) + ", replicates = "
                + replicates + ", seed = " + seed + ", level = " + level + "]";
    }

    /** Of the customers who have all features. */
    private Structure structure(Assignment assignment, FeatureMatrix features, Execution execution) {
        StructureTest test = segmenter == null ? StructureTest.withoutSegmenter() : StructureTest.of(segmenter);
        int[] complete = IntStream.range(0, features.rowCount())
                .filter(row -> Arrays.stream(features.row(row)).noneMatch(Double::isNaN))
                .toArray();
        boolean all = complete.length == features.rowCount();
        return test.withSeed(seed)
                .withLevel(level)
                .test(
                        all ? features : features.rows(complete),
                        all ? assignment : assignment.rows(complete),
                        execution);
    }

    private SegmentRules rules() {
        return new SegmentRules(level, minimumShare, minimumEffect, Optional.ofNullable(minimumValueShare));
    }

    /** What cards are made of. */
    private record Evidence(
            List<Tested> distinct,
            List<Tested> meaningful,
            Optional<Stability> stability,
            List<Merge> merges,
            List<Split> splits) {

        List<Merge> merges(Segment segment) {
            return merges.stream().filter(merge -> merge.concerns(segment)).toList();
        }

        Optional<Split> split(Segment segment) {
            return splits.stream()
                    .filter(split -> split.segment().equals(segment))
                    .findFirst();
        }
    }

    private Optional<String> valueColumn(Snapshot snapshot) {
        List<String> candidates = snapshot.names(Role.VALUE);
        String column = value != null ? value : candidates.isEmpty() ? null : candidates.get(0);
        if (column == null) {
            return Optional.empty();
        }
        snapshot.role(column); // fails if there is no such column
        if (snapshot.table().kind(column) != ColumnKind.NUMERIC) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    column,
                    "SegmentValidation.validate: the value column \"" + column + "\" is "
                            + snapshot.table().kind(column) + ", expected NUMERIC");
        }
        return Optional.of(column);
    }

    private static boolean isValueOutOfRange(SegmentCard card) {
        return card.valueShare().undefined().filter(Reason.RANGE::equals).isPresent();
    }

    private static List<Tested> of(Segment segment, List<Tested> tests) {
        return tests.stream()
                .filter(test -> test.comparison().segment() == segment.index())
                .toList();
    }

    private List<SegmentCard> cards(Segmentation segmentation, Optional<String> valueColumn, Evidence evidence) {
        SegmentRules rules = rules();
        int n = segmentation.customerCount();
        int[] sizes = segmentation.assignment().sizes();
        List<Estimate> valueShares = valueColumn
                .map(column -> valueShares(segmentation, column))
                .orElse(Collections.nCopies(sizes.length, Estimate.undefined(Reason.NO_OBSERVATIONS, n)));
        List<SegmentCard> cards = new ArrayList<>();
        for (Segment segment : segmentation.segments()) {
            int s = segment.index();
            Estimate share = ProportionInterval.wilson(sizes[s], n, level);
            Judgement stable = rules.stable(segment, sizes[s], evidence.stability);
            cards.add(new SegmentCard(
                    segment,
                    sizes[s],
                    share,
                    valueShares.get(s),
                    List.of(
                            rules.distinct(segment, sizes[s], of(segment, evidence.distinct), stable),
                            rules.material(segment, share, valueShares.get(s)),
                            rules.meaningful(segment, sizes[s], of(segment, evidence.meaningful)),
                            stable),
                    evidence.merges(segment),
                    evidence.split(segment)));
        }
        return cards;
    }

    private List<Estimate> valueShares(Segmentation segmentation, String column) {
        Materiality materiality = Materiality.of(segmentation.snapshot().numbers(column), segmentation.assignment());
        return segmentation.segments().stream()
                .map(segment -> materiality.valueShare(segment.index(), level))
                .toList();
    }

    /** The options while one of them is being changed. */
    private static final class Settings {

        private double minimumShare = 0.05;
        private @Nullable Double minimumValueShare;
        private double minimumEffect = 0.1;
        private @Nullable String value;
        private Map<String, double[]> outcomes = Map.of();
        private @Nullable Segmenter<?> segmenter;
        private int replicates = 100;
        private long seed;
        private double level = 0.95;

        Settings() {}

        Settings(SegmentValidation from) {
            this.minimumShare = from.minimumShare;
            this.minimumValueShare = from.minimumValueShare;
            this.minimumEffect = from.minimumEffect;
            this.value = from.value;
            this.outcomes = from.outcomes;
            this.segmenter = from.segmenter;
            this.replicates = from.replicates;
            this.seed = from.seed;
            this.level = from.level;
        }
    }
}
