package dev.segmentation.app;

import dev.segmentation.app.command.SegmentCommand;
import dev.segmentation.app.command.Session;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The command line. Exit codes: 0 done, 1 the data or the request is at fault, 2 usage, 70 a fault of ours, 130
 * interrupted.
 */
public final class Main {

    private static final long SECONDS_TO_TIDY_UP = 2;

    private Main() {}

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        CountDownLatch done = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, done)));
        Session session = Session.of(writer(System.out), writer(System.err));
        int code = SegmentCommand.run(Terminal.isAttached() ? session.withProgress() : session, args);
        done.countDown();
        System.exit(code);
    }

    /**
     * Runs one command, silently apart from what it is told to print.
     *
     * @param args the command and its options
     * @param out for results
     * @param err for errors
     * @return the exit code
     */
    public static int run(String[] args, PrintWriter out, PrintWriter err) {
        return SegmentCommand.run(Session.of(out, err), args);
    }

    /** In UTF-8, like the files, whatever the machine's default. */
    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** On Ctrl-C, lets the worker stop at its next block of rows and remove its temporary files. */
    private static void stop(Thread worker, CountDownLatch done) {
        worker.interrupt();
        try {
            boolean unused = done.await(SECONDS_TO_TIDY_UP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
