package dev.segmentation.cluster;

import dev.segmentation.Workers;
import java.util.function.IntConsumer;

/** How the runs of a pass are worked on: on several threads, or on this one inside a task of a larger batch. */
interface Loop {

    void forEach(int count, IntConsumer task);

    void checkCancelled();

    static Loop across(Workers workers) {
        return new Loop() {
            @Override
            public void forEach(int count, IntConsumer task) {
                workers.forEach(count, task);
            }

            @Override
            public void checkCancelled() {
                workers.checkCancelled();
            }
        };
    }

    static Loop within(Workers workers) {
        return new Loop() {
            @Override
            public void forEach(int count, IntConsumer task) {
                for (int t = 0; t < count; t++) {
                    workers.checkCancelled();
                    task.accept(t);
                }
            }

            @Override
            public void checkCancelled() {
                workers.checkCancelled();
            }
        };
    }
}
