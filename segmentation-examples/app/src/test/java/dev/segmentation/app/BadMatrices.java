package dev.segmentation.app;

import static dev.segmentation.app.BadInputCase.assertSamePartition;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.metrics.validity.Silhouette;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.prepare.ScalingModel;
import dev.segmentation.testing.Refusals;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The cases MX: values, shapes and names of matrices. */
final class BadMatrices {

    private BadMatrices() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("MX001", BadMatrices::oneMissingCell),
                entry("MX005", BadMatrices::ignoredColumn),
                entry("MX006", BadMatrices::outOfRange),
                entry("MX008", BadMatrices::outOfRange),
                entry("MX011", BadMatrices::farFromTheOrigin),
                entry("MX012", BadMatrices::farFromTheOrigin),
                entry("MX013", BadMatrices::standardizedFarFromTheOrigin),
                entry("MX018", BadMatrices::moreSegmentsThanRows),
                entry("MX019", BadMatrices::moreSegmentsThanDistinctRows),
                entry("MX021", bad -> bad.mustReject(Reason.BAD_PARAM, () -> KMeans.of(bad.k()))),
                entry("MX022", BadMatrices::hugeSegmentCount),
                entry("MX023", bad -> withoutVariation(bad, Reason.ZERO_VARIANCE)),
                entry("MX025", bad -> withoutVariation(bad, Reason.NEAR_ZERO_VARIANCE)),
                entry("MX026", BadMatrices::noRows),
                entry("MX027", BadMatrices::oneRow),
                entry("MX028", BadMatrices::moreSegmentsThanRows),
                entry("MX029", BadMatrices::noColumns),
                entry("MX031", BadMatrices::ragged),
                entry("MX034", BadMatrices::aliasedRows),
                entry("MX035", BadMatrices::mutatedAfterFit),
                entry("MX037", BadMatrices::negativeZero),
                entry("MX038", BadMatrices::heavyDuplicates),
                entry("MX039", bad -> bad.mustReject(Reason.NON_FINITE, () -> fit(bad))),
                entry("MX040", bad -> bad.mustReject(Reason.DUPLICATE_FEATURE, bad::matrix)),
                entry("MX042", bad -> bad.mustReject(Reason.SCHEMA_MISMATCH, bad::matrix)),
                entry("MX043", BadMatrices::floats));
    }

    private static void oneMissingCell(BadInputCase bad) {
        InvalidInputException refused = bad.mustReject(Reason.NON_FINITE, () -> fit(bad));
        assertThat(refused.row()).hasValue(7);
        assertThat(refused.name()).contains("x1");
        assertThat(refused).hasMessageContainingAll("row 7", "\"x1\"", "1 missing in all");
    }

    private static void ignoredColumn(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix used = bad.matrix().select(List.of("x0", "x1"));
        assertSamePartition(KMeans.of(bad.k()).fit(used).assignment(), truth());
    }

    /** Of the two allowed behaviors k-means documents RANGE. */
    private static void outOfRange(BadInputCase bad) {
        InvalidInputException refused = bad.mustReject(Reason.RANGE, () -> fit(bad));
        assertThat(refused.row()).isPresent();
        assertThat(refused.name()).isPresent();
    }

    private static void farFromTheOrigin(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix matrix = bad.matrix();
        Fit<KMeansModel> fit = KMeans.of(bad.k()).fit(matrix);
        assertSamePartition(fit.assignment(), bad.data().truth());
        assertThat(fit.model().assign(matrix)).isEqualTo(fit.assignment());
        double offset = bad.input().get("data").get("offset").asDouble();
        double[] centered = matrix.toRowMajorArray();
        Arrays.setAll(centered, at -> centered[at] - offset);
        FeatureMatrix near = FeatureMatrix.copyOfRowMajor(matrix.featureNames(), centered);
        double expected = Silhouette.of(near, fit.assignment()).mean();
        assertThat(expected).isGreaterThan(0.5);
        assertThat(Silhouette.of(matrix, fit.assignment()).mean()).isCloseTo(expected, within(1e-6));
    }

    private static void standardizedFarFromTheOrigin(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix matrix = bad.matrix();
        ScalingModel scaling = Scaling.zScore().fit(matrix);
        FeatureMatrix scaled = scaling.apply(matrix);
        for (String name : matrix.featureNames()) {
            double[] column = scaled.column(name);
            double mean = mean(column);
            double variance =
                    mean(Arrays.stream(column).map(z -> (z - mean) * (z - mean)).toArray());
            assertThat(mean).as("mean of %s", name).isCloseTo(0, within(1e-9));
            assertThat(variance).as("variance of %s", name).isCloseTo(1, within(1e-9));
        }
        double[] back = scaling.invert(scaled).toRowMajorArray();
        double[] before = matrix.toRowMajorArray();
        for (int at = 0; at < back.length; at++) {
            assertThat(back[at]).isCloseTo(before[at], within(4 * Math.ulp(before[at]) + 1e-18));
        }
        assertThat(KMeans.of(bad.k()).fit(scaled).assignment().sizes()).doesNotContain(0);
    }

    private static double mean(double[] values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double value : values) {
            sum = sum.add(new BigDecimal(value));
        }
        return sum.doubleValue() / values.length;
    }

    private static void moreSegmentsThanRows(BadInputCase bad) {
        InvalidInputException refused = bad.mustReject(Reason.K_GT_N, () -> fit(bad));
        assertThat(refused)
                .hasMessageContaining("segmentCount = " + bad.k())
                .hasMessageContaining(bad.data().rows().length + (bad.data().rows().length == 1 ? " row" : " rows"));
    }

    /** Of the two allowed behaviors k-means documents the refusal. */
    private static void moreSegmentsThanDistinctRows(BadInputCase bad) {
        assertThat(bad.mustReject(Reason.FEWER_DISTINCT_THAN_K, () -> fit(bad)))
                .hasMessageContaining("segmentCount = 5")
                .hasMessageContaining("2 distinct");
    }

    private static void hugeSegmentCount(BadInputCase bad) {
        FeatureMatrix matrix = bad.matrix();
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 3; attempt++) { // the first one also loads classes
            long start = System.nanoTime();
            bad.mustReject(Reason.K_GT_N, () -> KMeans.of(bad.k()).fit(matrix));
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(best).isLessThan(50_000_000);
    }

    private static void withoutVariation(BadInputCase bad, Reason reason) {
        FeatureMatrix matrix = bad.matrix();
        ScalingModel scaling = Scaling.zScore().fit(matrix);
        Notice notice = bad.mustFlag(reason, scaling.notices());
        assertThat(notice.message()).contains("\"x2\"");
        FeatureMatrix scaled = scaling.apply(matrix);
        assertThat(scaled.column("x2")).containsOnly(0);
        assertSamePartition(
                KMeans.of(bad.k()).fit(scaled).assignment(), bad.data().truth());
    }

    private static void noRows(BadInputCase bad) {
        FeatureMatrix empty =
                FeatureMatrix.copyOf(List.of("x0", "x1"), bad.data().rows());
        bad.mustReject(Reason.EMPTY, () -> KMeans.of(bad.k()).fit(empty));
        bad.mustReject(Reason.EMPTY, () -> Scaling.zScore().fit(empty));
    }

    private static void oneRow(BadInputCase bad) {
        bad.mayAccept();
        Fit<KMeansModel> fit = fit(bad);
        assertThat(fit.model().centers().row(0)).containsExactly(bad.data().rows()[0]);
        assertThat(fit.report().objective()).isZero();
    }

    private static void noColumns(BadInputCase bad) {
        bad.mustReject(Reason.NO_FEATURES, bad::matrix);
        bad.mustReject(
                Reason.NO_FEATURES,
                () -> FeatureMatrix.copyOf(List.of("x0"), bad.data().rows()));
    }

    private static void ragged(BadInputCase bad) {
        InvalidInputException refused = bad.mustReject(Reason.RAGGED, bad::matrix);
        assertThat(refused).hasMessageContaining("row 1 has 2 values");
    }

    private static void aliasedRows(BadInputCase bad) {
        bad.mayAccept();
        double[][] separate = bad.data().rows();
        double[][] aliased = separate.clone();
        aliased[1] = aliased[0];
        FeatureMatrix matrix = FeatureMatrix.copyOf(bad.data().featureNames(), aliased);
        Fit<KMeansModel> fit = KMeans.of(bad.k()).fit(matrix);
        Fit<KMeansModel> expected = fit(bad);
        assertThat(fit.assignment()).isEqualTo(expected.assignment());
        assertThat(fit.model().centers().toRowMajorArray())
                .containsExactly(expected.model().centers().toRowMajorArray());
        assertThat(aliased[0]).containsExactly(1, 2);
    }

    private static void mutatedAfterFit(BadInputCase bad) {
        bad.mayAccept();
        double[][] own = Arrays.stream(bad.data().rows()).map(double[]::clone).toArray(double[][]::new);
        FeatureMatrix matrix = FeatureMatrix.copyOf(bad.data().featureNames(), own);
        Fit<KMeansModel> fit = KMeans.of(bad.k()).fit(matrix);
        double[] centers = fit.model().centers().toRowMajorArray();
        int[] labels = fit.assignment().toArray();
        for (double[] row : own) {
            Arrays.fill(row, -1e6);
        }
        fit.model().centers().row(0)[0] = -1e6;
        assertThat(fit.model().centers().toRowMajorArray()).containsExactly(centers);
        assertThat(fit.model().assign(matrix).toArray()).containsExactly(labels);
        assertSamePartition(fit.assignment(), bad.data().truth());
    }

    private static void negativeZero(BadInputCase bad) {
        bad.mayAccept();
        assertSamePartition(fit(bad).assignment(), new int[] {0, 0, 1, 1});
        assertThat(fit(bad).report().objective()).isZero();
        FeatureMatrix matrix = bad.matrix();
        InvalidInputException third = Refusals.refused(
                Reason.FEWER_DISTINCT_THAN_K, () -> KMeans.of(3).fit(matrix));
        assertThat(third).hasMessageContaining("2 distinct");
    }

    private static void heavyDuplicates(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix matrix = bad.matrix();
        for (long seed = 0; seed < 5; seed++) {
            Fit<KMeansModel> fit =
                    KMeans.of(bad.k()).withSeed(seed).withRestarts(1).fit(matrix);
            assertThat(fit.assignment().sizes()).containsExactly(5000, 1, 1, 1);
            assertThat(fit.report().objective()).isZero();
        }
    }

    /** Documented: each float is widened to the double of exactly the same value. */
    private static void floats(BadInputCase bad) {
        bad.mayAccept();
        double[] exact = bad.matrix().toRowMajorArray();
        float[] floats = new float[exact.length];
        for (int at = 0; at < exact.length; at++) {
            floats[at] = (float) exact[at];
        }
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(bad.data().featureNames(), floats);
        for (int at = 0; at < exact.length; at++) {
            assertThat(matrix.value(at / 2, at % 2)).isEqualTo(floats[at]);
        }
        Fit<KMeansModel> fit = KMeans.of(bad.k()).fit(matrix);
        Assignment again = fit.model().assign(matrix);
        assertThat(again).isEqualTo(fit.assignment());
        assertSamePartition(fit.assignment(), bad.data().truth());
    }

    private static Fit<KMeansModel> fit(BadInputCase bad) {
        return KMeans.of(bad.k()).fit(bad.matrix());
    }

    /** The groups of the three blobs, which the data forget when a column of NaN is added. */
    private static int[] truth() {
        int[] truth = new int[60];
        Arrays.setAll(truth, i -> i % 3);
        return truth;
    }
}
