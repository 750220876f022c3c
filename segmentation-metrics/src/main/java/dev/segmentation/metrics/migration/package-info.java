/** How customers move between two dates: counts, rates with intervals, mobility, growth of segments. */
@NullMarked
package dev.segmentation.metrics.migration;

import org.jspecify.annotations.NullMarked;
