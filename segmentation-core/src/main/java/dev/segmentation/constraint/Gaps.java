package dev.segmentation.constraint;

import java.util.Arrays;

/**
 * By how much, at least, the next best segment of each unit is dearer than the best, prices included. As centers and prices
 * move, gaps shrink by no more than what these have moved tells, so that most units need not be looked at again; the idea
 * is that of the bounds of G. Hamerly (2010), SIAM Data Mining, 130–140, for squared distances with prices.
 *
 * <p>With y the unit less its center c_a, which moved by δ_a, and c_s by δ_s, the squared distances d_s² − d_a² change by
 * 2 y·(δ_a − δ_s) + 2 (c_s − c_a)·δ_s + |δ_s|² − |δ_a|².
 */
final class Gaps {

    /** A unit has been moved: nothing is known. */
    private static final double MOVED = Double.NEGATIVE_INFINITY;

    /** Far above what rounding can feign in squared distances and in what is taken off, as a share of these. */
    private static final double ROUNDING = 1e-10;

    private final int segmentCount;
    private final double[] gaps;
    private final int[] nearest;
    private final double[] own; // squared distance to the center of the nearest, as of the last time
    private boolean areKnown;
    private double[] centers = new double[0]; // for which the gaps are
    private double[] prices = new double[0];
    private double margin; // of prices
    private final double[] loss; // of units of a segment, whatever their distance
    private final double[] lossPerDistance;

    Gaps(int units, int segmentCount) {
        this.segmentCount = segmentCount;
        this.gaps = new double[units];
        this.nearest = new int[units];
        this.own = new double[units];
        this.loss = new double[segmentCount];
        this.lossPerDistance = new double[segmentCount];
    }

    /** Forgets all, as when segments get other numbers. */
    void forget() {
        areKnown = false;
    }

    /** Before units are placed: what the way to new centers and prices takes off. */
    void moveTo(double[] newCenters, double[] newPrices) {
        if (areKnown) {
            for (int a = 0; a < segmentCount; a++) {
                loss[a] = 0;
                lossPerDistance[a] = 0;
                for (int s = 0; s < segmentCount; s++) {
                    if (s != a) {
                        widen(a, s, newCenters, newPrices);
                    }
                }
            }
        }
        margin = 0;
        for (int s = 0; s < segmentCount; s++) {
            margin = Math.max(margin, 2 * Math.abs(newPrices[s]) * ROUNDING);
        }
        centers = newCenters.clone();
        prices = newPrices.clone();
    }

    private void widen(int a, int s, double[] newCenters, double[] newPrices) {
        int d = newCenters.length / segmentCount;
        double lost = 0;
        double size = 0; // of the terms, for their rounding
        double apart = 0;
        for (int j = 0; j < d; j++) {
            double own = newCenters[a * d + j] - centers[a * d + j];
            double other = newCenters[s * d + j] - centers[s * d + j];
            double between = centers[s * d + j] - centers[a * d + j];
            lost -= 2 * between * other + other * other - own * own;
            size += Math.abs(2 * between * other) + other * other + own * own;
            apart += (own - other) * (own - other);
        }
        double price = (newPrices[s] - prices[s]) - (newPrices[a] - prices[a]);
        size += Math.abs(newPrices[s]) + Math.abs(prices[s]) + Math.abs(newPrices[a]) + Math.abs(prices[a]);
        loss[a] = Math.max(loss[a], lost - price + ROUNDING * size);
        lossPerDistance[a] = Math.max(lossPerDistance[a], 2 * Math.sqrt(apart) * (1 + ROUNDING));
    }

    /** Takes off what is lost; false if the unit may have another nearest segment, and is open. */
    boolean follow(int unit) {
        int a = nearest[unit];
        double lost = loss[a] + lossPerDistance[a] * Math.sqrt(own[unit]);
        double left = gaps[unit] * (1 - ROUNDING) - lost * (1 + ROUNDING);
        boolean holds = areKnown && left > margin + ROUNDING * own[unit];
        gaps[unit] = holds ? left : MOVED;
        return holds;
    }

    boolean isOpen(int unit) {
        return gaps[unit] == MOVED;
    }

    /** Finds the nearest segment of a unit from its distances, which start at an index, and prices. */
    void set(int unit, double[] distances, int at, double[] priced) {
        int best = 0;
        double least = distances[at] + priced[0];
        double second = Double.POSITIVE_INFINITY;
        for (int s = 1; s < segmentCount; s++) {
            double cost = distances[at + s] + priced[s];
            second = Math.min(second, Math.max(cost, least));
            if (cost < least) {
                least = cost;
                best = s;
            }
        }
        nearest[unit] = best;
        gaps[unit] = second - least;
    }

    int nearest(int unit) {
        return nearest[unit];
    }

    double of(int unit) {
        return gaps[unit];
    }

    int count() {
        return gaps.length;
    }

    /** A unit is no longer in its nearest segment. */
    void setMoved(int unit) {
        gaps[unit] = MOVED;
    }

    /** After units are placed: the squared distances to their centers are to be written here. */
    double[] own() {
        areKnown = true;
        return own;
    }

    /** Sorted gaps of some units, spread over all; what is known of them is made exact. */
    void sample(Costs costs, double[] sample) {
        for (int i = 0; i < sample.length; i++) {
            int unit = (int) ((long) i * gaps.length / sample.length);
            sharpen(unit, costs);
            sample[i] = gaps[unit];
        }
        Arrays.sort(sample);
    }

    /** Makes exact what is known of a unit that has not moved. */
    void sharpen(int unit, Costs costs) {
        if (!isOpen(unit)) {
            set(unit, costs.block(unit), costs.at(unit), prices);
        }
    }
}
