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
 * undefined. Where nobody moved, or everybody did, replicates do not vary and intervals have no width: see {@link
 * MigrationMatrix#interval} for what can be said of single chances.
 * <br><b>Cost:</b> O(k³) per replicate, whatever the number of customers. Of several periods a pass over all steps before, and in
 * each replicate as many additions as there are cells in use by a thousand groups; 12 bytes for each of them.
 * <br><b>References:</b> B. Efron (1981), Can. J. Stat. 9, 139–158, doi:10.2307/3314608; of customers with all their steps, A. C.
 * Davison, D. V. Hinkley (1997), Bootstrap Methods and their Application, section 3.8.
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
        Map<MobilityIndex, Estimate> estimates = new EnumMap<>(MobilityIndex.class);
        MobilityIndices found = migration.mobility();
        long customers = customers(migration);
        for (MobilityIndex index : MobilityIndex.values()) {
            double[] values = drawn.stream().mapToDouble(d -> d.value(index)).toArray();
            estimates.put(index, estimate(found.value(index), found.undefined(index), values, customers));
        }
        return Collections.unmodifiableMap(estimates);
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
        Map<MobilityIndex, Estimate> estimates = new EnumMap<>(MobilityIndex.class);
        for (MobilityIndex index : MobilityIndex.values()) {
            double[] values = new double[replicates];
            for (int r = 0; r < replicates; r++) {
                values[r] = after.get(r).value(index) - before.get(r).value(index);
            }
            Optional<Reason> undefined =
                    first.mobility().undefined(index).or(() -> second.mobility().undefined(index));
            double change = second.mobility().value(index) - first.mobility().value(index);
            estimates.put(index, estimate(change, undefined, values, customers(first) + customers(second)));
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
        long customers = customers(first) + customers(second);
        Map<MatrixDistance, Estimate> estimates = new EnumMap<>(MatrixDistance.class);
        for (MatrixDistance distance : MatrixDistance.values()) {
            double[] lengths = new double[replicates];
            for (int r = 0; r < replicates; r++) {
                double[] error = after.get(r).clone();
                for (int cell = 0; cell < error.length; cell++) {
                    error[cell] -= before.get(r)[cell];
                }
                lengths[r] = distance.of(error);
            }
            double[] sorted = Arrays.stream(lengths)
                    .filter(length -> !Double.isNaN(length))
                    .sorted()
                    .toArray();
            double value = distance.between(first, second);
            if (Double.isNaN(value) || sorted.length < (1 - FEW) * replicates) {
                estimates.put(distance, Estimate.undefined(Reason.NO_OBSERVATIONS, customers));
            } else {
                int place = (int) Math.ceil(level * (sorted.length + 1)) - 1;
                double most = sorted[Math.min(place, sorted.length - 1)];
                estimates.put(distance, Estimate.of(value, Math.max(0, value - most), value + most, level, customers));
            }
        }
        return Collections.unmodifiableMap(estimates);
    }

    /** What drawing again adds to the chances of every cell. */
    private List<double[]> errors(MigrationMatrix migration, long key, Execution execution) {
        double[] chances = MatrixDistance.chances(migration.cells());
        return counts(migration, key, execution, square -> {
            double[] errors = MatrixDistance.chances(square);
            for (int cell = 0; cell < errors.length; cell++) {
                errors[cell] -= chances[cell];
            }
            return errors;
        });
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
