package dev.segmentation.metrics.stability;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.Tails;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What changes when a variable is left out, for each variable and on average: what {@link LeaveOneVariableOut} measured. The
 * measures are explained there; all are better when lower, and all are NaN for a variable without which nothing could be
 * fitted. A mean is over the variables that could be left out.
 *
 * <p><b>Immutable</b>, hence safe for use by several threads.
 */
public final class VariableStability {

    private final List<String> names;
    private final List<Optional<LeaveOneVariableOut.LeftOut>> variables;
    private final Rows rows;
    private final List<Notice> notices;

    /** How many rows there are, how many of them distances were measured from, and the level of their interval. */
    record Rows(int all, int measured, double level) {}

    VariableStability(
            List<String> names,
            List<Optional<LeaveOneVariableOut.LeftOut>> variables,
            Rows rows,
            List<Notice> notices) {
        this.names = names;
        this.variables = variables;
        this.rows = rows;
        this.notices = notices;
    }

    /**
     * The variables.
     *
     * @return their names, in column order
     */
    public List<String> names() {
        return names;
    }

    /**
     * The average proportion of non-overlap, APN, without a variable.
     *
     * @param variable its name
     * @return in [0, 1), lower is better
     * @throws InvalidInputException if there is no such variable ({@link Reason#UNKNOWN_NAME})
     */
    public double nonOverlap(String variable) {
        return value(variable, LeaveOneVariableOut.LeftOut::nonOverlap);
    }

    /**
     * The mean APN.
     *
     * @return in [0, 1), lower is better
     */
    public double nonOverlap() {
        return mean(LeaveOneVariableOut.LeftOut::nonOverlap);
    }

    /**
     * The average distance, AD, without a variable. If it was measured from some of the rows, the interval, Student's with the
     * correction for a finite number of rows, says how well they determine it; else it has no width.
     *
     * @param variable its name
     * @return at least 0, in the units of the matrix, lower is better; undefined ({@link Reason#NO_OBSERVATIONS}) if nothing
     *     could be fitted without it, and ({@link Reason#RANGE}) if distances overflow
     * @throws InvalidInputException if there is no such variable ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate distance(String variable) {
        return variables
                .get(indexOf(variable))
                .map(leftOut -> estimate(leftOut.distances()))
                .orElseGet(() -> Estimate.undefined(Reason.NO_OBSERVATIONS, rows.all));
    }

    /**
     * The mean AD, with an interval as for one variable.
     *
     * @return at least 0, in the units of the matrix, lower is better
     */
    public Estimate distance() {
        List<double[]> found = variables.stream()
                .flatMap(Optional::stream)
                .map(LeaveOneVariableOut.LeftOut::distances)
                .toList();
        double[] means = new double[rows.measured];
        for (int i = 0; i < means.length; i++) {
            for (double[] distances : found) {
                means[i] += distances[i] / found.size();
            }
        }
        return estimate(means);
    }

    /**
     * The average distance between means, ADM, without a variable.
     *
     * @param variable its name
     * @return at least 0, in the units of the matrix, lower is better
     * @throws InvalidInputException if there is no such variable ({@link Reason#UNKNOWN_NAME})
     */
    public double centerDistance(String variable) {
        return value(variable, LeaveOneVariableOut.LeftOut::centerDistance);
    }

    /**
     * The mean ADM.
     *
     * @return at least 0, in the units of the matrix, lower is better
     */
    public double centerDistance() {
        return mean(LeaveOneVariableOut.LeftOut::centerDistance);
    }

    /**
     * The figure of merit, FOM, of a variable: what segments that have not seen it leave of its spread.
     *
     * @param variable its name
     * @return at least 0, in the units of the variable, lower is better
     * @throws InvalidInputException if there is no such variable ({@link Reason#UNKNOWN_NAME})
     */
    public double figureOfMerit(String variable) {
        return value(variable, LeaveOneVariableOut.LeftOut::merit);
    }

    /**
     * The mean FOM.
     *
     * @return at least 0, in the units of the matrix, lower is better
     */
    public double figureOfMerit() {
        return mean(LeaveOneVariableOut.LeftOut::merit);
    }

    /**
     * FOM times √(n/(n − k)), for k segments that have rows, so that more segments do not look better by their number alone.
     *
     * @param variable its name
     * @return at least 0, in the units of the variable, lower is better; NaN if every row is a segment
     * @throws InvalidInputException if there is no such variable ({@link Reason#UNKNOWN_NAME})
     */
    public double adjustedFigureOfMerit(String variable) {
        return value(variable, LeaveOneVariableOut.LeftOut::adjustedMerit);
    }

    /**
     * The mean adjusted FOM.
     *
     * @return at least 0, in the units of the matrix, lower is better; NaN if every row is a segment
     */
    public double adjustedFigureOfMerit() {
        return mean(LeaveOneVariableOut.LeftOut::adjustedMerit);
    }

    /**
     * What the caller should know: without how many variables nothing could be fitted, and why.
     *
     * @return empty if all could be left out
     */
    public List<Notice> notices() {
        return notices;
    }

    /** One line per variable, and one for their mean. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("VariableStability[lower is better");
        for (String name : names) {
            text.append(line(
                    "without \"" + name + "\"",
                    distance(name),
                    nonOverlap(name),
                    centerDistance(name),
                    figureOfMerit(name)));
        }
        text.append(line("mean", distance(), nonOverlap(), centerDistance(), figureOfMerit()));
        return text.append(']').toString();
    }

    private static String line(String head, Estimate distance, double... numbers) {
        return String.format(
                Locale.ROOT,
                "%n  %s: APN %.4g, AD %s, ADM %.4g, FOM %.4g",
                head,
                numbers[0],
                distance,
                numbers[1],
                numbers[2]);
    }

    private double value(String variable, ToDoubleFunction<LeaveOneVariableOut.LeftOut> measure) {
        return variables.get(indexOf(variable)).map(measure::applyAsDouble).orElse(Double.NaN);
    }

    private double mean(ToDoubleFunction<LeaveOneVariableOut.LeftOut> measure) {
        List<Double> values = new ArrayList<>();
        variables.forEach(variable -> variable.ifPresent(found -> values.add(measure.applyAsDouble(found))));
        ExactSum sum = new ExactSum();
        values.forEach(sum::add);
        return sum.value() / values.size();
    }

    private int indexOf(String variable) {
        int index = names.indexOf(Objects.requireNonNull(variable, "variable"));
        if (index < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    variable,
                    "VariableStability: no variable \"" + variable + "\"; there are " + Arguments.shown(names));
        }
        return index;
    }

    private Estimate estimate(double[] distances) {
        ExactSum sum = new ExactSum();
        for (double distance : distances) {
            sum.add(distance);
        }
        double mean = sum.value() / distances.length;
        double half = 0;
        if (rows.measured < rows.all) {
            ExactSum squares = new ExactSum();
            for (double distance : distances) {
                squares.add((distance - mean) * (distance - mean));
            }
            double m = rows.measured;
            double error = Math.sqrt(squares.value() / (m - 1) / m * (1 - m / rows.all));
            half = Tails.studentQuantile(rows.level, m - 1) * error;
        }
        if (!Double.isFinite(mean) || !Double.isFinite(half)) {
            return Estimate.undefined(Reason.RANGE, rows.all);
        }
        return Estimate.of(mean, Math.max(0, mean - half), mean + half, rows.level, rows.all);
    }
}
