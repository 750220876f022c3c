/**
 * Whether there are groups at all: {@link dev.segmentation.metrics.structure.StructureTest} asks whether neighboring
 * segments are one population that was cut in half, by {@link dev.segmentation.metrics.structure.Dip}.
 */
@NullMarked
package dev.segmentation.metrics.structure;

import org.jspecify.annotations.NullMarked;
