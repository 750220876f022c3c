/**
 * One column cut into tiers: natural breaks ({@link dev.segmentation.tier.Jenks}, after Fisher and Jenks), quantiles such as
 * deciles ({@link dev.segmentation.tier.QuantileTiers}), and ABC classes by cumulative share of value, after Pareto ({@link
 * dev.segmentation.tier.AbcTiers}).
 *
 * <p>The models are {@linkplain dev.segmentation.rule.RuleSet rules} on that column: the cuts of the fit assign every later
 * customer, can be read, audited and saved. Tiers are numbered from the highest values to the lowest.
 *
 * <p>Every type here is immutable, and therefore safe to share between threads, unless it says otherwise.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#segments">Methods: Segments</a>
 */
@NullMarked
package dev.segmentation.tier;

import org.jspecify.annotations.NullMarked;
