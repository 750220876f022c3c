/** What customers are worth, segment by segment, and what movement between segments did to it. */
@NullMarked
package dev.segmentation.metrics.value;

import org.jspecify.annotations.NullMarked;
