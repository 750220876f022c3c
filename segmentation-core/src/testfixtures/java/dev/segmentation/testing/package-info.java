/** What the tests of every module share: golden values, bad input, rules about the code. Never published. */
@NullMarked
package dev.segmentation.testing;

import org.jspecify.annotations.NullMarked;
