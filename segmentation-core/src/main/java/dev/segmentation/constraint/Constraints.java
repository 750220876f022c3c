package dev.segmentation.constraint;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a segmentation must keep, and from where it starts.
 *
 * @param sizes of segments
 * @param together rows that must be in one segment
 * @param apart rows of which no two may be in one segment
 * @param fixed centers that do not move
 * @param initial where the other centers start
 */
record Constraints(
        SizeBounds sizes,
        Optional<Groups> together,
        Optional<Groups> apart,
        Optional<FeatureMatrix> fixed,
        Optional<FeatureMatrix> initial) {

    static final Constraints NONE =
            new Constraints(SizeBounds.NONE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    Constraints withSizes(SizeBounds value, String where) {
        return new Constraints(value, together, apart, fixed, initial).combinable(where);
    }

    Constraints withTogether(Groups value) {
        return new Constraints(sizes, Optional.of(value), apart, fixed, initial);
    }

    Constraints withApart(Groups value, String where) {
        return new Constraints(sizes, together, Optional.of(value), fixed, initial).combinable(where);
    }

    Constraints withFixed(FeatureMatrix value, int segmentCount, String where) {
        Seeding.centers(value); // refuses what cannot be centers
        return new Constraints(sizes, together, apart, Optional.of(value), initial).counted(segmentCount, where);
    }

    Constraints withInitial(FeatureMatrix value) {
        Seeding.centers(value);
        return new Constraints(sizes, together, apart, fixed, Optional.of(value));
    }

    int fixedCount() {
        return fixed.map(FeatureMatrix::rowCount).orElse(0);
    }

    private Constraints combinable(String where) {
        if (sizes.areSet() && apart.isPresent()) {
            throw Arguments.badParameter(
                    where,
                    "segment sizes and cannot-link groups",
                    "both",
                    "one of the two; drop the bounds or the groups, fit, and look at what the result has of the other");
        }
        return this;
    }

    private Constraints counted(int segmentCount, String where) {
        if (fixedCount() > segmentCount) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "fixed segments",
                    where + ": " + fixedCount() + " fixed segments, expected at most segmentCount = " + segmentCount
                            + "; segmentCount is the number of fixed and free segments");
        }
        return this;
    }

    /** Refuses groups of other than n rows, and other than one center per segment. */
    void checkRows(int rows, int segmentCount, String where) {
        int free = segmentCount - fixedCount();
        if (initial.isPresent() && initial.get().rowCount() != free) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "initial centers",
                    where + ": " + initial.get().rowCount() + " initial centers, expected " + free
                            + ", one per segment that is not fixed");
        }
        together.ifPresent(
                groups -> Arguments.sameSize(rows, groups.rows(), where, "must-link groups", "row of the matrix"));
        apart.ifPresent(
                groups -> Arguments.sameSize(rows, groups.rows(), where, "cannot-link groups", "row of the matrix"));
    }

    /** What is set, without a label of any customer. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>(sizes.told());
        together.ifPresent(groups -> parts.add(groups.count() + " must-link groups"));
        apart.ifPresent(groups -> parts.add(groups.count() + " cannot-link groups"));
        fixed.ifPresent(centers -> parts.add(centers.rowCount() + " fixed segments"));
        initial.ifPresent(centers -> parts.add(centers.rowCount() + " initial centers"));
        return parts.isEmpty() ? "no constraints" : String.join(", ", parts);
    }
}
