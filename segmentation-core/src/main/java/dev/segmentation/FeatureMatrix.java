package dev.segmentation;

import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.BlockStore;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import dev.segmentation.internal.Weights;
import java.util.Arrays;
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
 * <p>Values are kept as doubles, or as floats where {@link Builder#withFloatStorage}, {@link #withFloatStorage} or {@code
 * float} input ask for it: half the memory, and everything is computed in double from exactly those floats.
 *
 * <p><b>Memory:</b> 8 bytes per value, 4 as floats, 8 per weight. There may be more than 2³¹ values, in up to 2³¹ − 1
 * rows; what does not fit in memory is scanned from a {@link dev.segmentation.scan.RowSource}.
 */
public final class FeatureMatrix {

    static {
        MatrixAccess.install(matrix -> matrix.blocks, FeatureMatrix::new, FeatureMatrix::new);
    }

    private final List<String> featureNames;
    private final Blocks blocks;
    private final double @Nullable [] weights;

    private FeatureMatrix(List<String> featureNames, Blocks blocks, double @Nullable [] weights) {
        this.featureNames = featureNames;
        this.blocks = blocks;
        this.weights = weights;
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
        return packed(
                names,
                rows,
                BlockStore.Kind.DOUBLES,
                (first, count, into) -> Blocks.pack(values, first * names.size(), count, names.size(), into));
    }

    /**
     * Copies row-major {@code float} values, which stay floats: each is read as the {@code double} of exactly the same
     * value, and takes half the memory of one.
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
        return packed(
                names,
                rows,
                BlockStore.Kind.FLOATS,
                (first, count, into) -> Blocks.pack(values, first * names.size(), count, names.size(), into));
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
        return packed(
                names,
                rows.length,
                BlockStore.Kind.DOUBLES,
                gathered(
                        rows.length,
                        names.size(),
                        (row, into, to) -> System.arraycopy(rows[row], 0, into, to, names.size())));
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
        blocks.copyColumn(j, column);
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
        int[] columns = wanted.stream().mapToInt(this::indexOf).toArray();
        double[] scratch = new double[blocks.scratchSize()];
        FeatureMatrix selected = packed(wanted, rowCount(), BlockStore.kindOf(blocks), (first, count, into) -> {
            double[] block = blocks.read(first / Blocks.ROWS, scratch);
            for (int j = 0; j < columns.length; j++) {
                Blocks.copyColumn(block, featureCount(), columns[j], count, into, columns.length, j);
            }
        });
        return new FeatureMatrix(wanted, selected.blocks, weights);
    }

    /**
     * Some of the rows, in the given order, each as often as it is named; weights travel along.
     *
     * @param rows row indices, repeats allowed; not modified, not kept
     * @return a new matrix
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public FeatureMatrix rows(int... rows) {
        int[] wanted = rows.clone();
        double[] weight = weights == null ? null : new double[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            Objects.checkIndex(wanted[i], rowCount());
            if (weight != null && weights != null) {
                weight[i] = weights[wanted[i]];
            }
        }
        FeatureMatrix taken = packed(
                featureNames,
                wanted.length,
                BlockStore.kindOf(blocks),
                gathered(wanted.length, featureCount(), (row, into, to) -> blocks.copyRow(wanted[row], into, to)));
        return new FeatureMatrix(featureNames, taken.blocks, weight);
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
            any |= Weights.check(rowWeights[i], i, "FeatureMatrix.weightedBy") > 0;
        }
        if (!any) {
            throw Weights.allZero("FeatureMatrix.weightedBy");
        }
        return new FeatureMatrix(featureNames, blocks, rowWeights.clone());
    }

    /**
     * The same rows in half the memory: every value rounded to the nearest {@code float}, which has 24 significant bits,
     * about 7 digits; values below 1e-38 lose digits, below 1e-45 they become 0. Weights stay doubles.
     *
     * @return a new matrix, or this one if it keeps floats already
     * @throws InvalidInputException if a value is too large for a float, 3.4e38 ({@link Reason#RANGE})
     */
    public FeatureMatrix withFloatStorage() {
        if (hasFloatStorage()) {
            return this;
        }
        FeatureMatrix narrow = packed(featureNames, rowCount(), BlockStore.Kind.FLOATS, (first, count, into) -> {
            double[] block = blocks.read(first / Blocks.ROWS, into);
            System.arraycopy(block, 0, into, 0, block.length);
        });
        return new FeatureMatrix(featureNames, narrow.blocks, weights);
    }

    /**
     * Whether values are kept as floats.
     *
     * @return false if as doubles
     */
    public boolean hasFloatStorage() {
        return blocks.isNarrow();
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
        return blocks.missingCount();
    }

    /**
     * All values.
     *
     * @return n · d values, element (i, j) at {@code i * d + j}, a new array
     * @throws InvalidInputException if they are more than an array can hold, about 2³¹ ({@link Reason#RESOURCE_LIMIT})
     */
    public double[] toRowMajorArray() {
        long size = (long) rowCount() * featureCount();
        if (size > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "FeatureMatrix.toRowMajorArray: " + rowCount() + " × " + featureCount()
                            + " values, expected at most " + (Integer.MAX_VALUE - 8)
                            + ", what an array can hold; take the rows in parts, with rows or row");
        }
        double[] values = new double[(int) size];
        double[] scratch = new double[blocks.scratchSize()];
        for (int b = 0; b < blocks.blockCount(); b++) {
            int first = b * Blocks.ROWS * featureCount();
            Blocks.unpack(blocks.read(b, scratch), blocks.rowsIn(b), featureCount(), values, first);
        }
        return values;
    }

    /** Shape and names, never values. */
    @Override
    public String toString() {
        return "FeatureMatrix[" + rowCount() + " × " + featureCount() + " " + Arguments.shown(featureNames)
                + (hasFloatStorage() ? ", floats" : "") + (weights == null ? "" : ", weighted")
                + (missingCount() == 0 ? "" : ", " + missingCount() + " missing") + "]";
    }

    /** Lays out some rows of the new matrix, at most a block of them. */
    @FunctionalInterface
    private interface BlockFill {

        void fill(int firstRow, int rows, double[] into);
    }

    /** Writes a row of the new matrix to somewhere in an array. */
    @FunctionalInterface
    private interface RowFill {

        void fill(int row, double[] into, int to);
    }

    /** Every matrix is made here, or in the builder: block by block, checked while the block is in the cache. */
    private static FeatureMatrix packed(List<String> names, int rows, BlockStore.Kind kind, BlockFill source) {
        Blocks.checkWidth(rows, names.size(), "FeatureMatrix");
        BlockStore store = new BlockStore(names, kind, "FeatureMatrix");
        for (int b = 0; b < Blocks.blockCount(rows); b++) {
            int first = b * Blocks.ROWS;
            int count = Math.min(Blocks.ROWS, rows - first);
            source.fill(first, count, store.space(count));
            store.add(count);
        }
        return new FeatureMatrix(names, store.build(), (double[]) null);
    }

    /** Rows from anywhere, brought together and then laid out. */
    private static BlockFill gathered(int rows, int features, RowFill source) {
        Blocks.checkWidth(rows, features, "FeatureMatrix");
        double[] rowMajor = new double[Math.min(Blocks.ROWS, rows) * features];
        return (first, count, into) -> {
            for (int r = 0; r < count; r++) {
                source.fill(first + r, rowMajor, r * features);
            }
            Blocks.pack(rowMajor, 0, count, features, into);
        };
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

    /**
     * Collects rows straight into the storage of the matrix, so that there is no second copy. Not thread-safe; {@link
     * #build} empties it.
     */
    public static final class Builder {

        private static final String WHERE = "FeatureMatrix.builder";

        private final List<String> names;
        private BlockStore.Kind kind = BlockStore.Kind.DOUBLES;
        private BlockStore store;
        private double[] pending = new double[0]; // rows of the next block, row-major
        private int pendingRows;
        private int storedRows;

        private Builder(List<String> names) {
            this.names = names;
            this.store = new BlockStore(names, kind, WHERE);
        }

        /**
         * Keeps values as floats, each rounded to the nearest one, in half the memory; see {@link
         * FeatureMatrix#withFloatStorage()}. Call it before the first row.
         *
         * @return this builder
         * @throws InvalidInputException if there are rows already
         */
        public Builder withFloatStorage() {
            if (rowCount() > 0) {
                throw new InvalidInputException(
                        Reason.BAD_PARAM,
                        WHERE + ": withFloatStorage after " + rowCount() + " rows; call it before the first one");
            }
            kind = BlockStore.Kind.FLOATS;
            store = new BlockStore(names, kind, WHERE);
            return this;
        }

        /**
         * Adds a row.
         *
         * @param values d values in the order of the names, NaN for missing; copied
         * @return this builder
         * @throws InvalidInputException if the number of values differs, one is infinite, or one is too large for a
         *     float where floats are kept ({@link Reason#RANGE}), or there are 2³¹ − 1 rows already ({@link
         *     Reason#RESOURCE_LIMIT})
         */
        public Builder addRow(double... values) {
            if (values.length != names.size()) {
                throw new InvalidInputException(
                        Reason.RAGGED,
                        WHERE + ": row " + rowCount() + " has " + values.length + " values, expected " + names.size()
                                + ", one per feature");
            }
            for (int j = 0; j < values.length; j++) {
                BlockStore.check(values[j], kind, rowCount(), names.get(j), "FeatureMatrix");
            }
            reserve();
            System.arraycopy(values, 0, pending, pendingRows * values.length, values.length);
            if (++pendingRows == Blocks.ROWS) {
                store();
            }
            return this;
        }

        /**
         * The rows so far.
         *
         * @return how many rows were added
         */
        public int rowCount() {
            return storedRows + pendingRows;
        }

        /**
         * Makes the matrix and empties the builder.
         *
         * @return the matrix
         */
        public FeatureMatrix build() {
            if (pendingRows > 0) {
                store();
            }
            FeatureMatrix matrix = new FeatureMatrix(names, store.build(), (double[]) null);
            store = new BlockStore(names, kind, WHERE);
            storedRows = 0;
            return matrix;
        }

        /** Room for one more row: from one row to a block of them, so that a small matrix stays small. */
        private void reserve() {
            if (rowCount() == Integer.MAX_VALUE) {
                throw new InvalidInputException(
                        Reason.RESOURCE_LIMIT,
                        WHERE + ": more than " + Integer.MAX_VALUE
                                + " rows; write them to a RowFile and scan that, or build several matrices");
            }
            if (pendingRows * names.size() == pending.length) {
                int rows = Math.min(Blocks.ROWS, Math.max(1, 2 * pendingRows));
                Blocks.checkWidth(rows, names.size(), WHERE);
                pending = Arrays.copyOf(pending, rows * names.size());
            }
        }

        private void store() {
            Blocks.pack(pending, 0, pendingRows, names.size(), store.space(pendingRows));
            store.add(pendingRows);
            storedRows += pendingRows;
            pendingRows = 0;
        }
    }
}
