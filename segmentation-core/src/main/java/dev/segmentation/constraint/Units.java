package dev.segmentation.constraint;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.internal.MatrixAccess;
import java.util.Optional;

/**
 * What is put into segments as a whole: rows, or rows that must stay together, joined to their weighted mean.
 *
 * <p>Joining loses nothing: the squared distances of a group's rows to any center are its weight times that of its mean,
 * plus a constant, which is kept in {@link #within}.
 */
final class Units {

    /** A row per unit, weighted by its rows. */
    final FeatureMatrix matrix;

    /** The weighted squared distances of rows to the mean of their unit. */
    final double within;

    private final Optional<Groups> groups;

    private Units(FeatureMatrix matrix, double within, Optional<Groups> groups) {
        this.matrix = matrix;
        this.within = within;
        this.groups = groups;
    }

    /** Joins the rows of each group; without groups, every row is a unit. */
    static Units of(FeatureMatrix features, Optional<Groups> groups, Workers workers) {
        if (groups.isEmpty() || groups.get().count() == features.rowCount()) {
            return new Units(features, 0, Optional.empty());
        }
        Groups together = groups.get();
        int d = features.featureCount();
        double[] means = new double[Math.multiplyExact(together.count(), d)];
        double[] weights = new double[together.count()];
        ExactSum within = new ExactSum();
        Joining joining = new Joining(features);
        for (int g = 0; g < weights.length; g++) {
            if (g % Blocks.LANES == 0) {
                workers.checkCancelled();
            }
            weights[g] = joining.join(together, g, means, g * d, within);
        }
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(features.featureNames(), means);
        return new Units(matrix.weightedBy(weights), within.value(), groups);
    }

    /** Some of the units, each by itself. */
    Units some(int[] chosen) {
        return new Units(matrix.rows(chosen), 0, Optional.empty());
    }

    int count() {
        return matrix.rowCount();
    }

    /** The unit of a row. */
    int of(int row) {
        return groups.isEmpty() ? row : groups.get().of(row);
    }

    /** How many rows a unit has. */
    int size(int unit) {
        return groups.isEmpty() ? 1 : groups.get().size(unit);
    }

    /** The first row of a unit. */
    int firstRow(int unit) {
        return groups.isEmpty() ? unit : groups.get().member(unit, 0);
    }

    /** Whether some unit has more than one row. */
    boolean areJoined() {
        return groups.isPresent();
    }

    double weight(int unit) {
        return matrix.isWeighted() ? matrix.weight(unit) : 1;
    }

    /** Makes a unit the center of a segment, in centers that are row-major. */
    void copyTo(int unit, double[] centers, int segment) {
        MatrixAccess.blocks(matrix).copyRow(unit, centers, segment * matrix.featureCount());
    }

    /** The labels of the rows, each that of its unit. */
    int[] labelsOfRows(int[] labels) {
        if (groups.isEmpty()) {
            return labels.clone();
        }
        int[] spread = new int[groups.get().rows()];
        for (int row = 0; row < spread.length; row++) {
            spread[row] = labels[of(row)];
        }
        return spread;
    }

    /** Takes the rows of one group after the other together. */
    private static final class Joining {

        private final FeatureMatrix features;
        private final Blocks blocks;
        private final double[] row;

        Joining(FeatureMatrix features) {
            this.features = features;
            this.blocks = MatrixAccess.blocks(features);
            this.row = new double[features.featureCount()];
        }

        /** Writes the mean of a group and adds what its rows are away from it; gives its weight. */
        double join(Groups groups, int group, double[] means, int at, ExactSum within) {
            int d = row.length;
            boolean counts = false;
            for (int m = 0; m < groups.size(group); m++) {
                counts |= weight(groups.member(group, m)) > 0;
            }
            CompensatedSums sums = new CompensatedSums(d + 1);
            for (int m = 0; m < groups.size(group); m++) {
                int member = groups.member(group, m);
                double weight = counts ? weight(member) : 1; // rows that count for nothing have a plain mean
                blocks.copyRow(member, row);
                for (int j = 0; j < d; j++) {
                    sums.addProduct(j, weight, row[j]);
                }
                sums.add(d, weight);
            }
            for (int j = 0; j < d; j++) {
                means[at + j] = sums.mean(j, sums.value(d));
            }
            for (int m = 0; m < groups.size(group) && counts && groups.size(group) > 1; m++) {
                int member = groups.member(group, m);
                blocks.copyRow(member, row);
                double squared = 0;
                for (int j = 0; j < d; j++) {
                    double t = row[j] - means[at + j];
                    squared += t * t;
                }
                within.add(weight(member) * squared);
            }
            return counts ? sums.value(d) : 0;
        }

        private double weight(int member) {
            return features.isWeighted() ? features.weight(member) : 1;
        }
    }
}
