package dev.segmentation.metrics.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {

    private static final PowerAnalysis POWER = PowerAnalysis.withDefaults();

    /** By scipy 1.17.1: the first n with 1 − nct.cdf(t, 2n − 2, δ√(n/2)) + nct.cdf(−t, …) of the power. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 0.9, 0.05, 23, 0.9124983602972395, 21.014846122881238",
        "1, 0.5, 0.8, 0.05, 64, 0.8014595579222541, 62.79103787479271",
        "10, -2, 0.95, 0.01, 893, 0.9501540549322951, 890.7082199908608",
        "1, 0.05, 0.8, 0.05, 6281, 0.8000593927009774, 6279.103787479269",
        "1, 3, 0.8, 0.05, 4, 0.9389357455090208, 1.7441954965220197"
    })
    void customersForMeans(
            double deviation, double difference, double power, double significance, long n, double reached, double z) {
        PowerAnalysis analysis = PowerAnalysis.withDefaults().withPower(power).withSignificance(significance);
        assertThat(analysis.customersPerGroup(deviation, difference)).isEqualTo(n);
        assertThat(analysis.powerFor(n, deviation, difference)).isCloseTo(reached, within(1e-9));
        assertThat(analysis.approximateCustomersPerGroup(deviation, difference)).isCloseTo(z, within(1e-8 * z));
    }

    /** R's documentation of power.t.test: n = 20, delta = 1, sd = 1 has power 0.8689528. */
    @Test
    void powerAndDetectableDifferenceAreInverse() {
        assertThat(POWER.powerFor(20, 1, 1)).isCloseTo(0.8689528, within(5e-7));
        assertThat(POWER.powerFor(20, 3, 0)).isCloseTo(0.05, within(1e-12));
        assertThat(POWER.powerFor(1000, 1, 1000)).isEqualTo(1);
        double difference = POWER.detectableDifference(50, 7);
        assertThat(POWER.powerFor(50, 7, difference)).isCloseTo(0.8, within(1e-10));
        assertThat(POWER.customersPerGroup(7, difference * (1 + 1e-9))).isEqualTo(50);
    }

    /** R's documentation of power.prop.test: p1 = .50, p2 = .75, power = .90 needs n = 76.7. */
    @Test
    void customersForShares() {
        assertThat(POWER.withPower(0.9).customersPerGroupOfShares(0.5, 0.75)).isEqualTo(77);
        assertThat(POWER.customersPerGroupOfShares(0.06, 0.05)).isEqualTo(8158); // 8157.73 by scipy
        assertThat(POWER.customersPerGroupOfShares(0, 1)).isEqualTo(2); // (1.96·√½)² = 1.92
    }

    @Test
    void theLargerRequirementCounts() {
        MinimumSize test = MinimumSize.forTest(POWER, 1, 0.5);
        assertThat(test.customers()).isEqualTo(128);
        assertThat(test.because())
                .isEqualTo("a test with two groups of 64 sees a difference of means of 0.5 at standard deviation 1.0"
                        + " with power 0.8");
        MinimumSize programme = MinimumSize.forProgramme(10_000, 12.5);
        assertThat(programme.customers()).isEqualTo(800);
        assertThat(programme.because()).isEqualTo("a fixed cost of 10000.0 is earned back at 12.5 per customer");
        assertThat(test.orLarger(programme)).isEqualTo(programme);
        assertThat(programme.orLarger(test)).isEqualTo(programme);
        assertThat(MinimumSize.forProgramme(10_001, 12.5).customers()).isEqualTo(801);
        assertThat(MinimumSize.forProgramme(0, 1).customers()).isEqualTo(1);
        assertThat(MinimumSize.forTestOfShares(POWER, 0.05, 0.06).customers()).isEqualTo(2 * 8158);
    }

    @Test
    void sampleRulesSayWhatIsMissing() {
        SampleAdequacy small = SampleRules.standard().check(500, 8, 5);
        assertThat(small.level()).isEqualTo(SampleAdequacy.Level.TOO_SMALL);
        assertThat(small.rowsMissing()).isEqualTo(60);
        assertThat(small)
                .hasToString("TOO_SMALL with 500 rows (at least 70 rows per feature: 60 of 560 missing;"
                        + " plenty, 100 rows per feature: 300 of 800 missing)");
        assertThat(SampleRules.standard().check(560, 8, 5).level()).isEqualTo(SampleAdequacy.Level.USABLE);
        assertThat(SampleRules.standard().check(799, 8, 5).comfortable().rowsMissing())
                .isEqualTo(1);
        assertThat(SampleRules.standard().check(800, 8, 5)).hasToString("PLENTY with 800 rows");
        SampleAdequacy segments = SampleRules.standard().check(800, 8, 12);
        assertThat(segments.level()).isEqualTo(SampleAdequacy.Level.TOO_SMALL);
        assertThat(segments.required().get(1))
                .isEqualTo(new SampleAdequacy.Rule("at least 10 rows per feature and segment", 960, 160));
        SampleRules own = SampleRules.standard()
                .withMinimumPerFeature(20)
                .withComfortablePerFeature(30)
                .withMinimumPerFeatureAndSegment(1);
        assertThat(own.check(160, 8, 12).level()).isEqualTo(SampleAdequacy.Level.USABLE);
        assertThat(own.check(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE)
                        .level())
                .isEqualTo(SampleAdequacy.Level.PLENTY);
        assertThat(own)
                .hasToString("SampleRules[at least 20 rows per feature, plenty from 30, 1 per feature and segment]");
    }

    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"})
    void wrongArgumentsAreRefused() {
        assertRefused(
                () -> POWER.withPower(1), "PowerAnalysis.withPower: power = 1.0, expected more than 0 and less than 1");
        assertRefused(
                () -> POWER.withSignificance(Double.NaN),
                "PowerAnalysis.withSignificance: significance = NaN, expected more than 0 and less than 1");
        assertRefused(
                () -> POWER.customersPerGroup(1, 0),
                "PowerAnalysis: difference = 0.0, expected a finite number other than 0");
        assertRefused(
                () -> POWER.customersPerGroup(-1, 1),
                "PowerAnalysis: standardDeviation = -1.0, expected more than 0 and finite");
        assertRefused(
                () -> POWER.powerFor(1, 1, 1),
                "PowerAnalysis: customersPerGroup = 1, expected at least 2; one has no spread");
        assertRefused(
                () -> POWER.customersPerGroupOfShares(0.5, 0.5),
                "PowerAnalysis.customersPerGroupOfShares: secondShare = 0.5, expected other than firstShare");
        assertRefused(
                () -> MinimumSize.forProgramme(1, 0),
                "MinimumSize.forProgramme: marginPerCustomer = 0.0, expected more than 0 and finite; a programme without"
                        + " margin never pays");
        assertRefused(
                () -> SampleRules.standard().withMinimumPerFeature(101),
                "SampleRules.withMinimumPerFeature: minimumPerFeature = 101, expected at most comfortablePerFeature = 100");
        assertRefused(
                () -> SampleRules.standard().withComfortablePerFeature(69),
                "SampleRules.withComfortablePerFeature: comfortablePerFeature = 69, expected at least 70; 100 is usual");
        assertRefused(
                () -> SampleRules.standard().check(-1, 1, 1), "SampleRules.check: rows = -1, expected at least 0");
        assertThatThrownBy(() -> POWER.customersPerGroup(1, 1e-9))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.RANGE))
                .hasMessage("PowerAnalysis: the difference is so small that more than 2^53 customers would be needed;"
                        + " look for a larger one");
        assertThatNullPointerException()
                .isThrownBy(() -> MinimumSize.forTest(null, 1, 1))
                .withMessage("analysis");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessage(message);
    }
}
