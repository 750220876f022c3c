package dev.segmentation.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ProfilingTest {

    private static final LocalDate DATE = LocalDate.of(2025, 1, 31);

    @TestFactory
    Stream<DynamicTest> meansAgreeWithTheReferences() {
        return GoldenCases.of("test.twoGroups").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkMeans(golden)));
    }

    private static void checkMeans(GoldenCase golden) {
        JsonNode columns = golden.dataset().get("columns");
        double[] values = golden.table().numbers(columns.get(0).asText());
        String[] groups = golden.column(columns.get(1).asText());
        int n1 = golden.inputs().get("n1").asInt();
        String first = Arrays.stream(groups)
                .distinct()
                .filter(g -> Arrays.stream(groups).filter(g::equals).count() == n1)
                .findFirst()
                .orElseThrow();
        int[] labels =
                Arrays.stream(groups).mapToInt(g -> g.equals(first) ? 0 : 1).toArray();
        NumericProfile found = Profiling.withDefaults()
                .profile(numeric("x", Role.DESCRIPTOR, values, 2, labels))
                .segment("Segment 0")
                .column("x");
        golden.assertClose("mean1", found.mean());
        golden.assertClose("tWelch", found.contrast().statistic());
        double[] interval = golden.doubles(golden.expected().get("welchCI95"));
        golden.assertClose("welchCI95", found.difference().lower(), interval[0]);
        golden.assertClose("welchCI95", found.difference().upper(), interval[1]);
        double wanted = Math.max(
                golden.number(golden.expected().get("tWelchP")),
                golden.number(golden.expected().get("tPooledP")));
        assertThat(found.contrast().pValue()).isCloseTo(wanted, Offset.offset(1e-7 * wanted));
    }

    @TestFactory
    Stream<DynamicTest> residualsAgreeWithTheReferences() {
        return GoldenCases.of("test.chiSquare").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkResiduals(golden)));
    }

    private static void checkResiduals(GoldenCase golden) {
        JsonNode table = golden.inputs().get("table");
        List<String> values = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int s = 0; s < table.size(); s++) {
            for (int v = 0; v < table.get(s).size(); v++) {
                int count = table.get(s).get(v).asInt();
                values.addAll(Collections.nCopies(count, "level " + v));
                labels.addAll(Collections.nCopies(count, s));
            }
        }
        ProfileTable found = Profiling.withDefaults().profile(nominal(values, table.size(), labels));
        double[][] expected = golden.doubles2(golden.expected().get("standardizedResiduals"));
        for (int s = 0; s < table.size(); s++) {
            for (int v = 0; v < table.get(s).size(); v++) {
                LevelProfile cell = found.segments().get(s).level("region", "level " + v);
                golden.assertClose("standardizedResiduals", cell.contrast().statistic(), expected[s][v]);
                assertThat(cell.count()).isEqualTo(table.get(s).get(v).asInt());
            }
        }
    }

    @Test
    void quantilesAreOfTypeSevenAndNameTheColumnsOfAllCustomers() {
        double[] values = {3, 1, 4, 1, 5, 9, 2, 6, 100, Double.NaN};
        int[] labels = {0, 0, 0, 0, 0, 0, 0, 0, 1, 0};
        NumericProfile found = Profiling.withDefaults()
                .withProbabilities(0.25, 1.0 / 3, 0.9, 0)
                .profile(numeric("x", Role.OUTCOME, values, 2, labels))
                .segment("Segment 0")
                .column("x");
        // R 4.2.2, quantile(type = 7) of the first eight: golden case quantile-small
        assertThat(found.distribution().quantile(0.25)).isEqualTo(1.75);
        assertThat(found.distribution().quantile(1.0 / 3)).isCloseTo(2.333333333333333, within(1e-14));
        assertThat(found.distribution().quantile(0.9)).isCloseTo(6.9, within(1e-14));
        assertThat(found.distribution().count()).isEqualTo(8);
        assertThat(found.distribution().probabilities()).containsExactly(0, 0.25, 1.0 / 3, 0.9);
        assertThat(found.missing()).isEqualTo(1);
        assertThat(found.totalDistribution().count()).isEqualTo(9);
        assertThat(found.totalDistribution().quantile(0.25)).isEqualTo(2);
        assertThatThrownBy(() -> found.distribution().quantile(0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Distribution.quantile: probability = 0.5, expected one of [0.0, 0.25, 0.3333333333333333,"
                        + " 0.9]; ask for others by Profiling.withProbabilities");
    }

    @Test
    void indexByHand() {
        // segment 2, 4, 6: mean 4, variance of the mean 4/3; others 0, 2, 1, 1, 1: mean 1, variance of the mean 1/10
        double[] values = {2, 4, 6, 0, 2, 1, 1, 1};
        int[] labels = {0, 0, 0, 1, 1, 1, 2, 2};
        NumericProfile found = Profiling.withDefaults()
                .profile(numeric("x", Role.DESCRIPTOR, values, 3, labels))
                .segment("Segment 0")
                .column("x");
        double total = 17.0 / 8;
        assertThat(found.index().value()).isCloseTo(400 / total, within(1e-12));
        assertThat(found.totalMean()).isEqualTo(total);
        // the ends of Fieller's interval are where |segment − θ·total| is t standard errors, found by bisection
        double v = 4.0 / 3;
        double w = 1.0 / 10;
        double degrees = (v + w) * (v + w) / (v * v / 2 + w * w / 4);
        double t = new TDistribution(degrees).inverseCumulativeProbability(0.975);
        DoublePredicate inside = theta -> {
            double own = 1 - theta * 3 / 8;
            double rest = theta * 5 / 8;
            return Math.abs(4 - theta * total) <= t * Math.sqrt(own * own * v + rest * rest * w);
        };
        double value = 4 / total;
        assertThat(found.index().lower()).isCloseTo(100 * end(inside, value, -30), within(1e-6));
        assertThat(found.index().upper()).isCloseTo(100 * end(inside, value, 30), within(1e-6));
        assertThat(found.index().customers()).isEqualTo(3);
    }

    /** Where a predicate that holds at one place and fails at the other begins to fail. */
    private static double end(DoublePredicate inside, double holds, double fails) {
        assertThat(inside.test(holds)).isTrue();
        assertThat(inside.test(fails)).isFalse();
        double good = holds;
        double bad = fails;
        for (int step = 0; step < 100; step++) {
            double middle = (good + bad) / 2;
            if (inside.test(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    @Test
    void intervalsOfTheIndexCoverTheTruth() {
        // 30 % of customers with mean 12, the others with mean 9: index 100 · 12/9.9
        int covered = 0;
        int runs = 1000;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(41, run);
            double[] values = new double[50];
            int[] labels = new int[50];
            for (int i = 0; i < 50; i++) {
                labels[i] = i < 15 ? 0 : 1;
                values[i] = (i < 15 ? 12 : 9) + (i < 15 ? 4 : 2) * random.nextGaussian();
            }
            Estimate index = Profiling.withDefaults()
                    .withLevel(0.9)
                    .profile(numeric("x", Role.VALUE, values, 2, labels))
                    .segments()
                    .get(0)
                    .column("x")
                    .index();
            covered += index.lower() <= 1200 / 9.9 && 1200 / 9.9 <= index.upper() ? 1 : 0;
        }
        assertThat((double) covered / runs).isBetween(0.88, 0.92); // two standard errors
    }

    @Test
    void fitsWhoAreCloserToTheirOwnMeanThanToTheTotals() {
        // segment mean 8, total mean 5, midpoint 6.5: 12, 10 and 9 fit, 6.5 is halfway, 2.5 resembles the total
        double[] values = {12, 10, 9, 6.5, 2.5, 2, 1, 3, 2, 2};
        int[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
        ProfileTable table = Profiling.withDefaults().profile(numeric("x", Role.BASE, values, 2, labels));
        NumericProfile found = table.segment("Segment 0").column("x");
        assertThat(found.fitting()).isEqualTo(ProportionInterval.wilson(3, 5, 0.95));
        assertThat(found.resemblingTotal().value()).isEqualTo(0.4);
        assertThat(found.resemblingTotal().upper())
                .isCloseTo(1 - found.fitting().lower(), within(1e-15));
        assertThat(table.segment("Segment 1").column("x").fitting().value()).isEqualTo(1);
        NumericProfile same = Profiling.withDefaults()
                .profile(numeric("x", Role.BASE, new double[] {1, 3, 2, 2}, 2, new int[] {0, 0, 1, 1}))
                .segment("Segment 0")
                .column("x");
        assertThat(same.fitting().undefined()).contains(Reason.COINCIDENT_CENTERS);
        assertThat(same.resemblingTotal().undefined()).contains(Reason.COINCIDENT_CENTERS);
    }

    @Test
    void formingColumnsAreShownButNotTested() {
        double[] values = {1, 2, 3, 11, 12, 13};
        int[] labels = {0, 0, 0, 1, 1, 1};
        Segmentation segmentation = Segmentation.of(
                Snapshot.builder(DATE, ids(6))
                        .numeric("base", Role.BASE, values)
                        .numeric("cents", Role.DESCRIPTOR, values)
                        .numeric("other", Role.DESCRIPTOR, 2, 3, 1, 6, 7, 5)
                        .ordinal("tier", Role.BASE, List.of("a", "b"), List.of("a", "a", "a", "b", "b", "b"))
                        .build(),
                Assignment.copyOf(2, labels));
        ProfileTable found = Profiling.withDefaults().withForming("cents").profile(segmentation);
        ProfiledSegment first = found.segment(segmentation.segments().get(0));
        for (String forming : List.of("base", "cents")) {
            assertThat(first.column(forming).isForming()).isTrue();
            assertThat(first.column(forming).contrast().undefined()).contains(Reason.CIRCULAR_EVIDENCE);
            assertThat(first.column(forming).contrast().pValue()).isNaN();
            assertThat(first.column(forming).contrast().flag()).isEqualTo(Flag.NONE);
            assertThat(first.column(forming).difference().value()).isEqualTo(-10);
            assertThat(first.column(forming).isMarker()).isTrue();
        }
        assertThat(first.level("tier", "b").contrast().undefined()).contains(Reason.CIRCULAR_EVIDENCE);
        assertThat(first.level("tier", "b").share().value()).isZero();
        assertThat(first.column("other").isForming()).isFalse();
        assertThat(first.column("other").contrast().flag()).isEqualTo(Flag.LOWER);
        assertThat(found.segment("Segment 1").column("other").contrast().flag()).isEqualTo(Flag.HIGHER);
        assertThat(first.markers()).containsExactly("other");
        assertThat(found.tests()).isEqualTo(2);
        assertThat(found.notices()).isEmpty();
    }

    @Test
    void columnsThatRepeatAFormingOneAreForming() {
        double[] values = {1, 2, 3, 11, 12, 13};
        Segmentation segmentation = Segmentation.of(
                Snapshot.builder(DATE, ids(6))
                        .numeric("spend", Role.BASE, values)
                        .numeric(
                                "cents",
                                Role.DESCRIPTOR,
                                Arrays.stream(values).map(v -> 100 * v).toArray())
                        .numeric("other", Role.DESCRIPTOR, 2, 3, 1, 6, 7, 5)
                        .numeric("rank", Role.VALUE, 6, 5, 4, 3, 2, 1)
                        .numeric("spend_next_year", Role.OUTCOME, values)
                        .build(),
                Assignment.copyOf(2, 0, 0, 0, 1, 1, 1));
        ProfileTable found = Profiling.withDefaults().profile(segmentation);
        ProfiledSegment first = found.segment("Segment 0");
        for (String copy : List.of("cents", "rank")) {
            assertThat(first.column(copy).isForming()).isTrue();
            assertThat(first.column(copy).contrast().undefined()).contains(Reason.CIRCULAR_EVIDENCE);
        }
        assertThat(first.column("other").isForming()).isFalse();
        assertThat(first.column("spend_next_year").isForming())
                .as("comes later, however alike")
                .isFalse();
        assertThat(found.tests()).isEqualTo(4);
        String why = ", which formed the segments, so that segments differ in it by construction";
        assertThat(found.notices())
                .containsExactly(
                        new Notice(Reason.CIRCULAR_EVIDENCE, "\"cents\" was not tested: it repeats \"spend\"" + why),
                        new Notice(Reason.CIRCULAR_EVIDENCE, "\"rank\" was not tested: it repeats \"spend\"" + why));
        assertThat(found.toString()).contains("cents (forming)").contains("CIRCULAR_EVIDENCE: \"cents\"");
        assertThat(Profiling.withDefaults()
                        .withForming("other")
                        .profile(segmentation)
                        .tests())
                .isEqualTo(2);
    }

    @Test
    void markersFollowTheConventionOfFlexclust() {
        // total 10; means 12, 9 and 9: largest 12, a quarter of it 3, half of the total 5
        double[] values = {12, 12, 9, 9, 9, 9};
        Segmentation small = numeric("x", Role.VALUE, values, 3, new int[] {0, 0, 1, 1, 2, 2});
        assertThat(Profiling.withDefaults().profile(small).segment("Segment 0").markers())
                .isEmpty();
        assertThat(Profiling.withDefaults()
                        .withMarkers(2.0 / 12, 9)
                        .profile(small)
                        .segment("Segment 0")
                        .markers())
                .containsExactly("x");
        assertThat(Profiling.withDefaults()
                        .withMarkers(9, 0.2)
                        .profile(small)
                        .segment("Segment 0")
                        .markers())
                .containsExactly("x");
        assertThat(Profiling.withDefaults()
                        .withMarkers(0.17, 0.21)
                        .profile(small)
                        .segment("Segment 0")
                        .markers())
                .isEmpty();
        // total 12, means 16 and 8: 4 is a quarter of 16
        Segmentation large = numeric("x", Role.VALUE, new double[] {16, 16, 8, 8}, 2, new int[] {0, 0, 1, 1});
        assertThat(Profiling.withDefaults().profile(large).segment("Segment 1").markers())
                .containsExactly("x");
        // 5 % of all have it and 8 % of the segment: more than half of the total's share above it
        List<String> values2 = new ArrayList<>(Collections.nCopies(100, "no"));
        for (int i : new int[] {0, 1, 2, 3, 60}) {
            values2.set(i, "yes");
        }
        List<Integer> labels =
                IntStream.range(0, 100).mapToObj(i -> i < 50 ? 0 : 1).toList();
        assertThat(Profiling.withDefaults()
                        .profile(nominal(values2, 2, labels))
                        .segment("Segment 0")
                        .markers())
                .containsExactly("region = yes");
    }

    @Test
    void pIsAdjustedOverTheWholeTable() {
        SeededRandom random = SeededRandom.stream(8, 2);
        int n = 300;
        int[] labels = IntStream.range(0, n).map(i -> random.nextInt(3)).toArray();
        double[] shifted = IntStream.range(0, n)
                .mapToDouble(i -> random.nextGaussian() + (labels[i] == 1 ? 0.4 : 0))
                .toArray();
        double[] noise =
                IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
        List<String> regions = IntStream.range(0, n)
                .mapToObj(i -> random.nextDouble() < (labels[i] == 2 ? 0.5 : 0.3) ? "north" : "south")
                .toList();
        Segmentation segmentation = Segmentation.of(
                Snapshot.builder(DATE, ids(n))
                        .numeric("shifted", Role.OUTCOME, shifted)
                        .nominal("region", Role.DESCRIPTOR, regions)
                        .numeric("noise", Role.DESCRIPTOR, noise)
                        .build(),
                Assignment.copyOf(3, labels));
        ProfileTable holm = Profiling.withDefaults().profile(segmentation);
        ProfileTable rate = Profiling.withDefaults()
                .withCorrection(Correction.BENJAMINI_HOCHBERG)
                .profile(segmentation);
        List<Contrast> contrasts = contrasts(holm);
        assertThat(holm.tests()).isEqualTo(12);
        double[] p = contrasts.stream().mapToDouble(Contrast::pValue).toArray();
        double[] sorted = Arrays.stream(p).sorted().toArray();
        for (int t = 0; t < p.length; t++) {
            double byHolm = 0;
            double byRate = 1;
            for (int r = 0; r < p.length; r++) {
                byHolm = sorted[r] <= p[t] ? Math.max(byHolm, Math.min(1, (12 - r) * sorted[r])) : byHolm;
                byRate = sorted[r] >= p[t] ? Math.min(byRate, 12 * sorted[r] / (r + 1)) : byRate;
            }
            assertThat(contrasts.get(t).holm()).isCloseTo(byHolm, within(1e-15));
            assertThat(contrasts.get(t).benjaminiHochberg()).isCloseTo(byRate, within(1e-15));
            assertThat(contrasts.get(t).flag() != Flag.NONE).isEqualTo(byHolm <= 0.05);
            assertThat(contrasts(rate).get(t).flag() != Flag.NONE).isEqualTo(byRate <= 0.05);
        }
        assertThat(holm.segment("Segment 1").column("shifted").contrast().flag())
                .isEqualTo(Flag.HIGHER);
        assertThat(holm.segment("Segment 2").level("region", "south").contrast().flag())
                .isEqualTo(Flag.LOWER);
        assertThat(holm.segment("Segment 0").column("noise").contrast().flag()).isEqualTo(Flag.NONE);
    }

    @Test
    void fewExpectedCustomersAreTestedExactly() {
        // Fisher's lady tasting tea: 3 of 4 against 1 of 4, p = 34/70
        List<String> cups = List.of("milk", "milk", "milk", "tea", "milk", "tea", "tea", "tea");
        LevelProfile lady = Profiling.withDefaults()
                .profile(nominal(cups, 2, List.of(0, 0, 0, 0, 1, 1, 1, 1)))
                .segment("Segment 0")
                .level("region", "milk");
        assertThat(lady.contrast().pValue()).isCloseTo(34.0 / 70, within(1e-12));
        assertThat(lady.contrast().statistic()).isCloseTo(Math.sqrt(2), within(1e-14)); // (3 − 2)/√(2·½·½)
        // 2 of 3 in a segment, 3 of 17 elsewhere; both tables with 2 or 3: (C(5,2)·15 + C(5,3))/C(20,3) = 160/1140
        List<String> values = new ArrayList<>(Collections.nCopies(20, "no"));
        for (int i : new int[] {0, 1, 10, 11, 12}) {
            values.set(i, "yes");
        }
        List<Integer> labels =
                IntStream.range(0, 20).mapToObj(i -> i < 3 ? 0 : 1).toList();
        ProfileTable few = Profiling.withDefaults().profile(nominal(values, 2, labels));
        for (ProfiledSegment segment : few.segments()) {
            for (LevelProfile cell : segment.levels("region")) {
                assertThat(cell.contrast().pValue()).isCloseTo(160.0 / 1140, within(1e-12));
            }
        }
    }

    @Test
    void sharesAreWilsonsAndMissingOnesAreLeftOut() {
        List<@Nullable String> values = Arrays.asList("a", "a", null, "b", "a", "b", "b", "b", null, "a");
        LevelProfile found = Profiling.withDefaults()
                .withLevel(0.8)
                .profile(nominal(values, 3, List.of(0, 0, 0, 0, 1, 1, 1, 1, 1, 1)))
                .segment("Segment 0")
                .level("region", "a");
        assertThat(found.share()).isEqualTo(ProportionInterval.wilson(2, 3, 0.8));
        assertThat(found.totalShare()).isEqualTo(0.5);
        assertThat(found.index().value()).isCloseTo(400.0 / 3, within(1e-12));
        assertThat(found.index().upper()).isCloseTo(200 * found.share().upper(), within(1e-12));
        assertThat(found.column()).isEqualTo("region");
    }

    @Test
    void saysWhyNumbersAreUndefined() {
        double nan = Double.NaN;
        Segmentation odd = Segmentation.of(
                Snapshot.builder(DATE, ids(5))
                        .numeric("constant", Role.VALUE, 7, 7, 7, 7, 7)
                        .numeric("debt", Role.VALUE, -1, -2, -3, -4, -5)
                        .numeric("around zero", Role.VALUE, -1, 1, -2, 2, 0.1)
                        .numeric("absent", Role.VALUE, nan, nan, nan, nan, nan)
                        .numeric("own", Role.VALUE, 1, 2, nan, nan, nan)
                        .numeric("huge", Role.VALUE, 1e200, 2e200, 3e200, 4e200, 5e200)
                        .nominal("region", Role.DESCRIPTOR, Arrays.asList("a", "a", null, null, null))
                        .build(),
                Assignment.copyOf(4, 0, 0, 1, 1, 2));
        ProfileTable table = Profiling.withDefaults().profile(odd);
        Map<String, Reason> indices = Map.of(
                "constant", Reason.NO_WITHIN_VARIATION,
                "debt", Reason.RANGE,
                "around zero", Reason.RANGE,
                "absent", Reason.NO_OBSERVATIONS,
                "own", Reason.SINGLE_SEGMENT,
                "huge", Reason.RANGE);
        indices.forEach((column, reason) -> assertThat(
                        table.segment("Segment 0").column(column).index().undefined())
                .as(column)
                .contains(reason));
        assertThat(table.segment("Segment 0").column("debt").contrast().undefined())
                .isEmpty();
        assertThat(table.segment("Segment 0").column("constant").mean()).isEqualTo(7);
        assertThat(table.segment("Segment 0").column("absent").mean()).isNaN();
        assertThat(table.segment("Segment 0").column("absent").missing()).isEqualTo(2);
        assertThat(table.segment("Segment 0").column("absent").distribution().quantile(0.5))
                .isNaN();
        assertThat(table.segment("Segment 2").column("debt").contrast().undefined())
                .contains(Reason.NO_OBSERVATIONS);
        assertThat(table.segment("Segment 2").column("debt").fitting().undefined())
                .contains(Reason.NO_OBSERVATIONS);
        ProfiledSegment empty = table.segment("Segment 3");
        assertThat(empty.share()).isEqualTo(ProportionInterval.wilson(0, 5, 0.95));
        assertThat(empty.column("debt").mean()).isNaN();
        assertThat(empty.column("debt").isMarker()).isFalse();
        assertThat(empty.level("region", "a").share().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(empty.level("region", "a").contrast().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(table.segment("Segment 0").level("region", "a").contrast().undefined())
                .contains(Reason.SINGLE_SEGMENT);
        assertThat(table.toString()).contains("around zero", "region = a");
    }

    @Test
    void aSingleSegmentAndNoCustomersAreNoError() {
        ProfileTable one =
                Profiling.withDefaults().profile(numeric("x", Role.VALUE, new double[] {1, 2, 4}, 1, new int[3]));
        assertThat(one.segment("Segment 0").column("x").contrast().undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(one.segment("Segment 0").column("x").index().undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(one.tests()).isZero();
        ProfileTable none = Profiling.withDefaults().profile(numeric("x", Role.VALUE, new double[0], 2, new int[0]));
        assertThat(none.segment("Segment 1").share().isDefined()).isFalse();
        ProfileTable bare = Profiling.withDefaults()
                .profile(Segmentation.of(Snapshot.of(DATE, ids(2)), Assignment.copyOf(2, 0, 1)));
        assertThat(bare.segments()).hasSize(2);
        assertThat(bare.toString()).startsWith("       all  Segment 0  Segment 1\nshare");
    }

    @Test
    void farFromZeroNothingChanges() {
        SeededRandom random = SeededRandom.stream(3, 3);
        int[] labels = IntStream.range(0, 90).map(i -> random.nextInt(3)).toArray();
        double[] values = IntStream.range(0, 90)
                .mapToDouble(i -> Math.rint(256 * random.nextGaussian()) / 256)
                .toArray();
        double[] moved = Arrays.stream(values).map(v -> v + 1e12).toArray();
        NumericProfile near = Profiling.withDefaults()
                .profile(numeric("x", Role.VALUE, values, 3, labels))
                .segment("Segment 1")
                .column("x");
        NumericProfile far = Profiling.withDefaults()
                .profile(numeric("x", Role.VALUE, moved, 3, labels))
                .segment("Segment 1")
                .column("x");
        assertThat(far.contrast().statistic()).isCloseTo(near.contrast().statistic(), within(1e-12));
        assertThat(far.difference().lower()).isCloseTo(near.difference().lower(), within(1e-12));
        assertThat(far.fitting()).isEqualTo(near.fitting());
    }

    @Test
    void aTinySegmentWithoutVariationIsNotFlagged() {
        double[] values = IntStream.range(0, 400)
                .mapToDouble(i -> i >= 3 && i % 10 == 0 ? 1 + i % 7 : 0)
                .toArray();
        int[] labels = IntStream.range(0, 400).map(i -> i < 3 ? 0 : 1).toArray();
        NumericProfile found = Profiling.withDefaults()
                .profile(numeric("x", Role.VALUE, values, 2, labels))
                .segment("Segment 0")
                .column("x");
        assertThat(found.difference().upper()).isLessThan(0); // Welch alone is fooled
        assertThat(found.contrast().pValue()).isGreaterThan(0.5);
        assertThat(found.contrast().flag()).isEqualTo(Flag.NONE);
    }

    @Test
    void flagsOfNoiseAreRare() {
        int tables = 0;
        for (int run = 0; run < 200; run++) {
            SeededRandom random = SeededRandom.stream(77, run);
            int n = 80;
            int[] labels = IntStream.range(0, n).map(i -> random.nextInt(3)).toArray();
            Segmentation noise = Segmentation.of(
                    Snapshot.builder(DATE, ids(n))
                            .numeric("spend", Role.VALUE, draw(n, () -> -StrictMath.log(random.nextDouble())))
                            .numeric("age", Role.DESCRIPTOR, draw(n, random::nextGaussian))
                            .nominal(
                                    "region",
                                    Role.DESCRIPTOR,
                                    IntStream.range(0, n)
                                            .mapToObj(i -> "region " + random.nextInt(4))
                                            .toList())
                            .build(),
                    Assignment.copyOf(3, labels));
            tables += contrasts(Profiling.withDefaults().profile(noise)).stream()
                            .anyMatch(contrast -> contrast.flag() != Flag.NONE)
                    ? 1
                    : 0;
        }
        assertThat(tables).isBetween(1, 16); // 5 % of 200, and two standard errors
    }

    private static double[] draw(int n, java.util.function.DoubleSupplier source) {
        return java.util.stream.DoubleStream.generate(source).limit(n).toArray();
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        SeededRandom random = SeededRandom.stream(5, 5);
        int n = 500;
        Snapshot.Builder builder = Snapshot.builder(DATE, ids(n));
        for (int c = 0; c < 9; c++) {
            builder.numeric("x" + c, c < 3 ? Role.BASE : Role.DESCRIPTOR, draw(n, random::nextGaussian));
        }
        int[] labels = IntStream.range(0, n).map(i -> random.nextInt(4)).toArray();
        Segmentation segmentation = Segmentation.of(builder.build(), Assignment.copyOf(4, labels));
        String alone = Profiling.withDefaults().profile(segmentation).segments().toString();
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(Profiling.withDefaults()
                            .profile(segmentation, Execution.onThreads(threads))
                            .segments())
                    .hasToString(alone);
        }
        assertThatThrownBy(() -> Profiling.withDefaults()
                        .profile(segmentation, Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void printsAsATable() {
        Segmentation segmentation = Segmentation.of(
                        Snapshot.builder(DATE, ids(8))
                                .numeric("orders", Role.BASE, 1, 2, 1, 2, 8, 9, 8, 9)
                                .numeric("spend", Role.VALUE, 0, 0, 50, 10, 50, 100, 110, 90)
                                .nominal("region", Role.DESCRIPTOR, List.of("n", "s", "n", "s", "n", "s", "n", "s"))
                                .build(),
                        Assignment.copyOf(2, 0, 0, 0, 0, 1, 1, 1, 1))
                .withNames("Rare", "Loyal");
        assertThat(Profiling.withDefaults().profile(segmentation)).hasToString("""
                                     all            Rare           Loyal
                share                             50.0 %          50.0 %
                orders (forming)   5.000    1.500 (30)*    8.500 (170)*
                spend              51.25    15.00 (29)*▼   87.50 (171)*▲
                region = n        50.0 %  50.0 % (100)    50.0 % (100)
                region = s        50.0 %  50.0 % (100)    50.0 % (100)
                mean or share (index, 100 = all); * marker; ▲ ▼ differs from the others, Holm over 6 tests at 95.0 %; \
                forming columns differ by construction and are not tested""");
        assertThat(Profiling.withDefaults()
                        .profile(segmentation)
                        .segment("Loyal")
                        .toString())
                .startsWith(
                        "Loyal: share 0.5000 [0.2152, 0.7848] at 95.0 %, n = 8\n  orders (forming): mean 8.500 against"
                                + " 5.000 of all, index 170.0");
    }

    @Test
    void weightsAreNotUsedAndThatIsSaid() {
        Segmentation weighted = Segmentation.of(
                Snapshot.builder(DATE, ids(4))
                        .numeric("x", Role.VALUE, 1, 2, 3, 4)
                        .numeric("w", Role.WEIGHT, 1, 9, 1, 1)
                        .build(),
                Assignment.copyOf(2, 0, 0, 1, 1));
        ProfileTable found = Profiling.withDefaults().profile(weighted);
        assertThat(found.notices()).extracting(Notice::reason).containsExactly(Reason.WEIGHTS_IGNORED);
        assertThat(found.segment("Segment 0").columns())
                .extracting(NumericProfile::column)
                .containsExactly("x");
        assertThat(found.segment("Segment 0").column("x").mean()).isEqualTo(1.5);
        assertThat(found.toString()).endsWith("row weights were not used: means and shares count every row once");
    }

    @Test
    void refusesBadOptionsAndUnknownNames() {
        Profiling profiling = Profiling.withDefaults();
        assertThatThrownBy(() -> profiling.withLevel(1)).hasMessageContaining("Profiling.withLevel: level = 1.0");
        assertThatThrownBy(() -> profiling.withMarkers(0, 1))
                .hasMessage("Profiling.withMarkers: absolute = 0.0, expected more than 0");
        assertThatThrownBy(() -> profiling.withMarkers(1, Double.NaN)).hasMessageContaining("relative = NaN");
        assertThatThrownBy(() -> profiling.withProbabilities())
                .hasMessage("Profiling.withProbabilities: probabilities = 0, expected at least 1; 0.5 is the median");
        assertThatThrownBy(() -> profiling.withProbabilities(0.5, 1.5)).hasMessageContaining("probability = 1.5");
        Segmentation segmentation = numeric("x", Role.VALUE, new double[] {1, 2}, 1, new int[2]);
        assertThatThrownBy(() -> profiling.withForming("y").profile(segmentation))
                .hasMessage("Snapshot: no column \"y\"; there are [x]");
        ProfileTable table = profiling.profile(segmentation);
        assertThatThrownBy(() -> table.segment("Loyal"))
                .hasMessage("ProfileTable: no segment \"Loyal\"; there are [Segment 0]");
        ProfiledSegment only = table.segments().get(0);
        assertThatThrownBy(() -> only.column("y"))
                .hasMessage("ProfiledSegment.column: no numeric column \"y\"; there are [x]");
        assertThatThrownBy(() -> only.levels("x"))
                .hasMessage("ProfiledSegment.levels: no categorical column \"x\"; there are []");
        assertThat(profiling.withForming("y"))
                .hasToString("Profiling[level = 0.95, correction = HOLM, markers from 0.25 absolute or 0.5 relative,"
                        + " probabilities = [0.05, 0.25, 0.5, 0.75, 0.95], forming = [y]]");
    }

    private static List<Contrast> contrasts(ProfileTable table) {
        List<Contrast> all = new ArrayList<>();
        for (ProfiledSegment segment : table.segments()) {
            segment.columns().forEach(cell -> all.add(cell.contrast()));
            segment.levels().forEach(cell -> all.add(cell.contrast()));
        }
        return all;
    }

    private static Segmentation numeric(String name, Role role, double[] values, int k, int[] labels) {
        return Segmentation.of(
                Snapshot.builder(DATE, ids(values.length))
                        .numeric(name, role, values)
                        .build(),
                Assignment.copyOf(k, labels));
    }

    private static Segmentation nominal(List<? extends @Nullable String> values, int k, List<Integer> labels) {
        return Segmentation.of(
                Snapshot.builder(DATE, ids(values.size()))
                        .nominal("region", Role.DESCRIPTOR, values)
                        .build(),
                Assignment.copyOf(k, labels.stream().mapToInt(i -> i).toArray()));
    }

    private static CustomerIds ids(int n) {
        return CustomerIds.of(IntStream.range(0, n).asLongStream().toArray());
    }
}
