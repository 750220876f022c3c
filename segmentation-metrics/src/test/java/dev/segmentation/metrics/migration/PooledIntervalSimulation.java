package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Estimate;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.interval.ProportionInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How often 95 % intervals of pooled periods contain the truth, by number of customers, dates and segments, and by how much
 * customers differ: of a cell and of the share that moved, over customers and (for comparison) over steps. Writes {@code
 * target/pooled-intervals.csv}; {@code -Druns=} sets the runs per line.
 */
class PooledIntervalSimulation {

    private static final int RUNS = Integer.getInteger("runs", 1000);

    /** The restless, and the two rates: some never move, all are alike, and hardly anyone moves. */
    private static final double[][] KINDS = {
        {0.5, 0.6, 0.02}, {0.1, 0.6, 0.02}, {0.5, 0.3, 0.3}, {0.5, 0.02, 0.02}, {0.1, 0.1, 0.0}, {0.5, 0.9, 0.9}
    };

    @Test
    void intervalsCover() throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("customers,dates,segments,restless,rates,cell,cellBySteps,moved,movedBySteps,bootstrap"));
        List<String> wrong = new ArrayList<>();
        Files.createDirectories(Path.of("target"));
        for (double[] kind : KINDS) {
            for (int customers : new int[] {30, 100, 400, 2000}) {
                for (int dates : new int[] {3, 13, 25}) {
                    for (int segments : new int[] {2, 5}) {
                        line(new PooledMarket(customers, dates, segments, kind[0], kind[1], kind[2]), lines, wrong);
                    }
                }
                Files.write(Path.of("target/pooled-intervals.csv"), lines);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void line(PooledMarket market, List<String> lines, List<String> wrong) {
        LongAdder[] hits = IntStream.range(0, 5).mapToObj(i -> new LongAdder()).toArray(LongAdder[]::new);
        IntStream.range(0, RUNS).parallel().forEach(run -> {
            int[][] places = market.drawn(SeededRandom.stream(market.hashCode(), run));
            MigrationMatrix matrix =
                    PooledMarket.pooled(places, market.segments()).matrix();
            count(hits[0], matrix.interval("s0", "s1"), market.chance(0, 1));
            long row = matrix.presentAtBoth(matrix.segment("s0"));
            count(hits[1], ProportionInterval.wilson(matrix.count("s0", "s1"), row, 0.95), market.chance(0, 1));
            count(hits[2], matrix.shareMoved(), market.shareMoved());
            count(
                    hits[3],
                    ProportionInterval.wilson(matrix.movers(), matrix.presentAtBoth(), 0.95),
                    market.shareMoved());
            if (run % 5 == 0) {
                Estimate drawn = MobilityBootstrap.withDefaults()
                        .withReplicates(200)
                        .withSeed(run)
                        .estimates(matrix)
                        .get(MobilityIndex.SHARE_MOVED);
                count(hits[4], drawn, market.shareMoved());
            }
        });
        double[] share = new double[5];
        for (int i = 0; i < 5; i++) {
            share[i] = hits[i].sum() / (double) (i == 4 ? (RUNS + 4) / 5 : RUNS);
        }
        String line = String.format(
                Locale.ROOT,
                "%d,%d,%d,%.1f,%.2f/%.2f,%.3f,%.3f,%.3f,%.3f,%.3f",
                market.customers(),
                market.dates(),
                market.segments(),
                market.restless(),
                market.ofRestless(),
                market.ofCalm(),
                share[0],
                share[1],
                share[2],
                share[3],
                share[4]);
        lines.add(line);
        if (!(share[0] >= 0.92 && share[2] >= 0.92)) {
            wrong.add(line);
        }
    }

    private static void count(LongAdder hits, Estimate estimate, double truth) {
        if (estimate.lower() <= truth && truth <= estimate.upper()) {
            hits.increment();
        }
    }
}
