package dev.segmentation.cluster;

/** What {@link KMeans} does where plain Lloyd would stop. */
public enum Refinement {
    /** Nothing: plain Lloyd. */
    NONE,
    /**
     * Moves single rows to another segment as long as that lowers the sum of squares, counting that both centers move
     * along with the row, then lets Lloyd go on, until neither finds anything. In small problems, up to n·k = 2¹⁸,
     * the best start is then tried with each of its centers drawn anew, which leads out of many local optima and costs at
     * most half as much as the starts did. The result is never worse than
     * that of plain Lloyd and often better.
     *
     * <p><b>Reference:</b> the idea of J. A. Hartigan and M. A. Wong (1979), Applied Statistics 28, 100–108; its optima
     * are a subset of Lloyd's (M. Telgarsky and A. Vattani 2010, AISTATS). Drawing centers anew: P. Fränti (2018), Journal of Big Data
     * 5:13, doi:10.1186/s40537-018-0122-y.
     */
    EXCHANGE
}
