package dev.segmentation.benchmarks.peers;

/** The libraries that are compared; constants are named as they are written on the command line. */
public enum Peer {
    /** ELKI 0.8.0, one thread, from the given centers. */
    elkiLloyd((blobs, threads) -> Elki.lloyd(blobs)),
    /** ELKI 0.8.0, all processors, from the given centers. */
    elkiParallelLloyd((blobs, threads) -> Elki.parallelLloyd(blobs)),
    /** ELKI 0.8.0, one thread, from the given centers. */
    elkiElkan((blobs, threads) -> Elki.elkan(blobs)),
    /** ELKI 0.8.0, one thread, from the given centers. */
    elkiHamerly((blobs, threads) -> Elki.hamerly(blobs)),
    /** ELKI 0.8.0, one thread, from the given centers. */
    elkiExponion((blobs, threads) -> Elki.exponion(blobs)),
    /** Smile 3.1.1, all processors, own seeding. */
    smileLloyd((blobs, threads) -> Smile.lloyd(blobs)),
    /** Smile 3.1.1 on a tree of the data, own seeding. */
    smileTree((blobs, threads) -> Smile.tree(blobs)),
    /** commons-math3 3.6.1, one thread, own seeding. */
    commonsMath((blobs, threads) -> new CommonsMath(blobs)),
    /** Tribuo 4.3.2, own seeding. */
    tribuo(Tribuo::new),
    /** Weka 3.8.6, own seeding. */
    weka(Weka::new);

    final Rival.Factory factory;

    Peer(Rival.Factory factory) {
        this.factory = factory;
    }
}
