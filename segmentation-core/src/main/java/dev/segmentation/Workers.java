package dev.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one piece of work, for authors of algorithms: runs numbered tasks, polls cancellation, tells progress.
 *
 * <p>Which thread runs which task, and when, is not fixed; a task must therefore write only where no other task reads,
 * and results must be combined in the order of the task numbers. Use from one thread, and close it: threads that it
 * started end then, an executor of the caller's is left alone.
 */
public final class Workers implements AutoCloseable {

    /** How long a helper without work waits for more. */
    private static final long PATIENCE_NANOS = 200_000;

    /** Looks, without pausing, whether helpers are done, before the caller is put to sleep. */
    private static final int SPINS = 2_000;

    private final int threads;
    private final @Nullable Consumer<FitProgress> listener;
    private final @Nullable BooleanSupplier cancellation;
    private final Thread owner = Thread.currentThread();
    private volatile boolean cancelled;
    private volatile boolean abandoned; // a task of the current batch has failed
    private @Nullable Executor executor;
    private @Nullable ExecutorService owned;
    private final boolean vectorKernel;
    private final AtomicInteger helpers = new AtomicInteger(); // asked for, and not gone yet
    private volatile @Nullable Batch batch; // the latest
    private volatile boolean closed;

    Workers(
            int threads,
            @Nullable Executor executor,
            @Nullable Consumer<FitProgress> listener,
            @Nullable BooleanSupplier cancellation,
            boolean vectorKernel) {
        this.threads = threads;
        this.executor = executor;
        this.listener = listener;
        this.cancellation = cancellation;
        this.vectorKernel = vectorKernel;
    }

    /**
     * How many threads may work.
     *
     * @return at least 1
     */
    public int threads() {
        return threads;
    }

    /**
     * Whether work may use the module jdk.incubator.vector where it is there.
     *
     * @return false after {@link Execution#withoutVectorKernel()}
     */
    public boolean mayUseVectorKernel() {
        return vectorKernel;
    }

    /**
     * Runs the tasks 0 … count − 1 and returns when all are done; cancellation is polled before each task that the
     * calling thread takes. What a task throws is thrown here after all running tasks have ended.
     *
     * @param count how many tasks
     * @param task called once with every number
     * @throws CancelledException if cancelled
     */
    public void forEach(int count, IntConsumer task) {
        checkCancelled();
        int wanted = Math.min(threads, count) - 1;
        if (wanted <= 0) {
            for (int t = 0; t < count; t++) {
                checkCancelled();
                task.accept(t);
            }
            return;
        }
        Batch next = new Batch(this, count, task);
        batch = next; // helpers that are still here see it at once
        try {
            for (int h = 0; h < wanted && enter(wanted); h++) {
                try {
                    pool().execute(this::help);
                } catch (RejectedExecutionException saturated) {
                    helpers.decrementAndGet();
                    break; // the calling thread does the work with the helpers there are
                }
            }
        } catch (Throwable thrown) {
            helpers.decrementAndGet();
            next.fail(thrown);
        }
        next.runOnCaller();
    }

    private boolean enter(int most) {
        int present = helpers.get();
        while (present < most) {
            if (helpers.compareAndSet(present, present + 1)) {
                return true;
            }
            present = helpers.get();
        }
        return false;
    }

    /**
     * A helper: works on one batch after the other, waits a moment for the next, because waking a thread takes longer
     * than a short pass, and goes.
     */
    private void help() {
        if (owner.equals(Thread.currentThread())) {
            helpers.decrementAndGet(); // an executor that runs tasks on the caller, who polls cancellation in its own
            // loop
            return;
        }
        Batch done = null;
        do {
            long patience = System.nanoTime() + PATIENCE_NANOS;
            while (!closed && System.nanoTime() < patience) {
                Batch latest = batch;
                if (latest != null && latest != done) {
                    latest.run();
                    done = latest;
                    patience = System.nanoTime() + PATIENCE_NANOS;
                }
                Thread.onSpinWait();
            }
            helpers.decrementAndGet();
            // whoever started a batch meanwhile and counted on this helper: it comes back
        } while (!closed && batch != done && enter(threads - 1));
    }

    /**
     * Runs the tasks 0 … count − 1 and collects their results in the order of their numbers.
     *
     * @param <T> the type of a result
     * @param count how many tasks
     * @param task gives the result of a number
     * @return count results
     * @throws CancelledException if cancelled
     */
    public <T> List<T> map(int count, IntFunction<T> task) {
        List<AtomicReference<T>> slots = new ArrayList<>(count);
        for (int t = 0; t < count; t++) {
            slots.add(new AtomicReference<>());
        }
        forEach(count, t -> slots.get(t).setPlain(task.apply(t)));
        List<T> results = new ArrayList<>(count);
        for (AtomicReference<T> slot : slots) {
            results.add(slot.getPlain());
        }
        return results;
    }

    /**
     * Runs tasks that take long, as {@link #map(int, IntFunction)} does, and tells how many are done: after each that ends
     * on the calling thread, and once all are.
     *
     * @param <T> the type of a result
     * @param count how many tasks
     * @param stage what they are, as listeners are told it
     * @param task gives the result of a number
     * @return count results
     * @throws CancelledException if cancelled
     */
    public <T> List<T> map(int count, String stage, IntFunction<T> task) {
        AtomicInteger finished = new AtomicInteger();
        List<T> results = map(count, number -> {
            T result = task.apply(number);
            int done = finished.incrementAndGet();
            if (done < count && owner.equals(Thread.currentThread())) {
                tell(new FitProgress(stage, done, count, Double.NaN));
            }
            return result;
        });
        tell(new FitProgress(stage, count, count, Double.NaN));
        return results;
    }

    /**
     * Ends the work if the caller's token or an interrupt of the calling thread asks for it. Call it at least every few
     * milliseconds, from any thread that works; the token is asked on the calling thread alone.
     *
     * @throws CancelledException if cancelled; the interrupt flag stays set
     * @throws FitException if the caller's token throws
     */
    public void checkCancelled() {
        if (owner.equals(Thread.currentThread())) {
            if (owner.isInterrupted()) {
                cancelled = true;
                throw new CancelledException("cancelled by an interrupt of the calling thread; inputs are untouched");
            }
            cancelled |= askCaller();
        }
        if (cancelled || abandoned) {
            throw new CancelledException("cancelled by the caller; inputs are untouched");
        }
    }

    /**
     * How a task runs work of its own, such as a fit: on its thread alone, cancelled together with this work.
     *
     * @return an execution to be used inside a task
     */
    public Execution inside() {
        Execution alone =
                vectorKernel ? Execution.sequential() : Execution.sequential().withoutVectorKernel();
        return alone.withCancellation(() -> {
            if (owner.equals(Thread.currentThread())) {
                cancelled |= owner.isInterrupted() || askCaller();
            }
            return cancelled || abandoned;
        });
    }

    private boolean askCaller() {
        if (cancellation == null) {
            return false;
        }
        try {
            return cancellation.getAsBoolean();
        } catch (RuntimeException thrown) {
            throw new FitException(
                    Reason.CALLBACK_FAILED, "Execution: the cancellation check threw; see the cause", thrown);
        }
    }

    /**
     * Tells the listener, if there is one.
     *
     * @param progress where the work stands
     * @throws FitException if the listener throws
     */
    public void tell(FitProgress progress) {
        if (listener != null) {
            try {
                listener.accept(progress);
            } catch (RuntimeException thrown) {
                throw new FitException(Reason.CALLBACK_FAILED, "Execution: the listener threw; see the cause", thrown);
            }
        }
    }

    /** Ends the threads that were started here and waits for their end; idempotent. */
    @Override
    public void close() {
        closed = true;
        batch = null; // or a helper that an executor never started would keep the data alive
        if (owned == null) {
            return;
        }
        owned.shutdown();
        boolean interrupted = Thread.interrupted(); // or waiting would end at once
        try {
            owned.awaitTermination(1, TimeUnit.SECONDS); // they are idle
        } catch (InterruptedException thrown) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        owned = null;
        executor = null;
    }

    private Executor pool() {
        if (executor == null) {
            AtomicInteger number = new AtomicInteger();
            owned = Executors.newFixedThreadPool(threads - 1, work -> {
                Thread thread = new Thread(work, "segmentation-worker-" + number.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });
            executor = owned;
        }
        return executor;
    }

    /** The tasks of one call: claimed one by one by the caller and by helpers, which may come late or never. */
    private static final class Batch {

        private static final int CLOSED = 1 << 30;

        private final Workers workers;
        private final int count;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger active = new AtomicInteger(); // helpers inside; CLOSED once none may enter
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Thread caller = Thread.currentThread();

        Batch(Workers workers, int count, IntConsumer task) {
            this.workers = workers;
            this.count = count;
            this.task = task;
        }

        /** A helper's part. */
        void run() {
            if (active.incrementAndGet() > CLOSED) {
                active.decrementAndGet(); // too late: the caller no longer waits
                return;
            }
            try {
                for (int t = claim(); t < count; t = claim()) {
                    task.accept(t);
                }
            } catch (Throwable thrown) {
                fail(thrown);
            } finally {
                if (active.decrementAndGet() == CLOSED) {
                    LockSupport.unpark(caller);
                }
            }
        }

        void runOnCaller() {
            try {
                for (int t = claim(); t < count; t = claim()) {
                    workers.checkCancelled();
                    task.accept(t);
                }
                awaitHelpers(workers);
            } catch (Throwable thrown) {
                fail(thrown);
                awaitHelpers(null);
            }
            workers.abandoned = false; // nobody is inside any more
            Throwable thrown = failure.get();
            if (thrown instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown != null) {
                throw new IllegalStateException(thrown); // checked, thrown past the compiler
            }
        }

        private int claim() {
            return failure.get() == null ? next.getAndIncrement() : count;
        }

        private void fail(Throwable thrown) {
            failure.compareAndSet(null, thrown);
            workers.abandoned = true; // so that tasks that are under way end at their next poll
        }

        /** Waits until no helper is inside, without losing an interrupt, which parking leaves set. */
        private void awaitHelpers(@Nullable Workers polled) {
            active.updateAndGet(inside -> inside | CLOSED);
            boolean interrupted = false;
            try {
                for (int spin = 0; spin < SPINS && active.get() != CLOSED; spin++) {
                    Thread.onSpinWait();
                }
                while (active.get() != CLOSED) {
                    if (polled != null && failure.get() == null) {
                        polled.checkCancelled();
                    } else {
                        interrupted |= Thread.interrupted(); // or parking would return at once
                    }
                    LockSupport.parkNanos(this, 1_000_000);
                }
            } finally {
                if (interrupted) {
                    caller.interrupt();
                }
            }
        }
    }
}
