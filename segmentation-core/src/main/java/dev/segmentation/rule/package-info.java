/**
 * Segments that people define: RFM scores with cut-points that belong to the model, rules with precedence and proof, and the
 * life of a customer as states.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#segments">Methods: Segments</a>
 */
@NullMarked
package dev.segmentation.rule;

import org.jspecify.annotations.NullMarked;
