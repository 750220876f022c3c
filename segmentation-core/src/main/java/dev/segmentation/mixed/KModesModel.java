package dev.segmentation.mixed;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureTable;
import dev.segmentation.TableModel;
import dev.segmentation.Typing;
import java.util.List;

/**
 * Modes of segments; a customer belongs to the one from which the fewest values differ.
 *
 * <p>A missing value differs from no mode, a level that was not there at the fit differs from every one. Of equally near
 * modes the one that stood first when the fit began gets the row.
 */
public final class KModesModel implements TableModel {

    private final NearestPrototype nearest;

    KModesModel(NearestPrototype nearest) {
        this.nearest = nearest;
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
     * The mode of each segment.
     *
     * @return k rows with the columns that were fitted, none missing
     */
    public FeatureTable modes() {
        return nearest.table();
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
     * How many values of a segment's training rows differ from its mode; what the fit made small, by segment.
     *
     * @param segment from 0
     * @return the weighted number, at least 0
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double mismatches(int segment) {
        return nearest.within(segment);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Missing values are allowed. <b>Cost:</b> O(n·k·d) time at worst.
     */
    @Override
    public Assignment assign(FeatureTable table) {
        return nearest.assign(table);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The margin is 1 − d₁/d₂, with d₁ and d₂ the numbers of values that differ from the nearest and the second nearest
     * mode: 0 for a tie, 1 for a row that equals its mode.
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
        return PrototypesRecord.of(nearest);
    }

    /** Segments and columns, with the modes. */
    @Override
    public String toString() {
        FeatureTable modes = modes();
        return nearest.shown(s -> String.join(
                ", ",
                modes.names().stream()
                        .map(name -> modes.level(s, name).orElse(""))
                        .toList()));
    }
}
