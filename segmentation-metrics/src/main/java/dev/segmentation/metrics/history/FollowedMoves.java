package dev.segmentation.metrics.history;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.WilsonScore;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;

/** What became of the moves of a history in a smoothed one. */
final class FollowedMoves {

    private static final int BLOCK = 4096;

    private final int lasting;
    private long steps;
    private long moves;
    private long smoothedMoves;
    private long lastingMoves;
    private final Sums delayDates = new Sums();
    private final Sums delayDays = new Sums();

    private FollowedMoves(int lasting) {
        this.lasting = lasting;
    }

    static FollowedMoves of(List<DateColumn> typed, List<DateColumn> smoothed, int lasting, Runnable poll) {
        FollowedMoves followed = new FollowedMoves(lasting);
        long[] days = typed.stream()
                .map(DateColumn::date)
                .mapToLong(LocalDate::toEpochDay)
                .toArray();
        int customers = typed.get(0).size();
        for (int customer = 0; customer < customers; customer++) {
            if (customer % BLOCK == 0) {
                poll.run();
            }
            Stay stay = new Stay();
            for (int t = 0; t < days.length; t++) {
                int code = typed.get(t).code(customer);
                if (code >= 0) {
                    followed.see(stay, code, smoothed.get(t).code(customer), days[t]);
                } else if (code == DateColumn.LEFT) {
                    followed.end(stay);
                    stay = new Stay();
                }
            }
            followed.end(stay);
        }
        return followed;
    }

    private void see(Stay stay, int code, int smoothed, long day) {
        if (stay.segment >= 0) {
            steps++;
            smoothedMoves += smoothed != stay.smoothed ? 1 : 0;
        }
        if (code != stay.segment) {
            boolean moved = stay.segment >= 0;
            moves += moved ? 1 : 0;
            end(stay);
            stay.begin(code, moved, day);
        }
        stay.smoothed = smoothed;
        if (stay.followedAfter < 0 && smoothed == code) {
            stay.followedAfter = stay.dates;
            stay.followedOn = day;
        }
        stay.dates++;
    }

    private void end(Stay stay) {
        if (!stay.moved || stay.dates < lasting) {
            return;
        }
        lastingMoves++;
        if (stay.followedAfter >= 0) {
            delayDates.add(stay.followedAfter);
            delayDays.add(stay.followedOn - stay.since);
        }
    }

    HysteresisReport.Outcome outcome(Hysteresis policy, Estimate flicker, double level) {
        WilsonScore score = WilsonScore.at(level);
        return new HysteresisReport.Outcome(
                policy,
                score.of(smoothedMoves, steps),
                flicker,
                score.of(moves - smoothedMoves, moves),
                delayDates.estimate(level),
                delayDates.mean(),
                delayDays.estimate(level),
                delayDays.mean(),
                score.of(lastingMoves - delayDates.count, lastingMoves));
    }

    /** Dates in a row at which one customer is typed into the same segment. */
    private static final class Stay {

        private int segment = -1;
        private int smoothed = -1;
        private boolean moved;
        private long since;
        private int dates;
        private int followedAfter = -1;
        private long followedOn;

        void begin(int code, boolean byMove, long day) {
            segment = code;
            moved = byMove;
            since = day;
            dates = 0;
            followedAfter = -1;
        }
    }

    /** Exact sums of whole numbers. */
    private static final class Sums {

        private long count;
        private long sum;
        private long squares;

        void add(long value) {
            count++;
            sum += value;
            squares += value * value;
        }

        /** Of fewer than two nothing is said. */
        double mean() {
            return count < 2 ? Double.NaN : (double) sum / count;
        }

        /** The mean with Student's interval; values are at least 0. */
        Estimate estimate(double level) {
            if (count < 2) {
                return Estimate.undefined(Reason.NO_OBSERVATIONS, count);
            }
            double mean = mean();
            double spread = BigInteger.valueOf(count)
                    .multiply(BigInteger.valueOf(squares))
                    .subtract(BigInteger.valueOf(sum).pow(2))
                    .doubleValue();
            if (spread == 0) {
                return Estimate.undefined(Reason.NO_WITHIN_VARIATION, count);
            }
            double error = Math.sqrt(spread / count / count / (count - 1));
            double half = Tails.studentQuantile(level, count - 1.0) * error;
            return Estimate.of(mean, Math.max(0, mean - half), mean + half, level, count);
        }
    }
}
