package dev.segmentation.metrics.validity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SegmentValidationTest {

    private static final int N = 600;

    /** Segment 0: 60 %, segment 1: 37 %, segment 2: 3 % of the customers; two clouds apart and a part of the second. */
    private static final int[] LABELS = IntStream.range(0, N)
            .map(i -> i % 100 < 60 ? 0 : i % 100 < 97 ? 1 : 2)
            .toArray();

    private static final FeatureMatrix FEATURES = features();

    @Test
    void keepsAndDropsForTheRightReasons() {
        ValidationReport report = SegmentValidation.withDefaults()
                .withOutcome("orders_next_90d", outcome())
                .validate(planted(), FEATURES);
        SegmentCard large = report.cards().get(0);
        assertThat(large.segment().name()).isEqualTo("Occasional");
        assertThat(large.size()).isEqualTo(360);
        assertThat(large.share().value()).isEqualTo(0.6);
        assertThat(large.distinct().verdict()).isEqualTo(Verdict.PASS);
        assertThat(large.material().verdict()).isEqualTo(Verdict.PASS);
        assertThat(large.meaningful().verdict()).isEqualTo(Verdict.PASS);
        assertThat(large.stable().verdict()).isEqualTo(Verdict.NOT_CHECKED);
        assertThat(large.recommendation()).isEqualTo(Recommendation.KEEP);
        SegmentCard small = report.card(Segment.of(2, "Few"));
        assertThat(small.material().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(small.recommendation()).isEqualTo(Recommendation.DROP);
        assertThat(small.mergeWith()).isEmpty();
        assertThat(report.overall()).isEqualTo(Verdict.FAIL);
        assertThat(report.kind()).contains(SegmentationKind.NATURAL);
        assertThat(report.merges())
                .anySatisfy(merge -> assertThat(merge)
                        .asString()
                        .startsWith("Occasional and ")
                        .contains(": keep apart; ")
                        .contains("; they differ in age by -"))
                .anySatisfy(merge -> assertThat(merge) // 18 customers would not show as a group of their own
                        .asString()
                        .startsWith(
                                "Loyal and Few: uncertain whether to merge; not shown to be separate groups (p = "));
        assertThat(report.sizing()).isEqualTo(Sizing.UNDECIDED);
        assertThat(report.reasons())
                .contains(
                        "2 of 3 segments are distinct, material and meaningful",
                        "not material: Few",
                        "not checked whether stable (no segmenter given): all segments");
        assertThat(report.columnEffects())
                .extracting(ColumnEffect::column)
                .containsExactly("age", "satisfaction", "region", "orders_next_90d");
        assertThat(report.columnEffects().get(0).effect().value()).isBetween(0.2, 0.5);
        assertThat(report.columnEffects().get(0).adjustedP()).isLessThan(1e-9);
        assertThat(report.columnEffects().get(2).measure()).isEqualTo(ColumnEffect.Measure.CRAMERS_V);
        assertThat(report.columnEffects().get(2).adjustedP()).isGreaterThan(0.05);
    }

    @Test
    void findingsReadAsSentences() {
        ValidationReport report = SegmentValidation.withDefaults()
                .withOutcome("orders_next_90d", outcome())
                .validate(planted(), FEATURES);
        assertThat(report.findings()).hasSize(3 * (4 + 2 + 1 + 1));
        assertThat(report.findings())
                .extracting(Finding::toString)
                .contains(
                        "Few, material, FAIL: 3.0 % of the customers [1.9 %, 4.7 %], at least 5.0 % wanted",
                        "Few, stable, NOT_CHECKED: not checked; give the segmenter to have resamples segmented anew");
        Finding outcome = report.cards().get(1).meaningful().findings().get(0);
        assertThat(outcome.subject()).isEqualTo("orders_next_90d");
        assertThat(outcome.evidence().lower()).isGreaterThan(0);
        assertThat(outcome.threshold()).isEqualTo(0);
        assertThat(outcome.text())
                .matches("mean orders_next_90d 4\\.\\d+ against 2\\.\\d+ of the others, difference"
                        + " 2\\.\\d+ \\[2\\.\\d+, 2\\.\\d+\\], 1\\.\\d+ standard deviations");
    }

    @Test
    void cardsAreTextForThoseWhoDecide() {
        ValidationReport report = SegmentValidation.withDefaults()
                .withOutcome("orders_next_90d", outcome())
                .validate(planted(), FEATURES);
        List<String> lines = report.cards().get(0).charter().lines().toList();
        assertThat(lines.get(0)).isEqualTo("Occasional: keep");
        String number = "-?[\\d.]+";
        String interval = number + " \\[" + number + ", " + number + "\\]";
        assertThat(lines.get(1))
                .matches("  distinct    yes: differs in \\w+ by " + interval
                        + " standard deviations, n = \\d+; differs in \\w+" + " by " + interval
                        + " standard deviations, n = \\d+");
        assertThat(lines.get(2))
                .isEqualTo(
                        "  material    yes: 60.0 % of the customers [56.0 %, 63.8 %], at least 5.0 % wanted, n = 600");
        assertThat(lines.get(3)).matches("  meaningful  yes: differs in orders_next_90d by " + interval + ", n = 600");
        assertThat(lines.get(4))
                .isEqualTo("  stable      not checked: give the segmenter to have resamples segmented anew");
        assertThat(lines.subList(5, lines.size() - 1))
                .isNotEmpty()
                .allMatch(line -> line.matches("  neighbor    (keep apart from|uncertain whether to merge with) .*"));
        assertThat(lines.get(lines.size() - 1))
                .matches("  within      no separate groups within shown \\(p = 1\\.00, n = \\d+\\)");
        assertThat(report.charter()).startsWith(report.cards().get(0).charter() + "\nLoyal: ");
        assertThat(report.cards().get(0).split()).contains(report.splits().get(0));
    }

    @Test
    void reportIsATable() {
        ValidationReport report = SegmentValidation.withDefaults()
                .withOutcome("orders_next_90d", outcome())
                .validate(planted(), FEATURES);
        assertThat(report.toString().lines().toList())
                .startsWith("Validation of 3 segments, 600 customers as of 2025-01-31: FAIL")
                .contains(
                        "Segment     Customers   Share   Value  Distinct  Material  Meaningful  Stable       Advice",
                        "Occasional        360  60.0 %  46.7 %  yes       yes       yes         not checked  keep");
    }

    @Test
    void baseColumnsAreNeverEvidence() {
        Snapshot onlyBase = Snapshot.of(LocalDate.of(2025, 1, 31), ids(), FEATURES);
        ValidationReport report = SegmentValidation.withDefaults()
                .withSegmenter(KMeans.of(3).withRestarts(2))
                .withReplicates(20)
                .validate(Segmentation.of(onlyBase, Assignment.copyOf(3, LABELS)), FEATURES);
        assertThat(report.columnEffects()).isEmpty();
        for (SegmentCard card : report.cards()) {
            assertThat(card.distinct().verdict()).isIn(Verdict.UNCERTAIN, Verdict.FAIL);
            assertThat(card.distinct().findings().get(0).text()).startsWith("no column is left that could show it");
            assertThat(card.meaningful().verdict()).isEqualTo(Verdict.NOT_CHECKED);
            assertThat(card.recommendation()).isNotEqualTo(Recommendation.KEEP);
        }
        // also not where the snapshot calls a column that formed the segments a descriptor
        Snapshot mislabelled = Snapshot.builder(LocalDate.of(2025, 1, 31), CustomerIds.of(ids()))
                .matrix(Role.DESCRIPTOR, FEATURES)
                .build();
        assertThat(SegmentValidation.withDefaults()
                        .validate(Segmentation.of(mislabelled, Assignment.copyOf(3, LABELS)), FEATURES)
                        .columnEffects())
                .isEmpty();
    }

    @Test
    void columnsThatRepeatAFormingOneAreNoEvidence() {
        SeededRandom random = SeededRandom.stream(42, 9);
        double[] x = FEATURES.column("x");
        double[] noisy = new double[N];
        double[] related = new double[N];
        double[] exponential = new double[N];
        double[] mostly = x.clone();
        for (int i = 0; i < N; i++) {
            noisy[i] = -1e9 * (x[i] + 0.5 * random.nextGaussian());
            related[i] = x[i] + 6 * random.nextGaussian();
            exponential[i] = StrictMath.exp(3 * x[i]);
            if (i % 11 == 0) {
                mostly[i] = 1000 * random.nextGaussian();
            }
        }
        Snapshot snapshot = Snapshot.builder(LocalDate.of(2025, 1, 31), CustomerIds.of(ids()))
                .numeric("base", Role.BASE, outcome())
                .numeric("copy_of_base", Role.DESCRIPTOR, outcome())
                .numeric("copy_of_x", Role.EXPERIENCE, x)
                .numeric("noisy", Role.DESCRIPTOR, noisy)
                .numeric("exponential", Role.DESCRIPTOR, exponential)
                .numeric("mostly", Role.DESCRIPTOR, mostly)
                .numeric("related", Role.DESCRIPTOR, related)
                .numeric("later", Role.OUTCOME, noisy)
                .build();
        ValidationReport report = SegmentValidation.withDefaults()
                .validate(Segmentation.of(snapshot, Assignment.copyOf(3, LABELS)), FEATURES);
        assertThat(report.columnEffects()).extracting(ColumnEffect::column).containsExactly("related", "later");
        assertThat(report.notices()).extracting(Notice::reason).containsOnly(Reason.CIRCULAR_EVIDENCE);
        assertThat(report.notices())
                .hasSize(5)
                .extracting(Notice::message)
                .contains("\"copy_of_base\" was not taken as evidence: it repeats \"base\", which formed the segments,"
                        + " so that segments differ in it by construction");
    }

    @Test
    void valueAndProtectedColumnsAreNoEvidenceEither() {
        Snapshot snapshot = Snapshot.builder(LocalDate.of(2025, 1, 31), CustomerIds.of(ids()))
                .numeric("revenue", Role.VALUE, outcome())
                .numeric("born_abroad", Role.PROTECTED, outcome())
                .build();
        assertThat(SegmentValidation.withDefaults()
                        .validate(Segmentation.of(snapshot, Assignment.copyOf(3, LABELS)), FEATURES)
                        .columnEffects())
                .isEmpty();
    }

    @Test
    void stabilityCountsForDistinctness() {
        KMeans clouds = KMeans.of(2).withRestarts(2);
        Assignment natural = clouds.fit(FEATURES).assignment();
        SegmentValidation validation =
                SegmentValidation.withDefaults().withReplicates(20).withSegmenter(clouds);
        ValidationReport report = validation.validate(Segmentation.of(planted().snapshot(), natural), FEATURES);
        assertThat(report.stability()).isPresent();
        for (SegmentCard card : report.cards()) {
            assertThat(card.stable().verdict()).isEqualTo(Verdict.PASS);
            assertThat(card.distinct().verdict()).isEqualTo(Verdict.PASS);
            assertThat(card.distinct().findings()).containsAll(card.stable().findings());
            assertThat(card.stable().findings().get(0).text())
                    .startsWith("recovered in 20 and dissolved in 0 of 20 resamples; mean overlap 1.00");
        }
        // the part of the second cloud never comes back, though its customers differ from the rest
        ValidationReport parts = validation.validate(planted(), FEATURES);
        SegmentCard few = parts.cards().get(2);
        assertThat(few.stable().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(few.distinct().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(few.findings().stream().filter(finding -> finding.subject().equals("stability")))
                .hasSize(1);
    }

    @Test
    void materialIsJudgedByTheWholeInterval() {
        SegmentValidation validation = SegmentValidation.withDefaults();
        assertThat(material(validation.withMinimumShare(0.019), 2)).isEqualTo(Verdict.PASS);
        assertThat(material(validation.withMinimumShare(0.03), 2)).isEqualTo(Verdict.UNCERTAIN);
        assertThat(material(validation.withMinimumShare(0.048), 2)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void valueSharesAreJudgedIfAMinimumIsSet() {
        SegmentValidation validation = SegmentValidation.withDefaults().withMinimumShare(0.01);
        assertThat(material(validation.withMinimumValueShare(0.4), 1)).isEqualTo(Verdict.PASS);
        assertThat(material(validation.withMinimumValueShare(0.6), 1)).isEqualTo(Verdict.FAIL);
        SegmentCard card = validation.validate(planted(), FEATURES).cards().get(1);
        assertThat(card.valueShare().value()).isBetween(0.45, 0.52);
        assertThat(card.material().findings())
                .extracting(Finding::verdict)
                .containsExactly(Verdict.PASS, Verdict.NOT_CHECKED);
        SegmentCard byAge = validation
                .withValue("age")
                .validate(planted(), FEATURES)
                .cards()
                .get(1);
        assertThat(byAge.valueShare().value()).isBetween(0.37, 0.45);
        Snapshot without = Snapshot.of(LocalDate.of(2025, 1, 31), ids(), FEATURES);
        Judgement material = validation
                .withMinimumValueShare(0.1)
                .validate(Segmentation.of(without, Assignment.copyOf(3, LABELS)), FEATURES)
                .cards()
                .get(0)
                .material();
        assertThat(material.verdict()).isEqualTo(Verdict.UNCERTAIN);
        assertThat(material.findings().get(1).text())
                .isEqualTo("share of the value cannot be computed (NO_OBSERVATIONS), at least 10.0 % wanted");
    }

    private static Verdict material(SegmentValidation validation, int segment) {
        return validation
                .validate(planted(), FEATURES)
                .cards()
                .get(segment)
                .material()
                .verdict();
    }

    @Test
    void valueSharesThatOverflowAreSaid() {
        double[] cancelling = new double[N];
        cancelling[0] = 1e200;
        cancelling[60] = -1e200; // in another segment
        cancelling[2] = 1e-100;
        Segmentation segmentation = Segmentation.of(
                planted().snapshot().with("margin", Role.VALUE, cancelling), Assignment.copyOf(3, LABELS));
        assertThat(SegmentValidation.withDefaults()
                        .withValue("margin")
                        .validate(segmentation, FEATURES)
                        .notices())
                .contains(new Notice(
                        Reason.RANGE, "shares of the value overflow: the values of \"margin\" all but cancel"));
    }

    @Test
    void hugeOutcomesAreUndefinedRatherThanAnError() {
        double[] huge = Arrays.stream(outcome()).map(v -> 1e200 * v).toArray();
        SegmentCard card = SegmentValidation.withDefaults()
                .withOutcome("orders", huge)
                .validate(planted(), FEATURES)
                .cards()
                .get(0);
        assertThat(card.meaningful().verdict()).isEqualTo(Verdict.UNCERTAIN);
        assertThat(card.meaningful().findings().get(0).evidence().undefined()).contains(Reason.RANGE);
    }

    @Test
    void differencesTooSmallToMatterFailHoweverCertain() {
        int n = 40_000;
        int[] labels = IntStream.range(0, n).map(i -> i % 2).toArray();
        SeededRandom random = SeededRandom.stream(7, 7);
        double[] slight = Arrays.stream(labels)
                .mapToDouble(label -> 0.05 * label + random.nextGaussian())
                .toArray();
        Segmentation segmentation = Segmentation.of(
                Snapshot.of(
                        LocalDate.of(2025, 1, 31),
                        CustomerIds.of(LongStream.range(0, n).toArray())),
                Assignment.copyOf(2, labels));
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x"), new double[n]);
        SegmentValidation validation = SegmentValidation.withDefaults().withOutcome("orders", slight);
        Judgement judgement =
                validation.validate(segmentation, features).cards().get(0).meaningful();
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.findings().get(0).text())
                .endsWith("; a difference of 0.1 standard deviations or of 10.0 % of the mean size is ruled out");
        assertThat(validation
                        .withMinimumEffect(0)
                        .validate(segmentation, features)
                        .cards()
                        .get(0)
                        .meaningful()
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    /** Spend whose standard deviation is six times its mean: a quarter more is 0.04 standard deviations. */
    @Test
    void aQuarterOfTheMeanIsNotRuledOutHoweverSkewedSpendIs() {
        assertThat(spendOfAQuarterMore(8_000).verdict()).isEqualTo(Verdict.UNCERTAIN);
        Judgement many = spendOfAQuarterMore(400_000);
        assertThat(many.verdict()).isEqualTo(Verdict.PASS);
        assertThat(many.findings().get(0).text()).contains("0.0").endsWith(" standard deviations");
    }

    private static Judgement spendOfAQuarterMore(int n) {
        SeededRandom random = SeededRandom.stream(11, 4);
        int[] labels = IntStream.range(0, n).map(i -> i % 2).toArray();
        double[] spend = Arrays.stream(labels)
                .mapToDouble(label -> (label == 0 ? 1 : 1.25) * StrictMath.exp(1.9 * random.nextGaussian()))
                .toArray();
        Segmentation segmentation = Segmentation.of(
                Snapshot.of(
                        LocalDate.of(2025, 1, 31),
                        CustomerIds.of(LongStream.range(0, n).toArray())),
                Assignment.copyOf(2, labels));
        MeanDifference difference = MeanDifference.of(spend, segmentation.assignment(), 1, 0.95);
        assertThat(difference.standardized().upper()).isLessThan(0.1);
        return SegmentValidation.withDefaults()
                .withOutcome("spend", spend)
                .validate(segmentation, FeatureMatrix.copyOfRowMajor(List.of("x"), new double[n]))
                .cards()
                .get(1)
                .meaningful();
    }

    @Test
    void saysWhatDecidesWhereAnIntervalAloneWouldExcludeZero() {
        Segment segment = Segment.of(0, "Some");
        Estimate effect = Estimate.of(0.3, 0.05, 0.55, 0.95, 100);
        SegmentRules rules = new SegmentRules(0.95, 0.05, 0.1, Optional.empty());
        Finding corrected = rules.meaningful(
                        segment, 50, List.of(new SegmentRules.Tested(comparison(segment, effect, 0.02), 0.24, 12)))
                .findings()
                .get(0);
        assertThat(corrected.verdict()).isEqualTo(Verdict.UNCERTAIN);
        assertThat(corrected.text())
                .isEqualTo(
                        "text; could be chance after correcting for 12 comparisons, which decides, not the interval");
        assertThat(rules.meaningful(
                                segment,
                                50,
                                List.of(new SegmentRules.Tested(comparison(segment, effect, 0.0712), 0.0712, 1)))
                        .findings()
                        .get(0)
                        .text())
                .isEqualTo("text; could be chance by the strictest of its tests (p = 0.0712), which decides, not the"
                        + " interval");
        Estimate around = Estimate.of(0.3, -0.05, 0.65, 0.95, 100);
        assertThat(rules.meaningful(
                                segment, 50, List.of(new SegmentRules.Tested(comparison(segment, around, 0.2), 0.2, 1)))
                        .findings()
                        .get(0)
                        .text())
                .isEqualTo("text; could be chance");
    }

    private static EvidenceColumn.Comparison comparison(Segment segment, Estimate effect, double p) {
        return new EvidenceColumn.Comparison("spend", segment.index(), effect, effect, 1, p, "text");
    }

    @Test
    void customersWithoutAnOutcomeAreLeftOut() {
        double[] partly = outcome();
        for (int i = 0; i < N; i += 3) {
            partly[i] = Double.NaN;
        }
        SegmentCard card = SegmentValidation.withDefaults()
                .withOutcome("orders_next_90d", partly)
                .validate(planted(), FEATURES)
                .cards()
                .get(0);
        assertThat(card.meaningful().verdict()).isEqualTo(Verdict.PASS);
        assertThat(card.meaningful().findings().get(0).evidence().customers()).isEqualTo(400);
        double[] none = new double[N];
        Arrays.fill(none, Double.NaN);
        assertThat(SegmentValidation.withDefaults()
                        .withOutcome("orders_next_90d", none)
                        .validate(planted(), FEATURES)
                        .cards()
                        .get(0)
                        .meaningful()
                        .verdict())
                .isEqualTo(Verdict.UNCERTAIN);
    }

    @Test
    void missingValuesAreSaidInWords() {
        double[] none = new double[N];
        Arrays.fill(none, Double.NaN);
        double[] onlyFirst = outcome();
        double[] onlyOthers = outcome();
        for (int i = 0; i < N; i++) {
            (LABELS[i] == 0 ? onlyOthers : onlyFirst)[i] = Double.NaN;
        }
        Snapshot snapshot = Snapshot.builder(LocalDate.of(2025, 1, 31), CustomerIds.of(ids()))
                .numeric("none", Role.DESCRIPTOR, none)
                .nominal("nothing", Role.DESCRIPTOR, Collections.nCopies(N, null))
                .build();
        ValidationReport report = SegmentValidation.withDefaults()
                .withOutcome("unknown", none)
                .withOutcome("first", onlyFirst)
                .withOutcome("others", onlyOthers)
                .withOutcome("constant", new double[N])
                .validate(Segmentation.of(snapshot, Assignment.copyOf(3, LABELS)), FEATURES);
        assertThat(report.findings()).noneMatch(finding -> finding.text().contains("NaN"));
        assertThat(report.columnEffects()).noneMatch(effect -> effect.toString().contains("NaN"));
        assertThat(report.cards().get(0).findings())
                .extracting(Finding::text)
                .contains(
                        "no customer has a value of none, so that nothing was checked",
                        "no customer has a value of nothing, so that nothing was checked",
                        "none of the others has a value of first; too little data to decide",
                        "no customer of the segment has a value of others; too little data to decide",
                        "mean constant 0.00 against 0.00 of the others, which cannot be compared"
                                + " (NO_WITHIN_VARIATION); too little data to decide");
    }

    @Test
    void aColumnWithoutValuesChangesNoVerdict() {
        double[] none = new double[N];
        Arrays.fill(none, Double.NaN);
        double[] same = IntStream.range(0, N).mapToDouble(i -> i / 100 % 2).toArray();
        SegmentValidation validation =
                SegmentValidation.withDefaults().withMinimumEffect(0.5).withOutcome("same", same);
        assertThat(validation
                        .withOutcome("none", none)
                        .validate(planted(), FEATURES)
                        .cards()
                        .get(0)
                        .meaningful()
                        .verdict())
                .isEqualTo(Verdict.FAIL)
                .isEqualTo(validation
                        .validate(planted(), FEATURES)
                        .cards()
                        .get(0)
                        .meaningful()
                        .verdict());
    }

    @Test
    void emptyAndSingleSegmentsAndNobodyAreAnswered() {
        Snapshot snapshot = planted().snapshot();
        ValidationReport single = SegmentValidation.withDefaults()
                .withOutcome("orders", outcome())
                .validate(Segmentation.of(snapshot, Assignment.copyOf(2, new int[N])), FEATURES);
        assertThat(single.cards().get(0).distinct().verdict()).isEqualTo(Verdict.UNCERTAIN);
        assertThat(single.cards().get(0).meaningful().verdict()).isEqualTo(Verdict.UNCERTAIN);
        assertThat(single.cards().get(1).material().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(single.cards().get(1).size()).isZero();
        Segmentation nobody = Segmentation.of(
                Snapshot.of(LocalDate.of(2025, 1, 31), CustomerIds.of(new long[0])), Assignment.copyOf(1));
        ValidationReport empty =
                SegmentValidation.withDefaults().withSegmenter(KMeans.of(1)).validate(nobody, FEATURES.rows());
        assertThat(empty.cards().get(0).share().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(empty.overall()).isEqualTo(Verdict.UNCERTAIN);
        assertThat(empty.toString()).contains("0 customers");
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        SegmentValidation validation = SegmentValidation.withDefaults()
                .withSegmenter(KMeans.of(3).withRestarts(2))
                .withReplicates(10)
                .withOutcome("orders_next_90d", outcome());
        String once = validation.validate(planted(), FEATURES).findings().toString();
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(validation
                            .validate(planted(), FEATURES, Execution.onThreads(threads))
                            .findings())
                    .hasToString(once);
        }
    }

    @Test
    void ignoredWeightsAreSaid() {
        double[] weights = new double[N];
        Arrays.fill(weights, 2);
        assertThat(SegmentValidation.withDefaults()
                        .validate(planted(), FEATURES.weightedBy(weights))
                        .notices())
                .extracting(Notice::reason)
                .containsExactly(Reason.WEIGHTS_IGNORED);
        assertThat(SegmentValidation.withDefaults()
                        .validate(planted(), FEATURES)
                        .notices())
                .isEmpty();
    }

    @Test
    void refusesWhatCannotBeEvidence() {
        SegmentValidation validation = SegmentValidation.withDefaults();
        assertThatThrownBy(() -> validation.withOutcome("x", outcome()).validate(planted(), FEATURES))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "SegmentValidation.validate: the outcome \"x\" is one of the columns that formed the segments;"
                                + " an outcome must come from the following period");
        assertThatThrownBy(() -> validation.withOutcome("age", outcome()).validate(planted(), FEATURES))
                .hasMessageContaining("\"age\" is also a column of the snapshot");
        assertThatThrownBy(() -> validation.withOutcome("y2", 1, 2).validate(planted(), FEATURES))
                .hasMessage("SegmentValidation.validate: outcome \"y2\" has 2 entries, expected 600, one per customer");
        assertThatThrownBy(() -> validation.withOutcome("y2", 1).withOutcome("y2", 1))
                .hasMessageContaining("is given twice");
        assertThatThrownBy(() -> validation.withOutcome("y2", 1, Double.POSITIVE_INFINITY))
                .hasMessageContaining("infinite value at row 1 of \"y2\"");
        assertThatThrownBy(() -> validation.validate(planted(), FEATURES.rows(1, 2)))
                .hasMessage("SegmentValidation.validate: scaledFeatures has 2 entries, expected 600, one per customer");
        assertThatThrownBy(() -> validation.withValue("nope").validate(planted(), FEATURES))
                .hasMessageContaining("no column \"nope\"");
        assertThatThrownBy(() -> validation.withValue("region").validate(planted(), FEATURES))
                .hasMessage("SegmentValidation.validate: the value column \"region\" is NOMINAL, expected NUMERIC");
        assertThatThrownBy(() -> validation.withMinimumShare(1.5)).hasMessageContaining("share = 1.5, expected 0 to 1");
        assertThatThrownBy(() -> validation.withMinimumEffect(Double.NaN)).hasMessageContaining("effect = NaN");
        assertThatThrownBy(() -> validation.withReplicates(1)).hasMessageContaining("replicates = 1");
        assertThatThrownBy(() -> validation.withLevel(0)).hasMessageContaining("level = 0.0");
        assertThatThrownBy(() -> validation
                        .withOutcome("y2", outcome())
                        .validate(planted(), FEATURES, Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> validation.validate(planted(), FEATURES).card(Segment.of(0, "Nobody")))
                .hasMessage("ValidationReport: no segment \"Nobody\"; there are [Occasional, Loyal, Few]");
    }

    @Test
    void printsItsOptions() {
        assertThat(SegmentValidation.withDefaults().withOutcome("orders", 1, 2).withMinimumValueShare(0.1))
                .hasToString("SegmentValidation[minimumShare = 0.05, minimumValueShare = 0.1, minimumEffect = 0.1,"
                        + " outcomes = [orders], segmenter = none, replicates = 100, seed = 0, level = 0.95]");
    }

    @Test
    void verdictsCombine() {
        assertThat(Verdict.PASS.and(Verdict.NOT_CHECKED)).isEqualTo(Verdict.PASS);
        assertThat(Verdict.UNCERTAIN.and(Verdict.FAIL)).isEqualTo(Verdict.FAIL);
        assertThat(Verdict.PASS.and(Verdict.UNCERTAIN)).isEqualTo(Verdict.UNCERTAIN);
        assertThat(Verdict.FAIL.or(Verdict.PASS)).isEqualTo(Verdict.PASS);
        assertThat(Verdict.FAIL.or(Verdict.UNCERTAIN)).isEqualTo(Verdict.UNCERTAIN);
        assertThat(Verdict.NOT_CHECKED.or(Verdict.FAIL)).isEqualTo(Verdict.FAIL);
    }

    /** Age, satisfaction and value differ between the first and the other segments; region does not. */
    private static Segmentation planted() {
        SeededRandom random = SeededRandom.stream(42, 2);
        double[] age = new double[N];
        double[] satisfaction = new double[N];
        double[] revenue = new double[N];
        String[] region = new String[N];
        for (int i = 0; i < N; i++) {
            boolean first = LABELS[i] == 0;
            age[i] = (first ? 40 : 52) + 10 * random.nextGaussian();
            satisfaction[i] = i % 7 == 0 ? Double.NaN : (first ? 6 : 8) + random.nextGaussian();
            revenue[i] = (first ? 100 : 170) * StrictMath.exp(0.3 * random.nextGaussian());
            region[i] = List.of("north", "south", "west").get(random.nextInt(3));
        }
        Snapshot snapshot = Snapshot.builder(LocalDate.of(2025, 1, 31), CustomerIds.of(ids()))
                .matrix(Role.BASE, FEATURES)
                .numeric("age", Role.DESCRIPTOR, age)
                .numeric("satisfaction", Role.EXPERIENCE, satisfaction)
                .nominal("region", Role.DESCRIPTOR, List.of(region))
                .numeric("revenue", Role.VALUE, revenue)
                .build();
        return Segmentation.of(snapshot, Assignment.copyOf(3, LABELS)).withNames("Occasional", "Loyal", "Few");
    }

    private static double[] outcome() {
        SeededRandom random = SeededRandom.stream(42, 3);
        return Arrays.stream(LABELS)
                .mapToDouble(label -> (label == 0 ? 2 : 4.5) + 1.5 * random.nextGaussian())
                .toArray();
    }

    private static FeatureMatrix features() {
        SeededRandom random = SeededRandom.stream(42, 1);
        double[] values = new double[2 * N];
        for (int i = 0; i < N; i++) {
            values[2 * i] = random.nextGaussian() + (LABELS[i] == 0 ? 0 : 9);
            values[2 * i + 1] = random.nextGaussian();
        }
        return FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
    }

    private static long[] ids() {
        return LongStream.range(0, N).toArray();
    }
}
