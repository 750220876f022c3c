package dev.segmentation.metrics.migration;

import dev.segmentation.internal.SeededRandom;

/** What a test needs to know: the statistic of the counts, its distribution if counts are large, and draws if they are not. */
interface Hypothesis {

    /** Infinite if what was seen cannot be. */
    double statistic();

    /** 0 if there is nothing to compare. */
    long degrees();

    /** The smallest count expected where there could be one. */
    double leastExpected();

    /** Whether it is known how the hypothesis has counts, but for large ones. */
    default boolean canBeDrawn() {
        return true;
    }

    /** The statistic of counts drawn as the hypothesis has them. */
    double drawn(SeededRandom random);
}
