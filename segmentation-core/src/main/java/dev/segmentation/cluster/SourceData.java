package dev.segmentation.cluster;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.DistinctRows;
import dev.segmentation.scan.RowBlock;
import dev.segmentation.scan.RowSource;
import dev.segmentation.scan.Scan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checked rows of a source that is scanned, and what a survey of all values found; what {@link TrainingData} is in memory. */
final class SourceData {

    /** Whose data these are, as errors say it. */
    final String where;

    final RowSource source;
    final Execution execution;
    final int features;
    final long rows;

    /** What kernels subtract from every row; empty if rows lie around the origin. */
    final double[] offset;

    /** The grid of the exact sums. */
    final CenterSums.Grid grid;

    /** The first rows of positive weight that differ. */
    final DistinctRows distinct;

    private final double[] firstRow;

    private SourceData(RowSource source, String where, Execution execution, Found found) {
        this.source = source;
        this.where = where;
        this.execution = execution;
        this.features = source.featureNames().size();
        this.rows = found.rows;
        this.offset = found.survey.offset();
        this.grid = found.survey.grid(rows);
        this.distinct = found.distinct;
        this.firstRow = found.firstRow;
    }

    /** Looks at every row once and checks the data against k. */
    static SourceData check(RowSource source, int segmentCount, String where, Execution execution) {
        List<String> names = source.featureNames();
        Found found = source.scan(new SurveyScan(names.size(), segmentCount), execution);
        TrainingData.checkCount(found.rows, segmentCount, where);
        if (found.missing > 0) {
            String name = names.get(found.missingFeature);
            throw new InvalidInputException(
                    Reason.NON_FINITE,
                    found.missingRow,
                    name,
                    where + ": missing value at row " + found.missingRow + ", feature \"" + name + "\" ("
                            + found.missing + " missing in all); impute or leave out these rows first");
        }
        if (found.outOfRangeRow >= 0) {
            throw TrainingData.outOfRange(found.outOfRangeRow, names.get(found.outOfRangeFeature), where);
        }
        TrainingData.checkSpread(found.survey, where);
        if (!found.distinct.isEnough()) {
            throw TrainingData.fewerDistinct(segmentCount, found.distinct.count(), where);
        }
        return new SourceData(source, where, execution, found);
    }

    <A> A scan(Scan<A> scan) {
        return source.scan(scan, execution);
    }

    /** Some of the rows, by ascending index. */
    FeatureMatrix sample(long[] chosen) {
        Picked picked = scan(new PickScan(features, chosen));
        FeatureMatrix.Builder builder = FeatureMatrix.builder(source.featureNames());
        double[] weights = new double[picked.rows.size()];
        boolean weighted = false;
        for (int i = 0; i < weights.length; i++) {
            builder.addRow(picked.rows.get(i));
            weights[i] = picked.weights.get(i);
            weighted |= weights[i] != 1;
        }
        return weighted ? Sample.weighted(builder.build(), weights) : builder.build();
    }

    /** The mean over the features of their weighted variance. */
    double meanVariance() {
        return scan(new MomentsScan(firstRow)).moments.meanVariance();
    }

    /** What the survey has seen. */
    private static final class Found {

        private final Pieces pieces;
        private final Survey survey;
        private final DistinctRows distinct;
        private final double[] row;
        private double[] firstRow = new double[0];
        private long rows;
        private long missing;
        private long missingRow = -1;
        private int missingFeature;
        private long outOfRangeRow = -1;
        private int outOfRangeFeature;

        Found(int features, int segmentCount) {
            this.pieces = new Pieces(features);
            this.survey = new Survey(features);
            this.distinct = new DistinctRows(segmentCount);
            this.row = new double[features];
        }

        void add(double[] packed, int count, long first) {
            int features = row.length;
            Survey piece = Survey.of(packed, count, features);
            if (pieces.isWeighted()) {
                for (int tile = 0; tile < count; tile += Blocks.LANES) {
                    int lanes = Blocks.lanes(count, tile);
                    piece.addWeighted(packed, tile * features, lanes, pieces.weights(), tile);
                }
            } else {
                piece.weighEqually();
            }
            survey.add(piece);
            rows += count;
            findFaults(packed, count, first, piece);
            for (int r = 0; r < count && !distinct.isEnough(); r++) {
                if (pieces.weights()[r] > 0) {
                    pieces.copyRow(packed, r, count, row);
                    distinct.add(row, pieces.weights()[r]);
                }
            }
            if (first == 0) {
                firstRow = new double[features];
                pieces.copyRow(packed, 0, count, firstRow);
            }
        }

        private void findFaults(double[] packed, int count, long first, Survey piece) {
            int features = row.length;
            boolean faulty = !TrainingData.inRange(piece.largest());
            for (int i = 0; i < count * features && !faulty; i++) {
                faulty = Double.isNaN(packed[i]);
            }
            for (int r = 0; r < count && faulty; r++) {
                pieces.copyRow(packed, r, count, row);
                for (int j = 0; j < features; j++) {
                    if (Double.isNaN(row[j])) {
                        missing++;
                        if (missingRow < 0) {
                            missingRow = first + r;
                            missingFeature = j;
                        }
                    } else if (!TrainingData.inRange(row[j]) && outOfRangeRow < 0) {
                        outOfRangeRow = first + r;
                        outOfRangeFeature = j;
                    }
                }
            }
        }

        void add(Found later) {
            survey.add(later.survey);
            distinct.add(later.distinct);
            rows += later.rows;
            missing += later.missing;
            if (missingRow < 0) {
                missingRow = later.missingRow;
                missingFeature = later.missingFeature;
            }
            if (outOfRangeRow < 0) {
                outOfRangeRow = later.outOfRangeRow;
                outOfRangeFeature = later.outOfRangeFeature;
            }
            if (firstRow.length == 0) {
                firstRow = later.firstRow;
            }
        }
    }

    private record SurveyScan(int features, int segmentCount) implements Scan<Found> {

        @Override
        public Found start() {
            return new Found(features, segmentCount);
        }

        @Override
        public void add(Found found, RowBlock rows) {
            found.pieces.each(rows, found::add);
        }

        @Override
        public void merge(Found into, Found from) {
            into.add(from);
        }
    }

    /** Rows in ascending order. */
    private static final class Picked {

        private final Pieces pieces;
        private final List<double[]> rows = new ArrayList<>();
        private final List<Double> weights = new ArrayList<>();

        Picked(int features) {
            this.pieces = new Pieces(features);
        }
    }

    private static final class PickScan implements Scan<Picked> {

        private final int features;
        private final long[] chosen;

        PickScan(int features, long[] chosen) {
            this.features = features;
            this.chosen = chosen;
        }

        @Override
        public Picked start() {
            return new Picked(features);
        }

        @Override
        public void add(Picked picked, RowBlock block) {
            picked.pieces.each(block, (packed, rows, first) -> {
                int found = Arrays.binarySearch(chosen, first);
                for (int i = found < 0 ? -found - 1 : found; i < chosen.length && chosen[i] < first + rows; i++) {
                    int r = (int) (chosen[i] - first);
                    double[] row = new double[features];
                    picked.pieces.copyRow(packed, r, rows, row);
                    picked.rows.add(row);
                    picked.weights.add(picked.pieces.weights()[r]);
                }
            });
        }

        @Override
        public void merge(Picked into, Picked from) {
            into.rows.addAll(from.rows);
            into.weights.addAll(from.weights);
        }
    }

    private static final class Summed {

        private final Pieces pieces;
        private final Moments moments;

        Summed(double[] pivot) {
            this.pieces = new Pieces(pivot.length);
            this.moments = new Moments(pivot);
        }
    }

    private static final class MomentsScan implements Scan<Summed> {

        private final double[] pivot;

        MomentsScan(double[] pivot) {
            this.pivot = pivot;
        }

        @Override
        public Summed start() {
            return new Summed(pivot);
        }

        @Override
        public void add(Summed summed, RowBlock block) {
            summed.pieces.each(block, (packed, rows, first) -> {
                for (int r = 0; r < rows; r++) {
                    summed.moments.add(
                            summed.pieces.weights()[r], packed, summed.pieces.index(r), Pieces.stride(r, rows));
                }
            });
        }

        @Override
        public void merge(Summed into, Summed from) {
            into.moments.add(from.moments);
        }
    }
}
