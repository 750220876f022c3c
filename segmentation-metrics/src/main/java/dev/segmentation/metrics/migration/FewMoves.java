package dev.segmentation.metrics.migration;

import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.GammaDraw;
import java.util.Arrays;

/**
 * What may be true of a matrix in which hardly anybody moved, or hardly anybody stayed: customers drawn from its counts would
 * hardly ever move either.
 *
 * <p>Tables are drawn from what is believed after the counts, by a Dirichlet distribution with half a customer more in every
 * segment who stayed and half a customer more who moved, anywhere: of a single chance of leaving this is Jeffreys' interval.
 */
final class FewMoves {

    /** Below it percentiles of tables drawn from the counts are too short. */
    static final int MANY = 20;

    /** Customers of a table drawn: so many that rounding does not matter. */
    private static final double FINE = 1e12;

    private final int k;
    private final double[] weights;

    private FewMoves(int k, double[] weights) {
        this.k = k;
        this.weights = weights;
    }

    /** Whether a matrix calls for it. */
    static boolean in(MigrationMatrix migration) {
        long fewer = Math.min(migration.movers(), migration.stayers());
        return migration.presentAtBoth() > 0 && migration.cells().length > 1 && fewer < MANY;
    }

    /** Whether one of two calls for it, so that both are drawn so. */
    static boolean in(MigrationMatrix first, MigrationMatrix second) {
        return (in(first) || in(second)) && first.presentAtBoth() > 0 && second.presentAtBoth() > 0;
    }

    static FewMoves of(MigrationMatrix migration) {
        long[][] cells = migration.cells();
        int k = cells.length;
        double[] weights = new double[k * k];
        for (int i = 0; i < k; i++) {
            double half = Arrays.stream(cells[i]).sum() == 0 ? 0 : 0.5;
            for (int j = 0; j < k; j++) {
                weights[i * k + j] = cells[i][j] + half / (i == j ? 1 : k - 1);
            }
        }
        return new FewMoves(k, weights);
    }

    long[][] drawn(SeededRandom random) {
        double[] shares = GammaDraw.dirichlet(random, weights);
        long[][] table = new long[k][k];
        for (int cell = 0; cell < shares.length; cell++) {
            table[cell / k][cell % k] = Math.round(FINE * shares[cell]);
        }
        return table;
    }
}
