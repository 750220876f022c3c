package dev.segmentation.metrics.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class TwoProportionsTest {

    @RegisterExtension
    static final GoldenOperation TWO_PROPORTIONS = GoldenOperation.of("test.twoProportions")
            .without("waldLower", "Newcombe's interval is what is offered: differencesHaveNewcombesInterval")
            .without("waldUpper", "as waldLower");

    private static final double Z = 1.959963984540054;

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return TWO_PROPORTIONS.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        int[] successes = golden.ints(golden.inputs().get("successes"));
        int[] totals = golden.ints(golden.inputs().get("totals"));
        TwoProportions found = TwoProportions.of(successes[0], totals[0], successes[1], totals[1]);
        golden.assertClose("difference", found.difference(0.95).value());
        golden.assertClose("zPooled", found.test().statistic());
        golden.assertClose("pTwoSided", found.test().pValue());
        golden.assertClose("riskRatio", found.ratio(0.95).value());
        golden.assertClose("oddsRatio", found.oddsRatio(0.95).value());
        double factor =
                Math.log(found.oddsRatio(0.95).upper() / found.oddsRatio(0.95).value());
        assertThat(factor / Z).isCloseTo(golden.expected().get("logOddsRatioSE").doubleValue(), within(1e-9));
        golden.assertClose("cohensH", found.cohensH(0.95).value());
    }

    /** Newcombe (1998), table II, method 10, as printed there. */
    @Test
    void differencesHaveNewcombesInterval() {
        assertInterval(TwoProportions.of(56, 70, 48, 80).difference(0.95), 0.0524, 0.3339);
        assertInterval(TwoProportions.of(9, 10, 3, 10).difference(0.95), 0.1705, 0.8090);
        assertInterval(TwoProportions.of(5, 56, 0, 29).difference(0.95), -0.0381, 0.1926);
        assertInterval(TwoProportions.of(0, 10, 0, 10).difference(0.95), -0.2775, 0.2775);
        assertInterval(TwoProportions.of(10, 10, 0, 10).difference(0.95), 0.6075, 1.0000);
    }

    private static void assertInterval(Estimate found, double lower, double upper) {
        assertThat(found.lower()).isCloseTo(lower, within(5.1e-5));
        assertThat(found.upper()).isCloseTo(upper, within(5.1e-5));
    }

    /** The ends are the ratios R at which p₁ − R·p₂ has an interval that just reaches 0. */
    @Test
    void ratiosSolveTheirEquation() {
        long[][] cases = {{12, 40, 30, 200}, {3, 10, 8, 9}, {90, 100, 100, 400}, {0, 20, 7, 30}, {20, 20, 5, 30}};
        for (long[] c : cases) {
            Estimate ratio = TwoProportions.of(c[0], c[1], c[2], c[3]).ratio(0.95);
            Estimate first = ProportionInterval.wilson(c[0], c[1], 0.95);
            Estimate second = ProportionInterval.wilson(c[2], c[3], 0.95);
            double p1 = (double) c[0] / c[1];
            double p2 = (double) c[2] / c[3];
            assertThat(ratio.value()).isCloseTo(p1 / p2, within(1e-14));
            double lower = ratio.lower();
            double upper = ratio.upper();
            if (c[0] > 0) {
                assertThat(p1 - lower * p2)
                        .isCloseTo(Math.hypot(p1 - first.lower(), lower * (second.upper() - p2)), within(1e-12));
            } else {
                assertThat(lower).isEqualTo(0);
            }
            assertThat(upper * p2 - p1)
                    .isCloseTo(Math.hypot(first.upper() - p1, upper * (p2 - second.lower())), within(1e-12));
        }
    }

    @Test
    void squaredStatisticIsThatOfTheTable() {
        TwoProportions found = TwoProportions.of(30, 100, 45, 90);
        double z = found.test().statistic();
        CategoricalEffect table = CategoricalEffect.of(ContingencyTable.copyOf(new long[][] {{30, 70}, {45, 45}}));
        assertThat(z * z).isCloseTo(table.chiSquare(), within(1e-12));
        assertThat(found.test().pValue()).isCloseTo(table.pValue(), within(1e-14));
        assertThat(z).isNegative();
    }

    @Test
    void saysWhyItIsUndefined() {
        TwoProportions none = TwoProportions.of(0, 0, 3, 9);
        assertThat(none.difference(0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(none.ratio(0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(none.oddsRatio(0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(none.cohensH(0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(none.test().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(TwoProportions.of(3, 9, 0, 9).ratio(0.95).undefined()).contains(Reason.NO_ACTIVITY);
        assertThat(TwoProportions.of(9, 9, 2, 9).oddsRatio(0.95).undefined()).contains(Reason.NO_ACTIVITY);
        assertThat(TwoProportions.of(0, 9, 0, 5).test().undefined()).contains(Reason.ZERO_VARIANCE);
        assertThat(TwoProportions.of(9, 9, 0, 9).cohensH(0.95).value()).isCloseTo(Math.PI, within(1e-15));
    }

    @Test
    void wrongCountsAreRefused() {
        assertThatThrownBy(() -> TwoProportions.of(4, 3, 1, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("TwoProportions.of: firstSuccesses = 4, expected at most the customers of the group, 3");
        assertThatThrownBy(() -> TwoProportions.of(1, 3, -1, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("TwoProportions.of: secondSuccesses = -1 of 2, expected counts from 0");
        assertThatThrownBy(() -> TwoProportions.of(1, 3, 1, 2).ratio(0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("TwoProportions.ratio: level = 0.0, expected more than 0 and less than 1");
        assertThat(TwoProportions.of(1, 3, 1, 2)).hasToString("TwoProportions[1 of 3 against 1 of 2]");
    }
}
