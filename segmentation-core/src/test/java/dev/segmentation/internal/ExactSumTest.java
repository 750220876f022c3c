package dev.segmentation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Against the obvious twin: {@link BigDecimal} holds every double exactly and rounds correctly. */
class ExactSumTest {

    private long seed;

    @RepeatedTest(20)
    void likeBigDecimalOverAllExponents() {
        SeededRandom random = newRandom();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            values.add(anyFinite(random));
        }
        check(values);
    }

    @RepeatedTest(20)
    void likeBigDecimalWhereAlmostEverythingCancels() {
        SeededRandom random = newRandom();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            double value = anyFinite(random);
            values.add(value);
            values.add(-value);
        }
        for (int i = 0; i < 3; i++) {
            values.add(Math.scalb(random.nextDouble() - 0.5, random.nextInt(300) - 200));
        }
        Collections.shuffle(values, new Random(random.nextLong()));
        check(values);
    }

    @RepeatedTest(20)
    void likeBigDecimalAmongSubnormalNumbers() {
        SeededRandom random = newRandom();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            double value = Double.longBitsToDouble(random.nextLong() >>> (12 + random.nextInt(40)));
            values.add(random.nextInt(2) == 0 ? value : -value);
        }
        check(values);
    }

    /** Numbers of one size, so that ties and the guard and sticky bits are met. */
    @RepeatedTest(20)
    void likeBigDecimalAtTies() {
        SeededRandom random = newRandom();
        for (int round = 0; round < 200; round++) {
            double large = 1 + random.nextInt(8) * 0x1p-52;
            double half = random.nextInt(2) == 0 ? 0x1p-53 : -0x1p-54;
            double nudge = (random.nextInt(3) - 1) * Math.scalb(1.0, -60 - random.nextInt(900));
            check(List.of(large, half, nudge));
            check(List.of(-large, -half, nudge));
        }
    }

    @Test
    void atTheEnds() {
        check(List.of(Double.MIN_VALUE, Double.MIN_VALUE));
        check(List.of(Double.MIN_VALUE, -Double.MIN_VALUE));
        check(List.of(Double.MIN_NORMAL, -Double.MIN_VALUE));
        check(List.of(Double.MAX_VALUE, -Double.MAX_VALUE, 1.0));
        check(List.of(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE));
        check(List.of(-Double.MAX_VALUE, -0x1p969));
        assertThat(sum(List.of(Double.MAX_VALUE, 0x1p970))).as("overflow").isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(sum(List.of(-Double.MAX_VALUE, -Double.MAX_VALUE))).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(sum(List.of())).isEqualTo(0.0);
        assertThat(sum(List.of(-0.0))).isEqualTo(0.0);
        check(List.of(-1.5));
        check(List.of(1e16, 1.0, -1e16));
        check(List.of(1.0, -1e-300));
    }

    @Test
    void whatIsNotFiniteIsAsInIeeeAddition() {
        double inf = Double.POSITIVE_INFINITY;
        assertThat(sum(List.of(1.0, inf, -1e308))).isEqualTo(inf);
        assertThat(sum(List.of(1.0, -inf))).isEqualTo(-inf);
        assertThat(sum(List.of(inf, -inf))).isNaN();
        assertThat(sum(List.of(1.0, Double.NaN))).isNaN();
        ExactSum merged = new ExactSum();
        ExactSum infinite = new ExactSum();
        infinite.add(inf);
        merged.add(infinite);
        assertThat(merged.value()).isEqualTo(inf);
    }

    @RepeatedTest(5)
    void neitherOrderNorGroupsMatter() {
        SeededRandom random = newRandom();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            values.add(anyFinite(random));
        }
        double expected = sum(values);
        for (int round = 0; round < 5; round++) {
            Collections.shuffle(values, new Random(random.nextLong()));
            ExactSum total = new ExactSum();
            ExactSum part = new ExactSum();
            for (double value : values) {
                part.add(value);
                if (random.nextInt(100) == 0) {
                    if (random.nextInt(2) == 0) {
                        part.value(); // asking changes nothing
                    }
                    total.add(part);
                    part = new ExactSum();
                }
            }
            total.add(part);
            assertThat(total.value()).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void mergingLeavesTheOtherAsItWas() {
        ExactSum part = new ExactSum();
        part.add(0.1);
        part.add(-5);
        ExactSum total = new ExactSum();
        total.add(part);
        total.add(part);
        assertThat(part.value()).isEqualTo(-4.9);
        assertThat(total.value()).isEqualTo(-9.8);
    }

    @RepeatedTest(5)
    void nothingIsLeftOfWhatWasThereBefore() {
        SeededRandom random = newRandom();
        ExactSum used = new ExactSum();
        for (int round = 0; round < 200; round++) {
            ExactSum fresh = new ExactSum();
            used.clear();
            assertThat(used.value()).isZero();
            for (int i = random.nextInt(5); i >= 0; i--) {
                double value = anyFinite(random);
                fresh.add(value);
                used.add(value);
            }
            if (round % 10 == 0) {
                used.add(Double.NaN);
                used.clear();
                used.add(fresh);
            }
            assertThat(used.value()).as("seed %d", seed).isEqualTo(fresh.value());
        }
    }

    @Test
    void manyAdditionsCarry() {
        ExactSum sum = new ExactSum();
        long count = 3_000_000;
        for (long i = 0; i < count; i++) {
            sum.add(0x1.fffffffffffffp0);
            sum.add(-0x1.fffffffffffffp-30);
        }
        BigDecimal expected = new BigDecimal(0x1.fffffffffffffp0)
                .subtract(new BigDecimal(0x1.fffffffffffffp-30))
                .multiply(BigDecimal.valueOf(count));
        assertThat(sum.value()).isEqualTo(expected.doubleValue());
    }

    /** 60 doublings by merging: as if 2^60 numbers had been added. */
    @Test
    void mergesOfMergesCarry() {
        ExactSum sum = new ExactSum();
        sum.add(-0x1.fffffffffffffp-1);
        for (int i = 0; i < 60; i++) {
            ExactSum twice = new ExactSum();
            twice.add(sum);
            twice.add(sum);
            sum = twice;
        }
        assertThat(sum.value()).isEqualTo(-0x1.fffffffffffffp59);
    }

    @RepeatedTest(10)
    void productsAreNotRounded() {
        SeededRandom random = newRandom();
        ExactSum sum = new ExactSum();
        BigDecimal twin = BigDecimal.ZERO;
        for (int i = 0; i < 1000; i++) {
            double a = random.nextGaussian() * 1e10;
            double b = random.nextGaussian();
            sum.addProduct(a, b);
            twin = twin.add(new BigDecimal(a).multiply(new BigDecimal(b)));
        }
        assertThat(sum.value()).as("seed %d", seed).isEqualTo(twin.doubleValue());
    }

    private void check(List<Double> values) {
        BigDecimal twin = BigDecimal.ZERO;
        for (double value : values) {
            twin = twin.add(new BigDecimal(value));
        }
        assertThat(sum(values)).as("seed %d, %d values", seed, values.size()).isEqualTo(twin.doubleValue());
    }

    private static double sum(List<Double> values) {
        ExactSum sum = new ExactSum();
        for (double value : values) {
            sum.add(value);
        }
        return sum.value();
    }

    private static double anyFinite(SeededRandom random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Math.abs(value) <= 1e300 ? value : random.nextGaussian();
    }

    /** A new seed each time, shown by every assertion so that a failure can be repeated. */
    private SeededRandom newRandom() {
        seed = System.nanoTime();
        return SeededRandom.stream(seed, 0);
    }
}
