/**
 * Whether customers are still those that a segmentation was made for: drift of shares and of features, against chance.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#do-definitions-age">Methods: Do definitions age?</a>
 */
@NullMarked
package dev.segmentation.metrics.drift;

import org.jspecify.annotations.NullMarked;
