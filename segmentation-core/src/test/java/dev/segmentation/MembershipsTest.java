package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MembershipsTest {

    @Test
    void degreesMarginsAndLabels() {
        double[] degrees = {0.2, 0.5, 0.3, 0.4, 0.2, 0.4, 0, 0, 1};
        Memberships memberships = Memberships.copyOfRowMajor(3, degrees);
        degrees[0] = 9;
        assertThat(memberships.size()).isEqualTo(3);
        assertThat(memberships.segmentCount()).isEqualTo(3);
        assertThat(memberships.degree(0, 0)).isEqualTo(0.2);
        assertThat(memberships.margin(0)).isCloseTo(0.2, within(1e-15));
        assertThat(memberships.margin(1)).as("a tie").isZero();
        assertThat(memberships.margin(2)).isEqualTo(1);
        assertThat(memberships.toAssignment())
                .as("ties go to the lower label")
                .isEqualTo(Assignment.copyOf(3, 1, 0, 2));
        assertThat(memberships).hasToString("Memberships[3 rows × 3 segments]");
    }

    @Test
    void oneSegmentIsCertain() {
        Memberships memberships = Memberships.copyOfRowMajor(1, 1, 1);
        assertThat(memberships.margin(1)).isEqualTo(1);
        assertThat(memberships.toAssignment()).isEqualTo(Assignment.copyOf(1, 0, 0));
        assertThat(Memberships.copyOfRowMajor(2).size()).isZero();
    }

    @Test
    void badDegreesAreRefused() {
        InvalidInputException outside = refused(Reason.RANGE, () -> Memberships.copyOfRowMajor(2, 0.5, 0.5, 1.5, -0.5));
        assertThat(outside.row()).hasValue(1);
        assertThat(outside).hasMessageContaining("row 1, segment 0");
        refused(Reason.RANGE, () -> Memberships.copyOfRowMajor(2, Double.NaN, 1));
        assertThat(refused(Reason.RANGE, () -> Memberships.copyOfRowMajor(2, 0.5, 0.5, 0.5, 0.4999))
                        .row())
                .hasValue(1);
        assertThat(Memberships.copyOfRowMajor(2, 0.5, 0.5 + 9e-7).size())
                .as("rounding is allowed")
                .isEqualTo(1);
        refused(Reason.SCHEMA_MISMATCH, () -> Memberships.copyOfRowMajor(2, 0.5, 0.5, 1));
        refused(Reason.BAD_PARAM, () -> Memberships.copyOfRowMajor(0));
    }

    @Test
    void outside() {
        Memberships memberships = Memberships.copyOfRowMajor(2, 0.5, 0.5);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> memberships.degree(0, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> memberships.degree(1, 0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> memberships.margin(1));
    }
}
