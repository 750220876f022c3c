package dev.segmentation.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BrentSearchTest {

    @Test
    void findsTheMinimumWhereverItLies() {
        Random random = new Random(1);
        for (int trial = 0; trial < 500; trial++) {
            double at = -4 + 8 * random.nextDouble();
            double sharpness = Math.exp(4 * random.nextGaussian());
            AtomicInteger calls = new AtomicInteger();
            double smooth = BrentSearch.minimum(
                    x -> {
                        calls.incrementAndGet();
                        return Math.cosh((x - at) / (1 + sharpness));
                    },
                    -5,
                    5,
                    1e-10);
            assertThat(smooth).isCloseTo(at, within(1e-6 * (1 + sharpness)));
            assertThat(calls.get()).isLessThan(90);
            assertThat(BrentSearch.minimum(x -> Math.abs(x - at), -5, 5, 1e-10)).isCloseTo(at, within(3e-10));
            assertThat(BrentSearch.minimum(x -> Math.pow(x - at, 4) + 0.1 * (x - at), -5, 5, 1e-10))
                    .isCloseTo(at - Math.cbrt(0.025), within(1e-6));
        }
    }

    @Test
    void aMinimumAtTheEndIsFoundThere() {
        assertThat(BrentSearch.minimum(x -> x, 2, 3, 1e-10)).isCloseTo(2, within(1e-9));
        assertThat(BrentSearch.minimum(x -> -x * x, 2, 3, 1e-10)).isCloseTo(3, within(1e-9));
    }
}
