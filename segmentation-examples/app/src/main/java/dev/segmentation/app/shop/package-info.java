/** A simulated shop whose truth is known, so that a segmentation can be judged by it. */
@NullMarked
package dev.segmentation.app.shop;

import org.jspecify.annotations.NullMarked;
