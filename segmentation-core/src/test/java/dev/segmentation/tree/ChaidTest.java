package dev.segmentation.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.TableSegmenter;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.rule.RuleAudit;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.OneWayAnova;
import org.junit.jupiter.api.Test;

class ChaidTest {

    /** Repeats a value. */
    private static List<String> times(int count, String value) {
        return Collections.nCopies(count, value);
    }

    private static <T> List<T> joined(List<List<T>> parts) {
        List<T> all = new ArrayList<>();
        parts.forEach(all::addAll);
        return all;
    }

    /** 10, 12 and 60 of 100 churn in three regions; by hand in CategoryMergerTest: north and south merge. */
    private static FeatureTable regions() {
        return FeatureTable.builder()
                .nominal("region", joined(List.of(times(100, "north"), times(100, "south"), times(100, "west"))))
                .nominal(
                        "churned",
                        joined(List.of(
                                times(10, "yes"),
                                times(90, "no"),
                                times(12, "yes"),
                                times(88, "no"),
                                times(60, "yes"),
                                times(40, "no"))))
                .build();
    }

    @Test
    void aWorkedExampleWithItsTextItsRulesAndItsTest() {
        Fit<SegmentTree> fit = Chaid.on("churned").fit(regions());
        SegmentTree tree = fit.model();
        assertThat(tree.segmentCount()).isEqualTo(2);
        assertThat(fit.assignment().sizes()).containsExactly(200, 100);
        SplitTest test = tree.root().split().orElseThrow().test().orElseThrow();
        double statistic = 300 * Math.pow(22 * 40 - 178 * 60, 2) / (200.0 * 100 * 82 * 218);
        assertThat(test.statistic()).isCloseTo(statistic, within(1e-10));
        assertThat(test.adjustedP()).isCloseTo(3 * test.p(), within(1e-25));
        assertThat(tree.describe()).isEqualTo("""
                        churned: n = 300, no 72.7 %, yes 27.3 %; split by region (χ² = 80.59, df = 1, adjusted p = 8.34e-19)
                          region in {north, south} or missing: n = 200, no 89.0 %, yes 11.0 % → segment 0
                          region = west: n = 100, no 40.0 %, yes 60.0 % → segment 1
                        """);
        assertThat(tree.rules(List.of("Stable", "At risk")))
                .hasToString("RuleSet[Stable: region in {north, south} or missing, At risk: region = west]");
        assertThat(tree.leaf(1).distribution()).containsExactly(40.0, 60.0);
        assertThat(tree.leaf(1).id()).isEqualTo(2);
        assertThat(tree.leaf(1).parent()).hasValue(0);
        assertThat(tree.root().children()).containsExactly(1, 2);
        assertThat(tree.root().segment()).isEmpty();
        assertThat(tree).hasToString("SegmentTree[churned by [region], 2 segments, depth 1]");
        assertThat(fit.report().algorithm()).isEqualTo("CHAID");
        // 200 of 300 with Gini 2·0.11·0.89, 100 with 2·0.6·0.4
        assertThat(fit.report().objective())
                .isCloseTo((200 * 2 * 0.11 * 0.89 + 100 * 2 * 0.6 * 0.4) / 300, within(1e-14));
    }

    @Test
    void anUnknownLevelAndAMissingOneGoToTheHeaviestBranch() {
        SegmentTree tree = Chaid.on("churned").fit(regions()).model();
        FeatureTable later = FeatureTable.builder()
                .nominal("region", Arrays.asList("west", "east", null, "north"))
                .build();
        assertThat(tree.assign(later).toArray()).containsExactly(1, 0, 0, 0);
        assertThat(tree.rules().assign(later).toArray()).containsExactly(1, 0, 0, 0);
    }

    /** F, its degrees and p against commons-math's analysis of variance of the groups that were found. */
    @Test
    void aNumericTargetIsTestedByF() {
        SeededRandom random = SeededRandom.stream(1, 14);
        double[] y = new double[600];
        List<String> g = new ArrayList<>();
        List<double[]> samples = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            g.add("g" + i % 3);
            y[i] = (i % 3) * 0.5 + random.nextGaussian();
        }
        for (int level = 0; level < 3; level++) {
            int wanted = level;
            samples.add(IntStream.range(0, 600)
                    .filter(i -> i % 3 == wanted)
                    .mapToDouble(i -> y[i])
                    .toArray());
        }
        FeatureTable table =
                FeatureTable.builder().nominal("g", g).numeric("y", y).build();
        SegmentTree tree = Chaid.on("y").withMaxDepth(1).fit(table).model();
        assertThat(tree.segmentCount()).isEqualTo(3);
        SplitTest test = tree.root().split().orElseThrow().test().orElseThrow();
        double f = new OneWayAnova().anovaFValue(samples);
        assertThat(test.statistic()).isCloseTo(f, within(1e-9 * f));
        assertThat(test.p()).isCloseTo(new OneWayAnova().anovaPValue(samples), within(1e-15));
        assertThat(test.degrees()).isEqualTo(2);
        assertThat(test.denominatorDegrees()).isEqualTo(597);
        assertThat(test.logMultiplier()).isZero(); // S(3, 3) = 1
        assertThat(tree.leaf(0).mean()).isNotNaN();
        double[] far = Arrays.stream(y).map(v -> v + 1e9).toArray();
        SplitTest shifted = Chaid.on("y")
                .withMaxDepth(1)
                .fit(FeatureTable.builder().nominal("g", g).numeric("y", far).build())
                .model()
                .root()
                .split()
                .orElseThrow()
                .test()
                .orElseThrow();
        assertThat(shifted.statistic()).isCloseTo(f, within(1e-6 * f));
    }

    /** An ordinal target whose mean score shifts: only the row-effects test gets (rows − 1) degrees of freedom. */
    @Test
    void anOrdinalTargetIsTestedByRowEffects() {
        List<String> levels = List.of("low", "middle", "high");
        List<String> x = joined(List.of(times(150, "a"), times(150, "b")));
        List<String> y = joined(List.of(
                times(80, "low"),
                times(40, "middle"),
                times(30, "high"),
                times(40, "low"),
                times(50, "middle"),
                times(60, "high")));
        FeatureTable table =
                FeatureTable.builder().nominal("x", x).ordinal("y", levels, y).build();
        SplitTest test = Chaid.on("y")
                .fit(table)
                .model()
                .root()
                .split()
                .orElseThrow()
                .test()
                .orElseThrow();
        assertThat(test.degrees()).isEqualTo(1);
        assertThat(test.statistic())
                .isEqualTo(RowEffects.of(new double[][] {{80, 40, 30}, {40, 50, 60}}, new int[] {0, 1, 2})
                        .statistic());
        FeatureTable nominal =
                FeatureTable.builder().nominal("x", x).nominal("y", y).build();
        assertThat(Chaid.on("y")
                        .fit(nominal)
                        .model()
                        .root()
                        .split()
                        .orElseThrow()
                        .test()
                        .orElseThrow()
                        .degrees())
                .isEqualTo(2);
    }

    /** Deciles of 0 … 999: cuts at multiples of 99.9; a step of the target at 500 is found at the nearest of them. */
    @Test
    void numbersAreCutIntoClassesOfEqualShares() {
        double[] x = IntStream.range(0, 1000).asDoubleStream().toArray();
        double[] y = Arrays.stream(x).map(v -> (v >= 500 ? 1 : 0) + v % 7).toArray();
        SegmentTree tree = Chaid.on("y")
                .withMaxDepth(1)
                .fit(FeatureTable.builder().numeric("x", x).numeric("y", y).build())
                .model();
        assertThat(tree.root().split().orElseThrow().branch(0)).isEqualTo("x ≤ 499.5 or missing");
        assertThat(tree.root().split().orElseThrow().branch(1)).isEqualTo("x > 499.5");
        assertThat(tree.root().split().orElseThrow().test().orElseThrow().logMultiplier())
                .isCloseTo(Math.log(9), within(1e-14)); // C(9, 1)
    }

    @Test
    void fewValuesAreTheirOwnClasses() {
        double[] x = IntStream.range(0, 900).mapToDouble(i -> i % 3).toArray();
        double[] y = IntStream.range(0, 900)
                .mapToDouble(i -> i % 3 == 0 ? 1 : (i / 3) % 2)
                .toArray();
        SegmentTree tree = Chaid.on("y")
                .fit(FeatureTable.builder().numeric("x", x).numeric("y", y).build())
                .model();
        assertThat(tree.root().split().orElseThrow().branch(0)).isEqualTo("x ≤ 0");
        assertThat(tree.root().split().orElseThrow().branch(1)).isEqualTo("x > 0 or missing");
    }

    @Test
    void weightsAreNumbersOfCustomers() {
        for (String target : List.of("y", "spend")) {
            for (Merging merging : Merging.values()) {
                FeatureTable table = TreeTables.mixed(500, 3);
                double[] weights = new double[500];
                List<Integer> repeated = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    weights[i] = i % 4;
                    repeated.addAll(Collections.nCopies(i % 4, i));
                }
                int[] rows = repeated.stream().mapToInt(Integer::intValue).toArray();
                Chaid chaid = Chaid.on(target).withMerging(merging).withSplitLevel(0.2);
                Fit<SegmentTree> weighted = chaid.fit(table.weightedBy(weights));
                Fit<SegmentTree> duplicated = chaid.fit(table.rows(rows));
                assertThat(weighted.model().segmentCount()).isGreaterThan(1);
                assertThat(weighted.model().describe())
                        .isEqualTo(duplicated.model().describe());
                assertThat(weighted.assignment().rows(rows)).isEqualTo(duplicated.assignment());
            }
        }
    }

    @Test
    void rulesClaimWhomTheTreeAssignsAndAreProven() {
        int splits = 0;
        for (long seed = 0; seed < 20; seed++) {
            FeatureTable table = TreeTables.mixed(800, seed);
            Fit<SegmentTree> fit = Chaid.on("y")
                    .withMerging(seed % 2 == 0 ? Merging.EXHAUSTIVE : Merging.UNTIL_SIGNIFICANT)
                    .withResplitting(0.04)
                    .fit(table);
            RuleSet rules = fit.model().rules();
            RuleAudit audit = rules.audit();
            assertThat(audit.isExclusive()).isTrue();
            assertThat(audit.gaps()).isEmpty();
            assertThat(audit.deadRules()).isEmpty();
            FeatureTable others = TreeTables.mixed(500, seed + 1000);
            assertThat(rules.assign(others.select(fit.model().featureNames())))
                    .isEqualTo(fit.model().assign(others));
            assertThat(fit.assignment()).isEqualTo(fit.model().assign(table));
            splits += fit.model().nodes().size() - fit.model().segmentCount();
            for (TreeNode node : fit.model().nodes()) {
                assertThat(node.weight()).isGreaterThanOrEqualTo(50);
                assertThat(node.children().stream()
                                .mapToDouble(c -> fit.model().nodes().get(c).weight())
                                .sum())
                        .isEqualTo(node.split().isPresent() ? node.weight() : 0);
            }
        }
        assertThat(splits).isGreaterThan(40);
    }

    /** On columns that say nothing, Bonferroni keeps the share of trees that split at all near the split level. */
    @Test
    void noiseIsSeldomSplit() {
        int split = 0;
        for (long seed = 0; seed < 200; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 15);
            List<String> g = new ArrayList<>();
            List<String> y = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                g.add("g" + random.nextInt(6));
                y.add(random.nextInt(3) == 0 ? "yes" : "no");
            }
            FeatureTable table =
                    FeatureTable.builder().nominal("g", g).nominal("y", y).build();
            split += Chaid.on("y").withMinChild(1).fit(table).model().segmentCount() > 1 ? 1 : 0;
        }
        assertThat(split).isLessThanOrEqualTo(15); // 5 % of 200 is 10, Bonferroni is conservative
    }

    @Test
    void aConstantOrMissingTargetIsToldAndLeavesOneSegment() {
        FeatureTable constant = FeatureTable.builder()
                .numeric("x", IntStream.range(0, 200).asDoubleStream().toArray())
                .numeric("y", new double[200])
                .build();
        Fit<SegmentTree> fit = Chaid.on("y").fit(constant);
        assertThat(fit.model().segmentCount()).isEqualTo(1);
        assertThat(fit.model().rules()).hasToString("RuleSet[segment 0: everyone]");
        assertThat(fit.report().notices())
                .containsExactly(new Notice(
                        Reason.ZERO_VARIANCE,
                        "Chaid.fit: the target \"y\" is constant, so that nothing can be told apart"));
        Fit<SegmentTree> partly = Chaid.on("y").fit(TreeTables.mixed(300, 1));
        assertThat(partly.report().notices()).hasSize(1);
        assertThat(partly.report().notices().get(0).reason()).isEqualTo(Reason.NO_INFORMATION);
        assertThat(partly.assignment().size()).isEqualTo(300);
    }

    /** Columns that are always missing, rows of weight 0, a single row: every row has its segment all the same. */
    @Test
    void awkwardTablesAreTaken() {
        int n = 300;
        double[] weights =
                IntStream.range(0, n).mapToDouble(i -> i < 20 ? 0 : 1).toArray();
        FeatureTable table = FeatureTable.builder()
                .nominal("never", Collections.nCopies(n, null))
                .numeric(
                        "unknown",
                        IntStream.range(0, n).mapToDouble(i -> Double.NaN).toArray())
                .ordinal("tier", TreeTables.TIERS, Collections.nCopies(n, null))
                .numeric("x", IntStream.range(0, n).mapToDouble(i -> i % 2).toArray())
                .numeric(
                        "y",
                        IntStream.range(0, n).mapToDouble(i -> i % 2 + i % 3).toArray())
                .build();
        for (TableSegmenter<SegmentTree> segmenter : List.of(
                Chaid.on("y"),
                Chaid.on("y").withMerging(Merging.EXHAUSTIVE),
                Cart.on("y").withComplexity(0.01))) {
            Fit<SegmentTree> fit = segmenter.fit(table.weightedBy(weights));
            assertThat(fit.model().segmentCount()).isEqualTo(2);
            assertThat(fit.assignment().sizes()).containsExactly(150, 150);
            assertThat(fit.model().root().weight()).isEqualTo(280);
            assertThat(fit.model().rules().assign(table.select(fit.model().featureNames())))
                    .isEqualTo(fit.assignment());
            Fit<SegmentTree> one = segmenter.fit(table.rows(0));
            assertThat(one.model().segmentCount()).isEqualTo(1);
            assertThat(one.model().assign(table).sizes()).containsExactly(n);
        }
    }

    @Test
    void aTargetThatIsFoundExactlyHasTheSmallestOfAllProbabilities() {
        double[] x = IntStream.range(0, 400).mapToDouble(i -> i % 2).toArray();
        Fit<SegmentTree> fit = Chaid.on("y")
                .fit(FeatureTable.builder().numeric("x", x).numeric("y", x).build());
        SplitTest test = fit.model().root().split().orElseThrow().test().orElseThrow();
        assertThat(test.statistic()).isInfinite();
        assertThat(test.adjustedP()).isZero();
        assertThat(fit.report().objective()).isZero();
    }

    /** Neither tree may silently find nothing because squares overflow or vanish. */
    @Test
    void theScaleOfANumericTargetChangesNoSegmentOrIsRefused() {
        double[] x = IntStream.range(0, 400).mapToDouble(i -> i % 4).toArray();
        double[] y = IntStream.range(0, 400)
                .mapToDouble(i -> (i % 4 > 1 ? 3 : 0) + i % 7)
                .toArray();
        for (TableSegmenter<SegmentTree> trees :
                List.<TableSegmenter<SegmentTree>>of(Chaid.on("y"), Cart.on("y").withComplexity(0.01))) {
            Fit<SegmentTree> plain = trees.fit(scaled(x, y, 1));
            assertThat(plain.model().segmentCount()).isGreaterThan(1);
            for (double scale : new double[] {1e-120, 1e-9, 1e9, 1e120}) {
                assertThat(trees.fit(scaled(x, y, scale)).assignment()).isEqualTo(plain.assignment());
            }
            for (double scale : new double[] {1e-140, 1e160}) {
                assertThatThrownBy(() -> trees.fit(scaled(x, y, scale)))
                        .isInstanceOfSatisfying(
                                InvalidInputException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.RANGE))
                        .hasMessageContaining("scale it first");
            }
        }
    }

    private static FeatureTable scaled(double[] x, double[] y, double scale) {
        return FeatureTable.builder()
                .numeric("x", x)
                .numeric("y", Arrays.stream(y).map(v -> v * scale).toArray())
                .build();
    }

    @Test
    void optionsAreChecked() {
        refused("Chaid.on: the name of the target is blank; name a column", () -> Chaid.on(""));
        refused(
                "Chaid.withMergeLevel: level = 1.0, expected more than 0 and less than 1",
                () -> Chaid.on("y").withMergeLevel(1));
        refused(
                "Chaid.withResplitting: level = 0.06, expected at most the merge level, 0.05",
                () -> Chaid.on("y").withResplitting(0.06));
        refused(
                "Chaid.withMergeLevel: level = 0.01, expected at least the level of splitting again, 0.04",
                () -> Chaid.on("y").withResplitting(0.04).withMergeLevel(0.01));
        refused(
                "Chaid.withNumericBins: bins = 1, expected 2 to 1000",
                () -> Chaid.on("y").withNumericBins(1));
        refused(
                "Chaid.withMaxDepth: depth = 0, expected at least 1; 1 splits once",
                () -> Chaid.on("y").withMaxDepth(0));
        refused(
                "Chaid.withMinParent: weight = -1.0, expected finite and at least 0",
                () -> Chaid.on("y").withMinParent(-1));
        assertThat(Chaid.on("y").withChiSquare(ChiSquare.LIKELIHOOD_RATIO).withMultiplier(Multiplier.SPSS))
                .hasToString("Chaid[y, ChaidOptions[merging=UNTIL_SIGNIFICANT, multiplier=SPSS,"
                        + " chiSquare=LIKELIHOOD_RATIO, mergeLevel=0.05, splitLevel=0.05, resplitLevel=0.0, bins=10,"
                        + " maxDepth=3, minParent=100.0, minChild=50.0]]");
    }

    @Test
    void dataAreChecked() {
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), 1, 2, 3, 4);
        refused(
                "Chaid.fit: no column \"z\" for the target; there are [x, y]",
                () -> Chaid.on("z").fit(matrix));
        SegmentTree tree = Chaid.on("churned").fit(regions()).model();
        refused(
                "SegmentTree.assign: features differ from the fitted ones; missing [region], unexpected [x, y]; use"
                        + " FeatureTable.select(model.featureNames())",
                () -> tree.assign(matrix));
        refused(
                "SegmentTree.assign: column \"region\" is NUMERIC, expected levels; pass it as in the fit",
                () -> tree.assign(FeatureMatrix.copyOfRowMajor(List.of("region"), 1, 2)));
        refused(
                "SegmentTree.rules: two segments have the same name; give each its own",
                () -> tree.rules(List.of("A", "A")));
        List<String> ids = IntStream.range(0, 1001).mapToObj(i -> "id" + i).toList();
        refused(
                "Chaid.fit: column \"id\" has 1001 levels, expected at most 1000; group its levels or leave it out",
                () -> Chaid.on("y")
                        .fit(FeatureTable.builder()
                                .nominal("id", ids)
                                .numeric("y", new double[1001])
                                .build()));
    }

    private static void refused(String message, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(InvalidInputException.class).hasMessage(message);
    }

    /** Real data: the checking account splits German credits first, as every tree on these data does. */
    @Test
    void germanCreditIsSplitByTheCheckingAccountFirst() {
        assumeTrue(GoldenCases.folder().isPresent(), "needs -Dgolden");
        CsvTable csv = GoldenCases.table("data/german_credit.csv");
        List<String> numeric = List.of("DURATION_MONTHS", "AMOUNT", "AGE", "INSTALLMENT_RATE");
        FeatureTable.Builder builder = FeatureTable.builder();
        for (String name : csv.names()) {
            if (numeric.contains(name)) {
                builder.numeric(name, csv.numbers(name));
            } else {
                builder.nominal(name, List.of(csv.column(name)));
            }
        }
        SegmentTree tree = Chaid.on("CLASSIFICATION").fit(builder.build()).model();
        assertThat(tree.root().split().orElseThrow().feature()).isEqualTo("STATUS_ACCOUNT");
        assertThat(tree.segmentCount()).isBetween(4, 12);
    }

    @Test
    void theOrderOfRowsChangesNoSegment() {
        Map<String, Integer> yes = Map.of("A", 40, "B", 50, "C", 60);
        for (String order : List.of("ABC", "CBA", "BCA")) {
            List<String> levels = new ArrayList<>();
            List<String> answers = new ArrayList<>();
            for (String level : order.split("")) {
                for (int i = 0; i < 100; i++) {
                    levels.add(level);
                    answers.add(i < yes.get(level) ? "yes" : "no");
                }
            }
            FeatureTable table = FeatureTable.builder()
                    .nominal("x", levels)
                    .nominal("y", answers)
                    .build();
            assertThat(Chaid.on("y").fit(table).model().describe())
                    .as(order)
                    .contains("x in {A, B} or missing: n = 200, no 55.0 %, yes 45.0 % → segment 0")
                    .contains("x = C: n = 100, no 40.0 %, yes 60.0 % → segment 1");
        }
    }
}
