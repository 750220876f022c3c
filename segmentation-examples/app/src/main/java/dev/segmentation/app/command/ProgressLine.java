package dev.segmentation.app.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** The line of the cursor, on which long work says how far it is, how fast it goes and how long it will still take. */
final class ProgressLine {

    private static final int WIDTH = 78;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long BETWEEN_LINES = NANOS_PER_SECOND / 10;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int WHOLE_RATE = 10;

    private final PrintWriter err;
    private final LongSupplier nanos;
    private String stage = "";
    private long startedAt;
    private long doneAtStart;
    private long lastDone;
    private long lastLineAt;

    ProgressLine(PrintWriter err, LongSupplier nanos) {
        this.err = err;
        this.nanos = nanos;
    }

    /** Says what is being done. */
    void say(String what) {
        stage = "";
        print(what);
    }

    /** Says how far it is; at most ten times a second. */
    void show(String what, long done, long total) {
        long now = nanos.getAsLong();
        if (isDue(what, done, now)) {
            print(String.format(Locale.ROOT, "%s: %,d of %,d", what, done, total)
                    + rate(done, now)
                    + left(done, total, now));
        }
    }

    /** The same in percent, where nobody counts. */
    void showShare(String what, long done, long total) {
        long now = nanos.getAsLong();
        if (isDue(what, done, now)) {
            print(what + ": " + 100 * done / total + " %" + left(done, total, now));
        }
    }

    private boolean isDue(String what, long done, long now) {
        if (!what.equals(stage) || done < lastDone) {
            stage = what;
            startedAt = now;
            doneAtStart = done;
            lastLineAt = now - BETWEEN_LINES;
        }
        lastDone = done;
        boolean due = now - lastLineAt >= BETWEEN_LINES;
        lastLineAt = due ? now : lastLineAt;
        return due;
    }

    /** Wipes the line, before something else is printed. */
    void end() {
        err.print("\r" + " ".repeat(WIDTH) + "\r");
        err.flush();
    }

    /** Per second; 0 within the first one, when it says little. */
    private double perSecond(long done, long now) {
        double seconds = (double) (now - startedAt) / NANOS_PER_SECOND;
        return seconds < 1 ? 0 : Math.max(0, done - doneAtStart) / seconds;
    }

    private String rate(long done, long now) {
        double rate = perSecond(done, now);
        return rate == 0
                ? ""
                : ", " + String.format(Locale.ROOT, rate < WHOLE_RATE ? "%.1f" : "%,.0f", rate) + " per second";
    }

    private String left(long done, long total, long now) {
        double rate = perSecond(done, now);
        return rate > 0 && total > done ? ", " + time((total - done) / rate) + " left" : "";
    }

    private static String time(double seconds) {
        if (seconds < SECONDS_PER_MINUTE) {
            return String.format(Locale.ROOT, "%.0f s", Math.ceil(seconds));
        }
        return seconds < SECONDS_PER_HOUR
                ? String.format(Locale.ROOT, "%.0f min", Math.ceil(seconds / SECONDS_PER_MINUTE))
                : String.format(Locale.ROOT, "%.1f h", seconds / SECONDS_PER_HOUR);
    }

    private void print(String text) {
        String fitting = text.length() > WIDTH ? text.substring(0, WIDTH - 1) + "\u2026" : text;
        err.print(String.format(Locale.ROOT, "\r%-" + WIDTH + "s", fitting));
        err.flush();
    }
}
