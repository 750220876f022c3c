package dev.segmentation.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.InvalidInputException;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DipTest {

    /** Quality ratings of 63 statistics faculties, the example of Hartigan and Hartigan (1985). */
    private static final double[] FACULTIES = {
        30, 33, 35, 36, 37, 37, 39, 39, 39, 39, 39, 40, 40, 40, 40, 41, 42, 43, 43, 43, 44, 44, 45, 45, 46, 46, 47, 47,
                48,
        48, 48, 49, 50, 50, 51, 52, 52, 53, 53, 53, 53, 53, 54, 54, 57, 57, 59, 60, 60, 60, 61, 61, 61, 61, 62, 62, 62,
                62,
        63, 66, 70, 72, 72
    };

    @Test
    void thePaperSays0059WithATailOfAboutTenPercent() {
        Dip dip = Dip.of(FACULTIES);
        assertThat(dip.statistic()).isCloseTo(7.5 / 126, within(1e-15)); // 0.0595, printed as 0.059
        assertThat(dip.pValue()).isBetween(0.08, 0.1);
        assertThat(dip.size()).isEqualTo(63);
    }

    @Test
    void thePaperSaysThatTheRootTimesTheNinetiethPercentileOfAHundredIs0474() {
        assertThat(DipQuantiles.pValue(100, 0.0474)).isCloseTo(0.1, within(0.006)); // theirs is from 9999 samples
    }

    @Test
    void twoEqualLumpsAreAsFarFromOneModeAsCanBe() {
        Dip dip = Dip.of(0, 0, 1, 1);
        assertThat(dip.statistic()).isEqualTo(0.25);
        assertThat(Dip.of(DoubleStream.iterate(0, x -> 1 - x).limit(1000).toArray())
                        .statistic())
                .isEqualTo(0.25);
        assertThat(Dip.of(DoubleStream.iterate(0, x -> 1 - x).limit(1000).toArray())
                        .pValue())
                .isEqualTo(DipQuantiles.LEAST);
    }

    @Test
    void evenlySpacedValuesAreAsCloseToOneModeAsCanBe() {
        Dip dip = Dip.of(5, 4, 3, 2, 1);
        assertThat(dip.statistic()).isCloseTo(0.1, within(1e-15)); // 1 / 2n
        assertThat(dip.pValue()).isEqualTo(1);
    }

    @Test
    void fewValues() {
        assertThat(Dip.of().statistic()).isNaN();
        assertThat(Dip.of().pValue()).isNaN();
        assertThat(Dip.of(7).statistic()).isZero();
        assertThat(Dip.of(7, 7, 7, 7, 7).statistic()).isZero();
        assertThat(Dip.of(7, 7, 7, 7, 7).pValue()).isEqualTo(1);
        assertThat(Dip.of(1, 2).statistic()).isEqualTo(0.25);
        assertThat(Dip.of(1, 2).pValue()).isEqualTo(1); // there is no more to expect of two values
    }

    @Test
    void missingValuesAreRefused() {
        assertThatThrownBy(() -> Dip.of(1, Double.NaN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Dip.of: missing or infinite value at row 1; leave out these rows first");
    }

    @Test
    void hugeAndTinyValuesAreLikeOthers() {
        double[] values = {-1.7, -1.69, -1.68, 1.68, 1.69, 1.7};
        double dip = Dip.of(values).statistic();
        assertThat(dip).isBetween(0.2, 0.25);
        for (double unit : new double[] {1e308, 1e-300, 0x1p-1074}) {
            double[] scaled = Arrays.stream(values)
                    .map(x -> Math.rint(100 * x) * (unit / 100))
                    .toArray();
            if (unit > 0x1p-1074) {
                assertThat(Dip.of(scaled).statistic()).isCloseTo(dip, within(1e-12));
            } else {
                assertThat(Dip.of(scaled).statistic()).isBetween(0.0, 0.25);
            }
        }
    }

    @Test
    void theValuesStayAsTheyAre() {
        double[] values = {3, 1, 2};
        assertThat(Dip.of(values)).hasToString("Dip[0.16666666666666666, n = 3, p = 1.0]");
        assertThat(values).containsExactly(3, 1, 2);
    }

    @RepeatedTest(20)
    void theLinearProgramFindsTheSame(RepetitionInfo repetition) {
        SeededRandom random = SeededRandom.stream(11, repetition.getCurrentRepetition());
        for (int run = 0; run < 20; run++) {
            int n = 2 + random.nextInt(14);
            double[] values = new double[n];
            int modes = 1 + random.nextInt(3);
            int spread = 4 + random.nextInt(60); // integers, because near-ties are beyond the simplex solver
            for (int i = 0; i < n; i++) {
                values[i] = random.nextInt(modes) * 50 + random.nextInt(spread);
            }
            assertThat(Dip.of(values).statistic())
                    .as(Arrays.toString(values))
                    .isCloseTo(byLinearProgram(values), within(1e-8));
        }
    }

    @Test
    void closePointsWhereTheSimplexSolverFails() {
        // from the same linear program, solved by HiGHS 1.x (scipy.optimize.linprog)
        assertThat(Dip.of(
                                0.07983667926798221,
                                0.10299857407346125,
                                0.1030587903990392,
                                0.15912173688859088,
                                0.20561724870022013,
                                0.22255807188751597,
                                0.4574840384804481,
                                0.5148866832477875,
                                0.5187479775603344,
                                0.5788708051370077,
                                0.6724072506862554,
                                0.6767957977393778,
                                0.7298980119994791,
                                0.7318541644429639,
                                0.8850879127743705,
                                0.9637956541033035,
                                0.9645649411247148)
                        .statistic())
                .isCloseTo(0.10853548422983034, within(1e-8));
        assertThat(Dip.of(
                                0.022330250573293742,
                                0.05402865796077627,
                                0.05409591852657325,
                                0.05644490756849729,
                                0.11105219186751225,
                                0.3073182757446661,
                                0.36827327207295946,
                                0.3765078048688929,
                                0.6009426323165717,
                                0.7340336566783247,
                                0.7460943917672884,
                                0.75425647223591,
                                0.7933996051335971,
                                0.8204794647608736,
                                0.9204691717116534)
                        .statistic())
                .isCloseTo(0.1292682473814099, within(1e-8));
    }

    @Test
    void shiftScaleAndMirrorChangeNothing() {
        SeededRandom random = SeededRandom.stream(3, 3);
        for (int run = 0; run < 50; run++) {
            double[] values = new double[200];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(1 << 20);
            }
            double dip = Dip.of(values).statistic();
            assertThat(Dip.of(Arrays.stream(values).map(x -> 3 - 4 * x).toArray())
                            .statistic())
                    .isCloseTo(dip, within(1e-14));
        }
    }

    @Test
    void pFallsAsTheDipGrows() {
        for (int n : new int[] {4, 5, 11, 63, 777, 20_000, 1_000_000}) {
            double last = 1;
            for (double dip = 0.5 / n; dip < 0.25; dip += 0.001) {
                double p = DipQuantiles.pValue(n, dip);
                assertThat(p).isBetween(DipQuantiles.LEAST, last);
                last = p;
            }
        }
        for (int row = 0; row < DipQuantiles.SIZES.length; row++) {
            assertThat(DipQuantiles.ROOTS[row]).isSorted();
        }
    }

    @Test
    void uniformSamplesHaveUniformP() {
        for (int n : new int[] {17, 120, 800}) { // between the sizes of the table
            int runs = 4000;
            int[] below = new int[3];
            for (int run = 0; run < runs; run++) {
                SeededRandom random = SeededRandom.stream(1234 + n, run);
                double p = Dip.of(DoubleStream.generate(random::nextDouble)
                                .limit(n)
                                .toArray())
                        .pValue();
                below[0] += p <= 0.5 ? 1 : 0;
                below[1] += p <= 0.1 ? 1 : 0;
                below[2] += p <= 0.02 ? 1 : 0;
            }
            assertThat(below[0] / (double) runs).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / runs)));
            assertThat(below[1] / (double) runs).isCloseTo(0.1, within(4 * Math.sqrt(0.09 / runs)));
            assertThat(below[2] / (double) runs).isCloseTo(0.02, within(4 * Math.sqrt(0.0196 / runs)));
        }
    }

    /** The definition: for each place of the mode, the least t such that some function is within t. */
    private static double byLinearProgram(double... values) {
        double[] at = Arrays.stream(values).sorted().distinct().toArray();
        double best = 1;
        for (int mode = 0; mode < at.length; mode++) {
            best = Math.min(best, withMode(mode, at, values));
        }
        return best;
    }

    /** Unknown: the function at each point (at the mode, right of it), left of the mode, and t. */
    private static double withMode(int mode, double[] at, double... values) {
        int m = at.length;
        int t = m + 1;
        List<LinearConstraint> rules = new ArrayList<>();
        for (int i = 0; i < m; i++) {
            double x = at[i];
            double below = Arrays.stream(values).filter(v -> v < x).count() / (double) values.length;
            double upTo = Arrays.stream(values).filter(v -> v <= x).count() / (double) values.length;
            near(rules, i, t, upTo);
            near(rules, i == mode ? m : i, t, below);
        }
        rules.add(rule(m + 2, Relationship.GEQ, mode, 1, m, -1));
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < mode; i++) {
            left.add(i);
        }
        left.add(m);
        for (int i = 0; i + 1 < left.size(); i++) {
            rules.add(rule(m + 2, Relationship.GEQ, left.get(i + 1), 1, left.get(i), -1));
            if (i + 2 < left.size()) {
                rules.add(bend(
                        m + 2, Relationship.GEQ, at[i + 1] - at[i], at[i + 2] - at[i + 1], left.subList(i, i + 3)));
            }
        }
        for (int i = mode; i + 1 < m; i++) {
            rules.add(rule(m + 2, Relationship.GEQ, i + 1, 1, i, -1));
            if (i + 2 < m) {
                rules.add(bend(
                        m + 2, Relationship.LEQ, at[i + 1] - at[i], at[i + 2] - at[i + 1], List.of(i, i + 1, i + 2)));
            }
        }
        double[] objective = new double[m + 2];
        objective[t] = 1;
        return new SimplexSolver(1e-10)
                .optimize(
                        new MaxIter(100_000),
                        new LinearObjectiveFunction(objective, 0),
                        new LinearConstraintSet(rules),
                        GoalType.MINIMIZE,
                        new NonNegativeConstraint(true))
                .getValue();
    }

    private static void near(List<LinearConstraint> rules, int variable, int t, double height) {
        rules.add(new LinearConstraint(weights(t + 1, variable, 1, t, -1), Relationship.LEQ, height));
        rules.add(new LinearConstraint(weights(t + 1, variable, 1, t, 1), Relationship.GEQ, height));
    }

    private static LinearConstraint rule(int size, Relationship relation, int a, double x, int b, double y) {
        return new LinearConstraint(weights(size, a, x, b, y), relation, 0);
    }

    private static double[] weights(int size, int a, double x, int b, double y) {
        double[] weights = new double[size];
        weights[a] += x;
        weights[b] += y;
        return weights;
    }

    /** The second slope at least (or at most) as large as the first. */
    private static LinearConstraint bend(
            int size, Relationship relation, double first, double second, List<Integer> points) {
        double scale = Math.max(first, second);
        double[] weights = new double[size];
        weights[points.get(0)] = second / scale;
        weights[points.get(1)] = -(first + second) / scale;
        weights[points.get(2)] = first / scale;
        return new LinearConstraint(weights, relation, 0);
    }
}
