package dev.segmentation.metrics.movers;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.effect.TwoProportions;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.List;
import java.util.Optional;

/**
 * The share of movers with a level against that of stayers, segment by segment, weighed by movers: linearized, with half a
 * customer with the level and half a one without it added to each group's variance, and the test of Cochran, Mantel and
 * Haenszel; of one segment the comparison of two shares itself.
 */
final class StratifiedShares {

    private final List<Table> tables;
    private final double level;
    private final long moved;
    private final long customers;

    /** Of one segment: movers and stayers with the level, and with any. */
    record Table(long moversWith, long stayersWith, long movers, long stayers) {}

    /** A share with its variance, and itself with half a success and half a failure more. */
    private record Share(double value, double variance, double shrunk) {}

    StratifiedShares(List<Table> all, double level) {
        this.tables =
                all.stream().filter(t -> t.movers() > 0 && t.stayers() > 0).toList();
        this.level = level;
        this.moved = tables.stream().mapToLong(Table::movers).sum();
        this.customers = moved + tables.stream().mapToLong(Table::stayers).sum();
    }

    MoverEffect effect(String column, String name) {
        if (tables.isEmpty()) {
            Estimate none = Estimate.undefined(Reason.NO_OBSERVATIONS, 0);
            Effect effect = new Effect(Double.NaN, Double.NaN, none, none, none, Double.NaN);
            return effect.of(column, name);
        }
        return (tables.size() == 1 ? single(tables.get(0)) : pooled()).of(column, name);
    }

    /** All numbers of a line. */
    private record Effect(
            double movers, double stayers, Estimate difference, Estimate lift, Estimate strength, double p) {

        MoverEffect of(String column, String name) {
            return new MoverEffect(
                    column,
                    Optional.of(name),
                    movers,
                    stayers,
                    difference,
                    Optional.of(lift),
                    strength,
                    p,
                    Double.NaN,
                    Double.NaN);
        }
    }

    private Effect single(Table t) {
        TwoProportions shares = TwoProportions.of(t.moversWith(), t.movers(), t.stayersWith(), t.stayers());
        return new Effect(
                shares.firstShare(),
                shares.secondShare(),
                shares.difference(level),
                shares.ratio(level),
                shares.cohensH(level),
                shares.test().pValue());
    }

    private Effect pooled() {
        Share first = moversShare();
        Share second = stayersShare();
        double z = Normal.twoSidedQuantile(level);
        double apart = first.value() - second.value();
        double half = z * Math.sqrt(first.variance() + second.variance());
        Estimate difference =
                Estimate.of(apart, Math.max(-1, apart - half), Math.min(1, apart + half), level, customers);
        double h = angle(first.value()) - angle(second.value());
        double halfOfH = z
                * Math.sqrt(first.variance() / (first.shrunk() * (1 - first.shrunk()))
                        + second.variance() / (second.shrunk() * (1 - second.shrunk())));
        Estimate strength = Estimate.of(h, h - halfOfH, h + halfOfH, level, customers);
        return new Effect(first.value(), second.value(), difference, lift(first, second, z), strength, pValue());
    }

    private Share moversShare() {
        double with = tables.stream().mapToLong(Table::moversWith).sum();
        double variance = 0;
        for (Table t : tables) {
            variance += weight(t) * weight(t) * variance((double) t.moversWith(), (double) t.movers());
        }
        return new Share(with / moved, variance, (with + 0.5) / (moved + 1));
    }

    private Share stayersShare() {
        double stayers = customers - moved;
        double share = 0;
        double variance = 0;
        for (Table t : tables) {
            share += weight(t) * t.stayersWith() / t.stayers();
            variance += weight(t) * weight(t) * variance((double) t.stayersWith(), (double) t.stayers());
        }
        return new Share(share, variance, (share * stayers + 0.5) / (stayers + 1));
    }

    private double weight(Table t) {
        return (double) t.movers() / moved;
    }

    /** Of Cochran, Mantel and Haenszel, without a correction for continuity. */
    private double pValue() {
        double excess = 0;
        double variance = 0;
        for (Table t : tables) {
            double movers = t.movers();
            double stayers = t.stayers();
            double n = movers + stayers;
            double with = (double) t.moversWith() + t.stayersWith();
            excess += t.moversWith() - movers * with / n;
            variance += movers * (stayers / n) * (with / n) * ((n - with) / (n - 1));
        }
        return variance > 0 ? Normal.twoSided(excess / Math.sqrt(variance)) : Double.NaN;
    }

    /** On the scale of the logarithm; where no mover has the level, up to Wilson's limit of their share. */
    private Estimate lift(Share first, Share second, double z) {
        if (second.value() == 0) {
            return Estimate.undefined(Reason.NO_ACTIVITY, customers);
        }
        if (first.value() == 0) {
            double most = WilsonScore.at(level).of(0, moved).upper();
            return Estimate.of(0, 0, most / second.value(), level, customers);
        }
        double ratio = first.value() / second.value();
        double error = Math.sqrt(first.variance() / first.shrunk() / first.shrunk()
                + second.variance() / second.shrunk() / second.shrunk());
        double factor = StrictMath.exp(z * error);
        return Estimate.of(ratio, ratio / factor, ratio * factor, level, customers);
    }

    /** With half a success and half a failure more, so that none or all are not taken for certain. */
    private static double variance(double successes, double trials) {
        double share = (successes + 0.5) / (trials + 1);
        return share * (1 - share) / (trials + 1);
    }

    private static double angle(double share) {
        return 2 * StrictMath.asin(Math.sqrt(share));
    }
}
