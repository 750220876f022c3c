package dev.segmentation.constraint;

import java.util.Arrays;
import java.util.Optional;

/**
 * Segments of bounded size: the assignment of least cost, as a flow of least cost from units by way of segments to a sink,
 * where between the least and the most units may arrive by each segment.
 *
 * <p>Shortest augmenting paths (R. G. Busacker and P. J. Gowen 1961; with prices J. Edmonds and R. M. Karp 1972,
 * doi:10.1145/321694.321699), over a graph that has the segments and the sink as its only nodes: an arc between two
 * segments is the cheapest move of a unit from one to the other. Every unit starts where its distance plus the price of the
 * segment is least, with the prices of the placement before, or none; this is optimal for the sizes it happens to have, and
 * each path brings one unit from a segment that has too many to one that has too few, at the least cost. If no bound is
 * broken at the start, nothing is left to do.
 *
 * <p>Only the cheapest moves of each pair of segments are kept at hand; a path that needs one beyond them has more out of that
 * segment gathered. Prices are kept between placements, so that centers which move little leave little to do. Where much would have to
 * move, as at first, prices are those of one unit in eight, placed in the same way.
 */
final class Sized implements Placement {

    private static final int NONE = -1;

    /** Prices smaller than this share of the largest one are rounding. */
    private static final double VANISHING = 1e-12;

    /** As many units are looked at, those that would mind least, as this many times those that have to move. */
    private static final double SHARE_PER_EXCESS = 4;

    /** As many times more of a segment if these were not enough. */
    private static final double WIDENING = 8;

    /** Units that tell how little the others would mind. */
    private static final int SAMPLE = 4096;

    /** If more than one unit in so many has to move, prices are looked for among some units first. */
    private static final int MANY = 50;

    /** These are one in so many. */
    private static final int ONE_IN = 8;

    private static final int MOST_PATHS_PER_POLL = 256;

    /** About so many arcs of paths are looked at between two polls. */
    private static final int ARCS_PER_POLL = 1 << 20;

    private final int segmentCount;
    private final int sink;
    private final SizeBounds.Range bounds;
    private double[] prices; // of segments and, last, the sink, whose price is 0 between placements

    // of one placement
    private final long[] arriving; // units that flow from each segment to the sink
    private final long[] excess; // units too many at each node; negative if too few
    private Moves[] moves = new Moves[0]; // from segment s to t at s · k + t, once they are needed
    private final double[] startPrices; // when units were placed where it is cheapest
    private Optional<Gaps> gapsOfUnits = Optional.empty(); // by how much the next best segments were dearer then
    private final double[] shares; // of units of each segment whose moves are at hand, at least
    private final double[] sample = new double[SAMPLE]; // of the gaps, ascending
    private final Path path;

    Sized(int segmentCount, SizeBounds.Range bounds) {
        this.segmentCount = segmentCount;
        this.sink = segmentCount;
        this.bounds = bounds;
        this.prices = new double[segmentCount + 1];
        this.startPrices = new double[segmentCount + 1];
        this.arriving = new long[segmentCount];
        this.excess = new long[segmentCount + 1];
        this.shares = new double[segmentCount];
        this.path = new Path();
    }

    @Override
    public boolean keeps(int[] labels) {
        int[] sizes = sizes(labels);
        for (int size : sizes) {
            if (size < bounds.least() || size > bounds.most()) {
                return false;
            }
        }
        return true;
    }

    /** What it costs to be in a segment, as the bounds would have it: above 0 if it is full, below if it is short. */
    double price(int segment) {
        return prices[segment];
    }

    private int[] sizes(int[] labels) {
        int[] sizes = new int[segmentCount];
        for (int label : labels) {
            sizes[label]++;
        }
        return sizes;
    }

    @Override
    public void renumber(int[] newLabel) {
        double[] renumbered = new double[prices.length];
        for (int s = 0; s < segmentCount; s++) {
            renumbered[newLabel[s]] = prices[s];
        }
        prices = renumbered;
        gapsOfUnits.ifPresent(Gaps::forget);
    }

    @Override
    public double place(Costs costs, int[] labels) {
        dropVanishingPrices();
        if (gapsOfUnits.isEmpty()) {
            gapsOfUnits = Optional.of(new Gaps(labels.length, segmentCount));
        }
        Gaps gaps = gapsOfUnits.get();
        long tooMany = start(costs, gaps, labels);
        if (tooMany > labels.length / MANY && labels.length > SAMPLE) {
            prices = pricesOfSome(costs);
            tooMany = start(costs, gaps, labels);
        }
        if (tooMany > 0) {
            keepBounds(costs, gaps, labels, tooMany);
        }
        for (int s = 0; s < segmentCount; s++) {
            prices[s] -= prices[sink];
        }
        prices[sink] = 0;
        return costs.sum(labels, gaps.own());
    }

    /** Puts units where they cost least at these prices; gives how many are too many somewhere. */
    private long start(Costs costs, Gaps gaps, int[] labels) {
        gaps.moveTo(costs.centers(), prices);
        costs.nearest(prices, gaps, labels);
        System.arraycopy(prices, 0, startPrices, 0, prices.length);
        return startFlow(labels);
    }

    /** The prices of placing one unit in so many: nearly those of all, found in a fraction of the time. */
    private double[] pricesOfSome(Costs costs) {
        Costs some = costs.some(ONE_IN);
        int least = (int) ((long) bounds.least() * some.count / costs.count);
        long most = ((long) bounds.most() * some.count + costs.count - 1) / costs.count;
        Sized sized = new Sized(segmentCount, new SizeBounds.Range(least, (int) most));
        sized.prices = prices.clone();
        sized.place(some, new int[some.count]);
        return sized.prices;
    }

    /** Sends units along shortest paths until no node has too many. */
    private void keepBounds(Costs costs, Gaps gaps, int[] labels, long tooManyAtStart) {
        long tooMany = tooManyAtStart;
        if (moves.length == 0) {
            moves = new Moves[Math.multiplyExact(segmentCount, segmentCount)];
            Arrays.setAll(moves, pair -> new Moves());
        }
        gaps.sample(costs, sample);
        gather(costs, gaps, labels, SHARE_PER_EXCESS * tooMany / labels.length);
        long arcs = (segmentCount + 1L) * (segmentCount + 1L);
        long pathsPerPoll = Math.min(MOST_PATHS_PER_POLL, 1 + ARCS_PER_POLL / arcs);
        for (long paths = 1; tooMany > 0; paths++) {
            if (paths % pathsPerPoll == 0) {
                costs.poll();
            }
            if (path.find(labels)) {
                tooMany -= path.push(costs, gaps, labels);
            } else {
                path.gatherBeyond(costs, gaps, labels);
            }
        }
    }

    private void dropVanishingPrices() {
        double largest = 0;
        for (double price : prices) {
            largest = Math.max(largest, Math.abs(price));
        }
        for (int s = 0; s < segmentCount; s++) {
            prices[s] = Math.abs(prices[s]) <= VANISHING * largest ? 0 : prices[s];
        }
    }

    /** The flow to the sink that suits the prices; gives by how many units nodes have too many, in all. */
    private long startFlow(int[] labels) {
        int[] sizes = sizes(labels);
        excess[sink] = -labels.length;
        long tooMany = 0;
        for (int s = 0; s < segmentCount; s++) {
            int kept = Math.min(bounds.most(), Math.max(bounds.least(), sizes[s]));
            int atPrice = prices[s] > 0 ? bounds.most() : bounds.least();
            arriving[s] = prices[s] == 0 ? kept : atPrice;
            excess[s] = sizes[s] - arriving[s];
            excess[sink] += arriving[s];
            tooMany += Math.max(0, excess[s]);
        }
        return tooMany + Math.max(0, excess[sink]);
    }

    /** Gathers the cheapest moves of every pair of segments: of about that share of the units, or of all. */
    private void gather(Costs costs, Gaps gaps, int[] labels, double share) {
        double widest = quantile(share, labels.length);
        Arrays.fill(shares, share);
        for (Moves pair : moves) {
            pair.clear();
        }
        for (int unit = 0; unit < labels.length; unit++) {
            costs.pollAt(unit);
            if (gaps.of(unit) <= widest) {
                gather(unit, labels[unit], widest, costs, gaps);
            }
        }
        for (int pair = 0; pair < moves.length; pair++) {
            order(pair / segmentCount, pair % segmentCount, widest);
            costs.poll();
        }
    }

    /** Gathers the moves out of a segment again, of more units. */
    private void widen(int from, Costs costs, Gaps gaps, int[] labels) {
        shares[from] *= WIDENING;
        double widest = quantile(shares[from], labels.length);
        for (int to = 0; to < segmentCount; to++) {
            moves[from * segmentCount + to].clear();
        }
        for (int unit = 0; unit < labels.length; unit++) {
            costs.pollAt(unit);
            if (labels[unit] == from && gaps.of(unit) <= widest) {
                gather(unit, from, widest, costs, gaps);
            }
        }
        for (int to = 0; to < segmentCount; to++) {
            costs.poll();
            order(from, to, widest);
        }
    }

    private void gather(int unit, int from, double widest, Costs costs, Gaps gaps) {
        gaps.sharpen(unit, costs);
        offer(costs, unit, from, gaps.isOpen(unit) ? Double.POSITIVE_INFINITY : widest);
    }

    private void order(int from, int to, double widest) {
        moves[from * segmentCount + to].order(widest + (startPrices[from] - startPrices[to]));
    }

    /** The gap that about a share of the units do not exceed. */
    private double quantile(double share, int units) {
        if (share >= 1 || units <= SAMPLE) {
            return Double.POSITIVE_INFINITY;
        }
        return sample[(int) Math.ceil(share * (SAMPLE - 1))];
    }

    /** Offers the moves of a unit that are cheaper than the widest gap; all of one that has been moved. */
    private void offer(Costs costs, int unit, int from, double widest) {
        double[] distances = costs.block(unit);
        int at = costs.at(unit);
        double own = distances[at + from];
        for (int to = 0; to < segmentCount; to++) {
            double cost = distances[at + to] - own;
            if (to != from && cost < widest + (startPrices[from] - startPrices[to])) {
                moves[from * segmentCount + to].offer(cost, unit);
            }
        }
    }

    /** The cheapest move of a pair whose unit is still there; one that has left is dropped. */
    private Moves upToDate(int from, int to, int[] labels) {
        Moves pair = moves[from * segmentCount + to];
        while (!pair.isEmpty() && labels[pair.topUnit()] != from) {
            pair.removeTop();
        }
        return pair;
    }

    /** Dijkstra's search from all nodes that have too many to the nearest that has too few. */
    private final class Path {

        private final double[] distance = new double[segmentCount + 1];
        private final int[] previous = new int[segmentCount + 1];
        private final int[] moved = new int[segmentCount + 1]; // the unit that moves into a node; NONE beside the sink
        private final boolean[] beyond = new boolean[segmentCount + 1]; // reached by a move that is not at hand
        private final boolean[] settled = new boolean[segmentCount + 1];
        private int end;

        /** Finds it and brings prices up to date; false if it would need a move that is not at hand. */
        boolean find(int[] labels) {
            for (int v = 0; v <= sink; v++) {
                distance[v] = excess[v] > 0 ? 0 : Double.POSITIVE_INFINITY;
                previous[v] = NONE;
                beyond[v] = false;
                settled[v] = false;
            }
            for (end = nearest(); excess[end] >= 0; end = nearest()) {
                settled[end] = true;
                if (end == sink) {
                    relaxFromSink();
                } else {
                    relax(end, labels);
                }
            }
            for (int v = end; v != NONE; v = previous[v]) {
                if (beyond[v]) {
                    return false;
                }
            }
            for (int v = 0; v <= sink; v++) {
                prices[v] -= Math.min(distance[v], distance[end]);
            }
            return true;
        }

        /** Gathers more moves out of the segments of which one was needed that is not at hand. */
        void gatherBeyond(Costs costs, Gaps gaps, int[] labels) {
            for (int v = end; v != NONE; v = previous[v]) {
                if (beyond[v]) {
                    widen(previous[v], costs, gaps, labels);
                }
            }
        }

        /** The nearest node that is not settled; of equally near ones one that has too few, then the first. */
        private int nearest() {
            int nearest = NONE;
            for (int v = 0; v <= sink; v++) {
                if (!settled[v]
                        && (nearest == NONE
                                || distance[v] < distance[nearest]
                                || (distance[v] == distance[nearest] && excess[v] < 0 && excess[nearest] >= 0))) {
                    nearest = v;
                }
            }
            if (nearest == NONE || distance[nearest] == Double.POSITIVE_INFINITY) {
                throw new IllegalStateException("bounds that were checked cannot be kept");
            }
            return nearest;
        }

        private void relax(int from, int[] labels) {
            for (int to = 0; to < segmentCount; to++) {
                if (!settled[to]) {
                    Moves pair = upToDate(from, to, labels);
                    boolean atHand = !pair.isEmpty() && pair.topCost() <= pair.limit();
                    double cost = atHand ? pair.topCost() : pair.limit();
                    reach(from, to, cost, atHand ? pair.topUnit() : NONE, !atHand);
                }
            }
            if (arriving[from] < bounds.most()) {
                reach(from, sink, 0, NONE, false);
            }
        }

        private void relaxFromSink() {
            for (int to = 0; to < segmentCount; to++) {
                if (!settled[to] && arriving[to] > bounds.least()) {
                    reach(sink, to, 0, NONE, false);
                }
            }
        }

        private void reach(int from, int to, double cost, int unit, boolean isBeyond) {
            double reduced = Math.max(0, cost + (prices[to] - prices[from])); // below 0 by rounding only
            if (!settled[to] && distance[from] + reduced < distance[to]) {
                distance[to] = distance[from] + reduced;
                previous[to] = from;
                moved[to] = unit;
                beyond[to] = isBeyond;
            }
        }

        /** Sends as many units along the path as it takes, one if a unit has to move; gives how many. */
        long push(Costs costs, Gaps gaps, int[] labels) {
            long count = -excess[end];
            int start = end;
            for (int v = end; previous[v] != NONE; v = previous[v]) {
                count = Math.min(count, moved[v] == NONE ? room(previous[v], v) : 1);
                start = previous[v];
            }
            count = Math.min(count, excess[start]);
            for (int v = end; previous[v] != NONE; v = previous[v]) {
                if (previous[v] == sink) {
                    arriving[v] -= count;
                } else if (v == sink) {
                    arriving[previous[v]] += count;
                } else {
                    move(moved[v], v, costs, gaps, labels);
                }
            }
            excess[start] -= count;
            excess[end] += count;
            return count;
        }

        private long room(int from, int to) {
            return from == sink ? arriving[to] - bounds.least() : bounds.most() - arriving[from];
        }

        private void move(int unit, int to, Costs costs, Gaps gaps, int[] labels) {
            labels[unit] = to;
            gaps.setMoved(unit);
            double[] distances = costs.block(unit);
            int at = costs.at(unit);
            for (int next = 0; next < segmentCount; next++) {
                if (next != to) {
                    moves[to * segmentCount + next].add(distances[at + next] - distances[at + to], unit);
                }
            }
        }
    }
}
