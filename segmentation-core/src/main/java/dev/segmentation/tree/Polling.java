package dev.segmentation.tree;

import dev.segmentation.Workers;

/** Asks for cancellation every so many steps. */
final class Polling {

    private static final int STEPS = 2048;

    private final Workers workers;

    Polling(Workers workers) {
        this.workers = workers;
    }

    /** Step i of a loop. */
    void at(int i) {
        if ((i & (STEPS - 1)) == 0) {
            workers.checkCancelled();
        }
    }
}
