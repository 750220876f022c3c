package dev.segmentation.metrics.markov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class MarkovChainTest {

    @RegisterExtension
    static final GoldenOperation MARKOV = GoldenOperation.of("migration.markov");

    private static final List<String> AB = List.of("A", "B");
    private static final List<String> ABC = List.of("A", "B", "C");

    @TestFactory
    Stream<DynamicTest> golden() {
        return MARKOV.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        List<String> states = golden.strings(golden.inputs().get("states"));
        MarkovChain chain =
                MarkovChain.of(states, golden.doubles2(golden.inputs().get("matrix")));
        int k = states.size();
        assertThat(chain.isIrreducible())
                .isEqualTo(golden.expected().get("irreducible").asBoolean());
        assertThat(chain.classes().stream().filter(StateClass::absorbing).flatMap(c -> c.states().stream()))
                .isEqualTo(golden.strings(golden.expected().get("absorbingStates")));
        double[][] steady = golden.doubles2(golden.expected().get("steadyStates"));
        assertThat(chain.longRun().recurrentClasses()).hasSameSizeAs(steady);
        golden.assertClose("steadyStates", chain.longRun().stationary(), steady[0]);
        for (int power : new int[] {2, 5, 12}) {
            double[][] expected = golden.doubles2(golden.expected().get("power" + power));
            double[][] actual = chain.after(power).toArray();
            for (int i = 0; i < k; i++) {
                golden.assertClose("power" + power, actual[i], expected[i]);
            }
        }
        FirstPassage passage = chain.firstPassage();
        double[][] hitting = golden.doubles2(golden.expected().get("hittingProbabilities"));
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                golden.assertClose(
                        "hittingProbabilities", passage.probability(states.get(i), states.get(j)), hitting[i][j]);
            }
        }
        if (chain.isIrreducible()) {
            checkIrreducible(golden, chain, states);
        } else {
            checkAbsorbing(golden, chain, states);
        }
    }

    private static void checkIrreducible(GoldenCase golden, MarkovChain chain, List<String> states) {
        int k = states.size();
        assertThat(chain.classes().get(0).period())
                .isEqualTo(golden.expected().get("period").asInt());
        double[][] z = golden.doubles2(golden.expected().get("fundamentalMatrix"));
        double[][] mean = golden.doubles2(golden.expected().get("meanFirstPassageTime"));
        double[] recurrence = golden.doubles(golden.expected().get("meanRecurrenceTime"));
        double kemeny = 0;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                double steps = chain.firstPassage().meanSteps(states.get(i), states.get(j));
                double share = chain.longRun().stationary(states.get(j));
                if (i == j) {
                    golden.assertClose("meanRecurrenceTime", steps, recurrence[i]);
                    golden.assertClose("meanRecurrenceTime", 1 / share, recurrence[i]);
                } else {
                    golden.assertClose("meanFirstPassageTime", steps, mean[i][j]);
                    golden.assertClose("fundamentalMatrix", z[j][j] - share * steps, z[i][j]);
                    kemeny += i == 0 ? share * steps : 0;
                }
            }
        }
        for (int j = 0; j < k; j++) { // πZ = π, and z[i][j] = z[j][j] − π[j] steps[i][j]
            String to = states.get(j);
            double steps = 0;
            for (int i = 0; i < k; i++) {
                steps += i == j
                        ? 0
                        : chain.longRun().stationary(states.get(i))
                                * chain.firstPassage().meanSteps(states.get(i), to);
            }
            golden.assertClose("fundamentalMatrix", chain.longRun().stationary(to) * (1 + steps), z[j][j]);
        }
        golden.assertClose("kemenyConstantTraceZ", 1 + kemeny);
    }

    private static void checkAbsorbing(GoldenCase golden, MarkovChain chain, List<String> states) {
        assertThat(golden.expected().get("period").isNull()).isTrue(); // here each class has its own
        assertThat(chain.classes())
                .hasSizeGreaterThan(1)
                .allSatisfy(each -> assertThat(each.period()).isEqualTo(1));
        Absorption absorption = chain.absorption();
        List<String> emptying = golden.strings(golden.expected().get("transientStates"));
        assertThat(absorption.transientStates()).isEqualTo(emptying);
        double[] steps = golden.doubles(golden.expected().get("meanAbsorptionTime"));
        double[][] into = golden.doubles2(golden.expected().get("absorptionProbabilities"));
        double[][] visits = golden.doubles2(golden.expected().get("fundamentalMatrix"));
        for (int i = 0; i < emptying.size(); i++) {
            golden.assertClose("meanAbsorptionTime", absorption.meanSteps(emptying.get(i)), steps[i]);
            golden.assertClose(
                    "absorptionProbabilities",
                    absorption.probability(emptying.get(i), states.get(states.size() - 1)),
                    into[i][0]);
            for (int j = 0; j < emptying.size(); j++) {
                golden.assertClose(
                        "fundamentalMatrix", absorption.visits(emptying.get(i), emptying.get(j)), visits[i][j]);
            }
        }
    }

    @Test
    void aCycleKeepsOscillating() {
        MarkovChain chain = MarkovChain.of(AB, new double[][] {{0, 1}, {1, 0}});
        assertThat(chain.classes()).containsExactly(new StateClass(AB, true, 2));
        assertThat(chain.longRun().stationary()).containsExactly(0.5, 0.5);
        assertThat(chain.longRun().noLimit()).contains(Reason.PERIODIC);
        assertThat(chain.longRun().limit("A")).isNaN();
        assertThat(chain.longRun().undefined()).isEmpty();
        assertThat(chain.after(1001).probability("A", "B")).isEqualTo(1);
        assertThat(chain.firstPassage().meanSteps("A", "A")).isEqualTo(2);
    }

    @Test
    void nobodyMoves() {
        MarkovChain chain = MarkovChain.of(AB, new double[][] {{1, 0}, {0, 1}});
        assertThat(chain.expectedStay("A")).isNaN();
        assertThat(chain.longRun().undefined()).contains(Reason.SEVERAL_CLASSES);
        assertThat(chain.longRun().noLimit()).contains(Reason.SEVERAL_CLASSES);
        assertThat(chain.longRun().stationary()).containsExactly(Double.NaN, Double.NaN);
        assertThat(chain.longRun().stationary("A")).isNaN();
        assertThat(chain.longRun().stationary(new StateClass(List.of("B"), true, 1)))
                .containsExactly(0, 1);
        assertThat(chain.absorption().transientStates()).isEmpty();
        assertThat(chain.firstPassage().probability("A", "B")).isZero();
        assertThat(chain.firstPassage().undefined("A", "B")).contains(Reason.UNREACHABLE);
    }

    @Test
    void whatCanBeReachedIsGivenWhateverElseCannot() {
        MarkovChain chain = MarkovChain.of(ABC, new double[][] {{1, 0, 0}, {0.3, 0.4, 0.3}, {0, 0, 1}});
        FirstPassage passage = chain.firstPassage();
        assertThat(passage.meanSteps("A", "A")).isEqualTo(1);
        assertThat(passage.meanSteps("B", "A")).isNaN();
        assertThat(passage.probability("B", "A")).isCloseTo(0.5, within(1e-15));
        assertThat(passage.probability("B", "B")).isCloseTo(0.4, within(1e-15));
        assertThat(passage.undefined("B", "B")).contains(Reason.UNREACHABLE);
        assertThat(passage.undefined("A", "A")).isEmpty();
        assertThat(chain.absorption().transientStates()).containsExactly("B");
        assertThat(chain.absorption().meanSteps("B")).isCloseTo(1 / 0.6, within(1e-15));
        assertThat(chain.absorption().probability("B", "C")).isCloseTo(0.5, within(1e-15));
        assertThat(chain.absorption().probability("B", "B")).isZero();
        assertThatThrownBy(() -> chain.absorption().meanSteps("A"))
                .hasMessage("Absorption: \"A\" does not empty in the long run; see transientStates()");
        assertThat(chain.expectedStay("B")).isCloseTo(1 / 0.6, within(1e-15));
    }

    @Test
    void twoClassesThatEmpty() {
        MarkovChain chain = MarkovChain.of(
                List.of("new", "active", "sleeping", "left"),
                new double[][] {{0, 0.7, 0.2, 0.1}, {0, 0.8, 0.15, 0.05}, {0, 0.3, 0.5, 0.2}, {0, 0, 0, 1}});
        assertThat(chain.classes())
                .containsExactly(
                        new StateClass(List.of("new"), false, 0),
                        new StateClass(List.of("active", "sleeping"), false, 1),
                        new StateClass(List.of("left"), true, 1));
        assertThat(chain.longRun().stationary()).containsExactly(0, 0, 0, 1);
        assertThat(chain.firstPassage().probability("new", "new")).isZero();
        assertThat(chain.firstPassage().meanSteps("new", "left"))
                .isCloseTo(chain.absorption().meanSteps("new"), within(1e-14));
    }

    /** (0.5 0.5 0; 0 0.5 0.5; 0 0 1) cannot be diagonalised. */
    @Test
    void manySteps() {
        MarkovChain chain = MarkovChain.of(ABC, new double[][] {{0.5, 0.5, 0}, {0, 0.5, 0.5}, {0, 0, 1}})
                .withStepDays(30);
        MarkovChain later = chain.after(1000);
        for (double[] row : later.toArray()) {
            assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-12));
        }
        assertThat(chain.after(3).probability("A", "B")).isEqualTo(0.375);
        assertThat(later.stepDays()).hasValue(30_000);
        assertThat(chain.after(0).toArray()).isDeepEqualTo(Matrices.identity(3));
        assertThat(chain.expectedSizes(new double[] {8, 0, 0}, 2)).containsExactly(2, 4, 2);
        MarkovChain for2billionSteps = MarkovChain.of(
                        ABC, new double[][] {{0.3, 0.3, 0.4}, {0.1, 0.2, 0.7}, {0.55, 0.25, 0.2}})
                .after(2_000_000_000);
        for (double[] row : for2billionSteps.toArray()) {
            assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-15));
        }
        assertThatThrownBy(() -> chain.withStepDays(Long.MAX_VALUE).after(2))
                .hasMessage("MarkovChain.after: 2 steps are more days than a long holds");
    }

    @Test
    void oneState() {
        MarkovChain chain = MarkovChain.of(List.of("all"), new double[][] {{1}});
        assertThat(chain.longRun().stationary()).containsExactly(1);
        assertThat(chain.firstPassage().meanSteps("all", "all")).isEqualTo(1);
        assertThat(chain.value(new double[] {10}, 0).undefined("all")).contains(Reason.DIVERGES);
        assertThat(chain.value(new double[] {10}, 0.25).of("all")).isCloseTo(50, within(1e-12));
        assertThat(chain.value(new double[] {10}, 0.25).residual("all")).isCloseTo(40, within(1e-12));
    }

    @Test
    void worthWithoutDiscountIsFiniteWhereTheEndEarnsNothing() {
        MarkovChain chain = MarkovChain.of(
                List.of("active", "left", "bot", "loop"),
                new double[][] {{0.8, 0.2, 0, 0}, {0, 1, 0, 0}, {0, 0.5, 0.4, 0.1}, {0, 0, 0, 1}});
        ChainValue value = chain.value(new double[] {10, 0, 7, -1}, 0);
        assertThat(value.of("active")).isCloseTo(50, within(1e-13));
        assertThat(value.of("left")).isZero();
        assertThat(value.of("bot")).isNaN();
        assertThat(value.undefined("bot")).contains(Reason.DIVERGES);
        assertThat(value.undefined("loop")).contains(Reason.DIVERGES);
        assertThat(value.undefined("active")).isEmpty();
        assertThat(value.discountRate()).isZero();
    }

    /** A stay of 1 − 10⁻¹² loses four digits by a plain solution; here none. */
    @Test
    void almostNobodyMoves() {
        double tiny = 0x1p-40;
        MarkovChain chain = MarkovChain.of(AB, new double[][] {{1 - tiny, tiny}, {3 * tiny, 1 - 3 * tiny}});
        assertThat(chain.longRun().stationary("A")).isEqualTo(0.75);
        assertThat(chain.firstPassage().meanSteps("B", "A")).isEqualTo(0x1p40 / 3);
        MarkovChain steep =
                MarkovChain.of(ABC, new double[][] {{0.5, 0.5, 0}, {1e-200, 0.5, 0.5 - 1e-200}, {0, 1e-200, 1 - 1e-200}
                });
        assertThat(steep.longRun().stationary()).containsExactly(0, 2e-200, 1);
        assertThat(steep.value(new double[] {1, 1, 1}, Double.MIN_VALUE).undefined("A"))
                .contains(Reason.DIVERGES);
        assertThat(chain.expectedStay("A")).isEqualTo(0x1p40);
    }

    /** The slow obvious way: sums over many steps, and plain linear algebra. */
    @Test
    void agreesWithPlainLinearAlgebra() {
        long seed = 20250131; // fixed: a random chain may be slower than the steps that are followed
        Random random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            int k = 1 + random.nextInt(8);
            double[][] p = random(k, random);
            MarkovChain chain = MarkovChain.of(names(k), p);
            p = chain.toArray();
            RealMatrix matrix = MatrixUtils.createRealMatrix(p);
            double[] ones = new double[k];
            Arrays.fill(ones, 1);
            RealMatrix all = MatrixUtils.createRealMatrix(k, k).scalarAdd(1);
            RealMatrix identity = MatrixUtils.createRealIdentityMatrix(k);
            double[] stationary = new LUDecomposition(
                            identity.subtract(matrix).add(all).transpose())
                    .getSolver()
                    .solve(MatrixUtils.createRealVector(ones))
                    .toArray();
            assertThat(chain.longRun().stationary()).as("seed %d", seed).containsExactly(stationary, within(1e-12));
            double[] earned = random.doubles(k, -1, 1).toArray();
            double[] value = new LUDecomposition(identity.subtract(matrix.scalarMultiply(1 / 1.1)))
                    .getSolver()
                    .solve(MatrixUtils.createRealVector(earned))
                    .toArray();
            ChainValue found = chain.value(earned, 0.1);
            assertThat(chain.states().stream().mapToDouble(found::of).toArray())
                    .as("seed %d", seed)
                    .containsExactly(value, within(1e-12));
            double[] steps = new double[k]; // into the first state, by following the rest for long
            double[] still = ones.clone();
            for (int t = 0; t < 5000; t++) {
                double[] next = new double[k];
                for (int i = 0; i < k; i++) {
                    steps[i] += still[i];
                    for (int j = 1; j < k; j++) {
                        next[i] += p[i][j] * still[j];
                    }
                }
                still = next;
            }
            for (int i = 0; i < k; i++) {
                assertThat(chain.firstPassage().meanSteps("s" + i, "s0"))
                        .as("seed %d", seed)
                        .isCloseTo(steps[i], within(1e-9 * steps[i]));
            }
        }
    }

    /** Renaming states permutes every answer. */
    @Test
    void namesDoNotMatter() {
        long seed = 20250131; // fixed: how far rounding goes depends on the chain
        double[][] p = random(5, new Random(seed));
        int[] order = {3, 0, 4, 1, 2};
        double[][] permuted = new double[5][5];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                permuted[i][j] = p[order[i]][order[j]];
            }
        }
        MarkovChain chain = MarkovChain.of(names(5), p);
        MarkovChain other =
                MarkovChain.of(Arrays.stream(order).mapToObj(i -> "s" + i).toList(), permuted);
        for (String from : chain.states()) {
            assertThat(other.longRun().stationary(from))
                    .as("seed %d", seed)
                    .isCloseTo(chain.longRun().stationary(from), within(1e-14));
            for (String to : chain.states()) {
                assertThat(other.firstPassage().meanSteps(from, to))
                        .as("seed %d", seed)
                        .isCloseTo(chain.firstPassage().meanSteps(from, to), within(1e-11));
                assertThat(other.after(3).probability(from, to))
                        .as("seed %d", seed)
                        .isCloseTo(chain.after(3).probability(from, to), within(1e-15));
            }
        }
    }

    @Test
    void printsItself() {
        assertThat(MarkovChain.of(AB, new double[][] {{0.5, 0.5}, {0.25, 0.75}}))
                .hasToString("""
                        from \\ to       A       B
                        A          50.0 %  50.0 %
                        B          25.0 %  75.0 %""");
    }

    @Test
    void refusesWhatIsNoChain() {
        refuses(
                () -> MarkovChain.of(AB, new double[][] {{0.5, 0.499999}, {0.2, 0.8}}),
                Reason.NOT_STOCHASTIC,
                "MarkovChain.of: row 0 of probabilities sums to 0.999999, expected 1; divide rounded rows by their sums,"
                        + " or add the state that is missing");
        refuses(
                () -> MarkovChain.of(AB, new double[][] {{0.5, 0.5}, {Double.NaN, Double.NaN}}),
                Reason.NON_FINITE,
                "MarkovChain.of: probabilities[1][0] = NaN, expected a number; leave out states of which nothing is"
                        + " known");
        refuses(
                () -> MarkovChain.of(List.of("A"), new double[][] {{0.5, 0.5}}),
                Reason.RAGGED,
                "MarkovChain.of: row 0 of probabilities has 2 numbers, expected 1, one per state; the matrix is square");
        refuses(
                () -> MarkovChain.of(AB, new double[][] {{0.5, 0.5}}),
                Reason.SCHEMA_MISMATCH,
                "MarkovChain.of: probabilities has 1 entries, expected 2, one per state");
        refuses(
                () -> MarkovChain.of(List.of("A", "A"), new double[][] {{0.5, 0.5}, {0.5, 0.5}}),
                Reason.BAD_NAME,
                "MarkovChain.of: two states are called \"A\"; give each a name of its own");
        refuses(
                () -> MarkovChain.of(AB, new double[][] {{1.5, -0.5}, {0, 1}}),
                Reason.NEGATIVE_VALUE,
                "MarkovChain.of: probabilities[0][1] = -0.5, expected at least 0");
        refuses(
                () -> MarkovChain.of(List.of(), new double[0][]),
                Reason.EMPTY,
                "MarkovChain.of: no states, expected at least 1");
        List<String> many = names(513);
        refuses(
                () -> MarkovChain.of(many, new double[513][513]),
                Reason.RESOURCE_LIMIT,
                "MarkovChain.of: 513 states, expected at most 512; merge states first");
        MarkovChain chain = MarkovChain.of(AB, new double[][] {{0.5, 0.5}, {0, 1}});
        refuses(
                () -> chain.value(new double[] {Double.NaN, 0}, 0.1),
                Reason.NON_FINITE,
                "MarkovChain.value: valuePerStep[0] = NaN, expected a number");
        refuses(
                () -> chain.value(new double[] {1, 0}, -0.1),
                Reason.BAD_PARAM,
                "MarkovChain.value: discountRate = -0.1, expected at least 0, per step; 0.01 is one percent");
        refuses(
                () -> chain.after(-1),
                Reason.BAD_PARAM,
                "MarkovChain.after: steps = -1, expected at least 0; 0 is now");
        refuses(
                () -> chain.expectedSizes(new double[] {-1, 0}, 1),
                Reason.NEGATIVE_COUNT,
                "MarkovChain.expectedSizes: sizes[0] = -1.0, expected at least 0");
        refuses(
                () -> chain.withStepDays(0),
                Reason.BAD_PARAM,
                "MarkovChain.withStepDays: days = 0, expected at least 1");
        refuses(
                () -> chain.longRun().stationary(new StateClass(List.of("A"), true, 1)),
                Reason.UNKNOWN_NAME,
                "LongRun.stationary: not a recurrent class of this chain; use recurrentClasses()");
    }

    private static void refuses(ThrowingCallable call, Reason reason, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessage(message);
    }

    private static double[][] random(int k, Random random) {
        double[][] p = new double[k][k];
        for (double[] row : p) {
            double sum = 0;
            for (int j = 0; j < k; j++) {
                row[j] = 0.02 + random.nextDouble();
                sum += row[j];
            }
            for (int j = 0; j < k; j++) {
                row[j] /= sum;
            }
        }
        return p;
    }

    private static List<String> names(int k) {
        return IntStream.range(0, k).mapToObj(i -> "s" + i).toList();
    }
}
