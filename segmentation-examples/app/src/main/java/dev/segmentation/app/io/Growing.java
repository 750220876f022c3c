package dev.segmentation.app.io;

import dev.segmentation.Reason;
import java.util.Arrays;

/** Arrays that grow with the rows of a file. */
final class Growing {

    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private Growing() {}

    static int[] withRoom(int[] values, int size) {
        return size < values.length ? values : Arrays.copyOf(values, larger(size));
    }

    static double[] withRoom(double[] values, int size) {
        return size < values.length ? values : Arrays.copyOf(values, larger(size));
    }

    static long[] withRoom(long[] values, int size) {
        return size < values.length ? values : Arrays.copyOf(values, larger(size));
    }

    /** The next capacity. */
    static int larger(int capacity) {
        if (capacity == LARGEST) {
            throw CsvFault.inFile(
                    Reason.RESOURCE_LIMIT, "more than " + LARGEST + " rows; split the file, or sum rows up before");
        }
        return (int) Math.min(LARGEST, Math.max(16L, capacity + capacity / 2L));
    }
}
