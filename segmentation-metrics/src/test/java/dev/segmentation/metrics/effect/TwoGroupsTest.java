package dev.segmentation.metrics.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoGroupsTest {

    @RegisterExtension
    static final GoldenOperation TWO_GROUPS = GoldenOperation.of("test.twoGroups");

    private static final double NAN = Double.NaN;

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return TWO_GROUPS.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        JsonNode columns = golden.dataset().get("columns");
        double[] values = golden.table().numbers(columns.get(0).asText());
        String[] groups = golden.column(columns.get(1).asText());
        String split = golden.dataset().get("split").asText();
        List<String> order = split.startsWith("Channel") ? List.of("1", "2") : List.of("Existing", "Attrited");
        int[] labels = Arrays.stream(groups)
                .mapToInt(group -> group.startsWith(order.get(0)) ? 0 : 1)
                .toArray();
        Assignment assignment = Assignment.copyOf(2, labels);
        TwoGroups found = TwoGroups.ofSegments(values, assignment, 0, 1);
        assertThat(found.firstCount()).isEqualTo(golden.inputs().get("n1").asLong());
        assertThat(found.secondCount()).isEqualTo(golden.inputs().get("n2").asLong());
        golden.assertClose("mean1", found.firstMean());
        golden.assertClose("mean2", found.secondMean());
        golden.assertClose("sd1", found.firstStandardDeviation());
        golden.assertClose("sd2", found.secondStandardDeviation());
        golden.assertClose("tPooled", found.student().statistic());
        golden.assertClose("tPooledP", found.student().pValue());
        golden.assertClose("tWelch", found.welch().statistic());
        golden.assertClose("tWelchDf", found.welch().degreesOfFreedom());
        golden.assertClose("tWelchP", found.welch().pValue());
        Estimate difference = found.difference(0.95);
        golden.assertClose(
                "welchCI95",
                new double[] {difference.lower(), difference.upper()},
                golden.doubles(golden.expected().get("welchCI95")));
        golden.assertClose("cohensD", found.cohensD(0.95).value());
        golden.assertClose("hedgesG", found.hedgesG(0.95).value());
        golden.assertClose( // the mean of the variances, and the gamma function's usual approximation: not offered
                "cohensDaverageSd",
                (found.firstMean() - found.secondMean())
                        / Math.sqrt((Math.pow(found.firstStandardDeviation(), 2)
                                        + Math.pow(found.secondStandardDeviation(), 2))
                                / 2));
        double customers = found.firstCount() + found.secondCount();
        golden.assertClose("hedgesGapprox", found.cohensD(0.95).value() * (1 - 3 / (4 * customers - 9)));
        golden.assertClose("glassDeltaSd2", found.glassDelta(0.95).value());
        golden.assertClose("varianceRatioF", found.varianceRatio());
        Dominance dominance = Dominance.ofSegmentAndOthers(values, assignment, 0);
        golden.assertClose("wilcoxW", dominance.mannWhitney().statistic());
        golden.assertClose("wilcoxP", dominance.mannWhitney().pValue());
        golden.assertClose("rankBiserial", dominance.cliffsDelta(0.95).value());
    }

    /** The ratio of gamma functions by mpmath, 30 digits. */
    @ParameterizedTest
    @CsvSource({
        "2, 0.56418958354775629",
        "10, 0.9227456080530871",
        "150, 0.99499025700212353",
        "199, 0.99622562302481716",
        "200, 0.99624452247912655",
        "201, 0.99626323360577391",
        "10000, 0.99992499781242969",
        "10000000, 0.99999992499999781"
    })
    void hedgesFactorIsExact(double degrees, double wanted) {
        assertThat(TwoGroups.unbiasing(degrees)).isCloseTo(wanted, within(1e-13));
    }

    @Test
    void intervalOfDIsByTheNoncentralStudent() {
        // t = 2.5 on 10 degrees of freedom, groups of 6: limits of δ from mpmath, see NoncentralityTest
        double[] shape = {-2, -1, -1, 1, 1, 2}; // squares add up to 12, so that the pooled variance is 24/10
        double shift = 2.5 * Math.sqrt(2.4) * Math.sqrt(2.0 / 6);
        double[] moved = Arrays.stream(shape).map(value -> value + shift).toArray();
        TwoGroups found = TwoGroups.of(moved, shape);
        assertThat(found.student().statistic()).isCloseTo(2.5, within(1e-14));
        double scale = Math.sqrt(2.0 / 6);
        Estimate d = found.cohensD(0.95);
        assertThat(d.value()).isCloseTo(2.5 * scale, within(1e-14));
        assertThat(d.lower()).isCloseTo(0.21456402389718002 * scale, within(1e-9));
        assertThat(d.upper()).isCloseTo(4.6912308834726334 * scale, within(1e-9));
        Estimate g = found.hedgesG(0.95);
        assertThat(g.value()).isCloseTo(d.value() * 0.9227456080530871, within(1e-13));
        assertThat(g.upper()).isCloseTo(d.upper() * 0.9227456080530871, within(1e-13));
        Estimate reversed = TwoGroups.of(shape, moved).cohensD(0.95);
        assertThat(reversed.lower()).isCloseTo(-d.upper(), within(1e-10));
        assertThat(reversed.upper()).isCloseTo(-d.lower(), within(1e-10));
        assertThat(d.customers()).isEqualTo(12);
    }

    @Test
    void anOffsetCostsNoDigits() {
        double[] first = {0.5, 1.25, 2, 3.75, 1};
        double[] second = {0, 0.75, 1.5, -0.25};
        TwoGroups near = TwoGroups.of(first, second);
        TwoGroups far = TwoGroups.of(moved(first), moved(second));
        assertThat(far.cohensD(0.95).value()).isCloseTo(near.cohensD(0.95).value(), within(1e-14));
        assertThat(far.glassDelta(0.9).lower()).isCloseTo(near.glassDelta(0.9).lower(), within(1e-10));
        assertThat(far.welch().pValue()).isCloseTo(near.welch().pValue(), within(1e-14));
    }

    private static double[] moved(double... values) {
        return Arrays.stream(values).map(value -> value + 1e9).toArray();
    }

    @Test
    void missingValuesAreLeftOut() {
        double[] values = {1, NAN, 2, 4, 3, NAN, 7, 9};
        Assignment assignment = Assignment.copyOf(3, 0, 0, 0, 0, 1, 1, 2, 2);
        TwoGroups found = TwoGroups.ofSegmentAndOthers(values, assignment, 0);
        TwoGroups wanted = TwoGroups.of(new double[] {1, 2, 4}, new double[] {3, 7, 9});
        assertThat(found.difference(0.95)).isEqualTo(wanted.difference(0.95));
        assertThat(found.toString())
                .isEqualTo(wanted.toString())
                .startsWith("TwoGroups[difference -4.000 [")
                .endsWith("n = 6]");
    }

    @Test
    void saysWhyItIsUndefined() {
        assertUndefined(TwoGroups.of(new double[] {1}, new double[] {1, 2}), Reason.NO_OBSERVATIONS);
        assertUndefined(TwoGroups.of(new double[] {1, NAN}, new double[] {1, 2}), Reason.NO_OBSERVATIONS);
        assertUndefined(TwoGroups.of(new double[] {1, 1}, new double[] {2, 2}), Reason.NO_WITHIN_VARIATION);
        assertUndefined(TwoGroups.of(new double[] {1e300, 2e300}, new double[] {1, 2}), Reason.RANGE);
        assertUndefined(TwoGroups.of(new double[] {1e-300, 2e-300}, new double[] {0, 0}), Reason.RANGE);
        assertUndefined(TwoGroups.of(new double[] {Double.POSITIVE_INFINITY, 1}, new double[] {1, 2, 5}), Reason.RANGE);
        TwoGroups constantSecond = TwoGroups.of(new double[] {1, 2}, new double[] {3, 3});
        assertThat(constantSecond.glassDelta(0.95).undefined()).contains(Reason.ZERO_VARIANCE);
        assertThat(constantSecond.varianceRatio()).isNaN();
        assertThat(constantSecond.cohensD(0.95).value()).isCloseTo(-1.5 / Math.sqrt(0.25), within(1e-14));
    }

    private static void assertUndefined(TwoGroups found, Reason reason) {
        assertThat(found.undefined()).contains(reason);
        assertThat(found.difference(0.95).undefined()).contains(reason);
        assertThat(found.cohensD(0.95).undefined()).contains(reason);
        assertThat(found.glassDelta(0.95).undefined()).contains(reason);
        assertThat(found.welch().undefined()).contains(reason);
        assertThat(found.student().pValue()).isNaN();
        assertThat(found.toString()).isEqualTo("TwoGroups[undefined: " + reason + "]");
    }

    @Test
    void wrongArgumentsAreRefused() {
        Assignment assignment = Assignment.copyOf(2, 0, 1);
        assertThatThrownBy(() -> TwoGroups.ofSegments(new double[3], assignment, 0, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("TwoGroups.ofSegments: values has 3 entries, expected 2, one per label");
        assertThatThrownBy(() -> TwoGroups.ofSegments(new double[2], assignment, 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> TwoGroups.of(new double[2], new double[2]).cohensD(1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("TwoGroups.cohensD: level = 1.0, expected more than 0 and less than 1");
    }

    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"})
    void nullsAreRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> TwoGroups.of(null, new double[0]))
                .withMessage("first");
        assertThatNullPointerException()
                .isThrownBy(() -> Dominance.of(new double[0], null))
                .withMessage("second");
    }

    @Test
    void severalGroupsOfTwoAreTwoGroups() {
        double[] values = {3, 1, 4, 1.5, 9, 2.5, 6, 5, 3.5, 8};
        int[] labels = IntStream.range(0, 10).map(i -> i % 2).toArray();
        Assignment assignment = Assignment.copyOf(2, labels);
        TwoGroups two = TwoGroups.ofSegments(values, assignment, 0, 1);
        TestResult welch = SeveralGroups.of(values, assignment).welch();
        double t = two.welch().statistic();
        assertThat(welch.statistic()).isCloseTo(t * t, within(1e-13));
        assertThat(welch.denominatorDegrees()).isCloseTo(two.welch().degreesOfFreedom(), within(1e-12));
        assertThat(welch.pValue()).isCloseTo(two.welch().pValue(), within(1e-13));
    }
}
