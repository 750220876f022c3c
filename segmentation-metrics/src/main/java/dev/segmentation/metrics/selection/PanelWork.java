package dev.segmentation.metrics.selection;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The work of {@link CalibratedIndices}: a measurement is the indices that it can tell. */
final class PanelWork implements SelectionCriterion.Work<Map<QualityAspect, Double>> {

    static final long SAMPLE = 0x70616e65; // any constants of their own
    private static final long PAIRS = 0x70616972;
    private static final long DRAWS = 0x72616e64;

    private final SearchSetup setup;
    private final Panel panel;
    private final Rows rows;

    /** What is asked for. */
    record Panel(Map<QualityAspect, Double> weights, Calibration calibration, int pairs, int draws) {}

    /** The rows that stand for all, and what is known about them. */
    static final class Rows {

        private final int[] sample;
        private final FeatureMatrix features;
        private final DistanceTable distances;
        private final RandomSegments random;

        Rows(int[] sample, FeatureMatrix features, DistanceTable distances, RandomSegments random) {
            this.sample = sample;
            this.features = features;
            this.distances = distances;
            this.random = random;
        }
    }

    PanelWork(SearchSetup setup, Panel panel, Rows rows) {
        this.setup = setup;
        this.panel = panel;
        this.rows = rows;
    }

    /** The stream of which both resamples of a pair are drawn. */
    static SeededRandom pair(SearchSetup setup, int pair) {
        return Draws.stream(setup.seed(), PAIRS, pair);
    }

    @Override
    public int replicates() {
        return 1 + panel.pairs() + panel.draws();
    }

    /** Replicate 0 is the fit, then come its pairs of resamples, then random segmentations. */
    @Override
    public Map<QualityAspect, Double> measure(Candidate candidate, int replicate, Execution inside) {
        int k = candidate.segmentCount();
        if (k == 1) {
            return Map.of();
        }
        if (replicate == 0) {
            int[] labels = candidate.assignment().rows(rows.sample).toArray();
            return AspectIndices.of(
                    rows.distances, labels, candidate.assignment().segmentCount());
        }
        if (replicate <= panel.pairs()) {
            SeededRandom stream = pair(setup, replicate - 1);
            double disagreement = BootstrapInstability.measure(setup, rows.features, k, stream, inside);
            return Map.of(QualityAspect.STABILITY, 1 - disagreement);
        }
        int draw = replicate - 1 - panel.pairs();
        RandomSegments.Kind kind =
                draw % 2 == 0 ? RandomSegments.Kind.CENTROIDS : RandomSegments.Kind.NEAREST_NEIGHBORS;
        SeededRandom random = Draws.stream(setup.seed(), DRAWS, draw);
        Map<QualityAspect, Double> values = AspectIndices.of(rows.distances, rows.random.draw(kind, k, random), k);
        values.put(QualityAspect.STABILITY, rows.random.stability(kind, k, random));
        return values;
    }

    @Override
    public CriterionCurve conclude(List<Measured<Map<QualityAspect, Double>>> measured) {
        CriterionCurve.Builder curve = CriterionCurve.builder().noticesOf(measured);
        List<Map<QualityAspect, Double>> everything = new ArrayList<>();
        measured.forEach(one -> everything.addAll(pool(one)));
        Best best = new Best(Direction.HIGHER_IS_BETTER);
        for (Measured<Map<QualityAspect, Double>> one : measured) {
            int k = one.candidate().segmentCount();
            List<Map<QualityAspect, Double>> pool =
                    panel.calibration() == Calibration.ALL_COUNTS ? everything : pool(one);
            Estimate score = score(curve, one, pool);
            curve.score(k, score);
            best.add(k, score.value());
        }
        if (setup.features().isWeighted()) {
            curve.notice(new Notice(Reason.WEIGHTS_IGNORED, "indices count every row once; only the fits use weights"));
        }
        return best.on(curve).build();
    }

    private Estimate score(
            CriterionCurve.Builder curve,
            Measured<Map<QualityAspect, Double>> one,
            List<Map<QualityAspect, Double>> pool) {
        int k = one.candidate().segmentCount();
        int n = setup.features().rowCount();
        if (k == 1) {
            return Estimate.undefined(Reason.SINGLE_SEGMENT, n);
        }
        Map<QualityAspect, Double> fitted = fitted(one);
        double sum = 0;
        double total = 0;
        Reason reason = Reason.ZERO_VARIANCE; // of an index over all segmentations
        for (Map.Entry<QualityAspect, Double> entry : panel.weights().entrySet()) {
            QualityAspect aspect = entry.getKey();
            double value = fitted.getOrDefault(aspect, Double.NaN);
            double z = calibrated(aspect, value, pool);
            curve.part(aspect.label(), k, value).part("z " + aspect.label(), k, z);
            reason = Double.isNaN(value) ? Reason.NO_OBSERVATIONS : reason;
            sum += entry.getValue() * z;
            total += entry.getValue();
        }
        double score = sum / total;
        return Double.isNaN(score) ? Estimate.undefined(reason, n) : Estimate.of(score, score, score, setup.level(), n);
    }

    /** NaN if the index is undefined or the same for all. */
    static double calibrated(QualityAspect aspect, double value, List<Map<QualityAspect, Double>> pool) {
        double[] values = pool.stream()
                .mapToDouble(all -> all.getOrDefault(aspect, Double.NaN))
                .filter(Double::isFinite)
                .toArray();
        double deviation = Means.deviation(values);
        double z = deviation > 0 ? (value - Means.mean(values)) / deviation : Double.NaN;
        return aspect.direction() == Direction.HIGHER_IS_BETTER ? z : -z;
    }

    /** The indices of random segmentations and of the fit. */
    private List<Map<QualityAspect, Double>> pool(Measured<Map<QualityAspect, Double>> one) {
        List<Map<QualityAspect, Double>> pool = new ArrayList<>();
        if (one.candidate().segmentCount() > 1) {
            for (int r = 1 + panel.pairs(); r < replicates(); r++) {
                one.result(r).ifPresent(pool::add);
            }
            pool.add(fitted(one));
        }
        return pool;
    }

    /** The indices of the fit, stability included. */
    private Map<QualityAspect, Double> fitted(Measured<Map<QualityAspect, Double>> one) {
        Map<QualityAspect, Double> values = new EnumMap<>(QualityAspect.class);
        one.result(0).ifPresent(values::putAll);
        double[] stabilities = IntStream.rangeClosed(1, panel.pairs())
                .mapToObj(one::result)
                .flatMap(Optional::stream)
                .mapToDouble(found -> found.getOrDefault(QualityAspect.STABILITY, Double.NaN))
                .toArray();
        if (stabilities.length > 0) {
            values.put(QualityAspect.STABILITY, Means.mean(stabilities));
        }
        return values;
    }
}
