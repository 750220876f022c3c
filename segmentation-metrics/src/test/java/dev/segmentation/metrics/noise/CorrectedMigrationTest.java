package dev.segmentation.metrics.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.CancelledException;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.migration.MigrationMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorrectedMigrationTest {

    private static final List<String> ABC = List.of("A", "B", "C");
    private static final double[][] EIGHTY = {{0.8, 0.1, 0.1}, {0.1, 0.8, 0.1}, {0.1, 0.1, 0.8}};
    private static final double[][] UNEVEN = {{0.9, 0.07, 0.03}, {0.1, 0.8, 0.1}, {0.02, 0.18, 0.8}};
    private static final double[][] MOVES = {{0.30, 0.03, 0.01}, {0.04, 0.30, 0.05}, {0, 0.02, 0.25}};

    private static MigrationMatrix matrix(long[][] counts) {
        return MigrationMatrix.copyOf(ABC, counts, new long[3], new long[3]);
    }

    /** Types customers whose true segments are known, in the order before and after, one by one. */
    private static long[][] typed(
            double[][] truth, double[][] error, double repeated, int customers, SeededRandom random) {
        long[][] counts = new long[3][3];
        for (int c = 0; c < customers; c++) {
            int pair = draw(
                    random,
                    truth[0][0],
                    truth[0][1],
                    truth[0][2],
                    truth[1][0],
                    truth[1][1],
                    truth[1][2],
                    truth[2][0],
                    truth[2][1],
                    truth[2][2]);
            int before = draw(random, error[pair / 3]);
            boolean again = pair / 3 == pair % 3 && random.nextDouble() < repeated;
            counts[before][again ? before : draw(random, error[pair % 3])]++;
        }
        return counts;
    }

    private static int draw(SeededRandom random, double... shares) {
        double rest = random.nextDouble();
        int drawn = 0;
        while (drawn < shares.length - 1 && rest >= shares[drawn]) {
            rest -= shares[drawn++];
        }
        return drawn;
    }

    /** What one would see without chance: O = M′ T M. */
    private static long[][] exact(double[][] truth, double[][] error, double repeated, double customers) {
        long[][] counts = new long[3][3];
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                double share = 0;
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 3; j++) {
                        double again = i == j ? repeated : 0;
                        share += truth[i][j] * error[i][a] * ((1 - again) * error[j][b] + (a == b ? again : 0));
                    }
                }
                counts[a][b] = Math.round(customers * share);
            }
        }
        return counts;
    }

    @Test
    void nobodyMovedAndAThirdSeemTo() {
        double third = 1.0 / 3;
        long[][] counts = exact(new double[][] {{third, 0, 0}, {0, third, 0}, {0, 0, third}}, EIGHTY, 0, 30_000);
        CorrectedMigration corrected = CorrectedMigration.of(matrix(counts), TypingError.ofShares(ABC, EIGHTY));
        assertThat(corrected.apparent().value()).isCloseTo(0.34, within(1e-12));
        assertThat(corrected.floor()).isCloseTo(0.34, within(1e-12));
        assertThat(corrected.moved().value()).isCloseTo(0, within(1e-12));
        assertThat(corrected.moved().lower()).isZero();
        assertThat(corrected.moved().upper()).isBetween(0.005, 0.02);
        assertThat(corrected.overstated()).isFalse();
        assertThat(corrected.shareBefore("B").value()).isCloseTo(third, within(1e-12));
        assertThat(corrected.toString())
                .startsWith("Moved: 34.0 % seem to have, 34.0 % would by typing errors alone; corrected 0.0 % [0.0, ")
                .endsWith("] at 95.0 %");
    }

    @Test
    void ofOneSegmentNobodyCanMove() {
        MigrationMatrix stayed = MigrationMatrix.copyOf(List.of("A"), new long[][] {{7}}, new long[1], new long[1]);
        CorrectedMigration corrected =
                CorrectedMigration.of(stayed, TypingError.ofCounts(List.of("A"), new long[][] {{5}}));
        assertThat(corrected.moved()).isEqualTo(Estimate.of(0, 0, 0, 0.95, 7));
        assertThat(corrected.movedUnbiased().value()).isZero();
        assertThat(corrected.share("A", "A").value()).isOne();
        assertThat(corrected.overstated()).isFalse();
    }

    @Test
    void whatIsTrueComesBack() {
        for (double repeated : new double[] {0, 0.6}) {
            TypingError error = TypingError.ofShares(ABC, UNEVEN).withRepeated(repeated);
            CorrectedMigration corrected = CorrectedMigration.of(matrix(exact(MOVES, UNEVEN, repeated, 1e15)), error);
            for (int i = 0; i < 3; i++) {
                double row = 0;
                double column = 0;
                for (int j = 0; j < 3; j++) {
                    row += MOVES[i][j];
                    column += MOVES[j][i];
                    assertThat(corrected.share(ABC.get(i), ABC.get(j)).value()).isCloseTo(MOVES[i][j], within(1e-10));
                }
                assertThat(corrected.shareBefore(ABC.get(i)).value()).isCloseTo(row, within(1e-10));
                assertThat(corrected.shareAfter(ABC.get(i)).value()).isCloseTo(column, within(1e-10));
                assertThat(corrected.probability(ABC.get(i), "B").value()).isCloseTo(MOVES[i][1] / row, within(1e-10));
            }
            assertThat(corrected.moved().value()).isCloseTo(0.15, within(1e-10));
            assertThat(corrected.termination()).isEqualTo(Termination.CONVERGED);
        }
    }

    /**
     * Customers typed one by one: the correction is right on average and within its interval, what is seen is not; also if
     * the error itself was counted on few customers.
     */
    @Test
    void intervalsContainTheTruth() {
        for (double repeated : new double[] {0, 0.5}) {
            for (boolean counted : new boolean[] {false, true}) {
                int runs = 1000;
                double mean = 0;
                int covered = 0;
                int apparent = 0;
                int unbiased = 0;
                int rate = 0;
                int share = 0;
                for (int run = 0; run < runs; run++) {
                    SeededRandom random = SeededRandom.stream(77, run);
                    TypingError error =
                            (counted ? counted(random) : TypingError.ofShares(ABC, UNEVEN)).withRepeated(repeated);
                    MigrationMatrix seen = matrix(typed(MOVES, UNEVEN, repeated, 2000, random));
                    CorrectedMigration corrected = CorrectedMigration.of(seen, error);
                    Estimate moved = corrected.moved();
                    mean += corrected.movedUnbiased().value() / runs;
                    covered += contains(moved, 0.15);
                    unbiased += contains(corrected.movedUnbiased(), 0.15);
                    apparent += contains(corrected.apparent(), 0.15);
                    rate += contains(corrected.probability("B", "A"), 0.04 / 0.39);
                    share += contains(corrected.shareAfter("C"), 0.31);
                }
                String label = "repeated %s, counted %s".formatted(repeated, counted);
                assertThat(mean).as(label).isCloseTo(0.15, within(0.0025)); // three standard errors
                assertThat(covered / (double) runs).as(label).isBetween(0.93, 0.975);
                assertThat(unbiased / (double) runs).as(label).isBetween(0.93, 0.975);
                assertThat(rate / (double) runs).as(label).isBetween(0.93, 0.975);
                assertThat(share / (double) runs).as(label).isBetween(0.93, 0.975);
                assertThat(apparent / (double) runs).as(label).isLessThan(0.01);
            }
        }
    }

    /** Where nobody moves, half of the values are below 0, and the intervals are as good. */
    @Test
    void intervalsOfTheUnbiasedShareLeaveWhatIsPossible() {
        int runs = 2000;
        int covered = 0;
        int below = 0;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(78, run);
            double[][] nobody = {{0.5, 0, 0}, {0, 0.3, 0}, {0, 0, 0.2}};
            CorrectedMigration corrected = CorrectedMigration.of(
                    matrix(typed(nobody, UNEVEN, 0, 500, random)), TypingError.ofShares(ABC, UNEVEN));
            covered += contains(corrected.movedUnbiased(), 0);
            below += corrected.movedUnbiased().value() < 0 ? 1 : 0;
        }
        assertThat(covered / (double) runs).isBetween(0.935, 0.965); // three standard errors
        assertThat(below / (double) runs).isBetween(0.45, 0.55);
    }

    private static TypingError counted(SeededRandom random) {
        long[][] counts = new long[3][];
        for (int s = 0; s < 3; s++) {
            counts[s] = BinomialDraw.multinomial(random, 500, UNEVEN[s]);
        }
        return TypingError.ofCounts(ABC, counts);
    }

    private static int contains(Estimate estimate, double truth) {
        return estimate.lower() <= truth && truth <= estimate.upper() ? 1 : 0;
    }

    /** Nothing is negative, the shares sum to one, and no other shares are more likely. */
    @Test
    void sharesAreTheMostLikelyOnesThatArePossible() {
        long[][] counts = {{50, 2, 9}, {6, 40, 3}, {0, 11, 60}};
        CorrectedMigration corrected = CorrectedMigration.of(matrix(counts), TypingError.ofShares(ABC, EIGHTY));
        double[][] found = new double[3][3];
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                found[i][j] = corrected.share(ABC.get(i), ABC.get(j)).value();
                assertThat(found[i][j]).isNotNegative();
                sum += found[i][j];
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
        double best = logLikelihood(counts, found);
        SeededRandom random = SeededRandom.stream(3, 0);
        for (int n = 0; n < 2000; n++) {
            double[][] other = new double[3][3];
            double all = 0;
            for (int cell = 0; cell < 9; cell++) {
                other[cell / 3][cell % 3] = Math.max(0, found[cell / 3][cell % 3] + 0.02 * random.nextGaussian());
                all += other[cell / 3][cell % 3];
            }
            for (int cell = 0; cell < 9; cell++) {
                other[cell / 3][cell % 3] /= all;
            }
            assertThat(logLikelihood(counts, other)).isLessThan(best);
        }
        assertThat(corrected.overstated()).isTrue(); // a fifth of 181 customers did not move, and 19 % would seem to
    }

    private static double logLikelihood(long[][] counts, double[][] truth) {
        double sum = 0;
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                double share = 0;
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 3; j++) {
                        share += truth[i][j] * EIGHTY[i][a] * EIGHTY[j][b];
                    }
                }
                sum += counts[a][b] == 0 ? 0 : counts[a][b] * Math.log(share);
            }
        }
        return sum;
    }

    @Test
    void withoutErrorNothingChanges() {
        MigrationMatrix seen = matrix(new long[][] {{30, 5, 0}, {2, 40, 3}, {0, 0, 20}});
        TypingError none = TypingError.ofShares(ABC, new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        CorrectedMigration corrected = CorrectedMigration.of(seen, none);
        assertThat(corrected.floor()).isZero();
        assertThat(corrected.moved().value()).isCloseTo(0.1, within(1e-15));
        assertThat(corrected.probability("B", "C").value()).isCloseTo(3 / 45.0, within(1e-15));
        assertThat(corrected.probability("B", "C").customers()).isEqualTo(100);
    }

    @Test
    void withNobodyAllIsUndefined() {
        CorrectedMigration corrected = CorrectedMigration.of(matrix(new long[3][3]), TypingError.ofShares(ABC, EIGHTY));
        assertThat(corrected.moved().undefined()).contains(Reason.EMPTY);
        assertThat(corrected.apparent().undefined()).contains(Reason.EMPTY);
        assertThat(corrected.probability("A", "B").undefined()).contains(Reason.EMPTY);
        assertThat(corrected.floor()).isNaN();
        assertThat(corrected.overstated()).isFalse();
    }

    @Test
    void errorsOfAModel() {
        Memberships memberships = Memberships.copyOfRowMajor(2, 0.9, 0.1, 0.6, 0.4, 0.2, 0.8);
        TypingError error = TypingError.ofMemberships(List.of("A", "B"), memberships);
        assertThat(error.share("A", "A")).isCloseTo(1.5 / 1.7, within(1e-15));
        assertThat(error.share("B", "A")).isCloseTo(0.5 / 1.3, within(1e-15));
        assertThat(error).hasToString("""
                        true \\ typed       A       B
                        A             88.2 %  11.8 %
                        B             38.5 %  61.5 %""");
    }

    @Test
    void refusesWhatCannotBeCorrected() {
        MigrationMatrix seen = matrix(new long[][] {{30, 5, 0}, {2, 40, 3}, {0, 0, 20}});
        TypingError alike = TypingError.ofShares(ABC, new double[][] {{0.5, 0.5, 0}, {0.5, 0.5, 0}, {0, 0, 1}});
        assertThatThrownBy(() -> CorrectedMigration.of(seen, alike))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNIDENTIFIED))
                .hasMessage(
                        "CorrectedMigration.of: the typing cannot tell segments apart, so that nothing can be corrected;"
                                + " merge segments whose rows in the typing error are alike");
        TypingError other = TypingError.ofShares(List.of("A", "B"), new double[][] {{1, 0}, {0, 1}});
        assertThatThrownBy(() -> CorrectedMigration.of(seen, other))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_NAME))
                .hasMessage(
                        "CorrectedMigration.of: the typing error does not have the segment \"C\"; give it a row and a"
                                + " column");
        TypingError exact = TypingError.ofShares(ABC, EIGHTY);
        assertThatThrownBy(() -> CorrectedMigration.of(seen, exact, other))
                .hasMessage("CorrectedMigration.of: the later error has the segments [A, B], expected [A, B, C] in this"
                        + " order");
        assertThatThrownBy(() -> TypingError.ofShares(List.of("A"), new double[][] {{0.9}}))
                .hasMessage("TypingError.ofShares: row 0 of shares sums to 0.9, expected 1; rows are true segments,"
                        + " columns those typed");
        assertThatThrownBy(() -> TypingError.ofShares(List.of("A"), new double[][] {{Double.NaN}}))
                .hasMessage("TypingError.ofShares: shares[0] has NaN, expected 0 to 1");
        assertThatThrownBy(() -> TypingError.ofCounts(List.of("A", "B"), new long[][] {{3, 1}, {0, 0}}))
                .hasMessage(
                        "TypingError.ofCounts: nobody of segment 1 (\"B\") was typed, so its errors are unknown; add"
                                + " customers of it");
        assertThatThrownBy(() -> TypingError.ofCounts(List.of("A", "B"), new long[][] {{3, -1}, {0, 0}}))
                .hasMessage("TypingError.ofCounts: counts[0][1] = -1, expected at least 0");
        assertThatThrownBy(() -> exact.withRepeated(1.5))
                .hasMessageStartingWith("TypingError.withRepeated: chance = 1.5");
    }

    /** Without typing errors a share is a share, and its interval is Wilson's. */
    @Test
    void withoutErrorIntervalsAreWilsons() {
        TypingError none = TypingError.ofShares(ABC, new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        for (long[][] counts : List.of(
                new long[][] {{30, 5, 0}, {2, 40, 3}, {0, 0, 20}}, new long[][] {{1, 0, 0}, {0, 0, 0}, {0, 0, 0}})) {
            MigrationMatrix seen = matrix(counts);
            CorrectedMigration corrected = CorrectedMigration.of(seen, none);
            long all = seen.presentAtBoth();
            same(corrected.moved(), ProportionInterval.wilson(seen.movers(), all, 0.95));
            same(corrected.share("A", "B"), ProportionInterval.wilson(counts[0][1], all, 0.95));
            same(corrected.share("A", "C"), ProportionInterval.wilson(0, all, 0.95));
            same(corrected.probability("A", "A"), seen.interval("A", "A"));
            same(corrected.probability("A", "C"), seen.interval("A", "C"));
            assertThat(corrected.moved().upper())
                    .isGreaterThan(corrected.moved().value());
        }
    }

    private static void same(Estimate found, Estimate expected) {
        assertThat(found.value()).isCloseTo(expected.value(), within(1e-12));
        assertThat(found.lower()).isCloseTo(expected.lower(), within(1e-12));
        assertThat(found.upper()).isCloseTo(expected.upper(), within(1e-12));
    }

    /** Everything is possible, which is no interval. */
    @Test
    void whatIsLeftOpenIsUndefined() {
        double[][] guessed = {{0.34, 0.33, 0.33}, {0.33, 0.34, 0.33}, {0.33, 0.33, 0.34}};
        CorrectedMigration corrected = CorrectedMigration.of(
                matrix(new long[][] {{264, 68, 68}, {68, 264, 68}, {68, 68, 264}}), TypingError.ofShares(ABC, guessed));
        assertThat(corrected.moved().undefined()).contains(Reason.UNIDENTIFIED);
        assertThat(corrected.share("A", "B").undefined()).contains(Reason.UNIDENTIFIED);
        assertThat(corrected.probability("A", "B").undefined()).contains(Reason.UNIDENTIFIED);
        assertThat(corrected.toString()).contains("corrected undefined (UNIDENTIFIED)");
    }

    /** Typing that is wrong on most customers explains none of these moves: the most likely share is far from the equations'. */
    @Test
    void intervalsHaveTwoSidesAlsoWhereTheErrorIsOverstated() {
        double[][] wrong = {{0.1, 0.8, 0.1}, {0.8, 0.1, 0.1}, {0.1, 0.1, 0.8}};
        CorrectedMigration corrected = CorrectedMigration.of(
                matrix(new long[][] {{660, 170, 170}, {17, 66, 17}, {17, 17, 66}}), TypingError.ofShares(ABC, wrong));
        assertThat(corrected.overstated()).isTrue();
        Estimate moved = corrected.moved();
        assertThat(moved.value()).isCloseTo(0.219, within(5e-4));
        assertThat(moved.lower()).isLessThan(0.2);
        assertThat(moved.upper()).isBetween(0.24, 0.4);
    }

    /** Moves into, out of and within a segment of 5 % of few customers. */
    @Test
    void intervalsHoldForSmallSegments() {
        double[][] truth = {{0.55, 0.03, 0.02}, {0.01, 0.30, 0.04}, {0.01, 0.01, 0.03}};
        double[][] stay = {{1.0 / 3, 0, 0}, {0, 1.0 / 3, 0}, {0, 0, 1.0 / 3}};
        int runs =
                4000; // the share covered is known to 0.35 points, so that 95 % is above 93 % by more than five of them
        for (int customers : new int[] {20, 100}) {
            int[] covered = new int[9];
            int moved = 0;
            int none = 0;
            for (int run = 0; run < runs; run++) {
                SeededRandom random = SeededRandom.stream(78, run);
                CorrectedMigration corrected = CorrectedMigration.of(
                        matrix(typed(truth, EIGHTY, 0, customers, random)), TypingError.ofShares(ABC, EIGHTY));
                moved += contains(corrected.moved(), 0.12);
                for (int cell = 0; cell < 9; cell++) {
                    covered[cell] +=
                            contains(corrected.share(ABC.get(cell / 3), ABC.get(cell % 3)), truth[cell / 3][cell % 3]);
                }
                CorrectedMigration still = CorrectedMigration.of(
                        matrix(typed(stay, EIGHTY, 0, customers, random)), TypingError.ofShares(ABC, EIGHTY));
                none += contains(still.moved(), 0);
            }
            for (int cell = 0; cell < 9; cell++) {
                assertThat(covered[cell] / (double) runs)
                        .as("share %s of %s", cell, customers)
                        .isBetween(0.93, 0.975);
            }
            assertThat(moved / (double) runs).isBetween(0.93, 0.99);
            assertThat(none / (double) runs).isBetween(0.93, 0.98);
        }
    }

    /**
     * The most likely shares, by the conditions for it: each customer's share of blame is 1 where a share is positive, and at
     * most 1 where it is 0. Also where errors repeat themselves.
     */
    @Test
    void manySegmentsConvergeAndCanBeCancelled() {
        int k = 30;
        double[][] error = new double[k][k];
        for (int s = 0; s < k; s++) {
            Arrays.fill(error[s], 0.2 / (k - 1));
            error[s][s] = 0.8;
        }
        SeededRandom random = SeededRandom.stream(5, 0);
        long[][] counts = new long[k][k];
        for (int n = 0; n < 20_000; n++) {
            int from = random.nextInt(k);
            int to = random.nextDouble() < 0.9 ? from : random.nextInt(k);
            counts[draw(random, error[from])][draw(random, error[to])]++;
        }
        List<String> names = IntStream.range(0, k).mapToObj(s -> "S" + s).toList();
        MigrationMatrix seen = MigrationMatrix.copyOf(names, counts, new long[k], new long[k]);
        for (double repeated : new double[] {0, 0.3}) {
            TypingError typing = TypingError.ofShares(names, error).withRepeated(repeated);
            CorrectedMigration corrected = CorrectedMigration.of(seen, typing);
            assertThat(corrected.termination()).isEqualTo(Termination.CONVERGED);
            mostLikely(corrected, counts, error, repeated);
            AtomicInteger polls = new AtomicInteger();
            Execution cancelled = Execution.sequential().withCancellation(() -> polls.incrementAndGet() > 100);
            assertThatThrownBy(() -> CorrectedMigration.of(seen, typing, typing, cancelled))
                    .isInstanceOf(CancelledException.class);
            assertThat(polls).hasValue(101);
        }
    }

    private static void mostLikely(CorrectedMigration corrected, long[][] counts, double[][] error, double repeated) {
        int k = counts.length;
        double[][] expected = new double[k][k];
        double[][] truth = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                truth[i][j] = corrected
                        .share(corrected.segments().get(i), corrected.segments().get(j))
                        .value();
                for (int a = 0; a < k; a++) {
                    for (int b = 0; b < k; b++) {
                        expected[a][b] += truth[i][j] * seen(error, repeated, i, j, a, b);
                    }
                }
            }
        }
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                double blame = 0;
                for (int a = 0; a < k; a++) {
                    for (int b = 0; b < k; b++) {
                        blame += counts[a][b] / 20_000.0 * seen(error, repeated, i, j, a, b) / expected[a][b];
                    }
                }
                assertThat(blame).isLessThan(1 + 1e-6);
                assertThat(truth[i][j] * (1 - blame)).isCloseTo(0, within(1e-9));
            }
        }
    }

    private static double seen(double[][] error, double repeated, int i, int j, int a, int b) {
        double again = i == j ? repeated : 0;
        return error[i][a] * ((1 - again) * error[j][b] + (a == b ? again : 0));
    }
}
