package dev.segmentation.metrics.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class SeveralGroupsTest {

    @RegisterExtension
    static final GoldenOperation ANOVA = GoldenOperation.of("test.anova")
            .without(
                    "bartlettK2", "a test of spreads that needs normal values: Brown and Forsythe's is what is offered")
            .without("bartlettP", "as bartlettK2")
            .without("flignerChi2", "as bartlettK2")
            .without("tukeyP", "pairs are tested by Welch's t with Holm's adjustment");

    private static final double NAN = Double.NaN;

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return ANOVA.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        JsonNode columns = golden.dataset().get("columns");
        double[] values = golden.table().numbers(columns.get(0).asText());
        if (golden.dataset().has("transform")) {
            values = Arrays.stream(values).map(StrictMath::log).toArray();
        }
        JsonNode names = golden.inputs().get("groups");
        int[] labels = Arrays.stream(golden.column(columns.get(1).asText()))
                .mapToInt(group -> IntStream.range(0, names.size())
                        .filter(g -> names.get(g).asText().equals(group))
                        .findFirst()
                        .orElseThrow())
                .toArray();
        Assignment assignment = Assignment.copyOf(names.size(), labels);
        checkVariance(golden, NumericEffect.of(values, assignment));
        checkGroups(golden, values, assignment);
        SeveralGroups found = SeveralGroups.of(values, assignment);
        golden.assertClose("welchF", found.welch().statistic());
        golden.assertClose("welchDf1", found.welch().degreesOfFreedom());
        golden.assertClose("welchDf2", found.welch().denominatorDegrees());
        golden.assertClose("welchP", found.welch().pValue());
        golden.assertClose("kruskalH", found.kruskalWallis().statistic());
        golden.assertClose("kruskalDf", found.kruskalWallis().degreesOfFreedom());
        golden.assertClose("kruskalP", found.kruskalWallis().pValue());
        golden.assertClose("kruskalLogP", Math.log(found.kruskalWallis().pValue()));
        golden.assertClose("rankEpsilonSquared", found.rankEpsilonSquared());
        golden.assertClose("rankEtaSquared", found.rankEtaSquared());
        golden.assertClose("brownForsytheF", found.brownForsythe().statistic());
        golden.assertClose("brownForsytheP", found.brownForsythe().pValue());
    }

    private static void checkVariance(GoldenCase golden, NumericEffect found) {
        golden.assertClose("F", found.f());
        golden.assertClose("df1", found.degreesBetween());
        golden.assertClose("df2", found.degreesWithin());
        golden.assertClose("p", found.pValue());
        golden.assertClose("logP", Math.log(found.pValue()));
        golden.assertClose("etaSquared", found.etaSquared());
        golden.assertClose("omegaSquaredRaw", found.omegaSquared());
        golden.assertClose("epsilonSquaredRaw", found.epsilonSquared());
        golden.assertClose("omegaSquared", Math.max(0, found.omegaSquared()));
        golden.assertClose("epsilonSquared", Math.max(0, found.epsilonSquared()));
        golden.assertClose("cohensF", Math.sqrt(found.etaSquared() / (1 - found.etaSquared())));
    }

    /** Means and spreads of the groups, and from them the sums of squares and Student's tests of all pairs. */
    private static void checkGroups(GoldenCase golden, double[] values, Assignment assignment) {
        JsonNode expected = golden.expected();
        int k = assignment.segmentCount();
        double[] means = new double[k];
        double[] deviations = new double[k];
        double[] sizes = Arrays.stream(assignment.sizes()).asDoubleStream().toArray();
        double within = 0;
        for (int g = 0; g < k; g++) {
            TwoGroups pair = TwoGroups.ofSegments(values, assignment, g, g == 0 ? 1 : 0);
            means[g] = pair.firstMean();
            deviations[g] = pair.firstStandardDeviation();
            within += deviations[g] * deviations[g] * (sizes[g] - 1);
        }
        golden.assertClose("groupMeans", means, golden.doubles(expected.get("groupMeans")));
        golden.assertClose("groupSds", deviations, golden.doubles(expected.get("groupSds")));
        NumericEffect effect = NumericEffect.of(values, assignment);
        golden.assertClose("ssWithin", within);
        golden.assertClose("ssBetween", within * effect.etaSquared() / (1 - effect.etaSquared()));
        List<String> names = golden.strings(golden.inputs().get("groups"));
        List<String> pairs = new ArrayList<>();
        List<Double> differences = new ArrayList<>();
        List<Double> chances = new ArrayList<>();
        double spread = within / effect.degreesWithin();
        for (int first = 0; first < k; first++) {
            for (int second = first + 1; second < k; second++) {
                double difference = TwoGroups.ofSegments(values, assignment, second, first)
                        .difference(0.95)
                        .value();
                pairs.add(names.get(second) + "-" + names.get(first));
                differences.add(difference);
                double t = difference / Math.sqrt(spread / sizes[first] + spread / sizes[second]);
                chances.add(Tails.student(t, effect.degreesWithin()));
            }
        }
        assertThat(pairs).isEqualTo(golden.strings(expected.get("tukeyPairs")));
        golden.assertClose("tukeyDiff", toArray(differences), golden.doubles(expected.get("tukeyDiff")));
        if (expected.get("pairwiseTHolm").isNull()) {
            assertThat(k).isEqualTo(2);
        } else {
            golden.assertClose("p", Tails.holm(toArray(chances)), golden.doubles(expected.get("pairwiseTHolm")));
        }
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void emptySegmentsAndMissingValuesAreSkipped() {
        double[] values = {1, 2, 4, NAN, 3, 6, 5};
        SeveralGroups found = SeveralGroups.of(values, Assignment.copyOf(4, 0, 0, 0, 0, 2, 2, 2));
        SeveralGroups wanted =
                SeveralGroups.of(new double[] {1, 2, 4, 3, 6, 5}, Assignment.copyOf(2, 0, 0, 0, 1, 1, 1));
        assertThat(found.welch()).isEqualTo(wanted.welch());
        assertThat(found.kruskalWallis()).isEqualTo(wanted.kruskalWallis());
        assertThat(found.brownForsythe()).isEqualTo(wanted.brownForsythe());
        // ranks 1, 2, 4 and 3, 6, 5: H = 12/(6·7)·(7² + 14²)/3 − 3·7
        assertThat(found.kruskalWallis().statistic()).isCloseTo(12 / 42.0 * 245 / 3 - 21, within(1e-14));
        assertThat(found).hasToString("SeveralGroups[Kruskal–Wallis TestResult[2.333 on 1.000, p = 0.127]]");
    }

    @Test
    void testsSayWhyTheyAreUndefined() {
        SeveralGroups none = SeveralGroups.of(new double[] {NAN, NAN}, Assignment.copyOf(2, 0, 1));
        assertThat(none.welch().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(none.kruskalWallis().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(none.brownForsythe().undefined()).contains(Reason.NO_OBSERVATIONS);
        SeveralGroups single = SeveralGroups.of(new double[] {1, 2}, Assignment.copyOf(2, 1, 1));
        assertThat(single.welch().undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(single.kruskalWallis().undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(single.rankEpsilonSquared()).isNaN();
        SeveralGroups alone = SeveralGroups.of(new double[] {1, 2, 3}, Assignment.copyOf(2, 0, 0, 1));
        assertThat(alone.welch().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(alone.kruskalWallis().statistic()).isCloseTo(1.5, within(1e-15));
        SeveralGroups constant = SeveralGroups.of(new double[] {5, 5, 5, 5}, Assignment.copyOf(2, 0, 0, 1, 1));
        assertThat(constant.welch().undefined()).contains(Reason.NO_WITHIN_VARIATION);
        assertThat(constant.kruskalWallis().undefined()).contains(Reason.ZERO_VARIANCE);
        assertThat(constant.brownForsythe().undefined()).contains(Reason.NO_WITHIN_VARIATION);
    }
}
