package dev.segmentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.internal.Blocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel against the obvious loop: one row, one center, one feature at a time. */
class KernelTest {

    private static final int NO_HINT = 0;

    /** All that this machine can run. */
    static Stream<Kernel> kernels() {
        List<Kernel> kernels = new ArrayList<>(List.of(new PlainKernel(), new ExactKernel()));
        VectorSupport.kernel().ifPresent(vector -> {
            kernels.add(vector);
            kernels.add(new WarmingKernel(vector));
        });
        return kernels.stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void whatIsCertainIsRightAndTheRestIsFlagged(Kernel kernel) {
        for (int d : new int[] {1, 2, 3, 4, 7, 8, 9, 16, 33, 64}) {
            for (int k : new int[] {1, 2, 3, 4, 5, 8, 9, 17, 64}) {
                for (int n : new int[] {1, 31, 32, 33, 255, 256, 288, 1023, 1024}) {
                    check(kernel, Problem.normal(n, d, k, 0, 7L * d + k));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void farFromTheOriginRowsAreCentered(Kernel kernel) {
        for (double offset : new double[] {1e3, 1e6, 1e9, 1e12}) {
            Problem problem = Problem.normal(1024, 9, 6, offset, 5);
            assertThat(problem.panel.offset).hasSize(9);
            int uncertain = check(kernel, problem);
            assertThat(uncertain)
                    .as("rows left to the exact order at offset %g", offset)
                    .isLessThan(20);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void tiesAreFlagged(Kernel kernel) {
        double[] rows = new double[1024];
        Arrays.fill(rows, 1);
        Arrays.fill(rows, 0, Blocks.LANES, 2); // few enough to be left to the exact order
        double[] centers = {1, 3};
        Problem problem = new Problem(rows, 1024, 1, centers);
        Proposals found = problem.propose(kernel);
        if (kernel instanceof ExactKernel) {
            assertThat(found.nearest[5]).isZero(); // of equals, the first
            assertThat(found.attention[0]).isZero();
        } else {
            assertThat(found.uncertain[0]).isEqualTo(-1);
            assertThat(found.attention[0]).isEqualTo(-1);
        }
        assertThat(found.uncertain[1]).isZero();
        assertThat(found.others[5]).isLessThan(found.atMost[5]);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void rowsNearlyBetweenTwoCentersAreRightOrOpen(Kernel kernel) {
        SplittableRandom random = new SplittableRandom(8);
        for (int d : new int[] {1, 2, 5, 16, 50}) {
            for (int k : new int[] {2, 3, 7, 20}) {
                double[] centers = random.doubles((long) k * d, -1, 1).toArray();
                for (int c = 0; c < k; c++) { // some far, some near the offset
                    double factor = StrictMath.pow(10, random.nextInt(-3, 4));
                    for (int j = 0; j < d; j++) {
                        centers[c * d + j] *= factor;
                    }
                }
                double[] rows = new double[512 * d];
                for (int i = 0; i < 512; i++) {
                    int a = random.nextInt(k);
                    int b = random.nextInt(k);
                    double share = 0.5 + random.nextDouble(-1, 1) * StrictMath.pow(10, -random.nextInt(12));
                    for (int j = 0; j < d; j++) {
                        rows[i * d + j] = share * centers[a * d + j] + (1 - share) * centers[b * d + j];
                    }
                }
                check(kernel, new Problem(rows, 512, d, centers));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void manyCentersCloseTogetherAreToldApart(Kernel kernel) {
        int uncertain = check(kernel, Problem.normal(1024, 1, 3000, 0, 9));
        assertThat(uncertain).isLessThan(20);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aFarRowOrCenterLeavesTheOthersCertain(Kernel kernel) {
        Problem near = Problem.normal(1024, 6, 8, 0, 10);
        double[] rows = near.rows.clone();
        double[] centers = near.centers.clone();
        Arrays.fill(rows, 6, 12, 1e6);
        Arrays.fill(centers, 0, 6, 1e6);
        assertThat(check(kernel, new Problem(rows, 1024, 6, centers))).isLessThan(20);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void hintsChangeNothing(Kernel kernel) {
        Problem problem = Problem.normal(1024, 5, 12, 0, 11);
        int[] expected = problem.propose(kernel).nearest.clone();
        SplittableRandom random = new SplittableRandom(1);
        int[] hints = random.ints(1024, -3, 20).toArray(); // some are no labels at all
        Proposals found = new Proposals();
        kernel.propose(problem.panel, problem.radius, problem.packed, Narrowed.NONE, 1024, hints, NO_HINT, found);
        assertThat(found.nearest).isEqualTo(expected);
        for (int r = 0; r < 1024; r++) {
            boolean differs = found.nearest[r] != hints[r] || !found.isCertain(r);
            assertThat(found.needsAttention(r))
                    .as("row %d, hint %d", r, hints[r])
                    .isEqualTo(differs);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void whatAnEarlierProblemLeftBehindDoesNotMatter(Kernel kernel) {
        Proposals room = new Proposals();
        int[][] sizes = {{1024, 33, 64}, {40, 3, 3}, {1024, 1, 3000}, {1024, 9, 17}, {31, 2, 2}, {600, 40, 5}};
        for (int[] size : sizes) {
            Problem problem = Problem.normal(size[0], size[1], size[2], 0, size[1]);
            check(kernel, problem, room);
            check(kernel, problem, room); // too much left open: the second time nothing is tried
        }
    }

    @Test
    void noRowOfWholeTilesIsFartherThanTheRadius() {
        Problem problem = Problem.normal(100, 3, 2, 7, 4);
        double farthest = 0;
        for (int i = 0; i < 96; i++) {
            double sum = 0;
            for (int j = 0; j < 3; j++) {
                double t = problem.rows[i * 3 + j] - (problem.panel.offset.length == 0 ? 0 : problem.panel.offset[j]);
                sum += t * t;
            }
            farthest = Math.max(farthest, Math.sqrt(sum));
        }
        double radius = problem.panel.rowRadius(problem.packed, 100);
        assertThat(radius).isBetween(farthest, farthest * (1 + 1e-8));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void rowsThatAreNarrowedAlreadyGiveTheSame(Kernel kernel) {
        for (int n : new int[] {31, 32, 64, 96, 1000, 1024}) {
            Problem problem = Problem.normal(n, 7, 9, 50, n);
            int whole = n & -Blocks.LANES;
            float[] narrowed = new float[Narrowed.size(whole, 7)];
            Narrowed.convert(problem.panel.scale, problem.panel.shift, problem.packed, whole, narrowed);
            Proposals expected = problem.propose(kernel);
            Proposals found = new Proposals();
            kernel.propose(problem.panel, problem.radius, problem.packed, narrowed, n, new int[n], NO_HINT, found);
            kernel.bound(problem.panel, n, found);
            assertThat(Arrays.copyOf(found.nearest, whole)).isEqualTo(Arrays.copyOf(expected.nearest, whole));
            assertThat(found.uncertain).isEqualTo(expected.uncertain);
            assertThat(Arrays.copyOf(found.atMost, n)).isEqualTo(Arrays.copyOf(expected.atMost, n));
        }
    }

    /** Compares all proposals with the obvious loop, and counts those that are left to be decided. */
    private static int check(Kernel kernel, Problem problem) {
        return check(kernel, problem, new Proposals());
    }

    private static int check(Kernel kernel, Problem problem, Proposals room) {
        Proposals found = problem.propose(kernel, room);
        int uncertain = 0;
        for (int i = 0; i < problem.n; i++) {
            double[] squared = problem.squared(i);
            int nearest = 0;
            for (int c = 1; c < squared.length; c++) {
                nearest = squared[c] < squared[nearest] ? c : nearest;
            }
            String fault = fault(found, i, nearest);
            assertThat(fault).as("row %d of %s", i, problem).isEmpty();
            uncertain += found.isCertain(i) || i >= (problem.n & -Blocks.LANES) ? 0 : 1;
            checkBounds(kernel, found, i, squared, problem);
        }
        return uncertain;
    }

    private static String fault(Proposals found, int i, int nearest) {
        if (!found.isCertain(i)) {
            return found.needsAttention(i) ? "" : "too close to call, but not flagged";
        }
        if (found.nearest[i] != nearest) {
            return "certain of " + found.nearest[i] + ", but " + nearest + " is nearest";
        }
        return found.needsAttention(i) || nearest == 0 ? "" : "differs from the hint, which is 0, but is not flagged";
    }

    /** Bounds hold the distances, and are close to each other. */
    private static void checkBounds(Kernel kernel, Proposals found, int i, double[] squared, Problem problem) {
        String fault = "";
        for (int c = 0; c < squared.length; c++) {
            double slack = 1e-13 * squared[c]; // of this check
            if (found.atLeast[i] > squared[c] + slack) {
                fault = "a center is nearer than atLeast = " + found.atLeast[i];
            }
            if (c != found.nearest[i] && found.others[i] > squared[c] + slack) {
                fault = "another center is nearer than others = " + found.others[i];
            }
            if (c == found.nearest[i] && found.atMost[i] < squared[c] - slack) {
                fault = "the nearest center is farther than atMost = " + found.atMost[i];
            }
        }
        if (i < (problem.n & -Blocks.LANES)) {
            fault += tooLoose(kernel, found, i, squared, problem.radius);
        }
        assertThat(fault).as("row %d of %s", i, problem).isEmpty();
    }

    private static String tooLoose(Kernel kernel, Proposals found, int i, double[] squared, double radius) {
        double second = Double.POSITIVE_INFINITY;
        for (int c = 0; c < squared.length; c++) {
            second = c == found.nearest[i] ? second : Math.min(second, squared[c]);
        }
        double precision = kernel instanceof ExactKernel ? 1e-12 : 1e-4;
        double width = precision * (radius * radius + squared[found.nearest[i]]);
        if (found.atMost[i] - found.atLeast[i] > width) {
            return "loose bounds: " + found.atLeast[i] + " and " + found.atMost[i];
        }
        boolean loose = squared.length > 1 && second - found.others[i] > width + precision * second;
        return loose ? "loose bound of the others: " + found.others[i] + " instead of " + second : "";
    }

    /** Rows and centers. */
    private static final class Problem {

        private final double[] rows;
        private final int n;
        private final int d;
        private final double[] centers;
        private final double[] packed;
        private final Panel panel;
        private final double radius;

        Problem(double[] rows, int n, int d, double[] centers) {
            this.rows = rows;
            this.n = n;
            this.d = d;
            this.centers = centers;
            this.packed = new double[n * d];
            Blocks.pack(rows, 0, n, d, packed);
            Survey survey = Survey.of(packed, n, d);
            this.panel = new Panel(centers, d, survey.offset());
            this.radius = survey.radius(panel.offset);
        }

        static Problem normal(int n, int d, int k, double offset, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] rows =
                    random.doubles((long) n * d, -2, 2).map(x -> x + offset).toArray();
            double[] centers =
                    random.doubles((long) k * d, -2, 2).map(x -> x + offset).toArray();
            return new Problem(rows, n, d, centers);
        }

        Proposals propose(Kernel kernel) {
            return propose(kernel, new Proposals());
        }

        Proposals propose(Kernel kernel, Proposals found) {
            kernel.propose(panel, radius, packed, Narrowed.NONE, n, new int[n], NO_HINT, found);
            kernel.bound(panel, n, found);
            return found;
        }

        double[] squared(int row) {
            double[] squared = new double[centers.length / d];
            for (int c = 0; c < squared.length; c++) {
                for (int j = 0; j < d; j++) {
                    double t = rows[row * d + j] - centers[c * d + j];
                    squared[c] += t * t;
                }
            }
            return squared;
        }

        @Override
        public String toString() {
            return n + " × " + d + ", " + centers.length / d + " centers";
        }
    }
}
