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
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.internal.Components;
import dev.segmentation.metrics.internal.OptimalMatching;
import dev.segmentation.metrics.internal.Tails;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One split of the rows: centers from the first ones, tests on the others, between neighboring centers and between the two
 * centers of each segment cut in two.
 */
final class StructureSplit {

    /** With fewer rows between two centers there is nothing to be seen. */
    private static final int LEAST_ROWS = 4;

    /** With less in common, two segments of different fits are not the same. */
    private static final double LEAST_OVERLAP = 0.2;

    /** How many rows between two looks at cancellation. */
    private static final int POLL = 4096;

    /** Cuts a segment in two; any cut is valid, and a few starts find the best one of two groups. */
    private static final KMeans HALVES = KMeans.of(2).withRestarts(3).withRefinement(Refinement.NONE);

    private final FeatureMatrix features;
    private final Assignment given;
    private final Optional<Segmenter<?>> segmenter;
    private final long seed;
    private final double strictness; // from which p a single split counts groups that are too many or too few
    private final double scale; // a power of two, so that no square overflows or vanishes

    StructureSplit(
            FeatureMatrix features, Assignment given, Optional<Segmenter<?>> segmenter, long seed, double strictness) {
        this.features = features;
        this.given = given;
        this.segmenter = segmenter;
        this.seed = seed;
        this.strictness = strictness;
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

    /** Two segments that were neighbors. */
    record Pair(int first, int second, double pValue, double rawP, int pairs, int rows) {}

    /** What one split says: p of all neighbors together, NaN if none could be tested, and p of each pair and segment. */
    static final class Result {

        final double pValue;
        final List<Pair> pairs;
        final List<SegmentStructure> segments;
        final Set<Integer> found; // the given segments that were found again
        final int over; // how many fitted segments merging would save
        final int under; // how many fitted segments have groups within
        final Optional<String> failure;

        private Result(
                double pValue,
                List<Pair> pairs,
                List<SegmentStructure> segments,
                Set<Integer> found,
                int over,
                int under,
                Optional<String> failure) {
            this.pValue = pValue;
            this.pairs = pairs;
            this.segments = segments;
            this.found = found;
            this.over = over;
            this.under = under;
            this.failure = failure;
        }

        private static Result failed(RuntimeException failure) {
            return new Result(
                    1, List.of(), List.of(), Set.of(), 0, 0, Optional.of(String.valueOf(failure.getMessage())));
        }
    }

    Result run(int number, int fitted, int used, Workers workers) {
        int[] drawn = drawn(number, used);
        int[] learning = Arrays.copyOf(drawn, fitted);
        Arrays.sort(learning);
        int[] tested = Arrays.copyOfRange(drawn, fitted, used);
        Assignment known = given.rows(learning);
        try {
            Assignment labels = known;
            if (segmenter.isPresent()) {
                labels = segmenter
                        .get()
                        .fit(features.rows(learning), workers.inside())
                        .assignment();
            }
            double[][] centers = centers(learning, labels);
            TestRows rows = new TestRows(spread(tested, number), workers);
            int[] names = names(known, labels);
            Between between = new Between(centers, rows);
            Within within = within(learning, labels, centers, rows);
            return new Result(
                    between.pValue(),
                    between.pairs(names),
                    within.segments(names),
                    Arrays.stream(names).filter(name -> name >= 0).boxed().collect(Collectors.toSet()),
                    between.over(strictness, labels.sizes()),
                    within.under(strictness),
                    Optional.empty());
        } catch (InvalidInputException unsuitable) {
            return Result.failed(unsuitable);
        } catch (FitException failed) {
            if (failed.reason() == Reason.CALLBACK_FAILED) {
                throw failed;
            }
            return Result.failed(failed);
        }
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

    /**
     * For each fitted segment the given one that it shares most with, one to one; −1 if the two have less than a fifth of
     * their customers in common. Halves of a group that are cut across have a third.
     */
    private int[] names(Assignment known, Assignment labels) {
        if (segmenter.isEmpty()) {
            return IntStream.range(0, known.segmentCount()).toArray();
        }
        ContingencyTable table = ContingencyTable.between(labels, known);
        int[] names = OptimalMatching.of(table.toArray());
        for (int s = 0; s < names.length; s++) {
            if (names[s] >= 0 && table.jaccard(s, names[s]) < LEAST_OVERLAP) {
                names[s] = -1;
            }
        }
        return names;
    }

    /** Each segment cut in two by 2-means; the rows that are nearest to its center, on the line between the two halves. */
    private Within within(int[] learning, Assignment labels, double[][] centers, TestRows rows) {
        int[] nearest = rows.nearest(centers);
        double[] p = new double[centers.length];
        int[] counts = new int[centers.length];
        for (int s = 0; s < centers.length; s++) {
            int[] own = Arrays.stream(labels.rowsOf(s)).map(i -> learning[i]).toArray();
            Optional<Neighbors> halves = halves(own, rows.workers);
            double[] along = halves.isPresent() ? rows.project(halves.get(), nearest, s) : new double[0];
            p[s] = dip(along);
            counts[s] = along.length;
        }
        return new Within(Tails.holm(p), counts);
    }

    /** What was found within each fitted segment: p, adjusted, NaN where nothing could be tested, and rows. */
    private static final class Within {

        private final double[] p;
        private final int[] rows;

        Within(double[] p, int[] rows) {
            this.p = p;
            this.rows = rows;
        }

        List<SegmentStructure> segments(int... names) {
            return IntStream.range(0, p.length)
                    .filter(s -> names[s] >= 0 && !Double.isNaN(p[s]))
                    .mapToObj(s -> new SegmentStructure(names[s], p[s], rows[s]))
                    .toList();
        }

        int under(double alpha) {
            return (int) Arrays.stream(p).filter(each -> each <= alpha).count();
        }
    }

    private Optional<Neighbors> halves(int[] rows, Workers workers) {
        try {
            Assignment halves = HALVES.withSeed(seed)
                    .fit(features.rows(rows), workers.inside())
                    .assignment();
            double[][] centers = centers(rows, halves);
            boolean apart = !Neighbors.among(centers, workers::checkCancelled).isEmpty();
            return apart ? Optional.of(new Neighbors(0, 1, centers)) : Optional.empty();
        } catch (InvalidInputException tooFewOrTooEqual) {
            return Optional.empty();
        }
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

        Between(double[][] centers, TestRows tested) {
            this.neighbors = Neighbors.among(centers, tested.workers::checkCancelled);
            this.rows = new int[neighbors.size()];
            this.p = new double[neighbors.size()];
            for (int pair = 0; pair < p.length; pair++) {
                int[] labels = neighbors.get(pair);
                double[] along = tested.project(new Neighbors(labels[0], labels[1], centers));
                rows[pair] = along.length;
                p[pair] = dip(along);
            }
        }

        /** Fisher's combination. */
        double pValue() {
            double statistic = 0;
            int count = 0;
            for (double each : p) {
                if (!Double.isNaN(each)) {
                    statistic -= 2 * StrictMath.log(each);
                    count++;
                }
            }
            return count == 0 ? Double.NaN : Tails.chiSquare(statistic, 2 * count);
        }

        /**
         * How many segments fewer there would be if neighbors were merged that look like one group; none where this split
         * does not show that any are separate.
         */
        int over(double alpha, int... sizes) {
            Components merged = new Components(sizes.length);
            for (int pair = 0; pair < p.length && pValue() <= alpha; pair++) {
                int a = neighbors.get(pair)[0];
                int b = neighbors.get(pair)[1];
                if (p[pair] >= Structure.NO_TRACE && Structure.leastP(rows[pair], sizes[a], sizes[b]) <= alpha) {
                    merged.join(a, b);
                }
            }
            return sizes.length - merged.count();
        }

        List<Pair> pairs(int[] names) {
            double[] adjusted = Tails.holm(p);
            List<Pair> pairs = new ArrayList<>();
            for (int pair = 0; pair < p.length; pair++) {
                int a = names[neighbors.get(pair)[0]];
                int b = names[neighbors.get(pair)[1]];
                if (a >= 0 && b >= 0 && !Double.isNaN(p[pair])) {
                    pairs.add(new Pair(Math.min(a, b), Math.max(a, b), adjusted[pair], p[pair], p.length, rows[pair]));
                }
            }
            return pairs;
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
            if (i % POLL == 0) {
                workers.checkCancelled();
            }
            for (int j = 0; j < into.length; j++) {
                into[j] = columns[j][i];
            }
            return into;
        }

        /** The rows in the part of two neighbors along the line through them, sorted. */
        double[] project(Neighbors pair) {
            double[] row = new double[columns.length];
            double[] along = new double[count];
            int held = 0;
            for (int i = 0; i < count; i++) {
                if (pair.holds(row(i, row))) {
                    along[held++] = pair.project(row);
                }
            }
            Arrays.sort(along, 0, held);
            return Arrays.copyOf(along, held);
        }

        /** The rows of one segment along the line through its halves, sorted. */
        double[] project(Neighbors halves, int[] nearest, int segment) {
            double[] row = new double[columns.length];
            double[] along = IntStream.range(0, count)
                    .filter(i -> nearest[i] == segment)
                    .mapToDouble(i -> halves.project(row(i, row)))
                    .toArray();
            Arrays.sort(along);
            return along;
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
