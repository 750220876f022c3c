package dev.segmentation.hierarchy;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Reason;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgglomerativeTest {

    private static final List<String> XY = List.of("x", "y");

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void treesAreThoseOfTheObviousAlgorithm(Linkage linkage) {
        for (int n : new int[] {2, 3, 7, 23}) {
            for (int d : new int[] {1, 2, 5, 9}) {
                for (boolean isWeighted : new boolean[] {false, true}) {
                    long seed = 31L * n + d;
                    FeatureMatrix plain = normal(n, d, seed);
                    FeatureMatrix data = isWeighted ? plain.weightedBy(positiveWeights(n, seed)) : plain;
                    Hierarchy tree = Agglomerative.of(linkage).grow(data);
                    SlowHierarchy slow = SlowHierarchy.grow(data, linkage);
                    double[] expected =
                            slow.heights.stream().mapToDouble(h -> h).toArray();
                    assertThat(tree.heights()).containsExactly(expected, within(1e-9));
                    for (int t = 0; t < n - 1; t++) {
                        assertThat(groups(tree.cut(n - 1 - t)))
                                .as("%s, n = %d, d = %d, after merge %d", linkage, n, d, t)
                                .isEqualTo(sets(slow.partitions.get(t)));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void anyNumberOfThreadsGrowsTheSameTree(Linkage linkage) {
        FeatureMatrix data = normal(3000, 9, 5);
        Hierarchy expected = Agglomerative.of(linkage).grow(data);
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(Agglomerative.of(linkage).grow(data, Execution.onThreads(threads)))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void tiedDataGrowAWholeTree(Linkage linkage) {
        for (long seed = 0; seed < 30; seed++) {
            FeatureMatrix data = integers(150, 2, 5, seed);
            double[] values = data.toRowMajorArray();
            for (int i = 0; i < values.length; i++) {
                values[i] /= 3; // equal distances that rounding makes unequal
            }
            FeatureMatrix thirds = FeatureMatrix.copyOfRowMajor(XY, values);
            Hierarchy tree = Agglomerative.of(linkage).grow(thirds);
            if (!linkage.mayInvert()) {
                assertThat(tree.heights()).isSorted();
                assertThat(tree.hasInversions()).isFalse();
            }
            assertThat(tree.merge(148).size()).isEqualTo(150);
            assertThat(Arrays.stream(tree.leafOrder()).sorted().toArray())
                    .isEqualTo(IntStream.range(0, 150).toArray());
            assertThat(Agglomerative.of(linkage).grow(thirds, Execution.onThreads(3)))
                    .isEqualTo(tree);
        }
    }

    /** Heights of integer data tie all the time; they must not depend on the order of rows, where ties are not nested. */
    @Test
    void heightsOfSingleLinkageDoNotDependOnTheOrderOfRowsEvenIfTied() {
        FeatureMatrix data = integers(300, 2, 12, 3);
        int[] reversed = IntStream.range(0, 300).map(i -> 299 - i).toArray();
        assertThat(Agglomerative.single().grow(data.rows(reversed)).heights())
                .isEqualTo(Agglomerative.single().grow(data).heights());
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void theOrderOfRowsDoesNotMatterWithoutTies(Linkage linkage) {
        FeatureMatrix data = normal(400, 3, 6);
        int[] order = IntStream.range(0, 400).map(i -> (i * 37 + 11) % 400).toArray();
        Hierarchy tree = Agglomerative.of(linkage).grow(data);
        Hierarchy permuted = Agglomerative.of(linkage).grow(data.rows(order));
        assertThat(permuted.heights()).containsExactly(tree.heights(), within(1e-12));
        for (int k : new int[] {2, 7, 100}) {
            assertThat(groups(permuted.cut(k))).isEqualTo(groups(tree.cut(k).rows(order)));
        }
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void wholeWeightsAreRepeatedRowsApartFromMergesAtZero(Linkage linkage) {
        FeatureMatrix data = normal(120, 3, 7);
        double[] weights = new double[120];
        List<Integer> repeated = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 + i % 4;
            repeated.addAll(Collections.nCopies(1 + i % 4, i));
        }
        int[] rows = repeated.stream().mapToInt(Integer::intValue).toArray();
        Hierarchy weighted = Agglomerative.of(linkage).grow(data.weightedBy(weights));
        Hierarchy duplicated = Agglomerative.of(linkage).grow(data.rows(rows));
        double[] heights =
                Arrays.stream(duplicated.heights()).filter(h -> h > 0).toArray();
        assertThat(weighted.heights()).containsExactly(heights, within(1e-12));
        var fit = Agglomerative.of(linkage).cut(5).fit(data.weightedBy(weights));
        var expected = Agglomerative.of(linkage).cut(5).fit(data.rows(rows));
        assertThat(fit.assignment().rows(rows)).isEqualTo(expected.assignment());
        assertThat(fit.model().centers().toRowMajorArray())
                .containsExactly(expected.model().centers().toRowMajorArray(), within(1e-12));
    }

    @Test
    void aTreeFarFromTheOriginIsTheSame() {
        FeatureMatrix near = integers(200, 2, 1000, 8);
        double[] values = near.toRowMajorArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += 1e12;
        }
        FeatureMatrix far = FeatureMatrix.copyOfRowMajor(XY, values);
        for (Linkage linkage : Linkage.values()) {
            assertThat(Agglomerative.of(linkage).grow(far).heights())
                    .as("%s", linkage)
                    .containsExactly(Agglomerative.of(linkage).grow(near).heights(), within(1e-9));
        }
    }

    /** Ward's heights are what the merges add: half their squares sum to the total sum of squares. */
    @Test
    void wardsHeightsAddUpToTheSumOfSquares() {
        for (long seed = 0; seed < 20; seed++) {
            FeatureMatrix data = normal(80, 3, seed).weightedBy(positiveWeights(80, seed));
            double sum = Arrays.stream(Agglomerative.ward().grow(data).heights())
                    .map(h -> h * h / 2)
                    .sum();
            double total = Agglomerative.ward().cut(1).fit(data).report().objective();
            assertThat(sum).isCloseTo(total, within(1e-10 * total));
            var fit = Agglomerative.ward().cut(4).fit(data);
            double joined = Arrays.stream(Agglomerative.ward().grow(data).heights())
                    .limit(76)
                    .map(h -> h * h / 2)
                    .sum();
            assertThat(fit.report().objective()).isCloseTo(joined, within(1e-10 * joined));
        }
    }

    /** HP001. */
    @ParameterizedTest
    @EnumSource(Linkage.class)
    void aSingleRowIsATreeOfOneLeaf(Linkage linkage) {
        FeatureMatrix one = normal(1, 2, 9);
        Hierarchy tree = Agglomerative.of(linkage).grow(one);
        assertThat(tree.merges()).isEmpty();
        assertThat(tree.leafOrder()).containsExactly(0);
        assertThat(tree.cut(1).toArray()).containsExactly(0);
        assertThat(tree.cutAtHeight(3).toArray()).containsExactly(0);
        assertThat(tree.cophenetic(0, 0)).isZero();
        assertThat(tree.agglomerativeCoefficient()).isNaN();
        assertThat(tree).hasToString("Hierarchy[1 rows]");
        assertThat(Agglomerative.of(linkage).cut(1).fit(one).model().assign(one).toArray())
                .containsExactly(0);
    }

    /** HP002. */
    @ParameterizedTest
    @EnumSource(Linkage.class)
    void moreSegmentsThanRowsAreRefused(Linkage linkage) {
        FeatureMatrix data = normal(5, 2, 10);
        Hierarchy tree = Agglomerative.of(linkage).grow(data);
        assertThat(refused(Reason.K_GT_N, () -> tree.cut(8)))
                .hasMessage("Hierarchy.cut: segmentCount = 8 but the tree has 5 rows; lower segmentCount");
        assertThat(refused(Reason.K_GT_N, () -> Agglomerative.of(linkage).cut(8).fit(data)))
                .hasMessage("AgglomerativeCut.fit: segmentCount = 8 but the matrix has 5 rows; lower segmentCount");
    }

    /** HP003. */
    @ParameterizedTest
    @EnumSource(
            value = Linkage.class,
            names = {"CENTROID", "MEDIAN"},
            mode = EnumSource.Mode.EXCLUDE)
    void anyHeightCutsTheTree(Linkage linkage) {
        FeatureMatrix data = normal(5, 2, 11);
        Hierarchy tree = Agglomerative.of(linkage).grow(data);
        assertThat(tree.cutAtHeight(1e9).segmentCount()).isEqualTo(1);
        assertThat(tree.cutAtHeight(Double.POSITIVE_INFINITY).segmentCount()).isEqualTo(1);
        assertThat(tree.cutAtHeight(0).segmentCount()).isEqualTo(5);
        assertThat(tree.cutAtHeight(-1).segmentCount()).isEqualTo(5);
        double[] heights = tree.heights();
        assertThat(tree.cutAtHeight(heights[2]).segmentCount()).isEqualTo(2);
        assertThat(tree.cutAtHeight(Math.nextDown(heights[2])).segmentCount()).isEqualTo(3);
        assertThat(Agglomerative.of(linkage).cutAtHeight(1e9).fit(data).model().segmentCount())
                .isEqualTo(1);
        assertThat(Agglomerative.of(linkage).cutAtHeight(heights[2]).fit(data).assignment())
                .isEqualTo(tree.cut(2));
        assertThat(refused(Reason.BAD_PARAM, () -> tree.cutAtHeight(Double.NaN)))
                .hasMessage("Hierarchy.cutAtHeight: height = NaN, expected a number");
    }

    /** HP011: the chain begins at row 0, and of equally near segments the one with the lowest first row is taken. */
    @Test
    void allTiesGiveTheSameTreeOnEveryRun() {
        Dissimilarities equal = equalDissimilarities(20);
        for (Linkage linkage : List.of(Linkage.COMPLETE, Linkage.AVERAGE, Linkage.SINGLE, Linkage.WEIGHTED_AVERAGE)) {
            Hierarchy tree = Agglomerative.of(linkage).grow(equal);
            assertThat(tree.heights()).containsOnly(1.0);
            assertThat(tree.merge(0)).isEqualTo(new Hierarchy.Merge(0, 1, 1, 2));
            assertThat(tree.cut(4).sizes()).isEqualTo(new int[] {17, 1, 1, 1});
            for (int threads : new int[] {1, 2, 8}) {
                assertThat(Agglomerative.of(linkage).grow(equal, Execution.onThreads(threads)))
                        .isEqualTo(tree);
            }
        }
    }

    /** HP012: a chain of 20 000 points, each of which joins the ones before it. */
    @Test
    void aDeepTreeNeedsNoDeepStack() throws Exception {
        int n = 20_000;
        double[] values = new double[n];
        double[] growing = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
            growing[i] = i * (i + 1.0) / 2; // gaps 1, 2, 3, …
        }
        FeatureMatrix even = FeatureMatrix.copyOfRowMajor(List.of("x"), values);
        Hierarchy tied = Agglomerative.single().grow(even);
        assertThat(tied.heights()).containsOnly(1.0);
        assertThat(Agglomerative.single().cut(2).fit(even).assignment().sizes()).containsExactly(n - 1, 1);
        Hierarchy tree = Agglomerative.single().grow(FeatureMatrix.copyOfRowMajor(List.of("x"), growing));
        assertThat(tree.cut(2).sizes()).containsExactly(n - 1, 1);
        assertThat(tree.leafOrder()).hasSize(n).startsWith(n - 1, n - 2).endsWith(0, 1);
        assertThat(tree.cophenetic(0, n - 1)).isEqualTo(n - 1);
        assertThat(tree).hasToString("Hierarchy[20000 rows, heights 1.0 to 19999.0]");
        assertThat(new ObjectMapper().writeValueAsString(tree.merges())).hasSizeGreaterThan(1_000_000);
        assertThat(tree.hashCode()).isNotEqualTo(tied.hashCode());
    }

    @Test
    void equalRowsMergeAtZeroAndAreNotParted() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(XY, 1, 1, 5, 5, 1, 1, 1, 1, 5, 5);
        for (Linkage linkage : Linkage.values()) {
            Hierarchy tree = Agglomerative.of(linkage).grow(data);
            assertThat(tree.heights()).startsWith(0, 0, 0);
            assertThat(tree.cut(2).toArray()).containsExactly(0, 1, 0, 0, 1);
            assertThat(refused(Reason.FEWER_DISTINCT_THAN_K, () -> tree.cut(3)))
                    .hasMessage("Hierarchy.cut: segmentCount = 3 but the tree has 2 distinct rows, the others are at"
                            + " height 0 from one of them; lower segmentCount");
            assertThat(tree.cutAtHeight(-1).segmentCount()).isEqualTo(5);
        }
    }

    @Test
    void theModelIsOfMeansAndTellsHowManyRowsItWouldLabelOtherwise() {
        // A chain of rows and one far to its side: single linkage keeps the chain, whose end is nearer to the other.
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("x"), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.5, 12);
        var fit = Agglomerative.single().cut(2).fit(data);
        assertThat(fit.assignment().toArray()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1);
        assertThat(fit.model().centers().toRowMajorArray()).containsExactly(5, 11.75);
        assertThat(fit.report().notices())
                .extracting(Object::toString)
                .containsExactly(
                        "LABELS_DIFFER_FROM_MODEL: AgglomerativeCut.fit: 2 of 13 rows are nearer to the mean of"
                                + " another segment than to that of the one the tree puts them into; the model would assign them"
                                + " there");
        assertThat(fit.report().objective()).isCloseTo(110.125, within(1e-12));
    }

    @Test
    void rowsOfNoWeightAreLeftToTheModel() {
        FeatureMatrix data =
                FeatureMatrix.copyOfRowMajor(List.of("x"), 0, 1, 9, 10, 4, 11).weightedBy(1, 1, 1, 1, 0, 2);
        var fit = Agglomerative.ward().cut(2).fit(data);
        assertThat(fit.assignment().toArray()).containsExactly(1, 1, 0, 0, 1, 0);
        assertThat(fit.model().trainingWeight(0)).isEqualTo(4);
        assertThat(refused(Reason.BAD_WEIGHT, () -> Agglomerative.ward().grow(data)))
                .hasMessage(
                        "Agglomerative.grow: the weight of row 4 is 0, so that it could join anything at no cost; leave"
                                + " such rows out, or use cut, whose model assigns them");
        Hierarchy tree = Agglomerative.ward().grow(data.rows(0, 1, 2, 3, 5));
        assertThat(Agglomerative.ward().cut(2).fit(tree, data).assignment()).isEqualTo(fit.assignment());
        assertThat(refused(
                        Reason.SCHEMA_MISMATCH,
                        () -> Agglomerative.ward().cut(2).fit(tree, data.rows(0, 1))))
                .hasMessage("AgglomerativeCut.fit: tree has 5 entries, expected 2, one per row of positive weight");
    }

    @Test
    void aTriangleThatDoesNotFitIsRefusedBeforeItIsAllocated() {
        FeatureMatrix data = normal(70_000, 1, 12);
        for (Agglomerative large :
                List.of(Agglomerative.complete(), Agglomerative.average(), Agglomerative.of(Linkage.CENTROID))) {
            assertThat(large.bytesFor(70_000))
                    .isBetween(8L * 70_000 * 69_999 / 2, 8L * 70_000 * 70_000 / 2 + 2_000_000);
            assertThat(refused(
                            Reason.RESOURCE_LIMIT,
                            () -> large.withMemoryLimit(1 << 30).grow(data)))
                    .hasMessage(
                            "Agglomerative.grow: the dissimilarities of 70000 rows take 19601400000 bytes, expected at"
                                    + " most 1073741824; use Agglomerative.ward() or single(), which keep none, grow the tree of a"
                                    + " sample or of k-means centers, or raise the limit or the heap");
        }
        assertThat(Agglomerative.ward().bytesFor(70_000)).isZero();
        assertThat(Agglomerative.single().bytesFor(70_000)).isZero();
    }

    @Test
    void dissimilaritiesAreChecked() {
        assertThat(refused(Reason.BAD_PARAM, () -> Agglomerative.ward().grow(equalDissimilarities(3))))
                .hasMessage("Agglomerative.grow: linkage = WARD, expected another one of dissimilarities; Ward needs"
                        + " features");
        for (Linkage linkage : notWard()) {
            Agglomerative agglomerative = Agglomerative.of(linkage);
            assertThat(refused(Reason.NEGATIVE_DISTANCE, () -> agglomerative.grow(dissimilarities(3, -1))))
                    .hasMessageContaining("is negative, expected at least 0; correct it first");
            assertThat(refused(Reason.NON_FINITE, () -> agglomerative.grow(dissimilarities(3, Double.NaN))))
                    .hasMessageContaining("is undefined or infinite; leave out rows");
            assertThat(refused(Reason.EMPTY, () -> agglomerative.grow(dissimilarities(0, 1))))
                    .hasMessageContaining("has no rows");
        }
    }

    @Test
    void valuesThatCannotBeSquaredAreRefused() {
        FeatureMatrix huge = FeatureMatrix.copyOfRowMajor(XY, 1, 2, 3, 1e140);
        assertThat(refused(Reason.RANGE, () -> Agglomerative.ward().grow(huge)))
                .hasMessage(
                        "Agglomerative.grow: the value at row 1, feature \"y\" is beyond 1e130, so that squares would"
                                + " overflow; scale the features first");
        FeatureMatrix tiny = FeatureMatrix.copyOfRowMajor(XY, 1e-140, 0, 3e-140, 0);
        assertThat(refused(Reason.RANGE, () -> Agglomerative.single().grow(tiny)))
                .hasMessageContaining("varies by less than 1e-130");
    }

    @Test
    void copheneticCorrelationIsUndefinedWhereNothingVaries() {
        Hierarchy tree = Agglomerative.average().grow(equalDissimilarities(6));
        assertThat(tree.copheneticCorrelation(equalDissimilarities(6), Execution.sequential()))
                .isNaN();
        Hierarchy varied = Agglomerative.average().grow(normal(7, 2, 3));
        assertThat(varied.copheneticCorrelation(dissimilarities(7, 0.1), Execution.sequential()))
                .as("whose mean is not 0.1, by rounding")
                .isNaN();
    }

    /** A correlation has no unit. */
    @Test
    void copheneticCorrelationIsThatOfAnyUnit() {
        FeatureMatrix data = normal(40, 2, 4);
        Dissimilarities plain = SlowHierarchy.euclidean(data);
        double expected = Agglomerative.average().grow(plain).copheneticCorrelation(plain, Execution.sequential());
        for (double unit : new double[] {0x1p-700, 0x1p700}) {
            Dissimilarities scaled = scaled(plain, unit);
            assertThat(Agglomerative.average().grow(scaled).copheneticCorrelation(scaled, Execution.sequential()))
                    .as("unit %s", unit)
                    .isCloseTo(expected, within(1e-12));
        }
    }

    private static Dissimilarities scaled(Dissimilarities plain, double unit) {
        return new Dissimilarities() {
            @Override
            public int rowCount() {
                return plain.rowCount();
            }

            @Override
            public int otherCount() {
                return plain.otherCount();
            }

            @Override
            public double between(int row, int other) {
                return unit * plain.between(row, other);
            }
        };
    }

    private static List<Linkage> notWard() {
        return Arrays.stream(Linkage.values())
                .filter(linkage -> linkage != Linkage.WARD)
                .toList();
    }

    /**
     * By hand: an almost equilateral triangle. (0, 0) and (2, 0) are nearest; their middle, (1, 0), is 1.8 from the third,
     * which was farther from both of them. Nothing is joined before its parts.
     */
    @Test
    void aMergeBelowThatOfItsPartsIsToldAndMadeAfterThem() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(XY, 0, 0, 2, 0, 1, 1.8);
        for (Linkage linkage : List.of(Linkage.CENTROID, Linkage.MEDIAN)) {
            Hierarchy tree = Agglomerative.of(linkage).grow(data);
            assertThat(tree.heights()).containsExactly(new double[] {2, 1.8}, within(1e-15));
            assertThat(tree.hasInversions()).isTrue();
            assertThat(tree.cut(2).toArray()).containsExactly(0, 0, 1);
            assertThat(tree.segmentsAtHeight(1.9)).isEqualTo(3);
            assertThat(tree.cutAtHeight(1.9).segmentCount()).isEqualTo(3);
            assertThat(tree.segmentsAtHeight(2)).isEqualTo(1);
            assertThat(tree.cutAtHeight(2).toArray()).containsExactly(0, 0, 0);
            assertThat(tree.cophenetic(0, 1)).isEqualTo(2);
            assertThat(tree.cophenetic(0, 2)).isCloseTo(1.8, within(1e-15));
            assertThat(tree.agglomerativeCoefficient()).isCloseTo((1 - 0.9) / 3, within(1e-15));
            assertThat(Agglomerative.of(linkage)
                            .cutAtHeight(1.9)
                            .fit(data)
                            .model()
                            .segmentCount())
                    .isEqualTo(3);
        }
        assertThat(Agglomerative.average().grow(data).hasInversions()).isFalse();
    }

    /** Inverted trees are cut at a height as the definition says: a merge is made if it and all below it are. */
    @Test
    void aCutOfAnInvertedTreeMakesWhatLiesBelowWithAllItsParts() {
        for (long seed = 0; seed < 5; seed++) {
            Hierarchy tree = Agglomerative.of(Linkage.CENTROID).grow(normal(25, 5, seed));
            assertThat(tree.hasInversions()).isTrue();
            for (int a = 0; a < 25; a++) {
                for (int b = 0; b < a; b++) {
                    double highest = highest(tree, a, b);
                    for (double height : tree.heights()) {
                        Assignment cut = tree.cutAtHeight(height);
                        assertThat(cut.segmentCount()).isEqualTo(tree.segmentsAtHeight(height));
                        assertThat(cut.label(a) == cut.label(b)).isEqualTo(highest <= height);
                    }
                }
            }
        }
    }

    /** The highest merge of all below the one that joins two rows, by sets of rows. */
    private static double highest(Hierarchy tree, int a, int b) {
        Set<Integer> rows = new TreeSet<>();
        double highest = 0;
        for (int t = 0; t < tree.rowCount() - 1; t++) {
            Set<Integer> made = rowsOf(tree, tree.rowCount() + t);
            if (made.contains(a) && made.contains(b)) {
                rows = made;
                highest = tree.merge(t).height();
                break;
            }
        }
        for (int t = 0; t < tree.rowCount() - 1; t++) {
            if (rows.containsAll(rowsOf(tree, tree.rowCount() + t))) {
                highest = Math.max(highest, tree.merge(t).height());
            }
        }
        return highest;
    }

    private static Set<Integer> rowsOf(Hierarchy tree, int node) {
        Set<Integer> rows = new TreeSet<>();
        if (node < tree.rowCount()) {
            rows.add(node);
        } else {
            rows.addAll(rowsOf(tree, tree.merge(node - tree.rowCount()).left()));
            rows.addAll(rowsOf(tree, tree.merge(node - tree.rowCount()).right()));
        }
        return rows;
    }

    /** The heights at which pairs meet are the largest steps on their paths, for single linkage. */
    @Test
    void copheneticHeightsAreAnUltrametric() {
        FeatureMatrix data = normal(30, 2, 13);
        for (Linkage linkage : Linkage.values()) {
            Hierarchy tree = Agglomerative.of(linkage).grow(data);
            for (int a = 0; a < 30 && !linkage.mayInvert(); a++) {
                for (int b = 0; b < 30; b++) {
                    assertThat(tree.cophenetic(a, b)).isEqualTo(tree.cophenetic(b, a));
                    for (int c = 0; c < 30; c++) {
                        assertThat(tree.cophenetic(a, b))
                                .isLessThanOrEqualTo(Math.max(tree.cophenetic(a, c), tree.cophenetic(c, b)));
                    }
                }
            }
        }
    }

    private static Dissimilarities equalDissimilarities(int n) {
        return dissimilarities(n, 1);
    }

    private static Dissimilarities dissimilarities(int n, double value) {
        return new Dissimilarities() {
            @Override
            public int rowCount() {
                return n;
            }

            @Override
            public int otherCount() {
                return n;
            }

            @Override
            public double between(int row, int other) {
                return row == other ? 0 : value;
            }
        };
    }

    private static Set<Set<Integer>> sets(List<List<Integer>> partition) {
        Set<Set<Integer>> sets = new HashSet<>();
        partition.forEach(rows -> sets.add(new TreeSet<>(rows)));
        return sets;
    }

    private static Set<Set<Integer>> groups(Assignment assignment) {
        Set<Set<Integer>> sets = new HashSet<>();
        for (int s = 0; s < assignment.segmentCount(); s++) {
            Set<Integer> rows = new TreeSet<>();
            Arrays.stream(assignment.rowsOf(s)).forEach(rows::add);
            sets.add(rows);
        }
        return sets;
    }

    private static FeatureMatrix normal(int rows, int features, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        double[] values = new double[rows * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        List<String> names = IntStream.range(0, features).mapToObj(j -> "f" + j).toList();
        return FeatureMatrix.copyOfRowMajor(names, values);
    }

    private static FeatureMatrix integers(int rows, int features, int bound, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 1);
        double[] values = new double[rows * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(bound);
        }
        return FeatureMatrix.copyOfRowMajor(XY, values);
    }

    private static double[] positiveWeights(int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 2);
        return IntStream.range(0, rows)
                .mapToDouble(i -> 0.1 + random.nextDouble())
                .toArray();
    }
}
