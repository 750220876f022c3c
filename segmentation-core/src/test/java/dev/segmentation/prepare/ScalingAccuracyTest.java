package dev.segmentation.prepare;

import static dev.segmentation.prepare.ScalingTest.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import dev.segmentation.testing.GoldenOperation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digits: NIST, exact arithmetic, and other programs. */
class ScalingAccuracyTest {

    @RegisterExtension
    static final GoldenOperation MOMENTS = GoldenOperation.of("describe.moments")
            .without("skewnessG1population", "the library has no skewness")
            .without("skewnessSampleAdjusted", "the library has no skewness")
            .without("excessKurtosisPopulation", "the library has no kurtosis")
            .without("excessKurtosisSampleAdjusted", "the library has no kurtosis")
            .without("madScaled", "the robust spread of the library is the distance of the quartiles");

    @RegisterExtension
    static final GoldenOperation Z_SCORE = GoldenOperation.of("scale.zscore.population");

    @RegisterExtension
    static final GoldenOperation Z_SCORE_SAMPLE = GoldenOperation.of("scale.zscore.sample");

    @RegisterExtension
    static final GoldenOperation ROBUST = GoldenOperation.of("scale.robust");

    @RegisterExtension
    static final GoldenOperation MIN_MAX = GoldenOperation.of("scale.minmax");

    @RegisterExtension
    static final GoldenOperation MAX_ABS = GoldenOperation.of("scale.maxabs");

    @RegisterExtension
    static final GoldenOperation LOG1P = GoldenOperation.of("transform.log1p");

    /**
     * The univariate sets of the NIST Statistical Reference Datasets, from their rule: a first value, then one 0.1 below
     * and one 0.1 above it in turn, in decimal. Expected are the mean and sample standard deviation of the doubles
     * nearest to those decimals, in exact arithmetic.
     */
    @ParameterizedTest
    @CsvSource({
        "NumAcc2, 1.2, 0.1, 1001, 0.099999999999999978",
        "NumAcc3, 1000000.2, 0.1, 1001, 0.1000000000349246",
        "NumAcc4, 10000000.2, 0.1, 1001, 0.10000000055879354"
    })
    void numAcc(String name, String first, String step, int n, double standardDeviation) {
        double[] values = new double[n];
        BigDecimal below = new BigDecimal(first).subtract(new BigDecimal(step));
        BigDecimal above = new BigDecimal(first).add(new BigDecimal(step));
        Arrays.setAll(values, i -> (i == 0 ? new BigDecimal(first) : i % 2 == 1 ? below : above).doubleValue());
        GoldenCases.folder()
                .ifPresent(folder -> assertThat(values)
                        .containsExactly(
                                GoldenCases.table("strd/" + name + ".csv").numbers("y")));
        ScalingModel model = Scaling.zScoreSample().fit(column(values));
        assertThat(digits(model.scale("x"), standardDeviation)).isGreaterThanOrEqualTo(14);
        assertThat(digits(model.center("x"), Double.parseDouble(first))).isGreaterThanOrEqualTo(14);
    }

    @Test
    void numAcc1() {
        ScalingModel model = Scaling.zScoreSample().fit(column(10000001, 10000003, 10000002));
        assertThat(model.center("x")).isEqualTo(10000002);
        assertThat(model.scale("x")).isEqualTo(1);
    }

    @Test
    void agreesWithExactArithmeticAtAnyOffset() {
        for (long seed = 1; seed <= 5; seed++) { // fixed: a mean as near to a tie as the grid of sums is chance
            agreesWithExactArithmetic(seed);
        }
        agreesWithExactArithmetic(13972351285687L); // a mean halfway between two doubles
    }

    private static void agreesWithExactArithmetic(long seed) {
        MathContext exact = new MathContext(80);
        Random random = new Random(seed);
        for (double offset : new double[] {0, 1, -1e6, 1e9, 1e12}) {
            double[] values = random.doubles(200).map(spread -> offset + spread).toArray();
            ScalingModel model = Scaling.zScore().fit(column(values));
            BigDecimal sum = Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal n = BigDecimal.valueOf(values.length);
            BigDecimal mean = sum.divide(n, exact);
            BigDecimal squares = Arrays.stream(values)
                    .mapToObj(value -> new BigDecimal(value).subtract(mean).pow(2))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            double sd = squares.divide(n, exact).sqrt(exact).doubleValue();
            assertThat(digits(model.scale("x"), sd)).as("seed %s", seed).isGreaterThanOrEqualTo(15);
            assertThat(model.center("x")).as("seed %s", seed).isEqualTo(mean.doubleValue());
        }
    }

    @Test
    void standardizesFarFromTheOriginAndInTinyUnits() {
        Random random = new Random(42);
        int n = 3000;
        double[][] rows = new double[n][];
        Arrays.setAll(rows, i ->
                new double[] {1e12 + 10 * (i % 3) + random.nextGaussian(), 1e-6 * random.nextGaussian()});
        FeatureMatrix data = FeatureMatrix.copyOf(List.of("epoch", "tiny"), rows);
        FeatureMatrix scaled = Scaling.zScore().fit(data).apply(data);
        for (String name : scaled.featureNames()) {
            BigDecimal sum = BigDecimal.ZERO;
            BigDecimal squares = BigDecimal.ZERO;
            for (double value : scaled.column(name)) {
                sum = sum.add(new BigDecimal(value));
                squares = squares.add(new BigDecimal(value).pow(2));
            }
            assertThat(Math.abs(sum.doubleValue() / n)).as(name).isLessThan(1e-12);
            assertThat(Math.abs(squares.doubleValue() / n - 1)).as(name).isLessThan(1e-12);
        }
    }

    /** The golden data hold the same table standardized with n − 1, by another program. */
    @Test
    void standardizesWine() {
        CsvTable raw = GoldenCases.table("data/wine.csv");
        CsvTable standardized = GoldenCases.table("data/wine_std.csv");
        List<String> names = raw.names().subList(0, 13);
        for (String name : names) {
            FeatureMatrix data = column(raw.numbers(name));
            double[] found = Scaling.zScoreSample().fit(data).apply(data).column("x");
            assertThat(found).as(name).containsExactly(standardized.numbers(name), within(1e-12));
        }
    }

    /** What scalings learn of a column, as scipy describes it. */
    @TestFactory
    Stream<DynamicTest> centersAndSpreadsAreThoseOfScipy() {
        return MOMENTS.cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureMatrix data = golden.matrix();
                    List<String> names = data.featureNames();
                    ScalingModel model = Scaling.zScoreSample().fit(data);
                    golden.assertClose(
                            "mean", names.stream().mapToDouble(model::center).toArray(), expected(golden, "mean"));
                    golden.assertClose(
                            "sdSample",
                            names.stream().mapToDouble(model::scale).toArray(),
                            expected(golden, "sdSample"));
                    ScalingModel robust = Scaling.robust().fit(data);
                    golden.assertClose(
                            "median", names.stream().mapToDouble(robust::center).toArray(), expected(golden, "median"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> agreesWithOtherPrograms() {
        return Stream.of(
                        golden(Z_SCORE, Scaling.zScore(), "mean", "sd"),
                        golden(Z_SCORE_SAMPLE, Scaling.zScoreSample(), "mean", "sd"),
                        golden(ROBUST, Scaling.robust(), "median", "iqr"),
                        golden(MIN_MAX, Scaling.minMax(), "min", ""),
                        golden(MAX_ABS, Scaling.maxAbs(), "", "maxAbs"),
                        golden(LOG1P, Scaling.log1p(), "", ""))
                .flatMap(tests -> tests);
    }

    private static Stream<DynamicTest> golden(GoldenOperation operation, Scaling scaling, String center, String scale) {
        return operation
                .cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureMatrix data = golden.matrix();
                    ScalingModel model = scaling.fit(data);
                    List<String> names = data.featureNames();
                    if (!center.isEmpty()) {
                        golden.assertClose(
                                center,
                                names.stream().mapToDouble(model::center).toArray(),
                                expected(golden, center));
                    }
                    if (!scale.isEmpty()) {
                        golden.assertClose(
                                scale, names.stream().mapToDouble(model::scale).toArray(), expected(golden, scale));
                    }
                    if (golden.expected().has("max")) {
                        double[] highest = names.stream()
                                .mapToDouble(name -> model.center(name) + model.scale(name))
                                .toArray();
                        golden.assertClose("max", highest, expected(golden, "max"));
                    }
                    double[][] rows = golden.doubles2(golden.expected().get("transformedFirst20"));
                    FeatureMatrix applied = model.apply(data);
                    if (golden.expected().has("columnSums")) {
                        double[] sums = names.stream()
                                .mapToDouble(name ->
                                        Arrays.stream(applied.column(name)).sum())
                                .toArray();
                        golden.assertClose("columnSums", sums, expected(golden, "columnSums"));
                    }
                    for (int i = 0; i < rows.length; i++) {
                        golden.assertClose("transformedFirst20", applied.row(i), rows[i]);
                    }
                }));
    }

    private static double[] expected(GoldenCase golden, String field) {
        return golden.doubles(golden.expected().get(field));
    }

    private static double digits(double found, double exact) {
        return found == exact ? 15 : Math.min(15, -Math.log10(Math.abs(found - exact) / Math.abs(exact)));
    }
}
