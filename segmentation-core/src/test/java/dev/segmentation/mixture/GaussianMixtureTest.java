package dev.segmentation.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i");

    /** The slow twin, at sizes around those of strips, lanes and tiles, for every structure, with weights and noise. */
    @Test
    void fiveIterationsAreThoseOfTheTextbook() {
        long seed = System.nanoTime();
        SeededRandom random = SeededRandom.stream(seed, 0);
        int[] sizes = {20, 127, 128, 129, 1023, 1024, 1025, 2100};
        int round = 0;
        for (CovarianceStructure structure : CovarianceStructure.values()) {
            for (int d : new int[] {1, 2, 3, 4, 5, 9}) {
                int n = Math.max(20 * d, sizes[round++ % sizes.length]);
                int k = 1 + random.nextInt(4);
                boolean noise = d <= 3 && random.nextInt(2) == 0;
                double[][] x = blobs(n, d, k, random);
                double[] w = IntStream.range(0, n)
                        .mapToDouble(i -> random.nextInt(4) * random.nextDouble())
                        .toArray();
                double[][] start = new double[n][k];
                for (int i = 0; i < n; i++) {
                    start[i][i < k ? i : random.nextInt(k)] = 1;
                    w[i] = i < k ? 1 : w[i]; // nobody's start is of weight 0
                }
                FeatureMatrix data =
                        FeatureMatrix.copyOf(NAMES.subList(0, d), x).weightedBy(w);
                GaussianMixture mixture = GaussianMixture.of(k)
                        .withCovariance(structure)
                        .withMemberships(memberships(start))
                        .withMaxIterations(5)
                        .withTolerance(0);
                GaussianMixtureModel model =
                        (noise ? mixture.withNoise() : mixture).fit(data).model();
                double density = noise ? 1 / StrictMath.exp(volume(data)) : 0;
                SlowMixture slow = new SlowMixture(x, w, k, structure, density);
                slow.run(start, 0.05, 5);
                String as = "seed " + seed + ", " + structure + ", n = " + n + ", d = " + d + ", k = " + k;
                assertClose(model, slow, as);
                Memberships found = model.memberships(data);
                for (int i = 0; i < n; i++) {
                    for (int c = 0; c < model.segmentCount(); c++) {
                        assertThat(found.degree(i, c)).as(as).isCloseTo(slow.memberships[i][c], within(1e-8));
                    }
                }
            }
        }
    }

    private static void assertClose(GaussianMixtureModel model, SlowMixture slow, String as) {
        assertThat(model.logLikelihood())
                .as(as)
                .isCloseTo(slow.logLikelihood, within(1e-9 * Math.abs(slow.logLikelihood) + 1e-9));
        for (int c = 0; c < slow.k; c++) {
            assertThat(model.share(c)).as(as).isCloseTo(slow.shares[c], within(1e-9));
            for (int a = 0; a < slow.x[0].length; a++) {
                assertThat(model.means().value(c, a)).as(as).isCloseTo(slow.means[c][a], within(1e-8));
                for (int b = 0; b < slow.x[0].length; b++) {
                    assertThat(model.covariance(c, a, b)).as(as).isCloseTo(slow.covariances[c][a][b], within(1e-8));
                }
            }
        }
    }

    private static double volume(FeatureMatrix data) {
        return NoiseBox.around(
                        MixtureData.of(
                                data,
                                Loop.within(
                                        dev.segmentation.Execution.sequential().start())),
                        Loop.within(dev.segmentation.Execution.sequential().start()))
                .logVolume();
    }

    /** GM010: with one component, mean and covariance of maximum likelihood in closed form. */
    @Test
    void oneComponentIsTheSample() {
        double[][] x = blobs(300, 3, 3, SeededRandom.stream(4, 4));
        Fit<GaussianMixtureModel> fit = GaussianMixture.of(1).fit(FeatureMatrix.copyOf(NAMES.subList(0, 3), x));
        for (int a = 0; a < 3; a++) {
            int at = a;
            double mean = Arrays.stream(x).mapToDouble(row -> row[at]).sum() / 300;
            assertThat(fit.model().means().value(0, a)).isCloseTo(mean, within(1e-12 * Math.abs(mean)));
            for (int b = 0; b < 3; b++) {
                int other = b;
                double otherMean =
                        Arrays.stream(x).mapToDouble(row -> row[other]).sum() / 300;
                double covariance = Arrays.stream(x)
                                .mapToDouble(row -> (row[at] - mean) * (row[other] - otherMean))
                                .sum()
                        / 300;
                assertThat(fit.model().covariance(0, a, b))
                        .isCloseTo(covariance, within(1e-12 * Math.abs(covariance) + 1e-13));
            }
        }
        assertThat(fit.converged()).isTrue();
        assertThat(fit.model().share(0)).isEqualTo(1);
        assertThat(fit.model().membershipEntropy()).isZero();
        assertThat(fit.model().labelLogProbability()).isZero();
    }

    /** GM001 and GM002: what has no inverse is refused by the name of the column. */
    @Test
    void aConstantColumnIsRefused() {
        assertRefused(
                GaussianMixture.of(2),
                FeatureMatrix.copyOfRowMajor(List.of("a", "b"), 3, 4, 3, 4, 3, 4),
                Reason.SINGULAR_COVARIANCE,
                "GaussianMixture.fit: feature \"a\" is constant, so that no covariance has an inverse; leave it out");
        double[][] x = blobs(90, 3, 3, SeededRandom.stream(1, 1));
        for (double[] row : x) {
            row[2] = 7;
        }
        FeatureMatrix data = FeatureMatrix.copyOf(NAMES.subList(0, 3), x);
        assertRefused(GaussianMixture.of(3), data, Reason.SINGULAR_COVARIANCE, "feature \"c\" is constant");
        assertThat(GaussianMixture.of(3)
                        .withCovariance(CovarianceStructure.SPHERICAL)
                        .fit(data)
                        .converged())
                .as("balls need no inverse of a column")
                .isTrue();
    }

    /** GM006: shapes are those at any scale and offset, the likelihood changes by the logarithm of the scale. */
    @Test
    void scaleAndOffsetChangeNothingElse() {
        double[][] x = blobs(300, 2, 3, SeededRandom.stream(6, 6));
        GaussianMixtureModel plain = GaussianMixture.of(3)
                .fit(FeatureMatrix.copyOf(NAMES.subList(0, 2), x))
                .model();
        double[] factors = {1e-3, 1e4};
        double[][] moved = new double[x.length][2];
        for (int i = 0; i < x.length; i++) {
            moved[i][0] = x[i][0] * factors[0] + 1e9;
            moved[i][1] = x[i][1] * factors[1] - 1e6;
        }
        FeatureMatrix data = FeatureMatrix.copyOf(NAMES.subList(0, 2), moved);
        Fit<GaussianMixtureModel> fit = GaussianMixture.of(3).fit(data);
        assertThat(fit.model().logLikelihood())
                .isCloseTo(plain.logLikelihood() - 300 * Math.log(factors[0] * factors[1]), within(0.01));
        for (int s = 0; s < 3; s++) {
            for (int a = 0; a < 2; a++) {
                double expected = plain.covariance(s, a, a) * factors[a] * factors[a];
                assertThat(fit.model().covariance(s, a, a)).isCloseTo(expected, within(1e-3 * expected));
            }
        }
        double[][] doubled = Arrays.stream(x)
                .map(row -> new double[] {row[0] * 0x1p-40, row[1] * 0x1p60})
                .toArray(double[][]::new);
        GaussianMixtureModel exact = GaussianMixture.of(3)
                .fit(FeatureMatrix.copyOf(NAMES.subList(0, 2), doubled))
                .model();
        assertThat(exact.covariance(1, 0, 1)).isCloseTo(plain.covariance(1, 0, 1) * 0x1p20, within(1e-6 * 0x1p20));
    }

    /** GM011. */
    @Test
    void theIterationLimitIsTold() {
        FeatureMatrix data = FeatureMatrix.copyOf(NAMES.subList(0, 4), blobs(300, 4, 1, SeededRandom.stream(7, 7)));
        Fit<GaussianMixtureModel> fit =
                GaussianMixture.of(5).withMaxIterations(1).fit(data);
        assertThat(fit.report().termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThat(fit.report().iterations()).isEqualTo(1);
        assertThat(fit.report().notices()).anyMatch(notice -> notice.reason() == Reason.NOT_CONVERGED);
    }

    /** GM012: seeds that find the same optimum number it alike. */
    @Test
    void theOrderOfComponentsDoesNotDependOnTheSeed() {
        FeatureMatrix data = FeatureMatrix.copyOf(NAMES.subList(0, 2), blobs(300, 2, 3, SeededRandom.stream(8, 8)));
        Fit<GaussianMixtureModel> first = GaussianMixture.of(3).withSeed(1).fit(data);
        for (int seed = 2; seed <= 5; seed++) {
            Fit<GaussianMixtureModel> other =
                    GaussianMixture.of(3).withSeed(seed).fit(data);
            assertThat(other.assignment()).isEqualTo(first.assignment());
            assertThat(other.model().means().toRowMajorArray())
                    .containsExactly(first.model().means().toRowMajorArray(), within(1e-3));
        }
    }

    /** GM013 and GM014. */
    @Test
    void missingAndHugeValuesAreRefused() {
        double[][] x = blobs(60, 2, 3, SeededRandom.stream(9, 9));
        x[0][0] = Double.NaN;
        FeatureMatrix missing = FeatureMatrix.copyOf(NAMES.subList(0, 2), x);
        assertRefused(
                GaussianMixture.of(3),
                missing,
                Reason.NON_FINITE,
                "missing value at row 0, feature \"a\" (1 missing in all)");
        x[0][0] = 1e160;
        FeatureMatrix huge = FeatureMatrix.copyOf(NAMES.subList(0, 2), x);
        assertRefused(GaussianMixture.of(3), huge, Reason.RANGE, "row 0, feature \"a\" is beyond 1e130");
        x[0][0] = 0;
        GaussianMixtureModel model = GaussianMixture.of(3)
                .fit(FeatureMatrix.copyOf(NAMES.subList(0, 2), x))
                .model();
        assertThatThrownBy(() -> model.assign(huge))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("GaussianMixtureModel.assign: the value at row 0");
        Memberships far = model.memberships(FeatureMatrix.copyOfRowMajor(NAMES.subList(0, 2), 1e120, -1e120));
        assertThat(far.degree(0, 0) + far.degree(0, 1) + far.degree(0, 2)).isCloseTo(1, within(1e-12));
    }

    /** A point repeated has a likelihood without bound: it is passed over if there is another optimum. */
    @Test
    void aSpikeIsNotPreferred() {
        double[][] x = blobs(200, 2, 2, SeededRandom.stream(10, 10));
        x[150] = x[151] = x[152] = x[153] = new double[] {40, 40};
        FeatureMatrix data = FeatureMatrix.copyOf(NAMES.subList(0, 2), x);
        int[] spike = IntStream.range(0, 200)
                .map(i -> i >= 150 && i <= 153 ? 2 : i % 2)
                .toArray();
        Fit<GaussianMixtureModel> collapsed = GaussianMixture.of(3)
                .withMemberships(memberships(Assignment.copyOf(3, spike)))
                .fit(data);
        assertThat(collapsed.model().isRegularized(2)).isTrue();
        assertThat(collapsed.report().notices())
                .anyMatch(notice -> notice.reason() == Reason.SINGULAR_COVARIANCE
                        && notice.message().contains("the covariance of segment 2 is kept on the floor"));
        Fit<GaussianMixtureModel> found = GaussianMixture.of(3).fit(data);
        assertThat(found.report().notices()).isEmpty();
        assertThat(IntStream.range(0, 3).noneMatch(found.model()::isRegularized))
                .isTrue();
        assertThat(found.model().logLikelihood())
                .as("the spike is more likely")
                .isLessThan(collapsed.model().logLikelihood());
    }

    @Test
    void whereEveryStartCollapsesTheFloorHoldsAndIsTold() {
        double[] values = new double[120];
        SeededRandom random = SeededRandom.stream(11, 11);
        for (int i = 0; i < 60; i++) {
            values[2 * i] = random.nextGaussian();
            values[2 * i + 1] = 3 * values[2 * i]; // on a line
        }
        Fit<GaussianMixtureModel> fit =
                GaussianMixture.of(1).fit(FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values));
        assertThat(fit.report().notices()).singleElement().satisfies(notice -> {
            assertThat(notice.reason()).isEqualTo(Reason.SINGULAR_COVARIANCE);
            assertThat(notice.message())
                    .contains("a component collapsed in every start; the covariance of segment 0 is kept on the floor");
        });
        GaussianMixtureModel model = fit.model();
        assertThat(model.isRegularized(0)).isTrue();
        double vx = model.covariance(0, 0, 0);
        double vy = model.covariance(0, 1, 1);
        double correlation = model.covariance(0, 0, 1) / Math.sqrt(vx * vy);
        assertThat(1 - correlation).as("the floor: eigenvalues 2 and 1e-6").isCloseTo(1e-6, within(1e-9));
        assertThat(vy / vx).isCloseTo(9, within(1e-5));
    }

    /** Rows that belong nowhere go to the last segment. */
    @Test
    void noiseHasALabelOfItsOwn() {
        SeededRandom random = SeededRandom.stream(12, 12);
        double[][] x = new double[440][2];
        for (int i = 0; i < 400; i++) {
            x[i][0] = random.nextGaussian() + (i % 2 == 0 ? 10 : -10);
            x[i][1] = random.nextGaussian();
        }
        for (int i = 400; i < 440; i++) {
            x[i][0] = 100 * random.nextDouble() - 50;
            x[i][1] = 20 + 30 * random.nextDouble();
        }
        FeatureMatrix data = FeatureMatrix.copyOf(NAMES.subList(0, 2), x);
        Fit<GaussianMixtureModel> fit = GaussianMixture.of(2).withNoise().fit(data);
        GaussianMixtureModel model = fit.model();
        assertThat(model.segmentCount()).isEqualTo(3);
        assertThat(model.noiseSegment()).hasValue(2);
        assertThat(fit.assignment().segmentCount()).isEqualTo(3);
        for (int i = 400; i < 440; i++) {
            assertThat(fit.assignment().label(i)).isEqualTo(2);
        }
        assertThat(fit.assignment().sizes()[2]).isBetween(40, 44);
        assertThat(model.share(2)).isCloseTo(40 / 440.0, within(0.01));
        assertThat(model.covariance(0, 0, 0)).isCloseTo(1, within(0.25));
        assertThat(model.freeParameters()).isEqualTo(1 + 4 + 6 + 2);
        assertThat(model.assign(data)).isEqualTo(fit.assignment());
        FeatureMatrix drawn = model.simulate(20_000, 1).matrix();
        int[] sizes = model.assign(drawn).sizes();
        assertThat(sizes[2] / 20_000.0).isCloseTo(model.share(2), within(0.01));
    }

    private static final FeatureMatrix THREE = FeatureMatrix.copyOfRowMajor(NAMES.subList(0, 2), 0, 0, 6, 6, 12, 0);

    /** Three groups, and a share of noise in a box around 0. */
    private static FeatureMatrix amongNoise(int rows, double share, double side, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        double[][] x = new double[rows][2];
        for (int i = 0; i < rows; i++) {
            boolean noise = random.nextDouble() < share;
            for (int j = 0; j < 2; j++) {
                x[i][j] = noise ? side * (random.nextDouble() - 0.5) : THREE.value(i % 3, j) + random.nextGaussian();
            }
        }
        return FeatureMatrix.copyOf(NAMES.subList(0, 2), x);
    }

    /** Outliers do not keep starts from what starts from the true means find. */
    @Test
    void amongNoiseDefaultStartsFindWhatIsThere() {
        double[][] cases = { // rows, share, side of the box
            {600, 0.03, 80}, {600, 0.1, 200}, {600, 0.1, 2000}, {600, 0.3, 100}, {600, 0, 100}, {6000, 0.1, 200}
        };
        for (double[] one : cases) {
            for (long seed = 0; seed < 3; seed++) {
                FeatureMatrix data = amongNoise((int) one[0], one[1], one[2], seed);
                GaussianMixture mixture = GaussianMixture.of(3).withNoise().withSeed(seed);
                Fit<GaussianMixtureModel> fit = mixture.fit(data);
                String as = Arrays.toString(one) + ", seed " + seed;
                assertThat(fit.model().logLikelihood())
                        .as(as)
                        .isGreaterThanOrEqualTo(
                                mixture.withMeans(THREE).fit(data).model().logLikelihood() - 1e-5 * one[0]);
                assertThat(fit.report().notices()).as(as).isEmpty();
                for (int c = 0; c < 3; c++) {
                    assertThat(fit.model().share(c)).as(as).isCloseTo((1 - one[1]) / 3, within(0.05));
                }
            }
        }
    }

    /** One row far away, which all plain starts give a component of its own. */
    @Test
    void oneOutlierIsNoise() {
        SeededRandom random = SeededRandom.stream(2, 0);
        double[] values = IntStream.range(0, 200)
                .mapToDouble(i -> i == 0 ? 1000 : i % 2 * 10 + random.nextGaussian())
                .toArray();
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(NAMES.subList(0, 1), values);
        for (int restarts : new int[] {1, 2, 20}) {
            Fit<GaussianMixtureModel> fit =
                    GaussianMixture.of(2).withNoise().withRestarts(restarts).fit(data);
            assertThat(fit.assignment().sizes()).containsExactly(100, 99, 1);
            assertThat(fit.assignment().label(0)).isEqualTo(2);
            assertThat(fit.report().notices()).isEmpty();
        }
    }

    @Test
    void startsAmongNoiseHaveTheSameBitsOnThreads() {
        FeatureMatrix data = amongNoise(2500, 0.2, 100, 7);
        GaussianMixture mixture = GaussianMixture.of(3).withNoise().withRestarts(6);
        GaussianMixtureRecord alone = mixture.fit(data).model().toRecord();
        assertThat(mixture.fit(data, Execution.onThreads(3)).model().toRecord()).isEqualTo(alone);
    }

    /** The slow twin: all distances of all rows, sorted. */
    @Test
    void lonelyRowsAreThoseWithTheFarthestNeighbors() {
        FeatureMatrix data = amongNoise(300, 0.2, 50, 8);
        Integer[] order = IntStream.range(0, 300).boxed().toArray(Integer[]::new);
        double[] distances = IntStream.range(0, 300)
                .mapToDouble(i -> IntStream.range(0, 300)
                        .filter(h -> h != i)
                        .mapToDouble(h ->
                                Math.hypot(data.value(i, 0) - data.value(h, 0), data.value(i, 1) - data.value(h, 1)))
                        .sorted()
                        .toArray()[(int) Math.sqrt(300) / 2 - 1])
                .toArray();
        Arrays.sort(order, (i, h) -> Double.compare(distances[i], distances[h]));
        try (Workers workers = Execution.onThreads(2).start()) {
            LonelyRows lonely = LonelyRows.of(MixtureData.of(data, Loop.across(workers)), data, 1, workers);
            for (double share : new double[] {0, 0.25, 0.5}) {
                assertThat(lonely.without(share))
                        .containsExactly(Arrays.stream(order, 0, (int) (300 * (1 - share)))
                                .mapToInt(Integer::intValue)
                                .sorted()
                                .toArray());
            }
            FeatureMatrix many = amongNoise(20_000, 0.2, 50, 9);
            assertThat(LonelyRows.of(MixtureData.of(many, Loop.across(workers)), many, 1, workers)
                            .without(0))
                    .as("a sample")
                    .hasSizeBetween(1900, 2200)
                    .isSorted();
        }
    }

    @Test
    void rowsThatAreDrawnHaveTheMomentsOfTheModel() {
        FeatureMatrix data = FeatureMatrix.copyOf(NAMES.subList(0, 3), blobs(300, 3, 2, SeededRandom.stream(13, 13)));
        GaussianMixtureModel model = GaussianMixture.of(2).fit(data).model();
        FeatureMatrix drawn = model.simulate(40_000, 5).matrix();
        assertThat(model.simulate(7, 5).matrix().toRowMajorArray())
                .as("a row does not depend on how many are drawn")
                .isEqualTo(drawn.rows(IntStream.range(0, 7).toArray()).toRowMajorArray());
        GaussianMixtureModel whole = GaussianMixture.of(1).fit(drawn).model();
        for (int a = 0; a < 3; a++) {
            double mean = 0;
            for (int s = 0; s < 2; s++) {
                mean += model.share(s) * model.means().value(s, a);
            }
            double deviation = Math.sqrt(whole.covariance(0, a, a));
            assertThat(whole.means().value(0, a)).isCloseTo(mean, within(5 * deviation / 200));
            for (int b = 0; b < 3; b++) {
                double covariance = 0;
                for (int s = 0; s < 2; s++) {
                    covariance += model.share(s)
                            * (model.covariance(s, a, b)
                                    + (model.means().value(s, a) - whole.means().value(0, a))
                                            * (model.means().value(s, b)
                                                    - whole.means().value(0, b)));
                }
                double scale = deviation * Math.sqrt(whole.covariance(0, b, b));
                assertThat(whole.covariance(0, a, b)).isCloseTo(covariance, within(0.04 * scale));
            }
        }
        assertThatThrownBy(() -> model.simulate(-1, 0))
                .hasMessage("GaussianMixtureModel.simulate: rows = -1, expected at least 0");
    }

    @Test
    void startsOfOtherShapesAreRefused() {
        FeatureMatrix means = FeatureMatrix.copyOfRowMajor(List.of("a"), 1, 2, 1);
        assertThatThrownBy(() -> GaussianMixture.of(2).withMeans(means))
                .hasMessage("GaussianMixture.withMeans: means has 3 entries, expected 2, one per segment");
        assertThatThrownBy(() -> GaussianMixture.of(3).withMeans(means))
                .hasMessage("GaussianMixture.withMeans: means 0 and 2 are equal; give k different ones");
        Memberships two = Memberships.copyOfRowMajor(2, 1, 0, 0, 1);
        FeatureMatrix three = FeatureMatrix.copyOfRowMajor(List.of("a"), 1, 2, 3);
        assertRefused(
                GaussianMixture.of(2).withMemberships(two),
                three,
                Reason.SCHEMA_MISMATCH,
                "GaussianMixture.fit: memberships has 2 entries, expected 3, one per row");
        assertThatThrownBy(() -> GaussianMixture.of(0))
                .hasMessageContaining("GaussianMixture.of: segmentCount = 0, expected at least 1");
        assertThatThrownBy(() -> GaussianMixture.of(2).withLeastVariance(Double.NaN))
                .hasMessageContaining("leastVariance = NaN");
        assertThatThrownBy(() -> GaussianMixture.of(2).withTolerance(-1)).hasMessageContaining("tolerance = -1.0");
        assertThat(GaussianMixture.of(2).withNoise().withSeed(3)).asString().contains("noise=true", "seed=3", "FULL");
    }

    /** Above 32 768 rows starts are compared on a sample; the answer is that of all rows. */
    @Test
    void manyRowsFindTheSameComponents() {
        FeatureMatrix data =
                FeatureMatrix.copyOf(NAMES.subList(0, 2), blobs(40_000, 2, 3, SeededRandom.stream(14, 14)));
        Fit<GaussianMixtureModel> fit = GaussianMixture.of(3).withRestarts(3).fit(data);
        int[] truth = IntStream.range(0, 40_000).map(i -> i % 3).toArray();
        GaussianMixtureModel model = GaussianMixture.of(3)
                .withMemberships(memberships(Assignment.copyOf(3, truth)))
                .fit(data)
                .model();
        assertThat(fit.model().logLikelihood()).isGreaterThanOrEqualTo(model.logLikelihood() - 1e-3);
        assertThat(fit.report().restartObjectives()).hasSize(3);
        assertThat(fit.report().objective()).isEqualTo(-fit.model().logLikelihood());
    }

    @Test
    void exponentialAndLogarithmAreRightToTwoUnits() {
        SeededRandom random = SeededRandom.stream(15, 15);
        Exponential exponential = new Exponential(1000);
        double[] x = new double[1000];
        for (int round = 0; round < 100; round++) {
            Arrays.setAll(x, i -> i == 0 ? 0 : -StrictMath.exp(20 * random.nextDouble() - 13.6));
            double[] found = x.clone();
            exponential.replace(found, found.length);
            for (int i = 0; i < x.length; i++) {
                double expected = x[i] < Exponential.LEAST ? 0 : StrictMath.exp(x[i]);
                assertThat(Math.abs(found[i] - expected)).isLessThanOrEqualTo(2 * Math.ulp(expected));
                double value = 1 + 50 * random.nextDouble() * random.nextDouble();
                double log = StrictMath.log(value);
                assertThat(Math.abs(Exponential.log(value) - log)).isLessThanOrEqualTo(2 * Math.ulp(log));
            }
        }
        double[] ends = {Double.NEGATIVE_INFINITY, -651, -1e300, -0.0};
        exponential.replace(ends, 4);
        assertThat(ends).containsExactly(0, 0, 0, 1);
        assertThat(Exponential.log(1)).isZero();
    }

    @Test
    void eigenvaluesRestoreTheMatrix() {
        SeededRandom random = SeededRandom.stream(16, 16);
        for (int d = 1; d <= 7; d++) {
            double[][] matrix = new double[d][d];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    matrix[i][j] = random.nextGaussian();
                    matrix[j][i] = matrix[i][j];
                }
            }
            double[][] copy = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
            SymmetricEigen eigen = SymmetricEigen.of(copy);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    double product = 0;
                    double identity = 0;
                    for (int e = 0; e < d; e++) {
                        product += eigen.value(e) * eigen.vector(i, e) * eigen.vector(j, e);
                        identity += eigen.vector(i, e) * eigen.vector(j, e);
                    }
                    assertThat(product).isCloseTo(matrix[i][j], within(1e-13));
                    assertThat(identity).isCloseTo(i == j ? 1 : 0, within(1e-13));
                }
            }
        }
    }

    private static Memberships memberships(Assignment labels) {
        double[][] degrees = new double[labels.size()][labels.segmentCount()];
        for (int i = 0; i < degrees.length; i++) {
            degrees[i][labels.label(i)] = 1;
        }
        return memberships(degrees);
    }

    private static Memberships memberships(double[][] degrees) {
        return Memberships.copyOfRowMajor(
                degrees[0].length,
                Arrays.stream(degrees).flatMapToDouble(Arrays::stream).toArray());
    }

    private static double[][] blobs(int n, int d, int k, SeededRandom random) {
        double[][] centers = new double[k][d];
        for (double[] center : centers) {
            Arrays.setAll(center, j -> 4 * random.nextGaussian());
        }
        double[][] x = new double[n][d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                x[i][j] = centers[i % k][j] + random.nextGaussian() + (j > 0 ? 0.3 * x[i][j - 1] : 0);
            }
        }
        return x;
    }

    private static void assertRefused(GaussianMixture mixture, FeatureMatrix data, Reason reason, String message) {
        assertThatThrownBy(() -> mixture.fit(data))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}
