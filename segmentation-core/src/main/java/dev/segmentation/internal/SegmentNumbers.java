package dev.segmentation.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The canonical numbers of segments: by decreasing weight of their rows, ties by the first row of positive weight. */
public final class SegmentNumbers {

    private SegmentNumbers() {}

    /**
     * The number that each segment gets.
     *
     * @param segmentCount k
     * @param labels the segment of each row as found
     * @param weights of each row, such as {@code row -> 1}
     * @return for each segment as found its canonical number; segments without a row of positive weight come last, as found
     */
    public static int[] bySize(int segmentCount, int[] labels, IntToDoubleFunction weights) {
        double[] sizes = new double[segmentCount];
        int[] first = new int[segmentCount];
        Arrays.fill(first, Integer.MAX_VALUE);
        for (int i = 0; i < labels.length; i++) {
            double weight = weights.applyAsDouble(i);
            sizes[labels[i]] += weight;
            if (weight > 0) {
                first[labels[i]] = Math.min(first[labels[i]], i);
            }
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
