package dev.segmentation.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.internal.CheapestMatchingTest;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConstrainedKMeansTest {

    private static final List<String> XY = List.of("x", "y");

    /** Three groups of 60, 30 and 10 rows, far apart. */
    private static FeatureMatrix groups() {
        SeededRandom random = SeededRandom.stream(1, 1);
        double[] values = new double[200];
        for (int row = 0; row < 100; row++) {
            int group = row < 60 ? 0 : row < 90 ? 1 : 2;
            values[2 * row] = 10 * group + random.nextGaussian();
            values[2 * row + 1] = 5 * (group % 2) + random.nextGaussian();
        }
        return FeatureMatrix.copyOfRowMajor(XY, values);
    }

    private static FeatureMatrix normal(int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 2);
        double[] values = new double[2 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return FeatureMatrix.copyOfRowMajor(XY, values);
    }

    private static double squared(FeatureMatrix data, int row, FeatureMatrix centers, int segment) {
        double sum = 0;
        for (int j = 0; j < data.featureCount(); j++) {
            double t = data.value(row, j) - centers.value(segment, j);
            sum += t * t;
        }
        return sum;
    }

    private static double[][] costs(FeatureMatrix data, FeatureMatrix centers) {
        double[][] costs = new double[data.rowCount()][centers.rowCount()];
        for (int row = 0; row < costs.length; row++) {
            for (int s = 0; s < centers.rowCount(); s++) {
                costs[row][s] = squared(data, row, centers, s);
            }
        }
        return costs;
    }

    private static double sum(double[][] costs, Assignment labels) {
        double sum = 0;
        for (int row = 0; row < costs.length; row++) {
            sum += costs[row][labels.label(row)];
        }
        return sum;
    }

    private static double[] means(FeatureMatrix data, Assignment labels) {
        double[] means = new double[2 * labels.segmentCount()];
        int[] sizes = labels.sizes();
        for (int row = 0; row < data.rowCount(); row++) {
            for (int j = 0; j < 2; j++) {
                means[2 * labels.label(row) + j] += data.value(row, j) / sizes[labels.label(row)];
            }
        }
        return means;
    }

    private static void assertRefused(ThrowingCallable call, Reason reason, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessage(message);
    }

    @Test
    void on200RandomCasesEveryBoundHoldsAndRowsArePlacedAtTheLeastCost() {
        int binding = 0;
        for (long seed = 0; seed < 200; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 3);
            int rows = 12 + random.nextInt(40);
            int k = 2 + random.nextInt(4);
            int least = 1 + random.nextInt(rows / k);
            int most = (rows + k - 1) / k + random.nextInt(rows / 2);
            FeatureMatrix data = normal(rows, seed);
            Fit<KMeansModel> fit = ConstrainedKMeans.of(k)
                    .withMinimumSize(least)
                    .withMaximumSize(most)
                    .withRestarts(2)
                    .withSeed(seed)
                    .fit(data);
            for (int size : fit.assignment().sizes()) {
                assertThat(size).as("seed %d", seed).isBetween(least, most);
            }
            double[][] costs = costs(data, fit.model().centers());
            assertThat(sum(costs, fit.assignment()))
                    .as("seed %d", seed)
                    .isCloseTo(fit.report().objective(), within(1e-9))
                    .isCloseTo(SlowTransport.cancelCycles(costs, least, most), within(1e-9));
            assertThat(fit.report().termination()).isEqualTo(Termination.CONVERGED);
            assertThat(fit.model().centers().toRowMajorArray())
                    .as("centers are means")
                    .containsExactly(means(data, fit.assignment()), within(1e-12));
            int[] free = KMeans.of(k)
                    .withRestarts(2)
                    .withSeed(seed)
                    .fit(data)
                    .assignment()
                    .sizes();
            binding += Arrays.stream(free).allMatch(size -> size >= least && size <= most) ? 0 : 1;
        }
        assertThat(binding).as("cases in which bounds bind").isGreaterThan(60);
    }

    @Test
    void whereBoundsDoNotBindTheAnswerIsThatOfKMeansBitForBit() {
        FeatureMatrix data = groups();
        Fit<KMeansModel> free = KMeans.of(3).withSeed(5).fit(data);
        Fit<KMeansModel> fit = ConstrainedKMeans.of(3)
                .withSeed(5)
                .withMinimumSize(10)
                .withMaximumSize(60)
                .fit(data);
        assertThat(fit.assignment()).isEqualTo(free.assignment());
        assertThat(fit.model().toRecord()).isEqualTo(free.model().toRecord());
        assertThat(fit.report().objective()).isEqualTo(free.report().objective());
        assertThat(fit.report().notices()).isEmpty();
    }

    @Test
    void theReportSaysHowManyRowsAreElsewhereAndWhatThatCosts() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("x"), 0.0, 1.0, 2.0, 3.0, 9.0, 10.0);
        Fit<KMeansModel> free = KMeans.of(2).fit(data);
        Fit<KMeansModel> fit = ConstrainedKMeans.of(2).withMinimumSize(3).fit(data);
        assertThat(free.report().objective()).isEqualTo(5.5);
        assertThat(fit.assignment()).isEqualTo(Assignment.copyOf(2, 0, 0, 0, 1, 1, 1));
        assertThat(fit.model().centers().toRowMajorArray()).containsExactly(1, 22 / 3.0);
        double cost = 2 + 9 + 81 + 100 - 22 * 22 / 3.0;
        assertThat(fit.report().objective()).isCloseTo(cost, within(1e-12));
        assertThat(fit.model().assign(data)).isEqualTo(Assignment.copyOf(2, 0, 0, 0, 0, 1, 1));
        assertThat(fit.report().notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.reason()).isEqualTo(Reason.CONSTRAINT_BINDS))
                .extracting(Notice::message)
                .asString()
                .startsWith("ConstrainedKMeans.fit: 1 of 6 rows are not in their nearest segment; objective 30.6666")
                .endsWith(", of k-means without constraints 5.5");
        ConstraintCost told = ConstraintCost.of(fit, free, data);
        assertThat(told.rows()).isEqualTo(6);
        assertThat(told.rowsElsewhere()).isEqualTo(1);
        assertThat(told.shareElsewhere()).isEqualTo(1 / 6.0);
        assertThat(told.objective()).isEqualTo(fit.report().objective());
        assertThat(told.nearestObjective()).isCloseTo(cost - 169 / 9.0 + 4, within(1e-12));
        assertThat(told.freeObjective()).isEqualTo(5.5);
        assertThat(told.increase()).isCloseTo(cost / 5.5 - 1, within(1e-12));
        assertThat(ConstraintCost.of(fit, data).increase()).isNaN();
    }

    @Test
    void sharesAreRoundedInwards() {
        FeatureMatrix data = groups();
        int[] sizes = ConstrainedKMeans.of(3)
                .withMinimumShare(0.295)
                .withMaximumShare(0.399)
                .fit(data)
                .assignment()
                .sizes();
        assertThat(sizes).containsExactly(39, 31, 30);
        int[] thirds = ConstrainedKMeans.of(4)
                .withMinimumShare(0.07)
                .withMaximumShare(0.31)
                .fit(data)
                .assignment()
                .sizes();
        assertThat(Arrays.stream(thirds).allMatch(size -> size >= 7 && size <= 31))
                .isTrue();
    }

    @Test
    void boundsThatCannotBeKeptAreRefusedBeforeAnyWork() {
        FeatureMatrix data = groups();
        assertRefused(
                () -> ConstrainedKMeans.of(5).withMinimumSize(30).fit(data),
                Reason.INFEASIBLE,
                "ConstrainedKMeans.fit: 5 segments of at least 30 rows need 150 rows, but the matrix has 100; lower the"
                        + " minimum or segmentCount");
        assertRefused(
                () -> ConstrainedKMeans.of(3).withMaximumSize(33).fit(data),
                Reason.INFEASIBLE,
                "ConstrainedKMeans.fit: 3 segments of at most 33 rows hold 99 rows, but the matrix has 100; raise the"
                        + " maximum or segmentCount");
        assertRefused(
                () -> ConstrainedKMeans.of(3)
                        .withMinimumShare(0.2)
                        .withMaximumSize(19)
                        .fit(data),
                Reason.INFEASIBLE,
                "ConstrainedKMeans.fit: no size is at least 20 and at most 19 rows; widen the bounds");
        assertRefused(
                () -> ConstrainedKMeans.of(3).withMaximumSize(10).withMinimumSize(11),
                Reason.BAD_PARAM,
                "ConstrainedKMeans.withMinimumSize: rows = 11, expected a minimum of 11 up to a maximum of 10");
        assertRefused(
                () -> ConstrainedKMeans.of(3).withMinimumShare(0.5).withMaximumShare(0.4),
                Reason.BAD_PARAM,
                "ConstrainedKMeans.withMaximumShare: share = 0.4, expected a minimum share of 0.5 up to a maximum of 0.4");
        assertRefused(
                () -> ConstrainedKMeans.of(2).withMinimumSize(2).fit(data.weightedBy(weights(100))),
                Reason.BAD_PARAM,
                "ConstrainedKMeans.fit: weights = given, expected none: segment sizes count rows; leave the weights out or"
                        + " repeat rows");
        assertRefused(
                () -> ConstrainedKMeans.of(2).withMinimumShare(Double.NaN),
                Reason.BAD_PARAM,
                "ConstrainedKMeans.withMinimumShare: share = NaN, expected 0 to 1");
    }

    private static double[] weights(int rows) {
        return IntStream.range(0, rows).mapToDouble(row -> 1 + row % 3).toArray();
    }

    @Test
    void householdsStayTogetherAtTheLeastSumOfSquares() {
        for (long seed = 0; seed < 40; seed++) {
            FeatureMatrix data = normal(9, seed);
            FeatureMatrix weighted = seed % 2 == 0 ? data : data.weightedBy(weights(9));
            long[] households = {7, 7, 3, 3, 3, 5, 8, 9, 8};
            Fit<KMeansModel> fit = ConstrainedKMeans.of(2)
                    .withMustLink(households)
                    .withSeed(seed)
                    .fit(weighted);
            Assignment labels = fit.assignment();
            for (int a = 0; a < 9; a++) {
                for (int b = 0; b < a; b++) {
                    if (households[a] == households[b]) {
                        assertThat(labels.label(a)).isEqualTo(labels.label(b));
                    }
                }
            }
            assertThat(fit.report().objective())
                    .as("seed %d", seed)
                    .isCloseTo(leastOfAllSplits(weighted, households), within(1e-9));
        }
    }

    /** The least sum of squares over all ways to cut five households into two segments. */
    private static double leastOfAllSplits(FeatureMatrix data, long[] households) {
        long[] distinct = Arrays.stream(households).distinct().toArray();
        double least = Double.POSITIVE_INFINITY;
        for (int split = 1; split < (1 << distinct.length) - 1; split++) {
            double sum = 0;
            for (int side = 0; side < 2; side++) {
                double weight = 0;
                double[] total = new double[2];
                double squares = 0;
                for (int row = 0; row < households.length; row++) {
                    int household = Arrays.binarySearch(sorted(distinct), households[row]);
                    if ((split >> household & 1) == side) {
                        double w = data.isWeighted() ? data.weight(row) : 1;
                        weight += w;
                        for (int j = 0; j < 2; j++) {
                            total[j] += w * data.value(row, j);
                            squares += w * data.value(row, j) * data.value(row, j);
                        }
                    }
                }
                sum += squares - (total[0] * total[0] + total[1] * total[1]) / weight;
            }
            least = Math.min(least, sum);
        }
        return least;
    }

    private static long[] sorted(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    @Test
    void groupsMayBeTexts() {
        FeatureMatrix data = groups();
        long[] numbers = IntStream.range(0, 100).mapToLong(row -> row % 40).toArray();
        List<String> texts =
                Arrays.stream(numbers).mapToObj(number -> "H" + number).toList();
        assertThat(ConstrainedKMeans.of(3).withMustLink(texts).fit(data).assignment())
                .isEqualTo(
                        ConstrainedKMeans.of(3).withMustLink(numbers).fit(data).assignment());
        assertThat(ConstrainedKMeans.of(3).withCannotLink(texts).fit(data).assignment())
                .isEqualTo(ConstrainedKMeans.of(3)
                        .withCannotLink(numbers)
                        .fit(data)
                        .assignment());
    }

    @Test
    void accountsOfACustomerAreApartAndEachGroupIsPlacedAtTheLeastCost() {
        for (long seed = 0; seed < 60; seed++) {
            FeatureMatrix data = normal(40, seed);
            FeatureMatrix weighted = seed % 2 == 0 ? data : data.weightedBy(weights(40));
            long[] customers = IntStream.range(0, 40).mapToLong(row -> row / 4).toArray();
            Fit<KMeansModel> fit = ConstrainedKMeans.of(5)
                    .withCannotLink(customers)
                    .withRestarts(2)
                    .withSeed(seed)
                    .fit(weighted);
            assertThat(fit.report().termination()).isEqualTo(Termination.CONVERGED);
            double[][] costs = costs(data, fit.model().centers());
            for (int customer = 0; customer < 10; customer++) {
                double[][] own = new double[4][5];
                double found = 0;
                for (int account = 0; account < 4; account++) {
                    int row = 4 * customer + account;
                    double weight = weighted.isWeighted() ? weighted.weight(row) : 1;
                    for (int s = 0; s < 5; s++) {
                        own[account][s] = weight * costs[row][s];
                    }
                    found += own[account][fit.assignment().label(row)];
                }
                int[] labels = Arrays.copyOfRange(fit.assignment().toArray(), 4 * customer, 4 * customer + 4);
                assertThat(labels).doesNotHaveDuplicates();
                assertThat(found)
                        .as("seed %d", seed)
                        .isCloseTo(CheapestMatchingTest.least(own, 0, new boolean[5]), within(1e-9));
            }
        }
    }

    @Test
    void householdsWithinCannotLinkGroupsArePlacedAsAWhole() {
        FeatureMatrix data = groups();
        long[] households = IntStream.range(0, 100).mapToLong(row -> row / 2).toArray();
        long[] rivals = IntStream.range(0, 100)
                .mapToLong(row -> row % 2 == 0 ? row / 4 : 1000 + row)
                .toArray();
        Assignment labels = ConstrainedKMeans.of(3)
                .withMustLink(households)
                .withCannotLink(rivals)
                .fit(data)
                .assignment();
        for (int row = 0; row < 100; row += 4) {
            assertThat(labels.label(row)).isEqualTo(labels.label(row + 1)).isNotEqualTo(labels.label(row + 2));
            assertThat(labels.label(row + 2)).isEqualTo(labels.label(row + 3));
        }
    }

    /** Few rows, many of them equal or as far from one center as from another, and segments that become empty. */
    @Test
    void whereItHasConvergedFreeCentersAreMeansAndNoPlacementIsCheaper() {
        int refused = 0;
        for (long seed = 0; seed < 3000; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 4);
            int rows = 6 + random.nextInt(10);
            int k = 2 + random.nextInt(4);
            int fixed = random.nextInt(Math.min(3, k));
            FeatureMatrix data = seed % 2 == 0 ? integers(rows, random) : normal(rows, seed);
            ConstrainedKMeans config =
                    ConstrainedKMeans.of(k).withRestarts(1 + (int) seed % 2).withSeed(seed);
            if (fixed > 0) {
                config = config.withFixedSegments(FeatureMatrix.copyOfRowMajor(XY, 0, 0, 1.5, -1)
                        .rows(IntStream.range(0, fixed).toArray()));
            }
            int kind = (int) (seed % 3);
            long[] groups = IntStream.range(0, rows).mapToLong(row -> row / 2).toArray();
            int least = rows / k;
            config = kind == 0
                    ? config.withCannotLink(groups)
                    : kind == 1 ? config.withMinimumSize(least).withMaximumSize(least + 2) : config;
            try {
                assertAtRest(config.fit(data), data, fixed, kind, groups, least, "seed " + seed);
            } catch (InvalidInputException tooFew) {
                assertThat(tooFew.reason()).isIn(Reason.FEWER_DISTINCT_THAN_K, Reason.INFEASIBLE);
                refused++;
            }
        }
        assertThat(refused).isLessThan(600);
    }

    private static FeatureMatrix integers(int rows, SeededRandom random) {
        double[] values = new double[2 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(3);
        }
        return FeatureMatrix.copyOfRowMajor(XY, values);
    }

    private static void assertAtRest(
            Fit<KMeansModel> fit, FeatureMatrix data, int fixed, int kind, long[] groups, int least, String seed) {
        assertThat(fit.report().termination()).as(seed).isEqualTo(Termination.CONVERGED);
        double[][] costs = costs(data, fit.model().centers());
        double found = sum(costs, fit.assignment());
        assertThat(fit.report().objective()).as(seed).isCloseTo(found, within(1e-9));
        double cheapest = 0;
        if (kind == 1) {
            cheapest = SlowTransport.cancelCycles(costs, least, least + 2);
        } else {
            for (int row = 0; row < costs.length; row++) {
                boolean paired = kind == 0 && row + 1 < costs.length && groups[row] == groups[row + 1];
                double[][] own = paired ? new double[][] {costs[row], costs[row + 1]} : new double[][] {costs[row]};
                cheapest += CheapestMatchingTest.least(own, 0, new boolean[costs[0].length]);
                row += paired ? 1 : 0;
            }
        }
        assertThat(found).as(seed).isCloseTo(cheapest, within(1e-9));
        double[] means = means(data, fit.assignment());
        for (int s = fixed; s < costs[0].length; s++) {
            assertThat(fit.assignment().sizes()[s]).as(seed).isPositive();
            assertThat(fit.model().centers().row(s))
                    .as("%s, center %d", seed, s)
                    .containsExactly(new double[] {means[2 * s], means[2 * s + 1]}, within(1e-9));
        }
    }

    @Test
    void contradictionsAreToldByRow() {
        FeatureMatrix data = normal(8, 1);
        assertRefused(
                () -> ConstrainedKMeans.of(3)
                        .withCannotLink(9, 1, 1, 2, 1, 1, 3, 4)
                        .fit(data),
                Reason.INFEASIBLE,
                "ConstrainedKMeans.fit: the cannot-link group of row 1 has 4 rows, but there are 3 segments; raise"
                        + " segmentCount or split the group");
        assertRefused(
                () -> ConstrainedKMeans.of(3)
                        .withMustLink(1, 2, 3, 4, 5, 2, 7, 8)
                        .withCannotLink(1, 2, 3, 4, 5, 2, 7, 8)
                        .fit(data),
                Reason.INFEASIBLE,
                "ConstrainedKMeans.fit: rows 1 and 5 must be in one segment and may not be in one segment; drop one of"
                        + " the two constraints");
        assertRefused(
                () -> ConstrainedKMeans.of(3)
                        .withMustLink(1, 1, 3, 4, 5, 6, 7, 8)
                        .withCannotLink(1, 2, 1, 2, 5, 6, 7, 8)
                        .fit(data),
                Reason.BAD_PARAM,
                "ConstrainedKMeans.fit: cannot-link groups = two for the rows that stay together with row 0, expected at"
                        + " most one; give rows that must be together one cannot-link group");
        assertRefused(
                () -> ConstrainedKMeans.of(3).withMustLink(1, 2).fit(data),
                Reason.SCHEMA_MISMATCH,
                "ConstrainedKMeans.fit: must-link groups has 2 entries, expected 8, one per row of the matrix");
        assertRefused(
                () -> ConstrainedKMeans.of(3).withMinimumSize(2).withCannotLink(1, 2),
                Reason.BAD_PARAM,
                "ConstrainedKMeans.withCannotLink: segment sizes and cannot-link groups = both, expected one of the two;"
                        + " drop the bounds or the groups, fit, and look at what the result has of the other");
        assertRefused(
                () -> ConstrainedKMeans.of(3)
                        .withMustLink(1, 1, 2, 2, 3, 3, 3, 3)
                        .fit(data.rows(0, 0, 1, 1, 2, 2, 2, 2).weightedBy(1, 1, 1, 1, 0, 0, 0, 0)),
                Reason.FEWER_DISTINCT_THAN_K,
                "ConstrainedKMeans.fit: segmentCount = 3 but the matrix has 2 distinct rows of positive weight once those"
                        + " that stay together are joined; lower segmentCount");
    }

    @Test
    void sizesWithHouseholdsNeedHouseholdsOfOneSize() {
        FeatureMatrix data = groups();
        long[] couples = IntStream.range(0, 100).mapToLong(row -> row / 2).toArray();
        Assignment labels = ConstrainedKMeans.of(3)
                .withMustLink(couples)
                .withMinimumSize(31)
                .withMaximumSize(37)
                .fit(data)
                .assignment();
        for (int row = 0; row < 100; row += 2) {
            assertThat(labels.label(row)).isEqualTo(labels.label(row + 1));
        }
        assertThat(Arrays.stream(labels.sizes()).allMatch(size -> size >= 32 && size <= 36))
                .isTrue();
        couples[5] = 999;
        assertRefused(
                () -> ConstrainedKMeans.of(3)
                        .withMustLink(couples)
                        .withMinimumSize(20)
                        .fit(data),
                Reason.BAD_PARAM,
                "ConstrainedKMeans.fit: must-link groups = of 2 and of 1 rows (rows 0 and 4), expected groups of one size"
                        + " beside bounds of segment sizes, since filling segments with groups of different sizes is a"
                        + " packing problem; drop one of the two constraints");
    }

    @Test
    void aSegmentIsAddedWithoutDisturbingTheRest() {
        FeatureMatrix data = groups();
        KMeansModel before = KMeans.of(2).fit(data).model();
        Fit<KMeansModel> after =
                ConstrainedKMeans.of(3).withFixedSegments(before.centers()).fit(data);
        assertThat(after.model().centers().rows(0, 1).toRowMajorArray())
                .isEqualTo(before.centers().toRowMajorArray());
        Assignment old = before.assign(data);
        int moved = 0;
        for (int row = 0; row < 100; row++) {
            int label = after.assignment().label(row);
            assertThat(label).isIn(old.label(row), 2);
            moved += label == 2 ? 1 : 0;
        }
        assertThat(moved).isBetween(9, 31);
        assertThat(after.model().assign(data)).isEqualTo(after.assignment());
        assertThat(after.report().notices()).isEmpty();
        double[] mean = means(data, after.assignment());
        assertThat(after.model().centers().row(2)).containsExactly(new double[] {mean[4], mean[5]}, within(1e-12));
    }

    /** What Lloyd does from the same start with two centers nailed down, one row at a time. */
    @Test
    void besideFixedSegmentsTheOthersEndWhereASlowTwinEnds() {
        for (long seed = 0; seed < 30; seed++) {
            FeatureMatrix data = normal(80, seed);
            FeatureMatrix fixed = data.rows(3, 11);
            Fit<KMeansModel> fit = ConstrainedKMeans.of(5)
                    .withFixedSegments(fixed)
                    .withInitialCenters(data.rows(20, 40, 60))
                    .fit(data);
            double[] centers = data.rows(3, 11, 20, 40, 60).toRowMajorArray();
            int[] labels = new int[80];
            for (int round = 0; round < 200; round++) {
                FeatureMatrix current = FeatureMatrix.copyOfRowMajor(XY, centers);
                double[][] costs = costs(data, current);
                for (int row = 0; row < 80; row++) {
                    int from = row;
                    labels[row] = IntStream.range(0, 5).reduce(0, (a, b) -> costs[from][b] < costs[from][a] ? b : a);
                }
                double[] means = means(data, Assignment.copyOf(5, labels));
                System.arraycopy(means, 4, centers, 4, 6);
            }
            assertThat(fit.assignment()).as("seed %d", seed).isEqualTo(Assignment.copyOf(5, labels));
            assertThat(fit.model().centers().toRowMajorArray()).containsExactly(centers, within(1e-12));
        }
    }

    @Test
    void fixedSegmentsKeepTheirPlacesAndMayBeEmpty() {
        FeatureMatrix data = groups();
        FeatureMatrix fixed = FeatureMatrix.copyOfRowMajor(XY, 1000, 1000, 20, 0);
        Fit<KMeansModel> fit = ConstrainedKMeans.of(4).withFixedSegments(fixed).fit(data);
        assertThat(fit.assignment().sizes()).containsExactly(0, 10, 60, 30);
        assertThat(fit.model().trainingWeight(0)).isZero();
        Fit<KMeansModel> all = ConstrainedKMeans.of(2).withFixedSegments(fixed).fit(data);
        assertThat(all.model().centers().toRowMajorArray()).isEqualTo(fixed.toRowMajorArray());
        assertThat(all.report().restartObjectives()).hasSize(1);
        assertThat(all.assignment()).isEqualTo(all.model().assign(data));
    }

    @Test
    void boundsHoldBesideFixedSegments() {
        FeatureMatrix data = groups();
        FeatureMatrix fixed = FeatureMatrix.copyOfRowMajor(XY, 0, 0);
        Fit<KMeansModel> fit = ConstrainedKMeans.of(3)
                .withFixedSegments(fixed)
                .withMinimumSize(20)
                .withMaximumSize(50)
                .fit(data);
        assertThat(fit.model().centers().row(0)).containsExactly(0, 0);
        int[] sizes = fit.assignment().sizes();
        assertThat(Arrays.stream(sizes).allMatch(size -> size >= 20 && size <= 50))
                .isTrue();
        assertThat(sizes[1]).isGreaterThanOrEqualTo(sizes[2]);
        double[][] costs = costs(data, fit.model().centers());
        assertThat(sum(costs, fit.assignment())).isCloseTo(SlowTransport.cancelCycles(costs, 20, 50), within(1e-9));
    }

    @Test
    void aMinimumOfOneFillsFixedSegmentsToo() {
        FeatureMatrix data = groups();
        FeatureMatrix far = FeatureMatrix.copyOfRowMajor(XY, 1000, 1000);
        ConstrainedKMeans config = ConstrainedKMeans.of(3).withFixedSegments(far);
        assertThat(config.fit(data).assignment().sizes()[0]).isZero();
        assertThat(config.withMinimumSize(1).fit(data).assignment().sizes()[0]).isEqualTo(1);
        assertThat(config.withMinimumSize(1)).asString().contains("at least 1 rows per segment");
        assertRefused(
                () -> config.withMinimumSize(1).withCannotLink(1, 2),
                Reason.BAD_PARAM,
                "ConstrainedKMeans.withCannotLink: segment sizes and cannot-link groups = both, expected one of the two;"
                        + " drop the bounds or the groups, fit, and look at what the result has of the other");
    }

    @Test
    void aWarmStartFromAModelKeepsItsNumbersAndIsAtRestAtOnce() {
        FeatureMatrix data = groups();
        Fit<KMeansModel> first = ConstrainedKMeans.of(3).withMinimumSize(25).fit(data);
        FeatureMatrix reordered = first.model().centers().rows(2, 0, 1);
        Fit<KMeansModel> again = ConstrainedKMeans.of(3)
                .withMinimumSize(25)
                .withInitialCenters(reordered)
                .fit(data);
        assertThat(again.assignment().sizes()[1]).isEqualTo(first.assignment().sizes()[0]);
        assertThat(again.model().centers().toRowMajorArray())
                .containsExactly(reordered.toRowMajorArray(), within(1e-12));
        assertThat(again.report().iterations()).isLessThanOrEqualTo(2);
    }

    @Test
    void centersThatCannotBeStartedFromAreRefused() {
        FeatureMatrix data = groups();
        assertRefused(
                () -> ConstrainedKMeans.of(2).withFixedSegments(data.rows(0, 1, 2)),
                Reason.SCHEMA_MISMATCH,
                "ConstrainedKMeans.withFixedSegments: 3 fixed segments, expected at most segmentCount = 2; segmentCount is"
                        + " the number of fixed and free segments");
        assertRefused(
                () -> ConstrainedKMeans.of(3)
                        .withFixedSegments(data.rows(0))
                        .withInitialCenters(data.rows(1, 2, 3))
                        .fit(data),
                Reason.SCHEMA_MISMATCH,
                "ConstrainedKMeans.fit: 3 initial centers, expected 2, one per segment that is not fixed");
        assertRefused(
                () -> ConstrainedKMeans.of(3).withFixedSegments(data.rows(0, 0)),
                Reason.DUPLICATE_INIT,
                "Seeding.centers: centers 0 and 1 are equal; give k different ones");
        assertThatThrownBy(() -> ConstrainedKMeans.of(2)
                        .withFixedSegments(FeatureMatrix.copyOfRowMajor(List.of("z"), 1.0))
                        .fit(data))
                .hasMessageContaining("missing [x, y], unexpected [z]");
        assertRefused(
                () -> ConstrainedKMeans.of(3).withFixedSegments(data.rows(0)).fit(data.rows(0, 0, 5, 5)),
                Reason.FEWER_DISTINCT_THAN_K,
                "ConstrainedKMeans.fit: segmentCount = 3 but the matrix has 2 distinct rows of positive weight, 1 of them"
                        + " away from the fixed centers; lower segmentCount");
        assertRefused(
                () -> ConstrainedKMeans.of(2).fit(FeatureMatrix.copyOfRowMajor(XY, 0, 1, 2, 1e131)),
                Reason.RANGE,
                "ConstrainedKMeans.fit: the value at row 1, feature \"y\" is beyond 1e130, so that squares would overflow;"
                        + " scale the features first");
    }

    @Test
    void theIterationLimitIsToldAndBoundsHoldAllTheSame() {
        FeatureMatrix data = normal(300, 9);
        Fit<KMeansModel> fit =
                ConstrainedKMeans.of(6).withMinimumSize(50).withMaxIterations(1).fit(data);
        assertThat(fit.report().termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThat(fit.assignment().sizes()).containsOnly(50);
        Fit<KMeansModel> fixed = ConstrainedKMeans.of(6)
                .withFixedSegments(data.rows(0))
                .withMaxIterations(1)
                .fit(data);
        assertThat(fixed.model().assign(data)).isEqualTo(fixed.assignment());
    }

    @Test
    void printsItselfWithoutLabelsOfCustomers() {
        ConstrainedKMeans config = ConstrainedKMeans.of(4)
                .withSeed(7)
                .withMinimumSize(10)
                .withMustLink(List.of("Smith", "Smith", "Jones"));
        assertThat(config.toString())
                .isEqualTo(
                        "ConstrainedKMeans[segmentCount=4, seed=7, restarts=10, maxIterations=1000, at least 10 rows per"
                                + " segment, 2 must-link groups]");
        assertThat(config.usesWeights()).isFalse();
        assertThat(ConstrainedKMeans.of(4).usesWeights()).isTrue();
        assertThat(ConstrainedKMeans.of(4))
                .hasToString(
                        "ConstrainedKMeans[segmentCount=4, seed=0, restarts=10, maxIterations=1000, no constraints]");
    }

    @Test
    void householdsThatAreTornAreTold() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("x"), 0.0, 10.0, 1.0, 9.0, 10.0);
        Fit<KMeansModel> fit =
                ConstrainedKMeans.of(2).withMustLink(1, 2, 3, 4, 1).fit(data);
        assertThat(fit.assignment()).isEqualTo(Assignment.copyOf(2, 0, 1, 0, 1, 0));
        assertThat(fit.model().centers().toRowMajorArray()).containsExactly(11 / 3.0, 9.5);
        assertThat(fit.report().objective()).isCloseTo(101 - 121 / 3.0 + 0.5, within(1e-12));
        double nearest = (121 + 64) / 9.0 + 3 * 0.25;
        assertThat(fit.report().notices())
                .singleElement()
                .extracting(Notice::message)
                .asString()
                .startsWith("ConstrainedKMeans.fit: 1 of 5 rows are not in their nearest segment; objective 61.1666")
                .contains(", with every row in its nearest 21.305");
        assertThat(ConstraintCost.of(fit, data).nearestObjective()).isCloseTo(nearest, within(1e-12));
    }

    @Test
    void theObjectiveOfMustLinksIsTheSumOverRowsAlsoFarFromTheOrigin() {
        double o = 1e12;
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("x"), o + .1, o + .2, o + .4, o + 5.1, o + 5.3);
        Fit<KMeansModel> fit =
                ConstrainedKMeans.of(2).withMustLink(1, 1, 2, 3, 3).fit(data);
        double sum = 0;
        for (int row = 0; row < 5; row++) {
            double t = data.value(row, 0)
                    - fit.model().centers().value(fit.assignment().label(row), 0);
            sum += t * t;
        }
        assertThat(fit.report().objective())
                .isCloseTo(sum, within(1e-15))
                .isEqualTo(ConstraintCost.of(fit, data).objective());
    }

    @Test
    void segmentsOfEqualRowsThatAreKeptApartAreNumberedByWeight() {
        FeatureMatrix data =
                FeatureMatrix.copyOfRowMajor(List.of("x"), 5.0, 5.0, 0.0, 1.0).weightedBy(2, 3, 3, .001);
        Fit<KMeansModel> fit =
                ConstrainedKMeans.of(3).withCannotLink(1, 1, 2, 3).fit(data);
        assertThat(IntStream.range(0, 3).mapToDouble(fit.model()::trainingWeight))
                .containsExactly(3.001, 3.0, 2.0);
        assertThat(fit.report().termination()).isEqualTo(Termination.CONVERGED);
    }

    @Test
    void aFreeFitOfOtherDataIsNoComparison() {
        FeatureMatrix data = groups();
        Fit<KMeansModel> fit = ConstrainedKMeans.of(3).withMinimumSize(20).fit(data);
        assertRefused(
                () -> ConstraintCost.of(fit, KMeans.of(3).fit(normal(20, 1)), data),
                Reason.SCHEMA_MISMATCH,
                "ConstraintCost.of: free has 20 entries, expected 100, one per row of the matrix");
        assertRefused(
                () -> ConstraintCost.of(fit, KMeans.of(4).fit(data), data),
                Reason.BAD_PARAM,
                "ConstraintCost.of: segments of the free fit = 4, expected 3, as many as under the constraints");
        FeatureMatrix other = FeatureMatrix.copyOfRowMajor(List.of("x", "z"), data.toRowMajorArray());
        assertThatThrownBy(() -> ConstraintCost.of(fit, KMeans.of(3).fit(other), data))
                .hasMessageContaining("missing [y], unexpected [z]");
    }

    @Test
    void boundsHoldAmongEqualRowsFarFromTheOriginAndInFloats() {
        double[] values = new double[200];
        for (int row = 0; row < 100; row++) {
            values[2 * row] = 1e9 + (row < 97 ? 0 : row);
            values[2 * row + 1] = -1e9;
        }
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(XY, values);
        ConstrainedKMeans config = ConstrainedKMeans.of(3).withMinimumSize(30).withMaximumSize(36);
        assertThat(Arrays.stream(config.fit(data).assignment().sizes()).allMatch(size -> size >= 30 && size <= 36))
                .isTrue();
        FeatureMatrix floats = groups().withFloatStorage();
        FeatureMatrix doubles = FeatureMatrix.copyOfRowMajor(XY, floats.toRowMajorArray());
        assertThat(config.fit(floats).assignment())
                .isEqualTo(config.fit(doubles).assignment());
        assertThat(ConstrainedKMeans.of(3)
                        .withFixedSegments(doubles.rows(0))
                        .fit(floats)
                        .model()
                        .toRecord())
                .isEqualTo(ConstrainedKMeans.of(3)
                        .withFixedSegments(doubles.rows(0))
                        .fit(doubles)
                        .model()
                        .toRecord());
    }
}
