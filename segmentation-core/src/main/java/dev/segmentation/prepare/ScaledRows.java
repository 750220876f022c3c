package dev.segmentation.prepare;

import dev.segmentation.Execution;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.PackedRows;
import dev.segmentation.scan.RowBlock;
import dev.segmentation.scan.RowSource;
import dev.segmentation.scan.Scan;
import java.util.List;
import java.util.OptionalLong;

/** Rows that are scaled block by block while they are scanned; columns in the order of the fit. */
final class ScaledRows implements RowSource {

    private final RowSource source;
    private final List<String> featureNames;
    private final int[] columns; // of the source, one per feature of the fit
    private final ScalingSteps steps;

    ScaledRows(RowSource source, List<String> featureNames, ScalingSteps steps, String where) {
        this.source = source;
        this.featureNames = featureNames;
        this.columns = Arguments.match(featureNames, source.featureNames(), where);
        this.steps = steps;
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    @Override
    public OptionalLong rowCount() {
        return source.rowCount();
    }

    @Override
    public <A> A scan(Scan<A> scan, Execution execution) {
        ScaledScan<A> scaled = new ScaledScan<>(scan);
        A total = source.scan(scaled, execution).accumulator;
        scaled.fault.throwIfAny();
        return total;
    }

    @Override
    public String toString() {
        return "RowSource[scaled " + source + "]";
    }

    /** An accumulator, and the space in which its blocks are scaled. */
    private static final class Part<A> {

        private final A accumulator;
        private double[] packed = new double[0];
        private double[] column = new double[0];

        Part(A accumulator) {
            this.accumulator = accumulator;
        }
    }

    /** Scales what the other scan sees. Once a value could not be scaled, it only looks for an earlier one. */
    private final class ScaledScan<A> implements Scan<Part<A>> {

        private final Scan<A> scan;
        private final ScalingSteps.Fault fault = new ScalingSteps.Fault();

        ScaledScan(Scan<A> scan) {
            this.scan = scan;
        }

        @Override
        public Part<A> start() {
            return new Part<>(scan.start());
        }

        @Override
        public void add(Part<A> part, RowBlock rows) {
            int count = rows.rowCount();
            if (part.column.length < count) {
                part.packed = new double[Math.multiplyExact(count, columns.length)];
                part.column = new double[count];
            }
            for (int j = 0; j < columns.length; j++) {
                rows.copyColumn(columns[j], part.column);
                Blocks.setColumn(part.column, count, part.packed, columns.length, j);
            }
            steps.apply(part.packed, count, rows.firstRow(), fault);
            if (!fault.isNoted()) {
                scan.add(part.accumulator, new ScaledBlock(rows, part.packed, columns.length));
            }
        }

        @Override
        public void merge(Part<A> into, Part<A> from) {
            scan.merge(into.accumulator, from.accumulator);
        }
    }

    /** A block of scaled values with the weights of the rows that they are of. */
    private static final class ScaledBlock implements RowBlock, PackedRows {

        private final RowBlock rows;
        private final double[] packed;
        private final int features;

        ScaledBlock(RowBlock rows, double[] packed, int features) {
            this.rows = rows;
            this.packed = packed;
            this.features = features;
        }

        @Override
        public long firstRow() {
            return rows.firstRow();
        }

        @Override
        public int rowCount() {
            return rows.rowCount();
        }

        @Override
        public double[] packed() {
            return packed;
        }

        @Override
        public double value(int row, int feature) {
            return packed[Blocks.index(row, feature, rowCount(), features)];
        }

        @Override
        public void copyColumn(int feature, double[] into) {
            Blocks.copyColumn(packed, features, feature, rowCount(), into);
        }

        @Override
        public double weight(int row) {
            return rows.weight(row);
        }
    }
}
