package dev.segmentation.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScalingTest {

    private static final double NAN = Double.NaN;

    private static final FeatureMatrix SMALL = column(2, 4, 4, 4, 5, 5, 7, 9); // mean 5, sum of squares 32

    static Stream<Scaling> all() {
        return Stream.of(
                Scaling.zScore(),
                Scaling.zScoreSample(),
                Scaling.robust(),
                Scaling.minMax(),
                Scaling.maxAbs(),
                Scaling.log1p(),
                Scaling.signedLog1p(),
                Scaling.log1p().then(Scaling.zScore()));
    }

    /** Scalings that need the rows in memory and, if they clip, cannot bring every value back. */
    static Stream<Scaling> inMemory() {
        return Stream.of(
                Scaling.signedLog1p().then(Scaling.boxCox(100)),
                Scaling.yeoJohnson(),
                Scaling.winsorize(0.05, 0.9),
                Scaling.quantileUniform(11),
                Scaling.winsorize(0, 0.99).then(Scaling.yeoJohnson()).then(Scaling.zScore()));
    }

    @Test
    void zScoreDividesByTheStandardDeviationOfN() {
        ScalingModel model = Scaling.zScore().fit(SMALL);
        assertThat(model.center("x")).isEqualTo(5);
        assertThat(model.scale("x")).isEqualTo(2);
        assertThat(model.apply(SMALL).column("x")).containsExactly(-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2);
    }

    @Test
    void zScoreSampleDividesByTheStandardDeviationOfNMinusOne() {
        ScalingModel model = Scaling.zScoreSample().fit(SMALL);
        assertThat(model.scale("x")).isCloseTo(Math.sqrt(32 / 7.0), within(1e-15));
    }

    @Test
    void robustDividesByTheInterquartileRange() {
        ScalingModel model = Scaling.robust().fit(column(1, 2, 3, 4, 1000));
        assertThat(model.center("x")).isEqualTo(3);
        assertThat(model.scale("x")).isEqualTo(2);
        assertThat(model.apply(column(1000)).column("x")).containsExactly(498.5);
    }

    @Test
    void robustFallsBackWhereQuartilesCoincide() {
        ScalingModel model = Scaling.robust().fit(column(0, 0, 0, 0, 0, 0, 0, 8));
        assertThat(model.center("x")).isZero();
        assertThat(model.scale("x")).isCloseTo(Math.sqrt(7), within(1e-15));
        assertThat(model.notices())
                .containsExactly(new Notice(
                        Reason.TIED_CUTS,
                        "Scaling.fit: the quartiles of feature \"x\" coincide; it is divided by its standard deviation"
                                + " instead"));
    }

    @Test
    void minMaxFillsZeroToOne() {
        ScalingModel model = Scaling.minMax().fit(column(-1, 0, 3));
        assertThat(model.center("x")).isEqualTo(-1);
        assertThat(model.scale("x")).isEqualTo(4);
        assertThat(model.apply(column(-1, 0, 3, 7)).column("x")).containsExactly(0, 0.25, 1, 2);
    }

    @Test
    void maxAbsKeepsZeroAndSigns() {
        ScalingModel model = Scaling.maxAbs().fit(column(-4, 0, 2));
        assertThat(model.center("x")).isZero();
        assertThat(model.scale("x")).isEqualTo(4);
        assertThat(model.apply(column(-4, 0, 2)).column("x")).containsExactly(-1, 0, 0.5);
    }

    @Test
    void logarithmsLearnNothing() {
        ScalingModel plain = Scaling.log1p().fit(column(0, Math.E - 1));
        assertThat(plain.apply(column(0, Math.E - 1, -0.5)).column("x")).containsExactly(0, 1, StrictMath.log1p(-0.5));
        assertThat(plain.center("x")).isZero();
        assertThat(plain.scale("x")).isEqualTo(1);
        ScalingModel signed = Scaling.signedLog1p().fit(column(1));
        assertThat(signed.apply(column(-3, 0, 3)).column("x"))
                .containsExactly(-StrictMath.log1p(3), 0, StrictMath.log1p(3));
    }

    @Test
    void stepsFollowEachOther() {
        FeatureMatrix money = column(0, 3, 15, 200);
        Scaling scaling = Scaling.log1p().then(Scaling.zScore());
        ScalingModel model = scaling.fit(money);
        double[] logs = Scaling.log1p().fit(money).apply(money).column("x");
        assertThat(model.apply(money).column("x"))
                .containsExactly(
                        Scaling.zScore().fit(column(logs)).apply(column(logs)).column("x"));
        assertThat(model.center("x")).isCloseTo(Arrays.stream(logs).average().orElseThrow(), within(1e-15));
        assertThat(scaling).hasToString("Scaling[log1p, zScore]");
        assertThat(model).hasToString("ScalingModel[2 steps on [x]]");
    }

    @Test
    void aConstantColumnBecomesZeroAndComesBack() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a", "c"), 1, 0.1, 2, 0.1, 3, 0.1);
        FeatureMatrix later = FeatureMatrix.copyOfRowMajor(List.of("a", "c"), 1, 5, 2, NAN);
        for (Scaling scaling : List.of(
                Scaling.zScore(), Scaling.zScoreSample(), Scaling.robust(), Scaling.minMax(), Scaling.maxAbs())) {
            ScalingModel model = scaling.fit(data);
            assertThat(model.notices())
                    .as(scaling.toString())
                    .containsExactly(
                            new Notice(Reason.ZERO_VARIANCE, "Scaling.fit: feature \"c\" is constant; it becomes 0"));
            assertThat(model.scale("c")).isZero();
            assertThat(model.center("c")).isEqualTo(0.1);
            assertThat(model.apply(data).column("c")).containsExactly(0, 0, 0);
            assertThat(model.apply(later).column("c")).containsExactly(0, NAN);
            assertThat(model.invert(model.apply(data)).column("c")).containsExactly(0.1, 0.1, 0.1);
        }
    }

    @Test
    void aColumnOfRoundingNoiseBecomesZero() {
        double[] values = new double[60];
        Arrays.fill(values, 1.0);
        values[0] = Math.nextUp(1.0);
        for (Scaling scaling : List.of(Scaling.zScore(), Scaling.robust(), Scaling.minMax(), Scaling.maxAbs())) {
            ScalingModel model = scaling.fit(column(values));
            assertThat(model.notices())
                    .containsExactly(new Notice(
                            Reason.NEAR_ZERO_VARIANCE,
                            "Scaling.fit: feature \"x\" varies by no more than rounding noise; it becomes 0"));
            assertThat(model.apply(column(values)).column("x")).containsOnly(0);
        }
        assertThat(Scaling.zScore().fit(column(1, 1 + 8 * Math.ulp(1.0))).scale("x"))
                .isZero();
        assertThat(Scaling.zScore().fit(column(1, 1 + 9 * Math.ulp(1.0))).scale("x"))
                .isEqualTo(4.5 * Math.ulp(1.0));
    }

    @Test
    void aFlatColumnIsReportedOnce() {
        ScalingModel model = Scaling.zScore().then(Scaling.minMax()).fit(column(3, 3));
        assertThat(model.notices()).hasSize(1);
        assertThat(model.invert(model.apply(column(3))).column("x")).containsExactly(3);
    }

    @Test
    void oneRowIsConstant() {
        ScalingModel model = Scaling.zScoreSample().fit(column(42));
        assertThat(model.apply(column(42)).column("x")).containsExactly(0);
        assertThat(model.notices()).extracting(Notice::reason).containsExactly(Reason.ZERO_VARIANCE);
    }

    @ParameterizedTest
    @MethodSource("all")
    void missingValuesAreLeftOutAndStayMissing(Scaling scaling) {
        ScalingModel with = scaling.fit(column(1, NAN, 2, 5, NAN));
        ScalingModel without = scaling.fit(column(1, 2, 5));
        assertThat(with.center("x")).isEqualTo(without.center("x"));
        assertThat(with.scale("x")).isEqualTo(without.scale("x"));
        double[] applied = with.apply(column(NAN, 5)).column("x");
        assertThat(applied[0]).isNaN();
        assertThat(with.invert(column(NAN)).column("x")[0]).isNaN();
    }

    @ParameterizedTest
    @MethodSource("all")
    void inverseBringsBackTheInput(Scaling scaling) {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a", "b"), 0, 1e12, 1.5, 1e12 + 1, 700, 1e12 + 3);
        ScalingModel model = scaling.fit(data);
        double[] back = model.invert(model.apply(data)).toRowMajorArray();
        double[] original = data.toRowMajorArray();
        for (int i = 0; i < back.length; i++) {
            assertThat(back[i]).isCloseTo(original[i], within(1e-12 + 1e-14 * Math.abs(original[i])));
        }
    }

    @ParameterizedTest
    @MethodSource({"all", "inMemory"})
    void wholeWeightsAreRepetitionsToTheBit(Scaling scaling) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        double[] values = random.doubles(40, 0, 1000).toArray();
        double[] weights = random.ints(40, 0, 4).asDoubleStream().toArray();
        weights[0] = 2;
        weights[1] = 1;
        double[] repeated = new double[0];
        for (int i = 0; i < values.length; i++) {
            int from = repeated.length;
            repeated = Arrays.copyOf(repeated, from + (int) weights[i]);
            Arrays.fill(repeated, from, repeated.length, values[i]);
        }
        ScalingModel weighted = scaling.fit(column(values).weightedBy(weights));
        ScalingModel twin = scaling.fit(column(repeated));
        assertThat(weighted.center("x")).as("seed %s", seed).isEqualTo(twin.center("x"));
        assertThat(weighted.scale("x")).as("seed %s", seed).isEqualTo(twin.scale("x"));
        assertThat(weighted.apply(column(values)).column("x"))
                .as("seed %s", seed)
                .containsExactly(twin.apply(column(values)).column("x"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRowOfWeightZeroHasNoInfluence(Scaling scaling) {
        ScalingModel with = scaling.fit(column(1, 1e6, 2, 5).weightedBy(1, 0, 1, 1));
        assertThat(with.center("x")).isEqualTo(scaling.fit(column(1, 2, 5)).center("x"));
        assertThat(with.scale("x")).isEqualTo(scaling.fit(column(1, 2, 5)).scale("x"));
    }

    @Test
    void weightsTravelThrough() {
        FeatureMatrix weighted = column(1, 2).weightedBy(3, 4);
        FeatureMatrix scaled = Scaling.zScore().fit(weighted).apply(weighted);
        assertThat(scaled.isWeighted()).isTrue();
        assertThat(scaled.weight(1)).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource({"all", "inMemory"})
    void threadsAndRowOrderDoNotChangeABit(Scaling scaling) {
        Random random = new Random(7);
        int n = 5000;
        double[][] rows = new double[n][];
        Arrays.setAll(rows, i -> new double[] {random.nextDouble() * 1e-6, 1e9 + random.nextInt(1000) / 7.0});
        FeatureMatrix data = FeatureMatrix.copyOf(List.of("a", "b"), rows);
        ScalingModel one = scaling.fit(data);
        for (int threads : new int[] {2, 3, 8}) {
            assertSame(one, scaling.fit(data, Execution.onThreads(threads)), data);
        }
        FeatureMatrix reversed = data.rows(
                java.util.stream.IntStream.range(0, n).map(i -> n - 1 - i).toArray());
        assertSame(one, scaling.fit(reversed), data);
    }

    private static void assertSame(ScalingModel one, ScalingModel other, FeatureMatrix data) {
        assertThat(other.apply(data).toRowMajorArray())
                .containsExactly(one.apply(data).toRowMajorArray());
    }

    @Test
    void matchesFeaturesByName() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a", "b"), 0, 10, 1, 30);
        ScalingModel model = Scaling.minMax().fit(data);
        FeatureMatrix swapped = model.apply(data.select(List.of("b", "a")));
        assertThat(swapped.featureNames()).containsExactly("a", "b");
        assertThat(swapped.toRowMajorArray()).containsExactly(0, 0, 1, 1);
        assertThatThrownBy(() -> model.apply(column(1)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.SCHEMA_MISMATCH))
                .hasMessageStartingWith("ScalingModel.apply: features differ from the fitted ones; missing [a, b],"
                        + " unexpected [x]");
        assertThatThrownBy(() -> model.invert(column(1)))
                .hasMessageStartingWith("ScalingModel.invert: features differ");
        assertThatThrownBy(() -> model.center("z")).hasMessage("ScalingModel: no feature \"z\"; there are [a, b]");
    }

    @Test
    void refusesWhatHasNoLogarithm() {
        String message = ": log1p needs values above -1; use signedLog1p, or shift the feature; found one that is not"
                + " at row 1, feature \"x\"";
        assertThatThrownBy(() -> Scaling.log1p().fit(column(0, -1, -2)))
                .isInstanceOfSatisfying(InvalidInputException.class, thrown -> {
                    assertThat(thrown.reason()).isEqualTo(Reason.RANGE);
                    assertThat(thrown.row()).hasValue(1);
                    assertThat(thrown.name()).contains("x");
                })
                .hasMessage("Scaling.fit" + message);
        ScalingModel model = Scaling.log1p().fit(column(0, 1));
        assertThatThrownBy(() -> model.apply(column(0, -7))).hasMessage("ScalingModel.apply" + message);
    }

    @Test
    void refusesEmptyAndOverflowingData() {
        assertThatThrownBy(() -> Scaling.zScore().fit(column()))
                .hasMessage("Scaling.fit: there are no rows; fit on at least one customer");
        assertThatThrownBy(() -> Scaling.zScore().fit(column(NAN, NAN)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.NO_OBSERVATIONS))
                .hasMessage("Scaling.fit: every value of feature \"x\" is missing; leave the feature out");
        assertThatThrownBy(() -> Scaling.zScore().fit(column(Double.MAX_VALUE, -Double.MAX_VALUE)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.RANGE));
        assertThatThrownBy(() -> Scaling.zScore().fit(column(0, 1e-9)).apply(column(1e308)))
                .hasMessage("ScalingModel.apply: value too far from the fitted ones to be scaled at row 0,"
                        + " feature \"x\"");
        assertThatThrownBy(() -> Scaling.log1p().fit(column(1)).invert(column(1000)))
                .hasMessage("ScalingModel.invert: result too large at row 0, feature \"x\"");
    }

    @Test
    void refusesASampleVarianceOfWeightsThatDoNotExceedOne() {
        FeatureMatrix light = column(1, 2).weightedBy(0.5, 0.5);
        assertThatThrownBy(() -> Scaling.zScoreSample().fit(light))
                .hasMessage("Scaling.fit: the weights of feature \"x\" add up to 1.0, expected more than 1 for"
                        + " zScoreSample; use zScore, or weights that count rows");
        assertThat(Scaling.zScore().fit(light).scale("x")).isEqualTo(0.5);
    }

    @Test
    void extremeScalesNeitherOverflowNorVanish() {
        for (double unit : new double[] {1e300, 1e-300, 1e-310}) {
            double[] values =
                    Arrays.stream(SMALL.column("x")).map(x -> x * unit).toArray();
            ScalingModel model = Scaling.zScore().fit(column(values));
            assertThat(model.scale("x") / unit).isCloseTo(2, within(1e-12));
            assertThat(model.apply(column(values)).column("x")[7]).isCloseTo(2, within(1e-12));
        }
    }

    @Test
    void canBeCancelled() {
        assertThatThrownBy(
                        () -> Scaling.robust().fit(SMALL, Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
    }

    static FeatureMatrix column(double... values) {
        return FeatureMatrix.copyOfRowMajor(List.of("x"), values);
    }
}
