package dev.segmentation.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The placement under bounds of sizes, against slow exact twins and against its own dual. */
class SizedTest {

    @Test
    void theTwinsAgree() {
        for (long seed = 0; seed < 60; seed++) {
            Case random = new Case(seed, 8, 3);
            double expected = SlowTransport.tryAll(random.table(), random.least, random.most);
            assertThat(SlowTransport.cancelCycles(random.table(), random.least, random.most))
                    .as("seed %d", seed)
                    .isCloseTo(expected, within(1e-9 * (1 + expected)));
        }
    }

    @Test
    void everyBoundHoldsAndNoAssignmentIsCheaperOn200RandomCases() {
        int bound = 0;
        for (long seed = 0; seed < 200; seed++) {
            Case random = new Case(seed, 5 + (int) (seed % 60), 2 + (int) (seed % 5));
            int[] labels = new int[random.rows];
            Sized sized = random.sized();
            sized.place(random.costs, labels);
            double expected = SlowTransport.cancelCycles(random.table(), random.least, random.most);
            assertThat(sized.keeps(labels)).as("seed %d", seed).isTrue();
            assertThat(random.costs.sum(labels)).as("seed %d", seed).isCloseTo(expected, within(1e-9 * expected));
            int[] nearest = new int[random.rows];
            random.costs.nearest(nearest);
            bound += sized.keeps(nearest) ? 0 : 1;
        }
        assertThat(bound).as("cases in which bounds bind").isGreaterThan(100);
    }

    @Test
    void pricesOfThePlacementBeforeLeadToTheSameCost() {
        for (long seed = 0; seed < 40; seed++) {
            Case random = new Case(seed, 40, 4);
            Sized sized = random.sized();
            int[] labels = new int[random.rows];
            for (int step = 0; step < 5; step++) {
                sized.place(random.costs, labels);
                double expected = SlowTransport.cancelCycles(random.table(), random.least, random.most);
                assertThat(sized.keeps(labels)).isTrue();
                assertThat(random.costs.sum(labels))
                        .as("seed %d, step %d", seed, step)
                        .isCloseTo(expected, within(1e-9 * expected));
                random.shiftCenters(step);
            }
        }
    }

    /** Weak duality: no assignment that keeps the bounds costs less than the value of any prices. */
    @Test
    void thePricesProveThatManyRowsArePlacedAtTheLeastCost() {
        for (long seed = 0; seed < 12; seed++) {
            Case random = new Case(seed, 20_000, 2 + (int) seed);
            Sized sized = random.sized();
            int[] labels = new int[random.rows];
            sized.place(random.costs, labels);
            double dual = 0;
            for (int row = 0; row < random.rows; row++) {
                double least = Double.POSITIVE_INFINITY;
                for (int s = 0; s < random.segmentCount; s++) {
                    least = Math.min(least, random.costs.of(row, s) + sized.price(s));
                }
                dual += least;
            }
            for (int s = 0; s < random.segmentCount; s++) {
                dual -= sized.price(s) * (sized.price(s) > 0 ? random.most : random.least);
            }
            assertThat(sized.keeps(labels)).isTrue();
            assertThat(random.costs.sum(labels)).as("seed %d", seed).isCloseTo(dual, within(1e-9 * dual));
        }
    }

    @Test
    void withoutAnythingToKeepRowsGoToTheNearestCenter() {
        Case random = new Case(3, 500, 4);
        int[] nearest = new int[500];
        random.costs.nearest(nearest);
        int[] labels = new int[500];
        new Sized(4, new SizeBounds.Range(1, 500)).place(random.costs, labels);
        assertThat(labels).isEqualTo(nearest);
    }

    @Test
    void cancellationInsideThePlacementIsAnsweredWithin100Milliseconds() {
        long least = Long.MAX_VALUE; // of some attempts, since the machine may have other work
        int all = 0;
        for (int attempt = 0; attempt < 5 && least > 100; attempt++) {
            AtomicLong longest = new AtomicLong();
            all = pollsUntilCancelled(Integer.MAX_VALUE, longest);
            least = Math.min(least, TimeUnit.NANOSECONDS.toMillis(longest.get()));
        }
        assertThat(least).as("milliseconds between polls").isLessThanOrEqualTo(100);
        assertThat(all).as("polls of one placement").isGreaterThan(200);
        for (int share = 1; share < 10; share += 4) {
            int cancelAt = all * share / 10;
            assertThat(pollsUntilCancelled(cancelAt, new AtomicLong())).isEqualTo(cancelAt);
        }
    }

    /** Places many rows until that many polls were answered; gives how many there were, and the longest time between. */
    private static int pollsUntilCancelled(int cancelAt, AtomicLong longest) {
        AtomicInteger polls = new AtomicInteger(Integer.MIN_VALUE);
        AtomicLong previous = new AtomicLong();
        Execution execution = Execution.sequential().withCancellation(() -> {
            long now = System.nanoTime();
            long pause = now - previous.getAndSet(now);
            longest.accumulateAndGet(polls.get() > 0 ? pause : 0, Math::max);
            return polls.incrementAndGet() >= cancelAt;
        });
        Case random = new Case(1, 50_000, 12, execution);
        Sized sized = new Sized(12, new SizeBounds.Range(4_166, 4_167));
        polls.set(0);
        int[] labels = new int[50_000];
        if (cancelAt == Integer.MAX_VALUE) {
            sized.place(random.costs, labels);
        } else {
            assertThatThrownBy(() -> sized.place(random.costs, labels)).isInstanceOf(CancelledException.class);
        }
        return polls.get();
    }

    /** Random rows, integers in every third case so that there are ties, random centers and random bounds. */
    private static final class Case {

        private final int rows;
        private final int segmentCount;
        private final int least;
        private final int most;
        private final double[] centers;
        private final Costs costs;

        Case(long seed, int rows, int segmentCount) {
            this(seed, rows, segmentCount, Execution.sequential());
        }

        Case(long seed, int rows, int segmentCount, Execution execution) {
            SeededRandom random = SeededRandom.stream(seed, 77);
            this.rows = rows;
            this.segmentCount = segmentCount;
            double[] values = new double[2 * rows];
            for (int i = 0; i < values.length; i++) {
                values[i] = seed % 3 == 0 ? random.nextInt(4) : random.nextGaussian();
            }
            this.centers = new double[2 * segmentCount];
            for (int i = 0; i < centers.length; i++) {
                centers[i] = seed % 3 == 0 ? random.nextInt(4) : 2 * random.nextGaussian();
            }
            this.least = random.nextInt(rows / segmentCount + 1);
            int even = (rows + segmentCount - 1) / segmentCount;
            this.most = even + (seed % 4 == 0 ? 0 : random.nextInt(rows - even + 1));
            Workers workers = execution.start();
            FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
            this.costs = new Costs(Units.of(matrix, Optional.empty(), workers), segmentCount, workers);
            costs.fill(centers);
        }

        Sized sized() {
            return new Sized(segmentCount, new SizeBounds.Range(least, most));
        }

        void shiftCenters(int step) {
            for (int i = 0; i < centers.length; i++) {
                centers[i] += 0.3 * SeededRandom.uniform(step, i);
            }
            costs.fill(centers);
        }

        double[][] table() {
            double[][] table = new double[rows][segmentCount];
            for (int row = 0; row < rows; row++) {
                for (int s = 0; s < segmentCount; s++) {
                    table[row][s] = costs.of(row, s);
                }
            }
            return table;
        }
    }
}
