package dev.segmentation.constraint;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Workers;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.internal.MatrixAccess;
import java.util.Objects;

/**
 * What constraints cost: how many rows are kept out of their nearest segment, and by how much the sum of squares rises.
 *
 * <p>Objectives are weighted sums of squared distances of rows to the centers of their segments, in the units of the
 * matrix; smaller is better.
 *
 * @param rows n
 * @param rowsElsewhere rows that are not in the segment of their nearest center, 0 … n
 * @param objective with the constraints
 * @param nearestObjective of the same centers, with every row in its nearest segment; no more than {@code objective}
 * @param freeObjective of the fit without constraints; NaN if there was none to compare with
 */
public record ConstraintCost(
        int rows, int rowsElsewhere, double objective, double nearestObjective, double freeObjective) {

    /**
     * Compares a fit under constraints with the same centers without them.
     *
     * @param fit of {@link ConstrainedKMeans}
     * @param features the matrix that was fitted
     * @return the cost, without {@link #freeObjective}
     * @throws dev.segmentation.InvalidInputException if the matrix has other rows or features
     */
    public static ConstraintCost of(Fit<KMeansModel> fit, FeatureMatrix features) {
        Objects.requireNonNull(fit, "fit");
        Objects.requireNonNull(features, "features");
        Arguments.sameSize(
                fit.assignment().size(), features.rowCount(), "ConstraintCost.of", "features", "row of the fit");
        Assignment nearest = fit.model().assign(features);
        try (Workers workers = Execution.sequential().start()) {
            return new ConstraintCost(
                    features.rowCount(),
                    differences(fit.assignment(), nearest),
                    objective(features, fit.model(), fit.assignment(), workers),
                    objective(features, fit.model(), nearest, workers),
                    Double.NaN);
        }
    }

    /**
     * Compares a fit under constraints with one without, too.
     *
     * @param fit of {@link ConstrainedKMeans}
     * @param free of {@link dev.segmentation.cluster.KMeans}, for as many segments and the same matrix
     * @param features the matrix that was fitted
     * @return the cost
     * @throws dev.segmentation.InvalidInputException if the matrix or the free fit has other rows or features, or the free
     *     fit another number of segments
     */
    public static ConstraintCost of(Fit<KMeansModel> fit, Fit<KMeansModel> free, FeatureMatrix features) {
        Objects.requireNonNull(free, "free");
        ConstraintCost cost = of(fit, features);
        String where = "ConstraintCost.of";
        Arguments.sameSize(features.rowCount(), free.assignment().size(), where, "free", "row of the matrix");
        Arguments.match(fit.model().featureNames(), free.model().featureNames(), where + " (free)");
        if (free.model().segmentCount() != fit.model().segmentCount()) {
            throw Arguments.badParameter(
                    where,
                    "segments of the free fit",
                    free.model().segmentCount(),
                    fit.model().segmentCount() + ", as many as under the constraints");
        }
        return new ConstraintCost(
                cost.rows,
                cost.rowsElsewhere,
                cost.objective,
                cost.nearestObjective,
                free.report().objective());
    }

    /**
     * The share of rows that are not in their nearest segment.
     *
     * @return 0 to 1
     */
    public double shareElsewhere() {
        return (double) rowsElsewhere / rows;
    }

    /**
     * By how much the objective is above that of the fit without constraints, as a share of it.
     *
     * @return about 0 or more, since both fits are local optima; NaN without such a fit, or if its objective is 0
     */
    public double increase() {
        return freeObjective > 0 ? objective / freeObjective - 1 : Double.NaN;
    }

    static int differences(Assignment one, Assignment other) {
        int count = 0;
        for (int row = 0; row < one.size(); row++) {
            count += one.label(row) == other.label(row) ? 0 : 1;
        }
        return count;
    }

    /** The weighted squared distances of rows to the centers of their segments, rounded once. */
    static double objective(FeatureMatrix features, KMeansModel model, Assignment assignment, Workers workers) {
        double[] centers = model.centers().toRowMajorArray();
        Blocks blocks = MatrixAccess.blocks(features.select(model.featureNames()));
        double[] row = new double[blocks.featureCount()];
        ExactSum sum = new ExactSum();
        for (int i = 0; i < blocks.rowCount(); i++) {
            if (i % Blocks.LANES == 0) {
                workers.checkCancelled();
            }
            blocks.copyRow(i, row);
            int center = assignment.label(i) * row.length;
            double squared = 0;
            for (int j = 0; j < row.length; j++) {
                double t = row[j] - centers[center + j];
                squared += t * t;
            }
            sum.add((features.isWeighted() ? features.weight(i) : 1) * squared);
        }
        return sum.value();
    }
}
