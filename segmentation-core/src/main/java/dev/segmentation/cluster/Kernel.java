package dev.segmentation.cluster;

import dev.segmentation.Workers;

/**
 * The innermost loop of k-means: for every row of a block, which center is nearest, and how much nearer than the next.
 *
 * <p>A kernel <em>proposes</em>: it may center the data, narrow them, expand the square and add up in whatever order is
 * fast. What it says is right unless best and second best are closer than a rigorous bound of its rounding, see {@link
 * Panel}; such a row is <em>decided</em> by the distances of {@link Distances}, whose order of operations is the
 * definition. So every kernel leads to the same labels, to the bit. Stateless; any number of threads may use one kernel.
 */
abstract class Kernel {

    /**
     * The fastest kernel that this machine and the caller allow.
     *
     * @param workers the threads of the work, which know what the caller allows
     */
    static Kernel of(Workers workers) {
        return workers.mayUseVectorKernel() ? fastest() : Plain.KERNEL;
    }

    /** The fastest kernel that this machine allows. */
    static Kernel fastest() {
        return Found.KERNEL;
    }

    /** How reports name it. */
    abstract String name();

    /**
     * Proposes the nearest center of each row of a block, and notes which rows must be looked at, because the proposal
     * differs from the hint or is too close to call; maybe more than must. Of a last, narrower tile it may leave open
     * every row.
     *
     * @param panel the centers
     * @param rowRadius no row of the whole tiles is farther from the offset
     * @param packed the block, laid out as {@link dev.segmentation.internal.Blocks}
     * @param narrowed the same as {@link Narrowed} by the scale of the panel, or {@link Narrowed#NONE}
     * @param rows how many rows it has
     * @param hints for each row a guess of its label, from {@code firstHint} on; need not be valid labels
     * @param into receives the proposals
     */
    abstract void propose(
            Panel panel,
            double rowRadius,
            double[] packed,
            float[] narrowed,
            int rows,
            int[] hints,
            int firstHint,
            Proposals into);

    /** After a proposal for the same rows: writes bounds of their squared distances. */
    abstract void bound(Panel panel, int rows, Proposals found);

    /** About how long a row of a pass takes on one thread, as measured on one machine; nothing but speed depends on it. */
    abstract double nanosPerRow(int centers, int features);

    /** Looked for when a kernel is first asked for. */
    private static final class Found {
        private static final Kernel KERNEL = VectorSupport.kernel()
                .map(found -> (Kernel) new WarmingKernel(found))
                .orElse(Plain.KERNEL);
    }

    private static final class Plain {
        private static final Kernel KERNEL = new PlainKernel();
    }
}
