package dev.segmentation.internal;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;

/**
 * How the values of a matrix lie in memory: blocks of {@value #ROWS} rows, cut into tiles of {@value #LANES} rows in
 * which a column is contiguous, so that a loop over the rows of a tile reads consecutive numbers.
 *
 * <p>The last tile is as wide as the rows that remain. The layout depends on nothing but n and d. Blocks are the unit
 * of work for threads, of cancellation, and of merging in order. Values are kept as doubles or, in half the memory, as
 * floats; both are read as doubles.
 */
public final class Blocks {

    /** Rows per block. */
    public static final int ROWS = 1024;

    /** Rows per tile. */
    public static final int LANES = 32;

    /** What an array of a Java VM can hold for sure. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final int rowCount;
    private final int featureCount;
    private final boolean narrow;
    private final double[][] doubles;
    private final float[][] floats;
    private final long missingCount;

    /** Storage of packed blocks that are handed over, with as many NaN as is said. */
    public Blocks(int rowCount, int featureCount, double[][] packed, long missingCount) {
        this(rowCount, featureCount, false, packed, new float[0][], missingCount);
    }

    private Blocks(
            int rowCount, int featureCount, boolean narrow, double[][] doubles, float[][] floats, long missingCount) {
        this.rowCount = rowCount;
        this.featureCount = featureCount;
        this.narrow = narrow;
        this.doubles = doubles;
        this.floats = floats;
        this.missingCount = missingCount;
    }

    /** Storage in half the memory, of packed blocks that are handed over, with as many NaN as is said. */
    public static Blocks ofFloats(int rowCount, int featureCount, float[][] packed, long missingCount) {
        return new Blocks(rowCount, featureCount, true, new double[0][], packed, missingCount);
    }

    /** Lays out the rows of one block that lie row-major in an array. */
    public static void pack(double[] rowMajor, int from, int rows, int featureCount, double[] into) {
        for (int tileStart = 0; tileStart < rows; tileStart += LANES) {
            int lanes = lanes(rows, tileStart);
            int base = tileStart * featureCount;
            for (int j = 0; j < featureCount; j++) {
                int cell = from + base + j;
                int to = base + j * lanes;
                for (int r = 0; r < lanes; r++) {
                    into[to + r] = rowMajor[cell];
                    cell += featureCount;
                }
            }
        }
    }

    /** Lays out the rows of one block that lie row-major in an array of floats. */
    public static void pack(float[] rowMajor, int from, int rows, int featureCount, double[] into) {
        for (int tileStart = 0; tileStart < rows; tileStart += LANES) {
            int lanes = lanes(rows, tileStart);
            int base = tileStart * featureCount;
            for (int j = 0; j < featureCount; j++) {
                int cell = from + base + j;
                int to = base + j * lanes;
                for (int r = 0; r < lanes; r++) {
                    into[to + r] = rowMajor[cell];
                    cell += featureCount;
                }
            }
        }
    }

    /** Takes the rows of one block apart: the inverse of {@link #pack}. */
    public static void unpack(double[] packed, int rows, int featureCount, double[] rowMajor, int at) {
        for (int tileStart = 0; tileStart < rows; tileStart += LANES) {
            int lanes = lanes(rows, tileStart);
            int base = tileStart * featureCount;
            for (int j = 0; j < featureCount; j++) {
                int cell = at + base + j;
                int from = base + j * lanes;
                for (int r = 0; r < lanes; r++) {
                    rowMajor[cell] = packed[from + r];
                    cell += featureCount;
                }
            }
        }
    }

    /** Copies a column of one packed block to another, which may have other columns. */
    public static void copyColumn(
            double[] packed, int features, int feature, int rows, double[] into, int intoFeatures, int intoFeature) {
        for (int tileStart = 0; tileStart < rows; tileStart += LANES) {
            int lanes = lanes(rows, tileStart);
            System.arraycopy(
                    packed,
                    tileStart * features + feature * lanes,
                    into,
                    tileStart * intoFeatures + intoFeature * lanes,
                    lanes);
        }
    }

    /** Copies a column of a packed block out. */
    public static void copyColumn(double[] packed, int features, int feature, int rows, double[] into) {
        for (int tileStart = 0; tileStart < rows; tileStart += LANES) {
            int lanes = lanes(rows, tileStart);
            System.arraycopy(packed, tileStart * features + feature * lanes, into, tileStart, lanes);
        }
    }

    /** Copies a column into a packed block. */
    public static void setColumn(double[] column, int rows, double[] packed, int features, int feature) {
        for (int tileStart = 0; tileStart < rows; tileStart += LANES) {
            int lanes = lanes(rows, tileStart);
            System.arraycopy(column, tileStart, packed, tileStart * features + feature * lanes, lanes);
        }
    }

    /** Where a value is in a packed block. */
    public static int index(int rowInBlock, int feature, int rowsInBlock, int featureCount) {
        int tileStart = rowInBlock & -LANES;
        return tileStart * featureCount + feature * lanes(rowsInBlock, tileStart) + rowInBlock - tileStart;
    }

    /** How many blocks that many rows need. */
    public static int blockCount(int rowCount) {
        return (int) (((long) rowCount + ROWS - 1) / ROWS);
    }

    /** How many rows the tile that starts at this row of a block has. */
    public static int lanes(int rowsInBlock, int tileStart) {
        return Math.min(LANES, rowsInBlock - tileStart);
    }

    /** Refuses, before anything is allocated, rows so wide that a block of them does not fit into one array. */
    public static void checkWidth(int rowCount, int featureCount, String where) {
        if ((long) Math.min(ROWS, rowCount) * featureCount > LONGEST_ARRAY) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    where + ": " + featureCount + " features, expected at most " + LONGEST_ARRAY / ROWS + ", so that "
                            + ROWS + " rows fit into one array; leave features out, or reduce them first");
        }
    }

    /** All rows. */
    public int rowCount() {
        return rowCount;
    }

    /** All columns. */
    public int featureCount() {
        return featureCount;
    }

    /** How many values are NaN. */
    public long missingCount() {
        return missingCount;
    }

    /** Whether values are kept as floats. */
    public boolean isNarrow() {
        return narrow;
    }

    /** How many blocks. */
    public int blockCount() {
        return narrow ? floats.length : doubles.length;
    }

    /** The rows of one block. */
    public int rowsIn(int block) {
        return Math.min(ROWS, rowCount - block * ROWS);
    }

    /**
     * The values of one block as doubles: the live array, which must not be written to, or a copy in the scratch space.
     *
     * @param scratch at least {@link #scratchSize()} long; used if the values are not stored as doubles
     */
    public double[] read(int block, double[] scratch) {
        if (!narrow) {
            return doubles[block];
        }
        float[] values = floats[block];
        for (int at = 0; at < values.length; at++) {
            scratch[at] = values[at];
        }
        return scratch;
    }

    /** How long the scratch space of {@link #read} must be; 0 if it is never used. */
    public int scratchSize() {
        return narrow ? Math.min(ROWS, rowCount) * featureCount : 0;
    }

    /** One value. */
    public double get(int row, int feature) {
        int block = row / ROWS;
        int at = index(row % ROWS, feature, rowsIn(block), featureCount);
        return narrow ? floats[block][at] : doubles[block][at];
    }

    /** Where in its block the first value of a row is; the next ones follow {@link #lanesOf} apart. */
    public int indexInBlock(int row) {
        int inBlock = row % ROWS;
        int tileStart = inBlock & -LANES;
        return tileStart * featureCount + inBlock - tileStart;
    }

    /** How many rows the tile of a row has. */
    public int lanesOf(int row) {
        return lanes(rowsIn(row / ROWS), row % ROWS & -LANES);
    }

    /** Copies a row out. */
    public void copyRow(int row, double[] into) {
        copyRow(row, into, 0);
    }

    /** Copies a row out to somewhere in an array. */
    public void copyRow(int row, double[] into, int to) {
        int block = row / ROWS;
        int at = indexInBlock(row);
        int lanes = lanesOf(row);
        if (narrow) {
            float[] from = floats[block];
            for (int j = 0; j < featureCount; j++, at += lanes) {
                into[to + j] = from[at];
            }
        } else {
            double[] from = doubles[block];
            for (int j = 0; j < featureCount; j++, at += lanes) {
                into[to + j] = from[at];
            }
        }
    }

    /** Copies a column out. */
    public void copyColumn(int feature, double[] into) {
        for (int block = 0; block < blockCount(); block++) {
            int rows = rowsIn(block);
            for (int tileStart = 0; tileStart < rows; tileStart += LANES) {
                int lanes = lanes(rows, tileStart);
                int from = tileStart * featureCount + feature * lanes;
                int to = block * ROWS + tileStart;
                for (int r = 0; r < lanes; r++) {
                    into[to + r] = narrow ? floats[block][from + r] : doubles[block][from + r];
                }
            }
        }
    }
}
