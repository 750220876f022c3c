package dev.segmentation.metrics.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.Random;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateIntervalTest {

    /** Exact limits of a Poisson count at 95 %, as in the tables since Garwood (1936). */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 3.689",
        "1, 0.0253, 5.572",
        "2, 0.2422, 7.225",
        "5, 1.623, 11.668",
        "10, 4.795, 18.390",
        "20, 12.217, 30.888",
        "50, 37.111, 65.919",
        "100, 81.364, 121.627"
    })
    void agreesWithTheTables(long events, double lower, double upper) {
        Estimate rate = RateInterval.exact(events, 1, 0.95);
        assertThat(rate.value()).isEqualTo((double) events);
        assertThat(rate.lower()).isCloseTo(lower, within(0.0006));
        assertThat(rate.upper()).isCloseTo(upper, within(0.0006));
        assertThat(rate.customers()).isEqualTo(events);
        assertThat(rate.level()).isEqualTo(0.95);
    }

    /** At the lower end so many events or more, and at the upper end so many or fewer, have the chance α/2. */
    @Test
    void theEndsLeaveHalfOfTheRestEach() {
        long seed = 20250131; // fixed: how exact the reference is depends on the events
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            long events = 1 + (long) Math.exp(random.nextDouble() * 8);
            double level = random.nextInt(3) == 0 ? 0.999999 : 0.5 + random.nextDouble() * 0.499;
            double time = Math.exp(random.nextGaussian());
            Estimate rate = RateInterval.exact(events, time, level);
            double half = (1 - level) / 2;
            PoissonDistribution low = new PoissonDistribution(rate.lower() * time);
            PoissonDistribution high = new PoissonDistribution(rate.upper() * time);
            assertThat(1 - low.cumulativeProbability((int) events - 1))
                    .as("seed %d, %d events, level %s", seed, events, level)
                    .isCloseTo(half, within(1e-9));
            assertThat(high.cumulativeProbability((int) events))
                    .as("seed %d, %d events, level %s", seed, events, level)
                    .isCloseTo(half, within(1e-9));
        }
    }

    @Test
    void withoutEventsTheUpperEndIsALogarithm() {
        Estimate rate = RateInterval.exact(0, 50, 0.9);
        assertThat(rate.value()).isZero();
        assertThat(rate.lower()).isZero();
        assertThat(rate.upper()).isCloseTo(-Math.log(0.05) / 50, within(1e-14));
    }

    /** By the first terms of Cornish and Fisher's expansion, with no step where the search for a quantile ends. */
    @Test
    void manyEventsAreNearlyNormal() {
        double z = 1.959963984540054;
        for (long events : new long[] {500_000, 999_998, 1_000_001, 1_000_000_000_000L}) {
            Estimate rate = RateInterval.exact(events, (double) events, 0.95);
            assertThat(rate.lower()).isCloseTo(quantile((double) events, -z) / events, within(3e-12));
            assertThat(rate.upper()).isCloseTo(quantile(events + 1.0, z) / events, within(3e-12));
        }
    }

    private static double quantile(double shape, double z) {
        double root = Math.sqrt(shape);
        return shape + z * root + (z * z - 1) / 3 + (z * z * z - 7 * z) / (36 * root);
    }

    @Test
    void noTimeNoRate() {
        Estimate rate = RateInterval.exact(0, 0, 0.95);
        assertThat(rate.undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(rate.value()).isNaN();
    }

    @Test
    void refusesWhatIsNoRate() {
        assertThatThrownBy(() -> RateInterval.exact(-1, 1, 0.95))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("RateInterval.exact: events = -1, expected at least 0");
        assertThatThrownBy(() -> RateInterval.exact(1, 0, 0.95))
                .hasMessage(
                        "RateInterval.exact: time = 0.0, expected at least 0 and finite, and above 0 if there are events");
        assertThatThrownBy(() -> RateInterval.exact(1, Double.NaN, 0.95)).hasMessageContaining("time = NaN");
        assertThatThrownBy(() -> RateInterval.exact(1, 1, 1))
                .hasMessage("RateInterval.exact: level = 1.0, expected more than 0 and less than 1");
        assertThatThrownBy(() -> RateInterval.exact(1, Double.MIN_VALUE, 0.95))
                .hasMessage("RateInterval.exact: time = 4.9E-324 is too short for a rate; use a smaller unit");
    }
}
