/** The example application: the command line, which any of the other packages can be read from. */
@NullMarked
package dev.segmentation.app;

import org.jspecify.annotations.NullMarked;
