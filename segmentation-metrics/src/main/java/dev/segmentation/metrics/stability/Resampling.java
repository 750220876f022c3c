package dev.segmentation.metrics.stability;

/**
 * How {@link ClusterwiseJaccard} changes the customers a little before it segments them anew: one of Hennig's four schemes.
 *
 * <p>They ask different questions. Drawing and halving ask what another sample of customers would have given; jitter asks
 * what other measurements of the same customers would have given; noise asks whether a few outliers upset the segments.
 * Use more than one.
 *
 * <p><b>Reference:</b> C. Hennig (2007), Comput. Stat. Data Anal. 52, 258–271, doi:10.1016/j.csda.2006.11.025, section 3.
 */
public sealed interface Resampling permits Scheme {

    /**
     * Draws n of the n rows with replacement, so that about 63 % of them are there. Each row that was drawn counts once in
     * the comparison.
     *
     * @return the scheme
     */
    static Resampling bootstrap() {
        return new Bootstrap();
    }

    /**
     * Draws half of the rows, ⌊n/2⌋ but at least one, each at most once.
     *
     * @return the scheme
     */
    static Resampling half() {
        return new Subset(0.5);
    }

    /**
     * Draws a share of the rows, ⌊share · n⌋ but at least one, each at most once.
     *
     * @param share more than 0 and less than 1
     * @return the scheme
     * @throws dev.segmentation.InvalidInputException if it is out of range
     */
    static Resampling subset(double share) {
        return new Subset(share);
    }

    /**
     * Adds to every value an independent normal number whose standard deviation is a share of that of the column. All rows
     * count in the comparison.
     *
     * <p>Hennig's own scheme takes a small quantile of the gaps between neighbors, along principal axes, as standard deviation;
     * with many customers or tied values that quantile is 0 and nothing would be moved. A share of the column's standard
     * deviation, as an error of measurement would be told, does not depend on n.
     *
     * @param share of the standard deviation, more than 0 and at most 1, such as 0.1
     * @return the scheme
     * @throws dev.segmentation.InvalidInputException if it is out of range
     */
    static Resampling jitter(double share) {
        return new Jitter(share);
    }

    /**
     * Replaces 5 % of the rows by noise from a box that reaches four standard deviations from the mean of each column.
     *
     * @return {@link #noise(double, double) noise(0.05, 4)}
     */
    static Resampling noise() {
        return new Noise(0.05, 4);
    }

    /**
     * Replaces each row, with a probability, by a point drawn uniformly from a box: mean ± reach · standard deviation of each
     * column. Rows that were replaced do not count in the comparison. Hennig lays the box along principal axes; here it is
     * along the columns, so that every value stays one that its column could have.
     *
     * @param share the probability, more than 0 and less than 1
     * @param reach in standard deviations, more than 0 and at most 1e6
     * @return the scheme
     * @throws dev.segmentation.InvalidInputException if one is out of range
     */
    static Resampling noise(double share, double reach) {
        return new Noise(share, reach);
    }
}
