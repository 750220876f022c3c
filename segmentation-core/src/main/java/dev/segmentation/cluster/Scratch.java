package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;

/** The working memory of one thread inside a pass over blocks; borrowed from {@link TrainingData}. */
final class Scratch {

    final Proposals proposals = new Proposals();

    /** Rows of several blocks that are worked on together. */
    final int[] rows = new int[Blocks.ROWS];

    /** The labels of those rows. */
    final int[] labels = new int[Blocks.ROWS];

    /** Rows of one block that may have changed. */
    final int[] suspects = new int[Blocks.ROWS];

    /** How much nearer, at least, a row is to its nearest center than to the second nearest. */
    final double[] gaps = new double[Blocks.ROWS];

    private final Blocks blocks;
    private final Distances distances;
    private double[] read = new double[0];
    private double[] gathered = new double[0];

    Scratch(Blocks blocks) {
        this.blocks = blocks;
        this.distances = new Distances(blocks.featureCount());
    }

    /** The values of a block, valid until the next is asked for. */
    double[] packed(int block) {
        if (read.length < blocks.scratchSize()) {
            read = new double[blocks.scratchSize()];
        }
        return blocks.read(block, read);
    }

    Distances distances() {
        return distances;
    }

    /** Room for the values of a block of rows that were picked. */
    double[] gathered() {
        if (gathered.length == 0) {
            gathered = new double[Math.multiplyExact(Blocks.ROWS, blocks.featureCount())];
        }
        return gathered;
    }

    /** Repeats the last of the gathered rows until their last tile is whole; gives how many there are then. */
    int fillLastTile(int count) {
        int whole = (count + Blocks.LANES - 1) & -Blocks.LANES;
        int from = blocks.indexInBlock(count - 1);
        for (int r = count; r < whole; r++) {
            int to = blocks.indexInBlock(r);
            for (int j = 0; j < blocks.featureCount(); j++) {
                gathered[to + j * Blocks.LANES] = gathered[from + j * Blocks.LANES];
            }
        }
        return whole;
    }
}
