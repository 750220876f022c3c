package dev.segmentation;

/**
 * What a quantile of a sample is: the nine definitions in use, by the numbers of Hyndman and Fan, which R, NumPy and others
 * share. On small samples they differ visibly; on large ones without ties hardly.
 *
 * <p>Of the sorted values x₁ ≤ … ≤ xₙ, the quantile of probability p is (1 − γ)·x_j + γ·x_(j+1), with j = ⌊h⌋ and g = h − j,
 * at a position h that each definition says; x₀ means x₁ and x_(n+1) means xₙ. The first three jump from value to value,
 * and their γ is said with each; from type 4 on γ = g, which interpolates.
 *
 * <p><b>Row weights</b> that are all whole numbers are repetitions: a row of weight 3 counts as three equal values, and n is
 * the sum of weights. Otherwise weights are relative, so that their unit does not matter, and n is the number of rows of
 * positive weight. Types 1 and 2 then are of the weighted distribution function: the lowest value that at least a share p of
 * the weight does not exceed, and, by type 2, the mean of it and the next one if it is exactly that share. Type 3 is type 1
 * at n·p rounded, the even number of two, divided by n. From type 4 on, x_j is the quantile of type 2 at (j − 1)/(n − 1): n
 * values at even steps of the weight, from the lowest to the highest. Equal relative weights therefore are no weights, by
 * every type. Types 1 and 2 are the same of relative and of whole weights; the others are not, since n differs: weights 1, 1
 * and 2 are four customers, weights 0.5, 0.5 and 1 are three. Shares that differ by less than rounding are equal.
 *
 * <p>Used by {@link dev.segmentation.tier.QuantileTiers#withQuantileType} and {@link
 * dev.segmentation.prepare.Scaling#winsorize(double, double, QuantileType)}; everything else in this library is of {@link
 * #TYPE_7}.
 *
 * <p><b>Reference:</b> R. J. Hyndman and Y. Fan (1996), The American Statistician 50, 361–365,
 * doi:10.1080/00031305.1996.10473566.
 */
public enum QuantileType {
    /** h = n·p; γ = 1 if g is above 0, else 0: the lowest value that at least a share p of the values does not exceed. */
    TYPE_1,
    /** h = n·p; γ = 1 if g is above 0, else ½: as type 1, with the mean of both where two values would do; SAS's default. */
    TYPE_2,
    /** h = n·p − ½; γ = 0 if g is 0 and j even, else 1: the value whose number is nearest to n·p, the even one of two. */
    TYPE_3,
    /** h = n·p: between the steps of the empirical distribution function. */
    TYPE_4,
    /** h = n·p + ½: between the middles of those steps; hydrologists' choice. */
    TYPE_5,
    /** h = (n + 1)·p: x_j has, on average, the share j / (n + 1) below it; SPSS's and Minitab's default. */
    TYPE_6,
    /** h = (n − 1)·p + 1: from the lowest value at p = 0 to the highest at p = 1; the default here and in R and NumPy. */
    TYPE_7,
    /** h = (n + ⅓)·p + ⅓: about median-unbiased whatever the distribution; Hyndman and Fan's choice. */
    TYPE_8,
    /** h = (n + ¼)·p + ⅜: about unbiased where values are normally distributed. */
    TYPE_9
}
