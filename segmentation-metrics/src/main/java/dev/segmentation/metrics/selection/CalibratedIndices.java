package dev.segmentation.metrics.selection;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A panel of indices, each measured against random segmentations of the same rows, and their weighted mean: whether the
 * segments have the qualities that are wanted of them more than any segments would.
 *
 * <p>For each count, random segmentations are drawn: half of them by k random rows of which each row joins the nearest,
 * half by letting segments grow from k random rows, always by the row nearest to one. Each index x of a {@link
 * QualityAspect} becomes z = (x − m)/s with the mean m and the standard deviation s (dividing by one less than their
 * number) over these and the fitted segmentation itself, its sign turned where low is good. The score is Σ w·z/Σ w. No
 * unit; higher is better; 0 is what random segments reach.
 *
 * <p>{@link #homogeneity()} and {@link #separation()} are the indices A1 and A2 of the paper: their aspects and weights are
 * those of the manual of R's {@code clusterbenchstats}, whose examples pool all counts, as {@link Calibration#ALL_COUNTS}
 * does; by default each count is calibrated by itself. Of the manual's four kinds of random segmentations, those of
 * farthest and of average neighbors are not drawn.
 *
 * <p><b>Pick:</b> the largest score, the smaller k of equals; none, with a notice ({@link
 * Reason#NO_ELBOW}), if fewer than two are defined or all are equal. A single segment is
 * undefined ({@link Reason#SINGLE_SEGMENT}). Parts: each aspect's index by its label, and its z as {@code z label}.
 *
 * <p><b>Sampling:</b> of more than 1000 rows, a sample of 1000 stands for all in everything here, the fitted labels of those
 * rows included, and stability is that of fits to resamples of the sample; fitted and random segmentations are thus
 * treated alike.
 * <br><b>Weights:</b> the fits use them, all else counts every row once ({@link Reason#WEIGHTS_IGNORED}).
 * <br><b>Cost:</b> for m rows, at most 1000 by default, 4·m² bytes; two fits per pair and count for stability, and O(m²)
 * for each random segmentation.
 * <br><b>Reference:</b> S. E. Akhanli and C. Hennig (2020), Stat. Comput. 30, 1523–1544, doi:10.1007/s11222-020-09958-2;
 * indices: C. Hennig (2019), in Data Analysis and Applications 1, 1–24.
 */
public final class CalibratedIndices implements SelectionCriterion {

    private static final int DEFAULT_ROWS = 1000;

    private final String name;
    private final Map<QualityAspect, Double> weights;
    private final int draws;
    private final int pairs;
    private final int rows;
    private final Calibration calibration;

    private CalibratedIndices(
            String name, Map<QualityAspect, Double> weights, int draws, int pairs, int rows, Calibration calibration) {
        this.name = name;
        this.weights = weights;
        this.draws = draws;
        this.pairs = pairs;
        this.rows = rows;
        this.calibration = calibration;
    }

    /**
     * A1, for segments of customers who are alike: compactness, representation and stability, equally weighted.
     *
     * @return the criterion, with 100 random segmentations and 25 pairs of resamples
     */
    public static CalibratedIndices homogeneity() {
        return of(
                "A1 homogeneity",
                Map.of(
                        QualityAspect.COMPACTNESS, 1.0,
                        QualityAspect.REPRESENTATION, 1.0,
                        QualityAspect.STABILITY, 1.0));
    }

    /**
     * A2, for segments that are apart: separation, connection and stability, equally weighted.
     *
     * @return the criterion, with 100 random segmentations and 25 pairs of resamples
     */
    public static CalibratedIndices separation() {
        return of(
                "A2 separation",
                Map.of(
                        QualityAspect.SEPARATION, 1.0,
                        QualityAspect.CONNECTION, 1.0,
                        QualityAspect.STABILITY, 1.0));
    }

    /**
     * A panel of the caller's.
     *
     * @param name heads its column
     * @param weights of the aspects that count; others have none
     * @return the criterion, with 100 random segmentations and 25 pairs of resamples
     * @throws InvalidInputException if the name is blank ({@link Reason#BAD_NAME}), a weight is negative or not finite, or
     *     none is positive ({@link Reason#BAD_PARAM})
     */
    public static CalibratedIndices of(String name, Map<QualityAspect, Double> weights) {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "CalibratedIndices.of: the name is blank; it heads the column of the criterion");
        }
        Map<QualityAspect, Double> positive = new EnumMap<>(QualityAspect.class);
        Objects.requireNonNull(weights, "weights").forEach((aspect, weight) -> {
            if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
                throw Arguments.badParameter("CalibratedIndices.of", "weights", weight, "0 or more for each aspect");
            }
            if (weight > 0) {
                positive.put(aspect, weight);
            }
        });
        if (positive.isEmpty()) {
            throw Arguments.badParameter("CalibratedIndices.of", "weights", weights, "a positive one at least");
        }
        return new CalibratedIndices(
                name, Collections.unmodifiableMap(positive), 100, 25, DEFAULT_ROWS, Calibration.SAME_COUNT);
    }

    /**
     * Sets how many random segmentations are drawn for each count, by default 100.
     *
     * @param value at least 2; half of each kind, of an odd number one more by random rows
     * @return a new criterion
     * @throws InvalidInputException if it is below 2
     */
    public CalibratedIndices withRandomSegmentations(int value) {
        Arguments.atLeast(2, value, "CalibratedIndices.withRandomSegmentations", "draws", "100 is usual");
        return new CalibratedIndices(name, weights, value, pairs, rows, calibration);
    }

    /**
     * Sets by how many pairs of resamples stability is measured, by default 25.
     *
     * @param value at least 1
     * @return a new criterion
     * @throws InvalidInputException if it is below 1
     */
    public CalibratedIndices withPairs(int value) {
        Arguments.atLeast(1, value, "CalibratedIndices.withPairs", "pairs", "25 is usual");
        return new CalibratedIndices(name, weights, draws, value, rows, calibration);
    }

    /**
     * Sets up to how many rows are looked at, by default 1000; of more, so many are sampled.
     *
     * @param value at least 10
     * @return a new criterion
     * @throws InvalidInputException if it is below 10
     */
    public CalibratedIndices withRows(int value) {
        Arguments.atLeast(10, value, "CalibratedIndices.withRows", "rows", "1000 is usual, 10 000 take 400 MB");
        return new CalibratedIndices(name, weights, draws, pairs, value, calibration);
    }

    /**
     * Sets against which random segmentations a fit is measured, by default those of its own count.
     *
     * @param value the calibration
     * @return a new criterion
     */
    public CalibratedIndices withCalibration(Calibration value) {
        return new CalibratedIndices(name, weights, draws, pairs, rows, Objects.requireNonNull(value, "calibration"));
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * The weights of the aspects that count.
     *
     * @return unmodifiable, all positive
     */
    public Map<QualityAspect, Double> weights() {
        return weights;
    }

    @Override
    public Work<?> prepare(SearchSetup setup, Execution inside) {
        int n = setup.features().rowCount();
        SeededRandom random = Draws.stream(setup.seed(), PanelWork.SAMPLE, 0);
        int[] sample = Draws.without(n, Math.min(n, Math.max(rows, setup.most())), random);
        FeatureMatrix sampled =
                sample.length == n ? setup.features() : setup.features().rows(sample);
        int paired = weights.containsKey(QualityAspect.STABILITY) ? pairs : 0;
        List<int[]> resamples = new ArrayList<>();
        for (int p = 0; p < paired; p++) {
            SeededRandom stream = PanelWork.pair(setup, p);
            resamples.add(Draws.bootstrap(sample.length, stream));
            resamples.add(Draws.bootstrap(sample.length, stream));
        }
        try (Workers polled = inside.start()) {
            DistanceTable distances = new DistanceTable(sampled, polled);
            RandomSegments segments = new RandomSegments(distances, resamples, polled);
            return new PanelWork(
                    setup,
                    new PanelWork.Panel(weights, calibration, paired, draws),
                    new PanelWork.Rows(sample, sampled, distances, segments));
        }
    }

    @Override
    public String toString() {
        return "CalibratedIndices[" + name + ", weights = " + weights + ", draws = " + draws + ", pairs = " + pairs
                + ", rows = " + rows + ", calibration = " + calibration + "]";
    }
}
