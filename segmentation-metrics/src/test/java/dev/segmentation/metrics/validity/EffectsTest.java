package dev.segmentation.metrics.validity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.effect.CategoricalEffect;
import dev.segmentation.metrics.effect.NumericEffect;
import dev.segmentation.metrics.internal.Noncentrality;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import dev.segmentation.testing.GoldenOperation;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class EffectsTest {

    @RegisterExtension
    static final GoldenOperation CHI_SQUARE = GoldenOperation.of("test.chiSquare")
            .without("standardizedResiduals", "those of a profile: ProfilingTest.residualsAgreeWithTheReferences");

    @RegisterExtension
    static final GoldenOperation P_ADJUST = GoldenOperation.of("test.pAdjust")
            .without("bonferroni", "Holm's adjustment is never larger and is what is used")
            .without("hochberg", "as holm for tests that depend in certain ways only: not used")
            .without("hommel", "as hochberg")
            .without("BY", "Benjamini and Hochberg's is what is used");

    @TestFactory
    Stream<DynamicTest> numericEffectsAgreeWithTheReferences() {
        return GoldenCases.of("test.anova").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkNumeric(golden)));
    }

    private static void checkNumeric(GoldenCase golden) {
        double[] values =
                golden.table().numbers(golden.dataset().get("columns").get(0).asText());
        if (golden.dataset().has("transform")) {
            assertThat(golden.dataset().get("transform").asText()).startsWith("natural log");
            values = Arrays.stream(values).map(StrictMath::log).toArray();
        }
        String[] groups = golden.column(golden.dataset().get("columns").get(1).asText());
        JsonNode names = golden.inputs().get("groups");
        int[] labels = Arrays.stream(groups)
                .mapToInt(group -> IntStream.range(0, names.size())
                        .filter(g -> names.get(g).asText().equals(group))
                        .findFirst()
                        .orElseThrow())
                .toArray();
        NumericEffect found = NumericEffect.of(values, Assignment.copyOf(names.size(), labels));
        golden.assertClose("F", found.f());
        golden.assertClose("df1", found.degreesBetween());
        golden.assertClose("df2", found.degreesWithin());
        golden.assertClose("p", found.pValue());
        golden.assertClose("etaSquared", found.etaSquared());
        golden.assertClose("omegaSquaredRaw", found.omegaSquared());
        golden.assertClose("epsilonSquaredRaw", found.epsilonSquared());
        golden.assertClose("omegaSquared", Math.max(0, found.omegaSquared()));
        golden.assertClose("epsilonSquared", found.share(0.95).value());
    }

    @TestFactory
    Stream<DynamicTest> categoricalEffectsAgreeWithTheReferences() {
        return CHI_SQUARE.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkCategorical(golden)));
    }

    private static void checkCategorical(GoldenCase golden) {
        JsonNode table = golden.inputs().get("table");
        long[][] counts = new long[table.size()][];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Arrays.stream(golden.ints(table.get(i))).asLongStream().toArray();
        }
        ContingencyTable both = ContingencyTable.copyOf(counts);
        CategoricalEffect found = CategoricalEffect.of(both);
        checkTable(golden, both, found);
        golden.assertClose("statistic", found.chiSquare());
        golden.assertClose("df", found.degreesOfFreedom());
        golden.assertClose("p", found.pValue());
        golden.assertClose("cramersV", found.cramersV());
        golden.assertClose("cramersVbiasCorrected", found.correctedCramersV());
        golden.assertClose("minExpected", found.smallestExpected());
        golden.assertClose("logP", Math.log(found.pValue()));
        double meanSquare = found.chiSquare() / both.customers(); // the older measures are functions of Pearson's
        int rows = both.rowCount();
        int columns = both.columnCount();
        golden.assertClose("phi", Math.sqrt(meanSquare));
        golden.assertClose("contingencyCoefficient", Math.sqrt(meanSquare / (1 + meanSquare)));
        golden.assertClose("tschuprowT", Math.sqrt(meanSquare / Math.sqrt((rows - 1.0) * (columns - 1.0))));
    }

    /** What has no accessor, from the sums of the table: G is 2n times the mutual information, λ what purity gains. */
    private static void checkTable(GoldenCase golden, ContingencyTable table, CategoricalEffect found) {
        double n = table.customers();
        double[][] expected = golden.doubles2(golden.expected().get("expected"));
        double[][] residuals = golden.doubles2(golden.expected().get("pearsonResiduals"));
        double largestRow = 0;
        double largestColumn = 0;
        for (int i = 0; i < expected.length; i++) {
            largestRow = Math.max(largestRow, table.rowTotal(i));
            for (int j = 0; j < expected[i].length; j++) {
                double chance = table.rowTotal(i) * (table.columnTotal(j) / n);
                golden.assertClose("expected", chance, expected[i][j]);
                golden.assertClose(
                        "pearsonResiduals", (table.count(i, j) - chance) / Math.sqrt(chance), residuals[i][j]);
                largestColumn = Math.max(largestColumn, table.columnTotal(j));
            }
        }
        double g = 2 * n * table.mutualInformation();
        golden.assertClose("gStatistic", g);
        golden.assertClose("gP", Tails.chiSquare(g, found.degreesOfFreedom()));
        golden.assertClose("lambdaColumnsGivenRows", (n * table.purityOfRows() - largestColumn) / (n - largestColumn));
        golden.assertClose("lambdaRowsGivenColumns", (n * table.purityOfColumns() - largestRow) / (n - largestRow));
    }

    @Test
    void classicTableByHand() {
        CategoricalEffect found =
                CategoricalEffect.of(ContingencyTable.copyOf(new long[][] {{10, 20, 0}, {20, 10, 0}, {0, 0, 0}}));
        assertThat(found.chiSquare()).isCloseTo(20.0 / 3, within(1e-14));
        assertThat(found.degreesOfFreedom()).isEqualTo(1);
        assertThat(found.pValue()).isCloseTo(0.009823274507519235, within(1e-14));
        assertThat(found.cramersV()).isCloseTo(1.0 / 3, within(1e-15));
        double phi = 1.0 / 9 - 1.0 / 59;
        assertThat(found.correctedCramersV()).isCloseTo(Math.sqrt(phi / (1 - 1.0 / 59)), within(1e-14));
    }

    @Test
    void meanDifferencesDoNotDependOnTheUnit() {
        double[] values = {1, 2, 4, 3, 5, 9, 8};
        Assignment assignment = Assignment.copyOf(2, 0, 0, 0, 1, 1, 1, 1);
        MeanDifference wanted = MeanDifference.of(values, assignment, 0, 0.95);
        for (int exponent : new int[] {-480, -330, 270, 480}) { // 1e-144 … 1e144
            double[] scaled =
                    Arrays.stream(values).map(v -> Math.scalb(v, exponent)).toArray();
            MeanDifference found = MeanDifference.of(scaled, assignment, 0, 0.95);
            assertThat(found.standardized()).isEqualTo(wanted.standardized());
            assertThat(found.pValue()).isEqualTo(wanted.pValue());
            assertThat(found.difference().lower())
                    .isEqualTo(Math.scalb(wanted.difference().lower(), exponent));
        }
        for (double unit : new double[] {1e-300, 1e-170, 1e170, 1e300}) {
            double[] scaled = Arrays.stream(values).map(v -> unit * v).toArray();
            MeanDifference found = MeanDifference.of(scaled, assignment, 0, 0.95);
            assertThat(found.difference().undefined()).contains(Reason.RANGE);
            assertThat(found.standardized().undefined()).contains(Reason.RANGE);
            assertThat(found.pValue()).isNaN();
        }
        // groups that hardly vary at all, far apart
        MeanDifference apart =
                MeanDifference.of(new double[] {0, 1e-150, 1e150, 1e150}, Assignment.copyOf(2, 0, 0, 1, 1), 0, 0.95);
        assertThat(apart.difference().undefined()).contains(Reason.RANGE);
    }

    @Test
    void columnsThatAllButFollowTheSegmentsAreMeasuredInNoTime() {
        int[] labels = IntStream.range(0, 200).map(i -> i % 2).toArray();
        for (double noise : new double[] {1e-5, 1e-8, 1e-13, 1e-150, 1e-158}) {
            double[] values = IntStream.range(0, 200)
                    .mapToDouble(i -> labels[i] + noise * (i / 2 % 5))
                    .toArray();
            Estimate share = assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () -> NumericEffect.of(values, Assignment.copyOf(2, labels)).share(0.95));
            assertThat(share.lower()).isBetween(1 - 1e-9, 1.0);
            assertThat(share.upper()).isBetween(share.lower(), 1.0);
        }
    }

    @Test
    void largeNoncentralitiesContinueTheSummedOnes() {
        for (double degrees : new double[] {5, 198, 100_000}) {
            double[] summed = Noncentrality.ofF(0.999e9, 1, degrees, 0.95);
            double[] large = Noncentrality.ofF(1e9, 1, degrees, 0.95);
            assertThat(large[0] * 0.999).isBetween(summed[0] * (1 - 2e-4), summed[0]);
            assertThat(large[1] * 0.999).isBetween(summed[1], summed[1] * (1 + 2e-4));
        }
    }

    @Test
    void independenceHasNoAssociation() {
        Estimate found = CategoricalEffect.of(ContingencyTable.copyOf(new long[][] {{30, 60}, {10, 20}}))
                .association(0.95);
        assertThat(found.value()).isEqualTo(0);
        assertThat(found.lower()).isEqualTo(0);
    }

    @Test
    void effectsSayWhyTheyAreUndefined() {
        double nan = Double.NaN;
        assertUndefined(NumericEffect.of(new double[] {nan, nan}, Assignment.copyOf(2, 0, 1)), Reason.NO_OBSERVATIONS);
        assertUndefined(NumericEffect.of(new double[] {1, nan}, Assignment.copyOf(2, 0, 1)), Reason.SINGLE_SEGMENT);
        assertUndefined(NumericEffect.of(new double[] {1, 2}, Assignment.copyOf(2, 0, 1)), Reason.NO_WITHIN_VARIATION);
        assertUndefined(
                NumericEffect.of(new double[] {3, 3, 3}, Assignment.copyOf(2, 0, 1, 1)), Reason.NO_WITHIN_VARIATION);
        assertThat(CategoricalEffect.of(ContingencyTable.copyOf(new long[][] {{0, 0}}))
                        .undefined())
                .contains(Reason.NO_OBSERVATIONS);
        assertThat(CategoricalEffect.of(ContingencyTable.copyOf(new long[][] {{0, 0}, {5, 7}}))
                        .undefined())
                .contains(Reason.SINGLE_SEGMENT);
        CategoricalEffect constant = CategoricalEffect.of(ContingencyTable.copyOf(new long[][] {{5, 0}, {5, 0}}));
        assertThat(constant.undefined()).contains(Reason.ZERO_VARIANCE);
        assertThat(constant.pValue()).isNaN();
        assertThat(constant.association(0.9).undefined()).contains(Reason.ZERO_VARIANCE);
        assertThatThrownBy(() -> NumericEffect.of(new double[1], Assignment.copyOf(2, 0, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("NumericEffect.of: values has 1 entries, expected 2, one per label");
    }

    private static void assertUndefined(NumericEffect effect, Reason reason) {
        assertThat(effect.undefined()).contains(reason);
        assertThat(effect.f()).isNaN();
        assertThat(effect.epsilonSquared()).isNaN();
        assertThat(effect.share(0.95).undefined()).contains(reason);
    }

    @Test
    void noncentralityLimitsPutTheObservationIntoTheTails() {
        // by simulation of the definition: a noncentral χ² is a sum of squares of shifted normals
        double[] limits = Noncentrality.ofChiSquare(20, 4, 0.9);
        assertThat(shareBelow(20, 4, limits[0])).isCloseTo(0.95, within(0.004));
        assertThat(shareBelow(20, 4, limits[1])).isCloseTo(0.05, within(0.004));
        assertThat(Noncentrality.ofChiSquare(1, 4, 0.9)[0]).isEqualTo(0);
        assertThat(Noncentrality.ofF(0, 3, 50, 0.9)).containsExactly(0, 0);
    }

    private static double shareBelow(double x, int degrees, double lambda) {
        SeededRandom random = SeededRandom.stream(3, 3);
        int draws = 60_000;
        int below = 0;
        for (int i = 0; i < draws; i++) {
            double sum = 0;
            for (int j = 0; j < degrees; j++) {
                double value = random.nextGaussian() + (j == 0 ? Math.sqrt(lambda) : 0);
                sum += value * value;
            }
            below += sum <= x ? 1 : 0;
        }
        return (double) below / draws;
    }

    @Test
    void shareIntervalCoversThePopulationValue() {
        SeededRandom random = SeededRandom.stream(8, 8);
        double[] means = {0, 0.3, 0.9};
        double between = 0.14; // variance of the means
        double population = between / (between + 1);
        int covered = 0;
        int runs = 1000;
        int[] labels = IntStream.range(0, 120).map(i -> i % 3).toArray();
        Assignment assignment = Assignment.copyOf(3, labels);
        for (int run = 0; run < runs; run++) {
            double[] values = Arrays.stream(labels)
                    .mapToDouble(g -> means[g] + random.nextGaussian())
                    .toArray();
            Estimate share = NumericEffect.of(values, assignment).share(0.9);
            covered += share.lower() <= population && population <= share.upper() ? 1 : 0;
        }
        assertThat(covered).isBetween(860, 940); // 900 expected, four standard deviations either way
    }

    /** The numbers are scipy 1.10.1's: the roots in λ of ncf.cdf(11.221, 3, 76, λ) = .95 and .05. */
    @Test
    void noncentralityOfFAgreesWithScipy() {
        double[] limits = Noncentrality.ofF(11.221, 3, 76, 0.9);
        assertThat(limits[0]).isCloseTo(14.028992723237385, within(1e-7));
        assertThat(limits[1]).isCloseTo(55.55608354740123, within(1e-7));
    }

    @Test
    void largeSamplesHaveNarrowIntervals() {
        double[] limits = Noncentrality.ofF(5_000, 4, 1_000_000, 0.95);
        // λ is about normal around 4·F with variance 2·(df + 2λ)
        assertThat(limits[0]).isCloseTo(20_000 - 4 - 1.96 * Math.sqrt(2 * (4 + 2 * 20_000.0)), within(30.0));
        assertThat(limits[1]).isCloseTo(20_000 - 4 + 1.96 * Math.sqrt(2 * (4 + 2 * 20_000.0)), within(30.0));
    }

    @Test
    void meanDifferenceIsWelch() {
        double[] values = {
            27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4, 27.1, 22.0, 20.8,
            23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 22.8
        };
        int[] labels =
                IntStream.range(0, 30).map(i -> i < 15 ? 1 : i % 2 == 0 ? 0 : 2).toArray();
        MeanDifference found = MeanDifference.of(values, Assignment.copyOf(3, labels), 1, 0.95);
        double[] first = Arrays.copyOf(values, 15);
        double[] second = Arrays.copyOfRange(values, 15, 30);
        double error = Math.sqrt(variance(first) / 15 + variance(second) / 15);
        assertThat(found.segmentMean()).isCloseTo(mean(first), within(1e-13));
        assertThat(found.othersMean()).isCloseTo(mean(second), within(1e-13));
        assertThat(found.difference().value()).isCloseTo(mean(first) - mean(second), within(1e-13));
        // df 27.88 by the Welch–Satterthwaite formula, t quantile 2.0489
        double v1 = variance(first) / 15;
        double v2 = variance(second) / 15;
        double degrees = (v1 + v2) * (v1 + v2) / (v1 * v1 / 14 + v2 * v2 / 14);
        double t = new org.apache.commons.math3.distribution.TDistribution(degrees).inverseCumulativeProbability(0.975);
        assertThat(found.difference().upper() - found.difference().value()).isCloseTo(t * error, within(1e-8));
        double pooled = Math.sqrt((variance(first) + variance(second)) / 2);
        assertThat(found.standardized().value()).isCloseTo((mean(first) - mean(second)) / pooled, within(1e-13));
        assertThat(found.difference().customers()).isEqualTo(30);
    }

    @Test
    void aTinySegmentWithoutVariationProvesNothing() {
        // 3 of 400 customers who happen to have bought nothing, where 90 % buy nothing
        double[] values = IntStream.range(0, 400)
                .mapToDouble(i -> i >= 3 && i % 10 == 0 ? 1 + i % 7 : 0)
                .toArray();
        int[] labels = IntStream.range(0, 400).map(i -> i < 3 ? 0 : 1).toArray();
        MeanDifference found = MeanDifference.of(values, Assignment.copyOf(2, labels), 0, 0.95);
        assertThat(found.difference().upper()).isLessThan(0); // Welch alone is fooled
        assertThat(found.pValue()).isGreaterThan(0.5);
    }

    @Test
    void meanDifferenceSaysWhyItIsUndefined() {
        Assignment assignment = Assignment.copyOf(3, 0, 1, 1, 1);
        assertThat(MeanDifference.of(new double[] {1, 2, 3, 4}, assignment, 0, 0.95)
                        .difference()
                        .undefined())
                .contains(Reason.NO_OBSERVATIONS);
        assertThat(MeanDifference.of(new double[] {1, 2, 3, 4}, assignment, 2, 0.95)
                        .segmentMean())
                .isNaN();
        MeanDifference constant =
                MeanDifference.of(new double[] {5, 5, 7, 7}, Assignment.copyOf(2, 0, 0, 1, 1), 0, 0.95);
        assertThat(constant.difference().undefined()).contains(Reason.NO_WITHIN_VARIATION);
        assertThat(constant.pValue()).isNaN();
        assertThat(constant.segmentMean()).isEqualTo(5);
        assertThat(constant.othersMean()).isEqualTo(7);
    }

    @Test
    void meanDifferenceIgnoresMissingValuesAndOffsets() {
        SeededRandom random = SeededRandom.stream(2, 7);
        double[] values = new double[200];
        int[] labels = new int[200];
        for (int i = 0; i < 200; i++) {
            labels[i] = random.nextInt(3);
            values[i] = i % 9 == 0 ? Double.NaN : Math.rint(256 * random.nextGaussian()) / 256;
        }
        Assignment assignment = Assignment.copyOf(3, labels);
        MeanDifference found = MeanDifference.of(values, assignment, 2, 0.95);
        double[] moved = Arrays.stream(values).map(value -> value + 1e12).toArray();
        MeanDifference far = MeanDifference.of(moved, assignment, 2, 0.95);
        assertThat(far.difference().value()).isCloseTo(found.difference().value(), within(1e-13));
        assertThat(far.difference().lower()).isCloseTo(found.difference().lower(), within(1e-13));
        assertThat(far.pValue()).isCloseTo(found.pValue(), within(1e-12));
        int[] present = IntStream.range(0, 200).filter(i -> i % 9 != 0).toArray();
        double[] kept = Arrays.stream(present).mapToDouble(i -> values[i]).toArray();
        MeanDifference without = MeanDifference.of(kept, assignment.rows(present), 2, 0.95);
        assertThat(without).isEqualTo(found);
    }

    @Test
    void holmAdjustsStepDown() {
        assertThat(Tails.holm(0.01, 0.04, Double.NaN, 0.03, 0.005))
                .containsExactly(new double[] {0.03, 0.06, Double.NaN, 0.06, 0.02}, within(1e-15));
        assertThat(Tails.holm(0.6, 0.9)).containsExactly(1, 1);
    }

    @Test
    void benjaminiHochbergAdjustsStepUp() {
        assertThat(Tails.benjaminiHochberg(0.01, 0.04, Double.NaN, 0.03, 0.005))
                .containsExactly(new double[] {0.02, 0.04, Double.NaN, 0.04, 0.02}, within(1e-15));
        assertThat(Tails.benjaminiHochberg(0.6, 0.9)).containsExactly(0.9, 0.9);
    }

    @TestFactory
    Stream<DynamicTest> adjustmentsAgreeWithTheReferences() {
        return P_ADJUST.cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    double[] p = golden.doubles(golden.inputs().get("p"));
                    golden.assertClose(
                            "holm",
                            Tails.holm(p),
                            golden.doubles(golden.expected().get("holm")));
                    golden.assertClose(
                            "BH",
                            Tails.benjaminiHochberg(p),
                            golden.doubles(golden.expected().get("BH")));
                }));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }
}
