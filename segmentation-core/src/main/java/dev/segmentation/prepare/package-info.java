/** Preparation that is fitted once and re-applied: transactions to customer features, scaling. */
@NullMarked
package dev.segmentation.prepare;

import org.jspecify.annotations.NullMarked;
