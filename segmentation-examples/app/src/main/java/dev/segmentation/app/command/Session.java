package dev.segmentation.app.command;

import dev.segmentation.Execution;
import dev.segmentation.FitProgress;
import java.io.PrintWriter;
import java.util.Locale;

/** Where a command prints: results, errors and, if somebody is watching, progress. */
public final class Session {

    private enum Progress {
        SILENT,
        SHOWN
    }

    private final PrintWriter out;
    private final PrintWriter err;
    private final Progress progress;

    private Session(PrintWriter out, PrintWriter err, Progress progress) {
        this.out = out;
        this.err = err;
        this.progress = progress;
    }

    /**
     * A session without progress.
     *
     * @param out for results
     * @param err for errors
     * @return the session
     */
    public static Session of(PrintWriter out, PrintWriter err) {
        return new Session(out, err, Progress.SILENT);
    }

    /**
     * Shows progress on the line of the cursor, for a terminal.
     *
     * @return a new session
     */
    public Session withProgress() {
        return new Session(out, err, Progress.SHOWN);
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
        if (progress == Progress.SHOWN) {
            err.print(String.format(Locale.ROOT, "\r%-60s", what));
            err.flush();
        }
    }

    /** Wipes the progress line, before something else is printed. */
    void endProgress() {
        if (progress == Progress.SHOWN) {
            err.print("\r" + " ".repeat(60) + "\r");
            err.flush();
        }
    }

    /**
     * How the library is to work.
     *
     * @param threads how many threads may work
     * @return reports its progress here
     */
    Execution execution(int threads) {
        return Execution.onThreads(threads).withListener(this::show);
    }

    private void show(FitProgress fit) {
        progress(fit.stage() + " " + fit.done() + " of " + fit.total());
    }
}
