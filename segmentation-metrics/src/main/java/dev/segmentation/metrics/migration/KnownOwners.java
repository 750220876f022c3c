package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Customers of whom every step is known. Each question is one pass over their steps; a row of cells is asked once. */
final class KnownOwners implements StepOwners {

    private final CustomerPlaces places;
    private final int[] stateOf; // by the number that the places have for it
    private final int segmentCount;
    private final Map<Integer, ClusteredShare[]> rows = new ConcurrentHashMap<>();

    private KnownOwners(CustomerPlaces places, int[] stateOf, int segmentCount) {
        this.places = places;
        this.stateOf = stateOf;
        this.segmentCount = segmentCount;
    }

    static KnownOwners of(CustomerPlaces places, int segmentCount) {
        return new KnownOwners(places, IntStream.range(0, segmentCount + 2).toArray(), segmentCount);
    }

    private int state(int customer, int date) {
        return stateOf[places.state(customer, date)];
    }

    @Override
    public int periods() {
        return places.dateCount() - 1;
    }

    @Override
    public Estimate cell(WilsonScore score, int from, int to, long part, long whole) {
        return rows.computeIfAbsent(from, this::row)[to].at(score);
    }

    private ClusteredShare[] row(int of) {
        int k = segmentCount;
        ClusteredShare.Sums[] sums = new ClusteredShare.Sums[k];
        for (int to = 0; to < k; to++) {
            sums[to] = new ClusteredShare.Sums();
        }
        long[] counts = new long[k];
        for (int customer = 0; customer < places.customerCount(); customer++) {
            long all = 0;
            int from = state(customer, 0);
            for (int date = 1; date < places.dateCount(); date++) {
                int to = state(customer, date);
                if (from == of && to < k) {
                    counts[to]++;
                    all++;
                }
                from = to;
            }
            if (all > 0) {
                for (int to = 0; to < k; to++) {
                    sums[to].add(counts[to], all);
                    counts[to] = 0;
                }
            }
        }
        ClusteredShare[] shares = new ClusteredShare[k];
        for (int to = 0; to < k; to++) {
            shares[to] = sums[to].done();
        }
        return shares;
    }

    @Override
    public Estimate share(WilsonScore score, Kind part, Kind whole, long parts, long wholes) {
        return summed(part, whole).at(score);
    }

    @Override
    public double designEffect(Kind part, Kind whole) {
        ClusteredShare share = summed(part, whole);
        return share.whole() == share.customers() ? 1 : share.designEffect(); // one step each, or nobody
    }

    private ClusteredShare summed(Kind part, Kind whole) {
        ClusteredShare.Sums sums = new ClusteredShare.Sums();
        for (int customer = 0; customer < places.customerCount(); customer++) {
            long ofPart = 0;
            long ofWhole = 0;
            int from = state(customer, 0);
            for (int date = 1; date < places.dateCount(); date++) {
                int to = state(customer, date);
                if (whole.has(from, to)) {
                    ofWhole++;
                    ofPart += part.has(from, to) ? 1 : 0;
                }
                from = to;
            }
            sums.add(ofPart, ofWhole);
        }
        return sums.done();
    }

    @Override
    public double variance(Worth worth, double mean, double ofSteps) {
        double squares = 0;
        long steps = 0;
        long customers = 0;
        for (int customer = 0; customer < places.customerCount(); customer++) {
            double off = 0;
            long own = 0;
            int from = state(customer, 0);
            for (int date = 1; date < places.dateCount(); date++) {
                int to = state(customer, date);
                double value = worth.of(from, to);
                if (!Double.isNaN(value)) {
                    off += value - mean;
                    own++;
                }
                from = to;
            }
            squares += off * off;
            steps += own;
            customers += own > 0 ? 1 : 0;
        }
        double over = customers > 1 ? squares / steps / steps * (customers / (customers - 1.0)) : 0;
        return Math.max(ofSteps, over);
    }

    @Override
    public StepOwners under(int[] other, int others) {
        int[] moved = new int[stateOf.length];
        for (int state = 0; state < moved.length; state++) {
            moved[state] = other[stateOf[state]];
        }
        return new KnownOwners(places, moved, others);
    }

    @Override
    public Optional<StepTables> tables() {
        return Optional.of(new StepTables(places.customerCount(), segmentCount, this::steps));
    }

    /** The cells of the steps of a customer between segments, from · k + to. */
    private IntStream steps(int customer) {
        return IntStream.range(1, places.dateCount())
                .filter(date -> state(customer, date - 1) < segmentCount && state(customer, date) < segmentCount)
                .map(date -> state(customer, date - 1) * segmentCount + state(customer, date));
    }
}
