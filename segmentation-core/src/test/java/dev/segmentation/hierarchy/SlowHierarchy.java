package dev.segmentation.hierarchy;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.dissimilarity.Dissimilarities;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** A segment, and the two it was made of, if it is not a row. */
    private record Node(List<Integer> rows, List<Node> parts) {}

    static SlowHierarchy grow(FeatureMatrix data, Linkage linkage) {
        SlowHierarchy slow = new SlowHierarchy(data, linkage);
        List<Node> segments = new ArrayList<>();
        for (int i = 0; i < data.rowCount(); i++) {
            segments.add(new Node(List.of(i), List.of()));
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
            List<Node> next = new ArrayList<>(segments);
            Node last = next.remove(other);
            List<Integer> joined = new ArrayList<>(last.rows);
            joined.addAll(next.get(one).rows);
            next.set(one, new Node(joined, List.of(next.get(one), last)));
            segments = next;
            slow.partitions.add(segments.stream().map(Node::rows).toList());
            slow.heights.add(least);
        }
        return slow;
    }

    private double distance(Node one, Node other) {
        return switch (linkage) {
            case WEIGHTED_AVERAGE -> meanOfParts(one, other);
            case MEDIAN -> distance(middle(one), middle(other));
            case CENTROID -> distance(mean(one), mean(other));
            // What Ward's increase is in terms of squared distances, with plain ones in their place.
            case WARD_OF_DISTANCES -> {
                double a = weight(one.rows);
                double b = weight(other.rows);
                double apart =
                        mean(one.rows, other.rows) - mean(one.rows, one.rows) / 2 - mean(other.rows, other.rows) / 2;
                yield 2 * a * b / (a + b) * apart;
            }
            case WARD, COMPLETE, AVERAGE, SINGLE -> distance(one.rows, other.rows);
        };
    }

    private double meanOfParts(Node one, Node other) {
        if (!one.parts.isEmpty()) {
            return (meanOfParts(one.parts.get(0), other) + meanOfParts(one.parts.get(1), other)) / 2;
        }
        return other.parts.isEmpty() ? mean(one.rows, other.rows) : meanOfParts(other, one);
    }

    private double[] middle(Node node) {
        if (node.parts.isEmpty()) {
            return mean(node);
        }
        double[] a = middle(node.parts.get(0));
        double[] b = middle(node.parts.get(1));
        Arrays.setAll(a, j -> (a[j] + b[j]) / 2);
        return a;
    }

    private double[] mean(Node node) {
        double[] mean = new double[data.featureCount()];
        for (int i : node.rows) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += data.weight(i) / weight(node.rows) * data.value(i, j);
            }
        }
        return mean;
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int j = 0; j < a.length; j++) {
            squares += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return Math.sqrt(squares);
    }

    private double weight(List<Integer> rows) {
        return rows.stream().mapToDouble(data::weight).sum();
    }

    /** The mean distance of rows of one to rows of the other, a row and itself included. */
    private double mean(List<Integer> one, List<Integer> other) {
        Dissimilarities between = euclidean(data);
        double sum = 0;
        for (int i : one) {
            for (int j : other) {
                sum += data.weight(i) * data.weight(j) * between.between(i, j);
            }
        }
        return sum / (weight(one) * weight(other));
    }

    private double distance(List<Integer> one, List<Integer> other) {
        if (linkage == Linkage.WARD) {
            List<Integer> both = new ArrayList<>(one);
            both.addAll(other);
            return Math.sqrt(2 * Math.max(0, sumOfSquares(both) - sumOfSquares(one) - sumOfSquares(other)));
        }
        if (linkage == Linkage.AVERAGE) {
            return mean(one, other);
        }
        Dissimilarities between = euclidean(data);
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int i : one) {
            for (int j : other) {
                least = Math.min(least, between.between(i, j));
                most = Math.max(most, between.between(i, j));
            }
        }
        return linkage == Linkage.SINGLE ? least : most;
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

    /** Squared Euclidean distances. */
    static Dissimilarities squares(FeatureMatrix data) {
        Dissimilarities roots = euclidean(data);
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
                return roots.between(row, other) * roots.between(row, other);
            }
        };
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
