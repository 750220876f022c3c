package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.metrics.markov.MarkovChain;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrationTestsTest {

    @RegisterExtension
    static final GoldenOperation HOMOGENEITY = GoldenOperation.of("migration.homogeneity");

    @RegisterExtension
    static final GoldenOperation MARKOV_TESTS = GoldenOperation.of("migration.markovTests");

    @RegisterExtension
    static final GoldenOperation SQUARE_TABLE = GoldenOperation.of("migration.squareTable")
            .without("kappaSE", "the error of an index that is not here: checkKappa derives the index only")
            .without("kappaSE0", "as kappaSE");

    private static final MigrationTests TESTS = MigrationTests.withDefaults().withoutDraws();
    private static final MigrationTests DRAWN = MigrationTests.withDefaults();
    private static final MigrationTests PEARSON = TESTS.withStatistic(TestStatistic.PEARSON);

    @TestFactory
    Stream<DynamicTest> homogeneityOfGroups() {
        return HOMOGENEITY
                .cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    List<MigrationMatrix> groups = StreamSupport.stream(
                                    golden.inputs().get("counts").spliterator(), false)
                            .map(counts -> matrix(longs2(golden, counts)))
                            .toList();
                    MigrationTest ratio = TESTS.homogeneity(groups);
                    golden.assertClose("likelihoodRatio", ratio.statistic());
                    golden.assertClose("df", ratio.degrees());
                    assertP(golden, ratio.pValue(), golden.expected().get("pLikelihoodRatio"));
                    MigrationTest pearson = PEARSON.homogeneity(groups);
                    golden.assertClose("pearson", pearson.statistic());
                    assertP(golden, pearson.pValue(), golden.expected().get("pPearson"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> markovTests() {
        return MARKOV_TESTS.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkMarkov(golden)));
    }

    private static void checkMarkov(GoldenCase golden) {
        List<MigrationMatrix> periods = StreamSupport.stream(
                        golden.inputs().get("countsPerPeriod").spliterator(), false)
                .map(counts -> matrix(longs2(golden, counts)))
                .toList();
        JsonNode expected = golden.expected();
        MigrationTest stationarity = TESTS.homogeneity(periods);
        close(golden, stationarity.statistic(), expected.get("stationarity").get("likelihoodRatio"));
        close(golden, stationarity.degrees(), expected.get("stationarity").get("dfNonEmpty"));
        close(golden, stationarity.degrees(), expected.get("stationarity").get("dfNominal")); // no cell is empty
        assertP(golden, stationarity.pValue(), expected.get("stationarity").get("pLikelihoodRatio_dfNonEmpty"));
        MigrationTest pearson = PEARSON.homogeneity(periods);
        close(golden, pearson.statistic(), expected.get("stationarity").get("pearson"));
        assertP(golden, pearson.pValue(), expected.get("stationarity").get("pPearson_dfNonEmpty"));
        int k = golden.inputs().get("states").size();
        long[][] pooled = new long[k][k];
        for (MigrationMatrix period : periods) {
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    pooled[i][j] += period.cells()[i][j];
                }
            }
        }
        MigrationTest first = TESTS.independence(matrix(pooled));
        close(golden, first.statistic(), expected.get("order1vs0").get("likelihoodRatio"));
        close(golden, first.degrees(), expected.get("order1vs0").get("df"));
        closeLogP(golden, first, expected.get("order1vs0").get("logP_likelihoodRatio"));
        close(
                golden,
                PEARSON.independence(matrix(pooled)).statistic(),
                expected.get("order1vs0").get("pearson"));
        JsonNode tripleCounts = golden.inputs().get("tripleCounts");
        long[][][] triples = IntStream.range(0, k)
                .mapToObj(h -> longs2(golden, tripleCounts.get(h)))
                .toArray(long[][][]::new);
        MigrationTest second = TESTS.order(triples);
        close(golden, second.statistic(), expected.get("order2vs1").get("likelihoodRatio"));
        close(golden, second.degrees(), expected.get("order2vs1").get("dfNonEmpty"));
        close(golden, second.degrees(), expected.get("order2vs1").get("dfNominal")); // no cell is empty
        closeLogP(golden, second, expected.get("order2vs1").get("logP_likelihoodRatio_dfNonEmpty"));
        close(
                golden,
                PEARSON.order(triples).statistic(),
                expected.get("order2vs1").get("pearson"));
    }

    @TestFactory
    Stream<DynamicTest> squareTables() {
        return SQUARE_TABLE
                .cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    MigrationMatrix migration =
                            matrix(longs2(golden, golden.inputs().get("counts")));
                    MigrationTest bowker = TESTS.symmetry(migration);
                    close(
                            golden,
                            bowker.statistic(),
                            golden.expected().get("bowker").get("statistic"));
                    close(
                            golden,
                            bowker.degrees(),
                            golden.expected().get("bowker").get("df"));
                    assertP(
                            golden,
                            bowker.pValue(),
                            golden.expected().get("bowker").get("p"));
                    MigrationTest sizes = TESTS.equalSizes(migration);
                    close(
                            golden,
                            sizes.statistic(),
                            golden.expected().get("stuartMaxwell").get("statistic"));
                    close(
                            golden,
                            sizes.degrees(),
                            golden.expected().get("stuartMaxwell").get("df"));
                    assertP(
                            golden,
                            sizes.pValue(),
                            golden.expected().get("stuartMaxwell").get("p"));
                    checkKappa(golden, migration);
                }));
    }

    /**
     * Cohen's kappa, 1 − observed / expected disagreement, is an index of two raters and not one of mobility; it follows from
     * the share who moved, the mean distance moved and the sizes, which are compared by it.
     */
    private static void checkKappa(GoldenCase golden, MigrationMatrix migration) {
        List<String> states = migration.segments().stream().map(Segment::name).toList();
        DirectionalMobility direction = migration.ordered(states);
        double all = migration.customers();
        double[] expected = new double[3]; // by chance: share elsewhere, distance, squared distance
        double squared = 0;
        for (int i = 0; i < states.size(); i++) {
            for (int j = 0; j < states.size(); j++) {
                double chance = migration
                                .growth()
                                .line(migration.segment(states.get(i)))
                                .opening()
                        / all
                        * (migration
                                        .growth()
                                        .line(migration.segment(states.get(j)))
                                        .closing()
                                / all);
                expected[0] += i == j ? 0 : chance;
                expected[1] += Math.abs(i - j) * chance;
                expected[2] += (i - j) * (i - j) * chance;
                squared += (i - j) * (i - j) * migration.count(states.get(i), states.get(j)) / all;
            }
        }
        golden.assertClose("kappa", 1 - migration.mobility().value(MobilityIndex.SHARE_MOVED) / expected[0]);
        golden.assertClose("kappaLinearWeights", 1 - direction.meanDistance().value() / expected[1]);
        golden.assertClose("kappaQuadraticWeights", 1 - squared / expected[2]);
    }

    /**
     * Where p is below the smallest double it is 0. Its logarithm then is that of the density's integral: Γ(a, x) with a half
     * the degrees and x half the statistic, by the continued fraction of Legendre, in logarithms.
     */
    private static void closeLogP(GoldenCase golden, MigrationTest test, JsonNode expected) {
        double a = test.degrees() / 2.0;
        double x = test.statistic() / 2;
        double fraction = 0;
        for (int n = 500; n > 0; n--) {
            fraction = n * (n - a) / (x + 2 * n + 1 - a - fraction);
        }
        double logP = a * Math.log(x) - x - Gamma.logGamma(a) - Math.log(x + 1 - a - fraction);
        golden.assertClose("logP", logP, golden.number(expected));
        if (logP > -700) {
            assertP(golden, test.pValue(), DoubleNode.valueOf(Math.exp(logP)));
        } else {
            assertThat(test.pValue()).isZero();
        }
    }

    private static void close(GoldenCase golden, double actual, JsonNode expected) {
        golden.assertClose("statistic", actual, golden.number(expected));
    }

    private static void assertP(GoldenCase golden, double actual, JsonNode expected) {
        golden.assertClose("p", actual, golden.number(expected));
    }

    /** Its stay probability jumps from .98 to .02, which a test on shares would not see in any number of customers. */
    @Test
    void aChainThatChangesWildlyIsRejected() {
        MigrationMatrix before = matrix(new long[][] {{98, 2}, {2, 98}});
        MigrationMatrix after = matrix(new long[][] {{2, 98}, {98, 2}});
        MigrationTest found = MigrationTests.withDefaults().homogeneity(List.of(before, after));
        assertThat(found.chiSquareP()).isLessThan(1e-80);
        assertThat(found.pValue()).isLessThan(1e-80); // fifty are expected in each cell, so nothing is drawn
        assertThat(found.degrees()).isEqualTo(2);
        MigrationTest few = MigrationTests.withDefaults()
                .homogeneity(List.of(matrix(new long[][] {{9, 0}, {0, 9}}), matrix(new long[][] {{0, 9}, {9, 0}})));
        assertThat(few.monteCarloP()).hasValue(0.001);
        assertThat(few.leastExpected()).isEqualTo(4.5);
    }

    /** A state nobody was ever in must not add to the degrees of freedom, nor one that is never left for another. */
    @Test
    void degreesCountOnlyWhatCanDiffer() {
        MigrationMatrix first = matrix(new long[][] {{30, 10, 0, 0}, {5, 40, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 7}});
        MigrationMatrix second = matrix(new long[][] {{20, 20, 0, 0}, {9, 40, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}});
        MigrationTest found = TESTS.homogeneity(List.of(first, second));
        assertThat(found.degrees()).isEqualTo(2);
        double expected = ratio(new long[][] {{30, 10}, {20, 20}}) + ratio(new long[][] {{5, 40}, {9, 40}});
        assertThat(found.statistic()).isCloseTo(expected, within(1e-12));
        assertThat(TESTS.homogeneity(List.of(first)).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(TESTS.homogeneity(List.of(first)).pValue()).isNaN();
    }

    /** Rounding errors must not make a statistic negative, whose p would be undefined. */
    @Test
    void whatIsEqualIsNotRejected() {
        MigrationMatrix same = matrix(new long[][] {{798, 619, 523}, {367, 313, 612}, {284, 642, 312}});
        for (MigrationTests tests : List.of(TESTS, PEARSON, MigrationTests.withDefaults())) {
            MigrationTest found = tests.homogeneity(List.of(same, same, same));
            assertThat(found.statistic()).isCloseTo(0, within(1e-9)).isNotNegative();
            assertThat(found.pValue()).isCloseTo(1, within(1e-6));
        }
        MigrationMatrix large = matrix(new long[][] {{1L << 61, 1L << 60}, {1, 2}});
        assertThatThrownBy(() -> TESTS.homogeneity(List.of(large, large, large)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RANGE))
                .hasMessage("MigrationTests: the counts add up to more than 9223372036854775807");
    }

    /** By the definition, 2 Σ n ln(n · all / (row · column)). */
    private static double ratio(long[][] table) {
        double all = Arrays.stream(table).flatMapToLong(Arrays::stream).sum();
        double sum = 0;
        for (long[] row : table) {
            for (int j = 0; j < row.length; j++) {
                int column = j;
                double inColumn = Arrays.stream(table).mapToLong(r -> r[column]).sum();
                sum += 2 * row[j] * Math.log(row[j] * all / (Arrays.stream(row).sum() * inColumn));
            }
        }
        return sum;
    }

    @Test
    void rollUpsAreTestedWithinTheirLevels() {
        MigrationMatrix migration =
                matrix(new long[][] {{50, 20, 20, 10}, {20, 50, 5, 25}, {10, 10, 60, 20}, {10, 10, 20, 60}});
        Map<String, String> pairs = Map.of("s0", "low", "s1", "low", "s2", "high", "s3", "high");
        MigrationTest found = TESTS.lumpability(migration, pairs);
        assertThat(found.degrees()).isEqualTo(2); // Σ (|A| − 1) (m − 1)
        assertThat(found.statistic()).isCloseTo(0, within(1e-13)); // 70 : 30 twice, 20 : 80 twice
        Map<String, String> others = Map.of("s0", "a", "s2", "a", "s1", "b", "s3", "b");
        assertThat(TESTS.lumpability(migration, others).statistic())
                .isCloseTo(
                        ratio(new long[][] {{70, 30}, {70, 30}}) + ratio(new long[][] {{25, 75}, {30, 70}}),
                        within(1e-12));
        assertThatThrownBy(() -> TESTS.lumpability(migration, Map.of("s0", "a")))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_NAME))
                .hasMessage("MigrationTests.lumpability: segment \"s1\" has no level; give every segment one");
    }

    @Test
    void aGivenChain() {
        MigrationMatrix migration = matrix(new long[][] {{70, 30}, {0, 0}});
        MarkovChain half = MarkovChain.of(List.of("s0", "s1"), new double[][] {{0.5, 0.5}, {0.1, 0.9}});
        MigrationTest found = TESTS.given(migration, half);
        assertThat(found.degrees()).isEqualTo(1); // nobody was in the second
        assertThat(found.statistic())
                .isCloseTo(2 * (70 * Math.log(70 / 50.0) + 30 * Math.log(30 / 50.0)), within(1e-12));
        MarkovChain stays = MarkovChain.of(List.of("s0", "s1"), new double[][] {{1, 0}, {0.1, 0.9}});
        MigrationTest excluded = TESTS.given(matrix(new long[][] {{70, 30}, {5, 50}}), stays);
        assertThat(excluded.pValue()).isZero();
        assertThat(excluded.statistic()).isNaN();
        assertThat(excluded.undefined()).contains(Reason.DIVERGES);
        MarkovChain nobodyMoves = MarkovChain.of(List.of("s0", "s1"), new double[][] {{1, 0}, {0, 1}});
        assertThat(TESTS.given(matrix(new long[][] {{90, 10}, {5, 95}}), nobodyMoves)
                        .pValue())
                .isZero();
        assertThat(TESTS.given(matrix(new long[][] {{90, 0}, {0, 95}}), nobodyMoves)
                        .undefined())
                .contains(Reason.NO_OBSERVATIONS);
        MarkovChain other = MarkovChain.of(List.of("a", "b"), new double[][] {{1, 0}, {0, 1}});
        assertThatThrownBy(() -> TESTS.given(migration, other))
                .hasMessage("MigrationTests.given: the chain has the states [a, b], expected [s0, s1] in this order");
    }

    /** Segments nobody moves between differ on their own: sizes are tested within each part. */
    @Test
    void sizesOfPartsThatDoNotMix() {
        long[][] cells = {{50, 10, 0, 0, 0}, {4, 60, 0, 0, 0}, {0, 0, 10, 9, 0}, {0, 0, 3, 20, 0}, {0, 0, 0, 0, 8}};
        MigrationTest found = TESTS.equalSizes(matrix(cells));
        assertThat(found.degrees()).isEqualTo(2);
        assertThat(found.statistic()).isCloseTo(36.0 / 14 + 36.0 / 12, within(1e-13)); // (b − c)² / (b + c), McNemar
        MigrationTest symmetry = TESTS.symmetry(matrix(cells));
        assertThat(symmetry.degrees()).isEqualTo(2);
        assertThat(symmetry.statistic()).isCloseTo(36.0 / 14 + 36.0 / 12, within(1e-13));
        assertThat(TESTS.symmetry(matrix(new long[][] {{5, 0}, {0, 5}})).undefined())
                .contains(Reason.NO_OBSERVATIONS);
    }

    /** Two cells of ten moves: the chance of a split at least as uneven is that of coins. */
    @Test
    void smallCountsAreDrawn() {
        MigrationTests tests = MigrationTests.withDefaults().withDraws(9999).withSeed(5);
        MigrationTest found = tests.symmetry(matrix(new long[][] {{5, 8}, {2, 5}}));
        double coins = 2 * (45 / 2.0 + 10 + 1) / 1024.0; // two of ten, as far as what was found, by half
        assertThat(found.pValue()).isCloseTo(coins, within(4 * Math.sqrt(coins * (1 - coins) / 9999)));
        assertThat(found.pValue()).isEqualTo(found.monteCarloP().orElseThrow());
        assertThat(tests.withExecution(Execution.onThreads(3)).symmetry(matrix(new long[][] {{5, 8}, {2, 5}})))
                .isEqualTo(found);
        assertThat(tests).hasToString("MigrationTests[statistic=LIKELIHOOD_RATIO, draws=9999, seed=5]");
        assertThatThrownBy(() -> tests.withDraws(98))
                .hasMessage("MigrationTests.withDraws: draws = 98, expected at least 99; p-values cannot be below 1 /"
                        + " (draws + 1)");
    }

    /**
     * How often symmetry of two segments is rejected at 5 %, by adding up the chances of everything that can be seen; an exact test
     * would reject in 2.2 % of samples of 100 of whom ten move.
     */
    @Test
    void symmetryOfTwoSegmentsKeepsItsLevel() {
        int most = 100;
        double[] rejected = new double[most + 1]; // given the number of moves
        for (int moves = 1; moves <= most; moves++) {
            for (int there = 0; there <= moves; there++) {
                MigrationMatrix seen = matrix(new long[][] {{0, there}, {moves - there, 0}});
                if (DRAWN.symmetry(seen).pValue() <= 0.05) {
                    rejected[moves] += binomial(moves, 0.5, there);
                }
            }
        }
        assertThat(rejected[10]).isCloseTo(22 / 1024.0, within(1e-12));
        assertThat(rejected[11]).isCloseTo(134 / 2048.0, within(1e-12));
        double sixteen = 2 * (1 + 16 + 120 + 560 + 1820) / 65536.0; // the most: four of them have the mid-p 4.9 %
        assertThat(Arrays.stream(rejected).max().orElseThrow()).isLessThan(sixteen + 1e-12);
        for (int customers : new int[] {10, 20, 30, 50, 100}) {
            for (double moved : new double[] {0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 0.95}) {
                double size = 0;
                for (int moves = 0; moves <= customers; moves++) {
                    size += binomial(customers, moved, moves) * rejected[moves];
                }
                assertThat(size).as("%s of %s", moved, customers).isLessThan(0.055);
                if (customers * moved / 2 >= 5) {
                    assertThat(size).as("%s of %s", moved, customers).isGreaterThan(0.035);
                }
            }
        }
    }

    /** The same of two rows of fifty customers, of whom one in ten moves; an exact test would reject in 1.8 %. */
    @Test
    void rowsOfTwoSegmentsKeepTheirLevel() {
        double size = 0;
        for (int first = 0; first <= 20; first++) {
            for (int second = 0; second <= 20; second++) { // the rest is below 10⁻⁷
                MigrationMatrix seen = matrix(new long[][] {{50 - first, first}, {50 - second, second}});
                if (DRAWN.independence(seen).pValue() <= 0.05) {
                    size += binomial(50, 0.1, first) * binomial(50, 0.1, second);
                }
            }
        }
        assertThat(size).isBetween(0.03, 0.045);
    }

    private static double binomial(int n, double chance, int k) {
        return new BinomialDistribution(null, n, chance).probability(k);
    }

    @Test
    void refusesCubesThatAreNone() {
        assertThatThrownBy(() -> TESTS.order(new long[][][] {{{1}, {2}}}))
                .hasMessage("MigrationTests.order: triples[0] has 2 entries, expected 1, one per segment");
        assertThatThrownBy(() -> TESTS.order(new long[][][] {{{-1}}}))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEGATIVE_COUNT))
                .hasMessage("MigrationTests.order: triples[0][0] has the count -1, expected at least 0");
        assertThatThrownBy(() -> TESTS.homogeneity(List.of()))
                .hasMessage("MigrationTests.homogeneity: no matrices, expected at least one");
    }

    private static MigrationMatrix matrix(long[][] cells) {
        int k = cells.length;
        return MigrationMatrix.copyOf(
                IntStream.range(0, k).mapToObj(i -> "s" + i).toList(), cells, new long[k], new long[k]);
    }

    private static long[][] longs2(GoldenCase golden, JsonNode rows) {
        return Arrays.stream(golden.doubles2(rows))
                .map(row -> Arrays.stream(row).mapToLong(value -> (long) value).toArray())
                .toArray(long[][]::new);
    }
}
