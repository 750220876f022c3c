package dev.segmentation.hierarchy;

import dev.segmentation.FitProgress;
import dev.segmentation.Workers;

/**
 * Joins the two nearest of all segments, again and again: for linkages by which a new segment may be nearer to others than its
 * parts were, so that a chain of nearest neighbors would join others.
 *
 * <p>A search costs O(n) where a lower bound for every row is still right, as it mostly is (D. Müllner 2011,
 * arXiv:1109.2378, the generic algorithm).
 */
final class ClosestPairs {

    private static final int REPORTS = 100;

    private ClosestPairs() {}

    /** Joins all rows, in the order of the tree. */
    static Joins join(int rows, TriangleSegments segments, String stage, Workers workers) {
        Joins joins = new Joins(rows);
        for (int done = 1; done < rows; done++) {
            TriangleSegments.Pair closest = segments.closest();
            joins.add(closest.low(), closest.high(), segments.height(closest.distance()));
            segments.join(closest.low(), closest.high());
            if (done % (rows / REPORTS + 1) == 0) {
                workers.tell(new FitProgress(stage, done, rows, Double.NaN));
            }
        }
        return joins;
    }
}
