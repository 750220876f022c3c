package dev.segmentation.metrics.outcome;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Weights;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.jspecify.annotations.Nullable;

/**
 * The three-step method: the mean of an outcome, or the shares of answers, in segments that customers belong to only to a
 * degree, such as latent classes.
 *
 * <p>Step one fitted the segments without the outcome; step two assigned every customer; step three relates labels to the
 * outcome. Labels are wrong for some customers, which blurs the differences. How often is known from the degrees: of those
 * who truly belong to segment c, the part d(c, s) = Σ p over the rows assigned to s, divided by Σ p over all, is assigned to s.
 * {@link OutcomeCorrection#BCH}, the default, gives row i the weight (D⁻¹)[label, c] in segment c; {@link
 * OutcomeCorrection#ML} maximizes the likelihood of labels and outcomes with D as known.
 *
 * <p><b>Input:</b> degrees of n customers by a model that is right; an outcome that depends on the segment only, not on the
 * answers within it. The outcome must not have formed the segments. A missing outcome is left out of step three alone. A row
 * of weight w counts as w rows, in errors as well.
 * <br><b>Degenerate:</b> undefined if D has no inverse, such as for a segment that nobody is assigned to; by ML also if labels
 * and outcomes tell segments apart by too little to give an error.
 * <br><b>Cost:</b> O(n·k) for BCH, per answer. For ML the same per step of the search, and then O(n·p² + p³) time and O(p²)
 * memory for the errors, with p = 3·k parameters for a mean and k + k·l for the shares of l answers; an interrupt of the
 * thread ends it.
 * <br><b>Reference:</b> A. Bolck, M. Croon and J. Hagenaars (2004), Political Analysis 12, 3–27, doi:10.1093/pan/mph001; J. K.
 * Vermunt (2010), Political Analysis 18, 450–469, doi:10.1093/pan/mpq025.
 *
 * <p>Where the errors of typing are known from a validation instead, {@link
 * dev.segmentation.metrics.noise.CorrectedValue} has the same purpose.
 *
 * <p>Immutable and thread-safe.
 */
public final class ThreeStep {

    /** An inverse of the errors with larger elements than this has no digit to trust. */
    private static final double SINGULAR = 1e9;

    private final Memberships memberships;
    private final Assignment assignment;
    private final OutcomeCorrection correction;
    private final double[] weights;
    private final double level;

    private ThreeStep(
            Memberships memberships,
            Assignment assignment,
            OutcomeCorrection correction,
            double[] weights,
            double level) {
        this.memberships = memberships;
        this.assignment = assignment;
        this.correction = correction;
        this.weights = weights;
        this.level = level;
    }

    /**
     * Customers assigned to the segment of their largest degree, corrected by BCH, at level 0.95.
     *
     * @param memberships the degrees of n customers
     * @return the method
     * @throws InvalidInputException if there are no customers ({@link Reason#EMPTY})
     */
    public static ThreeStep of(Memberships memberships) {
        return of(
                memberships, Objects.requireNonNull(memberships, "memberships").toAssignment());
    }

    /**
     * Customers assigned otherwise, such as at random by their degrees.
     *
     * @param memberships the degrees of n customers
     * @param assignment their labels
     * @return the method
     * @throws InvalidInputException if there are no customers ({@link Reason#EMPTY}), or they differ in number, or segments do
     *     ({@link Reason#SCHEMA_MISMATCH})
     */
    public static ThreeStep of(Memberships memberships, Assignment assignment) {
        String where = "ThreeStep.of";
        Objects.requireNonNull(memberships, "memberships");
        Objects.requireNonNull(assignment, "assignment");
        if (memberships.size() == 0) {
            throw new InvalidInputException(Reason.EMPTY, where + ": there are no customers");
        }
        Arguments.sameSize(memberships.size(), assignment.size(), where, "assignment", "row of the memberships");
        Arguments.sameSize(
                memberships.segmentCount(), assignment.segmentCount(), where, "segments of the assignment", "segment");
        double[] ones = new double[memberships.size()];
        Arrays.fill(ones, 1);
        return new ThreeStep(memberships, assignment, OutcomeCorrection.BCH, ones, 0.95);
    }

    /**
     * Sets the correction, by default {@link OutcomeCorrection#BCH}.
     *
     * @param value the correction
     * @return a new method
     */
    public ThreeStep withCorrection(OutcomeCorrection value) {
        return new ThreeStep(memberships, assignment, Objects.requireNonNull(value, "correction"), weights, level);
    }

    /**
     * Sets a weight per customer, by default 1.
     *
     * @param rowWeights n weights, finite and not negative, one positive at least; copied
     * @return a new method
     * @throws InvalidInputException if they do not fit ({@link Reason#SCHEMA_MISMATCH}, {@link Reason#BAD_WEIGHT})
     */
    public ThreeStep withWeights(double... rowWeights) {
        String where = "ThreeStep.withWeights";
        Objects.requireNonNull(rowWeights, "rowWeights");
        Arguments.sameSize(memberships.size(), rowWeights.length, where, "rowWeights", "row");
        boolean positive = false;
        for (int i = 0; i < rowWeights.length; i++) {
            positive |= Weights.check(rowWeights[i], i, where) > 0;
        }
        if (!positive) {
            throw Weights.allZero(where);
        }
        return new ThreeStep(memberships, assignment, correction, rowWeights.clone(), level);
    }

    /**
     * Sets the confidence level of intervals, by default 0.95.
     *
     * @param value more than 0 and less than 1
     * @return a new method
     * @throws InvalidInputException if it is out of range
     */
    public ThreeStep withLevel(double value) {
        return new ThreeStep(
                memberships,
                assignment,
                correction,
                weights,
                Arguments.openUnit(value, "ThreeStep.withLevel", "level"));
    }

    /**
     * The mean of a numeric outcome in each segment.
     *
     * @param outcome n numbers, NaN for missing; not modified
     * @return one mean per segment
     * @throws InvalidInputException if their number differs ({@link Reason#SCHEMA_MISMATCH}) or one is infinite ({@link
     *     Reason#NON_FINITE})
     */
    public SegmentOutcome means(double... outcome) {
        Objects.requireNonNull(outcome, "outcome");
        Arguments.sameSize(memberships.size(), outcome.length, "ThreeStep.means", "outcome", "row");
        for (int i = 0; i < outcome.length; i++) {
            if (Double.isInfinite(outcome[i])) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        i,
                        "outcome",
                        "ThreeStep.means: infinite outcome at row " + i + "; use NaN for a missing one");
            }
        }
        int[] rows = rows(i -> !Double.isNaN(outcome[i]));
        OutcomeScale scale =
                OutcomeScale.of(Arrays.stream(rows).mapToDouble(i -> outcome[i]).toArray());
        double[] y =
                Arrays.stream(rows).mapToDouble(i -> scale.inside(outcome[i])).toArray();
        OutcomeModel model = new NormalOutcome(memberships.segmentCount(), y, weightsOf(rows));
        return outcomes(rows, model, scale, (row, index) -> y[row])[0];
    }

    /**
     * The share of every answer in each segment.
     *
     * @param answers n answers, null for missing
     * @return the shares of each answer, in the order of first appearance
     * @throws InvalidInputException if their number differs ({@link Reason#SCHEMA_MISMATCH})
     */
    public Map<String, SegmentOutcome> shares(List<? extends @Nullable String> answers) {
        Objects.requireNonNull(answers, "answers");
        Arguments.sameSize(memberships.size(), answers.size(), "ThreeStep.shares", "answers", "row");
        Map<String, Integer> codes = new LinkedHashMap<>();
        int[] codeOf = new int[answers.size()];
        for (int i = 0; i < codeOf.length; i++) {
            String answer = answers.get(i);
            codeOf[i] = answer == null || weights[i] == 0 ? -1 : codes.computeIfAbsent(answer, key -> codes.size());
        }
        int[] rows = rows(i -> codeOf[i] >= 0);
        int[] given = Arrays.stream(rows).map(i -> codeOf[i]).toArray();
        SegmentOutcome[] found = outcomes(
                rows,
                new AnswerOutcome(memberships.segmentCount(), codes.size(), given),
                OutcomeScale.NONE,
                (row, index) -> given[row] == index ? 1 : 0);
        Map<String, SegmentOutcome> result = new LinkedHashMap<>();
        codes.forEach((answer, code) -> result.put(answer, found[code]));
        return Collections.unmodifiableMap(result);
    }

    private interface RowTest {
        boolean holds(int row);
    }

    private interface RowValue {
        double of(int row, int index);
    }

    private int[] rows(RowTest test) {
        return IntStream.range(0, weights.length)
                .filter(i -> weights[i] > 0 && test.holds(i))
                .toArray();
    }

    private double[] weightsOf(int[] rows) {
        return Arrays.stream(rows).mapToDouble(i -> weights[i]).toArray();
    }

    /** The chance of each label in each segment: rows are true segments. */
    private double[][] errors() {
        int k = memberships.segmentCount();
        double[][] errors = new double[k][k];
        for (int i = 0; i < weights.length; i++) {
            for (int c = 0; c < k; c++) {
                errors[c][assignment.label(i)] += weights[i] * memberships.degree(i, c);
            }
        }
        for (double[] row : errors) {
            double sum = Arrays.stream(row).sum();
            for (int s = 0; s < k; s++) {
                row[s] /= sum;
            }
        }
        return errors;
    }

    private static Optional<double[][]> inverse(double[][] errors) {
        for (double[] row : errors) {
            if (Double.isNaN(row[0])) {
                return Optional.empty(); // nobody belongs to the segment
            }
        }
        try {
            double[][] inverse = new LUDecomposition(new Array2DRowRealMatrix(errors))
                    .getSolver()
                    .getInverse()
                    .getData();
            double most = Arrays.stream(inverse)
                    .flatMapToDouble(Arrays::stream)
                    .map(Math::abs)
                    .max()
                    .orElse(0);
            return most < SINGULAR ? Optional.of(inverse) : Optional.empty();
        } catch (SingularMatrixException singular) {
            return Optional.empty();
        }
    }

    private SegmentOutcome[] outcomes(int[] rows, OutcomeModel model, OutcomeScale scale, RowValue value) {
        double[][] errors = errors();
        int k = errors.length;
        Optional<double[][]> inverse = inverse(errors);
        Optional<Reason> undefined = rows.length == 0
                ? Optional.of(Reason.NO_OBSERVATIONS)
                : inverse.isEmpty() && correction != OutcomeCorrection.NONE
                        ? Optional.of(Reason.UNIDENTIFIED)
                        : Optional.empty();
        if (undefined.isPresent()) {
            return undefined(rows, model.valueCount(), undefined.get());
        }
        if (correction == OutcomeCorrection.ML) {
            return likeliest(rows, errors, model, scale);
        }
        double[][] identity = new double[k][k];
        for (int c = 0; c < k; c++) {
            identity[c][c] = 1;
        }
        return weighted(
                rows,
                correction == OutcomeCorrection.NONE ? identity : inverse.orElseThrow(),
                model.valueCount(),
                scale,
                value);
    }

    private SegmentOutcome[] undefined(int[] rows, int count, Reason reason) {
        SegmentOutcome[] result = new SegmentOutcome[Math.max(1, count)];
        Arrays.setAll(result, index -> SegmentOutcome.undefined(customers(rows), level, reason));
        return result;
    }

    /** How many of the rows belong to each segment. */
    private long[] customers(int[] rows) {
        long[] customers = new long[memberships.segmentCount()];
        for (int c = 0; c < customers.length; c++) {
            double sum = 0;
            for (int row : rows) {
                sum += weights[row] * memberships.degree(row, c);
            }
            customers[c] = Math.round(sum);
        }
        return customers;
    }

    private SegmentOutcome[] weighted(int[] rows, double[][] byLabel, int count, OutcomeScale scale, RowValue value) {
        int k = byLabel.length;
        SegmentOutcome[] result = new SegmentOutcome[count];
        for (int index = 0; index < count; index++) {
            double[] sums = new double[k];
            double[] means = new double[k];
            for (int at = 0; at < rows.length; at++) {
                double[] row = byLabel[assignment.label(rows[at])];
                for (int c = 0; c < k; c++) {
                    sums[c] += weights[rows[at]] * row[c];
                    means[c] += weights[rows[at]] * row[c] * value.of(at, index);
                }
            }
            double[][] covariance = new double[k][k];
            for (int c = 0; c < k; c++) {
                means[c] = sums[c] > 0 ? means[c] / sums[c] : Double.NaN; // weights may cancel among few outcomes
            }
            for (int at = 0; at < rows.length; at++) {
                double[] row = byLabel[assignment.label(rows[at])];
                double y = value.of(at, index);
                for (int c = 0; c < k; c++) {
                    for (int d = 0; d < k; d++) {
                        covariance[c][d] += weights[rows[at]]
                                * (row[c] * (y - means[c]) / sums[c])
                                * (row[d] * (y - means[d]) / sums[d]);
                    }
                }
            }
            result[index] = new SegmentOutcome(scale, means, covariance, customers(rows), level);
        }
        return result;
    }

    private SegmentOutcome[] likeliest(int[] rows, double[][] errors, OutcomeModel model, OutcomeScale scale) {
        int[] labels = Arrays.stream(rows).map(assignment::label).toArray();
        try (Workers workers = Execution.sequential().start()) {
            KnownErrors fit = new KnownErrors(errors, labels, weightsOf(rows), model, workers);
            fit.run();
            if (fit.undefined().isPresent()) {
                return undefined(rows, model.valueCount(), fit.undefined().get());
            }
            SegmentOutcome[] result = new SegmentOutcome[model.valueCount()];
            for (int index = 0; index < result.length; index++) {
                double[] values = new double[errors.length];
                for (int c = 0; c < values.length; c++) {
                    values[c] = fit.hasMembers(c) ? model.value(c, index) : Double.NaN;
                }
                result[index] = new SegmentOutcome(scale, values, fit.covariance(index), customers(rows), level);
            }
            return result;
        }
    }

    /** The options, without data. */
    @Override
    public String toString() {
        return "ThreeStep[" + memberships.segmentCount() + " segments, correction=" + correction + ", level=" + level
                + "]";
    }
}
