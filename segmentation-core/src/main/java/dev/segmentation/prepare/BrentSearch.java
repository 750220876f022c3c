package dev.segmentation.prepare;

import java.util.function.DoubleUnaryOperator;

/**
 * Where a function of one number is least within an interval, by parabolas through the three best points, and by golden
 * sections where a parabola does not help. In an interval with several minima it finds one of them.
 *
 * <p><b>Reference:</b> R. P. Brent (1973), Algorithms for Minimization without Derivatives, Prentice-Hall, chapter 5.
 */
final class BrentSearch {

    private static final double GOLDEN = (3 - Math.sqrt(5)) / 2;
    private static final int MOST_STEPS = 200;

    private final DoubleUnaryOperator function;
    private final double precision; // of the place, absolute
    private double low;
    private double high;
    private double best;
    private double second;
    private double third;
    private double atBest;
    private double atSecond;
    private double atThird;

    private BrentSearch(DoubleUnaryOperator function, double low, double high, double precision) {
        this.function = function;
        this.low = low;
        this.high = high;
        this.precision = precision;
        this.best = low + GOLDEN * (high - low);
        this.second = best;
        this.third = best;
        this.atBest = function.applyAsDouble(best);
        this.atSecond = atBest;
        this.atThird = atBest;
    }

    /** The place of a minimum, to a precision. */
    static double minimum(DoubleUnaryOperator function, double low, double high, double precision) {
        return new BrentSearch(function, low, high, precision).run();
    }

    private double run() {
        double step = 0;
        double stepBefore = 0;
        for (int i = 0; i < MOST_STEPS && high - low > 2 * precision; i++) {
            double middle = low + (high - low) / 2;
            if (Math.abs(best - middle) + (high - low) / 2 <= 2 * precision) {
                break;
            }
            double parabola = parabola();
            boolean helps = Math.abs(parabola) < Math.abs(stepBefore) / 2 // steps must shrink
                    && best + parabola > low
                    && best + parabola < high;
            stepBefore = helps ? step : (best < middle ? high : low) - best;
            step = helps ? parabola : GOLDEN * stepBefore;
            if (helps && (best + step - low < 2 * precision || high - best - step < 2 * precision)) {
                step = Math.copySign(precision, middle - best);
            }
            double place = best + (Math.abs(step) >= precision ? step : Math.copySign(precision, step));
            take(place, function.applyAsDouble(place));
        }
        return best;
    }

    /** From the best point to the vertex of the parabola through the three; NaN if there is none. */
    private double parabola() {
        double toSecond = (best - second) * (atBest - atThird);
        double toThird = (best - third) * (atBest - atSecond);
        double numerator = (best - third) * toThird - (best - second) * toSecond;
        double denominator = 2 * (toThird - toSecond);
        return denominator == 0 ? Double.NaN : -numerator / denominator;
    }

    private void take(double place, double value) {
        if (value <= atBest) {
            if (place < best) {
                high = best;
            } else {
                low = best;
            }
            third = second;
            atThird = atSecond;
            second = best;
            atSecond = atBest;
            best = place;
            atBest = value;
            return;
        }
        if (place < best) {
            low = place;
        } else {
            high = place;
        }
        if (value <= atSecond || second == best) {
            third = second;
            atThird = atSecond;
            second = place;
            atSecond = value;
        } else if (value <= atThird || third == best || third == second) {
            third = place;
            atThird = value;
        }
    }
}
