package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.WilsonScore;
import dev.segmentation.metrics.interval.MultinomialInterval;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.noise.CorrectedMigration;
import dev.segmentation.metrics.noise.TypingError;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class PooledMigrationTest {

    /** Half restless, half calm, a year of months. */
    private static final PooledMarket YEAR = new PooledMarket(400, 13, 2, 0.5, 0.6, 0.02);

    private static final MobilityBootstrap BOOTSTRAP =
            MobilityBootstrap.withDefaults().withReplicates(200);

    private static MigrationMatrix pooled(PooledMarket market, long run) {
        return PooledMarket.pooled(market.drawn(SeededRandom.stream(3, run)), market.segments())
                .matrix();
    }

    private static boolean covers(Estimate estimate, double truth) {
        return estimate.lower() <= truth && truth <= estimate.upper();
    }

    private static double width(Estimate estimate) {
        return estimate.upper() - estimate.lower();
    }

    /** Steps taken for independent cover two times in three; of 300 runs 92 % are three standard errors below 95. */
    @Test
    void intervalsOfCustomersWhoDifferCover() {
        int runs = 300;
        int cell = 0;
        int moved = 0;
        int drawn = 0;
        int bySteps = 0;
        int up = 0;
        int net = 0;
        for (int run = 0; run < runs; run++) {
            MigrationMatrix matrix = pooled(YEAR, run);
            cell += covers(matrix.interval("s0", "s1"), 0.31) ? 1 : 0;
            moved += covers(matrix.shareMoved(), 0.31) ? 1 : 0;
            DirectionalMobility direction = matrix.ordered(List.of("s1", "s0"));
            up += covers(direction.upRate(), 0.155) ? 1 : 0;
            net += covers(direction.net(), 0) ? 1 : 0;
            Estimate steps = ProportionInterval.wilson(matrix.movers(), matrix.presentAtBoth(), 0.95);
            bySteps += covers(steps, 0.31) ? 1 : 0;
            if (run < 100) {
                drawn += covers(BOOTSTRAP.withSeed(run).estimates(matrix).get(MobilityIndex.SHARE_MOVED), 0.31) ? 1 : 0;
            }
        }
        assertThat(cell / (double) runs).isGreaterThanOrEqualTo(0.92);
        assertThat(moved / (double) runs).isGreaterThanOrEqualTo(0.92);
        assertThat(up / (double) runs).isGreaterThanOrEqualTo(0.92);
        assertThat(net / (double) runs).isGreaterThanOrEqualTo(0.92);
        assertThat(drawn / 100.0).isGreaterThanOrEqualTo(0.92);
        assertThat(bySteps / (double) runs).isLessThan(0.75);
    }

    /** Of the same customers, each typed wrongly at one date in ten. */
    @Test
    void correctedIntervalsOfCustomersWhoDifferCover() {
        TypingError error = TypingError.ofShares(List.of("s0", "s1"), new double[][] {{0.9, 0.1}, {0.1, 0.9}});
        int runs = 300;
        int moved = 0;
        int chance = 0;
        int bySteps = 0;
        double unbiased = 0;
        for (int run = 0; run < runs; run++) {
            MigrationMatrix matrix = PooledMarket.pooled(mistyped(SeededRandom.stream(4, run)), 2)
                    .matrix();
            CorrectedMigration corrected = CorrectedMigration.of(matrix, error);
            moved += covers(corrected.moved(), 0.31) ? 1 : 0;
            chance += covers(corrected.probability("s0", "s1"), 0.31) ? 1 : 0;
            unbiased += corrected.movedUnbiased().value() / runs;
            MigrationMatrix steps =
                    MigrationMatrix.copyOf(List.of("s0", "s1"), matrix.cells(), new long[2], new long[2]);
            bySteps += covers(CorrectedMigration.of(steps, error).moved(), 0.31) ? 1 : 0;
            assertThat(corrected.moved().customers()).isEqualTo(400);
        }
        assertThat(unbiased).isCloseTo(0.31, within(0.005));
        assertThat(moved / (double) runs).isBetween(0.92, 0.98);
        assertThat(chance / (double) runs).isBetween(0.92, 0.98);
        assertThat(bySteps / (double) runs).as("steps taken for independent").isLessThan(0.85);
    }

    private static int[][] mistyped(SeededRandom random) {
        int[][] places = YEAR.drawn(random);
        for (int[] path : places) {
            for (int date = 0; date < path.length; date++) {
                path[date] = random.nextDouble() < 0.1 ? 1 - path[date] : path[date];
            }
        }
        return places;
    }

    @Test
    void whatStepsAreWorth() {
        int[][] places = YEAR.drawn(SeededRandom.stream(3, 0));
        MigrationMatrix matrix = PooledMarket.pooled(places, 2).matrix();
        double share = matrix.shareMoved().value();
        double squares = 0;
        int movers = 0;
        for (int[] path : places) {
            int moves = 0;
            for (int date = 1; date < path.length; date++) {
                moves += path[date] == path[date - 1] ? 0 : 1;
            }
            squares += Math.pow(moves - 12 * share, 2);
            movers += moves > 0 ? 1 : 0;
        }
        // the variance of the mean of 400 customers over that of 4800 steps, and two customers who always do the same
        double found = squares / 400 / 399 / 144 / (share * (1 - share) / 4800);
        assertThat(matrix.designEffect()).isCloseTo((movers * found + 2 * 12) / (movers + 2), within(1e-9));
        List<MigrationMatrix> periods = PooledMarket.periods(places, 2);
        assertThat(PooledMigration.of(periods).matrix().designEffect()).isEqualTo(12);
        assertThat(periods.get(0).designEffect()).isEqualTo(1);
        assertThat(MigrationMatrix.copyOf(List.of("s0"), new long[1][1], new long[1], new long[1])
                        .designEffect())
                .isEqualTo(1);
    }

    /** If it is unknown who made the steps, bands are as if each customer had made the same step in all periods. */
    @Test
    void bandsOfAForecastTakeAlikeStepsForOne() {
        int[][] places = YEAR.drawn(SeededRandom.stream(3, 0));
        List<MigrationMatrix> periods = PooledMarket.periods(places, 2);
        Segment first = periods.get(0).segments().get(0);
        double known = width(PooledMarket.pooled(places, 2).forecast(1).size(first, 1));
        double unknown = width(PooledMigration.of(periods).forecast(1).size(first, 1));
        double ofOnePeriod = width(periods.get(11).forecast(1).size(first, 1));
        assertThat(known).isLessThan(unknown);
        assertThat(unknown).isCloseTo(ofOnePeriod, within(0.05 * ofOnePeriod)); // twelve times the steps, worth as many
    }

    /** By the formula, customer by customer. */
    @Test
    void theVarianceIsThatOfARatioOverCustomers() {
        int[][] places = YEAR.drawn(SeededRandom.stream(3, 0));
        MigrationMatrix matrix = PooledMarket.pooled(places, 2).matrix();
        double share = matrix.probability("s0", "s1");
        double squares = 0;
        double alike = 0;
        int customers = 0;
        int movers = 0;
        int stayers = 0;
        for (int[] path : places) {
            int steps = 0;
            int moves = 0;
            for (int date = 1; date < path.length; date++) {
                steps += path[date - 1] == 0 ? 1 : 0;
                moves += path[date - 1] == 0 && path[date] == 1 ? 1 : 0;
            }
            squares += Math.pow(moves - share * steps, 2);
            alike += Math.pow(steps, 2);
            customers += steps > 0 ? 1 : 0;
            movers += moves > 0 ? 1 : 0;
            stayers += moves < steps ? 1 : 0;
        }
        double all = matrix.presentAtBoth(matrix.segment("s0"));
        double found = squares / (all * share * (1 - share)) * customers / (customers - 1);
        int rarer = Math.min(movers, stayers);
        double effect = (rarer * found + 2 * alike / all) / (rarer + 2);
        double t = Tails.studentQuantile(0.95, customers - 1) / Normal.twoSidedQuantile(0.95);
        Estimate expected =
                WilsonScore.at(0.95).of(matrix.count("s0", "s1"), (long) all, all / effect / (t * t), customers);
        Estimate cell = matrix.interval("s0", "s1");
        assertThat(cell.value()).isEqualTo(share);
        assertThat(cell.customers()).isEqualTo(customers);
        assertThat(cell.lower()).isCloseTo(expected.lower(), within(1e-12));
        assertThat(cell.upper()).isCloseTo(expected.upper(), within(1e-12));
    }

    /** Who always moves or never does says the same at every date: as many customers at two dates say as much. */
    @Test
    void stepsThatAreAlikeAreWorthOne() {
        int[][] places = new int[200][9];
        for (int customer = 0; customer < 60; customer++) {
            for (int date = 0; date < 9; date++) {
                places[customer][date] = date % 2;
            }
        }
        Estimate moved = PooledMarket.pooled(places, 2).matrix().shareMoved();
        Estimate once = ProportionInterval.wilson(60, 200, 0.95);
        assertThat(moved.value()).isEqualTo(0.3);
        assertThat(moved.customers()).isEqualTo(200);
        assertThat(moved.lower()).isCloseTo(once.lower(), within(1e-3));
        assertThat(moved.upper()).isCloseTo(once.upper(), within(1e-3));
    }

    @Test
    void aStepOfEachCustomerIsWorthAStep() {
        int[][] places = new int[90][4];
        for (int customer = 0; customer < 90; customer++) {
            java.util.Arrays.fill(places[customer], 3); // absent
            int first = customer % 3;
            places[customer][first] = 0;
            places[customer][first + 1] = customer % 5 == 0 ? 1 : 0;
        }
        MigrationMatrix matrix = PooledMarket.pooled(places, 2).matrix();
        assertThat(matrix.periods()).isEqualTo(3);
        assertThat(matrix.interval("s0", "s1")).isEqualTo(ProportionInterval.wilson(18, 90, 0.95));
        assertThat(matrix.shareMoved()).isEqualTo(ProportionInterval.wilson(18, 90, 0.95));
    }

    /** As many as there are customers, for customers of as many steps; intervals have a width where nobody moved. */
    @Test
    void whereNobodyMovedCustomersCountOnce() {
        int[][] places = new int[50][13];
        MigrationMatrix matrix = PooledMarket.pooled(places, 2).matrix();
        double t = Tails.studentQuantile(0.95, 49) / Normal.twoSidedQuantile(0.95);
        Estimate expected = WilsonScore.at(0.95).of(0, 600, 50 / (t * t), 50);
        assertThat(matrix.interval("s0", "s1").upper()).isCloseTo(expected.upper(), within(1e-12));
        assertThat(matrix.interval("s0", "s1").lower()).isZero();
        assertThat(matrix.interval("s1", "s0").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(matrix.exitRate(matrix.segment("s0")).upper()).isCloseTo(expected.upper(), within(1e-12));
        assertThat(1 - matrix.retention().lower()).isCloseTo(expected.upper(), within(1e-12));
    }

    /** Not knowing whose steps they are, at most all of a customer are alike. */
    @Test
    void ofUnknownCustomersIntervalsAreTheWidest() {
        int[][] places = YEAR.drawn(SeededRandom.stream(3, 1));
        MigrationMatrix unknown =
                PooledMigration.of(PooledMarket.periods(places, 2)).matrix();
        MigrationMatrix known = PooledMarket.pooled(places, 2).matrix();
        long steps = unknown.presentAtBoth();
        Estimate moved = unknown.shareMoved();
        Estimate expected = WilsonScore.at(0.95).of(unknown.movers(), steps, steps / 12.0, steps / 12);
        assertThat(moved).isEqualTo(expected);
        assertThat(width(moved)).isGreaterThan(width(known.shareMoved()));
        assertThat(width(unknown.interval("s0", "s0"))).isGreaterThan(width(known.interval("s0", "s0")));
        List<String> order = List.of("s0", "s1");
        assertThat(width(unknown.ordered(order).net()))
                .isGreaterThan(width(known.ordered(order).net()));
        assertThat(unknown.interval("s0", "s1").value())
                .isEqualTo(known.interval("s0", "s1").value());
        PooledMigration pooled = PooledMigration.of(PooledMarket.periods(places, 2));
        assertThatThrownBy(pooled::mobility)
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_PARAM))
                .hasMessage(
                        "MobilityBootstrap: the matrix counts 12 periods, and who made which step is unknown, so that"
                                + " customers cannot be drawn; use SegmentHistory.pooled(), or PooledMigration.of(periods,"
                                + " customers)");
    }

    @Test
    void renamingAndLevelsKeepTheCustomers() {
        PooledMarket market = new PooledMarket(150, 7, 3, 0.4, 0.5, 0.05);
        MigrationMatrix matrix = pooled(market, 0);
        MigrationMatrix turned = matrix.withSegments(List.of("s2", "new", "s0", "s1"));
        for (String from : List.of("s0", "s1", "s2")) {
            for (String to : List.of("s0", "s1", "s2")) {
                assertThat(turned.interval(from, to)).isEqualTo(matrix.interval(from, to));
            }
        }
        assertThat(turned.periods()).isEqualTo(6);
        assertThat(turned.shareMoved()).isEqualTo(matrix.shareMoved());
        assertThat(turned.withHorizonDays(30).shareMoved()).isEqualTo(matrix.shareMoved());
        assertThat(width(matrix.withLevel(0.99).shareMoved())).isGreaterThan(width(matrix.shareMoved()));
        for (MultinomialInterval method : MultinomialInterval.values()) {
            List<Estimate> row = matrix.intervals(matrix.segment("s0"), method);
            List<Estimate> bySteps = method.of(
                    new long[] {matrix.count("s0", "s0"), matrix.count("s0", "s1"), matrix.count("s0", "s2")}, 0.95);
            for (int to = 0; to < 3; to++) {
                assertThat(width(row.get(to))).as("%s", method).isGreaterThan(width(bySteps.get(to)));
                assertThat(row.get(to).level()).isEqualTo(0.95);
            }
        }
        assertThat(matrix.intervals(matrix.segment("s0"), MultinomialInterval.WILSON))
                .containsExactly(matrix.interval("s0", "s0"), matrix.interval("s0", "s1"), matrix.interval("s0", "s2"));
        Estimate up = matrix.orderedWithExit(List.of("s0", "s1", "s2")).upRate();
        assertThat(up).isEqualTo(matrix.ordered(List.of("s0", "s1", "s2")).upRate());
    }

    /** Customers dealt into groups vary as much as customers do; each customer by itself below a thousand. */
    @Test
    void drawnCustomersVaryAsTheFormulaSays() {
        for (int customers : new int[] {900, 5000}) {
            MigrationMatrix matrix = pooled(new PooledMarket(customers, 13, 2, 0.5, 0.6, 0.02), customers);
            Estimate drawn = MobilityBootstrap.withDefaults()
                    .withReplicates(2000)
                    .estimates(matrix)
                    .get(MobilityIndex.SHARE_MOVED);
            assertThat(drawn.customers()).isEqualTo(customers);
            assertThat(width(drawn) / width(matrix.shareMoved()))
                    .as("%d customers", customers)
                    .isBetween(0.9, 1.1); // of 2000 replicates in 1000 groups, each end errs by 3 %
        }
    }

    @Test
    void drawsDependOnTheSeedAlone() {
        MigrationMatrix matrix = pooled(new PooledMarket(1500, 4, 3, 0.5, 0.6, 0.02), 1);
        var estimates = BOOTSTRAP.withSeed(2).estimates(matrix);
        assertThat(BOOTSTRAP.withSeed(2).estimates(matrix, Execution.onThreads(3)))
                .isEqualTo(estimates);
        assertThat(BOOTSTRAP.withSeed(3).estimates(matrix)).isNotEqualTo(estimates);
        assertThatThrownBy(
                        () -> BOOTSTRAP.estimates(matrix, Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void customersMustBeThoseWhoWereCounted() {
        int[][] places = {{0, 1, 1}, {0, 0, 1}};
        int[][] others = {{0, 1, 1}, {0, 1, 1}};
        List<MigrationMatrix> periods = PooledMarket.periods(places, 2);
        assertThatThrownBy(() -> PooledMigration.of(periods, PooledMarket.of(others)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA_MISMATCH))
                .hasMessage(
                        "PooledMigration.of: period 0 counts 1 moves from state 0 to state 0, and the customers made 0;"
                                + " give the customers who were counted");
        assertThatThrownBy(() -> PooledMigration.of(periods.subList(0, 1), PooledMarket.of(places)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA_MISMATCH));
        int[][] once = {{0, 1}, {0, 0}};
        MigrationMatrix one = PooledMarket.pooled(once, 2).matrix();
        assertThat(one.periods()).isEqualTo(1);
        assertThat(one.interval("s0", "s1")).isEqualTo(ProportionInterval.wilson(1, 2, 0.95));
        assertThat(BOOTSTRAP.estimates(one).get(MobilityIndex.SHARE_MOVED))
                .isEqualTo(BOOTSTRAP.estimates(periods.get(0)).get(MobilityIndex.SHARE_MOVED));
    }
}
