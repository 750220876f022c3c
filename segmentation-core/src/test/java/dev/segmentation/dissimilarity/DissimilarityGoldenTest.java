package dev.segmentation.dissimilarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Dissimilarities against R (daisy) and SciPy (cdist). */
class DissimilarityGoldenTest {

    @TestFactory
    Stream<DynamicTest> gower() {
        return GoldenCases.of("gower").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkGower(golden)));
    }

    private static void checkGower(GoldenCase golden) {
        FeatureTable table = GowerCases.table(golden);
        Dissimilarities found = GowerCases.gower(golden).fit(table).within(table);
        double[] expected = golden.doubles(golden.expected().get("lowerTriangleByColumn"));
        int at = 0;
        for (int column = 0; column < table.rowCount(); column++) {
            for (int row = column + 1; row < table.rowCount(); row++) {
                golden.assertClose("lowerTriangleByColumn", found.between(row, column), expected[at++]);
            }
        }
        assertThat(at).isEqualTo(expected.length);
    }

    @TestFactory
    Stream<DynamicTest> distancesOfNumbers() {
        return GoldenCases.of("distance.vectors").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    check(golden, "euclidean", Dissimilarity.euclidean());
                    check(golden, "sqeuclidean", Dissimilarity.squaredEuclidean());
                    check(golden, "cityblock", Dissimilarity.manhattan());
                    check(golden, "chebyshev", Dissimilarity.numeric(DissimilarityGoldenTest::chebyshev));
                }));
    }

    /** Gower's dissimilarity of zeros and ones is Jaccard's if all are asymmetric, the simple mismatch if none is. */
    @TestFactory
    Stream<DynamicTest> distancesOfZerosAndOnes() {
        return GoldenCases.of("distance.binary").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureMatrix zerosAndOnes = zerosAndOnes(golden);
                    Gower jaccard = Gower.standard();
                    for (String name : zerosAndOnes.featureNames()) {
                        jaccard = jaccard.withAsymmetric(name);
                    }
                    check(golden, zerosAndOnes, "jaccard", jaccard);
                    check(golden, zerosAndOnes, "hamming", Gower.standard());
                }));
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
