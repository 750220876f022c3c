package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.GroupedColumn;
import dev.segmentation.metrics.internal.Tails;
import java.util.Objects;

/**
 * How far the mean of one segment lies from that of all other customers, in the unit of the column and in standard
 * deviations.
 *
 * <p>Missing values are left out. The interval is Welch's, which lets the two groups have different variances; it relies
 * on means being close to normal, hence on groups of some dozens of customers, more where values are skewed.
 *
 * <p><b>Undefined:</b> a group with fewer than two values ({@link Reason#NO_OBSERVATIONS}), no variation within either
 * ({@link Reason#NO_WITHIN_VARIATION}), or values so large or so small, from about 1e150 or below 1e-150, that their
 * squares overflow or vanish ({@link Reason#RANGE}).
 * <br><b>Reference:</b> B. L. Welch (1947), Biometrika 34, 28–35, doi:10.1093/biomet/34.1-2.28.
 *
 * @param segmentMean the mean of the segment; NaN without values
 * @param othersMean the mean of the others; NaN without values
 * @param difference segment minus others, with Welch's interval
 * @param standardized the difference divided by the pooled standard deviation (Cohen's d), with an interval from the
 *     same standard error; 0.2 is small, 0.5 medium, 0.8 large
 * @param pValue how often a difference as large would arise if both means were equal; the larger of Welch's test and
 *     the one that takes all values for one population; NaN if undefined
 */
public record MeanDifference(
        double segmentMean, double othersMean, Estimate difference, Estimate standardized, double pValue) {

    /**
     * Checks that all parts are there.
     *
     * @param segmentMean the mean of the segment
     * @param othersMean the mean of the others
     * @param difference segment minus others
     * @param standardized the same in standard deviations
     * @param pValue of no difference
     */
    public MeanDifference {
        Objects.requireNonNull(difference, "difference");
        Objects.requireNonNull(standardized, "standardized");
    }

    /**
     * Compares one segment with all others.
     *
     * @param values n values, NaN where missing; not modified
     * @param assignment n labels
     * @param segment the label of the segment
     * @param level the confidence level, in (0, 1)
     * @return the difference
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH}) or the level is out of range
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public static MeanDifference of(double[] values, Assignment assignment, int segment, double level) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(assignment.size(), values.length, "MeanDifference.of", "values", "label");
        Arguments.openUnit(level, "MeanDifference.of", "level");
        Objects.checkIndex(segment, assignment.segmentCount());
        return of(GroupedColumn.unweighted(values, assignment.toArray(), assignment.segmentCount()), segment, level);
    }

    static MeanDifference of(GroupedColumn column, int segment, double level) {
        double n = column.weight[segment];
        double others = column.totalWeight - n;
        long both = (long) column.totalWeight;
        double deviation = n > 0 ? column.deviation(segment) : Double.NaN;
        double othersDeviation = 0;
        for (int g = 0; g < column.groups; g++) {
            if (g != segment && column.weight[g] > 0) {
                othersDeviation += column.weight[g] / others * column.deviation(g);
            }
        }
        double othersSquares = 0;
        double othersLeast = Double.POSITIVE_INFINITY;
        double othersMost = Double.NEGATIVE_INFINITY;
        for (int g = 0; g < column.groups; g++) {
            if (g != segment && column.weight[g] > 0) {
                double shift = column.deviation(g) - othersDeviation;
                othersSquares += column.squares[g] + column.weight[g] * shift * shift;
                othersLeast = Math.min(othersLeast, column.least[g]);
                othersMost = Math.max(othersMost, column.most[g]);
            }
        }
        double mean = column.mean(segment);
        double othersMean = others > 0 ? column.grandHigh + (column.grandLow + othersDeviation) : Double.NaN;
        if (n < 2 || others < 2) {
            return undefined(mean, othersMean, Reason.NO_OBSERVATIONS, both);
        }
        double squares = column.squares[segment];
        if (!column.varies(segment) && othersLeast == othersMost) {
            return undefined(mean, othersMean, Reason.NO_WITHIN_VARIATION, both);
        }
        double difference = deviation - othersDeviation;
        double variance = squares / (n - 1) / n;
        double othersVariance = othersSquares / (others - 1) / others;
        double error = Math.sqrt(variance + othersVariance);
        double pooled = Math.sqrt((squares + othersSquares) / (n + others - 2));
        double d = difference / pooled;
        double errorOfD = Math.sqrt(error * error / (pooled * pooled) + d * d / (2 * (n + others - 2)));
        // if the segment were a random draw from all customers: their variance, whatever that of a small segment
        double all = (squares + othersSquares + n * others / (n + others) * difference * difference) / (n + others - 1);
        double nullError = Math.sqrt(all * (1 / n + 1 / others));
        if (!(variance + othersVariance >= Double.MIN_NORMAL
                && Double.isFinite(nullError)
                && Double.isFinite(errorOfD))) {
            return undefined(mean, othersMean, Reason.RANGE, both);
        }
        // Welch's degrees of freedom from the shares of the variance, whose squares neither overflow nor vanish
        double part = variance / (variance + othersVariance);
        double degrees = 1 / (part * part / (n - 1) + (1 - part) * (1 - part) / (others - 1));
        double quantile = Tails.studentQuantile(level, degrees);
        double p = Math.max(
                Tails.student(difference / error, degrees), Tails.student(difference / nullError, n + others - 2));
        return new MeanDifference(
                mean,
                othersMean,
                Estimate.of(difference, difference - quantile * error, difference + quantile * error, level, both),
                Estimate.of(d, d - quantile * errorOfD, d + quantile * errorOfD, level, both),
                p);
    }

    private static MeanDifference undefined(double mean, double othersMean, Reason reason, long customers) {
        return new MeanDifference(
                mean,
                othersMean,
                Estimate.undefined(reason, customers),
                Estimate.undefined(reason, customers),
                Double.NaN);
    }
}
