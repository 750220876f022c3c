package dev.segmentation.medoid;

import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.DissimilarityMatrix;

/**
 * The dissimilarities of all rows to some neighboring candidates, row by row, read along the rows of the triangle: those of
 * later rows lie together in the triangle, those of earlier rows are turned over block by block.
 */
final class Candidates {

    /** At most so many candidates at a time, so that all that is kept of them stays in the nearest cache. */
    static final int MOST = 128;

    private static final int BLOCK = 64;

    /** Blocks between two polls. */
    private static final int POLL = 16;

    private final double[][] turned = new double[BLOCK][MOST];
    private final double[] run = new double[Math.max(BLOCK, MOST)];

    /** What is done with a row. */
    interface Visitor {

        /** The dissimilarities of the row to the candidates, in their order, not to be kept. */
        void visit(int row, double[] toCandidates);
    }

    /** Shows every row, in their order. */
    void eachRow(DissimilarityMatrix matrix, int first, int count, Workers workers, Visitor visitor) {
        int blocks = 0;
        for (int start = 0; start < first; start += BLOCK) {
            if (blocks++ % POLL == 0) {
                workers.checkCancelled();
            }
            int rows = Math.min(BLOCK, first - start);
            for (int c = 0; c < count; c++) {
                matrix.between(first + c, start, rows, run);
                for (int r = 0; r < rows; r++) {
                    turned[r][c] = run[r];
                }
            }
            for (int r = 0; r < rows; r++) {
                visitor.visit(start + r, turned[r]);
            }
        }
        for (int row = first; row < matrix.rowCount(); row++) {
            if ((row - first) % (POLL * BLOCK) == 0) {
                workers.checkCancelled();
            }
            matrix.between(row, first, count, run);
            visitor.visit(row, run);
        }
    }
}
