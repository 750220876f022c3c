package dev.segmentation.metrics.structure;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Workers;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.Tails;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One split of the rows: centers from the first ones, tests on the others, between neighboring centers and between the two
 * centers of each segment cut in two.
 */
final class StructureSplit {

    /** With fewer rows between two centers there is nothing to be seen. */
    private static final int LEAST_ROWS = 4;

    /** How many rows are looked at before the next look at cancellation, few enough for the cache. */
    private static final int BLOCK = 512;

    /**
     * Into how many parts a segment is cut: in two, and in four, which sets apart several groups that no plane does. Any cut
     * is valid.
     */
    static final List<Integer> PARTS = List.of(2, 4);

    private final FeatureMatrix features;
    private final Assignment given;
    private final Optional<Segmenter<?>> segmenter;
    private final long seed;
    private final double scale; // a power of two, so that no square overflows or vanishes

    StructureSplit(FeatureMatrix features, Assignment given, Optional<Segmenter<?>> segmenter, long seed) {
        this.features = features;
        this.given = given;
        this.segmenter = segmenter;
        this.seed = seed;
        double largest = 0;
        for (int i = 0; i < features.rowCount(); i++) {
            for (int j = 0; j < features.featureCount(); j++) {
                largest = Math.max(largest, Math.abs(features.value(i, j)));
            }
        }
        this.scale = largest > 0 ? Math.scalb(1.0, -Math.getExponent(largest)) : 1;
    }

    private double value(int row, int feature) {
        return features.value(row, feature) * scale;
    }

    /** Two given segments that are neighbors: p adjusted for all pairs, p alone, and how many rows it is of. */
    record Pair(int first, int second, double pValue, double rawP, int rows) {}

    /**
     * What one split says.
     *
     * @param pValue of all neighbors together among the segments that were fitted anew; NaN if none could be tested
     * @param pairs of the given segments, those of which something could be tested
     * @param segments the given ones
     * @param failure why the segmenter could not be fitted
     */
    record Result(double pValue, List<Pair> pairs, List<SegmentStructure> segments, Optional<String> failure) {}

    /** Who are neighbors among the given segments. */
    List<int[]> neighbors(Workers workers) {
        int[] all = IntStream.range(0, features.rowCount()).toArray();
        return Neighbors.among(centers(all, given), workers::checkCancelled);
    }

    Result run(int number, int fitted, int used, List<int[]> neighbors, Workers workers) {
        int[] drawn = drawn(number, used);
        int[] learning = Arrays.copyOf(drawn, fitted);
        Arrays.sort(learning);
        TestRows tested = new TestRows(spread(Arrays.copyOfRange(drawn, fitted, used), number), workers);
        Assignment known = given.rows(learning);
        double[][] centers = centers(learning, known);
        Between between = new Between(neighbors, centers, tested);
        double p = between.pValue();
        Optional<String> failure = Optional.empty();
        if (segmenter.isPresent()) {
            try {
                Assignment anew = segmenter
                        .get()
                        .fit(features.rows(learning), workers.inside())
                        .assignment();
                double[][] others = centers(learning, anew);
                p = new Between(Neighbors.among(others, workers::checkCancelled), others, tested).pValue();
            } catch (InvalidInputException unsuitable) {
                failure = Optional.of(String.valueOf(unsuitable.getMessage()));
            } catch (FitException failed) {
                if (failed.reason() == Reason.CALLBACK_FAILED) {
                    throw failed;
                }
                failure = Optional.of(String.valueOf(failed.getMessage()));
            }
        }
        return new Result(
                failure.isPresent() ? 1 : p, between.pairs(), within(learning, known, centers, tested), failure);
    }

    /** The first so many rows of a random order. */
    private int[] drawn(int number, int used) {
        SeededRandom random = SeededRandom.stream(seed, number);
        int[] rows = IntStream.range(0, features.rowCount()).toArray();
        for (int i = 0; i < used; i++) {
            int other = i + random.nextInt(rows.length - i);
            int row = rows[other];
            rows[other] = rows[i];
            rows[i] = row;
        }
        return Arrays.copyOf(rows, used);
    }

    /** The means of segments, as deviations from a row are summed; NaN for a segment without rows. */
    private double[][] centers(int[] rows, Assignment labels) {
        double[][] centers = new double[labels.segmentCount()][features.featureCount()];
        int[] sizes = labels.sizes();
        double[] origin = new double[features.featureCount()];
        for (int j = 0; j < origin.length; j++) {
            origin[j] = value(rows[0], j);
        }
        for (int i = 0; i < rows.length; i++) {
            double[] center = centers[labels.label(i)];
            for (int j = 0; j < center.length; j++) {
                center[j] += value(rows[i], j) - origin[j];
            }
        }
        for (int s = 0; s < centers.length; s++) {
            for (int j = 0; j < origin.length; j++) {
                centers[s][j] = origin[j] + centers[s][j] / sizes[s]; // NaN of 0 / 0
            }
        }
        return centers;
    }

    /** Each segment cut in two and in four; the rows that are nearest to its center, between the parts. */
    private List<SegmentStructure> within(int[] learning, Assignment labels, double[][] centers, TestRows rows) {
        int[] nearest = rows.nearest(centers);
        double[] p = new double[centers.length];
        int[] counts = new int[centers.length];
        for (int s = 0; s < centers.length; s++) {
            int segment = s;
            int[] own = Arrays.stream(labels.rowsOf(s)).map(i -> learning[i]).toArray();
            TestRows tested = rows.only(IntStream.range(0, nearest.length)
                    .filter(i -> nearest[i] == segment)
                    .toArray());
            double[] cuts = PARTS.stream()
                    .mapToDouble(parts -> between(own, parts, tested))
                    .filter(each -> !Double.isNaN(each))
                    .toArray();
            p[s] = Math.min(1, cuts.length * Arrays.stream(cuts).min().orElse(Double.NaN));
            counts[s] = tested.count;
        }
        double[] adjusted = Tails.holm(p);
        return IntStream.range(0, p.length)
                .filter(s -> !Double.isNaN(p[s]))
                .mapToObj(s -> new SegmentStructure(s, adjusted[s], counts[s]))
                .toList();
    }

    /** The p between so many parts of some rows, in rows they were not made of; NaN where these cannot be cut so. */
    private double between(int[] rows, int parts, TestRows tested) {
        try {
            Assignment cut = KMeans.of(parts)
                    .withRestarts(2)
                    .withMaxIterations(
                            8) // where there are groups they are found by then, and elsewhere any cut will do
                    .withRefinement(Refinement.NONE)
                    .withSeed(seed)
                    .fit(scaled(rows), tested.workers.inside())
                    .assignment();
            double[][] centers = centers(rows, cut);
            return new Between(Neighbors.among(centers, tested.workers::checkCancelled), centers, tested).pValue();
        } catch (InvalidInputException tooFewOrTooEqual) {
            return Double.NaN;
        }
    }

    private FeatureMatrix scaled(int... rows) {
        int d = features.featureCount();
        double[] values = new double[rows.length * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(rows[i / d], i % d);
        }
        return FeatureMatrix.copyOfRowMajor(features.featureNames(), values);
    }

    /** The p value of a sorted projection; NaN if there is next to nothing on it. */
    private static double dip(double... along) {
        return along.length < LEAST_ROWS ? Double.NaN : Dip.ofSorted(along).pValue();
    }

    /** What was found between neighbors. */
    private static final class Between {

        private final List<int[]> neighbors;
        private final int[] rows;
        private final double[] p;

        Between(List<int[]> neighbors, double[][] centers, TestRows tested) {
            this.neighbors = neighbors;
            this.rows = new int[neighbors.size()];
            this.p = new double[neighbors.size()];
            for (int pair = 0; pair < p.length; pair++) {
                int a = neighbors.get(pair)[0];
                int b = neighbors.get(pair)[1];
                boolean learned = Neighbors.isThere(centers[a]) && Neighbors.isThere(centers[b]);
                double[] along = learned ? tested.project(new Neighbors(a, b, centers)) : new double[0];
                rows[pair] = along.length;
                p[pair] = dip(along);
            }
        }

        /**
         * Fisher's combination, which many traces make small; among more than two pairs a single one would be lost in it, so
         * that there it is twice the smaller one of this and of Bonferroni's.
         */
        double pValue() {
            double statistic = 0;
            double least = 1;
            int count = 0;
            for (double each : p) {
                if (!Double.isNaN(each)) {
                    statistic -= 2 * StrictMath.log(each);
                    least = Math.min(least, each);
                    count++;
                }
            }
            if (count == 0) {
                return Double.NaN;
            }
            double fisher = Tails.chiSquare(statistic, 2 * count);
            return count <= 2 ? fisher : Math.min(1, 2 * Math.min(fisher, count * least));
        }

        List<Pair> pairs() {
            double[] adjusted = Tails.holm(p);
            return IntStream.range(0, p.length)
                    .filter(pair -> !Double.isNaN(p[pair]))
                    .mapToObj(pair -> new Pair(
                            neighbors.get(pair)[0], neighbors.get(pair)[1], adjusted[pair], p[pair], rows[pair]))
                    .toList();
        }
    }

    /** The columns of some rows, ties spread. */
    private double[][] spread(int[] rows, int number) {
        double[][] columns = new double[features.featureCount()][rows.length];
        for (int j = 0; j < columns.length; j++) {
            for (int i = 0; i < rows.length; i++) {
                columns[j][i] = value(rows[i], j);
            }
            TieSpread.apply(columns[j], SeededRandom.key(SeededRandom.key(seed, number), j));
        }
        return columns;
    }

    /** The rows that are tested, by columns. */
    private static final class TestRows {

        private final double[][] columns;
        private final Workers workers;
        private final int count;

        TestRows(double[][] columns, Workers workers) {
            this.columns = columns;
            this.workers = workers;
            this.count = columns[0].length;
        }

        private double[] row(int i, double[] into) {
            if (i % BLOCK == 0) {
                workers.checkCancelled();
            }
            for (int j = 0; j < into.length; j++) {
                into[j] = columns[j][i];
            }
            return into;
        }

        /** The rows in the part of two neighbors along the line through them, sorted. */
        double[] project(Neighbors pair) {
            double[] along = new double[count];
            int held = 0;
            for (int start = 0; start < count; start += BLOCK) {
                workers.checkCancelled();
                held = pair.project(columns, start, Math.min(start + BLOCK, count), along, held);
            }
            Arrays.sort(along, 0, held);
            return Arrays.copyOf(along, held);
        }

        /** Some of the rows. */
        TestRows only(int... rows) {
            double[][] some = new double[columns.length][];
            for (int j = 0; j < some.length; j++) {
                double[] column = columns[j];
                some[j] = Arrays.stream(rows).mapToDouble(i -> column[i]).toArray();
            }
            return new TestRows(some, workers);
        }

        /** The center that each row is nearest to. */
        int[] nearest(double[][] centers) {
            int[] nearest = new int[count];
            double[] row = new double[columns.length];
            for (int i = 0; i < count; i++) {
                row(i, row);
                double least = Double.POSITIVE_INFINITY;
                for (int s = 0; s < centers.length; s++) {
                    double squared = 0;
                    for (int j = 0; j < row.length; j++) {
                        squared += (row[j] - centers[s][j]) * (row[j] - centers[s][j]);
                    }
                    if (squared < least) { // not for NaN, a segment without rows
                        least = squared;
                        nearest[i] = s;
                    }
                }
            }
            return nearest;
        }
    }
}
