package dev.segmentation.metrics.migration;

import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Customers over dates, some restless and some calm, whose chances of moving are known: with probability {@code restless} a
 * customer moves with the first of the rates in each step, else with the second, to another segment by chance. All segments are
 * as likely at the first date, and so at all.
 */
record PooledMarket(int customers, int dates, int segments, double restless, double ofRestless, double ofCalm) {

    double shareMoved() {
        return restless * ofRestless + (1 - restless) * ofCalm;
    }

    double chance(int from, int to) {
        return from == to ? 1 - shareMoved() : shareMoved() / (segments - 1);
    }

    /** Places by customer and date. */
    int[][] drawn(SeededRandom random) {
        int[][] places = new int[customers][dates];
        for (int[] path : places) {
            double rate = random.nextDouble() < restless ? ofRestless : ofCalm;
            path[0] = random.nextInt(segments);
            for (int date = 1; date < dates; date++) {
                path[date] = random.nextDouble() < rate
                        ? (path[date - 1] + 1 + random.nextInt(segments - 1)) % segments
                        : path[date - 1];
            }
        }
        return places;
    }

    static PooledMigration pooled(int[][] places, int segments) {
        return PooledMigration.of(periods(places, segments), of(places));
    }

    static List<MigrationMatrix> periods(int[][] places, int segments) {
        List<String> names = IntStream.range(0, segments).mapToObj(s -> "s" + s).toList();
        List<MigrationMatrix> periods = new ArrayList<>();
        for (int date = 1; date < places[0].length; date++) {
            long[][] counts = new long[segments + 2][segments + 2];
            for (int[] path : places) {
                counts[path[date - 1]][path[date]]++;
            }
            counts[segments + 1][segments + 1] = 0;
            periods.add(MigrationMatrix.copyOfStates(names, counts));
        }
        return periods;
    }

    static CustomerPlaces of(int[][] places) {
        return new CustomerPlaces() {
            @Override
            public int customerCount() {
                return places.length;
            }

            @Override
            public int dateCount() {
                return places[0].length;
            }

            @Override
            public int state(int customer, int date) {
                return places[customer][date];
            }
        };
    }
}
