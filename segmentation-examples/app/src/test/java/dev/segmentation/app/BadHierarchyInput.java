package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.hierarchy.Agglomerative;
import dev.segmentation.hierarchy.Hierarchy;
import dev.segmentation.hierarchy.Linkage;
import dev.segmentation.medoid.MedoidModel;
import dev.segmentation.medoid.Pam;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The cases HP: trees of few, tied or very many rows, matrices that are none, and medoids at the limits of k. */
final class BadHierarchyInput {

    private BadHierarchyInput() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("HP001", BadHierarchyInput::oneRow),
                entry(
                        "HP002",
                        bad -> bad.mustReject(Reason.K_GT_N, () -> tree(bad).cut(bad.k()))),
                entry("HP003", BadHierarchyInput::aboveAllJoins),
                entry("HP008", bad -> bad.mustReject(Reason.NEGATIVE_DISTANCE, () -> matrix(bad))),
                entry("HP009", bad -> bad.mustReject(Reason.NONZERO_DIAGONAL, () -> matrix(bad))),
                entry("HP011", BadHierarchyInput::allTies),
                entry("HP012", BadHierarchyInput::chain),
                entry("HP013", BadHierarchyInput::asManyAsRows),
                entry("HP015", BadHierarchyInput::fewDistinctRows));
    }

    private static void oneRow(BadInputCase bad) {
        bad.mayAccept();
        Hierarchy tree = tree(bad);
        assertThat(tree.merges()).isEmpty();
        assertThat(tree.leafOrder()).containsExactly(0);
        assertThat(tree.cut(bad.k()).toArray()).containsExactly(0);
    }

    private static void aboveAllJoins(BadInputCase bad) {
        bad.mayAccept();
        Hierarchy tree = tree(bad);
        assertThat(tree.cutAtHeight(bad.input().get("height").asDouble()).segmentCount())
                .isEqualTo(1);
        assertThat(tree.cutAtHeight(-1).segmentCount()).isEqualTo(tree.rowCount());
    }

    private static void allTies(BadInputCase bad) {
        bad.mayAccept();
        int n = bad.input().get("n").asInt();
        double[][] equal = new double[n][n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(equal[i], bad.input().get("diss_const").asDouble());
            equal[i][i] = 0;
        }
        DissimilarityMatrix matrix = DissimilarityMatrix.copyOf(equal);
        Hierarchy tree = agglomerative(bad).grow(matrix);
        assertThat(tree.merge(0)).isEqualTo(new Hierarchy.Merge(0, 1, 1, 2));
        assertThat(tree.cut(bad.k()).sizes()).containsExactly(17, 1, 1, 1);
        for (int threads : new int[] {1, 2, 8}) {
            assertThat(agglomerative(bad).grow(matrix, Execution.onThreads(threads)))
                    .isEqualTo(tree);
        }
    }

    private static void chain(BadInputCase bad) throws Exception {
        bad.mayAccept();
        Hierarchy tree = tree(bad);
        int n = tree.rowCount();
        assertThat(n).isEqualTo(20_000);
        assertThat(tree.cut(bad.k()).sizes()).containsExactly(n - 1, 1);
        assertThat(tree.leafOrder()).hasSize(n);
        assertThat(tree.toString()).startsWith("Hierarchy[20000 rows");
        assertThat(new ObjectMapper().writeValueAsString(tree.merges())).hasSizeGreaterThan(1_000_000);
    }

    private static void asManyAsRows(BadInputCase bad) {
        bad.mayAccept();
        Fit<MedoidModel> fit = Pam.of(bad.k()).fit(FeatureTable.of(bad.matrix()));
        assertThat(fit.report().objective()).isZero();
        assertThat(fit.assignment().sizes()).containsOnly(1);
    }

    /** The policy of a matrix: fewer distinct rows than segments are refused. */
    private static void fewDistinctRows(BadInputCase bad) {
        assertThat(catchThrowableOfType(
                                InvalidInputException.class,
                                () -> Pam.of(bad.k()).fit(FeatureTable.of(bad.matrix())))
                        .reason())
                .isEqualTo(Reason.FEWER_DISTINCT_THAN_K);
    }

    private static Hierarchy tree(BadInputCase bad) {
        return agglomerative(bad).grow(bad.matrix());
    }

    private static Agglomerative agglomerative(BadInputCase bad) {
        return Agglomerative.of(Linkage.valueOf(bad.input().get("algo").asText().toUpperCase(Locale.ROOT)));
    }

    private static DissimilarityMatrix matrix(BadInputCase bad) {
        JsonNode rows = bad.input().get("diss");
        double[][] values = new double[rows.size()][rows.size()];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                values[i][j] = rows.get(i).get(j).asDouble();
            }
        }
        return DissimilarityMatrix.copyOf(values);
    }
}
