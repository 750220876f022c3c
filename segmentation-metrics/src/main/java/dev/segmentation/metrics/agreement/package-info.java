/**
 * How much two ways to segment the same customers agree: one table of counts, many indices.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#what-segments-are-like">Methods: What segments are like</a>
 */
@NullMarked
package dev.segmentation.metrics.agreement;

import org.jspecify.annotations.NullMarked;
