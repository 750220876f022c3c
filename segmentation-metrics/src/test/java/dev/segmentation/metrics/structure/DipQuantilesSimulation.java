package dev.segmentation.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.internal.SeededRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Simulates the table of {@link DipQuantiles} anew, writes it to {@code target/dip-quantiles.txt} and compares. */
class DipQuantilesSimulation {

    @Test
    void theTableIsThatOfTheSimulation() throws IOException {
        StringBuilder table = new StringBuilder();
        double worst = 0;
        for (int row = 0; row < DipQuantiles.SIZES.length; row++) {
            int n = DipQuantiles.SIZES[row];
            double[] roots = simulated(n, n <= 1000 ? 200_000 : n <= 5000 ? 100_000 : 50_000);
            table.append('{');
            for (int c = 0; c < DipQuantiles.TAILS.length; c++) {
                int rank = (int) Math.round(roots.length * (1 - DipQuantiles.TAILS[c]));
                double root = roots[Math.min(roots.length - 1, rank)];
                worst = Math.max(worst, Math.abs(root - DipQuantiles.ROOTS[row][c]));
                table.append(String.format(Locale.ROOT, c == 0 ? "%.5f" : ", %.5f", root));
            }
            table.append("}, // ").append(n).append('\n');
        }
        Files.writeString(Path.of("target", "dip-quantiles.txt"), table);
        assertThat(worst).isLessThan(5e-6); // the same draws; the table has five digits
    }

    private static double[] simulated(int n, int draws) {
        double[] roots = IntStream.range(0, draws)
                .parallel()
                .mapToDouble(
                        draw -> Math.sqrt(n) * Dip.ofSorted(uniform(n, draw)).statistic())
                .toArray();
        Arrays.sort(roots);
        return roots;
    }

    /** Sorted uniform numbers, but for shift and scale: sums of exponential ones. */
    private static double[] uniform(int n, int draw) {
        SeededRandom random = SeededRandom.stream(n, draw);
        double[] values = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum -= StrictMath.log(random.nextDouble());
            values[i] = sum;
        }
        return values;
    }
}
