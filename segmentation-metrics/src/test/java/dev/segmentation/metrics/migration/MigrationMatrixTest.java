package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.metrics.interval.MultinomialInterval;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.markov.MarkovChain;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MigrationMatrixTest {

    private static final LocalDate JANUARY = LocalDate.of(2025, 1, 31);
    private static final LocalDate JULY = LocalDate.of(2025, 7, 31);

    /** Pairs of id and segment name. */
    private static Segmentation segmentation(LocalDate asOf, String... idsAndNames) {
        Segmentation.Builder builder = Segmentation.builder(asOf);
        for (int i = 0; i < idsAndNames.length; i += 2) {
            builder.add(idsAndNames[i], idsAndNames[i + 1]);
        }
        return builder.build();
    }

    private static MigrationMatrix example() {
        Segmentation january = segmentation(
                JANUARY, "a", "Loyal", "b", "Loyal", "c", "Loyal", "d", "Lapsing", "e", "Lapsing", "f", "Loyal");
        // other rows, other labels: "Lapsing" is 0 now
        Segmentation july = segmentation(
                JULY, "x", "Lapsing", "c", "Lapsing", "b", "Loyal", "a", "Loyal", "d", "New", "y", "New", "z", "New");
        return MigrationMatrix.between(january, july);
    }

    @Test
    void countsEveryCustomerOnce() {
        MigrationMatrix migration = example();
        assertThat(migration.segments()).extracting(Segment::name).containsExactly("Loyal", "Lapsing", "New");
        assertThat(migration.segments()).extracting(Segment::index).containsExactly(0, 1, 2);
        assertThat(migration.count("Loyal", "Loyal")).isEqualTo(2);
        assertThat(migration.count("Loyal", "Lapsing")).isEqualTo(1);
        assertThat(migration.count("Lapsing", "New")).isEqualTo(1);
        assertThat(migration.count("Lapsing", "Lapsing")).isZero();
        assertThat(migration.entrants("New")).isEqualTo(2);
        assertThat(migration.entrants("Lapsing")).isEqualTo(1);
        assertThat(migration.entrants("Loyal")).isZero();
        assertThat(migration.leavers("Loyal")).isEqualTo(1);
        assertThat(migration.leavers("Lapsing")).isEqualTo(1);
        assertThat(migration.entrants()).isEqualTo(3);
        assertThat(migration.leavers()).isEqualTo(2);
        assertThat(migration.stayers()).isEqualTo(2);
        assertThat(migration.movers()).isEqualTo(2);
        assertThat(migration.presentAtBoth()).isEqualTo(4);
        assertThat(migration.customers()).isEqualTo(9);
        assertThat(migration.horizonDays()).hasValue(181);
        assertThat(migration.asOfBefore()).contains(JANUARY);
        assertThat(migration.asOfAfter()).contains(JULY);
        assertThat(migration.undefined()).isEmpty();
    }

    @Test
    void takesSegmentsByNameFromEitherDate() {
        Segmentation january = segmentation(JANUARY, "a", "Loyal", "b", "Lapsing");
        Segmentation july = segmentation(JULY, "a", "Lapsing", "b", "Loyal");
        MigrationMatrix migration = MigrationMatrix.between(january, july);
        assertThat(january.segment("Loyal").index())
                .isNotEqualTo(july.segment("Loyal").index());
        assertThat(migration.count(january.segment("Loyal"), july.segment("Lapsing")))
                .isEqualTo(1);
        assertThat(migration.count(july.segment("Loyal"), january.segment("Lapsing")))
                .isEqualTo(1);
        assertThat(migration.count(january.segment("Loyal"), july.segment("Loyal")))
                .isZero();
    }

    @Test
    void ratesAreSharesOfTheRow() {
        MigrationMatrix migration = example();
        Segment loyal = migration.segment("Loyal");
        Segment lapsing = migration.segment("Lapsing");
        assertThat(migration.probability(loyal, loyal)).isEqualTo(2.0 / 3);
        assertThat(migration.probability(loyal, lapsing)).isEqualTo(1.0 / 3);
        assertThat(migration.interval(loyal, lapsing)).isEqualTo(ProportionInterval.wilson(1, 3, 0.95));
        assertThat(migration.withLevel(0.8).interval(loyal, lapsing)).isEqualTo(ProportionInterval.wilson(1, 3, 0.8));
        assertThat(migration.withLevel(0.8).level()).isEqualTo(0.8);
        assertThat(migration.retention()).isEqualTo(ProportionInterval.wilson(4, 6, 0.95));
        assertThat(migration.exitRate(loyal)).isEqualTo(ProportionInterval.wilson(1, 4, 0.95));
        assertThat(migration.entryShare(lapsing)).isEqualTo(ProportionInterval.wilson(1, 2, 0.95));
        assertThat(migration.sizeBefore(loyal)).isEqualTo(4);
        assertThat(migration.sizeAfter(lapsing)).isEqualTo(2);
    }

    @Test
    void segmentThatIsNewHasAnUndefinedRowAndAColumn() {
        MigrationMatrix migration = MigrationMatrix.between(
                segmentation(JANUARY, "c1", "A", "c2", "A"), segmentation(JULY, "c1", "A", "c2", "NEW"));
        assertThat(migration.count("A", "NEW")).isEqualTo(1);
        assertThat(migration.probability("A", "NEW")).isEqualTo(0.5);
        assertThat(migration.probability("NEW", "A")).isNaN();
        assertThat(migration.interval("NEW", "A").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(migration.interval("NEW", "NEW")).isEqualTo(Estimate.undefined(Reason.NO_OBSERVATIONS, 0));
        assertThat(migration.exitRate(migration.segment("NEW")).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(migration.undefined()).isEmpty();
    }

    @Test
    void nobodyInCommonLeavesRatesUndefined() {
        MigrationMatrix migration =
                MigrationMatrix.between(segmentation(JANUARY, "a", "X"), segmentation(JULY, "b", "X"));
        assertThat(migration.undefined()).contains(Reason.NO_COMMON_CUSTOMERS);
        assertThat(migration.retention()).isEqualTo(Estimate.undefined(Reason.NO_COMMON_CUSTOMERS, 1));
        assertThat(migration.exitRate(migration.segment("X")).undefined()).contains(Reason.NO_COMMON_CUSTOMERS);
        assertThat(migration.entryShare(migration.segment("X")).undefined()).contains(Reason.NO_COMMON_CUSTOMERS);
        assertThat(migration.probability("X", "X")).isNaN();
        assertThat(migration.entrants()).isEqualTo(1);
        assertThat(migration.leavers()).isEqualTo(1);
        assertThat(migration.customers()).isEqualTo(2);
    }

    @Test
    void nobodyAtAllLeavesRatesUndefined() {
        MigrationMatrix migration = MigrationMatrix.between(segmentation(JANUARY), segmentation(JULY));
        assertThat(migration.undefined()).contains(Reason.EMPTY);
        assertThat(migration.retention()).isEqualTo(Estimate.undefined(Reason.EMPTY, 0));
        assertThat(migration.customers()).isZero();
        MigrationMatrix grown = MigrationMatrix.between(segmentation(JANUARY), segmentation(JULY, "a", "X"));
        assertThat(grown.undefined()).contains(Reason.NO_COMMON_CUSTOMERS);
        assertThat(grown.entrants("X")).isEqualTo(1);
    }

    @Test
    void datesMustFollowEachOther() {
        Segmentation january = segmentation(JANUARY, "a", "X");
        Segmentation july = segmentation(JULY, "a", "X");
        assertThatThrownBy(() -> MigrationMatrix.between(july, january))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_PARAM))
                .hasMessage(
                        "MigrationMatrix.between: after.asOf = 2025-01-31, expected later than before.asOf ="
                                + " 2025-07-31; pass the earlier segmentation first (ContingencyTable compares two of one date)");
        assertThatThrownBy(() -> MigrationMatrix.between(january, january))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("after.asOf = 2025-01-31, expected later than before.asOf = 2025-01-31");
    }

    @Test
    void idsMustBeOfOneType() {
        Segmentation numbers = Segmentation.of(Snapshot.of(JANUARY, CustomerIds.of(1, 2)), Assignment.copyOf(1, 0, 0));
        Segmentation texts = segmentation(JULY, "1", "Segment 0");
        assertThatThrownBy(() -> MigrationMatrix.between(numbers, texts))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA_MISMATCH))
                .hasMessageContaining("numbers")
                .hasMessageContaining("texts");
    }

    @Test
    void unknownSegmentIsNamed() {
        assertThatThrownBy(() -> example().count("Loyal", "Loyall"))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_NAME))
                .hasMessage("MigrationMatrix: no segment \"Loyall\"; there are [Loyal, Lapsing, New]");
    }

    @Test
    void tooManySegmentsAreRefusedBeforeAnythingIsAllocated() {
        int k = 4097;
        Segmentation before = Segmentation.of(
                Snapshot.of(
                        JANUARY,
                        CustomerIds.of(IntStream.range(0, k).asLongStream().toArray())),
                Assignment.copyOf(k, IntStream.range(0, k).toArray()));
        Segmentation after = Segmentation.of(Snapshot.of(JULY, CustomerIds.of(1L)), Assignment.copyOf(1, 0));
        assertThatThrownBy(() -> MigrationMatrix.between(before, after))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RESOURCE_LIMIT))
                .hasMessageContaining("4097 segments, expected at most 4096");
    }

    @Test
    void copiesCountsBeyondTwoToTheThirtyOne() {
        long[][] counts = {{3_000_000_000L, 1}, {1, 3_000_000_000L}};
        long[] entrants = {5, 0};
        MigrationMatrix migration = MigrationMatrix.copyOf(List.of("A", "B"), counts, entrants, new long[2]);
        counts[0][0] = 0;
        entrants[0] = 0;
        assertThat(migration.count("A", "A")).isEqualTo(3_000_000_000L);
        assertThat(migration.presentAtBoth()).isEqualTo(6_000_000_002L);
        assertThat(migration.customers()).isEqualTo(6_000_000_007L);
        assertThat(migration.probability("A", "B")).isEqualTo(1.0 / 3_000_000_001L);
        assertThat(migration.interval("A", "B").customers()).isEqualTo(3_000_000_001L);
        assertThat(migration.horizonDays()).isEmpty();
        assertThat(migration.asOfBefore()).isEmpty();
        assertThat(migration.asOfAfter()).isEmpty();
    }

    @Test
    void refusesCountsThatAreNone() {
        List<String> names = List.of("A", "B");
        long[] none = new long[2];
        assertThatThrownBy(() -> MigrationMatrix.copyOf(names, new long[][] {{5, -1}, {0, 3}}, none, none))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEGATIVE_COUNT))
                .hasMessage("MigrationMatrix.copyOf: counts of segment 0 = -1, expected at least 0");
        assertThatThrownBy(() -> MigrationMatrix.copyOf(names, new long[2][2], none, new long[] {0, -7}))
                .hasMessage("MigrationMatrix.copyOf: leavers of segment 1 = -7, expected at least 0");
        assertThatThrownBy(() -> MigrationMatrix.copyOf(names, new long[2][3], none, none))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA_MISMATCH))
                .hasMessage("MigrationMatrix.copyOf: counts[0] has 3 entries, expected 2, one per segment");
        assertThatThrownBy(() -> MigrationMatrix.copyOf(names, new long[2][2], new long[1], none))
                .hasMessageContaining("entrants has 1 entries, expected 2");
        assertThatThrownBy(() -> MigrationMatrix.copyOf(names, new long[][] {{Long.MAX_VALUE, 0}, {0, 1}}, none, none))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RANGE));
        assertThatThrownBy(() -> MigrationMatrix.copyOf(List.of("A", "A"), new long[2][2], none, none))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_NAME))
                .hasMessage("MigrationMatrix.copyOf: two segments are called \"A\"; give each a name of its own");
        assertThatThrownBy(() -> MigrationMatrix.copyOf(List.of("A", "Exit"), new long[2][2], none, none))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RESERVED_NAME));
        assertThatThrownBy(() -> example().withLevel(Double.NaN))
                .hasMessage("MigrationMatrix.withLevel: level = NaN, expected more than 0 and less than 1");
    }

    @Test
    void printsATable() {
        assertThat(example()).hasToString("""
                        from \\ to  Loyal  Lapsing  New  left  before
                        Loyal          2        1    0     1       4
                        Lapsing        0        0    1     1       2
                        New            0        0    0     0       0
                        entered        0        1    2             3
                        after          2        2    3     2       9""");
    }

    /** Against a slow twin on maps: every count, the conservation of customers, rows that sum to one. */
    @RepeatedTest(20)
    void agreesWithASlowTwinAndLosesNobody() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> before = randomSegments(random);
        Map<String, String> after = randomSegments(random);
        MigrationMatrix migration = MigrationMatrix.between(build(JANUARY, before), build(JULY, after));

        Map<String, Long> expected = new HashMap<>();
        before.forEach((id, from) -> expected.merge(from + ">" + after.getOrDefault(id, "-"), 1L, Long::sum));
        after.forEach((id, to) -> expected.merge((before.containsKey(id) ? "?" : "-") + ">" + to, 1L, Long::sum));
        Set<String> ids = new LinkedHashSet<>(before.keySet());
        ids.addAll(after.keySet());

        long total = migration.entrants() + migration.leavers();
        for (Segment from : migration.segments()) {
            assertThat(migration.leavers(from))
                    .as("seed %d", seed)
                    .isEqualTo(expected.getOrDefault(from.name() + ">-", 0L));
            assertThat(migration.entrants(from))
                    .as("seed %d", seed)
                    .isEqualTo(expected.getOrDefault("->" + from.name(), 0L));
            double row = 0;
            for (Segment to : migration.segments()) {
                assertThat(migration.count(from, to))
                        .as("seed %d", seed)
                        .isEqualTo(expected.getOrDefault(from.name() + ">" + to.name(), 0L));
                total += migration.count(from, to);
                row += migration.probability(from, to);
            }
            if (migration.presentAtBoth(from) > 0) {
                assertThat(row).as("seed %d", seed).isCloseTo(1, within(1e-15 * 16));
            } else {
                assertThat(row).as("seed %d", seed).isNaN();
            }
        }
        assertThat(total).as("seed %d", seed).isEqualTo(ids.size()).isEqualTo(migration.customers());
        assertThat(migration.stayers() + migration.movers() + migration.entrants() + migration.leavers())
                .as("seed %d", seed)
                .isEqualTo(ids.size());
    }

    private static Map<String, String> randomSegments(Random random) {
        Map<String, String> segments = new HashMap<>();
        int customers = random.nextInt(60);
        int offset = random.nextInt(3);
        for (int i = 0; i < customers; i++) {
            segments.put("c" + random.nextInt(80), "S" + (offset + random.nextInt(1 + random.nextInt(5))));
        }
        return segments;
    }

    private static Segmentation build(LocalDate asOf, Map<String, String> segments) {
        Segmentation.Builder builder = Segmentation.builder(asOf);
        segments.forEach(builder::add);
        return builder.build();
    }

    @Test
    void aRowWithIntervalsOfAnotherKind() {
        MigrationMatrix migration =
                MigrationMatrix.copyOf(List.of("A", "B"), new long[][] {{8, 2}, {0, 0}}, new long[2], new long[2]);
        assertThat(migration.intervals(migration.segment("A"), MultinomialInterval.WILSON))
                .containsExactly(migration.interval("A", "A"), migration.interval("A", "B"));
        Estimate wider = migration
                .intervals(migration.segment("A"), MultinomialInterval.GOODMAN)
                .get(0);
        assertThat(wider.lower()).isLessThan(migration.interval("A", "A").lower());
        assertThat(migration.intervals(migration.segment("B"), MultinomialInterval.DIRICHLET))
                .allSatisfy(each -> assertThat(each.undefined()).contains(Reason.NO_OBSERVATIONS));
    }

    @Test
    void chainsOfWhoStaysAndOfWhoLeaves() {
        MigrationMatrix migration = MigrationMatrix.copyOf(
                List.of("A", "B"), new long[][] {{8, 2}, {1, 3}}, new long[2], new long[] {10, 0});
        MarkovChain staying = migration.chain().orElseThrow();
        assertThat(staying.probability("A", "B")).isEqualTo(0.2);
        assertThat(staying.stepDays()).isEmpty();
        MarkovChain leaving = migration.chainWithExit().orElseThrow();
        assertThat(leaving.states()).containsExactly("A", "B", "EXIT");
        assertThat(leaving.probability("A", "EXIT")).isEqualTo(0.5);
        assertThat(leaving.probability("EXIT", "EXIT")).isEqualTo(1);
        assertThat(leaving.absorption().transientStates()).containsExactly("A", "B");
        MigrationMatrix unknown = MigrationMatrix.copyOf(
                List.of("A", "B"), new long[][] {{8, 2}, {0, 0}}, new long[2], new long[] {0, 4});
        assertThat(unknown.chain()).isEmpty();
        assertThat(unknown.chainWithExit().orElseThrow().probability("B", "EXIT"))
                .isEqualTo(1);
        MigrationMatrix wider = migration.withSegments(List.of("C", "B", "A"));
        assertThat(wider.count("A", "B")).isEqualTo(2);
        assertThat(wider.leavers("A")).isEqualTo(10);
        assertThat(wider.segments()).extracting(Segment::name).containsExactly("C", "B", "A");
        assertThatThrownBy(() -> migration.withSegments(List.of("A")))
                .hasMessage("MigrationMatrix.withSegments: names leaves out [B]; give every segment a place");
    }
}
