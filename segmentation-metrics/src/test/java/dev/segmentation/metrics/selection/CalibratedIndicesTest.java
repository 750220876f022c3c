package dev.segmentation.metrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CalibratedIndicesTest {

    private static final List<QualityAspect> ORDER = List.of(
            QualityAspect.COMPACTNESS,
            QualityAspect.REPRESENTATION,
            QualityAspect.SEPARATION,
            QualityAspect.CONNECTION,
            QualityAspect.STABILITY);

    @TestFactory
    Stream<DynamicTest> indicesAgreeWithTheReferences() {
        return GoldenCases.of("validation.clusterStats").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        int[] labels = Arrays.stream(golden.ints(golden.inputs().get("labels")))
                .map(label -> label - 1)
                .toArray();
        int segments = Arrays.stream(labels).max().orElse(0) + 1;
        DistanceTable table = table(golden.matrix());
        Map<QualityAspect, Double> found = AspectIndices.of(table, labels, segments);
        golden.assertClose("averageWithin", found.get(QualityAspect.COMPACTNESS));
        golden.assertClose("pearsonGamma", found.get(QualityAspect.REPRESENTATION));
        // cluster.stats takes the nearest tenth of all rows together, the paper that of each segment
        double[] nearest = AspectIndices.nearestOthers(table, labels, segments);
        golden.assertClose(
                "separationIndex",
                Arrays.stream(nearest)
                        .sorted()
                        .limit(nearest.length / 10)
                        .average()
                        .orElseThrow());
        golden.assertClose("widestGap", found.get(QualityAspect.CONNECTION));
    }

    private static DistanceTable table(FeatureMatrix features) {
        try (Workers workers = Execution.sequential().start()) {
            return new DistanceTable(features, workers);
        }
    }

    @Test
    void indicesByHand() {
        // segments {0, 1, 3}, {10, 14}, one that is empty, {20}
        DistanceTable table = table(Clouds.of(1, 0, 1, 3, 10, 14, 20));
        Map<QualityAspect, Double> found = AspectIndices.of(table, new int[] {0, 0, 0, 1, 1, 3}, 4);
        // the mean distances 2, 4 and, of the row alone, 0, by size 3, 2, 1
        assertThat(found.get(QualityAspect.COMPACTNESS)).isCloseTo((3 * 2 + 2 * 4) / 6.0, within(1e-15));
        assertThat(found.get(QualityAspect.SEPARATION)).isCloseTo((7 + 6 + 6) / 3.0, within(1e-15)); // one row of each
        assertThat(found.get(QualityAspect.CONNECTION)).isEqualTo(4);
        double[] distances = {1, 3, 10, 14, 20, 2, 9, 13, 19, 7, 11, 17, 4, 10, 6};
        double[] different = {0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1};
        assertThat(found.get(QualityAspect.REPRESENTATION)).isCloseTo(correlation(distances, different), within(1e-14));
        assertThat(found).doesNotContainKey(QualityAspect.STABILITY);
        assertThat(AspectIndices.of(table, new int[6], 2)).isEmpty();
    }

    private static double correlation(double[] x, double[] y) {
        double mx = Arrays.stream(x).average().orElseThrow();
        double my = Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }
        return xy / Math.sqrt(xx * yy);
    }

    @Test
    void segmentsThatGrowFromRootsAreThoseOfTheDefinition() {
        for (int seed = 0; seed < 20; seed++) {
            FeatureMatrix data = Clouds.three(41, 2, seed);
            DistanceTable table = table(data);
            int[] all = IntStream.range(0, 41).toArray();
            SeededRandom random = SeededRandom.stream(seed, 9);
            int[] roots = Draws.without(41, 1 + seed % 6, random);
            assertThat(SpanningTree.of(table, all).grow(roots)).isEqualTo(grown(table, roots));
        }
    }

    /** One by one, the row that is nearest to a labeled one. */
    private static int[] grown(DistanceTable table, int[] roots) {
        int[] labels = new int[table.size()];
        Arrays.fill(labels, -1);
        for (int r = 0; r < roots.length; r++) {
            labels[roots[r]] = r;
        }
        for (int step = roots.length; step < labels.length; step++) {
            int next = -1;
            int from = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < labels.length; i++) {
                for (int j = 0; j < labels.length; j++) {
                    if (labels[i] < 0 && labels[j] >= 0 && table.between(i, j) < least) {
                        least = table.between(i, j);
                        next = i;
                        from = j;
                    }
                }
            }
            labels[next] = labels[from];
        }
        return labels;
    }

    /** The whole panel against a slow twin that draws the same rows and follows the definitions. */
    @Test
    void scoresAreThoseOfTheSlowTwin() {
        FeatureMatrix data = Clouds.three(40, 3, 2);
        CalibratedIndices panel = CalibratedIndices.of(
                        "all",
                        Map.of(
                                QualityAspect.COMPACTNESS, 2.0,
                                QualityAspect.REPRESENTATION, 1.0,
                                QualityAspect.SEPARATION, 0.5,
                                QualityAspect.CONNECTION, 1.0,
                                QualityAspect.STABILITY, 3.0))
                .withRandomSegmentations(5)
                .withPairs(2);
        double[] weights = {2, 1, 0.5, 1, 3};
        for (Calibration calibration : Calibration.values()) {
            SearchReport report = SegmentCountSearch.between(2, 3, KMeans::of)
                    .withCriteria(panel.withCalibration(calibration))
                    .withSeed(6)
                    .search(data);
            List<double[]> two = twin(data, 2);
            List<double[]> three = twin(data, 3);
            List<double[]> both = Stream.concat(two.stream(), three.stream()).toList();
            boolean all = calibration == Calibration.ALL_COUNTS;
            assertThat(report.score(panel, 2).value()).isCloseTo(score(two, all ? both : two, weights), within(1e-10));
            assertThat(report.score(panel, 3).value())
                    .isCloseTo(score(three, all ? both : three, weights), within(1e-10));
            assertThat(report.curve(panel).part("stability", 3)).isCloseTo(three.get(0)[4], within(1e-14));
        }
    }

    /** The indices of the fit, then those of five random segmentations. */
    private static List<double[]> twin(FeatureMatrix data, int k) {
        DistanceTable table = table(data);
        List<int[]> resamples = new ArrayList<>();
        for (int pair = 0; pair < 2; pair++) {
            SeededRandom random = Draws.stream(6, 0x70616972, pair);
            resamples.add(Draws.bootstrap(40, random));
            resamples.add(Draws.bootstrap(40, random));
        }
        List<double[]> rows = new ArrayList<>();
        List<int[]> fits = resamples.stream()
                .map(drawn ->
                        KMeans.of(k).fit(data.rows(drawn)).model().assign(data).toArray())
                .toList();
        rows.add(indices(table, KMeans.of(k).fit(data).assignment().toArray(), fits));
        for (int draw = 0; draw < 5; draw++) {
            SeededRandom random = Draws.stream(6, 0x72616e64, draw);
            boolean grow = draw % 2 == 1;
            int[] labels = random(table, IntStream.range(0, 40).toArray(), k, random, grow);
            List<int[]> redrawn = new ArrayList<>();
            for (int[] drawn : resamples) {
                redrawn.add(random(table, Arrays.stream(drawn).distinct().toArray(), k, random, grow));
            }
            rows.add(indices(table, labels, redrawn));
        }
        return rows;
    }

    private static int[] random(DistanceTable table, int[] rows, int k, SeededRandom random, boolean grow) {
        int[] roots = Arrays.stream(Draws.without(rows.length, k, random))
                .map(r -> rows[r])
                .toArray();
        int[] labels = new int[table.size()];
        if (!grow) {
            for (int i = 0; i < labels.length; i++) {
                labels[i] = nearest(table, i, roots);
            }
            return labels;
        }
        int[] grown = grownAmong(table, rows, roots);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = grown[nearest(table, i, rows)];
        }
        return labels;
    }

    private static int[] grownAmong(DistanceTable table, int[] rows, int[] roots) {
        int[] labels = new int[rows.length];
        Arrays.fill(labels, -1);
        for (int r = 0; r < roots.length; r++) {
            for (int i = 0; i < rows.length; i++) {
                if (rows[i] == roots[r]) {
                    labels[i] = r;
                }
            }
        }
        while (Arrays.stream(labels).anyMatch(label -> label < 0)) {
            int next = -1;
            int label = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < rows.length; j++) {
                    if (labels[i] < 0 && labels[j] >= 0 && table.between(rows[i], rows[j]) < least) {
                        least = table.between(rows[i], rows[j]);
                        next = i;
                        label = labels[j];
                    }
                }
            }
            labels[next] = label;
        }
        return labels;
    }

    private static int nearest(DistanceTable table, int row, int[] rows) {
        int best = 0;
        for (int c = 1; c < rows.length; c++) {
            if (table.between(row, rows[c]) < table.between(row, rows[best])) {
                best = c;
            }
        }
        return best;
    }

    private static double[] indices(DistanceTable table, int[] labels, List<int[]> relabeled) {
        double[] values = new double[5];
        Map<QualityAspect, Double> found =
                AspectIndices.of(table, labels, Arrays.stream(labels).max().orElse(0) + 1);
        found.forEach((aspect, value) -> values[ORDER.indexOf(aspect)] = value);
        double differ = 0;
        double pairs = 0;
        for (int p = 0; p < relabeled.size(); p += 2) {
            int[] one = relabeled.get(p);
            int[] other = relabeled.get(p + 1);
            for (int i = 0; i < one.length; i++) {
                for (int j = 0; j < i; j++) {
                    differ += (one[i] == one[j]) != (other[i] == other[j]) ? 1 : 0;
                    pairs++;
                }
            }
        }
        values[4] = 1 - differ / pairs;
        return values;
    }

    private static double score(List<double[]> own, List<double[]> pool, double[] weights) {
        double[] signs = {-1, 1, 1, -1, 1};
        double sum = 0;
        for (int a = 0; a < weights.length; a++) {
            int aspect = a;
            double mean = pool.stream().mapToDouble(v -> v[aspect]).average().orElseThrow();
            double squares = pool.stream()
                    .mapToDouble(v -> Math.pow(v[aspect] - mean, 2))
                    .sum();
            sum += weights[a] * signs[a] * (own.get(0)[a] - mean) / Math.sqrt(squares / (pool.size() - 1));
        }
        return sum / Arrays.stream(weights).sum();
    }

    @Test
    void bothPanelsOfThePaperSeeThreeClouds() {
        CalibratedIndices homogeneity =
                CalibratedIndices.homogeneity().withPairs(5).withRandomSegmentations(20);
        CalibratedIndices separation =
                CalibratedIndices.separation().withPairs(5).withRandomSegmentations(20);
        SearchReport report = SegmentCountSearch.between(1, 5, k -> KMeans.of(k).withRestarts(2))
                .withCriteria(homogeneity, separation)
                .search(Clouds.three(90, 12, 4));
        assertThat(report.pick(homogeneity)).hasValue(3);
        assertThat(report.pick(separation)).hasValue(3);
        assertThat(report.score(homogeneity, 3).value()).isGreaterThan(1);
        assertThat(report.score(homogeneity, 1).undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(report.curve(homogeneity).parts())
                .containsExactly(
                        "average within",
                        "z average within",
                        "Pearson gamma",
                        "z Pearson gamma",
                        "stability",
                        "z stability");
        assertThat(report.curve(separation).parts())
                .containsExactly(
                        "separation", "z separation", "widest gap", "z widest gap", "stability", "z stability");
    }

    @Test
    void manyRowsAreSampledOnce() {
        CalibratedIndices panel = CalibratedIndices.homogeneity()
                .withPairs(2)
                .withRandomSegmentations(4)
                .withRows(30);
        FeatureMatrix data = Clouds.three(200, 12, 4);
        SearchReport report = SegmentCountSearch.between(2, 3, KMeans::of)
                .withCriteria(panel)
                .withSeed(8)
                .search(data);
        int[] sample = Draws.without(200, 30, Draws.stream(8, 0x70616e65, 0));
        Assignment fitted = KMeans.of(3).fit(data).assignment().rows(sample);
        double expected =
                AspectIndices.of(table(data.rows(sample)), fitted.toArray(), 3).get(QualityAspect.COMPACTNESS);
        assertThat(report.curve(panel).part("average within", 3)).isEqualTo(expected);
    }

    @Test
    void whatIsTheSameForAllIsUndefined() {
        QualityAspect low = QualityAspect.COMPACTNESS;
        QualityAspect high = QualityAspect.SEPARATION;
        List<Map<QualityAspect, Double>> pool =
                List.of(Map.of(low, 1.0, high, 2.0), Map.of(low, 1.0, high, 3.0), Map.of(low, 1.0));
        assertThat(PanelWork.calibrated(low, 1, pool)).isNaN();
        // mean 2.5, deviation √0.5
        assertThat(PanelWork.calibrated(high, 3, pool)).isCloseTo(Math.sqrt(0.5), within(1e-15));
        List<Map<QualityAspect, Double>> turned = List.of(Map.of(low, 2.0), Map.of(low, 3.0));
        assertThat(PanelWork.calibrated(low, 3, turned)).isCloseTo(-Math.sqrt(0.5), within(1e-15));
        FeatureMatrix alike = Clouds.of(1, 7, 7, 7, 7);
        CalibratedIndices panel = CalibratedIndices.homogeneity().withPairs(2).withRandomSegmentations(2);
        SearchReport report =
                SegmentCountSearch.between(1, 3, KMeans::of).withCriteria(panel).search(alike);
        assertThat(report.pick(panel)).isEmpty();
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        SegmentCountSearch search = SegmentCountSearch.between(2, 4, KMeans::of)
                .withCriteria(CalibratedIndices.separation().withPairs(3).withRandomSegmentations(6));
        FeatureMatrix data = Clouds.three(50, 3, 3);
        String once = search.search(data).curve("A2 separation").score(3).value() + "";
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(search.search(data, Execution.onThreads(threads))
                            .curve("A2 separation")
                            .score(3)
                            .value())
                    .hasToString(once);
        }
    }

    @Test
    void saysThatWeightsAreUsedByTheFitsAlone() {
        double[] weights = IntStream.range(0, 30).mapToDouble(i -> 1 + i % 3).toArray();
        CalibratedIndices panel = CalibratedIndices.homogeneity().withPairs(2).withRandomSegmentations(2);
        SearchReport report = SegmentCountSearch.between(2, 2, KMeans::of)
                .withCriteria(panel)
                .search(Clouds.three(30, 9, 1).weightedBy(weights));
        assertThat(report.curve(panel).notices())
                .extracting(Notice::reason)
                .containsExactly(Reason.WEIGHTS_IGNORED, Reason.NO_ELBOW);
    }

    @Test
    void refusesBadOptions() {
        assertThatThrownBy(() -> CalibratedIndices.of("x", Map.of(QualityAspect.STABILITY, -1.0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("CalibratedIndices.of: weights = -1.0, expected 0 or more for each aspect");
        assertThatThrownBy(() -> CalibratedIndices.of("x", Map.of(QualityAspect.STABILITY, 0.0)))
                .hasMessage("CalibratedIndices.of: weights = {STABILITY=0.0}, expected a positive one at least");
        assertThatThrownBy(() -> CalibratedIndices.of("", Map.of(QualityAspect.STABILITY, 1.0)))
                .hasMessageContaining("the name is blank");
        assertThatThrownBy(() -> CalibratedIndices.homogeneity().withRandomSegmentations(1))
                .hasMessageContaining("draws = 1, expected at least 2");
        assertThatThrownBy(() -> CalibratedIndices.homogeneity().withPairs(0))
                .hasMessageContaining("pairs = 0, expected at least 1");
        assertThatThrownBy(() -> CalibratedIndices.homogeneity().withRows(9))
                .hasMessageContaining("rows = 9, expected at least 10");
        assertThat(CalibratedIndices.homogeneity().weights().keySet())
                .containsExactly(QualityAspect.COMPACTNESS, QualityAspect.REPRESENTATION, QualityAspect.STABILITY);
    }
}
