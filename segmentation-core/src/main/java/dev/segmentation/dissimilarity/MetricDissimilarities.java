package dev.segmentation.dissimilarity;

import java.util.Arrays;

/**
 * Distances of numeric columns. Columns are added up in their order, whether one distance is computed or many, with and
 * without missing values, so that the bits are the same.
 */
final class MetricDissimilarities extends TiledDissimilarities {

    private final Metric metric;
    private final int columnCount;
    private final boolean complete;

    MetricDissimilarities(Metric metric, Tiles rows, Tiles others, int columnCount) {
        super(rows, others, columnCount);
        this.metric = metric;
        this.columnCount = columnCount;
        this.complete = rows.isComplete() && others.isComplete();
    }

    @Override
    void toTile(double[] row, double[][] tile, int lanes, double[] into) {
        Arrays.fill(into, 0, lanes, 0);
        if (complete) {
            if (metric == Metric.MANHATTAN) {
                addDifferences(row, tile, lanes, into);
            } else {
                addSquares(row, tile, lanes, into);
            }
        } else {
            addKnown(row, tile, lanes, into);
        }
        if (metric == Metric.EUCLIDEAN) {
            for (int r = 0; r < lanes; r++) {
                into[r] = Math.sqrt(into[r]);
            }
        }
    }

    private void addSquares(double[] row, double[][] tile, int lanes, double[] into) {
        int c = 0;
        for (; c + 3 < columnCount; c += 4) {
            addSquares(row, c, tile[c], tile[c + 1], tile[c + 2], tile[c + 3], lanes, into);
        }
        for (; c < columnCount; c++) {
            double x = row[c];
            double[] y = tile[c];
            for (int r = 0; r < lanes; r++) {
                into[r] += (x - y[r]) * (x - y[r]);
            }
        }
    }

    /** Four columns at a time, one after the other into the sum, which saves reading and writing it. */
    private static void addSquares(
            double[] row, int c, double[] y0, double[] y1, double[] y2, double[] y3, int lanes, double[] into) {
        double x0 = row[c];
        double x1 = row[c + 1];
        double x2 = row[c + 2];
        double x3 = row[c + 3];
        for (int r = 0; r < lanes; r++) {
            double a = x0 - y0[r];
            double b = x1 - y1[r];
            double d = x2 - y2[r];
            double e = x3 - y3[r];
            into[r] = into[r] + a * a + b * b + d * d + e * e;
        }
    }

    private void addDifferences(double[] row, double[][] tile, int lanes, double[] into) {
        for (int c = 0; c < columnCount; c++) {
            double x = row[c];
            double[] y = tile[c];
            for (int r = 0; r < lanes; r++) {
                into[r] += Math.abs(x - y[r]);
            }
        }
    }

    private void addKnown(double[] row, double[][] tile, int lanes, double[] into) {
        for (int r = 0; r < lanes; r++) {
            double sum = 0;
            int known = 0;
            for (int c = 0; c < columnCount; c++) {
                double difference = Math.abs(row[c] - tile[c][r]);
                if (!Double.isNaN(difference)) {
                    known++;
                    sum += metric == Metric.MANHATTAN ? difference : difference * difference;
                }
            }
            if (known == columnCount) {
                into[r] = sum;
            } else {
                into[r] = known == 0 ? Double.NaN : sum * ((double) columnCount / known);
            }
        }
    }
}
