package dev.segmentation.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoncentralityTest {

    /** Integrals over the density of the denominator by mpmath, 30 digits. */
    @ParameterizedTest
    @CsvSource({
        "1, 5, -2, 0.99768362434592488",
        "2, 3, 1.5, 0.59967626837089286",
        "-1, 4, 2, 0.0025732321748442924",
        "30, 100, 28, 0.7934882033866876",
        "150, 1000, 149, 0.60718106797242661"
    })
    void noncentralStudentAgreesWithItsIntegral(double t, double degrees, double delta, double wanted) {
        assertThat(Noncentrality.student(t, degrees, delta)).isCloseTo(wanted, within(1e-12));
    }

    /** Roots of the same integrals, by mpmath. */
    @ParameterizedTest
    @CsvSource({
        "2.5, 10, 0.21456402389718002, 4.6912308834726334",
        "-1.2, 25, -3.1760876846440195, 0.79931920159677383",
        "8, 58, 5.5377471661430353, 10.416817461708679",
        "20, 438, 17.626706679541385, 22.357253378373673"
    })
    void limitsOfStudentAgreeWithItsIntegral(double t, double degrees, double lower, double upper) {
        double[] limits = Noncentrality.ofStudent(t, degrees, 0.95);
        assertThat(limits[0]).isCloseTo(lower, within(1e-9));
        assertThat(limits[1]).isCloseTo(upper, within(1e-9));
    }

    @Test
    void squaredLimitsOfStudentAreThoseOfF() {
        double[] student = Noncentrality.ofStudent(9, 40, 0.9); // far from 0 on both sides
        double[] fisher = Noncentrality.ofF(81, 1, 40, 0.9);
        assertThat(student[0] * student[0]).isCloseTo(fisher[0], within(1e-7));
        assertThat(student[1] * student[1]).isCloseTo(fisher[1], within(1e-7));
    }

    @Test
    void largeStatisticsHaveLimitsThatContinueTheSummedOnes() {
        double[] summed = Noncentrality.ofStudent(31_600, 500, 0.95);
        double[] large = Noncentrality.ofStudent(31_700, 500, 0.95);
        assertThat(large[0] / 31_700).isBetween(summed[0] / 31_600 - 1e-4, summed[0] / 31_600);
        assertThat(large[1] / 31_700).isBetween(summed[1] / 31_600, summed[1] / 31_600 + 1e-4);
    }
}
