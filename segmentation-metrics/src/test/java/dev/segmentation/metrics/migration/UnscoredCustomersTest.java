package dev.segmentation.metrics.migration;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.interval.ProportionInterval;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnscoredCustomersTest {

    private static final LocalDate JANUARY = LocalDate.of(2026, 1, 31);
    private static final LocalDate MARCH = LocalDate.of(2026, 3, 31);
    private static final String UNSCORED = "?";
    private static final String ABSENT = "absent";
    private static final List<String> NAMES = List.of("A", "B");

    /** From id to segment; {@link #UNSCORED} if there is none. */
    private static Segmentation at(LocalDate date, Map<String, String> places) {
        Segmentation.Builder builder = Segmentation.builder(date);
        List<String> unscored = new ArrayList<>();
        places.forEach((id, place) -> {
            if (place.equals(UNSCORED)) {
                unscored.add(id);
            } else {
                builder.add(id, place);
            }
        });
        return builder.build().withUnscored(CustomerIds.of(unscored));
    }

    private static Map<String, String> random(SeededRandom random) {
        List<String> places = List.of("A", "B", "C", UNSCORED, ABSENT);
        Map<String, String> map = new TreeMap<>();
        int customers = (int) (random.nextDouble() * 60);
        for (int customer = 0; customer < customers; customer++) {
            String place = places.get((int) (random.nextDouble() * places.size()));
            if (!place.equals(ABSENT)) {
                map.put("c" + customer, place);
            }
        }
        return map;
    }

    @Test
    void eachWayInAndOutHasItsCell() {
        MigrationMatrix migration = MigrationMatrix.between(
                at(JANUARY, Map.of("a", "A", "b", "A", "c", UNSCORED, "d", UNSCORED, "e", UNSCORED, "f", UNSCORED)),
                at(MARCH, Map.of("a", "A", "b", UNSCORED, "c", "B", "d", UNSCORED, "g", UNSCORED, "h", "B")));
        UnscoredCustomers unscored = migration.unscored();
        assertThat(unscored.becameUnscored()).as("b").isEqualTo(1);
        assertThat(unscored.becameUnscored(migration.segment("A"))).isEqualTo(1);
        assertThat(unscored.becameScored()).as("c").isEqualTo(1);
        assertThat(unscored.becameScored(migration.segment("B"))).isEqualTo(1);
        assertThat(unscored.becameScored(migration.segment("A"))).isZero();
        assertThat(unscored.stayed()).as("d").isEqualTo(1);
        assertThat(unscored.left()).as("e, f").isEqualTo(2);
        assertThat(unscored.entered()).as("g").isEqualTo(1);
        assertThat(unscored.sizeBefore()).as("c, d, e, f").isEqualTo(4);
        assertThat(unscored.sizeAfter()).as("b, d, g").isEqualTo(3);
        assertThat(unscored.customers()).as("b, c, d, e, f, g").isEqualTo(6);
        assertThat(migration.entrants()).as("h alone is in a segment").isEqualTo(1);
        assertThat(migration.leavers()).isZero();
        assertThat(migration.customers()).isEqualTo(8);
        assertThat(unscored)
                .hasToString("UnscoredCustomers[becameScored=1, becameUnscored=1, entered=1, stayed=1, left=2]");
        assertThat(migration).hasToString("""
                        from \\ to  A  B  unscored  left  before
                        A          1  0         1     0       2
                        B          0  0         0     0       0
                        unscored   0  1         1     2       4
                        entered    0  1         1             2
                        after      1  2         3     2       8""");
        assertThat(refused(Reason.UNKNOWN_NAME, () -> unscored.becameScored(Segment.of(0, "Z"))))
                .hasMessage("UnscoredCustomers: no segment \"Z\"; there are [A, B]");
    }

    /** A slow twin: every pair of places is counted over the set of all ids; with and without a history. */
    @RepeatedTest(20)
    void everybodyIsCountedOnce() {
        long seed = System.nanoTime();
        SeededRandom random = SeededRandom.stream(seed, 0);
        Map<String, String> before = random(random);
        Map<String, String> after = random(random);
        Segmentation january = at(JANUARY, before);
        Segmentation march = at(MARCH, after);
        assertCounted(seed, MigrationMatrix.between(january, march), before, after);
        assertCounted(seed, SegmentHistory.of(january, march).migration(JANUARY, MARCH), before, after);
    }

    private static void assertCounted(
            long seed, MigrationMatrix migration, Map<String, String> before, Map<String, String> after) {
        Set<String> ids = new HashSet<>(before.keySet());
        ids.addAll(after.keySet());
        UnscoredCustomers unscored = migration.unscored();
        long cells = 0;
        for (Segment from : migration.segments()) {
            for (Segment to : migration.segments()) {
                cells += checked(seed, migration.count(from, to), ids, before, from.name(), after, to.name());
            }
            cells += checked(seed, migration.leavers(from), ids, before, from.name(), after, ABSENT);
            cells += checked(seed, unscored.becameUnscored(from), ids, before, from.name(), after, UNSCORED);
            cells += checked(seed, migration.entrants(from), ids, before, ABSENT, after, from.name());
            cells += checked(seed, unscored.becameScored(from), ids, before, UNSCORED, after, from.name());
        }
        cells += checked(seed, unscored.entered(), ids, before, ABSENT, after, UNSCORED);
        cells += checked(seed, unscored.stayed(), ids, before, UNSCORED, after, UNSCORED);
        cells += checked(seed, unscored.left(), ids, before, UNSCORED, after, ABSENT);
        assertThat(cells)
                .as("seed %d", seed)
                .isEqualTo(ids.size())
                .isEqualTo(migration.customers())
                .isEqualTo(
                        migration.presentAtBoth() + migration.entrants() + migration.leavers() + unscored.customers());
        long sizes = unscored.sizeBefore() + migration.entrants() + unscored.entered();
        for (Segment segment : migration.segments()) {
            sizes += migration.sizeBefore(segment);
        }
        assertThat(sizes).as("seed %d: by where they were before", seed).isEqualTo(ids.size());
    }

    private static long checked(
            long seed,
            long counted,
            Set<String> ids,
            Map<String, String> before,
            String from,
            Map<String, String> after,
            String to) {
        long expected = ids.stream()
                .filter(id -> before.getOrDefault(id, ABSENT).equals(from))
                .filter(id -> after.getOrDefault(id, ABSENT).equals(to))
                .count();
        assertThat(counted).as("seed %d, %s to %s", seed, from, to).isEqualTo(expected);
        return expected;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void poolingIsTheSumOfThePeriods(long seed) {
        SeededRandom random = SeededRandom.stream(seed, 1);
        List<Segmentation> dates = new ArrayList<>();
        for (int t = 0; t < 5; t++) {
            dates.add(at(JANUARY.plusDays(30L * t), random(random)));
        }
        PooledMigration pooled = SegmentHistory.of(dates).pooled();
        List<ToLongFunction<MigrationMatrix>> cells = new ArrayList<>(List.of(
                MigrationMatrix::customers,
                migration -> migration.unscored().entered(),
                migration -> migration.unscored().stayed(),
                migration -> migration.unscored().left(),
                migration -> migration.unscored().customers()));
        for (Segment from : pooled.matrix().segments()) {
            for (Segment to : pooled.matrix().segments()) {
                cells.add(migration -> migration.count(from, to));
            }
            cells.add(migration -> migration.entrants(from));
            cells.add(migration -> migration.leavers(from));
            cells.add(migration -> migration.unscored().becameScored(from));
            cells.add(migration -> migration.unscored().becameUnscored(from));
        }
        for (ToLongFunction<MigrationMatrix> cell : cells) {
            assertThat(cell.applyAsLong(pooled.matrix()))
                    .isEqualTo(pooled.periods().stream().mapToLong(cell).sum());
        }
        long unscored = pooled.matrix().unscored().customers();
        assertThat(unscored).as("or nothing is shown").isPositive();
    }

    /** Two steps of two dates each: e, who is unscored and then gone, is counted at the step in which that is seen. */
    @Test
    void pooledByHand() {
        SegmentHistory history = SegmentHistory.of(
                at(JANUARY, Map.of("a", "A", "e", UNSCORED)),
                at(JANUARY.plusDays(30), Map.of("a", "A", "n", UNSCORED)),
                at(JANUARY.plusDays(60), Map.of("a", "B", "n", UNSCORED)));
        UnscoredCustomers pooled = history.pooled().matrix().unscored();
        assertThat(pooled.left()).as("e").isEqualTo(1);
        assertThat(pooled.entered()).as("n").isEqualTo(1);
        assertThat(pooled.stayed()).as("n").isEqualTo(1);
        assertThat(history.pooled().matrix().customers()).as("a, e, n; a, n").isEqualTo(5);
        MigrationMatrix over = history.migration(JANUARY, JANUARY.plusDays(60));
        assertThat(over.customers()).as("a, e, n").isEqualTo(3);
        MigrationMatrix later = history.migration(JANUARY.plusDays(30), JANUARY.plusDays(60));
        assertThat(later.customers()).as("e is there at neither date").isEqualTo(2);
    }

    @Test
    void countsOverAllStatesAreTaken() {
        long[][] states = {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}, {13, 14, 15, 0}};
        MigrationMatrix migration = MigrationMatrix.copyOfStates(NAMES, states);
        states[0][0] = 100;
        assertThat(migration.count("A", "A")).as("a copy").isEqualTo(1);
        assertThat(migration.count("B", "A")).isEqualTo(5);
        assertThat(migration.leavers("B")).isEqualTo(8);
        assertThat(migration.entrants("B")).isEqualTo(14);
        assertThat(migration.unscored().becameUnscored(migration.segment("B"))).isEqualTo(7);
        assertThat(migration.unscored().becameScored(migration.segment("B"))).isEqualTo(10);
        assertThat(migration.unscored().stayed()).isEqualTo(11);
        assertThat(migration.unscored().left()).isEqualTo(12);
        assertThat(migration.unscored().entered()).isEqualTo(15);
        assertThat(migration.unscored().sizeBefore()).isEqualTo(9 + 10 + 11 + 12);
        assertThat(migration.unscored().sizeAfter()).isEqualTo(3 + 7 + 11 + 15);
        assertThat(migration.customers()).isEqualTo(15 * 16 / 2);
        assertThat(migration.interval("A", "B")).isEqualTo(ProportionInterval.wilson(2, 3, 0.95));
        assertThat(migration.retention()).isEqualTo(ProportionInterval.wilson(24, 36, 0.95));
        assertThat(migration.horizonDays()).isEmpty();
        MigrationMatrix turned = migration.withSegments(List.of("B", "C", "A"));
        assertThat(turned.unscored()).hasToString(migration.unscored().toString());
        assertThat(turned.unscored().becameScored(turned.segment("B"))).isEqualTo(10);
        assertThat(turned.unscored().becameScored(turned.segment("C"))).isZero();
        assertThat(turned.customers()).isEqualTo(migration.customers());
    }

    @Test
    void countsThatCannotBeAreRefused() {
        assertThat(refused(
                        Reason.SCHEMA_MISMATCH,
                        () -> MigrationMatrix.copyOfStates(NAMES, new long[][] {{1, 2}, {3, 4}})))
                .hasMessage("MigrationMatrix.copyOfStates: counts has 2 entries, expected 4, one per segment, one for"
                        + " unscored and one for absent customers");
        assertThat(refused(
                        Reason.SCHEMA_MISMATCH,
                        () -> MigrationMatrix.copyOfStates(
                                NAMES, new long[][] {new long[4], new long[3], new long[4], new long[4]})))
                .hasMessageStartingWith("MigrationMatrix.copyOfStates: counts[1] has 3 entries, expected 4");
        long[][] nowhere = new long[4][4];
        nowhere[3][3] = 2;
        assertThat(refused(Reason.RANGE, () -> MigrationMatrix.copyOfStates(NAMES, nowhere)))
                .hasMessage("MigrationMatrix.copyOfStates: 2 customers are absent at both dates, expected 0; leave them"
                        + " out");
        long[][] negative = new long[4][4];
        negative[2][3] = -1;
        assertThat(refused(Reason.NEGATIVE_COUNT, () -> MigrationMatrix.copyOfStates(NAMES, negative)))
                .hasMessage("MigrationMatrix.copyOfStates: counts of state 2 = -1, expected at least 0");
        long[][] many = new long[4][4];
        many[2][2] = Long.MAX_VALUE;
        many[3][2] = 1;
        assertThat(refused(Reason.RANGE, () -> MigrationMatrix.copyOfStates(NAMES, many)))
                .hasMessage("MigrationMatrix.copyOfStates: the counts add up to more than 9223372036854775807");
        many[3][2] = 0;
        MigrationMatrix most = MigrationMatrix.copyOfStates(NAMES, many);
        assertThat(refused(Reason.RANGE, () -> PooledMigration.of(List.of(most, most))))
                .hasMessage("PooledMigration.of: the counts add up to more than 9223372036854775807");
    }

    /** Who is in no segment at both dates has no rate, for the reason that says why. */
    @Test
    void ratesOfNobodyScored() {
        MigrationMatrix stayed =
                MigrationMatrix.between(at(JANUARY, Map.of("a", UNSCORED, "b", "A")), at(MARCH, Map.of("a", UNSCORED)));
        assertThat(stayed.undefined()).as("a is in common").contains(Reason.NO_OBSERVATIONS);
        assertThat(stayed.retention()).as("so that b has left").isEqualTo(ProportionInterval.wilson(0, 1, 0.95));
        MigrationMatrix strangers =
                MigrationMatrix.between(at(JANUARY, Map.of("a", UNSCORED)), at(MARCH, Map.of("b", UNSCORED)));
        assertThat(strangers.undefined()).contains(Reason.NO_COMMON_CUSTOMERS);
        assertThat(strangers.customers()).isEqualTo(2);
        assertThat(strangers.retention()).isEqualTo(Estimate.undefined(Reason.NO_COMMON_CUSTOMERS, 0));
    }
}
