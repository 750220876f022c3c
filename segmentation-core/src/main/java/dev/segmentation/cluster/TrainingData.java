package dev.segmentation.cluster;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.internal.MatrixAccess;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** A checked matrix as the kernels see it: blocks, weights, and the runs of blocks that are the unit of work. */
final class TrainingData {

    /** Squares of differences of values up to this size sum without overflow over any number of rows and features. */
    private static final double LARGEST = 1e130;

    /** Squares of differences below this size vanish. */
    private static final double SMALLEST_RANGE = 1e-130;

    /** Beside a heavier row than this many times its weight, a row loses digits in the sums. */
    private static final double WIDEST_WEIGHTS = 1e12;

    private static final int RUNS = 64;

    final Blocks blocks;
    final int rows;
    final int features;
    final int runs;
    private final FeatureMatrix matrix;

    private TrainingData(FeatureMatrix matrix) {
        this.matrix = matrix;
        this.blocks = MatrixAccess.blocks(matrix);
        this.rows = blocks.rowCount();
        this.features = blocks.featureCount();
        this.runs = Math.min(RUNS, blocks.blockCount());
    }

    /** Checks the data against k before anything is allocated. */
    static TrainingData check(FeatureMatrix matrix, int segmentCount, String where, Runnable poll) {
        int rows = matrix.rowCount();
        if (rows == 0) {
            throw new InvalidInputException(Reason.EMPTY, where + ": the matrix has no rows; nothing can be segmented");
        }
        if (segmentCount > rows) {
            throw new InvalidInputException(
                    Reason.K_GT_N,
                    "segmentCount",
                    where + ": segmentCount = " + segmentCount + " but the matrix has " + rows
                            + " rows; lower segmentCount");
        }
        Arguments.noMissing(matrix, where);
        TrainingData data = new TrainingData(matrix);
        data.checkRange(where, poll);
        data.checkWeights(where);
        data.checkDistinct(segmentCount, where);
        return data;
    }

    double weight(int row) {
        return matrix.isWeighted() ? matrix.weight(row) : 1;
    }

    int firstBlock(int run) {
        return (int) ((long) run * blocks.blockCount() / runs);
    }

    /** The mean over the features of their weighted variance. */
    double meanVariance(Runnable poll) {
        ExactSum weights = new ExactSum();
        ExactSum[] first = new ExactSum[features];
        ExactSum[] second = new ExactSum[features];
        for (int j = 0; j < features; j++) {
            first[j] = new ExactSum();
            second[j] = new ExactSum();
        }
        for (int i = 0; i < rows; i++) {
            if (i % Blocks.ROWS == 0) {
                poll.run();
            }
            double weight = weight(i);
            weights.add(weight);
            for (int j = 0; j < features; j++) {
                double deviation = blocks.get(i, j) - blocks.get(0, j);
                first[j].addProduct(weight, deviation);
                second[j].add(weight * deviation * deviation);
            }
        }
        double sum = 0;
        for (int j = 0; j < features; j++) {
            double mean = first[j].value() / weights.value();
            sum += Math.max(0, second[j].value() / weights.value() - mean * mean);
        }
        return sum / features;
    }

    /** Values whose squares overflow, or whose differences all vanish when squared, are refused. */
    private void checkRange(String where, Runnable poll) {
        double[] least = new double[features];
        double[] most = new double[features];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < rows; i++) {
            if (i % Blocks.ROWS == 0) {
                poll.run();
            }
            for (int j = 0; j < features; j++) {
                double value = blocks.get(i, j);
                if (Math.abs(value) > LARGEST) {
                    throw outOfRange(i, matrix.featureNames().get(j), where);
                }
                least[j] = Math.min(least[j], value);
                most[j] = Math.max(most[j], value);
            }
        }
        double widest = 0;
        for (int j = 0; j < features; j++) {
            widest = Math.max(widest, most[j] - least[j]);
        }
        if (widest > 0 && widest < SMALLEST_RANGE) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    where + ": every feature varies by less than 1e-130, so that squares would vanish; scale the"
                            + " features first");
        }
    }

    static InvalidInputException outOfRange(int row, String name, String where) {
        return new InvalidInputException(
                Reason.RANGE,
                row,
                name,
                where + ": the value at row " + row + ", feature \"" + name
                        + "\" is beyond 1e130, so that squares would overflow; scale the features first");
    }

    /** Weights so unequal that the light ones would vanish beside the heavy ones are refused. */
    private void checkWeights(String where) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int i = 0; i < rows; i++) {
            double weight = weight(i);
            most = Math.max(most, weight);
            least = weight > 0 ? Math.min(least, weight) : least;
        }
        if (most > least * WIDEST_WEIGHTS) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    "weights",
                    where + ": the largest weight is more than 1e12 times the smallest positive one; leave out the rows"
                            + " that count for nothing");
        }
    }

    static boolean inRange(double value) {
        return Math.abs(value) <= LARGEST;
    }

    private void checkDistinct(int segmentCount, String where) {
        Set<Row> distinct = new HashSet<>();
        for (int i = 0; i < rows && distinct.size() < segmentCount; i++) {
            if (weight(i) > 0) {
                double[] values = new double[features];
                blocks.copyRow(i, values);
                for (int j = 0; j < features; j++) {
                    values[j] += 0.0; // −0 becomes 0
                }
                distinct.add(new Row(values));
            }
        }
        if (distinct.size() < segmentCount) {
            throw fewerDistinct(segmentCount, distinct.size(), where);
        }
    }

    static InvalidInputException fewerDistinct(int segmentCount, int found, String where) {
        return new InvalidInputException(
                Reason.FEWER_DISTINCT_THAN_K,
                "segmentCount",
                where + ": segmentCount = " + segmentCount + " but the matrix has " + found
                        + " distinct rows of positive weight; lower segmentCount");
    }

    /** Rows differ, but by so little that distances cannot tell them apart. */
    static InvalidInputException notTold(int segmentCount, String where) {
        return new InvalidInputException(
                Reason.FEWER_DISTINCT_THAN_K,
                "segmentCount",
                where + ": segmentCount = " + segmentCount + " but fewer rows can be told apart by squared distance;"
                        + " lower segmentCount, or bring the features to one scale first");
    }

    /** A row as a key. */
    private static final class Row {

        private final double[] values;

        Row(double[] values) {
            this.values = values;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }
}
