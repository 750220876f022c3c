package dev.segmentation.dissimilarity;

import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import java.util.List;

/** A fitted {@link Dissimilarity}: small, and the same for every later snapshot. */
public interface DissimilarityModel {

    /**
     * The columns it compares, in its own order.
     *
     * @return the names
     */
    List<String> featureNames();

    /**
     * Prepares to compare rows of one table with rows of another, which may be the same.
     *
     * @param rows n rows with at least the columns of {@link #featureNames()}
     * @param others m rows with at least these columns
     * @return n × m dissimilarities, each computed when it is asked for
     * @throws InvalidInputException if columns or values do not fit
     */
    Dissimilarities between(FeatureTable rows, FeatureTable others);

    /**
     * Prepares to compare the rows of a table with each other.
     *
     * @param rows n rows with at least the columns of {@link #featureNames()}
     * @return n × n dissimilarities, each computed when it is asked for
     * @throws InvalidInputException if columns or values do not fit
     */
    default Dissimilarities within(FeatureTable rows) {
        return between(rows, rows);
    }
}
