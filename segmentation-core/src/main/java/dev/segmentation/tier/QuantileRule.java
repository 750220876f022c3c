package dev.segmentation.tier;

/** Which of equal or neighboring values a quantile tier ends at; equal values always share a tier. */
public enum QuantileRule {
    /**
     * Tiers end at quantiles, of the {@linkplain QuantileTiers#withQuantileType type} that is set, which lie between values
     * where need be; whoever is at a quantile belongs to the lower tier. A tier of a large run of equal values may be much
     * larger than the others.
     */
    CUTS,
    /**
     * Tiers of equal counts from the highest value down, as SQL's {@code NTILE} makes them, the larger ones first; equal
     * values that a boundary would part go to the higher tier together. Row weights that are all whole count as so many customers, equal ones
     * that are not as 1 each; others make tiers of equal shares of the weight.
     */
    EQUAL_COUNTS
}
