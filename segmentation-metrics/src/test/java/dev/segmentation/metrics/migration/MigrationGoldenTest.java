package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.Segmentation;
import dev.segmentation.metrics.markov.MarkovChain;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Numbers of other programs; most cases rest on data that is not committed and run with {@code -Dgolden=DIR} only. */
class MigrationGoldenTest {

    private static final LocalDate START = LocalDate.of(2010, 12, 1);

    @TestFactory
    Stream<DynamicTest> mobility() {
        return GoldenCases.of("migration.mobility").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkMobility(golden)));
    }

    @TestFactory
    Stream<DynamicTest> cohort() {
        return GoldenCases.of("migration.cohort").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkCohort(golden)));
    }

    @TestFactory
    Stream<DynamicTest> segments() {
        return GoldenCases.of("migration.segments").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkSegments(golden)));
    }

    @TestFactory
    Stream<DynamicTest> distance() {
        return GoldenCases.of("migration.matrixDistance").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkDistance(golden)));
    }

    @TestFactory
    Stream<DynamicTest> sequence() {
        return GoldenCases.of("migration.sequenceFit").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkSequence(golden)));
    }

    private static void checkDistance(GoldenCase golden) {
        List<String> states = golden.strings(golden.inputs().get("states"));
        MigrationMatrix a = ofShares(states, golden.doubles2(golden.inputs().get("a")));
        MigrationMatrix b = ofShares(states, golden.doubles2(golden.inputs().get("b")));
        golden.assertClose("l1mean", MatrixDistance.MEAN_ABSOLUTE.between(a, b));
        golden.assertClose("l1sum", MatrixDistance.SUM_ABSOLUTE.between(a, b));
        golden.assertClose("l2frobenius", MatrixDistance.FROBENIUS.between(a, b));
        golden.assertClose("l2rms", MatrixDistance.ROOT_MEAN_SQUARE.between(a, b));
        golden.assertClose("maxAbs", MatrixDistance.LARGEST.between(a, b));
        golden.assertClose(
                "svdMobilityDifference",
                MobilityBootstrap.withDefaults()
                        .withReplicates(100)
                        .difference(b, a, Execution.sequential()) // the case subtracts the second
                        .get(MobilityIndex.JAFRY_SCHUERMANN)
                        .value());
    }

    /**
     * One path of states. The same as ours: counts, chances, log-likelihood, long run, and the statistic and p of {@code
     * assessOrder}, which is Pearson's of order 2 against 1 on k(k − 1)² degrees. Not ours: the standard error p/√n, which is
     * that of a Poisson count, and the interval by it, where ours is Wilson's of a share; Laplace's matrix, which is that of
     * counts with one more in each cell; {@code verifyMarkovProperty}, which takes the chances from all pairs, the first and
     * the last included, and has 20 degrees where (k − 1)² k = 12 can differ.
     */
    private static void checkSequence(GoldenCase golden) {
        List<String> states = golden.strings(golden.inputs().get("states"));
        String[] path = golden.column("state");
        int k = states.size();
        long[][] counts = new long[k][k];
        long[][][] triples = new long[k][k][k];
        for (int t = 1; t < path.length; t++) {
            counts[states.indexOf(path[t - 1])][states.indexOf(path[t])]++;
            if (t > 1) {
                triples[states.indexOf(path[t - 2])][states.indexOf(path[t - 1])][states.indexOf(path[t])]++;
            }
        }
        MigrationMatrix fit = MigrationMatrix.copyOf(states, counts, new long[k], new long[k]);
        JsonNode expected = golden.expected();
        long[][] more = new long[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                double chance = fit.probability(states.get(i), states.get(j));
                assertThat(counts[i][j])
                        .isEqualTo(expected.get("counts").get(i).get(j).asLong());
                golden.assertClose(
                        "matrix", chance, expected.get("matrix").get(i).get(j).asDouble());
                golden.assertClose(
                        "standardErrorPoisson",
                        chance / Math.sqrt(counts[i][j]),
                        expected.get("standardErrorPoisson").get(i).get(j).asDouble());
                Estimate wilson = fit.interval(states.get(i), states.get(j));
                assertThat(wilson.upper() - wilson.lower()) // a multinomial share varies less than a Poisson count
                        .isLessThan(expected.get("upper").get(i).get(j).asDouble()
                                - expected.get("lower").get(i).get(j).asDouble());
                more[i][j] = counts[i][j] + 1;
            }
        }
        MigrationMatrix laplace = MigrationMatrix.copyOf(states, more, new long[k], new long[k]);
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                golden.assertClose(
                        "laplaceMatrix",
                        laplace.probability(states.get(i), states.get(j)),
                        expected.get("laplaceMatrix").get(i).get(j).asDouble());
            }
        }
        golden.assertClose("logLikelihood", fit.logLikelihood());
        golden.assertClose(
                "steadyState",
                fit.chain().orElseThrow().longRun().stationary(),
                golden.doubles(expected.get("steadyState").get(0)));
        MigrationTest order = MigrationTests.withDefaults()
                .withoutDraws()
                .withStatistic(TestStatistic.PEARSON)
                .order(triples);
        assertThat(order.degrees()).isEqualTo(12);
        assertThat(order.statistic())
                .isCloseTo(expected.get("assessOrder").get("statistic").asDouble(), within(1e-9));
        assertThat(order.pValue())
                .isCloseTo(expected.get("assessOrder").get("p").asDouble(), within(1e-9));
    }

    private static MigrationMatrix ofShares(List<String> states, double[][] shares) {
        int k = shares.length;
        long[][] counts = new long[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                counts[i][j] = Math.round(shares[i][j] * 1e15);
            }
        }
        return MigrationMatrix.copyOf(states, counts, new long[k], new long[k]);
    }

    /** The matrix is one of shares; as counts per 10^15 customers it loses nothing of the tolerance. */
    private static void checkMobility(GoldenCase golden) {
        double[][] shares = golden.doubles2(golden.inputs().get("matrix"));
        List<String> states = golden.strings(golden.inputs().get("states"));
        int k = shares.length;
        MigrationMatrix migration = ofShares(states, shares);
        MobilityIndices mobility = migration.mobility();
        golden.assertClose("trace", mobility.value(MobilityIndex.PRAIS_SHORROCKS));
        golden.assertClose("immobilityRatio", mobility.value(MobilityIndex.IMMOBILITY_RATIO));
        golden.assertClose("determinantIndex", mobility.value(MobilityIndex.DETERMINANT));
        golden.assertClose("eigenvalueIndex", mobility.value(MobilityIndex.EIGENVALUE_SUM));
        golden.assertClose("secondEigenvalueIndex", mobility.value(MobilityIndex.SECOND_EIGENVALUE));
        golden.assertClose("svdJafrySchuermann", mobility.value(MobilityIndex.JAFRY_SCHUERMANN));
        golden.assertClose("halfLife", mobility.value(MobilityIndex.HALF_LIFE));
        golden.assertClose("unconditionalLeavingProbability", mobility.value(MobilityIndex.UNCONDITIONAL_LEAVING));
        golden.assertClose("entropyRateNats", mobility.value(MobilityIndex.ENTROPY_RATE));
        MarkovChain chain = migration.chain().orElseThrow();
        golden.assertClose(
                "eigenvalueModuli",
                chain.eigenvalueModuli(),
                golden.doubles(golden.expected().get("eigenvalueModuli")));
        for (int i = 0; i < k; i++) {
            golden.assertClose(
                    "praisMeanExitTime",
                    chain.expectedStay(states.get(i)),
                    golden.doubles(golden.expected().get("praisMeanExitTime"))[i]);
            golden.assertClose(
                    "entropyPerRowNats",
                    chain.entropy(states.get(i)),
                    golden.doubles(golden.expected().get("entropyPerRowNats"))[i]);
        }
        DirectionalMobility direction = migration.ordered(states);
        golden.assertClose("bartholomewUniform", direction.meanDistance().value()); // as many in each row
        golden.assertClose("bartholomewSteadyState", direction.longRunDistance());
        golden.assertClose("bartholomewSteadyStateNormalised", direction.longRunDistance() / (k - 1));
        golden.assertClose("upwardPerRow", direction.upRate().value(), mean(golden, "upwardPerRow"));
        golden.assertClose("downwardPerRow", direction.downRate().value(), mean(golden, "downwardPerRow"));
    }

    private static double mean(GoldenCase golden, String field) {
        return Arrays.stream(golden.doubles(golden.expected().get(field)))
                .average()
                .orElseThrow();
    }

    /** One state per customer and month; customers are matched although the rows of each month come in another order. */
    private static void checkCohort(GoldenCase golden) {
        List<String> states = golden.strings(golden.inputs().get("states"));
        JsonNode columns = golden.dataset().get("columns");
        CsvTable table = golden.table();
        JsonNode perPeriod = golden.expected().get("countsPerPeriod");
        int k = states.size();
        long[][] pooled = new long[k][k];
        assertThat(perPeriod).hasSize(columns.size() - 1);
        for (int period = 0; period < perPeriod.size(); period++) {
            Segmentation before = month(table.column(columns.get(period).asText()), states, period);
            Segmentation after = month(table.column(columns.get(period + 1).asText()), states, period + 1);
            MigrationMatrix migration = MigrationMatrix.between(before, after);
            assertThat(migration.entrants()).isZero();
            assertThat(migration.leavers()).isZero();
            assertThat(migration.customers()).isEqualTo(table.rowCount());
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    assertThat(migration.count(states.get(i), states.get(j)))
                            .as("%s, period %d, %s to %s", golden, period, states.get(i), states.get(j))
                            .isEqualTo(perPeriod.get(period).get(i).get(j).asLong());
                    pooled[i][j] += migration.count(states.get(i), states.get(j));
                }
            }
        }
        MigrationMatrix all = MigrationMatrix.copyOf(states, pooled, new long[k], new long[k]);
        double[][] matrix = golden.doubles2(golden.expected().get("matrix"));
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                golden.assertClose("matrix", all.probability(states.get(i), states.get(j)), matrix[i][j]);
            }
        }
    }

    private static Segmentation month(String[] labels, List<String> states, int month) {
        Segmentation.Builder builder =
                Segmentation.builder(START.plusMonths(month)).segments(states);
        for (int i = 0; i < labels.length; i++) {
            int row = month % 2 == 0 ? i : labels.length - 1 - i;
            builder.add(row, labels[row]);
        }
        return builder.build();
    }

    private static void checkSegments(GoldenCase golden) {
        List<String> states = golden.strings(golden.parameters().get("states")).subList(0, 3); // the fourth is "Absent"
        Segmentation before = tiers(golden.dataset().get("fileA").asText(), LocalDate.of(2011, 6, 1), states);
        Segmentation after = tiers(golden.dataset().get("fileB").asText(), LocalDate.of(2011, 12, 10), states);
        MigrationMatrix migration = MigrationMatrix.between(before, after);
        JsonNode expected = golden.expected();
        for (int i = 0; i < 3; i++) {
            String from = states.get(i);
            for (int j = 0; j < 3; j++) {
                assertThat(migration.count(from, states.get(j)))
                        .isEqualTo(expected.get("counts").get(i).get(j).asLong());
                golden.assertClose(
                        "rowShares",
                        migration.probability(from, states.get(j)),
                        expected.get("rowShares").get(i).get(j).asDouble());
            }
            assertThat(migration.leavers(from))
                    .isEqualTo(expected.get("counts").get(i).get(3).asLong());
            assertThat(migration.entrants(from))
                    .isEqualTo(expected.get("counts").get(3).get(i).asLong());
            SegmentGrowth.Line growth = migration.growth().line(migration.segment(from));
            assertThat(growth.opening())
                    .isEqualTo(expected.get("segmentSizesA").get(i).asLong());
            assertThat(growth.closing())
                    .isEqualTo(expected.get("segmentSizesB").get(i).asLong());
            assertThat(growth.net())
                    .isEqualTo(expected.get("netFlowPerSegment").get(i).asLong());
        }
        assertThat(migration.stayers()).isEqualTo(expected.get("stayers").asLong());
        assertThat(migration.entrants()).isEqualTo(expected.get("joiners").asLong());
        assertThat(migration.leavers()).isEqualTo(expected.get("leavers").asLong());
        golden.assertClose(
                "stabilityRateOfPresentInBoth", 1 - migration.mobility().value(MobilityIndex.SHARE_MOVED));
        DirectionalMobility direction = migration.ordered(states);
        assertThat(direction.up()).isEqualTo(expected.get("upgrades").asLong());
        assertThat(direction.down()).isEqualTo(expected.get("downgrades").asLong());
        golden.assertClose("upgradeRate", direction.upRate().value());
        golden.assertClose("downgradeRate", direction.downRate().value());
        golden.assertClose("netUpgradeRate", direction.net().value());
    }

    /** By the sum of the three rank-first scores: Low to 6, Mid to 11, High from 12. */
    private static Segmentation tiers(String file, LocalDate asOf, List<String> states) {
        CsvTable table = GoldenCases.table(file);
        String[] ids = table.column("customer");
        double[] recency = table.numbers("r_rankfirst");
        double[] frequency = table.numbers("f_rankfirst");
        double[] monetary = table.numbers("m_rankfirst");
        Segmentation.Builder builder = Segmentation.builder(asOf).segments(states);
        for (int i = 0; i < ids.length; i++) {
            double score = recency[i] + frequency[i] + monetary[i];
            builder.add(ids[i], states.get(score <= 6 ? 0 : score <= 11 ? 1 : 2));
        }
        return builder.build();
    }
}
