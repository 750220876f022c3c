/**
 * Chains of segments: what a matrix of migration, repeated, leads to, and the same in continuous time.
 *
 * <p>Everything here is about given matrices; what they are estimated from is in {@code metrics.migration}.
 */
@NullMarked
package dev.segmentation.metrics.markov;

import org.jspecify.annotations.NullMarked;
