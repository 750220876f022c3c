package dev.segmentation.dissimilarity;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How unlike each of n rows is to each other one, all computed and kept: n·(n − 1)/2 numbers, one triangle, since both
 * directions are equal.
 *
 * <p>Made of what compares rows ({@link #of}), or of numbers computed elsewhere ({@link #copyOf}), such as those of another
 * program or of experts. Every value is at least 0 and finite; what is not is refused.
 *
 * <p><b>Memory:</b> 8 bytes per pair, 4 with {@link Storage#FLOATS}: 400 MB and 200 MB for 10 000 rows, 100 times that for
 * 100 000. {@link #bytesFor} tells before; what cannot be had is refused before anything is allocated ({@link
 * Reason#RESOURCE_LIMIT}). For more rows use what needs no matrix, such as {@code medoid.Clara}.
 */
public final class DissimilarityMatrix implements Dissimilarities {

    private static final Logger LOG = LoggerFactory.getLogger(DissimilarityMatrix.class);

    private static final String WHERE = "DissimilarityMatrix";

    /** Rows of the triangle per task; a pair of bands, one short and one long, makes tasks of equal size. */
    private static final int BAND = 16;

    /** How many others are asked for at a time, so that cancellation is polled every few milliseconds. */
    private static final int RUN = 4096;

    /** By what share the two directions may differ. */
    private static final double ROUNDING = 1e-9;

    /** How dissimilarities are kept. */
    public enum Storage {
        /** 8 bytes each, as they were computed. */
        DOUBLES,
        /** 4 bytes each, rounded to the nearest float. */
        FLOATS
    }

    private final int rowCount;
    private final double[][] doubles; // row i: the i values to rows 0 … i − 1
    private final float[][] floats;

    private DissimilarityMatrix(int rowCount, Storage storage) {
        this.rowCount = rowCount;
        this.doubles = new double[storage == Storage.DOUBLES ? rowCount : 0][];
        this.floats = new float[storage == Storage.FLOATS ? rowCount : 0][];
    }

    /**
     * The memory that a matrix takes.
     *
     * @param rowCount n
     * @param storage how values are kept
     * @return bytes, exact but for what the Java VM adds to each row; at most {@link Long#MAX_VALUE}
     */
    public static long bytesFor(int rowCount, Storage storage) {
        long pairs = (long) rowCount * (rowCount - 1) / 2;
        int each = storage == Storage.FLOATS ? Float.BYTES : Double.BYTES;
        return pairs > Long.MAX_VALUE / each ? Long.MAX_VALUE : pairs * each;
    }

    /**
     * Computes and keeps all dissimilarities between rows.
     *
     * @param dissimilarities n × n, of rows with each other; each pair is asked for once, neighbors in both directions
     * @param storage how values are kept
     * @param execution how to run; cannot change the result
     * @return the matrix
     * @throws InvalidInputException if memory cannot be had ({@link Reason#RESOURCE_LIMIT}), rows are not compared with
     *     themselves ({@link Reason#SCHEMA_MISMATCH}), a pair has nothing to compare ({@link Reason#NO_INFORMATION}), or a
     *     value is negative ({@link Reason#NEGATIVE_DISTANCE}), infinite or too large to be kept ({@link
     *     Reason#NON_FINITE}), not 0 from a row to itself ({@link Reason#NONZERO_DIAGONAL}), or differs between the two
     *     directions of neighbors by more than 1e-9 of it, which rounding does not explain ({@link Reason#ASYMMETRIC})
     * @throws CancelledException if cancelled
     */
    public static DissimilarityMatrix of(Dissimilarities dissimilarities, Storage storage, Execution execution) {
        try (Workers workers = execution.start()) {
            return of(dissimilarities, storage, workers);
        }
    }

    /**
     * The same as a part of other work, for authors of algorithms.
     *
     * @param dissimilarities n × n, of rows with each other
     * @param storage how values are kept
     * @param workers the threads of that work
     * @return the matrix
     * @throws InvalidInputException as {@link #of(Dissimilarities, Storage, Execution)}
     * @throws CancelledException if cancelled
     */
    public static DissimilarityMatrix of(Dissimilarities dissimilarities, Storage storage, Workers workers) {
        Objects.requireNonNull(storage, "storage");
        int rows = dissimilarities.rowCount();
        if (rows != dissimilarities.otherCount()) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "dissimilarities",
                    WHERE + ": " + rows + " rows are compared with " + dissimilarities.otherCount()
                            + " others, expected rows compared with each other");
        }
        DissimilarityMatrix matrix = allocated(rows, storage);
        int bands = (int) (((long) rows + BAND - 1) / BAND);
        try {
            workers.forEach((bands + 1) / 2, task -> {
                matrix.fill(dissimilarities, task, workers);
                if (task != bands - 1 - task) {
                    matrix.fill(dissimilarities, bands - 1 - task, workers);
                }
            });
        } catch (InvalidInputException somewhere) {
            for (int band = 0; band < bands; band++) {
                matrix.fill(
                        dissimilarities, band, workers); // fails at the first row at fault, on any number of threads
            }
            throw somewhere;
        }
        return matrix;
    }

    /**
     * Takes over dissimilarities computed elsewhere.
     *
     * @param values n rows of n numbers; not modified, not kept
     * @return the matrix
     * @throws InvalidInputException if a row has another length ({@link Reason#RAGGED}), or a value is negative ({@link
     *     Reason#NEGATIVE_DISTANCE}), NaN or infinite ({@link Reason#NON_FINITE}), not 0 from a row to itself ({@link
     *     Reason#NONZERO_DIAGONAL}), or differs between the two directions by more than 1e-9 of it, which rounding does not
     *     explain ({@link Reason#ASYMMETRIC}); or memory cannot be had ({@link Reason#RESOURCE_LIMIT})
     */
    public static DissimilarityMatrix copyOf(double[][] values) {
        Objects.requireNonNull(values, "values");
        int rows = values.length;
        for (int i = 0; i < rows; i++) {
            if (values[i].length != rows) {
                throw new InvalidInputException(
                        Reason.RAGGED,
                        i,
                        "values",
                        WHERE + ".copyOf: row " + i + " has " + values[i].length + " values, expected " + rows
                                + ", one per row; give the whole square");
            }
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j <= i; j++) {
                check(values[i][j], i, j, WHERE + ".copyOf");
                check(values[j][i], j, i, WHERE + ".copyOf");
                checkBothWays(values[i][j], values[j][i], i, j, WHERE + ".copyOf");
            }
        }
        DissimilarityMatrix matrix = allocated(rows, Storage.DOUBLES);
        for (int i = 0; i < rows; i++) {
            double[] row = new double[i];
            for (int j = 0; j < i; j++) {
                row[j] = values[i][j] + 0.0; // −0 becomes 0
            }
            matrix.doubles[i] = row;
        }
        return matrix;
    }

    @Override
    public int rowCount() {
        return rowCount;
    }

    @Override
    public int otherCount() {
        return rowCount;
    }

    @Override
    public double between(int row, int other) {
        Objects.checkIndex(row, rowCount);
        Objects.checkIndex(other, rowCount);
        if (row == other) {
            return 0;
        }
        int i = Math.max(row, other);
        int j = Math.min(row, other);
        return floats.length > 0 ? floats[i][j] : doubles[i][j];
    }

    @Override
    public void between(int row, int firstOther, int count, double[] into) {
        Objects.checkIndex(row, rowCount);
        Objects.checkFromIndexSize(firstOther, count, rowCount);
        int below = Math.max(0, Math.min(count, row - firstOther)); // others before the row lie in its own array
        if (floats.length > 0) {
            for (int c = 0; c < below; c++) {
                into[c] = floats[row][firstOther + c];
            }
        } else {
            System.arraycopy(doubles[row], below == 0 ? 0 : firstOther, into, 0, below);
        }
        for (int c = below; c < count; c++) {
            into[c] = between(row, firstOther + c);
        }
    }

    /** Rows and storage, never values. */
    @Override
    public String toString() {
        return "DissimilarityMatrix[" + rowCount + " rows, " + (floats.length > 0 ? Storage.FLOATS : Storage.DOUBLES)
                + "]";
    }

    /** An empty matrix, after the memory it is going to take has been told and found to be there. */
    private static DissimilarityMatrix allocated(int rows, Storage storage) {
        long bytes = bytesFor(rows, storage);
        LOG.debug("{}: {} rows take {} bytes as {}", WHERE, rows, bytes, storage);
        Runtime runtime = Runtime.getRuntime();
        if (bytes > runtime.maxMemory() - runtime.maxMemory() / 16) {
            throw tooLarge(rows, bytes, runtime.maxMemory());
        }
        DissimilarityMatrix matrix = new DissimilarityMatrix(rows, storage);
        try {
            for (int i = 0; i < rows; i++) {
                if (storage == Storage.FLOATS) {
                    matrix.floats[i] = new float[i];
                } else {
                    matrix.doubles[i] = new double[i];
                }
            }
        } catch (OutOfMemoryError others) { // other data take what is missing; what was allocated here is let go
            throw tooLarge(rows, bytes, runtime.maxMemory());
        }
        return matrix;
    }

    private static InvalidInputException tooLarge(int rows, long bytes, long most) {
        return new InvalidInputException(
                Reason.RESOURCE_LIMIT,
                "rows",
                WHERE + ": " + rows + " rows take " + (bytes >> 20) + " MB, and this Java VM has " + (most >> 20)
                        + " MB for everything; use medoid.Clara, which needs no matrix, FLOATS, fewer rows, or more"
                        + " memory (-Xmx)");
    }

    private void fill(Dissimilarities from, int band, Workers workers) {
        double[] run = new double[Math.min(RUN, rowCount)];
        int end = Math.min(rowCount, (band + 1) * BAND);
        for (int i = band * BAND; i < end; i++) {
            for (int start = 0; start < i; start += RUN) {
                workers.checkCancelled();
                int count = Math.min(RUN, i - start);
                from.between(i, start, count, run);
                keep(i, start, count, run);
            }
            checkRow(from, i);
        }
    }

    private void checkRow(Dissimilarities from, int row) {
        double self = from.between(row, row);
        if (!Double.isNaN(self)) { // a row without any value is found when it is compared with another one
            check(self, row, row, WHERE + ".of");
        }
        if (row > 0) {
            checkBothWays(from.between(row, row - 1), from.between(row - 1, row), row, row - 1, WHERE + ".of");
        }
    }

    private void keep(int row, int start, int count, double[] run) {
        for (int c = 0; c < count; c++) {
            if (!(run[c] >= 0 && run[c] <= Double.MAX_VALUE)) {
                check(run[c], row, start + c, WHERE + ".of");
            }
        }
        if (floats.length == 0) {
            System.arraycopy(run, 0, doubles[row], start, count);
            return;
        }
        for (int c = 0; c < count; c++) {
            float kept = (float) run[c];
            if (Float.isInfinite(kept)) {
                check(kept, row, start + c, WHERE + ".of");
            }
            floats[row][start + c] = kept == 0 && run[c] > 0 ? Float.MIN_VALUE : kept; // different rows stay different
        }
    }

    private static void check(double value, int row, int other, String where) {
        String pair = "rows " + row + " and " + other;
        if (Double.isNaN(value)) {
            boolean given = where.endsWith("copyOf");
            throw new InvalidInputException(
                    given ? Reason.NON_FINITE : Reason.NO_INFORMATION,
                    row,
                    "values",
                    where + ": " + pair
                            + (given
                                    ? " have dissimilarity NaN, expected a finite number"
                                    : " have no column that is known for both, so that nothing says how unlike they are;"
                                            + " impute or leave out the row that knows less"));
        }
        if (value < 0) {
            throw new InvalidInputException(
                    Reason.NEGATIVE_DISTANCE,
                    row,
                    "values",
                    where + ": the dissimilarity of " + pair
                            + " is negative, expected at least 0; turn a similarity s into"
                            + " 1 - s or √(1 - s) first");
        }
        if (Double.isInfinite(value)) {
            throw new InvalidInputException(
                    Reason.NON_FINITE,
                    row,
                    "values",
                    where + ": the dissimilarity of " + pair + " is infinite or too large to be kept, expected a finite"
                            + " number; use a larger unit");
        }
        if (row == other && value != 0) {
            throw new InvalidInputException(
                    Reason.NONZERO_DIAGONAL,
                    row,
                    "values",
                    where + ": the dissimilarity of row " + row
                            + " to itself is not 0; is it a matrix of similarities?");
        }
    }

    private static void checkBothWays(double value, double back, int row, int other, String where) {
        if (Math.abs(value - back) > ROUNDING * Math.max(value, back)) {
            throw new InvalidInputException(
                    Reason.ASYMMETRIC,
                    row,
                    "values",
                    where + ": the dissimilarity of rows " + row + " and " + other
                            + " differs between the two directions; make it one, such as by their mean");
        }
    }
}
