package dev.segmentation.metrics.selection;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitReport;
import dev.segmentation.SegmentationModel;
import dev.segmentation.Segmenter;
import java.util.ArrayList;
import java.util.List;

/** Hierarchical segments by average linkage, slow and obvious: merges the two nearest until k are left. */
record AverageLinkage(int segmentCount) implements Segmenter<AverageLinkage.Model> {

    record Model(int segmentCount, List<String> featureNames) implements SegmentationModel {
        @Override
        public Assignment assign(FeatureMatrix features) {
            throw new UnsupportedOperationException("a tree labels its own rows only");
        }
    }

    @Override
    public Fit<Model> fit(FeatureMatrix features, Execution execution) {
        List<List<Integer>> groups = new ArrayList<>();
        for (int i = 0; i < features.rowCount(); i++) {
            groups.add(List.of(i));
        }
        double[][] distances = distances(features);
        while (groups.size() > segmentCount) {
            mergeNearest(groups, distances);
        }
        int[] labels = new int[features.rowCount()];
        for (int g = 0; g < groups.size(); g++) {
            for (int row : groups.get(g)) {
                labels[row] = g;
            }
        }
        return new Fit<>(
                new Model(segmentCount, features.featureNames()),
                Assignment.copyOf(segmentCount, labels),
                FitReport.builder("average linkage").build());
    }

    private static double[][] distances(FeatureMatrix features) {
        int n = features.rowCount();
        double[][] distances = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double squared = 0;
                for (int f = 0; f < features.featureCount(); f++) {
                    squared += Math.pow(features.value(i, f) - features.value(j, f), 2);
                }
                distances[i][j] = Math.sqrt(squared);
            }
        }
        return distances;
    }

    /** Keeps the average distance of groups in the table, at their first rows. */
    private static void mergeNearest(List<List<Integer>> groups, double[][] distances) {
        int one = 0;
        int other = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int g = 0; g < groups.size(); g++) {
            for (int h = g + 1; h < groups.size(); h++) {
                double distance = distances[groups.get(g).get(0)][groups.get(h).get(0)];
                if (distance < least) {
                    least = distance;
                    one = g;
                    other = h;
                }
            }
        }
        int a = groups.get(one).get(0);
        int b = groups.get(other).get(0);
        double sizeOfOne = groups.get(one).size();
        double sizeOfOther = groups.get(other).size();
        for (List<Integer> group : groups) {
            int c = group.get(0);
            distances[a][c] = (sizeOfOne * distances[a][c] + sizeOfOther * distances[b][c]) / (sizeOfOne + sizeOfOther);
            distances[c][a] = distances[a][c];
        }
        List<Integer> merged = new ArrayList<>(groups.get(one));
        merged.addAll(groups.remove(other));
        groups.set(one, merged);
    }
}
