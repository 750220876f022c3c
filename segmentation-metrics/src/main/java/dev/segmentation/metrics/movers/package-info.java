/**
 * Who moves between segments, and where to: what movers had in common before ({@link
 * dev.segmentation.metrics.movers.Movers}), and how the chance of each destination depends on what a customer was like
 * ({@link dev.segmentation.metrics.movers.DestinationLogit}).
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#movement">Methods: Movement</a>
 */
@NullMarked
package dev.segmentation.metrics.movers;

import org.jspecify.annotations.NullMarked;
