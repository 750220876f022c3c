package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;

/** What a {@link Kernel} says about the rows of one block, and its scratch space. Of one thread. */
final class Proposals {

    /** Label of the nearest center, as a double because that is what vector lanes hold. */
    final double[] nearest = new double[Blocks.ROWS];

    /** |c|² / 2 − x·c of the nearest center: half its squared distance, less a part that all centers share. */
    final double[] best = new double[Blocks.ROWS];

    /** The same of the second nearest; +∞ if there is but one. */
    final double[] second = new double[Blocks.ROWS];

    /** For each tile one bit per row: set where the row must be looked at. */
    final int[] attention = new int[Blocks.ROWS / Blocks.LANES];

    /** Squared norms of the rows, where they were asked for. */
    final double[] squaredNorms = new double[Blocks.ROWS];

    /** One tile of centered rows. */
    private double[] tile = new double[0];

    /** For the kernel that works on strips: the scores of every center, columns of the strip, and the least two. */
    private double[][] scores = new double[0][];

    private double[][] bestSoFar = new double[0][];

    private final double[][] columns = new double[8][PlainKernel.STRIP];
    private final double[] stripBest = new double[PlainKernel.STRIP];
    private final double[] stripSecond = new double[PlainKernel.STRIP];

    double[] tile(int features) {
        if (tile.length < features * Blocks.LANES) {
            tile = new double[features * Blocks.LANES];
        }
        return tile;
    }

    double[][] scores(int centers) {
        if (scores.length < centers) {
            scores = new double[centers][PlainKernel.STRIP];
        }
        return scores;
    }

    double[][] bestSoFar(int families) {
        if (bestSoFar.length < families) {
            bestSoFar = new double[families][PlainKernel.STRIP];
        }
        return bestSoFar;
    }

    double[][] columns() {
        return columns;
    }

    double[] stripBest() {
        return stripBest;
    }

    double[] stripSecond() {
        return stripSecond;
    }

    /** Leaves rows to be decided by exact distances. */
    void tie(int from, int to) {
        for (int r = from; r < to; r++) {
            nearest[r] = 0;
            best[r] = 0;
            second[r] = 0;
        }
        if (from < to) {
            attention[from / Blocks.LANES] = (1 << (to - from)) - 1; // never a whole tile
        }
    }
}
