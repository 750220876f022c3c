package dev.segmentation.dissimilarity;

/**
 * How unlike each of n rows is to each of m others: at least 0 and finite, or NaN where nothing can be compared. Where both
 * are the same rows, it is 0 from a row to itself, and the same in both directions.
 *
 * <p>Implementations must be safe to be asked by several threads at a time.
 */
public interface Dissimilarities {

    /**
     * The number of rows, n.
     *
     * @return at least 0
     */
    int rowCount();

    /**
     * The number of others, m; n if rows are compared with each other.
     *
     * @return at least 0
     */
    int otherCount();

    /**
     * How unlike a row is to another.
     *
     * @param row from 0
     * @param other from 0
     * @return at least 0; NaN if nothing can be compared
     */
    double between(int row, int other);

    /**
     * How unlike a row is to several others that follow each other, which costs less than to ask one by one.
     *
     * @param row from 0
     * @param firstOther from 0
     * @param count how many others
     * @param into gets the dissimilarities at 0 … count − 1; the same bits as {@link #between(int, int)} gives
     */
    default void between(int row, int firstOther, int count, double[] into) {
        for (int c = 0; c < count; c++) {
            into[c] = between(row, firstOther + c);
        }
    }
}
