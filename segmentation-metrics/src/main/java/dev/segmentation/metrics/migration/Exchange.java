package dev.segmentation.metrics.migration;

import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import dev.segmentation.metrics.internal.Components;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealVector;

/** Counts of two dates that could be exchanged: as likely one way round as the other. */
final class Exchange implements Hypothesis {

    private final long[][] cells;
    private final Function<Exchange, Distance> test;

    /** With one of the tests below. */
    Exchange(long[][] cells, Function<Exchange, Distance> test) {
        this.cells = cells;
        this.test = test;
    }

    /** How far the counts are from the hypothesis, and the degrees of freedom of that. */
    record Distance(double statistic, long degrees) {}

    @Override
    public double statistic() {
        return test.apply(this).statistic();
    }

    @Override
    public long degrees() {
        return test.apply(this).degrees();
    }

    @Override
    public double leastExpected() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < cells.length; i++) {
            for (int j = 0; j < i; j++) {
                double both = (double) cells[i][j] + cells[j][i];
                least = both > 0 ? Math.min(least, both / 2) : least;
            }
        }
        return least;
    }

    @Override
    public double drawn(SeededRandom random) {
        return new Exchange(swapped(cells, random), test).statistic();
    }

    /** Before and after of each customer are exchanged with probability one half. */
    static long[][] swapped(long[][] cells, SeededRandom random) {
        long[][] drawn = new long[cells.length][cells.length];
        for (int i = 0; i < cells.length; i++) {
            drawn[i][i] = cells[i][i];
            for (int j = 0; j < i; j++) {
                long both = cells[i][j] + cells[j][i];
                drawn[i][j] = BinomialDraw.binomial(random, both, 0.5);
                drawn[j][i] = both - drawn[i][j];
            }
        }
        return drawn;
    }

    Distance bowker() {
        double sum = 0;
        long degrees = 0;
        for (int i = 0; i < cells.length; i++) {
            for (int j = 0; j < i; j++) {
                double both = (double) cells[i][j] + cells[j][i];
                if (both > 0) {
                    double off = (double) cells[i][j] - cells[j][i];
                    sum += off * off / both;
                    degrees++;
                }
            }
        }
        return new Distance(sum, degrees);
    }

    /** Within each group of segments that customers move between, all but one size can differ freely. */
    Distance stuartMaxwell() {
        double sum = 0;
        long degrees = 0;
        for (int[] group : groups()) {
            int m = group.length - 1;
            if (m > 0) {
                double[][] covariance = new double[m][m];
                double[] change = new double[m];
                for (int a = 0; a < m; a++) {
                    for (int j = 0; j < cells.length; j++) {
                        change[a] += (double) cells[group[a]][j] - cells[j][group[a]];
                        covariance[a][a] += j == group[a] ? 0 : (double) cells[group[a]][j] + cells[j][group[a]];
                    }
                    for (int b = 0; b < m; b++) {
                        if (b != a) {
                            covariance[a][b] = -((double) cells[group[a]][group[b]] + cells[group[b]][group[a]]);
                        }
                    }
                }
                RealVector vector = new ArrayRealVector(change, false);
                sum += new LUDecomposition(MatrixUtils.createRealMatrix(covariance), 0)
                        .getSolver()
                        .solve(vector)
                        .dotProduct(vector);
                degrees += m;
            }
        }
        return new Distance(sum, degrees);
    }

    private List<int[]> groups() {
        int k = cells.length;
        Components parts = new Components(k);
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < i; j++) {
                if (cells[i][j] > 0 || cells[j][i] > 0) {
                    parts.join(i, j);
                }
            }
        }
        return IntStream.range(0, k)
                .filter(first -> parts.of(first) == first)
                .mapToObj(first ->
                        IntStream.range(0, k).filter(s -> parts.of(s) == first).toArray())
                .toList();
    }
}
