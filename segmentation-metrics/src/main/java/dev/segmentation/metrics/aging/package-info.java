/**
 * Whether a segmentation still holds, why not, and what a new one made of it.
 *
 * <ul>
 *   <li>{@link dev.segmentation.metrics.aging.FitBaseline}: how well customers still fit a model: movement of its centers, fit,
 *       strangers, crowding at the borders.
 *   <li>{@link dev.segmentation.metrics.aging.PeopleAndFences}: whether a number changed because customers did, or because the
 *       segmentation did, or because the data were corrected.
 *   <li>{@link dev.segmentation.metrics.aging.SchemeHalfLife}: how long a segmentation lasts.
 *   <li>{@link dev.segmentation.metrics.aging.RefreshRule}: all signals together, and whether to make a new one.
 *   <li>{@link dev.segmentation.metrics.aging.Monic}: what became of the segments once there is a new one.
 * </ul>
 *
 * <p>{@link dev.segmentation.metrics.stability.SegmentAligner} carries names over to a refit, and {@link
 * dev.segmentation.metrics.drift.PopulationStability} measures the drift of shares.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#do-definitions-age">Methods: Do definitions age?</a>
 */
@NullMarked
package dev.segmentation.metrics.aging;

import org.jspecify.annotations.NullMarked;
