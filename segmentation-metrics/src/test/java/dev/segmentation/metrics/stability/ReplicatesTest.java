package dev.segmentation.metrics.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Reason;
import org.junit.jupiter.api.Test;

class ReplicatesTest {

    @Test
    void meanIntervalAndQuantilesLeaveOutWhatIsUndefined() {
        Replicates found = Replicates.of(new double[] {4, Double.NaN, 1, 2, 3}, Replicates.Range.DISTANCE, 0.95, 12);
        assertThat(found.size()).isEqualTo(5);
        assertThat(found.mean().value()).isEqualTo(2.5);
        // of 1 to 4: variance 5/3, Student's quantile of 3 degrees 3.182446305284263
        assertThat(found.mean().lower()).isCloseTo(2.5 - 3.182446305284263 * Math.sqrt(5 / 3.0) / 2, within(1e-9));
        assertThat(found.mean().upper()).isCloseTo(2.5 + 3.182446305284263 * Math.sqrt(5 / 3.0) / 2, within(1e-9));
        assertThat(found.mean().customers()).isEqualTo(12);
        assertThat(found.quantile(0.25)).isEqualTo(1.75); // type 7
        assertThat(found.quantile(1)).isEqualTo(4);
        assertThat(found.value(1)).isNaN();
        assertThat(found.toString())
                .isEqualTo(
                        "mean 2.500 [0.4457, 4.554] at 95.0 %, n = 12; of 5: least 1.000, quartiles 1.750 2.500 3.250,"
                                + " most 4.000");
    }

    @Test
    void anIntervalStaysWithinWhatTheNumberCanBe() {
        Replicates shares = Replicates.of(new double[] {0, 1, 1}, Replicates.Range.SHARE, 0.95, 3);
        assertThat(shares.mean().lower()).isZero();
        assertThat(shares.mean().upper()).isEqualTo(1);
        Replicates corrected = Replicates.of(new double[] {-1, 1}, Replicates.Range.CORRECTED, 0.95, 3);
        assertThat(corrected.mean().lower()).isEqualTo(-1);
    }

    @Test
    void tooFewOrTooLarge() {
        assertThat(Replicates.of(new double[] {1, Double.NaN}, Replicates.Range.ANY, 0.9, 1)
                        .mean()
                        .undefined())
                .contains(Reason.NO_OBSERVATIONS);
        assertThat(Replicates.of(new double[] {1e300, -1e300}, Replicates.Range.ANY, 0.9, 1)
                        .mean()
                        .undefined())
                .contains(Reason.RANGE);
        Replicates none = Replicates.of(new double[0], Replicates.Range.ANY, 0.9, 1);
        assertThat(none.quantile(0.5)).isNaN();
        assertThatThrownBy(() -> none.quantile(2))
                .hasMessage("Replicates.quantile: probability = 2.0, expected 0 to 1");
    }
}
