package dev.segmentation.metrics.outcome;

/** How an outcome is distributed within a segment, for the ML correction. Rows are those that have an outcome. */
interface OutcomeModel {

    /** How many parameters there are, of all segments together: as many of each, one segment after the other. */
    int parameters();

    /** ln f(y | segment), up to a constant that is the same for all. */
    double logDensity(int segment, int row);

    /**
     * Fits the parameters.
     *
     * @param members rows × segments, the weight of each row by degree
     * @return the largest change, relative to the spread of the outcome
     */
    double maximize(double[] members);

    /** Whether the spread of a segment vanished. */
    boolean isCollapsed();

    /** Adds the derivatives of ln f to an array, from an offset on. */
    void addScore(int segment, int row, double weight, double[] into, int offset);

    /** Subtracts the second derivatives of ln f from a matrix. */
    void addInformation(int segment, int row, double weight, double[][] into, int offset);

    /** How many numbers are wanted of each segment: a mean, or the share of every answer. */
    int valueCount();

    double value(int segment, int index);

    /** The derivatives of a value by the parameters. */
    double[] gradient(int segment, int index);
}
