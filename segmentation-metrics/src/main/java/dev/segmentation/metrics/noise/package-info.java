/**
 * How much of the movement between segments is real: typing errors, what they look like, and migration without them.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#movement">Methods: Movement</a>
 */
@NullMarked
package dev.segmentation.metrics.noise;

import org.jspecify.annotations.NullMarked;
