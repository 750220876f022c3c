package dev.segmentation.cluster;

/**
 * The vector kernel, once the JIT compiler has made machine code of it. Until then its vectors are objects, a hundred
 * times slower; so the plain kernel does the work. When there has been enough work for the compiler to pay, the vector
 * kernel does the first rows of each block too, timed, until it is the faster one. A small first fit in a fresh process
 * takes no longer for it, and the answer is the same.
 */
final class WarmingKernel extends Kernel {

    /** Tries in a row that the vector kernel must win: one could be luck. */
    private static final int WINS = 8;

    /** Rows that are tried: two tiles, which kernels may do at once. */
    private static final int PROBED = Narrowed.ROWS;

    /** Blocks that the plain kernel does first: a fit of 100 000 rows and 40 iterations. */
    private static final int PLAIN_BLOCKS = 1 << 12;

    /** Tries after which a kernel that is still slow is left alone. */
    private static final int MOST_PROBES = 1 << 14;

    private final FloatKernel vector;
    private final FloatKernel plain = new PlainKernel();
    private volatile boolean warm;
    private int blocks; // counts are not exact under concurrency, nor need they be
    private int probes;
    private int wins;

    WarmingKernel(FloatKernel vector) {
        this.vector = vector;
    }

    @Override
    String name() {
        return warm ? vector.name() : plain.name();
    }

    @Override
    double nanosPerRow(int centers, int features) {
        return (warm ? vector : plain).nanosPerRow(centers, features);
    }

    @Override
    void propose(
            Panel panel,
            double rowRadius,
            double[] packed,
            float[] narrowed,
            int rows,
            int[] hints,
            int firstHint,
            Proposals into) {
        if (warm) {
            vector.propose(panel, rowRadius, packed, narrowed, rows, hints, firstHint, into);
            return;
        }
        if (blocks < PLAIN_BLOCKS) {
            blocks++;
            plain.propose(panel, rowRadius, packed, narrowed, rows, hints, firstHint, into);
            return;
        }
        boolean probing = rows >= PROBED && probes < MOST_PROBES && panel.holds(rowRadius);
        float[] tried = probing ? plain.narrowed(panel, packed, narrowed, PROBED, into) : Narrowed.NONE;
        long start = System.nanoTime();
        if (probing) {
            probes++;
            vector.proposeWhole(panel, tried, PROBED, hints, firstHint, into);
        }
        long middle = System.nanoTime();
        plain.propose(panel, rowRadius, packed, narrowed, rows, hints, firstHint, into); // overwrites what was probed
        if (probing && into.floats.holdsProposal) { // or else the exact kernel has been timed
            long plainNanos = (System.nanoTime() - middle) / (rows / PROBED);
            wins = middle - start < plainNanos ? wins + 1 : 0;
            if (wins >= WINS) {
                warm = true;
            }
        }
    }

    @Override
    void bound(Panel panel, int rows, Proposals found) {
        plain.bound(panel, rows, found);
    }
}
