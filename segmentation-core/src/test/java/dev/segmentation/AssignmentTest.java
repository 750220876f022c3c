package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class AssignmentTest {

    @Test
    void labelsSizesAndRows() {
        Assignment assignment = Assignment.copyOf(4, 2, 0, 2, 1, 2);
        assertThat(assignment.size()).isEqualTo(5);
        assertThat(assignment.segmentCount()).isEqualTo(4);
        assertThat(assignment.label(3)).isEqualTo(1);
        assertThat(assignment.sizes()).as("an empty segment counts").containsExactly(1, 1, 3, 0);
        assertThat(assignment.rowsOf(2)).containsExactly(0, 2, 4);
        assertThat(assignment.rowsOf(3)).isEmpty();
        assertThat(assignment.rows(4, 3, 3).toArray()).containsExactly(2, 1, 1);
        assertThat(assignment.rows(0).segmentCount()).isEqualTo(4);
        assertThat(assignment).hasToString("Assignment[5 rows, 4 segments]");
    }

    @Test
    void nothingIsShared() {
        int[] labels = {0, 1};
        Assignment assignment = Assignment.copyOf(2, labels);
        labels[0] = 1;
        assignment.toArray()[0] = 1;
        assignment.sizes()[0] = 7;
        assertThat(assignment.toArray()).containsExactly(0, 1);
        assertThat(assignment.sizes()).containsExactly(1, 1);
    }

    @Test
    void equalityIsOfLabelsAndCount() {
        assertThat(Assignment.copyOf(2, 0, 1)).isEqualTo(Assignment.copyOf(2, 0, 1));
        assertThat(Assignment.copyOf(2, 0, 1)).hasSameHashCodeAs(Assignment.copyOf(2, 0, 1));
        assertThat(Assignment.copyOf(2, 0, 1)).isNotEqualTo(Assignment.copyOf(3, 0, 1));
        assertThat(Assignment.copyOf(2, 0, 1)).isNotEqualTo(Assignment.copyOf(2, 1, 0));
    }

    @Test
    void noRows() {
        Assignment empty = Assignment.copyOf(3);
        assertThat(empty.size()).isZero();
        assertThat(empty.sizes()).containsExactly(0, 0, 0);
    }

    @Test
    void badLabelsAreRefused() {
        InvalidInputException negative = refused(Reason.BAD_PARAM, () -> Assignment.copyOf(2, 0, -1));
        assertThat(negative).hasMessage("Assignment.copyOf: the label of row 1 is -1, expected 0 to 1");
        assertThat(negative.row()).hasValue(1);
        assertThat(negative.name()).contains("labels");
        refused(Reason.BAD_PARAM, () -> Assignment.copyOf(2, 0, 2));
        assertThat(refused(Reason.BAD_PARAM, () -> Assignment.copyOf(0))).hasMessageContaining("segmentCount = 0");
    }

    @Test
    void outside() {
        Assignment assignment = Assignment.copyOf(2, 0, 1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> assignment.label(2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> assignment.rowsOf(2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> assignment.rows(-1));
    }
}
