package dev.segmentation;

/**
 * What a quantile of a sample is: the nine definitions in use, by the numbers of Hyndman and Fan, which R, NumPy and others
 * share. On small samples they differ visibly; on large ones without ties hardly.
 *
 * <p>Of the sorted values x₁ ≤ … ≤ xₙ, the quantile of probability p is (1 − γ)·x_j + γ·x_(j+1), with j = ⌊h⌋ and g = h − j,
 * at a position h that each definition says; x₀ means x₁ and x_(n+1) means xₙ. The first three jump from value to value,
 * and their γ is said with each; from type 4 on γ = g, which interpolates. Row weights count as so many equal values.
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
