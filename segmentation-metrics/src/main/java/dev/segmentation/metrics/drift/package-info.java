/** Whether customers are still those that a segmentation was made for: drift of shares and of features, against chance. */
@NullMarked
package dev.segmentation.metrics.drift;

import org.jspecify.annotations.NullMarked;
