package dev.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WorkersTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 64})
    void everyTaskRunsOnceAndResultsAreInOrder(int threads) {
        try (Workers workers = Execution.onThreads(threads).start()) {
            for (int count : new int[] {0, 1, 2, 7, 1000}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, count));
                List<Integer> results = workers.map(count, t -> {
                    runs.incrementAndGet(t);
                    return t * t;
                });
                assertThat(results).hasSize(count);
                for (int t = 0; t < count; t++) {
                    assertThat(runs.get(t)).isEqualTo(1);
                    assertThat(results.get(t)).isEqualTo(t * t);
                }
            }
        }
    }

    @Test
    void helpersReallyHelp() {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch three = new CountDownLatch(3);
        try (Workers workers = Execution.onThreads(3).start()) {
            workers.forEach(3, t -> {
                seen.add(Thread.currentThread());
                three.countDown();
                await(three); // only three threads at once get past this
            });
        }
        assertThat(seen).hasSize(3).contains(Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void whatATaskThrowsArrivesAfterAllHaveStopped(int threads) {
        AtomicInteger inside = new AtomicInteger();
        try (Workers workers = Execution.onThreads(threads).start()) {
            for (int round = 0; round < 50; round++) {
                int bad = round;
                assertThatIllegalStateException()
                        .isThrownBy(() -> workers.forEach(50, t -> {
                            inside.incrementAndGet();
                            try {
                                if (t == bad) {
                                    throw new IllegalStateException("task");
                                }
                            } finally {
                                inside.decrementAndGet();
                            }
                        }))
                        .withMessage("task");
                assertThat(inside).as("tasks still running").hasValue(0);
            }
            assertThat(workers.map(3, t -> t)).as("usable afterwards").containsExactly(0, 1, 2);
        }
    }

    @Test
    void errorsAndCheckedExceptionsOfHelpersAreNotLost() {
        try (Workers workers = Execution.onThreads(2).start()) {
            assertThatExceptionOfType(StackOverflowError.class)
                    .isThrownBy(() -> onHelper(workers, () -> {
                        throw new StackOverflowError();
                    }));
            assertThatIllegalStateException()
                    .isThrownBy(() -> onHelper(workers, () -> sneak(new InterruptedException("checked"))))
                    .withCauseInstanceOf(InterruptedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aTokenCancelsWithin100Milliseconds(int threads) {
        ExecutorService executor = Executors.newFixedThreadPool(3);
        assertQuick(() -> {
            AtomicBoolean cancelled = new AtomicBoolean();
            AtomicLong asked = askSoon(() -> cancelled.set(true));
            try (Workers workers = Execution.on(executor, threads)
                    .withCancellation(cancelled::get)
                    .start()) {
                assertThatExceptionOfType(CancelledException.class)
                        .isThrownBy(() -> workers.forEach(Integer.MAX_VALUE, t -> spin()))
                        .withMessage("cancelled by the caller; inputs are untouched")
                        .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.CANCELLED));
            }
            return System.nanoTime() - asked.get();
        });
        assertUsable(executor);
        executor.shutdown();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void anInterruptCancelsAndStaysSet(int threads) {
        Thread caller = Thread.currentThread();
        assertQuick(() -> {
            AtomicLong asked = askSoon(caller::interrupt);
            try (Workers workers = Execution.onThreads(threads).start()) {
                assertThatExceptionOfType(CancelledException.class)
                        .isThrownBy(() -> workers.forEach(Integer.MAX_VALUE, t -> spin()));
            }
            long nanos = System.nanoTime() - asked.get();
            assertThat(Thread.interrupted()).as("the flag, cleared now").isTrue();
            return nanos;
        });
    }

    @Test
    void anInterruptWhileWaitingForAHelperStaysSet() {
        Thread caller = Thread.currentThread();
        CountDownLatch entered = new CountDownLatch(1);
        try (Workers workers = Execution.onThreads(2).start()) {
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> workers.forEach(2, t -> {
                        if (Thread.currentThread() == caller) {
                            await(entered);
                        } else {
                            entered.countDown();
                            LockSupport.parkNanos(100_000_000);
                            caller.interrupt();
                            LockSupport.parkNanos(100_000_000);
                        }
                    }));
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aCancelledTokenIsAskedFirst() {
        AtomicInteger runs = new AtomicInteger();
        try (Workers workers =
                Execution.onThreads(2).withCancellation(() -> true).start()) {
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> workers.forEach(10, t -> runs.incrementAndGet()));
            assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> workers.forEach(0, t -> {}));
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void nestedInAPoolOfOneDoesNotDeadlock() throws Exception {
        ForkJoinPool forkJoin = new ForkJoinPool(1);
        ExecutorService single = Executors.newFixedThreadPool(1);
        try {
            for (ExecutorService pool : List.of(forkJoin, single)) {
                List<Integer> results = pool.submit(() -> {
                            try (Workers outer = Execution.on(pool, 4).start()) {
                                return outer.map(3, t -> {
                                    try (Workers inner = Execution.on(pool, 4).start()) {
                                        return inner.map(100, u -> u).stream()
                                                .mapToInt(Integer::intValue)
                                                .sum();
                                    }
                                });
                            }
                        })
                        .get(10, TimeUnit.SECONDS);
                assertThat(results).containsExactly(4950, 4950, 4950);
            }
        } finally {
            forkJoin.shutdownNow();
            single.shutdownNow();
        }
    }

    @Test
    void aBusyPoolIsNotWaitedFor() {
        ExecutorService busy = Executors.newFixedThreadPool(1);
        CountDownLatch release = new CountDownLatch(1);
        try {
            busy.execute(() -> await(release));
            try (Workers workers = Execution.on(busy, 8).start()) {
                assertThat(workers.map(100, t -> t)).hasSize(100);
            }
        } finally {
            release.countDown();
            busy.shutdown();
        }
    }

    @Test
    void lateHelpersDoNothing() {
        List<Runnable> queue = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        try (Workers workers = Execution.on(queue::add, 4).start()) {
            workers.forEach(10, t -> runs.incrementAndGet());
        }
        assertThat(queue).as("offered to helpers").hasSize(3);
        queue.forEach(Runnable::run);
        assertThat(runs).hasValue(10);
    }

    @Test
    void saturatedAndClosedExecutors() {
        ExecutorService closed = Executors.newFixedThreadPool(1);
        closed.shutdown();
        CountDownLatch release = new CountDownLatch(1);
        ThreadPoolExecutor saturated = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
        try {
            saturated.execute(() -> await(release));
            for (Executor executor : List.of(closed, saturated)) {
                try (Workers workers = Execution.on(executor, 4).start()) {
                    assertThat(workers.map(10, t -> t)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
                }
            }
        } finally {
            release.countDown();
            saturated.shutdown();
        }
    }

    @Test
    void cancellationIsPolledWhereTheExecutorRunsTasksOnTheCaller() {
        AtomicInteger runs = new AtomicInteger();
        try (Workers workers = Execution.on(Runnable::run, 4)
                .withCancellation(() -> runs.get() >= 10)
                .start()) {
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> workers.forEach(1_000, t -> runs.incrementAndGet()));
        }
        assertThat(runs).hasValue(10);
    }

    @Test
    void noThreadIsLeftAfterClose() throws InterruptedException {
        Set<Thread> helpers = ConcurrentHashMap.newKeySet();
        try (Workers workers = Execution.onThreads(4).start()) {
            CountDownLatch four = new CountDownLatch(4);
            workers.forEach(4, t -> {
                helpers.add(Thread.currentThread());
                four.countDown();
                await(four);
            });
            helpers.remove(Thread.currentThread());
            assertThat(helpers).hasSize(3).allMatch(Thread::isDaemon);
        }
        for (Thread helper : helpers) {
            helper.join(1000);
            assertThat(helper.isAlive()).isFalse();
        }
    }

    @Test
    void longTasksTellHowManyAreDone() {
        for (int threads : new int[] {1, 3}) {
            List<FitProgress> told = new ArrayList<>();
            List<Integer> results;
            try (Workers workers =
                    Execution.onThreads(threads).withListener(told::add).start()) {
                results = workers.map(5, "squares", number -> number * number);
            }
            assertThat(results).containsExactly(0, 1, 4, 9, 16);
            assertThat(told).isSortedAccordingTo(Comparator.comparingLong(FitProgress::done));
            assertThat(told).allMatch(step -> "squares".equals(step.stage()) && step.total() == 5);
            assertThat(told.get(told.size() - 1).done()).isEqualTo(5);
            if (threads == 1) {
                assertThat(told).hasSize(5);
            }
        }
    }

    @Test
    void theCallersExecutorStaysOpen() {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        Workers workers = Execution.on(executor, 3).start();
        workers.forEach(10, t -> {});
        workers.close();
        workers.close();
        assertUsable(executor);
        executor.shutdown();
    }

    /** Within 100 ms in the best of five attempts, because the machine may be busy with other things. */
    private static void assertQuick(LongSupplier attempt) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5 && best > 100_000_000; i++) {
            best = Math.min(best, attempt.getAsLong());
        }
        assertThat(best).isBetween(0L, 100_000_000L);
    }

    /** Asks for cancellation in 50 ms from another thread, and says when it did. */
    private static AtomicLong askSoon(Runnable ask) {
        AtomicLong asked = new AtomicLong();
        new Thread(() -> {
                    LockSupport.parkNanos(50_000_000);
                    asked.set(System.nanoTime());
                    ask.run();
                })
                .start();
        return asked;
    }

    private static void assertUsable(ExecutorService executor) {
        AtomicInteger done = new AtomicInteger();
        try (Workers workers = Execution.on(executor, 3).start()) {
            workers.forEach(100, t -> done.incrementAndGet());
        }
        assertThat(executor.isShutdown()).isFalse();
        assertThat(done).hasValue(100);
    }

    /** Runs something on a helper's thread, while the caller waits for it to begin. */
    private static void onHelper(Workers workers, Runnable work) {
        Thread caller = Thread.currentThread();
        CountDownLatch begun = new CountDownLatch(1);
        workers.forEach(2, t -> {
            if (Thread.currentThread() == caller) {
                await(begun);
            } else {
                begun.countDown();
                work.run();
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static void spin() {
        long end = System.nanoTime() + 200_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
