/**
 * Soft segments of numeric features: Gaussian mixtures (model-based clustering by EM, with a noise component), and fuzzy
 * c-means. Memberships are the result, labels a view of them.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#segments">Methods: Segments</a>
 */
@NullMarked
package dev.segmentation.mixture;

import org.jspecify.annotations.NullMarked;
