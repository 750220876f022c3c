package dev.segmentation.metrics.history;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Typing;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.WilsonScore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HysteresisTest {

    /** Margins are digits, in tenths, one per date. */
    private static TypedHistory typed(String[] paths, String... margins) {
        TypedHistory.Builder builder = TypedHistory.builder();
        List<Segmentation> segmentations = Paths.segmentations(paths);
        for (int t = segmentations.size() - 1; t >= 0; t--) { // in any order
            Segmentation segmentation = segmentations.get(t);
            int date = t;
            builder.add(
                    segmentation,
                    typing(
                            segmentation,
                            row -> Character.digit(margins[customer(segmentation, row)].charAt(date), 10) / 10.0));
        }
        return builder.build();
    }

    private static Typing typing(Segmentation segmentation, IntToDoubleFunction margin) {
        Assignment labels = segmentation.assignment();
        int[] others = IntStream.range(0, labels.size())
                .map(row -> (labels.label(row) + 1) % labels.segmentCount())
                .toArray();
        return Typing.of(
                labels,
                Assignment.copyOf(labels.segmentCount(), others),
                IntStream.range(0, labels.size()).mapToDouble(margin).toArray());
    }

    private static int customer(Segmentation segmentation, int row) {
        return Integer.parseInt(segmentation.snapshot().customerIds().get(row).substring(1));
    }

    private static String path(SegmentHistory history, int c) {
        int customer = Paths.number(history, c);
        StringBuilder path = new StringBuilder();
        for (LocalDate date : history.dates()) {
            path.append(
                    switch (history.presence(customer, date)) {
                        case IN_SEGMENT ->
                            history.segment(customer, date).orElseThrow().name();
                        case UNSCORED -> "?";
                        default -> ".";
                    });
        }
        return path.toString();
    }

    private static String smoothed(Hysteresis policy, String path, String margins) {
        TypedHistory typed = typed(
                new String[] {path, "ABCABCABC".repeat(3).substring(0, path.length())},
                margins,
                "9".repeat(path.length()));
        return path(policy.apply(typed), 0);
    }

    @Test
    void policiesByHand() {
        Hysteresis none = Hysteresis.none();
        String path = "AABABBCBBBAC";
        String margin = "993992912999";
        assertThat(smoothed(none, path, margin)).isEqualTo(path);
        assertThat(smoothed(none.withMargin(0.5), path, margin)).isEqualTo("AAAABBCCCBAC");
        assertThat(smoothed(none.withDwell(2), path, margin)).isEqualTo("AAAAABBBBBBB");
        assertThat(smoothed(none.withDwell(3), path, margin)).isEqualTo("AAAAAAAAABBB");
        assertThat(smoothed(none.withMargin(0.5).withDwell(2), path, margin)).isEqualTo("AAAAAAAAAAAA");
        assertThat(smoothed(none.withMargin(0.5).withDwell(2).eitherSuffices(), path, margin))
                .isEqualTo("AAAABBCCBBAC");
        assertThat(smoothed(none.withMargin(0.9), path, margin)).as("more than").isEqualTo("AAAAAAAAAAAA");
        assertThat(smoothed(none.withMargin(0), "ABAB", "0001")).as("ties stay").isEqualTo("AAAB");
        assertThat(smoothed(none.withDwell(2).eitherSuffices(), "ABABB", "99999"))
                .isEqualTo("AAAAB");
        assertThat(smoothed(none.withMargin(0.5).eitherSuffices(), "ABBBB", "92229"))
                .isEqualTo("AAAAB");
    }

    @Test
    void gapsByHand() {
        Hysteresis two = Hysteresis.none().withDwell(2);
        assertThat(smoothed(two, "AB?BA", "99999")).as("passed over").isEqualTo("AA?BB");
        assertThat(smoothed(two, "AB.BB", "99999")).as("anew after leaving").isEqualTo("AA.BB");
        assertThat(smoothed(two, "?A?BB", "99999")).isEqualTo("?A?AB");
        assertThat(smoothed(two, "..ABB", "99999")).isEqualTo("..AAB");
    }

    /** Where a customer is held is told from how many scores in a row, the last one backwards, are of the new segment. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithASlowTwin(long seed) {
        String[] paths = Paths.random(seed, 150, 12, "AABBC?.");
        String[] margins = Paths.random(seed + 100, 150, 12, "0123456789");
        TypedHistory typed = typed(paths, margins);
        for (int dwell = 1; dwell <= 4; dwell++) {
            for (double margin : new double[] {-1, 0, 0.3, 0.7}) {
                Hysteresis all = Hysteresis.none().withDwell(dwell);
                Hysteresis policy = margin < 0 ? all : all.withMargin(margin);
                SegmentHistory smoothed = policy.apply(typed);
                SegmentHistory either = policy.eitherSuffices().apply(typed);
                for (int c = 0; c < paths.length; c++) {
                    if (Paths.number(smoothed, c) >= 0) {
                        assertThat(path(smoothed, c)).isEqualTo(twin(paths[c], margins[c], dwell, margin, false));
                        assertThat(path(either, c)).isEqualTo(twin(paths[c], margins[c], dwell, margin, true));
                    }
                }
            }
        }
    }

    private static String twin(String path, String margins, int dwell, double margin, boolean either) {
        StringBuilder scores = new StringBuilder(); // since the customer came, without dates unscored
        StringBuilder clear = new StringBuilder();
        StringBuilder smoothed = new StringBuilder();
        char held = '.';
        for (int t = 0; t < path.length(); t++) {
            char now = path.charAt(t);
            if (now == '.') {
                held = '.';
                scores.setLength(0);
                clear.setLength(0);
            } else if (now != '?') {
                boolean leads = Character.digit(margins.charAt(t), 10) / 10.0 > margin;
                scores.append(now);
                clear.append(leads ? 'y' : 'n');
                int inARow = 0;
                int inARowClear = 0;
                for (int s = scores.length() - 1; s >= 0 && scores.charAt(s) == now; s--) {
                    inARow++;
                    if (inARowClear == inARow - 1 && clear.charAt(s) == 'y') {
                        inARowClear++;
                    }
                }
                boolean marginSet = margin >= 0;
                boolean dwellSet = dwell > 1;
                boolean moves = either && marginSet && dwellSet
                        ? leads || inARow >= dwell
                        : inARowClear >= dwell; // without a threshold every margin leads
                held = held == '.' || moves ? now : held;
            }
            smoothed.append(now == '.' || now == '?' ? now : held);
        }
        return smoothed.toString();
    }

    @Test
    void nothingIsLostButMoves() {
        String[] paths = Paths.random(4, 200, 10, "ABC?.");
        String[] margins = Paths.random(5, 200, 10, "0123456789");
        TypedHistory typed = typed(paths, margins);
        SegmentHistory raw = typed.history();
        SegmentHistory same = Hysteresis.none().apply(typed);
        SegmentHistory smoothed = Hysteresis.none().withMargin(0.4).withDwell(2).apply(typed);
        assertThat(same).hasToString(raw.toString());
        assertThat(same.pooled().matrix()).hasToString(raw.pooled().matrix().toString());
        assertThat(smoothed.customerIds()).isEqualTo(raw.customerIds());
        for (LocalDate date : raw.dates()) {
            for (Presence presence : Presence.values()) {
                assertThat(smoothed.size(presence, date)).isEqualTo(raw.size(presence, date));
            }
        }
        for (int customer = 0; customer < raw.customerCount(); customer++) {
            assertThat(smoothed.path(customer).moves())
                    .isLessThanOrEqualTo(raw.path(customer).moves());
        }
        assertThat(smoothed.follow(Cohort.of("one", Paths.FIRST, raw.customerIds()))
                        .unknown())
                .isZero();
    }

    @Test
    void reportByHand() {
        // moves of c0: to B for 4 dates, back to A for 1; c1: to B for 3, unscored not counted, when it leaves
        TypedHistory typed = typed(new String[] {"AABBBBA", "AB?BB.B", "AAAAAAA"}, "9992229", "9999999", "9999999");
        HysteresisReport report = HysteresisStudy.standard()
                .of(
                        typed,
                        Hysteresis.none().withDwell(2),
                        Hysteresis.none().withMargin(0.5),
                        Hysteresis.none().withDwell(4));
        WilsonScore score = WilsonScore.at(0.95);
        assertThat(report.atOnce().policy()).isEqualTo(Hysteresis.none());
        assertThat(report.atOnce().moved()).isEqualTo(score.of(3, 6 + 3 + 6));
        assertThat(report.atOnce().suppressed()).isEqualTo(score.of(0, 3));
        assertThat(report.atOnce().neverFollowed()).isEqualTo(score.of(0, 2));
        assertThat(report.atOnce().meanDelayDates()).isZero();
        assertThat(report.atOnce().meanDelayDays()).isZero();
        assertThat(report.atOnce().delayDays()).isEqualTo(Estimate.undefined(Reason.NO_WITHIN_VARIATION, 2));
        HysteresisReport.Outcome dwell = report.outcomes().get(1);
        assertThat(dwell.moved()).isEqualTo(score.of(2, 15));
        assertThat(dwell.suppressed()).isEqualTo(score.of(1, 3));
        assertThat(dwell.meanDelayDates()).isEqualTo(1);
        assertThat(dwell.delayDates()).as("no two differ").isEqualTo(Estimate.undefined(Reason.NO_WITHIN_VARIATION, 2));
        assertThat(dwell.meanDelayDays()).isEqualTo(45.5);
        assertThat(dwell.delayDays().value()).as("30 and 61 days").isEqualTo(45.5);
        assertThat(dwell.delayDays().upper()).isCloseTo(45.5 + Tails.studentQuantile(0.95, 1) * 15.5, within(1e-9));
        assertThat(dwell.delayDays().lower()).isZero();
        assertThat(dwell.flicker()).isEqualTo(score.of(0, 1));
        assertThat(report.outcomes().get(2).moved()).as("margins of 0.9 only").isEqualTo(score.of(3, 15));
        HysteresisReport.Outcome four = report.outcomes().get(3);
        assertThat(four.neverFollowed()).isEqualTo(score.of(1, 2));
        assertThat(four.delayDates().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(four.meanDelayDates()).as("one move").isNaN();
        assertThat(report.lasting()).isEqualTo(3);
        assertThat(report.flickerWithin()).isEqualTo(2);
        assertThat(report).hasToString("""
                policy             moved    flicker  suppressed  late by dates       days  never followed
                at once           20.0 %      0.0 %       0.0 %           0.00       0.00           0.0 %
                2 dates in a row  13.3 %      0.0 %      33.3 %           1.00      45.50           0.0 %
                margin > 0.5      20.0 %      0.0 %       0.0 %           0.00       0.00           0.0 %
                4 dates in a row   6.7 %  undefined      66.7 %      undefined  undefined          50.0 %
                """.stripTrailing());
        assertThat(HysteresisStudy.standard().withLasting(4).of(typed).atOnce().neverFollowed())
                .isEqualTo(score.of(0, 1));
        assertThat(HysteresisStudy.standard().withLevel(0.8).of(typed).atOnce().moved())
                .isEqualTo(WilsonScore.at(0.8).of(3, 15));
        assertThat(HysteresisStudy.standard()
                        .withFlickerWithin(4)
                        .of(typed)
                        .atOnce()
                        .flicker())
                .isEqualTo(Flicker.within(typed.history(), 4).share());
    }

    /** Without noise every lasting move is followed, d − 1 dates late. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void waitingCostsOneDateLessThanTheDwell(int dwell) {
        String[] paths = new String[40];
        for (int c = 0; c < paths.length; c++) {
            paths[c] = "AAAAAAAA".substring(0, 2 + c % 5) + "BBBBBBB" + "CCCCCCCCCC".substring(0, 8 - c % 5);
        }
        String[] clear = paths.clone();
        Arrays.fill(clear, "9".repeat(17));
        HysteresisReport.Outcome outcome = HysteresisStudy.standard()
                .withLasting(4)
                .of(typed(paths, clear), Hysteresis.none().withDwell(dwell))
                .outcomes()
                .get(1);
        assertThat(outcome.meanDelayDates()).isEqualTo(dwell - 1);
        assertThat(outcome.delayDates()).isEqualTo(Estimate.undefined(Reason.NO_WITHIN_VARIATION, 80));
        assertThat(outcome.neverFollowed().value()).isZero();
        assertThat(outcome.suppressed().value()).isZero();
        assertThat(outcome.flicker().value()).isZero();
    }

    /**
     * Nobody moves, one in five is typed wrongly. At once: 2 · .8 · .2 = 32 % seem to move. With two dates in a row: held rightly
     * and typed so (share r), held rightly and typed wrongly once (.2 r), wrongly (w), wrongly and typed rightly once (.8 w);
     * what goes over comes back, .04 r = .64 w; they sum to 1, so r = 1 / 1.3125 and .08 r = 6.095 % move.
     */
    @Test
    void noiseThatIsLeftByCalculation() {
        int dates = 60;
        String[] paths = new String[600];
        for (int c = 0; c < paths.length; c++) {
            SeededRandom random = SeededRandom.stream(31, c);
            StringBuilder path = new StringBuilder();
            for (int t = 0; t < dates; t++) {
                path.append(random.nextDouble() < 0.2 ? 'B' : 'A');
            }
            paths[c] = path.toString();
        }
        String[] margins = paths.clone();
        Arrays.fill(margins, "5".repeat(dates));
        HysteresisReport report = HysteresisStudy.standard()
                .of(typed(paths, margins), Hysteresis.none().withDwell(2));
        double left = 0.08 / 1.3125;
        assertThat(report.atOnce().moved().value()).isCloseTo(0.32, within(0.006));
        Estimate moved = report.outcomes().get(1).moved();
        assertThat(moved.value()).isCloseTo(left, within(0.004));
        assertThat(report.outcomes().get(1).suppressed().value()).isCloseTo(1 - left / 0.32, within(0.012));
    }

    /** Where all are equally late, the number itself. */
    private static double lower(Estimate delay, double mean) {
        return delay.isDefined() ? delay.lower() : mean;
    }

    private static double upper(Estimate delay, double mean) {
        return delay.isDefined() ? delay.upper() : mean;
    }

    /** Customers on a line between two centers, seen with noise; one in fifty truly changes sides at each date. */
    @Test
    void lessNoiseCostsMoreDelay() {
        Simulated simulated = Simulated.of(3000, 24, 7);
        Hysteresis none = Hysteresis.none();
        HysteresisReport report = HysteresisStudy.standard()
                .withLasting(4)
                .of(
                        simulated.typed,
                        none.withDwell(2),
                        none.withDwell(3),
                        none.withMargin(0.3),
                        none.withMargin(0.6),
                        none.withMargin(0.6).withDwell(3).eitherSuffices());
        List<HysteresisReport.Outcome> outcomes = report.outcomes();
        for (int[] lessThenMore : new int[][] {{0, 1}, {1, 2}, {0, 3}, {3, 4}}) {
            HysteresisReport.Outcome less = outcomes.get(lessThenMore[0]);
            HysteresisReport.Outcome more = outcomes.get(lessThenMore[1]);
            assertThat(more.moved().upper()).isLessThan(less.moved().lower());
            assertThat(more.flicker().upper()).isLessThan(less.flicker().lower());
            assertThat(more.suppressed().lower())
                    .isGreaterThan(less.suppressed().upper());
            assertThat(lower(more.delayDates(), more.meanDelayDates()))
                    .isGreaterThan(upper(less.delayDates(), less.meanDelayDates()));
            assertThat(lower(more.delayDays(), more.meanDelayDays()))
                    .isGreaterThan(upper(less.delayDays(), less.meanDelayDays()));
        }
        double truth = simulated.trueMoves();
        assertThat(truth).isCloseTo(0.02, within(0.002));
        assertThat(outcomes.get(0).moved().value()).as("mostly noise").isGreaterThan(6 * truth);
        assertThat(outcomes.get(2).moved().value()).isBetween(truth, 2 * truth);
        assertThat(simulated.wrong(none.withDwell(3))).isLessThan(simulated.wrong(none));
        assertThat(simulated.wrong(none.withMargin(0.3))).isLessThan(simulated.wrong(none));
        assertThat(outcomes.get(5).delayDates().upper())
                .as("clear moves are not kept waiting")
                .isLessThan(outcomes.get(2).meanDelayDates());
        assertThat(HysteresisStudy.standard()
                        .withLasting(4)
                        .of(Simulated.of(3000, 24, 7).typed, none.withDwell(2))
                        .outcomes()
                        .get(1))
                .isEqualTo(outcomes.get(1));
    }

    /** True sides, and what a typing by the nearer of two centers makes of them. */
    private record Simulated(boolean[][] truth, TypedHistory typed) {

        static Simulated of(int customers, int dates, long seed) {
            boolean[][] truth = new boolean[dates][customers];
            TypedHistory.Builder builder = TypedHistory.builder();
            SeededRandom random = SeededRandom.stream(seed, 0);
            for (int t = 0; t < dates; t++) {
                int[] labels = new int[customers];
                int[] others = new int[customers];
                double[] margins = new double[customers];
                for (int c = 0; c < customers; c++) {
                    boolean changes = random.nextDouble() < 0.02;
                    truth[t][c] = t == 0 ? c % 2 == 0 : truth[t - 1][c] != changes;
                    double at = (truth[t][c] ? 1 : -1) + random.nextGaussian();
                    labels[c] = at > 0 ? 1 : 0;
                    others[c] = 1 - labels[c];
                    double near = Math.min(Math.abs(at - 1), Math.abs(at + 1));
                    margins[c] = 1 - near / Math.max(Math.abs(at - 1), Math.abs(at + 1));
                }
                Segmentation segmentation = Segmentation.of(
                                Snapshot.of(
                                        Paths.FIRST.plusMonths(t),
                                        CustomerIds.of(IntStream.range(0, customers)
                                                .asLongStream()
                                                .toArray())),
                                Assignment.copyOf(2, labels))
                        .withNames("Low", "High");
                builder.add(
                        segmentation, Typing.of(Assignment.copyOf(2, labels), Assignment.copyOf(2, others), margins));
            }
            return new Simulated(truth, builder.build());
        }

        double trueMoves() {
            double moves = 0;
            for (int t = 1; t < truth.length; t++) {
                for (int c = 0; c < truth[t].length; c++) {
                    moves += truth[t][c] != truth[t - 1][c] ? 1 : 0;
                }
            }
            return moves / (truth.length - 1) / truth[0].length;
        }

        /** The share of customers and dates at which the policy has them on the wrong side. */
        double wrong(Hysteresis policy) {
            SegmentHistory history = policy.apply(typed);
            double wrong = 0;
            for (int t = 0; t < truth.length; t++) {
                for (int c = 0; c < truth[t].length; c++) {
                    boolean high = history.columns().get(t).code(c) == 1;
                    wrong += high != truth[t][c] ? 1 : 0;
                }
            }
            return wrong / truth.length / truth[0].length;
        }
    }

    @Test
    void badPoliciesAndTypingsAreRefused() {
        assertThat(refused(Reason.BAD_PARAM, () -> Hysteresis.none().withMargin(1)))
                .hasMessage("Hysteresis.withMargin: margin = 1.0, expected at least 0 and less than 1");
        refused(Reason.BAD_PARAM, () -> Hysteresis.none().withMargin(Double.NaN));
        assertThat(refused(Reason.BAD_PARAM, () -> Hysteresis.none().withDwell(0)))
                .hasMessage("Hysteresis.withDwell: dates = 0, expected at least 1; 1 moves at once");
        refused(Reason.BAD_PARAM, () -> HysteresisStudy.standard().withLasting(0));
        refused(Reason.BAD_PARAM, () -> HysteresisStudy.standard().withFlickerWithin(0));
        refused(Reason.BAD_PARAM, () -> HysteresisStudy.standard().withLevel(1));
        Segmentation two = Paths.segmentations("A", "B").get(0);
        TypedHistory.Builder builder = TypedHistory.builder();
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> builder.add(two, Typing.certain(Assignment.copyOf(2, 1, 0)))))
                .hasMessage(
                        "TypedHistory.Builder.add: row 0 has the label 0 in the segmentation and 1 in the typing; give the"
                                + " typing that made the segmentation");
        refused(Reason.SCHEMA_MISMATCH, () -> builder.add(two, Typing.certain(Assignment.copyOf(2, 1))));
        refused(Reason.EMPTY, builder::build);
        builder.add(two, Typing.certain(two.assignment())).add(two, Typing.certain(two.assignment()));
        refused(Reason.BAD_PARAM, builder::build);
    }

    @Test
    void threadsChangeNothingAndTheStudyIsCancelled() {
        String[] paths = Paths.random(4, 300, 10, "ABC?.");
        TypedHistory typed = typed(paths, Paths.random(5, 300, 10, "0123456789"));
        List<Hysteresis> policies =
                List.of(Hysteresis.none().withDwell(2), Hysteresis.none().withMargin(0.5));
        HysteresisStudy study = HysteresisStudy.standard();
        assertThat(study.of(typed, policies, Execution.onThreads(3)).outcomes())
                .isEqualTo(study.of(typed, policies.toArray(Hysteresis[]::new)).outcomes());
        AtomicInteger asked = new AtomicInteger();
        Execution third = Execution.sequential().withCancellation(() -> asked.incrementAndGet() > 20);
        assertThatThrownBy(() -> study.of(typed, policies, third)).isInstanceOf(CancelledException.class);
        assertThat(asked).as("between dates of the first policies").hasValue(21);
    }

    @Test
    void rulesAreNeverInDoubt() {
        TypedHistory.Builder builder = TypedHistory.builder();
        Paths.segmentations("ABA", "BBB").forEach(at -> builder.add(at, Typing.certain(at.assignment())));
        TypedHistory typed = builder.build();
        assertThat(path(Hysteresis.none().withMargin(0.99).apply(typed), 0)).isEqualTo("ABA");
        assertThat(typed).hasToString("TypedHistory[[2026-01-31, 2026-02-28, 2026-03-31], 2 customers]");
        TypedHistory.Builder nobody = TypedHistory.builder();
        Segmentation none = SegmentHistoryTest.at(Paths.FIRST, "");
        nobody.add(none, Typing.certain(none.assignment()));
        assertThat(HysteresisStudy.standard()
                        .of(nobody.build())
                        .atOnce()
                        .moved()
                        .undefined())
                .contains(Reason.NO_OBSERVATIONS);
    }

    @Test
    void policiesPrintThemselves() {
        Hysteresis both = Hysteresis.none().withMargin(0.2).withDwell(3);
        assertThat(Hysteresis.none()).hasToString("at once");
        assertThat(both).hasToString("margin > 0.2 and 3 dates in a row");
        assertThat(both.eitherSuffices()).hasToString("margin > 0.2 or 3 dates in a row");
        assertThat(both)
                .isEqualTo(Hysteresis.none().withDwell(3).withMargin(0.2))
                .isNotEqualTo(both.eitherSuffices());
        assertThat(both).hasSameHashCodeAs(Hysteresis.none().withDwell(3).withMargin(0.2));
        assertThat(both.margin()).hasValue(0.2);
        assertThat(both.dwell()).isEqualTo(3);
        List<Hysteresis> distinct = new ArrayList<>(List.of(both, both.eitherSuffices()));
        assertThat(distinct).doesNotHaveDuplicates();
    }
}
