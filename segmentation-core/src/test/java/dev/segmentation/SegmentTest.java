package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentTest {

    @Test
    void aSegmentHasALabelAndAName() {
        Segment loyal = Segment.of(2, "Loyal");
        assertThat(loyal.index()).isEqualTo(2);
        assertThat(loyal.name()).isEqualTo("Loyal");
        assertThat(loyal).hasToString("Loyal");
        assertThat(loyal).isEqualTo(Segment.of(2, "Loyal")).hasSameHashCodeAs(Segment.of(2, "Loyal"));
        assertThat(loyal).isNotEqualTo(Segment.of(1, "Loyal")).isNotEqualTo(Segment.of(2, "Loyals"));
    }

    @Test
    void reservedInAnyCase() {
        for (String name : List.of("EXIT", "exit", "Entry", "unScored")) {
            assertThat(refused(Reason.RESERVED_NAME, () -> Segment.of(0, name)))
                    .hasMessageContaining("\"" + name + "\"");
        }
        assertThat(Segment.of(0, "Exit risk").name()).isEqualTo("Exit risk");
    }

    @Test
    void badNamesAndLabels() {
        refused(Reason.BAD_NAME, () -> Segment.of(0, " "));
        refused(Reason.BAD_NAME, () -> Segment.of(0, ""));
        refused(Reason.BAD_PARAM, () -> Segment.of(-1, "x"));
    }

    @Test // IO011
    void namesAreWhatAFileCanHold() {
        for (String name : List.of("a\0b", "a\ud800", "\udc00a", "\ud83d \ude00", "\0")) {
            assertThat(refused(Reason.BAD_NAME, () -> Segment.of(4, name)))
                    .hasMessage(
                            "Segment.of: the name of segment 4 has a character of code 0 or half of a surrogate pair,"
                                    + " which no file holds; leave it out");
        }
        for (String name : List.of("\ud83d\ude00", "a\nb", "\"", "=1+1", "a\u2028", "\u0001")) {
            assertThat(Segment.of(0, name).name()).isEqualTo(name);
        }
    }
}
