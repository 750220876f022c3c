package dev.segmentation.tree;

import java.util.List;

/** Tests whether a target differs between groups of customers, from what is enough to know of each group. */
interface TargetTest {

    /**
     * What is enough to know of the categories of a predictor.
     *
     * @param rows the customers
     * @param codes the category of every row
     * @param categories how many there are
     * @return per category a tally
     */
    double[][] tallies(int[] rows, int[] codes, int categories);

    /** Two groups as one. */
    double[] merge(double[] first, double[] second);

    /** The weight of a group. */
    double weight(double[] tally);

    /** Numbers by which groups can be ordered so that neighbours are alike: one or several orders. */
    int orders(double[] tally);

    /** The place of a group in such an order. */
    double place(double[] tally, int order);

    /** The test, without multiplier; p = 1 where nothing can be tested. */
    SplitTest test(List<double[]> groups);

    /** A test that finds nothing. */
    static SplitTest nothing() {
        return new SplitTest(0, 0, Double.NaN, 0, 0);
    }
}
