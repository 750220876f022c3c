/** Customers drawn at random, where looking at all would take too long. */
@NullMarked
package dev.segmentation.app.sample;

import org.jspecify.annotations.NullMarked;
