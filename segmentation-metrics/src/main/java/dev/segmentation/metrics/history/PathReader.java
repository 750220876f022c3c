package dev.segmentation.metrics.history;

import java.util.List;

/** The path of one customer after the other, as the counts that all indicators are made of. Not thread-safe. */
final class PathReader {

    /** Counts of subsequences beyond this are scaled down by it. */
    private static final double LARGE = 0x1p500;

    private static final int LARGE_BITS = 500;

    private final List<DateColumn> columns;
    private final int segments;
    private final boolean absenceCounts;
    private final int[] badness;

    private final int[] datesIn; // by place
    private final double[] countBefore; // by place: the subsequences before its last spell
    private final int[] entered; // places in the order of entry, the first `visited` of them
    private int visited;
    private int dates;
    private int spells;
    private long squaredLengths;
    private int up;
    private int down;
    private int first;
    private int last;
    private int length; // of the spell under way
    private double subsequences;
    private int scaledBits;

    PathReader(List<DateColumn> columns, int places, int segments, int... badness) {
        this.columns = columns;
        this.segments = segments;
        this.absenceCounts = places > segments;
        this.badness = badness;
        this.datesIn = new int[places];
        this.countBefore = new double[places];
        this.entered = new int[places];
    }

    void read(int customer) {
        start();
        for (DateColumn column : columns) {
            int code = column.code(customer);
            if (code >= 0) {
                step(code);
            } else if (code == DateColumn.LEFT && absenceCounts && dates > 0) {
                step(segments);
            }
        }
        end();
    }

    /** The path that goes through all places in turn, anew at every date. */
    void readCycle(int steps) {
        start();
        for (int t = 0; t < steps; t++) {
            step(t % datesIn.length);
        }
        end();
    }

    private void start() {
        for (int i = 0; i < visited; i++) {
            datesIn[entered[i]] = 0;
            countBefore[entered[i]] = 0;
        }
        visited = 0;
        dates = 0;
        spells = 0;
        squaredLengths = 0;
        up = 0;
        down = 0;
        length = 0;
        subsequences = 1; // the empty one
        scaledBits = 0;
    }

    private void step(int place) {
        if (dates == 0) {
            first = place;
            enter(place);
        } else if (place != last) {
            if (badness.length > 0) {
                up += badness[place] < badness[last] ? 1 : 0;
                down += badness[place] > badness[last] ? 1 : 0;
            }
            enter(place);
        }
        if (datesIn[place]++ == 0) {
            entered[visited++] = place;
        }
        dates++;
        length++;
        last = place;
    }

    /** Each subsequence may go on with the place; those that could before, up to its last spell, are counted already. */
    private void enter(int place) {
        squaredLengths += (long) length * length;
        length = 0;
        spells++;
        double before = subsequences;
        subsequences = 2 * before - countBefore[place];
        countBefore[place] = before;
        if (subsequences > LARGE) {
            subsequences /= LARGE;
            scaledBits += LARGE_BITS;
            for (int i = 0; i < countBefore.length; i++) {
                countBefore[i] /= LARGE;
            }
        }
    }

    private void end() {
        squaredLengths += (long) length * length;
        length = 0;
    }

    int dates() {
        return dates;
    }

    int spells() {
        return spells;
    }

    int visited() {
        return visited;
    }

    int first() {
        return first;
    }

    int up() {
        return up;
    }

    int down() {
        return down;
    }

    /** Σ of the squared lengths of the spells. */
    long squaredLengths() {
        return squaredLengths;
    }

    /** The number of different subsequences of the spells, times 2 to the power of {@link #scaledBits}. */
    double subsequences() {
        return subsequences;
    }

    int scaledBits() {
        return scaledBits;
    }

    /** The number of dates in the i-th place that was entered. */
    int datesIn(int i) {
        return datesIn[entered[i]];
    }
}
