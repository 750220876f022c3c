package dev.segmentation.metrics.aging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.aging.SchemeHalfLife.Point;
import dev.segmentation.metrics.internal.BinomialDraw;
import dev.segmentation.metrics.interval.ProportionInterval;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemeHalfLifeTest {

    private static Point point(long days, double value, double lower, double upper) {
        return new Point(days, Estimate.of(value, lower, upper, 0.95, 100));
    }

    @Test
    void betweenDatesTheRateIsConstant() {
        SchemeHalfLife found = SchemeHalfLife.of(List.of(point(100, 0.8, 0.7, 0.9), point(300, 0.4, 0.2, 0.6)));
        TimeToShare half = found.halfLife();
        assertThat(half.days()).isCloseTo(100 + 200 * Math.log(0.8 / 0.5) / Math.log(0.8 / 0.4), within(1e-10));
        assertThat(half.lower()).isCloseTo(100 + 200 * Math.log(0.7 / 0.5) / Math.log(0.7 / 0.2), within(1e-10));
        // the upper ends have not come down to a half: on at their mean rate
        assertThat(half.upper().orElseThrow()).isCloseTo(300 * Math.log(0.5) / Math.log(0.6), within(1e-10));
        assertThat(half.extrapolated()).isFalse();
        TimeToShare early = found.timeTo(0.9);
        assertThat(early.days()).isCloseTo(100 * Math.log(0.9) / Math.log(0.8), within(1e-10));
        assertThat(early.upper().orElseThrow()).isEqualTo(100);
        TimeToShare late = found.timeTo(0.1);
        assertThat(late.days()).isCloseTo(300 * Math.log(0.1) / Math.log(0.4), within(1e-10));
        assertThat(late.extrapolated()).isTrue();
        assertThat(late.toString()).startsWith("753.9 days [429.2, 1352] at 95.0 % until 10.0 %, extrapolated");
        assertThat(found.toString()).contains("half-life 235.6 days [", "300      0.4000");
    }

    @Test
    void agreementMayComeBackAndMayReachZero() {
        // the first time counts, and above the last one of the upper ends nothing is excluded
        SchemeHalfLife back = SchemeHalfLife.of(
                List.of(point(100, 0.4, 0.3, 0.45), point(200, 0.7, 0.6, 0.8), point(300, 0.3, 0.2, 0.4)));
        assertThat(back.halfLife().days()).isLessThan(100);
        assertThat(back.halfLife().upper().orElseThrow())
                .isCloseTo(200 + 100 * Math.log(0.8 / 0.5) / Math.log(0.8 / 0.4), within(1e-10));
        // an interval that reaches 0: straight lines
        TimeToShare zero =
                SchemeHalfLife.of(List.of(point(100, 0.2, -0.1, 0.5))).halfLife();
        assertThat(zero.days()).isCloseTo(100 * 0.5 / 0.8, within(1e-10));
        assertThat(zero.lower()).isCloseTo(100 * 0.5 / 1.1, within(1e-10));
        assertThat(zero.upper().orElseThrow()).isEqualTo(100);
    }

    @Test
    void withoutAFallThereIsNoHalfLife() {
        TimeToShare never = SchemeHalfLife.of(List.of(point(100, 1, 0.9, 1))).halfLife();
        assertThat(never.undefined()).contains(Reason.UNIDENTIFIED);
        assertThat(never.days()).isNaN();
        assertThat(never).hasToString("undefined (UNIDENTIFIED)");
        TimeToShare slow = SchemeHalfLife.of(List.of(point(100, 0.99, 0.9, 1))).halfLife();
        assertThat(slow.upper()).isEmpty();
        assertThat(slow.toString()).contains("no bound");
        assertThatThrownBy(() -> SchemeHalfLife.of(List.of()))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EMPTY));
        assertThatThrownBy(() -> SchemeHalfLife.of(List.of(point(100, 1, 0.9, 1), point(100, 1, 0.9, 1))))
                .hasMessage("SchemeHalfLife.of: days = 100, expected more than 100, ascending");
        assertThatThrownBy(() -> point(0, 1, 1, 1))
                .hasMessage("SchemeHalfLife.Point: days = 0, expected at least 1; on day 0 agreement is 1");
        assertThatThrownBy(() -> new Point(1, Estimate.undefined(Reason.EMPTY, 0)))
                .hasMessage("SchemeHalfLife.Point: agreement = NaN, expected a number of at most 1");
    }

    /** Customers who leave their segment for good at a constant rate: half have after ln 2 / rate days. */
    @Test
    void intervalsContainTheTruth() {
        double rate = Math.log(2) / 400;
        for (long[] days : new long[][] {{90, 180, 270, 365, 545, 730}, {90, 180, 270, 365}}) {
            int runs = 1000;
            int covered = 0;
            for (int run = 0; run < runs; run++) {
                SeededRandom random = SeededRandom.stream(19, run);
                List<Point> points = new ArrayList<>();
                long left = 300;
                long last = 0;
                for (long day : days) { // one cohort, thinned out
                    left = BinomialDraw.binomial(random, left, Math.exp(-rate * (day - last)));
                    last = day;
                    points.add(new Point(day, ProportionInterval.wilson(left, 300, 0.95)));
                }
                TimeToShare found = SchemeHalfLife.of(points).halfLife();
                covered += found.lower() <= 400 && 400 <= found.upper().orElseThrow() ? 1 : 0;
            }
            assertThat(covered / (double) runs).isBetween(0.93, 0.975);
        }
    }

    @Test
    void customersAreFollowed() {
        Segmentation first = segmentation(0, "AAAABBBB");
        Segmentation second = segmentation(30, "AAABBBB."); // six of seven
        Segmentation third = segmentation(60, "AABBABB."); // two of three, two of four
        SchemeHalfLife found = SchemeHalfLife.ofCustomers(first, List.of(second, third));
        assertThat(found.points().get(0).agreement()).isEqualTo(ProportionInterval.wilson(6, 7, 0.95));
        assertThat(found.points().get(1).days()).isEqualTo(60);
        assertThat(found.points().get(1).agreement()).isEqualTo(ProportionInterval.wilson(4, 7, 0.95));
        assertThat(found.halfLife().days()).isCloseTo(60 * Math.log(0.5) / Math.log(4 / 7.0), within(1e-10));
        assertThatThrownBy(() -> SchemeHalfLife.ofCustomers(first, List.of(segmentation(30, "........A"))))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_COMMON_CUSTOMERS));
    }

    private static Segmentation segmentation(int days, String letters) {
        Segmentation.Builder builder =
                Segmentation.builder(LocalDate.of(2025, 1, 1).plusDays(days));
        for (int i = 0; i < letters.length(); i++) {
            if (letters.charAt(i) != '.') {
                builder.add(i, letters.substring(i, i + 1));
            }
        }
        return builder.build();
    }
}
