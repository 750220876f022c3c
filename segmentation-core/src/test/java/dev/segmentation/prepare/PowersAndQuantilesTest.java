package dev.segmentation.prepare;

import static dev.segmentation.prepare.ScalingTest.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.QuantileType;
import dev.segmentation.Reason;
import dev.segmentation.scan.RowSource;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Powers by maximum likelihood, fences, and shares: against scipy, numpy, scikit-learn, and definitions. */
class PowersAndQuantilesTest {

    @RegisterExtension
    static final GoldenOperation BOXCOX = GoldenOperation.of("transform.boxcox");

    @RegisterExtension
    static final GoldenOperation YEOJOHNSON = GoldenOperation.of("transform.yeojohnson");

    @RegisterExtension
    static final GoldenOperation WINSORIZE = GoldenOperation.of("transform.winsorize");

    @RegisterExtension
    static final GoldenOperation QUANTILE_UNIFORM = GoldenOperation.of("transform.quantileUniform");

    private static final double NAN = Double.NaN;

    @TestFactory
    Stream<DynamicTest> powersAreThoseOfScipy() {
        return Stream.concat(
                BOXCOX.cases()
                        .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                            double shift = golden.parameters().get("shift").asDouble();
                            ScalingModel model = Scaling.boxCox(shift).fit(golden.matrix());
                            assertPowers(golden, model, "lambda");
                            assertRows(golden, model);
                            for (int j = 0; j < golden.matrix().featureCount(); j++) {
                                golden.assertClose(
                                        "logLikelihood",
                                        boxCoxLikelihood(shifted(golden, j, shift), power(model, j)),
                                        golden.expected()
                                                .get("logLikelihood")
                                                .get(j)
                                                .asDouble());
                            }
                        })),
                YEOJOHNSON
                        .cases()
                        .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                            ScalingModel model = Scaling.yeoJohnson().fit(golden.matrix());
                            assertPowers(golden, model, "lambda");
                            assertPowers(golden, model, "lambdaSklearnDefault");
                            assertRows(golden, model);
                            for (int j = 0; j < golden.matrix().featureCount(); j++) {
                                golden.assertClose(
                                        "logLikelihood",
                                        yeoJohnsonLikelihood(shifted(golden, j, 0), power(model, j)),
                                        golden.expected()
                                                .get("logLikelihood")
                                                .get(j)
                                                .asDouble());
                            }
                        })));
    }

    private static double[] shifted(GoldenCase golden, int feature, double shift) {
        FeatureMatrix data = golden.matrix();
        return Arrays.stream(data.column(data.featureNames().get(feature)))
                .map(value -> value + shift)
                .toArray();
    }

    private static double power(ScalingModel model, int feature) {
        return model.power(model.featureNames().get(feature));
    }

    private static void assertPowers(GoldenCase golden, ScalingModel model, String field) {
        double[] powers =
                model.featureNames().stream().mapToDouble(model::power).toArray();
        golden.assertClose(field, powers, golden.doubles(golden.expected().get(field)));
    }

    private static void assertRows(GoldenCase golden, ScalingModel model) {
        FeatureMatrix applied = model.apply(golden.matrix());
        double[][] rows = golden.doubles2(golden.expected().get("transformedFirst20"));
        for (int i = 0; i < rows.length; i++) {
            golden.assertClose("transformedFirst20", applied.row(i), rows[i]);
        }
    }

    @TestFactory
    Stream<DynamicTest> fencesAreThoseOfNumpy() {
        return WINSORIZE
                .cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureMatrix data = golden.matrix();
                    ScalingModel model = Scaling.winsorize(
                                    golden.parameters().get("lower").asDouble(),
                                    golden.parameters().get("upper").asDouble())
                            .fit(data);
                    FeatureMatrix applied = model.apply(data);
                    for (int j = 0; j < data.featureCount(); j++) {
                        double[] raw = data.column(data.featureNames().get(j));
                        double[] clipped = applied.column(data.featureNames().get(j));
                        double low = Arrays.stream(clipped).min().orElseThrow();
                        double high = Arrays.stream(clipped).max().orElseThrow();
                        assertField(golden, "lower", j, low);
                        assertField(golden, "upper", j, high);
                        assertField(golden, "countLow", j, count(raw, value -> value < low));
                        assertField(golden, "countHigh", j, count(raw, value -> value > high));
                        assertField(
                                golden,
                                "columnMeans",
                                j,
                                Arrays.stream(clipped).average().orElseThrow());
                        assertField(
                                golden, "columnSds", j, Math.sqrt(variance(clipped) * raw.length / (raw.length - 1)));
                    }
                }));
    }

    /** Fences at 5 % and 95 %, of all types of R. */
    @TestFactory
    Stream<DynamicTest> fencesAreQuantilesOfEveryType() {
        return GoldenCases.of("quantile").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    double[] values = golden.dataset().has("values")
                            ? golden.doubles(golden.dataset().get("values"))
                            : golden.matrix().toRowMajorArray();
                    double[] probabilities = golden.doubles(golden.inputs().get("probabilities"));
                    for (QuantileType type : QuantileType.values()) {
                        String field = "type" + (type.ordinal() + 1);
                        ScalingModel model = Scaling.winsorize(0.05, 0.95, type).fit(column(values));
                        double[] fences = model.apply(column(-1e9, 1e9)).column("x");
                        double[] expected = {
                            golden.expected()
                                    .get(field)
                                    .get(at(probabilities, 0.05))
                                    .asDouble(),
                            golden.expected()
                                    .get(field)
                                    .get(at(probabilities, 0.95))
                                    .asDouble()
                        };
                        golden.assertClose(field, fences, expected);
                    }
                }));
    }

    private static int at(double[] probabilities, double probability) {
        return DoubleStream.of(probabilities).boxed().toList().indexOf(probability);
    }

    @Test
    void aTypeThatIsNotTheDefaultIsShown() {
        assertThat(Scaling.winsorize(0.1, 0.9, QuantileType.TYPE_6))
                .hasToString("Scaling[winsorize(0.1, 0.9, TYPE_6)]");
        assertThat(Scaling.winsorize(0.1, 0.9, QuantileType.TYPE_7)).hasToString("Scaling[winsorize(0.1, 0.9)]");
    }

    private static double count(double[] values, java.util.function.DoublePredicate which) {
        return Arrays.stream(values).filter(which).count();
    }

    private static void assertField(GoldenCase golden, String field, int feature, double found) {
        golden.assertClose(
                field, found, golden.expected().get(field).get(feature).asDouble());
    }

    @TestFactory
    Stream<DynamicTest> sharesAreThoseOfScikitLearn() {
        return QUANTILE_UNIFORM
                .cases()
                .map(golden -> DynamicTest.dynamicTest(
                        golden.id(),
                        () -> assertRows(
                                golden,
                                Scaling.quantileUniform(golden.parameters()
                                                .get("n_quantiles")
                                                .asInt())
                                        .fit(golden.matrix()))));
    }

    /** Likelihoods as the papers write them; the fitted power has the highest one. */
    @Test
    void thePowerIsMostLikely() {
        Random random = new Random(5);
        double[] skewed = random.doubles(500).map(u -> Math.exp(2 * u * u)).toArray();
        double boxCox = Scaling.boxCox(0).fit(column(skewed)).power("x");
        double yeoJohnson = Scaling.yeoJohnson().fit(column(minus(skewed, 3))).power("x");
        for (double away : new double[] {-1, -0.1, -1e-3, 1e-3, 0.1, 1}) {
            assertThat(boxCoxLikelihood(skewed, boxCox)).isGreaterThan(boxCoxLikelihood(skewed, boxCox + away));
            assertThat(yeoJohnsonLikelihood(minus(skewed, 3), yeoJohnson))
                    .isGreaterThan(yeoJohnsonLikelihood(minus(skewed, 3), yeoJohnson + away));
        }
    }

    private static double[] minus(double[] values, double what) {
        return Arrays.stream(values).map(value -> value - what).toArray();
    }

    private static double boxCoxLikelihood(double[] x, double power) {
        double[] images = Arrays.stream(x)
                .map(v -> power == 0 ? Math.log(v) : (Math.pow(v, power) - 1) / power)
                .toArray();
        return (power - 1) * Arrays.stream(x).map(Math::log).sum() - x.length / 2.0 * Math.log(variance(images));
    }

    private static double yeoJohnsonLikelihood(double[] x, double power) {
        double[] images = Arrays.stream(x).map(v -> yeoJohnson(v, power)).toArray();
        double slope = Arrays.stream(x)
                .map(v -> Math.signum(v) * Math.log(Math.abs(v) + 1))
                .sum();
        return (power - 1) * slope - x.length / 2.0 * Math.log(variance(images));
    }

    private static double yeoJohnson(double v, double power) {
        if (v >= 0) {
            return power == 0 ? Math.log(v + 1) : (Math.pow(v + 1, power) - 1) / power;
        }
        return power == 2 ? -Math.log(1 - v) : -(Math.pow(1 - v, 2 - power) - 1) / (2 - power);
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    }

    @Test
    void aLogNormalColumnHasAPowerNearNoughtAndANormalOneNearOne() {
        Random random = new Random(6);
        double[] normal = DoubleStream.generate(random::nextGaussian)
                .limit(20_000)
                .map(z -> 50 + 5 * z)
                .toArray();
        assertThat(Scaling.boxCox(0).fit(column(normal)).power("x")).isCloseTo(1, within(0.2));
        double[] logNormal = Arrays.stream(normal).map(v -> Math.exp(v / 20)).toArray();
        assertThat(Scaling.boxCox(0).fit(column(logNormal)).power("x")).isCloseTo(0, within(0.05));
    }

    @Test
    void whatIsInvertibleComesBack() {
        double[] values = {-7, -0.5, 0, 0.25, 1, 1, 3, 40, 1000};
        for (Scaling scaling : List.of(
                Scaling.yeoJohnson(),
                Scaling.boxCox(8),
                Scaling.winsorize(0, 1),
                Scaling.yeoJohnson().then(Scaling.zScore()))) {
            ScalingModel model = scaling.fit(column(values));
            assertThat(model.invert(model.apply(column(values))).column("x"))
                    .as(scaling.toString())
                    .containsExactly(values, within(1e-9));
        }
        ScalingModel shares = Scaling.quantileUniform(9).fit(column(values));
        assertThat(shares.apply(column(values)).column("x"))
                .containsExactly(0, 0.125, 0.25, 0.375, 0.5625, 0.5625, 0.75, 0.875, 1);
        assertThat(shares.invert(column(0, 0.125, 0.5625, 0.9375, 1)).column("x"))
                .containsExactly(-7, -0.5, 1, 520, 1000);
    }

    @Test
    void whatIsClippedComesBackAsTheFence() {
        ScalingModel model = Scaling.winsorize(0.25, 0.75).fit(column(0, 1, 2, 3, 4));
        assertThat(model.apply(column(-9, 2, 9, NAN)).column("x")).containsExactly(1, 2, 3, NAN);
        assertThat(model.invert(model.apply(column(-9, 2, 9, NAN))).column("x")).containsExactly(1, 2, 3, NAN);
        ScalingModel shares = Scaling.quantileUniform(5).fit(column(0, 1, 2, 3, 4));
        assertThat(shares.apply(column(-9, 2.5, 9, NAN)).column("x")).containsExactly(0, 0.625, 1, NAN);
        assertThat(shares.invert(column(-1, 2)).column("x")).containsExactly(0, 4);
    }

    @Test
    void aColumnWithoutVariationIsFlagged() {
        ScalingModel model = Scaling.boxCox(1).fit(column(4, 4, 4));
        assertThat(model.power("x")).isEqualTo(1);
        assertThat(model.apply(column(4)).column("x")[0]).isCloseTo(4, within(1e-15));
        assertThat(model.notices())
                .containsExactly(
                        new Notice(Reason.ZERO_VARIANCE, "Scaling.fit: feature \"x\" is constant; its power is 1"));
        ScalingModel shares = Scaling.quantileUniform(3).fit(column(4, 4));
        assertThat(shares.apply(column(4)).column("x")).containsExactly(0);
        assertThat(shares.notices().get(0).reason()).isEqualTo(Reason.ZERO_VARIANCE);
    }

    @Test
    void valuesWithoutAnImageAreRefused() {
        assertRefused(
                () -> Scaling.boxCox(0).fit(column(1, 0, 2)),
                Reason.RANGE,
                "Scaling.fit: boxCox needs values that are positive once the shift is added, but those of feature \"x\" are"
                        + " not all; use a larger shift, or yeoJohnson");
        ScalingModel model = Scaling.boxCox(0).fit(column(1, 3, 2));
        assertRefused(
                () -> model.apply(column(1, -1)),
                Reason.RANGE,
                "ScalingModel.apply: boxCox needs values that are positive once the shift is added, and not too large; use"
                        + " yeoJohnson, or a larger shift; found one that is not at row 1, feature \"x\"");
        assertRefused(
                () -> Scaling.winsorize(0.9, 0.1),
                Reason.BAD_PARAM,
                "Scaling.winsorize: lower = 0.9, expected less than upper = 0.1");
        assertRefused(
                () -> Scaling.winsorize(NAN, 0.1), Reason.BAD_PARAM, "Scaling.winsorize: lower = NaN, expected 0 to 1");
        assertRefused(
                () -> Scaling.quantileUniform(1),
                Reason.BAD_PARAM,
                "Scaling.quantileUniform: quantileCount = 1, expected 2 to 10000");
        assertRefused(
                () -> Scaling.boxCox(NAN), Reason.BAD_PARAM, "Scaling.boxCox: shift = NaN, expected a finite number");
        assertRefused(
                () -> Scaling.yeoJohnson().fit(RowSource.of(column(1, 2)), Execution.sequential()),
                Reason.RESOURCE_LIMIT,
                "Scaling.fit: yeoJohnson sorts every column, which needs the rows in memory; fit it on a FeatureMatrix of a"
                        + " random sample of them and apply that model to all, or use zScore after signedLog1p");
    }

    private static void assertRefused(Runnable work, Reason reason, String message) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessage(message);
    }

    @Test
    void everyStepCanBeSaved() throws Exception {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a", "b"), 1, 2, 3, 9, 4, 5, 8, 1, 2, 2);
        Scaling scaling = Scaling.boxCox(0.5)
                .then(Scaling.winsorize(0.1, 0.9))
                .then(Scaling.yeoJohnson())
                .then(Scaling.quantileUniform(4));
        assertThat(scaling).hasToString("Scaling[boxCox(0.5), winsorize(0.1, 0.9), yeoJohnson, quantileUniform(4)]");
        ScalingModel model = scaling.fit(data);
        ObjectMapper json = new ObjectMapper();
        ScalingRecord read = json.readValue(json.writeValueAsString(model.toRecord()), ScalingRecord.class);
        assertThat(read).isEqualTo(model.toRecord());
        assertThat(read.hasFirstKindsOnly()).isFalse();
        assertThat(Scaling.zScore().fit(data).toRecord().hasFirstKindsOnly()).isTrue();
        assertThat(read.restore().apply(data).toRowMajorArray())
                .containsExactly(model.apply(data).toRowMajorArray());
    }

    @Test
    void damagedStepsAreRefused() {
        List<ScalingRecord.Column> two = List.of(new ScalingRecord.Column(2, 0, 0), new ScalingRecord.Column(1, 0, 0));
        for (ScalingRecord.Step step : List.of(
                new ScalingRecord.Step("clip", two),
                new ScalingRecord.Step("quantile-uniform", two),
                new ScalingRecord.Step("quantile-uniform", two.subList(0, 1)),
                new ScalingRecord.Step("box-cox", two),
                new ScalingRecord.Step("yeo-johnson", List.of(new ScalingRecord.Column(0, 0, NAN))))) {
            assertThatThrownBy(() -> new ScalingRecord(List.of("x"), List.of(step), List.of()).restore())
                    .as(step.toString())
                    .isInstanceOfSatisfying(
                            InvalidInputException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.MODEL_FORMAT));
        }
    }
}
