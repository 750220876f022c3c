package dev.segmentation.metrics.markov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.CancelledException;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.markov.SlowAalenJohansen.Stay;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AalenJohansenTest {

    private static final List<String> STATES = List.of("A", "B", "LEFT");

    /** Ties at 2 and 3, one lost at 3, one who comes at 0.5. */
    private static Stays seven() {
        return Stays.builder(STATES)
                .add("A", 0, 1, "B")
                .add("B", 1, 3, "LEFT")
                .add("A", 0, 2, "LEFT")
                .addCensored("A", 0, 3)
                .add("A", 0.5, 2, "B")
                .addCensored("B", 2, 4)
                .add("B", 0, 3, "A")
                .addCensored("A", 3, 4)
                .build();
    }

    /** Of four in A one moves; dividing by the three who are left would give 1/3. */
    @Test
    void theNumberAtRiskIsTheOneJustBefore() {
        TransitionChances one = AalenJohansen.of(seven()).between(0, 1).get(0);
        assertThat(one.atRisk("A")).isEqualTo(4);
        assertThat(one.customers("A")).isEqualTo(3); // the fourth came later
        assertThat(one.probability("A", "B")).isEqualTo(0.25);
        assertThat(one.standardError("A", "B")).isCloseTo(Math.sqrt(0.25 * 0.75 / 4), within(1e-15));
    }

    @Test
    void byHand() {
        List<TransitionChances> found = AalenJohansen.of(seven()).between(0, 1, 2, 3, 3.5);
        assertRow(found.get(0), 0.75, 0.25, 0);
        assertRow(found.get(1), 0.25, 0.5, 0.25);
        assertRow(found.get(2), 5 / 12.0, 1 / 6.0, 5 / 12.0);
        assertRow(found.get(3), 5 / 12.0, 1 / 6.0, 5 / 12.0);
        TransitionChances two = found.get(1);
        // (1/3)² of the variance (1/4)(3/4)/4 before, and (3/4)² (1/3)(2/3)/3 of the moves at 2
        assertThat(two.covariance("A", "LEFT", "LEFT")).isCloseTo(3 / 64.0, within(1e-15));
        assertThat(two.standardError("A", "A")).isCloseTo(Math.sqrt(3 / 64.0), within(1e-15));
        assertThat(two.covariance("A", "A", "LEFT")).isCloseTo(3 / 64.0 / 9 - 9 / 16.0 / 9 / 3, within(1e-15));
        assertThat(two.probability("B", "B")).isEqualTo(1);
        assertThat(found.get(2).probability("B", "A")).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(IntStream.range(0, 4).mapToObj(t -> found.get(t).atRisk("A")))
                .containsExactly(4L, 3L, 1L, 1L);
        assertThat(IntStream.range(0, 4).mapToObj(t -> found.get(t).atRisk("B")))
                .containsExactly(1L, 2L, 3L, 1L);
        assertThat(two.cumulativeRate("A", "B")).isCloseTo(1 / 4.0 + 1 / 3.0, within(1e-15));
        assertThat(two.cumulativeRate("A", "A")).isZero();
        assertThat(two.start()).isZero();
        assertThat(two.end()).isEqualTo(2);
        assertThat(two.states()).isEqualTo(STATES);
        assertThat(two).hasToString("""
                        from \\ to       A        B    LEFT
                        A          25.0 %   50.0 %  25.0 %
                        B           0.0 %  100.0 %   0.0 %
                        LEFT            ?        ?       ?""");
    }

    private static void assertRow(TransitionChances found, double... expected) {
        for (int j = 0; j < expected.length; j++) {
            assertThat(found.probability("A", STATES.get(j))).isCloseTo(expected[j], within(1e-15));
        }
    }

    /**
     * The weeks that 21 children with leukaemia stayed in remission under 6-MP (Freireich et al. 1963), with the estimate, its
     * standard error and the interval by log(−log S) as in textbooks.
     */
    @ParameterizedTest
    @CsvSource({
        "6, 0.8571, 0.0764, 0.6197, 0.9516",
        "7, 0.8067, 0.0869, 0.5631, 0.9228",
        "10, 0.7529, 0.0963, 0.5032, 0.8894",
        "13, 0.6902, 0.1068, 0.4316, 0.8491",
        "16, 0.6275, 0.1141, 0.3675, 0.8049",
        "22, 0.5378, 0.1282, 0.2678, 0.7468",
        "23, 0.4482, 0.1346, 0.1881, 0.6801"
    })
    void remissionOfLeukaemia(double week, double survival, double error, double lower, double upper) {
        Stays.Builder builder = Stays.builder(List.of("remission", "relapse"));
        for (int relapsed : new int[] {6, 6, 6, 7, 10, 13, 16, 22, 23}) {
            builder.add("remission", 0, relapsed, "relapse");
        }
        for (int lost : new int[] {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) {
            builder.addCensored("remission", 0, lost);
        }
        TransitionChances found = AalenJohansen.of(builder.build())
                .withInterval(ChanceInterval.LOG_LOG)
                .between(0, week)
                .get(0);
        Estimate stays = found.interval("remission", "remission");
        assertThat(stays.value()).isCloseTo(survival, within(5e-5));
        assertThat(found.standardError("remission", "remission")).isCloseTo(error, within(5e-5));
        assertThat(stays.lower()).isCloseTo(lower, within(5e-5));
        assertThat(stays.upper()).isCloseTo(upper, within(5e-5));
        Estimate goes = found.interval("remission", "relapse");
        assertThat(goes.lower()).isCloseTo(1 - stays.upper(), within(1e-14));
        assertThat(goes.upper()).isCloseTo(1 - stays.lower(), within(1e-14));
        assertThat(goes.customers()).isEqualTo(21);
    }

    @Test
    void agreesWithTheBookByWholeMatrices() {
        long seed = 4;
        Random random = new Random(seed);
        int defined = 0;
        for (int run = 0; run < 60; run++) {
            int k = 2 + random.nextInt(3);
            List<Stay> stays = stays(k, 5 + random.nextInt(60), random);
            double start = random.nextInt(3);
            double middle = start + random.nextInt(4) + (random.nextBoolean() ? 0.5 : 0);
            double end = middle + 1 + random.nextInt(4);
            List<TransitionChances> found = AalenJohansen.of(built(k, stays))
                    .withCovarianceBetweenRows()
                    .between(start, middle, end);
            for (TransitionChances each : found) {
                defined += agrees(each, new SlowAalenJohansen(k, stays, start, each.end()), stays, seed);
            }
        }
        assertThat(defined).isGreaterThan(100);
    }

    /** How many rows are defined. */
    private static int agrees(TransitionChances found, SlowAalenJohansen slow, List<Stay> stays, long seed) {
        List<String> names = found.states();
        int k = names.size();
        double[][] chances = slow.chances();
        double[][] covariance = slow.covariance();
        boolean[] defined = new boolean[k];
        for (int i = 0; i < k; i++) {
            int from = i;
            boolean never = stays.stream().noneMatch(stay -> stay.state() == from)
                    && stays.stream().anyMatch(stay -> stay.next() == from);
            boolean lost = isLost(from, k, stays, found.start(), found.end());
            assertThat(found.undefined(names.get(i)))
                    .as("seed %d", seed)
                    .isEqualTo(
                            never
                                    ? Optional.of(Reason.ABSORBING)
                                    : slow.present(i) == 0 || lost
                                            ? Optional.of(Reason.NO_OBSERVATIONS)
                                            : Optional.empty());
            defined[i] = found.undefined(names.get(i)).isEmpty();
            assertThat(found.atRisk(names.get(i))).as("seed %d", seed).isEqualTo(slow.atRisk(i));
            assertThat(found.customers(names.get(i))).as("seed %d", seed).isEqualTo(slow.present(i));
        }
        for (int cell = 0; cell < k * k * k * k; cell++) {
            int i = cell % k;
            int j = cell / k % k;
            int a = cell / k / k % k;
            int b = cell / k / k / k;
            double expected = defined[i] && defined[a] ? covariance[j * k + i][b * k + a] : Double.NaN;
            assertClose(
                    found.covariance(names.get(i), names.get(j), names.get(a), names.get(b)), expected, 1e-14, seed);
            assertClose(
                    found.probability(names.get(i), names.get(j)),
                    defined[i] ? chances[i][j] : Double.NaN,
                    1e-13,
                    seed);
        }
        return (int) IntStream.range(0, k).filter(i -> defined[i]).count();
    }

    /** Whether, between any two times at which something happens, a customer may be in a state in which nobody is watched. */
    private static boolean isLost(int from, int k, List<Stay> stays, double start, double end) {
        double[] times = DoubleStream.concat(
                        DoubleStream.of(start, end),
                        stays.stream().flatMapToDouble(stay -> DoubleStream.of(stay.from(), stay.until())))
                .filter(time -> time >= start && time <= end)
                .sorted()
                .distinct()
                .toArray();
        for (int t = 0; t + 1 < times.length; t++) {
            double since = times[t];
            double until = times[t + 1];
            double[] chances = new SlowAalenJohansen(k, stays, start, since).chances()[from];
            for (int h = 0; h < k; h++) {
                int state = h;
                if (chances[h] > 0
                        && stays.stream().anyMatch(stay -> stay.state() == state)
                        && stays.stream()
                                .noneMatch(stay ->
                                        stay.state() == state && stay.from() <= since && stay.until() >= until)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One late stay does not make up for the time before it in which nobody was watched. */
    @Test
    void aGapInWhichNobodyIsWatchedIsNotATimeWithoutMoves() {
        Stays.Builder builder = Stays.builder(List.of("A", "LEFT"));
        for (int c = 0; c < 100; c++) {
            if (c < 10) {
                builder.add("A", 0, 1 + c * 0.1, "LEFT");
            } else {
                builder.addCensored("A", 0, 5);
            }
        }
        AalenJohansen estimator =
                AalenJohansen.of(builder.addCensored("A", 45, 46).build());
        assertThat(estimator.between(0, 5).get(0).probability("A", "A")).isCloseTo(0.9, within(1e-15));
        for (double time : new double[] {5.5, 45, 45.5, 50}) {
            assertThat(estimator.between(0, time).get(0).undefined("A"))
                    .as("until %s", time)
                    .contains(Reason.NO_OBSERVATIONS);
            assertThat(estimator.between(0, time).get(0).cumulativeRate("A", "LEFT"))
                    .isNaN();
        }
        assertThat(estimator.occupation(0, 45.5).get(0).undefined()).contains(Reason.NO_OBSERVATIONS);
    }

    private static void assertClose(double found, double expected, double tolerance, long seed) {
        if (Double.isNaN(expected)) {
            assertThat(found).as("seed %d", seed).isNaN();
        } else {
            assertThat(found).as("seed %d", seed).isCloseTo(expected, within(tolerance));
        }
    }

    /** Of whole or other times, from any time on; the last state often is one without stays. */
    private static List<Stay> stays(int k, int count, Random random) {
        int left = random.nextBoolean() ? k : k - 1;
        boolean whole = random.nextBoolean();
        List<Stay> stays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double from = whole ? random.nextInt(5) : random.nextDouble() * 5 - 1;
            double length = whole ? 1 + random.nextInt(5) : random.nextDouble() * 6;
            int state = random.nextInt(left);
            int next = (state + 1 + random.nextInt(k - 1)) % k;
            stays.add(new Stay(state, from, from + length, random.nextInt(3) == 0 ? -1 : next));
        }
        return stays;
    }

    private static Stays built(int k, List<Stay> stays) {
        return built(names(k), stays);
    }

    private static Stays built(List<String> names, List<Stay> stays) {
        Stays.Builder builder = Stays.builder(names);
        for (Stay stay : stays) {
            if (stay.next() < 0) {
                builder.addCensored("S" + stay.state(), stay.from(), stay.until());
            } else {
                builder.add("S" + stay.state(), stay.from(), stay.until(), "S" + stay.next());
            }
        }
        return builder.build();
    }

    private static List<String> names(int k) {
        return IntStream.range(0, k).mapToObj(i -> "S" + i).toList();
    }

    /** Everybody was there from the start and nobody was lost: plain shares with their covariance and Wilson's intervals. */
    @Test
    void withoutLossesItIsPlainShares() {
        long seed = 20250131; // fixed: roundings of many factors add up by chance
        Random random = new Random(seed);
        for (int run = 0; run < 30; run++) {
            int k = 2 + random.nextInt(4);
            int n = 1 + random.nextInt(40);
            boolean sameStart = random.nextBoolean();
            boolean whole = random.nextBoolean();
            double end = 3;
            Stays.Builder builder = Stays.builder(names(k));
            long[] counts = new long[k];
            for (int c = 0; c < n; c++) {
                int state = sameStart ? 0 : random.nextInt(k);
                double now = 0;
                for (double next = 0; now < 10; now = next) {
                    next = now + (whole ? 1 + random.nextInt(3) : 0.01 + 2 * random.nextDouble());
                    int to = (state + 1 + random.nextInt(k - 1)) % k;
                    builder.add("S" + state, now, next, "S" + to);
                    if (now <= end && next > end) {
                        counts[state]++;
                    }
                    state = to;
                }
            }
            AalenJohansen estimator = AalenJohansen.of(builder.build());
            assertShares(estimator.occupation(0, 1, end).get(1), counts, n, seed);
            if (sameStart) {
                TransitionChances found = estimator.between(0, 1, end).get(1);
                for (int j = 0; j < k; j++) {
                    assertEstimate(found.interval("S0", "S" + j), counts[j], n, seed);
                    double share = (double) counts[j] / n;
                    assertThat(found.covariance("S0", "S" + j, "S" + j))
                            .as("seed %d", seed)
                            .isCloseTo(share * (1 - share) / n, within(1e-14));
                }
            }
        }
    }

    private static void assertShares(StateOccupation found, long[] counts, long n, long seed) {
        for (int i = 0; i < counts.length; i++) {
            assertEstimate(found.interval("S" + i), counts[i], n, seed);
            for (int j = 0; j < counts.length; j++) {
                double expected = ((i == j ? counts[i] : 0) - (double) counts[i] * counts[j] / n) / n / n;
                assertThat(found.covariance("S" + i, "S" + j))
                        .as("seed %d", seed)
                        .isCloseTo(expected, within(1e-14));
            }
        }
    }

    private static void assertEstimate(Estimate found, long count, long n, long seed) {
        Estimate expected = ProportionInterval.wilson(count, n, 0.95);
        assertThat(found.value()).as("seed %d", seed).isCloseTo(expected.value(), within(1e-13));
        assertThat(found.lower()).as("seed %d", seed).isCloseTo(expected.lower(), within(1e-9));
        assertThat(found.upper()).as("seed %d", seed).isCloseTo(expected.upper(), within(1e-9));
        assertThat(found.customers()).as("seed %d", seed).isEqualTo(n);
    }

    @Test
    void rowsSumToOneAndTimesMultiply() {
        long seed = 20250131; // fixed: that every state is watched is chance
        Random random = new Random(seed);
        for (int run = 0; run < 40; run++) {
            int k = 2 + random.nextInt(6);
            List<Stay> stays = stays(k, 2000, random); // so many that every state is watched
            AalenJohansen estimator = AalenJohansen.of(built(k, stays)).withRows(List.of("S0"));
            double[][] whole =
                    estimator.between(1, 4).get(0).chain().orElseThrow().toArray();
            double[][] first =
                    estimator.between(1, 2.5).get(0).chain().orElseThrow().toArray();
            double[][] second =
                    estimator.between(2.5, 4).get(0).chain().orElseThrow().toArray();
            double[][] product = SlowAalenJohansen.times(first, second);
            double[] raw = estimator.between(1, 4).get(0).toArray()[0];
            assertThat(Arrays.stream(raw).sum()).as("seed %d", seed).isCloseTo(1, within(1e-13));
            for (int i = 0; i < k; i++) {
                assertThat(product[i]).as("seed %d", seed).containsExactly(whole[i], within(1e-12));
            }
            StateOccupation occupation = estimator.occupation(1, 4).get(0);
            double all = occupation.states().stream()
                    .mapToDouble(occupation::probability)
                    .sum();
            assertThat(all).as("seed %d", seed).isCloseTo(1, within(1e-13));
        }
    }

    @Test
    void renamedStatesArePermuted() {
        long seed = 20250131; // fixed: roundings of many factors add up by chance
        Random random = new Random(seed);
        for (int run = 0; run < 20; run++) {
            int k = 2 + random.nextInt(4);
            List<Stay> stays = stays(k, 200, random);
            List<String> shuffled = new ArrayList<>(names(k));
            Collections.shuffle(shuffled, random);
            TransitionChances here =
                    AalenJohansen.of(built(k, stays)).between(0.5, 3.5).get(0);
            TransitionChances there =
                    AalenJohansen.of(built(shuffled, stays)).between(0.5, 3.5).get(0);
            for (String from : shuffled) {
                for (String to : shuffled) {
                    assertClose(there.probability(from, to), here.probability(from, to), 1e-14, seed);
                    assertClose(there.standardError(from, to), here.standardError(from, to), 1e-13, seed);
                    assertClose(there.cumulativeRate(from, to), here.cumulativeRate(from, to), 1e-14, seed);
                }
            }
        }
    }

    /** The same bits in any order of the stays, on any number of threads, and whatever other times are asked for. */
    @Test
    void sameBits() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Stay> stays = stays(4, 3000, random);
        List<TransitionChances> found = AalenJohansen.of(built(4, stays)).between(0, 1, 2, 3.25);
        Collections.shuffle(stays, random);
        AalenJohansen shuffled = AalenJohansen.of(built(4, stays));
        List<TransitionChances> threads = shuffled.between(0, new double[] {1, 2, 3.25}, Execution.onThreads(3));
        for (int t = 0; t < 3; t++) {
            TransitionChances alone = shuffled.between(0, found.get(t).end()).get(0);
            for (String from : alone.states()) {
                for (String to : alone.states()) {
                    assertThat(threads.get(t).interval(from, to))
                            .as("seed %d", seed)
                            .isEqualTo(found.get(t).interval(from, to))
                            .isEqualTo(alone.interval(from, to));
                }
            }
        }
    }

    /** So many that they are sorted in several parts. */
    @Test
    void manyCustomers() {
        int n = 300_000;
        Stays.Builder builder = Stays.builder(List.of("A", "B", "C"));
        long[] counts = new long[3];
        for (int c = 0; c < n; c++) {
            double first = SeededRandom.uniform(1, c) * 2;
            double second = first + 0.25;
            builder.add("A", 0, first + 1e-9, "B").add("B", first + 1e-9, second, "C");
            counts[first + 1e-9 > 1 ? 0 : second > 1 ? 1 : 2]++;
        }
        StateOccupation found =
                AalenJohansen.of(builder.build()).occupation(0, 1).get(0);
        for (int j = 0; j < 3; j++) {
            double share = (double) counts[j] / n;
            String state = found.states().get(j);
            assertThat(found.probability(state)).isCloseTo(share, within(1e-11));
            assertThat(found.standardError(state)).isCloseTo(Math.sqrt(share * (1 - share) / n), within(1e-12));
        }
    }

    /** A share of the start carried on, known or counted: by hand, w P and its variance. */
    @Test
    void occupationAddsRows() {
        AalenJohansen estimator = AalenJohansen.of(seven()).withCovarianceBetweenRows();
        double[] shares = {0.25, 0.75, 0};
        StateOccupation given = estimator
                .occupationFrom(shares, 0, new double[] {3}, Execution.sequential())
                .get(0);
        TransitionChances rows = estimator.between(0, 3).get(0);
        for (String to : STATES) {
            double mean = 0.25 * rows.probability("A", to) + 0.75 * rows.probability("B", to);
            double variance = rows.covariance("A", to, to) / 16
                    + rows.covariance("B", to, to) * 9 / 16
                    + 2 * 3 / 16.0 * rows.covariance("A", to, "B", to);
            assertThat(given.probability(to)).isCloseTo(mean, within(1e-15));
            assertThat(given.standardError(to)).isCloseTo(Math.sqrt(variance), within(1e-15));
        }
        assertThat(given.customers()).isEqualTo(4); // of those who are there just after 0
        assertThat(given.atRisk("B")).isEqualTo(3);
        assertThat(given.undefined()).isEmpty();
        StateOccupation counted = estimator.occupation(0, 3).get(0); // 3 of 4 in A
        assertThat(counted.probability("LEFT"))
                .isCloseTo(0.75 * 5 / 12.0 + 0.25 * rows.probability("B", "LEFT"), within(1e-15));
        assertThat(counted.start()).isZero();
        assertThat(counted.end()).isEqualTo(3);
        // known shares are surer than counted ones: the sample adds p' diag(w) p − (w p)², over 4
        StateOccupation known = estimator
                .occupationFrom(new double[] {0.75, 0.25, 0}, 0, new double[] {3}, Execution.sequential())
                .get(0);
        double a = rows.probability("A", "B");
        double b = rows.probability("B", "B");
        double sampled = (0.75 * a * a + 0.25 * b * b - Math.pow(0.75 * a + 0.25 * b, 2)) / 4;
        assertThat(counted.covariance("B", "B")).isCloseTo(known.covariance("B", "B") + sampled, within(1e-15));
    }

    /** Two who were in B at 1, of whom one leaves; the third who is there later is not followed. */
    @Test
    void landmarkFollowsCustomers() {
        Stays stays = Stays.builder(STATES)
                .nextCustomer()
                .add("A", 0, 1, "B")
                .add("B", 1, 3, "LEFT")
                .nextCustomer()
                .addCensored("B", 0, 4)
                .nextCustomer()
                .add("A", 0, 2, "B")
                .add("B", 2, 3, "LEFT")
                .nextCustomer()
                .addCensored("A", 0, 5)
                .build();
        AalenJohansen estimator = AalenJohansen.of(stays);
        StateOccupation landmark = estimator.landmark("B", 1, 2, 3).get(1);
        assertThat(landmark.probability("LEFT")).isEqualTo(0.5);
        assertThat(landmark.standardError("LEFT")).isCloseTo(Math.sqrt(0.125), within(1e-15));
        assertThat(landmark.customers()).isEqualTo(2);
        assertThat(landmark.atRisk("B")).isEqualTo(2);
        assertThat(estimator.between(1, 3).get(0).probability("B", "LEFT")).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(estimator.landmark("LEFT", 1, 2).get(0).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(estimator.landmark("B", 4, 5).get(0).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThatThrownBy(() -> AalenJohansen.of(seven()).landmark("B", 1, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "AalenJohansen.landmark: customers are not told apart; call Stays.Builder.nextCustomer before the"
                                + " stays of each");
    }

    /** Where moves do depend on what was before, the landmark is the share of complete data, and the product is not. */
    @Test
    void landmarkNeedsNoMarkov() {
        Stays.Builder builder = Stays.builder(STATES);
        for (int c = 0; c < 100; c++) { // who came to B from A leaves soon, who began there stays long
            builder.nextCustomer();
            if (c < 50) {
                builder.add("A", 0, 1 + 0.01 * c, "B").add("B", 1 + 0.01 * c, 2.5 + 0.01 * c, "LEFT");
            } else {
                builder.add("B", 0, 9, "LEFT");
            }
        }
        AalenJohansen estimator = AalenJohansen.of(builder.build());
        StateOccupation fromA = estimator.landmark("A", 0.5, 3).get(0);
        assertThat(fromA.probability("LEFT")).isCloseTo(1, within(1e-12)); // 50 of 50
        assertThat(estimator.between(0.5, 3).get(0).probability("A", "LEFT")).isLessThan(0.7);
        assertThat(estimator.occupation(0.5, 3).get(0).probability("LEFT")).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void nobodyMovedIsNoCertainty() {
        Stays stays = Stays.builder(STATES)
                .addCensored("A", 0, 5)
                .addCensored("A", 0, 6)
                .addCensored("A", 0, 1)
                .build();
        TransitionChances found = AalenJohansen.of(stays).between(0, 4).get(0);
        double z2 = 1.959963984540054 * 1.959963984540054;
        assertThat(found.standardError("A", "A")).isZero();
        for (ChanceInterval kind : ChanceInterval.values()) {
            TransitionChances of =
                    AalenJohansen.of(stays).withInterval(kind).between(0, 4).get(0);
            Estimate stay = of.interval("A", "A"); // two were watched to the end
            assertThat(stay.value()).isEqualTo(1);
            assertThat(stay.upper()).isEqualTo(1);
            assertThat(stay.lower()).isCloseTo(2 / (2 + z2), within(1e-12));
            assertThat(of.interval("A", "B").lower()).isZero();
            assertThat(of.interval("A", "B").upper()).isCloseTo(z2 / (2 + z2), within(1e-12));
        }
        assertThat(found.interval("A", "A").customers()).isEqualTo(3);
    }

    /**
     * One of 30 went from A to B before one of 1000 left B: the standard error of A to LEFT is tiny, because it knows nothing of
     * the direct way, which up to 11 % may go without any of 30 being seen to.
     */
    @Test
    void aRoundaboutWayIsNoProofAgainstTheDirectOne() {
        Stays.Builder builder = Stays.builder(STATES).add("A", 0, 1, "B").addCensored("B", 1, 5);
        for (int c = 1; c < 30; c++) {
            builder.addCensored("A", 0, 5);
        }
        builder.add("B", 0, 2, "LEFT");
        for (int c = 1; c < 999; c++) {
            builder.addCensored("B", 0, 5);
        }
        Estimate left = AalenJohansen.of(builder.build()).between(0, 3).get(0).interval("A", "LEFT");
        double z2 = 1.959963984540054 * 1.959963984540054;
        assertThat(left.value()).isCloseTo(1 / 30000.0, within(1e-12));
        assertThat(left.upper()).isCloseTo(z2 / (30 + z2), within(5e-4)); // the row is as sure as shares of 30.03
        assertThat(left.lower()).isBetween(0.0, left.value());
        Estimate usual = AalenJohansen.of(builder.build())
                .withInterval(ChanceInterval.LOG_LOG)
                .between(0, 3)
                .get(0)
                .interval("A", "LEFT");
        assertThat(usual.upper()).isLessThan(0.001);
    }

    /** By the formula that ends are p ± z SE, cut. */
    @Test
    void linearEndsAreCut() {
        TransitionChances found = AalenJohansen.of(seven())
                .withInterval(ChanceInterval.LINEAR)
                .between(0, 2)
                .get(0);
        double half = 1.959963984540054 * Math.sqrt(3 / 64.0);
        assertThat(found.interval("A", "A").lower()).isZero();
        assertThat(found.interval("A", "A").upper()).isCloseTo(0.25 + half, within(1e-14));
        assertThat(found.interval("A", "A").level()).isEqualTo(0.95);
    }

    @Test
    void wheneverNobodyIsWatchedNothingIsKnown() {
        AalenJohansen estimator = AalenJohansen.of(seven());
        List<TransitionChances> found = estimator.between(0, 4, 4.5);
        assertThat(found.get(0).undefined("A")).isEmpty();
        assertThat(found.get(1).undefined("A")).contains(Reason.NO_OBSERVATIONS); // the last look was at 4
        assertThat(found.get(1).probability("A", "A")).isNaN();
        assertThat(found.get(1).standardError("A", "A")).isNaN();
        assertThat(found.get(1).covariance("A", "A", "B")).isNaN();
        assertThat(found.get(1).interval("A", "A").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.get(1).chain()).isEmpty();
        assertThat(found.get(0).undefined("LEFT")).contains(Reason.ABSORBING);
        assertThat(found.get(0).interval("LEFT", "LEFT").undefined()).contains(Reason.ABSORBING);
        assertThat(found.get(0).chain().orElseThrow().probability("LEFT", "LEFT"))
                .isEqualTo(1);
        assertThat(estimator.occupation(0, 4.5).get(0).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(estimator.occupation(-1, 2).get(0).undefined()).contains(Reason.NO_OBSERVATIONS);
        TransitionChances late = estimator.between(4, 4).get(0);
        assertThat(late.undefined("A")).contains(Reason.NO_OBSERVATIONS);
        StateOccupation unknown = AalenJohansen.of(Stays.builder(STATES)
                        .addCensored("A", 0, 5)
                        .addCensored("B", 1, 5)
                        .build())
                .occupationFrom(new double[] {0.5, 0.5, 0}, 0, new double[] {3}, Execution.sequential())
                .get(0);
        assertThat(unknown.undefined()).contains(Reason.NO_OBSERVATIONS); // nobody was in B just after 0
        assertThat(unknown.interval("A").toString()).isEqualTo("undefined (NO_OBSERVATIONS), n = 1");
    }

    /** All have left: nobody has to be watched any more. */
    @Test
    void whoIsGoneNeedsNotBeWatched() {
        Stays stays = Stays.builder(STATES)
                .add("A", 0, 1, "LEFT")
                .add("A", 0, 2, "LEFT")
                .build();
        TransitionChances found = AalenJohansen.of(stays).between(0, 100).get(0);
        assertThat(found.undefined("A")).isEmpty();
        assertThat(found.probability("A", "LEFT")).isEqualTo(1);
        double z2 = 1.959963984540054 * 1.959963984540054;
        assertThat(found.interval("A", "LEFT").lower()).isCloseTo(2 / (2 + z2), within(1e-12)); // Wilson's of 2 of 2
        assertThat(found.standardError("A", "LEFT")).isZero();
    }

    @Test
    void datesGiveAChainOfDays() {
        LocalDate day = LocalDate.of(2025, 1, 31);
        Stays stays = Stays.builder(List.of("A", "B"))
                .add("A", day, day.plusDays(10), "B")
                .addCensored("A", day, day.plusDays(40))
                .addCensored("B", day, day.plusDays(40))
                .build();
        MarkovChain chain = AalenJohansen.of(stays)
                .between((double) day.toEpochDay(), (double) day.plusDays(28).toEpochDay())
                .get(0)
                .chain()
                .orElseThrow();
        assertThat(chain.stepDays()).hasValue(28);
        assertThat(chain.probability("A", "B")).isEqualTo(0.5);
        TransitionChances numbers = AalenJohansen.of(seven()).between(0, 3).get(0);
        assertThat(numbers.chain().orElseThrow().stepDays()).isEmpty();
    }

    @Test
    void onlyRowsAskedForHaveErrors() {
        TransitionChances found = AalenJohansen.of(seven())
                .withRows(List.of("B"))
                .withLevel(0.9)
                .between(0, 3)
                .get(0);
        assertThat(found.probability("A", "B")).isCloseTo(1 / 6.0, within(1e-15));
        assertThat(found.interval("B", "A").level()).isEqualTo(0.9);
        assertThatThrownBy(() -> found.interval("A", "B"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "TransitionChances: from = \"A\", expected one of the rows asked for by AalenJohansen.withRows");
        assertThatThrownBy(() -> AalenJohansen.of(seven()).between(0, 3).get(0).covariance("A", "A", "B", "A"))
                .hasMessage("TransitionChances.covariance: different rows were not followed together; ask for them by"
                        + " AalenJohansen.withCovarianceBetweenRows");
        assertThatThrownBy(() -> AalenJohansen.of(seven()).withRows(List.of("A", "A")))
                .hasMessage("AalenJohansen.withRows: a state is named twice; name every row once");
    }

    @Test
    void refusesWhatCannotBeAsked() {
        AalenJohansen estimator = AalenJohansen.of(seven());
        assertThatThrownBy(() -> estimator.between(2, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("AalenJohansen.between: times[0] = 1.0, expected a finite time from the start on, 2.0");
        assertThatThrownBy(() -> estimator.between(0, 1, 1))
                .hasMessage(
                        "AalenJohansen.between: times[1] = 1.0, expected a finite time after the one before it, 1.0");
        assertThatThrownBy(() -> estimator.between(0, 1, Double.NaN)).hasMessageContaining("times[1] = NaN");
        assertThatThrownBy(() -> estimator.between(Double.NEGATIVE_INFINITY, 1))
                .hasMessage("AalenJohansen.between: start = -Infinity, expected a finite time");
        assertThatThrownBy(() -> estimator.occupation(0))
                .hasMessage("AalenJohansen.occupation: no times, expected at least one");
        assertThatThrownBy(() -> estimator.occupationFrom(
                        new double[] {0.5, 0.4, 0}, 0, new double[] {1}, Execution.sequential()))
                .hasMessage("AalenJohansen.occupationFrom: shares sum to 0.9, expected 1; divide them by their sum");
        assertThatThrownBy(() -> estimator.occupationFrom(
                        new double[] {1.5, -0.5, 0}, 0, new double[] {1}, Execution.sequential()))
                .hasMessage("AalenJohansen.occupationFrom: shares[1] = -0.5, expected at least 0");
        assertThatThrownBy(() -> estimator.withLevel(0))
                .hasMessage("AalenJohansen.withLevel: level = 0.0, expected more than 0 and less than 1");
        List<String> many = names(512);
        AalenJohansen wide =
                AalenJohansen.of(Stays.builder(many).add("S0", 0, 1, "S1").build());
        assertThatThrownBy(() -> wide.between(0, 1))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.RESOURCE_LIMIT))
                .hasMessage(
                        "AalenJohansen.between: 134742016 numbers for each of 1 times do not fit into half a gigabyte; ask"
                                + " for fewer times, or for fewer rows by withRows");
        assertThat(wide.withRows(List.of("S0")).between(0, 1).get(0).probability("S0", "S1"))
                .isEqualTo(1);
    }

    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"})
    void namesWhatIsNull() {
        AalenJohansen estimator = AalenJohansen.of(seven());
        assertThatNullPointerException()
                .isThrownBy(() -> estimator.between(0, (double[]) null))
                .withMessage("times");
        assertThatNullPointerException()
                .isThrownBy(() -> estimator.between(0, new double[] {1}, null))
                .withMessage("execution");
        assertThatNullPointerException()
                .isThrownBy(() -> estimator.occupation(0, new double[] {1}, null))
                .withMessage("execution");
        assertThatNullPointerException()
                .isThrownBy(() -> estimator.occupationFrom(null, 0, new double[] {1}, Execution.sequential()))
                .withMessage("shares");
        assertThatNullPointerException()
                .isThrownBy(() -> estimator.withRows(null))
                .withMessage("from");
        assertThatNullPointerException()
                .isThrownBy(() -> estimator.withInterval(null))
                .withMessage("kind");
        assertThatNullPointerException()
                .isThrownBy(() -> estimator.landmark(null, 0, 1))
                .withMessage("state");
    }

    @Test
    void stopsWhenCancelled() {
        AalenJohansen estimator = AalenJohansen.of(seven());
        assertThatThrownBy(() -> estimator.between(
                        0, new double[] {3}, Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
    }

    /** Also while it goes through the times, and nothing is left behind: the next call answers. */
    @Test
    void stopsInBetween() {
        Stays.Builder builder = Stays.builder(names(8));
        for (int c = 0; c < 200_000; c++) {
            int from = c % 8;
            builder.add("S" + from, 0, 0.1 + SeededRandom.uniform(3, c), "S" + (from + 1 + c / 8 % 7) % 8);
        }
        AalenJohansen estimator = AalenJohansen.of(builder.build());
        AtomicInteger polls = new AtomicInteger();
        Execution counting = Execution.sequential().withCancellation(() -> polls.incrementAndGet() < 0);
        estimator.between(0, new double[] {1}, counting);
        int all = polls.get();
        assertThat(all).isGreaterThan(20);
        AtomicInteger again = new AtomicInteger();
        Execution late = Execution.sequential().withCancellation(() -> again.incrementAndGet() == all - 1);
        assertThatThrownBy(() -> estimator.between(0, new double[] {1}, late)).isInstanceOf(CancelledException.class);
        assertThat(again).hasValue(all - 1);
        assertThat(estimator.between(0, 1).get(0).customers("S0")).isEqualTo(25_000);
    }

    /** Of 150 customers, some come late and many are lost. */
    @Test
    void intervalsCover() {
        Simulated customers = new Simulated();
        double[] times = {0.5, 1.5, 3};
        int covered = 0;
        int asked = 0;
        for (int run = 0; run < 300; run++) {
            List<TransitionChances> found = AalenJohansen.of(customers.draw(150, SeededRandom.stream(11, run)))
                    .between(0, times);
            for (int t = 0; t < times.length; t++) {
                MarkovChain truth = Simulated.GENERATOR.over(times[t]);
                for (String from : List.of("A", "B")) {
                    for (String to : STATES) {
                        Estimate chance = found.get(t).interval(from, to);
                        double p = truth.probability(from, to);
                        covered += chance.lower() <= p && p <= chance.upper() ? 1 : 0;
                        asked++;
                    }
                }
            }
        }
        assertThat((double) covered / asked).isBetween(0.94, 0.96);
    }
}
