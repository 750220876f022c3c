package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MobilityBootstrapTest {

    private static final List<String> NAMES = List.of("Low", "Mid", "High");
    private static final long[][] COUNTS = {{80, 15, 5}, {20, 150, 30}, {2, 18, 80}};

    private static MigrationMatrix counted(long[][] counts) {
        return MigrationMatrix.copyOf(
                NAMES.subList(0, counts.length), counts, new long[counts.length], new long[counts.length]);
    }

    @Test
    void anyThreadsGiveTheSameIntervals() {
        MobilityBootstrap bootstrap =
                MobilityBootstrap.withDefaults().withReplicates(200).withSeed(3);
        Map<MobilityIndex, Estimate> estimates = bootstrap.estimates(counted(COUNTS));
        assertThat(bootstrap.estimates(counted(COUNTS), Execution.onThreads(3))).isEqualTo(estimates);
        assertThat(bootstrap.withSeed(4).estimates(counted(COUNTS))).isNotEqualTo(estimates);
        assertThat(estimates).hasSize(MobilityIndex.values().length);
        estimates.forEach((index, estimate) -> {
            assertThat(estimate.value()).isEqualTo(counted(COUNTS).mobility().value(index));
            assertThat(estimate.customers()).isEqualTo(400);
            assertThat(estimate.lower()).isLessThan(estimate.value());
            assertThat(estimate.upper()).isGreaterThan(estimate.value());
        });
        assertThat(bootstrap).hasToString("MobilityBootstrap[replicates=200, level=0.95, seed=3]");
    }

    /** The share that moved is a proportion, whose error is known. */
    @Test
    void theShareThatMovedHasTheIntervalOfAProportion() {
        Estimate moved = MobilityBootstrap.withDefaults()
                .withReplicates(4000)
                .estimates(counted(COUNTS))
                .get(MobilityIndex.SHARE_MOVED);
        double half = 1.96 * Math.sqrt(0.225 * 0.775 / 400);
        assertThat(moved.value()).isEqualTo(0.225);
        assertThat(moved.lower()).isCloseTo(0.225 - half, within(0.004));
        assertThat(moved.upper()).isCloseTo(0.225 + half, within(0.004));
    }

    /** Tables drawn from a truth that is known. */
    @Test
    void intervalsCover() {
        double[][] truth = {{0.8, 0.15, 0.05}, {0.1, 0.75, 0.15}, {0.02, 0.18, 0.8}};
        long[][] many = new long[3][3];
        double[] flat = new double[9];
        for (int i = 0; i < 9; i++) {
            many[i / 3][i % 3] = Math.round(1e12 * truth[i / 3][i % 3]);
            flat[i] = many[i / 3][i % 3];
        }
        MobilityIndices exact = counted(many).mobility();
        int runs = 400;
        Map<MobilityIndex, Integer> covered = new EnumMap<>(MobilityIndex.class);
        for (int run = 0; run < runs; run++) {
            long[] drawn = BinomialDraw.multinomial(SeededRandom.stream(11, run), 600, flat);
            long[][] cells = {
                {drawn[0], drawn[1], drawn[2]}, {drawn[3], drawn[4], drawn[5]}, {drawn[6], drawn[7], drawn[8]}
            };
            MobilityBootstrap.withDefaults()
                    .withReplicates(200)
                    .withSeed(run)
                    .estimates(counted(cells))
                    .forEach((index, estimate) -> {
                        double value = exact.value(index);
                        boolean hit = estimate.lower() <= value && value <= estimate.upper();
                        covered.merge(index, hit ? 1 : 0, Integer::sum);
                    });
        }
        covered.forEach((index, hits) ->
                assertThat(hits / (double) runs).as("%s", index).isBetween(0.92, 0.98)); // 95 % ± three standard errors
    }

    @Test
    void aChangeThatIsThereIsSeen() {
        MobilityBootstrap bootstrap = MobilityBootstrap.withDefaults().withReplicates(300);
        MigrationMatrix faster = counted(new long[][] {{40, 40, 20}, {60, 80, 60}, {20, 30, 50}});
        bootstrap.difference(counted(COUNTS), faster, Execution.sequential()).forEach((index, change) -> {
            if (index == MobilityIndex.IMMOBILITY_RATIO || index == MobilityIndex.HALF_LIFE) {
                assertThat(change.upper()).as("%s", index).isNegative();
            } else {
                assertThat(change.lower()).as("%s", index).isPositive();
            }
            assertThat(change.customers()).isEqualTo(800);
        });
        bootstrap
                .difference(counted(COUNTS), counted(COUNTS), Execution.sequential())
                .forEach((index, change) -> {
                    assertThat(change.value()).isZero();
                    assertThat(change.lower()).as("%s", index).isNegative();
                    assertThat(change.upper()).as("%s", index).isPositive();
                });
    }

    @Test
    void distancesByHand() {
        MigrationMatrix first = counted(new long[][] {{80, 20}, {50, 50}});
        MigrationMatrix second = counted(new long[][] {{70, 30}, {10, 90}});
        assertThat(MatrixDistance.SUM_ABSOLUTE.between(first, second)).isCloseTo(1, within(1e-15));
        assertThat(MatrixDistance.MEAN_ABSOLUTE.between(first, second)).isCloseTo(0.25, within(1e-15));
        assertThat(MatrixDistance.FROBENIUS.between(first, second)).isCloseTo(Math.sqrt(0.34), within(1e-15));
        assertThat(MatrixDistance.ROOT_MEAN_SQUARE.between(first, second)).isCloseTo(Math.sqrt(0.085), within(1e-15));
        assertThat(MatrixDistance.LARGEST.between(first, second)).isCloseTo(0.4, within(1e-15));
        MobilityBootstrap bootstrap = MobilityBootstrap.withDefaults().withReplicates(2000);
        Map<MatrixDistance, Estimate> apart = bootstrap.distances(first, second, Execution.sequential());
        assertThat(apart).hasSize(5);
        apart.forEach((distance, estimate) -> {
            assertThat(estimate.value()).isEqualTo(distance.between(first, second));
            assertThat(estimate.lower()).isPositive();
            assertThat(estimate.customers()).isEqualTo(400);
        });
        assertThat(bootstrap.distances(first, second, Execution.onThreads(3))).isEqualTo(apart);
        bootstrap
                .distances(first, first, Execution.sequential())
                .forEach((distance, estimate) -> assertThat(estimate.lower()).isZero());
        MigrationMatrix unseen = counted(new long[][] {{70, 30}, {0, 0}});
        assertThat(MatrixDistance.LARGEST.between(first, unseen)).isNaN();
        bootstrap
                .distances(first, unseen, Execution.sequential())
                .forEach(
                        (distance, estimate) -> assertThat(estimate.undefined()).contains(Reason.NO_OBSERVATIONS));
        assertThat(counted(new long[][] {{80, 20}, {0, 0}}).logLikelihood())
                .isCloseTo(80 * Math.log(0.8) + 20 * Math.log(0.2), within(1e-12));
    }

    /** Where nothing differs as often as the level says (of 3000 runs 95 %), where much does more often (99 %). */
    @Test
    void intervalsOfDistancesCover() {
        double[] from = {80, 15, 5, 20, 150, 30, 2, 18, 80};
        double[] other = {60, 30, 10, 20, 150, 30, 10, 40, 50};
        for (double[] to : new double[][] {from, other}) {
            int runs = 250;
            Map<MatrixDistance, Integer> covered = new EnumMap<>(MatrixDistance.class);
            MigrationMatrix trueFirst = counted(square(from));
            MigrationMatrix trueSecond = counted(square(to));
            for (int run = 0; run < runs; run++) {
                SeededRandom random = SeededRandom.stream(17, run);
                MigrationMatrix first = counted(square(BinomialDraw.multinomial(random, 400, from)));
                MigrationMatrix second = counted(square(BinomialDraw.multinomial(random, 400, to)));
                MobilityBootstrap.withDefaults()
                        .withReplicates(100)
                        .withSeed(run)
                        .distances(first, second, Execution.sequential())
                        .forEach((distance, estimate) -> {
                            double truth = distance.between(trueFirst, trueSecond);
                            boolean hit = estimate.lower() <= truth && truth <= estimate.upper();
                            covered.merge(distance, hit ? 1 : 0, Integer::sum);
                        });
            }
            double least = to == from ? 0.95 - 0.042 : 0.96; // three standard errors below the level
            covered.forEach((distance, hits) ->
                    assertThat(hits / (double) runs).as("%s", distance).isGreaterThan(least));
        }
    }

    private static long[][] square(double... cells) {
        long[] rounded = new long[cells.length];
        for (int i = 0; i < cells.length; i++) {
            rounded[i] = Math.round(cells[i]);
        }
        return square(rounded);
    }

    private static long[][] square(long... cells) {
        return new long[][] {
            {cells[0], cells[1], cells[2]}, {cells[3], cells[4], cells[5]}, {cells[6], cells[7], cells[8]}
        };
    }

    @Test
    void whatIsUndefinedSaysWhy() {
        MobilityBootstrap bootstrap = MobilityBootstrap.withDefaults().withReplicates(100);
        Map<MobilityIndex, Estimate> unobserved = bootstrap.estimates(counted(new long[][] {{3, 1}, {0, 0}}));
        assertThat(unobserved.get(MobilityIndex.DETERMINANT).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(unobserved.get(MobilityIndex.SHARE_MOVED).value()).isEqualTo(0.25);
        Map<MobilityIndex, Estimate> rare = bootstrap.estimates(counted(new long[][] {{3000, 1}, {1, 0}}));
        assertThat(rare.get(MobilityIndex.JAFRY_SCHUERMANN).undefined()).contains(Reason.NO_OBSERVATIONS);
        Map<MobilityIndex, Estimate> still = bootstrap.estimates(counted(new long[][] {{30, 0}, {0, 10}}));
        assertThat(still.get(MobilityIndex.PRAIS_SHORROCKS)).isEqualTo(Estimate.of(0, 0, 0, 0.95, 40));
        assertThat(still.get(MobilityIndex.ENTROPY_RATE).undefined()).contains(Reason.UNREACHABLE);
        assertThat(still.get(MobilityIndex.HALF_LIFE).undefined()).contains(Reason.ABSORBING);
        assertThat(bootstrap
                        .estimates(counted(new long[2][2]))
                        .get(MobilityIndex.SHARE_MOVED)
                        .undefined())
                .contains(Reason.EMPTY);
    }

    @Test
    void refusesWhatDoesNotCompare() {
        MobilityBootstrap bootstrap = MobilityBootstrap.withDefaults();
        assertThatThrownBy(() -> bootstrap.withReplicates(99))
                .hasMessage(
                        "MobilityBootstrap.withReplicates: replicates = 99, expected at least 100; fewer have no tails");
        MigrationMatrix other =
                MigrationMatrix.copyOf(List.of("Low", "High"), new long[2][2], new long[2], new long[2]);
        assertThatThrownBy(() -> bootstrap.difference(counted(COUNTS), other, Execution.sequential()))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA_MISMATCH))
                .hasMessage(
                        "MobilityBootstrap.difference: matrix 1 has the segments [Low, High], expected [Low, Mid, High]"
                                + " in this order; use MigrationMatrix.withSegments");
        MigrationMatrix wider = other.withSegments(NAMES);
        assertThat(wider.segments()).hasSize(3);
    }
}
