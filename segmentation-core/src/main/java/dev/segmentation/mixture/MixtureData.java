package dev.segmentation.mixture;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.DistinctRows;
import dev.segmentation.internal.MatrixAccess;
import dev.segmentation.internal.Weights;
import java.util.List;

/** A checked matrix as the passes see it: blocks, weights, and the weighted mean and variance of every column. */
final class MixtureData {

    /** Squares of differences of values up to this size sum without overflow over any number of rows and features. */
    static final double LARGEST = 1e130;

    /** Variances below this size come from squares that vanish. */
    private static final double LEAST_VARIANCE = 1e-250;

    final FeatureMatrix matrix;
    final Blocks blocks;
    final int rows;
    final int features;

    /** What is subtracted from every value: the mean of its column, so that nothing is lost far from the origin. */
    final double[] offset;

    /** Of each column, with divisor n. */
    final double[] variance;

    final double totalWeight;

    private MixtureData(FeatureMatrix matrix) {
        this.matrix = matrix;
        this.blocks = MatrixAccess.blocks(matrix);
        this.rows = blocks.rowCount();
        this.features = blocks.featureCount();
        this.offset = new double[features];
        this.variance = new double[features];
        double total = 0;
        for (int i = 0; i < rows; i++) {
            total += weight(i);
        }
        this.totalWeight = total;
    }

    /** Checks everything but how many rows differ and whether columns vary. */
    static MixtureData check(FeatureMatrix matrix, int segmentCount, String where, Loop loop) {
        Arguments.segmentable(matrix.rowCount(), segmentCount, "matrix", where);
        Arguments.noMissing(matrix, where);
        checkRange(matrix, where, loop::checkCancelled);
        MixtureData data = of(matrix, loop);
        if (!(data.totalWeight > 0)) {
            throw Weights.allZero(where);
        }
        data.checkSpread(where);
        return data;
    }

    /** Refuses rows that differ, but by so little that all squares of differences vanish. */
    private void checkSpread(String where) {
        double most = 0;
        for (double one : variance) {
            most = Math.max(most, one);
        }
        if (most < LEAST_VARIANCE && distinct(2).isEnough()) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    where + ": the rows differ by so little that squares would vanish; scale the features first");
        }
    }

    /** Refuses more segments than there are different rows. */
    void checkDistinct(int segmentCount, String where) {
        DistinctRows distinct = distinct(segmentCount);
        if (!distinct.isEnough()) {
            throw new InvalidInputException(
                    Reason.FEWER_DISTINCT_THAN_K,
                    "segmentCount",
                    where + ": segmentCount = " + segmentCount + " but the matrix has " + distinct.count()
                            + " distinct rows of positive weight; lower segmentCount");
        }
    }

    /** Rows of data that have been checked. */
    static MixtureData of(FeatureMatrix matrix, Loop loop) {
        MixtureData data = new MixtureData(matrix);
        loop.forEach(data.features, j -> data.moments(j, loop));
        return data;
    }

    /** Refuses values whose squares would overflow. */
    static void checkRange(FeatureMatrix matrix, String where, Runnable poll) {
        Blocks blocks = MatrixAccess.blocks(matrix);
        for (int i = 0; i < blocks.rowCount(); i++) {
            if (i % Blocks.ROWS == 0) {
                poll.run();
            }
            for (int j = 0; j < blocks.featureCount(); j++) {
                if (!(Math.abs(blocks.get(i, j)) <= LARGEST)) {
                    throw outOfRange(i, matrix.featureNames().get(j), where);
                }
            }
        }
    }

    private static InvalidInputException outOfRange(int row, String name, String where) {
        return new InvalidInputException(
                Reason.RANGE,
                row,
                name,
                where + ": the value at row " + row + ", feature \"" + name
                        + "\" is beyond 1e130, so that squares would overflow; scale the features first");
    }

    /** Refuses a column that does not vary, because no covariance with it has an inverse. */
    void checkVariances(String where) {
        List<String> names = matrix.featureNames();
        for (int j = 0; j < features; j++) {
            if (!(variance[j] > 0)) {
                throw new InvalidInputException(
                        Reason.SINGULAR_COVARIANCE,
                        names.get(j),
                        where + ": feature \"" + names.get(j)
                                + "\" is constant, so that no covariance has an inverse; leave it out");
            }
            if (variance[j] < LEAST_VARIANCE) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        names.get(j),
                        where + ": feature \"" + names.get(j)
                                + "\" varies by so little that squares would vanish; scale the features first");
            }
        }
    }

    /** The mean of a column, in two steps, and its variance about what was found. */
    private void moments(int feature, Loop loop) {
        double[] column = new double[Blocks.ROWS];
        double[] scratch = new double[blocks.scratchSize()];
        double mean = blocks.get(firstThatCounts(), feature);
        for (int step = 0; step < 3; step++) {
            double sum = 0;
            double squares = 0;
            for (int b = 0; b < blocks.blockCount(); b++) {
                loop.checkCancelled();
                int inBlock = blocks.rowsIn(b);
                Blocks.copyColumn(blocks.read(b, scratch), features, feature, inBlock, column);
                double blockSum = 0;
                double blockSquares = 0;
                for (int r = 0; r < inBlock; r++) {
                    double deviation = column[r] - mean;
                    double weighted = weight(b * Blocks.ROWS + r) * deviation;
                    blockSum += weighted;
                    blockSquares += weighted * deviation;
                }
                sum += blockSum;
                squares += blockSquares;
            }
            double shift = sum / totalWeight;
            if (step < 2) {
                mean += shift;
            } else {
                variance[feature] = Math.max(0, squares / totalWeight - shift * shift);
            }
        }
        offset[feature] = mean;
    }

    private int firstThatCounts() {
        for (int i = 0; i < rows; i++) {
            if (weight(i) > 0) {
                return i;
            }
        }
        return 0;
    }

    double weight(int row) {
        return matrix.isWeighted() ? matrix.weight(row) : 1;
    }

    /** Whether fewer rows of positive weight differ. */
    boolean isSmallerThan(int segmentCount) {
        return !distinct(segmentCount).isEnough();
    }

    /** Whether a column does not vary. */
    boolean hasConstant() {
        for (double one : variance) {
            if (!(one > 0)) {
                return true;
            }
        }
        return false;
    }

    private DistinctRows distinct(int segmentCount) {
        DistinctRows distinct = new DistinctRows(segmentCount);
        double[] values = new double[features];
        for (int i = 0; i < rows && !distinct.isEnough(); i++) {
            if (weight(i) > 0) {
                blocks.copyRow(i, values);
                distinct.add(values, weight(i));
            }
        }
        return distinct;
    }
}
