package dev.segmentation.dissimilarity;

import dev.segmentation.FeatureTable;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A fitted {@link Gower}. */
final class GowerModel implements DissimilarityModel {

    private static final String WHERE = "Gower.between";

    private final List<String> featureNames;
    private final List<GowerColumn> columns;

    GowerModel(List<String> featureNames, List<GowerColumn> columns) {
        this.featureNames = featureNames;
        this.columns = List.copyOf(columns);
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    List<DissimilarityRecord.Column> columnRecords() {
        return columns.stream().map(GowerColumn::toRecord).toList();
    }

    @Override
    public Dissimilarities between(FeatureTable rows, FeatureTable others) {
        List<double[]> left = new ArrayList<>();
        List<double[]> right = new ArrayList<>();
        for (GowerColumn column : columns) {
            Map<String, Double> unknown = new HashMap<>();
            column.check(others, WHERE);
            right.add(column.encode(others, unknown, WHERE));
            if (rows != others) {
                column.check(rows, WHERE);
                left.add(column.encode(rows, unknown, WHERE));
            }
        }
        Tiles tiles = new Tiles(right, others.rowCount());
        return new Means(rows == others ? tiles : new Tiles(left, rows.rowCount()), tiles, columns);
    }

    @Override
    public String toString() {
        return "GowerModel[" + Arguments.shown(featureNames) + "]";
    }

    private static final class Means extends TiledDissimilarities {

        private final List<GowerColumn> columns;

        Means(Tiles rows, Tiles others, List<GowerColumn> columns) {
            super(rows, others, columns.size());
            this.columns = columns;
        }

        @Override
        void toTile(double[] row, double[][] tile, int lanes, double[] into) {
            double[] weights = new double[lanes];
            Arrays.fill(into, 0, lanes, 0);
            for (int c = 0; c < row.length; c++) {
                if (!Double.isNaN(row[c])) {
                    columns.get(c).add(row[c], tile[c], lanes, into, weights);
                }
            }
            for (int r = 0; r < lanes; r++) {
                into[r] = weights[r] > 0 ? into[r] / weights[r] : Double.NaN;
            }
        }
    }
}
