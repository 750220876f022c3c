package dev.segmentation.constraint;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.KMeansRecord;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * k-means that keeps business constraints: segments of a minimum and maximum size, rows that must be in one segment
 * (households) or may not be in one (must-link and cannot-link), and fixed segments that do not move while others are
 * found.
 *
 * <p>As k-means alternates between placing rows and moving centers to means, so does this, but rows are placed at the
 * least sum of squares <em>that the constraints allow</em>, which is found exactly: under bounds of sizes by a flow of
 * least cost; under cannot-links by a matching of each group; rows that must be together are placed as one row of their
 * weight. Plain {@link KMeans} is tried first, and what it finds is returned as it is if it keeps the constraints, in
 * {@code KMeans}' time. Otherwise every restart goes from a k-means solution of its own, or from the initial centers; the
 * best one wins, the earlier one of equals. Where k-means finds the same solution again, up to n·k = 2¹⁸, a restart goes from
 * rows drawn at random instead. Few rows, up to n²·d = 2²², are refined unless initial centers are given: single rows move
 * and pairs of rows change places as long as the constraints allow it and the objective falls, and as many starts again go
 * from the best with one of its centers drawn anew. With the default restarts, this reached the optimum of all but 15 of
 * 59 427 random cases of up to nine rows; one restart, or many rows, ends in a local optimum. Beyond n·k = 2¹⁸, starts are compared as soon as an iteration gains less than
 * a thousandth of the objective, and only the best one goes on until nothing changes.
 *
 * <p><b>The model</b> puts later customers into the segment of the nearest center: constraints hold for the rows that were
 * fitted, in {@link Fit#assignment()}, and not for others. So {@code model.assign(training)} may differ from it; {@link
 * ConstraintCost} counts the rows and says what the constraints cost. With fixed segments alone, both agree.
 * <br><b>Segments</b> are numbered by decreasing weight, ties by first row; fixed ones keep the numbers 0 … m − 1 in the
 * caller's order, before the others; from initial centers, all keep the caller's order.
 * <br><b>Input:</b> n × d matrix without missing values; scale it first. Row weights enter the sums, but not together with
 * bounds of sizes, which count rows: a flow would have to cut a row of weight 2.5 in pieces. Weighted rows are refused
 * there. A row of weight 2 is the row twice, apart from cannot-links: a copy would be one more row to be kept apart.
 * <br><b>Combinations:</b> fixed segments go with everything, must-links with cannot-links. Bounds of sizes with
 * must-links: only if all groups have the same number of rows, since filling segments with groups of different sizes is a
 * packing problem (bin packing, NP-hard): drop the bounds, or split the groups to one size. Bounds of sizes with cannot-links
 * are refused: the flow that keeps sizes places rows regardless of each other, and one that does not is not built; drop one of
 * the two and look at what the result has of the other. Contradictions are told before any work
 * ({@link Reason#INFEASIBLE}), with rows by their index.
 * <br><b>Degenerate:</b> bounds of sizes leave no segment empty. Otherwise a segment that becomes empty is given the row
 * farthest from its center, and a fixed segment may be empty.
 * <br><b>Same bits</b> for any number of threads.
 * <br><b>Cost:</b> k-means; where constraints bind, for each restart and iteration O(n·k·d) for all distances, O(n·k) for
 * sizes, O(k² + k·log n) per row that has to move to keep a bound, and O(m²·k) per cannot-link group of m rows that
 * collide. Under bounds of sizes, distances are found of those rows only
 * that may change their segment; the time is that of the first placements, in which most rows move, and of as many iterations
 * as it takes: where segments have to cut through one large group, a hundred times as many as plain k-means needs. Memory:
 * 8·k bytes per row for distances, with bounds of sizes up to 12·k more for moves, 44 per row, and about 100 per pair of
 * segments.
 * <br><b>Reference:</b> P. S. Bradley, K. P. Bennett and A. Demiriz (2000), Constrained k-means clustering, Microsoft
 * Research MSR-TR-2000-65 (sizes); K. Wagstaff, C. Cardie, S. Rogers and S. Schroedl (2001), Constrained k-means clustering
 * with background knowledge, ICML, 577–584 (links; theirs places rows one by one and may fail, this does not).
 */
public final class ConstrainedKMeans implements Segmenter<KMeansModel> {

    private static final Logger LOG = LoggerFactory.getLogger(ConstrainedKMeans.class);
    private static final String NAME = "constrained k-means";
    private static final String WHERE = "ConstrainedKMeans.fit";
    private static final int DEFAULT_RESTARTS = 10;
    private static final int DEFAULT_ITERATIONS = 1000;

    /** Up to this many distances, every start is iterated until nothing changes. */
    private static final long SMALL = 1L << 18;

    /** Beyond, until an iteration gains no more than this share of the objective; only the best start goes on. */
    private static final double ROUGHLY = 1e-3;

    /** Up to this many pairs of units times features, starts are refined by exchanges of units. */
    private static final long FEW_PAIRS = 1L << 22;

    private final int segmentCount;
    private final long seed;
    private final int restarts;
    private final int maxIterations;
    private final Constraints constraints;

    private ConstrainedKMeans(int segmentCount, long seed, int restarts, int maxIterations, Constraints constraints) {
        this.segmentCount = segmentCount;
        this.seed = seed;
        this.restarts = restarts;
        this.maxIterations = maxIterations;
        this.constraints = constraints;
    }

    /**
     * Without constraints yet; 10 restarts, seed 0, at most 1000 iterations each.
     *
     * @param segmentCount k, fixed segments included; at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static ConstrainedKMeans of(int segmentCount) {
        Arguments.atLeast(1, segmentCount, "ConstrainedKMeans.of", "segmentCount", "1 puts every row into one segment");
        return new ConstrainedKMeans(segmentCount, 0, DEFAULT_RESTARTS, DEFAULT_ITERATIONS, Constraints.NONE);
    }

    /**
     * Sets the minimum segment size: no segment has fewer rows.
     *
     * @param rows at least 1, which means that no segment is empty, not even a fixed one
     * @return a new configuration
     * @throws InvalidInputException if it is below 1 or above the maximum, or cannot-link groups are set
     */
    public ConstrainedKMeans withMinimumSize(int rows) {
        String where = "ConstrainedKMeans.withMinimumSize";
        Arguments.atLeast(1, rows, where, "rows", "1 means that no segment is empty");
        SizeBounds old = constraints.sizes();
        SizeBounds bounds = new SizeBounds(rows, old.most(), old.leastShare(), old.mostShare());
        return with(constraints.withSizes(bounds.checked(where, "rows", rows), where));
    }

    /**
     * Sets the maximum segment size: no segment has more rows.
     *
     * @param rows at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1 or below the minimum, or cannot-link groups are set
     */
    public ConstrainedKMeans withMaximumSize(int rows) {
        String where = "ConstrainedKMeans.withMaximumSize";
        Arguments.atLeast(1, rows, where, "rows", "a segment has room for a row");
        SizeBounds old = constraints.sizes();
        SizeBounds bounds = new SizeBounds(old.least(), OptionalInt.of(rows), old.leastShare(), old.mostShare());
        return with(constraints.withSizes(bounds.checked(where, "rows", rows), where));
    }

    /**
     * Sets the minimum segment size as a share of all rows, rounded up to whole rows; where a minimum of rows is set too,
     * the larger one counts.
     *
     * @param share 0 to 1, such as 0.05
     * @return a new configuration
     * @throws InvalidInputException if it is out of range or above the maximum, or cannot-link groups are set
     */
    public ConstrainedKMeans withMinimumShare(double share) {
        String where = "ConstrainedKMeans.withMinimumShare";
        Arguments.closedUnit(share, where, "share");
        SizeBounds old = constraints.sizes();
        SizeBounds bounds = new SizeBounds(old.least(), old.most(), share, old.mostShare());
        return with(constraints.withSizes(bounds.checked(where, "share", share), where));
    }

    /**
     * Sets the maximum segment size as a share of all rows, rounded down to whole rows; where a maximum of rows is set too,
     * the smaller one counts.
     *
     * @param share 0 to 1, such as 0.4
     * @return a new configuration
     * @throws InvalidInputException if it is out of range or below the minimum, or cannot-link groups are set
     */
    public ConstrainedKMeans withMaximumShare(double share) {
        String where = "ConstrainedKMeans.withMaximumShare";
        Arguments.closedUnit(share, where, "share");
        SizeBounds old = constraints.sizes();
        SizeBounds bounds = new SizeBounds(old.least(), old.most(), old.leastShare(), share);
        return with(constraints.withSizes(bounds.checked(where, "share", share), where));
    }

    /**
     * Keeps rows together: rows of the same group are in one segment, such as the members of a household.
     *
     * @param groupOfRow n labels, one per row; a row in a group of its own, such as one labelled by its customer id, is free.
     *     Not modified, not kept
     * @return a new configuration, for matrices of n rows in this order
     */
    public ConstrainedKMeans withMustLink(long... groupOfRow) {
        return with(constraints.withTogether(Groups.of(groupOfRow, "groupOfRow")));
    }

    /**
     * Keeps rows together, as {@link #withMustLink(long...)}, by groups that are texts.
     *
     * @param groupOfRow n labels, one per row
     * @return a new configuration, for matrices of n rows in this order
     */
    public ConstrainedKMeans withMustLink(List<String> groupOfRow) {
        return with(constraints.withTogether(Groups.of(groupOfRow, "groupOfRow")));
    }

    /**
     * Keeps rows apart: no two rows of the same group are in one segment, such as the accounts of one customer.
     *
     * @param groupOfRow n labels, one per row; a row in a group of its own is free. Not modified, not kept
     * @return a new configuration, for matrices of n rows in this order
     * @throws InvalidInputException if bounds of sizes are set
     */
    public ConstrainedKMeans withCannotLink(long... groupOfRow) {
        return with(constraints.withApart(Groups.of(groupOfRow, "groupOfRow"), "ConstrainedKMeans.withCannotLink"));
    }

    /**
     * Keeps rows apart, as {@link #withCannotLink(long...)}, by groups that are texts.
     *
     * @param groupOfRow n labels, one per row
     * @return a new configuration, for matrices of n rows in this order
     * @throws InvalidInputException if bounds of sizes are set
     */
    public ConstrainedKMeans withCannotLink(List<String> groupOfRow) {
        return with(constraints.withApart(Groups.of(groupOfRow, "groupOfRow"), "ConstrainedKMeans.withCannotLink"));
    }

    /**
     * Fixes segments: their centers do not move while the others are found. They keep the labels 0 … m − 1.
     *
     * <p>To add one segment to a model without disturbing the rest, {@code
     * ConstrainedKMeans.of(model.segmentCount() + 1).withFixedSegments(model.centers())}: a customer leaves the old segment
     * only for the new one, if that is nearer.
     *
     * @param centers m × d in the units of the matrix to be fitted, features matched by name, no value missing, no two
     *     equal, m ≤ k
     * @return a new configuration
     * @throws InvalidInputException if there are more than k ({@link Reason#SCHEMA_MISMATCH}), or as {@link
     *     Seeding#centers}
     */
    public ConstrainedKMeans withFixedSegments(FeatureMatrix centers) {
        Objects.requireNonNull(centers, "centers");
        return with(constraints.withFixed(centers, segmentCount, "ConstrainedKMeans.withFixedSegments"));
    }

    /**
     * Starts warm: the segments that are not fixed start from these centers and keep their order; there is one start. To
     * refit a model to newer customers, {@code
     * ConstrainedKMeans.of(model.segmentCount()).withInitialCenters(model.centers())}.
     *
     * @param centers (k − m) × d, where m segments are fixed, in the units of the matrix to be fitted, features matched by
     *     name, no value missing, no two equal; another number is refused by {@code fit}
     * @return a new configuration
     * @throws InvalidInputException as {@link Seeding#centers}
     */
    public ConstrainedKMeans withInitialCenters(FeatureMatrix centers) {
        Objects.requireNonNull(centers, "centers");
        return with(constraints.withInitial(centers));
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public ConstrainedKMeans withSeed(long value) {
        return new ConstrainedKMeans(segmentCount, value, restarts, maxIterations, constraints);
    }

    /**
     * Sets how many starts are tried, by default 10. Initial centers are one start, whatever is set here.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public ConstrainedKMeans withRestarts(int value) {
        Arguments.atLeast(1, value, "ConstrainedKMeans.withRestarts", "restarts", "1 means a single start");
        return new ConstrainedKMeans(segmentCount, seed, value, maxIterations, constraints);
    }

    /**
     * Sets the iterations of one start at most, by default 1000, of k-means and again under the constraints.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public ConstrainedKMeans withMaxIterations(int value) {
        Arguments.atLeast(
                1, value, "ConstrainedKMeans.withMaxIterations", "maxIterations", "it bounds the passes over the rows");
        return new ConstrainedKMeans(segmentCount, seed, restarts, value, constraints);
    }

    private ConstrainedKMeans with(Constraints value) {
        return new ConstrainedKMeans(segmentCount, seed, restarts, maxIterations, value);
    }

    /**
     * The number of segments, k, fixed ones included.
     *
     * @return at least 1
     */
    public int segmentCount() {
        return segmentCount;
    }

    /**
     * The seed.
     *
     * @return any long
     */
    public long seed() {
        return seed;
    }

    /**
     * How many starts are tried.
     *
     * @return at least 1; 1 from initial centers
     */
    public int restarts() {
        return constraints.initial().isPresent() || constraints.fixedCount() == segmentCount ? 1 : restarts;
    }

    /**
     * The iterations of one start at most.
     *
     * @return at least 1
     */
    public int maxIterations() {
        return maxIterations;
    }

    /**
     * {@inheritDoc}
     *
     * @return false with bounds of sizes, which count rows, and with cannot-links
     */
    @Override
    public boolean usesWeights() {
        return !constraints.sizes().areSet() && constraints.apart().isEmpty();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The report's objective is the weighted sum of squared distances of the rows to the centers of the segments they are
     * in; those of the restarts are what they were compared by. Where the constraints bind, a notice ({@link
     * Reason#CONSTRAINT_BINDS}) says how many rows are not in their nearest segment, and what the objective is of {@link
     * KMeans} without constraints, or, beside fixed segments and must-links, with every row in its nearest.
     *
     * @throws InvalidInputException if no segmentation can keep the constraints ({@link Reason#INFEASIBLE}), they cannot be
     *     combined ({@link Reason#BAD_PARAM}), groups are not given for every row or centers have other features ({@link
     *     Reason#SCHEMA_MISMATCH}), there are no rows ({@link Reason#EMPTY}), too few of them ({@link Reason#K_GT_N}) or too
     *     few that differ ({@link Reason#FEWER_DISTINCT_THAN_K}), or a value is missing ({@link Reason#NON_FINITE}) or out
     *     of range ({@link Reason#RANGE})
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<KMeansModel> fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        Problem problem;
        try (Workers workers = execution.start()) { // of its own, closed before k-means starts its
            workers.checkCancelled();
            problem = new Problem(features, segmentCount, constraints, workers);
        }
        Optional<Fit<KMeansModel>> free = Optional.empty();
        if (constraints.fixedCount() == 0) {
            free = Optional.of(free().fit(problem.units().matrix, execution));
        }
        try (Workers workers = execution.start()) {
            Fit<KMeansModel> fit = free.isPresent() && keeps(problem, free.get())
                    ? unchanged(problem, free.get(), workers)
                    : constrained(problem, free, workers);
            LOG.debug("{}", fit.report());
            return fit;
        }
    }

    /** k-means of the units as if nothing constrained it. */
    private KMeans free() {
        KMeans kMeans =
                KMeans.of(segmentCount).withSeed(seed).withRestarts(restarts).withMaxIterations(maxIterations);
        return constraints
                .initial()
                .map(centers -> kMeans.withSeeding(Seeding.centers(centers)))
                .orElse(kMeans);
    }

    private static boolean keeps(Problem problem, Fit<KMeansModel> free) {
        return problem.newPlacement().keeps(free.assignment().toArray());
    }

    /** What k-means found, told of rows. */
    private Fit<KMeansModel> unchanged(Problem problem, Fit<KMeansModel> free, Workers workers) {
        double within = problem.units().within;
        FitReport found = free.report();
        Assignment assignment = Assignment.copyOf(
                segmentCount, problem.units().labelsOfRows(free.assignment().toArray()));
        FitReport.Builder report = FitReport.builder(NAME)
                .seed(seed)
                .termination(found.termination())
                .iterations(found.iterations())
                .objective(
                        problem.units().areJoined()
                                ? ConstraintCost.objective(problem.features(), free.model(), assignment, workers)
                                : found.objective())
                .restartObjectives(found.restartObjectives().stream()
                        .map(value -> value + within)
                        .toList())
                .kernel(found.kernel());
        if (problem.units().areJoined()) {
            notice(problem, Optional.empty(), free.model(), assignment, workers).ifPresent(report::notice);
        }
        return new Fit<>(free.model(), assignment, report.build());
    }

    private Fit<KMeansModel> constrained(Problem problem, Optional<Fit<KMeansModel>> free, Workers workers) {
        Costs costs = new Costs(problem.units(), segmentCount, workers);
        Attempts attempts = new Attempts(problem, costs, workers);
        List<Double> objectives = new ArrayList<>();
        List<double[]> starts = starts(problem, free, costs, workers);
        for (int i = 0; i < starts.size(); i++) {
            int same = firstEqual(starts, i);
            objectives.add(
                    same < i // groups so clear that k-means found them again
                            ? objectives.get(same)
                            : attempts.from(starts.get(i)).objective() + problem.units().within);
            double least = attempts.best().objective() + problem.units().within;
            workers.tell(new FitProgress(NAME, i + 1L, starts.size(), least));
        }
        if (isExchanged(problem)) {
            attempts.drawCentersAnew(restarts, SeededRandom.key(seed, -1));
        }
        ConstrainedLloyd lloyd = attempts.best();
        if (!lloyd.converged()) {
            lloyd.run(0);
        }
        if (constraints.initial().isEmpty()) {
            lloyd.renumber();
        }
        return result(problem, free, lloyd, objectives, workers);
    }

    /** What starts lead to, and the best so far, the earlier of equals. */
    private final class Attempts {

        private final Problem problem;
        private final Costs costs;
        private final Workers workers;
        private Optional<ConstrainedLloyd> best = Optional.empty();

        Attempts(Problem problem, Costs costs, Workers workers) {
            this.problem = problem;
            this.costs = costs;
            this.workers = workers;
        }

        ConstrainedLloyd best() {
            return best.orElseThrow();
        }

        ConstrainedLloyd from(double[] centers) {
            ConstrainedLloyd lloyd = new ConstrainedLloyd(problem, costs, centers, maxIterations, workers);
            lloyd.run(enough(problem));
            if (isExchanged(problem)) {
                lloyd.refine();
            }
            if (best.isEmpty() || lloyd.objective() < best.get().objective()) {
                best = Optional.of(lloyd);
            }
            return lloyd;
        }

        /** Tries the best with one center drawn anew, that many times in all. */
        void drawCentersAnew(int times, long key) {
            Draws draws = new Draws(problem, costs);
            for (int number = 0; number < times && problem.fixedCount() < segmentCount; number++) {
                from(draws.one(best().centers(), key, number));
            }
        }
    }

    /** Whether units are exchanged in the end: there are few, and nobody has said where to start from. */
    private boolean isExchanged(Problem problem) {
        long pairs = (long) problem.units().count() * problem.units().count();
        return constraints.initial().isEmpty()
                && pairs <= FEW_PAIRS / problem.featureNames().size();
    }

    private static int firstEqual(List<double[]> starts, int index) {
        int first = 0;
        while (!Arrays.equals(starts.get(first), starts.get(index))) {
            first++;
        }
        return first;
    }

    /** The gain of an iteration, as a share of the objective, from which a start is good enough to be compared. */
    private double enough(Problem problem) {
        return (long) problem.units().count() * segmentCount <= SMALL ? 0 : ROUGHLY;
    }

    /** The first centers of each start: given ones, drawn ones beside fixed ones, or what k-means found. */
    private List<double[]> starts(Problem problem, Optional<Fit<KMeansModel>> free, Costs costs, Workers workers) {
        Optional<double[]> given = problem.given();
        if (given.isPresent()) {
            return List.of(given.get());
        }
        List<double[]> starts = new ArrayList<>();
        if (free.isEmpty()) {
            SpreadCenters spread = new SpreadCenters(problem.units(), workers);
            for (int restart = 0; restart < restarts; restart++) {
                long key = SeededRandom.key(seed, restart);
                starts.add(spread.draw(problem.fixed(), segmentCount, key, problem::notTold));
            }
            return starts;
        }
        starts.add(free.get().model().centers().toRowMajorArray());
        starts.addAll(workers.map(
                restarts - 1,
                start -> KMeans.of(segmentCount)
                        .withSeed(SeededRandom.key(seed, start + 1L))
                        .withRestarts(1)
                        .withMaxIterations(maxIterations)
                        .withRefinement(Refinement.NONE)
                        .fit(problem.units().matrix, workers.inside())
                        .model()
                        .centers()
                        .toRowMajorArray()));
        return enough(problem) > 0 ? starts : differing(starts, new Draws(problem, costs));
    }

    /** Where k-means found again what it had found, any units are centers; two of them may be equal. */
    private List<double[]> differing(List<double[]> starts, Draws draws) {
        List<double[]> differing = new ArrayList<>(starts);
        for (int restart = 1; restart < starts.size(); restart++) {
            if (firstEqual(starts, restart) < restart) {
                differing.set(restart, draws.all(starts.get(restart), SeededRandom.key(seed, restart)));
            }
        }
        return differing;
    }

    private Fit<KMeansModel> result(
            Problem problem,
            Optional<Fit<KMeansModel>> free,
            ConstrainedLloyd lloyd,
            List<Double> objectives,
            Workers workers) {
        Assignment assignment = Assignment.copyOf(segmentCount, problem.units().labelsOfRows(lloyd.labels()));
        KMeansModel model = model(problem, assignment, lloyd.centers());
        double objective = ConstraintCost.objective(problem.features(), model, assignment, workers);
        FitReport.Builder report = FitReport.builder(NAME)
                .seed(seed)
                .termination(lloyd.converged() ? Termination.CONVERGED : Termination.ITERATION_LIMIT)
                .iterations(lloyd.iterations())
                .objective(objective)
                .restartObjectives(objectives);
        notice(problem, free, model, assignment, workers).ifPresent(report::notice);
        return new Fit<>(model, assignment, report.build());
    }

    /** How many rows are kept out of their nearest segment, and what the objective would be otherwise; if there are any. */
    private static Optional<Notice> notice(
            Problem problem,
            Optional<Fit<KMeansModel>> free,
            KMeansModel model,
            Assignment assignment,
            Workers workers) {
        workers.checkCancelled();
        Assignment nearest = model.assign(problem.features());
        int moved = ConstraintCost.differences(assignment, nearest);
        if (moved == 0) {
            return Optional.empty();
        }
        boolean isComparable = free.isPresent() && !problem.units().areJoined(); // k-means of rows, not of groups
        String message = String.format(
                Locale.ROOT,
                "%s: %d of %d rows are not in their nearest segment; objective %s, %s %s",
                WHERE,
                moved,
                assignment.size(),
                ConstraintCost.objective(problem.features(), model, assignment, workers),
                isComparable ? "of k-means without constraints" : "with every row in its nearest",
                isComparable
                        ? free.get().report().objective()
                        : ConstraintCost.objective(problem.features(), model, nearest, workers));
        return Optional.of(new Notice(Reason.CONSTRAINT_BINDS, message));
    }

    private KMeansModel model(Problem problem, Assignment assignment, double[] centers) {
        double[] weights = new double[segmentCount];
        for (int row = 0; row < assignment.size(); row++) {
            weights[assignment.label(row)] += problem.rowWeight(row);
        }
        int d = problem.featureNames().size();
        List<KMeansRecord.Center> records = new ArrayList<>();
        for (int s = 0; s < segmentCount; s++) {
            List<Double> values =
                    Arrays.stream(centers, s * d, (s + 1) * d).boxed().toList();
            records.add(new KMeansRecord.Center(weights[s], values));
        }
        return new KMeansRecord(problem.featureNames(), records).restore();
    }

    @Override
    public String toString() {
        return "ConstrainedKMeans[segmentCount=" + segmentCount + ", seed=" + seed + ", restarts=" + restarts()
                + ", maxIterations=" + maxIterations + ", " + constraints + "]";
    }
}
