package dev.segmentation.scan;

/** Some consecutive rows of a {@link RowSource}, as a {@link Scan} sees them; valid only during the call. */
public interface RowBlock {

    /**
     * The index of the first row of the block in its source.
     *
     * @return from 0
     */
    long firstRow();

    /**
     * How many rows the block has.
     *
     * @return at least 1
     */
    int rowCount();

    /**
     * One value.
     *
     * @param row from 0 within the block
     * @param feature column, from 0
     * @return the value, NaN if missing
     */
    double value(int row, int feature);

    /**
     * All values of a column, which is faster than asking for one after the other.
     *
     * @param feature column, from 0
     * @param into gets one value per row, NaN if missing; at least {@link #rowCount()} long
     */
    default void copyColumn(int feature, double[] into) {
        for (int i = 0; i < rowCount(); i++) {
            into[i] = value(i, feature);
        }
    }

    /**
     * The weight of a row.
     *
     * @param row from 0 within the block
     * @return its weight, 1 unless weights were given
     */
    double weight(int row);
}
