package dev.segmentation.metrics.movers;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.SegmentNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How the chance of each destination depends on what a customer was like: the multinomial (baseline-category) logit of the
 * segment after, given columns of the snapshot before, for the customers of one segment.
 *
 * <p>For each destination t but the baseline, ln(p<sub>t</sub> / p<sub>baseline</sub>) = intercept<sub>t</sub> + Σ
 * coefficient<sub>tj</sub>·x<sub>j</sub>: one unit more of x<sub>j</sub> multiplies the odds of going to t rather than
 * staying by e<sup>coefficient</sup>, all else being equal. The baseline is staying, unless {@linkplain #withBaseline said
 * otherwise}. The fit is the maximum of the likelihood, by Newton's method on columns brought to one scale inside; the model
 * is in the units of the columns.
 *
 * <p><b>Any column</b> may be given, also those that formed the segments: that a customer near the border of a segment is
 * likelier to cross it is then found again, and is no cause. Columns of the role {@link dev.segmentation.Role#OUTCOME}
 * happened after the date; they do not foretell anything.
 *
 * <p><b>Input:</b> numeric columns as they are; of categorical ones each level but the first that is seen is compared with
 * that one, {@code city=Bonn}. Customers with a missing value, who left or became unscored are left out and counted ({@link
 * DestinationModel#notices()}); see {@link #withLeavers()}. Row weights are not used.
 * <br><b>Separation:</b> where some combination of columns tells a destination without error, such as a level whose
 * customers never went there, the likelihood has no maximum. The coefficients concerned are undefined ({@link
 * Reason#DIVERGES}), the others are given; chances are right in the limit. {@link #withRidge} makes all finite, at the price
 * of bias.
 * <br><b>Not converged</b> within {@link #withIterationLimit}: coefficients, their errors and tests are undefined ({@link
 * Reason#NOT_CONVERGED}), and a notice says so.
 * <br><b>Cannot be fitted</b> ({@link FitException}): nobody left ({@link Reason#NO_OBSERVATIONS}), a single destination
 * ({@link Reason#SINGLE_SEGMENT}), a column without variation ({@link Reason#ZERO_VARIANCE}), or one that is a linear
 * function of others ({@link Reason#UNIDENTIFIED}), or whose squares overflow ({@link Reason#RANGE}).
 * <br><b>Cost:</b> O(n·d²) per iteration for d coefficients, of which there may be 500; usually 5 to 10 iterations; 8 bytes
 * per customer and covariate.
 * <br><b>Reference:</b> A. Agresti (2013), Categorical Data Analysis, 3rd ed., section 8.1; A. Albert, J. A. Anderson (1984),
 * Biometrika 71, 1–10, doi:10.1093/biomet/71.1.1 (when the maximum exists).
 *
 * <p>Immutable and thread-safe.
 */
public final class DestinationLogit {

    private static final String WHERE = "DestinationLogit.fit";
    private static final int MOST_COEFFICIENTS = 500;

    private final List<String> columns;
    private final Optional<String> baseline;
    private final Leavers leavers;
    private final double ridge;
    private final int iterationLimit;
    private final double level;

    /** What becomes of customers who left. */
    private enum Leavers {
        LEFT_OUT,
        A_DESTINATION
    }

    private DestinationLogit(
            List<String> columns,
            Optional<String> baseline,
            Leavers leavers,
            double ridge,
            int iterationLimit,
            double level) {
        this.columns = columns;
        this.baseline = baseline;
        this.leavers = leavers;
        this.ridge = ridge;
        this.iterationLimit = iterationLimit;
        this.level = level;
    }

    /**
     * The logit on some columns of the earlier date.
     *
     * @param columns at least one name, each once
     * @return the logit: baseline is who stayed, no ridge, at most 100 iterations, intervals at 95 %
     * @throws InvalidInputException if there is none ({@link Reason#NO_FEATURES}) or a name is blank or repeated
     */
    public static DestinationLogit on(List<String> columns) {
        List<String> copy = Arguments.featureNames(columns, "DestinationLogit.on");
        return new DestinationLogit(copy, Optional.empty(), Leavers.LEFT_OUT, 0, 100, 0.95);
    }

    /**
     * Compares all destinations with another one than staying.
     *
     * @param destination its name
     * @return a new logit
     */
    public DestinationLogit withBaseline(String destination) {
        Objects.requireNonNull(destination, "destination");
        return new DestinationLogit(columns, Optional.of(destination), leavers, ridge, iterationLimit, level);
    }

    /**
     * Takes having left for a destination of its own, {@link Segment#EXIT}.
     *
     * @return a new logit
     */
    public DestinationLogit withLeavers() {
        return new DestinationLogit(columns, baseline, Leavers.A_DESTINATION, ridge, iterationLimit, level);
    }

    /**
     * Takes half the penalty times the sum of the squared slopes off the log-likelihood, slopes per standard deviation of
     * their column: all are then finite, and drawn to 0.
     *
     * @param penalty at least 0; 0 means none; 1 is as much as one customer knows
     * @return a new logit
     * @throws InvalidInputException if it is negative or not finite
     */
    public DestinationLogit withRidge(double penalty) {
        if (!(penalty >= 0 && penalty <= Double.MAX_VALUE)) {
            throw Arguments.badParameter("DestinationLogit.withRidge", "penalty", penalty, "0 or more; 0 means none");
        }
        return new DestinationLogit(columns, baseline, leavers, penalty, iterationLimit, level);
    }

    /**
     * Stops sooner or later. A search that is stopped before it converged has no coefficients: {@link Reason#NOT_CONVERGED}.
     *
     * @param limit at least 1
     * @return a new logit
     * @throws InvalidInputException if it is less
     */
    public DestinationLogit withIterationLimit(int limit) {
        Arguments.atLeast(1, limit, "DestinationLogit.withIterationLimit", "limit", "100 is plenty");
        return new DestinationLogit(columns, baseline, leavers, ridge, limit, level);
    }

    /**
     * Intervals of another confidence level.
     *
     * @param confidence in (0, 1)
     * @return a new logit
     * @throws InvalidInputException if it is out of range
     */
    public DestinationLogit withLevel(double confidence) {
        Arguments.openUnit(confidence, "DestinationLogit.withLevel", "level");
        return new DestinationLogit(columns, baseline, leavers, ridge, iterationLimit, confidence);
    }

    /**
     * Fits the destinations of the customers of a segment, on the calling thread.
     *
     * @param before the earlier date, whose snapshot has the columns
     * @param after the later date
     * @param from the name of a segment of {@code before}
     * @return the model
     * @throws InvalidInputException as {@link #fit(Segmentation, Segmentation, String, Execution)}
     * @throws FitException as there
     */
    public DestinationModel fit(Segmentation before, Segmentation after, String from) {
        return fit(before, after, from, Execution.sequential());
    }

    /**
     * Fits the destinations of the customers of a segment.
     *
     * @param before the earlier date, whose snapshot has the columns
     * @param after the later date
     * @param from the name of a segment of {@code before}
     * @param execution how to run; the model is the same on any number of threads
     * @return the model
     * @throws InvalidInputException if there is no such segment or column ({@link Reason#UNKNOWN_NAME}), the dates are equal
     *     or reversed, ids are numbers on one side and texts on the other, or there would be more than 500 coefficients ({@link
     *     Reason#RESOURCE_LIMIT})
     * @throws FitException if the data do not allow it, as the class says
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public DestinationModel fit(Segmentation before, Segmentation after, String from, Execution execution) {
        SegmentJoin join = SegmentJoin.of(before, after, WHERE);
        Objects.requireNonNull(execution, "execution");
        int segment = before.segment(Objects.requireNonNull(from, "from")).index();
        List<String> names = new ArrayList<>(join.segments().names());
        names.add(Segment.EXIT);
        int exit = names.size() - 1;
        FeatureTable table = before.snapshot().table();
        int[] rows = before.assignment().rowsOf(segment);
        int[] labels = new int[rows.length];
        int[] leftOut = new int[2];
        for (int i = 0; i < rows.length; i++) {
            int there = join.rowAfter(rows[i]);
            boolean unscored = there < 0 && join.isUnscoredAfter(rows[i]);
            boolean gone = there < 0 && !unscored && leavers == Leavers.LEFT_OUT;
            labels[i] = there >= 0 ? join.segmentAfter(there) : unscored || gone ? -1 : exit;
            leftOut[0] += gone ? 1 : 0;
            leftOut[1] += unscored ? 1 : 0;
        }
        List<Notice> notices = new ArrayList<>();
        note(notices, leftOut[0], "had left by the later date; withLeavers takes that for a destination");
        note(notices, leftOut[1], "were in no segment at the later date");
        return fit(new Customers(table, rows, labels, names), baseline.orElse(from), notices, execution);
    }

    /**
     * Fits destinations, or classes of any kind, that were found elsewhere. The baseline is the first of them that is seen
     * unless said otherwise.
     *
     * @param table n rows with the columns
     * @param destinations n labels
     * @param names of the labels, in their order, unique
     * @param execution how to run; the model is the same on any number of threads
     * @return the model
     * @throws InvalidInputException if the numbers of rows or names differ ({@link Reason#SCHEMA_MISMATCH}), there is no such
     *     column ({@link Reason#UNKNOWN_NAME}), a name is blank or repeated, or there would be more than 500 coefficients ({@link
     *     Reason#RESOURCE_LIMIT})
     * @throws FitException if the data do not allow it, as the class says
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public DestinationModel fit(FeatureTable table, Assignment destinations, List<String> names, Execution execution) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(destinations, "destinations");
        Objects.requireNonNull(names, "names");
        Objects.requireNonNull(execution, "execution");
        Arguments.sameSize(table.rowCount(), destinations.size(), WHERE, "destinations", "row");
        Arguments.sameSize(destinations.segmentCount(), names.size(), WHERE, "names", "destination");
        List<String> checked = SegmentNames.of(names, WHERE).names();
        int[] labels = destinations.toArray();
        String first = baseline.orElseGet(() -> labels.length == 0
                ? ""
                : checked.get(Arrays.stream(labels).min().getAsInt()));
        int[] rows = IntStream.range(0, labels.length).toArray();
        return fit(new Customers(table, rows, labels, checked), first, new ArrayList<>(), execution);
    }

    /** Rows of a table, where each went (−1: nowhere), and the names of the destinations. */
    private static final class Customers {

        final FeatureTable table;
        final int[] rows;
        final int[] labels;
        final List<String> names;

        Customers(FeatureTable table, int[] rows, int[] labels, List<String> names) {
            this.table = table;
            this.rows = rows;
            this.labels = labels;
            this.names = names;
        }

        /** The positions of those who went somewhere and have a value in every column; the others are told. */
        int[] complete(List<String> columns, List<Notice> notices) {
            int[] placed =
                    IntStream.range(0, rows.length).filter(i -> labels[i] >= 0).toArray();
            int[] complete = Arrays.stream(placed)
                    .filter(i -> columns.stream().noneMatch(column -> table.isMissing(rows[i], column)))
                    .toArray();
            note(notices, placed.length - complete.length, "have a missing value in a column");
            return complete;
        }
    }

    private DestinationModel fit(Customers customers, String first, List<Notice> notices, Execution execution) {
        int[] kept = customers.complete(columns, notices);
        if (customers.table.isWeighted()) {
            notices.add(new Notice(Reason.WEIGHTS_IGNORED, "row weights were not used: every row counts once"));
        }
        List<String> destinations = destinations(customers.names, first, customers.labels, kept);
        int[] classes = Arrays.stream(kept)
                .map(i -> destinations.indexOf(customers.names.get(customers.labels[i])))
                .toArray();
        int[] used = Arrays.stream(kept).map(i -> customers.rows[i]).toArray();
        FeatureTable table = customers.table.select(columns);
        try (Workers workers = execution.start()) {
            checkCount((destinations.size() - 1L) * (Covariates.count(table, columns, used, workers) + 1));
            Covariates covariates = Covariates.of(table, columns, used, workers, WHERE);
            double[] x = covariates.standardized(table, used);
            covariates.checkIndependent(x, workers, WHERE);
            LogitNewton newton = new LogitNewton(workers, x, classes, destinations.size(), ridge);
            newton.run(iterationLimit);
            if (newton.termination() == Termination.ITERATION_LIMIT && !newton.diverges()) {
                notices.add(new Notice(
                        Reason.NOT_CONVERGED,
                        "the search had not converged after " + newton.iterations()
                                + " iterations: coefficients are not known; raise withIterationLimit"));
            }
            return new DestinationModel(destinations, covariates, newton, classes, List.copyOf(notices), level);
        }
    }

    private static void checkCount(long coefficients) {
        if (coefficients > MOST_COEFFICIENTS) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "columns",
                    WHERE + ": " + coefficients + " coefficients, expected at most " + MOST_COEFFICIENTS
                            + "; give fewer columns or levels, or roll segments up");
        }
    }

    private static void note(List<Notice> notices, int customers, String what) {
        if (customers > 0) {
            notices.add(new Notice(Reason.NO_OBSERVATIONS, "left out: " + customers + " customers who " + what));
        }
    }

    /** Those that are seen, the baseline first. */
    private List<String> destinations(List<String> names, String first, int[] labels, int[] kept) {
        Set<String> seen = new LinkedHashSet<>();
        Set<Integer> occurring = new LinkedHashSet<>();
        Arrays.stream(kept).forEach(i -> occurring.add(labels[i]));
        if (occurring.isEmpty()) {
            throw new FitException(
                    Reason.NO_OBSERVATIONS,
                    WHERE + ": no customer has a destination and a value in every column; see withLeavers");
        }
        boolean usable = names.contains(first) && occurring.contains(names.indexOf(first));
        if (usable) {
            seen.add(first);
        } else if (baseline.isPresent()) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    first,
                    WHERE + ": nobody went to the baseline \"" + first + "\"; compare with another destination");
        }
        for (int s = 0; s < names.size(); s++) {
            if (occurring.contains(s)) {
                seen.add(names.get(s));
            }
        }
        if (seen.size() < 2) {
            throw new FitException(
                    Reason.SINGLE_SEGMENT,
                    WHERE + ": all customers went to \"" + seen.iterator().next()
                            + "\", so that there is nothing to explain");
        }
        return List.copyOf(seen);
    }

    /** Such as {@code DestinationLogit[columns=[age], ridge=0.0, iterationLimit=100, level=0.95]}. */
    @Override
    public String toString() {
        return "DestinationLogit[columns=" + Arguments.shown(columns)
                + baseline.map(name -> ", baseline=" + name).orElse("")
                + (leavers == Leavers.A_DESTINATION ? ", with leavers" : "") + ", ridge=" + ridge + ", iterationLimit="
                + iterationLimit + ", level=" + level + "]";
    }
}
