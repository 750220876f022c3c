/** Intervals that more than one kind of metric needs: how sure a share, a rate or a mean is. */
@NullMarked
package dev.segmentation.metrics.interval;

import org.jspecify.annotations.NullMarked;
