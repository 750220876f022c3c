package dev.segmentation.metrics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConcentrationTest {

    @RegisterExtension
    static final GoldenOperation CONCENTRATION = GoldenOperation.of("concentration")
            .without("atkinson05", "a third index of the family of Theil's two, which is not offered");

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return CONCENTRATION.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        double[] values =
                golden.table().numbers(golden.dataset().get("columns").get(0).asText());
        Concentration found = Concentration.of(values);
        golden.assertClose("giniPopulation", found.gini());
        golden.assertClose("giniSampleCorrected", found.gini(0.95).value());
        golden.assertClose("ricciSchutz", found.hoover());
        golden.assertClose("theil", found.theil());
        golden.assertClose("theilL", found.meanLogDeviation());
        golden.assertClose("herfindahl", found.herfindahl());
        double n = values.length;
        double variation = Math.sqrt(n * found.herfindahl() - 1); // has no accessor: n H = 1 + CV²
        golden.assertClose("varCoeffIneq", variation);
        golden.assertClose("coefficientOfVariationSample", variation * Math.sqrt(n / (n - 1)));
        golden.assertClose("topDecileShareByRank", found.topShare(0.1));
        JsonNode lorenz = golden.expected().get("lorenzAt");
        double[] at = golden.doubles(lorenz.get("populationShare"));
        golden.assertClose(
                "lorenzAt", Arrays.stream(at).map(found::lorenz).toArray(), golden.doubles(lorenz.get("valueShare")));
    }

    @Test
    void byHand() {
        Concentration found = Concentration.of(new double[] {0, 4, 0, 0});
        assertThat(found.gini()).isEqualTo(0.75);
        assertThat(found.theil()).isCloseTo(Math.log(4), within(1e-15));
        assertThat(found.hoover()).isEqualTo(0.75);
        assertThat(found.herfindahl()).isEqualTo(1);
        assertThat(found.lorenz(0.75)).isEqualTo(0);
        assertThat(found.lorenz(0.875)).isEqualTo(0.5);
        assertThat(found.lorenz(1)).isEqualTo(1);
        assertThat(found.topShare(0.01)).isEqualTo(1);
        assertThat(found.topShare(0)).isEqualTo(0);
        assertThat(found.meanLogDeviation()).isNaN(); // infinite
        Concentration equal = Concentration.of(new double[] {0.1, 0.1, 0.1});
        assertThat(equal.gini()).isCloseTo(0, within(1e-16));
        assertThat(equal.theil()).isCloseTo(0, within(1e-15));
        assertThat(equal.lorenz(0.5)).isCloseTo(0.5, within(1e-15));
        assertThat(equal.gini(0.95).upper()).isCloseTo(0, within(1e-15));
    }

    /**
     * The linearized error against differences: every customer 20 times over, then one of them once more and once less;
     * what that changes is the influence of the customer.
     */
    @Test
    void errorsOfGiniAreThoseOfInfluences() {
        SeededRandom random = SeededRandom.stream(2, 3);
        int n = 60;
        int copies = 20;
        double[] values = new double[n];
        Arrays.setAll(values, i -> StrictMath.exp(0.8 * random.nextGaussian()));
        double squares = 0;
        for (int i = 0; i < n; i++) {
            int row = i;
            double more = Concentration.of(repeated(values, copies, v -> v == row ? 1 : 0))
                    .gini();
            double less = Concentration.of(repeated(values, copies, v -> v == row ? -1 : 0))
                    .gini();
            double influence = (more - less) / 2 * n * copies;
            squares += influence * influence;
        }
        double error = Math.sqrt(squares / n / (n - 1));
        Estimate gini = Concentration.of(values).gini(0.95);
        double logit = Math.log(gini.upper() / (1 - gini.upper())) - Math.log(gini.value() / (1 - gini.value()));
        double student = 2.000995378; // the quantile on 59 degrees of freedom
        assertThat(logit / student * gini.value() * (1 - gini.value())).isCloseTo(error, within(1e-4 * error));
    }

    private static double[] repeated(double[] values, int copies, IntUnaryOperator change) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> DoubleStream.generate(() -> values[i]).limit((long) copies + change.applyAsInt(i)))
                .flatMapToDouble(stream -> stream)
                .toArray();
    }

    /** Of exponential values the indices are ½ and 1 − γ (Euler). */
    @Test
    void intervalsCover() {
        double theil = 1 - 0.5772156649015329;
        int runs = 1000;
        int giniCovered = 0;
        int theilCovered = 0;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(23, run);
            double[] values = new double[200];
            Arrays.setAll(values, i -> -StrictMath.log(random.nextDouble()));
            Concentration found = Concentration.of(values);
            giniCovered += covers(found.gini(0.95), 0.5);
            theilCovered += covers(found.theil(0.95), theil);
        }
        assertThat(giniCovered).isBetween(930, 970);
        assertThat(theilCovered).isBetween(920, 970); // skewed: the delta method is a little short
    }

    private static int covers(Estimate found, double wanted) {
        return found.lower() <= wanted && wanted <= found.upper() ? 1 : 0;
    }

    @Test
    void unitsDoNotMatterAndMissingValuesAreLeftOut() {
        double[] values = {3, 1, 7, 0, 2.5, 11};
        Concentration wanted = Concentration.of(values);
        for (int exponent : new int[] {-900, 900}) {
            double[] scaled = Arrays.copyOf(
                    Arrays.stream(values).map(v -> Math.scalb(v, exponent)).toArray(), 7);
            scaled[6] = Double.NaN;
            Concentration found = Concentration.of(scaled);
            assertThat(found.customers()).isEqualTo(6);
            assertThat(found.gini(0.95)).isEqualTo(wanted.gini(0.95));
            assertThat(found.theil(0.9)).isEqualTo(wanted.theil(0.9));
            assertThat(found.topShare(0.3)).isEqualTo(wanted.topShare(0.3));
        }
    }

    @Test
    void negativeValuesHaveRules() {
        Concentration found = Concentration.of(new double[] {-1, 2, 3});
        assertThat(found.gini()).isCloseTo((2 * (-1 * 1 + 2 * 2 + 3 * 3) / 3.0 / 4) - 4 / 3.0, within(1e-15));
        assertThat(found.lorenz(1 / 3.0)).isCloseTo(-0.25, within(1e-15));
        assertThat(found.theil()).isNaN();
        assertThat(found.theil(0.95).undefined()).contains(Reason.NEGATIVE_VALUE);
        assertThat(found.undefined()).isEmpty();
        assertThat(found.gini(0.95).isDefined()).isTrue();
        assertUndefined(Concentration.of(new double[] {-2, 2}), Reason.NO_ACTIVITY);
        assertUndefined(Concentration.of(new double[] {0, 0}), Reason.NO_ACTIVITY);
        assertUndefined(Concentration.of(new double[] {Double.NaN}), Reason.NO_OBSERVATIONS);
        assertUndefined(Concentration.of(new double[] {1, Double.POSITIVE_INFINITY}), Reason.RANGE);
        assertThat(Concentration.of(new double[] {3}).gini()).isEqualTo(0);
        assertThat(Concentration.of(new double[] {3}).gini(0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
    }

    private static void assertUndefined(Concentration found, Reason reason) {
        assertThat(found.undefined()).contains(reason);
        assertThat(found.gini()).isNaN();
        assertThat(found.gini(0.95).undefined()).contains(reason);
        assertThat(found.theil()).isNaN();
        assertThat(found.theil(0.95).undefined()).contains(reason);
        assertThat(found.hoover()).isNaN();
        assertThat(found.herfindahl()).isNaN();
        assertThat(found.lorenz(0.5)).isNaN();
        assertThat(found.topShare(0.5)).isNaN();
        assertThat(found.meanLogDeviation()).isNaN();
        assertThat(found).hasToString("Concentration[undefined: " + reason + "]");
    }

    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"})
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> Concentration.of(new double[] {1}).lorenz(1.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Concentration.lorenz: customerShare = 1.5, expected 0 to 1");
        assertThatThrownBy(() -> Concentration.of(new double[] {1}).gini(1))
                .hasMessage("Concentration.gini: level = 1.0, expected more than 0 and less than 1");
        assertThatThrownBy(() -> TheilSplit.of(new double[3], Assignment.copyOf(2, 0, 1)))
                .hasMessage("TheilSplit.of: values has 3 entries, expected 2, one per label");
        assertThatNullPointerException()
                .isThrownBy(() -> Concentration.of(null))
                .withMessage("values");
    }
}
