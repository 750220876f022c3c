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
import dev.segmentation.metrics.interval.ProportionInterval;
import java.util.Arrays;
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

    /** Of two segments π₀ / π₁ = p₁₀ / p₀₁, whose logarithm has a variance that is known. */
    @Test
    void whereTwoSegmentsSettleByTheDeltaMethod() {
        MigrationMatrix migration = counted(new long[][] {{1200, 800}, {300, 1700}});
        List<Estimate> settled =
                MobilityBootstrap.withDefaults().withReplicates(4000).stationary(migration, Execution.onThreads(2));
        double logOdds = Math.log(0.15 / 0.4);
        double error = Math.sqrt(0.6 / 0.4 / 2000 + 0.85 / 0.15 / 2000);
        assertThat(settled.get(0).value()).isCloseTo(0.15 / 0.55, within(1e-15));
        assertThat(settled.get(0).lower()).isCloseTo(1 / (1 + Math.exp(-logOdds + 1.96 * error)), within(0.003));
        assertThat(settled.get(0).upper()).isCloseTo(1 / (1 + Math.exp(-logOdds - 1.96 * error)), within(0.003));
        assertThat(settled.get(0).customers()).isEqualTo(4000);
        assertThat(settled.get(1).value()).isCloseTo(1 - settled.get(0).value(), within(1e-15));
        assertThat(settled)
                .isEqualTo(MobilityBootstrap.withDefaults()
                        .withReplicates(4000)
                        .stationary(migration, Execution.sequential()));
    }

    @Test
    void intervalsOfWhereSizesSettleCover() {
        double[] truth = {0.8, 0.15, 0.05, 0.1, 0.75, 0.15, 0.02, 0.18, 0.8};
        long[] many = Arrays.stream(truth).mapToLong(p -> Math.round(1e12 * p)).toArray();
        double[] exact = counted(square(many)).chain().orElseThrow().longRun().stationary();
        int[] covered = new int[3];
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            long[] drawn = BinomialDraw.multinomial(SeededRandom.stream(12, run), 600, truth);
            List<Estimate> settled = MobilityBootstrap.withDefaults()
                    .withReplicates(200)
                    .withSeed(run)
                    .stationary(counted(square(drawn)), Execution.sequential());
            for (int s = 0; s < 3; s++) {
                covered[s] += settled.get(s).lower() <= exact[s]
                                && exact[s] <= settled.get(s).upper()
                        ? 1
                        : 0;
            }
        }
        for (int s = 0; s < 3; s++) {
            assertThat(covered[s] / (double) runs).isBetween(0.92, 0.985); // 95 % and what may be true as well
        }
    }

    @Test
    void aSegmentThatNobodyWasSeenToEnterMayBeEnteredYet() {
        MigrationMatrix migration = counted(new long[][] {{50, 50, 0}, {0, 80, 20}, {0, 30, 70}});
        List<Estimate> settled = MobilityBootstrap.withDefaults().stationary(migration, Execution.sequential());
        assertThat(settled.get(0).value()).isZero();
        assertThat(settled.get(0).lower()).isZero();
        assertThat(settled.get(0).upper()).isBetween(0.005, 0.05);
        assertThat(settled.get(1).value()).isCloseTo(0.6, within(1e-14));
    }

    @Test
    void whereNothingSettlesThereIsAReason() {
        MobilityBootstrap bootstrap = MobilityBootstrap.withDefaults();
        assertThat(bootstrap.stationary(counted(new long[][] {{10, 0}, {0, 10}}), Execution.sequential()))
                .extracting(estimate -> estimate.undefined().orElseThrow())
                .containsExactly(Reason.SEVERAL_CLASSES, Reason.SEVERAL_CLASSES);
        assertThat(bootstrap.stationary(counted(new long[][] {{10, 5}, {0, 0}}), Execution.sequential()))
                .extracting(estimate -> estimate.undefined().orElseThrow())
                .containsExactly(Reason.NO_OBSERVATIONS, Reason.NO_OBSERVATIONS);
        assertThat(bootstrap.stationary(counted(new long[][] {{0, 0}, {0, 0}}), Execution.sequential()))
                .extracting(estimate -> estimate.undefined().orElseThrow())
                .containsExactly(Reason.EMPTY, Reason.EMPTY);
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
        Estimate none = still.get(MobilityIndex.PRAIS_SHORROCKS);
        assertThat(none.value()).isZero();
        assertThat(none.lower()).isZero();
        // half of the customers in few: a chance of leaving of Beta(½, 30½) and one of Beta(½, 10½), 97.5 % at 0.079
        // and 0.217
        assertThat(none.upper()).isBetween(0.21, 0.30);
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

    /** Seven customers who stayed: nothing has no width, and who says that nobody moves knows it as well as Wilson does. */
    @Test
    void whereNobodyMovedIntervalsHaveAWidth() {
        MigrationMatrix still = counted(new long[][] {{3, 0}, {0, 4}});
        MobilityBootstrap bootstrap = MobilityBootstrap.withDefaults();
        Map<MobilityIndex, Estimate> estimates = bootstrap.estimates(still);
        estimates.forEach((index, estimate) -> {
            if (estimate.isDefined()) {
                assertThat(estimate.upper() - estimate.lower()).as("%s", index).isGreaterThan(0.1);
            }
        });
        Estimate moved = estimates.get(MobilityIndex.SHARE_MOVED);
        assertThat(moved.upper())
                .isEqualTo(ProportionInterval.wilson(0, 7, 0.95).upper());
        assertThat(bootstrap.estimates(still, Execution.onThreads(3))).isEqualTo(estimates);
        Map<MobilityIndex, Estimate> changes = bootstrap.difference(still, still, Execution.sequential());
        // Newcombe's from Wilson's 0 … 0.3543 of each
        assertThat(changes.get(MobilityIndex.SHARE_MOVED).lower()).isCloseTo(-moved.upper(), within(1e-15));
        assertThat(changes.get(MobilityIndex.SHARE_MOVED).upper()).isCloseTo(moved.upper(), within(1e-15));
        assertThat(changes.get(MobilityIndex.PRAIS_SHORROCKS).upper()).isGreaterThan(0.3);
        bootstrap
                .distances(still, still, Execution.sequential())
                .forEach((distance, estimate) -> assertThat(estimate.upper()).isGreaterThan(0.1));
    }

    /** Two in a hundred move. */
    @Test
    void intervalsCoverWhereFewMove() {
        double[] truth = {49, 0.5, 0.5, 0.3, 29.4, 0.3, 0.2, 0.2, 19.6};
        long[] many = new long[9];
        for (int cell = 0; cell < 9; cell++) {
            many[cell] = Math.round(1e10 * truth[cell]);
        }
        MobilityIndices exact = counted(square(many)).mobility();
        int runs = 300;
        Map<MobilityIndex, int[]> covered = new EnumMap<>(MobilityIndex.class);
        for (int run = 0; run < runs; run++) {
            long[] drawn = BinomialDraw.multinomial(SeededRandom.stream(23, run), 100, truth);
            MobilityBootstrap.withDefaults()
                    .withReplicates(200)
                    .withSeed(run)
                    .estimates(counted(square(drawn)))
                    .forEach((index, estimate) -> {
                        int[] counts = covered.computeIfAbsent(index, any -> new int[2]);
                        double value = exact.value(index);
                        counts[0] += estimate.isDefined() ? 1 : 0;
                        counts[1] += estimate.lower() <= value && value <= estimate.upper() ? 1 : 0;
                        assertThat(estimate.upper() == estimate.lower()).isFalse();
                    });
        }
        for (MobilityIndex index : MobilityIndex.values()) {
            int[] counts = covered.get(index);
            if (counts[0] > runs / 2) { // of few customers in few segments most have no long run
                assertThat(counts[1] / (double) counts[0]).as("%s", index).isGreaterThan(0.92);
            }
        }
        assertThat(covered.get(MobilityIndex.SHARE_MOVED)[0]).isEqualTo(runs);
        assertThat(covered.get(MobilityIndex.PRAIS_SHORROCKS)[0]).isEqualTo(runs);
    }
}
