package dev.segmentation.mixed;

import dev.segmentation.Assignment;
import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.TableModel;
import dev.segmentation.Typing;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Prototypes of segments over numeric and categorical columns; a customer belongs to the nearest one.
 *
 * <p>A missing value adds nothing to a distance, a level of a nominal column that was not there at the fit differs from
 * every prototype. Of equally near prototypes the one that stood first when the fit began gets the row.
 */
public final class KPrototypesModel implements TableModel {

    private final NearestPrototype nearest;
    private final MixedDistance distance;
    private final boolean hasLambda;

    KPrototypesModel(NearestPrototype nearest, MixedDistance distance, boolean hasLambda) {
        this.nearest = nearest;
        this.distance = distance;
        this.hasLambda = hasLambda;
    }

    @Override
    public int segmentCount() {
        return nearest.segmentCount();
    }

    @Override
    public List<String> featureNames() {
        return nearest.schema().names();
    }

    /**
     * The prototype of each segment: means and modes, or, with Gower's distance, medians, median levels and modes; numbers
     * in the units of the table that was fitted.
     *
     * @return k rows with the columns that were fitted, none missing
     */
    public FeatureTable prototypes() {
        return nearest.table();
    }

    /**
     * How rows are measured.
     *
     * @return the distance
     */
    public MixedDistance distance() {
        return distance;
    }

    /**
     * λ, what a category that differs adds to the distance.
     *
     * @return more than 0; empty if columns have factors of their own
     */
    public OptionalDouble lambda() {
        return hasLambda ? OptionalDouble.of(nearest.metric().categoricalFactor(0)) : OptionalDouble.empty();
    }

    /**
     * By what the difference in a column is multiplied: λ or the factor of the column, with Gower's distance divided by
     * the range of a numeric column.
     *
     * @param name the column
     * @return at least 0; 0 for a numeric column without range
     * @throws InvalidInputException if there is no such column ({@link Reason#UNKNOWN_NAME})
     */
    public double factor(String name) {
        return nearest.factor(name);
    }

    /**
     * The size of a segment in the training data.
     *
     * @param segment from 0
     * @return the sum of the weights of its rows, their number if no weights were given
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double trainingWeight(int segment) {
        return nearest.trainingWeight(segment);
    }

    /**
     * The sum of the distances of a segment's training rows to its prototype, squared distances for Huang's; what the fit
     * made small, by segment.
     *
     * @param segment from 0
     * @return the weighted sum, at least 0
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double within(int segment) {
        return nearest.within(segment);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Missing values are allowed; with Gower's distance a level of an ordinal column that was not fitted is not ({@link
     * Reason#SCHEMA_MISMATCH}), because it has no rank. <b>Cost:</b> O(n·k·d) time.
     */
    @Override
    public Assignment assign(FeatureTable table) {
        return nearest.assign(table);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The margin is 1 − d₁/d₂, with d₁ and d₂ the distances to the nearest and the second nearest prototype, the roots
     * of Huang's: 0 for a tie, 1 for a row that equals its prototype.
     */
    @Override
    public Typing type(FeatureTable table) {
        return nearest.type(table);
    }

    /**
     * The model as plain data, to be stored with any JSON library.
     *
     * @return from which {@link PrototypesRecord#restore} makes a model that gives the same bits
     */
    public PrototypesRecord toRecord() {
        return PrototypesRecord.of(distance, hasLambda, nearest);
    }

    /** Segments and columns, with the prototypes. */
    @Override
    public String toString() {
        FeatureTable prototypes = prototypes();
        return nearest.shown(s -> String.join(
                ", ",
                prototypes.names().stream()
                        .map(name -> prototypes.kind(name) == ColumnKind.NUMERIC
                                ? String.format(Locale.ROOT, "%.4g", prototypes.number(s, name))
                                : prototypes.level(s, name).orElse(""))
                        .toList()));
    }
}
