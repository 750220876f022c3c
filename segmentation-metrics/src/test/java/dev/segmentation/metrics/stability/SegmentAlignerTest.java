package dev.segmentation.metrics.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.internal.OptimalMatchingTest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SegmentAlignerTest {

    private static final LocalDate JANUARY = LocalDate.of(2025, 1, 31);

    private static Segmentation segmentation(LocalDate asOf, long firstId, Assignment assignment) {
        long[] ids = LongStream.range(firstId, firstId + assignment.size()).toArray();
        return Segmentation.of(Snapshot.of(asOf, CustomerIds.of(ids)), assignment);
    }

    private static Assignment labels(int segments, String digits) {
        return Assignment.copyOf(
                segments, digits.chars().map(digit -> digit - '0').toArray());
    }

    @Test
    void permutedLabelsGoBack() {
        Assignment before = labels(3, "0001112222");
        Assignment after = labels(3, "2220001111");
        LabelAlignment found = SegmentAligner.withDefaults().align(before, after);
        assertThat(found.aligned(after)).isEqualTo(before);
        assertThat(found.keptShare()).isEqualTo(1);
        assertThat(found.cost()).isZero();
        assertThat(found.notices()).isEmpty();
        assertThat(found.retired()).isEmpty();
        assertThat(found.created()).isEmpty();
        assertThat(found.matches()).extracting(LabelAlignment.Match::overlap).containsExactly(1.0, 1.0, 1.0);
        assertThat(found.segments()).extracting(Segment::name).containsExactly("Segment 1", "Segment 2", "Segment 0");
    }

    @Test
    void namesAreCarriedOverRetiredAndMade() {
        // Loyal splits 4 + 2, Lapsing goes on but for one, New and Promising merge
        Segmentation before = segmentation(JANUARY, 1, labels(4, "000000111122223333"))
                .withNames("Loyal", "Lapsing", "Rookies", "Promising");
        Assignment refit = labels(4, "111122333300000000");
        Segmentation after = segmentation(JANUARY, 1, refit);
        LabelAlignment found = SegmentAligner.withDefaults()
                .withMinimumOverlap(0.6)
                .withRetiredNames(List.of("New segment 1"))
                .align(before, after);
        assertThat(found.matches())
                .extracting(LabelAlignment.Match::toString)
                .containsExactly(
                        "Loyal: label 0 becomes 1, 4 customers stay, overlap 0.6667",
                        "Lapsing: label 1 becomes 3, 4 customers stay, overlap 1.000");
        assertThat(found.retired()).extracting(Segment::name).containsExactly("Rookies", "Promising");
        assertThat(found.retiredNames()).containsExactly("New segment 1", "Rookies", "Promising");
        assertThat(found.bestOverlap(found.retired().get(0))).isEqualTo(0.5);
        assertThat(found.created()).extracting(Segment::index).containsExactly(0, 2);
        Segmentation named = found.apply(after);
        assertThat(named.segments())
                .extracting(Segment::name)
                .containsExactly("New segment 2", "Loyal", "New segment 3", "Lapsing");
        assertThat(named.assignment()).isEqualTo(refit);
        assertThat(found.keptShare()).isEqualTo(8 / 18.0);
        assertThat(found.cost()).isEqualTo(10);
        assertThat(found.notices())
                .extracting(Notice::toString)
                .containsExactly(
                        "UNMATCHED_SEGMENT: SegmentAligner: no new segment continues \"Rookies\", best overlap 0.5000; its"
                                + " name is retired",
                        "UNMATCHED_SEGMENT: SegmentAligner: no new segment continues \"Promising\", best overlap 0.5000; its"
                                + " name is retired",
                        "UNMATCHED_SEGMENT: SegmentAligner: new segment 0 continues no old one; it is called \"New segment"
                                + " 2\" until it is named",
                        "UNMATCHED_SEGMENT: SegmentAligner: new segment 2 continues no old one; it is called \"New segment"
                                + " 3\" until it is named");
        // old labels stay, 2 and 3 are not used again
        assertThat(found.aligned(refit)).isEqualTo(labels(6, "000055111144444444"));
        assertThat(found.toString())
                .startsWith("LabelAlignment[44.4 % of 18 customers keep the name, cost 10")
                .contains("Rookies: retired, best overlap 0.5000", "New segment 3: created, label 2");
    }

    @Test
    void atTheThresholdASegmentGoesOn() {
        Segmentation before = segmentation(JANUARY, 1, labels(2, "00001111")).withNames("a", "b");
        Segmentation merged = segmentation(JANUARY, 1, labels(1, "00000000"));
        LabelAlignment found = SegmentAligner.withDefaults().align(before, merged);
        assertThat(found.matches()).hasSize(1);
        assertThat(found.matches().get(0).overlap()).isEqualTo(0.5);
        assertThat(found.retired()).hasSize(1);
        assertThat(SegmentAligner.withDefaults()
                        .withMinimumOverlap(0.51)
                        .align(before, merged)
                        .matches())
                .isEmpty();
    }

    @Test
    void aNameThatWasGivenToANewSegmentIsKeptIfItWasNeverUsed() {
        Segmentation before = segmentation(JANUARY, 1, labels(2, "0011")).withNames("Loyal", "Gone");
        Segmentation after = segmentation(JANUARY, 1, labels(3, "0012")).withNames("x", "Gone", "Winback");
        LabelAlignment found =
                SegmentAligner.withDefaults().withMinimumOverlap(0.9).align(before, after);
        assertThat(found.segments()).extracting(Segment::name).containsExactly("Loyal", "New segment 1", "Winback");
        LabelAlignment later = SegmentAligner.withDefaults()
                .withMinimumOverlap(0.9)
                .withRetiredNames(List.of("Gone", "Winback"))
                .align(before, after);
        assertThat(later.segments())
                .extracting(Segment::name)
                .containsExactly("Loyal", "New segment 1", "New segment 2");
    }

    @Test
    void customersAreJoinedById() {
        // ids 1 to 8 and 5 to 14: only 5 to 8 are common
        Segmentation before = segmentation(JANUARY, 1, labels(2, "00000111")).withNames("a", "b");
        Segmentation after = segmentation(JANUARY.plusMonths(6), 5, labels(2, "1000111111"));
        LabelAlignment found = SegmentAligner.withDefaults().align(before, after);
        assertThat(found.table().toArray()).isDeepEqualTo(new long[][] {{0, 1}, {3, 0}});
        assertThat(found.apply(after).segments()).extracting(Segment::name).containsExactly("b", "a");
        assertThatThrownBy(() ->
                        SegmentAligner.withDefaults().align(before, segmentation(JANUARY, 100, labels(1, "00"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "SegmentAligner.align: the segmentations have no customer in common; compare ids of one form");
    }

    @Test
    void mostCustomersStayAmongAllWaysToMatch() {
        SeededRandom random = SeededRandom.stream(5, 6);
        for (int run = 0; run < 100; run++) {
            int n = 40;
            Assignment before = random(n, 2 + random.nextInt(5), random);
            Assignment after = random(n, 2 + random.nextInt(5), random);
            double threshold = run % 2 == 0 ? 0 : 0.15;
            LabelAlignment found =
                    SegmentAligner.withDefaults().withMinimumOverlap(threshold).align(before, after);
            ContingencyTable table = ContingencyTable.between(before, after);
            long[][] weights = table.toArray();
            for (int i = 0; i < weights.length; i++) {
                for (int j = 0; j < weights[i].length; j++) {
                    weights[i][j] = table.jaccard(i, j) >= threshold ? weights[i][j] : 0;
                }
            }
            long best = OptimalMatchingTest.best(weights, 0, new boolean[after.segmentCount()]);
            assertThat(found.keptShare()).isCloseTo((double) best / n, within(1e-15));
            int[] aligned = found.aligned(after).toArray();
            long same = 0;
            for (int i = 0; i < n; i++) {
                same += aligned[i] == before.label(i) ? 1 : 0;
            }
            assertThat(same).isEqualTo(best);
            assertThat(found.matches().size() + found.retired().size()).isEqualTo(before.segmentCount());
            assertThat(found.matches().size() + found.created().size()).isEqualTo(after.segmentCount());
        }
    }

    private static Assignment random(int n, int segments, SeededRandom random) {
        int[] labels = new int[n];
        Arrays.setAll(labels, i -> random.nextInt(segments));
        return Assignment.copyOf(segments, labels);
    }

    @Test
    void edgesAndErrors() {
        LabelAlignment nobody = SegmentAligner.withDefaults().align(Assignment.copyOf(2), Assignment.copyOf(1));
        assertThat(nobody.keptShare()).isNaN();
        assertThat(nobody.retired()).hasSize(2);
        assertThat(nobody.created()).hasSize(1);
        assertThat(nobody.bestOverlap(nobody.retired().get(0))).isNaN();
        SegmentAligner aligner = SegmentAligner.withDefaults();
        assertThatThrownBy(() -> aligner.withMinimumOverlap(Double.NaN))
                .hasMessage("SegmentAligner.withMinimumOverlap: minimumOverlap = NaN, expected 0 to 1");
        assertThatThrownBy(() -> aligner.align(labels(1, "00"), labels(1, "0")))
                .hasMessage("SegmentAligner.align: after has 1 entries, expected 2, one per row of the other");
        assertThatThrownBy(() -> aligner.align(Assignment.copyOf(5000), labels(1, "")))
                .hasMessageContaining("5000 segments, expected at most 4096");
        assertThatThrownBy(() -> nobody.aligned(labels(3, "")))
                .hasMessage(
                        "LabelAlignment.aligned: after has 3 entries, expected 1, one per segment that was aligned");
        assertThatThrownBy(() -> aligner.align((Assignment) null, labels(1, "0")))
                .hasMessage("before");
        assertThatThrownBy(() -> aligner.withRetiredNames(null)).hasMessage("names");
        assertThat(aligner.withMinimumOverlap(0.4)).hasToString("SegmentAligner[minimumOverlap = 0.4, retired []]");
    }
}
