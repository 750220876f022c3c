/** The main job: from transactions to segments, their verdicts, their customers' moves and what these did to value. */
@NullMarked
package dev.segmentation.app.story;

import org.jspecify.annotations.NullMarked;
