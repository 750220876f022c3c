package dev.segmentation.metrics.internal;

import java.util.Arrays;

/** Which of some things hang together, as pairs are joined. Not thread-safe. */
public final class Components {

    private final int[] part;

    /** Each for itself. */
    public Components(int size) {
        part = new int[size];
        Arrays.setAll(part, i -> i);
    }

    /** Joins the parts of two, under the smaller number of both. */
    public void join(int a, int b) {
        int kept = Math.min(part[a], part[b]);
        int gone = Math.max(part[a], part[b]);
        for (int i = 0; i < part.length; i++) {
            part[i] = part[i] == gone ? kept : part[i];
        }
    }

    /** The smallest number in the part of one. */
    public int of(int i) {
        return part[i];
    }

    /** How many parts there are. */
    public int count() {
        return (int) Arrays.stream(part).distinct().count();
    }
}
