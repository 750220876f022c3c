/**
 * Whether a segmentation comes back when something changes that should not matter: the customers drawn ({@link
 * dev.segmentation.metrics.stability.ClusterwiseJaccard}).
 */
@NullMarked
package dev.segmentation.metrics.stability;

import org.jspecify.annotations.NullMarked;
