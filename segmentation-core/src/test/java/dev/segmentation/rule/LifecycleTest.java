package dev.segmentation.rule;

import static dev.segmentation.rule.LifecycleState.ACTIVE;
import static dev.segmentation.rule.LifecycleState.ADVOCATE;
import static dev.segmentation.rule.LifecycleState.AT_RISK;
import static dev.segmentation.rule.LifecycleState.LAPSED;
import static dev.segmentation.rule.LifecycleState.NEW;
import static dev.segmentation.rule.LifecycleState.PROSPECT;
import static dev.segmentation.rule.LifecycleState.WON_BACK;
import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.CustomerIds;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.prepare.RfmFeatures;
import dev.segmentation.prepare.Transactions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest {

    private static final LocalDate START = LocalDate.of(2024, 1, 1);

    /** Written down from what the states mean, not from the code: nobody goes to any other state. */
    private static final Map<LifecycleState, Set<LifecycleState>> POSSIBLE = Map.of(
            PROSPECT, EnumSet.of(PROSPECT, NEW, ACTIVE, AT_RISK, LAPSED, ADVOCATE),
            NEW, EnumSet.of(NEW, ACTIVE, ADVOCATE, AT_RISK, LAPSED),
            ACTIVE, EnumSet.of(ACTIVE, ADVOCATE, AT_RISK, LAPSED),
            ADVOCATE, EnumSet.of(ADVOCATE, ACTIVE, AT_RISK, LAPSED),
            AT_RISK, EnumSet.of(AT_RISK, ACTIVE, ADVOCATE, LAPSED),
            LAPSED, EnumSet.of(LAPSED, WON_BACK),
            WON_BACK, EnumSet.of(WON_BACK, ACTIVE, ADVOCATE, AT_RISK, LAPSED));

    private static Snapshot at(LocalDate date, double recency, double frequency) {
        return Snapshot.builder(date, CustomerIds.of(7))
                .numeric("recency_days", Role.BASE, recency)
                .numeric("frequency", Role.BASE, frequency)
                .build();
    }

    private static Snapshot at(LocalDate date, double recency, double frequency, double advocacy) {
        return at(date, recency, frequency).with("recommended", Role.DESCRIPTOR, advocacy);
    }

    private static String state(Segmentation segmentation) {
        return segmentation.segmentOf(0).name();
    }

    /** The customer of a given state before, seen again a month later. */
    private static String after(Lifecycle lifecycle, LifecycleState before, double recency, double frequency) {
        Segmentation.Builder builder = Segmentation.builder(START).add("7", before.segmentName());
        Snapshot now = Snapshot.builder(START.plusDays(30), CustomerIds.of(List.of("7")))
                .numeric("recency_days", Role.BASE, recency)
                .numeric("frequency", Role.BASE, frequency)
                .build();
        return state(lifecycle.next(builder.build(), now));
    }

    @Test
    void aCustomersLifeFromTransactions() {
        Transactions transactions = Transactions.builder()
                .add(7, LocalDate.of(2024, 2, 10), 20) // the first purchase
                .add(7, LocalDate.of(2024, 3, 20), 30) // the second one
                .add(7, LocalDate.of(2025, 8, 15), 10) // back after more than a year
                .build();
        Lifecycle lifecycle = Lifecycle.standard();
        List<String> states = new ArrayList<>();
        List<Double> days = new ArrayList<>();
        Segmentation now = lifecycle.first(asOf(START, transactions));
        for (int month = 1; month <= 24; month++) {
            states.add(state(now));
            days.add(now.snapshot().numbers(Lifecycle.DAYS_COLUMN)[0]);
            now = lifecycle.next(now, asOf(START.plusMonths(month), transactions));
        }
        assertThat(states)
                .containsExactly(
                        // 2024
                        "Prospect",
                        "Prospect",
                        "New",
                        "Active",
                        "Active",
                        "Active", // 1 June, 73 days
                        "At risk", // 1 July, 103 days
                        "At risk",
                        "At risk",
                        "At risk",
                        "At risk",
                        "At risk",
                        // 2025
                        "At risk",
                        "At risk",
                        "At risk", // 1 March, 346 days
                        "Lapsed", // 1 April, 377 days
                        "Lapsed",
                        "Lapsed",
                        "Lapsed",
                        "Lapsed",
                        "Won back", // 1 September, 17 days
                        "Won back", // 30 days in that state
                        "Won back", // 61 days
                        "At risk"); // 91 days, of 108 without a purchase
        assertThat(days.subList(0, 6)).containsExactly(0.0, 31.0, 0.0, 0.0, 30.0, 61.0);
    }

    private static Snapshot asOf(LocalDate date, Transactions transactions) {
        return RfmFeatures.asOf(date)
                .withCustomers(CustomerIds.of(7))
                .of(transactions)
                .snapshot();
    }

    @Test
    void thresholdsOfEntryAndOfLeavingDiffer() {
        Lifecycle lifecycle = Lifecycle.standard();
        assertThat(after(lifecycle, ACTIVE, 90, 5)).isEqualTo("Active");
        assertThat(after(lifecycle, ACTIVE, 91, 5)).isEqualTo("At risk");
        assertThat(after(lifecycle, AT_RISK, 61, 5)).isEqualTo("At risk");
        assertThat(after(lifecycle, AT_RISK, 60, 5)).isEqualTo("Active");
        assertThat(after(lifecycle, AT_RISK, 365, 5)).isEqualTo("At risk");
        assertThat(after(lifecycle, AT_RISK, 366, 5)).isEqualTo("Lapsed");
        assertThat(after(lifecycle, ACTIVE, 366, 5)).isEqualTo("Lapsed");
        assertThat(after(lifecycle, LAPSED, 61, 5)).isEqualTo("Lapsed");
        assertThat(after(lifecycle, LAPSED, 60, 1)).isEqualTo("Won back");
        assertThat(after(lifecycle, NEW, 20, 1)).isEqualTo("New");
        assertThat(after(lifecycle, NEW, 20, 2)).isEqualTo("Active");
        assertThat(after(lifecycle, NEW, 91, 2)).isEqualTo("At risk");
        assertThat(after(lifecycle.withLapsed(365, 30), LAPSED, 31, 5)).isEqualTo("Lapsed");
        assertThat(after(lifecycle.withLapsed(365, 30), LAPSED, 30, 5)).isEqualTo("Won back");
        assertThat(after(lifecycle.withLapsed(365, 30), AT_RISK, 31, 5)).isEqualTo("Active");
        assertThat(after(lifecycle.withActiveFrom(3), NEW, 20, 2)).isEqualTo("New");
        assertThat(after(lifecycle, ACTIVE, Double.NaN, 0))
                .as("no purchase in the window")
                .isEqualTo("Lapsed");
        assertThat(after(lifecycle, LAPSED, Double.NaN, 0)).isEqualTo("Lapsed");
        assertThat(after(lifecycle.withAtRisk(30, 10).withLapsed(50, 20), ACTIVE, 51, 5))
                .isEqualTo("Lapsed");
    }

    @Test
    void whoIsNotKnownIsJudgedByWhatIsKnownNow() {
        Lifecycle lifecycle = Lifecycle.standard();
        assertThat(state(lifecycle.first(at(START, Double.NaN, 0)))).isEqualTo("Prospect");
        assertThat(state(lifecycle.first(at(START, 10, 1)))).isEqualTo("New");
        assertThat(state(lifecycle.first(at(START, 10, 2)))).isEqualTo("Active");
        assertThat(state(lifecycle.first(at(START, 91, 1)))).isEqualTo("At risk");
        assertThat(state(lifecycle.first(at(START, 366, 9)))).isEqualTo("Lapsed");
        Segmentation nobody = lifecycle.first(Snapshot.builder(START, CustomerIds.of())
                .numeric("recency_days", Role.BASE)
                .numeric("frequency", Role.BASE)
                .build());
        assertThat(nobody.customerCount()).isZero();
        assertThat(state(lifecycle.next(nobody, at(START.plusDays(1), 10, 1)))).isEqualTo("New");
    }

    @Test
    void aStateIsKeptForItsMinimalTime() {
        Lifecycle lifecycle = Lifecycle.standard().withMinimalDays(ACTIVE, 100).withMinimalDays(WON_BACK, 0);
        Segmentation active = lifecycle.first(at(START, 80, 4));
        Segmentation held = lifecycle.next(active, at(START.plusDays(99), 179, 4));
        assertThat(state(held)).isEqualTo("Active");
        assertThat(held.snapshot().numbers(Lifecycle.DAYS_COLUMN)).containsExactly(99);
        Segmentation released = lifecycle.next(held, at(START.plusDays(100), 180, 4));
        assertThat(state(released)).isEqualTo("At risk");
        assertThat(released.snapshot().numbers(Lifecycle.DAYS_COLUMN)).containsExactly(0);
        assertThat(released.snapshot().role(Lifecycle.DAYS_COLUMN)).isEqualTo(Role.DESCRIPTOR);
        assertThat(after(lifecycle, WON_BACK, 10, 4)).isEqualTo("Active");
    }

    @Test
    void advocatesAreActiveCustomersWhoRecommend() {
        Lifecycle lifecycle = Lifecycle.standard().withAdvocates("recommended", 3, 1);
        assertThat(lifecycle.states()).endsWith(ADVOCATE).hasSize(7);
        assertThat(Lifecycle.standard().states()).doesNotContain(ADVOCATE).hasSize(6);
        Segmentation two = lifecycle.first(at(START, 10, 4, 2));
        assertThat(state(two)).isEqualTo("Active");
        Segmentation three = lifecycle.next(two, at(START.plusDays(1), 10, 4, 3));
        assertThat(state(three)).isEqualTo("Advocate");
        Segmentation one = lifecycle.next(three, at(START.plusDays(2), 10, 4, 1));
        assertThat(state(one)).as("left below 1 only").isEqualTo("Advocate");
        Segmentation missing = lifecycle.next(one, at(START.plusDays(3), 10, 4, Double.NaN));
        assertThat(state(missing)).isEqualTo("Advocate");
        assertThat(state(lifecycle.next(missing, at(START.plusDays(4), 10, 4, 0))))
                .isEqualTo("Active");
        assertThat(state(lifecycle.next(missing, at(START.plusDays(4), 91, 4, 9))))
                .isEqualTo("At risk");
        assertThat(state(lifecycle.first(at(START, 10, 1, 9))))
                .as("new ones first buy again")
                .isEqualTo("New");
    }

    /** Random customers, dates and thresholds: one state each, possible steps only, whatever the order of the rows. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nobodyEverTakesAnImpossibleStep(long seed) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        int atRisk = 20 + random.nextInt(80);
        Lifecycle lifecycle = Lifecycle.standard()
                .withActiveFrom(1 + random.nextInt(3))
                .withAtRisk(atRisk, 1 + random.nextInt(atRisk))
                .withLapsed(atRisk + 1 + random.nextInt(100), 1 + random.nextInt(atRisk))
                .withMinimalDays(ACTIVE, random.nextInt(60))
                .withMinimalDays(WON_BACK, random.nextInt(120))
                .withAdvocates("recommended", 0.8, 0.4);
        int n = 200;
        double[] lastBought = new double[n];
        double[] purchases = new double[n];
        Arrays.fill(lastBought, Double.NaN);
        LocalDate date = START;
        List<Segmentation> dates = new ArrayList<>();
        Set<LifecycleState> seen = EnumSet.noneOf(LifecycleState.class);
        for (int t = 0; t < 30; t++) {
            int gap = 1 + random.nextInt(60);
            date = date.plusDays(gap);
            double[] advocacy = new double[n];
            for (int c = 0; c < n; c++) {
                lastBought[c] += gap;
                if (random.nextDouble() < 0.15 * (1 + c % 3)) {
                    lastBought[c] = 1 + random.nextInt(gap);
                    purchases[c]++;
                }
                advocacy[c] = random.nextDouble() < 0.1 ? Double.NaN : random.nextDouble();
            }
            Snapshot snapshot = Snapshot.builder(
                            date,
                            CustomerIds.of(IntStream.range(0, n).asLongStream().toArray()))
                    .numeric("recency_days", Role.BASE, lastBought)
                    .numeric("frequency", Role.BASE, purchases)
                    .numeric("recommended", Role.DESCRIPTOR, advocacy)
                    .build();
            Segmentation before = dates.isEmpty() ? lifecycle.first(snapshot) : dates.get(dates.size() - 1);
            Segmentation now = dates.isEmpty() ? before : lifecycle.next(before, snapshot);
            assertThat(now.customerCount()).isEqualTo(n);
            assertThat(now.unscored().size()).isZero();
            for (int c = 0; c < n; c++) {
                LifecycleState state = stateOf(lifecycle, now, c);
                assertThat(now.segmentOf(c).name()).isEqualTo(state.segmentName());
                assertThat(POSSIBLE.get(stateOf(lifecycle, before, c))).contains(state);
                assertThat(state == PROSPECT).isEqualTo(purchases[c] == 0);
                seen.add(state);
            }
            if (!dates.isEmpty()) {
                assertThat(namesReversed(lifecycle.next(before, reversed(snapshot))))
                        .isEqualTo(names(now));
                assertThat(names(lifecycle.next(before, snapshot))).as("again").isEqualTo(names(now));
            }
            dates.add(now);
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(6);
    }

    private static LifecycleState stateOf(Lifecycle lifecycle, Segmentation segmentation, int row) {
        return lifecycle.states().get(segmentation.segmentOf(row).index());
    }

    private static Snapshot reversed(Snapshot snapshot) {
        int n = snapshot.customerCount();
        int[] rows = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
        Snapshot.Builder builder =
                Snapshot.builder(snapshot.asOf(), snapshot.customerIds().rows(rows));
        for (String name : List.of("recency_days", "frequency", "recommended")) {
            double[] values = snapshot.numbers(name);
            builder.numeric(
                    name,
                    Role.BASE,
                    Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
        }
        return builder.build();
    }

    private static List<String> names(Segmentation segmentation) {
        return IntStream.range(0, segmentation.customerCount())
                .mapToObj(segmentation::segmentOf)
                .map(Segment::name)
                .toList();
    }

    private static List<String> namesReversed(Segmentation segmentation) {
        List<String> names = new ArrayList<>(names(segmentation));
        Collections.reverse(names);
        return names;
    }

    @Test
    void badThresholdsAndColumnsAreRefused() {
        Lifecycle lifecycle = Lifecycle.standard();
        Segmentation before = lifecycle.first(at(START, 10, 1));
        Snapshot later = at(START.plusDays(30), 40, 1);
        assertThat(refused(Reason.BAD_PARAM, () -> lifecycle.withAtRisk(30, 31)))
                .hasMessage("Lifecycle.withAtRisk: untilDays = 31, expected 1 to afterDays = 30");
        refused(Reason.BAD_PARAM, () -> lifecycle.withAtRisk(0, 1));
        refused(Reason.BAD_PARAM, () -> lifecycle.withAtRisk(30, 0));
        refused(Reason.BAD_PARAM, () -> lifecycle.withActiveFrom(0));
        assertThat(refused(Reason.BAD_PARAM, () -> lifecycle.withLapsed(60, 60)))
                .hasMessage("Lifecycle.withLapsed: wonBackWithinDays = 60, expected 1 to less than afterDays = 60");
        assertThat(refused(Reason.BAD_PARAM, () -> lifecycle.withLapsed(80, 60).next(before, later)))
                .hasMessage(
                        "Lifecycle.next: days after which one has lapsed = 80, expected more than those after which one is"
                                + " at risk, 90");
        assertThat(refused(Reason.BAD_PARAM, () -> lifecycle.withLapsed(400, 91).first(later)))
                .hasMessage(
                        "Lifecycle.first: days within which one is won back = 91, expected at most those after which one is"
                                + " at risk, 90");
        assertThat(refused(Reason.BAD_PARAM, () -> lifecycle.withMinimalDays(PROSPECT, 1)))
                .hasMessageStartingWith("Lifecycle.withMinimalDays: state = PROSPECT, expected any other");
        refused(Reason.BAD_PARAM, () -> lifecycle.withMinimalDays(ACTIVE, -1));
        refused(Reason.BAD_PARAM, () -> lifecycle.withAdvocates("recommended", 1, 2));
        refused(Reason.BAD_PARAM, () -> lifecycle.withAdvocates("recommended", Double.NaN, 2));
        refused(Reason.BAD_PARAM, () -> lifecycle.withAdvocates("recommended", 1, Double.NaN));
        refused(Reason.BAD_NAME, () -> lifecycle.withAdvocates(" ", 1, 1));
        refused(Reason.DUPLICATE_FEATURE, () -> lifecycle.withFeatures("a", "a"));
        refused(Reason.UNKNOWN_NAME, () -> lifecycle.withFeatures("a", "b").first(later));
        assertThat(refused(Reason.BAD_PARAM, () -> lifecycle.next(before, at(START, 10, 1))))
                .hasMessage(
                        "Lifecycle.next: snapshot.asOf = 2024-01-01, expected later than that of the previous states,"
                                + " 2024-01-01");
        assertThat(refused(Reason.NEGATIVE_VALUE, () -> lifecycle.first(at(START, -1, 1))))
                .hasMessage(
                        "Lifecycle.first: the value at row 0, feature \"recency_days\" is negative, expected at least 0;"
                                + " correct it");
        refused(Reason.NEGATIVE_VALUE, () -> lifecycle.first(at(START, 1, -1)));
        assertThat(refused(Reason.NON_FINITE, () -> lifecycle.first(at(START, 1, Double.NaN))))
                .hasMessage("Lifecycle.first: missing value at row 0, feature \"frequency\"; 0 is for no purchase");
        assertThat(refused(Reason.NON_FINITE, () -> lifecycle.first(at(START, Double.NaN, 7))))
                .hasMessage(
                        "Lifecycle.first: row 0 has purchases in \"frequency\", but no \"recency_days\"; who bought has a"
                                + " last purchase");
        assertThat(refused(Reason.NO_ACTIVITY, () -> lifecycle.first(at(START, 5, 0))))
                .hasMessage(
                        "Lifecycle.first: row 0 has a last purchase in \"recency_days\", but none in \"frequency\"; count"
                                + " all purchases so far, or leave the recency missing");
        refused(Reason.NO_ACTIVITY, () -> lifecycle.next(before, at(START.plusDays(9), 5, 0)));
        Segmentation others = Segmentation.builder(START).add(7, "Loyal").build();
        assertThat(refused(Reason.UNKNOWN_NAME, () -> lifecycle.next(others, later)))
                .hasMessageStartingWith(
                        "Lifecycle.next: the previous segment \"Loyal\" is none of the states [Prospect, New,");
        refused(
                Reason.UNKNOWN_NAME,
                () -> lifecycle.next(
                        lifecycle.withAdvocates("recommended", 1, 1).first(at(START, 1, 1, 1)), later));
        Segmentation texts = Segmentation.builder(START).add("7", "Active").build();
        refused(Reason.SCHEMA_MISMATCH, () -> lifecycle.next(texts, later));
        refused(Reason.DUPLICATE_FEATURE, () -> lifecycle.first(before.snapshot()));
    }

    @Test
    void printsItsThresholds() {
        assertThat(Lifecycle.standard().withAdvocates("recommended", 3, 1))
                .hasToString(
                        "Lifecycle[active from 2, at risk > 90 until <= 60 days, lapsed > 365 days, won back <= 60 days,"
                                + " minimal days {WON_BACK=90}, advocates recommended >= 3.0 until < 1.0]");
    }
}
