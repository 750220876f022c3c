package dev.segmentation.metrics.structure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two centers without a third one between them, and the convex part of space that is theirs: for every other center, what
 * lies on their side of the plane halfway between that center and the stretch that connects the two.
 *
 * <p>Neighbors are those of Toussaint's relative neighborhood graph (1980, doi:10.1016/0031-3203(80)90066-7): no other
 * center is nearer to both than they are to one another. All neighbors together connect all centers. The centers must come
 * from other rows than those that are tested; then the part of space does not depend on these, and any distribution with a
 * log-concave density stays one with a single mode when it is restricted to the part and projected on a line (Prékopa).
 */
final class Neighbors {

    final int first;
    final int second;
    private final double[] origin; // the first center
    private final double[] direction; // from the first center to the second
    private final double[][] feet; // for each other center, the point of the stretch that is nearest to it
    private final double[][] normals; // from there to that center
    private final double[] limits; // half their squared lengths

    Neighbors(int first, int second, double[][] centers) {
        this.first = first;
        this.second = second;
        this.origin = centers[first];
        this.direction = minus(centers[second], origin);
        List<double[]> ends = new ArrayList<>();
        List<double[]> across = new ArrayList<>();
        double length = dot(direction, direction);
        for (int other = 0; other < centers.length; other++) {
            if (other != first && other != second && isThere(centers[other])) {
                double along = dot(minus(centers[other], origin), direction) / length;
                double[] foot = plus(origin, Math.max(0, Math.min(1, along)), direction);
                ends.add(foot);
                across.add(minus(centers[other], foot));
            }
        }
        this.feet = ends.toArray(double[][]::new);
        this.normals = across.toArray(double[][]::new);
        this.limits = across.stream().mapToDouble(v -> dot(v, v) / 2).toArray();
    }

    /**
     * Who are neighbors among some centers; as labels, because all there is to a pair is k × d numbers.
     *
     * @param centers k × d; NaN for a segment without one
     * @param poll called k times: with very many segments, looking at all triples takes long
     */
    static List<int[]> among(double[][] centers, Runnable poll) {
        List<int[]> pairs = new ArrayList<>();
        for (int a = 0; a < centers.length; a++) {
            poll.run();
            for (int b = a + 1; b < centers.length; b++) {
                double apart = squared(centers[a], centers[b]);
                if (apart > 0 && nobodyIsBetween(a, b, apart, centers)) {
                    pairs.add(new int[] {a, b});
                }
            }
        }
        return pairs;
    }

    private static boolean nobodyIsBetween(int a, int b, double apart, double[][] centers) {
        for (double[] other : centers) {
            if (squared(other, centers[a]) < apart && squared(other, centers[b]) < apart) {
                return false;
            }
        }
        return true;
    }

    /**
     * Where the rows that lie in the part of the two are along the line through them, in the square of the unit of the
     * features.
     *
     * @param columns d columns of rows, of which those from {@code start} on, before {@code end}, are looked at
     * @param into where to write, in the order of rows
     * @param at the first place to write to
     * @return the place after the last one that was written
     */
    int project(double[][] columns, int start, int end, double[] into, int at) {
        int[] inside = new int[end - start];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = start + i;
        }
        int count = inside.length;
        double[] along = new double[count];
        for (int other = 0; other < limits.length && count > 0; other++) {
            along(columns, inside, count, feet[other], normals[other], along);
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (along[i] <= limits[other]) {
                    inside[kept++] = inside[i];
                }
            }
            count = kept;
        }
        along(columns, inside, count, origin, direction, along);
        System.arraycopy(along, 0, into, at, count);
        return at + count;
    }

    /** Where the first so many rows of a list are along a line. */
    private static void along(
            double[][] columns, int[] rows, int count, double[] from, double[] direction, double[] along) {
        Arrays.fill(along, 0, count, 0);
        for (int j = 0; j < columns.length; j++) {
            double[] column = columns[j];
            double zero = from[j];
            double slope = direction[j];
            for (int i = 0; i < count; i++) {
                along[i] += (column[rows[i]] - zero) * slope;
            }
        }
    }

    /** Whether there is a center: a segment without rows has none. */
    static boolean isThere(double... center) {
        return !Double.isNaN(center[0]);
    }

    private static double squared(double[] a, double[] b) {
        double[] difference = minus(a, b);
        return dot(difference, difference);
    }

    private static double[] minus(double[] a, double[] b) {
        return plus(a, -1, b);
    }

    private static double[] plus(double[] a, double times, double[] b) {
        double[] sum = new double[a.length];
        for (int j = 0; j < sum.length; j++) {
            sum[j] = a[j] + times * b[j];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
