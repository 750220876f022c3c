package dev.segmentation.dissimilarity;

import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleBiFunction;

/** A function of the caller's own as a dissimilarity; what it says is checked when it says it. */
record OwnFunction(ToDoubleBiFunction<double[], double[]> function) implements Dissimilarity {

    private static final String WHERE = "Dissimilarity.numeric";

    @Override
    public DissimilarityModel fit(FeatureTable table) {
        Objects.requireNonNull(table, "table");
        return new OwnModel(function, NumericColumns.namesOf(table, WHERE));
    }

    @Override
    public String toString() {
        return "own function";
    }

    private record OwnModel(ToDoubleBiFunction<double[], double[]> function, List<String> featureNames)
            implements DissimilarityModel {

        @Override
        public Dissimilarities between(FeatureTable rows, FeatureTable others) {
            double[][] right = rowsOf(others);
            return new Pairs(function, rows == others ? right : rowsOf(rows), right);
        }

        private double[][] rowsOf(FeatureTable table) {
            double[][] values = new double[table.rowCount()][featureNames.size()];
            for (int c = 0; c < featureNames.size(); c++) {
                double[] numbers = NumericColumns.numbers(table, featureNames.get(c), WHERE);
                for (int i = 0; i < numbers.length; i++) {
                    values[i][c] = numbers[i];
                }
            }
            return values;
        }
    }

    private static final class Pairs implements Dissimilarities {

        private final ToDoubleBiFunction<double[], double[]> function;
        private final double[][] rows;
        private final double[][] others;

        Pairs(ToDoubleBiFunction<double[], double[]> function, double[][] rows, double[][] others) {
            this.function = function;
            this.rows = rows;
            this.others = others;
        }

        @Override
        public int rowCount() {
            return rows.length;
        }

        @Override
        public int otherCount() {
            return others.length;
        }

        @Override
        public double between(int row, int other) {
            double found = function.applyAsDouble(rows[row], others[other]);
            if (found < 0) {
                throw new InvalidInputException(
                        Reason.NEGATIVE_DISTANCE,
                        row,
                        "function",
                        WHERE + ": the function is negative between rows " + row + " and " + other
                                + ", expected at least 0; turn a similarity s into 1 - s or √(1 - s) first");
            }
            if (Double.isInfinite(found)) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        row,
                        "function",
                        WHERE + ": the function is infinite between rows " + row + " and " + other
                                + ", expected a finite number, or NaN if nothing can be compared");
            }
            return found + 0.0; // −0 becomes 0
        }
    }
}
