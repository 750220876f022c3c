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
        if (!what.equals(stage) || done < lastDone) {
            stage = what;
            startedAt = now;
            doneAtStart = done;
            lastLineAt = now - BETWEEN_LINES;
        }
        lastDone = done;
        if (now - lastLineAt >= BETWEEN_LINES) {
            lastLineAt = now;
            print(String.format(Locale.ROOT, "%s: %,d of %,d", what, done, total) + speed(done, total, now));
        }
    }

    /** Wipes the line, before something else is printed. */
    void end() {
        err.print("\r" + " ".repeat(WIDTH) + "\r");
        err.flush();
    }

    /** Empty within the first second, when a rate says little. */
    private String speed(long done, long total, long now) {
        double seconds = (double) (now - startedAt) / NANOS_PER_SECOND;
        long sinceStart = done - doneAtStart;
        if (seconds < 1 || sinceStart <= 0) {
            return "";
        }
        double rate = sinceStart / seconds;
        String perSecond = String.format(Locale.ROOT, rate < WHOLE_RATE ? "%.1f" : "%,.0f", rate);
        String left = total > done ? ", " + time((total - done) / rate) + " left" : "";
        return ", " + perSecond + " per second" + left;
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
