package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import dev.segmentation.metrics.internal.Normal;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Intervals of mobility: how far every index varies if the customers present at both dates are drawn again.
 *
 * <p>Customers are drawn from the counts, with replacement; drawing counts is the same as drawing customers, whatever their
 * number. Of a matrix that counts several periods together ({@link PooledMigration#matrix}) customers are drawn with all their
 * steps, since those of the same customer are alike; more than a thousand customers are dealt into a thousand groups at random,
 * and groups are drawn, which varies as much. Intervals are bias-corrected percentiles: mobility indices are pushed away from 0 by chance, and plain percentiles
 * would count that twice. The replicates are a function of the seed, on any number of threads.
 *
 * <p><b>Degenerate:</b> an index that is undefined for the customers given, or for more than one replicate in twenty, is
 * undefined. Where fewer than 20 customers moved, or stayed, replicates hardly vary: tables are then also drawn from what may be
 * true after these counts (with half a customer more in every segment who moved and half a customer more who stayed, Jeffreys'),
 * and intervals contain their percentiles as well; that of {@link MobilityIndex#SHARE_MOVED} contains that of {@link
 * MigrationMatrix#shareMoved()}, and that of its difference Newcombe's. So intervals have a width where nobody moved.
 * <br><b>Cost:</b> O(k³) per replicate, whatever the number of customers. Of several periods a pass over all steps before, and in
 * each replicate as many additions as there are cells in use by a thousand groups; 12 bytes for each of them.
 * <br><b>References:</b> B. Efron (1981), Can. J. Stat. 9, 139–158, doi:10.2307/3314608; of customers with all their steps, A. C.
 * Davison, D. V. Hinkley (1997), Bootstrap Methods and their Application, section 3.8; of differences, R. G. Newcombe (1998),
 * Stat. Med. 17, 873–890, doi:10.1002/(SICI)1097-0258(19980430)17:8&lt;873::AID-SIM779&gt;3.0.CO;2-I.
 *
 * <p>Immutable and thread-safe.
 */
public final class MobilityBootstrap {

    /** Replicates without a value that an interval stands, as a share. */
    private static final double FEW = 0.05;

    private final int replicates;
    private final double level;
    private final long seed;

    private MobilityBootstrap(int replicates, double level, long seed) {
        this.replicates = replicates;
        this.level = level;
        this.seed = seed;
    }

    /**
     * A thousand replicates, intervals at 95 %.
     *
     * @return the bootstrap
     */
    public static MobilityBootstrap withDefaults() {
        return new MobilityBootstrap(1000, 0.95, 0);
    }

    /**
     * Draws more or less often.
     *
     * @param value at least 100
     * @return a new bootstrap
     * @throws InvalidInputException if it is less
     */
    public MobilityBootstrap withReplicates(int value) {
        Arguments.atLeast(100, value, "MobilityBootstrap.withReplicates", "replicates", "fewer have no tails");
        return new MobilityBootstrap(value, level, seed);
    }

    /**
     * Intervals of another confidence level.
     *
     * @param confidence in (0, 1)
     * @return a new bootstrap
     * @throws InvalidInputException if it is out of range
     */
    public MobilityBootstrap withLevel(double confidence) {
        return new MobilityBootstrap(
                replicates, Arguments.openUnit(confidence, "MobilityBootstrap.withLevel", "level"), seed);
    }

    /**
     * Other draws.
     *
     * @param value any number
     * @return a new bootstrap
     */
    public MobilityBootstrap withSeed(long value) {
        return new MobilityBootstrap(replicates, level, value);
    }

    /**
     * Every index with its interval.
     *
     * @param migration between two dates, or of several periods
     * @return an estimate per index, over the customers present at both dates
     * @throws InvalidInputException if the matrix counts several periods and it is not known who made which step ({@link
     *     Reason#BAD_PARAM})
     */
    public Map<MobilityIndex, Estimate> estimates(MigrationMatrix migration) {
        return estimates(migration, Execution.sequential());
    }

    /**
     * Every index with its interval.
     *
     * @param migration between two dates, or of several periods
     * @param execution how to run
     * @return an estimate per index, over the customers present at both dates
     * @throws InvalidInputException if the matrix counts several periods and it is not known who made which step ({@link
     *     Reason#BAD_PARAM})
     */
    public Map<MobilityIndex, Estimate> estimates(MigrationMatrix migration, Execution execution) {
        List<MobilityIndices> drawn = drawn(migration, seed, execution);
        List<MobilityIndices> believed = FewMoves.in(migration)
                ? believed(migration, SeededRandom.key(seed, 3), execution, MobilityBootstrap::indices)
                : List.of();
        Map<MobilityIndex, Estimate> estimates = new EnumMap<>(MobilityIndex.class);
        MobilityIndices found = migration.mobility();
        long customers = customers(migration);
        for (MobilityIndex index : MobilityIndex.values()) {
            double[] values = drawn.stream().mapToDouble(d -> d.value(index)).toArray();
            Estimate estimate = estimate(found.value(index), found.undefined(index), values, customers);
            estimates.put(
                    index,
                    index == MobilityIndex.SHARE_MOVED && !believed.isEmpty()
                            ? including(
                                    estimate,
                                    moved(migration).lower(),
                                    moved(migration).upper())
                            : widened(estimate, believed.stream().mapToDouble(d -> d.value(index))));
        }
        return Collections.unmodifiableMap(estimates);
    }

    /**
     * Where the sizes of segments settle if customers go on as they did ({@link
     * dev.segmentation.metrics.markov.LongRun#stationary()}), with intervals. They are about chance only: that customers go on like
     * this, each by their present segment alone, is an assumption.
     *
     * <p>Tables are always drawn from what may be true after these counts as well, so that a segment nobody was seen to enter has
     * an interval above 0.
     *
     * @param migration between two dates, or of several periods
     * @param execution how to run
     * @return the share of each segment, in the order of {@link MigrationMatrix#segments()}, over the customers present at both
     *     dates; undefined if nobody of a segment is ({@link Reason#NO_OBSERVATIONS}), or where the shares settle depends on where
     *     they start ({@link Reason#SEVERAL_CLASSES}); {@link Reason#NO_OBSERVATIONS} also if one of both holds in more than one
     *     replicate in twenty
     * @throws InvalidInputException if the matrix counts several periods and it is not known who made which step ({@link
     *     Reason#BAD_PARAM}), or there are more than 512 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public List<Estimate> stationary(MigrationMatrix migration, Execution execution) {
        double[] found = MigrationChains.stationary(migration.cells());
        Optional<Reason> undefined = MigrationChains.notStationary(migration);
        if (undefined.isPresent()) {
            return Collections.nCopies(found.length, Estimate.undefined(undefined.get(), customers(migration)));
        }
        List<double[]> drawn = counts(migration, SeededRandom.key(seed, 5), execution, MigrationChains::stationary);
        List<double[]> believed =
                believed(migration, SeededRandom.key(seed, 6), execution, MigrationChains::stationary);
        return IntStream.range(0, found.length)
                .mapToObj(segment -> widened(
                        estimate(
                                found[segment],
                                undefined,
                                drawn.stream()
                                        .mapToDouble(shares -> shares[segment])
                                        .toArray(),
                                customers(migration)),
                        believed.stream().mapToDouble(shares -> shares[segment])))
                .toList();
    }

    /**
     * How much mobility changed from one matrix to another, with intervals; no change is in the interval of an index that
     * did not change with the chance of its level.
     *
     * <p>The two are drawn independently: they are of different customers, or of different periods of the same ones. Then the moves
     * are uncorrelated given where customers were, if customers are alike; if some are restless in both, intervals are too long.
     *
     * @param first a matrix
     * @param second a matrix of the same segments and horizon
     * @param execution how to run
     * @return second − first per index, over the customers of both
     * @throws InvalidInputException if the segments differ ({@link Reason#SCHEMA_MISMATCH}) or the horizons do ({@link
     *     Reason#UNEQUAL_INTERVALS})
     */
    public Map<MobilityIndex, Estimate> difference(MigrationMatrix first, MigrationMatrix second, Execution execution) {
        Comparability.check(List.of(first, second), "MobilityBootstrap.difference");
        List<MobilityIndices> before = drawn(first, SeededRandom.key(seed, 1), execution);
        List<MobilityIndices> after = drawn(second, SeededRandom.key(seed, 2), execution);
        boolean few = FewMoves.in(first, second);
        List<MobilityIndices> believedBefore =
                few ? believed(first, SeededRandom.key(seed, 3), execution, MobilityBootstrap::indices) : List.of();
        List<MobilityIndices> believedAfter =
                few ? believed(second, SeededRandom.key(seed, 4), execution, MobilityBootstrap::indices) : List.of();
        Map<MobilityIndex, Estimate> estimates = new EnumMap<>(MobilityIndex.class);
        for (MobilityIndex index : MobilityIndex.values()) {
            double[] values = new double[replicates];
            for (int r = 0; r < replicates; r++) {
                values[r] = after.get(r).value(index) - before.get(r).value(index);
            }
            Optional<Reason> undefined =
                    first.mobility().undefined(index).or(() -> second.mobility().undefined(index));
            double change = second.mobility().value(index) - first.mobility().value(index);
            Estimate estimate = estimate(change, undefined, values, customers(first) + customers(second));
            estimates.put(
                    index,
                    index == MobilityIndex.SHARE_MOVED && few
                            ? withNewcombe(estimate, moved(first), moved(second))
                            : widened(
                                    estimate,
                                    IntStream.range(0, believedAfter.size())
                                            .mapToDouble(r -> believedAfter
                                                            .get(r)
                                                            .value(index)
                                                    - believedBefore.get(r).value(index))));
        }
        return Collections.unmodifiableMap(estimates);
    }

    /**
     * How far two matrices are apart, with intervals that contain the distance of what they were drawn from with at least the
     * chance of their level; one that starts at 0 says that all of it may be chance.
     *
     * <p>By the triangle inequality a distance errs by at most the length of what chance adds to the difference of the two
     * matrices; that length is found by drawing both again, independently. Intervals are therefore safe near 0, where
     * percentiles of drawn distances fail because chance only adds to them, and too long far from it.
     *
     * @param first a matrix
     * @param second a matrix of the same segments and horizon
     * @param execution how to run
     * @return an estimate per distance, over the customers of both; undefined ({@link Reason#NO_OBSERVATIONS}) if a segment of
     *     one of them has nobody who is present at both dates, also in more than one replicate in twenty
     * @throws InvalidInputException if the segments differ ({@link Reason#SCHEMA_MISMATCH}) or the horizons do ({@link
     *     Reason#UNEQUAL_INTERVALS})
     */
    public Map<MatrixDistance, Estimate> distances(MigrationMatrix first, MigrationMatrix second, Execution execution) {
        Comparability.check(List.of(first, second), "MobilityBootstrap.distances");
        List<double[]> before = errors(first, SeededRandom.key(seed, 1), execution);
        List<double[]> after = errors(second, SeededRandom.key(seed, 2), execution);
        boolean few = FewMoves.in(first, second);
        List<double[]> believedBefore =
                few ? believed(first, SeededRandom.key(seed, 3), execution, errorsOf(first)) : List.of();
        List<double[]> believedAfter =
                few ? believed(second, SeededRandom.key(seed, 4), execution, errorsOf(second)) : List.of();
        long customers = customers(first) + customers(second);
        Map<MatrixDistance, Estimate> estimates = new EnumMap<>(MatrixDistance.class);
        for (MatrixDistance distance : MatrixDistance.values()) {
            double[] sorted = lengths(distance, before, after);
            double[] believed = lengths(distance, believedBefore, believedAfter);
            double value = distance.between(first, second);
            if (Double.isNaN(value) || sorted.length < (1 - FEW) * replicates) {
                estimates.put(distance, Estimate.undefined(Reason.NO_OBSERVATIONS, customers));
            } else {
                double most = Math.max(longest(sorted), believed.length == 0 ? 0 : longest(believed));
                estimates.put(distance, Estimate.of(value, Math.max(0, value - most), value + most, level, customers));
            }
        }
        return Collections.unmodifiableMap(estimates);
    }

    /** How long the differences are, in order; without those that are undefined. */
    private static double[] lengths(MatrixDistance distance, List<double[]> before, List<double[]> after) {
        return IntStream.range(0, after.size())
                .mapToDouble(r -> {
                    double[] error = after.get(r).clone();
                    for (int cell = 0; cell < error.length; cell++) {
                        error[cell] -= before.get(r)[cell];
                    }
                    return distance.of(error);
                })
                .filter(length -> !Double.isNaN(length))
                .sorted()
                .toArray();
    }

    /** The length that is not exceeded with the chance of the level. */
    private double longest(double... sorted) {
        int place = (int) Math.ceil(level * (sorted.length + 1)) - 1;
        return sorted[Math.min(place, sorted.length - 1)];
    }

    /** What drawing again adds to the chances of every cell. */
    private List<double[]> errors(MigrationMatrix migration, long key, Execution execution) {
        return counts(migration, key, execution, errorsOf(migration));
    }

    private static Function<long[][], double[]> errorsOf(MigrationMatrix migration) {
        double[] chances = MatrixDistance.chances(migration.cells());
        return square -> {
            double[] errors = MatrixDistance.chances(square);
            for (int cell = 0; cell < errors.length; cell++) {
                errors[cell] -= chances[cell];
            }
            return errors;
        };
    }

    private List<MobilityIndices> drawn(MigrationMatrix migration, long key, Execution execution) {
        return counts(
                migration,
                key,
                execution,
                square -> MobilityIndices.of(square, OptionalLong.empty(), migration.undefined()));
    }

    private static long customers(MigrationMatrix migration) {
        return migration.owners().tables().map(StepTables::customers).orElseGet(migration::presentAtBoth);
    }

    private static MobilityIndices indices(long[][] square) {
        return MobilityIndices.of(square, OptionalLong.empty(), Optional.empty());
    }

    /** Tables that may be true where few moved. */
    private <T> List<T> believed(
            MigrationMatrix migration, long key, Execution execution, Function<long[][], T> measure) {
        FewMoves moves = FewMoves.of(migration);
        try (Workers workers = execution.start()) {
            return workers.map(replicates, "mobility", r -> measure.apply(moves.drawn(SeededRandom.stream(key, r))));
        }
    }

    /** An interval that contains what may be true as well. */
    private Estimate widened(Estimate estimate, DoubleStream believed) {
        double[] sorted =
                believed.filter(value -> !Double.isNaN(value)).sorted().toArray();
        if (!estimate.isDefined() || sorted.length < (1 - FEW) * replicates) {
            return estimate;
        }
        return including(estimate, percentile(sorted, (1 - level) / 2), percentile(sorted, (1 + level) / 2));
    }

    private Estimate including(Estimate estimate, double lower, double upper) {
        return Estimate.of(
                estimate.value(),
                Math.min(lower, estimate.lower()),
                Math.max(upper, estimate.upper()),
                level,
                estimate.customers());
    }

    private Estimate moved(MigrationMatrix migration) {
        return migration.withLevel(level).shareMoved();
    }

    /** Of the difference of two shares, from the intervals of each. */
    private Estimate withNewcombe(Estimate change, Estimate first, Estimate second) {
        double down = StrictMath.hypot(first.upper() - first.value(), second.value() - second.lower());
        double up = StrictMath.hypot(first.value() - first.lower(), second.upper() - second.value());
        return including(change, change.value() - down, change.value() + up);
    }

    private <T> List<T> counts(
            MigrationMatrix migration, long key, Execution execution, Function<long[][], T> measure) {
        Objects.requireNonNull(migration, "migration");
        Objects.requireNonNull(execution, "execution");
        Optional<StepTables> tables = migration.owners().tables();
        if (tables.isEmpty() && migration.periods() > 1) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "migration",
                    "MobilityBootstrap: the matrix counts " + migration.periods()
                            + " periods, and who made which step is unknown, so that customers cannot be drawn; use"
                            + " SegmentHistory.pooled(), or PooledMigration.of(periods, customers)");
        }
        try (Workers workers = execution.start()) {
            Function<SeededRandom, long[][]> draw =
                    tables.isPresent() ? tables.get().dealt(key, workers)::drawn : multinomial(migration);
            return workers.map(replicates, "mobility", r -> measure.apply(draw.apply(SeededRandom.stream(key, r))));
        }
    }

    /** Tables of as many customers, each drawn by itself. */
    private static Function<SeededRandom, long[][]> multinomial(MigrationMatrix migration) {
        long[][] cells = migration.cells();
        double[] flat = Arrays.stream(cells)
                .flatMapToLong(Arrays::stream)
                .asDoubleStream()
                .toArray();
        int k = cells.length;
        return random -> {
            long[] counts = BinomialDraw.multinomial(random, migration.presentAtBoth(), flat);
            long[][] square = new long[k][];
            for (int i = 0; i < k; i++) {
                square[i] = Arrays.copyOfRange(counts, i * k, (i + 1) * k);
            }
            return square;
        };
    }

    private Estimate estimate(double value, Optional<Reason> undefined, double[] drawn, long customers) {
        if (undefined.isPresent()) {
            return Estimate.undefined(undefined.get(), customers);
        }
        double[] sorted =
                Arrays.stream(drawn).filter(d -> !Double.isNaN(d)).sorted().toArray();
        if (sorted.length < (1 - FEW) * drawn.length) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, customers);
        }
        double below = 0.5; // half a replicate each side, so that the bias stays finite
        for (double d : sorted) {
            below += d < value ? 1 : d == value ? 0.5 : 0;
        }
        double bias = Normal.quantile(below / (sorted.length + 1));
        double z = Normal.twoSidedQuantile(level);
        double lower = percentile(sorted, Normal.cumulative(2 * bias - z));
        double upper = percentile(sorted, Normal.cumulative(2 * bias + z));
        return Estimate.of(value, Math.min(lower, value), Math.max(upper, value), level, customers);
    }

    /**
     * The value at (n + 1) · share of n replicates in order (type 6), which bootstrap intervals are defined by; the quantiles of
     * core are at (n − 1) · share (type 7), which makes tails shorter.
     */
    private static double percentile(double[] sorted, double share) {
        double at = share * (sorted.length + 1) - 1;
        int low = (int) Math.floor(Math.min(Math.max(at, 0), sorted.length - 1));
        int high = Math.min(low + 1, sorted.length - 1);
        double part = Math.min(Math.max(at - low, 0), 1);
        return sorted[low] + part * (sorted[high] - sorted[low]);
    }

    @Override
    public String toString() {
        return "MobilityBootstrap[replicates=" + replicates + ", level=" + level + ", seed=" + seed + "]";
    }
}
