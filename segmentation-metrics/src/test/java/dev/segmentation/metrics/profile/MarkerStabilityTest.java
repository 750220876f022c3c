package dev.segmentation.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitProgress;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.stability.SegmentAligner;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.junit.jupiter.api.Test;

class MarkerStabilityTest {

    private static final LocalDate DATE = LocalDate.of(2025, 1, 31);

    /** No count of customers meets these thresholds exactly. */
    private static final double ABSOLUTE = 0.1234567;

    private static final double RELATIVE = 0.2345678;

    private static final Profiling ODD = Profiling.withDefaults().withMarkers(ABSOLUTE, RELATIVE);

    /** All resamples of 14 customers of six kinds, 11 628 different ones, with their probabilities. */
    @Test
    void sharesAreThoseOverAllResamples() {
        double[] kinds = {1, 2, 5};
        int[] counts = {3, 3, 2, 1, 2, 3}; // of each kind in segment 0, then in segment 1
        double[] values = new double[14];
        int[] labels = new int[14];
        int row = 0;
        for (int cell = 0; cell < 6; cell++) {
            for (int c = 0; c < counts[cell]; c++) {
                values[row] = kinds[cell % 3];
                labels[row++] = cell / 3;
            }
        }
        double[] sign = new double[2];
        double[] marker = new double[2];
        enumerate(new int[6], 0, 14, drawn -> {
            double probability = CombinatoricsUtils.factorialDouble(14);
            for (int cell = 0; cell < 6; cell++) {
                probability *=
                        Math.pow(counts[cell] / 14.0, drawn[cell]) / CombinatoricsUtils.factorialDouble(drawn[cell]);
            }
            int[] n = new int[2];
            double[] sum = new double[2];
            for (int cell = 0; cell < 6; cell++) {
                n[cell / 3] += drawn[cell];
                sum[cell / 3] += drawn[cell] * kinds[cell % 3];
            }
            double total = (sum[0] + sum[1]) / 14;
            double largest = total;
            for (int s = 0; s < 2; s++) {
                largest = n[s] > 0 ? Math.max(largest, sum[s] / n[s]) : largest;
            }
            for (int s = 0; s < 2; s++) {
                // segment 0 is below the total, 19/8 against 39/14, segment 1 above
                double difference = n[s] > 0 ? (sum[s] / n[s] - total) * (s == 0 ? -1 : 1) : 0;
                sign[s] += difference > 1e-12 ? probability : 0;
                marker[s] += difference > 1e-12 && (difference >= ABSOLUTE * largest || difference >= RELATIVE * total)
                        ? probability
                        : 0;
            }
        });
        int replicates = 40_000;
        Segmentation segmentation = Segmentation.of(
                Snapshot.builder(DATE, ids(14))
                        .numeric("spend", Role.VALUE, values)
                        .build(),
                Assignment.copyOf(2, labels));
        MarkerReport found = MarkerStability.withDefaults()
                .withProfiling(ODD)
                .withReplicates(replicates)
                .measure(segmentation);
        for (int s = 0; s < 2; s++) {
            MarkerSign cell = found.segments().get(s).sign("spend");
            assertThat(sign[s]).isBetween(0.7, 0.9);
            assertThat(cell.signShare().value()).isCloseTo(sign[s], within(4 * error(sign[s], replicates)));
            assertThat(cell.markerShare().value()).isCloseTo(marker[s], within(4 * error(marker[s], replicates)));
            assertThat(cell.markerShare().value()).isLessThan(cell.signShare().value());
        }
        assertThat(found.segments().get(0).sign("spend").difference()).isCloseTo(19 / 8.0 - 39 / 14.0, within(1e-15));
    }

    private interface Visitor {
        void visit(int[] drawn);
    }

    private static void enumerate(int[] drawn, int cell, int left, Visitor visitor) {
        if (cell == drawn.length - 1) {
            drawn[cell] = left;
            visitor.visit(drawn);
            return;
        }
        for (int c = 0; c <= left; c++) {
            drawn[cell] = c;
            enumerate(drawn, cell + 1, left - c, visitor);
        }
    }

    private static double error(double share, int n) {
        return Math.sqrt(share * (1 - share) / n);
    }

    /** With many customers the bootstrap distribution is normal, and the sign is kept with probability Φ(|t|). */
    @Test
    void shareIsThatOfTheNormalDistributionWithManyCustomers() {
        int n = 3000;
        SeededRandom random = SeededRandom.stream(7, 1);
        double[] values = new double[n];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
            values[i] = random.nextGaussian() + (labels[i] == 0 ? 0.08 : 0);
        }
        Segmentation segmentation = Segmentation.of(
                Snapshot.builder(DATE, ids(n))
                        .numeric("spend", Role.VALUE, values)
                        .build(),
                Assignment.copyOf(3, labels));
        ProfileTable table = Profiling.withDefaults().profile(segmentation);
        MarkerReport found = MarkerStability.withDefaults().withReplicates(4000).measure(segmentation);
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        for (int s = 0; s < 3; s++) {
            double t = table.segments().get(s).column("spend").contrast().statistic();
            assertThat(found.segments().get(s).sign("spend").signShare().value())
                    .isCloseTo(normal.cumulativeProbability(Math.abs(t)), within(0.02)); // 2.5 standard errors at worst
        }
    }

    /** What the class says of its own bar: a sign is kept in 90 % of resamples where |t| > 1.28, by chance 20 % of the time. */
    @Test
    void oneOfFiveDifferencesThatAreNoneKeepsItsSign() {
        int n = 300;
        Snapshot.Builder builder = Snapshot.builder(DATE, ids(n));
        SeededRandom random = SeededRandom.stream(7, 2);
        for (int c = 0; c < 500; c++) {
            double[] values = new double[n];
            Arrays.setAll(values, i -> random.nextGaussian());
            builder.numeric("noise " + c, Role.DESCRIPTOR, values);
        }
        int[] labels = IntStream.range(0, n).map(i -> i % 2).toArray();
        MarkerReport found =
                MarkerStability.withDefaults().measure(Segmentation.of(builder.build(), Assignment.copyOf(2, labels)));
        long kept = found.segments().get(0).signs().stream()
                .filter(sign -> sign.signShare().value() >= 0.9)
                .count();
        assertThat(kept).isBetween(70L, 130L); // 100 and three standard errors of 9
        assertThat(found.segments().get(0).signs())
                .filteredOn(sign -> !sign.isMarker())
                .noneMatch(MarkerSign::isStable); // however sure the sign: it is too small
    }

    /** The same draws, customer by customer, in whole numbers. */
    @Test
    void countsAgreeWithAnObviousTwin() {
        Mixed data = new Mixed();
        int replicates = 60;
        MarkerReport found = MarkerStability.withDefaults()
                .withProfiling(ODD)
                .withReplicates(replicates)
                .withSeed(5)
                .measure(data.segmentation);
        int[][] counts = new int[3 * 3][2];
        for (int r = 0; r < replicates; r++) {
            int[] drawn = draw(Mixed.N, SeededRandom.stream(5, r));
            data.count(drawn, Arrays.stream(drawn).map(i -> data.labels[i]).toArray(), counts);
        }
        assertCounts(found, counts, replicates);
        assertThat(counts[2 * 3][0]).isBetween(20, replicates - 1); // of seven customers, something to find
    }

    /** The same, with every resample segmented and aligned anew by hand. */
    @Test
    void refitsAgreeWithAnObviousTwin() {
        Mixed data = new Mixed();
        int replicates = 20;
        KMeans segmenter = KMeans.of(3).withRestarts(2);
        FeatureMatrix features = data.segmentation.snapshot().features();
        MarkerReport found = MarkerStability.withDefaults()
                .withProfiling(ODD)
                .withReplicates(replicates)
                .measure(data.segmentation, features, segmenter, Execution.onThreads(2));
        int[][] counts = new int[3 * 3][2];
        Assignment original = data.segmentation.assignment();
        int moved = 0;
        for (int r = 0; r < replicates; r++) {
            int[] drawn = draw(Mixed.N, SeededRandom.stream(0, r));
            Assignment refitted = segmenter.fit(features.rows(drawn)).assignment();
            Assignment aligned = SegmentAligner.withDefaults()
                    .align(original.rows(drawn), refitted)
                    .aligned(refitted);
            moved += Arrays.equals(aligned.toArray(), original.rows(drawn).toArray()) ? 0 : 1;
            data.count(drawn, aligned.toArray(), counts);
        }
        assertThat(moved).isGreaterThan(10); // else nothing would be shown
        assertCounts(found, counts, replicates);
    }

    /** Labels, one base column, one numeric descriptor with missing values, and two levels. */
    private static final class Mixed {

        static final int N = 90;

        final int[] labels = new int[N];
        final double[] spend = new double[N];
        final List<String> region = new ArrayList<>();
        final Segmentation segmentation;

        Mixed() {
            SeededRandom random = SeededRandom.stream(9, 9);
            double[] base = new double[N];
            for (int i = 0; i < N; i++) {
                labels[i] = i < 50 ? 0 : i < 83 ? 1 : 2;
                base[i] = labels[i] + 0.6 * random.nextGaussian();
                spend[i] = random.nextDouble() < 0.1 ? Double.NaN : random.nextInt(6) + (labels[i] == 1 ? 1 : 0);
                region.add(random.nextDouble() < (labels[i] == 2 ? 0.7 : 0.5) ? "north" : "south");
            }
            segmentation = Segmentation.of(
                    Snapshot.builder(DATE, ids(N))
                            .numeric("base", Role.BASE, base)
                            .numeric("spend", Role.VALUE, spend)
                            .nominal("region", Role.DESCRIPTOR, region)
                            .build(),
                    Assignment.copyOf(3, labels));
        }

        /** Adds, for spend, north and south in each segment, whether the sign is kept and whether it marks as well. */
        void count(int[] drawn, int[] drawnLabels, int[][] counts) {
            int[] all = IntStream.range(0, N).toArray();
            for (int line = 0; line < 3; line++) {
                for (int s = 0; s < 3; s++) {
                    long known = side(line, s, all, labels);
                    long now = side(line, s, drawn, drawnLabels);
                    if (known * now > 0) {
                        counts[line * 3 + s][0]++;
                        counts[line * 3 + s][1] += marks(line, s, drawn, drawnLabels) ? 1 : 0;
                    }
                }
            }
        }

        private double value(int line, int row) {
            return line == 0 ? spend[row] : region.get(row).equals(line == 1 ? "north" : "south") ? 1 : 0;
        }

        /** The sum and the number of a segment, or of all. */
        private long[] sum(int line, int segment, int[] rows, int[] rowLabels) {
            long[] sum = new long[2];
            for (int i = 0; i < rows.length; i++) {
                double value = value(line, rows[i]);
                if ((segment < 0 || rowLabels[i] == segment) && !Double.isNaN(value)) {
                    sum[0] += (long) value;
                    sum[1]++;
                }
            }
            return sum;
        }

        private long side(int line, int segment, int[] rows, int[] rowLabels) {
            long[] own = sum(line, segment, rows, rowLabels);
            long[] all = sum(line, -1, rows, rowLabels);
            return Long.signum(own[0] * all[1] - all[0] * own[1]);
        }

        private boolean marks(int line, int segment, int[] rows, int[] rowLabels) {
            long[] own = sum(line, segment, rows, rowLabels);
            long[] all = sum(line, -1, rows, rowLabels);
            double total = (double) all[0] / all[1];
            double largest = line == 0 ? total : 1;
            for (int s = 0; s <= Arrays.stream(rowLabels).max().orElseThrow(); s++) {
                long[] other = sum(line, s, rows, rowLabels);
                largest = other[1] > 0 ? Math.max(largest, (double) other[0] / other[1]) : largest;
            }
            double difference = Math.abs((double) own[0] / own[1] - total);
            return difference >= ABSOLUTE * largest || difference >= RELATIVE * total;
        }
    }

    private static void assertCounts(MarkerReport found, int[][] counts, int replicates) {
        String[] names = {"spend", "region = north", "region = south"};
        for (int line = 0; line < 3; line++) {
            for (int s = 0; s < 3; s++) {
                MarkerSign cell = found.segments().get(s).sign(names[line]);
                assertThat(cell.signShare())
                        .isEqualTo(ProportionInterval.wilson(counts[line * 3 + s][0], replicates, 0.95));
                assertThat(cell.markerShare())
                        .isEqualTo(ProportionInterval.wilson(counts[line * 3 + s][1], replicates, 0.95));
            }
        }
        assertThat(found.segments().get(0).signs())
                .extracting(MarkerSign::name)
                .containsExactly(names); // not the base column
        assertThat(found.resamples()).isEqualTo(replicates);
    }

    private static int[] draw(int n, SeededRandom random) {
        return IntStream.range(0, n).map(i -> random.nextInt(n)).sorted().toArray();
    }

    /** A cloud that looks the same after a quarter turn: any border through its middle is as good, and each resample has another. */
    @Test
    void bordersThatTurnWithTheSampleKeepNoSign() {
        SeededRandom random = SeededRandom.stream(3, 3);
        int n = 400;
        double[] values = new double[2 * n];
        for (int i = 0; i < n; i += 4) {
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            double[] turned = {x, y, -y, x, -x, -y, y, -x};
            System.arraycopy(turned, 0, values, 2 * i, 8);
        }
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
        KMeans segmenter = KMeans.of(2).withRestarts(3);
        Assignment labels = segmenter.fit(features).assignment();
        double[] age = new double[n];
        Arrays.setAll(age, i -> (labels.label(i) == 0 ? 60 : 20) + 10 * random.nextGaussian());
        Snapshot snapshot = Snapshot.of(DATE, ids(n), features).with("age", Role.DESCRIPTOR, age);
        Segmentation segmentation = Segmentation.of(snapshot, labels);
        MarkerStability stability = MarkerStability.withDefaults().withReplicates(100);
        MarkerReport fixed = stability.measure(segmentation);
        MarkerReport refitted = stability.measure(segmentation, features, segmenter, Execution.sequential());
        assertThat(fixed.segments().get(0).sign("age").signShare().value()).isEqualTo(1);
        assertThat(refitted.segments().get(0).sign("age").signShare().upper()).isLessThan(0.9);
        assertThat(fixed.segments().get(0).stable()).containsExactly("age");
        assertThat(refitted.segments().get(0).unstable()).containsExactly("age");
    }

    @Test
    void resamplesThatCannotBeFittedAreLeftOut() {
        // one customer in eight is far away; in a resample without any of the two there are fewer distinct rows
        double[] base = new double[16];
        double[] spend = new double[16];
        int[] labels = new int[16];
        for (int i = 0; i < 16; i++) {
            base[i] = i < 8 ? 1 : i < 15 ? 2 : 9;
            labels[i] = i < 8 ? 0 : i < 15 ? 1 : 2;
            spend[i] = i;
        }
        Segmentation segmentation = Segmentation.of(
                Snapshot.builder(DATE, ids(16))
                        .numeric("base", Role.BASE, base)
                        .numeric("spend", Role.VALUE, spend)
                        .build(),
                Assignment.copyOf(3, labels));
        FeatureMatrix features = segmentation.snapshot().features();
        MarkerReport found = MarkerStability.withDefaults()
                .withReplicates(50)
                .measure(segmentation, features, KMeans.of(3), Execution.sequential());
        int without = 0;
        for (int r = 0; r < 50; r++) {
            without += Arrays.stream(draw(16, SeededRandom.stream(0, r))).anyMatch(i -> i == 15) ? 0 : 1;
        }
        assertThat(without).isBetween(5, 40);
        assertThat(found.resamples()).isEqualTo(50 - without);
        assertThat(found.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.reason()).isEqualTo(Reason.NO_OBSERVATIONS);
            assertThat(notice.message())
                    .contains(" of 50 resamples could not be fitted and were left out; the first one:");
        });
        assertThatThrownBy(() -> MarkerStability.withDefaults()
                        .measure(segmentation, features, KMeans.of(12), Execution.sequential()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("KMeans.fit: ");
    }

    @Test
    void saysWhyThereIsNoShare() {
        double[] values = {1, 2, 3, 4, 5, 6, 7, 9, 9, 9, 9, 9, 9};
        int[] labels = {0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2};
        MarkerReport found = MarkerStability.withDefaults().measure(numeric(values, 4, labels));
        assertThat(found.segments().get(0).sign("x").signShare().isDefined()).isTrue();
        assertThat(found.segments().get(1).sign("x").signShare().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.segments().get(1).sign("x").isMarker()).isTrue();
        assertThat(found.segments().get(1).sign("x").isStable()).isFalse();
        assertThat(found.segments().get(1).unstable()).containsExactly("x");
        assertThat(found.segments().get(3).sign("x").difference()).isNaN();
        assertThat(found.segments().get(3).sign("x").values()).isZero();

        MarkerReport single = MarkerStability.withDefaults().measure(numeric(values, 1, new int[13]));
        assertThat(single.segments().get(0).sign("x").signShare().undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(single.resamples()).isZero();

        double[] alike = {1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3};
        int[] halves = {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
        MarkerReport none = MarkerStability.withDefaults().measure(numeric(alike, 2, halves));
        assertThat(none.segments().get(0).sign("x").signShare().undefined()).contains(Reason.COINCIDENT_CENTERS);
        assertThat(none.segments().get(0).sign("x").markerShare().undefined()).contains(Reason.COINCIDENT_CENTERS);

        double[] huge = new double[12];
        Arrays.setAll(huge, i -> (1 + alike[i] / 8) * 1e308);
        MarkerReport over = MarkerStability.withDefaults().measure(numeric(huge, 2, halves));
        assertThat(over.segments().get(0).sign("x").signShare().undefined()).contains(Reason.RANGE);

        MarkerReport empty = MarkerStability.withDefaults().measure(numeric(new double[0], 1, new int[0]));
        assertThat(empty.segments().get(0).sign("x").signShare().undefined()).contains(Reason.NO_OBSERVATIONS);
    }

    /** Neither an offset nor a unit, however large, changes a sign; equal values have none in any resample. */
    @Test
    void signsDoNotDependOnUnits() {
        Mixed data = new Mixed();
        MarkerReport wanted = MarkerStability.withDefaults().measure(numeric(data.spend, 3, data.labels));
        double[] moved = Arrays.stream(data.spend).map(value -> 1e12 + value).toArray();
        double[] huge = Arrays.stream(data.spend).map(value -> 0x1p1010 * value).toArray();
        for (int s = 0; s < 3; s++) {
            MarkerSign sign = wanted.segments().get(s).sign("x");
            assertThat(MarkerStability.withDefaults()
                            .measure(numeric(moved, 3, data.labels))
                            .segments()
                            .get(s)
                            .sign("x")
                            .signShare())
                    .isEqualTo(sign.signShare());
            MarkerSign large = MarkerStability.withDefaults()
                    .measure(numeric(huge, 3, data.labels))
                    .segments()
                    .get(s)
                    .sign("x");
            assertThat(large.signShare()).isEqualTo(sign.signShare());
            assertThat(large.markerShare()).isEqualTo(sign.markerShare());
        }
        // one customer of forty buys: in resamples without that one all are equal, at a value that is no binary
        // fraction
        double[] rare = new double[40];
        Arrays.fill(rare, 0.1);
        rare[0] = 0.7;
        int[] labels = IntStream.range(0, 40).map(i -> i % 2).toArray();
        MarkerReport found = MarkerStability.withDefaults().withReplicates(2000).measure(numeric(rare, 2, labels));
        double there = 1 - Math.pow(39 / 40.0, 40);
        assertThat(found.segments().get(0).sign("x").signShare().value())
                .isCloseTo(there, within(4 * error(there, 2000)));
        assertThat(found.segments().get(1).sign("x").signShare())
                .isEqualTo(found.segments().get(0).sign("x").signShare());
    }

    /** The same decimals in both segments, in any order: what rounding leaves of their difference is no sign. */
    @Test
    void roundingIsNoDifference() {
        double[] values = new double[60];
        int[] labels = new int[60];
        for (int i = 0; i < 60; i++) {
            values[i] = Math.pow(1.37, i % 30) / 7; // of many magnitudes, so that sums are not exact
            labels[i] = i / 30;
        }
        MarkerColumn column = MarkerColumn.ofNumbers(values);
        SeededRandom random = SeededRandom.stream(4, 4);
        for (int run = 0; run < 200; run++) {
            int kinds = 1 + random.nextInt(10);
            int[] drawn = new int[6 * kinds];
            int[] drawnLabels = new int[6 * kinds];
            for (int d = 0; d < kinds; d++) {
                int row = random.nextInt(30);
                for (int copy = 0;
                        copy < 6;
                        copy++) { // twice in segment 0, forward, and four times in segment 1, backward
                    int at = copy < 2 ? copy * kinds + d : copy * kinds + kinds - 1 - d;
                    drawn[at] = copy < 2 ? row : row + 30;
                    drawnLabels[at] = copy < 2 ? 0 : 1;
                }
            }
            MarkerColumn.Means means = column.means(drawn, drawnLabels, 2).get(0);
            assertThat(means.difference(0)).isZero();
            assertThat(means.difference(1)).isZero();
        }
    }

    @Test
    void threadsChangeNothingAndProgressIsTold() {
        Mixed data = new Mixed();
        List<FitProgress> told = new ArrayList<>();
        MarkerReport one = MarkerStability.withDefaults()
                .measure(data.segmentation, Execution.sequential().withListener(told::add));
        MarkerReport three = MarkerStability.withDefaults().measure(data.segmentation, Execution.onThreads(3));
        assertThat(three).hasToString(one.toString());
        for (int s = 0; s < 3; s++) {
            for (int c = 0; c < 3; c++) {
                assertThat(three.segments().get(s).signs().get(c).signShare())
                        .isEqualTo(one.segments().get(s).signs().get(c).signShare());
            }
        }
        assertThat(told.get(told.size() - 1)).isEqualTo(new FitProgress("marker stability", 200, 200, Double.NaN));
        assertThatThrownBy(() -> MarkerStability.withDefaults()
                        .measure(data.segmentation, Execution.onThreads(2).withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
        assertThat(MarkerStability.withDefaults()
                        .withSeed(1)
                        .measure(data.segmentation)
                        .toString())
                .isNotEqualTo(one.toString());
    }

    @Test
    void weightsAndCopiesAreTold() {
        int n = 20;
        double[] base = IntStream.range(0, n).asDoubleStream().toArray();
        double[] copy = Arrays.stream(base).map(value -> 3 * value).toArray();
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        int[] labels = IntStream.range(0, n).map(i -> i < 10 ? 0 : 1).toArray();
        MarkerReport found = MarkerStability.withDefaults()
                .measure(Segmentation.of(
                        Snapshot.builder(DATE, ids(n))
                                .numeric("orders", Role.BASE, base)
                                .numeric("spend", Role.VALUE, copy)
                                .numeric("weight", Role.WEIGHT, ones)
                                .build(),
                        Assignment.copyOf(2, labels)));
        assertThat(found.segments().get(0).signs()).isEmpty();
        assertThat(found.notices())
                .extracting(Notice::reason)
                .containsExactly(Reason.WEIGHTS_IGNORED, Reason.CIRCULAR_EVIDENCE);
    }

    @Test
    void printsATable() {
        double[] spend = {20, 22, 30, 28, 25, 27, 2, 3, 6, 5, 1, 4, 9, 8, 10};
        int[] labels = {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2};
        List<String> region = List.of("n", "s", "n", "s", "n", "n", "s", "s", "n", "n", "s", "n", "n", "s", "n");
        Segmentation segmentation = Segmentation.of(
                        Snapshot.builder(DATE, ids(15))
                                .numeric("spend", Role.VALUE, spend)
                                .nominal("region", Role.DESCRIPTOR, region)
                                .build(),
                        Assignment.copyOf(3, labels))
                .withNames("Loyal", "Rare", "New");
        MarkerReport found = MarkerStability.withDefaults().measure(segmentation);
        assertThat(found).hasToString("""
                sign kept             Loyal         Rare  New
                spend           + 100.0 %**  − 100.0 %**  –
                region = n       + 60.5 %     − 68.5 %    –
                region = s       − 60.5 %     + 68.5 %    –
                stable markers          1            1    0
                + − side of the mean of all; ** stable marker, from 90.00 % of 200 resamples; * unstable marker""");
        assertThat(found.segment("Loyal").sign("spend"))
                .hasToString(
                        "spend: +12.00 against all, sign kept 1.00 [0.981, 1.00] of 200 resamples, marker kept 0.990"
                                + " [0.964, 0.997] of 200 resamples; stable marker");
        assertThat(found.segment("Loyal").toString()).startsWith("Loyal: 1 stable markers\n  spend: ");
    }

    @Test
    void wrongOptionsAndNamesAreRefused() {
        MarkerStability stability = MarkerStability.withDefaults();
        assertThatThrownBy(() -> stability.withReplicates(19))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("MarkerStability.withReplicates: replicates = 19, expected at least 20; 200 give a share to"
                        + " about 4 points");
        assertThatThrownBy(() -> stability.withThreshold(0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("MarkerStability.withThreshold: threshold = 0.5, expected more than 0.5 and at most 1");
        Segmentation segmentation = new Mixed().segmentation;
        assertThatThrownBy(() -> stability.measure(
                        segmentation,
                        FeatureMatrix.copyOfRowMajor(List.of("x"), 1, 2),
                        KMeans.of(2),
                        Execution.sequential()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("MarkerStability.measure: features has 2 entries, expected 90, one per customer");
        MarkerReport found = stability.withReplicates(20).measure(segmentation);
        assertThatThrownBy(() -> found.segment("Gold"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("MarkerReport: no segment \"Gold\"; there are [Segment 0, Segment 1, Segment 2]");
        assertThatThrownBy(() -> found.segments().get(0).sign("base"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("SegmentMarkers.sign: no column or level \"base\" that did not form the segments; there are"
                        + " [spend, region = north, region = south]");
        assertThat(stability.withThreshold(0.95).withSeed(3).toString())
                .startsWith("MarkerStability[replicates = 200, threshold = 0.95, seed = 3, Profiling[");
    }

    private static Segmentation numeric(double[] values, int k, int[] labels) {
        return Segmentation.of(
                Snapshot.builder(DATE, ids(values.length))
                        .numeric("x", Role.VALUE, values)
                        .build(),
                Assignment.copyOf(k, labels));
    }

    private static CustomerIds ids(int n) {
        return CustomerIds.of(IntStream.range(0, n).asLongStream().toArray());
    }
}
