/** Segments that people define: RFM scores with cut-points that belong to the model, and rules with precedence and proof. */
@NullMarked
package dev.segmentation.rule;

import org.jspecify.annotations.NullMarked;
