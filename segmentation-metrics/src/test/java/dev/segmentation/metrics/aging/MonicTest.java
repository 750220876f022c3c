package dev.segmentation.metrics.aging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.SeededRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MonicTest {

    private static final LocalDate JANUARY = LocalDate.of(2025, 1, 31);
    private static final LocalDate JULY = LocalDate.of(2025, 7, 31);

    /** Customers 0, 1, … in the segments that the letters name. */
    private static Segmentation letters(LocalDate asOf, String letters) {
        Segmentation.Builder builder = Segmentation.builder(asOf);
        builder.segments(letters.chars()
                .filter(Character::isLetter)
                .sorted()
                .distinct()
                .mapToObj(c -> String.valueOf((char) c))
                .toList());
        for (int i = 0; i < letters.length(); i++) {
            if (letters.charAt(i) != '.') {
                builder.add(i, letters.substring(i, i + 1));
            }
        }
        return builder.build();
    }

    @Test
    void everyKindByHand() {
        Segmentation before =
                letters(JANUARY, "AAAAAAAAAA" + "BBBBBBBBBB" + "CCCCCCCCCC" + "DDDDDDDDDD" + "EEEEEEEEEE" + "...");
        Segmentation after =
                letters(JULY, "PPPPPPPPQQ" + "PPPPPPQQSS" + "QQQQRRRRSS" + "P......RST" + "TTTTTTTTTT" + "UUU");
        SegmentTransitions found = Monic.withDefaults().between(before, after);
        assertThat(found.transitions())
                .extracting(SegmentTransition::toString)
                .containsExactly(
                        "A ABSORBED by P, overlap 0.8000",
                        "B ABSORBED by P, overlap 0.6000",
                        "C SPLIT into [Q, R, S], overlap 1.000",
                        "D DISAPPEARED, best overlap 0.1000",
                        "E SURVIVED as T, overlap 1.000");
        assertThat(found.emerged()).extracting(Segment::name).containsExactly("U");
        assertThat(found.survivalRatio()).isEqualTo(0.2);
        assertThat(found.absorptionRatio()).isEqualTo(0.4);
        assertThat(found.passForwardRatio()).isEqualTo(0.6);
        assertThat(found.overlap("C", "R")).isEqualTo(0.4);
        assertThat(found.transition("E").to()).extracting(Segment::name).containsExactly("T");
        assertThat(found.toString()).endsWith("survival 0.2000, absorption 0.4000, pass-forward 0.6000 of 5 segments");
        // without leavers D is P, R, S, T one each: still no piece of a half, but four pieces of a quarter
        assertThat(Monic.withDefaults().withoutLeavers().between(before, after).transition("D"))
                .hasToString("D SPLIT into [P, R, S, T], overlap 1.000");
        // a higher threshold: B has 0.6 in P, and P, Q and S as pieces cover all of it; A survives alone
        SegmentTransitions strict = Monic.withDefaults().withMatch(0.7).between(before, after);
        assertThat(strict.transition("A")).hasToString("A SURVIVED as P, overlap 0.8000");
        assertThat(strict.transition("B")).hasToString("B SPLIT into [P, Q, S], overlap 1.000");
        // pieces of S are too small now
        assertThat(Monic.withDefaults().withSplit(0.25).between(before, after).transition("C"))
                .hasToString("C SPLIT into [Q, R], overlap 0.8000");
    }

    @Test
    void ofTwoHalvesTheLowerLabelMatches() {
        SegmentTransitions found = Monic.withDefaults().between(letters(JANUARY, "AAAABB"), letters(JULY, "YYXXYY"));
        assertThat(found.transition("A")).hasToString("A SURVIVED as X, overlap 0.5000");
        assertThat(found.transition("B")).hasToString("B SURVIVED as Y, overlap 1.000");
        // the larger overlap comes first, whatever the label
        assertThat(Monic.withDefaults()
                        .between(letters(JANUARY, "AAAAAAAAAA"), letters(JULY, "XXXXYYYYYY"))
                        .transition("A"))
                .hasToString("A SURVIVED as Y, overlap 0.6000");
    }

    @Test
    void weightsDecide() {
        Segmentation before = letters(JANUARY, "AAAA");
        Segmentation after = letters(JULY, "XXXY");
        assertThat(Monic.withDefaults().between(before, after).transition("A"))
                .hasToString("A SURVIVED as X, overlap 0.7500");
        SegmentTransitions recent = Monic.withDefaults().between(before, after, 0.1, 0.1, 0.1, 0.9);
        assertThat(recent.transition("A")).hasToString("A SURVIVED as Y, overlap 0.7500");
        assertThat(Monic.withDefaults()
                        .between(before, after, 7, 7, 7, 7)
                        .transition("A")
                        .overlap())
                .isEqualTo(0.75);
        assertThat(Monic.withDefaults().between(before, after, 0, 0, 0, 0).undefined())
                .contains(Reason.EMPTY);
        assertThatThrownBy(() -> Monic.withDefaults().between(before, after, 1, 1, -1, 1))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_WEIGHT))
                .hasMessage("Monic.between: the weight of row 2 is -1.0, expected a number of at least 0");
        assertThatThrownBy(() -> Monic.withDefaults().between(before, after, 1, 1))
                .hasMessage("Monic.between: weights has 2 entries, expected 4, one per customer of before");
    }

    /** Ids tell who a customer is; another package took customers of equal coordinates for one. */
    @Test
    void equalCoordinatesAreNotOneCustomer() {
        FeatureMatrix same = FeatureMatrix.copyOf(List.of("x"), new double[][] {{1}, {1}, {1}, {1}});
        Segmentation before =
                Segmentation.of(Snapshot.of(JANUARY, new long[] {1, 2, 3, 4}, same), Assignment.copyOf(2, 0, 0, 1, 1));
        Segmentation after =
                Segmentation.of(Snapshot.of(JULY, new long[] {4, 3, 2, 1}, same), Assignment.copyOf(2, 0, 0, 1, 1));
        assertThat(Monic.withDefaults().between(before, after).transitions())
                .extracting(SegmentTransition::toString)
                .containsExactly(
                        "Segment 0 SURVIVED as Segment 1, overlap 1.000",
                        "Segment 1 SURVIVED as Segment 0, overlap 1.000");
    }

    /** The definition set by set, in whole numbers of percent. */
    @Test
    void agreesWithASlowTwin() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            int n = 5 + random.nextInt(40);
            StringBuilder old = new StringBuilder();
            StringBuilder now = new StringBuilder();
            for (int i = 0; i < n; i++) {
                int group = random.nextInt(5);
                old.append(random.nextInt(10) == 0 ? '.' : (char) ('A' + group));
                now.append(
                        random.nextInt(8) == 0
                                ? '.'
                                : (char) ('P' + (random.nextInt(3) > 0 ? group : random.nextInt(6))));
            }
            old.append('A');
            now.append('P');
            int tau = 50 + 10 * random.nextInt(6);
            int piece = 10 + 10 * random.nextInt(4);
            boolean leavers = random.nextBoolean();
            Monic monic = Monic.withDefaults().withMatch(tau / 100.0).withSplit(piece / 100.0);
            monic = leavers ? monic : monic.withoutLeavers();
            SegmentTransitions found = monic.between(letters(JANUARY, old.toString()), letters(JULY, now.toString()));
            List<String> lines = new ArrayList<>();
            found.transitions().forEach(t -> lines.add(t.from() + " " + t.kind() + " " + t.to()));
            lines.add("emerged " + found.emerged());
            assertThat(lines)
                    .as("seed %d, run %d: %s %s %d %d %s", seed, run, old, now, tau, piece, leavers)
                    .isEqualTo(slow(old.toString(), now.toString(), tau, piece, leavers));
        }
    }

    private static List<String> slow(String old, String now, int tau, int piece, boolean leavers) {
        List<String> lines = new ArrayList<>();
        String olds = letterSet(old);
        String news = letterSet(now);
        String[] match = new String[olds.length()];
        for (int x = 0; x < olds.length(); x++) {
            match[x] = "";
            long most = 0;
            for (String y : news.split("")) {
                long common = common(old, now, olds.charAt(x), y);
                if (100 * common >= (long) tau * size(old, now, olds.charAt(x), leavers) && common > most) {
                    most = common;
                    match[x] = y;
                }
            }
        }
        Set<String> descended = new HashSet<>();
        for (int x = 0; x < olds.length(); x++) {
            char letter = olds.charAt(x);
            long size = size(old, now, letter, leavers);
            if (size == 0) {
                continue;
            }
            List<String> pieces = new ArrayList<>();
            long covered = 0;
            for (String y : news.split("")) {
                if (100 * common(old, now, letter, y) >= piece * size) {
                    pieces.add(y);
                    covered += common(old, now, letter, y);
                }
            }
            String own = match[x];
            if (!own.isEmpty()) {
                boolean shared = Arrays.stream(match).filter(own::equals).count() > 1;
                lines.add(letter + (shared ? " ABSORBED [" : " SURVIVED [") + own + "]");
                descended.add(own);
            } else if (100 * covered >= tau * size) {
                lines.add(letter + " SPLIT " + pieces);
                descended.addAll(pieces);
            } else {
                lines.add(letter + " DISAPPEARED []");
            }
        }
        List<String> emerged = new ArrayList<>(List.of(news.split("")));
        emerged.removeAll(descended);
        lines.add("emerged " + emerged);
        return lines;
    }

    private static String letterSet(String text) {
        StringBuilder letters = new StringBuilder();
        text.chars().filter(Character::isLetter).sorted().distinct().forEach(c -> letters.append((char) c));
        return letters.toString();
    }

    private static long common(String old, String now, char x, String y) {
        long count = 0;
        for (int i = 0; i < old.length(); i++) {
            count += old.charAt(i) == x && now.charAt(i) == y.charAt(0) ? 1 : 0;
        }
        return count;
    }

    private static long size(String old, String now, char x, boolean leavers) {
        long count = 0;
        for (int i = 0; i < old.length(); i++) {
            count += old.charAt(i) == x && (leavers || now.charAt(i) != '.') ? 1 : 0;
        }
        return count;
    }

    /** Points (1, −1) and (−1, 1) are √2 from their mean; another package had 0, deviations being added before squaring. */
    @Test
    void changesWithinSurvivors() {
        Segmentation before = letters(JANUARY, "AABBB");
        Segmentation after = letters(JULY, "XXYYY");
        FeatureMatrix old =
                FeatureMatrix.copyOf(List.of("x", "y"), new double[][] {{1, -1}, {-1, 1}, {0, 0}, {0, 0}, {3, 6}});
        FeatureMatrix now =
                FeatureMatrix.copyOf(List.of("y", "x"), new double[][] {{-2, 2}, {2, -2}, {4, 1}, {4, 1}, {4, 4}});
        List<SegmentChange> changes =
                Monic.withDefaults().between(before, after).changes(old, now);
        SegmentChange a = changes.get(0);
        assertThat(a.radiusBefore()).isCloseTo(Math.sqrt(2), within(1e-15));
        assertThat(a.radiusAfter()).isCloseTo(Math.sqrt(8), within(1e-15));
        assertThat(a.features().get(0).deviationBefore()).isCloseTo(Math.sqrt(2), within(1e-15));
        assertThat(a.features().get(0).skewBefore()).isZero();
        assertThat(a.features().get(0).shift()).isZero();
        SegmentChange b = changes.get(1);
        SegmentChange.Feature x = b.features().get(0);
        assertThat(x.meanBefore()).isEqualTo(1);
        assertThat(x.meanAfter()).isEqualTo(2);
        assertThat(x.shift()).isCloseTo(1 / Math.sqrt(3), within(1e-15)); // squares 1 + 1 + 4 over 2
        assertThat(x.skewBefore()).isCloseTo(2 / (2 * Math.sqrt(2)), within(1e-15)); // cubes −1 − 1 + 8 over 3
        assertThat(b.features().get(1).skewAfter()).isNaN();
        assertThat(b.sizeBefore()).isEqualTo(3);
        assertThat(a.toString())
                .startsWith("A as X: size 2 to 2, radius 1.414 to 2.828")
                .contains("feature");
    }

    /** Two samples without a common customer, on a line: one stays, one is cut, one goes, one comes. */
    @Test
    void disjointSamplesByCentersAndVolumes() {
        FeatureMatrix old = line(-1, 0, 1, 99, 100, 101, 102, 500, 501);
        FeatureMatrix now = line(-1, 0, 1, 98.5, 99.5, 100.5, 101.5, 102.5, 900, 901);
        Segmentation before = segmentation(JANUARY, 0, old, 0, 0, 0, 1, 1, 1, 1, 2, 2);
        Segmentation after = segmentation(JULY, 100, now, 0, 0, 0, 1, 1, 2, 2, 2, 3, 3);
        SegmentTransitions found =
                Monic.withDefaults().withMatch(0.7).withReach(1).byCenters(before, old, after, now);
        // new centers 0, 99, 101.5 and 900.5 reach 1, 0.5, 1 and 0.5: 99 is with the second, 101 and 102 with the
        // third, 100 with none
        assertThat(found.transitions())
                .extracting(SegmentTransition::toString)
                .containsExactly(
                        "Segment 0 SURVIVED as Segment 0, overlap 1.000",
                        "Segment 1 SPLIT into [Segment 1, Segment 2], overlap 0.7500",
                        "Segment 2 DISAPPEARED, best overlap 0.000");
        assertThat(found.emerged()).extracting(Segment::name).containsExactly("Segment 3");
        // of the customers at −1, 0 and 1 only the second is that near to the center
        assertThat(Monic.withDefaults()
                        .withReach(0.01)
                        .byCenters(before, old, after, now)
                        .overlap("Segment 0", "Segment 0"))
                .isCloseTo(1 / 3.0, within(1e-15));
        assertThatThrownBy(() -> Monic.withDefaults().between(before, after))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_COMMON_CUSTOMERS))
                .hasMessageEndingWith("use byCenters");
    }

    /** Where the squares of the values would overflow or vanish. */
    @Test
    void byCentersInUnitsHoweverLargeOrSmall() {
        for (double unit : new double[] {1e-320, 1e-300, 1e-170, 1e-80, 1, 1e80, 1e160, 1e280}) {
            FeatureMatrix old = line(-unit, 0, unit, 99 * unit, 100 * unit, 101 * unit);
            FeatureMatrix now = line(-unit, 0, unit, 499 * unit, 500 * unit, 501 * unit);
            SegmentTransitions found = Monic.withDefaults()
                    .withReach(1)
                    .byCenters(
                            segmentation(JANUARY, 0, old, 0, 0, 0, 1, 1, 1),
                            old,
                            segmentation(JULY, 100, now, 0, 0, 0, 1, 1, 1),
                            now);
            assertThat(found.transitions())
                    .as("unit " + unit)
                    .extracting(SegmentTransition::kind)
                    .containsExactly(TransitionKind.SURVIVED, TransitionKind.DISAPPEARED);
            assertThat(found.emerged()).extracting(Segment::index).containsExactly(1);
        }
        FeatureMatrix huge = line(1e300, 1e301);
        Segmentation two = segmentation(JANUARY, 0, huge, 0, 1);
        assertThatThrownBy(() -> Monic.withDefaults().byCenters(two, huge, two, huge))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Monic.byCenters: values of feature \"x\" are so large that their means overflow; scale the"
                        + " features");
    }

    @Test
    void byCentersRunsOnThreadsAndCanBeCancelled() {
        int n = 3000;
        double[] then = new double[n];
        double[] now = new double[n];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            SeededRandom random = SeededRandom.stream(8, i);
            labels[i] = i % 5;
            then[i] = 10 * labels[i] + random.nextGaussian();
            now[i] = 11 * labels[i] + random.nextGaussian();
        }
        Segmentation before = segmentation(JANUARY, 0, line(then), labels);
        Segmentation after = segmentation(JULY, n, line(now), labels);
        AtomicInteger polls = new AtomicInteger();
        SegmentTransitions alone = Monic.withDefaults()
                .byCenters(
                        before,
                        line(then),
                        after,
                        line(now),
                        Execution.sequential().withCancellation(() -> polls.incrementAndGet() < 0));
        assertThat(alone.toString())
                .isEqualTo(Monic.withDefaults()
                        .byCenters(before, line(then), after, line(now))
                        .toString())
                .isEqualTo(Monic.withDefaults()
                        .byCenters(before, line(then), after, line(now), Execution.onThreads(3))
                        .toString());
        int all = polls.get();
        assertThat(all).isGreaterThan(20);
        for (int at : new int[] {1, all / 2, all}) {
            polls.set(0);
            Execution cancelled = Execution.sequential().withCancellation(() -> polls.incrementAndGet() == at);
            assertThatThrownBy(() -> Monic.withDefaults().byCenters(before, line(then), after, line(now), cancelled))
                    .isInstanceOf(CancelledException.class);
            assertThat(polls.get()).isEqualTo(at);
        }
    }

    private static FeatureMatrix line(double... values) {
        return FeatureMatrix.copyOfRowMajor(List.of("x"), values);
    }

    private static Segmentation segmentation(LocalDate asOf, long firstId, FeatureMatrix features, int... labels) {
        long[] ids = LongStream.range(firstId, firstId + labels.length).toArray();
        int k = Arrays.stream(labels).max().orElseThrow() + 1;
        return Segmentation.of(Snapshot.of(asOf, ids, features), Assignment.copyOf(k, labels));
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        Monic monic = Monic.withDefaults();
        assertThatThrownBy(() -> monic.withMatch(0.49))
                .hasMessage("Monic.withMatch: threshold = 0.49, expected 0.5 to 1; below 0.5 a segment could match two"
                        + " others");
        assertThatThrownBy(() -> monic.withMatch(Double.NaN)).hasMessageContaining("threshold = NaN");
        assertThatThrownBy(() -> monic.withSplit(0.5))
                .hasMessage("Monic.withSplit: threshold = 0.5, expected more than 0 and less than 0.5; a piece is less"
                        + " than a match");
        assertThatThrownBy(() -> monic.withReach(0))
                .hasMessage("Monic.withReach: share = 0.0, expected more than 0 and at most 1");
        assertThat(monic).hasToString("Monic[match = 0.5, split = 0.2, reach = 0.95, leavers count]");
        SegmentTransitions nobody = monic.between(
                Segmentation.of(Snapshot.of(JANUARY, CustomerIds.of(new long[0])), Assignment.copyOf(2)),
                letters(JULY, "A"));
        assertThat(nobody.undefined()).contains(Reason.EMPTY);
        assertThat(nobody.survivalRatio()).isNaN();
        assertThat(nobody.emerged()).hasSize(1);
        assertThat(nobody.toString().toLowerCase(Locale.ROOT)).contains("undefined (empty)");
        assertThatThrownBy(() -> nobody.transition("Segment 0"))
                .hasMessage("SegmentTransitions: no old segment \"Segment 0\" with customers; there are []");
    }
}
