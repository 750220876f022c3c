/** How much two ways to segment the same customers agree: one table of counts, many indices. */
@NullMarked
package dev.segmentation.metrics.agreement;

import org.jspecify.annotations.NullMarked;
