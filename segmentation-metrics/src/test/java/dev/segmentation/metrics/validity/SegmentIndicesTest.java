package dev.segmentation.metrics.validity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.GroupedColumn;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class SegmentIndicesTest {

    @RegisterExtension
    static final GoldenOperation INTERNAL = GoldenOperation.of("validation.internal");

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return INTERNAL.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        int[] labels = golden.ints(golden.inputs().get("labels"));
        Assignment assignment = Assignment.copyOf(Arrays.stream(labels).max().orElse(0) + 1, labels);
        SegmentIndices indices = SegmentIndices.of(golden.matrix(), assignment);
        golden.assertClose("calinskiHarabasz", indices.calinskiHarabasz());
        golden.assertClose("daviesBouldin", indices.daviesBouldin());
    }

    /** SmLs01 to 09 of NIST StRD by their rule, with the F and η² of the exact arithmetic on the doubles. */
    private static final double[][] EXACT = {
        {1, 21, 21.000000000000001, 0.48275862068965519},
        {1, 201, 201.00000000000002, 0.47183098591549299},
        {1, 2001, 2001.0000000000002, 0.47071277346506707},
        {1e6, 21, 21.000000000776102, 0.4827586206988835},
        {1e6, 201, 201.00000001241763, 0.47183098593088876},
        {1e6, 2001, 2001.000000128833, 0.47071277348110789},
        {1e12, 21, 21.000811887818771, 0.4827682743479894},
        {1e12, 201, 201.01300409594845, 0.47184710833539592},
        {1e12, 2001, 2001.1349262209505, 0.47072957244381346},
    };

    @TestFactory
    Stream<DynamicTest> calinskiHarabaszIsTheCertifiedFOfTheGeneratedSets() {
        return IntStream.range(0, EXACT.length)
                .mapToObj(set -> DynamicTest.dynamicTest("SmLs0" + (set + 1), () -> {
                    double[] exact = EXACT[set];
                    double[] values = simonLesage(exact[0], (int) exact[1]);
                    int[] labels = IntStream.range(0, values.length)
                            .map(i -> i / (int) exact[1])
                            .toArray();
                    assertDigits(column(values), Assignment.copyOf(9, labels), exact[2], exact[3]);
                }));
    }

    @TestFactory
    Stream<DynamicTest> calinskiHarabaszIsTheCertifiedFOfTheFiles() {
        if (GoldenCases.folder().isEmpty()) {
            return Stream.empty();
        }
        CsvTable certified = GoldenCases.table("strd/anova_certified.csv");
        String[] names = certified.column("dataset");
        assertThat(names).hasSize(11);
        return IntStream.range(0, names.length)
                .mapToObj(set -> DynamicTest.dynamicTest(names[set], () -> {
                    CsvTable data = GoldenCases.table("strd/" + names[set] + ".csv");
                    double[] values = data.numbers("response");
                    int[] labels = Arrays.stream(data.numbers("treatment"))
                            .mapToInt(t -> (int) t - 1)
                            .toArray();
                    if (set < EXACT.length) {
                        assertThat(simonLesage(EXACT[set][0], (int) EXACT[set][1]))
                                .isEqualTo(values);
                    }
                    assertDigits(
                            column(values),
                            Assignment.copyOf(Arrays.stream(labels).max().orElse(0) + 1, labels),
                            certified.numbers("F_exact_on_doubles")[set],
                            certified.numbers("r2_exact_on_doubles")[set]);
                }));
    }

    private static void assertDigits(FeatureMatrix features, Assignment assignment, double exactF, double exactShare) {
        SegmentIndices indices = SegmentIndices.of(features, assignment);
        assertThat(digits(indices.calinskiHarabasz(), exactF)).isGreaterThanOrEqualTo(13.5);
        assertThat(digits(indices.etaSquared(), exactShare)).isGreaterThanOrEqualTo(13.5);
    }

    private static double digits(double found, double exact) {
        return found == exact ? 15 : Math.min(15, -StrictMath.log10(Math.abs(found - exact) / Math.abs(exact)));
    }

    /** Simon and Lesage: nine treatments that differ by 0.1 or so far from zero. */
    private static double[] simonLesage(double offset, int replicates) {
        double[] values = new double[9 * replicates];
        for (int t = 1; t <= 9; t++) {
            int tenths = t == 1 ? 4 : t % 2 == 0 ? 3 : 5;
            for (int r = 0; r < replicates; r++) {
                int shifted = r == 0 ? tenths : r % 2 == 1 ? tenths - 1 : tenths + 1;
                // parsed, so that it is the double nearest to the decimal number, as in the published files
                values[(t - 1) * replicates + r] = Double.parseDouble((long) offset + "." + shifted);
            }
        }
        return values;
    }

    @Test
    void sumsOfSquaresAreThoseByHand() {
        FeatureMatrix features =
                FeatureMatrix.copyOf(List.of("a", "b"), new double[][] {{0, 0}, {2, 0}, {10, 4}, {12, 4}});
        SegmentIndices indices = SegmentIndices.of(features, Assignment.copyOf(3, 0, 0, 2, 2));
        assertThat(indices.withinSumOfSquares()).isEqualTo(4);
        assertThat(indices.betweenSumOfSquares()).isEqualTo(116);
        assertThat(indices.calinskiHarabasz()).isEqualTo(116 / (4.0 / 2));
        assertThat(indices.daviesBouldin()).isCloseTo(2 / Math.sqrt(116), within(1e-15));
        assertThat(indices.etaSquared()).isEqualTo(116.0 / 120);
        assertThat(indices.undefined()).isEmpty();
    }

    @Test
    void singleSegmentIsUndefined() {
        SegmentIndices indices = SegmentIndices.of(column(1, 2, 4), Assignment.copyOf(2, 1, 1, 1));
        assertUndefined(indices, Reason.SINGLE_SEGMENT);
        assertThat(indices.etaSquared()).isNaN();
        assertThat(indices.betweenSumOfSquares()).isEqualTo(0);
    }

    @Test
    void noVariationWithinSegmentsIsUndefinedNotInfinite() {
        double[] values = {0.1, 0.3, 0.1, 0.3, 0.1, 0.3, 0.1, 0.3, 0.1, 0.3};
        SegmentIndices indices = SegmentIndices.of(column(values), Assignment.copyOf(2, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1));
        assertThat(indices.withinSumOfSquares()).isEqualTo(0);
        assertUndefined(indices, Reason.NO_WITHIN_VARIATION);
        assertThat(indices.etaSquared()).isEqualTo(1);
        SegmentIndices alike = SegmentIndices.of(column(0.1, 0.1, 0.1), Assignment.copyOf(2, 0, 1, 0));
        assertUndefined(alike, Reason.NO_WITHIN_VARIATION);
        assertThat(alike.etaSquared()).isNaN();
    }

    @Test
    void noRowsAreUndefined() {
        assertUndefined(SegmentIndices.of(column(), Assignment.copyOf(2)), Reason.EMPTY);
    }

    @Test
    void segmentsWithOneCenterHaveNoDaviesBouldin() {
        SegmentIndices indices = SegmentIndices.of(column(-1, 1, -2, 2, 9), Assignment.copyOf(3, 0, 0, 1, 1, 2));
        assertThat(indices.daviesBouldin()).isNaN();
        assertThat(indices.calinskiHarabasz()).isCloseTo(6.48, within(1e-14));
        assertThat(indices.undefined()).extracting(Notice::reason).containsExactly(Reason.COINCIDENT_CENTERS);
    }

    @Test
    void anOutlierInOneSegmentLeavesTheOthersTheirDigits() {
        double[] values = {1e16, -1e16, 1.25, 1.5, 1.75};
        GroupedColumn column = GroupedColumn.unweighted(values, new int[] {0, 0, 1, 1, 1}, 2);
        assertThat(column.mean(1)).isEqualTo(1.5);
        assertThat(column.squares[1]).isEqualTo(0.125);
    }

    @Test
    void weightsCountRowsAndOffsetsDoNotMatter() {
        long seed = 20250131; // fixed: two centers may be near one another by chance
        SeededRandom random = SeededRandom.stream(seed, 1);
        double[][] rows = new double[60][2];
        double[] weights = new double[60];
        int[] labels = new int[60];
        int[] repeated = new int[200];
        int copies = 0;
        for (int i = 0; i < rows.length; i++) {
            labels[i] = random.nextInt(4);
            rows[i] = new double[] {Math.rint(64 * random.nextGaussian()) / 64 + labels[i], random.nextInt(8)};
            weights[i] = random.nextInt(4);
            for (int c = 0; c < weights[i]; c++) {
                repeated[copies++] = i;
            }
        }
        int[] taken = Arrays.copyOf(repeated, copies);
        FeatureMatrix features = FeatureMatrix.copyOf(List.of("a", "b"), rows);
        Assignment assignment = Assignment.copyOf(4, labels);
        SegmentIndices weighted = SegmentIndices.of(features.weightedBy(weights), assignment);
        SegmentIndices copied = SegmentIndices.of(features.rows(taken), assignment.rows(taken));
        assertThat(weighted.calinskiHarabasz()).as("seed " + seed).isCloseTo(copied.calinskiHarabasz(), within(1e-12));
        assertThat(weighted.daviesBouldin()).as("seed " + seed).isCloseTo(copied.daviesBouldin(), within(1e-12));
        for (double[] row : rows) {
            row[0] += 0x1p40;
        }
        SegmentIndices moved = SegmentIndices.of(FeatureMatrix.copyOf(List.of("a", "b"), rows), assignment);
        assertThat(moved.calinskiHarabasz())
                .as("seed " + seed)
                .isCloseTo(SegmentIndices.of(features, assignment).calinskiHarabasz(), within(1e-11));
    }

    @Test
    void sameBitsOnAnyNumberOfThreadsAndForAnyOrderOfRows() {
        SeededRandom random = SeededRandom.stream(5, 1);
        double[][] rows = new double[3000][5];
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = random.nextInt(6);
            Arrays.setAll(rows[i], j -> random.nextGaussian() + labels[rows.length - 1]);
        }
        FeatureMatrix features = FeatureMatrix.copyOf(List.of("a", "b", "c", "d", "e"), rows);
        Assignment assignment = Assignment.copyOf(6, labels);
        String once = SegmentIndices.of(features, assignment).toString();
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(SegmentIndices.of(features, assignment, Execution.onThreads(threads)))
                    .hasToString(once);
        }
        int[] reversed =
                IntStream.range(0, rows.length).map(i -> rows.length - 1 - i).toArray();
        assertThat(SegmentIndices.of(features.rows(reversed), assignment.rows(reversed)))
                .hasToString(once);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> SegmentIndices.of(column(1, 2), Assignment.copyOf(2, 0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("SegmentIndices.of: assignment has 1 entries, expected 2, one per row");
        assertThatThrownBy(() -> SegmentIndices.of(column(1, Double.NaN), Assignment.copyOf(2, 0, 1)))
                .hasMessageContaining("missing value at row 1, feature \"x\"");
        assertThatThrownBy(() -> SegmentIndices.of(
                        column(1, 2),
                        Assignment.copyOf(2, 0, 1),
                        Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
    }

    private static void assertUndefined(SegmentIndices indices, Reason reason) {
        assertThat(indices.calinskiHarabasz()).isNaN();
        assertThat(indices.daviesBouldin()).isNaN();
        assertThat(indices.undefined()).extracting(Notice::reason).containsExactly(reason);
    }

    private static FeatureMatrix column(double... values) {
        return FeatureMatrix.copyOfRowMajor(List.of("x"), values);
    }

    @Test
    void squaresThatOverflowLeaveNoShareBetweenSegments() {
        Assignment assignment = Assignment.copyOf(2, 0, 0, 1, 1);
        for (double[] values : new double[][] {
            {1e200, 2e200, -1e200, -2e200}, {1e200, 1e200, -1e200, -1e200}, {1e160, -1e160, 1.1e150, -1e150}
        }) {
            SegmentIndices found = SegmentIndices.of(FeatureMatrix.copyOfRowMajor(List.of("x"), values), assignment);
            assertThat(found.etaSquared()).isNaN();
            assertThat(found.undefined()).extracting(Notice::reason).containsExactly(Reason.RANGE);
        }
    }
}
