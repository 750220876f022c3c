package dev.segmentation.metrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.validity.Dunn;
import dev.segmentation.metrics.validity.SegmentIndices;
import dev.segmentation.metrics.validity.Silhouette;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndexCriterionTest {

    private static final SegmentCountSearch SEARCH =
            SegmentCountSearch.between(1, 5, k -> KMeans.of(k).withRestarts(3));

    @Test
    void indicesAreThoseOfTheFitsAndThreeCloudsAreSeenByAll() {
        FeatureMatrix data = Clouds.three(90, 12, 5);
        List<IndexCriterion> all = List.of(
                IndexCriterion.silhouette(),
                IndexCriterion.squaredSilhouette(),
                IndexCriterion.simplifiedSilhouette(),
                IndexCriterion.calinskiHarabasz(),
                IndexCriterion.daviesBouldin(),
                IndexCriterion.dunn());
        SearchReport report = SEARCH.withCriteria(all).search(data);
        for (IndexCriterion index : all) {
            assertThat(report.pick(index)).as(index.name()).hasValue(3);
            assertThat(report.score(index, 1).undefined()).as(index.name()).contains(Reason.SINGLE_SEGMENT);
        }
        for (int k = 2; k <= 5; k++) {
            Assignment segments = report.candidate(k).assignment();
            SegmentIndices indices = SegmentIndices.of(data, segments);
            double[] expected = {
                Silhouette.of(data, segments).mean(),
                Silhouette.squaredEuclidean(data, segments).mean(),
                simplified(data, segments),
                indices.calinskiHarabasz(),
                indices.daviesBouldin(),
                Dunn.of(data, segments).value()
            };
            for (int i = 0; i < expected.length; i++) {
                Estimate score = report.score(all.get(i), k);
                assertThat(score.value()).isCloseTo(expected[i], within(1e-12));
                assertThat(score.lower()).isEqualTo(score.upper());
                assertThat(score.customers()).isEqualTo(90);
            }
        }
    }

    /** The slow twin: means by plain sums. */
    private static double simplified(FeatureMatrix data, Assignment segments) {
        double sum = 0;
        for (int i = 0; i < data.rowCount(); i++) {
            double own = 0;
            double nearest = Double.POSITIVE_INFINITY;
            for (int s = 0; s < segments.segmentCount(); s++) {
                FeatureMatrix members = data.rows(segments.rowsOf(s));
                double dx = data.value(i, 0)
                        - Arrays.stream(members.column("x")).average().orElseThrow();
                double dy = data.value(i, 1)
                        - Arrays.stream(members.column("y")).average().orElseThrow();
                if (s == segments.label(i)) {
                    own = Math.hypot(dx, dy);
                } else {
                    nearest = Math.min(nearest, Math.hypot(dx, dy));
                }
            }
            boolean alone = segments.sizes()[segments.label(i)] == 1;
            sum += alone ? 0 : (nearest - own) / Math.max(nearest, own);
        }
        return sum / data.rowCount();
    }

    @Test
    void theSimplifiedSilhouetteByHand() {
        // means 1 and 10: 1 − 1/10, 1 − 1/8, and 0 for the row alone
        FeatureMatrix x = Clouds.of(1, 0, 2, 10);
        Assignment labels = Assignment.copyOf(3, 0, 0, 2);
        assertThat(SimplifiedSilhouette.mean(x, labels, Execution.sequential()).orElseThrow())
                .isCloseTo((0.9 + 0.875) / 3, within(1e-15));
        // weights 3, 1: mean 0.5, rows at 0.5 and 1.5 from it, 10 − 0 and 10 − 2 from the other; 4 of 5 rows
        assertThat(SimplifiedSilhouette.mean(x.weightedBy(3, 1, 1), labels, Execution.sequential())
                        .orElseThrow())
                .isCloseTo((3 * 0.95 + 1 - 1.5 / 8) / 5, within(1e-15));
        assertThat(SimplifiedSilhouette.mean(x, Assignment.copyOf(2, 1, 1, 1), Execution.sequential()))
                .isEqualTo(OptionalDouble.empty());
        FeatureMatrix alike = Clouds.of(1, 7, 7, 7, 7);
        assertThat(SimplifiedSilhouette.mean(alike, Assignment.copyOf(2, 0, 0, 1, 1), Execution.sequential()))
                .hasValue(0);
        FeatureMatrix far = Clouds.of(1, 1e12, 1e12 + 2, 1e12 + 10);
        assertThat(SimplifiedSilhouette.mean(far, labels, Execution.sequential())
                        .orElseThrow())
                .isCloseTo((0.9 + 0.875) / 3, within(1e-15));
    }

    /** All rows but one, so every sample is nearly all rows; and the mean over many samples is the exact one. */
    @Test
    void sampledSilhouettesAreWithoutBiasAndTheirIntervalsHold() {
        FeatureMatrix data = Clouds.three(300, 2, 5);
        Assignment segments = KMeans.of(3).fit(data).assignment();
        double exact = Silhouette.of(data, segments).mean();
        assertUnbiased(data, segments, exact);
    }

    @Test
    void sampledSilhouettesOfWeightedRowsAreWithoutBias() {
        FeatureMatrix plain = Clouds.three(300, 2, 5);
        FeatureMatrix data =
                plain.weightedBy(IntStream.range(0, 300).mapToDouble(i -> i % 7).toArray());
        Assignment segments = KMeans.of(3).fit(data).assignment();
        assertUnbiased(data, segments, Silhouette.of(data, segments).mean());
    }

    private static void assertUnbiased(FeatureMatrix data, Assignment segments, double exact) {
        int seeds = 400;
        double[] means = new double[seeds];
        int covered = 0;
        for (int seed = 0; seed < seeds; seed++) {
            SearchSetup setup = new SearchSetup(data, KMeans::of, 3, 3, seed, 0.95);
            Estimate found = SampledSilhouette.mean(setup, segments, 60, Execution.sequential());
            means[seed] = found.value();
            covered += found.lower() <= exact && exact <= found.upper() ? 1 : 0;
        }
        double error = Means.deviation(means) / Math.sqrt(seeds);
        assertThat(Math.abs(Means.mean(means) - exact)).isLessThan(4 * error);
        assertThat(error).isLessThan(0.002);
        assertThat(covered / (double) seeds).isBetween(0.91, 0.985);
    }

    @Test
    void everySampledWidthIsExact() {
        FeatureMatrix data = Clouds.three(50, 2, 5);
        Assignment segments = KMeans.of(4).fit(data).assignment();
        Silhouette exact = Silhouette.of(data, segments);
        SearchSetup setup = new SearchSetup(data, KMeans::of, 4, 4, 3, 0.95);
        int[] rows = Draws.without(50, 20, Draws.stream(3, 0x73696c68, 0));
        double mean = Arrays.stream(rows).mapToDouble(exact::value).average().orElseThrow();
        Estimate found = SampledSilhouette.mean(setup, segments, 20, Execution.sequential());
        assertThat(found.value()).isCloseTo(mean, within(1e-14));
        double sd = Math.sqrt(Arrays.stream(rows)
                        .mapToDouble(r -> Math.pow(exact.value(r) - mean, 2))
                        .sum()
                / 19);
        // t(0.95, 19) = 2.093024 by tables; 20 of 50 rows are known
        assertThat(found.upper() - found.value())
                .isCloseTo(2.0930241 * sd / Math.sqrt(20) * Math.sqrt(0.6), within(1e-7));
    }

    @Test
    void aSampleOfAllRowsIsExact() {
        FeatureMatrix data = Clouds.three(60, 2, 5);
        IndexCriterion sampled = IndexCriterion.sampledSilhouette(60);
        SearchReport report =
                SEARCH.withCriteria(sampled, IndexCriterion.silhouette()).search(data);
        assertThat(report.score(sampled, 3)).isEqualTo(report.score(IndexCriterion.silhouette(), 3));
        assertThat(sampled.name()).isEqualTo("silhouette of 60 rows");
        assertThat(report.score(sampled, 1).undefined()).contains(Reason.SINGLE_SEGMENT);
    }

    @Test
    void manyRowsAreSampledAndDunnIsLeftOut() {
        FeatureMatrix many = Clouds.three(20_001, 8, 5);
        IndexCriterion silhouette = IndexCriterion.silhouette();
        IndexCriterion dunn = IndexCriterion.dunn();
        SearchReport report = SegmentCountSearch.between(2, 3, k -> KMeans.of(k).withRestarts(1))
                .withCriteria(silhouette, dunn)
                .search(many, Execution.onThreads(2));
        Estimate sampled = report.score(silhouette, 3);
        assertThat(sampled.upper()).isGreaterThan(sampled.lower());
        assertThat(sampled.upper() - sampled.lower()).isLessThan(0.03);
        assertThat(report.pick(silhouette)).hasValue(3);
        assertThat(report.score(dunn, 3).undefined()).contains(Reason.RESOURCE_LIMIT);
        assertThat(report.pick(dunn)).isEmpty();
    }

    @Test
    void sampledSilhouettesSayWhyTheyAreUndefined() {
        FeatureMatrix data = Clouds.of(1, 0, 1, 9, 1e200);
        SearchSetup setup = new SearchSetup(data, KMeans::of, 1, 4, 0, 0.95);
        assertThat(SampledSilhouette.mean(setup, Assignment.copyOf(2, 1, 1, 1, 1), 3, Execution.sequential())
                        .undefined())
                .contains(Reason.SINGLE_SEGMENT);
        assertThat(SampledSilhouette.mean(setup, Assignment.copyOf(4, 3, 1, 2, 0), 3, Execution.sequential())
                        .undefined())
                .contains(Reason.NO_WITHIN_VARIATION);
        assertThat(SampledSilhouette.mean(setup, Assignment.copyOf(2, 0, 0, 1, 1), 3, Execution.sequential())
                        .undefined())
                .contains(Reason.RANGE);
    }

    @Test
    void rowsAreSampledAsTheirWeightsSay() {
        FeatureMatrix data = Clouds.of(1, 0, 1, 2, 3, 4).weightedBy(0, 1, 0, 3, 0);
        int[] drawn = Draws.weighted(data, 4000, SeededRandom.stream(1, 1));
        assertThat(Arrays.stream(drawn).distinct().toArray()).containsExactly(1, 3);
        assertThat(Arrays.stream(drawn).filter(row -> row == 3).count()).isBetween(2880L, 3120L); // sd 27
    }

    /** An information criterion joins in a line, without a change here. */
    @Test
    void anyNumberOfAFitIsACriterion() {
        IndexCriterion objective =
                IndexCriterion.of("objective per row", Direction.LOWER_IS_BETTER, (setup, fit, inside) -> {
                    double value = fit.report().objective() / setup.features().rowCount();
                    return Estimate.of(
                            value, value, value, setup.level(), setup.features().rowCount());
                });
        SearchReport report = SEARCH.withCriteria(objective).search(Clouds.three(60, 3, 1));
        assertThat(report.pick(objective)).hasValue(5); // falls with every segment: no way to choose a count
        assertThat(report.score(objective, 2).value())
                .isEqualTo(report.candidate(2).fit().orElseThrow().report().objective() / 60);
        assertThat(objective).hasToString("IndexCriterion[objective per row, LOWER_IS_BETTER]");
    }

    /** Bad input VA037: where nothing differs nothing is picked. */
    @Test
    void equalValuesPickNothing() {
        IndexCriterion constant = IndexCriterion.of(
                "constant", Direction.HIGHER_IS_BETTER, (setup, fit, inside) -> Estimate.of(1, 1, 1, 0.95, 3));
        SearchReport report = SEARCH.withCriteria(constant).search(Clouds.three(30, 3, 1));
        assertThat(report.pick(constant)).isEmpty();
        assertThat(report.curve(constant).notices())
                .containsExactly(new Notice(Reason.NO_ELBOW, "no segment count is picked: all scores are equal"));
        IndexCriterion undefined = IndexCriterion.of(
                "undefined",
                Direction.HIGHER_IS_BETTER,
                (setup, fit, inside) -> Estimate.undefined(Reason.NO_OBSERVATIONS, 3));
        assertThat(SEARCH.withCriteria(undefined)
                        .search(Clouds.three(30, 3, 1))
                        .curve(undefined)
                        .notices())
                .containsExactly(
                        new Notice(Reason.NO_ELBOW, "no segment count is picked: fewer than two have a score"));
    }

    @Test
    void tiesGoToTheSmallerCount() {
        IndexCriterion steps = IndexCriterion.of("steps", Direction.HIGHER_IS_BETTER, (setup, fit, inside) -> {
            double value = Math.min(2, fit.model().segmentCount());
            return Estimate.of(value, value, value, 0.95, 3);
        });
        assertThat(SEARCH.withCriteria(steps).search(Clouds.three(30, 3, 1)).pick(steps))
                .hasValue(2);
    }

    @Test
    void refusesBadOptions() {
        assertThatThrownBy(() -> IndexCriterion.of(
                        " ", Direction.HIGHER_IS_BETTER, (setup, fit, inside) -> Estimate.undefined(Reason.EMPTY, 0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("IndexCriterion.of: the name is blank; it heads the column of the criterion");
        assertThatThrownBy(() -> IndexCriterion.sampledSilhouette(1))
                .hasMessage("IndexCriterion.sampledSilhouette: rows = 1, expected at least 2; 2000 is usual");
    }
}
