package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.drift.PopulationStability;
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
 * How often the test of equal shares rejects at 5 % where nothing changed, and where a tenth of the first segment went to the
 * second, by the part of the customers who are the same, and how often the χ² of two samples does. Writes {@code
 * target/equal-shares.csv}; {@code -Druns=} sets the runs per line, {@code -Ddraws=99} draws less often than by default.
 */
class EqualSharesSimulation {

    private static final int RUNS = Integer.getInteger("runs", 2000);
    private static final MigrationTests DRAWN =
            MigrationTests.withDefaults().withDraws(Integer.getInteger("draws", 999));
    private static final MigrationTests CHI_SQUARE =
            MigrationTests.withDefaults().withoutDraws();

    @Test
    void sizesAreNominal() throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("n,grown,segments,overlap,leastExpected,size,chiSquare,psi,power,psiPower"));
        List<String> wrong = new ArrayList<>();
        Files.createDirectories(Path.of("target"));
        for (int n : new int[] {100, 400, 2000}) {
            for (double grown : new double[] {0, 0.5}) {
                for (int segments : new int[] {3, 6}) {
                    for (double overlap : new double[] {0, 0.5, 0.9, 1}) {
                        line(n, grown, segments, overlap, lines, wrong);
                        Files.write(Path.of("target/equal-shares.csv"), lines);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void line(
            int n, double grown, int segments, double overlap, List<String> lines, List<String> wrong) {
        int common = (int) Math.round(n * overlap);
        int more = (int) Math.round(n * grown);
        TwoDates same = new TwoDates(common, n - common, n - common + more, segments, 0.2, 0);
        TwoDates shifted = new TwoDates(common, n - common, n - common + more, segments, 0.2, 0.1);
        LongAdder[] rejected =
                IntStream.range(0, 5).mapToObj(i -> new LongAdder()).toArray(LongAdder[]::new);
        long seed = 31L * same.hashCode();
        double least = IntStream.range(0, RUNS)
                .parallel()
                .mapToDouble(run -> {
                    MigrationMatrix still = same.drawn(SeededRandom.stream(seed, run));
                    MigrationTest test = DRAWN.withSeed(run).equalShares(still);
                    count(rejected[0], test.pValue());
                    count(rejected[1], CHI_SQUARE.equalShares(still).pValue());
                    count(rejected[2], psi(still));
                    MigrationMatrix moved = shifted.drawn(SeededRandom.stream(seed + 1, run));
                    count(rejected[3], DRAWN.withSeed(run).equalShares(moved).pValue());
                    count(rejected[4], psi(moved));
                    return test.leastExpected();
                })
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
        double[] share = new double[5];
        for (int i = 0; i < 5; i++) {
            share[i] = rejected[i].sum() / (double) RUNS;
        }
        String line = String.format(
                Locale.ROOT,
                "%d,%.1f,%d,%.1f,%.2f,%.4f,%.4f,%.4f,%.4f,%.4f",
                n,
                grown,
                segments,
                overlap,
                least,
                share[0],
                share[1],
                share[2],
                share[3],
                share[4]);
        lines.add(line);
        if (!(share[0] <= 0.07) || (least >= 5 && !(share[0] >= 0.03))) {
            wrong.add(line);
        }
    }

    private static void count(LongAdder rejected, double pValue) {
        if (pValue <= 0.05) {
            rejected.increment();
        }
    }

    private static double psi(MigrationMatrix drawn) {
        return PopulationStability.ofCounts(TwoDates.before(drawn), TwoDates.after(drawn))
                .pearsonPValue();
    }
}
