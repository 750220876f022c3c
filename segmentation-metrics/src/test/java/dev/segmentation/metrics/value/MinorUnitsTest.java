package dev.segmentation.metrics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinorUnitsTest {

    private static final MinorUnits CENTS = MinorUnits.ofDecimals(2, "test");

    @ParameterizedTest
    @CsvSource({
        "0.125, 12",
        "0.135, 14",
        "1.005, 100", // the nearest double is 1.00499999999999989…
        "1.015, 102", // the nearest double is 1.01499999999999990…
        "1.025, 102", // the nearest double is 1.02499999999999991…
        "2.675, 268", // the nearest double is 2.67499999999999982…
        "-1.015, -102",
        "-0.005, 0",
        "0.0050000000000000001, 0",
        "0.005000000000000001, 1",
        "0.1, 10",
        "0.29, 29",
        "4.35, 435",
        "1e-300, 0",
        "-0.0, 0",
        "8911407.904, 891140790",
        "22517998136852.47, 2251799813685247",
        "90071992547409.93, 9007199254740994", // where doubles are 1/64 apart
        "9.2e16, 9200000000000000000",
        "-9.2e16, -9200000000000000000"
    })
    void roundsTheNumberAsWritten(String written, long cents) {
        assertThat(CENTS.round(Double.parseDouble(written))).isEqualTo(cents);
    }

    @Test
    void refusesWhatIsNoLong() {
        assertThatThrownBy(() -> CENTS.round(new double[] {1, 1e17}, "Here", "revenue", " of May"))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.RANGE);
                    assertThat(e.row()).hasValue(1);
                })
                .hasMessage(
                        "Here: the value at row 1 of \"revenue\" of May has too many digits for 2 decimals in 64 bits;"
                                + " use fewer decimals or a larger unit");
        assertThatThrownBy(() -> CENTS.round(new double[] {Double.MAX_VALUE}, "Here", "revenue", " of May"))
                .hasMessageContaining("row 0 of \"revenue\" of May has too many digits");
        assertThatThrownBy(() -> MinorUnits.ofDecimals(10, "Here"))
                .hasMessage("Here: decimals = 10, expected 0 to 9; 2 means cents");
        assertThatThrownBy(() -> MinorUnits.ofDecimals(-1, "Here")).isInstanceOf(InvalidInputException.class);
    }

    /** Near ties, at ties, anywhere, in all sizes: as a slow twin on decimal numbers says. */
    @RepeatedTest(10)
    void agreesWithASlowTwin() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            int decimals = random.nextInt(MinorUnits.MOST_DECIMALS + 1);
            long halves = random.nextLong() >> (12 + random.nextInt(52));
            double tie = BigDecimal.valueOf(halves * 5, decimals + 1).doubleValue();
            double value = switch (random.nextInt(4)) {
                case 0 -> tie;
                case 1 -> Math.nextUp(tie);
                case 2 -> Math.nextDown(tie);
                default -> tie * random.nextDouble();
            };
            assertThat(MinorUnits.ofDecimals(decimals, "test").round(value))
                    .as("seed %d: %s to %d decimals", seed, value, decimals)
                    .isEqualTo(slowly(value, decimals));
        }
    }

    private static long slowly(double value, int decimals) {
        BigDecimal exact = new BigDecimal(value).movePointRight(decimals);
        BigDecimal halves = exact.add(exact).setScale(0, RoundingMode.HALF_EVEN);
        BigDecimal asWritten = halves.divide(BigDecimal.valueOf(2), MathContext.UNLIMITED);
        boolean written = asWritten.movePointLeft(decimals).doubleValue() == value;
        return (written ? asWritten : exact).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }
}
