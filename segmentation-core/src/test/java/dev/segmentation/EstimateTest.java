package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void aValueWithItsInterval() {
        Estimate estimate = Estimate.of(0.423, 0.391, 0.456, 0.95, 871);
        assertThat(estimate.value()).isEqualTo(0.423);
        assertThat(estimate.lower()).isEqualTo(0.391);
        assertThat(estimate.upper()).isEqualTo(0.456);
        assertThat(estimate.level()).isEqualTo(0.95);
        assertThat(estimate.customers()).isEqualTo(871);
        assertThat(estimate.isDefined()).isTrue();
        assertThat(estimate.undefined()).isEmpty();
        assertThat(estimate).hasToString("0.4230 [0.3910, 0.4560] at 95.0 %, n = 871");
        assertThat(estimate)
                .isEqualTo(Estimate.of(0.423, 0.391, 0.456, 0.95, 871))
                .hasSameHashCodeAs(Estimate.of(0.423, 0.391, 0.456, 0.95, 871))
                .isNotEqualTo(Estimate.of(0.423, 0.391, 0.456, 0.95, 870));
    }

    @Test
    void anUndefinedNumberSaysWhy() {
        Estimate undefined = Estimate.undefined(Reason.NO_OBSERVATIONS, 0);
        assertThat(undefined.isDefined()).isFalse();
        assertThat(undefined.value()).isNaN();
        assertThat(undefined.lower()).isNaN();
        assertThat(undefined.upper()).isNaN();
        assertThat(undefined.level()).isNaN();
        assertThat(undefined.undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(undefined).hasToString("undefined (NO_OBSERVATIONS), n = 0");
        assertThat(undefined)
                .isEqualTo(Estimate.undefined(Reason.NO_OBSERVATIONS, 0))
                .isNotEqualTo(Estimate.undefined(Reason.EMPTY, 0));
    }

    @Test
    void nothingThatIsNotFiniteHidesInAnEstimate() {
        double inf = Double.POSITIVE_INFINITY;
        refused(Reason.BAD_PARAM, () -> Estimate.of(Double.NaN, 0, 1, 0.95, 1));
        refused(Reason.BAD_PARAM, () -> Estimate.of(inf, 0, 1, 0.95, 1));
        refused(Reason.BAD_PARAM, () -> Estimate.of(0, -inf, 1, 0.95, 1));
        refused(Reason.BAD_PARAM, () -> Estimate.of(0, 0, inf, 0.95, 1));
        refused(Reason.BAD_PARAM, () -> Estimate.of(0, Double.NaN, 1, 0.95, 1));
        refused(Reason.BAD_PARAM, () -> Estimate.of(0.5, 1, 0, 0.95, 1));
        refused(Reason.BAD_PARAM, () -> Estimate.of(0.5, 0, 1, 1, 1));
        refused(Reason.BAD_PARAM, () -> Estimate.of(0.5, 0, 1, 0, 1));
        refused(Reason.BAD_PARAM, () -> Estimate.of(0.5, 0, 1, Double.NaN, 1));
        assertThat(Estimate.of(0.5, 0.5, 0.5, 0.5, 1).lower()).as("a point").isEqualTo(0.5);
    }
}
