package dev.segmentation.mixed;

/** How {@link KPrototypes} measures a customer against a prototype. */
public enum MixedDistance {
    /**
     * Huang's: Σ (x − c)² over numeric columns + λ · the number of categorical columns in which the two differ. Prototypes
     * are means and modes; ordinal columns count as categories. It is a square: its root is a distance.
     *
     * <p><b>Reference:</b> Z. Huang (1998), Data Mining and Knowledge Discovery 2, 283–304, doi:10.1023/A:1009769707641.
     */
    HUANG,
    /**
     * Gower's: Σ |x − c| / range over numeric columns, the same on ranks over ordinal ones, and 1 for every nominal column
     * in which the two differ. Prototypes are medians, median levels and modes. Every column counts from 0 to 1, so that
     * nothing needs to be scaled. The rank of a level is the mean rank of its training rows; ranges and ranks are those of
     * the training rows, so that later rows outside may differ by more than 1. A median is that of the weights, whose unit
     * does not matter: the value at which half of the weight is reached, or the middle of it and the next one if it is
     * exactly half ({@link dev.segmentation.QuantileType#TYPE_2}); of two such levels it is the lower one.
     *
     * <p>For training rows it is {@link dev.segmentation.dissimilarity.Gower} by ranks, but for two things: it is the sum over
     * the columns that are known, not the mean, which puts no row nearer to another prototype; and later values outside the
     * range are not cut at 1, since a row far outside would then be equally far from all prototypes in that column, and its
     * side would not count.
     *
     * <p><b>Reference:</b> G. Szepannek, R. Aschenbruck and A. Wilhelm (2024), Advances in Data Analysis and
     * Classification, doi:10.1007/s11634-024-00595-5.
     */
    GOWER
}
