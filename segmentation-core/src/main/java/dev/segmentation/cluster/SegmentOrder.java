package dev.segmentation.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The canonical order of segments: by decreasing weight, ties by the first row of positive weight. */
final class SegmentOrder {

    private SegmentOrder() {}

    /** For each segment its place. */
    static int[] bySize(Passes passes) {
        List<Integer> segments = IntStream.range(0, passes.segmentCount())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer s) -> -passes.weight(s))
                        .thenComparingLong(passes::firstRow))
                .toList();
        int[] places = new int[segments.size()];
        for (int place = 0; place < places.length; place++) {
            places[segments.get(place)] = place;
        }
        return places;
    }
}
