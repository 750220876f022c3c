package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Execution;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.drift.PopulationStability;
import java.util.List;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.Test;

class EqualSharesTest {

    private static final MigrationTests TESTS = MigrationTests.withDefaults().withoutDraws();

    private static MigrationMatrix drawn(TwoDates dates, int run) {
        return dates.drawn(SeededRandom.stream(5, run));
    }

    @Test
    void ofSeparateCustomersItIsPearsons() {
        for (int run = 0; run < 50; run++) {
            MigrationMatrix apart = drawn(new TwoDates(0, 40 + 7 * run, 300 - run, 2 + run % 5, 0, 0.3), run);
            MigrationTest test = TESTS.equalShares(apart);
            PopulationStability psi = PopulationStability.ofCounts(TwoDates.before(apart), TwoDates.after(apart));
            assertThat(test.pValue()).as("run %d", run).isCloseTo(psi.pearsonPValue(), within(1e-12));
        }
    }

    @Test
    void ofTheSameCustomersItIsStuartMaxwells() {
        for (int run = 0; run < 50; run++) {
            MigrationMatrix same = drawn(new TwoDates(20 + 9 * run, 0, 0, 2 + run % 5, 0.1, 0.05), run);
            MigrationTest test = TESTS.equalShares(same);
            MigrationTest sizes = TESTS.equalSizes(same);
            assertThat(test.degrees()).as("run %d", run).isEqualTo(sizes.degrees());
            assertThat(test.undefined()).isEqualTo(sizes.undefined());
            if (sizes.undefined().isEmpty()) {
                assertThat(test.statistic())
                        .as("run %d", run)
                        .isCloseTo(sizes.statistic(), within(1e-9 * (1 + sizes.statistic())));
                assertThat(test.pValue()).isCloseTo(sizes.pValue(), within(1e-9));
            }
        }
    }

    /** The covariance by going through all customers, one by one. */
    @Test
    void inBetweenItIsWaldsOfCustomersOneByOne() {
        for (int run = 0; run < 30; run++) {
            MigrationMatrix some = drawn(new TwoDates(300, 60 + run, 150 - 2 * run, 3, 0.3, 0.05), run);
            double expected = wald(some);
            MigrationTest test = TESTS.equalShares(some);
            assertThat(test.degrees()).isEqualTo(2);
            assertThat(test.statistic()).as("run %d", run).isCloseTo(expected, within(1e-9 * (1 + expected)));
        }
    }

    private static double wald(MigrationMatrix some) {
        int k = some.segments().size();
        long[] before = TwoDates.before(some);
        long[] after = TwoDates.after(some);
        double n = java.util.Arrays.stream(before).sum();
        double m = java.util.Arrays.stream(after).sum();
        RealVector share = MatrixUtils.createRealVector(new double[k]);
        RealVector change = MatrixUtils.createRealVector(new double[k]);
        RealMatrix variance = MatrixUtils.createRealMatrix(k, k);
        for (int i = 0; i < k; i++) {
            share.setEntry(i, (before[i] + after[i]) / (n + m));
            change.setEntry(i, after[i] / m - before[i] / n);
        }
        for (int i = 0; i < k; i++) {
            RealVector leaver = unit(k, i).subtract(share).mapMultiply(-1 / n);
            RealVector entrant = unit(k, i).subtract(share).mapMultiply(1 / m);
            variance = with(variance, leaver, some.leavers("s" + i));
            variance = with(variance, entrant, some.entrants("s" + i));
            for (int j = 0; j < k; j++) {
                RealVector both = unit(k, j)
                        .subtract(share)
                        .mapDivide(m)
                        .subtract(unit(k, i).subtract(share).mapDivide(n));
                variance = with(variance, both, some.count("s" + i, "s" + j));
            }
        }
        RealMatrix part = variance.getSubMatrix(0, k - 2, 0, k - 2);
        RealVector own = change.getSubVector(0, k - 1);
        return new LUDecomposition(part).getSolver().solve(own).dotProduct(own);
    }

    private static RealMatrix with(RealMatrix variance, RealVector added, long customers) {
        RealMatrix sum = variance;
        for (long customer = 0; customer < customers; customer++) {
            sum = sum.add(added.outerProduct(added));
        }
        return sum;
    }

    private static RealVector unit(int k, int i) {
        RealVector unit = MatrixUtils.createRealVector(new double[k]);
        unit.setEntry(i, 1);
        return unit;
    }

    /** Of two segments and samples of one size by hand: z² with the variance of the three kinds of customers. */
    @Test
    void byHand() {
        // 80 in a at both, 10 went a → b, 20 b → a, 90 in b at both; 30 of a and 20 of b left; 35 came to a, 15 to b
        MigrationMatrix matrix = MigrationMatrix.copyOf(
                List.of("a", "b"), new long[][] {{80, 10}, {20, 90}}, new long[] {35, 15}, new long[] {30, 20});
        double before = 120 / 250.0;
        double after = 135 / 250.0;
        double share = 255 / 500.0;
        // a customer in both adds after − before: 1, −1 or 0; one who left or came adds its own
        double single = 65 * (1 - share) * (1 - share) + 35 * share * share;
        double variance = (10 + 20 + single) / 250 / 250;
        MigrationTest test = TESTS.equalShares(matrix);
        assertThat(test.statistic()).isCloseTo((after - before) * (after - before) / variance, within(1e-12));
        assertThat(test.degrees()).isEqualTo(1);
        assertThat(test.leastExpected()).isEqualTo(15);
    }

    /** Whoever is in a segment at one date only, because they were unscored at the other, counts like one who was absent. */
    @Test
    void theUnscoredAreThereAtOneDate() {
        long[][] states = {{80, 10, 12, 18}, {20, 90, 20, 0}, {5, 0, 4, 0}, {30, 15, 0, 0}};
        MigrationMatrix matrix = MigrationMatrix.copyOfStates(List.of("a", "b"), states);
        MigrationMatrix absent = MigrationMatrix.copyOf(
                List.of("a", "b"), new long[][] {{80, 10}, {20, 90}}, new long[] {35, 15}, new long[] {30, 20});
        assertThat(TESTS.equalShares(matrix)).isEqualTo(TESTS.equalShares(absent));
    }

    @Test
    void whereNobodyCouldMakeADifferenceItIsUndefined() {
        MigrationMatrix still =
                MigrationMatrix.copyOf(List.of("a", "b"), new long[][] {{30, 0}, {0, 10}}, new long[2], new long[2]);
        assertThat(TESTS.equalShares(still).undefined()).contains(Reason.NO_OBSERVATIONS);
        MigrationMatrix gone =
                MigrationMatrix.copyOf(List.of("a", "b"), new long[2][2], new long[2], new long[] {3, 4});
        assertThat(TESTS.equalShares(gone).undefined()).contains(Reason.NO_OBSERVATIONS);
        MigrationMatrix proportional = MigrationMatrix.copyOf(
                List.of("a", "b"), new long[][] {{30, 0}, {0, 10}}, new long[] {6, 2}, new long[] {3, 1});
        assertThat(TESTS.equalShares(proportional).statistic()).isCloseTo(0, within(1e-12));
        assertThat(TESTS.equalShares(proportional).pValue()).isCloseTo(1, within(1e-6));
    }

    @Test
    void renamingSegmentsAndThreadsChangeNothing() {
        MigrationMatrix same = drawn(new TwoDates(200, 0, 0, 4, 0.1, 0.1), 1);
        MigrationTest exchanged = MigrationTests.withDefaults().equalShares(same);
        assertThat(exchanged.monteCarloP()).isPresent();
        assertThat(MigrationTests.withDefaults()
                        .withExecution(Execution.onThreads(3))
                        .equalShares(same))
                .isEqualTo(exchanged);
        MigrationMatrix some = drawn(new TwoDates(200, 30, 40, 4, 0.1, 0.1), 1);
        MigrationTest test = MigrationTests.withDefaults().equalShares(some);
        assertThat(test.monteCarloP()).as("draws would vary too little").isEmpty();
        MigrationMatrix turned = some.withSegments(List.of("s3", "s1", "s0", "s2"));
        assertThat(TESTS.equalShares(turned).statistic()).isCloseTo(test.statistic(), within(1e-9));
        assertThat(TESTS.equalShares(turned).degrees()).isEqualTo(test.degrees());
    }

    /** 5 % ± three standard errors of 600 runs, for parts of the customers in common; the χ² of two samples stands beside. */
    @Test
    void sizesAreNominal() {
        MigrationTests tests = MigrationTests.withDefaults().withDraws(99);
        for (double overlap : new double[] {0, 0.5, 0.9, 1}) {
            int n = 400;
            int common = (int) Math.round(n * overlap);
            TwoDates dates = new TwoDates(common, n - common, n - common, 3, 0.2, 0);
            int rejected = 0;
            int independent = 0;
            for (int run = 0; run < 600; run++) {
                MigrationMatrix drawn = dates.drawn(SeededRandom.stream(40 + common, run));
                rejected += tests.withSeed(run).equalShares(drawn).pValue() <= 0.05 ? 1 : 0;
                double psi = PopulationStability.ofCounts(TwoDates.before(drawn), TwoDates.after(drawn))
                        .pearsonPValue();
                independent += psi <= 0.05 ? 1 : 0;
            }
            assertThat(rejected / 600.0).as("overlap %s", overlap).isBetween(0.023, 0.077);
            if (overlap >= 0.9) {
                assertThat(independent / 600.0)
                        .as("of two samples, overlap %s", overlap)
                        .isLessThan(0.005);
            }
        }
    }

    /** 6 % of one segment went to another: seen always, where the χ² of two samples sees nothing. */
    @Test
    void aShiftOfTheSameCustomersIsSeen() {
        TwoDates dates = new TwoDates(1000, 0, 0, 3, 0, 0.06);
        TwoDates mostly = new TwoDates(950, 50, 50, 3, 0.05, 0.06);
        int same = 0;
        int most = 0;
        int independent = 0;
        for (int run = 0; run < 100; run++) {
            MigrationMatrix drawn = dates.drawn(SeededRandom.stream(8, run));
            same += TESTS.equalShares(drawn).pValue() <= 0.05 ? 1 : 0;
            most += TESTS.equalShares(mostly.drawn(SeededRandom.stream(9, run))).pValue() <= 0.05 ? 1 : 0;
            double psi = PopulationStability.ofCounts(TwoDates.before(drawn), TwoDates.after(drawn))
                    .pearsonPValue();
            independent += psi <= 0.05 ? 1 : 0;
        }
        assertThat(same).isEqualTo(100);
        assertThat(most).isGreaterThan(60);
        assertThat(independent).isLessThan(10);
    }
}
