package dev.segmentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Skipping rows, other kernels and other numbers of threads never change a bit of what plain Lloyd finds. */
class AccelerationTest {

    private static final int PROBLEMS_EACH = 50;

    private static int compared; // problems of more than one segment of which none ran empty

    /** 1 000 random problems: awkward sizes, offsets up to 1e12, duplicates, ties, weights. */
    @RepeatedTest(20)
    void everyWayGivesTheSameBits(RepetitionInfo repetition) {
        for (int i = 0; i < PROBLEMS_EACH; i++) {
            long seed = repetition.getCurrentRepetition() * 1000L + i;
            Problem problem = Problem.random(new SplittableRandom(seed));
            Outcome expected = problem.run(new ExactKernel(), Bounds.Policy.NEVER, 1);
            KernelTest.kernels().forEach(kernel -> {
                for (Bounds.Policy policy : Bounds.Policy.values()) {
                    assertThat(problem.run(kernel, policy, 1))
                            .as("problem %d: %s, bounds %s, %s", seed, kernel.name(), policy, problem)
                            .isEqualTo(expected);
                }
            });
            assertThat(problem.run(new PlainKernel(), Bounds.Policy.ADAPTIVE, 3))
                    .as("problem %d on 3 threads: %s", seed, problem)
                    .isEqualTo(expected);
            problem.checkAgainstTheObviousLloyd(expected, seed);
        }
    }

    @AfterAll
    static void manyWereComparedWithTheObviousLloyd() {
        assertThat(compared).isGreaterThan(200);
    }

    /** Lanes that hold no row must not matter, wherever the data lie. */
    @Test
    void aConstantColumnFarAwayChangesNothing() {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = new double[2 * 2000];
        for (int i = 0; i < values.length; i += 2) {
            values[i] = 1e40;
            values[i + 1] = random.nextDouble() + 3 * (i % 3);
        }
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("constant", "x"), values);
        Problem problem = new Problem(data, Arrays.copyOf(values, 6), "a constant column");
        Outcome expected = problem.run(new ExactKernel(), Bounds.Policy.NEVER, 1);
        KernelTest.kernels().forEach(kernel -> {
            for (Bounds.Policy policy : Bounds.Policy.values()) {
                assertThat(problem.run(kernel, policy, 1)).isEqualTo(expected);
            }
        });
    }

    @Test
    void boundsDoSkipRows() {
        SplittableRandom random = new SplittableRandom(4);
        double[] values = new double[40_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 20 * (i % 4) + random.nextDouble();
        }
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("x"), values);
        int[] labels = new int[values.length];
        double[] before = {0, 20, 40, 60};
        double[] after = {0.5, 20.5, 40.5, 60.5};
        Bounds bounds = new Bounds(Bounds.Policy.ADAPTIVE, data.rowCount(), 4, 1, 100);
        assertThat(bounds.next(60)).isEqualTo(Bounds.Pass.PLAIN);
        bounds.beginSampling(40);
        for (int block = 0; block < 40; block += 64) {
            for (int r = 0; r < 1024; r++) {
                bounds.sample(block, r, 19);
            }
        }
        bounds.moved(before, after, labels);
        assertThat(bounds.next(60)).isEqualTo(Bounds.Pass.MARKING);
        bounds.begin();
        for (int i = 0; i < labels.length; i++) {
            bounds.mark(i, 0, i == 77 ? 0.9 : 19);
        }
        bounds.moved(before, after, labels);
        assertThat(bounds.next(60)).isEqualTo(Bounds.Pass.SKIPPING);
        int[] found = new int[1024];
        bounds.beginSkipping(1e-9);
        assertThat(bounds.toLookAt(0, 1024, labels, found)).isEqualTo(1);
        assertThat(found[0]).isEqualTo(77);
        bounds.looked(labels.length);
        assertThat(bounds.next(60))
                .as("nothing was skipped, so bounds do not pay")
                .isEqualTo(Bounds.Pass.PLAIN);
    }

    /** What came out. */
    private record Outcome(String labels, String centers, int iterations, double objective) {}

    /** Data and starts. */
    private static final class Problem {

        private final FeatureMatrix data;
        private final double[] starts;
        private final String description;

        private Problem(FeatureMatrix data, double[] starts, String description) {
            this.data = data;
            this.starts = starts;
            this.description = description;
        }

        static Problem random(SplittableRandom random) {
            int[] sizes = {2, 7, 31, 32, 33, 64, 100, 255, 257, 400, 1023, 1024, 1025, 2100};
            int n = sizes[random.nextInt(sizes.length)];
            int d = 1 + random.nextInt(random.nextInt(4) == 0 ? 20 : 5);
            int k = 1 + random.nextInt(Math.min(n, random.nextInt(4) == 0 ? 40 : 9));
            double offset = random.nextInt(3) == 0 ? StrictMath.exp(random.nextDouble(28)) : 0; // up to 1.4e12
            double scale = random.nextInt(4) == 0 ? StrictMath.exp(random.nextDouble(-90, 90)) : 1;
            if (random.nextInt(8) == 0) {
                scale = StrictMath.exp(random.nextDouble(66, 72)); // about 1e30, where bounds are given up
            }
            int grid = random.nextInt(3); // 0: smooth, 1: small integers, 2: few distinct values
            double[] values = new double[n * d];
            for (int i = 0; i < values.length; i++) {
                double x = random.nextDouble(-3, 3) + (random.nextInt(50) == 0 ? 30 : 0);
                x = grid == 1 ? Math.rint(x) : grid == 2 ? Math.rint(x / 2) : x;
                values[i] = offset + scale * x;
            }
            List<String> names = IntStream.range(0, d).mapToObj(j -> "f" + j).toList();
            FeatureMatrix data = FeatureMatrix.copyOfRowMajor(names, values);
            if (random.nextInt(3) == 0) {
                double[] weights = random.doubles(n, 0, 1)
                        .map(w -> w < 0.1 ? 0 : Math.rint(1 + 5 * w))
                        .toArray();
                weights[0] = 1;
                data = data.weightedBy(weights);
            }
            double[] starts = new double[k * d];
            for (int c = 0; c < k; c++) {
                System.arraycopy(data.row(random.nextInt(n)), 0, starts, c * d, d);
            }
            return new Problem(data, starts, n + " × " + d + ", k " + k + ", offset " + offset + ", scale " + scale);
        }

        Outcome run(Kernel kernel, Bounds.Policy policy, int threads) {
            try (Workers workers = Execution.onThreads(threads).start()) {
                Loop loop = Loop.across(workers);
                TrainingData training = TrainingData.check(data, 1, "test", loop);
                if (policy != Bounds.Policy.NEVER) {
                    training.keepNarrowed(loop);
                }
                Partition partition = new Partition(training, kernel, policy, starts, loop);
                Lloyd lloyd = new Lloyd(partition, 200, 0);
                String failure = "";
                try {
                    lloyd.run();
                } catch (dev.segmentation.InvalidInputException refused) {
                    return new Outcome(refused.getMessage(), failure, 0, 0);
                }
                return new Outcome(
                        Arrays.toString(partition.labels()),
                        Arrays.toString(partition.centers),
                        lloyd.iterations(),
                        partition.objective());
            }
        }

        /** Where no segment ran empty, the obvious loops find the same labels in the same number of iterations. */
        void checkAgainstTheObviousLloyd(Outcome outcome, long seed) {
            int k = starts.length / data.featureCount();
            ExactLloyd slow = new ExactLloyd(data, starts);
            if (slow.run(200)) {
                assertThat(outcome.labels).as("problem %d: %s", seed, this).isEqualTo(Arrays.toString(slow.labels));
                assertThat(outcome.iterations).as("problem %d: %s", seed, this).isEqualTo(slow.iterations);
                compared += k > 1 ? 1 : 0;
            }
        }

        @Override
        public String toString() {
            return description;
        }
    }
}
