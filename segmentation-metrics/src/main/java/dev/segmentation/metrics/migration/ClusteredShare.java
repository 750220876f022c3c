package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.WilsonScore;

/**
 * A share of steps, of which a customer c made n_c, and x_c of the kind that is asked for: p = Σ x / Σ n.
 *
 * <p>Its variance over customers is that of a ratio, Σ (x_c − p n_c)² / (Σ n)² (linearised), and makes so and so many independent
 * steps: Wilson's interval of these is Korn and Graubard's idea with a score interval, as Dean and Pagano have it. Steps are
 * never worth more than if they were independent. Where few customers made steps of the rarer kind, that variance is little
 * known, and of none it is 0: then customers are taken for ones who always do the same, {@link #ALIKE} of whom are added to those
 * who were seen.
 *
 * @param part Σ x
 * @param whole Σ n
 * @param partSquares Σ x²
 * @param products Σ x n
 * @param wholeSquares Σ n²
 * @param customers with n above 0
 * @param withPart customers with x above 0
 * @param withRest customers with x below n
 */
record ClusteredShare(
        long part,
        long whole,
        double partSquares,
        double products,
        double wholeSquares,
        long customers,
        long withPart,
        long withRest) {

    /** Customers who always do the same, added to those of the rarer kind. */
    private static final double ALIKE = 2;

    /** Sums customers up. */
    static final class Sums {
        private long part;
        private long whole;
        private double partSquares;
        private double products;
        private double wholeSquares;
        private long customers;
        private long withPart;
        private long withRest;

        void add(long ofPart, long ofWhole) {
            part += ofPart;
            whole += ofWhole;
            partSquares += (double) ofPart * ofPart;
            products += (double) ofPart * ofWhole;
            wholeSquares += (double) ofWhole * ofWhole;
            customers += ofWhole > 0 ? 1 : 0;
            withPart += ofPart > 0 ? 1 : 0;
            withRest += ofPart < ofWhole ? 1 : 0;
        }

        ClusteredShare done() {
            return new ClusteredShare(part, whole, partSquares, products, wholeSquares, customers, withPart, withRest);
        }
    }

    /** With its interval. */
    Estimate at(WilsonScore score) {
        if (whole == customers) { // one step each, or nobody
            return score.of(part, whole);
        }
        double worth = whole / designEffect();
        if (customers > 1) {
            double wider =
                    Tails.studentQuantile(score.level(), customers - 1.0) / Normal.twoSidedQuantile(score.level());
            worth /= wider * wider;
        }
        return score.of(part, whole, worth, customers);
    }

    /** The variance over that of independent steps, at least 1. */
    double designEffect() {
        double alike = wholeSquares / whole;
        double rarer = customers == 1 ? 0 : Math.min(withPart, withRest);
        double share = (double) part / whole;
        double found = 0;
        if (rarer > 0) {
            double squares = partSquares - 2 * share * products + share * share * wholeSquares;
            found = Math.max(0, squares) / whole / (share * (1 - share)) * (customers / (customers - 1.0));
        }
        return Math.max(1, (rarer * found + ALIKE * alike) / (rarer + ALIKE));
    }
}
