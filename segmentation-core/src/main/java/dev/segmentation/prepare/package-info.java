/**
 * Preparation that is fitted once and re-applied: transactions to customer features, scaling (z-score, robust, logarithm,
 * Box–Cox, Yeo–Johnson, winsorizing, quantiles), encoding of categories (one-hot, codes, ranks).
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#preparation">Methods: Preparation</a>
 */
@NullMarked
package dev.segmentation.prepare;

import org.jspecify.annotations.NullMarked;
