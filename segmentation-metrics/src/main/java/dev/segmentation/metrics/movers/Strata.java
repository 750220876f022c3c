package dev.segmentation.metrics.movers;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.effect.TwoGroups;
import dev.segmentation.metrics.effect.TwoProportions;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Movers and stayers of each segment that any moved from: differences within segments, each weighing as many as moved from
 * it, so that what kind of segment people move from does not pass for what kind of people move.
 */
final class Strata {

    private static final int LEAST = 2; // to tell a spread

    private final List<int[]> movers; // rows, by segment before
    private final List<int[]> stayers;
    private final double level;

    Strata(List<int[]> movers, List<int[]> stayers, double level) {
        this.movers = movers;
        this.stayers = stayers;
        this.level = level;
    }

    long moverCount() {
        return movers.stream().mapToLong(rows -> rows.length).sum();
    }

    long stayerCount() {
        return stayers.stream().mapToLong(rows -> rows.length).sum();
    }

    /** How many segments have so few movers or stayers that nothing can be compared. */
    long tooFew() {
        long tooFew = 0;
        for (int s = 0; s < movers.size(); s++) {
            tooFew += movers.get(s).length < LEAST || stayers.get(s).length < LEAST ? 1 : 0;
        }
        return tooFew;
    }

    /** Of a numeric column. */
    MoverEffect ofNumbers(String column, double... values) {
        List<TwoGroups> groups = IntStream.range(0, movers.size())
                .mapToObj(s -> TwoGroups.of(at(values, movers.get(s)), at(values, stayers.get(s))))
                .filter(g -> g.firstCount() >= LEAST && g.secondCount() >= LEAST)
                .toList();
        double all = groups.stream().mapToLong(TwoGroups::firstCount).sum();
        long customers =
                (long) all + groups.stream().mapToLong(TwoGroups::secondCount).sum();
        double first = 0;
        double second = 0;
        double difference = 0;
        double variance = 0;
        double freedom = 0;
        double squares = 0;
        for (TwoGroups g : groups) {
            double weight = g.firstCount() / all;
            double v1 = weight * weight * square(g.firstStandardDeviation()) / g.firstCount();
            double v2 = weight * weight * square(g.secondStandardDeviation()) / g.secondCount();
            first += weight * g.firstMean();
            second += weight * g.secondMean();
            difference += weight * (g.firstMean() - g.secondMean());
            variance += v1 + v2;
            freedom += v1 * v1 / (g.firstCount() - 1) + v2 * v2 / (g.secondCount() - 1);
            squares += square(g.firstStandardDeviation()) * (g.firstCount() - 1)
                    + square(g.secondStandardDeviation()) * (g.secondCount() - 1);
        }
        Optional<Reason> reason = groups.isEmpty()
                ? Optional.of(Reason.NO_OBSERVATIONS)
                : variance > 0 ? Optional.empty() : Optional.of(Reason.NO_WITHIN_VARIATION);
        if (reason.isEmpty() && !(squares <= Double.MAX_VALUE && freedom > 0)) {
            reason = Optional.of(Reason.RANGE);
        }
        if (reason.isPresent()) {
            double shown = groups.isEmpty() ? Double.NaN : 1;
            Estimate none = Estimate.undefined(reason.get(), customers);
            return effect(column, shown * first, shown * second, none, none, Double.NaN);
        }
        double degrees = variance * variance / freedom;
        double error = Math.sqrt(variance);
        double half = Tails.studentQuantile(level, degrees) * error;
        Estimate apart = Estimate.of(difference, difference - half, difference + half, level, customers);
        double pooled = customers - 2.0 * groups.size();
        double scale = (1 - 3 / (4 * pooled - 1)) / Math.sqrt(squares / pooled); // Hedges' approximate factor
        Estimate strength = groups.size() == 1
                ? groups.get(0).hedgesG(level)
                : Estimate.of(
                        scale * difference, scale * (difference - half), scale * (difference + half), level, customers);
        return effect(column, first, second, apart, strength, Tails.student(difference / error, degrees));
    }

    private static MoverEffect effect(
            String column, double first, double second, Estimate difference, Estimate strength, double p) {
        return new MoverEffect(
                column,
                Optional.empty(),
                first,
                second,
                difference,
                Optional.empty(),
                strength,
                p,
                Double.NaN,
                Double.NaN);
    }

    /** Missing values stay, and are left out later. */
    private static double[] at(double[] values, int... rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    private static double square(double x) {
        return x * x;
    }

    /** Customers with each level, or NaN where missing: movers then stayers of a segment. */
    long[][] counts(int segment, int levels, double... codes) {
        long[][] counts = new long[2][levels];
        for (int row : movers.get(segment)) {
            if (!Double.isNaN(codes[row])) {
                counts[0][(int) codes[row]]++;
            }
        }
        for (int row : stayers.get(segment)) {
            if (!Double.isNaN(codes[row])) {
                counts[1][(int) codes[row]]++;
            }
        }
        return counts;
    }

    int segments() {
        return movers.size();
    }

    /**
     * Of a level.
     *
     * @param tables by segment: movers and stayers with the level, then movers and stayers with any
     */
    MoverEffect ofShares(String column, String name, List<long[]> tables) {
        List<long[]> used = tables.stream().filter(t -> t[2] > 0 && t[3] > 0).toList();
        long movedWith = used.stream().mapToLong(t -> t[0]).sum();
        long moved = used.stream().mapToLong(t -> t[2]).sum();
        long stayed = used.stream().mapToLong(t -> t[3]).sum();
        if (used.isEmpty()) {
            Estimate none = Estimate.undefined(Reason.NO_OBSERVATIONS, 0);
            return new MoverEffect(
                    column,
                    Optional.of(name),
                    Double.NaN,
                    Double.NaN,
                    none,
                    Optional.of(none),
                    none,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN);
        }
        double first = (double) movedWith / moved;
        if (used.size() == 1) {
            long[] t = used.get(0);
            TwoProportions shares = TwoProportions.of(t[0], t[2], t[1], t[3]);
            return new MoverEffect(
                    column,
                    Optional.of(name),
                    first,
                    shares.secondShare(),
                    shares.difference(level),
                    Optional.of(shares.ratio(level)),
                    shares.cohensH(level),
                    shares.test().pValue(),
                    Double.NaN,
                    Double.NaN);
        }
        return pooled(column, name, used, moved + stayed);
    }

    private MoverEffect pooled(String column, String name, List<long[]> used, long customers) {
        double moved = used.stream().mapToLong(t -> t[2]).sum();
        double movedWith = used.stream().mapToLong(t -> t[0]).sum();
        double first = movedWith / moved;
        double second = 0;
        double firstVariance = 0;
        double secondVariance = 0;
        double excess = 0; // of Cochran, Mantel and Haenszel
        double excessVariance = 0;
        for (long[] t : used) {
            double weight = t[2] / moved;
            second += weight * t[1] / t[3];
            firstVariance += weight * weight * shrunkVariance(t[0], t[2]);
            secondVariance += weight * weight * shrunkVariance(t[1], t[3]);
            double n = (double) t[2] + t[3];
            double with = (double) t[0] + t[1];
            excess += t[0] - t[2] * with / n;
            excessVariance += n > 1 ? t[2] * (t[3] / n) * (with / n) * ((n - with) / (n - 1)) : 0;
        }
        double z = Normal.twoSidedQuantile(level);
        double half = z * Math.sqrt(firstVariance + secondVariance);
        Estimate difference = Estimate.of(
                first - second,
                Math.max(-1, first - second - half),
                Math.min(1, first - second + half),
                level,
                customers);
        double stayedAll = used.stream().mapToLong(t -> t[3]).sum();
        double p1 = (movedWith + 0.5) / (moved + 1);
        double p2 = (second * stayedAll + 0.5) / (stayedAll + 1);
        double h = angle(first) - angle(second);
        double halfOfH = z * Math.sqrt(firstVariance / (p1 * (1 - p1)) + secondVariance / (p2 * (1 - p2)));
        return new MoverEffect(
                column,
                Optional.of(name),
                first,
                second,
                difference,
                Optional.of(lift(
                        first, second, z * Math.sqrt(firstVariance / p1 / p1 + secondVariance / p2 / p2), customers)),
                Estimate.of(h, h - halfOfH, h + halfOfH, level, customers),
                excessVariance > 0 ? Normal.twoSided(excess / Math.sqrt(excessVariance)) : Double.NaN,
                Double.NaN,
                Double.NaN);
    }

    /** On the scale of the logarithm; where no mover has the level, up to Wilson's limit of their share. */
    private Estimate lift(double first, double second, double half, long customers) {
        if (second == 0) {
            return Estimate.undefined(Reason.NO_ACTIVITY, customers);
        }
        if (first == 0) {
            double most = WilsonScore.at(level).of(0, moverCount()).upper();
            return Estimate.of(0, 0, most / second, level, customers);
        }
        double ratio = first / second;
        double factor = StrictMath.exp(half);
        return Estimate.of(ratio, ratio / factor, ratio * factor, level, customers);
    }

    /** Of a share, with half a success and half a failure more, so that none or all are not taken for certain. */
    private static double shrunkVariance(double successes, double customers) {
        double share = (successes + 0.5) / (customers + 1);
        return share * (1 - share) / (customers + 1);
    }

    private static double angle(double share) {
        return 2 * StrictMath.asin(Math.sqrt(share));
    }
}
