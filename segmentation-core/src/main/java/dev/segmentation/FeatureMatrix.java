package dev.segmentation;

import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers about customers: n rows × d named features, dense and immutable, with an optional weight per row.
 *
 * <p>Values go in and out row-major: element (i, j) at {@code i * d + j}; how they lie inside is private. NaN means
 * missing; infinities are refused. Zero rows are allowed, zero features are not. Row weights, 1 unless set by {@link
 * #weightedBy}, travel with the data.
 *
 * <p><b>Memory:</b> 8 bytes per value, 8 per weight.
 */
public final class FeatureMatrix {

    static {
        MatrixAccess.install(matrix -> matrix.blocks, FeatureMatrix::new);
    }

    private final List<String> featureNames;
    private final Blocks blocks;
    private final double @Nullable [] weights;
    private final long missingCount;

    private FeatureMatrix(List<String> featureNames, Blocks blocks, double @Nullable [] weights) {
        this.featureNames = featureNames;
        this.blocks = blocks;
        this.weights = weights;
        this.missingCount = countMissing();
    }

    private FeatureMatrix(FeatureMatrix shape, Blocks values) {
        this(shape.featureNames, values, shape.weights);
    }

    /**
     * Copies row-major values.
     *
     * @param featureNames d unique names
     * @param values n · d values, element (i, j) at {@code i * d + j}; not modified, not kept
     * @return the matrix
     * @throws InvalidInputException if names are missing or repeated, values do not fill the rows, or one is infinite
     */
    public static FeatureMatrix copyOfRowMajor(List<String> featureNames, double... values) {
        Objects.requireNonNull(values, "values");
        List<String> names = Arguments.featureNames(featureNames, "FeatureMatrix");
        int rows = rowsOf(values.length, names.size());
        Blocks blocks = new Blocks(rows, names.size());
        int at = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < names.size(); j++) {
                blocks.set(i, j, checked(values[at++], i, names, j));
            }
        }
        return new FeatureMatrix(names, blocks, (double[]) null);
    }

    /**
     * Copies row-major {@code float} values, each widened to the {@code double} of exactly the same value.
     *
     * @param featureNames d unique names
     * @param values n · d values, element (i, j) at {@code i * d + j}; not modified, not kept
     * @return the matrix
     * @throws InvalidInputException if names are missing or repeated, values do not fill the rows, or one is infinite
     */
    public static FeatureMatrix copyOfRowMajor(List<String> featureNames, float[] values) {
        Objects.requireNonNull(values, "values");
        List<String> names = Arguments.featureNames(featureNames, "FeatureMatrix");
        int rows = rowsOf(values.length, names.size());
        Blocks blocks = new Blocks(rows, names.size());
        int at = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < names.size(); j++) {
                blocks.set(i, j, checked(values[at++], i, names, j));
            }
        }
        return new FeatureMatrix(names, blocks, (double[]) null);
    }

    /**
     * Copies rows.
     *
     * @param featureNames d unique names
     * @param rows n rows of d values; not modified, not kept
     * @return the matrix
     * @throws InvalidInputException if names are missing or repeated, rows differ in length ({@link Reason#RAGGED}) or
     *     do not match the names ({@link Reason#SCHEMA_MISMATCH}), or a value is infinite
     */
    public static FeatureMatrix copyOf(List<String> featureNames, double[][] rows) {
        Objects.requireNonNull(rows, "rows");
        List<String> names = Arguments.featureNames(featureNames, "FeatureMatrix");
        for (int i = 1; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new InvalidInputException(
                        Reason.RAGGED,
                        "FeatureMatrix: row " + i + " has " + rows[i].length + " values, row 0 has " + rows[0].length
                                + "; every row needs one value per feature, NaN where it is missing");
            }
        }
        if (rows.length > 0) {
            checkWidth(names.size(), rows[0].length);
        }
        Blocks blocks = new Blocks(rows.length, names.size());
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < names.size(); j++) {
                blocks.set(i, j, checked(rows[i][j], i, names, j));
            }
        }
        return new FeatureMatrix(names, blocks, (double[]) null);
    }

    /**
     * A builder that takes rows one by one, for data that arrive as a stream.
     *
     * @param featureNames d unique names
     * @return an empty builder
     * @throws InvalidInputException if names are missing or repeated
     */
    public static Builder builder(List<String> featureNames) {
        return new Builder(Arguments.featureNames(featureNames, "FeatureMatrix.builder"));
    }

    /**
     * The number of rows, n.
     *
     * @return at least 0
     */
    public int rowCount() {
        return blocks.rowCount();
    }

    /**
     * The number of features, d.
     *
     * @return at least 1
     */
    public int featureCount() {
        return blocks.featureCount();
    }

    /**
     * The names of the features, in column order.
     *
     * @return d unique names
     */
    public List<String> featureNames() {
        return featureNames;
    }

    /**
     * One value.
     *
     * @param row from 0
     * @param feature column, from 0
     * @return the value, NaN if it is missing
     * @throws IndexOutOfBoundsException if there is no such cell
     */
    public double value(int row, int feature) {
        Objects.checkIndex(row, rowCount());
        Objects.checkIndex(feature, featureCount());
        return blocks.get(row, feature);
    }

    /**
     * One row.
     *
     * @param row from 0
     * @return d values, a new array
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double[] row(int row) {
        Objects.checkIndex(row, rowCount());
        double[] values = new double[featureCount()];
        blocks.copyRow(row, values);
        return values;
    }

    /**
     * One column.
     *
     * @param name the feature
     * @return n values, a new array
     * @throws InvalidInputException if there is no such feature
     */
    public double[] column(String name) {
        int j = indexOf(name);
        double[] column = new double[rowCount()];
        for (int i = 0; i < column.length; i++) {
            column[i] = blocks.get(i, j);
        }
        return column;
    }

    /**
     * The column of a feature.
     *
     * @param name the feature
     * @return its column, from 0
     * @throws InvalidInputException if there is no such feature
     */
    public int indexOf(String name) {
        int j = featureNames.indexOf(Objects.requireNonNull(name, "name"));
        if (j < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    "FeatureMatrix: no feature \"" + name + "\"; there are " + Arguments.shown(featureNames));
        }
        return j;
    }

    /**
     * Some of the columns, in the given order; rows and weights stay.
     *
     * @param names the features wanted
     * @return a new matrix, or this one if nothing would change
     * @throws InvalidInputException if a feature is missing or repeated
     */
    public FeatureMatrix select(List<String> names) {
        List<String> wanted = Arguments.featureNames(names, "FeatureMatrix.select");
        if (wanted.equals(featureNames)) {
            return this;
        }
        Blocks selected = new Blocks(rowCount(), wanted.size());
        for (int j = 0; j < wanted.size(); j++) {
            int from = indexOf(wanted.get(j));
            for (int i = 0; i < rowCount(); i++) {
                selected.set(i, j, blocks.get(i, from));
            }
        }
        return new FeatureMatrix(wanted, selected, weights);
    }

    /**
     * Some of the rows, in the given order, each as often as it is named; weights travel along.
     *
     * @param rows row indices, repeats allowed; not modified, not kept
     * @return a new matrix
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public FeatureMatrix rows(int... rows) {
        Blocks taken = new Blocks(rows.length, featureCount());
        double[] weight = weights == null ? null : new double[rows.length];
        double[] row = new double[featureCount()];
        for (int i = 0; i < rows.length; i++) {
            Objects.checkIndex(rows[i], rowCount());
            blocks.copyRow(rows[i], row);
            for (int j = 0; j < row.length; j++) {
                taken.set(i, j, row[j]);
            }
            if (weight != null && weights != null) {
                weight[i] = weights[rows[i]];
            }
        }
        return new FeatureMatrix(featureNames, taken, weight);
    }

    /**
     * The same rows with a weight each: how many customers a row stands for.
     *
     * @param rowWeights n weights, finite and not negative, at least one positive; not modified, not kept
     * @return a matrix that shares its values with this one
     * @throws InvalidInputException if the length differs ({@link Reason#SCHEMA_MISMATCH}) or a weight is refused
     *     ({@link Reason#BAD_WEIGHT}; {@link Reason#RANGE} if a positive one is outside 1e-30 … 1e30)
     */
    public FeatureMatrix weightedBy(double... rowWeights) {
        Objects.requireNonNull(rowWeights, "rowWeights");
        Arguments.sameSize(rowCount(), rowWeights.length, "FeatureMatrix.weightedBy", "weights", "row");
        boolean any = rowWeights.length == 0;
        for (int i = 0; i < rowWeights.length; i++) {
            double weight = rowWeights[i];
            if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
                throw new InvalidInputException(
                        Reason.BAD_WEIGHT,
                        i,
                        "weights",
                        "FeatureMatrix.weightedBy: the weight of row " + i
                                + " is negative or not finite; weights are at least 0");
            }
            if (weight > 0 && (weight < 1e-30 || weight > 1e30)) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        i,
                        "weights",
                        "FeatureMatrix.weightedBy: the weight of row " + i
                                + " is outside 1e-30 to 1e30; multiply all weights by one factor");
            }
            any |= weight > 0;
        }
        if (!any) {
            throw new InvalidInputException(
                    Reason.BAD_WEIGHT,
                    "weights",
                    "FeatureMatrix.weightedBy: all weights are zero; at least one row must count");
        }
        return new FeatureMatrix(featureNames, blocks, rowWeights.clone());
    }

    /**
     * Whether {@link #weightedBy} gave the rows weights.
     *
     * @return false if every weight is 1 by default
     */
    public boolean isWeighted() {
        return weights != null;
    }

    /**
     * The weight of a row.
     *
     * @param row from 0
     * @return its weight, 1 unless weights were given
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double weight(int row) {
        Objects.checkIndex(row, rowCount());
        return weights == null ? 1 : weights[row];
    }

    /**
     * How many values are missing.
     *
     * @return the number of NaN cells
     */
    public long missingCount() {
        return missingCount;
    }

    /**
     * All values.
     *
     * @return n · d values, element (i, j) at {@code i * d + j}, a new array
     */
    public double[] toRowMajorArray() {
        double[] values = new double[Math.multiplyExact(rowCount(), featureCount())];
        double[] row = new double[featureCount()];
        for (int i = 0; i < rowCount(); i++) {
            blocks.copyRow(i, row);
            System.arraycopy(row, 0, values, i * row.length, row.length);
        }
        return values;
    }

    /** Shape and names, never values. */
    @Override
    public String toString() {
        return "FeatureMatrix[" + rowCount() + " × " + featureCount() + " " + Arguments.shown(featureNames)
                + (weights == null ? "" : ", weighted") + (missingCount == 0 ? "" : ", " + missingCount + " missing")
                + "]";
    }

    private long countMissing() {
        long count = 0;
        for (int b = 0; b < blocks.blockCount(); b++) {
            for (double value : blocks.block(b)) {
                if (Double.isNaN(value)) {
                    count++;
                }
            }
        }
        return count;
    }

    private static int rowsOf(int values, int features) {
        if (values % features != 0) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "FeatureMatrix: " + values + " values do not fill rows of " + features + " features ("
                            + values % features + " left over); pass rows × features values, row-major");
        }
        return values / features;
    }

    private static void checkWidth(int names, int width) {
        if (width == 0) {
            throw new InvalidInputException(
                    Reason.NO_FEATURES, "FeatureMatrix: rows have no values; give at least one column");
        }
        if (width != names) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "FeatureMatrix: rows have " + width + " values, but " + names
                            + " feature names are given; give one name per column");
        }
    }

    private static double checked(double value, int row, List<String> names, int feature) {
        if (Double.isInfinite(value)) {
            String name = names.get(feature);
            throw new InvalidInputException(
                    Reason.NON_FINITE,
                    row,
                    name,
                    "FeatureMatrix: infinite value at row " + row + ", feature \"" + name
                            + "\"; use NaN for a missing value");
        }
        return value;
    }

    /**
     * Collects rows straight into the storage of the matrix, so that there is no second copy. Not thread-safe; {@link
     * #build} empties it.
     */
    public static final class Builder {

        private final List<String> names;
        private final List<double[]> blocks = new ArrayList<>();
        private final double[] pending;
        private int pendingRows;

        private Builder(List<String> names) {
            this.names = names;
            this.pending = new double[Math.multiplyExact(Blocks.ROWS, names.size())];
        }

        /**
         * Adds a row.
         *
         * @param values d values in the order of the names, NaN for missing; copied
         * @return this builder
         * @throws InvalidInputException if the number of values differs or one is infinite
         */
        public Builder addRow(double... values) {
            if (values.length != names.size()) {
                throw new InvalidInputException(
                        Reason.RAGGED,
                        "FeatureMatrix.builder: row " + rowCount() + " has " + values.length + " values, expected "
                                + names.size() + ", one per feature");
            }
            for (int j = 0; j < values.length; j++) {
                checked(values[j], rowCount(), names, j);
            }
            System.arraycopy(values, 0, pending, pendingRows * values.length, values.length);
            if (++pendingRows == Blocks.ROWS) {
                blocks.add(Blocks.pack(pending, pendingRows, names.size()));
                pendingRows = 0;
            }
            return this;
        }

        /**
         * The rows so far.
         *
         * @return how many rows were added
         */
        public int rowCount() {
            return Math.addExact(Math.multiplyExact(blocks.size(), Blocks.ROWS), pendingRows);
        }

        /**
         * Makes the matrix and empties the builder.
         *
         * @return the matrix
         */
        public FeatureMatrix build() {
            int rows = rowCount();
            if (pendingRows > 0) {
                blocks.add(Blocks.pack(pending, pendingRows, names.size()));
                pendingRows = 0;
            }
            Blocks storage = new Blocks(rows, names.size(), blocks.toArray(new double[0][]));
            blocks.clear();
            return new FeatureMatrix(names, storage, (double[]) null);
        }
    }
}
