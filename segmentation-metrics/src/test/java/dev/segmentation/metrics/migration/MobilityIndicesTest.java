package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import java.time.LocalDate;
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
        assertThat(mobility.praisShorrocks()).isEqualTo(0.7 / 2);
        assertThat(mobility.immobilityRatio()).isEqualTo((0.8 + 0.5 + 1) / 3);
        assertThat(mobility.shareMoved()).isEqualTo(4.0 / 18);
        assertThat(mobility.segmentCount()).isEqualTo(3);
        assertThat(mobility.horizonDays()).isEmpty();
        assertThat(mobility.undefined()).isEmpty();
    }

    @Test
    void everybodyMovesAndNobodyMoves() {
        MobilityIndices swapped = counted(new long[] {0, 5}, new long[] {7, 0}).mobility();
        assertThat(swapped.praisShorrocks()).isEqualTo(2); // k / (k − 1)
        assertThat(swapped.immobilityRatio()).isZero();
        assertThat(swapped.shareMoved()).isEqualTo(1);
        MobilityIndices still = counted(new long[] {5, 0}, new long[] {0, 7}).mobility();
        assertThat(still.praisShorrocks()).isZero();
        assertThat(still.immobilityRatio()).isEqualTo(1);
        assertThat(still.shareMoved()).isZero();
    }

    @Test
    void keepsItsDigitsWhereAlmostNobodyMoves() {
        long many = 1_000_000_000_000_000L;
        MobilityIndices mobility =
                counted(new long[] {many - 1, 1}, new long[] {0, many}).mobility();
        assertThat(mobility.praisShorrocks()).isEqualTo(1e-15);
    }

    @Test
    void saysWhatIsUndefinedAndWhy() {
        MobilityIndices single = counted(new long[] {5}).mobility();
        assertThat(single.praisShorrocks()).isNaN();
        assertThat(single.immobilityRatio()).isEqualTo(1);
        assertThat(single.shareMoved()).isZero();
        assertThat(single.undefined()).contains(Reason.SINGLE_SEGMENT);

        MobilityIndices unobserved =
                counted(new long[] {3, 1}, new long[] {0, 0}).mobility();
        assertThat(unobserved.praisShorrocks()).isNaN();
        assertThat(unobserved.immobilityRatio()).isNaN();
        assertThat(unobserved.shareMoved()).isEqualTo(0.25);
        assertThat(unobserved.undefined()).contains(Reason.NO_OBSERVATIONS);

        MobilityIndices empty = counted(new long[2], new long[2]).mobility();
        assertThat(empty.praisShorrocks()).isNaN();
        assertThat(empty.shareMoved()).isNaN();
        assertThat(empty.undefined()).contains(Reason.EMPTY);

        MobilityIndices strangers = MigrationMatrix.copyOf(
                        List.of("Low", "High"), new long[2][2], new long[] {1, 0}, new long[] {0, 1})
                .mobility();
        assertThat(strangers.shareMoved()).isNaN();
        assertThat(strangers.undefined()).contains(Reason.NO_COMMON_CUSTOMERS);
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
        assertThat(rising.presentAtBoth()).isEqualTo(20);
        assertThat(rising.upRate()).isEqualTo(0.3);
        assertThat(rising.downRate()).isEqualTo(0.1);
        assertThat(rising.net()).isEqualTo(0.2);
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
        assertThat(empty.upRate()).isNaN();
        assertThat(empty.downRate()).isNaN();
        assertThat(empty.net()).isNaN();
        assertThat(empty.undefined()).contains(Reason.EMPTY);
    }
}
