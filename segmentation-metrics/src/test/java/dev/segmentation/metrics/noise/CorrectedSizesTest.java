package dev.segmentation.metrics.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Termination;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import dev.segmentation.metrics.interval.ProportionInterval;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sizes and values without typing errors. */
class CorrectedSizesTest {

    private static final List<String> ABC = List.of("A", "B", "C");
    private static final double[][] UNEVEN = {{0.9, 0.07, 0.03}, {0.1, 0.8, 0.1}, {0.02, 0.18, 0.8}};
    private static final double[] SHARES = {0.6, 0.3, 0.1};
    private static final double[] MEANS = {50, 100, 400};

    private static Segmentation typed(double[] values, int... labels) {
        long[] ids = new long[labels.length];
        Arrays.setAll(ids, i -> i);
        Snapshot snapshot = Snapshot.builder(LocalDate.of(2025, 1, 31), CustomerIds.of(ids))
                .numeric("spend", Role.VALUE, values)
                .nominal("city", Role.DESCRIPTOR, Collections.nCopies(labels.length, "Bonn"))
                .build();
        return Segmentation.of(snapshot, Assignment.copyOf(3, labels)).withNames(ABC);
    }

    private static int draw(SeededRandom random, double... shares) {
        double rest = random.nextDouble();
        int drawn = 0;
        while (drawn < shares.length - 1 && rest >= shares[drawn]) {
            rest -= shares[drawn++];
        }
        return drawn;
    }

    private static int contains(Estimate estimate, double truth) {
        return estimate.lower() <= truth && truth <= estimate.upper() ? 1 : 0;
    }

    /** q = M′π of a known π; V likewise. */
    @Test
    void whatIsTrueComesBack() {
        long[] counts = new long[3];
        double[] sums = new double[3];
        for (int s = 0; s < 3; s++) {
            for (int t = 0; t < 3; t++) {
                counts[t] += Math.round(1e15 * SHARES[s] * UNEVEN[s][t]);
                sums[t] += SHARES[s] * UNEVEN[s][t] * MEANS[s];
            }
        }
        TypingError error = TypingError.ofShares(ABC, UNEVEN);
        CorrectedSizes sizes = CorrectedSizes.of(error, counts);
        for (int s = 0; s < 3; s++) {
            assertThat(sizes.share(ABC.get(s)).value()).isCloseTo(SHARES[s], within(1e-14));
            assertThat(sizes.shareUnbiased(ABC.get(s))).isCloseTo(SHARES[s], within(1e-14));
            assertThat(sizes.size(ABC.get(s)).value()).isCloseTo(1e15 * SHARES[s], within(10.0));
            assertThat(sizes.typed(ABC.get(s))).isEqualTo(counts[s]);
        }
        assertThat(sizes.termination()).isEqualTo(Termination.CONVERGED);
        CorrectedValue value = CorrectedValue.of(typed(sums, 0, 1, 2), sums, error);
        for (int s = 0; s < 3; s++) {
            assertThat(value.total(ABC.get(s)).value()).isCloseTo(SHARES[s] * MEANS[s], within(1e-12));
            assertThat(value.typed(ABC.get(s))).isEqualTo(sums[s]);
        }
    }

    /** Two segments, where the inverse of M′ is known: the variances by hand. */
    @Test
    void variancesByHand() {
        List<String> ab = List.of("A", "B");
        TypingError error = TypingError.ofShares(ab, new double[][] {{0.9, 0.1}, {0.2, 0.8}});
        CorrectedSizes sizes = CorrectedSizes.of(error, 55, 45);
        // M′ = (.9 .2; .1 .8), determinant .7, first row of the inverse (8/7, -2/7): π = (.8·.55 - .2·.45)/.7 = .5
        assertThat(sizes.share("A").value()).isCloseTo(0.5, within(1e-15));
        double share = Math.sqrt((0.55 * 64 / 49 + 0.45 * 4 / 49 - 0.25) / 100);
        assertEnd(sizes.share("A").upper(), share);
        assertEnd(sizes.share("A").lower(), share);
        // 50 true A are typed A with .9, 50 true B with .2, each typing worth 8/7 + 2/7 = 10/7
        double size = 10 / 7.0 * Math.sqrt(50 * 0.9 * 0.1 + 50 * 0.2 * 0.8);
        assertThat(sizes.size("A").lower()).isCloseTo(50 - 1.959963984540054 * size, within(1e-7));
        // of the error, if 200 of each were validated: slopes -(8/7, -2/7)·.5 per share
        TypingError counted = TypingError.ofCounts(ab, new long[][] {{180, 20}, {40, 160}});
        // at shares with half a customer more in each of two places
        double a = 180.5 / 201;
        double b = 40.5 / 201;
        double ofError = 10 / 7.0 * 0.5 * Math.sqrt((a * (1 - a) + b * (1 - b)) / 200);
        assertEnd(CorrectedSizes.of(counted, 55, 45).share("A").upper(), Math.hypot(share, ofError));
        assertThat(sizes).hasToString("""
                        segment  typed  corrected  lower  upper   share
                        A           55       50.0   40.1   59.9  50.0 %
                        B           45       50.0   40.1   59.9  50.0 %""");
    }

    /** Of 100 customers, half of them in A: the end is z errors away, the part of the sample at the end itself. */
    private static void assertEnd(double end, double errorAtHalf) {
        double typing = errorAtHalf * errorAtHalf - 0.25 / 100;
        double z = 1.959963984540054;
        assertThat((end - 0.5) * (end - 0.5)).isCloseTo(z * z * (end * (1 - end) / 100 + typing), within(1e-12));
    }

    @Test
    void withoutErrorsItIsWilsonsInterval() {
        TypingError right = TypingError.ofShares(List.of("A", "B"), new double[][] {{1, 0}, {0, 1}});
        for (long a : new long[] {0, 1, 30, 99, 100}) {
            Estimate wilson = ProportionInterval.wilson(a, 100, 0.95);
            Estimate found = CorrectedSizes.of(right, a, 100 - a).share("A");
            assertThat(found.value()).isEqualTo(wilson.value());
            assertThat(found.lower()).isCloseTo(wilson.lower(), within(1e-14));
            assertThat(found.upper()).isCloseTo(wilson.upper(), within(1e-14));
        }
    }

    /** A rare segment and few customers: of 2000 samples of 200, two in a hundred of whom belong to B. */
    @Test
    void rareSegmentsAreCovered() {
        double[][] error = {{0.99, 0.01}, {0.05, 0.95}};
        TypingError typing = TypingError.ofShares(List.of("A", "B"), error);
        int covered = 0;
        for (int run = 0; run < 2000; run++) {
            SeededRandom random = SeededRandom.stream(31, run);
            long inB = BinomialDraw.binomial(random, 200, 0.02);
            long typedB = BinomialDraw.binomial(random, inB, 0.95) + BinomialDraw.binomial(random, 200 - inB, 0.01);
            covered += contains(CorrectedSizes.of(typing, 200 - typedB, typedB).share("B"), 0.02);
        }
        assertThat(covered / 2000.0).isBetween(0.93, 0.985);
    }

    /** That no error was seen in ten validated customers does not say that there is none. */
    @Test
    void fewValidatedCustomersLeaveMuchOpen() {
        TypingError error = TypingError.ofCounts(List.of("A", "B"), new long[][] {{5, 0}, {0, 5}});
        Estimate size = CorrectedSizes.of(error, 60, 40).size("A");
        assertThat(size.value()).isCloseTo(60, within(1e-12));
        assertThat(size.upper() - size.lower()).isGreaterThan(30);
    }

    /** Customers typed one by one, worth what their true segment is worth: what is corrected is right, what is seen is not. */
    @Test
    void intervalsContainTheTruth() {
        for (boolean counted : new boolean[] {false, true}) {
            int runs = 1000;
            int n = 2000;
            int[] hits = new int[7];
            double share = 0;
            double surplus = 0;
            for (int run = 0; run < runs; run++) {
                SeededRandom random = SeededRandom.stream(counted ? 12 : 11, run);
                double[] values = new double[n];
                int[] labels = new int[n];
                double[] size = new double[3];
                double[] total = new double[3];
                for (int i = 0; i < n; i++) {
                    int truth = draw(random, SHARES);
                    values[i] = -MEANS[truth] * StrictMath.log(random.nextDouble());
                    labels[i] = draw(random, UNEVEN[truth]);
                    size[truth]++;
                    total[truth] += values[i];
                }
                TypingError error = counted ? counted(random) : TypingError.ofShares(ABC, UNEVEN);
                CorrectedValue value = CorrectedValue.of(typed(values, labels), "spend", error);
                CorrectedSizes sizes = value.sizes();
                share += sizes.shareUnbiased("C") / runs;
                surplus += (value.totalUnbiased("C") - total[2]) / runs;
                hits[0] += contains(sizes.share("C"), SHARES[2]);
                hits[1] += contains(sizes.size("C"), size[2]);
                hits[2] += contains(value.total("A"), total[0]);
                hits[3] += contains(value.total("C"), total[2]);
                hits[4] += contains(value.mean("A"), MEANS[0]);
                hits[5] += contains(value.mean("C"), MEANS[2]);
                // what is seen, as if nobody were mistyped
                hits[6] += contains(CorrectedSizes.of(exact(), counts(labels)).share("C"), SHARES[2]);
            }
            for (int what = 0; what < 6; what++) {
                assertThat(hits[what] / (double) runs)
                        .as("counted %s, number %d", counted, what)
                        .isBetween(0.93, 0.975);
            }
            assertThat(hits[6] / (double) runs).isLessThan(0.05);
            assertThat(share).as("counted %s", counted).isCloseTo(SHARES[2], within(0.0015)); // a few standard errors
            assertThat(surplus / (n * SHARES[2] * MEANS[2]))
                    .as("counted %s", counted)
                    .isCloseTo(0, within(0.01));
        }
    }

    private static long[] counts(int... labels) {
        return Arrays.stream(Assignment.copyOf(3, labels).sizes())
                .asLongStream()
                .toArray();
    }

    private static TypingError exact() {
        return TypingError.ofShares(ABC, new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    }

    private static TypingError counted(SeededRandom random) {
        long[][] counts = new long[3][];
        for (int s = 0; s < 3; s++) {
            counts[s] = BinomialDraw.multinomial(random, 500, UNEVEN[s]);
        }
        return TypingError.ofCounts(ABC, counts);
    }

    /** Nothing is negative, all adds up, and no other shares are more likely. */
    @Test
    void sharesAreTheMostLikelyOnesThatArePossible() {
        TypingError error = TypingError.ofShares(ABC, UNEVEN);
        long[] counts = {90, 10, 1}; // a hundredth in C, where 3 of A and 10 of B are expected
        CorrectedSizes sizes = CorrectedSizes.of(error, counts);
        double[] found = ABC.stream().mapToDouble(s -> sizes.share(s).value()).toArray();
        assertThat(sizes.shareUnbiased("C")).isNegative();
        assertThat(found[2]).isZero();
        assertThat(Arrays.stream(found).sum()).isCloseTo(1, within(1e-12));
        double best = logLikelihood(counts, found);
        for (int step = 0; step <= 1000; step++) {
            double b = step / 1000.0;
            assertThat(logLikelihood(counts, 1 - b, b, 0)).isLessThanOrEqualTo(best + 1e-12);
            assertThat(logLikelihood(counts, (1 - b) * 0.99, b * 0.99, 0.01)).isLessThan(best);
        }
        assertThat(sizes.overstated()).isFalse();
        CorrectedSizes impossible = CorrectedSizes.of(error, 90_000, 10_000, 1_000);
        assertThat(impossible.overstated()).isTrue();
        assertThat(impossible.toString()).endsWith("\nthe counts do not allow errors as large as given");
        double[] values = {10, 10, 1};
        CorrectedValue value = CorrectedValue.of(typed(values, 0, 0, 1), "spend", error);
        double sum = ABC.stream().mapToDouble(s -> value.total(s).value()).sum();
        assertThat(sum).isCloseTo(21, within(1e-9));
        ABC.forEach(s -> assertThat(value.total(s).lower()).isNotNegative());
        assertThat(ABC.stream().mapToDouble(value::totalUnbiased).sum()).isCloseTo(21, within(1e-12));
    }

    private static double logLikelihood(long[] counts, double... shares) {
        double sum = 0;
        for (int t = 0; t < 3; t++) {
            double seen = 0;
            for (int s = 0; s < 3; s++) {
                seen += shares[s] * UNEVEN[s][t];
            }
            sum += counts[t] * Math.log(seen);
        }
        return sum;
    }

    @Test
    void withoutErrorNothingIsLeftOpen() {
        double[] values = {10, 20, -5, 40};
        CorrectedValue value = CorrectedValue.of(typed(values, 0, 0, 1, 2), "spend", exact());
        assertThat(value.sizes().size("A")).isEqualTo(Estimate.of(2, 2, 2, 0.95, 4));
        assertThat(value.total("A")).isEqualTo(Estimate.of(30, 30, 30, 0.95, 4));
        assertThat(value.total("B").value()).isEqualTo(-5); // nothing is impossible where values are negative
        assertThat(value.mean("A").value()).isEqualTo(15);
        assertThat(value.mean("A").upper()).isCloseTo(15 + 1.959963984540054 * 5, within(1e-9));
        assertThat(value.withLevel(0.5).mean("A").upper())
                .isLessThan(value.mean("A").upper());
        assertThat(value.withLevel(0.5).sizes().share("A").level()).isEqualTo(0.5);
        assertThat(value.termination()).isEqualTo(Termination.CONVERGED);
        assertThat(value).hasToString("""
                        segment  typed  corrected  lower  upper   mean  lower  upper
                        A        30.00      30.00  30.00  30.00  15.00   5.20  24.80
                        B        -5.00      -5.00  -5.00  -5.00
                        C        40.00      40.00  40.00  40.00""");
    }

    @Test
    void whatIsUndefinedSaysWhy() {
        CorrectedSizes nobody = CorrectedSizes.of(exact(), 0, 0, 0);
        assertThat(nobody.share("A").undefined()).contains(Reason.EMPTY);
        assertThat(nobody.size("A").undefined()).contains(Reason.EMPTY);
        assertThat(nobody.shareUnbiased("A")).isNaN();
        assertThat(nobody.overstated()).isFalse();
        CorrectedValue none = CorrectedValue.of(typed(new double[0]), "spend", exact());
        assertThat(none.total("A").undefined()).contains(Reason.EMPTY);
        assertThat(none.mean("A").undefined()).contains(Reason.EMPTY);
        assertThat(none.totalUnbiased("A")).isNaN();
        CorrectedValue partly = CorrectedValue.of(typed(new double[] {3, 4}, 0, 1), "spend", exact());
        assertThat(partly.mean("C").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(partly.mean("A").undefined()).contains(Reason.NO_OBSERVATIONS); // one customer
        CorrectedValue same = CorrectedValue.of(typed(new double[] {3, 3}, 0, 0), "spend", exact());
        assertThat(same.mean("A").undefined()).contains(Reason.NO_WITHIN_VARIATION);
        CorrectedValue huge =
                CorrectedValue.of(typed(new double[] {1e200, 3e200}, 0, 0), "spend", TypingError.ofShares(ABC, UNEVEN));
        assertThat(huge.total("A").undefined()).contains(Reason.RANGE);
    }

    @Test
    void refusesWhatCannotBeCorrected() {
        TypingError alike = TypingError.ofShares(ABC, new double[][] {{0.5, 0.5, 0}, {0.5, 0.5, 0}, {0, 0, 1}});
        assertThatThrownBy(() -> CorrectedSizes.of(alike, 1, 2, 3))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNIDENTIFIED))
                .hasMessage(
                        "CorrectedSizes.of: the typing cannot tell segments apart, so that nothing can be corrected;"
                                + " merge segments whose rows in the typing error are alike");
        assertThatThrownBy(() -> CorrectedSizes.of(exact(), 1, 2))
                .hasMessage("CorrectedSizes.of: counts has 2 entries, expected 3, one per segment");
        assertThatThrownBy(() -> CorrectedSizes.of(exact(), 1, -2, 3))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEGATIVE_COUNT))
                .hasMessage("CorrectedSizes.of: counts[1] = -2, expected at least 0");
        Segmentation typed = typed(new double[] {1, 2, 3}, 0, 1, 2);
        TypingError two = TypingError.ofShares(List.of("A", "B"), new double[][] {{1, 0}, {0, 1}});
        assertThatThrownBy(() -> CorrectedSizes.of(typed, two))
                .hasMessage("CorrectedSizes.of: the typing error does not have the segment \"C\"; give it a row and a"
                        + " column");
        assertThatThrownBy(() -> CorrectedValue.of(typed, "city", exact()))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA_MISMATCH))
                .hasMessage(
                        "CorrectedValue.of: column \"city\" of 2025-01-31 is not numeric; name a column of numbers");
        assertThatThrownBy(() -> CorrectedValue.of(typed, new double[] {1, Double.NaN, 3}, exact()))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.row()).hasValue(1))
                .hasMessage("CorrectedValue.of: missing or infinite value at row 1; give every customer a value, 0 for"
                        + " none");
        assertThatThrownBy(() -> CorrectedValue.of(typed, new double[2], exact()))
                .hasMessage("CorrectedValue.of: values has 2 entries, expected 3, one per customer");
        assertThatThrownBy(() -> CorrectedSizes.of(typed, exact()).share("D"))
                .hasMessage("CorrectedSizes: no segment \"D\"; there are [A, B, C]");
    }
}
