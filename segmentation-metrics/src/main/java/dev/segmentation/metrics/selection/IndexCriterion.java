package dev.segmentation.metrics.selection;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.validity.Dunn;
import dev.segmentation.metrics.validity.SegmentIndices;
import dev.segmentation.metrics.validity.Silhouette;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One number per fit, of which the largest or the smallest is best: silhouettes, Calinski–Harabasz, Davies–Bouldin, Dunn,
 * or the caller's own, such as an information criterion.
 *
 * <p><b>Pick:</b> the best defined value, the smaller k of equals; none, with a notice ({@link Reason#NO_ELBOW}), if fewer
 * than two are defined or all are equal.
 * All indices of this class are undefined for a single segment, so they cannot say that there are no segments; ask {@link
 * Gap} or {@link PredictionStrength} that.
 *
 * <p><b>Weights:</b> used, a row of weight w counts as w rows; Dunn's index leaves out rows of weight 0 and counts the
 * others once.
 *
 * <p>An interval is given where rows were sampled; elsewhere the number is exact for these rows, and its interval has no
 * width.
 */
public final class IndexCriterion implements SelectionCriterion {

    /** Up to so many rows the silhouette is exact, above it is sampled: 10 000. */
    public static final int EXACT_SILHOUETTE_ROWS = 10_000;

    /** How many rows are sampled above: 2 000. */
    public static final int SAMPLED_SILHOUETTE_ROWS = 2_000;

    /** Above so many rows Dunn's index is undefined ({@link Reason#RESOURCE_LIMIT}): 20 000. */
    public static final int MOST_DUNN_ROWS = 20_000;

    private final String name;
    private final Direction direction;
    private final Index index;

    private IndexCriterion(String name, Direction direction, Index index) {
        this.name = name;
        this.direction = direction;
        this.index = index;
    }

    /** A number of a fit. */
    @FunctionalInterface
    public interface Index {

        /**
         * Computes the number; called from any thread.
         *
         * @param setup the data, seed and level of the search
         * @param fit the fit of a candidate
         * @param inside how to run, with the cancellation of the search
         * @return the number, or undefined with the reason
         */
        Estimate of(SearchSetup setup, Fit<?> fit, Execution inside);
    }

    /**
     * A criterion of the caller's.
     *
     * @param name heads its column
     * @param direction which end is good
     * @param index the number; a pure function
     * @return the criterion
     * @throws InvalidInputException if the name is blank ({@link Reason#BAD_NAME})
     */
    public static IndexCriterion of(String name, Direction direction, Index index) {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "IndexCriterion.of: the name is blank; it heads the column of the criterion");
        }
        return new IndexCriterion(
                name, Objects.requireNonNull(direction, "direction"), Objects.requireNonNull(index, "index"));
    }

    /**
     * The {@linkplain Silhouette mean silhouette}, exact up to {@value #EXACT_SILHOUETTE_ROWS} rows, above from a sample of
     * {@value #SAMPLED_SILHOUETTE_ROWS}.
     *
     * @return as {@link #sampledSilhouette} where it is sampled
     */
    public static IndexCriterion silhouette() {
        return of("silhouette", Direction.HIGHER_IS_BETTER, (setup, fit, inside) -> {
            boolean exact = setup.features().rowCount() <= EXACT_SILHOUETTE_ROWS;
            return silhouette(setup, fit, exact ? EXACT_SILHOUETTE_ROWS : SAMPLED_SILHOUETTE_ROWS, inside);
        });
    }

    /**
     * The mean silhouette estimated from sampled rows, the same for every count: exact widths, with distances to all rows,
     * so that the estimate has no bias, and Student's interval for their mean. Rows with weights are drawn with replacement,
     * each as likely as it weighs. Exact where the sample would be all rows.
     * O(m·n·d) time.
     *
     * @param rows how many are sampled, m, at least 2
     * @return the criterion
     * @throws InvalidInputException if it is below 2
     */
    public static IndexCriterion sampledSilhouette(int rows) {
        Arguments.atLeast(2, rows, "IndexCriterion.sampledSilhouette", "rows", "2000 is usual");
        return of(
                "silhouette of " + rows + " rows",
                Direction.HIGHER_IS_BETTER,
                (setup, fit, inside) -> silhouette(setup, fit, rows, inside));
    }

    /**
     * The {@linkplain Silhouette#squaredEuclidean mean silhouette with squared distances}, exact for any number of rows:
     * O(n·k·d) time.
     *
     * @return the criterion
     */
    public static IndexCriterion squaredSilhouette() {
        return of("squared silhouette", Direction.HIGHER_IS_BETTER, (setup, fit, inside) -> {
            Silhouette found = Silhouette.squaredEuclidean(setup.features(), fit.assignment(), inside);
            return estimate(setup, found.mean(), found.undefined());
        });
    }

    /**
     * The simplified silhouette: (b − a)/max(a, b), on average, with a the distance of a row to the mean of its own segment
     * and b that to the nearest other mean; 1 − a/b for a row whose own mean is the nearest. Range [−1, 1]. Larger than the
     * silhouette proper, which it does not replace; a row alone in its segment and one at two means score 0. O(n·k·d)
     * time.
     *
     * @return the criterion
     */
    public static IndexCriterion simplifiedSilhouette() {
        return of("simplified silhouette", Direction.HIGHER_IS_BETTER, (setup, fit, inside) -> {
            OptionalDouble mean = SimplifiedSilhouette.mean(setup.features(), fit.assignment(), inside);
            return estimate(setup, mean.orElse(Double.NaN), Optional.of(SimplifiedSilhouette.reason(mean)));
        });
    }

    /**
     * {@linkplain SegmentIndices#calinskiHarabasz() Calinski–Harabasz}, higher is better.
     *
     * @return the criterion
     */
    public static IndexCriterion calinskiHarabasz() {
        return of("Calinski–Harabasz", Direction.HIGHER_IS_BETTER, (setup, fit, inside) -> {
            SegmentIndices indices = SegmentIndices.of(setup.features(), fit.assignment(), inside);
            return estimate(setup, indices.calinskiHarabasz(), reason(indices));
        });
    }

    /**
     * {@linkplain SegmentIndices#daviesBouldin() Davies–Bouldin}, lower is better.
     *
     * @return the criterion
     */
    public static IndexCriterion daviesBouldin() {
        return of("Davies–Bouldin", Direction.LOWER_IS_BETTER, (setup, fit, inside) -> {
            SegmentIndices indices = SegmentIndices.of(setup.features(), fit.assignment(), inside);
            return estimate(setup, indices.daviesBouldin(), reason(indices));
        });
    }

    /**
     * {@linkplain Dunn Dunn's index}, higher is better; O(n²·d) time, so it is undefined above {@value #MOST_DUNN_ROWS}
     * rows.
     *
     * @return the criterion
     */
    public static IndexCriterion dunn() {
        return of("Dunn", Direction.HIGHER_IS_BETTER, (setup, fit, inside) -> {
            if (setup.features().rowCount() > MOST_DUNN_ROWS) {
                return Estimate.undefined(
                        Reason.RESOURCE_LIMIT, setup.features().rowCount());
            }
            Dunn found = Dunn.of(setup.features(), fit.assignment(), inside);
            return estimate(setup, found.value(), found.undefined());
        });
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Which end is good.
     *
     * @return the direction
     */
    public Direction direction() {
        return direction;
    }

    @Override
    public Work<?> prepare(SearchSetup setup, Execution inside) {
        return new IndexWork(setup);
    }

    @Override
    public String toString() {
        return "IndexCriterion[" + name + ", " + direction + "]";
    }

    private static Estimate silhouette(SearchSetup setup, Fit<?> fit, int rows, Execution inside) {
        FeatureMatrix features = setup.features();
        Assignment assignment = fit.assignment();
        if (rows < features.rowCount()) {
            return SampledSilhouette.mean(setup, assignment, rows, inside);
        }
        Silhouette found = Silhouette.of(features, assignment, inside);
        return estimate(setup, found.mean(), found.undefined());
    }

    private static Estimate estimate(SearchSetup setup, double value, Optional<Reason> reason) {
        long n = setup.features().rowCount();
        return Double.isFinite(value)
                ? Estimate.of(value, value, value, setup.level(), n)
                : Estimate.undefined(reason.orElse(Reason.RANGE), n);
    }

    private static Optional<Reason> reason(SegmentIndices indices) {
        return indices.undefined().stream().map(Notice::reason).findFirst();
    }

    private final class IndexWork implements Work<Estimate> {

        private final SearchSetup setup;

        IndexWork(SearchSetup setup) {
            this.setup = setup;
        }

        @Override
        public int replicates() {
            return 1;
        }

        @Override
        public Estimate measure(Candidate candidate, int replicate, Execution inside) {
            return index.of(setup, candidate.required(), inside);
        }

        @Override
        public CriterionCurve conclude(List<Measured<Estimate>> measured) {
            CriterionCurve.Builder curve = CriterionCurve.builder().noticesOf(measured);
            Best best = new Best(direction);
            for (Measured<Estimate> one : measured) {
                int k = one.candidate().segmentCount();
                Estimate score = one.result(0)
                        .orElseGet(() -> Estimate.undefined(
                                Reason.NO_OBSERVATIONS, setup.features().rowCount()));
                curve.score(k, score);
                best.add(k, score.value());
            }
            return best.on(curve).build();
        }
    }
}
