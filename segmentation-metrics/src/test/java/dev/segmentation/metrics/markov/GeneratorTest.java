package dev.segmentation.metrics.markov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.metrics.markov.Embedding.Approximation;
import dev.segmentation.metrics.markov.Embedding.Obstacle;
import dev.segmentation.metrics.markov.Embedding.Repair;
import dev.segmentation.metrics.markov.Embedding.Verdict;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class GeneratorTest {

    @RegisterExtension
    static final GoldenOperation EXPM = GoldenOperation.of("math.expm");

    @RegisterExtension
    static final GoldenOperation GENERATOR = GoldenOperation.of("migration.generator");

    private static final List<String> AB = List.of("A", "B");
    private static final List<String> ABC = List.of("A", "B", "C");

    @TestFactory
    Stream<DynamicTest> exponentials() {
        return EXPM.cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    for (int m = 0; m < golden.inputs().get("matrices").size(); m++) {
                        double[][] exponential = MatrixExponential.of(
                                golden.doubles2(golden.inputs().get("matrices").get(m)));
                        assertRows(
                                golden,
                                "exponentials",
                                exponential,
                                golden.expected().get("exponentials").get(m));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> generators() {
        return GENERATOR.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        List<String> states = golden.strings(golden.inputs().get("states"));
        Embedding embedding = MarkovChain.of(
                        states, golden.doubles2(golden.inputs().get("matrix")))
                .embedding();
        double[][] logarithm = embedding.logarithm().orElseThrow();
        assertRows(golden, "principalLog", logarithm, golden.expected().get("principalLog"));
        long negative = IntStream.range(0, states.size())
                .mapToLong(i -> IntStream.range(0, states.size())
                        .filter(j -> j != i && logarithm[i][j] < 0)
                        .count())
                .sum();
        assertThat(negative)
                .isEqualTo(golden.expected().get("negativeOffDiagonals").asLong());
        Generator diagonal =
                embedding.approximation(Repair.DIAGONAL).orElseThrow().generator();
        assertRows(
                golden,
                "diagonalAdjustment",
                diagonal.toArray(),
                golden.expected().get("diagonalAdjustment"));
        assertRows(
                golden,
                "weightedAdjustment",
                embedding
                        .approximation(Repair.WEIGHTED)
                        .orElseThrow()
                        .generator()
                        .toArray(),
                golden.expected().get("weightedAdjustment"));
        if (golden.expected().has("weightedAdjustmentOffDiagonalOnly")) { // of a chain whose last state is absorbing
            assertRows(
                    golden,
                    "weightedAdjustmentOffDiagonalOnly",
                    byOffDiagonalsOnly(logarithm),
                    golden.expected().get("weightedAdjustmentOffDiagonalOnly"));
        }
        assertRows(
                golden,
                "nearestGenerator",
                embedding
                        .approximation(Repair.QUASI_OPTIMAL)
                        .orElseThrow()
                        .generator()
                        .toArray(),
                golden.expected().get("nearestGenerator"));
        assertRows(
                golden,
                "expmDAhalf",
                diagonal.over(0.5).toArray(),
                golden.expected().get("expmDAhalf"));
        assertRows(
                golden, "expmDA1", diagonal.over(1).toArray(), golden.expected().get("expmDA1"));
        assertRows(
                golden, "expmDA2", diagonal.over(2).toArray(), golden.expected().get("expmDA2"));
        assertRows(
                golden,
                "expmDA10",
                diagonal.over(10).toArray(),
                golden.expected().get("expmDA10"));
        double[] stays = golden.doubles(golden.expected().get("sojournDA"));
        for (int i = 0; i < stays.length; i++) { // for ever is undefined here
            double expected = Double.isInfinite(stays[i]) ? Double.NaN : stays[i];
            golden.assertClose("sojournDA", diagonal.expectedStay(states.get(i)), expected);
        }
        double[][] chances = golden.doubles2(golden.inputs().get("matrix"));
        for (Repair repair : Repair.values()) {
            Approximation found = embedding.approximation(repair).orElseThrow();
            assertThat(found.flags()).containsExactly(embedding.undefined().orElseThrow());
            double[][] over = found.generator().over(1).toArray();
            double error = 0;
            for (int i = 0; i < chances.length; i++) {
                double row = 0;
                for (int j = 0; j < chances.length; j++) {
                    row += Math.abs(over[i][j] - chances[i][j]);
                }
                error = Math.max(error, row);
            }
            assertThat(found.error()).as("%s", repair).isPositive().isCloseTo(error, within(1e-15));
        }
    }

    /**
     * R ctmcd's weighted adjustment, from our logarithm: what was negative is taken from the other rates of the row by their
     * size alone, where the paper and ours take it from the diagonal too; its last row it leaves as it is.
     */
    private static double[][] byOffDiagonalsOnly(double[][] logarithm) {
        int k = logarithm.length;
        double[][] rates = new double[k][k];
        for (int i = 0; i < k; i++) {
            double good = 0;
            double bad = 0;
            for (int j = 0; j < k; j++) {
                good += j != i ? Math.max(0, logarithm[i][j]) : 0;
                bad += j != i ? Math.max(0, -logarithm[i][j]) : 0;
            }
            for (int j = 0; j < k; j++) {
                boolean asIs = j == i || i == k - 1 || good == 0;
                rates[i][j] = asIs ? logarithm[i][j] : Math.max(0, logarithm[i][j]) * (1 - bad / good);
            }
        }
        return rates;
    }

    private static void assertRows(
            GoldenCase golden, String field, double[][] actual, com.fasterxml.jackson.databind.JsonNode expected) {
        double[][] rows = golden.doubles2(expected);
        assertThat(actual.length).isEqualTo(rows.length);
        for (int i = 0; i < rows.length; i++) {
            golden.assertClose(field, actual[i], rows[i]);
        }
    }

    /** In a line, chances fall by the factorial of the steps: that to the end is e^−r rⁿ / n! but for the last stay. */
    @Test
    void chancesOfManyStepsAreNotLost() {
        for (int k : new int[] {2, 9, 21, 22, 40, 80, 120}) {
            for (double rate : new double[] {0.05, 0.9}) {
                MarkovChain chain = Generator.of(names(k), line(k, rate)).over(1);
                double[] first = chain.toArray()[0];
                double poisson = Math.exp(-rate);
                for (int j = 0; j < k - 1; j++) {
                    assertThat(first[j]).isCloseTo(poisson, within(1e-11 * poisson));
                    poisson *= rate / (j + 1);
                }
                assertThat(first[k - 1]).isBetween(poisson, 2 * poisson); // ends here: also those who would go on
                assertThat(chain.embedding().verdict()).as(k + " states").isEqualTo(Verdict.EXISTS);
            }
        }
    }

    /** Where chances are below 1e-308, a 0 of a chain that has rates. */
    @Test
    void zerosBelowRoundingAreNoObstacle() {
        double[][] chances = Generator.of(names(200), line(200, 0.05)).over(1).toArray();
        assertThat(chances[0][199]).isZero();
        Embedding embedding = MarkovChain.of(names(200), chances).embedding();
        assertThat(embedding.obstacles()).isEmpty();
        assertThat(embedding.verdict()).isEqualTo(Verdict.EXISTS);
        // two steps of 1e-7: 5e-15 is missed
        double[][] seen = {{1 - 1e-7, 1e-7, 0}, {0, 1 - 1e-7, 1e-7}, {0, 0, 1}};
        assertThat(MarkovChain.of(ABC, seen).embedding().obstacles()).contains(Obstacle.REACHED_LATER_ONLY);
    }

    private static double[][] line(int k, double rate) {
        double[][] rates = new double[k][k];
        for (int i = 0; i + 1 < k; i++) {
            rates[i][i + 1] = rate;
            rates[i][i] = -rate;
        }
        return rates;
    }

    @Test
    void aThreeCycleHasNoRates() {
        Embedding embedding = MarkovChain.of(ABC, new double[][] {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}})
                .embedding();
        assertThat(embedding.verdict()).isEqualTo(Verdict.IMPOSSIBLE);
        assertThat(embedding.obstacles())
                .containsExactly(
                        Obstacle.DETERMINANT_ABOVE_DIAGONAL, Obstacle.REACHED_LATER_ONLY, Obstacle.NEGATIVE_RATES);
        assertThat(embedding.determinant()).isEqualTo(1);
        assertThat(embedding.generator()).isEmpty();
        for (Repair repair : Repair.values()) {
            Approximation near = embedding.approximation(repair).orElseThrow();
            assertThat(near.flags()).containsExactly(Reason.NOT_EMBEDDABLE);
            assertThat(near.error()).isGreaterThan(0.5);
            for (String from : ABC) {
                for (String to : ABC) {
                    assertThat(from.equals(to) ? 0 : near.generator().rate(from, to))
                            .isNotNegative();
                }
            }
        }
    }

    @Test
    void aSwapHasNotEvenALogarithm() {
        Embedding embedding =
                MarkovChain.of(AB, new double[][] {{0.2, 0.8}, {0.8, 0.2}}).embedding();
        assertThat(embedding.verdict()).isEqualTo(Verdict.IMPOSSIBLE);
        assertThat(embedding.obstacles()).containsExactly(Obstacle.DETERMINANT_NOT_POSITIVE);
        assertThat(embedding.logarithm()).isEmpty();
        assertThat(embedding.approximation(Repair.DIAGONAL)).isEmpty();
        assertThat(embedding.approximation(Repair.MAXIMUM_LIKELIHOOD)).isPresent();
    }

    /** The faster, the nearer to a swap: that no rates exist, and that those found have no end, are two things to know. */
    @Test
    void mostLikelyRatesOfAChainCarryWhatTheSearchSaw() {
        assertThat(mostLikely(new double[][] {{0.2, 0.8}, {0.8, 0.2}}).flags())
                .containsExactly(Reason.NOT_EMBEDDABLE, Reason.DIVERGES);
        assertThat(mostLikely(new double[][] {{0.5, 0.5}, {0.5, 0.5}}).flags())
                .containsExactly(Reason.NOT_EMBEDDABLE, Reason.DIVERGES);
        // shares are of many customers: neither a rare move nor a fast one that is determined is without end
        assertThat(mostLikely(new double[][] {{1 - 1e-6, 1e-6}, {0.1, 0.9}}).flags())
                .isEmpty();
        Approximation fast = mostLikely(new double[][] {{0.51, 0.49}, {0.49, 0.51}});
        assertThat(fast.flags()).isEmpty();
        assertThat(fast.generator().rate("A", "B")).isCloseTo(Math.log(50) / 2, within(1e-8)); // 1 − 2p = e⁻²ᑫ
        assertThat(fast.repair()).isEqualTo(Repair.MAXIMUM_LIKELIHOOD);
        assertThat(fast.termination()).isEqualTo(Termination.CONVERGED);
    }

    private static Approximation mostLikely(double[][] chances) {
        return MarkovChain.of(AB, chances)
                .embedding()
                .approximation(Repair.MAXIMUM_LIKELIHOOD)
                .orElseThrow();
    }

    /** det P = exp(tr Q) is tiny for many states, and that is no obstacle. */
    @Test
    void manyStatesMayHaveRates() {
        Random random = new Random(3);
        for (int k : new int[] {30, 60}) {
            Embedding embedding =
                    Generator.of(names(k), rates(k, random, 2.6)).over(1).embedding();
            assertThat(embedding.determinant()).isPositive().isLessThan(1e-14);
            assertThat(embedding.obstacles()).isEmpty();
        }
    }

    @Test
    void exactRatesAreFoundAndLeftAlone() {
        long seed = 20250131; // fixed: how well a random matrix is conditioned is chance
        Random random = new Random(seed);
        for (int run = 0; run < 30; run++) {
            int k = 2 + random.nextInt(6);
            double[][] rates = rates(k, random, 0.3);
            Generator generator = Generator.of(names(k), rates);
            Embedding embedding = generator.over(1).embedding();
            assertThat(embedding.verdict()).as("seed %d", seed).isEqualTo(Verdict.EXISTS);
            for (Repair repair : List.of(Repair.DIAGONAL, Repair.WEIGHTED, Repair.QUASI_OPTIMAL)) {
                Approximation same = embedding.approximation(repair).orElseThrow();
                assertThat(same.flags()).isEmpty();
                assertThat(same.error()).as("seed %d", seed).isLessThan(1e-12);
                assertClose(same.generator().toArray(), generator.toArray(), 1e-11, seed);
            }
            assertClose(embedding.generator().orElseThrow().toArray(), generator.toArray(), 1e-11, seed);
        }
    }

    /** exp(Q) by the definition, Σ Qⁿ / n! over a tiny part of the time, and many products. */
    @Test
    void agreesWithManySmallSteps() {
        long seed = 20250131; // fixed: the remainder of many small steps depends on the rates
        Random random = new Random(seed);
        for (int run = 0; run < 10; run++) {
            int k = 1 + random.nextInt(6);
            Generator generator = Generator.of(names(k), rates(k, random, 2));
            double[][] small =
                    Matrices.plus(Matrices.identity(k), Matrices.scaled(generator.toArray(), 1.0 / (1 << 24)));
            double[][] slow = small;
            for (int s = 0; s < 24; s++) {
                slow = Matrices.times(slow, slow);
            }
            assertClose(generator.over(1).toArray(), slow, 1e-5, seed);
            double[][] product = generator.over(0.75).after(4).toArray();
            assertClose(generator.over(3).toArray(), product, 1e-13, seed);
            double[] stationary = generator.longRun().stationary();
            assertThat(generator.over(1).expectedSizes(stationary, 1))
                    .as("seed %d", seed)
                    .containsExactly(stationary, within(1e-13));
        }
    }

    /** A rare move keeps all its digits beside one that is a million million times as frequent. */
    @Test
    void rareMovesKeepTheirDigits() {
        Generator generator = Generator.of(ABC, new double[][] {{-3, 3, 0}, {0, -1e-12, 1e-12}, {0, 0, 0}});
        double exact = 1e-12 * (1 - (1 - Math.exp(-3)) / 3); // to first order in the rare rate: the next is 10⁻¹² of it
        assertThat(generator.over(1).probability("A", "C")).isCloseTo(exact, within(1e-24));
        double[][] late = generator.over(1e15).toArray();
        assertThat(late[0][2]).isCloseTo(1, within(1e-15));
        assertThat(Arrays.stream(late[1]).sum()).isCloseTo(1, within(1e-15));
    }

    @Test
    void aStateNobodyLeavesKeepsItsCustomers() {
        Generator generator = Generator.of(AB, new double[][] {{-1, 1}, {0, 0}});
        assertThat(generator.embeddedChain().toArray()).isDeepEqualTo(new double[][] {{0, 1}, {0, 1}});
        assertThat(generator.expectedStay("B")).isNaN();
        assertThat(generator.expectedStay("A")).isEqualTo(1);
        assertThat(generator.longRun().stationary()).containsExactly(0, 1);
        assertThat(generator.longRun().noLimit()).isEmpty();
        Generator swap = Generator.of(AB, new double[][] {{-1, 1}, {1, -1}});
        assertThat(swap.longRun().noLimit()).isEmpty();
        assertThat(swap.embeddedChain().longRun().noLimit()).contains(Reason.PERIODIC);
    }

    @Test
    void everyRowIsRepaired() {
        double[][] last = {{-0.3, 0.2, 0.1}, {0.1, -0.2, 0.1}, {0.3, -0.05, -0.25}};
        double[][] weighted = RowRepairs.spread(last);
        assertThat(Arrays.stream(weighted[2]).sum()).isCloseTo(0, within(1e-16));
        assertThat(weighted[2][0]).isCloseTo(0.3 - 0.05 * 0.3 / 0.55, within(1e-16));
        assertThat(weighted[2][2]).isCloseTo(-0.25 - 0.05 * 0.25 / 0.55, within(1e-16));
        assertThat(weighted[0]).containsExactly(-0.3, 0.2, 0.1);
        double[][] projected = RowRepairs.project(last);
        assertThat(projected[0]).containsExactly(new double[] {-0.3, 0.2, 0.1}, within(1e-16));
        assertThat(projected[2]).containsExactly(new double[] {0.275, 0, -0.275}, within(1e-16));
    }

    /** By bisection of the shift. */
    @Test
    void theProjectionIsTheNearest() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 100; run++) {
            int k = 2 + random.nextInt(5);
            double[][] any = new double[1][];
            any[0] = random.doubles(k, -1, 1).toArray();
            double[] found = RowRepairs.project(new double[][] {any[0], new double[k]})[0];
            double low = -10;
            double high = 10;
            for (int step = 0; step < 200; step++) {
                double middle = (low + high) / 2;
                double sum = any[0][0] - middle;
                for (int j = 1; j < k; j++) {
                    sum += Math.max(any[0][j] - middle, 0);
                }
                if (sum > 0) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            for (int j = 0; j < k; j++) {
                double expected = j == 0 ? any[0][0] - low : Math.max(any[0][j] - low, 0);
                assertThat(found[j]).as("seed %d", seed).isCloseTo(expected, within(1e-14));
            }
        }
    }

    @Test
    void refusesWhatAreNoRates() {
        assertThatThrownBy(() -> Generator.of(AB, new double[][] {{-1, 1}, {0.5, -0.25}}))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_STOCHASTIC))
                .hasMessage(
                        "Generator.of: row 1 of rates sums to 0.25, expected 0; the diagonal is minus the sum of the"
                                + " rest of the row");
        assertThatThrownBy(() -> Generator.of(AB, new double[][] {{1, -1}, {0, 0}}))
                .hasMessage("Generator.of: rates[0][1] = -1.0, expected at least 0");
        Generator generator = Generator.of(AB, new double[][] {{-1, 1}, {0, 0}});
        assertThatThrownBy(() -> generator.over(Double.NaN))
                .hasMessage("Generator.over: time = NaN, expected at least 0 and finite");
        assertThat(generator.over(0).toArray()).isDeepEqualTo(Matrices.identity(2));
    }

    @Test
    void mostLikelyRatesAreTheOnesThatCountsWereMadeBy() {
        Generator truth = Generator.of(ABC, new double[][] {{-0.5, 0.3, 0.2}, {0.1, -0.2, 0.1}, {0, 0.4, -0.4}});
        PanelLikelihood.Builder builder = PanelLikelihood.builder(ABC);
        for (double time : new double[] {0.5, 1, 2.5}) {
            double[][] chances = truth.over(time).toArray();
            long[][] counts = new long[3][3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    counts[i][j] = Math.round(1e12 * chances[i][j]);
                }
            }
            builder.add(time, counts);
        }
        GeneratorFit fit = builder.build().maximize();
        assertThat(fit.termination()).isEqualTo(Termination.CONVERGED);
        assertClose(fit.generator().toArray(), truth.toArray(), 1e-10, 0);
    }

    /** At the maximum no rate can be changed for the better; slopes by differences, which know nothing of the search. */
    @Test
    void noSlopeIsLeftAtTheMaximum() {
        PanelLikelihood panel = PanelLikelihood.builder(ABC)
                .add(1, new long[][] {{80, 15, 5}, {10, 70, 20}, {2, 30, 68}})
                .add(3, new long[][] {{50, 30, 20}, {20, 45, 35}, {9, 40, 51}})
                .build();
        GeneratorFit fit = panel.maximize();
        assertThat(fit.termination()).isEqualTo(Termination.CONVERGED);
        assertThat(panel.logLikelihood(fit.generator())).isEqualTo(fit.logLikelihood());
        assertThat(fit.flag()).isEmpty();
        double[][] rates = fit.generator().toArray();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                if (i != j) {
                    double step = 1e-5;
                    double up = panel.logLikelihood(changed(rates, i, j, step));
                    double slope;
                    if (rates[i][j] > step) {
                        slope = (up - panel.logLikelihood(changed(rates, i, j, -step))) / (2 * step);
                        assertThat(slope).as("%d to %d", i, j).isCloseTo(0, within(1e-5));
                    } else {
                        slope = (up - fit.logLikelihood()) / step;
                        assertThat(slope).as("%d to %d", i, j).isLessThan(1e-5);
                    }
                }
            }
        }
    }

    /** Rates drawn again and again from the same truth spread as the standard errors say. */
    @Test
    void standardErrorsAreTheSpreadOfFits() {
        Generator truth = Generator.of(ABC, new double[][] {{-0.5, 0.3, 0.2}, {0.1, -0.2, 0.1}, {0.15, 0.4, -0.55}});
        Random random = new Random(1);
        double[] squares = new double[2];
        double[] errors = new double[2];
        int runs = 200;
        for (int run = 0; run < runs; run++) {
            PanelLikelihood.Builder builder = PanelLikelihood.builder(ABC);
            for (double time : new double[] {1, 2}) {
                double[][] chances = truth.over(time).toArray();
                long[][] counts = new long[3][3];
                for (int i = 0; i < 3; i++) {
                    for (int n = 0; n < 500; n++) {
                        double drawn = random.nextDouble();
                        counts[i][drawn < chances[i][0] ? 0 : drawn < chances[i][0] + chances[i][1] ? 1 : 2]++;
                    }
                }
                builder.add(time, counts);
            }
            GeneratorFit fit = builder.build().maximize();
            assertThat(fit.termination()).isEqualTo(Termination.CONVERGED);
            squares[0] += Math.pow(fit.generator().rate("A", "B") - 0.3, 2) / runs;
            squares[1] += Math.pow(fit.generator().rate("C", "A") - 0.15, 2) / runs;
            errors[0] += fit.standardError("A", "B") / runs;
            errors[1] += fit.standardError("C", "A") / runs;
        }
        for (int n = 0; n < 2; n++) { // the spread of 200 numbers is known to a twentieth: three of them
            assertThat(Math.sqrt(squares[n]) / errors[n]).isCloseTo(1, within(0.15));
        }
    }

    /** Customers who are anywhere after one step: the faster the more likely, without end. */
    @Test
    void ratesWithoutEndAreReported() {
        GeneratorFit fit = PanelLikelihood.builder(AB)
                .add(1, new long[][] {{40, 60}, {60, 40}})
                .build()
                .maximize();
        assertThat(fit.flag()).contains(Reason.DIVERGES);
        assertThat(fit.standardError("A", "B")).isNaN();
        assertThat(fit.generator().over(1).probability("A", "B")).isCloseTo(0.5, within(1e-3));
        GeneratorFit even = PanelLikelihood.builder(AB)
                .add(1, new long[][] {{50, 50}, {50, 50}})
                .build()
                .maximize();
        assertThat(even.flag()).contains(Reason.DIVERGES);
        GeneratorFit unseen = PanelLikelihood.builder(ABC)
                .add(1, new long[][] {{50, 10, 5}, {10, 50, 5}, {0, 0, 0}})
                .build()
                .maximize();
        assertThat(unseen.flag()).contains(Reason.NO_OBSERVATIONS);
    }

    private static Generator changed(double[][] rates, int i, int j, double by) {
        double[][] changed = Matrices.copy(rates);
        changed[i][j] += by;
        changed[i][i] -= by;
        return Generator.of(ABC, changed);
    }

    @Test
    void countsThatAreNoPanelAreRefused() {
        PanelLikelihood.Builder builder = PanelLikelihood.builder(AB);
        assertThatThrownBy(builder::build)
                .hasMessage("PanelLikelihood.Builder: no counts, expected at least one table");
        assertThatThrownBy(() -> builder.add(0, new long[2][2]))
                .hasMessage("PanelLikelihood.Builder.add: time = 0.0, expected above 0 and finite");
        assertThatThrownBy(() -> builder.add(1, new long[][] {{1, 0}, {0}}))
                .hasMessage("PanelLikelihood.Builder.add: row 1 of counts has 1 numbers, expected 2, one per state; the"
                        + " table is square");
        assertThatThrownBy(() -> builder.add(1, new long[][] {{5, -1}, {0, 3}}))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEGATIVE_COUNT))
                .hasMessage("PanelLikelihood.Builder.add: counts[0][1] = -1, expected at least 0");
        Generator other = Generator.of(ABC, new double[3][3]);
        assertThatThrownBy(() ->
                        builder.add(1, new long[][] {{1, 0}, {0, 1}}).build().logLikelihood(other))
                .hasMessage("PanelLikelihood.logLikelihood: the generator has states [A, B, C], expected [A, B]");
    }

    private static void assertClose(double[][] actual, double[][] expected, double bound, long seed) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("seed %d, row %d", seed, i).containsExactly(expected[i], within(bound));
        }
    }

    private static double[][] rates(int k, Random random, double size) {
        double[][] rates = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                if (j != i) {
                    rates[i][j] = size * (0.01 + random.nextDouble()) / k;
                    rates[i][i] -= rates[i][j];
                }
            }
        }
        return rates;
    }

    private static List<String> names(int k) {
        return IntStream.range(0, k).mapToObj(i -> "s" + i).toList();
    }
}
