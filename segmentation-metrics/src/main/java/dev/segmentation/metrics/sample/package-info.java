/**
 * How many customers are needed: to segment at all ({@link dev.segmentation.metrics.sample.SampleRules}), to tell a
 * difference ({@link dev.segmentation.metrics.sample.PowerAnalysis}), and for a segment to pay ({@link
 * dev.segmentation.metrics.sample.MinimumSize}).
 *
 * @see <a href="{@docRoot}/doc-files/methods.html">Methods</a>
 */
@NullMarked
package dev.segmentation.metrics.sample;

import org.jspecify.annotations.NullMarked;
