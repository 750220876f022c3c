/** Not API: may change or vanish in any release. */
@NullMarked
package dev.segmentation.metrics.internal;

import org.jspecify.annotations.NullMarked;
