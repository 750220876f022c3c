package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class WeightedMigrationTest {

    private static final LocalDate JANUARY = LocalDate.of(2025, 1, 31);
    private static final LocalDate JULY = LocalDate.of(2025, 7, 31);
    private static final String WEIGHT = "weight";

    private static Segmentation segmentation(
            LocalDate asOf, List<String> segments, long[] ids, double[] weights, int... labels) {
        Snapshot snapshot = Snapshot.builder(asOf, CustomerIds.of(ids))
                .numeric(WEIGHT, Role.WEIGHT, weights)
                .build();
        return Segmentation.of(snapshot, Assignment.copyOf(segments.size(), labels))
                .withNames(segments);
    }

    /** 1 and 2 stay loyal, 3 lapses, 4 comes back, 5 leaves, 6 can no longer be scored; 7 is new, 8 could not be scored. */
    private static final Segmentation BEFORE = segmentation(
                    JANUARY,
                    List.of("Loyal", "Lapsing"),
                    new long[] {1, 2, 3, 4, 5, 6},
                    new double[] {2, 3, 5, 1.5, 4, 7},
                    0,
                    0,
                    0,
                    1,
                    1,
                    0)
            .withUnscored(CustomerIds.of(8));

    private static final Segmentation AFTER = segmentation(
                    JULY,
                    List.of("Lapsing", "Loyal"),
                    new long[] {7, 4, 3, 2, 1, 8},
                    new double[] {11, 100, 100, 100, 100, 13},
                    1,
                    1,
                    0,
                    1,
                    1,
                    0)
            .withUnscored(CustomerIds.of(6));

    @Test
    void byHand() {
        WeightedMigration migration = WeightedMigration.between(BEFORE, AFTER, WEIGHT);
        assertThat(migration.weight("Loyal", "Loyal")).isEqualTo(5);
        assertThat(migration.weight("Loyal", "Lapsing")).isEqualTo(5);
        assertThat(migration.weight("Lapsing", "Loyal")).isEqualTo(1.5);
        assertThat(migration.weight("Lapsing", "Lapsing")).isZero();
        assertThat(migration.left("Lapsing")).isEqualTo(4);
        assertThat(migration.left("Loyal")).isZero();
        assertThat(migration.becameUnscored("Loyal")).isEqualTo(7);
        assertThat(migration.entered("Loyal")).isEqualTo(11);
        assertThat(migration.becameScored("Lapsing")).isEqualTo(13);
        assertThat(migration.weightBefore("Loyal")).isEqualTo(17);
        assertThat(migration.weightAfter("Loyal")).isEqualTo(17.5);
        assertThat(migration.weightAfter("Lapsing")).isEqualTo(18);
        assertThat(migration.total()).isEqualTo(46.5);
        assertThat(migration.effectiveCustomers("Loyal")).isEqualTo(100.0 / 38, within(1e-15));
        assertThat(migration.rate("Loyal", "Loyal").value()).isEqualTo(0.5);
        assertThat(migration.rate("Loyal", "Loyal").customers()).isEqualTo(3);
        assertThat(migration.moved().value()).isEqualTo(6.5 / 11.5);
        assertThat(migration.retention().value()).isEqualTo(18.5 / 22.5);
        assertThat(migration.exitRate("Lapsing").value()).isEqualTo(4 / 5.5);
        assertThat(migration.entryShare("Loyal").value()).isEqualTo(11 / 17.5);
        assertThat(migration.counts().count("Loyal", "Loyal")).isEqualTo(2);
        assertThat(migration.segments()).extracting(Segment::name).containsExactly("Loyal", "Lapsing");
        assertThat(migration.chain()).hasValueSatisfying(chain -> {
            assertThat(chain.toArray()).isDeepEqualTo(new double[][] {{0.5, 0.5}, {1, 0}});
            assertThat(chain.stepDays()).hasValue(181);
        });
        assertThat(migration).hasToString("""
                from \\ to        Loyal  Lapsing     left  unscored   before
                Loyal          5.00000  5.00000  0.00000   7.00000  17.0000
                Lapsing        1.50000  0.00000  4.00000   0.00000  5.50000
                entered        11.0000  0.00000
                became scored  0.00000  13.0000
                after          17.5000  18.0000""");
    }

    /** Two dates of random customers: ids, weights, labels of three segments. */
    private record Sample(long[] ids, double[] weights, int[] labels) {

        static Sample drawn(Random random, int n, long from) {
            return new Sample(
                    LongStream.range(from, from + n).toArray(),
                    random.doubles(n, 0, 10).map(w -> w < 0.5 ? 0 : w).toArray(),
                    random.ints(n, 0, 3).toArray());
        }

        Segmentation at(LocalDate date, double scale) {
            return segmentation(
                    date,
                    List.of("a", "b", "c"),
                    ids,
                    Arrays.stream(weights).map(w -> w * scale).toArray(),
                    labels);
        }

        Sample shuffled(Random random) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, ids.length).boxed().toList());
            Collections.shuffle(order, random);
            int[] rows = order.stream().mapToInt(i -> i).toArray();
            return new Sample(
                    Arrays.stream(rows).mapToLong(i -> ids[i]).toArray(),
                    Arrays.stream(rows).mapToDouble(i -> weights[i]).toArray(),
                    Arrays.stream(rows).map(i -> labels[i]).toArray());
        }
    }

    @RepeatedTest(20)
    void everybodyWeighsOnceAndTheOrderOfTheRowsDoesNotMatter() {
        Random random = new Random();
        Sample before = Sample.drawn(random, 60, 0);
        Sample after = Sample.drawn(random, 50, 20);
        WeightedMigration migration = WeightedMigration.between(before.at(JANUARY, 1), after.at(JULY, 1), WEIGHT);
        WeightedMigration shuffled = WeightedMigration.between(
                before.shuffled(random).at(JANUARY, 1), after.shuffled(random).at(JULY, 1), WEIGHT);
        WeightedMigration larger = WeightedMigration.between(before.at(JANUARY, 1e20), after.at(JULY, 1e20), WEIGHT);
        WeightedMigration smaller = WeightedMigration.between(before.at(JANUARY, 1e-20), after.at(JULY, 1e-20), WEIGHT);
        double sum = 0;
        for (String from : List.of("a", "b", "c")) {
            double row = 0;
            for (String to : List.of("a", "b", "c")) {
                Estimate rate = migration.rate(from, to);
                assertThat(migration.weight(from, to)).isEqualTo(exactly(before, after, from, to));
                assertThat(shuffled.weight(from, to)).isEqualTo(migration.weight(from, to));
                assertThat(shuffled.rate(from, to)).isEqualTo(rate);
                for (WeightedMigration other : List.of(larger, smaller)) {
                    assertThat(other.rate(from, to).value()).isEqualTo(rate.value(), within(1e-14));
                    assertThat(other.rate(from, to).lower()).isEqualTo(rate.lower(), within(1e-13));
                    assertThat(other.rate(from, to).upper()).isEqualTo(rate.upper(), within(1e-13));
                }
                row += rate.value();
                sum += migration.weight(from, to);
            }
            assertThat(row).isEqualTo(1, within(1e-15));
            sum += migration.left(from) + migration.entered(from);
        }
        assertThat(sum).isEqualTo(migration.total(), within(1e-12));
    }

    /** The slow twin: customer by customer in decimal numbers, which hold every double. */
    private static double exactly(Sample before, Sample after, String from, String to) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < before.ids.length; i++) {
            for (int j = 0; j < after.ids.length; j++) {
                if (before.ids[i] == after.ids[j]
                        && before.labels[i] == from.charAt(0) - 'a'
                        && after.labels[j] == to.charAt(0) - 'a') {
                    sum = sum.add(new BigDecimal(before.weights[i]), MathContext.UNLIMITED);
                }
            }
        }
        return sum.doubleValue();
    }

    @Test
    void equalWeightsAreCounts() {
        Random random = new Random(1);
        Sample before = Sample.drawn(random, 400, 0);
        Sample after = Sample.drawn(random, 400, 50);
        Segmentation january = before.at(JANUARY, 1);
        Segmentation july = after.at(JULY, 1);
        double[] same = IntStream.range(0, 400).mapToDouble(i -> 3.7).toArray();
        WeightedMigration weighted = WeightedMigration.between(january, same, july, same);
        MigrationMatrix counts = MigrationMatrix.between(january, july);
        assertThat(weighted.moved().value()).isEqualTo(counts.shareMoved().value(), within(1e-15));
        for (Segment from : counts.segments()) {
            assertThat(weighted.effectiveCustomers(from.name()))
                    .isEqualTo((double) counts.presentAtBoth(from), within(1e-12));
            for (Segment to : counts.segments()) {
                Estimate rate = weighted.rate(from.name(), to.name());
                assertThat(rate.value()).isEqualTo(counts.probability(from, to), within(1e-15));
                // Student's quantile instead of the normal one, and n − 1 instead of n
                assertThat(rate.lower()).isEqualTo(counts.interval(from, to).lower(), within(0.002));
                assertThat(rate.upper()).isEqualTo(counts.interval(from, to).upper(), within(0.002));
            }
        }
    }

    @Test
    void wholeWeightsHaveTheRatesOfDuplicates() {
        Random random = new Random(2);
        int n = 200;
        int[] weights = random.ints(n, 1, 6).toArray();
        int[] from = random.ints(n, 0, 2).toArray();
        int[] to = random.ints(n, 0, 2).toArray();
        Segmentation.Builder january = Segmentation.builder(JANUARY);
        Segmentation.Builder july = Segmentation.builder(JULY);
        for (int i = 0; i < n; i++) {
            for (int copy = 0; copy < weights[i]; copy++) {
                january.add(i + "/" + copy, "s" + from[i]);
                july.add(i + "/" + copy, "s" + to[i]);
            }
        }
        MigrationMatrix duplicates = MigrationMatrix.between(january.build(), july.build());
        double[] w = Arrays.stream(weights).asDoubleStream().toArray();
        long[] ids = LongStream.range(0, n).toArray();
        WeightedMigration weighted = WeightedMigration.between(
                segmentation(JANUARY, List.of("s0", "s1"), ids, w, from),
                segmentation(JULY, List.of("s0", "s1"), ids, w, to),
                WEIGHT);
        for (String a : List.of("s0", "s1")) {
            for (String b : List.of("s0", "s1")) {
                assertThat(weighted.weight(a, b)).isEqualTo((double) duplicates.count(a, b));
                assertThat(weighted.rate(a, b).value()).isEqualTo(duplicates.probability(a, b));
            }
        }
        Estimate moved = weighted.moved();
        assertThat(moved.upper() - moved.lower())
                .as("a customer who stands for five tells what one tells")
                .isGreaterThan(1.5
                        * (duplicates.shareMoved().upper()
                                - duplicates.shareMoved().lower()));
    }

    @Test
    void theIntervalIsWilsonsOfAsManyCustomersAsTheLinearizedVarianceLeaves() {
        double[] weights = {1, 4, 2, 2, 1, 8, 3, 1, 1, 2};
        int[] to = {0, 1, 0, 0, 1, 0, 0, 1, 0, 0};
        long[] ids = LongStream.range(0, 10).toArray();
        WeightedMigration migration = WeightedMigration.between(
                segmentation(JANUARY, List.of("a", "b"), ids, weights, new int[10]),
                segmentation(JULY, List.of("a", "b"), ids, weights, to),
                WEIGHT);
        double all = Arrays.stream(weights).sum();
        double share = 6 / all;
        double residuals = 0;
        double squares = 0;
        for (int i = 0; i < 10; i++) {
            residuals += Math.pow(weights[i] * (to[i] - share) / all, 2);
            squares += weights[i] * weights[i];
        }
        double worth = Math.min(share * (1 - share) / (residuals * 10 / 9), all * all / squares * 0.9);
        double t = new TDistribution(9).inverseCumulativeProbability(0.975);
        // the roots of (share − p)² = t² p (1 − p) / worth
        double a = 1 + t * t / worth;
        double b = 2 * share + t * t / worth;
        double root = Math.sqrt(b * b - 4 * a * share * share);
        Estimate rate = migration.rate("a", "b");
        assertThat(rate.value()).isEqualTo(share);
        assertThat(rate.lower()).isEqualTo((b - root) / 2 / a, within(1e-12));
        assertThat(rate.upper()).isEqualTo((b + root) / 2 / a, within(1e-12));
        assertThat(migration.withLevel(0.5).rate("a", "b").lower()).isGreaterThan(rate.lower());
        assertThat(migration.withLevel(0.5).rate("a", "b").level()).isEqualTo(0.5);
    }

    private static boolean contains(Estimate estimate, double truth) {
        return estimate.lower() <= truth && truth <= estimate.upper();
    }

    /** A market of whom the large customers are drawn five times as often, and how many samples' intervals hold. */
    private record Market(boolean[] large, boolean[] moves) {

        static Market of(Random random, double largeMove, double smallMove) {
            int size = 20_000;
            Market market = new Market(new boolean[size], new boolean[size]);
            for (int i = 0; i < size; i++) {
                market.large[i] = random.nextDouble() < 0.2;
                market.moves[i] = random.nextDouble() < (market.large[i] ? largeMove : smallMove);
            }
            return market;
        }

        double truth() {
            return (double) IntStream.range(0, moves.length)
                            .filter(i -> moves[i])
                            .count()
                    / moves.length;
        }

        WeightedMigration sampled(Random random) {
            int[] drawn = IntStream.range(0, large.length)
                    .filter(i -> random.nextDouble() < (large[i] ? 0.05 : 0.01))
                    .toArray();
            long[] ids = Arrays.stream(drawn).asLongStream().toArray();
            double[] weights =
                    Arrays.stream(drawn).mapToDouble(i -> large[i] ? 20 : 100).toArray();
            int[] to = Arrays.stream(drawn).map(i -> moves[i] ? 1 : 0).toArray();
            return WeightedMigration.between(
                    segmentation(JANUARY, List.of("a", "b"), ids, weights, new int[ids.length]),
                    segmentation(JULY, List.of("a", "b"), ids, weights, to),
                    WEIGHT);
        }

        /** How many of 1000 intervals hold: with weights, and of counts. */
        int[] covered(Random random) {
            double truth = truth();
            int[] covered = new int[2];
            for (int run = 0; run < 1000; run++) {
                WeightedMigration migration = sampled(random);
                covered[0] += contains(migration.moved(), truth) ? 1 : 0;
                covered[1] += contains(migration.counts().shareMoved(), truth) ? 1 : 0;
            }
            return covered;
        }
    }

    @Test
    void intervalsCoverTheRateOfTheMarketTheSampleIsFrom() {
        Random random = new Random(3);
        int[] allMoveAlike = Market.of(random, 0.2, 0.2).covered(random);
        assertThat(allMoveAlike[0]).isBetween(930, 975);
        int[] largeOnesMove = Market.of(random, 0.5, 0.1).covered(random);
        assertThat(largeOnesMove[0]).isBetween(950, 990);
        assertThat(largeOnesMove[1]).as("counts without weights").isLessThan(50);
        int[] smallOnesMove = Market.of(random, 0.1, 0.5).covered(random);
        assertThat(smallOnesMove[0]).isBetween(930, 975);
        assertThat(smallOnesMove[1]).as("counts without weights").isLessThan(50);
    }

    @Test
    void undefinedWithoutCustomers() {
        Segmentation others = segmentation(JULY, List.of("Loyal"), new long[] {100}, new double[] {1}, 0);
        WeightedMigration nobody = WeightedMigration.between(BEFORE, others, WEIGHT);
        assertThat(nobody.rate("Loyal", "Loyal").undefined()).contains(Reason.NO_COMMON_CUSTOMERS);
        assertThat(nobody.retention().undefined()).contains(Reason.NO_COMMON_CUSTOMERS);
        assertThat(nobody.chain()).isEmpty();
        assertThat(nobody.effectiveCustomers("Loyal")).isZero();
        WeightedMigration migration = WeightedMigration.between(BEFORE, AFTER, WEIGHT);
        assertThat(migration.rate("Lapsing", "Loyal").undefined()).contains(Reason.NO_OBSERVATIONS); // of one
        double[] zero = new double[6];
        WeightedMigration weightless = WeightedMigration.between(BEFORE, zero, AFTER, zero);
        assertThat(weightless.total()).isZero();
        assertThat(weightless.moved().undefined()).contains(Reason.NO_OBSERVATIONS);
    }

    @Test
    void refusesWhatIsNoWeight() {
        double[] fine = {1, 1, 1, 1, 1, 1};
        double[] bad = {1, 1, -2, 1, 1, 1};
        assertThatThrownBy(() -> WeightedMigration.between(BEFORE, fine, AFTER, bad))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "WeightedMigration.between, after: the weight of row 2 is negative or not finite; weights are at least 0")
                .extracting("reason")
                .isEqualTo(Reason.BAD_WEIGHT);
        bad[2] = Double.NaN;
        assertThatThrownBy(() -> WeightedMigration.between(BEFORE, bad, AFTER, fine))
                .hasMessage(
                        "WeightedMigration.between, before: the weight of row 2 is negative or not finite; weights are at"
                                + " least 0");
        assertThatThrownBy(() -> WeightedMigration.between(BEFORE, new double[5], AFTER, fine))
                .hasMessageContaining("weightsBefore")
                .extracting("reason")
                .isEqualTo(Reason.SCHEMA_MISMATCH);
        double[] huge = {1, 1e308, 1, 1, 1, 1};
        assertThatThrownBy(() -> WeightedMigration.between(BEFORE, huge, AFTER, fine))
                .hasMessage(
                        "WeightedMigration.between, before: the weight of row 1 is outside 1e-30 to 1e30; multiply all weights"
                                + " by one factor")
                .extracting("reason")
                .isEqualTo(Reason.RANGE);
        assertThatThrownBy(() -> WeightedMigration.between(AFTER, BEFORE, WEIGHT))
                .hasMessageContaining("pass the earlier segmentation first");
        assertThatThrownBy(() -> WeightedMigration.between(BEFORE, AFTER, "wieght"))
                .extracting("reason")
                .isEqualTo(Reason.UNKNOWN_NAME);
        assertThatThrownBy(
                        () -> WeightedMigration.between(BEFORE, AFTER, WEIGHT).rate("Loyal", "Lost"))
                .extracting("reason")
                .isEqualTo(Reason.UNKNOWN_NAME);
    }
}
