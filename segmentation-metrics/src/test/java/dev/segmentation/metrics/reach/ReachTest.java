package dev.segmentation.metrics.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.interval.ProportionInterval;
import java.time.LocalDate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReachTest {

    /** Ten customers with the ids 100 to 109: five loyal, three new, two lapsed; nobody is a champion. */
    private static final Segmentation TEN =
            segmentation(4, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2).withNames("Loyal", "New", "Lapsed", "Champions");

    private static final Segment LOYAL = TEN.segment("Loyal");
    private static final Segment NEW = TEN.segment("New");
    private static final Segment LAPSED = TEN.segment("Lapsed");

    private static final Reach REACH = Reach.of(TEN)
            .withChannel("email", true, true, true, true, false, true, false, false, false, false)
            .withChannel("post", CustomerIds.of(105, 106, 107, 109, 777))
            .withChannel("nobody", new boolean[10]);

    private static Segmentation segmentation(int segments, int... labels) {
        CustomerIds ids =
                CustomerIds.of(LongStream.range(100, 100 + labels.length).toArray());
        return Segmentation.of(Snapshot.of(LocalDate.of(2025, 1, 31), ids), Assignment.copyOf(segments, labels));
    }

    @Test
    void byHand() {
        SegmentReach email = REACH.reach("email", LOYAL);
        assertThat(email.reached()).isEqualTo(5);
        assertThat(email.precision()).isEqualTo(ProportionInterval.wilson(4, 5, 0.95));
        assertThat(email.recall()).isEqualTo(ProportionInterval.wilson(4, 5, 0.95));
        assertThat(email.waste()).isEqualTo(ProportionInterval.wilson(1, 5, 0.95));
        assertThat(email.lift().value()).isCloseTo(1.6, within(1e-15));
        double variance = 1 / 4.0 - 1 / 5.0 - 1 / 5.0 - 1 / 10.0 + 2 * 4 / 25.0;
        double factor = Math.exp(1.959963984540054 * Math.sqrt(variance));
        assertThat(email.lift().lower()).isCloseTo(1.6 / factor, within(1e-9));
        assertThat(email.lift().upper()).isCloseTo(1.6 * factor, within(1e-9));
        assertThat(REACH.reach("post", NEW).recall().value()).isEqualTo(1);
        assertThat(REACH.reach("post", NEW).precision().value()).isEqualTo(0.75);
        assertThat(REACH.unknown("post")).isEqualTo(1);
        assertThat(REACH.unknown("email")).isZero();
    }

    @Test
    void nobodyOfTheSegmentIsReached() {
        SegmentReach none = REACH.reach("email", LAPSED);
        assertThat(none.lift().value()).isZero();
        assertThat(none.lift().lower()).isZero();
        double variance = 2 - 1 / 2.0 - 1 / 5.0 - 1 / 10.0 + 2 * 0.5 / 10;
        assertThat(none.lift().upper())
                .isCloseTo(0.5 * Math.exp(1.959963984540054 * Math.sqrt(variance)), within(1e-9));
        SegmentReach nobody = REACH.reach("nobody", LOYAL);
        assertThat(nobody.precision().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(nobody.lift().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(nobody.recall().value()).isZero();
        SegmentReach empty = REACH.reach("email", TEN.segment("Champions"));
        assertThat(empty.recall().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(empty.lift().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(empty.precision().value()).isZero();
    }

    @Test
    void rivalsOverlapAndOrder() {
        assertThat(REACH.rivals("post", NEW))
                .extracting(SegmentReach::segment)
                .containsExactly("Lapsed", "Loyal", "Champions");
        assertThat(REACH.rivals("post", NEW).get(0).precision().value()).isEqualTo(0.25);
        assertThat(REACH.bestFirst(NEW)).extracting(SegmentReach::channel).containsExactly("post", "email", "nobody");
        assertThat(REACH.overlap("email", "post")).isEqualTo(ProportionInterval.wilson(1, 5, 0.95));
        assertThat(REACH.overlap("post", "email")).isEqualTo(ProportionInterval.wilson(1, 4, 0.95));
        assertThat(REACH.overlap("nobody", "email").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(REACH.withLevel(0.8).overlap("email", "post").level()).isEqualTo(0.8);
        assertThat(REACH.channels()).containsExactly("email", "post", "nobody");
        assertThat(REACH).hasToString("Reach[10 customers, 4 segments, channels [email, post, nobody]]");
        assertThat(REACH.reach("email", LOYAL).toString()).startsWith("email reaches Loyal: lift 1.600 [");
    }

    /** 400 customers, a fifth in the segment; the channel reaches half of those and a fifth of the others. */
    @Test
    void intervalsOfTheLiftCover() {
        double wanted = 0.5 / (0.2 * 0.5 + 0.8 * 0.2);
        int covered = 0;
        for (int run = 0; run < 1000; run++) {
            SeededRandom random = SeededRandom.stream(61, run);
            int[] labels = new int[400];
            boolean[] reached = new boolean[400];
            for (int i = 0; i < 400; i++) {
                labels[i] = random.nextDouble() < 0.2 ? 1 : 0;
                reached[i] = random.nextDouble() < (labels[i] == 1 ? 0.5 : 0.2);
            }
            Segmentation segmentation = segmentation(2, labels);
            Estimate lift = Reach.of(segmentation)
                    .withChannel("rule", reached)
                    .reach("rule", segmentation.segments().get(1))
                    .lift();
            covered += lift.lower() <= wanted && wanted <= lift.upper() ? 1 : 0;
        }
        assertThat(covered).isBetween(930, 970);
    }

    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"})
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> REACH.withChannel("sms", true))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Reach.withChannel: reached has 1 entries, expected 10, one per customer");
        assertThatThrownBy(() -> REACH.withChannel("email", new boolean[10]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Reach.withChannel: two channels are called \"email\"; give each a name of its own");
        assertThatThrownBy(() -> REACH.withChannel(" ", new boolean[10]))
                .hasMessage("Reach.withChannel: the name of a channel is blank; name every channel");
        assertThatThrownBy(() -> REACH.reach("sms", LOYAL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Reach: no channel \"sms\"; there are [email, post, nobody]");
        assertThatThrownBy(() -> REACH.reach("email", Segment.of(0, "Other")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no segment \"Other\"");
        assertThatThrownBy(() -> REACH.withLevel(0))
                .hasMessage("Reach.withLevel: level = 0.0, expected more than 0 and less than 1");
        assertThatNullPointerException().isThrownBy(() -> Reach.of(null)).withMessage("segmentation");
        assertThatNullPointerException()
                .isThrownBy(() -> REACH.withChannel("sms", (boolean[]) null))
                .withMessage("reached");
    }
}
