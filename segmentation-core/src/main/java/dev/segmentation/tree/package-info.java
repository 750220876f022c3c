/**
 * Segmentation trees: CHAID and exhaustive CHAID with Bonferroni multipliers, and CART with cost-complexity pruning; their
 * leaves are segments that rules explain.
 */
@NullMarked
package dev.segmentation.tree;

import org.jspecify.annotations.NullMarked;
