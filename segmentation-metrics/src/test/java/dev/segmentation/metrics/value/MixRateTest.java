package dev.segmentation.metrics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class MixRateTest {

    @RegisterExtension
    static final GoldenOperation MIX_RATE = GoldenOperation.of("migration.mixRate");

    private static final List<String> AB = List.of("A", "B");

    /**
     * The numbers are of retail data that may not be committed: with -Dgolden only. The case's mix against the total, which
     * is at the rates of before, (s₁ − s₀)(r₀ − R₀), has no accessor here: segment by segment from the total before, and its
     * sum, which is the mix at opening.
     */
    @TestFactory
    Stream<DynamicTest> golden() {
        return MIX_RATE.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        List<String> segments = golden.strings(golden.inputs().get("segments"));
        MixRate split = MixRate.of(
                segments,
                golden.doubles(golden.inputs().get("shareBefore")),
                golden.doubles(golden.inputs().get("rateBefore")),
                golden.doubles(golden.inputs().get("shareAfter")),
                golden.doubles(golden.inputs().get("rateAfter")));
        golden.assertClose("totalBefore", split.before());
        golden.assertClose("totalAfter", split.after());
        golden.assertClose("change", split.change());
        double[] mix = segments.stream().mapToDouble(split::mix).toArray();
        double[] rate = segments.stream().mapToDouble(split::rate).toArray();
        golden.assertClose(
                "mix", mix, golden.doubles(golden.expected().get("twoWay").get("mix")));
        golden.assertClose(
                "rate", rate, golden.doubles(golden.expected().get("twoWay").get("rate")));
        golden.assertClose(
                "mixTotal",
                split.mix(),
                golden.expected().get("twoWay").get("mixTotal").asDouble());
        golden.assertClose(
                "rateTotal",
                split.rate(),
                golden.expected().get("twoWay").get("rateTotal").asDouble());
        golden.assertClose(
                "mixTotal",
                split.mixAtOpening(),
                golden.expected().get("threeWay").get("mixTotal").asDouble());
        double[] centred = golden.doubles(golden.expected().get("mixCentredOnTotal"));
        double[] shareBefore = golden.doubles(golden.inputs().get("shareBefore"));
        double[] shareAfter = golden.doubles(golden.inputs().get("shareAfter"));
        double[] rateBefore = golden.doubles(golden.inputs().get("rateBefore"));
        for (int s = 0; s < centred.length; s++) {
            double against = (shareAfter[s] - shareBefore[s]) * (rateBefore[s] - split.before());
            golden.assertClose("mixCentredOnTotal", against, centred[s]);
        }
        golden.assertClose(
                "mixCentredOnTotal",
                split.mixAtOpening(),
                Arrays.stream(centred).sum());
        golden.assertClose(
                "rateTotal",
                split.rateAtOpening(),
                golden.expected().get("threeWay").get("rateTotal").asDouble());
        golden.assertClose(
                "interactionTotal",
                split.interaction(),
                golden.expected().get("threeWay").get("interactionTotal").asDouble());
    }

    /** 60 at 10 and 40 at 20 become 30 at 12 and 90 at 24. */
    @Test
    void byHand() {
        MixRate split = MixRate.of(
                AB, new double[] {60, 40}, new double[] {10, 20}, new double[] {30, 90}, new double[] {12, 24});
        assertThat(split.before()).isCloseTo(14, within(1e-14));
        assertThat(split.after()).isCloseTo(21, within(1e-14));
        assertThat(split.mix("A")).isCloseTo(-0.35 * 11, within(1e-14));
        assertThat(split.mix("B")).isCloseTo(0.35 * 22, within(1e-14));
        assertThat(split.mixAgainstTotal("A")).isCloseTo(-0.35 * (11 - 17.5), within(1e-14));
        assertThat(split.rate("B")).isCloseTo(4 * 0.575, within(1e-14));
        assertThat(split.mixAtOpening()).isCloseTo(3.5, within(1e-14));
        assertThat(split.rateAtOpening()).isCloseTo(2 * 0.6 + 4 * 0.4, within(1e-14));
        assertThat(split.interaction()).isCloseTo(-0.35 * 2 + 0.35 * 4, within(1e-14));
        assertThat(split.volume()).isCloseTo(20 * 17.5, within(1e-12));
        assertThat(split.meanSize()).isEqualTo(110);
        assertThat(split).hasToString("""
                        segment  share before   after  rate before  after    mix  against total   rate
                        A              60.0 %  25.0 %        10.00  12.00  -3.85          +2.28  +0.85
                        B              40.0 %  75.0 %        20.00  24.00  +7.70          +1.58  +2.30
                        all                                  14.00  21.00  +3.85          +3.85  +3.15""");
    }

    /** Everything adds up, and order does not matter. */
    @RepeatedTest(20)
    void addsUp() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int k = 1 + random.nextInt(6);
        List<String> names = List.of("A", "B", "C", "D", "E", "F").subList(0, k);
        double[][] sizes = {
            random.doubles(k, 1, 1e4).toArray(), random.doubles(k, 1, 1e4).toArray()
        };
        double[][] rates = {
            random.doubles(k, -1e3, 1e3).toArray(), random.doubles(k, -1e3, 1e3).toArray()
        };
        if (k > 1) {
            sizes[random.nextInt(2)][0] = 0; // new or gone
        }
        MixRate split = MixRate.of(names, sizes[0], rates[0], sizes[1], rates[1]);
        double[] totals = new double[2];
        for (int date = 0; date < 2; date++) {
            for (int s = 0; s < k; s++) {
                totals[date] += sizes[date][s] * rates[date][s];
            }
        }
        assertThat(split.mix() + split.rate()).as("seed %d", seed).isCloseTo(split.change(), within(1e-9));
        assertThat(split.mixAtOpening() + split.rateAtOpening() + split.interaction())
                .as("seed %d", seed)
                .isCloseTo(split.change(), within(1e-9));
        assertThat(names.stream().mapToDouble(split::mixAgainstTotal).sum())
                .as("seed %d", seed)
                .isCloseTo(split.mix(), within(1e-9));
        assertThat(split.volume() + split.meanSize() * (split.mix() + split.rate()))
                .as("seed %d", seed)
                .isCloseTo(totals[1] - totals[0], within(1e-6));
        if (k > 1) {
            assertThat(split.rate("A")).as("seed %d", seed).isZero();
        }
    }

    @Test
    void refusesWhatIsNoMean() {
        double[] one = {1, 1};
        assertThatThrownBy(() -> MixRate.of(AB, new double[] {1, -2}, one, one, one))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEGATIVE_COUNT))
                .hasMessage("MixRate.of: sizesBefore[1] = -2.0, expected at least 0");
        assertThatThrownBy(() -> MixRate.of(AB, one, one, new double[2], one))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EMPTY))
                .hasMessage("MixRate.of: sizesAfter are all 0, so that there is no mean per customer");
        assertThatThrownBy(() -> MixRate.of(AB, one, new double[] {1, Double.NaN}, one, one))
                .hasMessage("MixRate.of: ratesBefore[1] = NaN, expected a number where there are customers");
        assertThatThrownBy(() -> MixRate.of(AB, one, one, new double[3], one))
                .hasMessage("MixRate.of: sizesAfter has 3 entries, expected 2, one per segment");
        double most = Double.MAX_VALUE;
        assertThatThrownBy(() -> MixRate.of(AB, one, one, new double[] {most, most}, one))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RANGE))
                .hasMessage("MixRate.of: sizesAfter add up to more than a double holds; use a larger unit, or shares");
        for (double[][] large : new double[][][] {
            {{most, most}, one, {-most, -most}}, // a difference
            {{1, 1}, {1e200, 1e200}, {1e200, 1e200}}, // the volume
            {{most, -most}, one, {-most, most}}
        }) {
            assertThatThrownBy(() -> MixRate.of(AB, one, large[0], large[1], large[2]))
                    .isInstanceOfSatisfying(
                            InvalidInputException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.RANGE))
                    .hasMessage(
                            "MixRate.of: rates, or their products with sizes, are so large that the parts of the change"
                                    + " overflow; use a larger unit");
        }
        MixRate large =
                MixRate.of(AB, new double[] {1e308, 5e307}, one, new double[] {5e307, 1e308}, new double[] {2, 2});
        assertThat(large.change()).isCloseTo(1, within(1e-15));
        assertThat(large.meanSize()).isEqualTo(1.5e308);
        MixRate gone = MixRate.of(AB, one, one, new double[] {1, 0}, new double[] {3, Double.NaN});
        assertThat(gone.change()).isEqualTo(2);
        assertThatThrownBy(() -> gone.mix("C")).hasMessage("MixRate: no segment \"C\"; there are [A, B]");
    }
}
