package dev.segmentation.metrics.aging;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.SegmentNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How well customers fitted a model with centers when it was new, frozen, so that later customers can be held against it: have
 * the centers moved, does everybody still fit, are there strangers, do customers crowd at the borders?
 *
 * <p>Customers that a model was learned from fit it better than any others: centers are their means, and borders run where few
 * of them are. Held against them, every model seems to have aged on the day after it was made, the more so the less its segments
 * are natural. So the baseline is of customers who were held out ({@link #of}), or it learns the model several times, each time
 * without some of the customers, and measures those ({@link #crossFitted}).
 *
 * <p>What is frozen: the distance that the share {@link #withNoveltyQuantile q} of them keeps to its nearest center, the margin
 * (1 − d₁/d₂, with d₁ and d₂ the distances to the nearest and the second nearest center) that the share {@link
 * #withCrowdingQuantile} does not reach, mean distances, and the mean and covariance of each segment.
 *
 * <p><b>Input:</b> features as the model took them, scaled, none missing. Customers count once each; weights are not used.
 * <br><b>Cost:</b> O(n·k·d + n·d²) time, O(n·d) memory while measuring, O(n + k·d²) kept; cross-fitting adds its fits.
 *
 * <p>Immutable and thread-safe.
 */
public final class FitBaseline {

    /** How often the model is learned again. */
    private static final int FOLDS = 10;

    private final List<String> featureNames;
    private final double[][] centers;
    private final SegmentSpread[] spreads;
    private final double[] distances; // ascending
    private final double[] margins; // ascending; none if there is one segment
    private final Options options;

    /** What can be said afterwards. */
    private record Options(SegmentNames segments, double noveltyQuantile, double crowdingQuantile, double level) {}

    private FitBaseline(
            List<String> featureNames,
            double[][] centers,
            SegmentSpread[] spreads,
            double[] distances,
            double[] margins,
            Options options) {
        this.featureNames = featureNames;
        this.centers = centers;
        this.spreads = spreads;
        this.distances = distances;
        this.margins = margins;
        this.options = options;
    }

    /**
     * Freezes how customers fit whom the model has not seen.
     *
     * @param centers k × d, such as {@code model.centers()}, one row per label
     * @param heldOut customers that the centers were not learned from, at least two, as recent as those that they were
     * @param execution how to run; never changes the result
     * @return the baseline
     * @throws InvalidInputException if there are no centers or fewer than two customers ({@link Reason#EMPTY}), the features
     *     differ ({@link Reason#SCHEMA_MISMATCH}), a value is missing ({@link Reason#NON_FINITE}), or a distance overflows
     *     ({@link Reason#RANGE})
     */
    public static FitBaseline of(FeatureMatrix centers, FeatureMatrix heldOut, Execution execution) {
        Objects.requireNonNull(centers, "centers");
        Objects.requireNonNull(heldOut, "heldOut");
        Objects.requireNonNull(execution, "execution");
        String where = "FitBaseline.of";
        checkNotEmpty(centers, heldOut, "heldOut", where);
        Arguments.noMissing(centers, where);
        FeatureMatrix ordered = CenterDistances.checked(centers.featureNames(), heldOut, where);
        double[][] points = points(centers);
        CenterDistances found = CenterDistances.of(ordered, points, execution, where);
        double[] margins = new double[found.labels.length];
        Arrays.setAll(margins, found::margin);
        return frozen(centers, SegmentSpread.of(ordered, found.labels, points.length), found.nearest.clone(), margins);
    }

    /**
     * Freezes how customers fit whom the model was learned from, by learning it again {@value #FOLDS} times, each time without a
     * part of them, and measuring that part. The distances are those of models that are a little poorer than the given one, for
     * they have seen a tenth less. Where features have few distinct values, such as small counts, distances and margins jump from one
     * model to the next, and ten models are no fair measure of one: hold customers out instead.
     *
     * @param segmenter what the model was learned by
     * @param model the model, whose segments are watched
     * @param training all customers that it was learned from, in the same order
     * @param execution how to run; never changes the result
     * @return the baseline
     * @throws InvalidInputException as {@link #of}, and if nine tenths of the customers are too few for so many segments
     */
    public static FitBaseline crossFitted(
            Segmenter<KMeansModel> segmenter, KMeansModel model, FeatureMatrix training, Execution execution) {
        Objects.requireNonNull(segmenter, "segmenter");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(execution, "execution");
        String where = "FitBaseline.crossFitted";
        FeatureMatrix centers = model.centers();
        checkNotEmpty(centers, training, "training", where);
        FeatureMatrix ordered = CenterDistances.checked(centers.featureNames(), training, where);
        CenterDistances own = CenterDistances.of(ordered, points(centers), execution, where);
        double[] distances = new double[ordered.rowCount()];
        double[] margins = new double[distances.length];
        int[] folds = folds(distances.length);
        for (int f = 0; f < FOLDS; f++) {
            int fold = f;
            int[] out = IntStream.range(0, folds.length)
                    .filter(i -> folds[i] == fold)
                    .toArray();
            int[] in = IntStream.range(0, folds.length)
                    .filter(i -> folds[i] != fold)
                    .toArray();
            if (out.length > 0) {
                KMeansModel without = segmenter.fit(ordered.rows(in), execution).model();
                CenterDistances found = CenterDistances.of(
                        ordered.rows(out), points(without.centers().select(centers.featureNames())), execution, where);
                for (int i = 0; i < out.length; i++) {
                    distances[out[i]] = found.nearest[i];
                    margins[out[i]] = found.margin(i);
                }
            }
        }
        return frozen(centers, SegmentSpread.of(ordered, own.labels, centers.rowCount()), distances, margins);
    }

    /** Parts of equal size, drawn; the same for the same number of rows. */
    private static int[] folds(int rows) {
        int[] order = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> SeededRandom.uniform(0, row))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] folds = new int[rows];
        for (int rank = 0; rank < rows; rank++) {
            folds[order[rank]] = rank % FOLDS;
        }
        return folds;
    }

    private static double[][] points(FeatureMatrix centers) {
        double[][] points = new double[centers.rowCount()][];
        Arrays.setAll(points, centers::row);
        return points;
    }

    private static void checkNotEmpty(FeatureMatrix centers, FeatureMatrix customers, String name, String where) {
        if (centers.rowCount() == 0 || customers.rowCount() < 2) {
            throw new InvalidInputException(
                    Reason.EMPTY,
                    centers.rowCount() == 0 ? "centers" : name,
                    where + ": " + centers.rowCount() + " centers and " + customers.rowCount()
                            + " customers, expected at least 1 and 2");
        }
    }

    /** Sorts what it is given. */
    private static FitBaseline frozen(
            FeatureMatrix centers, SegmentSpread[] spreads, double[] distances, double[] margins) {
        Arrays.sort(distances);
        Arrays.sort(margins);
        List<String> segments = new ArrayList<>();
        for (int s = 0; s < spreads.length; s++) {
            segments.add("Segment " + s);
        }
        return new FitBaseline(
                centers.featureNames(),
                points(centers),
                spreads,
                distances,
                spreads.length == 1 ? new double[0] : margins,
                new Options(SegmentNames.of(segments, "FitBaseline"), 0.95, 0.10, 0.95));
    }

    /**
     * Names the segments.
     *
     * @param names one per label, unique
     * @return a new baseline
     * @throws InvalidInputException if their number differs ({@link Reason#SCHEMA_MISMATCH}), or a name is blank, reserved or
     *     repeated
     */
    public FitBaseline withNames(List<String> names) {
        Objects.requireNonNull(names, "names");
        String where = "FitBaseline.withNames";
        Arguments.sameSize(centers.length, names.size(), where, "names", "segment");
        return with(new Options(
                SegmentNames.of(names, where), options.noveltyQuantile, options.crowdingQuantile, options.level));
    }

    /**
     * Sets from which quantile of the distances on a customer is a stranger.
     *
     * @param quantile in (0, 1), 0.95 unless said otherwise; without aging about 1 − quantile of later customers are
     * @return a new baseline
     * @throws InvalidInputException if it is out of range
     */
    public FitBaseline withNoveltyQuantile(double quantile) {
        Arguments.openUnit(quantile, "FitBaseline.withNoveltyQuantile", "quantile");
        return with(new Options(options.segments, quantile, options.crowdingQuantile, options.level));
    }

    /**
     * Sets up to which quantile of the margins a customer is at a border.
     *
     * @param quantile in (0, 1), 0.1 unless said otherwise; without aging about that share of later customers is
     * @return a new baseline
     * @throws InvalidInputException if it is out of range
     */
    public FitBaseline withCrowdingQuantile(double quantile) {
        Arguments.openUnit(quantile, "FitBaseline.withCrowdingQuantile", "quantile");
        return with(new Options(options.segments, options.noveltyQuantile, quantile, options.level));
    }

    /**
     * Sets the confidence level of the intervals.
     *
     * @param confidence in (0, 1), 0.95 unless said otherwise
     * @return a new baseline
     * @throws InvalidInputException if it is out of range
     */
    public FitBaseline withLevel(double confidence) {
        Arguments.openUnit(confidence, "FitBaseline.withLevel", "level");
        return with(new Options(options.segments, options.noveltyQuantile, options.crowdingQuantile, confidence));
    }

    private FitBaseline with(Options changed) {
        return new FitBaseline(featureNames, centers, spreads, distances, margins, changed);
    }

    /**
     * The distance beyond which a customer is a stranger.
     *
     * @return the ⌈q (n + 1)⌉-th smallest distance of the baseline, the largest if there are fewer
     */
    public double noveltyThreshold() {
        return distances[(int) noveltyRank() - 1];
    }

    /**
     * The margin below which a customer is at a border.
     *
     * @return the ⌊q (n + 1)⌋-th smallest margin of the baseline, the smallest if that is none; NaN if there is one segment
     */
    public double crowdingThreshold() {
        return margins.length == 0 ? Double.NaN : margins[(int) crowdingRank() - 1];
    }

    long noveltyRank() {
        return Math.min(distances.length, (long) Math.ceil(options.noveltyQuantile * (distances.length + 1.0)));
    }

    long crowdingRank() {
        return Math.max(1, (long) Math.floor(options.crowdingQuantile * (margins.length + 1.0)));
    }

    /**
     * Holds later customers against the baseline.
     *
     * @param now any customers, with the features of the centers on the same scale
     * @param execution how to run; never changes the result
     * @return how they fit
     * @throws InvalidInputException if the features differ ({@link Reason#SCHEMA_MISMATCH}), a value is missing ({@link
     *     Reason#NON_FINITE}), or a distance overflows ({@link Reason#RANGE})
     */
    public FitDrift measure(FeatureMatrix now, Execution execution) {
        Objects.requireNonNull(now, "now");
        Objects.requireNonNull(execution, "execution");
        String where = "FitBaseline.measure";
        FeatureMatrix ordered = CenterDistances.checked(featureNames, now, where);
        CenterDistances found = CenterDistances.of(ordered, centers, execution, where);
        SegmentSpread[] later = SegmentSpread.of(ordered, found.labels, centers.length);
        List<CenterDrift> drifts = new ArrayList<>();
        for (int s = 0; s < centers.length; s++) {
            drifts.add(CenterDrift.of(options.segments.segments().get(s), spreads[s], later[s], options.level));
        }
        return new FitDrift(this, found, drifts, options.level);
    }

    /** Ascending. */
    double[] distances() {
        return distances;
    }

    boolean hasMargins() {
        return margins.length > 0;
    }

    /** Such as {@code FitBaseline[4338 customers, 5 segments, strangers beyond 2.31, border below 0.08]}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "FitBaseline[%d customers, %d segments, strangers beyond %.4g, border below %.4g]",
                distances.length,
                centers.length,
                noveltyThreshold(),
                crowdingThreshold());
    }
}
