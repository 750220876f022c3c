/** How much segments differ, with intervals. */
@NullMarked
package dev.segmentation.metrics.effect;

import org.jspecify.annotations.NullMarked;
