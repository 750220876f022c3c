/**
 * Whether customers of a segment can be reached, and only they ({@link dev.segmentation.metrics.reach.Reach}).
 *
 * @see <a href="{@docRoot}/doc-files/methods.html">Methods</a>
 */
@NullMarked
package dev.segmentation.metrics.reach;

import org.jspecify.annotations.NullMarked;
