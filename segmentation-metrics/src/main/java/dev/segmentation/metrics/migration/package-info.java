/**
 * How customers move between two dates: counts, rates with intervals, mobility, growth of segments.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#movement">Methods: Movement</a>
 */
@NullMarked
package dev.segmentation.metrics.migration;

import org.jspecify.annotations.NullMarked;
