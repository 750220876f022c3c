package dev.segmentation.mixture;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.SoftSegmentationModel;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Centers of fuzzy segments; a customer belongs to each to a degree that falls with the distance. The label is the segment
 * of highest degree, which is that of the nearest center, the lower one of equals.
 */
public final class FuzzyCMeansModel implements SoftSegmentationModel {

    private final List<String> featureNames;
    private final double fuzzifier;
    private final double[] centers; // in the units of the data, row-major
    private final Training training;

    /** What was found about the training rows. */
    private record Training(double objective, double coefficient, double entropy, double xieBeni) {}

    private FuzzyCMeansModel(List<String> featureNames, double fuzzifier, double[] centers, Training training) {
        this.featureNames = featureNames;
        this.fuzzifier = fuzzifier;
        this.centers = centers;
        this.training = training;
    }

    static FuzzyCMeansModel of(
            List<String> featureNames,
            double fuzzifier,
            double[] centers,
            double[] relative,
            FuzzyPartition.Totals totals,
            double rows) {
        int d = featureNames.size();
        double nearest = Double.POSITIVE_INFINITY;
        for (int a = 0; a < relative.length / d; a++) {
            for (int b = 0; b < a; b++) {
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    double difference = relative[a * d + j] - relative[b * d + j];
                    sum += difference * difference;
                }
                nearest = Math.min(nearest, sum);
            }
        }
        double xieBeni = nearest > 0 && nearest <= Double.MAX_VALUE ? totals.objective / (rows * nearest) : Double.NaN;
        return new FuzzyCMeansModel(
                featureNames,
                fuzzifier,
                centers,
                new Training(totals.objective, totals.squares / rows, totals.entropy / rows, xieBeni));
    }

    static FuzzyCMeansModel restored(
            List<String> featureNames,
            double fuzzifier,
            double[] centers,
            double objective,
            double coefficient,
            double entropy,
            double xieBeni) {
        return new FuzzyCMeansModel(
                featureNames, fuzzifier, centers, new Training(objective, coefficient, entropy, xieBeni));
    }

    /** The same centers with other numbers. */
    FuzzyCMeansModel renumbered(int[] numbers) {
        int d = featureNames.size();
        double[] moved = new double[centers.length];
        for (int c = 0; c < numbers.length; c++) {
            System.arraycopy(centers, c * d, moved, numbers[c] * d, d);
        }
        return new FuzzyCMeansModel(featureNames, fuzzifier, moved, training);
    }

    @Override
    public int segmentCount() {
        return centers.length / featureNames.size();
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    /**
     * The centers, Σ uᵐ x / Σ uᵐ, in the units of the matrix that was fitted.
     *
     * @return k × d
     */
    public FeatureMatrix centers() {
        return FeatureMatrix.copyOfRowMajor(featureNames, centers);
    }

    /**
     * The fuzzifier, m.
     *
     * @return more than 1
     */
    public double fuzzifier() {
        return fuzzifier;
    }

    /**
     * What the fit made small, Σ w uᵐ d² over the training rows.
     *
     * @return at least 0, in squared units
     */
    public double objective() {
        return training.objective;
    }

    /**
     * Bezdek's partition coefficient of the training rows, Σ u²/n: how clear the memberships are.
     *
     * @return 1/k, all degrees equal, to 1, every row in one segment; higher is clearer
     */
    public double partitionCoefficient() {
        return training.coefficient;
    }

    /**
     * The partition coefficient on the scale from 0 to 1, (k·PC − 1)/(k − 1).
     *
     * @return 0 to 1, higher is clearer; NaN for a single segment
     */
    public double normalizedPartitionCoefficient() {
        int k = segmentCount();
        return k == 1 ? Double.NaN : (k * training.coefficient - 1) / (k - 1);
    }

    /**
     * Bezdek's partition entropy of the training rows, −Σ u ln u/n.
     *
     * @return 0, every row in one segment, to ln k; lower is clearer
     */
    public double partitionEntropy() {
        return training.entropy;
    }

    /**
     * The index of Xie and Beni (1991), doi:10.1109/34.85677, with uᵐ as is usual now: Σ uᵐ d²/(n · the smallest squared
     * distance between centers). Compact segments far apart have a small one.
     *
     * @return at least 0, smaller is better; NaN for a single segment and if two centers are equal
     */
    public double xieBeni() {
        return training.xieBeni;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if features are missing or unexpected ({@link Reason#SCHEMA_MISMATCH}), a value is
     *     missing ({@link Reason#NON_FINITE}) or beyond 1e130 ({@link Reason#RANGE})
     */
    @Override
    public Memberships memberships(FeatureMatrix features) {
        Objects.requireNonNull(features, "features");
        Arguments.match(featureNames, features, "FuzzyCMeansModel.memberships");
        FeatureMatrix ordered = features.select(featureNames);
        Arguments.noMissing(ordered, "FuzzyCMeansModel.memberships");
        MixtureData.checkRange(ordered, "FuzzyCMeansModel.memberships", () -> {});
        Blocks blocks = MatrixAccess.blocks(ordered);
        int k = segmentCount();
        double[] all = new double
                [Arguments.arraySize(blocks.rowCount(), k, "FuzzyCMeansModel.memberships", "take the rows in parts")];
        Row row = new Row();
        for (int i = 0; i < blocks.rowCount(); i++) {
            row.take(blocks, i);
            FuzzyPartition.degrees(row.squared, fuzzifier, row.degrees);
            System.arraycopy(row.degrees, 0, all, i * k, k);
        }
        return Memberships.copyOfRowMajor(k, all);
    }

    /**
     * The model as plain data, to be stored with any JSON library.
     *
     * @return from which {@link FuzzyCMeansRecord#restore} makes a model that gives the same bits
     */
    public FuzzyCMeansRecord toRecord() {
        return new FuzzyCMeansRecord(
                featureNames,
                fuzzifier,
                SavedNumbers.rows(centers, featureNames.size()),
                new FuzzyCMeansRecord.Training(
                        training.objective,
                        training.coefficient,
                        training.entropy,
                        Double.isNaN(training.xieBeni) ? List.of() : List.of(training.xieBeni)));
    }

    /** The labels of training rows, on all threads. */
    int[] labels(Blocks blocks, Loop loop) {
        int[] labels = new int[blocks.rowCount()];
        loop.forEach(blocks.blockCount(), b -> {
            Row row = new Row();
            for (int i = b * Blocks.ROWS; i < b * Blocks.ROWS + blocks.rowsIn(b); i++) {
                row.take(blocks, i);
                FuzzyPartition.degrees(row.squared, fuzzifier, row.degrees);
                for (int c = 1; c < row.degrees.length; c++) {
                    labels[i] = row.degrees[c] > row.degrees[labels[i]] ? c : labels[i];
                }
            }
        });
        return labels;
    }

    /** Working memory for one row. */
    private final class Row {

        private final double[] values = new double[featureNames.size()];
        private final double[] squared = new double[segmentCount()];
        private final double[] degrees = new double[segmentCount()];

        void take(Blocks blocks, int i) {
            blocks.copyRow(i, values);
            FuzzyPartition.squaredDistances(values, centers, squared);
        }
    }

    /** Segments and features with the centers. */
    @Override
    public String toString() {
        int d = featureNames.size();
        StringBuilder text = new StringBuilder(
                "FuzzyCMeansModel[" + segmentCount() + " segments over " + featureNames + ", m = " + fuzzifier);
        for (int cell = 0; cell < centers.length; cell++) {
            text.append(cell == 0 ? ": " : cell % d == 0 ? "; " : ", ")
                    .append(String.format(Locale.ROOT, "%.4g", centers[cell]));
        }
        return text.append(']').toString();
    }
}
