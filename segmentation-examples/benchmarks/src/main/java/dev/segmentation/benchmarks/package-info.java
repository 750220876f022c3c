/** JMH benchmarks. */
@NullMarked
package dev.segmentation.benchmarks;

import org.jspecify.annotations.NullMarked;
