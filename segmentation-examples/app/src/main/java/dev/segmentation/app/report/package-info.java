/** Results as files: JSON for programs, CSV for spreadsheets. */
@NullMarked
package dev.segmentation.app.report;

import org.jspecify.annotations.NullMarked;
