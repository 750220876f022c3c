package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SegmentProfileTest {

    private static final LocalDate DATE = LocalDate.of(2025, 1, 31);

    private static Snapshot.Builder four() {
        return Snapshot.builder(DATE, CustomerIds.of(1, 2, 3, 4))
                .numeric("spend", Role.BASE, 10, 20, 30, Double.NaN)
                .nominal("city", Role.DESCRIPTOR, List.of("a", "b", "a", "b"));
    }

    private static Segmentation segmented(Snapshot snapshot) {
        return Segmentation.of(snapshot, Assignment.copyOf(3, 0, 0, 1, 1)).withNames("A", "B", "Empty");
    }

    @Test
    void sharesMeansAndLift() {
        Segmentation segmentation = segmented(four().build());
        SegmentProfile profile = segmentation.profile();
        Segment a = segmentation.segment("A");
        Segment b = segmentation.segment("B");
        Segment empty = segmentation.segment("Empty");
        assertThat(profile.columns()).as("numeric ones").containsExactly("spend");
        assertThat(profile.segments()).isEqualTo(segmentation.segments());
        assertThat(profile.size(a)).isEqualTo(2);
        assertThat(profile.share(a)).isEqualTo(0.5);
        assertThat(profile.mean(a, "spend")).isEqualTo(15);
        assertThat(profile.mean(b, "spend")).as("missing values are left out").isEqualTo(30);
        assertThat(profile.totalMean("spend")).isEqualTo(20);
        assertThat(profile.lift(a, "spend")).isEqualTo(0.75);
        assertThat(profile.share(empty)).isZero();
        assertThat(profile.mean(empty, "spend")).isNaN();
        assertThat(refused(Reason.UNKNOWN_NAME, () -> profile.mean(a, "city")).name())
                .contains("city");
    }

    @Test
    void weightsCount() {
        Segmentation segmentation =
                segmented(four().numeric("w", Role.WEIGHT, 3, 1, 4, 8).build());
        SegmentProfile profile = segmentation.profile();
        Segment a = segmentation.segment("A");
        assertThat(profile.columns()).as("weights are no column").containsExactly("spend");
        assertThat(profile.share(a)).isEqualTo(0.25);
        assertThat(profile.mean(a, "spend")).isEqualTo(12.5);
        assertThat(profile.totalMean("spend")).isEqualTo((30 + 20 + 120) / 8.0);
    }

    @Test
    void meansAreExactFarFromTheOrigin() {
        Snapshot snapshot = Snapshot.builder(DATE, CustomerIds.of(1, 2, 3))
                .numeric("x", Role.BASE, 1e16, 1, -1e16)
                .build();
        Segmentation one = Segmentation.of(snapshot, Assignment.copyOf(1, 0, 0, 0));
        assertThat(one.profile().totalMean("x")).isCloseTo(1 / 3.0, within(1e-16));
    }

    @Test
    void aBuilderAddsUpRowsInAnyParts() {
        FeatureMatrix rows = FeatureMatrix.copyOfRowMajor(
                        List.of("x", "y"), 1e16, 1, 1, Double.NaN, -1e16, 3, 5, 4, 7, 0.5)
                .weightedBy(1, 1, 1, 0.5, 3);
        List<Segment> segments = List.of(Segment.of(0, "A"), Segment.of(1, "B"), Segment.of(2, "C"));
        Assignment assignment = Assignment.copyOf(3, 0, 0, 0, 1, 1);
        SegmentProfile whole = SegmentProfile.builder(segments, rows.featureNames())
                .add(rows, assignment)
                .build();
        assertThat(whole.segments()).isEqualTo(segments);
        assertThat(whole.size(segments.get(0))).isEqualTo(3);
        assertThat(whole.share(segments.get(1))).isEqualTo(3.5 / 6.5);
        assertThat(whole.mean(segments.get(0), "x")).isEqualTo(1 / 3.0);
        assertThat(whole.mean(segments.get(0), "y")).isEqualTo(2);
        assertThat(whole.mean(segments.get(1), "x")).isEqualTo((2.5 + 21) / 3.5);
        assertThat(whole.totalMean("x")).isEqualTo((1 + 2.5 + 21) / 6.5);
        assertThat(whole.mean(segments.get(2), "x")).isNaN();
        SegmentProfile.Builder parts = SegmentProfile.builder(segments, rows.featureNames());
        for (int i = 4; i >= 0; i--) {
            SegmentProfile.Builder part = SegmentProfile.builder(segments, rows.featureNames());
            parts.add(part.add(rows.rows(i), assignment.rows(i)));
        }
        assertThat(parts.build()).hasToString(whole.toString());
        for (Segment segment : segments) {
            assertThat(parts.build().mean(segment, "x")).isEqualTo(Double.valueOf(whole.mean(segment, "x")));
            assertThat(parts.build().share(segment)).isEqualTo(whole.share(segment));
        }
    }

    @Test
    void aBuilderRefusesWhatDoesNotFit() {
        List<Segment> segments = List.of(Segment.of(0, "A"), Segment.of(1, "B"));
        FeatureMatrix rows = FeatureMatrix.copyOfRowMajor(List.of("x"), 1, 2);
        SegmentProfile.Builder builder = SegmentProfile.builder(segments, List.of("x"));
        refused(Reason.SCHEMA_MISMATCH, () -> builder.add(rows, Assignment.copyOf(2, 0)));
        refused(Reason.SCHEMA_MISMATCH, () -> builder.add(rows, Assignment.copyOf(3, 0, 1)));
        refused(
                Reason.SCHEMA_MISMATCH,
                () -> SegmentProfile.builder(segments, List.of("y")).add(rows, Assignment.copyOf(2, 0, 1)));
        refused(Reason.SCHEMA_MISMATCH, () -> builder.add(SegmentProfile.builder(segments, List.of("y"))));
        refused(Reason.BAD_PARAM, () -> SegmentProfile.builder(List.of(), List.of("x")));
        refused(Reason.NO_FEATURES, () -> SegmentProfile.builder(segments, List.of()));
        assertThat(refused(Reason.BAD_PARAM, () -> SegmentProfile.builder(segments.subList(1, 2), List.of("x"))))
                .hasMessage("SegmentProfile.builder: segment 1 is at place 0; give one per label, in their order");
    }

    @Test
    void undefinedRatherThanFlattering() {
        Snapshot centered = Snapshot.builder(DATE, CustomerIds.of(1, 2))
                .numeric("x", Role.BASE, -1, 1)
                .build();
        Segmentation two = Segmentation.of(centered, Assignment.copyOf(2, 0, 1));
        assertThat(two.profile().lift(two.segments().get(0), "x"))
                .as("a total of 0")
                .isNaN();
        Segmentation nobody = Segmentation.builder(DATE).build();
        assertThat(nobody.profile().share(nobody.segments().get(0))).isNaN();
    }

    @Test
    void withoutColumnsSharesRemain() {
        Segmentation segmentation = Segmentation.builder(DATE)
                .add("a", "A")
                .add("b", "B")
                .add("c", "B")
                .build();
        assertThat(segmentation.profile().share(segmentation.segment("B"))).isCloseTo(2 / 3.0, within(1e-15));
    }

    @Test
    void printsAnAlignedTableInAnyLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(segmented(four().build()).profile()).hasToString("""
                    segment  customers   share          spend
                    A                2  50.0 %  15.00 (×0.75)
                    B                2  50.0 %  30.00 (×1.50)
                    Empty            0   0.0 %     NaN (×NaN)
                    all              4                  20.00""");
        } finally {
            Locale.setDefault(before);
        }
    }
}
