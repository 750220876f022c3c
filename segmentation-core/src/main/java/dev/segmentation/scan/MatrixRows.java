package dev.segmentation.scan;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import java.util.List;
import java.util.Objects;

/** Rows in memory, scanned in runs of consecutive blocks. How rows are cut depends on their number alone. */
final class MatrixRows implements RowSource {

    /** At most this many accumulators exist at a time, and at most this many threads are of use. */
    private static final int RUNS = 64;

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
    public <A> A scan(Scan<A> scan, Execution execution) {
        int count = blocks.blockCount();
        int runs = Math.min(RUNS, count);
        try (Workers workers = execution.start()) {
            List<A> parts = workers.map(runs, run -> {
                A part = scan.start();
                int end = (int) ((run + 1L) * count / runs);
                for (int block = (int) ((long) run * count / runs); block < end; block++) {
                    workers.checkCancelled();
                    scan.add(part, new Block(block));
                }
                return part;
            });
            A total = scan.start();
            for (A part : parts) {
                scan.merge(total, part);
            }
            return total;
        }
    }

    private final class Block implements RowBlock {

        private final int first;
        private final int rows;

        Block(int block) {
            this.first = block * Blocks.ROWS;
            this.rows = blocks.rowsIn(block);
        }

        @Override
        public long firstRow() {
            return first;
        }

        @Override
        public int rowCount() {
            return rows;
        }

        @Override
        public double value(int row, int feature) {
            return blocks.get(first + row, feature);
        }

        @Override
        public double weight(int row) {
            return matrix.weight(first + row);
        }
    }
}
