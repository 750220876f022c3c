/**
 * How much of the movement between segments is real: typing errors, what they look like, and migration without them.
 */
@NullMarked
package dev.segmentation.metrics.noise;

import org.jspecify.annotations.NullMarked;
