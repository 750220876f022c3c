package dev.segmentation.mixture;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;
import java.util.List;

/** Where the iteration of a mixture begins. */
sealed interface MixtureStart {

    /** To which degree a row belongs to a component. */
    @FunctionalInterface
    interface Degrees {

        /** The degree, 0 … 1. */
        double of(int row, int component);
    }

    /** The degrees of the rows of checked data. */
    Degrees degrees(MixtureData data, double[] scales, String where, Loop loop);

    /** Refuses rows of which two are equal. */
    static void checkDifferent(FeatureMatrix rows, String where, String name) {
        for (int i = 0; i < rows.rowCount(); i++) {
            for (int h = 0; h < i; h++) {
                if (Arrays.equals(rows.row(h), rows.row(i))) {
                    throw new InvalidInputException(
                            Reason.DUPLICATE_INIT,
                            i,
                            name,
                            where + ": " + name + " " + h + " and " + i + " are equal; give k different ones");
                }
            }
        }
    }

    /** The caller's means: every row belongs to the nearest one, by distances in the given scales. */
    record Means(FeatureMatrix means) implements MixtureStart {

        public Means {
            Arguments.noMissing(means, "GaussianMixture.withMeans");
            checkDifferent(means, "GaussianMixture.withMeans", "means");
        }

        @Override
        public Degrees degrees(MixtureData data, double[] scales, String where, Loop loop) {
            List<String> names = data.matrix.featureNames();
            Arguments.match(names, means, where + " (given means)");
            int[] labels = nearest(data, means.select(names).toRowMajorArray(), scales, loop);
            return (row, component) -> labels[row] == component ? 1 : 0;
        }

        private static int[] nearest(MixtureData data, double[] centers, double[] scales, Loop loop) {
            int d = data.features;
            int[] labels = new int[data.rows];
            double[] row = new double[d];
            for (int i = 0; i < labels.length; i++) {
                if (i % 256 == 0) {
                    loop.checkCancelled();
                }
                data.blocks.copyRow(i, row);
                double least = Double.POSITIVE_INFINITY;
                for (int c = 0; c < centers.length / d; c++) {
                    double sum = 0;
                    for (int j = 0; j < d; j++) {
                        double difference = (row[j] - centers[c * d + j]) / scales[j];
                        sum += difference * difference;
                    }
                    if (sum < least) {
                        least = sum;
                        labels[i] = c;
                    }
                }
            }
            return labels;
        }

        @Override
        public String toString() {
            return "given means";
        }
    }

    /** The caller's memberships of the rows to be fitted. */
    record Given(Memberships memberships) implements MixtureStart {

        @Override
        public Degrees degrees(MixtureData data, double[] scales, String where, Loop loop) {
            Arguments.sameSize(data.rows, memberships.size(), where, "memberships", "row");
            return memberships::degree;
        }

        @Override
        public String toString() {
            return "given memberships";
        }
    }
}
