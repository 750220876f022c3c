/**
 * Segments under business constraints: minimum and maximum segment size, must-link and cannot-link groups such as
 * households and accounts, fixed segments that stay while others are found; start at
 * {@link dev.segmentation.constraint.ConstrainedKMeans}.
 *
 * <p>Every public type here is immutable, and therefore safe to share between threads.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#segments">Methods: Segments</a>
 */
@NullMarked
package dev.segmentation.constraint;

import org.jspecify.annotations.NullMarked;
