package dev.segmentation.app.command;

import dev.segmentation.Execution;
import dev.segmentation.app.io.ReadingListener;
import java.io.PrintWriter;
import java.util.Optional;

/** Where a command prints: results, errors and, if somebody is watching, progress. */
public final class Session {

    private final PrintWriter out;
    private final PrintWriter err;
    private final Optional<ProgressLine> line;

    private Session(PrintWriter out, PrintWriter err, Optional<ProgressLine> line) {
        this.out = out;
        this.err = err;
        this.line = line;
    }

    /**
     * A session without progress.
     *
     * @param out for results
     * @param err for errors
     * @return the session
     */
    public static Session of(PrintWriter out, PrintWriter err) {
        return new Session(out, err, Optional.empty());
    }

    /**
     * Shows progress on the line of the cursor, for a terminal.
     *
     * @return a new session
     */
    public Session withProgress() {
        return new Session(out, err, Optional.of(new ProgressLine(err, System::nanoTime)));
    }

    /**
     * Where results go.
     *
     * @return the writer
     */
    PrintWriter out() {
        return out;
    }

    /**
     * Where errors go.
     *
     * @return the writer
     */
    PrintWriter err() {
        return err;
    }

    /**
     * Says what is being done.
     *
     * @param what such as {@code reading}
     */
    void progress(String what) {
        line.ifPresent(shown -> shown.say(what));
    }

    /** Says how far the reading of a file is. */
    ReadingListener reading() {
        return line.<ReadingListener>map(
                        shown -> (file, done, size) -> shown.showShare("reading " + file.getFileName(), done, size))
                .orElse(ReadingListener.NONE);
    }

    /** Wipes the progress line, before something else is printed. */
    void endProgress() {
        line.ifPresent(ProgressLine::end);
    }

    /**
     * How the library is to work.
     *
     * @param threads how many threads may work
     * @return reports its progress here
     */
    Execution execution(int threads) {
        Execution execution = Execution.onThreads(threads);
        return line.map(shown -> execution.withListener(fit -> shown.show(fit.stage(), fit.done(), fit.total())))
                .orElse(execution);
    }
}
