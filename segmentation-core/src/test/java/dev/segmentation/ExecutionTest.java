package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ExecutionTest {

    @Test
    void threadsAndNames() {
        assertThat(Execution.sequential().threads()).isEqualTo(1);
        assertThat(Execution.onThreads(3).threads()).isEqualTo(3);
        assertThat(Execution.sequential()).hasToString("Execution[1 thread]");
        assertThat(Execution.onThreads(3)).hasToString("Execution[3 threads]");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            assertThat(Execution.on(executor, 2)).hasToString("Execution[2 threads of the caller's executor]");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void badArguments() {
        assertThat(refused(Reason.BAD_PARAM, () -> Execution.onThreads(0)))
                .hasMessage("Execution.onThreads: threads = 0, expected at least 1; 1 is the calling thread alone");
        assertThat(refused(Reason.BAD_PARAM, () -> Execution.on(Runnable::run, -1))
                        .name())
                .contains("threads");
        assertThatNullPointerException()
                .isThrownBy(() -> Execution.sequential().withListener(nothing()))
                .withMessage("listener");
        assertThatNullPointerException()
                .isThrownBy(() -> Execution.sequential().withCancellation(nothing()))
                .withMessage("cancellation");
        assertThatNullPointerException()
                .isThrownBy(() -> Execution.on(nothing(), 1))
                .withMessage("executor");
    }

    @Test
    void theListenerIsToldOnTheCallingThread() {
        List<FitProgress> told = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        Execution execution = Execution.onThreads(2).withListener(progress -> {
            told.add(progress);
            threads.add(Thread.currentThread());
        });
        try (Workers workers = execution.start()) {
            workers.tell(new FitProgress("k-means", 1, 10, 2.5));
        }
        assertThat(told).containsExactly(new FitProgress("k-means", 1, 10, 2.5));
        assertThat(threads).containsExactly(Thread.currentThread());
        try (Workers silent = Execution.sequential().start()) {
            silent.tell(new FitProgress("nobody listens", 1, 1, Double.NaN));
        }
    }

    @Test
    void deriving() {
        Execution plain = Execution.onThreads(2);
        Execution cancelled = plain.withCancellation(() -> true).withListener(progress -> {});
        assertThat(cancelled.threads()).isEqualTo(2);
        try (Workers workers = plain.start()) {
            workers.checkCancelled();
        }
        try (Workers workers = cancelled.start()) {
            assertThatExceptionOfType(CancelledException.class).isThrownBy(workers::checkCancelled);
        }
    }

    @Test
    void aListenerThatThrowsEndsTheWork() {
        RuntimeException cause = new IllegalStateException("the caller's own");
        Execution execution = Execution.sequential().withListener(progress -> {
            throw cause;
        });
        try (Workers workers = execution.start()) {
            assertThatExceptionOfType(FitException.class)
                    .isThrownBy(() -> workers.tell(new FitProgress("x", 1, 1, 0)))
                    .withCause(cause)
                    .satisfies(failed -> assertThat(failed.reason()).isEqualTo(Reason.CALLBACK_FAILED))
                    .satisfies(failed -> assertThat(failed.getMessage()).doesNotContain("own"));
        }
    }

    @Test
    void aTokenThatThrowsEndsTheWork() {
        RuntimeException cause = new IllegalStateException("the caller's own");
        Execution execution = Execution.sequential().withCancellation(() -> {
            throw cause;
        });
        try (Workers workers = execution.start()) {
            assertThatExceptionOfType(FitException.class)
                    .isThrownBy(() -> workers.forEach(3, task -> {}))
                    .withCause(cause)
                    .satisfies(failed -> assertThat(failed.reason()).isEqualTo(Reason.CALLBACK_FAILED));
        }
    }

    /** A null that the null checker need not know of. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
