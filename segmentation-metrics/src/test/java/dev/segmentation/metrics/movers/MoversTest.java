package dev.segmentation.metrics.movers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.effect.TwoGroups;
import dev.segmentation.metrics.effect.TwoProportions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class MoversTest {

    private static final LocalDate JANUARY = LocalDate.of(2025, 1, 31);
    private static final LocalDate JULY = LocalDate.of(2025, 7, 31);
    private static final List<String> TIERS = List.of("Low", "Mid", "High");

    /** Customers with their segment before and after (3: left, 4: unscored), what they are like, and their age. */
    private static final class Customers {
        final List<Integer> from = new ArrayList<>();
        final List<Integer> to = new ArrayList<>();
        final List<String> city = new ArrayList<>();
        final List<Double> age = new ArrayList<>();

        void add(int before, int after, String where, double years) {
            from.add(before);
            to.add(after);
            city.add(where);
            age.add(years);
        }

        Segmentation before() {
            int n = from.size();
            Snapshot snapshot = Snapshot.builder(JANUARY, CustomerIds.of(ids(i -> true)))
                    .numeric(
                            "age",
                            Role.DESCRIPTOR,
                            age.stream().mapToDouble(a -> a).toArray())
                    .numeric(
                            "score",
                            Role.BASE,
                            IntStream.range(0, n).mapToDouble(i -> i % 7).toArray())
                    .ordinal("city", Role.DESCRIPTOR, List.of("Bonn", "Trier", "Kiel"), city)
                    .build();
            return Segmentation.of(
                            snapshot,
                            Assignment.copyOf(3, from.stream().mapToInt(i -> i).toArray()))
                    .withNames(TIERS);
        }

        Segmentation after() {
            int[] stayed =
                    IntStream.range(0, to.size()).filter(i -> to.get(i) < 3).toArray();
            Snapshot snapshot = Snapshot.of(JULY, CustomerIds.of(ids(i -> to.get(i) < 3)));
            return Segmentation.of(
                            snapshot,
                            Assignment.copyOf(
                                    3, Arrays.stream(stayed).map(to::get).toArray()))
                    .withNames(TIERS)
                    .withUnscored(CustomerIds.of(ids(i -> to.get(i) == 4)));
        }

        private long[] ids(IntPredicate which) {
            return IntStream.range(0, to.size()).filter(which).asLongStream().toArray();
        }

        Movers movers() {
            return Movers.between(before(), after());
        }
    }

    private static Customers example() {
        Customers customers = new Customers();
        for (int i = 0; i < 60; i++) {
            customers.add(1, 1, i < 30 ? "Bonn" : i < 50 ? "Trier" : "Kiel", 40 + i % 11);
        }
        for (int i = 0; i < 20; i++) {
            customers.add(1, 2, i < 4 ? "Bonn" : i < 18 ? "Trier" : "Kiel", 36 + i % 7);
        }
        for (int i = 0; i < 10; i++) {
            customers.add(1, 0, "Kiel", i == 0 ? Double.NaN : 50 + i % 3);
            customers.add(1, 3, "Kiel", 60 + i);
        }
        customers.add(1, 4, "Kiel", 99);
        for (int i = 0; i < 30; i++) {
            customers.add(0, i < 20 ? 0 : 1, i % 2 == 0 ? "Bonn" : "Kiel", 20 + i);
        }
        return customers;
    }

    /** As many customers as levels, every tenth of whom moved. */
    private static Movers withLevels(int levels) {
        Snapshot snapshot = Snapshot.builder(
                        JANUARY,
                        CustomerIds.of(IntStream.range(0, levels).asLongStream().toArray()))
                .nominal(
                        "postcode",
                        Role.DESCRIPTOR,
                        IntStream.range(0, levels).mapToObj(i -> "p" + i).toList())
                .build();
        Snapshot later = Snapshot.of(
                JULY, CustomerIds.of(IntStream.range(0, levels).asLongStream().toArray()));
        int[] to = IntStream.range(0, levels).map(i -> i % 10 == 0 ? 1 : 0).toArray();
        return Movers.between(
                Segmentation.of(snapshot, Assignment.copyOf(2, new int[levels])).withNames(List.of("Low", "High")),
                Segmentation.of(later, Assignment.copyOf(2, to)).withNames(List.of("Low", "High")));
    }

    /** Rows and levels are polled as they are passed, so that polls count the work: twice the levels are twice the work. */
    @Test
    void tensOfThousandsOfLevelsAreCountedInOnePass() {
        AtomicInteger polls = new AtomicInteger();
        Execution counting = Execution.sequential().withCancellation(() -> {
            polls.incrementAndGet();
            return false;
        });
        MoverTable half = withLevels(25_000).withExecution(counting).moved("Low");
        int once = polls.getAndSet(0);
        MoverTable table = withLevels(50_000).withExecution(counting).moved("Low");
        assertThat(once).isBetween(25_000 / 4096 + 25_000 / 256, 25_000 / 100);
        assertThat(polls.get()).isBetween(2 * once - 10, 2 * once + 10);
        assertThat(half.effects()).hasSize(25_000);
        assertThat(table.effects()).hasSize(50_000);
        TwoProportions mover = TwoProportions.of(1, 5_000, 0, 45_000);
        assertThat(table.effects().get(49_990).level()).contains("p49990");
        assertThat(table.effects().get(49_990).difference()).isEqualTo(mover.difference(0.95));
        assertThat(table.effects().get(49_990).pValue()).isEqualTo(mover.test().pValue());
        assertThat(table.effects().get(49_999).difference())
                .isEqualTo(TwoProportions.of(0, 5_000, 1, 45_000).difference(0.95));
    }

    /** Wherever it is asked, the answer is taken, on the calling thread alone as on others. */
    @Test
    void canBeCancelled() {
        Movers movers = withLevels(20_000);
        for (int threads : new int[] {1, 2}) {
            for (int after : new int[] {0, 1, 5, 12, 40, 80}) {
                AtomicInteger polls = new AtomicInteger();
                Execution cancelled =
                        Execution.onThreads(threads).withCancellation(() -> polls.getAndIncrement() >= after);
                assertThatThrownBy(() -> movers.withExecution(cancelled).moved("Low"))
                        .isInstanceOf(CancelledException.class);
                assertThat(polls.get()).isEqualTo(after + 1);
            }
        }
    }

    /** A cell is a comparison of two groups, whose numbers have their own references. */
    @Test
    void ofOneSegmentItIsTheComparisonOfTwoGroups() {
        Movers movers = example().movers();
        MoverTable table = movers.moved("Mid", "High");
        assertThat(table.movers()).isEqualTo(20);
        assertThat(table.stayers()).isEqualTo(60);
        double[] moved = IntStream.range(0, 20).mapToDouble(i -> 36 + i % 7).toArray();
        double[] stayed = IntStream.range(0, 60).mapToDouble(i -> 40 + i % 11).toArray();
        TwoGroups groups = TwoGroups.of(moved, stayed);
        MoverEffect age = table.effect("age");
        assertThat(age.movers()).isEqualTo(groups.firstMean());
        assertThat(age.stayers()).isEqualTo(groups.secondMean());
        assertThat(age.strength()).isEqualTo(groups.hedgesG(0.95));
        assertThat(age.pValue()).isCloseTo(groups.welch().pValue(), within(1e-15));
        assertThat(age.difference().lower()).isCloseTo(groups.difference(0.95).lower(), within(1e-12));
        assertThat(age.difference().upper()).isCloseTo(groups.difference(0.95).upper(), within(1e-12));
        assertThat(age.lift()).isEmpty();
        TwoProportions trier = TwoProportions.of(14, 20, 20, 60);
        MoverEffect inTrier = table.effect("city", "Trier");
        assertThat(inTrier.lift()).contains(trier.ratio(0.95));
        assertThat(inTrier.lift().orElseThrow().value()).isEqualTo(0.7 / (20 / 60.0));
        assertThat(inTrier.difference()).isEqualTo(trier.difference(0.95));
        assertThat(inTrier.strength()).isEqualTo(trier.cohensH(0.95));
        assertThat(inTrier.pValue()).isEqualTo(trier.test().pValue());
        assertThat(table.strongestFirst())
                .extracting(MoverEffect::name)
                .startsWith("age", "city=Trier")
                .hasSize(5);
        assertThat(inTrier.holm()).isCloseTo(Math.min(1, 4 * inTrier.pValue()), within(1e-15)); // second of five
        assertThat(inTrier.falseDiscovery()).isCloseTo(5 * inTrier.pValue() / 2, within(1e-15));
        assertThat(table.toString()).startsWith("Mid to High").endsWith("20 movers, 60 stayers of the same segments");
    }

    @Test
    void movesAreThoseAskedFor() {
        Movers movers = example().movers();
        assertThat(movers.moved("Mid").movers()).isEqualTo(30);
        assertThat(movers.moved().movers()).isEqualTo(40);
        assertThat(movers.moved().stayers()).isEqualTo(80);
        assertThat(movers.left("Mid").movers()).isEqualTo(10);
        assertThat(movers.left().stayers()).isEqualTo(60); // nobody left from Low
        assertThat(movers.up(TIERS).movers()).isEqualTo(30);
        assertThat(movers.down(TIERS).movers()).isEqualTo(10);
        assertThat(movers.down(List.of("High", "Mid", "Low")).movers()).isEqualTo(30);
        assertThat(movers.left("Mid")
                        .effect("city", "Kiel")
                        .lift()
                        .orElseThrow()
                        .value())
                .isCloseTo(6, within(1e-12)); // 10 of 10 against 10 of 60
        assertThat(movers.moved("Mid", "Low").effect("age").strength().customers())
                .isEqualTo(69); // one has no age
        assertThat(movers.moved("High").effect("age").strength().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(movers.moved("High").effects()).hasSize(2); // no level is seen
    }

    /** Two segments by hand: within Low and within Mid there is one difference each, weighed 10 : 20. */
    @Test
    void overSegmentsDifferencesAreThoseWithin() {
        Customers customers = example();
        MoverTable up = customers.movers().up(TIERS);
        double[] lowMoved = IntStream.range(20, 30).mapToDouble(i -> 20 + i).toArray();
        double[] lowStayed = IntStream.range(0, 20).mapToDouble(i -> 20 + i).toArray();
        double[] midMoved = IntStream.range(0, 20).mapToDouble(i -> 36 + i % 7).toArray();
        double[] midStayed =
                IntStream.range(0, 60).mapToDouble(i -> 40 + i % 11).toArray();
        TwoGroups low = TwoGroups.of(lowMoved, lowStayed);
        TwoGroups mid = TwoGroups.of(midMoved, midStayed);
        MoverEffect age = up.effect("age");
        double difference =
                (10 * (low.firstMean() - low.secondMean()) + 20 * (mid.firstMean() - mid.secondMean())) / 30;
        assertThat(age.difference().value()).isCloseTo(difference, within(1e-12));
        double low1 = square(low.firstStandardDeviation()) / 10 / 9;
        double low2 = square(low.secondStandardDeviation()) / 20 / 9;
        double mid1 = square(mid.firstStandardDeviation()) / 20 * 4 / 9;
        double mid2 = square(mid.secondStandardDeviation()) / 60 * 4 / 9;
        double error = Math.sqrt(low1 + low2 + mid1 + mid2);
        double degrees =
                Math.pow(error, 4) / (low1 * low1 / 9 + low2 * low2 / 19 + mid1 * mid1 / 19 + mid2 * mid2 / 59);
        double t = new TDistribution(degrees).inverseCumulativeProbability(0.975);
        assertThat(age.difference().upper()).isCloseTo(difference + t * error, within(1e-8));
        double pooled = (9 * square(low.firstStandardDeviation())
                        + 19 * square(low.secondStandardDeviation())
                        + 19 * square(mid.firstStandardDeviation())
                        + 59 * square(mid.secondStandardDeviation()))
                / 106;
        assertThat(age.strength().value())
                .isCloseTo((1 - 3 / (4 * 106.0 - 1)) * difference / Math.sqrt(pooled), within(1e-12));
        // Bonn: 5 of 10 against 10 of 20 from Low, 4 of 20 against 30 of 60 from Mid
        MoverEffect bonn = up.effect("city", "Bonn");
        assertThat(bonn.movers()).isCloseTo(9 / 30.0, within(1e-15));
        assertThat(bonn.stayers()).isCloseTo(0.5, within(1e-15));
        assertThat(bonn.lift().orElseThrow().value()).isCloseTo(0.6, within(1e-15));
        double excess = 5 - 10 * 15 / 30.0 + 4 - 20 * 34 / 80.0;
        double variance = 10 * 20 * 15.0 * 15 / (30 * 30 * 29) + 20 * 60 * 34.0 * 46 / (80 * 80 * 79);
        double z = Math.abs(excess) / Math.sqrt(variance);
        double p = 2 * new NormalDistribution().cumulativeProbability(-z);
        assertThat(bonn.pValue()).isCloseTo(p, within(1e-12));
    }

    private static double square(double x) {
        return x * x;
    }

    /** Many of Low are young and many of Low move, but within segments age says nothing. */
    @Test
    void whereOneMovesFromIsNoTraitOfWhoMoves() {
        SeededRandom random = SeededRandom.stream(4, 4);
        Customers customers = new Customers();
        for (int i = 0; i < 3000; i++) {
            int from = i % 2;
            boolean moves = random.nextDouble() < (from == 0 ? 0.5 : 0.1);
            customers.add(from, moves ? 2 : from, "Bonn", (from == 0 ? 20 : 60) + 5 * random.nextGaussian());
        }
        MoverEffect age = customers.movers().moved().effect("age");
        assertThat(age.strength().lower()).isNegative();
        assertThat(age.strength().upper()).isPositive();
        assertThat(age.difference().value()).isCloseTo(0, within(0.6)); // without strata it is about 18 years
    }

    /** Effects of a known size: intervals hold, and noise passes 5 % as often as it should. */
    @Test
    void intervalsContainTheTruth() {
        int runs = 1000;
        int[] covered = new int[4];
        int falseAge = 0;
        int falseCity = 0;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(31, run);
            Customers customers = new Customers();
            for (int i = 0; i < 400; i++) {
                int from = i % 2;
                boolean moves = random.nextDouble() < (from == 0 ? 0.4 : 0.2);
                boolean trier = random.nextDouble() < (moves ? 0.4 : 0.2) + 0.1 * from;
                double age = 30 * from + 10 * random.nextGaussian() + (moves ? 5 : 0);
                customers.add(from, moves ? 2 : from, trier ? "Trier" : "Bonn", age);
            }
            MoverTable table = customers.movers().moved();
            double fromLow = 0; // share of the movers who come from Low, by which the truth is weighed
            for (int i = 0; i < 400; i++) {
                fromLow += customers.to.get(i) == 2 && customers.from.get(i) == 0 ? 1.0 / table.movers() : 0;
            }
            double moved = 0.4 * fromLow + 0.5 * (1 - fromLow);
            double stayed = 0.2 * fromLow + 0.3 * (1 - fromLow);
            MoverEffect age = table.effect("age");
            MoverEffect trier = table.effect("city", "Trier");
            covered[0] += contains(age.difference(), 5);
            covered[1] += contains(trier.difference(), moved - stayed);
            covered[2] += contains(trier.lift().orElseThrow(), moved / stayed);
            covered[3] +=
                    contains(trier.strength(), 2 * Math.asin(Math.sqrt(moved)) - 2 * Math.asin(Math.sqrt(stayed)));
            Customers noise = new Customers();
            for (int i = 0; i < 200; i++) {
                boolean moves = random.nextDouble() < 0.3;
                noise.add(
                        i % 2,
                        moves ? 2 : i % 2,
                        random.nextDouble() < 0.3 + 0.2 * (i % 2) ? "Trier" : "Bonn",
                        random.nextGaussian());
            }
            MoverTable nothing = noise.movers().moved();
            falseAge += nothing.effect("age").pValue() < 0.05 ? 1 : 0;
            falseCity += nothing.effect("city", "Trier").pValue() < 0.05 ? 1 : 0;
        }
        for (int hits : covered) {
            assertThat(hits / (double) runs).isBetween(0.93, 0.975);
        }
        assertThat(falseAge / (double) runs).isBetween(0.03, 0.07);
        assertThat(falseCity / (double) runs).isBetween(0.03, 0.07);
    }

    private static int contains(Estimate estimate, double truth) {
        return estimate.lower() <= truth && truth <= estimate.upper() ? 1 : 0;
    }

    @Test
    void columnsMayBeChosen() {
        Movers movers = example().movers();
        assertThat(movers.withoutFormingColumns().moved().effects())
                .extracting(MoverEffect::column)
                .doesNotContain("score")
                .contains("age", "city");
        assertThat(movers.withColumns(List.of("age")).moved().effects()).hasSize(1);
        assertThat(movers.withLevel(0.5).moved().effect("age").strength().level())
                .isEqualTo(0.5);
        assertThat(movers.withExecution(Execution.onThreads(3)).moved().effects())
                .isEqualTo(movers.moved().effects());
        assertThat(movers).hasToString("Movers[columns=[age, score, city], level=0.95]");
        MoverTable low = movers.moved("Low"); // of two levels, which are one test
        assertThat(low.effects())
                .extracting(MoverEffect::name)
                .containsExactly("age", "score", "city=Bonn", "city=Kiel");
        assertThat(low.effect("city", "Kiel").holm())
                .isEqualTo(low.effect("city", "Bonn").holm())
                .isEqualTo(1); // 5 of 10 against 10 of 20
        assertThat(low.effect("age").holm()).isCloseTo(3 * low.effect("age").pValue(), within(1e-15));
    }

    @Test
    void fewMoversAreTold() {
        Customers customers = new Customers();
        customers.add(0, 1, "Bonn", 3);
        customers.add(0, 0, "Trier", 4);
        customers.add(0, 0, "Trier", 5);
        Collections.nCopies(3, 1).forEach(s -> customers.add(1, 1, "Kiel", 9));
        Collections.nCopies(2, 1).forEach(s -> customers.add(1, 2, "Kiel", 9));
        MoverTable table = customers.movers().moved();
        assertThat(table.notices())
                .extracting(Object::toString)
                .containsExactly(
                        "NO_OBSERVATIONS: 1 of 2 segments have fewer than two movers or stayers: means of theirs are"
                                + " not compared");
        assertThat(table.effect("age").strength().undefined()).contains(Reason.NO_WITHIN_VARIATION);
        assertThat(table.effect("age").movers()).isEqualTo(9);
        assertThat(table.effect("age").pValue()).isNaN();
        assertThat(table.effect("city", "Trier").lift().orElseThrow().value()).isZero();
        assertThat(table.effect("city", "Bonn").lift().orElseThrow().undefined())
                .contains(Reason.NO_ACTIVITY);
    }

    @Test
    void refusesWhatIsNotThere() {
        Movers movers = example().movers();
        assertThatThrownBy(() -> movers.moved("Mid", "Mid"))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_PARAM))
                .hasMessage("Movers.moved: to = \"Mid\", expected another segment than \"from\"");
        assertThatThrownBy(() -> movers.moved("Top"))
                .hasMessage("Movers: no segment \"Top\"; there are [Low, Mid, High]");
        assertThatThrownBy(() -> movers.up(List.of("Low", "High")))
                .hasMessage("Movers.up: no segment \"Mid\"; there are [Low, High]");
        assertThatThrownBy(() -> movers.withColumns(List.of("income")))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_NAME));
        assertThatThrownBy(() -> movers.moved().effect("city")).hasMessage("MoverTable: no effect of \"city\"");
        assertThatThrownBy(() -> movers.moved().effect("city", "Rome"))
                .hasMessage("MoverTable: no effect of \"city\", level \"Rome\"");
    }

    /** Means of one segment and of several, where the squares of variances would overflow or vanish. */
    @Test
    void unitsHoweverLargeOrSmallChangeNothing() {
        MoverEffect plain = ages(1).movers().moved().effects().get(0);
        assertThat(plain.pValue()).isBetween(0.001, 0.999);
        for (double unit : new double[] {1e-150, 1e-100, 1e-80, 1e77, 1e78, 1e100, 1e150}) {
            MoverEffect found = ages(unit).movers().moved().effects().get(0);
            assertThat(found.pValue()).as("unit " + unit).isCloseTo(plain.pValue(), within(1e-9));
            assertThat(found.strength().lower()).isCloseTo(plain.strength().lower(), within(1e-9));
            assertThat(found.difference().upper() / unit)
                    .isCloseTo(plain.difference().upper(), within(1e-9));
            MoverEffect low = ages(unit).movers().moved("Low").effects().get(0);
            assertThat(low.pValue())
                    .isCloseTo(ages(1).movers().moved("Low").effects().get(0).pValue(), within(1e-9));
        }
        for (double unit : new double[] {1e-300, 1e-170, 1e154, 1e200}) {
            MoverEffect found = ages(unit).movers().moved().effects().get(0);
            assertThat(found.difference().undefined()).as("unit " + unit).contains(Reason.RANGE);
            assertThat(found.pValue()).isNaN();
        }
    }

    private static Customers ages(double unit) {
        Customers customers = new Customers();
        double[] years = {-1, 0, 1, 99, 100, 101};
        for (int i = 0; i < 24; i++) {
            customers.add(i % 2, i % 4 < 2 ? i % 2 : 2, "Bonn", unit * (years[i % 5] + i));
        }
        return customers;
    }
}
