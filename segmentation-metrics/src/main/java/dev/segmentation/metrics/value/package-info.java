/**
 * What customers are worth, segment by segment, and what movement between segments did to it.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#value">Methods: Value</a>
 */
@NullMarked
package dev.segmentation.metrics.value;

import org.jspecify.annotations.NullMarked;
