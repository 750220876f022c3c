package dev.segmentation.medoid;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.TableModel;
import dev.segmentation.Typing;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.DissimilarityModel;
import dev.segmentation.dissimilarity.DissimilarityRecord;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Segments around medoids, each a row of the training data: a row belongs to the segment of its nearest medoid, the lower
 * label of equally near ones.
 *
 * <p><b>Privacy:</b> the model holds the values of k real customers. Whoever gets the model, or {@link #medoids}, gets them.
 *
 * <p><b>Missing values</b> are allowed as far as the dissimilarity allows them: a medoid with which a row has no known column
 * in common is passed over; a row that has none in common with any medoid is refused.
 */
public final class MedoidModel implements TableModel {

    private final DissimilarityModel dissimilarity;
    private final FeatureTable medoids;
    private final int[] medoidRows;

    /** The medoids have exactly the columns that the dissimilarity compares. */
    MedoidModel(DissimilarityModel dissimilarity, FeatureTable medoids, int[] medoidRows) {
        this.dissimilarity = dissimilarity;
        this.medoids = medoids;
        this.medoidRows = medoidRows;
    }

    @Override
    public int segmentCount() {
        return medoidRows.length;
    }

    @Override
    public List<String> featureNames() {
        return dissimilarity.featureNames();
    }

    /**
     * The medoids, the most central customers of their segments: real values of real customers.
     *
     * @return a row per segment, in their order, with the columns of {@link #featureNames()} and the weights of these rows
     */
    public FeatureTable medoids() {
        return medoids;
    }

    /**
     * Which rows of the training table are the medoids.
     *
     * @return a row, from 0, per segment
     */
    public List<Integer> medoidRows() {
        return Arrays.stream(medoidRows).boxed().toList();
    }

    /**
     * What rows are compared by.
     *
     * @return as fitted on the training rows
     */
    public DissimilarityModel dissimilarity() {
        return dissimilarity;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException as said there, or if a row has no known column in common with any medoid ({@link
     *     Reason#NO_INFORMATION})
     */
    @Override
    public Assignment assign(FeatureTable table) {
        return Assignment.copyOf(
                segmentCount(), nearest(table, "MedoidModel.assign").labels());
    }

    /**
     * {@inheritDoc}
     *
     * <p>The margin is 1 − d₁ / d₂, one minus which is what the medoid silhouette averages, but 0 where both are 0.
     */
    @Override
    public Typing type(FeatureTable table) {
        NearestMedoids nearest = nearest(table, "MedoidModel.type");
        if (segmentCount() == 1) {
            return Typing.certain(Assignment.copyOf(1, nearest.labels()));
        }
        double[] margins = new double[table.rowCount()];
        for (int row = 0; row < margins.length; row++) {
            double second = nearest.secondDistance(row);
            margins[row] = second == 0 ? 0 : 1 - nearest.distance(row) / second;
        }
        int[] seconds = nearest.seconds();
        for (int row = 0; row < margins.length; row++) {
            if (nearest.secondDistance(row) == Double.POSITIVE_INFINITY) {
                seconds[row] = nearest.labels()[row] == 0 ? 1 : 0; // the others cannot be compared with; any is as good
            }
        }
        return Typing.of(
                Assignment.copyOf(segmentCount(), nearest.labels()),
                Assignment.copyOf(segmentCount(), seconds),
                margins);
    }

    /**
     * The model as plain data, to be stored with any JSON library: with the values of k real customers.
     *
     * @return from which {@link MedoidRecord#restore} makes a model that gives the same bits
     * @throws InvalidInputException if rows are compared by a function of the caller's own ({@link Reason#BAD_PARAM})
     */
    public MedoidRecord toRecord() {
        return MedoidRecord.of(DissimilarityRecord.of(dissimilarity), medoids, medoidRows());
    }

    private NearestMedoids nearest(FeatureTable table, String where) {
        Objects.requireNonNull(table, "table");
        Arguments.match(featureNames(), table, where);
        Dissimilarities medoidsToRows = dissimilarity.between(medoids, table);
        try (Workers workers = Execution.sequential().start()) {
            return NearestMedoids.of(medoidsToRows, where, workers);
        }
    }

    /** Segments, columns and the numbers of the medoids' rows, never their values. */
    @Override
    public String toString() {
        return "MedoidModel[" + segmentCount() + " segments over " + Arguments.shown(featureNames())
                + ", medoids are rows " + medoidRows() + "]";
    }
}
