/**
 * Chains of segments: what a matrix of migration, repeated, leads to, and the same in continuous time.
 *
 * <p>A matrix is given, or counted in {@code metrics.migration} between two dates. Rates and chances are also estimated here,
 * from what is known of times: {@link dev.segmentation.metrics.markov.DurationRates} and {@link
 * dev.segmentation.metrics.markov.AalenJohansen} where every move has its date, {@link
 * dev.segmentation.metrics.markov.PanelLikelihood} where customers were looked at now and then.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#movement">Methods: Movement</a>
 */
@NullMarked
package dev.segmentation.metrics.markov;

import org.jspecify.annotations.NullMarked;
