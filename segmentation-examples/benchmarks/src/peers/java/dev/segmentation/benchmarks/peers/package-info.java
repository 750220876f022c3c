/** Other JVM libraries on the same data, built with {@code -Ppeers} only. */
@NullMarked
package dev.segmentation.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
