package dev.segmentation;

import java.util.Objects;

/** A model that assigns by typed columns; a matrix is a table of numeric columns. */
public interface TableModel extends SegmentationModel {

    /**
     * Assigns every row to a segment. Columns are matched by name and type, levels by their text, never by position.
     *
     * @param table any number of rows, also none, with exactly the columns of {@link #featureNames()}
     * @return one label per row
     * @throws InvalidInputException if columns are missing, unexpected or of another type ({@link
     *     Reason#SCHEMA_MISMATCH}), or a value is missing where the model needs it ({@link Reason#NON_FINITE})
     */
    Assignment assign(FeatureTable table);

    /**
     * Assigns every row and says how clearly it belongs there. A model that knows no doubt types every row with margin 1
     * and without runner-up.
     *
     * @param table as for {@link #assign(FeatureTable)}
     * @return segment, runner-up and margin per row; the segments are those of {@link #assign(FeatureTable)}
     * @throws InvalidInputException as {@link #assign(FeatureTable)}
     */
    default Typing type(FeatureTable table) {
        return Typing.certain(assign(table));
    }

    @Override
    default Assignment assign(FeatureMatrix features) {
        return assign(FeatureTable.of(Objects.requireNonNull(features, "features")));
    }

    @Override
    default Typing type(FeatureMatrix features) {
        return type(FeatureTable.of(Objects.requireNonNull(features, "features")));
    }
}
