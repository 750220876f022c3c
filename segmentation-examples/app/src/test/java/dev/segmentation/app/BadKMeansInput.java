package dev.segmentation.app;

import static dev.segmentation.app.BadInputCase.assertSamePartition;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.MiniBatchKMeans;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.testing.BadInputData;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The cases KM: weights, given centers, options, and assigning later customers. */
final class BadKMeansInput {

    private BadKMeansInput() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("KM001", BadKMeansInput::badWeightOfRow3),
                entry("KM002", bad -> bad.mustReject(Reason.BAD_WEIGHT, () -> weighted(bad))),
                entry("KM003", BadKMeansInput::badWeightOfRow3),
                entry("KM004", bad -> bad.mustReject(Reason.SCHEMA_MISMATCH, () -> weighted(bad))),
                entry("KM005", BadKMeansInput::weightsAreRepeatedRows),
                entry("KM006", BadKMeansInput::weightZero),
                entry("KM008", bad -> bad.mustReject(Reason.RANGE, () -> fitWeighted(bad))),
                entry("KM010", bad -> bad.mustReject(Reason.DUPLICATE_INIT, () -> fitFromInit(bad))),
                entry("KM011", bad -> bad.mustReject(Reason.SCHEMA_MISMATCH, () -> fitFromInit(bad))),
                entry("KM012", bad -> bad.mustReject(Reason.NON_FINITE, () -> fitFromInit(bad))),
                entry("KM014", BadKMeansInput::maxIterations),
                entry("KM015", BadKMeansInput::tolerance),
                entry("KM020", BadKMeansInput::assignMissing),
                entry("KM021", BadKMeansInput::assignSwappedColumns),
                entry("KM023", BadKMeansInput::assignNobody),
                entry("KM024", BadKMeansInput::assignBeforeFit),
                entry("KM028", BadKMeansInput::batchBeyondN),
                entry("KM030", BadKMeansInput::fitTwice),
                entry("KM031", BadKMeansInput::permutedRows));
    }

    private static void badWeightOfRow3(BadInputCase bad) {
        InvalidInputException refused = bad.mustReject(Reason.BAD_WEIGHT, () -> weighted(bad));
        assertThat(refused.row()).hasValue(3);
        assertThat(refused).hasMessageContaining("row 3");
    }

    private static void weightsAreRepeatedRows(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix matrix = bad.matrix();
        double[] weights = weights(bad.input().get("weights"), matrix.rowCount());
        int[] repeated = IntStream.range(0, weights.length)
                .flatMap(i -> IntStream.generate(() -> i).limit((long) weights[i]))
                .toArray();
        KMeans plain = KMeans.of(bad.k()).withSeeding(Seeding.centers(matrix.rows(0, 1, 2)));
        assertThat(plain.refinement()).isEqualTo(Refinement.NONE);
        Fit<KMeansModel> weighted = plain.fit(matrix.weightedBy(weights));
        Fit<KMeansModel> rows = plain.fit(matrix.rows(repeated));
        assertClose(weighted.model(), rows.model());
        assertThat(weighted.assignment().rows(repeated)).isEqualTo(rows.assignment());
        double objective = rows.report().objective();
        assertThat(weighted.report().objective()).isCloseTo(objective, within(1e-12 * objective));
        for (int s = 0; s < bad.k(); s++) {
            assertThat(weighted.model().trainingWeight(s))
                    .isEqualTo(rows.assignment().sizes()[s]);
        }
    }

    private static void weightZero(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix matrix = weighted(bad);
        FeatureMatrix without =
                bad.matrix().rows(IntStream.range(0, matrix.rowCount() - 1).toArray());
        for (KMeans kMeans :
                List.of(KMeans.of(bad.k()), KMeans.of(bad.k()).withSeeding(Seeding.centers(without.rows(0, 1, 2))))) {
            Fit<KMeansModel> fit = kMeans.fit(matrix);
            assertClose(fit.model(), kMeans.fit(without).model());
            assertThat(fit.assignment().size()).isEqualTo(61);
            assertThat(fit.assignment().label(60)).isBetween(0, 2);
            double weight = IntStream.range(0, 3)
                    .mapToDouble(fit.model()::trainingWeight)
                    .sum();
            assertThat(weight).isEqualTo(60);
        }
    }

    private static void maxIterations(BadInputCase bad) {
        int found = bad.input().get("max_iter").asInt();
        bad.mustReject(Reason.BAD_PARAM, () -> KMeans.of(bad.k()).withMaxIterations(found));
    }

    private static void tolerance(BadInputCase bad) {
        for (double found :
                new double[] {BadInputData.number(bad.input().get("tol")), -1e-4, Double.POSITIVE_INFINITY}) {
            bad.mustReject(Reason.BAD_PARAM, () -> KMeans.of(bad.k()).withTolerance(found));
        }
    }

    private static void assignMissing(BadInputCase bad) {
        KMeansModel model = fitted(bad, List.of("x0", "x1"));
        FeatureMatrix later = later(bad, List.of("x0", "x1"));
        InvalidInputException refused = bad.mustReject(Reason.NON_FINITE, () -> model.assign(later));
        assertThat(refused.row()).hasValue(0);
        assertThat(refused.name()).contains("x0");
    }

    /** Of the two allowed behaviors models document that columns are matched by name. */
    private static void assignSwappedColumns(BadInputCase bad) {
        bad.mayAccept();
        KMeansModel model = fitted(bad, bad.columns("columns"));
        FeatureMatrix later = later(bad, bad.columns("predict_columns"));
        int found = model.assign(later).label(0);
        assertThat(found).isEqualTo(model.segmentOf(later.value(0, 1), later.value(0, 0)));
        assertThat(found).as("the test can tell").isNotEqualTo(model.segmentOf(later.row(0)));
    }

    private static void assignNobody(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix nobody = FeatureMatrix.copyOfRowMajor(List.of("x0", "x1"));
        assertThat(fitted(bad, List.of("x0", "x1")).assign(nobody).size()).isZero();
    }

    /** Impossible by type: only a fit makes a model, only a model assigns, and a cancelled fit returns nothing. */
    private static void assignBeforeFit(BadInputCase bad) {
        assertThat(KMeansModel.class.getConstructors()).isEmpty();
        assertThat(Arrays.stream(KMeans.class.getMethods()).map(Method::getName))
                .doesNotContain("assign", "predict", "segmentOf");
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(List.of("x"), 1, 2, 3);
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() ->
                        KMeans.of(bad.k()).fit(matrix, Execution.sequential().withCancellation(() -> true)));
    }

    private static void batchBeyondN(BadInputCase bad) {
        bad.mayAccept();
        Fit<KMeansModel> fit = MiniBatchKMeans.of(bad.k())
                .withBatchSize(bad.input().get("batch").asInt())
                .fit(bad.matrix());
        assertSamePartition(fit.assignment(), bad.data().truth());
    }

    private static void fitTwice(BadInputCase bad) {
        bad.mayAccept();
        KMeans kMeans = KMeans.of(bad.k()).withRestarts(3);
        FeatureMatrix matrix = bad.matrix();
        Fit<KMeansModel> first = kMeans.fit(matrix);
        Fit<KMeansModel> second = kMeans.fit(matrix);
        assertThat(second.assignment()).isEqualTo(first.assignment());
        assertThat(second.model().centers().toRowMajorArray())
                .containsExactly(first.model().centers().toRowMajorArray());
        assertThat(second.report()).hasToString(first.report().toString());
        assertThat(second.report().restartObjectives()).isEqualTo(first.report().restartObjectives());
    }

    private static void permutedRows(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix matrix = bad.matrix();
        int n = matrix.rowCount();
        int[] order = IntStream.range(0, n).map(i -> (i * 7919 + 13) % n).toArray();
        int[] first = IntStream.range(0, bad.k()).toArray();
        KMeans kMeans = KMeans.of(bad.k()).withSeeding(Seeding.centers(matrix.rows(first)));
        Fit<KMeansModel> straight = kMeans.fit(matrix);
        Fit<KMeansModel> permuted = kMeans.fit(matrix.rows(order));
        assertThat(permuted.assignment()).isEqualTo(straight.assignment().rows(order));
        assertSamePartition(
                permuted.assignment(), straight.assignment().rows(order).toArray());
        assertClose(permuted.model(), straight.model());
    }

    private static void assertClose(KMeansModel found, KMeansModel expected) {
        double[] a = found.centers().toRowMajorArray();
        double[] b = expected.centers().toRowMajorArray();
        for (int at = 0; at < b.length; at++) {
            assertThat(a[at]).isCloseTo(b[at], within(1e-12 * Math.max(1, Math.abs(b[at]))));
        }
    }

    private static Fit<KMeansModel> fitWeighted(BadInputCase bad) {
        return KMeans.of(bad.k()).fit(weighted(bad));
    }

    private static FeatureMatrix weighted(BadInputCase bad) {
        FeatureMatrix matrix = bad.matrix();
        return matrix.weightedBy(weights(bad.input().get("weights"), matrix.rowCount()));
    }

    private static double[] weights(JsonNode spec, int rows) {
        double[] weights = new double[spec.path("n").asInt(rows)];
        JsonNode cycle = spec.path("cycle");
        Arrays.setAll(
                weights,
                i -> cycle.isArray()
                        ? cycle.get(i % cycle.size()).asDouble()
                        : spec.get("fill").asDouble());
        spec.path("patch").forEach(cell -> weights[cell.get(0).asInt()] = BadInputData.number(cell.get(1)));
        return weights;
    }

    private static Fit<KMeansModel> fitFromInit(BadInputCase bad) {
        double[][] centers = rows(bad.input().get("init"));
        List<String> names = List.of("x0", "x1").subList(0, centers[0].length);
        return KMeans.of(bad.k())
                .withSeeding(Seeding.centers(FeatureMatrix.copyOf(names, centers)))
                .fit(bad.matrix());
    }

    private static KMeansModel fitted(BadInputCase bad, List<String> names) {
        double[][] rows = BadInputData.make(bad.input().get("fit")).rows();
        return KMeans.of(bad.k()).fit(FeatureMatrix.copyOf(names, rows)).model();
    }

    private static FeatureMatrix later(BadInputCase bad, List<String> names) {
        return FeatureMatrix.copyOf(names, rows(bad.input().get("predict")));
    }

    private static double[][] rows(JsonNode array) {
        double[][] rows = new double[array.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[array.get(i).size()];
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = BadInputData.number(array.get(i).get(j));
            }
        }
        return rows;
    }
}
