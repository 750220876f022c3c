package dev.segmentation.app.io;

import java.util.Arrays;

/**
 * How many different texts there are, in little memory: exactly up to 1,024, and beyond that from the smallest 1,024 of their
 * hashes, within about 3 % (standard error; Z. Bar-Yossef et al. 2002).
 */
final class DistinctCount {

    private static final int EXACT = 1024;

    private static final int RECENT = 64;

    private final long[] recent = new long[RECENT];
    private long[] smallest = new long[32];
    private int size;
    private long limit = Long.MAX_VALUE;
    private boolean exact = true;

    void add(char[] text, int from, int to) {
        long hash = hash(text, from, to);
        int slot = (int) hash & (RECENT - 1);
        if (recent[slot] == hash || hash > limit) {
            return;
        }
        recent[slot] = hash;
        if (size == smallest.length) {
            keepSmallest();
            if (size > smallest.length / 2) {
                smallest = Arrays.copyOf(smallest, 2 * smallest.length);
            }
        }
        smallest[size++] = hash;
    }

    private void keepSmallest() {
        Arrays.sort(smallest, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || smallest[i] != smallest[i - 1]) {
                smallest[kept++] = smallest[i];
            }
        }
        size = kept;
        if (size > EXACT) {
            size = EXACT;
            limit = smallest[EXACT - 1];
            exact = false;
        }
    }

    /** The number, or an estimate of it. */
    long count() {
        keepSmallest();
        return exact ? size : Math.round((EXACT - 1) / (limit / (double) Long.MAX_VALUE));
    }

    /** Whether the count is no estimate; asks for it first. */
    boolean isExact() {
        keepSmallest();
        return exact;
    }

    /** 63 bits, of which each depends on all characters. */
    private static long hash(char[] text, int from, int to) {
        long hash = 0x9E3779B97F4A7C15L * (1 + to - from);
        for (int i = from; i < to; i++) {
            hash = (hash ^ text[i]) * 0xBF58476D1CE4E5B9L;
            hash ^= hash >>> 29;
        }
        hash *= 0x94D049BB133111EBL;
        return (hash ^ (hash >>> 31)) >>> 1;
    }
}
