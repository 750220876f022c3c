package dev.segmentation.hierarchy;

import dev.segmentation.FitProgress;
import dev.segmentation.Workers;

/**
 * Joins segments by following nearest neighbors until two are each other's, which may be joined at once.
 *
 * <p>That is right for linkages by which a new segment is never nearer to others than its parts were, as by Ward, complete
 * and average linkage. Each step lowers the distance, so a chain ends; at most 3n searches in all.
 *
 * <p>F. Murtagh (1983), The Computer Journal 26, 354–359, doi:10.1093/comjnl/26.4.354.
 */
final class NearestNeighborChain {

    /** Segments that are left, each told by its first row. */
    interface Segments {

        /** The lowest row that tells a segment. */
        int first();

        /**
         * Finds the segment nearest to one: the lowest row of those that are strictly nearer than the bound, or the one
         * that the bound is of.
         */
        Neighbor nearest(int row, Neighbor bound);

        /** Joins two, told by the lower row from now on. */
        void join(int low, int high);

        /** What a distance between segments is called in the tree. */
        double height(double distance);
    }

    /**
     * A segment and how far it is.
     *
     * @param row that tells it; negative for none
     * @param distance comparable with others of the same linkage
     */
    record Neighbor(int row, double distance) {
        static final Neighbor NONE = new Neighbor(-1, Double.POSITIVE_INFINITY);
    }

    private static final int REPORTS = 100;

    private NearestNeighborChain() {}

    /** Joins all rows. */
    static Joins join(int rows, Segments segments, String stage, Workers workers) {
        Joins joins = new Joins(rows);
        int[] chain = new int[rows];
        double[] distances = new double[rows]; // of each link to the one before it
        boolean[] isOnChain = new boolean[rows];
        int length = 0;
        for (int done = 1; done < rows; done++) {
            if (length == 0) {
                chain[length++] = segments.first();
            }
            Neighbor before = before(chain, distances, length);
            while (true) {
                workers.checkCancelled();
                int top = chain[length - 1];
                isOnChain[top] = true;
                Neighbor nearest = segments.nearest(top, before);
                if (nearest.row() == before.row() || isOnChain[nearest.row()]) { // the latter by rounding only
                    break;
                }
                distances[length] = nearest.distance();
                chain[length++] = nearest.row();
                before = new Neighbor(top, nearest.distance());
            }
            int top = chain[length - 1];
            int low = Math.min(top, before.row());
            int high = Math.max(top, before.row());
            joins.add(low, high, segments.height(before.distance()));
            segments.join(low, high);
            isOnChain[low] = false;
            isOnChain[high] = false;
            length -= 2;
            if (done % (rows / REPORTS + 1) == 0) {
                workers.tell(new FitProgress(stage, done, rows, Double.NaN));
            }
        }
        return joins;
    }

    private static Neighbor before(int[] chain, double[] distances, int length) {
        return length < 2 ? Neighbor.NONE : new Neighbor(chain[length - 2], distances[length - 1]);
    }
}
