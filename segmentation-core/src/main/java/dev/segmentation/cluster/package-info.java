/**
 * k-means and its kin: k-means with k-means++ and k-means|| starts, mini-batch and bisecting k-means. An immutable
 * configuration fits a small model; the kernels are package-private. Bounds of segment sizes and households are in {@link
 * dev.segmentation.constraint}.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#segments">Methods: Segments</a>
 */
@NullMarked
package dev.segmentation.cluster;

import org.jspecify.annotations.NullMarked;
