/** Everything that {@code cluster --algorithm} can choose from: what each algorithm takes, and what it tells. */
@NullMarked
package dev.segmentation.app.algorithm;

import org.jspecify.annotations.NullMarked;
