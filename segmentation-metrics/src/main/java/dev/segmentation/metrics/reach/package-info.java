/** Whether customers of a segment can be reached, and only they ({@link dev.segmentation.metrics.reach.Reach}). */
@NullMarked
package dev.segmentation.metrics.reach;

import org.jspecify.annotations.NullMarked;
