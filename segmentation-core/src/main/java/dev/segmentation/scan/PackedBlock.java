package dev.segmentation.scan;

import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.PackedRows;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/** Rows that lie as in {@link Blocks}. */
final class PackedBlock implements RowBlock, PackedRows {

    private final long firstRow;
    private final int rows;
    private final int features;
    private final double[] packed;
    private final IntToDoubleFunction weight;

    /** The values are not copied. */
    PackedBlock(long firstRow, int rows, int features, double[] packed, IntToDoubleFunction weight) {
        this.firstRow = firstRow;
        this.rows = rows;
        this.features = features;
        this.packed = packed;
        this.weight = weight;
    }

    @Override
    public long firstRow() {
        return firstRow;
    }

    @Override
    public int rowCount() {
        return rows;
    }

    @Override
    public double[] packed() {
        return packed;
    }

    @Override
    public double value(int row, int feature) {
        return packed[
                Blocks.index(Objects.checkIndex(row, rows), Objects.checkIndex(feature, features), rows, features)];
    }

    @Override
    public void copyColumn(int feature, double[] into) {
        Blocks.copyColumn(packed, features, Objects.checkIndex(feature, features), rows, into);
    }

    @Override
    public double weight(int row) {
        return weight.applyAsDouble(Objects.checkIndex(row, rows));
    }
}
