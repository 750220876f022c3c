package dev.segmentation.metrics.value;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.WeightedShare;
import java.util.Arrays;
import java.util.Optional;

/**
 * Sums over the customers of each pair of segments, amounts in whole minor units, which are exact; and sums of squares, in
 * the order of the rows, for intervals.
 */
final class ValueFlows {

    private final int k;
    private final long[] customers;
    private final long[] opening;
    private final long[] closing;
    private final double[] openingSquares;
    private final double[] gainSquares; // around the mean gain of the pair
    private final long[] before;
    private final long[] after;
    private final Ends left;
    private final Ends becameUnscored;
    private final long[] entered;
    private final long[] becameScored;
    private final boolean[] negative; // by segment before, of those in a segment at both dates

    /** The customers of each segment before who are in none after. */
    private static final class Ends {

        final long[] customers;
        final long[] opening;
        final double[] squares;
        final boolean[] negative;

        Ends(int k) {
            this.customers = new long[k];
            this.opening = new long[k];
            this.squares = new double[k];
            this.negative = new boolean[k];
        }

        void add(int segment, long units) {
            customers[segment]++;
            opening[segment] = Math.addExact(opening[segment], units);
            squares[segment] += (double) units * units;
            negative[segment] |= units < 0;
        }
    }

    private ValueFlows(int k) {
        this.k = k;
        this.customers = new long[k * k];
        this.opening = new long[k * k];
        this.closing = new long[k * k];
        this.openingSquares = new double[k * k];
        this.gainSquares = new double[k * k];
        this.before = new long[k];
        this.after = new long[k];
        this.left = new Ends(k);
        this.becameUnscored = new Ends(k);
        this.entered = new long[k];
        this.becameScored = new long[k];
        this.negative = new boolean[k];
    }

    /** Opening and closing of segments are added up by themselves, not from the flows. */
    static ValueFlows of(SegmentJoin join, long[] unitsBefore, long[] unitsAfter) {
        ValueFlows flows = new ValueFlows(join.segments().size());
        boolean[] known = new boolean[unitsAfter.length];
        for (int row = 0; row < unitsBefore.length; row++) {
            int from = join.segmentBefore(row);
            long units = unitsBefore[row];
            flows.before[from] = Math.addExact(flows.before[from], units);
            int there = join.rowAfter(row);
            if (there >= 0) {
                known[there] = true;
                flows.add(from, join.segmentAfter(there), units, unitsAfter[there]);
            } else {
                (join.isUnscoredAfter(row) ? flows.becameUnscored : flows.left).add(from, units);
            }
        }
        for (int row = 0; row < unitsAfter.length; row++) {
            int to = join.segmentAfter(row);
            flows.after[to] = Math.addExact(flows.after[to], unitsAfter[row]);
            if (!known[row]) {
                long[] came = join.wasUnscoredBefore(row) ? flows.becameScored : flows.entered;
                came[to] = Math.addExact(came[to], unitsAfter[row]);
            }
        }
        Math.subtractExact(sum(flows.after), sum(flows.before)); // totals and their change must be numbers as well
        flows.spread(join, unitsBefore, unitsAfter);
        return flows;
    }

    private void add(int from, int to, long unitsBefore, long unitsAfter) {
        int cell = from * k + to;
        customers[cell]++;
        opening[cell] = Math.addExact(opening[cell], unitsBefore);
        closing[cell] = Math.addExact(closing[cell], unitsAfter);
        Math.subtractExact(closing[cell], opening[cell]); // the gain must be a number as well
        openingSquares[cell] += (double) unitsBefore * unitsBefore;
        negative[from] |= unitsBefore < 0;
    }

    private void spread(SegmentJoin join, long[] unitsBefore, long[] unitsAfter) {
        for (int row = 0; row < unitsBefore.length; row++) {
            int there = join.rowAfter(row);
            if (there >= 0) {
                int cell = join.segmentBefore(row) * k + join.segmentAfter(there);
                double mean = (double) (closing[cell] - opening[cell]) / customers[cell];
                double apart = Math.subtractExact(unitsAfter[there], unitsBefore[row]) - mean;
                gainSquares[cell] += apart * apart;
            }
        }
    }

    long customers(int from, int to) {
        return customers[from * k + to];
    }

    long opening(int from, int to) {
        return opening[from * k + to];
    }

    long closing(int from, int to) {
        return closing[from * k + to];
    }

    ValueMigration.Sides sides(int s, String name, MinorUnits units) {
        return new ValueMigration.Sides(
                name,
                units.amount(before[s]),
                units.amount(left.opening[s]),
                units.amount(becameUnscored.opening[s]),
                units.amount(entered[s]),
                units.amount(becameScored[s]),
                units.amount(after[s]));
    }

    ValueMigration.Sides total(MinorUnits units) {
        return new ValueMigration.Sides(
                "all",
                units.amount(sum(before)),
                units.amount(sum(left.opening)),
                units.amount(sum(becameUnscored.opening)),
                units.amount(sum(entered)),
                units.amount(sum(becameScored)),
                units.amount(sum(after)));
    }

    private static long sum(long... parts) {
        return Arrays.stream(parts).reduce(0, Math::addExact);
    }

    Estimate rate(int from, int to, double level) {
        long row = 0;
        double whole = 0;
        double squares = 0;
        for (int j = 0; j < k; j++) {
            row += customers(from, j);
            whole += opening(from, j);
            squares += openingSquares[from * k + j];
        }
        if (negative[from]) {
            return Estimate.undefined(Reason.NEGATIVE_VALUE, row);
        }
        return new WeightedShare(opening(from, to), whole, openingSquares[from * k + to], squares, row).at(level);
    }

    Estimate moved(double level) {
        long all = 0;
        double whole = 0;
        double squares = 0;
        double moved = 0;
        double movedSquares = 0;
        for (int cell = 0; cell < k * k; cell++) {
            all += customers[cell];
            whole += opening[cell];
            squares += openingSquares[cell];
            if (cell % (k + 1) != 0) {
                moved += opening[cell];
                movedSquares += openingSquares[cell];
            }
        }
        Optional<Reason> reason = all == 0 ? Optional.of(Reason.NO_COMMON_CUSTOMERS) : Optional.empty();
        for (boolean below : negative) {
            reason = below ? Optional.of(Reason.NEGATIVE_VALUE) : reason;
        }
        return reason.isPresent()
                ? Estimate.undefined(reason.get(), all)
                : new WeightedShare(moved, whole, movedSquares, squares, all).at(level);
    }

    Estimate exitRate(int from, double level) {
        long all = left.customers[from] + becameUnscored.customers[from];
        double squares = left.squares[from] + becameUnscored.squares[from];
        for (int j = 0; j < k; j++) {
            all += customers(from, j);
            squares += openingSquares[from * k + j];
        }
        if (negative[from] || left.negative[from] || becameUnscored.negative[from]) {
            return Estimate.undefined(Reason.NEGATIVE_VALUE, all);
        }
        return new WeightedShare(left.opening[from], before[from], left.squares[from], squares, all).at(level);
    }

    Estimate meanGain(int from, int to, MinorUnits units, double level) {
        int cell = from * k + to;
        double n = customers[cell];
        if (n > 1 && gainSquares[cell] == 0) {
            return Estimate.undefined(Reason.NO_WITHIN_VARIATION, customers[cell]);
        }
        double unit = units.amount(1).doubleValue();
        double mean = units.amount(closing[cell] - opening[cell]).doubleValue() / n;
        double error = unit * Math.sqrt(gainSquares[cell] / n / (n - 1));
        return new DeltaInterval(level, customers[cell]).plain(mean, error);
    }
}
