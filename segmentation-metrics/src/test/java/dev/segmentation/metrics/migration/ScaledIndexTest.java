package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The interval of D over its room: each end over the room of its own direction. */
class ScaledIndexTest {

    private static final List<String> ORDER = List.of("Low", "Mid", "High");
    private static final long[] ROWS = {900, 80, 20};

    /** All to the best segment: (900 · 2 + 80) / 2 of 1000; all to the worst: (80 + 20 · 2) / 2. */
    private static final double ABOVE = 0.94;

    private static final double BELOW = 0.06;

    /** Of samples in which 95 % intervals contain what is true; D over the same samples is covered in 93 % and more. */
    private static double coverage(double[][] chances, double truth) {
        int hit = 0;
        for (int run = 0; run < 2000; run++) {
            SeededRandom random = SeededRandom.stream(5, run);
            long[][] counts = new long[3][];
            for (int i = 0; i < 3; i++) {
                counts[i] = BinomialDraw.multinomial(random, ROWS[i], chances[i]);
            }
            Estimate found = counted(counts).scaledIndex();
            hit += found.lower() <= truth && truth <= found.upper() ? 1 : 0;
        }
        return hit / 2000.0;
    }

    private static DirectionalMobility counted(long[][] counts) {
        return MigrationMatrix.copyOf(ORDER, counts, new long[3], new long[3]).ordered(ORDER);
    }

    @Test
    void holdsWhereUpAndDownAreNearlyAlike() {
        // (900 · .05 − 80 · .5 − 20 · .5) / 2 of 1000
        assertThat(coverage(new double[][] {{.95, .05, 0}, {.5, .5, 0}, {0, .5, .5}}, -.0025 / BELOW))
                .isGreaterThan(.93);
    }

    @Test
    void holdsWhereTheyAreAlike() {
        // 900 · .05 = 80 · .5 + 20 · .25
        assertThat(coverage(new double[][] {{.95, .05, 0}, {.5, .5, 0}, {0, .25, .75}}, 0))
                .isGreaterThan(.93);
    }

    @Test
    void holdsWhereTheDirectionIsClear() {
        assertThat(coverage(new double[][] {{.8, .15, .05}, {.1, .7, .2}, {0, .1, .9}}, (225 + 8 - 2) / 2000.0 / ABOVE))
                .isGreaterThan(.93);
        assertThat(coverage(
                        new double[][] {{.99, .01, 0}, {.5, .5, 0}, {.3, .3, .4}}, (9 - 40 - 12 - 6) / 2000.0 / BELOW))
                .isGreaterThan(.93);
    }

    @Test
    void eachEndIsOverTheRoomOfItsOwnDirection() {
        for (long up = 38; up <= 42; up++) {
            DirectionalMobility direction = counted(new long[][] {{900 - up, up, 0}, {40, 40, 0}, {0, 0, 20}});
            Estimate plain = direction.index();
            Estimate scaled = direction.scaledIndex();
            assertThat(plain.lower()).isNegative();
            assertThat(plain.upper()).isPositive();
            assertThat(scaled.lower()).isCloseTo(plain.lower() / BELOW, within(1e-15));
            assertThat(scaled.upper()).isCloseTo(plain.upper() / ABOVE, within(1e-15));
            assertThat(scaled.value()).isCloseTo((up - 40) / 2000.0 / (up > 40 ? ABOVE : BELOW), within(1e-15));
        }
    }

    @Test
    void nobodyCanGoBelowTheWorst() {
        Estimate still =
                counted(new long[][] {{50, 0, 0}, {0, 0, 0}, {0, 0, 0}}).scaledIndex();
        assertThat(still.value()).isZero();
        assertThat(still.lower()).isZero();
        assertThat(still.upper()).isBetween(0.02, 0.2);
    }
}
