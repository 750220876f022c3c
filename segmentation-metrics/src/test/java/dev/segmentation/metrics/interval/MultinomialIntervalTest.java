package dev.segmentation.metrics.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class MultinomialIntervalTest {

    @RegisterExtension
    static final GoldenOperation PROPORTION_INTERVAL = GoldenOperation.of("test.proportionInterval")
            .without(
                    "normal",
                    "x/n ± z·√(…) has no width where nobody moved and leaves [0, 1]: not offered, Wilson's is")
            .without("agresti_coull", "an approximation of Wilson's interval, which is offered itself")
            .without("beta", "Clopper and Pearson's holds more often than the level says: not offered");

    @TestFactory
    Stream<DynamicTest> agreesWithStatsmodels() {
        return PROPORTION_INTERVAL.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    /** Jeffreys' interval of a share is that of two shares with his prior, of who is in and who is not. */
    private static void check(GoldenCase golden) {
        long[] counts = Arrays.stream(golden.ints(golden.inputs().get("counts")))
                .asLongStream()
                .toArray();
        long all = Arrays.stream(counts).sum();
        double level = golden.parameters().get("confidence").asDouble();
        double[] shares = golden.doubles(golden.expected().get("share"));
        List<Estimate> wilson = MultinomialInterval.WILSON.of(counts, level);
        List<Estimate> goodman = MultinomialInterval.GOODMAN.of(counts, level);
        for (int i = 0; i < counts.length; i++) {
            golden.assertClose("share", wilson.get(i).value(), shares[i]);
            golden.assertClose("share", goodman.get(i).value(), shares[i]);
            assertEnds(golden, "wilson", i, wilson.get(i));
            assertEnds(golden, "goodmanSimultaneous", i, goodman.get(i));
            assertEnds(
                    golden,
                    "jeffreys",
                    i,
                    MultinomialInterval.DIRICHLET
                            .of(new long[] {counts[i], all - counts[i]}, level)
                            .get(0));
        }
    }

    private static void assertEnds(GoldenCase golden, String field, int share, Estimate found) {
        double[] ends = golden.doubles(golden.expected().get(field).get(share));
        golden.assertClose(field, new double[] {found.lower(), found.upper()}, ends);
    }

    /**
     * The examples of Sison and Glaz (1995). R's MultinomialCI 1.2, as the tests of statsmodels quote it, loses digits: its
     * upper ends are off by 2 and 9 · 10⁻⁵. The formulas in decimal numbers of 60 digits give what is expected here.
     */
    @Test
    void theExamplesOfSisonAndGlaz() {
        List<Estimate> first = MultinomialInterval.SISON_GLAZ.of(new long[] {56, 72, 73, 59, 62, 87, 58}, 0.95);
        assertThat(first.get(0).upper()).isCloseTo(0.164355734040221320976, within(1e-11));
        double[][] quoted = {
            {.07922912, .1643361},
            {.11349036, .1985973},
            {.11563169, .2007386},
            {.08565310, .1707601},
            {.09207709, .1771840},
            {.14561028, .2307172},
            {.08351178, .1686187}
        };
        for (int i = 0; i < quoted.length; i++) {
            assertThat(first.get(i).lower()).isCloseTo(quoted[i][0], within(1e-8));
            assertThat(first.get(i).upper()).isCloseTo(quoted[i][1], within(3e-5));
        }
        MultinomialInterval.SISON_GLAZ
                .of(LongStream.range(0, 50).map(i -> 5).toArray(), 0.95)
                .forEach(each -> {
                    assertThat(each.lower()).isZero();
                    assertThat(each.upper()).isCloseTo(0.0531273447698130858656, within(1e-12));
                });
    }

    /** All samples of twelve customers, one by one. */
    @Test
    void theChanceThatAllAreWithinIsNearTheExactOne() {
        long[] counts = {5, 4, 3};
        double[] logs = new double[13];
        for (int n = 2; n <= 12; n++) {
            logs[n] = logs[n - 1] + Math.log(n);
        }
        for (int c = 1; c <= 4; c++) {
            double exact = 0;
            for (int a = 0; a <= 12; a++) {
                for (int b = 0; a + b <= 12; b++) {
                    int rest = 12 - a - b;
                    if (Math.abs(a - 5) <= c && Math.abs(b - 4) <= c && Math.abs(rest - 3) <= c) {
                        exact += Math.exp(logs[12]
                                - logs[a]
                                - logs[b]
                                - logs[rest]
                                + a * Math.log(5 / 12.0)
                                + b * Math.log(4 / 12.0)
                                + rest * Math.log(3 / 12.0));
                    }
                }
            }
            assertThat(SisonGlaz.chance(counts, 12, c)).isCloseTo(exact, within(0.012));
        }
    }

    /** Widths shrink with the root of the number of customers, also where moments of counts would overflow their digits. */
    @Test
    void widthsShrinkAsTheyShould() {
        for (MultinomialInterval method : MultinomialInterval.values()) {
            double[] scaled = new double[6];
            for (int e = 4; e < 10; e++) {
                long n = (long) Math.pow(10, e);
                List<Estimate> found = method.of(new long[] {4 * n / 10, 3 * n / 10, 3 * n / 10, 0}, 0.95);
                scaled[e - 4] = (found.get(0).upper() - found.get(0).lower()) * Math.sqrt(n);
                assertThat(found.get(3).upper()).as("%s", method).isLessThan(3 / Math.sqrt(n));
            }
            for (double width : scaled) {
                assertThat(width / scaled[5]).as("%s", method).isCloseTo(1, within(0.03));
            }
        }
        Estimate rare = MultinomialInterval.DIRICHLET
                .of(new long[] {0, 1_000_000_000}, 0.95)
                .get(0);
        assertThat(rare.lower() * 1e9).isCloseTo(4.91e-4, within(2e-6)); // of a gamma distribution with shape one half
        assertThat(rare.upper() * 1e9).isCloseTo(2.512, within(1e-3));
    }

    /** Of all shares at once, or of each. */
    @Test
    void intervalsCover() {
        double[] shares = {0.4, 0.25, 0.2, 0.1, 0.05};
        int runs = 2000;
        for (MultinomialInterval method : MultinomialInterval.values()) {
            int all = 0;
            int each = 0;
            for (int run = 0; run < runs; run++) {
                long[] counts = BinomialDraw.multinomial(SeededRandom.stream(9, run), 200, shares);
                List<Estimate> found = method.of(counts, 0.95);
                boolean every = true;
                for (int i = 0; i < shares.length; i++) {
                    boolean hit = found.get(i).lower() <= shares[i]
                            && shares[i] <= found.get(i).upper();
                    each += hit ? 1 : 0;
                    every &= hit;
                }
                all += every ? 1 : 0;
            }
            boolean simultaneous = method == MultinomialInterval.GOODMAN || method == MultinomialInterval.SISON_GLAZ;
            double covered = simultaneous ? all / (double) runs : each / (5.0 * runs);
            double least =
                    method == MultinomialInterval.SISON_GLAZ ? 0.92 : 0.935; // it says so where shares are uneven
            assertThat(covered).as("%s", method).isBetween(least, 0.975);
        }
    }

    /** Jeffreys' interval of two shares, and means that sum to one. */
    @Test
    void beliefs() {
        List<Estimate> found = MultinomialInterval.DIRICHLET.of(new long[] {0, 3, 7}, 0.9);
        assertThat(found.stream().mapToDouble(Estimate::value).sum()).isEqualTo(1);
        assertThat(found.get(0).value()).isCloseTo(0.5 / 11.5, within(1e-15));
        assertThat(found.get(0).lower()).isPositive();
        Estimate one =
                MultinomialInterval.DIRICHLET.of(new long[] {68, 120}, 0.95).get(0);
        assertThat(one.lower()).isCloseTo(0.2954, within(2e-3)); // Jeffreys' of 68 of 188 is 0.2954 to 0.4322
        assertThat(one.upper()).isCloseTo(0.4322, within(2e-3));
    }

    @Test
    void edges() {
        for (MultinomialInterval method : MultinomialInterval.values()) {
            assertThat(method.of(new long[] {7}, 0.95).get(0).value()).isEqualTo(1);
            assertThat(method.of(new long[] {0, 0}, 0.95))
                    .isEqualTo(Collections.nCopies(2, Estimate.undefined(Reason.NO_OBSERVATIONS, 0)));
            List<Estimate> large = method.of(new long[] {3_000_000, 1_000_000, 0}, 0.95);
            assertThat(large.get(0).lower()).isBetween(0.748, 0.75);
            assertThat(large.get(2).lower()).isLessThan(1e-6);
            assertThat(large.get(0).customers()).isEqualTo(4_000_000);
        }
        assertThatThrownBy(() -> MultinomialInterval.WILSON.of(new long[] {1, -1}, 0.95))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEGATIVE_COUNT))
                .hasMessage("MultinomialInterval.of: counts[1] = -1, expected at least 0");
        assertThatThrownBy(() -> MultinomialInterval.WILSON.of(new long[0], 0.95))
                .hasMessage("MultinomialInterval.of: no counts, expected at least one");
        assertThatThrownBy(() -> MultinomialInterval.WILSON.of(new long[] {Long.MAX_VALUE, 1}, 0.95))
                .hasMessage("MultinomialInterval.of: the counts add up to more than 9223372036854775807");
    }

    /** Where the approximation of Sison and Glaz fails, its intervals are Goodman's, and hold for all shares at once. */
    @Test
    void fewCustomersInACell() {
        long[] one = {0, 0, 10};
        assertThat(MultinomialInterval.SISON_GLAZ.of(one, 0.95)).isEqualTo(MultinomialInterval.GOODMAN.of(one, 0.95));
        assertThat(MultinomialInterval.SISON_GLAZ.of(one, 0.95).get(0).upper()).isGreaterThan(0.2);
        double[] truth = {0.95, 0.03, 0.02};
        int runs = 2000;
        for (int customers : new int[] {20, 50}) {
            int all = 0;
            for (int run = 0; run < runs; run++) {
                long[] drawn = BinomialDraw.multinomial(SeededRandom.stream(41, run), customers, truth);
                List<Estimate> found = MultinomialInterval.SISON_GLAZ.of(drawn, 0.95);
                boolean every = true;
                for (int cell = 0; cell < 3; cell++) {
                    every &= found.get(cell).lower() <= truth[cell]
                            && truth[cell] <= found.get(cell).upper();
                }
                all += every ? 1 : 0;
            }
            double exact = customers == 20 ? 0.9201 : 0.9632; // Goodman's, all samples of their chance added up
            assertThat(all / (double) runs)
                    .as("of %s", customers)
                    .isCloseTo(exact, within(0.018)); // three standard errors
        }
    }
}
