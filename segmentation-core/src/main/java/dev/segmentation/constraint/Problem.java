package dev.segmentation.constraint;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.DistinctRows;
import dev.segmentation.internal.MatrixAccess;
import java.util.List;
import java.util.Optional;

/** Data that were checked against the constraints. */
final class Problem {

    private static final String WHERE = "ConstrainedKMeans.fit";

    /** Squares of differences of values up to this size sum without overflow. */
    private static final double LARGEST = 1e130;

    private final FeatureMatrix features;
    private final Constraints constraints;
    private final int segmentCount;
    private final Units units;
    private final double[] fixed; // row-major
    private final Optional<Groups> apart; // of units
    private final Optional<SizeBounds.Range> sizes; // in units

    /** Checks before any work. */
    Problem(FeatureMatrix features, int segmentCount, Constraints constraints, Workers workers) {
        this.features = features;
        this.segmentCount = segmentCount;
        this.constraints = constraints;
        int rows = features.rowCount();
        constraints.checkRows(rows, segmentCount, WHERE);
        if (rows < Math.max(1, segmentCount - constraints.fixedCount())) {
            Arguments.segmentable(rows, segmentCount, "matrix", WHERE);
        }
        Arguments.noMissing(features, WHERE);
        checkRange(workers);
        this.fixed = rowMajor(constraints.fixed());
        this.units = Units.of(features, constraints.together(), workers);
        checkDistinct(workers);
        this.apart = constraints.apart().map(this::ofUnits);
        this.sizes = constraints.sizes().areSet() ? Optional.of(sizesInUnits()) : Optional.empty();
    }

    private void checkRange(Workers workers) {
        Blocks blocks = MatrixAccess.blocks(features);
        double[] row = new double[features.featureCount()];
        for (int i = 0; i < features.rowCount(); i++) {
            if (i % Blocks.LANES == 0) {
                workers.checkCancelled();
            }
            blocks.copyRow(i, row);
            for (int j = 0; j < row.length; j++) {
                if (!(Math.abs(row[j]) <= LARGEST)) {
                    String name = features.featureNames().get(j);
                    throw new InvalidInputException(
                            Reason.RANGE,
                            i,
                            name,
                            WHERE + ": the value at row " + i + ", feature \"" + name
                                    + "\" is beyond 1e130, so that squares would overflow; scale the features first");
                }
            }
        }
    }

    private double[] rowMajor(Optional<FeatureMatrix> centers) {
        if (centers.isEmpty()) {
            return new double[0];
        }
        Arguments.match(features.featureNames(), centers.get(), WHERE + " (given centers)");
        return centers.get().select(features.featureNames()).toRowMajorArray();
    }

    /** Free segments need a row each that differs from the others and from all fixed centers. */
    private void checkDistinct(Workers workers) {
        int d = features.featureCount();
        DistinctRows away = new DistinctRows(segmentCount - constraints.fixedCount());
        DistinctRows all = new DistinctRows(segmentCount);
        DistinctRows centers = new DistinctRows(Integer.MAX_VALUE);
        double[] row = new double[d];
        for (int at = 0; at < fixed.length; at += d) {
            System.arraycopy(fixed, at, row, 0, d);
            centers.add(row, 1);
        }
        for (int unit = 0; unit < units.count() && !away.isEnough(); unit++) {
            if (unit % Blocks.LANES == 0) {
                workers.checkCancelled();
            }
            if (units.weight(unit) > 0) {
                MatrixAccess.blocks(units.matrix).copyRow(unit, row);
                all.add(row, 1);
                int before = centers.count();
                centers.add(row, 1);
                if (centers.count() > before) {
                    away.add(row, 1);
                }
            }
        }
        if (!away.isEnough()) {
            throw new InvalidInputException(
                    Reason.FEWER_DISTINCT_THAN_K,
                    "segmentCount",
                    WHERE + ": segmentCount = " + segmentCount + " but the matrix has " + all.count()
                            + " distinct rows of positive weight" + joined() + awayFromFixed(away.count())
                            + "; lower segmentCount");
        }
    }

    private String joined() {
        return units.areJoined() ? " once those that stay together are joined" : "";
    }

    private String awayFromFixed(int count) {
        return fixed.length > 0 ? ", " + count + " of them away from the fixed centers" : "";
    }

    /** Rows differ, but by so little that distances cannot tell them apart. */
    InvalidInputException notTold() {
        return new InvalidInputException(
                Reason.FEWER_DISTINCT_THAN_K,
                "segmentCount",
                WHERE + ": segmentCount = " + segmentCount + " but fewer rows can be told apart by squared distance;"
                        + " lower segmentCount, or bring the features to one scale first");
    }

    /** Groups of units that must be apart, from groups of their rows. */
    private Groups ofUnits(Groups rows) {
        long[] labels = new long[units.count()];
        boolean[] inGroup = new boolean[units.count()];
        for (int unit = 0; unit < labels.length; unit++) {
            labels[unit] = -1L - unit; // alone
        }
        for (int group = 0; group < rows.count(); group++) {
            int first = rows.member(group, 0);
            if (rows.size(group) > segmentCount) {
                throw infeasible("the cannot-link group of row " + first + " has " + rows.size(group)
                        + " rows, but there are " + segmentCount + " segments; raise segmentCount or split the group");
            }
            for (int m = 0; m < rows.size(group) && rows.size(group) > 1; m++) {
                int row = rows.member(group, m);
                int unit = units.of(row);
                if (inGroup[unit] && labels[unit] == group) {
                    throw infeasible("rows " + units.firstRow(unit) + " and " + row
                            + " must be in one segment and may not be in one segment; drop one of the two constraints");
                }
                if (inGroup[unit]) {
                    throw Arguments.badParameter(
                            WHERE,
                            "cannot-link groups",
                            "two for the rows that stay together with row " + units.firstRow(unit),
                            "at most one; give rows that must be together one cannot-link group");
                }
                inGroup[unit] = true;
                labels[unit] = group;
            }
        }
        return Groups.of(labels, "cannot-link groups");
    }

    private SizeBounds.Range sizesInUnits() {
        if (features.isWeighted()) {
            throw Arguments.badParameter(
                    WHERE, "weights", "given", "none: segment sizes count rows; leave the weights out or repeat rows");
        }
        int size = units.size(0);
        for (int unit = 1; unit < units.count(); unit++) {
            if (units.size(unit) != size) {
                throw Arguments.badParameter(
                        WHERE,
                        "must-link groups",
                        "of " + size + " and of " + units.size(unit) + " rows (rows " + units.firstRow(0) + " and "
                                + units.firstRow(unit) + ")",
                        "groups of one size beside bounds of segment sizes, since filling segments with groups of"
                                + " different sizes is a packing problem; drop one of the two constraints");
            }
        }
        return constraints.sizes().inUnits(features.rowCount(), size, segmentCount, WHERE);
    }

    private static InvalidInputException infeasible(String what) {
        return new InvalidInputException(Reason.INFEASIBLE, WHERE + ": " + what);
    }

    FeatureMatrix features() {
        return features;
    }

    List<String> featureNames() {
        return features.featureNames();
    }

    int segmentCount() {
        return segmentCount;
    }

    Units units() {
        return units;
    }

    double rowWeight(int row) {
        return features.isWeighted() ? features.weight(row) : 1;
    }

    int fixedCount() {
        return constraints.fixedCount();
    }

    /** The fixed centers, row-major; live. */
    double[] fixed() {
        return fixed;
    }

    /** The fixed centers and those that the caller starts from, row-major; nothing if there are no such. */
    Optional<double[]> given() {
        if (constraints.initial().isEmpty()) {
            return fixed.length == segmentCount * features.featureCount() ? Optional.of(fixed) : Optional.empty();
        }
        double[] initial = rowMajor(constraints.initial());
        double[] all = new double[fixed.length + initial.length];
        System.arraycopy(fixed, 0, all, 0, fixed.length);
        System.arraycopy(initial, 0, all, fixed.length, initial.length);
        return Optional.of(all);
    }

    /** What places units, of one start. */
    Placement newPlacement() {
        if (sizes.isPresent()) {
            return new Sized(segmentCount, sizes.get());
        }
        return apart.<Placement>map(Apart::new).orElseGet(Placement.Nearest::new);
    }
}
