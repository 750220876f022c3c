package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.interval.MultinomialInterval;
import dev.segmentation.metrics.markov.LongRun;
import dev.segmentation.metrics.markov.MarkovChain;
import dev.segmentation.metrics.noise.CorrectedMigration;
import dev.segmentation.metrics.noise.TypingError;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for any customers: the seeds are new in each run, and stand in the name of a test that fails. */
class MigrationLawsTest {

    private static final LocalDate FIRST = LocalDate.of(2025, 1, 31);

    static LongStream seeds() {
        return LongStream.generate(new Random(System.nanoTime())::nextLong).limit(20);
    }

    /**
     * Counts at random, mostly of customers who stay, and the same with other names in another order; segment s is at place
     * {@code place[s]}.
     */
    private record Renamed(List<String> names, List<String> renamed, int[] place, long[][] counts, long[][] moved) {

        static Renamed drawn(Random random) {
            int k = 2 + random.nextInt(5);
            List<Integer> order = new ArrayList<>(IntStream.range(0, k).boxed().toList());
            Collections.shuffle(order, random);
            int[] place = order.stream().mapToInt(Integer::intValue).toArray();
            List<String> names = IntStream.range(0, k).mapToObj(s -> "s" + s).toList();
            String[] renamed = new String[k];
            for (int s = 0; s < k; s++) {
                renamed[place[s]] = "other " + s;
            }
            long[][] counts = new long[k][k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    boolean isMove = i != j;
                    counts[i][j] = isMove && random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(isMove ? 15 : 60);
                }
            }
            return new Renamed(names, List.of(renamed), place, counts, permuted(counts, place));
        }

        private static long[][] permuted(long[][] counts, int... place) {
            long[][] moved = new long[counts.length][counts.length];
            for (int i = 0; i < counts.length; i++) {
                for (int j = 0; j < counts.length; j++) {
                    moved[place[i]][place[j]] = counts[i][j];
                }
            }
            return moved;
        }

        long[] permuted(long... values) {
            long[] moved = new long[values.length];
            for (int s = 0; s < values.length; s++) {
                moved[place[s]] = values[s];
            }
            return moved;
        }

        String other(int segment) {
            return renamed.get(place[segment]);
        }
    }

    private static void same(Estimate found, Estimate expected, double bound) {
        assertThat(found.undefined()).isEqualTo(expected.undefined());
        assertThat(found.customers()).isEqualTo(expected.customers());
        if (expected.isDefined()) {
            assertThat(found.value()).isCloseTo(expected.value(), within(bound));
            assertThat(found.lower()).isCloseTo(expected.lower(), within(bound));
            assertThat(found.upper()).isCloseTo(expected.upper(), within(bound));
        }
    }

    private static void same(MigrationTest found, MigrationTest expected) {
        assertThat(found.degrees()).isEqualTo(expected.degrees());
        assertThat(found.undefined()).isEqualTo(expected.undefined());
        if (expected.undefined().isEmpty()) {
            assertThat(found.statistic()).isCloseTo(expected.statistic(), within(1e-9 * (1 + expected.statistic())));
            assertThat(found.chiSquareP()).isCloseTo(expected.chiSquareP(), within(1e-9));
            assertThat(found.leastExpected()).isCloseTo(expected.leastExpected(), within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void renamingSegmentsPermutesTheMatrixAndItsIntervals(long seed) {
        Random random = new Random(seed);
        Renamed market = Renamed.drawn(random);
        int k = market.names().size();
        long[] in = random.longs(k, 0, 30).toArray();
        long[] out = random.longs(k, 0, 30).toArray();
        MigrationMatrix matrix = MigrationMatrix.copyOf(market.names(), market.counts(), in, out);
        MigrationMatrix renamed =
                MigrationMatrix.copyOf(market.renamed(), market.moved(), market.permuted(in), market.permuted(out));
        same(renamed.shareMoved(), matrix.shareMoved(), 0);
        same(renamed.retention(), matrix.retention(), 0);
        assertThat(renamed.logLikelihood()).isCloseTo(matrix.logLikelihood(), within(1e-9));
        for (int i = 0; i < k; i++) {
            String name = market.names().get(i);
            Segment segment = matrix.segment(name);
            Segment other = renamed.segment(market.other(i));
            assertThat(renamed.entrants(other)).isEqualTo(matrix.entrants(segment));
            assertThat(renamed.leavers(other)).isEqualTo(matrix.leavers(segment));
            same(renamed.exitRate(other), matrix.exitRate(segment), 0);
            same(renamed.entryShare(other), matrix.entryShare(segment), 0);
            for (int j = 0; j < k; j++) {
                String to = market.names().get(j);
                assertThat(renamed.count(market.other(i), market.other(j))).isEqualTo(matrix.count(name, to));
                assertThat(renamed.probability(market.other(i), market.other(j)))
                        .isEqualTo(matrix.probability(name, to));
                same(renamed.interval(market.other(i), market.other(j)), matrix.interval(name, to), 0);
            }
            for (MultinomialInterval method : MultinomialInterval.values()) {
                List<Estimate> intervals = matrix.intervals(segment, method);
                List<Estimate> others = renamed.intervals(other, method);
                for (int j = 0; j < k; j++) {
                    same(others.get(market.place()[j]), intervals.get(j), 1e-9);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void renamingSegmentsDoesNotChangeMobilityNorWhereSizesSettle(long seed) {
        Renamed market = Renamed.drawn(new Random(seed));
        int k = market.names().size();
        MigrationMatrix matrix = MigrationMatrix.copyOf(market.names(), market.counts(), new long[k], new long[k]);
        MigrationMatrix renamed = MigrationMatrix.copyOf(market.renamed(), market.moved(), new long[k], new long[k]);
        double determinant = 1 - matrix.mobility().value(MobilityIndex.DETERMINANT);
        for (MobilityIndex index : MobilityIndex.values()) {
            double value = matrix.mobility().value(index);
            assertThat(renamed.mobility().undefined(index))
                    .as("%s", index)
                    .isEqualTo(matrix.mobility().undefined(index));
            boolean isRootOfNothing = index == MobilityIndex.DETERMINANT_ROOT && determinant < 1e-9;
            if (!Double.isNaN(value) && !isRootOfNothing) { // repeated eigenvalues keep half of their digits
                assertThat(renamed.mobility().value(index))
                        .as("%s", index)
                        .isCloseTo(value, within(1e-6 * (1 + Math.abs(value))));
            }
        }
        LongRun settled = matrix.chain().orElseThrow().longRun();
        LongRun other = renamed.chain().orElseThrow().longRun();
        assertThat(other.undefined()).isEqualTo(settled.undefined());
        assertThat(other.noLimit()).isEqualTo(settled.noLimit());
        for (int s = 0; s < k && settled.undefined().isEmpty(); s++) {
            assertThat(other.stationary(market.other(s)))
                    .isCloseTo(settled.stationary(market.names().get(s)), within(1e-11));
        }
        DirectionalMobility up = matrix.ordered(market.names());
        DirectionalMobility upRenamed =
                renamed.ordered(IntStream.range(0, k).mapToObj(market::other).toList());
        assertThat(upRenamed).hasToString(up.toString());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void renamingSegmentsDoesNotChangeTests(long seed) {
        Random random = new Random(seed);
        Renamed market = Renamed.drawn(random);
        int k = market.names().size();
        MigrationMatrix matrix = MigrationMatrix.copyOf(market.names(), market.counts(), new long[k], new long[k]);
        MigrationMatrix renamed = MigrationMatrix.copyOf(market.renamed(), market.moved(), new long[k], new long[k]);
        MigrationTests tests = MigrationTests.withDefaults().withoutDraws(); // draws are by the place of a segment
        same(tests.symmetry(renamed), tests.symmetry(matrix));
        same(tests.equalSizes(renamed), tests.equalSizes(matrix));
        same(tests.equalShares(renamed), tests.equalShares(matrix));
        same(tests.independence(renamed), tests.independence(matrix));
        long[][] back = new long[k][k];
        long[][][] triples = new long[k][][];
        long[][][] otherTriples = new long[k][][];
        Map<String, String> levels = new HashMap<>();
        Map<String, String> otherLevels = new HashMap<>();
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                back[j][i] = market.counts()[i][j];
            }
            triples[i] = new long[k][k];
            for (long[] row : triples[i]) {
                for (int j = 0; j < k; j++) {
                    row[j] = random.nextInt(12);
                }
            }
            otherTriples[market.place()[i]] = Renamed.permuted(triples[i], market.place());
            levels.put(market.names().get(i), "level " + i % 2);
            otherLevels.put(market.other(i), "level " + i % 2);
        }
        MigrationMatrix second = MigrationMatrix.copyOf(market.names(), back, new long[k], new long[k]);
        MigrationMatrix otherSecond = MigrationMatrix.copyOf(
                market.renamed(), Renamed.permuted(back, market.place()), new long[k], new long[k]);
        same(tests.homogeneity(List.of(renamed, otherSecond)), tests.homogeneity(List.of(matrix, second)));
        same(tests.order(otherTriples), tests.order(triples));
        same(tests.lumpability(renamed, otherLevels), tests.lumpability(matrix, levels));
        MarkovChain chain = second.chain().orElseThrow();
        MarkovChain other = otherSecond.chain().orElseThrow();
        same(tests.given(renamed, other), tests.given(matrix, chain));
        for (MatrixDistance distance : MatrixDistance.values()) {
            assertThat(distance.between(renamed, otherSecond))
                    .isCloseTo(distance.between(matrix, second), within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void renamingSegmentsPermutesTheCorrectedMatrix(long seed) {
        Random random = new Random(seed);
        Renamed market = Renamed.drawn(random);
        int k = market.names().size();
        double[][] error = new double[k][k];
        double[][] otherError = new double[k][k];
        for (int s = 0; s < k; s++) {
            double[] wrong = random.doubles(k, 0, 1).toArray();
            wrong[s] = 0;
            double sum = IntStream.range(0, k).mapToDouble(t -> wrong[t]).sum();
            double rest = 0;
            for (int t = 0; t < k; t++) {
                error[s][t] = 0.2 * wrong[t] / sum;
                rest += error[s][t];
            }
            error[s][s] = 1 - rest;
        }
        for (int s = 0; s < k; s++) {
            for (int t = 0; t < k; t++) {
                otherError[market.place()[s]][market.place()[t]] = error[s][t];
            }
        }
        CorrectedMigration corrected = CorrectedMigration.of(
                MigrationMatrix.copyOf(market.names(), market.counts(), new long[k], new long[k]),
                TypingError.ofShares(market.names(), error));
        CorrectedMigration renamed = CorrectedMigration.of(
                MigrationMatrix.copyOf(market.renamed(), market.moved(), new long[k], new long[k]),
                TypingError.ofShares(market.renamed(), otherError));
        assertThat(renamed.floor()).isCloseTo(corrected.floor(), within(1e-7));
        assertThat(renamed.movedUnbiased().value())
                .isCloseTo(corrected.movedUnbiased().value(), within(1e-12));
        assertThat(renamed.movedUnbiased().lower())
                .isCloseTo(corrected.movedUnbiased().lower(), within(1e-12));
        assertThat(renamed.overstated()).isEqualTo(corrected.overstated());
        same(renamed.moved(), corrected.moved(), 1e-6); // the search for shares above 0 ends near them
        for (int i = 0; i < k; i++) {
            String from = market.names().get(i);
            same(renamed.shareBefore(market.other(i)), corrected.shareBefore(from), 1e-6);
            same(renamed.shareAfter(market.other(i)), corrected.shareAfter(from), 1e-6);
            for (int j = 0; j < k; j++) {
                String to = market.names().get(j);
                same(renamed.share(market.other(i), market.other(j)), corrected.share(from, to), 1e-6);
                same(renamed.probability(market.other(i), market.other(j)), corrected.probability(from, to), 1e-4);
            }
        }
    }

    /** Of customers by name: two dates, and dates between that are left out or added up. */
    @ParameterizedTest
    @MethodSource("seeds")
    void mergingMonthsCommutesWithCounting(long seed) {
        Random random = new Random(seed);
        int k = 1 + random.nextInt(5);
        int dates = 3 + random.nextInt(4);
        List<Segmentation> months = new ArrayList<>();
        for (int t = 0; t < dates; t++) {
            Segmentation.Builder month = Segmentation.builder(FIRST.plusMonths(t))
                    .segments(IntStream.range(0, k).mapToObj(s -> "s" + s).toList());
            for (int c = 0; c < 80; c++) {
                if (random.nextInt(4) > 0) {
                    month.add("c" + c, "s" + random.nextInt(k));
                }
            }
            months.add(month.build());
        }
        SegmentHistory all = SegmentHistory.of(months);
        int from = random.nextInt(dates - 1);
        int to = from + 1 + random.nextInt(dates - from - 1);
        MigrationMatrix merged =
                all.migration(all.dates().get(from), all.dates().get(to));
        SegmentHistory two = SegmentHistory.of(months.get(from), months.get(to));
        MigrationMatrix counted = MigrationMatrix.between(months.get(from), months.get(to));
        MigrationMatrix pooled = all.pooled().matrix();
        for (Segment i : all.segments()) {
            assertThat(merged.entrants(i.name())).isEqualTo(counted.entrants(i.name()));
            assertThat(merged.leavers(i.name())).isEqualTo(counted.leavers(i.name()));
            for (Segment j : all.segments()) {
                long direct = counted.count(i.name(), j.name());
                assertThat(merged.count(i.name(), j.name())).isEqualTo(direct);
                assertThat(two.steps().get(0).count(i.name(), j.name())).isEqualTo(direct);
                long sum = all.steps().stream()
                        .mapToLong(step -> step.count(i.name(), j.name()))
                        .sum();
                assertThat(pooled.count(i.name(), j.name())).isEqualTo(sum);
            }
        }
        int middle = 1 + random.nextInt(dates - 2); // added up in two parts, or at once
        long ofParts = all.between(all.dates().get(0), all.dates().get(middle))
                        .pooled()
                        .matrix()
                        .movers()
                + all.between(all.dates().get(middle), all.dates().get(dates - 1))
                        .pooled()
                        .matrix()
                        .movers();
        assertThat(pooled.movers()).isEqualTo(ofParts);
    }
}
