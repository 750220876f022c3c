package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;

/**
 * What a {@link Kernel} says about the rows of one block, and the scratch space of kernels. Of one thread.
 */
final class Proposals {

    /** The label that is proposed for each row, a last narrower tile maybe left out. */
    final int[] nearest = new int[Blocks.ROWS];

    /** For each tile one bit per row: set where the row must be looked at. */
    final int[] attention = new int[Blocks.ROWS / Blocks.LANES];

    /** For each tile one bit per row: set where the proposal is too close to call. */
    final int[] uncertain = new int[Blocks.ROWS / Blocks.LANES];

    /** No squared distance of a row is less; this and the next two by {@link Kernel#bound}. */
    final double[] atLeast = new double[Blocks.ROWS];

    /** The squared distance to the nearest center is not more. */
    final double[] atMost = new double[Blocks.ROWS];

    /** The squared distances to the other centers are not less. */
    final double[] others = new double[Blocks.ROWS];

    final FloatKernel.Room floats = new FloatKernel.Room();
    final PlainKernel.Room plain = new PlainKernel.Room();
    final ExactKernel.Room exact = new ExactKernel.Room();

    /** Asked now and then by what takes long, so that it can be cancelled. */
    Runnable poll = () -> {};

    boolean isCertain(int r) {
        return (uncertain[r / Blocks.LANES] >>> (r % Blocks.LANES) & 1) == 0;
    }

    boolean needsAttention(int r) {
        return (attention[r / Blocks.LANES] >>> (r % Blocks.LANES) & 1) != 0;
    }

    /** Leaves the rows of a last, narrower tile to be decided by exact distances. */
    void tie(int from, int to) {
        if (from < to) {
            int all = (1 << (to - from)) - 1;
            attention[from / Blocks.LANES] = all;
            uncertain[from / Blocks.LANES] = all;
        }
    }

    /** Nothing is known of the distances of these rows. */
    void boundNothing(int from, int to) {
        for (int r = from; r < to; r++) {
            atLeast[r] = Double.NEGATIVE_INFINITY;
            atMost[r] = Double.POSITIVE_INFINITY;
            others[r] = Double.NEGATIVE_INFINITY;
        }
    }
}
