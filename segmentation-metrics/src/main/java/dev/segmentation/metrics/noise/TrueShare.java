package dev.segmentation.metrics.noise;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.Normal;
import java.util.function.DoubleUnaryOperator;

/**
 * Intervals of true shares by their score: what is in them would not have been refuted by what was seen.
 *
 * <p>The error is computed as if the share asked for were the true one, and not from what was seen, which has none where
 * nobody moved. The other shares are then as the most likely ones have them, with one customer more, spread over all pairs of
 * segments. Without typing errors this is Wilson's interval. It is about the solution of the equations, moved to 0 or 1 if it
 * is beyond that; where the most likely share is outside, the interval about that one is added.
 */
final class TrueShare {

    private static final int HALVINGS = 60;
    private static final double ROUNDING = 1e-12;

    private final Unmixing unmixing;
    private final double level;
    private final double square; // of the normal quantile
    private final double worth;
    private final long customers;

    TrueShare(Unmixing unmixing, double level, long customers) {
        this.unmixing = unmixing;
        this.level = level;
        double z = Normal.twoSidedQuantile(level);
        this.square = z * z;
        this.worth = unmixing.worth();
        this.customers = customers;
    }

    /**
     * The share of some pairs of segments.
     *
     * @param pairs 1 for those counted, 0 for the others
     */
    Estimate of(double... pairs) {
        double[] effect = unmixing.effect(pairs);
        double likely = 0;
        boolean isAll = true;
        boolean isNone = true;
        for (int cell = 0; cell < pairs.length; cell++) {
            likely += pairs[cell] * unmixing.shares()[cell];
            isAll &= pairs[cell] != 0;
            isNone &= pairs[cell] == 0;
        }
        if (isNone) { // of one segment, nobody can move
            return Estimate.of(0, 0, 0, level, customers);
        }
        if (isAll) {
            return Estimate.of(1, 1, 1, level, customers);
        }
        double within = meanSquare(pairs, effect, true);
        double beyond = meanSquare(pairs, effect, false);
        double error = unmixing.errorVariance(effect);
        double value = Math.min(1, likely);
        double[] ends = ends(unmixing.value(pairs), within, beyond, error);
        if (value < ends[0] || value > ends[1]) {
            double[] more = ends(value, within, beyond, error);
            ends[0] = Math.min(ends[0], more[0]);
            ends[1] = Math.max(ends[1], more[1]);
        }
        return estimate(value, ends);
    }

    /**
     * The solution of the equations, possibly below 0 or above 1, ± z standard errors; the error is that of the nearest share that
     * is possible.
     */
    Estimate unbiased(double... pairs) {
        if (pairs.length == 1) { // of one segment, nobody can move
            return Estimate.of(0, 0, 0, level, customers);
        }
        double[] effect = unmixing.effect(pairs);
        double value = unmixing.value(pairs);
        double share = Math.min(1, Math.max(0, value));
        double each = share * meanSquare(pairs, effect, true) + (1 - share) * meanSquare(pairs, effect, false);
        double variance = (each - share * share) / worth + unmixing.errorVariance(effect);
        double half = Math.sqrt(square * Math.max(0, variance));
        return Estimate.of(value, value - half, value + half, level, customers);
    }

    /**
     * Whether what was seen refutes that the share is at least 0: it is further below than chance with the error that a share of 0
     * would have had.
     */
    boolean isNegative(double confidence, double... pairs) {
        double[] effect = unmixing.effect(pairs);
        double variance = meanSquare(pairs, effect, false) / worth + unmixing.errorVariance(effect);
        return unmixing.value(pairs) < -Normal.twoSidedQuantile(confidence) * Math.sqrt(variance) - ROUNDING;
    }

    /** Of what one customer of those pairs, or of the others, adds to the solution, on average. */
    private double meanSquare(double[] pairs, double[] effect, boolean inside) {
        double[] squares = unmixing.blamed(squared(effect)); // on average, of customers of each pair
        double weight = 0;
        double sum = 0;
        for (int cell = 0; cell < pairs.length; cell++) {
            if ((pairs[cell] != 0) == inside) {
                weight += smoothed(cell);
                sum += smoothed(cell) * squares[cell];
            }
        }
        return sum / weight;
    }

    /** Where (θ − center)² = z² ((θ within + (1 − θ) beyond − θ²) / n + error). */
    private double[] ends(double center, double within, double beyond, double error) {
        double middle = Math.min(1, Math.max(0, center));
        double each = square / worth;
        double half = middle + each * (within - beyond) / 2;
        double rest = middle * middle - each * beyond - square * error;
        double root = Math.sqrt(Math.max(0, half * half - (1 + each) * rest));
        double lower = (half - root) / (1 + each);
        double upper = (half + root) / (1 + each);
        return new double[] {Math.min(middle, Math.max(0, lower)), Math.max(middle, Math.min(1, upper))};
    }

    /** The share of those of one true segment before who are in another after; somebody is likely to be in it. */
    Estimate chance(int from, int to, int segments) {
        double[] pair = new double[segments * segments];
        double[] row = new double[segments * segments];
        double[] stay = unmixing.shares().clone();
        double[] gone = unmixing.shares().clone();
        double likelyRow = 0;
        double others = 0;
        for (int j = 0; j < segments; j++) {
            int cell = from * segments + j;
            row[cell] = 1;
            likelyRow += unmixing.shares()[cell];
            others += j == to ? 0 : smoothed(cell);
        }
        pair[from * segments + to] = 1;
        if (segments == 1) {
            return Estimate.of(1, 1, 1, level, customers);
        }
        for (int j = 0; j < segments; j++) { // all of the row there, and nobody
            int cell = from * segments + j;
            stay[cell] = j == to ? likelyRow : 0;
            gone[cell] = j == to ? 0 : likelyRow * smoothed(cell) / others;
        }
        double[] ofPair = unmixing.effect(pair);
        double[] ofRow = unmixing.effect(row);
        double[] seenIfAll = unmixing.expected(stay);
        double[] seenIfNobody = unmixing.expected(gone);
        double value = Math.min(1, unmixing.shares()[from * segments + to] / likelyRow);
        double error = unmixing.errorVariance(ratioEffect(ofPair, ofRow, value));
        DoubleUnaryOperator variance = chance -> {
            double sum = 0;
            for (int cell = 0; cell < ofPair.length; cell++) {
                double effect = ofPair[cell] - chance * ofRow[cell];
                sum += effect * effect * (chance * seenIfAll[cell] + (1 - chance) * seenIfNobody[cell]);
            }
            return square * (sum / worth + error);
        };
        double solvedRow = unmixing.value(row);
        double solved = solvedRow > 0 ? unmixing.value(pair) / solvedRow : value;
        double[] ends = ends(solved, solvedRow > 0 ? solvedRow : likelyRow, variance);
        if (value < ends[0] || value > ends[1]) {
            double[] more = ends(value, likelyRow, variance);
            ends[0] = Math.min(ends[0], more[0]);
            ends[1] = Math.max(ends[1], more[1]);
        }
        return estimate(value, ends);
    }

    private static double[] ratioEffect(double[] ofPair, double[] ofRow, double chance) {
        double[] effect = new double[ofPair.length];
        for (int cell = 0; cell < effect.length; cell++) {
            effect[cell] = ofPair[cell] - chance * ofRow[cell];
        }
        return effect;
    }

    /** Fieller's: where (row (center − chance))² is the variance. */
    private static double[] ends(double center, double row, DoubleUnaryOperator variance) {
        double middle = Math.min(1, Math.max(0, center));
        double[] ends = {0, 1};
        for (int side = 0; side < 2; side++) {
            double inside = middle;
            double outside = side;
            if (refuted(middle, outside, row, variance)) {
                for (int halving = 0; halving < HALVINGS; halving++) {
                    double between = (inside + outside) / 2;
                    if (refuted(middle, between, row, variance)) {
                        outside = between;
                    } else {
                        inside = between;
                    }
                }
                ends[side] = inside;
            }
        }
        return ends;
    }

    private static boolean refuted(double middle, double chance, double row, DoubleUnaryOperator variance) {
        double off = row * (middle - chance);
        return off * off > variance.applyAsDouble(chance);
    }

    private Estimate estimate(double value, double... ends) {
        return ends[0] <= 0 && ends[1] >= 1
                ? Estimate.undefined(Reason.UNIDENTIFIED, customers)
                : Estimate.of(value, Math.min(ends[0], value), Math.max(ends[1], value), level, customers);
    }

    /** In customers, with one more spread over all. */
    private double smoothed(int cell) {
        return unmixing.shares()[cell] * worth + 1.0 / unmixing.shares().length;
    }

    private static double[] squared(double... values) {
        double[] squares = new double[values.length];
        for (int cell = 0; cell < values.length; cell++) {
            squares[cell] = values[cell] * values[cell];
        }
        return squares;
    }
}
