package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.effect.CategoricalEffect;
import dev.segmentation.metrics.effect.NumericEffect;
import dev.segmentation.metrics.selection.Direction;
import dev.segmentation.metrics.selection.Gap;
import dev.segmentation.metrics.selection.GapReference;
import dev.segmentation.metrics.selection.IndexCriterion;
import dev.segmentation.metrics.selection.SearchReport;
import dev.segmentation.metrics.selection.SegmentCountSearch;
import dev.segmentation.metrics.validity.DistanceStatistics;
import dev.segmentation.metrics.validity.Dunn;
import dev.segmentation.metrics.validity.SegmentIndices;
import dev.segmentation.metrics.validity.Silhouette;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.prepare.ScalingModel;
import dev.segmentation.testing.BadInputData;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCases;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The cases VA: silhouettes, agreement, sums of squares, effects and segment counts. */
final class BadValidationInput {

    /** What the table wants of the F of certified data, in decimal digits. */
    private static final double LEAST_DIGITS = 13.5;

    /** Sets of NIST StRD that follow from a rule: what they must give without their files, too. */
    private static final Map<String, Variance> BY_RULE = Map.of(
            "SmLs02", new Variance(201.00000000000002, 0.47183098591549299, 201, 15),
            "SmLs03", new Variance(2001.0000000000002, 0.47071277346506707, 2001, 15),
            "SmLs04", new Variance(21.000000000776102, 0.4827586206988835, 21, 10.43),
            "SmLs05", new Variance(201.00000001241763, 0.47183098593088876, 201, 10.21));

    private BadValidationInput() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("VA001", bad -> withoutSilhouette(bad, Reason.SINGLE_SEGMENT)),
                entry("VA002", bad -> withoutSilhouette(bad, Reason.NO_WITHIN_VARIATION)),
                entry("VA004", BadValidationInput::silhouetteFarFromTheOrigin),
                entry("VA005", BadValidationInput::silhouetteOfManyRows),
                entry("VA006", BadValidationInput::tooFewLabels),
                entry("VA007", BadValidationInput::noLabels),
                entry("VA008", BadValidationInput::nullAmongLabels),
                entry("VA011", BadValidationInput::identical),
                entry("VA012", BadValidationInput::morePairsThanAnIntCounts),
                entry("VA013", bad -> withoutAgreement(bad, Reason.EMPTY)),
                entry("VA014", bad -> withoutAgreement(bad, Reason.NO_OBSERVATIONS)),
                entry("VA016", BadValidationInput::identical),
                entry("VA017", BadValidationInput::nothingWithin),
                entry("VA020", BadValidationInput::certifiedVariance),
                entry("VA021", BadValidationInput::certifiedVariance),
                entry("VA022", BadValidationInput::certifiedVariance),
                entry("VA023", BadValidationInput::certifiedVariance),
                entry("VA029", BadValidationInput::certifiedVariance),
                entry("VA030", BadValidationInput::certifiedDeviation),
                entry("VA035", BadValidationInput::gapOfAColumnWithoutRange),
                entry("VA036", BadValidationInput::segmentCountsOutOfRange),
                entry("VA037", BadValidationInput::nothingToChooseBetween),
                entry("VA038", BadValidationInput::emptyMargin));
    }

    private static void withoutSilhouette(BadInputCase bad, Reason reason) {
        FeatureMatrix matrix = bad.matrix();
        Assignment labels = labels(bad.input().get("labels"));
        for (Silhouette found : List.of(Silhouette.of(matrix, labels), Silhouette.squaredEuclidean(matrix, labels))) {
            bad.mustBeUndefined(reason, found.mean(), found.undefined().orElseThrow());
            assertThat(found.segment(0)).isNaN();
            assertThat(found.toArray()).hasSize(matrix.rowCount()).containsOnly(Double.NaN);
            assertThat(found.toString()).contains("undefined: " + reason);
        }
    }

    private static void silhouetteFarFromTheOrigin(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix far = bad.matrix();
        Assignment labels = Assignment.copyOf(3, bad.data().truth());
        double offset = bad.input().get("data").get("offset").asDouble();
        double[] centered = far.toRowMajorArray();
        Arrays.setAll(centered, at -> centered[at] - offset); // exact
        FeatureMatrix near = FeatureMatrix.copyOfRowMajor(far.featureNames(), centered);
        for (Function<FeatureMatrix, Silhouette> way : List.<Function<FeatureMatrix, Silhouette>>of(
                matrix -> Silhouette.of(matrix, labels), matrix -> Silhouette.squaredEuclidean(matrix, labels))) {
            double expected = way.apply(near).mean();
            assertThat(expected).isGreaterThan(0.9);
            assertThat(way.apply(far).mean()).isCloseTo(expected, within(1e-9));
        }
    }

    /**
     * All 2·10¹⁰ pairs take half a minute on two cores that have nothing else to do, which no case may. What is looked at is
     * the memory, and that shows at once, since the exact silhouette works through strips of rows that are all alike: a
     * table of distances, 320 GB of it, or a row of one per thread and strip more than the heap allows, would fail at the
     * first. So the exact one of all rows is cancelled after some of them, and the two ways that its documentation names
     * for many rows run to their end: the exact one of squared distances, and the plain one of a sample.
     */
    private static void silhouetteOfManyRows(BadInputCase bad) throws Exception {
        bad.mayAccept();
        String heap = bad.input().get("heap").asText();
        JsonNode data = bad.input().get("data");
        assertThat(BadProcesses.output(
                        BadProcesses.start(List.of("-Xmx" + heap), SilhouetteProbe.class, data.toString())))
                .isEqualTo("cancelled, " + data.get("n").asInt() + " exact, 5000 sampled\n");
    }

    private static void tooFewLabels(BadInputCase bad) {
        FeatureMatrix matrix = bad.matrix();
        Assignment labels = labels(bad.input().get("labels"));
        double[] column = matrix.column("x0");
        List<InvalidInputException> refusals = List.of(
                bad.mustReject(Reason.SCHEMA_MISMATCH, () -> Silhouette.of(matrix, labels)),
                bad.mustReject(Reason.SCHEMA_MISMATCH, () -> Silhouette.squaredEuclidean(matrix, labels)),
                bad.mustReject(Reason.SCHEMA_MISMATCH, () -> SegmentIndices.of(matrix, labels)),
                bad.mustReject(Reason.SCHEMA_MISMATCH, () -> DistanceStatistics.of(matrix, labels)),
                bad.mustReject(Reason.SCHEMA_MISMATCH, () -> Dunn.of(matrix, labels)),
                bad.mustReject(Reason.SCHEMA_MISMATCH, () -> NumericEffect.of(column, labels)),
                bad.mustReject(
                        Reason.SCHEMA_MISMATCH,
                        () -> ContingencyTable.between(
                                Assignment.copyOf(3, bad.data().truth()), labels)));
        assertThat(refusals).allSatisfy(refused -> assertThat(refused).hasMessageContainingAll("2", "60"));
    }

    /** By the contract a null argument is a {@code NullPointerException} with the parameter's name. */
    @SuppressWarnings({"DataFlowIssue", "NullAway"})
    private static void noLabels(BadInputCase bad) {
        assertThat(bad.input().get("labels").isNull()).isTrue();
        assertThatNullPointerException()
                .isThrownBy(() -> Assignment.copyOf(3, (int[]) null))
                .withMessage("labels");
        FeatureMatrix matrix = bad.matrix();
        for (Function<Assignment, Object> use : List.<Function<Assignment, Object>>of(
                labels -> Silhouette.of(matrix, labels),
                labels -> Silhouette.squaredEuclidean(matrix, labels),
                labels -> SegmentIndices.of(matrix, labels),
                labels -> DistanceStatistics.of(matrix, labels),
                labels -> Dunn.of(matrix, labels),
                labels -> NumericEffect.of(matrix.column("x0"), labels))) {
            assertThatNullPointerException().isThrownBy(() -> use.apply(null)).withMessage("assignment");
        }
    }

    /** Labels that are texts come in customer by customer, as names of segments. */
    private static void nullAmongLabels(BadInputCase bad) {
        InvalidInputException refused =
                bad.mustReject(Reason.BAD_NAME, () -> named(bad.input().get("a")));
        assertThat(refused.row()).hasValue(1);
        assertThat(refused.name()).contains("segmentName");
        assertThat(refused).hasMessageContainingAll("row 1", "null");
        assertThat(named(bad.input().get("b")).assignment()).isEqualTo(Assignment.copyOf(2, 0, 0, 1));
    }

    private static Segmentation named(JsonNode labels) {
        Segmentation.Builder builder = Segmentation.builder(LocalDate.of(2025, 1, 31));
        for (int i = 0; i < labels.size(); i++) {
            builder.add(i, labels.get(i).isNull() ? null : labels.get(i).asText());
        }
        return builder.build();
    }

    private static void identical(BadInputCase bad) {
        bad.mayAccept();
        ContingencyTable table = ContingencyTable.between(
                labels(bad.input().get("a")), labels(bad.input().get("b")));
        assertThat(table.adjustedRand()).isEqualTo(1);
        assertThat(table.adjustedMutualInformation()).isEqualTo(1);
        assertThat(table.normalizedMutualInformation()).isEqualTo(1);
        assertThat(table.rand()).isEqualTo(1);
        assertThat(table.variationOfInformation()).isZero();
        assertThat(table.undefined()).isEmpty();
    }

    private static void morePairsThanAnIntCounts(BadInputCase bad) {
        identical(bad);
        Assignment halves = labels(bad.input().get("a"));
        Assignment crossed = Assignment.copyOf(
                2,
                IntStream.range(0, halves.size())
                        .map(i -> i < halves.size() / 2 ? 0 : 1)
                        .toArray());
        // no more than chance: four cells of n/4, for which the index is −1/(n − 2) but for terms of 1/n²
        assertThat(ContingencyTable.between(halves, crossed).adjustedRand())
                .isCloseTo(-1.0 / (halves.size() - 2), within(1e-12));
    }

    private static void withoutAgreement(BadInputCase bad, Reason reason) {
        ContingencyTable table = ContingencyTable.between(
                labels(bad.input().get("a")), labels(bad.input().get("b")));
        assertThat(table.undefined()).hasSize(1);
        for (ToDoubleFunction<ContingencyTable> index : List.<ToDoubleFunction<ContingencyTable>>of(
                ContingencyTable::adjustedRand,
                ContingencyTable::rand,
                ContingencyTable::adjustedMutualInformation,
                ContingencyTable::normalizedMutualInformation)) {
            bad.mustBeUndefined(
                    reason, index.applyAsDouble(table), table.undefined().get(0).reason());
        }
    }

    private static void nothingWithin(BadInputCase bad) {
        SegmentIndices indices =
                SegmentIndices.of(bad.matrix(), labels(bad.input().get("labels")));
        Reason found = indices.undefined().get(0).reason();
        bad.mustBeUndefined(Reason.NO_WITHIN_VARIATION, indices.calinskiHarabasz(), found);
        bad.mustBeUndefined(Reason.NO_WITHIN_VARIATION, indices.daviesBouldin(), found);
        assertThat(indices.undefined()).hasSize(1);
        assertThat(indices.etaSquared()).as("all variation is between segments").isEqualTo(1);
        NumericEffect effect =
                NumericEffect.of(bad.matrix().column("x0"), labels(bad.input().get("labels")));
        bad.mustBeUndefined(
                Reason.NO_WITHIN_VARIATION, effect.f(), effect.undefined().orElseThrow());
    }

    /**
     * What the certified data must give.
     *
     * @param f of the doubles, in exact arithmetic
     * @param share η² of the doubles, in exact arithmetic
     * @param certified the F of the published decimals
     * @param ceiling the digits of that F which doubles allow
     */
    private record Variance(double f, double share, double certified, double ceiling) {

        static Variance ofFile(String name) {
            CsvTable table = GoldenCases.table("strd/anova_certified.csv");
            int row = List.of(table.column("dataset")).indexOf(name);
            return new Variance(
                    table.numbers("F_exact_on_doubles")[row],
                    table.numbers("r2_exact_on_doubles")[row],
                    table.numbers("F_certified")[row],
                    table.numbers("LRE_ceiling_F")[row]);
        }

        void mustBe(double foundF, double foundShare) {
            assertThat(digits(foundF, f)).as("F").isGreaterThanOrEqualTo(LEAST_DIGITS);
            assertThat(digits(foundShare, share)).as("η²").isGreaterThanOrEqualTo(LEAST_DIGITS);
            assertThat(digits(foundF, certified))
                    .as("certified F")
                    .isGreaterThanOrEqualTo(Math.min(ceiling, LEAST_DIGITS) - 0.3);
        }
    }

    /** Without {@code -Dgolden} from the rule of the data, if there is one. */
    private static void certifiedVariance(BadInputCase bad) {
        bad.mayAccept();
        String name = strd(bad);
        boolean files = GoldenCases.folder().isPresent();
        assumeTrue(files || BY_RULE.containsKey(name), "-Dgolden is not set, and " + name + " follows from no rule");
        Variance expected = files ? Variance.ofFile(name) : BY_RULE.get(name);
        double[] values;
        int[] treatments;
        if (BY_RULE.containsKey(name)) {
            int set = name.charAt(name.length() - 1) - '1';
            int replicates = new int[] {21, 201, 2001}[set % 3];
            values = simonLesage(set / 3 == 0 ? 1 : 1_000_000, replicates);
            treatments =
                    IntStream.range(0, values.length).map(i -> i / replicates).toArray();
            assertThat(BY_RULE.get(name)).isEqualTo(expected);
        } else {
            CsvTable table = GoldenCases.table("strd/" + name + ".csv");
            values = table.numbers("response");
            treatments = Arrays.stream(table.numbers("treatment"))
                    .mapToInt(t -> (int) t - 1)
                    .toArray();
        }
        if (files) {
            assertThat(GoldenCases.table("strd/" + name + ".csv").numbers("response"))
                    .containsExactly(values);
        }
        Assignment labels = labels(treatments);
        SegmentIndices indices = SegmentIndices.of(FeatureMatrix.copyOfRowMajor(List.of("y"), values), labels);
        expected.mustBe(indices.calinskiHarabasz(), indices.etaSquared());
        NumericEffect effect = NumericEffect.of(values, labels);
        expected.mustBe(effect.f(), effect.etaSquared());
    }

    /** Simon and Lesage: nine treatments that differ by 0.1 or so far from zero. */
    private static double[] simonLesage(long offset, int replicates) {
        double[] values = new double[9 * replicates];
        for (int t = 1; t <= 9; t++) {
            int first = t == 1 ? 4 : t % 2 == 0 ? 3 : 5;
            for (int r = 0; r < replicates; r++) {
                int tenths = r == 0 ? first : r % 2 == 1 ? first - 1 : first + 1;
                // parsed, so that it is the double nearest to the decimal number, as in the published files
                values[(t - 1) * replicates + r] = Double.parseDouble(offset + "." + tenths);
            }
        }
        return values;
    }

    /** Autocorrelation is of no use for customers, and the table's behavior is about the deviation alone. */
    private static void certifiedDeviation(BadInputCase bad) {
        bad.mayAccept();
        assertThat(strd(bad)).isEqualTo("NumAcc1");
        double[] values = {10_000_001, 10_000_003, 10_000_002};
        GoldenCases.folder()
                .ifPresent(folder -> assertThat(
                                GoldenCases.table("strd/NumAcc1.csv").numbers("y"))
                        .containsExactly(values));
        ScalingModel model = Scaling.zScoreSample().fit(FeatureMatrix.copyOfRowMajor(List.of("y"), values));
        assertThat(model.center("y")).isEqualTo(10_000_002);
        assertThat(digits(model.scale("y"), 1)).isGreaterThanOrEqualTo(14);
    }

    private static String strd(BadInputCase bad) {
        return bad.input().get("file").asText().replaceAll("^strd/|\\.csv$", "");
    }

    private static double digits(double found, double exact) {
        return found == exact ? 15 : Math.min(15, -StrictMath.log10(Math.abs(found - exact) / Math.abs(exact)));
    }

    private static void gapOfAColumnWithoutRange(BadInputCase bad) {
        bad.mayAccept();
        int most = bad.input().get("kmax").asInt();
        for (GapReference box : GapReference.values()) {
            Gap gap = Gap.withDefaults().withReferences(20).withReference(box);
            SearchReport report = SegmentCountSearch.between(1, most, KMeans::of)
                    .withCriteria(gap)
                    .search(bad.matrix());
            for (int k = 1; k <= most; k++) {
                Estimate score = report.score(gap, k);
                assertThat(List.of(score.value(), score.lower(), score.upper()))
                        .as("%s, k = %d", box, k)
                        .allMatch(Double::isFinite);
                assertThat(report.curve(gap).part("s", k)).isFinite();
            }
            assertThat(report.pick(gap)).as("three blobs").hasValue(3);
        }
    }

    private static void segmentCountsOutOfRange(BadInputCase bad) {
        int fewest = bad.input().get("kmin").asInt();
        int most = bad.input().get("kmax").asInt();
        FeatureMatrix matrix = bad.matrix();
        assertThat(bad.mustReject(Reason.BAD_PARAM, () -> SegmentCountSearch.between(fewest, most, KMeans::of)))
                .hasMessageContaining("k = 0, expected at least 1");
        assertThat(bad.mustReject(
                        Reason.BAD_PARAM,
                        () -> SegmentCountSearch.between(1, most, KMeans::of).search(matrix)))
                .hasMessageContainingAll("k = 1 to 11", "at most 10");
    }

    /** K-means refuses more segments than distinct rows, so there is one objective; nor is there a pick if all are equal. */
    private static void nothingToChooseBetween(BadInputCase bad) {
        int most = bad.input().get("kmax").asInt();
        IndexCriterion objective = IndexCriterion.of("objective", Direction.LOWER_IS_BETTER, (setup, fit, inside) -> {
            double found = fit.report().objective();
            return Estimate.of(
                    found, found, found, setup.level(), setup.features().rowCount());
        });
        SegmentCountSearch search =
                SegmentCountSearch.between(1, most, KMeans::of).withCriteria(objective);
        SearchReport report = search.search(bad.matrix());
        mustPickNothing(bad, report, objective);
        assertThat(report.score(objective, 1).value()).isZero();
        for (int k = 2; k <= most; k++) {
            assertThat(report.score(objective, k).value()).isNaN();
            assertThat(report.score(objective, k).undefined()).contains(Reason.FEWER_DISTINCT_THAN_K);
        }
        IndexCriterion same = IndexCriterion.of(
                "same",
                Direction.LOWER_IS_BETTER,
                (setup, fit, inside) ->
                        Estimate.of(0, 0, 0, setup.level(), setup.features().rowCount()));
        FeatureMatrix distinct = FeatureMatrix.copyOfRowMajor(List.of("x"), 1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0);
        mustPickNothing(bad, search.withCriteria(same).search(distinct), same);
    }

    private static void mustPickNothing(BadInputCase bad, SearchReport report, IndexCriterion criterion) {
        Reason why = report.curve(criterion).notices().stream()
                .map(Notice::reason)
                .filter(Reason.NO_ELBOW::equals)
                .findFirst()
                .orElseThrow();
        double pick =
                report.pick(criterion).isPresent() ? report.pick(criterion).getAsInt() : Double.NaN;
        bad.mustBeUndefined(Reason.NO_ELBOW, pick, why);
        assertThat(report.notices()).extracting(Notice::reason).contains(Reason.NO_ELBOW);
    }

    /** A segment without customers is skipped, so that this table has one left and nothing to compare. */
    private static void emptyMargin(BadInputCase bad) {
        JsonNode rows = bad.input().get("table");
        long[][] counts = new long[rows.size()][];
        Arrays.setAll(
                counts,
                i -> IntStream.range(0, rows.get(i).size())
                        .mapToLong(j -> rows.get(i).get(j).asLong())
                        .toArray());
        CategoricalEffect effect = CategoricalEffect.of(ContingencyTable.copyOf(counts));
        Reason found = effect.undefined().orElseThrow();
        bad.mustBeUndefined(Reason.SINGLE_SEGMENT, effect.pValue(), found);
        bad.mustBeUndefined(Reason.SINGLE_SEGMENT, effect.chiSquare(), found);
        bad.mustBeUndefined(Reason.SINGLE_SEGMENT, effect.cramersV(), found);
        Estimate association = effect.association(0.95);
        bad.mustBeUndefined(
                Reason.SINGLE_SEGMENT,
                association.value(),
                association.undefined().orElseThrow());
        CategoricalEffect transposed = CategoricalEffect.of(ContingencyTable.copyOf(new long[][] {{0, 5}, {0, 7}}));
        assertThat(transposed.pValue()).isNaN();
        assertThat(transposed.undefined()).as("an empty column").contains(Reason.ZERO_VARIANCE);
        CategoricalEffect two = CategoricalEffect.of(ContingencyTable.copyOf(new long[][] {{0, 0}, {5, 7}, {9, 2}}));
        assertThat(two.pValue())
                .as("what is left is compared")
                .isEqualTo(CategoricalEffect.of(ContingencyTable.copyOf(new long[][] {{5, 7}, {9, 2}}))
                        .pValue())
                .isBetween(0.0, 1.0);
    }

    /** Labels as the table writes them: numbers, {@code zeros:n}, {@code mod2:n}, or renamed. */
    private static Assignment labels(JsonNode written) {
        if (written.isArray()) {
            return labels(IntStream.range(0, written.size())
                    .map(i -> written.get(i).asInt())
                    .toArray());
        }
        return switch (written.asText()) {
            case "zeros:100000" -> labels(new int[100_000]);
            case "mod2:3000000" ->
                labels(IntStream.range(0, 3_000_000).map(i -> i % 2).toArray());
            case "mod3:999" -> labels(IntStream.range(0, 999).map(i -> i % 3).toArray());
            case "mod3 renamed by (7x+3)%101" ->
                labels(IntStream.range(0, 999).map(i -> (7 * (i % 3) + 3) % 101).toArray());
            default -> throw new IllegalArgumentException("unknown labels " + written);
        };
    }

    private static Assignment labels(int... labels) {
        return Assignment.copyOf(Arrays.stream(labels).max().orElse(0) + 1, labels);
    }

    /** Silhouettes of the data that it is told, in a heap that is told to it; labels are those of i mod 5. */
    public static final class SilhouetteProbe {

        private static final int SAMPLE = 5000;

        private SilhouetteProbe() {}

        /** Runs it. */
        @SuppressWarnings("SystemOut")
        public static void main(String[] args) throws Exception {
            FeatureMatrix matrix =
                    BadInputData.make(new ObjectMapper().readTree(args[0])).matrix();
            int[] labels = IntStream.range(0, matrix.rowCount()).map(i -> i % 5).toArray();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            Execution cancelled = Execution.onThreads(2).withCancellation(() -> System.nanoTime() > end);
            try {
                Silhouette.of(matrix, Assignment.copyOf(5, labels), cancelled);
                System.out.print("done, ");
            } catch (CancelledException expected) {
                System.out.print("cancelled, ");
            }
            Silhouette squared = Silhouette.squaredEuclidean(matrix, Assignment.copyOf(5, labels));
            int[] some = IntStream.range(0, SAMPLE).toArray(); // rows have no order
            Silhouette sampled = Silhouette.of(
                    matrix.rows(some), Assignment.copyOf(5, labels).rows(some));
            // labels at random: about 0
            System.out.print(defined(squared) + " exact, " + defined(sampled) + " sampled\n");
        }

        private static long defined(Silhouette found) {
            return Math.abs(found.mean()) < 0.05
                    ? Arrays.stream(found.toArray())
                            .filter(width -> Math.abs(width) <= 1)
                            .count()
                    : -1;
        }
    }
}
