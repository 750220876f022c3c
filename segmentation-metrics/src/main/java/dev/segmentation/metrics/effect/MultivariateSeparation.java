package dev.segmentation.metrics.effect;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Cholesky;
import dev.segmentation.metrics.internal.Noncentrality;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.Tails;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.jspecify.annotations.Nullable;

/**
 * How far apart segments are in all features together: Mahalanobis' D², the error of the best linear rule and
 * Bhattacharyya's bound for every pair, and Wilks' Λ for all of them.
 *
 * <p>On the features that formed the segments it describes how they lie; only on others is it evidence that they differ.
 *
 * <p><b>Input:</b> n × d matrix without missing values, of any scale; n labels. A row of weight w counts as w rows. Empty
 * segments are skipped. Nothing is modified.
 * <br><b>Precision:</b> deviations are taken from means of two doubles and products are added with compensation: an offset
 * of 1e9 costs no more than the rounding of the data. The same bits on any number of threads.
 * <br><b>Undefined:</b> with the reason in {@link #undefined()}: no rows, a single segment, or a covariance within segments
 * without an inverse ({@link Reason#SINGULAR_COVARIANCE}): a column that others determine but for 1e-12 of its variance or
 * that does not vary within segments, or no more rows than segments and features. No generalized inverse stands in for it.
 * <br><b>Cost:</b> O(n·d²) time, O(k·d²) memory and O(n) per thread.
 * <br><b>References:</b> P. C. Mahalanobis (1936), Proc. Natl. Inst. Sci. India 2, 49–55; A. Bhattacharyya (1943), Bull.
 * Calcutta Math. Soc. 35, 99–109; S. S. Wilks (1932), Biometrika 24, 471–494; C. R. Rao (1951), Bull. Int. Stat. Inst. 33,
 * 177–180 (the F).
 */
public final class MultivariateSeparation {

    private final Scatter scatter;
    private final int segments;
    private final double degreesWithin;
    private final double[] roots;
    private final @Nullable Cholesky pooled;
    private final @Nullable Reason undefined;

    private MultivariateSeparation(Scatter scatter, int segments) {
        this.scatter = scatter;
        this.segments = segments;
        int occupied = scatter.columns.get(0).occupied();
        double n = scatter.columns.get(0).totalWeight;
        this.degreesWithin = n - occupied;
        if (occupied < 2) {
            this.pooled = null;
            this.undefined = occupied == 0 ? Reason.EMPTY : Reason.SINGLE_SEGMENT;
        } else {
            this.pooled = degreesWithin >= scatter.features
                    ? Cholesky.of(scatter.pooled(degreesWithin)).orElse(null)
                    : null;
            this.undefined = pooled == null ? Reason.SINGULAR_COVARIANCE : null;
        }
        this.roots = pooled == null ? new double[0] : roots(pooled, Math.min(scatter.features, occupied - 1));
    }

    /**
     * Measures the separation, on the calling thread.
     *
     * @param features n × d
     * @param assignment n labels
     * @return the separation
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     */
    public static MultivariateSeparation of(FeatureMatrix features, Assignment assignment) {
        return of(features, assignment, Execution.sequential());
    }

    /**
     * Measures the separation.
     *
     * @param features n × d
     * @param assignment n labels
     * @param execution how to run; columns are worked on side by side
     * @return the separation
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public static MultivariateSeparation of(FeatureMatrix features, Assignment assignment, Execution execution) {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(features.rowCount(), assignment.size(), "MultivariateSeparation.of", "assignment", "row");
        Arguments.noMissing(features, "MultivariateSeparation.of");
        try (Workers workers = execution.start()) {
            return new MultivariateSeparation(
                    Scatter.of(workers, features, assignment.toArray(), assignment.segmentCount()),
                    assignment.segmentCount());
        }
    }

    /**
     * The mean of a feature in a segment.
     *
     * @param segment its label
     * @param feature its position
     * @return NaN if the segment is empty
     * @throws IndexOutOfBoundsException if there is no such segment or feature
     */
    public double mean(int segment, int feature) {
        Objects.checkIndex(segment, segments);
        return scatter.columns
                .get(Objects.checkIndex(feature, scatter.features))
                .mean(segment);
    }

    /**
     * The covariance of two features within segments, pooled over all of them, divided by n − k.
     *
     * @param first the position of a feature
     * @param second the position of another, or the same for its variance
     * @return NaN if there are no more rows than segments
     * @throws IndexOutOfBoundsException if there is no such feature
     */
    public double pooledCovariance(int first, int second) {
        Objects.checkIndex(first, scatter.features);
        Objects.checkIndex(second, scatter.features);
        return degreesWithin > 0 ? scatter.pooled(degreesWithin)[first][second] : Double.NaN;
    }

    /**
     * How far apart two segments are.
     *
     * @param first the label of one
     * @param second the label of the other
     * @param level the confidence level of the intervals, in (0, 1)
     * @return the separation; undefined if all is, or if one of them is empty ({@link Reason#NO_OBSERVATIONS})
     * @throws InvalidInputException if the level is out of range
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public PairSeparation pair(int first, int second, double level) {
        Objects.checkIndex(first, segments);
        Objects.checkIndex(second, segments);
        Arguments.openUnit(level, "MultivariateSeparation.pair", "level");
        double n1 = scatter.weight(first);
        double n2 = scatter.weight(second);
        long customers = (long) (n1 + n2);
        if (pooled == null || undefined != null) {
            return undefined(first, second, Objects.requireNonNullElse(undefined, Reason.SINGULAR_COVARIANCE));
        }
        if (n1 == 0 || n2 == 0) {
            return undefined(first, second, Reason.NO_OBSERVATIONS);
        }
        double squared = pooled.squaredLength(scatter.between(first, second));
        if (!(squared <= Double.MAX_VALUE)) {
            return undefined(first, second, Reason.RANGE);
        }
        Estimate separation = separation(squared, n1, n2, level);
        Estimate error = separation.isDefined()
                ? Estimate.of(
                        error(separation.value()),
                        error(separation.upper()),
                        error(separation.lower()),
                        level,
                        customers)
                : separation;
        Optional<Double> distance = first == second ? Optional.of(0.0) : bhattacharyya(first, second);
        return new PairSeparation(
                first,
                second,
                squared,
                separation,
                error,
                distance.orElse(Double.NaN),
                distance.map(found -> StrictMath.exp(-found) / 2).orElse(Double.NaN),
                distance.isPresent() ? Optional.empty() : Optional.of(Reason.SINGULAR_COVARIANCE));
    }

    /**
     * All pairs of segments that have customers, closest first: where to look for segments to merge.
     *
     * @param level the confidence level of the intervals, in (0, 1)
     * @return k·(k − 1)/2 pairs; in the order of their labels if D² is undefined
     * @throws InvalidInputException if the level is out of range
     */
    public List<PairSeparation> pairs(double level) {
        Arguments.openUnit(level, "MultivariateSeparation.pairs", "level");
        List<PairSeparation> pairs = new ArrayList<>();
        for (int first = 0; first < segments; first++) {
            for (int second = first + 1; second < segments; second++) {
                if (scatter.weight(first) > 0 && scatter.weight(second) > 0) {
                    pairs.add(pair(first, second, level));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(PairSeparation::mahalanobisSquared));
        return List.copyOf(pairs);
    }

    /**
     * Wilks' Λ = |W|/|T|, the share of the generalized variance that lies within segments.
     *
     * @return in [0, 1], lower is more separation; NaN if undefined
     */
    public double wilks() {
        return undefined == null ? StrictMath.exp(logWilks()) : Double.NaN;
    }

    /**
     * Rao's F of Wilks' Λ, exact for up to two features or three segments: whether any feature, or any combination of
     * them, has different means, under normal values of equal covariance.
     *
     * @return F; undefined as all is, and {@link Reason#NO_WITHIN_VARIATION} if rows are too few for its denominator
     */
    public TestResult rao() {
        if (undefined != null) {
            return TestResult.undefined(undefined);
        }
        double p = scatter.features;
        double q = scatter.columns.get(0).occupied() - 1.0;
        double n = scatter.columns.get(0).totalWeight;
        double t = p * p + q * q > 5 ? Math.sqrt((p * p * q * q - 4) / (p * p + q * q - 5)) : 1;
        double denominator = (n - 1 - (p + q + 1) / 2) * t - (p * q - 2) / 2;
        if (!(denominator > 0)) {
            return TestResult.undefined(Reason.NO_WITHIN_VARIATION);
        }
        double f = StrictMath.expm1(-logWilks() / t) * denominator / (p * q);
        return Double.isFinite(f)
                ? TestResult.ofF(f, p * q, denominator, Tails.fisher(f, p * q, denominator))
                : TestResult.undefined(Reason.RANGE);
    }

    /**
     * How many directions can separate the segments: the smaller of the features and the segments less one.
     *
     * @return at least 1; 0 if undefined
     */
    public int roots() {
        return roots.length;
    }

    /**
     * The ratio of the variation between segments to that within, in the direction in which it is largest, in the next one
     * uncorrelated with it, and so on: an eigenvalue of W⁻¹·B, the base of Wilks', Pillai's, Hotelling's and Roy's tests.
     *
     * @param index from 0, largest first
     * @return at least 0
     * @throws IndexOutOfBoundsException if there is no such direction
     */
    public double root(int index) {
        return roots[Objects.checkIndex(index, roots.length)];
    }

    /**
     * Why the separation is undefined.
     *
     * @return the reason, or empty if it is defined
     */
    public Optional<Reason> undefined() {
        return Optional.ofNullable(undefined);
    }

    @Override
    public String toString() {
        return undefined == null
                ? "MultivariateSeparation[" + segments + " segments, " + scatter.features + " features, Wilks' Λ "
                        + wilks() + "]"
                : "MultivariateSeparation[undefined: " + undefined + "]";
    }

    private double logWilks() {
        double sum = 0;
        for (double root : roots) {
            sum -= StrictMath.log1p(root);
        }
        return sum;
    }

    /** Squared singular values of the whitened centers, each times √(its rows). */
    private double[] roots(Cholesky within, int count) {
        double[][] centers = new double[segments][scatter.features];
        for (int s = 0; s < segments; s++) {
            if (scatter.weight(s) > 0) {
                double[] white = within.whiten(scatter.deviation(s));
                for (int j = 0; j < white.length; j++) {
                    centers[s][j] = white[j] * Math.sqrt(scatter.weight(s) / degreesWithin);
                }
            }
        }
        double[] singular =
                new SingularValueDecomposition(new Array2DRowRealMatrix(centers, false)).getSingularValues();
        double[] found = new double[count];
        for (int i = 0; i < count; i++) {
            found[i] = singular[i] * singular[i];
        }
        return found;
    }

    private Estimate separation(double squared, double n1, double n2, double level) {
        double d = scatter.features;
        double free = degreesWithin - d - 1;
        double harmonic = n1 * n2 / (n1 + n2);
        if (!(free > 0)) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, (long) (n1 + n2));
        }
        double f = (degreesWithin - d + 1) / (degreesWithin * d) * harmonic * squared;
        double[] lambda = Noncentrality.ofF(f, d, degreesWithin - d + 1, level);
        double value = Math.max(0, free / degreesWithin * squared - d / harmonic);
        return Estimate.of(value, lambda[0] / harmonic, lambda[1] / harmonic, level, (long) (n1 + n2));
    }

    private static double error(double squared) {
        return Normal.cumulative(-Math.sqrt(squared) / 2);
    }

    private Optional<Double> bhattacharyya(int first, int second) {
        if (Math.min(scatter.weight(first), scatter.weight(second)) - 1 < scatter.features) {
            return Optional.empty();
        }
        double[][] one = scatter.covariance(first);
        double[][] other = scatter.covariance(second);
        double[][] mean = new double[one.length][one.length];
        Scatter.add(mean, one, 0.5);
        Scatter.add(mean, other, 0.5);
        Optional<Cholesky> between = Cholesky.of(mean);
        Optional<Cholesky> left = Cholesky.of(one);
        Optional<Cholesky> right = Cholesky.of(other);
        if (between.isEmpty() || left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        double centers = between.get().squaredLength(scatter.between(first, second)) / 8;
        double logs = left.get().logDeterminant() + right.get().logDeterminant();
        return Optional.of(Math.max(0, centers + (between.get().logDeterminant() - logs / 2) / 2));
    }

    private PairSeparation undefined(int first, int second, Reason reason) {
        Estimate none = Estimate.undefined(reason, (long) (scatter.weight(first) + scatter.weight(second)));
        return new PairSeparation(first, second, Double.NaN, none, none, Double.NaN, Double.NaN, Optional.of(reason));
    }
}
