/**
 * Who was in which segment when: a ledger of dated segmentations, what was known on which day, and frozen cohorts; what paths
 * are like, which moves are taken back, and what would have been if customers moved less easily.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#movement">Methods: Movement</a>
 */
@NullMarked
package dev.segmentation.metrics.history;

import org.jspecify.annotations.NullMarked;
