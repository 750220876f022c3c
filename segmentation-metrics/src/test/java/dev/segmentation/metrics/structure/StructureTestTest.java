package dev.segmentation.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.Normal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;

class StructureTestTest {

    @Test
    void separateGroupsAreFoundAndNamedByTheGivenLabels() {
        FeatureMatrix data = groups(600, 0, 6, 20);
        Assignment assignment = KMeans.of(3).fit(data).assignment();
        Structure structure = StructureTest.of(KMeans.of(3)).test(data, assignment);
        assertThat(structure.isClaimed()).isTrue();
        assertThat(structure.pValue()).isLessThan(1e-6);
        assertThat(structure.undefined()).isEmpty();
        assertThat(structure.notices()).isEmpty();
        int low = assignment.label(0);
        int middle = assignment.label(1);
        int high = assignment.label(2);
        assertThat(structure.pair(low, middle)).hasValueSatisfying(pair -> {
            assertThat(pair.pValue()).isEqualTo(4 * DipQuantiles.LEAST); // two pairs, twice the median

            assertThat(pair.rows()).isBetween(240, 280); // two thirds of 390
        });
        assertThat(structure.pair(high, middle)).isPresent();
        assertThat(structure.pair(low, high)).isEmpty();
        assertThat(structure.pairs()).hasSize(2);
    }

    @Test
    void onePopulationCutInThreeIsNotClaimed() {
        FeatureMatrix data = groups(600, 0, 0, 0);
        Structure structure =
                StructureTest.of(KMeans.of(3)).test(data, KMeans.of(3).fit(data).assignment());
        assertThat(structure.isClaimed()).isFalse();
        assertThat(structure.pValue()).isGreaterThan(0.3);
        assertThat(structure.pairs())
                .isNotEmpty()
                .allSatisfy(pair -> assertThat(pair.pValue()).isGreaterThan(0.3));
        assertThat(structure.toString())
                .startsWith("Structure[no separate groups shown between segments, p = ")
                .contains("level 0.95, n = 600")
                .contains("segments 0 and 1: p = ");
    }

    @Test
    void aSingleSplitOfGivenLabelsIsTheDipBetweenTheirMeans() {
        FeatureMatrix data = groups(400, 0, 3, 3);
        int[] labels = IntStream.range(0, 400).map(i -> i % 3 == 0 ? 0 : 1).toArray();
        StructureTest test = StructureTest.withoutSegmenter().withSplits(1).withSeed(5);
        Structure structure = test.test(data, Assignment.copyOf(2, labels));
        // the slow way: the same draw, the means of its first 140 rows, the others on the line between them
        int[] order = IntStream.range(0, 400).toArray();
        SeededRandom random = SeededRandom.stream(5, 0);
        for (int i = 0; i < 400; i++) {
            int other = i + random.nextInt(400 - i);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        double[][] means = new double[2][2];
        for (int s = 0; s < 2; s++) {
            for (int j = 0; j < 2; j++) {
                int segment = s;
                int feature = j;
                means[s][j] = Arrays.stream(order, 0, 140)
                        .filter(row -> labels[row] == segment)
                        .mapToDouble(row -> data.value(row, feature))
                        .average()
                        .orElseThrow();
            }
        }
        double[] along = Arrays.stream(order, 140, 400)
                .mapToDouble(row -> data.value(row, 0) * (means[1][0] - means[0][0])
                        + data.value(row, 1) * (means[1][1] - means[0][1]))
                .toArray();
        double p = Dip.of(along).pValue();
        assertThat(structure.pValue()).isCloseTo(Gamma.regularizedGammaQ(1, -Math.log(p)), within(1e-12));
        assertThat(structure.pValue()).isCloseTo(p, within(1e-9)); // Fisher's method of one p is that p
        assertThat(structure.pairs())
                .singleElement()
                .satisfies(pair -> assertThat(pair.pValue()).isCloseTo(p, within(1e-9)));
        assertThat(structure.pairs().get(0).rows()).isEqualTo(260);
    }

    @Test
    void oneGapAmongManyHalvesIsSeen() {
        FeatureMatrix data = groups(5000, 0, 0, 9);
        KMeans ten = KMeans.of(10).withRestarts(3);
        Structure structure = StructureTest.of(ten).test(data, ten.fit(data).assignment());
        assertThat(structure.isClaimed()).isTrue();
        assertThat(structure.over()).isGreaterThanOrEqualTo(4);
        assertThat(structure.pairs())
                .anySatisfy(pair -> assertThat(structure.isOneGroup(pair)).isTrue());
    }

    @Test
    void pOfASplitIsThatOfItsPairs() {
        for (int count : new int[] {3, 4, 8}) {
            FeatureMatrix data = groups(1000, 0, 3, 6);
            Structure structure = StructureTest.withoutSegmenter()
                    .withSplits(1)
                    .test(data, KMeans.of(count).fit(data).assignment());
            List<PairStructure> pairs = structure.pairs();
            double product = 1;
            double least = 1;
            for (PairStructure pair : pairs) {
                product *= pair.rawP();
                least = Math.min(least, pair.rawP());
            }
            double fisher = Gamma.regularizedGammaQ(pairs.size(), -Math.log(product));
            double expected = pairs.size() <= 2 ? fisher : Math.min(1, 2 * Math.min(fisher, pairs.size() * least));
            assertThat(structure.pValue()).isCloseTo(expected, within(1e-9 * expected));
            // Holm, as it is defined: the smallest counts for all, the next for one fewer, none less than the one
            // before
            List<PairStructure> sorted = pairs.stream()
                    .sorted(Comparator.comparingDouble(PairStructure::rawP))
                    .toList();
            double adjusted = structure.pValue();
            for (int i = 0; i < sorted.size(); i++) {
                adjusted = Math.max(
                        adjusted,
                        Math.min(1, (sorted.size() - i) * sorted.get(i).rawP()));
                assertThat(sorted.get(i).pValue()).isCloseTo(adjusted, within(1e-12));
            }
        }
    }

    /** Two segments of one customer each, which the first rows of a split lack in most cases: nothing is known of them. */
    @Test
    void segmentsWithoutLearningRowsAreNotTested() {
        FeatureMatrix data = groups(1000, 0, 6, 12);
        double[] values = data.toRowMajorArray();
        values[0] = 100;
        values[2] = -100;
        FeatureMatrix withOutliers = FeatureMatrix.copyOfRowMajor(data.featureNames(), values);
        int[] labels = IntStream.range(0, 1000)
                .map(i -> i == 0 ? 3 : i == 1 ? 4 : i % 3)
                .toArray();
        StructureTest test = StructureTest.withoutSegmenter();
        Structure structure = test.test(withOutliers, Assignment.copyOf(5, labels));
        assertThat(structure.isClaimed()).isTrue();
        assertThat(structure.over()).isZero();
        assertThat(structure.pairs())
                .filteredOn(pair -> pair.second() >= 3)
                .allSatisfy(pair -> assertThat(pair.leastP()).isOne());
        int[] three = IntStream.range(0, 1000).map(i -> i % 3).toArray();
        double pWithout = test.test(data, Assignment.copyOf(3, three)).pValue();
        assertThat(structure.pValue()).isLessThan(Math.max(0.01, 10 * pWithout));
    }

    @Test
    void segmentsOfSeveralGroupsAreSeen() {
        FeatureMatrix data = groups(1500, 0, 6, 12);
        Structure whole = StructureTest.of(KMeans.of(1)).test(data, Assignment.copyOf(1, new int[1500]));
        assertThat(whole.under()).isOne();
        assertThat(whole.within(0)).hasValueSatisfying(within -> {
            assertThat(within.pValue()).isLessThan(0.01);
            assertThat(within.rows()).isEqualTo(975); // 65 %
        });
    }

    /** The dip of the quantiles of two normal groups, which has no chance in it. */
    @Test
    void leastPIsThatOfTheQuantilesOfTwoGroups() {
        for (double share : new double[] {0.5, 0.48, 0.3, 0.22, 0.1, 0.04, 0.02}) {
            double[] quantiles = new double[20_000];
            for (int i = 0; i < quantiles.length; i++) {
                quantiles[i] = quantileOfTwo(share, (i + 0.5) / quantiles.length);
            }
            double dip = Dip.of(quantiles).statistic();
            for (int rows : new int[] {50, 200, 1000}) {
                int first = (int) Math.round(10_000 * share);
                double p = Structure.leastP(rows, first, 10_000 - first);
                assertThat(p).isEqualTo(Structure.leastP(rows, 10_000 - first, first));
                assertThat(p).isBetween(DipQuantiles.pValue(rows, 1.02 * dip), DipQuantiles.pValue(rows, 0.98 * dip));
            }
        }
        assertThat(Structure.leastP(1000, 1, 99)).isOne(); // a share of one in a hundred is never seen
        assertThat(Structure.leastP(1000, 2, 3)).isEqualTo(Structure.leastP(5, 2, 3)); // others tell nothing of these
    }

    /** Of a share at 4 and the rest at 0, each with standard deviation 1, by bisection. */
    private static double quantileOfTwo(double share, double probability) {
        double low = -10;
        double high = 15;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            double below = (1 - share) * Normal.cumulative(middle) + share * Normal.cumulative(middle - 4);
            if (below < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    @Test
    void soManyPairsThatNoneCanBeShownAreTold() {
        double[] values = IntStream.range(0, 1300).mapToDouble(i -> i * 0.37).toArray();
        int[] labels = IntStream.range(0, 1300).map(i -> i / 5).toArray();
        Structure structure = StructureTest.withoutSegmenter()
                .test(FeatureMatrix.copyOfRowMajor(List.of("x"), values), Assignment.copyOf(260, labels));
        assertThat(structure.notices())
                .extracting(notice -> notice.reason() + " " + notice.message())
                .containsExactly(
                        "RESOURCE_LIMIT of 259 pairs none can be shown by itself: no p is below 2.0E-4, and each is"
                                + " adjusted for the others; use fewer segments",
                        "RESOURCE_LIMIT of 169 segments none can be shown by itself: no p is below 4.0E-4, and each is"
                                + " adjusted for the others; use fewer segments");
    }

    @Test
    void anyNumberOfThreadsAnyOffset() {
        FeatureMatrix data = groups(300, 0, 3.5, 7);
        Assignment assignment = KMeans.of(4).fit(data).assignment();
        StructureTest test = StructureTest.of(KMeans.of(4)).withSeed(3);
        Structure one = test.test(data, assignment);
        Structure four = test.test(data, assignment, Execution.onThreads(4));
        assertThat(four.pValue()).isEqualTo(one.pValue());
        assertThat(four.pairs()).isEqualTo(one.pairs());
        assertThat(four.segments()).isEqualTo(one.segments());
        Structure same = StructureTest.withoutSegmenter().withSeed(3).test(data, assignment);
        for (double unit : new double[] {0x1p500, 0x1p-500}) {
            double[] scaled =
                    Arrays.stream(data.toRowMajorArray()).map(x -> x * unit).toArray();
            Structure other = StructureTest.withoutSegmenter()
                    .withSeed(3)
                    .test(FeatureMatrix.copyOfRowMajor(data.featureNames(), scaled), assignment);
            assertThat(other.pairs()).isEqualTo(same.pairs());
            assertThat(other.segments()).isEqualTo(same.segments());
        }
        double[] far =
                Arrays.stream(data.toRowMajorArray()).map(x -> x + 0x1p30).toArray();
        double[] near = Arrays.stream(far).map(x -> x - 0x1p30).toArray();
        assertThat(test.test(FeatureMatrix.copyOfRowMajor(data.featureNames(), far), assignment)
                        .pValue())
                .isCloseTo(
                        test.test(FeatureMatrix.copyOfRowMajor(data.featureNames(), near), assignment)
                                .pValue(),
                        within(1e-9));
    }

    @Test
    void countsAreNotModes() {
        SeededRandom random = SeededRandom.stream(1, 1);
        double[] counts = new double[4000];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.floor(StrictMath.log(random.nextDouble()) / StrictMath.log(0.6));
        }
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("orders", "visits"), counts);
        Assignment assignment = KMeans.of(3).fit(data).assignment();
        assertThat(Dip.of(data.column("orders")).pValue()).isEqualTo(DipQuantiles.LEAST); // as they are, they are lumps
        assertThat(StructureTest.of(KMeans.of(3)).test(data, assignment).pValue())
                .isGreaterThan(0.5);
    }

    @Test
    void groupsOfCountsAreFound() {
        SeededRandom random = SeededRandom.stream(1, 2);
        double[] counts = new double[2000];
        for (int i = 0; i < counts.length; i++) {
            for (int step = 0; step < 100; step++) {
                counts[i] += random.nextDouble() < (i / 2 % 2 == 0 ? 0.03 : 0.2) ? 1 : 0;
            }
        }
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("orders", "visits"), counts);
        Assignment assignment = KMeans.of(2).fit(data).assignment();
        assertThat(StructureTest.of(KMeans.of(2)).test(data, assignment).isClaimed())
                .isTrue();
    }

    @Test
    void whereNothingCanBeTestedNothingIsClaimed() {
        FeatureMatrix data = groups(60, 0, 5, 10);
        Structure single = StructureTest.of(KMeans.of(1)).test(data, Assignment.copyOf(1, new int[60]));
        assertThat(single.undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(single.pValue()).isNaN();
        assertThat(single.isClaimed()).isFalse();
        assertThat(single).hasToString("Structure[undefined: SINGLE_SEGMENT, n = 60]");
        FeatureMatrix few = data.rows(0, 1, 2, 3);
        Structure tiny = StructureTest.withoutSegmenter().test(few, Assignment.copyOf(2, 0, 1, 1, 0));
        assertThat(tiny.undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(StructureTest.withoutSegmenter()
                        .test(data.rows(5), Assignment.copyOf(1, 0))
                        .undefined())
                .contains(Reason.SINGLE_SEGMENT);
        assertThat(StructureTest.of(KMeans.of(2))
                        .withFitShare(0.1)
                        .test(few, Assignment.copyOf(2, 0, 1, 1, 0))
                        .undefined())
                .contains(Reason.NO_OBSERVATIONS);
        assertThat(StructureTest.withoutSegmenter()
                        .test(data.rows(), Assignment.copyOf(2))
                        .undefined())
                .contains(Reason.SINGLE_SEGMENT);
    }

    @Test
    void splitsThatCannotBeFittedAreCounted() {
        FeatureMatrix data = groups(30, 0, 5, 10);
        Structure structure = StructureTest.of(KMeans.of(12))
                .test(data, KMeans.of(12).fit(data).assignment());
        assertThat(structure.undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(structure.notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.message())
                        .startsWith("5 of 5 splits could not be fitted and count as no structure; the first one: "
                                + "KMeans.fit: segmentCount = 12 but the matrix has "));
    }

    @Test
    void argumentsAreChecked() {
        FeatureMatrix data = groups(30, 0, 5, 10);
        StructureTest test = StructureTest.withoutSegmenter();
        assertThatThrownBy(() -> test.test(data, Assignment.copyOf(2, 0, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("StructureTest.test: assignment has 2 entries, expected 30, one per row");
        FeatureMatrix missing = FeatureMatrix.copyOfRowMajor(List.of("x"), 1, Double.NaN);
        assertThatThrownBy(() -> test.test(missing, Assignment.copyOf(2, 0, 1)))
                .hasMessage("StructureTest.test: missing value at row 1, feature \"x\" (1 missing in all); impute or"
                        + " leave out these rows first");
        assertThatThrownBy(() -> test.withSplits(0))
                .hasMessage("StructureTest.withSplits: splits = 0, expected at least 1; 5 make p independent of the"
                        + " luck of one");
        assertThatThrownBy(() -> test.withFitShare(1))
                .hasMessage("StructureTest.withFitShare: share = 1.0, expected more than 0 and less than 1");
        assertThatThrownBy(() -> test.withLevel(Double.NaN))
                .hasMessage("StructureTest.withLevel: level = NaN, expected more than 0 and less than 1");
        assertThatThrownBy(() -> test.withMaximumRows(9))
                .hasMessage("StructureTest.withMaximumRows: rows = 9, expected at least 10; hundreds are needed to find"
                        + " anything");
        assertThat(test)
                .hasToString("StructureTest[given labels, splits = 5, fitShare = 0.35, maximumRows = 100000, seed = 0,"
                        + " level = 0.95]");
    }

    @Test
    void itCanBeCancelled() {
        FeatureMatrix data = groups(600, 0, 6, 20);
        Assignment assignment =
                Assignment.copyOf(2, IntStream.range(0, 600).map(i -> i % 2).toArray());
        assertThatThrownBy(() -> StructureTest.of(KMeans.of(2))
                        .test(data, assignment, Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void fewerRowsThanThereAreGiveTheSameAnswer() {
        FeatureMatrix data = groups(3000, 0, 6, 20);
        Assignment assignment = KMeans.of(3).fit(data).assignment();
        Structure structure =
                StructureTest.of(KMeans.of(3)).withMaximumRows(300).test(data, assignment);
        assertThat(structure.isClaimed()).isTrue();
        assertThat(structure.customers()).isEqualTo(3000);
        assertThat(structure.pairs()).allSatisfy(pair -> assertThat(pair.rows()).isBetween(100, 150));
    }

    /** Rows in turn from three normal groups, apart along the first of two features. */
    private static FeatureMatrix groups(int n, double... places) {
        SeededRandom random = SeededRandom.stream(n, 17);
        double[] values = new double[2 * n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = places[i % 3] + random.nextGaussian();
            values[2 * i + 1] = random.nextGaussian();
        }
        return FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
    }
}
