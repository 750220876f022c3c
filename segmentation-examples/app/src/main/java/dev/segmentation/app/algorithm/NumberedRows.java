package dev.segmentation.app.algorithm;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.LikelihoodModel;
import dev.segmentation.Memberships;
import dev.segmentation.SegmentationModel;
import dev.segmentation.Segmenter;
import dev.segmentation.SoftTableModel;
import dev.segmentation.TableModel;
import dev.segmentation.TableSegmenter;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a table as a matrix of their numbers, so that who draws rows of a matrix and fits them draws and fits those of the
 * table, with their categories and missing values.
 */
final class NumberedRows {

    private static final List<String> NUMBER = List.of("row");

    private final FeatureTable table;

    NumberedRows(FeatureTable table) {
        this.table = table;
    }

    /** A row per row of the table, with its number and weight. */
    FeatureMatrix matrix() {
        double[] numbers = IntStream.range(0, table.rowCount()).asDoubleStream().toArray();
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(NUMBER, numbers);
        return table.isWeighted()
                ? matrix.weightedBy(IntStream.range(0, numbers.length)
                        .mapToDouble(table::weight)
                        .toArray())
                : matrix;
    }

    /** Fits the rows whose numbers it is given. */
    <M extends TableModel> Segmenter<?> segmenter(TableSegmenter<M> algorithm) {
        return new ByNumber<>(this, algorithm);
    }

    private FeatureTable rows(FeatureMatrix numbers) {
        int n = numbers.rowCount();
        FeatureTable rows = table.rows(
                IntStream.range(0, n).map(i -> (int) numbers.value(i, 0)).toArray());
        return numbers.isWeighted()
                ? rows.weightedBy(
                        IntStream.range(0, n).mapToDouble(numbers::weight).toArray())
                : rows;
    }

    private record ByNumber<M extends TableModel>(NumberedRows rows, TableSegmenter<M> algorithm)
            implements Segmenter<SegmentationModel> {

        @Override
        public Fit<SegmentationModel> fit(FeatureMatrix numbers, Execution execution) {
            Fit<M> fit = algorithm.fit(rows.rows(numbers), execution);
            SegmentationModel model =
                    fit.model() instanceof LikelihoodModel likelihood && fit.model() instanceof SoftTableModel soft
                            ? new LikelyModel(rows, likelihood, soft)
                            : new Model(rows, fit.model());
            return new Fit<>(model, fit.assignment(), fit.report());
        }

        @Override
        public boolean usesWeights() {
            return algorithm.usesWeights();
        }
    }

    /** Labels rows by their numbers. */
    private record Model(NumberedRows rows, TableModel model) implements SegmentationModel {

        @Override
        public int segmentCount() {
            return model.segmentCount();
        }

        @Override
        public List<String> featureNames() {
            return NUMBER;
        }

        @Override
        public Assignment assign(FeatureMatrix features) {
            return model.assign(rows.rows(features));
        }
    }

    /** The same with the likelihood of what it was fitted to. */
    private record LikelyModel(NumberedRows rows, LikelihoodModel likelihood, SoftTableModel soft)
            implements LikelihoodModel {

        @Override
        public int segmentCount() {
            return soft.segmentCount();
        }

        @Override
        public List<String> featureNames() {
            return NUMBER;
        }

        @Override
        public Memberships memberships(FeatureMatrix features) {
            return soft.memberships(rows.rows(features));
        }

        @Override
        public double logLikelihood() {
            return likelihood.logLikelihood();
        }

        @Override
        public int freeParameters() {
            return likelihood.freeParameters();
        }

        @Override
        public double observations() {
            return likelihood.observations();
        }

        @Override
        public double membershipEntropy() {
            return likelihood.membershipEntropy();
        }

        @Override
        public double labelLogProbability() {
            return likelihood.labelLogProbability();
        }

        @Override
        public FeatureTable simulate(int count, long seed) {
            return likelihood.simulate(count, seed);
        }
    }
}
