package dev.segmentation.cluster;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Draws centers as k-means|| does (B. Bahmani et al. 2012): in each of a few rounds over all rows, every row becomes a
 * candidate with probability min(1, ℓ · w · d² / φ), where d² is its squared distance to the nearest candidate so far and
 * φ the weighted sum of these; then k-means++ draws the centers from the candidates, each weighted by the rows nearest to
 * it.
 *
 * <p>Draws are keyed by (seed, restart, round, row), sums are merged in the order of the runs, and the kernel only
 * proposes which candidate is nearest; the distances that enter a probability are those of {@link Distances}. So neither
 * threads nor kernels can change a bit.
 */
final class Oversampling {

    /** More rounds, or more candidates in each, gave no better segments; fewer did worse where sizes are unequal. */
    private static final int ROUNDS = 3;

    /** Candidates per round and center: ℓ = 2 k. */
    private static final double PER_CENTER = 2;

    private final TrainingData data;
    private final int segmentCount;
    private final long seed;
    private final Kernel kernel;
    private final Loop loop;
    private final double[] nearest; // of each row: squared distance to the nearest candidate so far
    private final int[] owners; // and which that is, the earlier one of equally near ones
    private int[] candidates = new int[0]; // rows

    Oversampling(TrainingData data, int segmentCount, long seed, Kernel kernel, Loop loop) {
        this.data = data;
        this.segmentCount = segmentCount;
        this.seed = seed;
        this.kernel = kernel;
        this.loop = loop;
        this.nearest = new double[data.rows];
        this.owners = new int[data.rows];
    }

    /** Draws k centers, row-major; nothing if there are too few candidates that can be told apart. */
    Optional<double[]> draw() {
        collect();
        if (candidates.length < segmentCount) {
            return Optional.empty();
        }
        FeatureMatrix few = data.sample(Arrays.stream(candidates).asLongStream().toArray());
        TrainingData weighted = TrainingData.ofSample(few.weightedBy(scaled(weights())), loop);
        int attempts = RandomCenters.Candidates.SEVERAL.count(segmentCount);
        return new PlusPlus(weighted, segmentCount, attempts, SeededRandom.key(seed, ROUNDS + 1L), loop).draw();
    }

    /** Weights by a power of two that makes the largest about 1, since sums of allowed weights need not be allowed. */
    private static double[] scaled(double[] weights) {
        int exponent = Math.getExponent(Arrays.stream(weights).max().orElse(1));
        return Arrays.stream(weights)
                .map(weight -> Math.scalb(weight, -exponent))
                .toArray();
    }

    /** The rows that were drawn, no two of them equal. */
    int[] candidates() {
        return candidates.clone();
    }

    /** Draws the candidates. */
    void collect() {
        Arrays.fill(nearest, 1); // the first one is drawn by weight alone
        int[] first = Race.winners(data, nearest, SeededRandom.key(seed, 0), 1, loop);
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        if (first.length == 0) {
            return; // no row counts for anything
        }
        approach(first);
        for (int round = 1; round <= ROUNDS; round++) {
            approach(distinct(drawn(round)));
        }
    }

    /** Every row by itself, with a probability proportional to its share of the sum of squares. */
    private int[] drawn(int round) {
        double perCost = PER_CENTER * segmentCount / cost();
        long key = SeededRandom.key(seed, round);
        int[][] parts = new int[data.runs][];
        loop.forEach(data.runs, run -> {
            loop.checkCancelled();
            int[] found = new int[16];
            int count = 0;
            for (int row = data.firstRow(run); row < data.firstRow(run + 1); row++) {
                double cost = data.weight(row) * nearest[row];
                if (cost > 0 && SeededRandom.uniform(key, row) < cost * perCost) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    found[count++] = row;
                }
            }
            parts[run] = Arrays.copyOf(found, count);
        });
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    /** The weighted sum of squared distances to the nearest candidates. */
    private double cost() {
        double[] parts = new double[data.runs];
        loop.forEach(data.runs, run -> {
            loop.checkCancelled();
            double sum = 0;
            for (int row = data.firstRow(run); row < data.firstRow(run + 1); row++) {
                sum += data.weight(row) * nearest[row];
            }
            parts[run] = sum;
        });
        double sum = 0;
        for (double part : parts) { // in the order of the runs
            sum += part;
        }
        return sum;
    }

    /** Of rows that are equal, which are drawn together where many are, the first one. */
    private int[] distinct(int[] rows) {
        Set<List<Double>> seen = new HashSet<>();
        double[] values = new double[data.features];
        return Arrays.stream(rows)
                .filter(row -> {
                    data.blocks.copyRow(row, values);
                    return seen.add(Arrays.stream(values).boxed().toList());
                })
                .toArray();
    }

    /** Takes rows as candidates and brings the distances to the nearest one up to date. */
    private void approach(int[] rows) {
        if (rows.length == 0) {
            return;
        }
        int first = candidates.length;
        candidates = Arrays.copyOf(candidates, first + rows.length);
        System.arraycopy(rows, 0, candidates, first, rows.length);
        double[] points = new double[rows.length * data.features];
        for (int c = 0; c < rows.length; c++) {
            data.blocks.copyRow(rows[c], points, c * data.features);
        }
        Panel panel = data.panel(points);
        data.eachBlock(loop, (run, b, scratch) -> approach(b, scratch, panel, points, first));
    }

    private void approach(int b, Scratch scratch, Panel panel, double[] points, int first) {
        double[] packed = scratch.packed(b);
        Proposals found = scratch.proposals;
        int rows = data.blocks.rowsIn(b);
        kernel.propose(panel, data.radius(b), packed, data.narrowed(b), rows, scratch.labels, 0, found);
        kernel.bound(panel, rows, found);
        for (int r = 0; r < rows; r++) {
            int row = b * Blocks.ROWS + r;
            if (found.atLeast[r] > nearest[row]) {
                continue; // no new candidate is nearer, however that was rounded
            }
            int at = data.blocks.indexInBlock(r);
            int lanes = Blocks.lanes(rows, r & -Blocks.LANES);
            int candidate = found.isCertain(r)
                    ? found.nearest[r]
                    : Distances.nearest(packed, at, lanes, points, panel.centerCount, data.features);
            double squared = Distances.squared(packed, at, lanes, points, candidate, data.features);
            if (squared < nearest[row]) {
                nearest[row] = squared;
                owners[row] = first + candidate;
            }
        }
    }

    /** Of each candidate the weight of the rows nearest to it, the earlier candidate of two equally near ones. */
    double[] weights() {
        double[][] parts = new double[data.runs][candidates.length];
        loop.forEach(data.runs, run -> {
            loop.checkCancelled();
            for (int row = data.firstRow(run); row < data.firstRow(run + 1); row++) {
                parts[run][owners[row]] += data.weight(row);
            }
        });
        double[] weights = parts[0];
        for (int run = 1; run < data.runs; run++) {
            for (int c = 0; c < weights.length; c++) {
                weights[c] += parts[run][c];
            }
        }
        return weights;
    }
}
