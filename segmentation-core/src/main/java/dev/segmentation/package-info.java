/**
 * The vocabulary: customer snapshots, feature matrices, assignments, segmentations, and the one way to learn them.
 *
 * <p>Data flow one way: transactions become a dated {@link dev.segmentation.Snapshot}, a {@link
 * dev.segmentation.FeatureTransform} prepares its {@link dev.segmentation.FeatureMatrix}, a {@link
 * dev.segmentation.Segmenter} fits a {@link dev.segmentation.SegmentationModel}, the model assigns any later snapshot,
 * and a {@link dev.segmentation.Segmentation} ties labels, names, customer ids and the date together.
 *
 * <p>Every type here is immutable, and therefore safe to share between threads, unless it says otherwise.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html">Methods</a>
 * @see <a href="{@docRoot}/doc-files/glossary.html">Glossary</a>
 */
@NullMarked
package dev.segmentation;

import org.jspecify.annotations.NullMarked;
