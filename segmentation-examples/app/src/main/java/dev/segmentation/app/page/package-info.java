/** The report for people: one HTML file, made of the JSON files that the commands wrote ({@link dev.segmentation.app.page.Report}). */
@NullMarked
package dev.segmentation.app.page;

import org.jspecify.annotations.NullMarked;
