/**
 * Segmentation trees: CHAID and exhaustive CHAID with Bonferroni multipliers, and CART with cost-complexity pruning; their
 * leaves are segments that rules explain.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#segments">Methods: Segments</a>
 */
@NullMarked
package dev.segmentation.tree;

import org.jspecify.annotations.NullMarked;
