/**
 * Whether a segmentation comes back when something changes that should not matter.
 *
 * <ul>
 *   <li>Other customers: {@link dev.segmentation.metrics.stability.ClusterwiseJaccard} segment by segment, under four schemes
 *       of {@link dev.segmentation.metrics.stability.Resampling}; {@link dev.segmentation.metrics.stability.BootstrapPairs} for
 *       the whole, each segment and each customer.
 *   <li>One segment more: {@link dev.segmentation.metrics.stability.AcrossSolutions}.
 *   <li>One variable less: {@link dev.segmentation.metrics.stability.LeaveOneVariableOut}.
 *   <li>Another seed, another order of the rows: {@link dev.segmentation.metrics.stability.StartSensitivity}.
 * </ul>
 *
 * <p>{@link dev.segmentation.metrics.stability.SegmentAligner} carries the names of segments over to a refit.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#how-many-segments">Methods: How many segments</a>
 */
@NullMarked
package dev.segmentation.metrics.stability;

import org.jspecify.annotations.NullMarked;
