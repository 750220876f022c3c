/**
 * What may be shown of counts without telling on single customers ({@link dev.segmentation.metrics.disclosure.CellSuppression}).
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#what-is-hidden">Methods: What is hidden</a>
 */
@NullMarked
package dev.segmentation.metrics.disclosure;

import org.jspecify.annotations.NullMarked;
