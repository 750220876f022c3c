/**
 * What segments mean for an outcome that did not form them, where customers belong to segments to a degree: the three-step
 * method with the corrections BCH and ML ({@link dev.segmentation.metrics.outcome.ThreeStep}).
 */
@NullMarked
package dev.segmentation.metrics.outcome;

import org.jspecify.annotations.NullMarked;
