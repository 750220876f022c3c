package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.noise.CorrectedMigration;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * What the correction of pooled steps says of customers who are typed with errors, over many runs, as shares of the runs.
 *
 * @param covered the interval of the share that truly moved contains the truth
 * @param asIfIndependent the same if the steps were of as many customers
 * @param seen the interval of the share that seems to have moved contains the truth
 * @param overstated the typing error is said to be too large, which it is not
 * @param mean of the share without bias
 * @param error the standard error of {@code mean}
 */
record PooledCorrection(
        double covered, double asIfIndependent, double seen, double overstated, double mean, double error) {

    static PooledCorrection of(TypedMarket market, int runs) {
        LongAdder[] hits = IntStream.range(0, 4).mapToObj(i -> new LongAdder()).toArray(LongAdder[]::new);
        DoubleAdder sum = new DoubleAdder();
        DoubleAdder squares = new DoubleAdder();
        double truth = market.truth().shareMoved();
        int k = market.truth().segments();
        long seed =
                100_000L * market.truth().customers() + 1000L * market.truth().dates() + Math.round(1000 * truth);
        IntStream.range(0, runs).parallel().forEach(run -> {
            MigrationMatrix steps = PooledMarket.pooled(market.drawn(SeededRandom.stream(seed, run)), k)
                    .matrix();
            CorrectedMigration corrected = CorrectedMigration.of(steps, market.error());
            count(hits[0], corrected.moved(), truth);
            MigrationMatrix independent = MigrationMatrix.copyOf(
                    steps.segments().stream().map(s -> s.name()).toList(), steps.cells(), new long[k], new long[k]);
            count(hits[1], CorrectedMigration.of(independent, market.error()).moved(), truth);
            count(hits[2], corrected.apparent(), truth);
            hits[3].add(corrected.overstated() ? 1 : 0);
            sum.add(corrected.movedUnbiased().value() - truth);
            squares.add(Math.pow(corrected.movedUnbiased().value() - truth, 2));
        });
        double mean = sum.sum() / runs;
        return new PooledCorrection(
                hits[0].sum() / (double) runs,
                hits[1].sum() / (double) runs,
                hits[2].sum() / (double) runs,
                hits[3].sum() / (double) runs,
                truth + mean,
                Math.sqrt((squares.sum() / runs - mean * mean) / runs));
    }

    private static void count(LongAdder hits, Estimate estimate, double truth) {
        hits.add(estimate.lower() <= truth && truth <= estimate.upper() ? 1 : 0);
    }
}
