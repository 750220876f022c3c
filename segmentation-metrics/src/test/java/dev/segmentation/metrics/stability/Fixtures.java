package dev.segmentation.metrics.stability;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitReport;
import dev.segmentation.SegmentationModel;
import dev.segmentation.Segmenter;
import dev.segmentation.internal.SeededRandom;
import java.util.List;
import java.util.function.Function;

/** Data and segmenters whose answers are known. */
final class Fixtures {

    private Fixtures() {}

    /** Three clouds on a triangle, row i in cloud i mod 3. */
    static FeatureMatrix blobs(int n, double distance) {
        SeededRandom random = SeededRandom.stream(11, 1);
        double[] values = new double[2 * n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = random.nextGaussian() + (i % 3 == 1 ? distance : 0);
            values[2 * i + 1] = random.nextGaussian() + (i % 3 == 2 ? distance : 0);
        }
        return FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
    }

    /** The labels that a function of the rows gives, and an objective. */
    static Segmenter<SegmentationModel> labelling(Function<FeatureMatrix, Assignment> labels, double objective) {
        return new Segmenter<>() {
            @Override
            public Fit<SegmentationModel> fit(FeatureMatrix features, Execution execution) {
                Assignment given = labels.apply(features);
                FitReport report =
                        FitReport.builder("labels").objective(objective).build();
                return new Fit<>(model(given.segmentCount(), features.featureNames(), labels), given, report);
            }

            @Override
            public String toString() {
                return "labels";
            }
        };
    }

    private static SegmentationModel model(
            int segments, List<String> names, Function<FeatureMatrix, Assignment> labels) {
        return new SegmentationModel() {
            @Override
            public int segmentCount() {
                return segments;
            }

            @Override
            public List<String> featureNames() {
                return names;
            }

            @Override
            public Assignment assign(FeatureMatrix features) {
                return labels.apply(features);
            }
        };
    }
}
