package dev.segmentation.hierarchy;

import dev.segmentation.Workers;

/** Cuts a loop into pieces for threads; what a piece finds must not depend on where it begins. */
final class Ranges {

    /** A piece takes some microseconds at least, what it costs to hand it over. */
    private static final int LEAST_WORK = 1 << 16;

    /** The pieces that have been worked on by one thread between two polls of cancellation at most. */
    private static final int MOST_WORK = 1 << 21;

    private Ranges() {}

    /** What is done with a piece. */
    interface Work {
        void on(int piece, int from, int to);
    }

    /** How many pieces a loop over so many elements is cut into, each of which costs so many operations. */
    static int pieces(int count, int cost, Workers workers) {
        long work = (long) count * cost;
        long forThreads = Math.min(workers.threads(), work / LEAST_WORK);
        return (int) Math.max(1, Math.min(count, Math.max(forThreads, work / MOST_WORK)));
    }

    /** Works on the pieces. */
    static void forEach(int pieces, int count, Workers workers, Work work) {
        if (pieces == 1) {
            work.on(0, 0, count);
        } else {
            workers.forEach(
                    pieces, piece -> work.on(piece, start(piece, pieces, count), start(piece + 1, pieces, count)));
        }
    }

    private static int start(int piece, int pieces, int count) {
        return (int) ((long) piece * count / pieces);
    }
}
