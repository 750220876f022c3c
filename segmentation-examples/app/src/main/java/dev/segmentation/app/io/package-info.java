/** Files in and out: CSV that is read strictly, results that are written completely or not at all. */
@NullMarked
package dev.segmentation.app.io;

import org.jspecify.annotations.NullMarked;
