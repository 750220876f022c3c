package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import org.jspecify.annotations.Nullable;

/**
 * A kernel in single precision, which does twice as many rows per instruction; its bounds are those of {@link Panel}.
 * Where they leave much open, the block is left to the {@link ExactKernel}.
 */
abstract class FloatKernel extends Kernel {

    /** Of the rows of a block, so many may be left to be decided one by one. */
    private static final double OPEN = 1.0 / 16;

    /** Blocks that are left to the exact kernel at once after a whole one of which too much was left open. */
    private static final int PATIENCE = 31;

    private final ExactKernel exact = new ExactKernel();

    @Override
    final void propose(
            Panel panel,
            double rowRadius,
            double[] packed,
            float[] narrowed,
            int rows,
            int[] hints,
            int firstHint,
            Proposals into) {
        Room room = into.floats;
        room.holdsProposal = false;
        if (room.isOpen(panel)) {
            room.patience--;
        } else if (panel.holds(rowRadius)) {
            int whole = rows & -Blocks.LANES;
            proposeWhole(panel, narrowed(panel, packed, narrowed, whole, into), whole, hints, firstHint, into);
            into.tie(whole, rows);
            room.holdsProposal = uncertain(whole, into) <= OPEN * rows;
            room.patience = room.holdsProposal ? 0 : PATIENCE * rows / Blocks.ROWS;
        }
        if (!room.holdsProposal) {
            exact.propose(panel, rowRadius, packed, narrowed, rows, hints, firstHint, into);
        }
    }

    @Override
    final double nanosPerRow(int centers, int features) {
        return features > Panel.WIDEST ? exact.nanosPerRow(centers, features) : nanosPerNarrowedRow(centers, features);
    }

    /** {@link #nanosPerRow} where single precision decides nearly all rows. */
    abstract double nanosPerNarrowedRow(int centers, int features);

    /** What is given, or else the rows converted now. */
    final float[] narrowed(Panel panel, double[] packed, float[] narrowed, int rows, Proposals into) {
        if (narrowed.length > 0) {
            return narrowed;
        }
        float[] room = into.floats.narrowed(Narrowed.size(rows, panel.features));
        convert(panel, packed, rows, room);
        return room;
    }

    /** Converts rows of whole tiles. */
    void convert(Panel panel, double[] packed, int rows, float[] into) {
        Narrowed.convert(panel.scale, panel.shift, packed, rows, into);
    }

    private static int uncertain(int rows, Proposals found) {
        int count = 0;
        for (int tile = 0; tile < rows / Blocks.LANES; tile++) {
            count += Integer.bitCount(found.uncertain[tile]);
        }
        return count;
    }

    /** Proposes for whole tiles. */
    abstract void proposeWhole(Panel panel, float[] narrowed, int rows, int[] hints, int firstHint, Proposals into);

    @Override
    final void bound(Panel panel, int rows, Proposals found) {
        if (found.floats.holdsProposal) {
            panel.bound(rows & -Blocks.LANES, found);
            found.boundNothing(rows & -Blocks.LANES, rows);
        } else {
            exact.bound(panel, rows, found);
        }
    }

    /** What kernels in single precision find, and work in. */
    static final class Room {

        /**
         * Least and second least score, lowered and scaled as {@link Panel} says. Where the last tile has no partner,
         * what belongs to the partner has no meaning.
         */
        final float[] best = new float[Blocks.ROWS];

        final float[] second = new float[Blocks.ROWS];

        /** Squared norms of the rows, scaled. */
        final float[] norms = new float[Blocks.ROWS];

        boolean holdsProposal; // or else the exact kernel has made it
        private int patience; // blocks to be left to the exact kernel …
        private @Nullable Panel panel; // … as long as these are the centers
        private float[] narrowed = new float[0];

        /** Whether single precision left too much open a few blocks ago. */
        private boolean isOpen(Panel now) {
            if (now != panel) {
                panel = now;
                patience = 0;
            }
            return patience > 0;
        }

        private float[] narrowed(int size) {
            if (narrowed.length < size) {
                narrowed = new float[size];
            }
            return narrowed;
        }
    }
}
