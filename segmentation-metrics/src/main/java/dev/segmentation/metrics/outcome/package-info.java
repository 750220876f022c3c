/**
 * What segments mean for an outcome that did not form them, where customers belong to segments to a degree: the three-step
 * method with the corrections BCH and ML ({@link dev.segmentation.metrics.outcome.ThreeStep}).
 *
 * @see <a href="{@docRoot}/doc-files/methods.html">Methods</a>
 */
@NullMarked
package dev.segmentation.metrics.outcome;

import org.jspecify.annotations.NullMarked;
