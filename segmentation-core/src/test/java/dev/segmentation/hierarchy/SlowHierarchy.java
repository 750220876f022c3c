package dev.segmentation.hierarchy;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.dissimilarity.Dissimilarities;
import java.util.ArrayList;
import java.util.List;

/** The obvious agglomeration: looks at every pair of segments, and in them at every pair of rows, before every merge. */
final class SlowHierarchy {

    /** The rows of each segment after each merge, and the height of each merge. */
    final List<List<List<Integer>>> partitions = new ArrayList<>();

    final List<Double> heights = new ArrayList<>();

    private final FeatureMatrix data;
    private final Linkage linkage;

    private SlowHierarchy(FeatureMatrix data, Linkage linkage) {
        this.data = data;
        this.linkage = linkage;
    }

    static SlowHierarchy grow(FeatureMatrix data, Linkage linkage) {
        SlowHierarchy slow = new SlowHierarchy(data, linkage);
        List<List<Integer>> segments = new ArrayList<>();
        for (int i = 0; i < data.rowCount(); i++) {
            segments.add(List.of(i));
        }
        while (segments.size() > 1) {
            int one = 0;
            int other = 1;
            double least = Double.POSITIVE_INFINITY;
            for (int a = 0; a < segments.size(); a++) {
                for (int b = a + 1; b < segments.size(); b++) {
                    double distance = slow.distance(segments.get(a), segments.get(b));
                    if (distance < least) {
                        least = distance;
                        one = a;
                        other = b;
                    }
                }
            }
            List<List<Integer>> next = new ArrayList<>(segments);
            List<Integer> joined = new ArrayList<>(next.remove(other));
            joined.addAll(next.get(one));
            next.set(one, joined);
            segments = next;
            slow.partitions.add(segments);
            slow.heights.add(least);
        }
        return slow;
    }

    private double distance(List<Integer> one, List<Integer> other) {
        Dissimilarities between = euclidean(data);
        if (linkage == Linkage.WARD) {
            List<Integer> both = new ArrayList<>(one);
            both.addAll(other);
            return Math.sqrt(2 * Math.max(0, sumOfSquares(both) - sumOfSquares(one) - sumOfSquares(other)));
        }
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        double sum = 0;
        double weight = 0;
        for (int i : one) {
            for (int j : other) {
                double d = between.between(i, j);
                least = Math.min(least, d);
                most = Math.max(most, d);
                sum += data.weight(i) * data.weight(j) * d;
                weight += data.weight(i) * data.weight(j);
            }
        }
        return linkage == Linkage.SINGLE ? least : linkage == Linkage.COMPLETE ? most : sum / weight;
    }

    private double sumOfSquares(List<Integer> rows) {
        double squares = 0;
        for (int j = 0; j < data.featureCount(); j++) {
            double sum = 0;
            double weight = 0;
            for (int i : rows) {
                sum += data.weight(i) * data.value(i, j);
                weight += data.weight(i);
            }
            for (int i : rows) {
                double difference = data.value(i, j) - sum / weight;
                squares += data.weight(i) * difference * difference;
            }
        }
        return squares;
    }

    /** Euclidean distances, one pair at a time. */
    static Dissimilarities euclidean(FeatureMatrix data) {
        return new Dissimilarities() {
            @Override
            public int rowCount() {
                return data.rowCount();
            }

            @Override
            public int otherCount() {
                return data.rowCount();
            }

            @Override
            public double between(int row, int other) {
                double squares = 0;
                for (int j = 0; j < data.featureCount(); j++) {
                    double difference = data.value(row, j) - data.value(other, j);
                    squares += difference * difference;
                }
                return Math.sqrt(squares);
            }
        };
    }
}
