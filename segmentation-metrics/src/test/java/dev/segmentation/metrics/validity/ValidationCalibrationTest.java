package dev.segmentation.metrics.validity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.SeededRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/**
 * How often verdicts are wrong on noise, and right on planted differences. Segments are random, of 50, 30, 15 and 5 % of
 * the customers, so that the rarest one has about ten of them.
 */
class ValidationCalibrationTest {

    private static final int RUNS = 400;
    private static final int N = 200;
    private static final double LEVEL = 0.95;

    /** More false claims than this would happen once in ten thousand if the error rate were exactly 5 %. */
    private static final int MOST_FALSE =
            new BinomialDistribution(null, RUNS, 1 - LEVEL).inverseCumulativeProbability(0.9999);

    @Test
    void neverClaimsTooOftenOnNormalNoise() {
        assertThat(falseClaims(SeededRandom::nextGaussian)).isLessThanOrEqualTo(MOST_FALSE);
    }

    @Test
    void neverClaimsTooOftenOnSkewedSpend() {
        assertThat(falseClaims(random -> StrictMath.exp(1.2 * random.nextGaussian())))
                .isLessThanOrEqualTo(MOST_FALSE);
    }

    @Test
    void neverClaimsTooOftenWhereMostBuyNothing() {
        assertThat(falseClaims(random -> random.nextDouble() < 0.9 ? 0 : StrictMath.exp(random.nextGaussian())))
                .isLessThanOrEqualTo(MOST_FALSE);
    }

    @Test
    void findsADifferenceThatIsThere() {
        int found = 0;
        for (int run = 0; run < 60; run++) {
            SeededRandom random = SeededRandom.stream(500, run);
            int[] labels = labels(random);
            double[] outcome = new double[N];
            for (int i = 0; i < N; i++) {
                outcome[i] = (labels[i] == 1 ? 1 : 0) + random.nextGaussian();
            }
            ValidationReport report = validate(run, labels, outcome, outcome.clone());
            found += report.cards().get(1).meaningful().verdict() == Verdict.PASS ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(57); // one standard deviation among 60 against 140 customers
    }

    @Test
    void permutationTestIsExactForRandomGroups() {
        int rejected = 0;
        int runs = 2_000;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(77, run);
            double[] values = new double[60];
            double mean = 0;
            for (int i = 0; i < 60; i++) {
                values[i] = StrictMath.exp(1.5 * random.nextGaussian());
                mean += values[i] / 60;
            }
            double group = 0;
            for (int i = 0; i < 8; i++) {
                group += values[i] / 8;
            }
            double p = PermutationTest.p(values, 8, group - mean, mean, 1999, random, Execution.sequential());
            rejected += p <= 0.05 ? 1 : 0;
        }
        assertThat(rejected).isBetween(61, 139); // 100 expected, four standard deviations either way
    }

    /** In how many reports on noise any segment is called meaningful or distinct. */
    private static int falseClaims(ToDoubleFunction<SeededRandom> noise) {
        int claims = 0;
        for (int run = 0; run < RUNS; run++) {
            SeededRandom random = SeededRandom.stream(1000, run);
            int[] labels = labels(random);
            double[] outcome = new double[N];
            double[] descriptor = new double[N];
            for (int i = 0; i < N; i++) {
                outcome[i] = noise.applyAsDouble(random);
                descriptor[i] = noise.applyAsDouble(random);
            }
            ValidationReport report = validate(run, labels, outcome, descriptor);
            boolean claimed = report.cards().stream()
                    .anyMatch(card -> card.meaningful().verdict() == Verdict.PASS
                            || card.distinct().verdict() == Verdict.PASS);
            claims += claimed ? 1 : 0;
        }
        return claims;
    }

    private static ValidationReport validate(long seed, int[] labels, double[] outcome, double[] descriptor) {
        Snapshot snapshot = Snapshot.builder(
                        LocalDate.of(2025, 1, 31),
                        CustomerIds.of(LongStream.range(0, N).toArray()))
                .numeric("descriptor", Role.DESCRIPTOR, descriptor)
                .build();
        return SegmentValidation.withDefaults()
                .withSeed(seed)
                .withLevel(LEVEL)
                .withMinimumEffect(0)
                .withOutcome("outcome", outcome)
                .validate(
                        Segmentation.of(snapshot, Assignment.copyOf(4, labels)),
                        FeatureMatrix.copyOfRowMajor(List.of("x"), new double[N]));
    }

    private static int[] labels(SeededRandom random) {
        int[] labels = new int[N];
        for (int i = 0; i < N; i++) {
            double draw = random.nextDouble();
            labels[i] = draw < 0.5 ? 0 : draw < 0.8 ? 1 : draw < 0.95 ? 2 : 3;
        }
        return labels;
    }
}
