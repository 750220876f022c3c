package dev.segmentation.metrics.profile;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import java.util.List;

/** The means of segments and of all rows, and distances to them that keep their digits far from zero. */
final class SegmentCenters {

    /** How many rows between two looks at cancellation. */
    static final int POLL = 1024;

    private final List<List<Moments>> columns; // per feature, per segment
    private final List<Moments> totals; // per feature
    private final int[][] rows; // per segment

    private SegmentCenters(List<List<Moments>> columns, List<Moments> totals, int[][] rows) {
        this.columns = columns;
        this.totals = totals;
        this.rows = rows;
    }

    static SegmentCenters of(FeatureMatrix features, Assignment assignment, Workers workers) {
        int[] labels = assignment.toArray();
        int k = assignment.segmentCount();
        List<String> names = features.featureNames();
        List<List<Moments>> columns =
                workers.map(names.size(), j -> Moments.of(features.column(names.get(j)), labels, k));
        double squares = 0;
        for (List<Moments> column : columns) {
            squares += Moments.union(column).squares;
        }
        if (!Double.isFinite(squares)) {
            throw new InvalidInputException(
                    Reason.RANGE, "MemberSearch.find: distances overflow, values are up to 1e153 or so; scale them");
        }
        int[][] rows = new int[k][];
        for (int s = 0; s < k; s++) {
            rows[s] = assignment.rowsOf(s);
        }
        return new SegmentCenters(columns, columns.stream().map(Moments::union).toList(), rows);
    }

    int[] rowsOf(int segment) {
        return rows[segment];
    }

    /** Of a row to the mean of a segment. */
    double distance(double[] row, int segment) {
        double squared = 0;
        for (int j = 0; j < row.length; j++) {
            double deviation = columns.get(j).get(segment).deviation(row[j]);
            squared += deviation * deviation;
        }
        return Math.sqrt(squared);
    }

    /** Whether a row is strictly closer to the mean of a segment than to that of all rows. */
    boolean isCloserThanToTotal(double[] row, int segment) {
        // |x − s|² < |x − t|² in a form that does not subtract squares: (s − t)·((x − s) + (x − t)) > 0
        double side = 0;
        for (int j = 0; j < row.length; j++) {
            Moments own = columns.get(j).get(segment);
            Moments total = totals.get(j);
            side += own.minus(total) * (own.deviation(row[j]) + total.deviation(row[j]));
        }
        return side > 0;
    }

    boolean coincidesWithTotal(int segment) {
        for (int j = 0; j < totals.size(); j++) {
            if (columns.get(j).get(segment).minus(totals.get(j)) != 0) {
                return false;
            }
        }
        return true;
    }

    boolean hasRunnerUp(int segment) {
        for (int t = 0; t < rows.length; t++) {
            if (t != segment && rows[t].length > 0) {
                return true;
            }
        }
        return false;
    }

    /** (b − a)/max(a, b) for the distances a to the own and b to the nearest other mean; 0 if both are 0. */
    double margin(double[] row, int segment, double own) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int t = 0; t < rows.length; t++) {
            if (t != segment && rows[t].length > 0) {
                nearest = Math.min(nearest, distance(row, t));
            }
        }
        double larger = Math.max(own, nearest);
        return larger == 0 ? 0 : (nearest - own) / larger;
    }
}
