/**
 * How many segments: one search over segment counts, any algorithm, and every published criterion as a column of its own.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#how-many-segments">Methods: How many segments</a>
 */
@NullMarked
package dev.segmentation.metrics.selection;

import org.jspecify.annotations.NullMarked;
