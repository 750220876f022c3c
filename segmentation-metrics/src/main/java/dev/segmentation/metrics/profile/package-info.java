/**
 * What segments look like and how to tell them apart: an index table with tests and distributions ({@link
 * dev.segmentation.metrics.profile.Profiling}), whether what marks a segment would mark it among other customers ({@link
 * dev.segmentation.metrics.profile.MarkerStability}), what each feature contributes to the scheme ({@link
 * dev.segmentation.metrics.profile.DropImportance}, {@link dev.segmentation.metrics.profile.ShuffleImportance}), the
 * shortest rules that describe a segment ({@link dev.segmentation.metrics.profile.DescriptionSearch}), and the customers
 * who stand for it ({@link dev.segmentation.metrics.profile.MemberSearch}).
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#what-segments-are-like">Methods: What segments are like</a>
 */
@NullMarked
package dev.segmentation.metrics.profile;

import org.jspecify.annotations.NullMarked;
