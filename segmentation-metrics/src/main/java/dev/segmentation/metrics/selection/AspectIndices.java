package dev.segmentation.metrics.selection;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The indices of {@link QualityAspect}, but for stability, of one segmentation. */
final class AspectIndices {

    /** The share of the rows of each segment by which separation is measured. */
    private static final double BORDER = 0.1;

    private final DistanceTable distances;
    private final int[] labels;
    private final int[] sizes;
    private final double[] within; // per segment, the sum of the distances of its pairs
    private final double[] nearest; // per row, the distance to the nearest row of another segment
    private double apart; // over pairs of different segments, the sum of distance − mean distance
    private double pairsApart;

    private AspectIndices(DistanceTable distances, int[] labels, int segments) {
        this.distances = distances;
        this.labels = labels;
        this.sizes = new int[segments];
        this.within = new double[segments];
        this.nearest = new double[labels.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int i = 0; i < labels.length; i++) {
            sizes[labels[i]]++;
            for (int j = 0; j < i; j++) {
                add(i, j, distances.between(i, j));
            }
        }
    }

    private void add(int i, int j, double distance) {
        if (labels[i] == labels[j]) {
            within[labels[i]] += distance;
        } else {
            nearest[i] = Math.min(nearest[i], distance);
            nearest[j] = Math.min(nearest[j], distance);
            apart += distance - distances.mean();
            pairsApart++;
        }
    }

    /** Empty if there is only one segment. */
    static Map<QualityAspect, Double> of(DistanceTable distances, int[] labels, int segments) {
        AspectIndices indices = new AspectIndices(distances, labels, segments);
        Map<QualityAspect, Double> values = new EnumMap<>(QualityAspect.class);
        if (indices.pairsApart > 0) {
            values.put(QualityAspect.COMPACTNESS, indices.compactness());
            values.put(QualityAspect.REPRESENTATION, indices.representation());
            values.put(QualityAspect.SEPARATION, indices.separation());
            values.put(QualityAspect.CONNECTION, indices.connection());
        }
        return values;
    }

    /** For each row the distance to the nearest row of another segment. */
    static double[] nearestOthers(DistanceTable distances, int[] labels, int segments) {
        return new AspectIndices(distances, labels, segments).nearest;
    }

    private double compactness() {
        double sum = 0;
        for (int s = 0; s < sizes.length; s++) {
            sum += sizes[s] < 2 ? 0 : 2 * within[s] / (sizes[s] - 1);
        }
        return sum / labels.length;
    }

    private double representation() {
        double share = pairsApart / distances.pairs();
        return apart / distances.pairs() / (distances.deviation() * Math.sqrt(share * (1 - share)));
    }

    private double separation() {
        double sum = 0;
        int count = 0;
        for (int s = 0; s < sizes.length; s++) {
            double[] border = nearestOf(s);
            int taken = (int) Math.ceil(BORDER * border.length);
            for (int i = 0; i < taken; i++) {
                sum += border[i];
            }
            count += taken;
        }
        return sum / count;
    }

    private double[] nearestOf(int segment) {
        double[] border = new double[sizes[segment]];
        int[] rows = rowsOf(segment);
        Arrays.setAll(border, i -> nearest[rows[i]]);
        Arrays.sort(border);
        return border;
    }

    private double connection() {
        double longest = 0;
        for (int s = 0; s < sizes.length; s++) {
            longest = Math.max(longest, SpanningTree.of(distances, rowsOf(s)).longest());
        }
        return longest;
    }

    private int[] rowsOf(int segment) {
        int[] rows = new int[sizes[segment]];
        int next = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == segment) {
                rows[next++] = i;
            }
        }
        return rows;
    }
}
