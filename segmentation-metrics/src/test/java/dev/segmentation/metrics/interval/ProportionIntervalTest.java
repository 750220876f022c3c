package dev.segmentation.metrics.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ProportionIntervalTest {

    @TestFactory
    Stream<DynamicTest> agreesWithStatsmodels() {
        return GoldenCases.of("test.proportionInterval").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        int[] counts = golden.ints(golden.inputs().get("counts"));
        double[][] wilson = golden.doubles2(golden.expected().get("wilson"));
        double[] shares = golden.doubles(golden.expected().get("share"));
        double level = golden.parameters().get("confidence").asDouble();
        long trials = 0;
        for (int count : counts) {
            trials += count;
        }
        for (int i = 0; i < counts.length; i++) {
            Estimate found = ProportionInterval.wilson(counts[i], trials, level);
            golden.assertClose("share", found.value(), shares[i]);
            golden.assertClose("wilson", found.lower(), wilson[i][0]);
            golden.assertClose("wilson", found.upper(), wilson[i][1]);
            assertThat(found.customers()).isEqualTo(trials);
        }
    }

    @Test
    void holdsTheSharesThatAScoreTestDoesNotReject() {
        Estimate found = ProportionInterval.wilson(37, 120, 0.9);
        double z = 1.6448536269514722;
        for (double end : new double[] {found.lower(), found.upper()}) {
            double score = (37.0 / 120 - end) / Math.sqrt(end * (1 - end) / 120);
            assertThat(Math.abs(score)).isCloseTo(z, within(1e-12));
        }
        assertThat(found.value()).isEqualTo(37.0 / 120);
        assertThat(found.level()).isEqualTo(0.9);
        assertThat(found.customers()).isEqualTo(120);
    }

    @Test
    void endsAreExactAtNoneAndAll() {
        Estimate none = ProportionInterval.wilson(0, 16, 0.95);
        assertThat(none.value()).isEqualTo(0);
        assertThat(none.lower()).isEqualTo(0);
        assertThat(none.upper()).isCloseTo(0.19360768053443655, within(1e-10));
        Estimate all = ProportionInterval.wilson(16, 16, 0.95);
        assertThat(all.lower()).isCloseTo(1 - none.upper(), within(1e-15));
        assertThat(all.upper()).isEqualTo(1);
        assertThat(ProportionInterval.wilson(3, 3, 0.999).upper()).isEqualTo(1);
    }

    @Test
    void isRightForHugeCounts() {
        Estimate found = ProportionInterval.wilson(1L << 61, 1L << 62, 0.95);
        assertThat(found.value()).isEqualTo(0.5);
        assertThat(found.upper() - found.lower()).isCloseTo(1.959963984540054 / Math.scalb(1.0, 31), within(1e-16));
    }

    @Test
    void nobodyIsNoObservation() {
        Estimate found = ProportionInterval.wilson(0, 0, 0.95);
        assertThat(found.value()).isNaN();
        assertThat(found.undefined()).contains(Reason.NO_OBSERVATIONS);
    }

    @Test
    void refusesWhatIsNoShare() {
        assertThatThrownBy(() -> ProportionInterval.wilson(5, 4, 0.95))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("ProportionInterval.wilson: successes = 5, expected 0 to trials = 4");
        assertThatThrownBy(() -> ProportionInterval.wilson(-1, 4, 0.95)).hasMessageContaining("successes = -1");
        assertThatThrownBy(() -> ProportionInterval.wilson(0, -4, 0.95)).hasMessageContaining("trials = -4");
        assertThatThrownBy(() -> ProportionInterval.wilson(1, 4, 1))
                .hasMessage("ProportionInterval.wilson: level = 1.0, expected more than 0 and less than 1");
        assertThatThrownBy(() -> ProportionInterval.wilson(1, 4, Double.NaN)).hasMessageContaining("level = NaN");
    }
}
