package dev.segmentation.internal;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * The storage of a matrix while it is being filled, block by block: the one place where values are checked and counted.
 *
 * <p>Ask for the space of the next block, lay its rows out there, {@link #add} it; every block but the last has {@value
 * Blocks#ROWS} rows. Not thread-safe.
 */
public final class BlockStore {

    /** How values are kept. */
    public enum Kind {
        /** 8 bytes each. */
        DOUBLES,
        /** 4 bytes each, rounded to the nearest float. */
        FLOATS
    }

    private final List<String> names;
    private final Kind kind;
    private final String where;
    private final List<double[]> doubles = new ArrayList<>();
    private final List<float[]> floats = new ArrayList<>();
    private double[] space = new double[0];
    private int rowCount;
    private long missing;

    /** Empty storage for columns of these names; failures say where. */
    public BlockStore(List<String> names, Kind kind, String where) {
        this.names = names;
        this.kind = kind;
        this.where = where;
    }

    /** The kind in which other storage keeps its values. */
    public static Kind kindOf(Blocks blocks) {
        return blocks.isNarrow() ? Kind.FLOATS : Kind.DOUBLES;
    }

    /** Where the next block, of so many rows, is to be laid out; to be filled, and not kept after {@link #add}. */
    public double[] space(int rows) {
        int size = rows * names.size();
        if (space.length != size) {
            space = new double[size];
        }
        return space;
    }

    /** Adds the block that was laid out in the space last asked for. */
    public void add(int rows) {
        double[] packed = space;
        if (!allFinite(packed, packed.length)) {
            missing += checkedMissing(packed, rows);
        }
        if (kind == Kind.FLOATS) {
            floats.add(narrowed(packed, rows));
        } else {
            doubles.add(packed);
            space = new double[0]; // handed over
        }
        rowCount += rows;
    }

    /** The storage, which is handed over; this one must not be used any more. */
    public Blocks build() {
        return kind == Kind.FLOATS
                ? Blocks.ofFloats(rowCount, names.size(), floats.toArray(new float[0][]), missing)
                : new Blocks(rowCount, names.size(), doubles.toArray(new double[0][]), missing);
    }

    /** Refuses an infinity, and a value that a float cannot hold where floats are to be kept. */
    public static void check(double value, Kind kind, long row, String name, String where) {
        if (Double.isInfinite(value)) {
            throw new InvalidInputException(
                    Reason.NON_FINITE,
                    row,
                    name,
                    where + ": infinite value at row " + row + ", feature \"" + name
                            + "\"; use NaN for a missing value");
        }
        if (kind == Kind.FLOATS && Float.isInfinite((float) value)) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    row,
                    name,
                    where + ": the value at row " + row + ", feature \"" + name
                            + "\" is too large for a float; use a larger unit, or keep doubles");
        }
    }

    /** Whether none of the first values is NaN or infinite; in four chains, since each addition waits for the one before. */
    public static boolean allFinite(double[] values, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int at = 0;
        for (; at + 3 < count; at += 4) {
            a += values[at] * 0;
            b += values[at + 1] * 0;
            c += values[at + 2] * 0;
            d += values[at + 3] * 0;
        }
        for (; at < count; at++) {
            a += values[at] * 0;
        }
        return a + b + c + d == 0;
    }

    private long checkedMissing(double[] packed, int rows) {
        long nans = 0;
        boolean infinite = false;
        for (double value : packed) {
            nans += Double.isNaN(value) ? 1 : 0;
            infinite |= Double.isInfinite(value);
        }
        if (infinite) {
            checkEach(packed, rows);
        }
        return nans;
    }

    private float[] narrowed(double[] packed, int rows) {
        float[] values = new float[packed.length];
        boolean infinite = false;
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) packed[at];
            infinite |= Float.isInfinite(values[at]);
        }
        if (infinite) {
            checkEach(packed, rows);
        }
        return values;
    }

    /** Fails at the first row at fault. */
    private void checkEach(double[] packed, int rows) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < names.size(); j++) {
                double value = packed[Blocks.index(i, j, rows, names.size())];
                check(value, kind, (long) rowCount + i, names.get(j), where);
            }
        }
    }
}
