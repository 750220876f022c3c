/**
 * Mixed and categorical data: k-prototypes for numeric and categorical columns together ({@link
 * dev.segmentation.mixed.KPrototypes}, also with Gower's distance), k-modes for categorical columns alone ({@link
 * dev.segmentation.mixed.KModes}).
 *
 * <p>Every type here is immutable, and therefore safe to share between threads, unless it says otherwise.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#segments">Methods: Segments</a>
 */
@NullMarked
package dev.segmentation.mixed;

import org.jspecify.annotations.NullMarked;
