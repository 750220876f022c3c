/** Clustering algorithms: an immutable configuration that fits a small model. The kernels are package-private. */
@NullMarked
package dev.segmentation.cluster;

import org.jspecify.annotations.NullMarked;
