package dev.segmentation.metrics.effect;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How far apart two segments are in all features together.
 *
 * @param first the label of one segment
 * @param second the label of the other
 * @param mahalanobisSquared D² of these data: the squared distance of the centers in standard deviations within segments,
 *     correlation taken into account; at least 0, too large on average; NaN if undefined
 * @param separation D² in the population: without its bias, at least 0, with the interval that follows from the noncentral
 *     F distribution
 * @param linearError the share of customers of these two segments, taken as equally frequent, that the best linear rule
 *     would put into the wrong one, Φ(−D/2) with the D of {@code separation}; in [0, ½], lower is better
 * @param bhattacharyya the distance ⅛·Δᵀ·S⁻¹·Δ + ½·ln(|S|/√(|S₁|·|S₂|)) with S = (S₁ + S₂)/2, which also sees a difference
 *     in spread; at least 0; NaN if undefined
 * @param errorBound ½·e^−bhattacharyya: no more than this share would the best rule of any kind put into the wrong of two
 *     equally frequent normal segments; in [0, ½]; NaN if undefined
 * @param undefined why the last two are undefined, such as a segment with too few rows for a covariance of its own;
 *     empty if they are defined
 */
public record PairSeparation(
        int first,
        int second,
        double mahalanobisSquared,
        Estimate separation,
        Estimate linearError,
        double bhattacharyya,
        double errorBound,
        Optional<Reason> undefined) {

    /**
     * Checks that all parts are there.
     *
     * @param first one segment
     * @param second the other
     * @param mahalanobisSquared D²
     * @param separation D² without bias
     * @param linearError of the best linear rule
     * @param bhattacharyya the distance
     * @param errorBound of the best rule
     * @param undefined why the last two are undefined
     */
    public PairSeparation {
        Objects.requireNonNull(separation, "separation");
        Objects.requireNonNull(linearError, "linearError");
        Objects.requireNonNull(undefined, "undefined");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "segments %d and %d: D² = %s, linear error %s, Bhattacharyya %s",
                first,
                second,
                separation,
                linearError,
                undefined
                        .map(reason -> "undefined (" + reason + ")")
                        .orElseGet(() -> String.format(Locale.ROOT, "%.4g", bhattacharyya)));
    }
}
