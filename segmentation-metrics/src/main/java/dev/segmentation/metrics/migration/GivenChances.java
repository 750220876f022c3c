package dev.segmentation.metrics.migration;

import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import java.util.Arrays;

/** Counts whose rows have given chances. */
final class GivenChances implements Hypothesis {

    private final long[][] cells;
    private final double[][] chances;
    private final TestStatistic statistic;

    GivenChances(long[][] cells, double[][] chances, TestStatistic statistic) {
        this.cells = cells;
        this.chances = chances;
        this.statistic = statistic;
    }

    @Override
    public double statistic() {
        double sum = 0;
        for (int i = 0; i < cells.length; i++) {
            long row = Arrays.stream(cells[i]).sum();
            for (int j = 0; j < cells.length; j++) {
                if (chances[i][j] > 0) {
                    sum += row == 0 ? 0 : statistic.part(cells[i][j], row * chances[i][j]);
                } else if (cells[i][j] > 0) {
                    return Double.POSITIVE_INFINITY;
                }
            }
        }
        return sum;
    }

    @Override
    public long degrees() {
        long degrees = 0;
        for (int i = 0; i < cells.length; i++) {
            boolean seen = Arrays.stream(cells[i]).anyMatch(count -> count > 0);
            degrees += seen
                    ? Arrays.stream(chances[i]).filter(chance -> chance > 0).count() - 1
                    : 0;
        }
        return degrees;
    }

    @Override
    public double leastExpected() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < cells.length; i++) {
            long row = Arrays.stream(cells[i]).sum();
            for (double chance : chances[i]) {
                least = row > 0 && chance > 0 ? Math.min(least, row * chance) : least;
            }
        }
        return least;
    }

    @Override
    public double drawn(SeededRandom random) {
        long[][] drawn = new long[cells.length][];
        for (int i = 0; i < cells.length; i++) {
            drawn[i] = BinomialDraw.multinomial(random, Arrays.stream(cells[i]).sum(), chances[i]);
        }
        return new GivenChances(drawn, chances, statistic).statistic();
    }
}
