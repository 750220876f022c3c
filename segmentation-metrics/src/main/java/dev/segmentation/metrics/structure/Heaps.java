package dev.segmentation.metrics.structure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Heaps in a column: values on a regular grid, such as ages in tens or prices in hundreds, that are more frequent than those
 * between them, because some of the rows were rounded there.
 *
 * <p>Only where all values lie on a lattice, as integers do, whatever they are scaled by. For every stride that people round
 * to, and grids that hold one of the most frequent values, the counts on the grid are compared with the mean count of the
 * places around each of its points. Heaped is the grid that stands out most, if it does by six standard errors and by half
 * as much again, at four points in five, and not at a single one mostly. What stands out is taken off, among it coarser
 * grids are looked for, and then the next grid.
 */
final class Heaps {

    private static final int[] STRIDES = {2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 24, 25, 30, 50, 60};
    private static final int MOST_GRIDS = 6;
    private static final int MOST_OFFSETS = 4;
    private static final int LEAST_POINTS = 4;
    private static final double LEAST_SCORE = 6;
    private static final double LEAST_RATIO = 1.5;
    private static final double LEAST_SHARE_OF_POINTS = 0.8;
    private static final double MOST_OF_ONE_POINT = 0.6;

    /** Positions are whole multiples of the step, to this share of it. */
    private static final double EXACTNESS = 1e-3;

    private static final double LARGEST_POSITION = 1e9;

    private final long[] positions;
    private final double[] counts; // that are left
    private final double step;

    private Heaps(long[] positions, double[] counts, double step) {
        this.positions = positions;
        this.counts = counts;
        this.step = step;
    }

    /** A grid, and how many rows of each distinct value of the column were rounded to it. */
    static final class Grid {

        final double stride;
        final double[] rounded;

        private Grid(double stride, double... rounded) {
            this.stride = stride;
            this.rounded = rounded;
        }
    }

    /** The grids of a column, possibly none, by its distinct values, ascending, and how many rows have each. */
    static List<Grid> of(double[] distinct, int... counts) {
        List<Grid> grids = new ArrayList<>();
        lattice(distinct, counts)
                .ifPresent(lattice ->
                        lattice.collect(IntStream.range(0, distinct.length).toArray(), distinct.length, grids));
        return grids;
    }

    private static Optional<Heaps> lattice(double[] distinct, int... counts) {
        double step = Double.POSITIVE_INFINITY;
        for (int v = 1; v < distinct.length; v++) {
            step = Math.min(step, distinct[v] - distinct[v - 1]);
        }
        long[] positions = new long[distinct.length];
        for (int v = 0; v < distinct.length; v++) {
            double position = (distinct[v] - distinct[0]) / step;
            positions[v] = Math.round(position);
            if (!(position < LARGEST_POSITION) || Math.abs(position - positions[v]) > EXACTNESS) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new Heaps(positions, Arrays.stream(counts).asDoubleStream().toArray(), step));
    }

    /** Adds the grids, coarser ones first, by which of the column's values those of this lattice are. */
    private void collect(int[] values, int columnValues, List<Grid> grids) {
        while (grids.size() < MOST_GRIDS) {
            Candidate best = best();
            if (best.stride == 0) {
                return;
            }
            double[] off = takeOff(best);
            int[] on = IntStream.range(0, off.length).filter(v -> off[v] > 0).toArray();
            Heaps points = new Heaps(
                    Arrays.stream(on).mapToLong(v -> positions[v] / best.stride).toArray(),
                    Arrays.stream(on).mapToDouble(v -> off[v]).toArray(),
                    step * best.stride);
            points.collect(Arrays.stream(on).map(v -> values[v]).toArray(), columnValues, grids);
            double[] rounded = new double[columnValues];
            for (int point = 0; point < on.length; point++) {
                rounded[values[on[point]]] = points.counts[point];
            }
            grids.add(new Grid(points.step, rounded));
        }
    }

    /** A stride and the remainder of the positions on the grid, with how much it stands out. */
    private record Candidate(int stride, int offset, double score) {}

    private Candidate best() {
        Candidate best = new Candidate(0, 0, LEAST_SCORE);
        if (positions.length < LEAST_POINTS) {
            return best;
        }
        long last = positions[positions.length - 1];
        long[] frequent = mostFrequent();
        for (int tens = 1; tens < LARGEST_POSITION / 100; tens *= 10) {
            for (int stride : STRIDES) {
                boolean hadItsTurn = tens > 1 && stride < 10; // 20 is 2 · 10
                if (!hadItsTurn && (long) stride * tens * (LEAST_POINTS - 1) <= last) {
                    best = better(best, stride * tens, frequent);
                }
            }
        }
        return best;
    }

    private long[] mostFrequent() {
        double least = Arrays.stream(counts)
                .sorted()
                .skip(Math.max(0, counts.length - MOST_OFFSETS))
                .findFirst()
                .orElse(0);
        return IntStream.range(0, counts.length)
                .filter(v -> counts[v] >= least)
                .limit(MOST_OFFSETS)
                .mapToLong(v -> positions[v])
                .toArray();
    }

    private Candidate better(Candidate best, int stride, long... frequent) {
        double[] around = around(stride);
        Candidate found = best;
        for (long offset : Arrays.stream(frequent)
                .map(position -> position % stride)
                .distinct()
                .toArray()) {
            double score = score(stride, offset, around);
            if (score > found.score) {
                found = new Candidate(stride, (int) offset, score);
            }
        }
        return found;
    }

    /** For each value, the mean count of the places around it, half a stride to both sides. */
    private double[] around(int stride) {
        double[] around = new double[counts.length];
        long last = positions[positions.length - 1];
        double sum = 0;
        int from = 0;
        int to = 0;
        for (int v = 0; v < counts.length; v++) {
            long low = Math.max(0, positions[v] - stride / 2);
            long high = Math.min(last, positions[v] + stride / 2);
            while (to < counts.length && positions[to] <= high) {
                sum += counts[to++];
            }
            while (positions[from] < low) {
                sum -= counts[from++];
            }
            around[v] = Math.max(0, sum - counts[v]) / (high - low);
        }
        return around;
    }

    private double score(int stride, long offset, double... around) {
        double on = 0;
        double all = 0;
        double expected = 0;
        double largest = 0;
        int points = 0;
        int above = 0;
        for (int v = 0; v < counts.length; v++) {
            all += counts[v];
            if (positions[v] % stride == offset) {
                on += counts[v];
                expected += around[v];
                largest = Math.max(largest, counts[v] - around[v]);
                points++;
                above += counts[v] > around[v] ? 1 : 0;
            }
        }
        // points that nobody has are around few or many too
        double fair = Math.max(expected, (all - on) / (stride - 1));
        boolean heaped = above >= LEAST_POINTS
                && above >= LEAST_SHARE_OF_POINTS * points
                && on >= LEAST_RATIO * fair
                && largest <= MOST_OF_ONE_POINT * (on - fair);
        return heaped ? (on - fair) / Math.sqrt(1 + fair + fair / (stride - 1)) : 0;
    }

    private double[] takeOff(Candidate grid) {
        double[] around = around(grid.stride);
        double[] off = new double[counts.length];
        for (int v = 0; v < counts.length; v++) {
            if (positions[v] % grid.stride == grid.offset) {
                off[v] = Math.max(0, counts[v] - around[v]);
                counts[v] -= off[v];
            }
        }
        return off;
    }
}
