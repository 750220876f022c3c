package dev.segmentation.metrics.internal;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;

/**
 * The share of a sum of values or weights that a part of the customers holds, with Wilson's interval at the effective number of
 * customers: as many as would give a plain share of customers the same variance, by the ratio's linearization. It does not
 * leave [0, 1], and has a width where the part holds nothing or all.
 *
 * @param part what the part holds, in any unit
 * @param whole what all hold, in the same unit
 * @param partSquares the sum of the squares of what each of the part holds
 * @param wholeSquares of all
 * @param customers who hold anything
 */
public record WeightedShare(double part, double whole, double partSquares, double wholeSquares, long customers) {

    /**
     * With its interval.
     *
     * @param level in (0, 1)
     * @return 0 … 1; undefined with fewer than two customers ({@link Reason#NO_OBSERVATIONS}), and if all hold nothing ({@link
     *     Reason#NO_ACTIVITY})
     */
    public Estimate at(double level) {
        if (customers < 2) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, customers);
        }
        if (!(whole > 0)) {
            return Estimate.undefined(Reason.NO_ACTIVITY, customers);
        }
        double share = part / whole;
        double n = effective(share);
        double t = Tails.studentQuantile(level, (double) (customers - 1));
        double center = share + t * t / n / 2;
        double half = t * Math.sqrt(share * (1 - share) / n + t * t / n / n / 4);
        double scale = 1 + t * t / n;
        double lower = share == 0 ? 0 : Math.min(share, Math.max(0, (center - half) / scale));
        double upper = share == 1 ? 1 : Math.max(share, Math.min(1, (center + half) / scale));
        return Estimate.of(share, lower, upper, level, customers);
    }

    /**
     * Not more than the spread of the values alone leaves: where few customers are in the part, or all but few, they tell too
     * little of their own spread.
     */
    private double effective(double share) {
        double shrunk = (customers - 1.0) / customers;
        double wholeRatio = wholeSquares / whole / whole;
        double alike = shrunk / wholeRatio;
        if (!(share > 0 && share < 1)) {
            return alike;
        }
        double partRatio = partSquares / whole / whole;
        double variance = partRatio * (1 - share) * (1 - share) + (wholeRatio - partRatio) * share * share;
        return Math.min(alike, share * (1 - share) * shrunk / variance);
    }
}
