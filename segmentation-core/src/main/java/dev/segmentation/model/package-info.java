/**
 * Models as plain data with a format version, a checksum and rows to verify them by, which any JSON library maps, so that
 * a later snapshot is scored by the same model.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html">Methods</a>
 */
@NullMarked
package dev.segmentation.model;

import org.jspecify.annotations.NullMarked;
