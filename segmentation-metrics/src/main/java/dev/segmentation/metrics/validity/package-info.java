/**
 * Whether segments deserve to be segments: how well separated they are ({@link
 * dev.segmentation.metrics.validity.Silhouette}, {@link dev.segmentation.metrics.validity.SegmentIndices}), whether they
 * come back when the data change a little ({@link dev.segmentation.metrics.stability.ClusterwiseJaccard}), how much they
 * differ ({@link dev.segmentation.metrics.effect.NumericEffect}), and a verdict on each ({@link
 * dev.segmentation.metrics.validity.SegmentValidation}).
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#verdicts">Methods: Verdicts</a>
 */
@NullMarked
package dev.segmentation.metrics.validity;

import org.jspecify.annotations.NullMarked;
