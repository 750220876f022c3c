package dev.segmentation.metrics.validity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.selection.BootstrapInstability;
import dev.segmentation.metrics.selection.Gap;
import dev.segmentation.metrics.selection.GapReference;
import dev.segmentation.metrics.selection.IndexCriterion;
import dev.segmentation.metrics.selection.PredictionStrength;
import dev.segmentation.metrics.selection.SearchReport;
import dev.segmentation.metrics.selection.SegmentCountSearch;
import dev.segmentation.metrics.structure.Dip;
import dev.segmentation.metrics.structure.Structure;
import dev.segmentation.metrics.structure.StructureTest;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCases;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is found on five data sets that others have written about, as {@code docs/validation.md} tells it. */
class LiteratureTest {

    private static final Execution TWO = Execution.onThreads(2);
    private static final Gap GAP = Gap.withDefaults().withReferences(10);
    private static final Gap GAP_ALONG_AXES = GAP.withReference(GapReference.PRINCIPAL_AXES);
    private static final PredictionStrength STRENGTH =
            PredictionStrength.withDefaults().withSplits(10);
    private static final BootstrapInstability INSTABILITY =
            BootstrapInstability.withDefaults().withPairs(10);
    private static final IndexCriterion SILHOUETTE = IndexCriterion.silhouette();

    @Test
    void irisHasTwoGroupsAndAThirdThatDensityDoesNotShow() {
        CsvTable iris = GoldenCases.table("data/iris.csv");
        List<String> species = Arrays.asList(iris.column("Species"));
        FeatureMatrix flowers = matrix(iris, iris.names().subList(0, 4));
        Study study = new Study(flowers, known -> known.nominal("species", Role.DESCRIPTOR, species));

        SearchReport search = study.search(6);
        assertThat(search.pick(INSTABILITY)).hasValue(2);
        assertThat(search.pick(SILHOUETTE)).hasValue(2);
        assertThat(search.score(SILHOUETTE, 2).value()).isCloseTo(0.681, within(0.0005));
        assertThat(search.score(STRENGTH, 2).value()).isGreaterThan(0.95);
        assertThat(search.score(STRENGTH, 3).value()).isBetween(0.7, 0.9); // the cutoff is 0.8
        assertThat(search.pick(GAP)).isEmpty(); // the gap rises as far as was searched

        ValidationReport two = study.validate(2);
        assertThat(two.kind()).hasValue(SegmentationKind.NATURAL);
        assertThat(two.sizing()).isEqualTo(Sizing.FITTING);
        ValidationReport three = study.validate(3);
        assertThat(three.kind()).hasValue(SegmentationKind.NATURAL);
        assertThat(three.sizing()).isEqualTo(Sizing.FITTING);
        assertThat(three.structure().pValue()).isLessThan(0.01);
        assertThat(three.merges()).extracting(Merge::verdict).containsExactly(Verdict.FAIL, Verdict.FAIL);
        ValidationReport six = study.validate(6);
        assertThat(six.structure().isClaimed()).isTrue();
        assertThat(six.kind()).hasValue(SegmentationKind.NATURAL);
        assertThat(six.sizing()).isEqualTo(Sizing.UNDECIDED);
        assertThat(six.merges())
                .filteredOn(merge -> merge.structure().pValue() <= 0.05)
                .singleElement()
                .satisfies(setosa -> assertThat(setosa.structure().pValue()).isCloseTo(0.0227, within(0.0001)));

        Study blind = new Study(flowers, known -> known);
        assertThat(blind.validate(3).merges())
                .extracting(Merge::verdict)
                .containsExactly(Verdict.FAIL, Verdict.UNCERTAIN);
        Structure given = StructureTest.withoutSegmenter().test(flowers, labels(species));
        assertThat(given.pair(0, 1))
                .hasValueSatisfying(setosa -> assertThat(setosa.pValue()).isLessThan(0.01));
        assertThat(given.pair(1, 2))
                .hasValueSatisfying(others -> assertThat(others.pValue()).isGreaterThan(0.9));
    }

    @Test
    void wineHasThreeGroups() {
        CsvTable wine = GoldenCases.table("data/wine_std.csv");
        List<String> cultivars = Arrays.asList(wine.column("target"));
        FeatureMatrix measured = matrix(wine, wine.names().subList(0, 13));
        Study study = new Study(measured, known -> known.nominal("cultivar", Role.DESCRIPTOR, cultivars));

        SearchReport search = study.search(6);
        assertThat(search.pick(STRENGTH)).hasValue(3);
        assertThat(search.pick(INSTABILITY)).hasValue(3);
        assertThat(search.pick(SILHOUETTE)).hasValue(3);
        assertThat(search.pick(GAP)).hasValue(4);
        assertThat(search.pick(GAP_ALONG_AXES)).hasValue(3);

        ValidationReport three = study.validate(3);
        assertThat(three.kind()).hasValue(SegmentationKind.NATURAL);
        assertThat(three.sizing()).isEqualTo(Sizing.FITTING);
        Assignment found = study.cut(3).assignment();
        assertThat(ContingencyTable.between(labels(cultivars), found).adjustedRand())
                .isCloseTo(0.897, within(0.0005));
        assertThat(StructureTest.withoutSegmenter()
                        .test(measured, labels(cultivars))
                        .isClaimed())
                .isTrue();
        ValidationReport two = study.validate(2);
        assertThat(two.structure().isClaimed()).isFalse();
        assertThat(two.kind()).hasValue(SegmentationKind.REPRODUCIBLE);
        assertThat(two.sizing()).isEqualTo(Sizing.FITTING);
        ValidationReport six = study.validate(6);
        assertThat(six.kind()).hasValue(SegmentationKind.CONSTRUCTED);
        assertThat(six.sizing()).isEqualTo(Sizing.UNDECIDED);
        assertThat(six.overall()).isEqualTo(Verdict.FAIL);
        assertThat(six.cards()).filteredOn(LiteratureTest::comesNotBack).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void wholesaleComesInTwoSegmentsThatAreNoGroups() {
        assumeTrue(GoldenCases.folder().isPresent(), "-Dgolden is not set");
        CsvTable clients = GoldenCases.table("data/wholesale_customers.csv");
        CsvTable logs = GoldenCases.table("data/wholesale_log_std.csv");
        List<String> channels = Arrays.asList(clients.column("Channel"));
        FeatureMatrix spend = matrix(logs, logs.names());
        Study study = new Study(
                spend,
                known -> known.nominal("channel", Role.DESCRIPTOR, channels)
                        .nominal("region", Role.DESCRIPTOR, Arrays.asList(clients.column("Region"))));

        SearchReport search = study.search(6);
        assertThat(search.pick(STRENGTH)).hasValue(2);
        assertThat(search.pick(INSTABILITY)).hasValue(2);
        assertThat(search.pick(SILHOUETTE)).hasValue(2);
        assertThat(search.pick(GAP).orElseThrow()).isBetween(3, 5);
        assertThat(search.pick(GAP_ALONG_AXES)).hasValue(2);

        ValidationReport two = study.validate(2);
        assertThat(two.structure().pValue()).isGreaterThan(0.9);
        assertThat(two.kind()).hasValue(SegmentationKind.REPRODUCIBLE);
        assertThat(two.sizing()).isEqualTo(Sizing.FITTING);
        assertThat(two.columnEffects().get(0).effect().lower()).isGreaterThan(0.6); // channel
        assertThat(two.columnEffects().get(1).effect().value()).isZero(); // region
        assertThat(two.cards())
                .extracting(card -> card.distinct().verdict())
                .containsExactly(Verdict.PASS, Verdict.PASS);
        ValidationReport one = study.validate(1);
        assertThat(one.kind()).isEmpty();
        assertThat(one.sizing()).isEqualTo(Sizing.UNDECIDED);
        ValidationReport four = study.validate(4);
        assertThat(four.kind()).hasValue(SegmentationKind.CONSTRUCTED);
        assertThat(four.sizing()).isEqualTo(Sizing.UNDECIDED);

        // nor are the channels themselves, though one spend of six has two modes
        assertThat(StructureTest.withoutSegmenter()
                        .test(spend, labels(channels))
                        .pValue())
                .isGreaterThan(0.9);
        assertThat(spend.featureNames().stream()
                        .filter(name -> Dip.of(spend.column(name)).pValue() <= 0.05))
                .containsExactly("Detergents_Paper");
    }

    @Test
    void fastFoodIsSegmentedByDecision() {
        assumeTrue(GoldenCases.folder().isPresent(), "-Dgolden is not set");
        CsvTable answers = GoldenCases.table("data/mcdonalds.csv");
        FeatureMatrix perceptions = yes(answers, answers.names().subList(0, 11));
        Study study = new Study(
                perceptions,
                known -> known.numeric("like", Role.DESCRIPTOR, answers.numbers("Like"))
                        .numeric("age", Role.DESCRIPTOR, answers.numbers("Age"))
                        .nominal("visits", Role.DESCRIPTOR, Arrays.asList(answers.column("VisitFrequency")))
                        .nominal("gender", Role.DESCRIPTOR, Arrays.asList(answers.column("Gender"))));

        SearchReport search = study.search(5);
        assertThat(search.pick(STRENGTH)).hasValue(3);
        assertThat(search.pick(INSTABILITY)).hasValue(2);
        for (int count = 2; count <= 5; count++) {
            assertThat(search.score(SILHOUETTE, count).value()).isBetween(0.23, 0.27);
        }
        assertThat(search.pick(GAP_ALONG_AXES)).isEmpty(); // of the other gap, 4 or none, as the draws will

        ValidationReport four = study.validate(4);
        assertThat(four.structure().isClaimed()).isFalse();
        assertThat(four.kind()).hasValue(SegmentationKind.REPRODUCIBLE);
        assertThat(four.sizing()).isEqualTo(Sizing.FITTING);
        assertThat(four.merges()).hasSize(4).allSatisfy(merge -> {
            assertThat(merge.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(merge.reasons()).anySatisfy(reason -> assertThat(reason).startsWith("they differ in like by "));
        });
        ValidationReport two = study.validate(2);
        assertThat(two.kind()).hasValue(SegmentationKind.REPRODUCIBLE);
        assertThat(two.sizing()).isEqualTo(Sizing.FITTING);
        ValidationReport eight = study.validate(8);
        assertThat(eight.kind()).hasValue(SegmentationKind.CONSTRUCTED);
        assertThat(eight.sizing()).isEqualTo(Sizing.UNDECIDED);
        assertThat(eight.overall()).isEqualTo(Verdict.FAIL);

        // nearly all say either cheap or expensive, which are two groups if anything is
        assertThat(claims(perceptions, 5)).isBetween(1, 5);
        assertThat(claims(yes(answers, List.of("cheap", "expensive", "greasy")), 2))
                .isGreaterThanOrEqualTo(4);
        assertThat(claims(
                        perceptions.select(perceptions.featureNames().stream()
                                .filter(name -> !name.equals("expensive"))
                                .toList()),
                        5))
                .isZero();
    }

    @Test
    void recencyFrequencyAndSpendHaveNoGroups() {
        assumeTrue(GoldenCases.folder().isPresent(), "-Dgolden is not set");
        CsvTable shop = GoldenCases.table("data/online_retail_rfm_log1p_std.csv.gz");
        Study study = new Study(matrix(shop, shop.names()), known -> known);

        SearchReport search = study.search(4);
        assertThat(search.pick(STRENGTH)).hasValue(3);
        assertThat(search.pick(INSTABILITY)).hasValue(2);
        assertThat(search.pick(SILHOUETTE)).hasValue(2);
        assertThat(search.pick(GAP)).hasValue(3);
        assertThat(search.pick(GAP_ALONG_AXES)).isEmpty();

        ValidationReport five = study.validate(5);
        assertThat(five.structure().isClaimed()).isFalse();
        assertThat(five.kind()).hasValue(SegmentationKind.REPRODUCIBLE);
        ValidationReport three = study.validate(3);
        assertThat(three.structure().isClaimed()).isFalse();
        assertThat(three.kind()).hasValue(SegmentationKind.REPRODUCIBLE);
        ValidationReport ten = study.validate(10);
        assertThat(ten.structure().isClaimed()).isFalse();
        assertThat(ten.kind()).hasValue(SegmentationKind.CONSTRUCTED);
        assertThat(List.of(five, three, ten))
                .extracting(ValidationReport::sizing)
                .containsOnly(Sizing.UNDECIDED);
    }

    private static boolean comesNotBack(SegmentCard card) {
        return card.stable().verdict() == Verdict.FAIL && card.recommendation() == Recommendation.DROP;
    }

    /** In how many of five draws structure is claimed. */
    private static int claims(FeatureMatrix features, int segments) {
        KMeans segmenter = KMeans.of(segments).withRestarts(3);
        Assignment assignment = segmenter.fit(features).assignment();
        return (int) IntStream.range(0, 5)
                .filter(seed -> StructureTest.of(segmenter)
                        .withSeed(seed)
                        .test(features, assignment, TWO)
                        .isClaimed())
                .count();
    }

    private static Assignment labels(List<String> values) {
        List<String> levels = values.stream().distinct().sorted().toList();
        return Assignment.copyOf(
                levels.size(), values.stream().mapToInt(levels::indexOf).toArray());
    }

    private static FeatureMatrix matrix(CsvTable table, List<String> names) {
        return rows(names, names.stream().map(table::numbers).toArray(double[][]::new));
    }

    /** 1 for yes, 0 for no. */
    private static FeatureMatrix yes(CsvTable table, List<String> names) {
        return rows(
                names,
                names.stream()
                        .map(name -> Arrays.stream(table.column(name))
                                .mapToDouble(answer -> answer.equals("Yes") ? 1 : 0)
                                .toArray())
                        .toArray(double[][]::new));
    }

    private static FeatureMatrix rows(List<String> names, double[]... columns) {
        return FeatureMatrix.copyOf(
                names,
                IntStream.range(0, columns[0].length)
                        .mapToObj(i -> Arrays.stream(columns)
                                .mapToDouble(column -> column[i])
                                .toArray())
                        .toArray(double[][]::new));
    }

    /** Features, and what else is known. */
    private record Study(FeatureMatrix features, Snapshot snapshot) {

        Study(FeatureMatrix features, UnaryOperator<Snapshot.Builder> known) {
            this(
                    features,
                    known.apply(Snapshot.builder(
                                            LocalDate.of(2025, 1, 31),
                                            CustomerIds.of(LongStream.range(0, features.rowCount())
                                                    .toArray()))
                                    .matrix(Role.BASE, features))
                            .build());
        }

        SearchReport search(int most) {
            return SegmentCountSearch.between(1, most, k -> KMeans.of(k).withRestarts(3))
                    .withCriteria(GAP, GAP_ALONG_AXES, STRENGTH, INSTABILITY, SILHOUETTE)
                    .search(features, TWO);
        }

        Segmentation cut(int segments) {
            return Segmentation.of(snapshot, segmenter(segments).fit(features).assignment());
        }

        ValidationReport validate(int segments) {
            return SegmentValidation.withDefaults()
                    .withSegmenter(segmenter(segments))
                    .withReplicates(15)
                    .validate(cut(segments), features, TWO);
        }

        private static KMeans segmenter(int segments) {
            return KMeans.of(segments).withRestarts(5);
        }
    }
}
