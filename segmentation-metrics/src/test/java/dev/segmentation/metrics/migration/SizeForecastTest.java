package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.CancelledException;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SizeForecastTest {

    private static final List<String> NAMES = List.of("Low", "Mid", "High");

    private static MigrationMatrix matrix(long[][] cells, long[] entrants, long[] leavers) {
        return MigrationMatrix.copyOf(NAMES.subList(0, cells.length), cells, entrants, leavers);
    }

    @Test
    void goesOnAsItWas() {
        MigrationMatrix migration = matrix(new long[][] {{60, 20}, {10, 70}}, new long[] {15, 5}, new long[] {20, 20});
        SizeForecast forecast = migration.forecast(2);
        Segment low = migration.segment("Low");
        Segment mid = migration.segment("Mid");
        assertThat(forecast.size(low, 0).value()).isEqualTo(85);
        assertThat(forecast.size(low, 0).upper()).isEqualTo(85); // that is known
        double low1 = 85 * 0.6 + 95 * 0.1 + 15;
        double mid1 = 85 * 0.2 + 95 * 0.7 + 5;
        assertThat(forecast.size(low, 1).value()).isCloseTo(low1, within(1e-12));
        assertThat(forecast.size(mid, 1).value()).isCloseTo(mid1, within(1e-12));
        assertThat(forecast.size(low, 2).value()).isCloseTo(low1 * 0.6 + mid1 * 0.1 + 15, within(1e-12));
        assertThat(forecast.total(2).value())
                .isCloseTo(forecast.size(low, 2).value() + forecast.size(mid, 2).value(), within(1e-12));
        // one step: binomial draws of 85 and 95, Poisson entrants; the rates of 100 each, and 15 entrants seen once
        // with half a customer more for each of Low, Mid and gone
        double stay = 60.5 / 101.5;
        double move = 10.5 / 101.5;
        double variance =
                (85 + 85 * 85 / 100.0) * stay * (1 - stay) + (95 + 95 * 95 / 100.0) * move * (1 - move) + 15 + 15;
        assertThat(forecast.size(low, 1).upper() - low1)
                .isCloseTo(1.959963984540054 * Math.sqrt(variance), within(1e-10));
        assertThat(forecast.steps()).isEqualTo(2);
        assertThat(forecast.toString().lines()).hasSize(4);
        assertThat(forecast.toString()).startsWith("segment  now").contains("+1", "+2", "all");
    }

    /** That nobody moved so far does not say that nobody ever will. */
    @Test
    void fewCustomersLeaveMuchOpen() {
        MigrationMatrix few = matrix(new long[][] {{3, 0}, {0, 2}}, new long[2], new long[2]);
        Estimate low = few.forecast(12).size(few.segment("Low"), 12);
        assertThat(low.value()).isEqualTo(3);
        assertThat(low.upper() - low.lower()).isGreaterThan(3);
    }

    /** Customers of a known chain: rates seen between two dates, sizes seen three dates later. */
    @Test
    void bandsCover() {
        double[][] truth = {{0.7, 0.15, 0.05, 0.1}, {0.1, 0.7, 0.15, 0.05}, {0.05, 0.15, 0.75, 0.05}};
        double[] entering = {60, 30, 10};
        int runs = 1000;
        int covered = 0;
        int total = 0;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(21, run);
            long[] sizes = {400, 300, 200};
            long[][] cells = new long[3][3];
            long[] leavers = new long[3];
            long[] entrants = new long[3];
            sizes = moved(sizes, truth, entering, random, cells, leavers, entrants);
            SizeForecast forecast = matrix(cells, entrants, leavers).forecast(3);
            for (int step = 0; step < 3; step++) {
                sizes = moved(sizes, truth, entering, random, new long[3][3], new long[3], new long[3]);
            }
            covered += contains(forecast.size(Segment.of(1, "Mid"), 3), sizes[1]);
            total += contains(forecast.total(3), sizes[0] + sizes[1] + sizes[2]);
        }
        assertThat(covered / (double) runs).isBetween(0.93, 0.97);
        assertThat(total / (double) runs).isBetween(0.93, 0.97);
    }

    private static long[] moved(
            long[] sizes,
            double[][] truth,
            double[] entering,
            SeededRandom random,
            long[][] cells,
            long[] leavers,
            long[] entrants) {
        long[] next = new long[3];
        for (int i = 0; i < 3; i++) {
            long[] drawn = BinomialDraw.multinomial(random, sizes[i], truth[i]);
            for (int j = 0; j < 3; j++) {
                cells[i][j] = drawn[j];
                next[j] += drawn[j];
            }
            leavers[i] = drawn[3];
        }
        for (int j = 0; j < 3; j++) {
            entrants[j] = BinomialDraw.binomial(random, 1_000_000, entering[j] / 1e6); // as good as Poisson
            next[j] += entrants[j];
        }
        return next;
    }

    private static int contains(Estimate estimate, double truth) {
        return estimate.lower() <= truth && truth <= estimate.upper() ? 1 : 0;
    }

    @Test
    void aNewSegmentHasNoRates() {
        SizeForecast unknown =
                matrix(new long[][] {{6, 2}, {0, 0}}, new long[2], new long[2]).forecast(1);
        assertThat(unknown.undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(unknown.size(Segment.of(0, "Low"), 1).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(unknown).hasToString("undefined (NO_OBSERVATIONS)");
        SizeForecast empty =
                matrix(new long[][] {{6, 0}, {0, 0}}, new long[2], new long[2]).forecast(1);
        assertThat(empty.size(Segment.of(1, "Mid"), 1).value()).isZero(); // nobody was, and nobody is there
        assertThatThrownBy(() -> empty.total(2)).hasMessage("SizeForecast: step = 2, expected 0 to 1");
        MigrationMatrix any = matrix(new long[][] {{6}}, new long[1], new long[1]);
        assertThatThrownBy(() -> any.forecast(0))
                .hasMessage(
                        "MigrationMatrix.forecast: steps = 0, expected at least 1; 1 is as long after the later date as"
                                + " it is after the earlier one");
    }

    /** Both ways to compute errors, few steps and many, against the delta method with slopes by finite differences. */
    @Test
    void errorsAreThoseOfTheDeltaMethod() {
        long[][] cells = {{60, 20, 3}, {10, 70, 8}, {0, 12, 40}};
        long[] entrants = {15, 5, 2};
        long[] leavers = {20, 11, 0};
        MigrationMatrix migration = matrix(cells, entrants, leavers);
        for (int steps : new int[] {3, 4}) { // powers up to as many steps as segments, then row by row
            SizeForecast forecast = migration.forecast(steps);
            for (int step = 1; step <= 3; step++) {
                for (int s = 0; s <= 3; s++) {
                    Estimate found = s < 3 ? forecast.size(Segment.of(s, NAMES.get(s)), step) : forecast.total(step);
                    double expected = 1.959963984540054 * Math.sqrt(slowVariance(cells, entrants, leavers, step, s));
                    assertThat(found.upper() - found.value()).isCloseTo(expected, within(1e-4 * expected));
                }
            }
        }
    }

    /** Of the size of a segment, or of the total if there is no such segment, after some steps. */
    private static double slowVariance(long[][] cells, long[] entrants, long[] leavers, int steps, int segment) {
        double[][] chances = new double[3][3];
        double[][] likely = new double[3][3];
        double[] behind = new double[3];
        double[] sizes = new double[3];
        double[] entering = new double[3];
        for (int i = 0; i < 3; i++) {
            behind[i] = cells[i][0] + cells[i][1] + cells[i][2] + leavers[i];
            entering[i] = entrants[i];
            sizes[i] = entrants[i] + cells[0][i] + cells[1][i] + cells[2][i];
            for (int j = 0; j < 3; j++) {
                chances[i][j] = cells[i][j] / behind[i];
                likely[i][j] = (cells[i][j] + 0.5) / (behind[i] + 2);
            }
        }
        double variance = 0;
        double h = 1e-6;
        for (int i = 0; i < 3; i++) {
            double[] slopes = new double[3];
            for (int j = 0; j < 3; j++) {
                double[] ends = new double[2];
                for (int side = 0; side < 2; side++) {
                    double there = chances[i][j];
                    chances[i][j] = there + (side == 0 ? -h : h);
                    ends[side] = slowSize(sizes, chances, entering, steps, segment);
                    chances[i][j] = there;
                }
                slopes[j] = (ends[1] - ends[0]) / (2 * h);
            }
            variance += multinomialVariance(likely[i], slopes) / behind[i];
            double more = entering[i];
            entering[i] = more + 1; // linear in it
            double slope = slowSize(sizes, chances, entering, steps, segment);
            entering[i] = more;
            slope -= slowSize(sizes, chances, entering, steps, segment);
            variance += entrants[i] * slope * slope;
        }
        for (int step = 1; step <= steps; step++) { // what chance does in this step, carried to the end
            double[] weights = new double[3];
            for (int j = 0; j < 3; j++) {
                double[] one = new double[3];
                one[j] = 1;
                weights[j] = slowSize(one, chances, new double[3], steps - step, segment);
            }
            for (int i = 0; i < 3; i++) {
                double size = sizeOf(slowSizes(sizes, chances, entering, step - 1), i);
                variance += size * multinomialVariance(likely[i], weights) + entering[i] * weights[i] * weights[i];
            }
        }
        return variance;
    }

    private static double multinomialVariance(double[] chances, double[] values) {
        double sum = 0;
        double squares = 0;
        for (int j = 0; j < 3; j++) {
            sum += chances[j] * values[j];
            squares += chances[j] * values[j] * values[j];
        }
        return squares - sum * sum;
    }

    private static double slowSize(double[] sizes, double[][] chances, double[] entering, int steps, int segment) {
        return sizeOf(slowSizes(sizes, chances, entering, steps), segment);
    }

    private static double sizeOf(double[] sizes, int segment) {
        return segment < 3 ? sizes[segment] : sizes[0] + sizes[1] + sizes[2];
    }

    private static double[] slowSizes(double[] sizes, double[][] chances, double[] entering, int steps) {
        double[] now = sizes;
        for (int step = 0; step < steps; step++) {
            double[] next = entering.clone();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    next[j] += now[i] * chances[i][j];
                }
            }
            now = next;
        }
        return now;
    }

    /** A year of months with 125 segments, which took half a minute; and it can be called off. */
    @Test
    void manySegmentsCanBeCancelled() {
        int k = 125;
        SeededRandom random = SeededRandom.stream(4, 0);
        long[][] cells = new long[k][k];
        for (long[] row : cells) {
            for (int j = 0; j < k; j++) {
                row[j] = random.nextInt(20);
            }
        }
        List<String> names = IntStream.range(0, k).mapToObj(s -> "S" + s).toList();
        MigrationMatrix many = MigrationMatrix.copyOf(names, cells, new long[k], new long[k]);
        SizeForecast alone = many.forecast(12);
        SizeForecast together = many.forecast(12, Execution.onThreads(2));
        for (Segment segment : many.segments()) {
            assertThat(together.size(segment, 12)).isEqualTo(alone.size(segment, 12));
        }
        AtomicInteger polls = new AtomicInteger();
        Execution cancelled = Execution.sequential().withCancellation(() -> polls.incrementAndGet() > 1000);
        assertThatThrownBy(() -> many.forecast(12, cancelled)).isInstanceOf(CancelledException.class);
        assertThat(polls).hasValue(1001);
    }
}
