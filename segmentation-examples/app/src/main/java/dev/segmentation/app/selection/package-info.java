/** How many segments there should be: what is asked, of which customers, and what all answers come to. */
@NullMarked
package dev.segmentation.app.selection;

import org.jspecify.annotations.NullMarked;
