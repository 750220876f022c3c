package dev.segmentation.mixed;

import dev.segmentation.Workers;
import java.util.function.IntConsumer;

/** How the parts of a pass are worked on: on several threads, or on this one inside a task of a larger batch. */
record Loop(Workers workers, Where where) {

    /** Who works. */
    enum Where {
        /** All threads share a pass. */
        ACROSS,
        /** This thread alone. */
        WITHIN
    }

    void forEach(int count, IntConsumer task) {
        if (where == Where.ACROSS) {
            workers.forEach(count, task);
            return;
        }
        for (int t = 0; t < count; t++) {
            workers.checkCancelled();
            task.accept(t);
        }
    }

    void poll() {
        workers.checkCancelled();
    }
}
