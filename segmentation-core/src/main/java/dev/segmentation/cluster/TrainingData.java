package dev.segmentation.cluster;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.DistinctRows;
import dev.segmentation.internal.MatrixAccess;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A checked matrix as the kernels see it: blocks, weights, the runs of blocks that are the unit of work, and what a
 * survey of all values found.
 */
final class TrainingData {

    /** Squares of differences of values up to this size sum without overflow over any number of rows and features. */
    private static final double LARGEST = 1e130;

    /** Squares of differences below this size vanish. */
    private static final double SMALLEST_RANGE = 1e-130;

    /** Beside a heavier row than this many times its weight, a row loses digits in the sums. */
    private static final double WIDEST_WEIGHTS = 1e12;

    private static final int RUNS = 64;

    /** Rows are kept in single precision beside the doubles up to this size. */
    private static final long MOST_NARROWED_BYTES = 64L << 20;

    final Blocks blocks;
    final int rows;
    final int features;
    final int runs;

    /** What kernels subtract from every row; empty if rows lie around the origin. */
    final double[] offset;

    /** The grid of the exact sums. */
    final CenterSums.Grid grid;

    /** Whose data these are, as errors say it. */
    final String where;

    private final FeatureMatrix matrix;
    private final Survey survey;
    private final double scale; // of rows in single precision; 0 if they cannot be held in it
    private float[][] narrowed = {}; // of each block, once it was asked for
    private final double[] radii; // of each block: no row is farther from the offset
    private final ConcurrentLinkedQueue<Scratch> scratches = new ConcurrentLinkedQueue<>();

    private TrainingData(FeatureMatrix matrix, String where, Loop loop) {
        this.matrix = matrix;
        this.where = where;
        this.blocks = MatrixAccess.blocks(matrix);
        this.rows = blocks.rowCount();
        this.features = blocks.featureCount();
        this.runs = Math.min(RUNS, blocks.blockCount());
        this.radii = new double[blocks.blockCount()];
        this.survey = survey(loop);
        this.offset = survey.offset();
        this.grid = survey.grid(rows);
        if (offset.length > 0) {
            eachBlock(
                    loop,
                    (run, b, scratch) -> radii[b] = Survey.of(scratch.packed(b), blocks.rowsIn(b), features)
                            .radius(offset));
        }
        this.scale = Panel.scaleFor(largestRadius(), features);
    }

    /** Keeps the rows in single precision too, for many passes over them, unless that takes too much memory. */
    void keepNarrowed(Loop loop) {
        if (scale == 0 || 4L * rows * features > MOST_NARROWED_BYTES) {
            return;
        }
        double[] shift = Panel.shift(features, offset, scale);
        float[][] kept = new float[blocks.blockCount()][];
        eachBlock(loop, (run, b, scratch) -> {
            int whole = blocks.rowsIn(b) & -Blocks.LANES;
            kept[b] = new float[Narrowed.size(whole, features)];
            Narrowed.convert(scale, shift, scratch.packed(b), whole, kept[b]);
        });
        narrowed = kept;
    }

    /** The centers as kernels want them for these rows. */
    Panel panel(double[] centers) {
        return new Panel(centers, features, offset, scale);
    }

    /** A block as {@link Narrowed} by the scale of {@link #panel}, or none. */
    float[] narrowed(int block) {
        return narrowed.length == 0 ? Narrowed.NONE : narrowed[block];
    }

    /** Checks the data against k. */
    static TrainingData check(FeatureMatrix matrix, int segmentCount, String where, Loop loop) {
        int rows = matrix.rowCount();
        checkCount(rows, segmentCount, where);
        Arguments.noMissing(matrix, where);
        TrainingData data = new TrainingData(matrix, where, loop);
        data.checkSurvey(where);
        if (!data.distinct(segmentCount).isEnough()) {
            throw fewerDistinct(segmentCount, data.distinct(segmentCount).count(), where);
        }
        return data;
    }

    static void checkCount(long rows, int segmentCount, String where) {
        Arguments.segmentable(rows, segmentCount, "matrix", where);
    }

    /** Rows of checked data, picked for the first centers to be drawn from. */
    static TrainingData ofSample(FeatureMatrix rows, Loop loop) {
        return new TrainingData(rows, "sample", loop);
    }

    /** Some of the rows. */
    FeatureMatrix sample(long[] chosen) {
        return matrix.rows(Arrays.stream(chosen).mapToInt(Math::toIntExact).toArray());
    }

    /** What is done with each block. */
    interface BlockWork {
        void on(int run, int block, Scratch scratch);
    }

    /** Works on all blocks, those of a run in order. */
    void eachBlock(Loop loop, BlockWork work) {
        loop.forEach(runs, run -> {
            Scratch scratch = borrow(loop);
            for (int b = firstBlock(run); b < firstBlock(run + 1); b++) {
                loop.checkCancelled();
                work.on(run, b, scratch);
            }
            giveBack(scratch);
        });
    }

    /** What is done with each strip of rows once its exact distances to all centers are known. */
    interface StripWork {
        void on(int run, Distances distances, int firstRow, int rows);
    }

    /** Finds the exact distances of all rows to centers, row-major, strip by strip. */
    void eachStrip(Loop loop, double[] centers, StripWork work) {
        eachBlock(
                loop,
                (run, b, scratch) -> scratch.distances()
                        .eachStrip(
                                scratch.packed(b),
                                blocks.rowsIn(b),
                                centers,
                                loop::checkCancelled,
                                (found, start, rows) -> work.on(run, found, b * Blocks.ROWS + start, rows)));
    }

    /** Working memory for a task; what is not given back, because the task failed, is garbage. */
    Scratch borrow(Loop loop) {
        Scratch free = scratches.poll();
        Scratch scratch = free == null ? new Scratch(blocks) : free;
        scratch.proposals.poll = loop::checkCancelled;
        return scratch;
    }

    void giveBack(Scratch scratch) {
        scratches.add(scratch);
    }

    double weight(int row) {
        return matrix.isWeighted() ? matrix.weight(row) : 1;
    }

    int firstBlock(int run) {
        return (int) ((long) run * blocks.blockCount() / runs);
    }

    /** The first row of a run; of the run after the last one, how many rows there are. */
    int firstRow(int run) {
        return (int) Math.min(rows, (long) firstBlock(run) * Blocks.ROWS);
    }

    /** No row is farther from the offset. */
    double largestRadius() {
        double largest = 0;
        for (double radius : radii) {
            largest = Math.max(largest, radius);
        }
        return largest;
    }

    /** No row of the block is farther from the offset. */
    double radius(int block) {
        return radii[block];
    }

    /** The mean over the features of their weighted variance. */
    double meanVariance(Loop loop) {
        double[] pivot = new double[features];
        blocks.copyRow(0, pivot);
        Moments[] parts = new Moments[runs];
        Arrays.setAll(parts, run -> new Moments(pivot));
        eachBlock(loop, (run, b, scratch) -> {
            double[] packed = scratch.packed(b);
            int inBlock = blocks.rowsIn(b);
            for (int r = 0; r < inBlock; r++) {
                int lanes = Blocks.lanes(inBlock, r & -Blocks.LANES);
                parts[run].add(weight(b * Blocks.ROWS + r), packed, blocks.indexInBlock(r), lanes);
            }
        });
        for (int run = 1; run < runs; run++) {
            parts[0].add(parts[run]);
        }
        return parts[0].meanVariance();
    }

    /** Looks at every value once, and notes the radius of every block about the origin. */
    private Survey survey(Loop loop) {
        Survey[] parts = new Survey[runs];
        for (int run = 0; run < runs; run++) {
            parts[run] = new Survey(features);
        }
        eachBlock(loop, (run, b, scratch) -> {
            double[] packed = scratch.packed(b);
            int inBlock = blocks.rowsIn(b);
            Survey block = new Survey(features);
            for (int tile = 0; tile < inBlock; tile += Blocks.LANES) {
                block.addTile(packed, tile * features, Blocks.lanes(inBlock, tile), loop::checkCancelled);
            }
            if (matrix.isWeighted()) {
                double[] weights = new double[inBlock];
                Arrays.setAll(weights, r -> weight(b * Blocks.ROWS + r));
                for (int tile = 0; tile < inBlock; tile += Blocks.LANES) {
                    block.addWeighted(packed, tile * features, Blocks.lanes(inBlock, tile), weights, tile);
                }
            } else {
                block.weighEqually();
            }
            radii[b] = block.radius(new double[0]);
            parts[run].add(block);
        });
        for (int run = 1; run < runs; run++) {
            parts[0].add(parts[run]);
        }
        return parts[0];
    }

    private void checkSurvey(String where) {
        if (!inRange(survey.largest())) {
            throw firstOutOfRange(where);
        }
        checkSpread(survey, where);
    }

    /** Spreads and weights that double arithmetic cannot hold beside each other are refused. */
    static void checkSpread(Survey survey, String where) {
        if (survey.widest() > 0 && survey.widest() < SMALLEST_RANGE) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    where + ": every feature varies by less than 1e-130, so that squares would vanish; scale the"
                            + " features first");
        }
        if (survey.weightRatio() > WIDEST_WEIGHTS) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    "weights",
                    where + ": the largest weight is more than 1e12 times the smallest positive one; leave out the rows"
                            + " that count for nothing");
        }
    }

    private InvalidInputException firstOutOfRange(String where) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < features; j++) {
                if (!inRange(blocks.get(i, j))) {
                    return outOfRange(i, matrix.featureNames().get(j), where);
                }
            }
        }
        throw new IllegalStateException("the survey saw a value that is not there");
    }

    static InvalidInputException outOfRange(long row, String name, String where) {
        return new InvalidInputException(
                Reason.RANGE,
                row,
                name,
                where + ": the value at row " + row + ", feature \"" + name
                        + "\" is beyond 1e130, so that squares would overflow; scale the features first");
    }

    static boolean inRange(double value) {
        return Math.abs(value) <= LARGEST;
    }

    /** The first rows of positive weight that differ. */
    DistinctRows distinct(int segmentCount) {
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
}
