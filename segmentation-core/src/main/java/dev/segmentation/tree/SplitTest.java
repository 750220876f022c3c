package dev.segmentation.tree;

/**
 * The test that made CHAID split a node. Probabilities are kept as natural logarithms, since those of large tables are
 * smaller than any double.
 *
 * @param statistic χ², or F for a numeric target, of the table of merged groups
 * @param degrees its degrees of freedom; for F those of the numerator
 * @param denominatorDegrees of F; NaN for χ²
 * @param logP ln of the probability of a statistic as large, as if the groups had been given
 * @param logMultiplier ln of the Bonferroni multiplier: how many tables the merged one was chosen from
 */
public record SplitTest(
        double statistic, double degrees, double denominatorDegrees, double logP, double logMultiplier) {

    /**
     * The probability of a statistic as large, as if the groups had been given.
     *
     * @return 0 … 1; 0 where it is below 4.9e-324
     */
    public double p() {
        return StrictMath.exp(logP);
    }

    /**
     * The logarithm of the adjusted probability.
     *
     * @return at most 0
     */
    public double logAdjustedP() {
        return Math.min(0, logP + logMultiplier);
    }

    /**
     * The probability times the multiplier, at most 1: what the split level is compared with.
     *
     * @return 0 … 1; 0 where it is below 4.9e-324
     */
    public double adjustedP() {
        return StrictMath.exp(logAdjustedP());
    }
}
