/**
 * How much segments differ, with intervals: in one column ({@link dev.segmentation.metrics.effect.NumericEffect}, {@link
 * dev.segmentation.metrics.effect.CategoricalEffect}), between two groups ({@link
 * dev.segmentation.metrics.effect.TwoGroups}, {@link dev.segmentation.metrics.effect.Dominance}, {@link
 * dev.segmentation.metrics.effect.TwoProportions}), between treated and control customers segment by segment ({@link
 * dev.segmentation.metrics.effect.LeverResponse}), in many columns ({@link
 * dev.segmentation.metrics.effect.SeparationTable}) and in all of them together ({@link
 * dev.segmentation.metrics.effect.MultivariateSeparation}).
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#verdicts">Methods: Verdicts</a>
 */
@NullMarked
package dev.segmentation.metrics.effect;

import org.jspecify.annotations.NullMarked;
