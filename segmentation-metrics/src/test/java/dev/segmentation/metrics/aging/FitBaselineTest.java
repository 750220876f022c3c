package dev.segmentation.metrics.aging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Typing;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.effect.TwoGroups;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.interval.ProportionInterval;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FitBaselineTest {

    private static final Execution HERE = Execution.sequential();

    private static FeatureMatrix line(double... values) {
        return FeatureMatrix.copyOfRowMajor(List.of("x"), values);
    }

    /** Centers 0 and 10; distances 1, 1, 3, 4, 2, 1, 2 and 5 then. */
    @Test
    void byHand() {
        FitBaseline baseline = FitBaseline.of(line(0, 10), line(-1, 1, 3, -4, 8, 9, 12, 15), HERE)
                .withNoveltyQuantile(0.75)
                .withCrowdingQuantile(0.25)
                .withNames(List.of("low", "high"));
        assertThat(baseline.noveltyThreshold()).isEqualTo(4); // the seventh of eight
        assertThat(baseline.crowdingThreshold()).isCloseTo(1 - 5 / 15.0, within(1e-15)); // the second, after 1 − 3/7
        FitDrift found = baseline.measure(line(-5, 2, 4.5, 5.5, 10, 18), HERE);
        // distances now: 5, 2, 4.5, 4.5, 0, 8
        assertThat(found.customers()).isEqualTo(6);
        assertThat(found.distanceRatio().value()).isCloseTo(24 / 6.0 / (19 / 8.0), within(1e-15));
        assertThat(found.inertiaRatio().value()).isCloseTo(133.5 / 6 / (61 / 8.0), within(1e-15));
        // 5 2 4.5 4.5 0 8 against 1 1 3 4 2 1 2 5: 7.5 + 4 + 7 + 7 + 0 + 8 of 48 pairs, ties of 3, 3, 2 and 2
        double spread = 48 / 12.0 * (15 - (24 + 24 + 6 + 6) / (14 * 13.0));
        assertThat(found.decayPValue())
                .isCloseTo(Normal.twoSided((33.5 - 24 - 0.5) / Math.sqrt(spread)) / 2, within(1e-12));
        assertThat(found.novelty()).isEqualTo(ProportionInterval.wilson(4, 6, 0.95));
        // margins now: 1 − 5/15, 1 − 2/8, 1 − 4.5/5.5 twice, 1 and 1 − 8/18, of which three are less
        assertThat(found.crowding()).isEqualTo(ProportionInterval.wilson(3, 6, 0.95));
        assertThat(found.expectedNovelty()).isCloseTo(2 / 9.0, within(1e-15));
        assertThat(found.expectedCrowding()).isCloseTo(2 / 9.0, within(1e-15));
        // low: −1, 1, 3, −4 then; −5, 2, 4.5 now
        CenterDrift low = found.centers().get(0);
        assertThat(low.customers()).isEqualTo(3);
        TwoGroups groups = TwoGroups.of(new double[] {-5, 2, 4.5}, new double[] {-1, 1, 3, -4});
        double unit = Math.sqrt(26.75 / 3);
        assertThat(low.features().get(0).value()).isCloseTo(0.75 / unit, within(1e-14));
        assertThat(low.features().get(0).lower())
                .isCloseTo(groups.difference(0.95).lower() / unit, within(1e-12));
        assertThat(low.pValue()).isCloseTo(groups.welch().pValue(), within(1e-12)); // one feature: Welch's test
        assertThat(found.toString()).contains("strangers: 0.6667", "moved, low: ", "at a border: ");
    }

    /** Everything but the distances themselves is free of units: the same numbers, or a refusal. */
    @Test
    void unitsHoweverLargeOrSmallChangeNothing() {
        double[] then = {-1, 0, 1, 99, 100, 101};
        double[] later = {-1, 0.5, 3, 98, 100, 103};
        FitDrift plain = FitBaseline.of(line(0, 100), line(then), HERE).measure(line(later), HERE);
        for (int exponent : new int[] {-1000, -700, -560, -520, -330, 1, 250, 260, 300, 500, 503}) {
            double unit = Math.scalb(1.0, exponent);
            FitDrift found = FitBaseline.of(line(times(unit, 0, 100)), line(times(unit, then)), HERE)
                    .measure(line(times(unit, later)), HERE);
            assertThat(found).as("2^" + exponent).hasToString(plain.toString());
            for (int s = 0; s < 2; s++) {
                assertThat(found.centers().get(s)).isEqualTo(plain.centers().get(s));
            }
            assertThat(found.inertiaRatio()).isEqualTo(plain.inertiaRatio());
        }
        for (double unit : new double[] {1e78, 1e100, 1e150, 1e-80, 1e-100, 1e-170, 1e-300}) {
            FitDrift found = FitBaseline.of(line(times(unit, 0, 100)), line(times(unit, then)), HERE)
                    .measure(line(times(unit, later)), HERE);
            assertThat(found.centers().get(1).pValue())
                    .isCloseTo(plain.centers().get(1).pValue(), within(1e-9));
            assertThat(found.centers().get(1).features().get(0).lower())
                    .isCloseTo(plain.centers().get(1).features().get(0).lower(), within(1e-9));
        }
        FeatureMatrix large = line(times(1e160, then));
        assertThatThrownBy(() -> FitBaseline.of(line(0, 1e162), large, HERE))
                .hasMessage("FitBaseline.of: the distance of row 0 from a center overflows; scale the features");
    }

    /** Later customers in another unit by mistake: out of range, never an error of a solver. */
    @Test
    void movementsBeyondAnyRangeAreUndefined() {
        double[] then = {-1, 0, 1, 99, 100, 101};
        FitBaseline baseline = FitBaseline.of(line(times(1e-100, 0, 100)), line(times(1e-100, then)), HERE);
        CenterDrift moved =
                baseline.measure(line(times(1e150, then)), HERE).centers().get(0);
        assertThat(moved.distance().undefined()).contains(Reason.RANGE);
        assertThat(moved.features().get(0).undefined()).contains(Reason.RANGE);
        assertThat(moved.pValue()).isNaN();
    }

    private static double[] times(double unit, double... values) {
        return Arrays.stream(values).map(value -> unit * value).toArray();
    }

    @Test
    void marginsAreThoseOfTheModel() {
        FeatureMatrix data = normal(SeededRandom.stream(5, 0), 300, 3, 0);
        KMeansModel model = KMeans.of(4).fit(data).model();
        Typing typing = model.type(data);
        double[] margins =
                IntStream.range(0, 300).mapToDouble(typing::margin).sorted().toArray();
        FitBaseline baseline = FitBaseline.of(model.centers(), data, HERE);
        assertThat(baseline.crowdingThreshold()).isCloseTo(margins[29], within(1e-12)); // the thirtieth of 300
        assertThat(baseline.measure(data, HERE).crowding().value()).isEqualTo(29 / 300.0);
        assertThat(baseline.measure(data, HERE).novelty().value()).isEqualTo(14 / 300.0); // beyond the 286th
        assertThat(baseline.measure(data, HERE).distanceRatio().value()).isEqualTo(1);
    }

    /** All orders of few values are equally likely; counted as ways to place the later ones. */
    @Test
    void exceedancesAreCountedExactly() {
        for (int n = 1; n <= 6; n++) {
            for (int m = 1; m <= 7; m++) {
                for (int rank = 1; rank <= n; rank++) {
                    Exceedance found = new Exceedance(n, rank, m);
                    BigInteger all = choose(n + m, m);
                    BigInteger atLeast = BigInteger.ZERO;
                    double mean = 0;
                    for (int c = m; c >= 0; c--) {
                        // c later values among the n − rank earlier ones above, m − c among the rank − 1 below
                        BigInteger ways = choose(c + n - rank, c).multiply(choose(m - c + rank - 1, m - c));
                        atLeast = atLeast.add(ways);
                        mean += c * ways.doubleValue() / all.doubleValue() / m;
                        assertThat(found.atLeast(c))
                                .as("%d %d %d %d", n, rank, m, c)
                                .isCloseTo(atLeast.doubleValue() / all.doubleValue(), within(1e-13));
                    }
                    assertThat(found.expectedShare()).isCloseTo(mean, within(1e-13));
                }
            }
        }
        // many: nearly binomial with a chance that is itself spread
        Exceedance many = new Exceedance(1_000_000, 950_000, 2_000_000);
        double spread = Math.sqrt(2e6 * 0.05 * 0.95 * (1 + 2));
        assertThat(many.atLeast((long) (1e5 + 1.645 * spread))).isCloseTo(0.05, within(0.001));
        assertThat(many.atLeast((long) (1e5 - 1.645 * spread))).isCloseTo(0.95, within(0.001));
        assertThat(many.atLeast(2_000_000)).isZero();
        assertThat(many.atLeast(0)).isEqualTo(1);
    }

    private static BigInteger choose(int n, int k) {
        BigInteger ways = BigInteger.ONE;
        for (int i = 1; i <= k; i++) {
            ways = ways.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
        }
        return ways;
    }

    /**
     * The same population later: each signal is significant in about one of twenty runs, held out or cross-fitted. The segments
     * are those of one round cloud, where borders fit the customers they were learned from most.
     */
    @Test
    void nothingAgedIsRarelySignificant() {
        int runs = 200;
        int[] heldOut = new int[4];
        int[] crossFitted = new int[4];
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(21, run);
            FeatureMatrix training = normal(random, 150, 4, 0);
            FeatureMatrix later = normal(random, 150, 4, 0);
            KMeans kMeans = KMeans.of(3);
            Fit<KMeansModel> fit = kMeans.fit(training);
            count(
                    FitBaseline.of(fit.model().centers(), normal(random, 150, 4, 0), HERE)
                            .measure(later, HERE),
                    heldOut);
            count(FitBaseline.crossFitted(kMeans, fit.model(), training, HERE).measure(later, HERE), crossFitted);
        }
        for (int signal = 0; signal < 4; signal++) { // exact ones are below 5 %, by steps
            assertThat(heldOut[signal] / (double) runs)
                    .as("held out, %d", signal)
                    .isBetween(0.005, 0.09);
            assertThat(crossFitted[signal] / (double) runs)
                    .as("cross-fitted, %d", signal)
                    .isBetween(0.0, 0.09);
        }
    }

    private static void count(FitDrift drift, int[] significant) {
        significant[0] += drift.decayPValue() < 0.05 ? 1 : 0;
        significant[1] += drift.noveltyPValue() < 0.05 ? 1 : 0;
        significant[2] += drift.crowdingPValue() < 0.05 ? 1 : 0;
        significant[3] += drift.centers().get(0).pValue() < 0.05 ? 1 : 0;
    }

    /** Two segments far apart, one of which moves by known amounts, in units of the deviations at the baseline. */
    @Test
    void movementsAreFound() {
        FeatureMatrix centers = FeatureMatrix.copyOf(List.of("x", "y", "z"), new double[][] {{0, 0, 0}, {100, 0, 100}});
        for (double shift : new double[] {0, 0.3, 1}) {
            int runs = 1000;
            int covered = 0;
            double excess = 0;
            for (int run = 0; run < runs; run++) {
                SeededRandom random = SeededRandom.stream(8, run);
                FeatureMatrix before = blobs(random, 120, 0);
                CenterDrift second = FitBaseline.of(centers, before, HERE)
                        .measure(blobs(random, 200, shift), HERE)
                        .centers()
                        .get(1);
                double x = shift / deviationOfSecond(before.column("x"));
                double y = 2 * shift / deviationOfSecond(before.column("y"));
                double z = shift / deviationOfSecond(before.column("z"));
                double truth = Math.sqrt(x * x + y * y + z * z);
                covered += second.distance().lower() <= truth
                                && truth <= second.distance().upper()
                        ? 1
                        : 0;
                excess += (second.distance().value() * second.distance().value() - truth * truth) / runs;
                assertThat(second.pValue()).isLessThan(shift == 1 ? 0.001 : 1);
            }
            // a distance of 0 is at the end of its range, where an interval cannot miss it from above
            assertThat(covered / (double) runs).as("shift %s", shift).isBetween(0.93, shift == 0 ? 1.0 : 0.98);
            if (shift > 0) { // squares are unbiased where they are not cut off at 0
                assertThat(excess).as("shift %s", shift).isCloseTo(0, within(0.1 * shift));
            }
        }
    }

    private static double deviationOfSecond(double... values) {
        double[] second = IntStream.range(0, values.length)
                .filter(i -> i % 2 == 1)
                .mapToDouble(i -> values[i])
                .toArray();
        double mean = Arrays.stream(second).average().orElseThrow();
        return Math.sqrt(Arrays.stream(second).map(v -> (v - mean) * (v - mean)).sum() / (second.length - 1));
    }

    /**
     * Half at (0, 0, 0), half at (100, 0, 100), with deviations 1, 2 and √1.25, the first and the last correlated; the second half
     * moves by the shift, twice the shift, and the shift.
     */
    private static FeatureMatrix blobs(SeededRandom random, int n, double shift) {
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double moved = i % 2 * shift;
            double first = i % 2 * 100 + random.nextGaussian() + moved;
            rows[i] = new double[] {first, 2 * (random.nextGaussian() + moved), first + 0.5 * random.nextGaussian()};
        }
        return FeatureMatrix.copyOf(List.of("x", "y", "z"), rows);
    }

    /** Everybody a fifth farther from the center: ratios of 1.2 and 1.44. */
    @Test
    void intervalsOfRatiosContainTheTruth() {
        int runs = 1000;
        int distance = 0;
        int inertia = 0;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(17, run);
            double[] before = new double[100];
            double[] now = new double[150];
            Arrays.setAll(before, i -> random.nextGaussian());
            Arrays.setAll(now, i -> 1.2 * random.nextGaussian());
            FitDrift drift = FitBaseline.of(line(0), line(before), HERE).measure(line(now), HERE);
            distance += drift.distanceRatio().lower() <= 1.2
                            && 1.2 <= drift.distanceRatio().upper()
                    ? 1
                    : 0;
            inertia += drift.inertiaRatio().lower() <= 1.44
                            && 1.44 <= drift.inertiaRatio().upper()
                    ? 1
                    : 0;
        }
        assertThat(distance / (double) runs).isBetween(0.93, 0.97);
        assertThat(inertia / (double) runs).isBetween(0.93, 0.97);
    }

    @Test
    void agingIsSeen() {
        SeededRandom random = SeededRandom.stream(13, 0);
        FeatureMatrix training = normal(random, 400, 3, 0);
        KMeans kMeans = KMeans.of(4);
        KMeansModel model = kMeans.fit(training).model();
        FitDrift drift =
                FitBaseline.crossFitted(kMeans, model, training, HERE).measure(normal(random, 400, 3, 2), HERE);
        assertThat(drift.decayPValue()).isLessThan(1e-6);
        assertThat(drift.noveltyPValue()).isLessThan(1e-6);
        assertThat(drift.inertiaRatio().lower()).isGreaterThan(1);
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        FeatureMatrix training = normal(SeededRandom.stream(3, 0), 3000, 3, 0);
        FeatureMatrix later = normal(SeededRandom.stream(3, 1), 2500, 3, 0.2);
        KMeans kMeans = KMeans.of(4);
        KMeansModel model = kMeans.fit(training).model();
        assertThat(FitBaseline.crossFitted(kMeans, model, training, Execution.onThreads(2))
                        .measure(later, Execution.onThreads(2)))
                .hasToString(FitBaseline.crossFitted(kMeans, model, training, HERE)
                        .measure(later, HERE)
                        .toString());
    }

    /** Everybody 0.1 away, later 0.3 away: the ratio is known, how sure it is, is not; ranks tell that it is no chance. */
    @Test
    void distancesThatAreAllEqualHaveNoInterval() {
        double[] then = new double[30];
        double[] later = new double[20];
        Arrays.setAll(then, i -> i % 2 == 0 ? 0.1 : -0.1);
        Arrays.setAll(later, i -> i % 2 == 0 ? 0.3 : -0.3);
        FitBaseline baseline = FitBaseline.of(line(0), line(then), HERE);
        FitDrift drift = baseline.measure(line(later), HERE);
        assertThat(drift.distanceRatio()).isEqualTo(Estimate.undefined(Reason.NO_WITHIN_VARIATION, 20));
        assertThat(drift.inertiaRatio()).isEqualTo(Estimate.undefined(Reason.NO_WITHIN_VARIATION, 20));
        assertThat(drift.distanceRatioValue()).isCloseTo(3, within(1e-15));
        assertThat(drift.inertiaRatioValue()).isCloseTo(9, within(1e-14));
        assertThat(drift.decayPValue()).isLessThan(1e-9);
        assertThat(drift.toString())
                .startsWith("mean distance now / then: 3.000, interval undefined (NO_WITHIN_VARIATION), n = 20");
        RefreshSignal decay = RefreshSignal.ofFit(drift).get(0);
        assertThat(decay.value()).isCloseTo(9, within(1e-14));
        assertThat(decay.evidence()).isEqualTo("9.000, interval undefined (NO_WITHIN_VARIATION), n = 20");
        FitDrift atTheCenter = FitBaseline.of(line(0), line(-1, 2, 3), HERE).measure(line(0, 0, 0), HERE);
        assertThat(atTheCenter.distanceRatioValue()).isZero();
        assertThat(atTheCenter.distanceRatio()).isEqualTo(Estimate.undefined(Reason.NO_WITHIN_VARIATION, 3));
        FitDrift oneVaries = FitBaseline.of(line(0), line(-1, 2, 3), HERE).measure(line(2, 2, 2), HERE);
        assertThat(oneVaries.distanceRatio().upper()).isGreaterThan(1.1);
        assertThat(oneVaries.distanceRatioValue())
                .isEqualTo(oneVaries.distanceRatio().value());
    }

    @Test
    void whatCannotBeMeasuredSaysWhy() {
        FitBaseline one = FitBaseline.of(line(0), line(0, 0, 0), HERE);
        FitDrift drift = one.measure(line(1, 2), HERE);
        assertThat(drift.crowding().undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(drift.crowdingPValue()).isNaN();
        assertThat(drift.inertiaRatio().undefined()).contains(Reason.NO_WITHIN_VARIATION);
        assertThat(drift.inertiaRatioValue()).isNaN();
        assertThat(drift.decayPValue()).isNaN();
        assertThat(drift.centers().get(0).distance().undefined()).contains(Reason.NO_WITHIN_VARIATION);
        assertThat(drift.novelty().value()).isEqualTo(1);
        assertThat(one.crowdingThreshold()).isNaN();
        FitDrift nobody = one.measure(FeatureMatrix.builder(List.of("x")).build(), HERE);
        assertThat(nobody.novelty().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(nobody.distanceRatio().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(nobody.centers().get(0).distance().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(nobody.toString()).contains("strangers: undefined (NO_OBSERVATIONS)");
        FeatureMatrix flat = FeatureMatrix.copyOf(List.of("x", "y"), new double[][] {{1, 5}, {2, 5}, {4, 5}});
        CenterDrift half = FitBaseline.of(flat.rows(0), flat, HERE)
                .measure(flat, HERE)
                .centers()
                .get(0);
        assertThat(half.features().get(1).undefined()).contains(Reason.ZERO_VARIANCE);
        assertThat(half.distance().value()).isZero();
        assertThatThrownBy(() -> FitBaseline.of(line(0), line(1), HERE))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EMPTY))
                .hasMessage("FitBaseline.of: 1 centers and 1 customers, expected at least 1 and 2");
        assertThatThrownBy(() -> one.measure(line(Double.NaN), HERE))
                .hasMessageStartingWith("FitBaseline.measure: missing value at row 0, feature \"x\"");
        assertThatThrownBy(() -> one.measure(line(1e200), HERE))
                .hasMessage("FitBaseline.measure: the distance of row 0 from a center overflows; scale the features");
        assertThatThrownBy(() -> one.withNoveltyQuantile(1))
                .hasMessage("FitBaseline.withNoveltyQuantile: quantile = 1.0, expected more than 0 and less than 1");
        assertThatThrownBy(() -> one.withNames(List.of("a", "b")))
                .hasMessage("FitBaseline.withNames: names has 2 entries, expected 1, one per segment");
        assertThat(one.withNames(List.of("a")).toString().toLowerCase(Locale.ROOT))
                .isEqualTo("fitbaseline[3 customers, 1 segments, strangers beyond 0.000, border below nan]");
    }

    static FeatureMatrix normal(SeededRandom random, int n, int d, double shift) {
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
            Arrays.setAll(row, j -> random.nextGaussian() + (j == 0 ? shift : 0));
        }
        List<String> names = new ArrayList<>();
        for (int j = 0; j < d; j++) {
            names.add("x" + j);
        }
        return FeatureMatrix.copyOf(names, rows);
    }
}
