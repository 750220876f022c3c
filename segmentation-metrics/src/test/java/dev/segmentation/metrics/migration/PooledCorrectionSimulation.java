package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How often 95 % intervals of the share that truly moved contain the truth, of customers who are typed with errors at several
 * dates, and how often the typing error is said to be overstated though it is the true one. Writes {@code
 * target/pooled-corrections.csv}; {@code -Druns=} sets the runs per line.
 */
class PooledCorrectionSimulation {

    private static final int RUNS = Integer.getInteger("runs", 3000);

    /** Nobody moves, one in ten does, and one in ten, half of the customers being twice as restless and the others calm. */
    private static final double[][] MOVES = {{0, 0, 0}, {0, 0.1, 0.1}, {0.5, 0.2, 0}};

    @Test
    void intervalsCover() throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("customers,dates,segments,right,moves,restless,covered,asIfIndependent,seen,"
                        + "overstated,meanUnbiased,standardError"));
        List<String> wrong = new ArrayList<>();
        Files.createDirectories(Path.of("target"));
        for (int customers : new int[] {100, 1000}) {
            for (int dates : new int[] {2, 4, 12}) {
                for (double[] moves : MOVES) {
                    PooledMarket truth = new PooledMarket(customers, dates, 3, moves[0], moves[1], moves[2]);
                    PooledCorrection found = PooledCorrection.of(new TypedMarket(truth, 0.8), RUNS);
                    String line = String.format(
                            Locale.ROOT,
                            "%d,%d,3,0.8,%.1f,%.1f,%.4f,%.4f,%.4f,%.4f,%.5f,%.5f",
                            customers,
                            dates,
                            truth.shareMoved(),
                            moves[0],
                            found.covered(),
                            found.asIfIndependent(),
                            found.seen(),
                            found.overstated(),
                            found.mean(),
                            found.error());
                    lines.add(line);
                    if (!(found.covered() >= 0.93
                            && found.overstated() <= 0.05
                            && Math.abs(found.mean() - truth.shareMoved()) < 4 * found.error())) {
                        wrong.add(line);
                    }
                    Files.write(Path.of("target/pooled-corrections.csv"), lines);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
