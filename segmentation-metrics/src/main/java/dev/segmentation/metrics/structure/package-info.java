/**
 * Whether there are groups at all: {@link dev.segmentation.metrics.structure.StructureTest} asks whether neighboring
 * segments are one population that was cut in half, by {@link dev.segmentation.metrics.structure.Dip}.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#verdicts">Methods: Verdicts</a>
 */
@NullMarked
package dev.segmentation.metrics.structure;

import org.jspecify.annotations.NullMarked;
