package dev.segmentation;

import dev.segmentation.internal.Arguments;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How work is run: threads, progress and cancellation. Nothing here can change an answer.
 *
 * <p>An interrupt of the calling thread cancels as well; its flag stays set.
 */
public final class Execution {

    private static final Execution SEQUENTIAL = new Execution(1, null, null, null, true);

    private final int threads;
    private final @Nullable Executor executor;
    private final @Nullable Consumer<FitProgress> listener;
    private final @Nullable BooleanSupplier cancellation;
    private final boolean vectorKernel;

    private Execution(
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
     * On the calling thread alone.
     *
     * @return the simplest execution
     */
    public static Execution sequential() {
        return SEQUENTIAL;
    }

    /**
     * On the calling thread and a pool of n − 1 daemon threads, which is closed before the call returns.
     *
     * @param threads n, at least 1
     * @return an execution
     * @throws InvalidInputException if n is below 1
     */
    public static Execution onThreads(int threads) {
        Arguments.atLeast(1, threads, "Execution.onThreads", "threads", "1 is the calling thread alone");
        return new Execution(threads, null, null, null, true);
    }

    /**
     * On the calling thread and up to n − 1 tasks of an executor that the caller owns and closes.
     *
     * <p>The calling thread works too and never waits for a task that has not started, so a pool that is busy, or that
     * the call itself runs in, cannot deadlock.
     *
     * @param executor the caller's
     * @param threads n, at least 1
     * @return an execution
     * @throws InvalidInputException if n is below 1
     */
    public static Execution on(Executor executor, int threads) {
        Objects.requireNonNull(executor, "executor");
        Arguments.atLeast(1, threads, "Execution.on", "threads", "1 is the calling thread alone");
        return new Execution(threads, executor, null, null, true);
    }

    /**
     * Tells a listener how far the work is, on the calling thread; what it throws ends the work with a {@link
     * FitException} that has it as cause.
     *
     * @param value the listener
     * @return a new execution
     */
    public Execution withListener(Consumer<FitProgress> value) {
        return new Execution(threads, executor, Objects.requireNonNull(value, "listener"), cancellation, vectorKernel);
    }

    /**
     * Asks before every block of rows or more often, on the calling thread, whether to stop; when it says true, the work ends with a
     * {@link CancelledException}.
     *
     * @param value such as {@code cancelled::get} of an {@code AtomicBoolean}; must be quick
     * @return a new execution
     */
    public Execution withCancellation(BooleanSupplier value) {
        return new Execution(threads, executor, listener, Objects.requireNonNull(value, "cancellation"), vectorKernel);
    }

    /**
     * Keeps to plain Java even where the module jdk.incubator.vector is there, which is otherwise used by itself. The
     * answer has the same bits; {@link FitReport#kernel()} says what was used.
     *
     * @return a new execution
     */
    public Execution withoutVectorKernel() {
        return new Execution(threads, executor, listener, cancellation, false);
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
     * Starts work, for authors of algorithms; close it before returning to the caller.
     *
     * @return the workers of one piece of work
     */
    public Workers start() {
        return new Workers(threads, executor, listener, cancellation, vectorKernel);
    }

    @Override
    public String toString() {
        return "Execution[" + threads + (threads == 1 ? " thread" : " threads")
                + (executor == null ? "" : " of the caller's executor") + "]";
    }
}
