package dev.segmentation.metrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.CancelledException;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitException;
import dev.segmentation.FitProgress;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.testing.Refusals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SegmentCountSearchTest {

    private static final Gap GAP = Gap.withDefaults().withReferences(20);
    private static final PredictionStrength STRENGTH =
            PredictionStrength.withDefaults().withSplits(10);
    private static final BootstrapInstability INSTABILITY =
            BootstrapInstability.withDefaults().withPairs(5);
    private static final SegmentCountSearch SEARCH = SegmentCountSearch.between(
                    2, 5, k -> KMeans.of(k).withRestarts(3).withSeed(42))
            .withCriteria(GAP, STRENGTH, INSTABILITY, IndexCriterion.silhouette(), IndexCriterion.daviesBouldin())
            .withSeed(7);

    @Test
    void threePlantedCloudsAreFoundByAllCriteria() {
        SearchReport report = SEARCH.search(Clouds.three(120, 15, 1));
        assertThat(report.criteria())
                .containsExactly("gap", "prediction strength", "bootstrap instability", "silhouette", "Davies–Bouldin");
        for (SelectionCriterion criterion : SEARCH.criteria()) {
            assertThat(report.pick(criterion)).as(criterion.name()).hasValue(3);
        }
        assertThat(report.candidates()).extracting(Candidate::segmentCount).containsExactly(2, 3, 4, 5);
        assertThat(report.candidate(3).sizes()).containsExactly(40, 40, 40);
        assertThat(report.candidate(3).fit().orElseThrow().converged()).isTrue();
    }

    /** Of 20 clouds without structure, gap and prediction strength call nearly all by their name. */
    @Test
    void onNoiseOneSegmentIsPickedMostly() {
        SegmentCountSearch search = SegmentCountSearch.between(
                        1, 3, k -> KMeans.of(k).withRestarts(1))
                .withCriteria(GAP, STRENGTH);
        int gaps = 0;
        int strengths = 0;
        for (int seed = 0; seed < 10; seed++) {
            for (FeatureMatrix noise : List.of(Clouds.uniform(80, 2, seed), Clouds.normal(80, 3, seed))) {
                SearchReport report = search.withSeed(seed).search(noise);
                gaps += report.pick(GAP).orElse(0) == 1 ? 1 : 0;
                strengths += report.pick(STRENGTH).orElse(0) == 1 ? 1 : 0;
            }
        }
        assertThat(gaps).isGreaterThanOrEqualTo(17);
        assertThat(strengths).isGreaterThanOrEqualTo(17);
    }

    @Test
    void theTableShowsEveryCandidateAndMarksEachPick() {
        String text = SEARCH.withCriteria(GAP, IndexCriterion.silhouette())
                .search(Clouds.three(30, 15, 1))
                .toString();
        List<String> lines = text.lines().toList();
        assertThat(lines.get(0)).matches("k +gap +silhouette +sizes");
        assertThat(lines.get(1)).matches("1 +-?[0-9.]+ +not fitted"); // scored by the gap alone
        assertThat(lines.get(3)).matches("3 +[0-9.]+\\* +0.[0-9]+\\* +\\[10, 10, 10\\]");
        assertThat(lines.get(5)).matches("5 +[0-9.]+ +0.[0-9]+ +\\[.*\\]");
        assertThat(lines.get(6)).isEqualTo("* the pick of the criterion's own rule");
    }

    @Test
    void sameBitsOnAnyNumberOfThreadsAndOtherBitsForOtherSeeds() {
        FeatureMatrix data = Clouds.three(60, 3, 1);
        String once = everything(SEARCH.search(data));
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(everything(SEARCH.search(data, Execution.onThreads(threads))))
                    .isEqualTo(once);
        }
        assertThat(everything(SEARCH.withSeed(8).search(data))).isNotEqualTo(once);
    }

    private static String everything(SearchReport report) {
        StringBuilder text = new StringBuilder(report.toString());
        for (String criterion : report.criteria()) {
            CriterionCurve curve = report.curve(criterion);
            for (int k : curve.segmentCounts()) {
                Estimate score = curve.score(k);
                text.append(score.value()).append(score.lower()).append(score.upper());
                curve.parts().forEach(part -> text.append(curve.part(part, k)));
            }
        }
        return text.toString();
    }

    /** Bad input VA037: rows that are all alike. */
    @Test
    void constantDataGiveFailuresAndNoPick() {
        double[] values = new double[2 * 60];
        Arrays.fill(values, 3.7);
        SearchReport report = SegmentCountSearch.between(1, 5, KMeans::of)
                .withCriteria(Stream.concat(SEARCH.criteria().stream(), Stream.of(IndexCriterion.dunn()))
                        .toList())
                .search(Clouds.of(2, values));
        assertThat(report.candidate(1).failure()).isEmpty();
        for (int k = 2; k <= 5; k++) {
            assertThat(report.candidate(k).failure().orElseThrow().reason()).isEqualTo(Reason.FEWER_DISTINCT_THAN_K);
            assertThat(report.candidate(k).sizes()).isEmpty();
            assertThat(report.score(GAP, k).undefined()).contains(Reason.FEWER_DISTINCT_THAN_K);
        }
        assertThat(report.score(GAP, 1).undefined()).contains(Reason.NO_WITHIN_VARIATION);
        for (String criterion : report.criteria()) {
            boolean strength = criterion.equals(STRENGTH.name()); // by definition 1 for a single segment
            assertThat(report.curve(criterion).pick())
                    .as(criterion)
                    .isEqualTo(strength ? OptionalInt.of(1) : OptionalInt.empty());
        }
        assertThatThrownBy(() -> report.candidate(2).assignment())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Candidate: k = 2 was not fitted; ask failure() why");
        assertThat(report.toString()).contains("FEWER_DISTINCT_THAN_K: k = 5: KMeans.fit: ");
        assertThat(report.candidate(2).toString()).startsWith("Candidate[k = 2, FEWER_DISTINCT_THAN_K: ");
    }

    @Test
    void countsBeyondTheDistinctRowsAreCandidatesWithTheirFailure() {
        FeatureMatrix few = Clouds.of(1, 0, 0, 0.1, 0.1, 9, 9, 9.1, 9.1);
        SearchReport report = SegmentCountSearch.between(2, 6, KMeans::of)
                .withCriteria(IndexCriterion.silhouette(), GAP)
                .search(few);
        assertThat(report.candidates())
                .extracting(c -> c.failure().isPresent())
                .containsExactly(false, false, false, true, true);
        assertThat(report.pick(IndexCriterion.silhouette())).hasValue(4); // pairs of equal rows
        assertThat(report.score(GAP, 4).undefined()).contains(Reason.NO_WITHIN_VARIATION);
        assertThat(report.score(GAP, 6).undefined()).contains(Reason.FEWER_DISTINCT_THAN_K);
        assertThat(report.notices()).extracting(Notice::reason).contains(Reason.FEWER_DISTINCT_THAN_K);
    }

    /** Bad input VA036: 10 rows, counts 0 to 11. */
    @Test
    void refusesRangesThatCannotBe() {
        FeatureMatrix ten = Clouds.three(10, 9, 1);
        InvalidInputException zero =
                Refusals.refused(Reason.BAD_PARAM, () -> SegmentCountSearch.between(0, 11, KMeans::of));
        assertThat(zero.name()).contains("k");
        assertThat(zero)
                .hasMessage("SegmentCountSearch.between: k = 0, expected at least 1; 1 puts every row into one"
                        + " segment");
        InvalidInputException beyond = Refusals.refused(
                Reason.BAD_PARAM,
                () -> SegmentCountSearch.between(1, 11, KMeans::of).search(ten));
        assertThat(beyond.name()).contains("k");
        assertThat(beyond)
                .hasMessage("SegmentCountSearch.search: k = 1 to 11, expected at most 10, the number of rows;"
                        + " end the range earlier");
        Refusals.refused(Reason.BAD_PARAM, () -> SegmentCountSearch.between(3, 2, KMeans::of));
    }

    @Test
    void refusesWhatCannotBeSearchedOrAsked() {
        FeatureMatrix ten = Clouds.three(10, 9, 1);
        Refusals.refused(Reason.EMPTY, () -> SEARCH.search(ten.rows()));
        Refusals.refused(Reason.NON_FINITE, () -> SEARCH.search(Clouds.of(1, 1, 2, 3, 4, Double.NaN)));
        assertThatThrownBy(() -> SEARCH.withCriteria(GAP, Gap.withDefaults()))
                .hasMessage("SegmentCountSearch.withCriteria: two criteria are called \"gap\"; give each once");
        assertThatThrownBy(() -> SEARCH.withLevel(1)).hasMessageContaining("level = 1.0");
        SearchReport report = SEARCH.withCriteria(GAP).search(ten);
        assertThatThrownBy(() -> report.pick(STRENGTH))
                .hasMessage("SearchReport: no criterion \"prediction strength\"; there are [gap]");
        assertThatThrownBy(() -> report.score(GAP, 9))
                .hasMessage("CriterionCurve.score: k = 9, expected one of [1, 2, 3, 4, 5], which were scored");
        assertThatThrownBy(() -> report.candidate(1))
                .hasMessage("SearchReport.candidate: k = 1, expected 2 to 5, what was searched");
        assertThatThrownBy(() -> report.curve(GAP).part("x", 2)).hasMessageContaining("no part \"x\"");
        assertThat(SEARCH)
                .hasToString("SegmentCountSearch[k = 2 to 5, criteria = [gap, prediction strength, bootstrap"
                        + " instability, silhouette, Davies–Bouldin], seed = 7, level = 0.95]");
    }

    @Test
    void aSingleRowAndNoCriteria() {
        SearchReport report = SegmentCountSearch.between(1, 1, KMeans::of).search(Clouds.of(2, 1, 2));
        assertThat(report.candidate(1).sizes()).containsExactly(1);
        assertThat(report.criteria()).hasSize(SelectionCriterion.defaults().size());
        assertThat(report.pick(Gap.withDefaults())).isEmpty();
        SearchReport fits = SEARCH.withCriteria().search(Clouds.three(9, 9, 1));
        assertThat(fits.criteria()).isEmpty();
        assertThat(fits.candidates()).hasSize(4);
    }

    @Test
    void tellsProgressOfFitsAndMeasurements() {
        List<FitProgress> told = new ArrayList<>();
        SEARCH.search(Clouds.three(30, 9, 1), Execution.sequential().withListener(told::add));
        int total = 4 + 4 * (21 + 10 + 5 + 1 + 1);
        assertThat(told).hasSize(total);
        assertThat(told.get(0)).isEqualTo(new FitProgress("segment count search", 1, total, Double.NaN));
        assertThat(told.get(total - 1).done()).isEqualTo(total);
        List<Long> onThreads = new ArrayList<>();
        SEARCH.search(
                Clouds.three(30, 9, 1),
                Execution.onThreads(3).withListener(progress -> onThreads.add(progress.done())));
        assertThat(onThreads).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aListenerThatThrowsEndsTheSearch() {
        Execution throwing = Execution.sequential().withListener(progress -> {
            throw new IllegalArgumentException("mine");
        });
        assertThatThrownBy(() -> SEARCH.search(Clouds.three(30, 9, 1), throwing))
                .isInstanceOf(FitException.class)
                .hasRootCauseMessage("mine");
    }

    @Test
    void cancellationReachesTheFits() {
        AtomicInteger polls = new AtomicInteger();
        AtomicBoolean cancelled = new AtomicBoolean();
        Segmenter<?> endless = (features, execution) -> {
            try (var workers = execution.start()) {
                while (true) {
                    workers.checkCancelled();
                    if (polls.incrementAndGet() > 1_000) {
                        cancelled.set(true);
                    }
                }
            }
        };
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Execution execution = Execution.on(pool, 3).withCancellation(cancelled::get);
            assertThatThrownBy(() ->
                            SegmentCountSearch.between(1, 4, k -> endless).search(Clouds.three(30, 9, 1), execution))
                    .isInstanceOf(CancelledException.class);
            assertThat(pool.isShutdown()).isFalse();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void cancellationReachesTheMeasurements() {
        for (SelectionCriterion criterion : List.of(
                GAP.withPower(DistancePower.PLAIN),
                STRENGTH,
                INSTABILITY,
                IndexCriterion.dunn(),
                CalibratedIndices.homogeneity())) {
            AtomicBoolean cancelled = new AtomicBoolean();
            Execution execution = Execution.sequential()
                    .withListener(progress -> cancelled.set(progress.done() > 6))
                    .withCancellation(cancelled::get);
            assertThatThrownBy(() -> SEARCH.withCriteria(criterion).search(Clouds.three(30, 9, 1), execution))
                    .as(criterion.name())
                    .isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void faultsOfTheCallersSegmenterAreNotHidden() {
        Segmenter<?> broken = (features, execution) -> {
            throw new UnsupportedOperationException("not mine");
        };
        assertThatThrownBy(() -> SegmentCountSearch.between(1, 2, k -> broken).search(Clouds.three(30, 9, 1)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"})
    void nullsAreRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> SegmentCountSearch.between(1, 2, null))
                .withMessage("segmenters");
        assertThatNullPointerException()
                .isThrownBy(() -> SegmentCountSearch.between(1, 2, k -> null).search(Clouds.three(30, 9, 1)))
                .withMessage("segmenter");
        assertThatNullPointerException().isThrownBy(() -> GAP.withRule(null)).withMessage("rule");
        assertThatNullPointerException().isThrownBy(() -> GAP.withPower(null)).withMessage("power");
        assertThatNullPointerException()
                .isThrownBy(() -> GAP.withReference(null))
                .withMessage("reference");
        assertThatNullPointerException()
                .isThrownBy(() -> CalibratedIndices.homogeneity().withCalibration(null))
                .withMessage("calibration");
        assertThatNullPointerException()
                .isThrownBy(() -> SEARCH.withCriteria((List<SelectionCriterion>) null))
                .withMessage("criteria");
        assertThatNullPointerException()
                .isThrownBy(() -> SEARCH.withCriteria((SelectionCriterion[]) null))
                .withMessage("criteria");
        assertThatNullPointerException()
                .isThrownBy(() -> CalibratedIndices.of("x", null))
                .withMessage("weights");
        assertThatNullPointerException()
                .isThrownBy(() -> CalibratedIndices.of(null, Map.of()))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> IndexCriterion.of("x", null, (setup, fit, inside) -> Estimate.of(1, 1, 1, 0.95, 1)))
                .withMessage("direction");
        SearchReport fits = SEARCH.withCriteria().search(Clouds.three(9, 9, 1));
        assertThatNullPointerException().isThrownBy(() -> fits.pick(null)).withMessage("criterion");
        assertThatNullPointerException().isThrownBy(() -> SEARCH.search(null)).withMessage("features");
        assertThatNullPointerException()
                .isThrownBy(() -> SEARCH.search(Clouds.three(30, 9, 1), null))
                .withMessage("execution");
    }
}
