package dev.segmentation.scan;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** Rows in memory. */
final class MatrixRows implements RowSource {

    private final FeatureMatrix matrix;
    private final Blocks blocks;

    MatrixRows(FeatureMatrix matrix) {
        this.matrix = Objects.requireNonNull(matrix, "matrix");
        this.blocks = MatrixAccess.blocks(matrix);
    }

    @Override
    public List<String> featureNames() {
        return matrix.featureNames();
    }

    @Override
    public OptionalLong rowCount() {
        return OptionalLong.of(blocks.rowCount());
    }

    @Override
    public <A> A scan(Scan<A> scan, Execution execution) {
        return BlockRuns.scan(scan, execution, blocks.blockCount(), workers -> new Reader());
    }

    @Override
    public String toString() {
        return "RowSource[" + matrix + "]";
    }

    private final class Reader implements BlockRuns.Reader {

        private final double[] scratch = new double[blocks.scratchSize()];

        @Override
        public PackedBlock read(long block) {
            int b = (int) block;
            int first = b * Blocks.ROWS;
            return new PackedBlock(
                    first,
                    blocks.rowsIn(b),
                    blocks.featureCount(),
                    blocks.read(b, scratch),
                    matrix.isWeighted() ? row -> matrix.weight(first + row) : row -> 1);
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }
}
