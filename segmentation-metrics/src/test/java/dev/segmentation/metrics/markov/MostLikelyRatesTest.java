package dev.segmentation.metrics.markov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Termination;
import dev.segmentation.metrics.markov.Embedding.Approximation;
import dev.segmentation.metrics.markov.Embedding.Repair;
import dev.segmentation.testing.GoldenCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The most likely rates of a chain by the equations of M. Bladt and M. Sørensen (2005), J. R. Stat. Soc. B 67, 395–410,
 * doi:10.1111/j.1467-9868.2005.00508.x, written out: integrals over the time between two looks by Simpson's rule, where the library
 * takes the exponential of a matrix twice as large.
 */
class MostLikelyRatesTest {

    private static final int PARTS = 128;

    private record Chain(String name, double[][] chances) {}

    private static List<Chain> chains() {
        List<Chain> chains = new ArrayList<>();
        GoldenCases.of("migration.generator")
                .forEach(golden -> chains.add(
                        new Chain(golden.id(), golden.doubles2(golden.inputs().get("matrix")))));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 5; run++) {
            chains.add(new Chain("seed " + seed + ", run " + run, mostlyStaying(2 + random.nextInt(4), random)));
        }
        return chains;
    }

    private static double[][] mostlyStaying(int k, Random random) {
        double[][] chances = new double[k][k];
        for (double[] row : chances) {
            double sum = 0;
            for (int j = 0; j < k; j++) {
                row[j] = -Math.log(1 - random.nextDouble()) * (random.nextInt(4) == 0 ? 0.01 : 1);
                sum += row[j];
            }
            double stay = 0.6 + 0.3 * random.nextDouble();
            for (int j = 0; j < k; j++) {
                row[j] *= (1 - stay) / sum;
            }
        }
        for (int i = 0; i < k; i++) {
            double rest = 0;
            for (int j = 0; j < k; j++) {
                rest += j == i ? 0 : chances[i][j];
            }
            chances[i][i] = 1 - rest;
        }
        return chances;
    }

    @TestFactory
    Stream<DynamicTest> noOtherRepairIsMoreLikely() {
        return chains().stream()
                .map(chain -> DynamicTest.dynamicTest(chain.name(), () -> {
                    PanelLikelihood panel = PanelLikelihood.ofShares(names(chain), chain.chances());
                    Embedding embedding = embedding(chain);
                    double found = panel.logLikelihood(embedding
                            .approximation(Repair.MAXIMUM_LIKELIHOOD)
                            .orElseThrow()
                            .generator());
                    for (Repair repair : Repair.values()) {
                        embedding
                                .approximation(repair)
                                .ifPresent(other -> assertThat(panel.logLikelihood(other.generator()))
                                        .as("%s", repair)
                                        .isLessThanOrEqualTo(found + 1e-11 * Math.abs(found)));
                    }
                }));
    }

    /** A step of expectation and maximization from there leads nowhere, and no rate of 0 would be better above it. */
    @TestFactory
    Stream<DynamicTest> theyAreAtRest() {
        return chains().stream()
                .map(chain -> DynamicTest.dynamicTest(chain.name(), () -> {
                    Approximation found = embedding(chain)
                            .approximation(Repair.MAXIMUM_LIKELIHOOD)
                            .orElseThrow();
                    assertThat(found.termination()).isEqualTo(Termination.CONVERGED);
                    double[][] rates = found.generator().toArray();
                    double[][] time = expected(found.generator(), chain.chances());
                    double fastest = Matrices.rowNorm(rates);
                    for (int i = 0; i < rates.length; i++) {
                        for (int j = 0; j < rates.length; j++) {
                            if (j != i && time[i][i] > 0) {
                                double next = rates[i][j] * time[i][j] / time[i][i];
                                assertThat(next).as("%s to %s", i, j).isCloseTo(rates[i][j], within(1e-7 * fastest));
                                assertThat(time[i][j]).as("%s to %s", i, j).isLessThan(time[i][i] * (1 + 1e-5));
                            }
                        }
                    }
                }));
    }

    /** From elsewhere each step is more likely than the one before, and none gets further than the library. */
    @TestFactory
    Stream<DynamicTest> everyStepIsMoreLikelyAndNoneGetsFurther() {
        return chains().stream()
                .map(chain -> DynamicTest.dynamicTest(chain.name(), () -> {
                    PanelLikelihood panel = PanelLikelihood.ofShares(names(chain), chain.chances());
                    double most = panel.logLikelihood(embedding(chain)
                            .approximation(Repair.MAXIMUM_LIKELIHOOD)
                            .orElseThrow()
                            .generator());
                    int k = chain.chances().length;
                    double[][] rates = new double[k][k];
                    for (int i = 0; i < k; i++) {
                        for (int j = 0; j < k; j++) {
                            rates[i][j] = j == i || chain.chances()[i][i] == 1 ? 0 : 0.05 + chain.chances()[i][j];
                        }
                    }
                    Generator present = Generator.trusted(names(chain), rates);
                    double before = panel.logLikelihood(present);
                    double first = before;
                    for (int step = 0; step < 15; step++) {
                        double[][] time = expected(present, chain.chances());
                        double[][] next = present.toArray();
                        for (int i = 0; i < k; i++) {
                            for (int j = 0; j < k; j++) {
                                next[i][j] *= j == i || next[i][j] == 0 ? 1 : time[i][j] / time[i][i];
                            }
                        }
                        present = Generator.trusted(names(chain), next);
                        double likely = panel.logLikelihood(present);
                        assertThat(likely).as("step %s", step).isGreaterThan(before - 1e-9);
                        before = likely;
                    }
                    assertThat(before)
                            .isGreaterThan(first + 0.9 * (most - first))
                            .isLessThan(most + 1e-9);
                }));
    }

    /**
     * In row i on the diagonal the time that customers are expected to spend in i, given where they were seen before and after; in
     * column j the expected number of moves to j, over their rate.
     */
    private static double[][] expected(Generator generator, double[][] seen) {
        int k = seen.length;
        double[][][] at = new double[PARTS + 1][][];
        for (int part = 0; part <= PARTS; part++) {
            at[part] = generator.over(part / (double) PARTS).toArray();
        }
        double[][] weight = new double[k][k];
        for (int s = 0; s < k; s++) {
            for (int t = 0; t < k; t++) {
                weight[s][t] = seen[s][t] > 0 ? seen[s][t] / at[PARTS][s][t] : 0;
            }
        }
        double[][] expected = new double[k][k];
        for (int part = 0; part <= PARTS; part++) {
            double simpson = (part == 0 || part == PARTS ? 1 : part % 2 == 1 ? 4 : 2) / (3.0 * PARTS);
            double[][] before = at[part];
            double[][] after = at[PARTS - part];
            for (int s = 0; s < k; s++) {
                for (int t = 0; t < k; t++) {
                    for (int i = 0; i < k; i++) {
                        for (int j = 0; j < k; j++) {
                            expected[i][j] += simpson * weight[s][t] * before[s][i] * after[j][t];
                        }
                    }
                }
            }
        }
        return expected;
    }

    private static Embedding embedding(Chain chain) {
        return MarkovChain.of(names(chain).names(), chain.chances()).embedding();
    }

    private static StateNames names(Chain chain) {
        List<String> names = IntStream.range(0, chain.chances().length)
                .mapToObj(i -> "s" + i)
                .toList();
        return StateNames.of(names, chain.chances(), "chances", "MostLikelyRatesTest");
    }
}
