/**
 * How unlike two customers are (Gower, Euclidean, Manhattan, a distance matrix, a function of your own): {@link dev.segmentation.dissimilarity.Dissimilarity} learns ranges and levels once,
 * its {@link dev.segmentation.dissimilarity.DissimilarityModel} compares any later rows by them.
 *
 * <p>Every type here is immutable, and therefore safe to share between threads, unless it says otherwise.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#segments">Methods: Segments</a>
 */
@NullMarked
package dev.segmentation.dissimilarity;

import org.jspecify.annotations.NullMarked;
