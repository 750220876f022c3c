/**
 * The one mechanism by which anything is learned from all customers by adding up: start an accumulator, add blocks of
 * rows, merge accumulators. What is added up is written once as a {@link dev.segmentation.scan.Scan}; who runs it is a
 * {@link dev.segmentation.scan.RowSource}: rows in memory, a {@link dev.segmentation.scan.RowFile} on disk, or a {@link
 * dev.segmentation.scan.RowCursor} of the caller's.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html">Methods</a>
 */
@NullMarked
package dev.segmentation.scan;

import org.jspecify.annotations.NullMarked;
