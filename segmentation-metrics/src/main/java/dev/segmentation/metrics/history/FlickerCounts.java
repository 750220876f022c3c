package dev.segmentation.metrics.history;

import java.util.Arrays;
import java.util.List;

/** Moves, returns and all steps of a history. */
final class FlickerCounts {

    private final int segments;
    private final int periods;
    private final long[][] moves;
    private final long[][] returns;
    private final long[][] steps; // between segments, and having left, which is the last state
    private long tooLate;
    private long unknown;

    private FlickerCounts(int segments, int periods) {
        this.segments = segments;
        this.periods = periods;
        this.moves = new long[segments][segments];
        this.returns = new long[segments][segments];
        this.steps = new long[segments + 1][segments + 1];
    }

    static FlickerCounts of(List<DateColumn> columns, int segments, int periods, Runnable poll) {
        FlickerCounts counts = new FlickerCounts(segments, periods);
        for (int t = 1; t < columns.size(); t++) {
            poll.run();
            DateColumn before = columns.get(t - 1);
            DateColumn now = columns.get(t);
            for (int customer = 0; customer < now.size(); customer++) {
                int from = before.code(customer);
                int to = now.code(customer);
                counts.step(from, to);
                if (from >= 0 && to >= 0 && from != to) {
                    counts.move(columns, t, customer, from, to);
                }
            }
        }
        return counts;
    }

    private void step(int from, int to) {
        int i = from == DateColumn.LEFT ? segments : from;
        int j = to == DateColumn.LEFT ? segments : to;
        if (i >= 0 && j >= 0) {
            steps[i][j]++;
        }
    }

    private void move(List<DateColumn> columns, int t, int customer, int from, int to) {
        if (periods >= columns.size() - t) {
            tooLate++;
            return;
        }
        boolean back = false;
        for (int later = t + 1; later <= t + periods; later++) {
            int code = columns.get(later).code(customer);
            if (code == DateColumn.UNSCORED) {
                unknown++;
                return;
            }
            back |= code == from;
        }
        moves[from][to]++;
        returns[from][to] += back ? 1 : 0;
    }

    /**
     * By where one came from and where one went: the chance to pass through the former within so many steps. NaN where a row
     * without steps would have to be known.
     */
    double[][] chancesByTheChain() {
        double[][] p = new double[segments + 1][segments + 1];
        for (int i = 0; i <= segments; i++) {
            double sum = 0;
            for (long count : steps[i]) {
                sum += count;
            }
            for (int j = 0; j <= segments; j++) {
                p[i][j] = steps[i][j] / sum;
            }
        }
        if (Double.isNaN(p[segments][segments])) {
            Arrays.fill(p[segments], 0); // who left stays away, unless something else was seen
            p[segments][segments] = 1;
        }
        double[][] chances = new double[segments][segments];
        for (int target = 0; target < segments; target++) {
            double[] within = new double[segments + 1]; // in no step: nobody but who is there
            within[target] = 1;
            for (int step = 0; step < periods; step++) {
                double[] next = new double[segments + 1];
                for (int i = 0; i <= segments; i++) {
                    for (int j = 0; j <= segments; j++) {
                        next[i] += p[i][j] == 0 ? 0 : p[i][j] * within[j];
                    }
                }
                next[target] = 1;
                within = next;
            }
            System.arraycopy(within, 0, chances[target], 0, segments);
        }
        return chances;
    }

    long[][] moves() {
        return moves;
    }

    long[][] returns() {
        return returns;
    }

    long tooLate() {
        return tooLate;
    }

    long unknown() {
        return unknown;
    }
}
