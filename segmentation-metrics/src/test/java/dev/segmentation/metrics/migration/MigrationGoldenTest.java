package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.Segmentation;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.markov.AalenJohansen;
import dev.segmentation.metrics.markov.MarkovChain;
import dev.segmentation.metrics.markov.TransitionChances;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import dev.segmentation.testing.GoldenOperation;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Numbers of other programs; most cases rest on data that is not committed and run with {@code -Dgolden=DIR} only. */
class MigrationGoldenTest {

    @RegisterExtension
    static final GoldenOperation MOBILITY = GoldenOperation.of("migration.mobility");

    @RegisterExtension
    static final GoldenOperation COHORT = GoldenOperation.of("migration.cohort");

    @RegisterExtension
    static final GoldenOperation SEGMENTS = GoldenOperation.of("migration.segments");

    @RegisterExtension
    static final GoldenOperation MATRIX_DISTANCE = GoldenOperation.of("migration.matrixDistance");

    @RegisterExtension
    static final GoldenOperation SEQUENCE_FIT = GoldenOperation.of("migration.sequenceFit")
            .without("verifyMarkovProperty", "a test on 20 degrees where 12 can differ: see checkSequence");

    /** Of 97.5 %, as the reference has it: the same in all its intervals, and 4 · 10⁻⁷ above the true 1.959963984540054. */
    private static final double QUANTILE_OF_MARKOVCHAIN = 1.9599643924763865;

    private static final LocalDate START = LocalDate.of(2010, 12, 1);

    @TestFactory
    Stream<DynamicTest> mobility() {
        return MOBILITY.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkMobility(golden)));
    }

    @TestFactory
    Stream<DynamicTest> cohort() {
        return COHORT.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkCohort(golden)));
    }

    @TestFactory
    Stream<DynamicTest> segments() {
        return SEGMENTS.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkSegments(golden)));
    }

    @TestFactory
    Stream<DynamicTest> distance() {
        return MATRIX_DISTANCE.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkDistance(golden)));
    }

    @TestFactory
    Stream<DynamicTest> sequence() {
        return SEQUENCE_FIT.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkSequence(golden)));
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
                double lower = expected.get("lower").get(i).get(j).asDouble();
                double upper = expected.get("upper").get(i).get(j).asDouble();
                double half = QUANTILE_OF_MARKOVCHAIN * chance / Math.sqrt(counts[i][j]);
                golden.assertClose("lower", Math.max(0, chance - half), lower);
                golden.assertClose("upper", Math.min(1, chance + half), upper);
                Estimate wilson = fit.interval(states.get(i), states.get(j));
                assertThat(wilson.upper() - wilson.lower()) // a multinomial share varies less than a Poisson count
                        .isLessThan(upper - lower);
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
        double[] up = golden.doubles(golden.expected().get("upwardPerRow"));
        double[] down = golden.doubles(golden.expected().get("downwardPerRow"));
        golden.assertClose("upwardPerRow", direction.upRate().value(), mean(up));
        golden.assertClose("downwardPerRow", direction.downRate().value(), mean(down));
        for (int i = 0; i < k; i++) { // a table of this row alone
            double[][] row = new double[k][k];
            row[i] = shares[i];
            DirectionalMobility alone = ofShares(states, row).ordered(states);
            golden.assertClose("upwardPerRow", alone.upRate().value(), up[i]);
            golden.assertClose("downwardPerRow", alone.downRate().value(), down[i]);
        }
        checkChain(golden, migration);
    }

    /** The single singular values have no accessor: their sum is that of the index, their squares those of a distance. */
    private static void checkChain(GoldenCase golden, MigrationMatrix migration) {
        List<String> states = golden.strings(golden.inputs().get("states"));
        int k = states.size();
        MarkovChain chain = migration.chain().orElseThrow();
        golden.assertClose("determinant", chain.determinant());
        double[][] nobodyMoves = new double[k][k];
        for (int i = 0; i < k; i++) {
            nobodyMoves[i][i] = 1;
        }
        double[] singular = golden.doubles(golden.expected().get("singularValuesOfPminusI"));
        golden.assertClose(
                "singularValuesOfPminusI", migration.mobility().value(MobilityIndex.JAFRY_SCHUERMANN), mean(singular));
        golden.assertClose(
                "singularValuesOfPminusI",
                MatrixDistance.FROBENIUS.between(migration, ofShares(states, nobodyMoves)),
                Math.sqrt(Arrays.stream(singular).map(s -> s * s).sum()));
        JsonNode steady = golden.expected().get("steadyState");
        if (steady.isNull()) { // where a start matters for ever, the case has none
            assertThat(chain.isIrreducible()).isFalse();
        } else {
            golden.assertClose("steadyState", chain.longRun().stationary(), golden.doubles(steady));
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /**
     * The worked example of giddy's documentation: incomes per head of 48 states of the USA, 1929 to 2009, in quintiles of
     * each year. The counts are those printed there for {@code markov.Markov(q5).transitions}; the indices those of {@code
     * mobility.markov_mobility}, two of them with opening shares of 10, 20, 20, 40 and 10 %, which a table has whose rows are
     * multiplied accordingly.
     */
    @Test
    void theIncomesOfGiddy() {
        long[][] counts = {
            {729, 71, 1, 0, 0}, {72, 567, 80, 3, 0}, {0, 81, 631, 86, 2}, {0, 3, 86, 573, 56}, {0, 0, 1, 57, 741}
        };
        List<String> quintiles = List.of("1", "2", "3", "4", "5");
        MobilityIndices mobility = MigrationMatrix.copyOf(quintiles, counts, new long[5], new long[5])
                .mobility();
        assertThat(mobility.value(MobilityIndex.PRAIS_SHORROCKS)).isCloseTo(0.19758992000997844, within(1e-15));
        assertThat(mobility.value(MobilityIndex.DETERMINANT)).isCloseTo(0.60684854623695594, within(1e-14));
        assertThat(mobility.value(MobilityIndex.SECOND_EIGENVALUE)).isCloseTo(0.039782002308159647, within(1e-14));
        long multiple = 801L * 361 * 800 * 359 * 799; // of the rows' sums 801, 722, 800, 718, 799
        long[] tenths = {1, 2, 2, 4, 1};
        for (int i = 0; i < 5; i++) {
            long row = Arrays.stream(counts[i]).sum();
            for (int j = 0; j < 5; j++) {
                counts[i][j] *= tenths[i] * (multiple / row);
            }
            assertThat(Arrays.stream(counts[i]).sum()).isEqualTo(tenths[i] * multiple);
        }
        MigrationMatrix weighted = MigrationMatrix.copyOf(quintiles, counts, new long[5], new long[5]);
        double moved = weighted.mobility().value(MobilityIndex.SHARE_MOVED);
        assertThat(moved * 5 / 4).isCloseTo(0.2277675878319787, within(1e-15)); // their B1
        assertThat(weighted.ordered(quintiles).meanDistance().value() / 4)
                .isCloseTo(0.046366601194789261, within(1e-15)); // their B2
    }

    /**
     * Both indices by their definitions, in exact fractions: P = (½ ½ 0; ¼ ½ ¼; 0 ½ ½) has det P = 0, its neighbor (¾ ¼ 0;
     * ¼ ½ ¼; 0 ¼ ¾) has det P = 3/16 and eigenvalues 1, ¾, ¼. Ending elsewhere than in segments 1, 2, 3: of 12 customers
     * 4 in each, 8, 8, 8, so that group mobility is (¼ + ½ + ¼) / 3 / (2/3).
     */
    @Test
    void theIndicesThatNoOtherProgramHas() {
        List<String> states = List.of("Low", "Mid", "High");
        MobilityIndices mobility = MigrationMatrix.copyOf(
                        states, new long[][] {{3, 1, 0}, {1, 2, 1}, {0, 1, 3}}, new long[3], new long[3])
                .mobility();
        assertThat(mobility.value(MobilityIndex.DETERMINANT_ROOT)).isCloseTo(1 - Math.sqrt(3.0 / 16), within(1e-15));
        assertThat(mobility.value(MobilityIndex.GROUP_MOBILITY)).isCloseTo(0.5, within(1e-15));
        MobilityIndices halves = MigrationMatrix.copyOf(
                        states, new long[][] {{2, 2, 0}, {1, 2, 1}, {0, 2, 2}}, new long[3], new long[3])
                .mobility();
        assertThat(halves.value(MobilityIndex.DETERMINANT_ROOT)).isEqualTo(1);
        assertThat(halves.value(MobilityIndex.GROUP_MOBILITY)) // 9, 6 and 9 of 12 end elsewhere
                .isCloseTo((0.5 / 0.75 + 0.5 / 0.5 + 0.5 / 0.75) / 3, within(1e-15));
    }

    /** The slow way: the determinant by Laplace's expansion, the chances by walking through the customers one by one. */
    @RepeatedTest(5)
    void theIndicesThatNoOtherProgramHasAgreeWithSlowTwins(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int k = 2 + random.nextInt(4);
        long[][] counts = new long[k][k];
        for (long[] row : counts) {
            Arrays.setAll(row, j -> 1 + random.nextInt(30));
        }
        double[][] p = new double[k][k];
        double group = 0;
        for (int i = 0; i < k; i++) {
            double here = 0;
            double left = 0;
            double all = 0;
            double elsewhere = 0;
            for (int from = 0; from < k; from++) {
                for (int to = 0; to < k; to++) {
                    for (long customer = 0; customer < counts[from][to]; customer++) {
                        all++;
                        elsewhere += to != i ? 1 : 0;
                        here += from == i ? 1 : 0;
                        left += from == i && to != i ? 1 : 0;
                    }
                }
            }
            group += left / here / (elsewhere / all) / k;
            for (int j = 0; j < k; j++) {
                p[i][j] = counts[i][j] / here;
            }
        }
        List<String> states = IntStream.range(0, k).mapToObj(i -> "s" + i).toList();
        MobilityIndices mobility =
                MigrationMatrix.copyOf(states, counts, new long[k], new long[k]).mobility();
        assertThat(mobility.value(MobilityIndex.GROUP_MOBILITY)).isCloseTo(group, within(1e-14));
        assertThat(Math.pow(1 - mobility.value(MobilityIndex.DETERMINANT_ROOT), k - 1))
                .isCloseTo(Math.abs(laplace(p)), within(1e-14));
    }

    private static double laplace(double[][] matrix) {
        if (matrix.length == 1) {
            return matrix[0][0];
        }
        double sum = 0;
        for (int j = 0; j < matrix.length; j++) {
            int dropped = j;
            double[][] minor = IntStream.range(1, matrix.length)
                    .mapToObj(i -> IntStream.range(0, matrix.length)
                            .filter(column -> column != dropped)
                            .mapToDouble(column -> matrix[i][column])
                            .toArray())
                    .toArray(double[][]::new);
            sum += (j % 2 == 0 ? 1 : -1) * matrix[0][j] * laplace(minor);
        }
        return sum;
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
        assertThat(golden.parameters().get("periods").asInt()).isEqualTo(perPeriod.size());
        List<Segmentation> months = new ArrayList<>();
        for (int t = 0; t < columns.size(); t++) {
            months.add(month(table.column(columns.get(t).asText()), states, t));
        }
        for (int period = 0; period < perPeriod.size(); period++) {
            MigrationMatrix migration = MigrationMatrix.between(months.get(period), months.get(period + 1));
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
        checkPooled(golden, MigrationMatrix.copyOf(states, pooled, new long[k], new long[k]));
        checkPeriods(golden, months);
    }

    /** Standard errors, for which the library has intervals, from its counts and chances by the formulas in the notes. */
    private static void checkPooled(GoldenCase golden, MigrationMatrix all) {
        List<String> states = golden.strings(golden.inputs().get("states"));
        JsonNode expected = golden.expected();
        for (int i = 0; i < states.size(); i++) {
            String from = states.get(i);
            double row = states.stream().mapToLong(to -> all.count(from, to)).sum();
            for (int j = 0; j < states.size(); j++) {
                double chance = all.probability(from, states.get(j));
                long count = all.count(from, states.get(j));
                assertThat(count).isEqualTo(expected.get("counts").get(i).get(j).asLong());
                golden.assertClose(
                        "matrix", chance, expected.get("matrix").get(i).get(j).asDouble());
                golden.assertClose(
                        "standardErrorMultinomial",
                        Math.sqrt(chance * (1 - chance) / row),
                        expected.get("standardErrorMultinomial").get(i).get(j).asDouble());
                golden.assertClose(
                        "standardErrorPoisson",
                        count == 0 ? 0 : chance / Math.sqrt(count),
                        expected.get("standardErrorPoisson").get(i).get(j).asDouble());
            }
        }
        golden.assertClose("logLikelihood", all.logLikelihood());
    }

    /** The product of the months' matrices: of their chains, and by Aalen and Johansen's estimate from the same history. */
    private static void checkPeriods(GoldenCase golden, List<Segmentation> months) {
        List<String> states = golden.strings(golden.inputs().get("states"));
        SegmentHistory history = SegmentHistory.of(months);
        List<LocalDate> dates = history.dates();
        long days = ChronoUnit.DAYS.between(dates.get(0), dates.get(dates.size() - 1));
        double start = dates.get(0).toEpochDay();
        TransitionChances chances =
                AalenJohansen.of(history.stays()).between(start, start + days).get(0);
        int k = states.size();
        RealMatrix product = MatrixUtils.createRealIdentityMatrix(k);
        for (MigrationMatrix step : history.steps()) {
            product = product.multiply(
                    MatrixUtils.createRealMatrix(step.chain().orElseThrow().toArray()));
        }
        double[][] expected = golden.doubles2(golden.expected().get("productOfPeriodMatrices"));
        double[][] last = golden.doubles2(golden.expected().get("matrixPerPeriodLast"));
        MigrationMatrix lastStep = history.steps().get(history.steps().size() - 1);
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                String from = states.get(i);
                String to = states.get(j);
                golden.assertClose("productOfPeriodMatrices", product.getEntry(i, j), expected[i][j]);
                golden.assertClose("productOfPeriodMatrices", chances.probability(from, to), expected[i][j]);
                golden.assertClose("matrixPerPeriodLast", lastStep.probability(from, to), last[i][j]);
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
        checkAbsent(golden);
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

    /** The case's shares count those who are absent as a state of its own: so do these. */
    private static void checkAbsent(GoldenCase golden) {
        List<String> states = golden.strings(golden.parameters().get("states"));
        long[][] counts = Arrays.stream(golden.doubles2(golden.expected().get("counts")))
                .map(row -> Arrays.stream(row).mapToLong(count -> (long) count).toArray())
                .toArray(long[][]::new);
        assertThat(counts[3][3]).isZero();
        MigrationMatrix all = MigrationMatrix.copyOf(states, counts, new long[4], new long[4]);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                golden.assertClose(
                        "rowShares",
                        all.probability(states.get(i), states.get(j)),
                        golden.expected().get("rowShares").get(i).get(j).asDouble());
            }
        }
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
