package dev.segmentation.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.FeatureMatrix;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldenCasesTest {

    @Test
    void aCaseHasDataInputsAndResults() {
        GoldenCase iris = the("kmeans.lloyd", "kmeans-lloyd-iris-k3");
        FeatureMatrix matrix = iris.matrix();
        assertThat(matrix.rowCount()).isEqualTo(iris.dataset().get("rows").asInt());
        assertThat(matrix.featureNames()).containsExactly("Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width");
        assertThat(matrix.row(0)).containsExactly(5.1, 3.5, 1.4, 0.2);
        assertThat(iris.column("Species")).hasSize(150).contains("virginica");
        assertThat(iris.ints(iris.inputs().get("initialRowIndices0"))).containsExactly(25, 148, 66);
        assertThat(iris.doubles2(iris.inputs().get("initialCentroids"))[0]).containsExactly(5, 3, 1.6, 0.2);
        assertThat(iris.ints(iris.expected().get("labels"))).hasSize(150);
        assertThat(iris.parameters().get("k").asInt()).isEqualTo(3);
    }

    @Test
    void everyCommittedCaseOverAFileCanBeRead() {
        for (String operation : List.of("kmeans.best", "validation.internal", "validation.silhouette", "test.anova")) {
            assertThat(GoldenCases.of(operation))
                    .as(operation)
                    .isNotEmpty()
                    .allSatisfy(golden -> assertThat(golden.table().rowCount())
                            .isEqualTo(golden.dataset().get("rows").asInt()));
        }
    }

    @Test
    void anOperationWithoutCommittedCasesHasNone() {
        if (GoldenCases.folder().isEmpty()) {
            assertThat(GoldenCases.of("rfm.scores")).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GoldenCases.table("data/actcal.csv"))
                    .withMessageContaining("-Dgolden=DIR");
        } else {
            assertThat(GoldenCases.of("rfm.scores")).isNotEmpty();
        }
    }

    @Test
    void equalitiesUseTheToleranceOfTheCase() {
        GoldenCase anova = the("test.anova", "anova-wine-proline");
        double f = anova.number(anova.expected().get("F"));
        anova.assertClose("F", f * (1 + 0.9e-9));
        assertThatThrownBy(() -> anova.assertClose("F", f * (1 + 2e-9)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("anova-wine-proline");
        assertThatThrownBy(() -> anova.assertClose("F", Double.NaN)).isInstanceOf(AssertionError.class);
        assertThat(anova.relative("F")).isEqualTo(1e-9);
        assertThat(anova.relative("kruskalP")).as("a field of its own").isEqualTo(1e-7);
        assertThat(anova.absolute()).isEqualTo(1e-12);
        assertThat(anova.kind()).isEqualTo(GoldenCase.Kind.EQUAL);
    }

    @Test
    void whatIsNotFiniteMustBeTheSame() {
        GoldenCase golden = the("test.anova", "anova-wine-proline");
        golden.assertClose("x", Double.NaN, Double.NaN);
        golden.assertClose("x", Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> golden.assertClose("x", 1, Double.NaN)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> golden.assertClose("x", Double.POSITIVE_INFINITY, 1))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> golden.assertClose("x", new double[] {1}, new double[] {1, 2}))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aBarIsReachedFromOneSide() {
        GoldenCase best = the("kmeans.best", "kmeans-best-swiss_std-k3");
        assertThat(best.kind()).isEqualTo(GoldenCase.Kind.AT_MOST);
        best.assertReached("bestLloyd", 1);
        assertThatThrownBy(() -> best.assertReached("bestLloyd", 124.21)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> best.assertReached("bestLloyd", Double.NaN)).isInstanceOf(AssertionError.class);
    }

    @Test
    void quotedAndMissingFields() throws IOException {
        String text = "\"a\",b\r\n\"x,\"\"y\"\"\n2\",\n,3";
        CsvTable table = CsvTable.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(table.names()).containsExactly("a", "b");
        assertThat(table.column("a")).containsExactly("x,\"y\"\n2", "");
        assertThat(table.numbers("b")).containsExactly(Double.NaN, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> table.column("c")).withMessageContaining("\"c\"");
    }

    @Test
    void whatIsExpectedAndNotReadIsNoticed() {
        GoldenOperation all = GoldenOperation.of("kmeans.best");
        assertThatThrownBy(() -> all.afterAll(null))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("kmeans.best: expected fields that no test has read in full")
                .hasMessageContaining("bestKnown")
                .hasMessageContaining("bestLloyd");
        GoldenOperation but = GoldenOperation.of("kmeans.lloyd");
        for (String field : List.of("centroids", "labels", "sizes", "inertia", "totalSS", "betweenSS", "withinSS")) {
            but = but.without(field, "not compared here");
        }
        GoldenOperation lloyd = but;
        lloyd.cases().forEach(golden -> golden.expected().get("iterationsSklearn"));
        lloyd.afterAll(null);
        lloyd.cases().forEach(golden -> golden.doubles(golden.expected().get("withinSS")));
        assertThatThrownBy(() -> lloyd.afterAll(null))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("said to be left out")
                .hasMessageContaining("withinSS");
    }

    @Test
    void anArrayIsReadOnlyIfAllOfItIs() {
        GoldenOperation lloyd = GoldenOperation.of("kmeans.lloyd");
        lloyd.cases().forEach(golden -> golden.expected().get("withinSS").get(0));
        assertThatThrownBy(() -> lloyd.afterAll(null)).hasMessageContaining("\"withinSS\"");
    }

    private static GoldenCase the(String operation, String id) {
        return GoldenCases.of(operation).stream()
                .filter(golden -> golden.id().equals(id))
                .findAny()
                .orElseThrow();
    }
}
