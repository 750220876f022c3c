/** What may be shown of counts without telling on single customers ({@link dev.segmentation.metrics.disclosure.CellSuppression}). */
@NullMarked
package dev.segmentation.metrics.disclosure;

import org.jspecify.annotations.NullMarked;
