package dev.segmentation.metrics.effect;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.GroupedColumn;
import dev.segmentation.metrics.internal.Noncentrality;
import dev.segmentation.metrics.internal.Tails;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much of the variation of one numeric column lies between segments: η², and ω² and ε², which take off what chance
 * alone gives.
 *
 * <p>0 means that segments have equal means, 1 that segment membership determines the value. Use it on columns that did
 * <em>not</em> form the segments; on those that did it is large by construction. As a rule of thumb .01 is small, .06
 * medium and .14 large (Cohen 1988). Missing values are left out; empty segments are skipped.
 *
 * <p><b>Undefined:</b> NaN, with the reason in {@link #undefined()}: no values, values in a single segment, no more
 * values than segments, or no variation within segments.
 * <br><b>Cost:</b> O(n) time and memory.
 * <br><b>References:</b> T. L. Kelley (1935), Proc. Natl. Acad. Sci. 21, 554–559 (ε²); W. L. Hays (1963), Statistics
 * for Psychologists (ω²).
 */
public final class NumericEffect {

    private final double between;
    private final double within;
    private final long n;
    private final int segments;
    private final @Nullable Reason undefined;

    private NumericEffect(GroupedColumn column) {
        this.between = column.between();
        this.within = column.within();
        this.n = (long) column.totalWeight;
        this.segments = column.occupied();
        if (n == 0) {
            this.undefined = Reason.NO_OBSERVATIONS;
        } else if (segments == 1) {
            this.undefined = Reason.SINGLE_SEGMENT;
        } else if (within == 0 || n <= segments) {
            this.undefined = Reason.NO_WITHIN_VARIATION;
        } else {
            this.undefined = within + between <= Double.MAX_VALUE ? null : Reason.RANGE;
        }
    }

    /**
     * Measures one column.
     *
     * @param values n values, NaN where missing; not modified
     * @param assignment n labels
     * @return the effect
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH})
     */
    public static NumericEffect of(double[] values, Assignment assignment) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(assignment.size(), values.length, "NumericEffect.of", "values", "label");
        return new NumericEffect(GroupedColumn.unweighted(values, assignment.toArray(), assignment.segmentCount()));
    }

    /**
     * The F of the one-way analysis of variance, (B/(k − 1))/(W/(n − k)).
     *
     * @return at least 0; about 1 if segments do not differ; NaN if undefined
     */
    public double f() {
        return undefined == null ? between / (segments - 1) / meanSquareWithin() : Double.NaN;
    }

    /**
     * The degrees of freedom between segments, k − 1.
     *
     * @return segments with a value, less one
     */
    public int degreesBetween() {
        return Math.max(0, segments - 1);
    }

    /**
     * The degrees of freedom within segments, n − k.
     *
     * @return values, less segments with a value
     */
    public long degreesWithin() {
        return Math.max(0, n - segments);
    }

    /**
     * How often an F as large would arise if all segments had one mean, under normal values of equal variance. Says
     * whether there is a difference, never how large it is: with many customers it is tiny for differences that do not
     * matter.
     *
     * @return in [0, 1]; NaN if undefined
     */
    public double pValue() {
        return undefined == null ? Tails.fisher(f(), segments - 1, (double) degreesWithin()) : Double.NaN;
    }

    /**
     * The share of variation between segments in these data, η² = B/(B + W).
     *
     * @return in [0, 1]; too large on average, by about (k − 1)/n; NaN if undefined
     */
    public double etaSquared() {
        return undefined == null ? between / (between + within) : Double.NaN;
    }

    /**
     * ω² = (B − (k − 1)·w)/(B + W + w), with w = W/(n − k).
     *
     * @return at most 1; slightly below 0 if there is less difference than chance gives; NaN if undefined
     */
    public double omegaSquared() {
        return undefined == null
                ? (between - (segments - 1) * meanSquareWithin()) / (between + within + meanSquareWithin())
                : Double.NaN;
    }

    /**
     * ε² = (B − (k − 1)·w)/(B + W), with w = W/(n − k).
     *
     * @return at most 1; slightly below 0 if there is less difference than chance gives; NaN if undefined
     */
    public double epsilonSquared() {
        return undefined == null ? (between - (segments - 1) * meanSquareWithin()) / (between + within) : Double.NaN;
    }

    /**
     * The share of variation between segments in the population: ε², at least 0, with the interval that follows from the
     * noncentral F distribution, λ/(λ + n) at both ends.
     *
     * <p>The interval takes values for normal with equal variances; for heavy tails, such as spend, it is too short.
     *
     * <p><b>Reference:</b> J. H. Steiger (2004), Psychol. Methods 9, 164–182, doi:10.1037/1082-989X.9.2.164.
     *
     * @param level the confidence level, in (0, 1)
     * @return the share; undefined for the reasons above
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate share(double level) {
        Arguments.openUnit(level, "NumericEffect.share", "level");
        if (undefined != null) {
            return Estimate.undefined(undefined, n);
        }
        double[] lambda = Noncentrality.ofF(f(), segments - 1, (double) degreesWithin(), level);
        double lower = lambda[0] / (lambda[0] + n);
        double upper = lambda[1] / (lambda[1] + n);
        return Estimate.of(Math.max(0, epsilonSquared()), lower, upper, level, n);
    }

    /**
     * Why the effect is undefined.
     *
     * @return the reason, or empty if it is defined
     */
    public Optional<Reason> undefined() {
        return Optional.ofNullable(undefined);
    }

    @Override
    public String toString() {
        return undefined == null
                ? String.format(
                        Locale.ROOT,
                        "NumericEffect[F(%d, %d) = %.4g, p = %.3g, ε² = %.4g]",
                        degreesBetween(),
                        degreesWithin(),
                        f(),
                        pValue(),
                        epsilonSquared())
                : "NumericEffect[undefined: " + undefined + "]";
    }

    private double meanSquareWithin() {
        return within / (n - segments);
    }
}
