/** The commands, one class each; every option is an option of the library. */
@NullMarked
package dev.segmentation.app.command;

import org.jspecify.annotations.NullMarked;
