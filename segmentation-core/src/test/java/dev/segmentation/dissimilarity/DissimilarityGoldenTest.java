package dev.segmentation.dissimilarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dissimilarities against R (daisy) and SciPy (cdist). */
class DissimilarityGoldenTest {

    @RegisterExtension
    static final GoldenOperation GOWER = GoldenOperation.of("gower");

    @RegisterExtension
    static final GoldenOperation VECTORS = GoldenOperation.of("distance.vectors");

    @RegisterExtension
    static final GoldenOperation BINARY = GoldenOperation.of("distance.binary")
            .without("russellrao", "above 0 from a row to itself, so that it is no dissimilarity here");

    @TestFactory
    Stream<DynamicTest> gower() {
        return GOWER.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkGower(golden)));
    }

    private static void checkGower(GoldenCase golden) {
        FeatureTable table = GowerCases.table(golden);
        Dissimilarities found = GowerCases.gower(golden).fit(table).within(table);
        assertThat(table.rowCount()).isEqualTo(golden.expected().get("n").asInt());
        double[] expected = golden.doubles(golden.expected().get("lowerTriangleByColumn"));
        int at = 0;
        for (int column = 0; column < table.rowCount(); column++) {
            for (int row = column + 1; row < table.rowCount(); row++) {
                golden.assertClose("lowerTriangleByColumn", found.between(row, column), expected[at++]);
            }
        }
        assertThat(at).isEqualTo(expected.length);
    }

    /** The library's own, and functions of the caller, written as SciPy defines them. */
    @TestFactory
    Stream<DynamicTest> distancesOfNumbers() {
        return VECTORS.cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    check(golden, "euclidean", Dissimilarity.euclidean());
                    check(golden, "sqeuclidean", Dissimilarity.squaredEuclidean());
                    check(golden, "cityblock", Dissimilarity.manhattan());
                    check(golden, "chebyshev", Dissimilarity.numeric(DissimilarityGoldenTest::chebyshev));
                    double power = golden.parameters().get("minkowskiP").asDouble();
                    check(
                            golden,
                            "minkowski3",
                            Dissimilarity.numeric((x, y) ->
                                    Math.pow(sum(x, y, (a, b) -> Math.pow(Math.abs(a - b), power)), 1 / power)));
                    check(
                            golden,
                            "canberra",
                            Dissimilarity.numeric(
                                    (x, y) -> sum(x, y, (a, b) -> Math.abs(a - b) / (Math.abs(a) + Math.abs(b)))));
                    check(
                            golden,
                            "braycurtis",
                            Dissimilarity.numeric((x, y) ->
                                    sum(x, y, (a, b) -> Math.abs(a - b)) / sum(x, y, (a, b) -> Math.abs(a + b))));
                    check(golden, "cosine", Dissimilarity.numeric(DissimilarityGoldenTest::cosine));
                    check(golden, "correlation", Dissimilarity.numeric((x, y) -> cosine(centered(x), centered(y))));
                }));
    }

    /** Gower's dissimilarity of zeros and ones is Jaccard's if all are asymmetric, the simple mismatch if none is. */
    @TestFactory
    Stream<DynamicTest> distancesOfZerosAndOnes() {
        return BINARY.cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureMatrix zerosAndOnes = zerosAndOnes(golden);
                    Gower jaccard = Gower.standard();
                    for (String name : zerosAndOnes.featureNames()) {
                        jaccard = jaccard.withAsymmetric(name);
                    }
                    check(golden, zerosAndOnes, "jaccard", jaccard);
                    check(golden, zerosAndOnes, "hamming", Gower.standard());
                    check(golden, zerosAndOnes, "dice", counted((tt, ff, un) -> un / (2 * tt + un)));
                    check(golden, zerosAndOnes, "rogerstanimoto", counted((tt, ff, un) -> 2 * un / (tt + ff + 2 * un)));
                    check(golden, zerosAndOnes, "sokalsneath", counted((tt, ff, un) -> 2 * un / (tt + 2 * un)));
                    check(golden, zerosAndOnes, "yule", Dissimilarity.numeric(DissimilarityGoldenTest::yule));
                }));
    }

    /** Of how many columns are 1 in both rows, 0 in both, and unequal. */
    @FunctionalInterface
    private interface OfCounts {
        double of(double ones, double zeros, double unequal);
    }

    private static Dissimilarity counted(OfCounts formula) {
        return Dissimilarity.numeric((x, y) -> formula.of(
                sum(x, y, (a, b) -> a * b),
                sum(x, y, (a, b) -> (1 - a) * (1 - b)),
                sum(x, y, (a, b) -> Math.abs(a - b))));
    }

    private static double yule(double[] x, double[] y) {
        double crossed = sum(x, y, (a, b) -> a * (1 - b)) * sum(x, y, (a, b) -> (1 - a) * b);
        double straight = sum(x, y, (a, b) -> a * b) * sum(x, y, (a, b) -> (1 - a) * (1 - b));
        return crossed == 0 ? 0 : 2 * crossed / (straight + crossed);
    }

    private static double sum(double[] x, double[] y, DoubleBinaryOperator term) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += term.applyAsDouble(x[j], y[j]);
        }
        return sum;
    }

    private static double cosine(double[] x, double[] y) {
        double product = sum(x, y, (a, b) -> a * b);
        return Math.max(0, 1 - product / Math.sqrt(sum(x, x, (a, b) -> a * b) * sum(y, y, (a, b) -> a * b)));
    }

    private static double[] centered(double[] x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        return Arrays.stream(x).map(value -> value - mean).toArray();
    }

    private static FeatureMatrix zerosAndOnes(GoldenCase golden) {
        List<String> names = new ArrayList<>();
        golden.dataset().get("columns").forEach(name -> names.add(name.asText()));
        double[][] rows = new double[golden.table().rowCount()][names.size()];
        for (int j = 0; j < names.size(); j++) {
            String[] texts = golden.column(names.get(j));
            for (int i = 0; i < rows.length; i++) {
                rows[i][j] = texts[i].equals("Yes") ? 1 : 0;
            }
        }
        return FeatureMatrix.copyOf(names, rows);
    }

    private static double chebyshev(double[] row, double[] other) {
        double most = 0;
        for (int j = 0; j < row.length; j++) {
            most = Math.max(most, Math.abs(row[j] - other[j]));
        }
        return most;
    }

    private static void check(GoldenCase golden, String field, Dissimilarity dissimilarity) {
        check(golden, golden.matrix(), field, dissimilarity);
    }

    private static void check(GoldenCase golden, FeatureMatrix all, String field, Dissimilarity dissimilarity) {
        double[][] expected = golden.doubles2(golden.expected().get(field));
        int[] rows = new int[expected.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        FeatureTable table = FeatureTable.of(all.rows(rows));
        Dissimilarities found = dissimilarity.fit(table).between(table, table.rows(0, 1, 2, 3, 4));
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                golden.assertClose(field, found.between(i, j), expected[i][j]);
            }
        }
    }
}
