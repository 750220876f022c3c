package dev.segmentation.metrics.history;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlickerTest {

    private static final SegmentHistory BY_HAND = Paths.history(
            "ABABBB", // A to B, back; B to A, back; A to B, not back
            "AAB...", // who left is not back
            "AAB?AA", // unknown, although back later
            "AAAABA", // both too late
            "A.BBAB", // over a gap there is no move; both others are too late
            "CCCCCC");

    private static Segment segment(String name) {
        return BY_HAND.segments().stream()
                .filter(segment -> segment.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void countsByHand() {
        Flicker flicker = Flicker.within(BY_HAND, 2);
        assertThat(flicker.periods()).isEqualTo(2);
        assertThat(flicker.moves()).isEqualTo(4);
        assertThat(flicker.returns()).isEqualTo(2);
        assertThat(flicker.tooLate()).isEqualTo(4);
        assertThat(flicker.unknown()).isEqualTo(1);
        assertThat(flicker.share()).isEqualTo(WilsonScore.at(0.95).of(2, 4));
        assertThat(flicker.withLevel(0.8).share()).isEqualTo(WilsonScore.at(0.8).of(2, 4));
        assertThat(flicker.share(segment("A"), segment("B")))
                .isEqualTo(WilsonScore.at(0.95).of(1, 3));
        assertThat(flicker.share(segment("B"), segment("A")))
                .isEqualTo(WilsonScore.at(0.95).of(1, 1));
        assertThat(flicker.share(segment("A"), segment("C")).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(flicker.excess().value()).isCloseTo(0.5 - flicker.expected(), within(1e-15));
        assertThat(flicker.excess().upper() - flicker.excess().lower())
                .isCloseTo(flicker.share().upper() - flicker.share().lower(), within(1e-15));
    }

    @Test
    void oneStepOfTheChainByHand() {
        SegmentHistory history = Paths.history("ABABB", "ABBBA", "AAB..");
        // from A: to B 2, 1, 1, to A 1; from B: to A 1, 1; to B 1, 2; left 1
        Flicker flicker = Flicker.within(history, 1);
        Segment a = history.segments().get(0);
        Segment b = history.segments().get(1);
        assertThat(flicker.expected(a, b)).as("2 of 6 steps from B").isCloseTo(2 / 6.0, within(1e-15));
        assertThat(flicker.expected(b, a)).as("4 of 5 steps from A").isCloseTo(4 / 5.0, within(1e-15));
        assertThat(flicker.expected(a, a)).isEqualTo(1);
        // moves with a date after them: A to B at 2, 4 | 2 | 3, B to A at 3
        assertThat(flicker.moves()).isEqualTo(5);
        assertThat(flicker.expected()).isCloseTo((4 * 2 / 6.0 + 4 / 5.0) / 5, within(1e-15));
        assertThat(flicker)
                .hasToString("Flicker: 40.0 % of 5 moves are back within 1 [11.8, 76.9], 42.7 % would be by chance");
    }

    /** Looked up date by date; and the chain by adding up the chances of all ways of w steps. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void agreesWithSlowTwins(int w) {
        String[] paths = Paths.random(w, 300, 9, "AABBC?.");
        SegmentHistory history = Paths.history(paths);
        Flicker flicker = Flicker.within(history, w);
        Map<String, long[]> twin = new HashMap<>(); // moves, returns
        Map<String, Double> steps = new HashMap<>();
        long late = 0;
        long unknown = 0;
        for (String written : paths) {
            String path = fromFirstOn(written);
            for (int t = 1; t < path.length(); t++) {
                char from = path.charAt(t - 1);
                char to = path.charAt(t);
                if (from != '?' && to != '?') {
                    steps.merge("" + from + to, 1.0, Double::sum);
                    steps.merge("" + from, 1.0, Double::sum);
                }
                if (Character.isLetter(from) && Character.isLetter(to) && from != to) {
                    if (t + w >= path.length()) {
                        late++;
                    } else if (path.substring(t, t + w + 1).contains("?")) {
                        unknown++;
                    } else {
                        long[] counts = twin.computeIfAbsent("" + from + to, pair -> new long[2]);
                        counts[0]++;
                        counts[1] += path.substring(t, t + w + 1).indexOf(from) >= 0 ? 1 : 0;
                    }
                }
            }
        }
        assertThat(flicker.tooLate()).isEqualTo(late);
        assertThat(flicker.unknown()).isEqualTo(unknown);
        double expected = 0;
        for (Segment from : history.segments()) {
            for (Segment to : history.segments()) {
                long[] counts = twin.getOrDefault(from.name() + to.name(), new long[2]);
                assertThat(flicker.share(from, to))
                        .isEqualTo(WilsonScore.at(0.95).of(counts[1], counts[0]));
                double chance = chance(steps, to.name().charAt(0), from.name().charAt(0), w);
                assertThat(flicker.expected(from, to)).isCloseTo(chance, within(1e-12));
                expected += counts[0] * chance;
            }
        }
        assertThat(flicker.moves())
                .isEqualTo(twin.values().stream().mapToLong(counts -> counts[0]).sum());
        assertThat(flicker.expected()).isCloseTo(expected / flicker.moves(), within(1e-12));
    }

    /** Before the first date seen a dot says nothing; afterwards it says that the customer has left. */
    private static String fromFirstOn(String path) {
        int first = 0;
        while (first < path.length() && path.charAt(first) == '.') {
            first++;
        }
        return path.substring(first);
    }

    private static double chance(Map<String, Double> steps, char from, char target, int left) {
        if (from == target) {
            return 1;
        }
        if (left == 0 || !steps.containsKey("" + from)) {
            return 0;
        }
        double chance = 0;
        for (char to : "ABC.".toCharArray()) {
            chance += steps.getOrDefault("" + from + to, 0.0)
                    / steps.get("" + from)
                    * chance(steps, to, target, left - 1);
        }
        return chance;
    }

    /** 500 histories of a chain with leaving and coming back: what flickers is what the chain expects. */
    @Test
    void aChainHasNoExcess() {
        int covered = 0;
        double sum = 0;
        for (int run = 0; run < 500; run++) {
            Flicker flicker = Flicker.within(chain(run, 60, 8), 2);
            Estimate excess = flicker.excess();
            covered += excess.lower() <= 0 && excess.upper() >= 0 ? 1 : 0;
            sum += excess.value();
        }
        assertThat(covered / 500.0).isBetween(0.93, 0.985);
        assertThat(sum / 500).isBetween(-0.01, 0.01);
    }

    private static SegmentHistory chain(long seed, int customers, int dates) {
        String[] paths = new String[customers];
        for (int c = 0; c < customers; c++) {
            SeededRandom random = SeededRandom.stream(seed, c);
            StringBuilder path = new StringBuilder().append("ABC".charAt(c % 3));
            while (path.length() < dates) {
                double u = random.nextDouble();
                path.append(
                        switch (path.charAt(path.length() - 1)) {
                            case 'A' -> u < 0.7 ? 'A' : u < 0.9 ? 'B' : 'C';
                            case 'B' -> u < 0.2 ? 'A' : u < 0.7 ? 'B' : u < 0.95 ? 'C' : '.';
                            case 'C' -> u < 0.3 ? 'B' : u < 0.9 ? 'C' : '.';
                            default -> u < 0.2 ? 'A' : '.';
                        });
            }
            paths[c] = path.toString();
        }
        return Paths.history(paths);
    }

    /** Nobody moves, and one in five is typed wrongly: half of the moves go back at once, where the chain expects 32 %. */
    @Test
    void typingErrorsShowAsExcess() {
        String[] paths = new String[4000];
        for (int c = 0; c < paths.length; c++) {
            SeededRandom random = SeededRandom.stream(17, c);
            StringBuilder path = new StringBuilder();
            for (int t = 0; t < 12; t++) {
                path.append(random.nextDouble() < 0.2 == (c % 2 == 0) ? 'B' : 'A');
            }
            paths[c] = path.toString();
        }
        Flicker flicker = Flicker.within(Paths.history(paths), 1);
        assertThat(flicker.share().lower()).isLessThan(0.5);
        assertThat(flicker.share().upper()).isGreaterThan(0.5);
        assertThat(flicker.expected()).isCloseTo(0.32, within(0.01));
        assertThat(flicker.excess().lower()).isGreaterThan(0.15);
    }

    /** Nobody was seen again after C: what becomes of those who go there is not known. */
    @Test
    void whatIsNotKnownOfASegmentIsNotExpected() {
        SegmentHistory history = Paths.history("ABAC?", "ABBBB", "BABDD", "AAABC", "AAA.?");
        Segment a = history.segments().get(0);
        Segment b = history.segments().get(1);
        Segment c = history.segments().get(2);
        assertThat(c.name()).isEqualTo("C");
        Flicker one = Flicker.within(history, 1);
        assertThat(one.expected(a, c)).isNaN();
        assertThat(one.expected(c, c)).isEqualTo(1);
        // from B: to A 1, 1; to B 1, 1, 1; to C 1; to D 1
        assertThat(one.expected(a, b)).isCloseTo(2 / 7.0, within(1e-15));
        assertThat(one.expected()).isBetween(0.0, 1.0);
        assertThat(one.excess().isDefined()).isTrue();
        Flicker two = Flicker.within(history, 2);
        assertThat(two.share().isDefined()).isTrue();
        assertThat(two.expected(a, b)).as("by way of C").isNaN();
        assertThat(two.expected()).isNaN();
        assertThat(two.excess()).isEqualTo(Estimate.undefined(Reason.NO_OBSERVATIONS, two.moves()));
        assertThat(two.toString()).endsWith("], how many would be by chance is not known");
        Flicker left = Flicker.within(Paths.history("ABAA", "ABB.", "BBAB"), 2);
        assertThat(left.expected(a, b)).as("who left stays away").isBetween(0.1, 1.0);
    }

    @Test
    void nothingToCountIsUndefined() {
        Flicker still = Flicker.within(Paths.history("AAAA", "BBBB"), 1);
        assertThat(still.share().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(still.excess().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(still.expected()).isNaN();
        assertThat(still).hasToString("Flicker: undefined (NO_OBSERVATIONS), n = 0");
        assertThat(Flicker.within(Paths.history("AB", "BA"), 1).tooLate()).isEqualTo(2);
        assertThat(Flicker.within(Paths.history("A", "B"), 1000).moves()).isZero();
        assertThat(refused(Reason.BAD_PARAM, () -> Flicker.within(BY_HAND, 0)))
                .hasMessage("Flicker.within: periods = 0, expected 1 to 1000");
        refused(Reason.BAD_PARAM, () -> Flicker.within(BY_HAND, 1001));
        refused(Reason.BAD_PARAM, () -> Flicker.within(BY_HAND, 1).withLevel(0));
        Flicker flicker = Flicker.within(BY_HAND, 1);
        refused(Reason.UNKNOWN_NAME, () -> flicker.share(Segment.of(0, "Z"), segment("A")));
        String[] many = new String[257];
        for (int c = 0; c < many.length; c++) {
            many[c] = String.valueOf((char) ('一' + c));
        }
        assertThat(refused(Reason.RESOURCE_LIMIT, () -> Flicker.within(Paths.history(many), 1)))
                .hasMessage(
                        "Flicker.within: 257 segments, expected at most 256, because the chain takes a cube of them; merge"
                                + " segments first");
    }
}
