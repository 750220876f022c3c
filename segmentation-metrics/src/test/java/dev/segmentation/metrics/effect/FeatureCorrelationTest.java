package dev.segmentation.metrics.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class FeatureCorrelationTest {

    @RegisterExtension
    static final GoldenOperation CORRELATION = GoldenOperation.of("correlation")
            .without("kendallTauB", "a second correlation of ranks, which is not offered beside Spearman's");

    private static final Execution ONE = Execution.sequential();
    private static final List<String> XY = List.of("x", "y");

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return CORRELATION.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        FeatureMatrix matrix = golden.matrix();
        FeatureCorrelation values = FeatureCorrelation.ofValues(matrix, Execution.onThreads(2));
        FeatureCorrelation ranks = FeatureCorrelation.ofRanks(matrix, Execution.onThreads(2));
        double[][] pearson = golden.doubles2(golden.expected().get("pearson"));
        double[][] spearman = golden.doubles2(golden.expected().get("spearman"));
        double[] inflation = golden.doubles(golden.expected().get("varianceInflation"));
        for (int i = 0; i < pearson.length; i++) {
            golden.assertClose("varianceInflation", values.varianceInflation(i), inflation[i]);
            for (int j = 0; j < pearson.length; j++) {
                golden.assertClose("pearson", values.value(i, j), pearson[i][j]);
                golden.assertClose("spearman", ranks.value(i, j), spearman[i][j]);
            }
        }
        checkSpectrum(golden, values, matrix.rowCount(), pearson.length);
    }

    /** The eigenvalues have no accessor; as functions of the whole matrix they are compared by it. */
    private static void checkSpectrum(GoldenCase golden, FeatureCorrelation found, int rows, int features) {
        double[][] correlations = new double[features][features];
        for (int i = 0; i < features; i++) {
            int row = i;
            Arrays.setAll(correlations[i], j -> found.value(row, j));
        }
        double[] eigenvalues = new EigenDecomposition(MatrixUtils.createRealMatrix(correlations)).getRealEigenvalues();
        Arrays.sort(eigenvalues);
        double[] expected = golden.doubles(golden.expected().get("eigenvalues"));
        double entropy = 0;
        double logarithms = 0;
        for (int i = 0; i < features; i++) {
            double eigenvalue = eigenvalues[features - 1 - i];
            golden.assertClose("eigenvalues", eigenvalue, expected[i]);
            entropy -= eigenvalue / features * Math.log(eigenvalue / features);
            logarithms += Math.log(eigenvalue);
        }
        golden.assertClose("conditionNumber", Math.sqrt(eigenvalues[features - 1] / eigenvalues[0]));
        golden.assertClose("effectiveRankEntropy", Math.exp(entropy));
        golden.assertClose("bartlettSphericityChi2", -(rows - 1 - (2 * features + 5) / 6.0) * logarithms);
    }

    /** Fisher's own: r = .5 of 28 pairs, z = .549306 ± 1.96/5. */
    @Test
    void intervalsAreFishers() {
        // x of 28 orthogonal halves: y = x/2 + √¾·e with e orthogonal to x, both of the same length
        double[] values = new double[56];
        for (int i = 0; i < 28; i++) {
            double x = i % 2 == 0 ? 1 : -1;
            double e = i % 4 < 2 ? 1 : -1;
            values[2 * i] = x;
            values[2 * i + 1] = x / 2 + Math.sqrt(0.75) * e;
        }
        Estimate found = FeatureCorrelation.ofValues(FeatureMatrix.copyOfRowMajor(XY, values), ONE)
                .estimate(0, 1, 0.95);
        assertThat(found.value()).isCloseTo(0.5, within(1e-14));
        assertThat(found.lower()).isCloseTo(Math.tanh(0.5493061443340549 - 1.959963984540054 / 5), within(1e-9));
        assertThat(found.upper()).isCloseTo(Math.tanh(0.5493061443340549 + 1.959963984540054 / 5), within(1e-9));
    }

    @Test
    void intervalsCover() {
        int values = 0;
        int ranks = 0;
        double spearman = 6 / Math.PI * Math.asin(0.6 / 2); // of normal values with the correlation .6
        for (int run = 0; run < 1000; run++) {
            SeededRandom random = SeededRandom.stream(71, run);
            double[] rows = new double[120];
            for (int i = 0; i < 60; i++) {
                rows[2 * i] = random.nextGaussian();
                rows[2 * i + 1] = 0.6 * rows[2 * i] + 0.8 * random.nextGaussian();
            }
            FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(XY, rows);
            Estimate value = FeatureCorrelation.ofValues(matrix, ONE).estimate(0, 1, 0.95);
            Estimate rank = FeatureCorrelation.ofRanks(matrix, ONE).estimate(0, 1, 0.95);
            values += value.lower() <= 0.6 && 0.6 <= value.upper() ? 1 : 0;
            ranks += rank.lower() <= spearman && spearman <= rank.upper() ? 1 : 0;
        }
        assertThat(values).isBetween(930, 970);
        assertThat(ranks).isBetween(930, 970);
    }

    @Test
    void edges() {
        FeatureMatrix matrix = FeatureMatrix.copyOf(
                List.of("x", "twice", "constant", "noise"),
                new double[][] {{1, 2, 7, 0}, {2, 4, 7, 3}, {4, 8, 7, 1}, {8, 16, 7, 1}, {9, 18, 7, 5}, {3, 6, 7, 2}});
        FeatureCorrelation found = FeatureCorrelation.ofValues(matrix, ONE);
        assertThat(found.value(0, 1)).isCloseTo(1, within(1e-15));
        assertThat(found.estimate(0, 1, 0.95).upper()).isEqualTo(1);
        assertThat(found.value(0, 2)).isNaN();
        assertThat(found.estimate(0, 2, 0.95).undefined()).contains(Reason.ZERO_VARIANCE);
        assertThat(found.varianceInflation(0)).isNaN();
        assertThat(found.undefinedInflation()).contains(Reason.SINGULAR_COVARIANCE);
        FeatureCorrelation two = FeatureCorrelation.ofValues(matrix.select(List.of("x", "noise")), ONE);
        double r = two.value(0, 1);
        assertThat(two.varianceInflation(0)).isCloseTo(1 / (1 - r * r), within(1e-13));
        assertThat(two.undefinedInflation()).isEmpty();
        assertThat(FeatureCorrelation.ofValues(matrix.weightedBy(9, 1, 1, 1, 1, 1), ONE)
                        .value(0, 3))
                .isEqualTo(r); // weights are not used
        FeatureCorrelation three = FeatureCorrelation.ofRanks(matrix.rows(0, 1, 2), ONE);
        assertThat(three.value(0, 3)).isCloseTo(0.5, within(1e-15));
        assertThat(three.estimate(0, 3, 0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(three).hasToString("FeatureCorrelation[4 features, 3 rows, ranks]");
        FeatureCorrelation none = FeatureCorrelation.ofRanks(FeatureMatrix.copyOfRowMajor(XY, new double[0]), ONE);
        assertThat(none.value(0, 1)).isNaN();
        assertThatThrownBy(() -> found.estimate(0, 1, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("FeatureCorrelation.estimate: level = 1.0, expected more than 0 and less than 1");
        assertThatThrownBy(() -> found.value(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
