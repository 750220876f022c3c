package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Blobs;

/** k-means of another library, the data in its own form already. */
interface Rival {

    /**
     * One start, from the given centers where the library takes them, else from centers of its own by a fixed seed.
     *
     * @param maxIterations where to stop
     * @return the library's result
     */
    Object fit(int maxIterations);

    /** How a rival gets its data. */
    interface Factory {
        Rival load(Blobs blobs, int threads);
    }
}
