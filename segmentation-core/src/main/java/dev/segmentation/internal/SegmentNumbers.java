package dev.segmentation.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The canonical numbers of segments: by decreasing weight of their rows, ties by first row. */
public final class SegmentNumbers {

    private SegmentNumbers() {}

    /**
     * The number that each segment gets.
     *
     * @param segmentCount k
     * @param labels the segment of each row as found
     * @param weights of each row, such as {@code row -> 1}
     * @return for each segment as found its canonical number; segments without rows come last
     */
    public static int[] bySize(int segmentCount, int[] labels, IntToDoubleFunction weights) {
        double[] sizes = new double[segmentCount];
        int[] first = new int[segmentCount];
        Arrays.fill(first, Integer.MAX_VALUE);
        for (int i = labels.length - 1; i >= 0; i--) {
            first[labels[i]] = i;
        }
        for (int i = 0; i < labels.length; i++) {
            sizes[labels[i]] += weights.applyAsDouble(i);
        }
        int[] order = IntStream.range(0, segmentCount)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(s -> -sizes[s]).thenComparingInt(s -> first[s]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] numbers = new int[segmentCount];
        for (int number = 0; number < segmentCount; number++) {
            numbers[order[number]] = number;
        }
        return numbers;
    }
}
