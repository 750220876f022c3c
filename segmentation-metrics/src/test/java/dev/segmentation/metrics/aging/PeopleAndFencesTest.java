package dev.segmentation.metrics.aging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.Seeding;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PeopleAndFencesTest {

    private static final LocalDate JANUARY = LocalDate.of(2025, 1, 31);
    private static final LocalDate JULY = LocalDate.of(2025, 7, 31);

    private static Snapshot spend(LocalDate asOf, long firstId, double... spend) {
        long[] ids = LongStream.range(firstId, firstId + spend.length).toArray();
        return Snapshot.of(asOf, ids, FeatureMatrix.copyOfRowMajor(List.of("spend"), spend));
    }

    /** "high" from a fence on. */
    private static Segmentation high(Snapshot snapshot, double fence) {
        double[] spend = snapshot.numbers("spend");
        int[] labels = IntStream.range(0, spend.length)
                .map(i -> spend[i] >= fence ? 1 : 0)
                .toArray();
        return Segmentation.of(snapshot, Assignment.copyOf(2, labels)).withNames("low", "high");
    }

    private static PeopleAndFences split(Snapshot before, double oldFence, Snapshot after, double newFence) {
        return PeopleAndFences.of(
                high(before, oldFence), high(after, oldFence), high(before, newFence), high(after, newFence));
    }

    @Test
    void byHand() {
        Snapshot before = spend(JANUARY, 1, 10, 20, 30, 40, 50, 60);
        Snapshot after = spend(JULY, 2, 25, 30, 55, 50, 35, 70, 80); // customer 1 left, 7 and 8 came
        PeopleAndFences found = split(before, 50, after, 30);
        // high: A0 = 50 60, A1 = 55 50 70 80, B0 = 30 40 50 60, B1 = 30 55 50 35 70 80
        ChangeSplit size = found.size("high");
        assertThat(size).hasToString("2.00000 to 6.00000: +4.00000 = people +2.00000, fences +2.00000, data +0.00000");
        ChangeSplit sum = found.sum("high", "spend");
        assertThat(sum.before()).isEqualTo(110);
        assertThat(sum.after()).isEqualTo(320);
        assertThat(sum.people()).isEqualTo((255 - 110 + 320 - 180) / 2.0);
        assertThat(sum.fences()).isEqualTo((180 - 110 + 320 - 255) / 2.0);
        assertThat(sum.data()).isZero();
        ChangeSplit mean = found.mean("high", "spend");
        assertThat(mean.people()).isCloseTo(((63.75 - 55) + (320 / 6.0 - 45)) / 2, within(1e-13));
        assertThat(mean.fences()).isCloseTo(((45 - 55.0) + (320 / 6.0 - 63.75)) / 2, within(1e-13));
        ChangeSplit share = found.share("high");
        assertThat(share.people()).isCloseTo(((4 / 7.0 - 2 / 6.0) + (6 / 7.0 - 4 / 6.0)) / 2, within(1e-15));
        assertThat(share.fences()).isCloseTo(((4 / 6.0 - 2 / 6.0) + (6 / 7.0 - 4 / 7.0)) / 2, within(1e-15));
        assertThat(found.toString().lines())
                .containsExactly(
                        "segment  before  data  people  fences  after",
                        "low           4    +0    -1.0    -2.0      1",
                        "high          2    +0    +2.0    +2.0      6");
    }

    /** Customers only: nobody spends otherwise, but some came and some left. Fences only: nobody did anything. */
    @Test
    void eachCauseAlone() {
        Snapshot before = spend(JANUARY, 1, 10, 20, 30, 40);
        ChangeSplit people =
                split(before, 30, spend(JULY, 2, 20, 30, 40, 50, 60, 5), 30).size("high");
        assertThat(people.people()).isEqualTo(2);
        assertThat(people.fences()).isZero();
        ChangeSplit fences =
                split(before, 30, spend(JULY, 1, 10, 20, 30, 40), 15).sum("high", "spend");
        assertThat(fences.fences()).isEqualTo(20);
        assertThat(fences.people()).isZero();
        PeopleAndFences corrected = split(before, 30, spend(JULY, 1, 10, 20, 30, 40), 30)
                .withDataAsKnownThen(high(spend(JANUARY, 1, 10, 90, 30, 40), 30));
        assertThat(corrected.size("high"))
                .hasToString("3.00000 to 2.00000: -1.00000 = people +0.00000, fences +0.00000, data -1.00000");
        assertThat(corrected.sum("high", "spend").data()).isEqualTo(-90);
        assertThat(corrected.mean("high", "spend").data()).isCloseTo(35 - 160 / 3.0, within(1e-13));
    }

    /** Whatever the numbers: parts add up, and the two dates backwards give the same with the opposite sign. */
    @Test
    void partsAddUp() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            double scale = Math.pow(10, random.nextInt(12) - 4);
            Snapshot before = spend(JANUARY, 1, values(random, scale));
            Snapshot after = spend(JULY, 5, values(random, scale));
            Snapshot then = spend(JANUARY, 3, values(random, scale));
            double oldFence = random.nextDouble() * scale;
            double newFence = random.nextDouble() * scale;
            PeopleAndFences found = split(before, oldFence, after, newFence).withDataAsKnownThen(high(then, oldFence));
            for (String segment : List.of("low", "high")) {
                ChangeSplit size = found.size(segment);
                assertThat(size.people() + size.fences() + size.data())
                        .as("seed %d", seed)
                        .isEqualTo(size.change());
                for (ChangeSplit split :
                        List.of(found.share(segment), found.sum(segment, "spend"), found.mean(segment, "spend"))) {
                    if (split.undefined().isEmpty()) {
                        assertAddsUp(split, seed);
                    }
                }
            }
        }
    }

    /** Four roundings, one of each part and one of the change. */
    private static void assertAddsUp(ChangeSplit split, long seed) {
        BigDecimal rest = new BigDecimal(split.people())
                .add(new BigDecimal(split.fences()))
                .add(new BigDecimal(split.data()))
                .subtract(new BigDecimal(split.change()));
        double largest = Math.max(
                Math.max(Math.abs(split.people()), Math.abs(split.fences())),
                Math.max(Math.abs(split.data()), Math.abs(split.change())));
        assertThat(Math.abs(rest.doubleValue())).as("seed %d", seed).isLessThanOrEqualTo(4 * 0x1p-53 * largest);
    }

    private static double[] values(Random random, double scale) {
        return random.doubles(1 + random.nextInt(30)).map(x -> x * scale).toArray();
    }

    @Test
    void schemesScoreBothDates() {
        Snapshot before = spend(JANUARY, 1, 10, 20, 30, 40, 50, 60);
        Snapshot after = spend(JULY, 1, 25, 30, 55, 50, 35, 70);
        List<Segment> names = List.of(Segment.of(0, "low"), Segment.of(1, "high"));
        PeopleAndFences found =
                PeopleAndFences.of(tool(0, 100, names), tool(0, 60, names), before, after); // fences at 50 and 30
        PeopleAndFences expected = split(before, 50.5, after, 30.5); // ties go to the lower label
        assertThat(found).hasToString(expected.toString());
        assertThat(found.segments()).extracting(Segment::name).containsExactly("low", "high");
    }

    private static TypingTool tool(double low, double high, List<Segment> names) {
        FeatureMatrix centers = FeatureMatrix.copyOfRowMajor(List.of("spend"), low, high);
        return TypingTool.of(
                KMeans.of(2).withSeeding(Seeding.centers(centers)).fit(centers).model(), names);
    }

    @Test
    void whatDoesNotFitIsRefusedOrUndefined() {
        Snapshot before = spend(JANUARY, 1, 10, 20);
        Snapshot after = spend(JULY, 1, 10, 20);
        ChangeSplit nobody = split(before, 15, after, 30).mean("high", "spend");
        assertThat(nobody.undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(nobody.people()).isNaN();
        assertThat(nobody.change()).isNaN();
        assertThat(nobody).hasToString("undefined (NO_OBSERVATIONS)");
        Segmentation a0 = high(before, 15);
        Segmentation a1 = high(after, 15);
        assertThatThrownBy(() -> PeopleAndFences.of(a1, a0, a1, a0))
                .hasMessage("PeopleAndFences.of: oldAfter.asOf = 2025-01-31, expected later than oldBefore.asOf ="
                        + " 2025-07-31");
        assertThatThrownBy(() -> PeopleAndFences.of(a0, a1, high(spend(JANUARY, 2, 10, 20), 15), a1))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA_MISMATCH))
                .hasMessage(
                        "PeopleAndFences.of: newBefore has other customers or another date than the old scheme; score"
                                + " the same snapshot by both schemes");
        PeopleAndFences same = PeopleAndFences.of(a0, a1, a0, a1);
        assertThatThrownBy(() -> same.size("none"))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_NAME));
        assertThatThrownBy(() -> same.withDataAsKnownThen(a1))
                .hasMessage("PeopleAndFences.withDataAsKnownThen: original.asOf = 2025-07-31, expected 2025-01-31, the"
                        + " earlier date");
        PeopleAndFences gap = split(spend(JANUARY, 1, 10, 20, Double.NaN), 15, after, 15);
        assertThat(gap.mean("low", "spend").before()).isEqualTo(10);
        assertThatThrownBy(() -> gap.sum("low", "spend"))
                .hasMessage("PeopleAndFences.sum: missing value at row 2, column \"spend\"; what is missing cannot be"
                        + " added up");
    }
}
