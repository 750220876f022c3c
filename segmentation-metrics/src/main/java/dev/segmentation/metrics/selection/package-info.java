/**
 * How many segments: one search over segment counts, any algorithm, and every published criterion as a column of its own.
 */
@NullMarked
package dev.segmentation.metrics.selection;

import org.jspecify.annotations.NullMarked;
