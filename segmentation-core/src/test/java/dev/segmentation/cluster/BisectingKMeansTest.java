package dev.segmentation.cluster;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BisectingKMeansTest {

    private static final List<String> XY = List.of("x", "y");

    /** Every further segment splits one of those before, and takes the one with the largest sum of squares. */
    @Test
    void segmentsAreAHierarchyOfTheWorstSegmentsSplit() {
        FeatureMatrix data = normal(500, 1);
        for (SplitRule rule : SplitRule.values()) {
            Fit<KMeansModel> before = BisectingKMeans.of(1).withSplitRule(rule).fit(data);
            for (int k = 2; k <= 9; k++) {
                Fit<KMeansModel> fit = BisectingKMeans.of(k).withSplitRule(rule).fit(data);
                int split = splitOf(before, fit);
                double[] sizes = sizes(data, before, rule);
                for (double size : sizes) {
                    assertThat(sizes[split]).isGreaterThanOrEqualTo(size);
                }
                before = fit;
            }
        }
    }

    private static double[] sizes(FeatureMatrix data, Fit<KMeansModel> fit, SplitRule rule) {
        return IntStream.range(0, fit.model().segmentCount())
                .mapToDouble(
                        s -> rule == SplitRule.LARGEST_SIZE ? fit.assignment().sizes()[s] : sumOfSquares(data, fit, s))
                .toArray();
    }

    /** The one segment of which rows are in two segments now. */
    private static int splitOf(Fit<KMeansModel> before, Fit<KMeansModel> after) {
        int split = -1;
        for (int s = 0; s < before.model().segmentCount(); s++) {
            int[] rows = before.assignment().rowsOf(s);
            long parts =
                    IntStream.of(rows).map(after.assignment()::label).distinct().count();
            assertThat(parts).isBetween(1L, 2L);
            if (parts == 2) {
                assertThat(split).as("only one is split").isNegative();
                split = s;
            }
        }
        return split;
    }

    private static double sumOfSquares(FeatureMatrix data, Fit<KMeansModel> fit, int segment) {
        return KMeans.of(1)
                .fit(data.rows(fit.assignment().rowsOf(segment)))
                .report()
                .objective();
    }

    @Test
    void theObjectiveIsTheSumOfSquaresAboutTheMeans() {
        FeatureMatrix data = normal(300, 2)
                .weightedBy(IntStream.range(0, 300).mapToDouble(i -> 1 + i % 3).toArray());
        Fit<KMeansModel> fit = BisectingKMeans.of(6).fit(data);
        double expected = IntStream.range(0, 6)
                .mapToDouble(s -> sumOfSquares(data, fit, s))
                .sum();
        assertThat(fit.report().objective()).isCloseTo(expected, within(1e-10 * expected));
        for (int s = 0; s < 6; s++) {
            KMeansModel own =
                    KMeans.of(1).fit(data.rows(fit.assignment().rowsOf(s))).model();
            assertThat(fit.model().centers().row(s))
                    .containsExactly(own.centers().row(0), within(1e-12));
            assertThat(fit.model().trainingWeight(s)).isEqualTo(own.trainingWeight(0));
        }
    }

    @Test
    void groupsThatLieApartAreFound() {
        double[] values = new double[200];
        for (int i = 0; i < 100; i++) {
            values[2 * i] = 100 * (i % 4) + i / 4 % 5;
            values[2 * i + 1] = i % 3;
        }
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(XY, values);
        Fit<KMeansModel> fit = BisectingKMeans.of(4).fit(data);
        assertThat(fit.report().objective())
                .isCloseTo(KMeans.of(4).fit(data).report().objective(), within(1e-9));
        assertThat(fit.model().assign(data)).isEqualTo(fit.assignment());
        assertThat(fit.report().notices()).isEmpty();
    }

    /** Two splits of a line of values: the second split moves the mean of the middle away from rows at the first border. */
    @Test
    void rowsThatTheModelWouldLabelOtherwiseAreTold() {
        FeatureMatrix data = normal(2000, 3);
        Fit<KMeansModel> fit = BisectingKMeans.of(12).fit(data);
        int[] nearest = fit.model().assign(data).toArray();
        long differ = IntStream.range(0, 2000)
                .filter(i -> nearest[i] != fit.assignment().label(i))
                .count();
        assertThat(differ).isPositive();
        assertThat(fit.report().notices())
                .extracting(Object::toString)
                .containsExactly(
                        "LABELS_DIFFER_FROM_MODEL: BisectingKMeans.fit: " + differ + " of 2000 rows are nearer to"
                                + " the mean of another segment than to that of their own; the model would assign them there");
        Fit<KMeansModel> agreed = KMeans.of(12)
                .withSeeding(Seeding.centers(fit.model().centers()))
                .fit(data);
        assertThat(agreed.report().objective()).isLessThan(fit.report().objective());
        assertThat(agreed.model().assign(data)).isEqualTo(agreed.assignment());
    }

    /** The largest segment may be one row repeated; then the next largest is split. */
    @Test
    void aSegmentOfEqualRowsIsNotSplit() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(XY, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 8, 30, 30);
        Fit<KMeansModel> fit =
                BisectingKMeans.of(4).withSplitRule(SplitRule.LARGEST_SIZE).fit(data);
        assertThat(fit.assignment().toArray()).containsExactly(0, 0, 0, 0, 1, 2, 3);
        assertThat(fit.report().objective()).isZero();
        assertThat(refused(
                        Reason.FEWER_DISTINCT_THAN_K,
                        () -> BisectingKMeans.of(5).fit(data)))
                .hasMessage(
                        "BisectingKMeans.fit: segmentCount = 5 but the matrix has 4 distinct rows of positive weight;"
                                + " lower segmentCount");
    }

    /** What k-means refuses of a part is told in the name of the caller. */
    @Test
    void aSegmentWhoseSquaresVanishIsRefusedInOurName() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("v"), 0, 1e-200, 1);
        assertThat(refused(Reason.RANGE, () -> BisectingKMeans.of(3).fit(data)))
                .hasMessage(
                        "BisectingKMeans.fit: a segment of 2 rows cannot be split; of it every feature varies by less"
                                + " than 1e-130, so that squares would vanish; scale the features first");
        assertThat(BisectingKMeans.of(2).fit(data).assignment().toArray()).containsExactly(0, 0, 1);
    }

    @Test
    void optionsAreChecked() {
        assertThat(refused(Reason.BAD_PARAM, () -> BisectingKMeans.of(0)))
                .hasMessage(
                        "BisectingKMeans.of: segmentCount = 0, expected at least 1; 1 puts every row into one segment");
        assertThat(refused(Reason.BAD_PARAM, () -> BisectingKMeans.of(2).withRestarts(0)))
                .hasMessage("BisectingKMeans.withRestarts: restarts = 0, expected at least 1; 1 means a single start");
        assertThat(refused(Reason.BAD_PARAM, () -> BisectingKMeans.of(2).withMaxIterations(0)))
                .hasMessage("BisectingKMeans.withMaxIterations: maxIterations = 0, expected at least 1; it bounds the"
                        + " passes over the rows");
        assertThat(BisectingKMeans.of(3).withSeed(5))
                .hasToString("BisectingKMeans[segmentCount=3, seed=5, restarts=10, maxIterations=1000,"
                        + " splitRule=LARGEST_SUM_OF_SQUARES]");
    }

    private static FeatureMatrix normal(int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        double[] values = new double[2 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return FeatureMatrix.copyOfRowMajor(XY, values);
    }
}
