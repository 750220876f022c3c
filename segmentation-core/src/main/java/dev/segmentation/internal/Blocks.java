package dev.segmentation.internal;

/**
 * How the values of a matrix lie in memory: blocks of {@value #ROWS} rows, cut into tiles of {@value #LANES} rows in
 * which a column is contiguous, so that a loop over the rows of a tile reads consecutive doubles.
 *
 * <p>The last tile is as wide as the rows that remain. The layout depends on nothing but n and d. Blocks are the unit
 * of work for threads, of cancellation, and of merging in order.
 */
public final class Blocks {

    /** Rows per block. */
    public static final int ROWS = 1024;

    /** Rows per tile. */
    public static final int LANES = 32;

    private final int rowCount;
    private final int featureCount;
    private final double[][] values;

    /** Empty storage; {@link #set} fills it before it is published. */
    public Blocks(int rowCount, int featureCount) {
        this.rowCount = rowCount;
        this.featureCount = featureCount;
        this.values = new double[blockCount(rowCount)][];
        for (int b = 0; b < values.length; b++) {
            values[b] = new double[Math.multiplyExact(rowsIn(b), featureCount)];
        }
    }

    /** Storage of blocks that were filled by {@link #pack} and are handed over. */
    public Blocks(int rowCount, int featureCount, double[][] packed) {
        this.rowCount = rowCount;
        this.featureCount = featureCount;
        this.values = packed;
    }

    /** Lays out the row-major values of one block. */
    public static double[] pack(double[] rowMajor, int rows, int featureCount) {
        double[] packed = new double[rows * featureCount];
        for (int tileStart = 0; tileStart < rows; tileStart += LANES) {
            int lanes = lanes(rows, tileStart);
            int base = tileStart * featureCount;
            for (int j = 0; j < featureCount; j++) {
                for (int r = 0; r < lanes; r++) {
                    packed[base + j * lanes + r] = rowMajor[(tileStart + r) * featureCount + j];
                }
            }
        }
        return packed;
    }

    /** How many blocks that many rows need. */
    public static int blockCount(int rowCount) {
        return (int) (((long) rowCount + ROWS - 1) / ROWS);
    }

    /** All rows. */
    public int rowCount() {
        return rowCount;
    }

    /** All columns. */
    public int featureCount() {
        return featureCount;
    }

    /** How many blocks. */
    public int blockCount() {
        return values.length;
    }

    /** The rows of one block. */
    public int rowsIn(int block) {
        return Math.min(ROWS, rowCount - block * ROWS);
    }

    /** The values of one block; the live array. */
    public double[] block(int block) {
        return values[block];
    }

    /**
     * The values of one block as doubles, laid out as {@link #block}: the live array, which must not be written to, or a
     * copy in the scratch space.
     *
     * @param scratch at least ROWS · d long; used if the values are not stored as doubles
     */
    public double[] read(int block, double[] scratch) {
        return values[block];
    }

    /** How long the scratch space of {@link #read} must be; 0 if it is never used. */
    public int scratchSize() {
        return 0;
    }

    /** How many rows the tile that starts at this row of a block has. */
    public static int lanes(int rowsInBlock, int tileStart) {
        return Math.min(LANES, rowsInBlock - tileStart);
    }

    /** One value. */
    public double get(int row, int feature) {
        int block = row / ROWS;
        return values[block][index(row % ROWS, feature, rowsIn(block))];
    }

    /** Sets one value while the storage is being filled. */
    public void set(int row, int feature, double value) {
        int block = row / ROWS;
        values[block][index(row % ROWS, feature, rowsIn(block))] = value;
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
        double[] from = values[row / ROWS];
        int at = indexInBlock(row);
        int lanes = lanesOf(row);
        for (int j = 0; j < featureCount; j++, at += lanes) {
            into[j] = from[at];
        }
    }

    private int index(int rowInBlock, int feature, int rowsInBlock) {
        int tileStart = rowInBlock & -LANES;
        return tileStart * featureCount + feature * lanes(rowsInBlock, tileStart) + rowInBlock - tileStart;
    }
}
