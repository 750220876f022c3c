package dev.segmentation;

import java.util.List;

/**
 * A fitted preparation that makes a matrix of typed columns, such as an encoding of categories: learned once, applied
 * unchanged to every later snapshot.
 */
public interface TableTransform {

    /**
     * The columns it takes, in its own order.
     *
     * @return the names
     */
    List<String> featureNames();

    /**
     * The columns of the matrix that it makes.
     *
     * @return unique names
     */
    List<String> encodedNames();

    /**
     * Transforms every row.
     *
     * @param table any number of rows with exactly the columns of {@link #featureNames()}, matched by name and type, levels
     *     by their text
     * @return a matrix with the columns of {@link #encodedNames()}
     * @throws InvalidInputException if columns differ or a value cannot be transformed
     */
    FeatureMatrix apply(FeatureTable table);
}
