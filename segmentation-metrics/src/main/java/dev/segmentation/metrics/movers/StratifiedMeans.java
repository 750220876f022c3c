package dev.segmentation.metrics.movers;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.effect.TwoGroups;
import dev.segmentation.metrics.internal.Tails;
import java.util.List;
import java.util.Optional;

/**
 * The mean of movers against that of stayers, segment by segment, weighed by movers: Welch's test of a weighted sum of
 * differences, with the degrees of freedom of Satterthwaite; of one segment it is Welch's test itself.
 */
final class StratifiedMeans {

    private final List<TwoGroups> groups; // at least two movers and two stayers each
    private final double level;
    private final long customers;
    private double first;
    private double second;
    private double difference;
    private double variance;
    private double inverseDegrees;
    private double squares;

    StratifiedMeans(List<TwoGroups> groups, double level) {
        this.groups = groups;
        this.level = level;
        long all = groups.stream().mapToLong(TwoGroups::firstCount).sum();
        this.customers = all + groups.stream().mapToLong(TwoGroups::secondCount).sum();
        double[] variances = new double[2 * groups.size()];
        for (int s = 0; s < groups.size(); s++) {
            TwoGroups g = groups.get(s);
            double weight = (double) g.firstCount() / all;
            double square1 = g.firstStandardDeviation() * g.firstStandardDeviation();
            double square2 = g.secondStandardDeviation() * g.secondStandardDeviation();
            variances[2 * s] = weight * weight * square1 / g.firstCount();
            variances[2 * s + 1] = weight * weight * square2 / g.secondCount();
            first += weight * g.firstMean();
            second += weight * g.secondMean();
            difference += weight * apart(g);
            variance += variances[2 * s] + variances[2 * s + 1];
            squares += square1 * (g.firstCount() - 1) + square2 * (g.secondCount() - 1);
        }
        for (int s = 0; s < groups.size(); s++) { // from shares, whose squares neither overflow nor vanish
            double part1 = variances[2 * s] / variance;
            double part2 = variances[2 * s + 1] / variance;
            inverseDegrees += part1 * part1 / (groups.get(s).firstCount() - 1)
                    + part2 * part2 / (groups.get(s).secondCount() - 1);
        }
    }

    /** Without the rounding of the means, where that is known. */
    private double apart(TwoGroups g) {
        Estimate exact = g.difference(level);
        return exact.isDefined() ? exact.value() : g.firstMean() - g.secondMean();
    }

    private Optional<Reason> undefined() {
        if (groups.isEmpty()) {
            return Optional.of(Reason.NO_OBSERVATIONS);
        }
        if (groups.size() == 1 && groups.get(0).undefined().isPresent()) {
            return groups.get(0).undefined();
        }
        boolean outOfRange = groups.stream()
                .anyMatch(g -> g.undefined().filter(r -> r == Reason.RANGE).isPresent());
        if (variance == 0 && !outOfRange) {
            return Optional.of(Reason.NO_WITHIN_VARIATION);
        }
        boolean inRange = squares <= Double.MAX_VALUE && variance >= Double.MIN_NORMAL && Double.isFinite(difference);
        return inRange ? Optional.empty() : Optional.of(Reason.RANGE);
    }

    MoverEffect effect(String column) {
        Optional<Reason> reason = undefined();
        if (reason.isPresent()) {
            double shown = groups.isEmpty() ? Double.NaN : 0; // added to what is shown
            Estimate none = Estimate.undefined(reason.get(), customers);
            return effect(column, first + shown, second + shown, none, none, Double.NaN);
        }
        double degrees = 1 / inverseDegrees;
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
}
