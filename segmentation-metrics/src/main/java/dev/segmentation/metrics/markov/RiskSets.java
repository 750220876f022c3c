package dev.segmentation.metrics.markov;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import java.util.Arrays;

/**
 * The stays after a time in the order of what happens: at each time who was at risk just before, who moves, who is lost, who
 * comes.
 *
 * <p>Times are put into runs, each of one kind of event, which are sorted apart and then merged: nothing but numbers is ever
 * sorted, and of many customers with few dates only the dates are merged.
 */
final class RiskSets {

    /** A run takes some 10 ms to sort, so that work can be cancelled. */
    private static final int RUN = 1 << 17;

    private static final int POLL = 1 << 16;

    private static final int MOST_EVENTS = Integer.MAX_VALUE - 2 * RUN;

    private final int k;
    private final long[] present;
    private final long[] least; // at risk at any time so far, without now
    private final double[] times; // in runs, each ascending
    private final Run[] heap; // the run with the next time first
    private int heapSize;

    private double now;
    private final long[] moved; // per cell, now
    private final int[] touched; // cells with moves now
    private int touchedCount;
    private final long[] change; // of the number at risk, per state, after now

    /** Events of one kind: moves from a state to another, losses from it or entries to it. */
    private static final class Run {

        private final int cell;
        private int at;
        private final int end;

        Run(int cell, int at, int end) {
            this.cell = cell;
            this.at = at;
            this.end = end;
        }
    }

    /** What happens after the start and until the end, that included. */
    RiskSets(Stays stays, double start, double end, Workers workers) {
        k = stays.names().size();
        present = new long[k];
        least = new long[k];
        Arrays.fill(least, Long.MAX_VALUE);
        moved = new long[k * (k + 2)];
        touched = new int[k * k];
        change = new long[k];
        int[] counts = new int[k * (k + 2)];
        for (int i = 0; i < stays.size(); i++) {
            poll(i, workers);
            int h = stays.state(i);
            if (stays.from(i) <= start && stays.until(i) > start) {
                present[h]++;
            }
            if (enters(stays, i, start, end)) {
                counts[entryCell(h)]++;
            }
            if (exits(stays, i, start, end)) {
                counts[exitCell(h, stays.next(i))]++;
            }
        }
        long events = Arrays.stream(counts).asLongStream().sum();
        if (events > MOST_EVENTS) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "stays",
                    "AalenJohansen: " + events + " times at which stays begin and end, expected at most " + MOST_EVENTS
                            + "; draw a sample of customers, or ask for a shorter time");
        }
        int[] offset = new int[counts.length + 1];
        int runs = 0;
        for (int c = 0; c < counts.length; c++) {
            offset[c + 1] = offset[c] + counts[c];
            runs += counts[c] == 0 ? 0 : (counts[c] - 1) / RUN + 1;
        }
        times = new double[(int) events];
        fill(stays, start, end, offset.clone(), workers);
        heap = new Run[runs];
        sort(offset, workers);
    }

    private static boolean enters(Stays stays, int i, double start, double end) {
        return stays.from(i) > start && stays.from(i) < end;
    }

    private static boolean exits(Stays stays, int i, double start, double end) {
        return stays.until(i) > start && stays.until(i) <= end;
    }

    private int entryCell(int state) {
        return state * (k + 2) + k + 1;
    }

    private int exitCell(int state, int next) {
        return state * (k + 2) + (next == Stays.CENSORED ? k : next);
    }

    private static void poll(int i, Workers workers) {
        if (i % POLL == 0) {
            workers.checkCancelled();
        }
    }

    private void fill(Stays stays, double start, double end, int[] at, Workers workers) {
        for (int i = 0; i < stays.size(); i++) {
            poll(i, workers);
            if (enters(stays, i, start, end)) {
                times[at[entryCell(stays.state(i))]++] = stays.from(i);
            }
            if (exits(stays, i, start, end)) {
                times[at[exitCell(stays.state(i), stays.next(i))]++] = stays.until(i);
            }
        }
    }

    private void sort(int[] offset, Workers workers) {
        Run[] runs = new Run[heap.length];
        int count = 0;
        for (int c = 0; c + 1 < offset.length; c++) {
            for (int at = offset[c]; at < offset[c + 1]; at += RUN) {
                runs[count++] = new Run(c, at, Math.min(offset[c + 1], at + RUN));
            }
        }
        workers.forEach(count, r -> Arrays.sort(times, runs[r].at, runs[r].end));
        for (Run run : runs) {
            int at = heapSize++;
            for (; at > 0 && next(run) < next(heap[(at - 1) / 2]); at = (at - 1) / 2) {
                heap[at] = heap[(at - 1) / 2];
            }
            heap[at] = run;
        }
    }

    private double next(Run run) {
        return times[run.at];
    }

    /** Puts the first run where it belongs, or takes it out if nothing is left of it. */
    private void sink() {
        Run run = heap[0];
        if (run.at == run.end) {
            run = heap[--heapSize];
        }
        int at = 0;
        for (int child = 1; child < heapSize; child = 2 * at + 1) {
            if (child + 1 < heapSize && next(heap[child + 1]) < next(heap[child])) {
                child++;
            }
            if (next(heap[child]) >= next(run)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = run;
    }

    /**
     * Goes to the next time at which anything happens. Numbers at risk are those just before it until {@link #settle()}.
     *
     * @return false if nothing happens any more
     */
    boolean advance() {
        if (heapSize == 0) {
            return false;
        }
        now = next(heap[0]);
        while (heapSize > 0 && next(heap[0]) == now) {
            Run run = heap[0];
            int begin = run.at;
            while (run.at < run.end && times[run.at] == now) {
                run.at++;
            }
            note(run.cell, run.at - begin);
            sink();
        }
        Arrays.sort(touched, 0, touchedCount);
        return true;
    }

    private void note(int cell, int count) {
        int state = cell / (k + 2);
        int kind = cell % (k + 2);
        change[state] += kind == k + 1 ? count : -count;
        if (kind < k) {
            if (moved[cell] == 0) {
                touched[touchedCount++] = cell;
            }
            moved[cell] += count;
        }
    }

    double now() {
        return now;
    }

    /** Who moves now, out of those at risk just before. */
    void load(Jump jump) {
        jump.clear();
        for (int first = 0; first < touchedCount; ) {
            int origin = touched[first] / (k + 2);
            int last = first;
            long leaving = 0;
            while (last < touchedCount && touched[last] / (k + 2) == origin) {
                leaving += moved[touched[last++]];
            }
            jump.origin(origin, leaving, present[origin]);
            for (; first < last; first++) {
                jump.move(touched[first] % (k + 2), moved[touched[first]]);
            }
        }
    }

    /** Those who moved and were lost now are gone, and those who came are there. */
    void settle() {
        for (int t = 0; t < touchedCount; t++) {
            moved[touched[t]] = 0;
        }
        touchedCount = 0;
        for (int h = 0; h < k; h++) {
            if (change[h] != 0) {
                least[h] = Math.min(least[h], present[h]);
                present[h] += change[h];
                change[h] = 0;
            }
        }
    }

    /** How many are at risk just before now, or after {@link #settle()} just after it. */
    long present(int state) {
        return present[state];
    }

    long[] allPresent() {
        return present.clone();
    }

    /** The fewest that were at risk at any time after the start. */
    long least(int state) {
        return Math.min(least[state], present[state]);
    }
}
