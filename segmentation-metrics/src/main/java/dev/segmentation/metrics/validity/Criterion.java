package dev.segmentation.metrics.validity;

import java.util.Locale;

/** What a segment has to be to deserve a name, a budget and an owner. */
public enum Criterion {
    /** It differs from the others in columns that did not form it, and comes back in resamples if that was checked. */
    DISTINCT,
    /** It is large enough, in customers and, if asked for, in value. */
    MATERIAL,
    /** Its customers behave differently in the following period. */
    MEANINGFUL,
    /** It comes back when customers are drawn again and segmented anew. */
    STABLE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
