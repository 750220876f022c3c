package dev.segmentation.metrics.history;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.WilsonScore;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.markov.AalenJohansen;
import dev.segmentation.metrics.markov.DurationRates;
import dev.segmentation.metrics.markov.GeneratorFit;
import dev.segmentation.metrics.markov.MarkovChain;
import dev.segmentation.metrics.markov.Stays;
import dev.segmentation.metrics.markov.TransitionChances;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTests;
import dev.segmentation.metrics.migration.PooledMigration;
import dev.segmentation.metrics.migration.ReturnedCustomers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentHistoryTest {

    private static final LocalDate JANUARY = LocalDate.of(2026, 1, 31);
    private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 28);
    private static final LocalDate MARCH = LocalDate.of(2026, 3, 31);
    private static final LocalDate APRIL = LocalDate.of(2026, 4, 30);

    /** Written as "id:segment id:segment …"; the segment "?" is for unscored customers. */
    static Segmentation at(LocalDate date, String customers) {
        Segmentation.Builder builder = Segmentation.builder(date);
        List<String> unscored = new ArrayList<>();
        for (String customer : customers.isEmpty() ? new String[0] : customers.split(" ")) {
            String[] parts = customer.split(":");
            if (parts[1].equals("?")) {
                unscored.add(parts[0]);
            } else {
                builder.add(parts[0], parts[1]);
            }
        }
        return builder.build().withUnscored(CustomerIds.of(unscored));
    }

    private static final SegmentHistory FOUR = SegmentHistory.of(
            at(MARCH, "a:High c:Low e:New"),
            at(JANUARY, "a:Low b:Low c:High d:?"),
            at(FEBRUARY, "a:Low b:? d:Low"),
            at(APRIL, "a:High b:Low c:Low d:Low"));

    @Test
    void everybodyIsSomewhereAtEveryDate() {
        assertThat(FOUR.dates()).containsExactly(JANUARY, FEBRUARY, MARCH, APRIL);
        assertThat(FOUR.segments()).extracting(Segment::name).containsExactly("Low", "High", "New");
        assertThat(FOUR.customerCount()).isEqualTo(5);
        assertThat(FOUR.customerIds()).isEqualTo(CustomerIds.of(List.of("a", "b", "c", "d", "e")));
        int b = FOUR.customer("b").orElseThrow();
        assertThat(FOUR.dates().stream().map(date -> FOUR.presence(b, date)))
                .containsExactly(Presence.IN_SEGMENT, Presence.UNSCORED, Presence.LEFT, Presence.IN_SEGMENT);
        int e = FOUR.customer("e").orElseThrow();
        assertThat(FOUR.dates().stream().map(date -> FOUR.presence(e, date)))
                .containsExactly(Presence.NOT_YET, Presence.NOT_YET, Presence.IN_SEGMENT, Presence.LEFT);
        assertThat(FOUR.segment(e, MARCH).orElseThrow().name()).isEqualTo("New");
        assertThat(FOUR.segment(e, APRIL)).isEmpty();
        assertThat(FOUR.customer("stranger")).isEmpty();
        assertThat(FOUR.newCustomers(JANUARY)).isEqualTo(CustomerIds.of(List.of("a", "b", "c", "d")));
        assertThat(FOUR.newCustomers(MARCH)).as("c came back").isEqualTo(CustomerIds.of(List.of("e")));
        assertThat(FOUR.size(segment("Low"), JANUARY)).isEqualTo(2);
        assertThat(FOUR.size(Presence.LEFT, MARCH)).isEqualTo(2);
        assertThat(FOUR.size(Presence.UNSCORED, JANUARY)).isEqualTo(1);
        assertThat(FOUR.dates().stream().map(FOUR::returned)).containsExactly(0L, 0L, 1L, 2L);
    }

    @Test
    void pathsTellSinceWhen() {
        SegmentPath path = FOUR.path(FOUR.customer("c").orElseThrow());
        assertThat(path.stays())
                .extracting(SegmentPath.Stay::toString)
                .containsExactly(
                        "High 2026-01-31..2026-01-31", "LEFT 2026-02-28..2026-02-28", "Low 2026-03-31..2026-04-30");
        assertThat(path.now().since()).isEqualTo(MARCH);
        assertThat(path.now().version()).contains("1");
        assertThat(path.stays().get(1).version()).isEmpty();
        assertThat(path.moves()).isEqualTo(1);
        assertThat(path.returns()).isEqualTo(1);
        SegmentPath e = FOUR.path(FOUR.customer("e").orElseThrow());
        assertThat(e.stays()).hasSize(3);
        assertThat(e.moves()).isZero();
        assertThat(e.returns()).isZero();
    }

    @Test
    void migrationKeepsTheUnscoredApartFromEntrantsAndLeavers() {
        MigrationMatrix first = FOUR.migration(JANUARY, FEBRUARY);
        assertThat(first.count("Low", "Low")).isEqualTo(1);
        assertThat(first.unscored().becameUnscored(segment("Low"))).isEqualTo(1);
        assertThat(first.unscored().becameScored(segment("Low"))).isEqualTo(1);
        assertThat(first.leavers("High")).isEqualTo(1);
        assertThat(first.entrants()).isZero();
        assertThat(first.customers()).isEqualTo(4);
        assertThat(first.sizeBefore(segment("Low"))).isEqualTo(2);
        assertThat(first.sizeAfter(segment("Low"))).isEqualTo(2);
        assertThat(first.retention().value()).isEqualTo(2.0 / 3);
        assertThat(first.growth().total().opening()).isEqualTo(3);
        assertThat(first.growth().total().closing()).isEqualTo(2);
        assertThat(first.horizonDays()).hasValue(28);
        assertThat(first).hasToString("""
                        from \\ to  Low  High  New  unscored  left  before
                        Low          1     0    0         1     0       2
                        High         0     0    0         0     1       1
                        New          0     0    0         0     0       0
                        unscored     1     0    0         0     0       1
                        entered      0     0    0         0             0
                        after        2     0    0         1     1       4
                        """.stripTrailing());
        assertThat(refused(Reason.BAD_PARAM, () -> FOUR.migration(MARCH, MARCH)))
                .hasMessage("SegmentHistory.migration: to = 2026-03-31, expected later than from = 2026-03-31");
        assertThat(refused(Reason.UNKNOWN_NAME, () -> FOUR.migration(MARCH, MARCH.plusDays(1))))
                .hasMessage(
                        "SegmentHistory: no date 2026-04-01; there are [2026-01-31, 2026-02-28, 2026-03-31, 2026-04-30]");
    }

    @Test
    void aMatrixOfTwoDatesIsTheOneWithoutHistory() {
        Segmentation before = at(JANUARY, "a:Low b:Low c:High d:?");
        Segmentation after = at(FEBRUARY, "a:Low b:? d:Low x:High");
        assertThat(MigrationMatrix.between(before, after))
                .hasToString(SegmentHistory.of(before, after)
                        .migration(JANUARY, FEBRUARY)
                        .toString());
    }

    /** New in each run; in the name of a test that fails. */
    static LongStream seeds() {
        return LongStream.generate(new Random(System.nanoTime())::nextLong).limit(6);
    }

    /** A slow twin: maps from id to segment, looked up one by one. */
    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithMaps(long seed) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        List<String> places = List.of("A", "B", "C", "?", "absent");
        List<Map<String, String>> maps = new ArrayList<>();
        List<Segmentation> segmentations = new ArrayList<>();
        for (int t = 0; t < 5; t++) {
            Map<String, String> map = new TreeMap<>();
            for (int c = 0; c < 60; c++) {
                String place = places.get((int) (random.nextDouble() * places.size()));
                if (!place.equals("absent")) {
                    map.put("c" + c, place);
                }
            }
            maps.add(map);
            segmentations.add(at(JANUARY.plusDays(30L * t), written(map)));
        }
        SegmentHistory history = SegmentHistory.of(segmentations);
        Set<String> everybody = new TreeSet<>();
        maps.forEach(map -> everybody.addAll(map.keySet()));
        assertThat(history.customerCount()).isEqualTo(everybody.size());
        for (int from = 0; from < 5; from++) {
            LocalDate date = history.dates().get(from);
            long placed = 0;
            for (Presence presence : Presence.values()) {
                placed += history.size(presence, date);
            }
            assertThat(placed).isEqualTo(everybody.size());
            for (int to = from + 1; to < 5; to++) {
                MigrationMatrix migration =
                        history.migration(date, history.dates().get(to));
                Map<String, String> before = maps.get(from);
                Map<String, String> after = maps.get(to);
                for (Segment i : history.segments()) {
                    for (Segment j : history.segments()) {
                        assertThat(migration.count(i, j))
                                .isEqualTo(count(everybody, before, after, i.name(), j.name()));
                    }
                    assertThat(migration.leavers(i)).isEqualTo(count(everybody, before, after, i.name(), "absent"));
                    assertThat(migration.entrants(i)).isEqualTo(count(everybody, before, after, "absent", i.name()));
                    assertThat(migration.unscored().becameUnscored(i))
                            .isEqualTo(count(everybody, before, after, i.name(), "?"));
                    assertThat(migration.unscored().becameScored(i))
                            .isEqualTo(count(everybody, before, after, "?", i.name()));
                    assertThat(migration.returned().orElseThrow().customers(i))
                            .isEqualTo(count(seen(maps, from), before, after, "absent", i.name()));
                    assertThat(migration.sizeBefore(i)).isEqualTo(history.size(i, date));
                }
                assertReturned(migration, seen(maps, from), everybody, before, after);
                assertThat(migration.growth().lines())
                        .allSatisfy(line -> assertThat(line.opening() + line.grossIn() - line.grossOut())
                                .isEqualTo(line.closing()));
            }
        }
        assertMergedMonthsAreTheSumOverTheMonthBetween(history);
    }

    /** Everybody who was there before a date. */
    private static Set<String> seen(List<Map<String, String>> maps, int date) {
        Set<String> seen = new TreeSet<>();
        maps.subList(0, date).forEach(map -> seen.addAll(map.keySet()));
        return seen;
    }

    private static void assertReturned(
            MigrationMatrix migration,
            Set<String> seen,
            Set<String> everybody,
            Map<String, String> before,
            Map<String, String> after) {
        ReturnedCustomers returned = migration.returned().orElseThrow();
        Set<String> never = new TreeSet<>(everybody);
        never.removeAll(seen);
        long newcomers = 0;
        for (Segment segment : migration.segments()) {
            long of = count(never, before, after, "absent", segment.name());
            assertThat(returned.newcomers(segment)).isEqualTo(of);
            newcomers += of;
        }
        assertThat(returned.newcomers()).isEqualTo(newcomers);
        assertThat(returned.newcomers() + returned.customers()).isEqualTo(migration.entrants());
        assertThat(returned.unscored()).isEqualTo(count(seen, before, after, "absent", "?"));
        long away = seen.stream().filter(id -> !before.containsKey(id)).count();
        assertThat(returned.away()).isEqualTo(away);
        long back = returned.customers() + returned.unscored();
        assertThat(returned.rate())
                .isEqualTo(
                        away == 0
                                ? Estimate.undefined(Reason.NO_OBSERVATIONS, 0)
                                : ProportionInterval.wilson(back, away, 0.95));
    }

    @Test // files "a:H b:L", "b:L", "a:H b:H": a is back in the last step, and was never new
    void whoCameBackIsNotNew() {
        SegmentHistory history =
                SegmentHistory.of(at(JANUARY, "a:H b:L"), at(FEBRUARY, "b:L"), at(MARCH, "a:H b:H c:H d:?"));
        ReturnedCustomers last = history.migration(FEBRUARY, MARCH).returned().orElseThrow();
        Segment high = history.segments().get(0);
        assertThat(last.customers(high)).isEqualTo(1);
        assertThat(last.newcomers(high)).isEqualTo(1);
        assertThat(last).hasToString("ReturnedCustomers[customers=1, unscored=0, newcomers=1, away=1]");
        assertThat(last.rate(high)).isEqualTo(ProportionInterval.wilson(1, 1, 0.95));
        ReturnedCustomers first =
                history.migration(JANUARY, FEBRUARY).returned().orElseThrow();
        assertThat(first.rate().undefined()).as("nobody was away").contains(Reason.NO_OBSERVATIONS);
        assertThat(history.migration(JANUARY, MARCH).returned().orElseThrow().customers())
                .as("a was there in January")
                .isZero();
        assertThat(MigrationMatrix.between(at(JANUARY, "a:H"), at(FEBRUARY, "b:H"))
                        .returned())
                .as("two dates do not tell")
                .isEmpty();

        SegmentHistory late = SegmentLedger.empty()
                .record(Scoring.of(at(FEBRUARY, "b:L")))
                .record(Scoring.of(at(MARCH, "a:H b:H c:H d:?")))
                .record(Scoring.of(at(JANUARY, "a:H b:L")).withRecordedOn(APRIL)) // arrives last
                .history();
        assertThat(late.migration(FEBRUARY, MARCH).returned().orElseThrow()).hasToString(last.toString());
        SegmentLedger corrected = SegmentLedger.empty()
                .record(Scoring.of(at(JANUARY, "a:H b:L")))
                .record(Scoring.of(at(FEBRUARY, "b:L")))
                .record(Scoring.of(at(MARCH, "a:H b:H c:H d:?")))
                .record(Scoring.of(at(JANUARY, "c:H b:L")).withRecordedOn(APRIL).asReplacement());
        ReturnedCustomers now =
                corrected.history().migration(FEBRUARY, MARCH).returned().orElseThrow();
        assertThat(now.customers(high)).as("c now, and no longer a").isEqualTo(1);
        assertThat(corrected
                        .history()
                        .path(corrected.history().customer("c").orElseThrow())
                        .returns())
                .isEqualTo(1);
        assertThat(corrected
                        .asKnownOn(MARCH)
                        .migration(FEBRUARY, MARCH)
                        .returned()
                        .orElseThrow())
                .hasToString(last.toString());
    }

    @Test
    void whoCameBackIsAddedUpAndRenamed() {
        MigrationMatrix pooled = FOUR.pooled().matrix();
        assertThat(pooled.returned().orElseThrow()) // c was away in February, b and d in March
                .hasToString("ReturnedCustomers[customers=3, unscored=0, newcomers=1, away=3]");
        Estimate rate = pooled.returned().orElseThrow().rate();
        assertThat(rate.value()).isEqualTo(1);
        assertThat(rate.lower())
                .as("three customers at most")
                .isLessThan(ProportionInterval.wilson(3, 3, 0.95).lower());
        MigrationMatrix moved = FOUR.steps().get(1).withSegments(List.of("New", "more", "High", "Low"));
        assertThat(moved.returned().orElseThrow().customers(moved.segment("Low")))
                .isEqualTo(1);
        assertThat(moved.returned().orElseThrow().newcomers(moved.segment("New")))
                .isEqualTo(1);
        assertThat(moved.withLevel(0.5).returned().orElseThrow().rate().level()).isEqualTo(0.5);
        MigrationMatrix once = FOUR.steps().get(0);
        assertThat(refused(Reason.RANGE, () -> once.withReturned(0, 1, 0, 0, 0)))
                .hasMessage(
                        "MigrationMatrix.withReturned: returned to state 1 = 1, expected at most the 0 who entered it");
        assertThat(refused(Reason.NEGATIVE_COUNT, () -> once.withReturned(0, 0, 0, 0, -1)))
                .hasMessage("MigrationMatrix.withReturned: returned to state 4 = -1, expected at least 0");
        refused(Reason.SCHEMA_MISMATCH, () -> once.withReturned(0, 0, 0));
    }

    /** Counts over two months are those over the month between, wherever customers were then. */
    private static void assertMergedMonthsAreTheSumOverTheMonthBetween(SegmentHistory history) {
        LocalDate first = history.dates().get(0);
        LocalDate middle = history.dates().get(1);
        LocalDate last = history.dates().get(2);
        long[][][] triples = history.between(first, last).triples();
        for (Segment h : history.segments()) {
            for (Segment j : history.segments()) {
                long through = 0;
                for (Segment i : history.segments()) {
                    through += triples[h.index()][i.index()][j.index()];
                }
                long outside = 0;
                for (int customer = 0; customer < history.customerCount(); customer++) {
                    if (history.segment(customer, first).equals(java.util.Optional.of(h))
                            && history.segment(customer, middle).isEmpty()
                            && history.segment(customer, last).equals(java.util.Optional.of(j))) {
                        outside++;
                    }
                }
                assertThat(history.migration(first, last).count(h, j)).isEqualTo(through + outside);
            }
        }
    }

    private static long count(
            Set<String> everybody, Map<String, String> before, Map<String, String> after, String from, String to) {
        return everybody.stream()
                .filter(id -> before.getOrDefault(id, "absent").equals(from)
                        && after.getOrDefault(id, "absent").equals(to))
                .count();
    }

    private static String written(Map<String, String> map) {
        StringBuilder text = new StringBuilder();
        map.forEach((id, place) ->
                text.append(text.isEmpty() ? "" : " ").append(id).append(':').append(place));
        return text.toString();
    }

    @Test
    void renamingSegmentsPermutesTheMatrix() {
        SegmentHistory renamed = SegmentHistory.of(
                at(JANUARY, "a:x b:x c:y d:?"), at(FEBRUARY, "a:x b:? d:x"), at(MARCH, "a:y c:x e:z"));
        Map<String, String> nameOf = Map.of("Low", "x", "High", "y", "New", "z");
        for (LocalDate to : List.of(FEBRUARY, MARCH)) {
            nameOf.forEach((from, fromRenamed) -> nameOf.forEach((into, intoRenamed) -> assertThat(
                            renamed.migration(JANUARY, to).count(fromRenamed, intoRenamed))
                    .isEqualTo(FOUR.migration(JANUARY, to).count(from, into))));
        }
    }

    @Test
    void stepsArePooled() {
        PooledMigration pooled = FOUR.pooled();
        assertThat(pooled.periods()).hasSize(3);
        assertThat(pooled.flag()).as("28, 31 and 30 days").isEmpty();
        assertThat(pooled.matrix().horizonDays()).hasValue(30);
        for (Segment from : FOUR.segments()) {
            for (Segment to : FOUR.segments()) {
                long sum = FOUR.steps().stream()
                        .mapToLong(step -> step.count(from, to))
                        .sum();
                assertThat(pooled.matrix().count(from, to)).isEqualTo(sum);
            }
        }
        assertThat(pooled.matrix().entrants())
                .isEqualTo(FOUR.steps().stream()
                        .mapToLong(MigrationMatrix::entrants)
                        .sum());
        SegmentHistory uneven = SegmentHistory.of(
                at(LocalDate.of(2024, 1, 1), "a:x"),
                at(LocalDate.of(2024, 2, 1), "a:x"),
                at(LocalDate.of(2024, 12, 31), "a:y"));
        assertThat(uneven.pooled().flag()).contains(Reason.UNEQUAL_INTERVALS);
        assertThat(uneven.pooled().matrix().horizonDays()).isEmpty();
        assertThat(uneven.pooled().toString()).startsWith("UNEQUAL_INTERVALS\n");
        assertThat(refused(Reason.UNEQUAL_INTERVALS, () -> uneven.pooled().forecast(1)))
                .hasMessage("PooledMigration.forecast: the periods are not equally long, so that a step has no length;"
                        + " forecast from one of them");
        refused(Reason.EMPTY, () -> SegmentHistory.of(at(JANUARY, "a:x")).pooled());
    }

    /** Of one period it is that of the matrix; of two equal ones sizes are the same and the bands narrower. */
    @Test
    void pooledForecasts() {
        MigrationMatrix once = MigrationMatrix.copyOf(
                List.of("a", "b"), new long[][] {{80, 20}, {10, 90}}, new long[] {15, 5}, new long[] {10, 5});
        assertThat(PooledMigration.of(List.of(once)).forecast(3))
                .hasToString(once.forecast(3).toString());
        var twice = PooledMigration.of(List.of(once, once)).forecast(3);
        for (Segment segment : once.segments()) {
            Estimate one = once.forecast(3).size(segment, 3);
            Estimate two = twice.size(segment, 3);
            assertThat(two.value()).isEqualTo(one.value());
            assertThat(two.upper() - two.lower()).isLessThan(one.upper() - one.lower());
            assertThat(two.upper() - two.lower()).isGreaterThan((one.upper() - one.lower()) / Math.sqrt(2));
        }
    }

    @Test
    void orderIsTestedOnTriples() {
        long[][][] triples = FOUR.triples();
        assertThat(triples[0][0][1]).as("a: Low, Low, High").isEqualTo(1);
        assertThat(triples[0][1][1]).as("a: Low, High, High").isEqualTo(1);
        assertThat(java.util.Arrays.stream(triples)
                        .flatMap(java.util.Arrays::stream)
                        .flatMapToLong(java.util.Arrays::stream)
                        .sum())
                .isEqualTo(2);
        assertThat(MigrationTests.withDefaults().order(triples).degrees()).isZero();
    }

    @Test
    void frozenCohortsStayWhoTheyWere() {
        Cohort low = FOUR.freeze("spring campaign", JANUARY, segment("Low"));
        assertThat(low).hasToString("Cohort[spring campaign, 2026-01-31, 2 customers]");
        assertThat(low.customers()).isEqualTo(CustomerIds.of(List.of("a", "b")));
        CohortHistory followed = FOUR.follow(low);
        assertThat(followed.dates()).isEqualTo(FOUR.dates());
        assertThat(followed.present(JANUARY).value()).isEqualTo(1);
        assertThat(followed.present(FEBRUARY).value()).as("unscored is there").isEqualTo(1);
        assertThat(followed.present(MARCH).value()).isEqualTo(0.5);
        assertThat(followed.share(segment("High"), MARCH).value()).isEqualTo(0.5);
        assertThat(followed.share(segment("Low"), APRIL).value()).isEqualTo(0.5);
        Estimate wilson = WilsonScore.at(0.9).of(1, 2);
        assertThat(followed.withLevel(0.9).share(segment("Low"), APRIL)).isEqualTo(wilson);
        assertThat(followed).hasToString("""
                        spring campaign  2026-01-31  2026-02-28  2026-03-31  2026-04-30
                        Low                 100.0 %      50.0 %       0.0 %      50.0 %
                        High                  0.0 %       0.0 %      50.0 %      50.0 %
                        New                   0.0 %       0.0 %       0.0 %       0.0 %
                        present             100.0 %     100.0 %      50.0 %     100.0 %
                        """.stripTrailing());
        CohortHistory strangers = FOUR.follow(Cohort.of("list", FEBRUARY, CustomerIds.of(List.of("b", "z"))));
        assertThat(strangers.unknown()).isEqualTo(1);
        assertThat(strangers.dates()).containsExactly(FEBRUARY, MARCH, APRIL);
        assertThat(strangers.present(APRIL).value()).isEqualTo(0.5);
        Estimate nobody =
                FOUR.follow(Cohort.of("nobody", MARCH, CustomerIds.of())).present(MARCH);
        assertThat(nobody.undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(refused(Reason.EMPTY, () -> FOUR.follow(Cohort.of("late", APRIL.plusDays(1), CustomerIds.of()))))
                .hasMessage("SegmentHistory.follow: the cohort is of 2026-05-01, the last date is 2026-04-30");
    }

    /** a: Low until March, then High; b: Low, unscored, gone, back at the end; c: High, gone, Low; d: Low from February, gone, back. */
    @Test
    void staysAreFromDateToDate() {
        Stays stays = FOUR.stays();
        assertThat(stays.states()).containsExactly("Low", "High", "New", "EXIT");
        assertThat(stays.size())
                .as("a: 2, c: 2, d: 1, e: 1; b was watched for no time")
                .isEqualTo(6);
        DurationRates rates = DurationRates.of(stays);
        assertThat(rates.exposure("Low")).as("a: 59, c: 30, d: 31 days").isEqualTo(59 + 30 + 31);
        assertThat(rates.exposure("High")).as("c: 28, a: 30 days").isEqualTo(28 + 30);
        assertThat(rates.moves("Low", "High")).isEqualTo(1);
        assertThat(rates.moves("Low", "EXIT")).isEqualTo(1);
        assertThat(rates.moves("High", "EXIT")).isEqualTo(1);
        assertThat(rates.moves("New", "EXIT")).isEqualTo(1);
        refused(Reason.EMPTY, () -> SegmentHistory.of(at(JANUARY, "a:x")).stays());
    }

    /** Moves on the dates themselves, nobody new: chances are the product of the months' matrices. */
    @Test
    void stagesMultiplyToTheEstimateOfAalenAndJohansen() {
        SeededRandom random = SeededRandom.stream(5, 5);
        List<Segmentation> months = new ArrayList<>();
        for (int t = 0; t < 5; t++) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < 300; c++) {
                text.append(c == 0 ? "" : " ").append(c).append(':').append(random.nextDouble() < 0.5 ? "x" : "y");
            }
            months.add(at(JANUARY.plusDays(30L * t), text.toString()));
        }
        SegmentHistory history = SegmentHistory.of(months);
        double[][] product = {{1, 0}, {0, 1}};
        for (MigrationMatrix step : history.steps()) {
            MarkovChain chain = step.withSegments(List.of("x", "y")).chain().orElseThrow();
            product = times(product, chain.toArray());
        }
        TransitionChances chances = AalenJohansen.of(history.stays())
                .between(months.get(0).asOf().toEpochDay(), months.get(4).asOf().toEpochDay())
                .get(0);
        assertThat(chances.probability("x", "y")).isCloseTo(product[0][1], within(1e-12));
        assertThat(chances.probability("y", "y")).isCloseTo(product[1][1], within(1e-12));
        GeneratorFit fit = history.panel(30).maximize();
        double[][] pooled = history.pooled()
                .matrix()
                .withSegments(List.of("x", "y"))
                .chain()
                .orElseThrow()
                .toArray();
        assertThat(history.panel(30).logLikelihood(fit.generator()))
                .as("of equal steps no rates are likelier than the pooled shares")
                .isLessThanOrEqualTo(logLikelihood(history, pooled) + 1e-9);
        assertThat(refused(Reason.BAD_PARAM, () -> history.panel(0)))
                .hasMessage("SegmentHistory.panel: daysPerUnit = 0.0, expected above 0 and finite");
    }

    private static double logLikelihood(SegmentHistory history, double[][] chances) {
        double sum = 0;
        List<String> names = List.of("x", "y");
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                sum += history.pooled().matrix().count(names.get(i), names.get(j)) * Math.log(chances[i][j]);
            }
        }
        return sum;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                product[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j];
            }
        }
        return product;
    }

    @Test
    void badHistoriesAreRefused() {
        assertThat(refused(Reason.EMPTY, () -> SegmentHistory.of()))
                .hasMessage("SegmentHistory.of: no segmentations, expected at least one");
        assertThat(refused(Reason.BAD_PARAM, () -> SegmentHistory.of(at(JANUARY, "a:x"), at(JANUARY, "b:x"))))
                .hasMessage(
                        "SegmentHistory.of: two segmentations are as of 2026-01-31; give one per date, or record both in a"
                                + " SegmentLedger");
        assertThat(refused(Reason.EMPTY, () -> FOUR.between(APRIL.plusDays(1), APRIL.plusDays(2))))
                .hasMessageStartingWith("SegmentHistory.between: no date from 2026-05-01 to 2026-05-02; there are [");
        refused(Reason.SCHEMA_MISMATCH, () -> FOUR.customer(7));
        refused(Reason.BAD_NAME, () -> Cohort.of(" ", JANUARY, CustomerIds.of()));
        assertThat(FOUR.toString()).startsWith("segment   2026-01-31").doesNotContain("a:");
    }

    @Test
    void nobodyIsAHistoryToo() {
        SegmentHistory nobody = SegmentHistory.of(at(JANUARY, ""), at(FEBRUARY, ""));
        assertThat(nobody.customerCount()).isZero();
        assertThat(nobody.customer("a")).isEmpty();
        assertThat(nobody.migration(JANUARY, FEBRUARY).undefined()).contains(Reason.EMPTY);
    }

    private static Segment segment(String name) {
        return FOUR.segments().stream()
                .filter(segment -> segment.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
