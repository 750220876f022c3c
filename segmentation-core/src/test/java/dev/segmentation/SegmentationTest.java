package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentationTest {

    private static final LocalDate DATE = LocalDate.of(2025, 1, 31);

    private static Segmentation three() {
        Snapshot snapshot = Snapshot.of(DATE, CustomerIds.of(11, 12, 13, 14));
        return Segmentation.of(snapshot, Assignment.copyOf(3, 0, 2, 0, 0));
    }

    @Test
    void labelsMeetTheSnapshot() {
        Segmentation segmentation = three();
        assertThat(segmentation.asOf()).isEqualTo(DATE);
        assertThat(segmentation.customerCount()).isEqualTo(4);
        assertThat(segmentation.segments())
                .extracting(Segment::name)
                .containsExactly("Segment 0", "Segment 1", "Segment 2");
        assertThat(segmentation.segmentOf(1)).isEqualTo(segmentation.segments().get(2));
        assertThat(segmentation.size(segmentation.segment("Segment 0"))).isEqualTo(3);
        assertThat(segmentation.size(segmentation.segment("Segment 1"))).isZero();
        assertThat(segmentation.snapshot().customerIds()).isEqualTo(CustomerIds.of(11, 12, 13, 14));
        assertThat(refused(
                        Reason.SCHEMA_MISMATCH,
                        () -> Segmentation.of(Snapshot.of(DATE, CustomerIds.of(1)), Assignment.copyOf(1, 0, 0))))
                .hasMessage("Segmentation.of: assignment has 2 entries, expected 1, one per customer");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> segmentation.segmentOf(4));
    }

    @Test
    void naming() {
        Segmentation named = three().withNames("Loyal", "Lapsing", "New");
        assertThat(named.segmentOf(1).name()).isEqualTo("New");
        assertThat(named).hasToString("Segmentation[2025-01-31, Loyal: 3, Lapsing: 0, New: 1]");
        assertThat(named.assignment()).isEqualTo(three().assignment());
        assertThat(refused(Reason.UNKNOWN_NAME, () -> named.segment("Segment 0")))
                .hasMessage("Segmentation: no segment \"Segment 0\"; there are [Loyal, Lapsing, New]");
        refused(Reason.SCHEMA_MISMATCH, () -> three().withNames("a", "b"));
        refused(Reason.BAD_NAME, () -> three().withNames("a", "b", "a"));
        refused(Reason.BAD_NAME, () -> three().withNames("a", "b", " "));
        refused(Reason.RESERVED_NAME, () -> three().withNames("a", "b", "exit"));
    }

    @Test
    void theBuilderNumbersSegmentsByFirstCustomer() {
        Segmentation segmentation = Segmentation.builder(DATE)
                .add("c1", "B")
                .add(2, "A")
                .add("c3", "B")
                .build();
        assertThat(segmentation.segments()).extracting(Segment::name).containsExactly("B", "A");
        assertThat(segmentation.assignment()).isEqualTo(Assignment.copyOf(2, 0, 1, 0));
        assertThat(segmentation.snapshot().customerIds()).isEqualTo(CustomerIds.of(List.of("c1", "2", "c3")));
    }

    @Test
    void declaredSegmentsComeFirstAndMayBeEmpty() {
        Segmentation segmentation = Segmentation.builder(DATE)
                .segments(List.of("Low", "High"))
                .add("c1", "High")
                .add("c2", "Mid")
                .build();
        assertThat(segmentation.segments()).extracting(Segment::name).containsExactly("Low", "High", "Mid");
        assertThat(segmentation.assignment().sizes()).containsExactly(0, 1, 1);
    }

    @Test
    void nobody() {
        Segmentation nobody = Segmentation.builder(DATE).build();
        assertThat(nobody.customerCount()).isZero();
        assertThat(nobody.segments()).hasSize(1);
        Segmentation declared =
                Segmentation.builder(DATE).segments(List.of("A", "B")).build();
        assertThat(declared.segments()).hasSize(2);
    }

    @Test
    void repeatsAreRefusedUnlessDropped() {
        InvalidInputException refused =
                refused(Reason.DUPLICATE_ID, () -> builder("c1", "A", "c1", "A").build());
        assertThat(refused.getMessage()).contains("1 rows repeat").doesNotContain("c1");
        Segmentation kept =
                builder("c1", "A", "c2", "B", "c1", "A").dropRepeats().build();
        assertThat(kept.customerCount()).isEqualTo(2);
        assertThat(kept.assignment().sizes()).containsExactly(1, 1);
    }

    @Test
    void conflictsAreRefusedInAnyCase() {
        for (Segmentation.Builder builder : List.of(
                builder("alice@example.com", "A", "alice@example.com", "B"),
                builder("alice@example.com", "A", "alice@example.com", "B").dropRepeats())) {
            InvalidInputException refused = refused(Reason.CONFLICTING_ID, builder::build);
            assertThat(refused.toString()).contains("1 rows").doesNotContain("alice");
        }
        assertThat(refused(
                        Reason.CONFLICTING_ID,
                        () -> builder("a", "A", "a", "B", "a", "A", "a", "C", "b", "A")
                                .build()))
                .hasMessageContaining("2 rows");
    }

    @Test
    void blankIdsAreCountedAndNeverConflict() {
        for (Segmentation.Builder builder : List.of(
                builder(null, "A", "", "A", " ", "A"),
                builder("", "A", "", "B", null, "B"),
                builder("", "A", "", "A", null, "A").dropRepeats())) {
            assertThat(refused(Reason.BAD_ID, builder::build)).hasMessageContaining(": 3 ids");
        }
    }

    @Test
    void segmentNamesAreCheckedAtOnce() {
        Segmentation.Builder builder = Segmentation.builder(DATE);
        refused(Reason.RESERVED_NAME, () -> builder.add("c1", "EXIT"));
        refused(Reason.BAD_NAME, () -> builder.add("c1", ""));
        refused(Reason.RESERVED_NAME, () -> builder.segments(List.of("A", "entry")));
    }

    /** A null in a column of labels is bad data of a row, and the builder goes on without that row. */
    @Test
    void customerWithoutSegmentNamesTheRow() {
        Segmentation.Builder builder = Segmentation.builder(DATE).add("c1", "A");
        InvalidInputException missing = refused(Reason.BAD_NAME, () -> builder.add("c2", null));
        assertThat(missing.row()).hasValue(1);
        assertThat(missing.name()).contains("segmentName");
        assertThat(missing)
                .hasMessage(
                        "Segmentation.Builder.add: the segment name of row 1 is null; give every customer a segment, or"
                                + " leave the customer out");
        assertThat(refused(Reason.BAD_NAME, () -> builder.add(7, " "))).hasMessageContaining("row 1 is blank");
        refused(Reason.RESERVED_NAME, () -> builder.add("c3", "EXIT"));
        Segmentation kept = builder.add("c4", "B").build();
        assertThat(kept.assignment()).isEqualTo(Assignment.copyOf(2, 0, 1));
        assertThat(kept.snapshot().customerIds()).isEqualTo(CustomerIds.of(List.of("c1", "c4")));
    }

    private static Segmentation.Builder builder(String... idsAndNames) {
        Segmentation.Builder builder = Segmentation.builder(DATE);
        List<String> all = Arrays.asList(idsAndNames);
        for (int i = 0; i < all.size(); i += 2) {
            builder.add(all.get(i), all.get(i + 1));
        }
        return builder;
    }
}
