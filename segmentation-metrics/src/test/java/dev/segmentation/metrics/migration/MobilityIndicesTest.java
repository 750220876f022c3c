package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MobilityIndicesTest {

    private static MigrationMatrix counted(long[]... counts) {
        List<String> names = List.of("Low", "Mid", "High").subList(0, counts.length);
        return MigrationMatrix.copyOf(names, counts, new long[counts.length], new long[counts.length]);
    }

    @Test
    void indicesOfASmallTable() {
        MobilityIndices mobility = counted(new long[] {8, 2, 0}, new long[] {1, 2, 1}, new long[] {0, 0, 4})
                .mobility();
        // p = .8, .5, 1: k − tr P = .7
        assertThat(mobility.value(MobilityIndex.PRAIS_SHORROCKS)).isEqualTo(0.7 / 2);
        assertThat(mobility.value(MobilityIndex.IMMOBILITY_RATIO)).isEqualTo((0.8 + 0.5 + 1) / 3);
        assertThat(mobility.value(MobilityIndex.SHARE_MOVED)).isEqualTo(4.0 / 18);
        assertThat(mobility.segmentCount()).isEqualTo(3);
        assertThat(mobility.horizonDays()).isEmpty();
        assertThat(mobility.undefined(MobilityIndex.SHARE_MOVED)).isEmpty();
    }

    @Test
    void everybodyMovesAndNobodyMoves() {
        MobilityIndices swapped = counted(new long[] {0, 5}, new long[] {7, 0}).mobility();
        assertThat(swapped.value(MobilityIndex.PRAIS_SHORROCKS)).isEqualTo(2); // k / (k − 1)
        assertThat(swapped.value(MobilityIndex.IMMOBILITY_RATIO)).isZero();
        assertThat(swapped.value(MobilityIndex.SHARE_MOVED)).isEqualTo(1);
        MobilityIndices still = counted(new long[] {5, 0}, new long[] {0, 7}).mobility();
        assertThat(still.value(MobilityIndex.PRAIS_SHORROCKS)).isZero();
        assertThat(still.value(MobilityIndex.IMMOBILITY_RATIO)).isEqualTo(1);
        assertThat(still.value(MobilityIndex.SHARE_MOVED)).isZero();
    }

    @Test
    void keepsItsDigitsWhereAlmostNobodyMoves() {
        long many = 1_000_000_000_000_000L;
        MobilityIndices mobility =
                counted(new long[] {many - 1, 1}, new long[] {0, many}).mobility();
        assertThat(mobility.value(MobilityIndex.PRAIS_SHORROCKS)).isEqualTo(1e-15);
    }

    @Test
    void saysWhatIsUndefinedAndWhy() {
        MobilityIndices single = counted(new long[] {5}).mobility();
        assertThat(single.value(MobilityIndex.PRAIS_SHORROCKS)).isNaN();
        assertThat(single.value(MobilityIndex.IMMOBILITY_RATIO)).isEqualTo(1);
        assertThat(single.value(MobilityIndex.SHARE_MOVED)).isZero();
        assertThat(single.undefined(MobilityIndex.PRAIS_SHORROCKS)).contains(Reason.SINGLE_SEGMENT);

        MobilityIndices unobserved =
                counted(new long[] {3, 1}, new long[] {0, 0}).mobility();
        assertThat(unobserved.value(MobilityIndex.PRAIS_SHORROCKS)).isNaN();
        assertThat(unobserved.value(MobilityIndex.IMMOBILITY_RATIO)).isNaN();
        assertThat(unobserved.value(MobilityIndex.SHARE_MOVED)).isEqualTo(0.25);
        assertThat(unobserved.undefined(MobilityIndex.PRAIS_SHORROCKS)).contains(Reason.NO_OBSERVATIONS);

        MobilityIndices empty = counted(new long[2], new long[2]).mobility();
        assertThat(empty.value(MobilityIndex.PRAIS_SHORROCKS)).isNaN();
        assertThat(empty.value(MobilityIndex.SHARE_MOVED)).isNaN();
        assertThat(empty.undefined(MobilityIndex.HALF_LIFE)).contains(Reason.EMPTY);

        MobilityIndices strangers = MigrationMatrix.copyOf(
                        List.of("Low", "High"), new long[2][2], new long[] {1, 0}, new long[] {0, 1})
                .mobility();
        assertThat(strangers.value(MobilityIndex.SHARE_MOVED)).isNaN();
        assertThat(strangers.undefined(MobilityIndex.SHARE_MOVED)).contains(Reason.NO_COMMON_CUSTOMERS);
    }

    @Test
    void namesItsHorizon() {
        Segmentation march =
                Segmentation.builder(LocalDate.of(2024, 3, 1)).add("a", "X").build();
        Segmentation april =
                Segmentation.builder(LocalDate.of(2024, 4, 1)).add("a", "X").build();
        MigrationMatrix migration = MigrationMatrix.between(march, april);
        assertThat(migration.mobility().horizonDays()).hasValue(31);
        assertThat(migration.ordered(List.of("X")).horizonDays()).hasValue(31);
    }

    @Test
    void upAndDownFollowTheOrderGiven() {
        MigrationMatrix migration = counted(new long[] {8, 2, 3}, new long[] {1, 2, 1}, new long[] {0, 1, 2});
        DirectionalMobility rising = migration.ordered(List.of("Low", "Mid", "High"));
        assertThat(rising.up()).isEqualTo(6);
        assertThat(rising.down()).isEqualTo(2);
        assertThat(rising.customers()).isEqualTo(20);
        assertThat(rising.upRate().value()).isEqualTo(0.3);
        assertThat(rising.downRate().value()).isEqualTo(0.1);
        assertThat(rising.net().value()).isCloseTo(0.2, within(1e-15));
        assertThat(rising.worstToBest()).containsExactly("Low", "Mid", "High");
        assertThat(rising.undefined()).isEmpty();
        DirectionalMobility falling = migration.ordered(List.of("High", "Never", "Mid", "Low"));
        assertThat(falling.up()).isEqualTo(2);
        assertThat(falling.down()).isEqualTo(6);
        DirectionalMobility mixed = migration.ordered(List.of("Mid", "Low", "High"));
        assertThat(mixed.up()).isEqualTo(3 + 1 + 1); // Low → High, Mid → Low, Mid → High
        assertThat(mixed.down()).isEqualTo(2 + 1); // Low → Mid, High → Mid
    }

    @Test
    void directionNeedsEverySegmentOnce() {
        MigrationMatrix migration = counted(new long[] {1, 0}, new long[] {0, 1});
        assertThatThrownBy(() -> migration.ordered(List.of("Low")))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_NAME))
                .hasMessage("MigrationMatrix.ordered: worstToBest leaves out [Mid]; give every segment a place");
        assertThatThrownBy(() -> migration.ordered(List.of("Low", "Mid", "Low")))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_NAME));
        DirectionalMobility empty = counted(new long[2], new long[2]).ordered(List.of("Low", "Mid"));
        assertThat(empty.upRate().value()).isNaN();
        assertThat(empty.downRate().value()).isNaN();
        assertThat(empty.net().value()).isNaN();
        assertThat(empty.undefined()).contains(Reason.EMPTY);
    }

    /** Steps by hand: 3 × 2 up from Low, 2 + 1 × 1 up, 2 × 1 down. */
    @Test
    void farMovesWeighMore() {
        MigrationMatrix migration = counted(new long[] {8, 2, 3}, new long[] {1, 2, 1}, new long[] {0, 1, 2});
        DirectionalMobility direction = migration.ordered(List.of("Low", "Mid", "High"));
        assertThat(direction.index().value()).isCloseTo((3 * 2 + 2 + 1 - 1 - 1) / 2.0 / 20, within(1e-15));
        assertThat(direction.meanDistance().value()).isCloseTo((3 * 2 + 2 + 1 + 1 + 1) / 20.0, within(1e-15));
        double room = (13 * 2 + 4) / 2.0 / 20; // all to High
        assertThat(direction.scaledIndex().value()).isCloseTo(direction.index().value() / room, within(1e-15));
        double[][] steps = {{0, 1, 2}, {-1, 0, 1}, {-2, -1, 0}};
        double[][]
                cells = { // one more who stayed, of 13, 4, 3; one up, of 13 / 2 twice and 4; one down, of 4 and 3 / 2
            // twice
            {8 + 13 / 20.0, 2 + 6.5 / 17, 3 + 6.5 / 17},
            {1 + 4 / 7.0, 2 + 4 / 20.0, 1 + 4 / 17.0},
            {1.5 / 7, 1 + 1.5 / 7, 2 + 3 / 20.0}
        };
        double center = 0;
        double variance = 0; // of the steps in each row, by the definition
        for (int i = 0; i < 3; i++) {
            double n = cells[i][0] + cells[i][1] + cells[i][2];
            double mean = 0;
            double square = 0;
            for (int j = 0; j < 3; j++) {
                mean += cells[i][j] / n * steps[i][j] / 2;
                square += cells[i][j] / n * steps[i][j] * steps[i][j] / 4;
            }
            center += n / 23 * mean;
            variance += n / 23 * (n / 23) * (square - mean * mean) / n;
        }
        assertThat(direction.index().upper())
                .isCloseTo(center + 1.959963984540054 * Math.sqrt(variance), within(1e-12));
        assertThat(direction.index().lower())
                .isCloseTo(center - 1.959963984540054 * Math.sqrt(variance), within(1e-12));
        DirectionalMobility turned = migration.ordered(List.of("High", "Mid", "Low"));
        assertThat(turned.index().value()).isCloseTo(-direction.index().value(), within(1e-15));
        assertThat(turned.meanDistance().value())
                .isEqualTo(direction.meanDistance().value());
        assertThat(turned.meanDistance().upper())
                .isCloseTo(direction.meanDistance().upper(), within(1e-14));
        assertThat(direction).hasToString("up 30.0 %, down 10.0 %, net +20.0 % of 20");
    }

    @Test
    void everybodyGoesAllTheWay() {
        DirectionalMobility best = counted(new long[] {0, 0, 5}, new long[] {0, 0, 3}, new long[] {0, 0, 2})
                .ordered(List.of("Low", "Mid", "High"));
        assertThat(best.scaledIndex().value()).isEqualTo(1);
        DirectionalMobility worst = counted(new long[] {5, 0, 0}, new long[] {3, 0, 0}, new long[] {2, 0, 0})
                .ordered(List.of("Low", "Mid", "High"));
        assertThat(worst.scaledIndex().value()).isEqualTo(-1);
        assertThat(worst.longRunUndefined()).contains(Reason.UNREACHABLE);
        assertThat(worst.longRunDistance()).isNaN();
        DirectionalMobility still =
                counted(new long[] {5, 0}, new long[] {0, 3}).ordered(List.of("Low", "Mid"));
        assertThat(still.scaledIndex().value()).isZero();
        assertThat(still.net().upper()).isBetween(0.1, 0.4); // of eight customers who stayed one cannot say more
        assertThat(still.net().lower()).isBetween(-0.4, -0.1);
        assertThat(still.meanDistance().lower()).isZero();
        assertThat(still.meanDistance().upper()).isBetween(0.2, 0.6);
        DirectionalMobility one = counted(new long[] {5}).ordered(List.of("Low"));
        assertThat(one.index().undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(one.net().value()).isZero();
        assertThat(one.net().upper()).isZero(); // there is nowhere to go
    }

    /** Where all go to the top, rounding must not put an interval beyond 1. */
    @Test
    void scaledIndicesStayWithinTheirRange() {
        long[][] top = new long[6][6];
        long[] sizes = {76, 24, 55, 51, 66, 88};
        for (int i = 0; i < 6; i++) {
            top[i][5] = sizes[i];
        }
        List<String> names = List.of("a", "b", "c", "d", "e", "f");
        DirectionalMobility best =
                MigrationMatrix.copyOf(names, top, new long[6], new long[6]).ordered(names);
        assertThat(best.scaledIndex().value()).isCloseTo(1, within(1e-15));
        assertThat(best.scaledIndex().upper()).isEqualTo(1);
        DirectionalMobility gone = MigrationMatrix.copyOf(
                        List.of("Low", "High"), new long[2][2], new long[2], new long[] {6, 4})
                .orderedWithExit(List.of("Low", "High"));
        assertThat(gone.downRate().value()).isEqualTo(1);
    }

    @Test
    void leaversMayCountAsGoingDown() {
        MigrationMatrix migration = MigrationMatrix.copyOf(
                List.of("Low", "High"), new long[][] {{3, 1}, {1, 3}}, new long[] {9, 9}, new long[] {2, 0});
        DirectionalMobility with = migration.orderedWithExit(List.of("Low", "High"));
        assertThat(with.worstToBest()).containsExactly("EXIT", "Low", "High");
        assertThat(with.customers()).isEqualTo(10);
        assertThat(with.down()).isEqualTo(3);
        assertThat(with.index().value()).isCloseTo((1 - 1 - 2) / 2.0 / 10, within(1e-15));
        assertThat(migration.ordered(List.of("Low", "High")).customers()).isEqualTo(8);
    }

    /** Where hardly anybody moves: one in a hundred up, two down. */
    @Test
    void intervalsOfDirectionHoldWhereFewMove() {
        double[] truth = {0.33, 0.005, 0, 0.01, 0.325, 0.005, 0, 0.01, 0.315};
        int runs = 1000;
        for (int customers : new int[] {20, 100, 2000}) {
            int net = 0;
            int index = 0;
            int distance = 0;
            for (int run = 0; run < runs; run++) {
                long[] drawn = BinomialDraw.multinomial(SeededRandom.stream(31, run), customers, truth);
                DirectionalMobility direction = counted(
                                Arrays.copyOfRange(drawn, 0, 3),
                                Arrays.copyOfRange(drawn, 3, 6),
                                Arrays.copyOfRange(drawn, 6, 9))
                        .ordered(List.of("Low", "Mid", "High"));
                net += contains(direction.net(), -0.01);
                index += contains(direction.index(), -0.005);
                distance += contains(direction.meanDistance(), 0.03);
                assertThat(direction.net().upper())
                        .isGreaterThan(direction.net().lower());
            }
            assertThat(net / (double) runs).as("net of %s", customers).isGreaterThan(0.93);
            assertThat(index / (double) runs).as("index of %s", customers).isGreaterThan(0.93);
            assertThat(distance / (double) runs).as("distance of %s", customers).isGreaterThan(0.93);
        }
    }

    private static int contains(Estimate estimate, double truth) {
        return estimate.lower() <= truth && truth <= estimate.upper() ? 1 : 0;
    }
}
