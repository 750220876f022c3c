package dev.segmentation.metrics.internal;

import java.util.List;
import java.util.OptionalLong;

/** Whether periods are equally long, as months and quarters are. */
public final class Spacing {

    /** Months differ by three days, and quarters by as much. */
    private static final double MONTHS = 0.12;

    private Spacing() {}

    /**
     * The first period whose length differs from that of one before.
     *
     * @param days their lengths, so far as they are known
     * @return its number; 0 if none differs
     */
    public static int firstOther(List<OptionalLong> days) {
        double shortest = Double.POSITIVE_INFINITY;
        double longest = 0;
        for (int m = 0; m < days.size(); m++) {
            if (days.get(m).isPresent()) {
                shortest = Math.min(shortest, (double) days.get(m).getAsLong());
                longest = Math.max(longest, (double) days.get(m).getAsLong());
                if (longest / shortest > 1 + MONTHS) {
                    return m;
                }
            }
        }
        return 0;
    }
}
