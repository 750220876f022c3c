/**
 * The one mechanism by which anything is learned from all customers by adding up: start an accumulator, add blocks of
 * rows, merge accumulators. What is added up is written once as a {@link dev.segmentation.scan.Scan}; who runs it
 * (threads, a file that does not fit in memory, an engine) is a {@link dev.segmentation.scan.RowSource}.
 */
@NullMarked
package dev.segmentation.scan;

import org.jspecify.annotations.NullMarked;
