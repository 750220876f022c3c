package dev.segmentation.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Assignment;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistogramTest {

    @Test
    void wholeNumbersHaveBinsOfWholeNumbers() {
        Histogram found = Histogram.of(new double[] {1, 2, 2, 3, 5}, Assignment.copyOf(2, new int[] {0, 0, 1, 1, 1}));

        assertThat(found.edges()).as("4 bins at most, so of two numbers each").containsExactly(0, 2, 4, 6);
        assertThat(found.counts(0)).containsExactly(1, 1, 0);
        assertThat(found.counts(1)).containsExactly(0, 2, 1);
        assertThat(found.isOpenBelow()).isFalse();
        assertThat(found.isOpenAbove()).isFalse();
    }

    @Test
    void twoAnswersAreTwoBins() {
        Histogram found =
                one(IntStream.range(0, 100).mapToDouble(i -> i % 4 == 0 ? 1 : 0).toArray());

        assertThat(found.edges()).containsExactly(0, 1, 2);
        assertThat(found.counts(0)).containsExactly(75, 25);
    }

    @Test
    void decimalEdgesAreRoundNumbers() {
        Histogram found =
                one(IntStream.range(0, 1000).mapToDouble(i -> i / 1000.0).toArray());

        assertThat(found.edges())
                .as("20 bins at most, and no 0.15000000000000002")
                .containsExactly(
                        0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85,
                        0.9, 0.95, 1);
        assertThat(found.counts(0)).containsOnly(50);
    }

    /** 0 to 99 once each, and one customer far off at either end. */
    @Test
    void whatIsFarOutsideDoesNotStretchTheBins() {
        double[] values = DoubleStream.concat(
                        IntStream.range(0, 100).asDoubleStream(), DoubleStream.of(-7001.5, 9002.25))
                .toArray();
        Histogram found = one(values);

        assertThat(found.edges()).startsWith(-7001.5).endsWith(9002.25);
        assertThat(found.edges().length).isLessThanOrEqualTo(11);
        assertThat(found.counts(0)[0]).isOne();
        assertThat(found.counts(0)[found.counts(0).length - 1]).isOne();
        assertThat(found.isOpenBelow()).isTrue();
        assertThat(found.isOpenAbove()).isTrue();
        double[] inner = Arrays.copyOfRange(found.edges(), 1, found.edges().length - 1);
        assertThat(inner[0]).isLessThanOrEqualTo(0);
        assertThat(inner[inner.length - 1]).isGreaterThan(99);
    }

    @Test
    void manyWhoAreAlikeLeaveTheRangeOfTheOthers() {
        double[] values = new double[1000];
        values[7] = 40;
        values[8] = 90;
        Histogram found = one(values);

        assertThat(found.edges()).startsWith(0, 5, 10).endsWith(95);
        assertThat(found.counts(0)).startsWith(998).endsWith(1);
    }

    @Test
    void whatIsTheSameOfAllIsOneBinAndNothingIsNone() {
        Histogram same = one(7.5, 7.5, Double.NaN);
        assertThat(same.edges()).containsExactly(7.5, 7.5);
        assertThat(same.counts(0)).containsExactly(2);

        Histogram none = one(Double.NaN, Double.NaN);
        assertThat(none.edges()).isEmpty();
        assertThat(none.counts(0)).isEmpty();
    }

    @Test
    void unitsHoweverLargeOrSmallHaveBins() {
        assertThat(one(-Double.MAX_VALUE, 0, Double.MAX_VALUE).counts(0)).hasSizeLessThanOrEqualTo(4);
        assertThat(sum(one(Double.MIN_VALUE, 0, 3 * Double.MIN_VALUE, -0.0))).isEqualTo(4);
        assertThat(sum(one(1e16, 1e16 + 2, 1e16 + 4)))
                .as("steps no double can tell apart")
                .isEqualTo(3);
        assertThat(one(0.0, -0.0).edges()).as("one number").containsExactly(0.0, 0.0);
    }

    /** Of any data: everybody is in the bin that a look at every edge finds; edges ascend, in equal steps but for open bins. */
    @Test
    void agreesWithASlowTwin() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            double[] values = values(random);
            int[] labels = random.ints(values.length, 0, 3).toArray();
            String what = "seed " + seed + ", run " + run;
            Histogram found = Histogram.of(values, Assignment.copyOf(3, labels));
            double[] edges = found.edges();
            int bins = edges.length - 1;
            assertThat(bins).as(what).isBetween(1, Math.min(24, Math.max(3, (int)
                    Math.ceil(2 * StrictMath.cbrt(known(values))))));
            long[][] counts = new long[3][bins];
            for (int i = 0; i < values.length; i++) {
                for (int b = bins - 1; b >= 0; b--) {
                    if (values[i] >= edges[b]) { // not NaN
                        assertThat(values[i]).as(what).isLessThanOrEqualTo(edges[b + 1]);
                        counts[labels[i]][b]++;
                        break;
                    }
                }
            }
            for (int s = 0; s < 3; s++) {
                assertThat(found.counts(s)).as(what).isEqualTo(counts[s]);
            }
            assertThat(Arrays.stream(counts).flatMapToLong(Arrays::stream).sum())
                    .as(what)
                    .isEqualTo(known(values));
            assertEqualSteps(found, values, what);
        }
    }

    private static void assertEqualSteps(Histogram found, double[] values, String what) {
        double[] edges = found.edges();
        double[] known =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (known[0] == known[known.length - 1]) {
            return;
        }
        if (found.isOpenBelow()) {
            assertThat(edges[0]).as(what).isEqualTo(known[0]);
        }
        if (found.isOpenAbove()) {
            assertThat(edges[edges.length - 1]).as(what).isEqualTo(known[known.length - 1]);
        }
        BigDecimal[] inner = Arrays.stream(
                        edges, found.isOpenBelow() ? 1 : 0, edges.length - (found.isOpenAbove() ? 1 : 0))
                .mapToObj(BigDecimal::valueOf)
                .toArray(BigDecimal[]::new);
        BigDecimal step = inner[1].subtract(inner[0]).stripTrailingZeros();
        assertThat(step.unscaledValue().intValueExact()).as(what).isIn(1, 2, 5);
        for (int e = 1; e < inner.length; e++) {
            assertThat(inner[e].subtract(inner[e - 1])).as(what).isEqualByComparingTo(step);
            assertThat(inner[e].remainder(step)).as(what).isEqualByComparingTo(BigDecimal.ZERO);
        }
    }

    private static double[] values(Random random) {
        double unit = StrictMath.pow(10, random.nextInt(12) - 5);
        DoubleSupplier draw = switch (random.nextInt(6)) {
            case 0 -> () -> unit * random.nextGaussian();
            case 1 -> () -> unit * Math.exp(2 * random.nextGaussian());
            case 2 -> () -> random.nextInt(12);
            case 3 -> () -> Math.floor(1000 * Math.exp(random.nextGaussian()));
            case 4 -> () -> random.nextInt(10) < 8 ? 0 : unit * random.nextDouble();
            default -> () -> unit * (1000 + random.nextDouble());
        };
        double[] values =
                DoubleStream.generate(draw).limit(2 + random.nextInt(3000)).toArray();
        for (int i = 1; i < values.length; i++) {
            values[i] = random.nextInt(20) == 0 ? Double.NaN : values[i];
        }
        return values;
    }

    private static long known(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
    }

    private static Histogram one(double... values) {
        return Histogram.of(values, Assignment.copyOf(1, new int[values.length]));
    }

    private static long sum(Histogram histogram) {
        return Arrays.stream(histogram.counts(0)).sum();
    }
}
