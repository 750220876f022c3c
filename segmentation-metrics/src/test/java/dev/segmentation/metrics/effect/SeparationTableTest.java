package dev.segmentation.metrics.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeparationTableTest {

    private static final int N = 120;
    private static final int[] LABELS = IntStream.range(0, N).map(i -> i % 3).toArray();
    private static final Assignment ASSIGNMENT = Assignment.copyOf(3, LABELS);

    private static FeatureTable table() {
        SeededRandom random = SeededRandom.stream(12, 1);
        double[] noise = new double[N];
        double[] shifted = new double[N];
        double[] constant = new double[N];
        List<String> region = new ArrayList<>();
        for (int i = 0; i < N; i++) {
            noise[i] = random.nextGaussian();
            shifted[i] = random.nextGaussian() + LABELS[i];
            constant[i] = 7;
            region.add(random.nextInt(4) < LABELS[i] ? "north" : "south");
        }
        return FeatureTable.builder()
                .numeric("noise", noise)
                .numeric("shifted", shifted)
                .numeric("constant", constant)
                .nominal("region", region)
                .build();
    }

    @Test
    void everyColumnIsMeasuredByItsKind() {
        FeatureTable table = table();
        SeparationTable found = SeparationTable.of(table, ASSIGNMENT, 0.9);
        assertThat(found.columns())
                .extracting(ColumnSeparation::column)
                .containsExactly("noise", "shifted", "constant", "region");
        ColumnSeparation shifted = found.columns().get(1);
        NumericEffect effect = NumericEffect.of(table.numbers("shifted"), ASSIGNMENT);
        assertThat(shifted.effect()).isEqualTo(effect.share(0.9));
        assertThat(shifted.numeric().orElseThrow().omegaSquared()).isEqualTo(effect.omegaSquared());
        assertThat(shifted.pValue()).isEqualTo(effect.pValue());
        ColumnSeparation region = found.columns().get(3);
        long[][] counts = new long[3][2];
        for (int i = 0; i < N; i++) {
            counts[LABELS[i]][table.level(i, "region").orElseThrow().equals("north") ? 0 : 1]++;
        }
        assertThat(region.effect())
                .isEqualTo(CategoricalEffect.of(ContingencyTable.copyOf(counts)).association(0.9));
        assertThat(region.measure()).isEqualTo("V");
        assertThat(region.numeric()).isEmpty();
        ColumnSeparation constant = found.columns().get(2);
        assertThat(constant.effect().undefined()).contains(Reason.NO_WITHIN_VARIATION);
        assertThat(constant.holm()).isNaN();
        assertThat(constant).hasToString("constant: ε² = undefined (NO_WITHIN_VARIATION), n = 120");
    }

    @Test
    void pValuesAllowForTheNumberOfColumns() {
        List<ColumnSeparation> found =
                SeparationTable.of(table(), ASSIGNMENT, 0.95).columns();
        double[] p =
                IntStream.of(0, 1, 3).mapToDouble(j -> found.get(j).pValue()).toArray();
        double[] sorted = Arrays.stream(p).sorted().toArray();
        for (int j = 0; j < 3; j++) {
            ColumnSeparation column = found.get(j == 2 ? 3 : j);
            int rank = Arrays.binarySearch(sorted, p[j]);
            // by the definitions: running maximum of (m − rank)·p, running minimum of m·p/rank
            double holm = IntStream.rangeClosed(0, rank)
                    .mapToDouble(r -> Math.min(1, (3 - r) * sorted[r]))
                    .max()
                    .orElseThrow();
            double fdr = IntStream.range(rank, 3)
                    .mapToDouble(r -> Math.min(1, 3 * sorted[r] / (r + 1)))
                    .min()
                    .orElseThrow();
            assertThat(column.holm()).isCloseTo(holm, within(1e-16));
            assertThat(column.falseDiscovery()).isCloseTo(fdr, within(1e-16));
        }
    }

    @Test
    void strongestComeFirstAndUndefinedLast() {
        SeparationTable found = SeparationTable.of(table(), ASSIGNMENT, 0.95, Execution.onThreads(3));
        assertThat(found.strongestFirst().get(3).column()).isEqualTo("constant");
        assertThat(found.strongestFirst().get(2).column()).isEqualTo("noise");
        assertThat(found.columns()).isNotEqualTo(found.strongestFirst());
        assertThat(found.toString().lines()).hasSize(5);
        assertThat(found.toString()).contains("NO_WITHIN_VARIATION").startsWith("column ");
        assertThat(found)
                .hasToString(SeparationTable.of(table(), ASSIGNMENT, 0.95).toString());
    }

    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"})
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> SeparationTable.of(table(), Assignment.copyOf(1, 0), 0.95))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("SeparationTable.of: assignment has 1 entries, expected 120, one per row");
        assertThatThrownBy(() -> SeparationTable.of(table(), ASSIGNMENT, Double.NaN))
                .hasMessage("SeparationTable.of: level = NaN, expected more than 0 and less than 1");
        assertThatNullPointerException()
                .isThrownBy(() -> SeparationTable.of(null, ASSIGNMENT, 0.95))
                .withMessage("table");
    }
}
