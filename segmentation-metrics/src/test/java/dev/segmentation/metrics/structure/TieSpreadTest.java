package dev.segmentation.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TieSpreadTest {

    @Test
    void withoutTiesNothingChanges() {
        double[] values = {3.5, 1, 2, 77};
        TieSpread.apply(values, 1);
        assertThat(values).containsExactly(3.5, 1, 2, 77);
    }

    @Test
    void aConstantColumnStays() {
        double[] values = {2, 2, 2};
        TieSpread.apply(values, 1);
        assertThat(values).containsExactly(2, 2, 2);
    }

    @Test
    void countsFillTheirSteps() {
        double[] stretches = stretches(0, 1, 2, 3);
        assertThat(stretches).containsExactly(new double[] {-0.5, 0.5, 0.5, 1.5, 1.5, 2.5, 2.5, 3.5}, within(0.001));
    }

    @Test
    void aGapStaysAGap() {
        double[] stretches = stretches(0, 1, 11, 12);
        // one to the left of 1 and ten to the right: half of three times one
        assertThat(stretches).containsExactly(new double[] {-0.5, 0.5, 0.5, 2.5, 9.5, 11.5, 11.5, 12.5}, within(0.002));
    }

    @Test
    void logarithmsOfCountsGoOnAsTheyBegin() {
        double[] stretches = stretches(0, Math.log(2), Math.log(3), Math.log(4));
        double first = Math.log(2);
        double second = Math.log(1.5);
        assertThat(stretches[0]).isCloseTo(-first * first / second / 2, within(0.001));
        assertThat(stretches[1]).isCloseTo(first / 2, within(0.001));
        assertThat(stretches[7]).isCloseTo(Math.log(4) + Math.log(4.0 / 3) / 2, within(0.001));
    }

    @Test
    void negativeZeroIsZero() {
        double[] values = {0.0, -0.0, 1, 1};
        TieSpread.apply(values, 5);
        assertThat(values[0]).isBetween(-0.5, 0.5);
        assertThat(values[1]).isBetween(-0.5, 0.5).isNotEqualTo(values[0]);
    }

    @Test
    void sameKeySameDraws() {
        double[] values = {1, 1, 2, 2, 3};
        double[] again = values.clone();
        double[] other = values.clone();
        TieSpread.apply(values, 9);
        TieSpread.apply(again, 9);
        TieSpread.apply(other, 10);
        assertThat(again).containsExactly(values);
        assertThat(other).isNotEqualTo(values);
    }

    /** Smallest and largest value that each of four becomes. */
    private static double[] stretches(double... distinct) {
        int copies = 10_000;
        double[] values = new double[distinct.length * copies];
        for (int i = 0; i < values.length; i++) {
            values[i] = distinct[i % distinct.length];
        }
        TieSpread.apply(values, SeededRandom.key(4, 4));
        double[] stretches = new double[2 * distinct.length];
        for (int v = 0; v < distinct.length; v++) {
            int offset = v;
            double[] spread = new double[copies];
            Arrays.setAll(spread, c -> values[c * distinct.length + offset]);
            Arrays.sort(spread);
            stretches[2 * v] = spread[0];
            stretches[2 * v + 1] = spread[copies - 1];
            assertThat(spread[copies / 2]).isCloseTo((spread[0] + spread[copies - 1]) / 2, within(0.05));
        }
        return stretches;
    }
}
