/**
 * Segments that people define: RFM scores with cut-points that belong to the model, rules with precedence and proof, and the
 * life of a customer as states.
 */
@NullMarked
package dev.segmentation.rule;

import org.jspecify.annotations.NullMarked;
