package dev.segmentation.prepare;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.BlockStore;
import dev.segmentation.internal.Blocks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fitted steps one after the other, on blocks of rows in the layout of {@link Blocks}; columns in the order of the fit. */
final class ScalingSteps {

    private final List<String> featureNames;
    private final List<ScalingStep> steps;
    private final String where;

    /** Failures say where. */
    ScalingSteps(List<String> featureNames, List<ScalingStep> steps, String where) {
        this.featureNames = featureNames;
        this.steps = List.copyOf(steps);
        this.where = where;
    }

    /** Whether there is nothing to do. */
    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** Replaces the values of a block by their images; where one has none, the fault is noted and the block is useless. */
    void apply(double[] packed, int rows, long firstRow, Fault fault) {
        for (ScalingStep step : steps) {
            eachStrip(rows, featureNames.size(), (from, to, feature) -> step.apply(packed, from, to, feature));
            if (!isFinite(packed, rows, firstRow, fault, step.fault())) {
                return;
            }
        }
    }

    /** Replaces the images of a block by their values; where one overflows, the fault is noted. */
    void invert(double[] packed, int rows, long firstRow, Fault fault) {
        for (int s = steps.size() - 1; s >= 0; s--) {
            ScalingStep step = steps.get(s);
            eachStrip(rows, featureNames.size(), (from, to, feature) -> step.invert(packed, from, to, feature));
            if (!isFinite(packed, rows, firstRow, fault, "result too large")) {
                return;
            }
        }
    }

    /** Replaces the values of a whole column that {@link #apply} has seen no fault in. */
    void applyToColumn(double[] values, int feature) {
        for (ScalingStep step : steps) {
            step.apply(values, 0, values.length, feature);
        }
    }

    private boolean isFinite(double[] packed, int rows, long firstRow, Fault fault, String what) {
        int d = featureNames.size();
        if (BlockStore.allFinite(packed, rows * d)) {
            return true;
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < d; j++) {
                if (Double.isInfinite(packed[Blocks.index(i, j, rows, d)])) {
                    String name = featureNames.get(j);
                    String message = where + ": " + what + " at row " + (firstRow + i) + ", feature \"" + name + "\"";
                    fault.note(firstRow + i, name, message);
                    return false;
                }
            }
        }
        return true; // there are missing values only
    }

    private static void eachStrip(int rows, int features, Strip work) {
        for (int tileStart = 0; tileStart < rows; tileStart += Blocks.LANES) {
            int lanes = Blocks.lanes(rows, tileStart);
            for (int j = 0; j < features; j++) {
                int from = tileStart * features + j * lanes;
                work.on(from, from + lanes, j);
            }
        }
    }

    @FunctionalInterface
    private interface Strip {

        void on(int from, int to, int feature);
    }

    /**
     * The first value that could not be transformed, whichever thread meets it first: all rows are looked at before it is
     * thrown.
     */
    static final class Fault {

        private long row = Long.MAX_VALUE;
        private @Nullable InvalidInputException found;

        synchronized void note(long faultyRow, String name, String message) {
            if (faultyRow < row) {
                row = faultyRow;
                found = new InvalidInputException(Reason.RANGE, faultyRow, name, message);
            }
        }

        synchronized boolean isNoted() {
            return found != null;
        }

        synchronized void throwIfAny() {
            if (found != null) {
                throw found;
            }
        }
    }
}
