/** Who was in which segment when: a ledger of dated segmentations, what was known on which day, and frozen cohorts. */
@NullMarked
package dev.segmentation.metrics.history;

import org.jspecify.annotations.NullMarked;
