package dev.segmentation.app.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundingNoiseTest {

    @Test
    void isWhatIsTooSmallBesideTheLargestOfItsColumn() {
        double largest = RoundingNoise.largest(0.5, Double.NaN, -2, 1e-13);
        assertThat(largest).isEqualTo(2);
        assertThat(RoundingNoise.removed(1.9e-12, largest)).isZero();
        assertThat(RoundingNoise.removed(-1.9e-12, largest)).isZero();
        assertThat(RoundingNoise.removed(2e-12, largest)).isEqualTo(2e-12);
        assertThat(RoundingNoise.removed(-2, largest)).isEqualTo(-2);
        assertThat(RoundingNoise.removed(Double.NaN, largest)).isNaN();
    }

    @Test
    void aColumnOfTinyNumbersIsNoNoise() {
        double largest = RoundingNoise.largest(1e-20, -3e-20);
        assertThat(RoundingNoise.removed(1e-20, largest)).isEqualTo(1e-20);
        assertThat(RoundingNoise.removed(0, RoundingNoise.largest())).isZero();
    }
}
