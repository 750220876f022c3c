/**
 * Intervals that more than one kind of metric needs: how sure a share, a rate or a mean is.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#what-segments-are-like">Methods: What segments are like</a>
 */
@NullMarked
package dev.segmentation.metrics.interval;

import org.jspecify.annotations.NullMarked;
