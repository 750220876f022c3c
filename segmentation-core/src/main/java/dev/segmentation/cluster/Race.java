package dev.segmentation.cluster;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;

/**
 * Draws rows with probability proportional to their cost by an exponential race: each row gets the arrival time
 * −ln(u) / cost, with u keyed by row, and the earliest wins; the L earliest are L draws without repetition. Neither blocks
 * nor threads can change who wins, and since −ln(u) ≥ 1 − u, few rows need the logarithm.
 */
final class Race {

    private Race() {}

    /**
     * The rows that arrive first, in order of arrival.
     *
     * @param costs of each row, per unit of weight
     * @param key what the draw depends on
     * @param count how many are wanted; fewer are returned if fewer rows have a positive cost
     */
    static int[] winners(TrainingData data, double[] costs, long key, int count, Loop loop) {
        Podium[] podiums = new Podium[data.runs];
        loop.forEach(data.runs, run -> {
            loop.checkCancelled();
            Podium podium = new Podium(count);
            for (int row = data.firstRow(run); row < data.firstRow(run + 1); row++) {
                double cost = data.weight(row) * costs[row];
                if (cost > 0) {
                    double u = SeededRandom.uniform(key, row);
                    if (1 - u <= podium.last() * cost) {
                        podium.arrive(row, -StrictMath.log(u) / cost);
                    }
                }
            }
            podiums[run] = podium;
        });
        Podium all = new Podium(count);
        for (Podium podium : podiums) {
            all.arrive(podium);
        }
        return all.rows();
    }

    /** The earliest arrivals so far, in order; of equal times the lower row is earlier. */
    private static final class Podium {

        private final int[] rows;
        private final double[] times;
        private int count;

        Podium(int places) {
            this.rows = new int[places];
            this.times = new double[places];
        }

        /** The time to beat. */
        double last() {
            return count < rows.length ? Double.POSITIVE_INFINITY : times[count - 1];
        }

        void arrive(int row, double time) {
            if (count == rows.length && !earlier(time, row, count - 1)) {
                return;
            }
            int at = count < rows.length ? count++ : count - 1;
            for (; at > 0 && earlier(time, row, at - 1); at--) {
                rows[at] = rows[at - 1];
                times[at] = times[at - 1];
            }
            rows[at] = row;
            times[at] = time;
        }

        void arrive(Podium other) {
            for (int i = 0; i < other.count; i++) {
                arrive(other.rows[i], other.times[i]);
            }
        }

        int[] rows() {
            return Arrays.copyOf(rows, count);
        }

        private boolean earlier(double time, int row, int than) {
            return time < times[than] || (time == times[than] && row < rows[than]);
        }
    }
}
