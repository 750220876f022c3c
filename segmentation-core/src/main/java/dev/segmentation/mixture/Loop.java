package dev.segmentation.mixture;

import dev.segmentation.Workers;
import java.util.function.IntConsumer;

/** Tasks on all threads of some workers, or, inside one of their tasks, on its thread alone. */
final class Loop {

    private final Workers workers;
    private final boolean inside;

    private Loop(Workers workers, boolean inside) {
        this.workers = workers;
        this.inside = inside;
    }

    static Loop across(Workers workers) {
        return new Loop(workers, false);
    }

    static Loop within(Workers workers) {
        return new Loop(workers, true);
    }

    void forEach(int count, IntConsumer task) {
        if (!inside) {
            workers.forEach(count, task);
            return;
        }
        for (int t = 0; t < count; t++) {
            checkCancelled();
            task.accept(t);
        }
    }

    void checkCancelled() {
        workers.checkCancelled();
    }
}
