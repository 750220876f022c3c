package dev.segmentation.metrics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.drift.FeatureDrift.Distance;
import dev.segmentation.metrics.drift.PopulationStability.Measure;
import dev.segmentation.metrics.effect.DistributionDistance;
import dev.segmentation.metrics.internal.BinomialDraw;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class FeatureDriftTest {

    @Test
    void stabilityByHand() {
        PopulationStability drift = PopulationStability.ofCounts(new long[] {50, 50}, new long[] {30, 70});
        assertThat(drift.index()).isCloseTo(-0.2 * Math.log(0.6) + 0.2 * Math.log(1.4), within(1e-15));
        assertThat(drift.part(0)).isCloseTo(-0.2 * Math.log(0.6), within(1e-15));
        assertThat(drift.critical(0.95)).isCloseTo(3.841458820694124 * 0.02, within(1e-12));
        assertThat(drift.significant()).isTrue();
        assertThat(drift.pValue()).isBetween(0.0036, 0.0038); // of χ² = 8.47 with one degree
        assertThat(drift.pearsonPValue())
                .isCloseTo(
                        new ChiSquareTest().chiSquareTestDataSetsComparison(new long[] {50, 50}, new long[] {30, 70}),
                        within(1e-12)); // of χ² = 8.33
        assertThat(drift.totalVariation()).isCloseTo(0.2, within(1e-15));
        assertThat(drift.emptyCount()).isZero();
        assertThat(PopulationStability.between(Assignment.copyOf(2, 0, 0, 1, 1), Assignment.copyOf(2, 1, 1, 0, 0))
                        .index())
                .isZero();
        assertThat(drift.toString()).startsWith("PSI 0.1695 (chance: below 0.0768), p = 0.0036, N = 100, M = 100");
    }

    @Test
    void pointsShiftAsTheirMeanDoes() {
        PopulationStability drift = PopulationStability.ofCounts(new long[] {50, 30, 20}, new long[] {60, 0, 140});
        // (0.3 − 0.5) · 10 + (0 − 0.3) · 25 + (0.7 − 0.2) · 40; means 20.5 before and 31 after
        assertThat(drift.pointsShift(10, 25, 40)).isCloseTo(31 - 20.5, within(1e-14));
        assertThat(drift.pointsShift(40, 25, 10)).isNegative();
        assertThat(drift.pointsShift(7, 7, 7)).isCloseTo(0, within(1e-14));
        assertThat(PopulationStability.ofCounts(new long[] {0, 0}, new long[] {1, 1})
                        .pointsShift(1, 2))
                .isNaN();
        assertThatThrownBy(() -> drift.pointsShift(1, 2))
                .isInstanceOf(InvalidInputException.class)
                .extracting("reason")
                .isEqualTo(Reason.SCHEMA_MISMATCH);
        assertThatThrownBy(() -> drift.pointsShift(1, Double.NaN, 2))
                .hasMessage(
                        "PopulationStability.pointsShift: the points of category 1 are NaN, expected a finite number")
                .extracting("reason")
                .isEqualTo(Reason.NON_FINITE);
    }

    @Test
    void emptyCategoriesCountAsHalfACustomer() {
        PopulationStability drift = PopulationStability.ofCounts(new long[] {9, 0, 1, 0}, new long[] {8, 2, 0, 0});
        double expected = -0.1 * Math.log(8 / 9.0) + 0.15 * Math.log(4) + 0.05 * Math.log(2);
        assertThat(drift.index()).isCloseTo(expected, within(1e-15));
        assertThat(drift.emptyCount()).isEqualTo(2);
        assertThat(drift.part(3)).isZero();
        assertThat(drift.pearsonPValue()) // 0.5² / 8.5 + 1² / 1 + 0.5² / 0.5, twice, with two degrees
                .isCloseTo(Math.exp(-(0.25 / 8.5 + 1 + 0.5)), within(1e-12));
        assertThat(drift.kullbackLeibler()).isNaN();
        assertThat(drift.critical(0.95)).isCloseTo(5.991464547107979 * 0.2, within(1e-12)); // three categories
        assertThat(drift.toString()).endsWith(", 2 empty at one time");
    }

    /** What chance exceeds once in twenty, by Yurdakul's approximation. */
    @Test
    void chanceRarelyExceedsItsBound() {
        double[] shares = {0.3, 0.25, 0.2, 0.15, 0.1};
        int runs = 4000;
        int exceeded = 0;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(4, run);
            PopulationStability drift = PopulationStability.ofCounts(
                    BinomialDraw.multinomial(random, 500, shares), BinomialDraw.multinomial(random, 900, shares));
            exceeded += drift.significant() ? 1 : 0;
        }
        assertThat(exceeded / (double) runs).isBetween(0.04, 0.06);
    }

    /** Ten customers in each of ten bins. */
    @Test
    void pearsonHoldsForFewCustomers() {
        int runs = 4000;
        int exceeded = 0;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(6, run);
            double[] base = new double[100];
            double[] now = new double[100];
            Arrays.setAll(base, i -> random.nextDouble());
            Arrays.setAll(now, i -> random.nextDouble());
            exceeded += FeatureBins.of(base).drift(now).stability().pearsonPValue() < 0.01 ? 1 : 0;
        }
        assertThat(exceeded / (double) runs).isBetween(0.004, 0.013);
    }

    @Test
    void nobodyIsNoDrift() {
        PopulationStability drift = PopulationStability.ofCounts(new long[] {5, 5}, new long[] {0, 0});
        assertThat(drift.undefined()).contains(Reason.NO_OBSERVATIONS);
        for (double number : new double[] {
            drift.index(),
            drift.part(0),
            drift.pValue(),
            drift.pearsonPValue(),
            drift.critical(0.9),
            drift.jensenShannon(),
            drift.hellinger(),
            drift.totalVariation(),
            drift.kullbackLeibler(),
            drift.cohenW()
        }) {
            assertThat(number).isNaN();
        }
        assertThat(drift.significant()).isFalse();
        assertThat(drift).hasToString("PSI undefined (NO_OBSERVATIONS)");
        PopulationStability one = PopulationStability.ofCounts(new long[] {5}, new long[] {7});
        assertThat(one.index()).isZero();
        assertThat(one.critical(0.95)).isNaN();
        assertThatThrownBy(() -> PopulationStability.ofCounts(new long[] {1, -2}, new long[] {1, 1}))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEGATIVE_COUNT))
                .hasMessage("PopulationStability.ofCounts: the count of category 1 = -2, expected at least 0");
        assertThatThrownBy(() -> PopulationStability.ofCounts(new long[] {1}, new long[] {1, 1}))
                .hasMessage("PopulationStability.ofCounts: now has 2 entries, expected 1, one per category of the"
                        + " baseline");
    }

    @Test
    void sharesThatSayNothingSayWhy() {
        PopulationStability nobody = PopulationStability.ofCounts(new long[] {5, 5}, new long[] {0, 0});
        for (Measure measure : Measure.values()) {
            assertThat(nobody.undefined(measure)).as("%s", measure).contains(Reason.NO_OBSERVATIONS);
        }
        PopulationStability one = PopulationStability.ofCounts(new long[] {5, 0}, new long[] {7, 0});
        assertThat(one.critical(0.95)).isNaN();
        assertThat(one.pValue()).isNaN();
        assertThat(one.undefined(Measure.CHANCE)).contains(Reason.SINGLE_SEGMENT);
        PopulationStability grown = PopulationStability.ofCounts(new long[] {5, 0, 1}, new long[] {7, 1, 0});
        assertThat(grown.kullbackLeibler()).isNaN();
        assertThat(grown.cohenW()).isNaN();
        assertThat(grown.undefined(Measure.KULLBACK_LEIBLER)).contains(Reason.DIVERGES);
        assertThat(grown.undefined(Measure.COHEN_W)).contains(Reason.DIVERGES);
        PopulationStability emptied = PopulationStability.ofCounts(new long[] {5, 1}, new long[] {7, 0});
        for (Measure measure : Measure.values()) {
            assertThat(emptied.undefined(measure)).as("%s", measure).isEmpty();
            boolean bounded = measure != Measure.KULLBACK_LEIBLER && measure != Measure.COHEN_W;
            assertThat(grown.undefined(measure).isEmpty()).as("%s", measure).isEqualTo(bounded);
            assertThat(one.undefined(measure).isEmpty()).as("%s", measure).isEqualTo(measure != Measure.CHANCE);
        }
        assertThat(emptied.kullbackLeibler()).isCloseTo(Math.log(1.2), within(1e-15));
        assertThat(emptied.cohenW()).isCloseTo(Math.sqrt(1 / 30.0 + 1 / 6.0), within(1e-15));
    }

    @Test
    void distancesThatSayNothingSayWhy() {
        FeatureBins bins = FeatureBins.of(new double[] {7, 7, 7});
        FeatureDrift nothing = bins.drift(new double[] {Double.NaN});
        FeatureDrift constant = bins.drift(new double[] {7});
        FeatureDrift few = FeatureBins.of(new double[] {1, 2}).drift(new double[] {3});
        for (Distance distance : Distance.values()) {
            assertThat(nothing.undefined(distance)).as("%s", distance).contains(Reason.NO_OBSERVATIONS);
            boolean tails = distance == Distance.ANDERSON_DARLING;
            assertThat(constant.undefined(distance).isEmpty())
                    .as("%s", distance)
                    .isEqualTo(!tails);
            assertThat(few.undefined(distance).isEmpty()).as("%s", distance).isEqualTo(!tails);
        }
        assertThat(constant.andersonDarling()).isNaN();
        assertThat(constant.undefined(Distance.ANDERSON_DARLING)).contains(Reason.ZERO_VARIANCE);
        assertThat(few.andersonDarling()).isNaN();
        assertThat(few.undefined(Distance.ANDERSON_DARLING)).contains(Reason.NO_OBSERVATIONS);
        assertThat(constant.wasserstein()).isZero();
        assertThat(constant.energy()).isZero();
    }

    @Test
    void differencesThatOverflowAreUndefined() {
        double[] base = {-1.7e308, -1.7e308, 1.7e308};
        double[] now = {-1.7e308, 1.7e308};
        FeatureDrift drift = FeatureBins.of(base).drift(now);
        assertThat(drift.wasserstein()).isNaN();
        assertThat(drift.energy()).isNaN();
        assertThat(drift.undefined(Distance.WASSERSTEIN)).contains(Reason.RANGE);
        assertThat(drift.undefined(Distance.ENERGY)).contains(Reason.RANGE);
        assertThat(drift.kolmogorovSmirnov()).isCloseTo(1 / 6.0, within(1e-15));
        assertThat(drift.undefined(Distance.KOLMOGOROV_SMIRNOV)).isEmpty();
        assertThat(drift.andersonDarling()).isFinite();
        assertThat(drift.undefined(Distance.ANDERSON_DARLING)).isEmpty();
        assertThat(drift.undefined()).isEmpty();
        FeatureDrift nearly = FeatureBins.of(new double[] {0}).drift(new double[] {1.7e308});
        assertThat(nearly.wasserstein()).isEqualTo(1.7e308);
        assertThat(nearly.energy())
                .isCloseTo(Math.sqrt(2) * Math.sqrt(1.7e308), within(1e140)); // 2 · 1.7e308 overflows
    }

    /** A feature at two dates moved as far as two groups of one date lie apart. */
    @Test
    void twoDatesAndTwoGroupsHaveTheSameDistance() {
        Random random = new Random(5);
        for (int run = 0; run < 50; run++) {
            double[] base = random.doubles(1 + random.nextInt(20), -1e3, 1e3).toArray();
            double[] now = random.doubles(1 + random.nextInt(20), -1e3, 1e3).toArray();
            double[] both = Arrays.copyOf(base, base.length + now.length);
            System.arraycopy(now, 0, both, base.length, now.length);
            int[] labels = new int[both.length];
            Arrays.fill(labels, base.length, labels.length, 1);
            DistributionDistance groups = DistributionDistance.of(both, Assignment.copyOf(2, labels));
            double moved = FeatureBins.of(base).drift(now).wasserstein();
            assertThat(moved).isEqualTo(groups.distance(0)).isEqualTo(groups.distance(1));
        }
    }

    @Test
    void binsAreFrozenAndTakeEveryValue() {
        FeatureBins bins = FeatureBins.of(new double[] {1, 2, 3, 4, Double.NaN}, 4);
        assertThat(bins.edges()).containsExactly(1.75, 2.5, 3.25);
        FeatureDrift drift = bins.drift(new double[] {-100, 1.75, 100, 200, Double.NaN, Double.NaN});
        // shares of 5: one each; of 6: two, none, none, two, two missing
        assertThat(drift.stability().totalVariation()).isCloseTo((3 * (2 / 6.0 - 0.2) + 0.4) / 2, within(1e-15));
        assertThat(drift.wasserstein()).isCloseTo((101 + 0.25 + 97 + 196) / 4, within(1e-12));
        assertThat(FeatureBins.of(new double[] {7, 7, 7}).edges()).containsExactly(7);
        assertThat(bins.drift(new double[] {Double.NaN}).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(bins.drift(new double[] {Double.NaN}).kolmogorovSmirnov()).isNaN();
        assertThatThrownBy(() -> FeatureBins.of(new double[] {Double.NaN}))
                .hasMessage("FeatureBins.of: no value that is not missing, expected at least one");
        assertThatThrownBy(() -> bins.drift(new double[] {0, Double.NEGATIVE_INFINITY}))
                .hasMessage("FeatureBins.drift: infinite value at row 1 of now; NaN is missing");
        assertThatThrownBy(() -> FeatureBins.of(new double[] {1}, 1))
                .hasMessage("FeatureBins.of: count = 1, expected at least 2; one bin cannot drift");
    }

    /** Distances by their definitions: over all values, and over all pairs. */
    @Test
    void agreesWithSlowTwins() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            double[] base =
                    random.ints(2 + random.nextInt(30), 0, 12).asDoubleStream().toArray();
            double[] now =
                    random.ints(2 + random.nextInt(30), 0, 15).asDoubleStream().toArray();
            FeatureDrift drift = FeatureBins.of(base).drift(now);
            double largest = 0;
            double area = 0;
            for (int at = 0; at < 16; at++) {
                int v = at;
                double f = Arrays.stream(base).filter(x -> x <= v).count() / (double) base.length;
                double g = Arrays.stream(now).filter(x -> x <= v).count() / (double) now.length;
                largest = Math.max(largest, Math.abs(f - g));
                area += Math.abs(f - g);
            }
            assertThat(drift.kolmogorovSmirnov()).as("seed %d", seed).isCloseTo(largest, within(1e-15));
            assertThat(drift.wasserstein()).as("seed %d", seed).isCloseTo(area, within(1e-13));
            double pairs = 2 * mean(base, now) - mean(base, base) - mean(now, now);
            assertThat(drift.energy()).as("seed %d", seed).isCloseTo(Math.sqrt(Math.max(0, pairs)), within(1e-7));
        }
    }

    /** Scholz and Stephens (1987), formula 7 value by value; its variance by drawing the ranks again. */
    @Test
    void andersonAndDarlingByTheirDefinition() {
        long seed = 20250131; // fixed: a statistic near its mean would be divided by nothing
        Random random = new Random(seed);
        double[] base = random.ints(12, 0, 9).asDoubleStream().toArray();
        double[] now = random.ints(20, 0, 9).asDoubleStream().toArray();
        double[] all = new double[32];
        System.arraycopy(base, 0, all, 0, 12);
        System.arraycopy(now, 0, all, 12, 20);
        double found = FeatureBins.of(base).drift(now).andersonDarling();
        double sum = 0;
        for (double at : Arrays.stream(all).distinct().toArray()) {
            double tied = count(all, at);
            double ranked = below(all, at) + tied / 2;
            double first = 32 * (below(base, at) + count(base, at) / 2) - 12 * ranked;
            double second = 32 * (below(now, at) + count(now, at) / 2) - 20 * ranked;
            sum += tied / 32 * (first * first / 12 + second * second / 20) / (ranked * (32 - ranked) - 8 * tied);
        }
        double statistic = sum * 31 / 32;
        double spread = (statistic - 1) / found; // what the statistic was divided by
        double squares = 0;
        Random draws = new Random(2);
        int runs = 20_000;
        for (int run = 0; run < runs; run++) {
            double[] first = draws.doubles(12).toArray();
            double[] second = draws.doubles(20).toArray();
            squares += Math.pow(TwoSampleDistances.andersonDarling(sorted(first), sorted(second)), 2) / runs;
        }
        assertThat(spread).as("seed %d", seed).isBetween(0.6, 0.8); // 0.76 in large samples
        assertThat(squares).isCloseTo(1, within(0.08));
    }

    private static double[] sorted(double[] values) {
        return Arrays.stream(values).sorted().toArray();
    }

    private static double count(double[] values, double at) {
        return Arrays.stream(values).filter(x -> x == at).count();
    }

    private static double below(double[] values, double at) {
        return Arrays.stream(values).filter(x -> x < at).count();
    }

    private static double mean(double[] a, double[] b) {
        double sum = 0;
        for (double x : a) {
            for (double y : b) {
                sum += Math.abs(x - y);
            }
        }
        return sum / a.length / b.length;
    }

    /** All orders of few values are equally likely: of 7 and 7 two are separate, of 2 and 2 four of six differ by one half at most. */
    @Test
    void chancesOfSmallSamplesAreExact() {
        assertThat(TwoSampleDistances.kolmogorovSmirnovP(1, 7, 7)).isCloseTo(2 / 3432.0, within(1e-15));
        assertThat(TwoSampleDistances.kolmogorovSmirnovP(1, 2, 2)).isCloseTo(2 / 6.0, within(1e-15));
        assertThat(TwoSampleDistances.kolmogorovSmirnovP(0.5, 2, 2)).isCloseTo(1, within(1e-15));
        KolmogorovSmirnovTest reference = new KolmogorovSmirnovTest();
        assertThat(TwoSampleDistances.kolmogorovSmirnovP(0.4, 10, 15))
                .isCloseTo(reference.exactP(0.4, 10, 15, false), within(1e-12));
    }

    /** One sample of nm / (n + m) values, exactly, for distances of which some are near and some far. */
    @Test
    void theChanceOfADistanceIsNearTheExactOne() {
        KolmogorovSmirnovTest exact = new KolmogorovSmirnovTest();
        for (double d : new double[] {0.06, 0.1, 0.13, 0.2, 0.3, 0.45}) {
            double expected = 1 - exact.cdf(d, 100);
            double found = TwoSampleDistances.approximate(d, 200, 200);
            assertThat(found).as("d = %s", d).isCloseTo(expected, within(d < 0.2 ? 1e-3 : 1e-9));
        }
    }
}
