/**
 * Hierarchical (agglomerative) clustering: {@link dev.segmentation.hierarchy.Agglomerative} joins the two nearest segments
 * again and again, by Ward, complete, average (UPGMA), single or another linkage; its {@link dev.segmentation.hierarchy.Hierarchy},
 * the dendrogram, is cut at a number of segments or a height.
 *
 * <p>Every type here is immutable, and therefore safe to share between threads, unless it says otherwise.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#segments">Methods: Segments</a>
 */
@NullMarked
package dev.segmentation.hierarchy;

import org.jspecify.annotations.NullMarked;
