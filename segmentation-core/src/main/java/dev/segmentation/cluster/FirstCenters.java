package dev.segmentation.cluster;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.DistinctRows;
import dev.segmentation.internal.SeededRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** The first centers of each start of one fit, found as its {@link Seeding} says. */
final class FirstCenters {

    /** From this many rows, or this many per segment, k-means++ draws if there are twice as many. */
    private static final int SAMPLE = 1 << 14;

    private static final int SAMPLE_PER_SEGMENT = 256;

    private final int segmentCount;
    private final Seeding seeding;
    private final long seed;
    private final String where;
    private final double[] given;

    /**
     * Prepares.
     *
     * @param featureNames the features of the data, in order
     * @param where what fits, for messages
     */
    FirstCenters(int segmentCount, Seeding seeding, long seed, List<String> featureNames, String where) {
        this.segmentCount = segmentCount;
        this.seeding = seeding;
        this.seed = seed;
        this.where = where;
        this.given = seeding instanceof GivenCenters start ? start.centers(featureNames, where) : new double[0];
    }

    /** Refuses other than k given centers. */
    static void checkCount(Seeding seeding, int segmentCount, String where) {
        if (seeding instanceof GivenCenters given && given.centers().rowCount() != segmentCount) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "seeding",
                    where + ": " + given.centers().rowCount() + " centers, expected segmentCount = " + segmentCount
                            + "; give one center per segment");
        }
    }

    /** How many rows can stand for all. */
    static int sampleSize(int segmentCount) {
        return (int) Math.min(1 << 30, Math.max(SAMPLE, (long) SAMPLE_PER_SEGMENT * segmentCount));
    }

    /** k centers for rows in memory, row-major. */
    double[] of(TrainingData data, int start, Kernel kernel, Loop loop) {
        return among(data, start, kernel, loop).orElseThrow(() -> TrainingData.notTold(segmentCount, where));
    }

    /** The same; nothing if fewer than k rows can be told apart. */
    Optional<double[]> among(TrainingData data, int start, Kernel kernel, Loop loop) {
        if (seeding instanceof GivenCenters) {
            return Optional.of(given);
        }
        if (seeding instanceof ParallelCenters) {
            return new Oversampling(data, segmentCount, SeededRandom.key(seed, start), kernel, loop)
                    .draw()
                    .or(() -> plusPlus(data, start, loop).draw());
        }
        int size = sampleSize(segmentCount);
        if (data.rows / 2 < size) {
            return plusPlus(data, start, loop).draw();
        }
        long[] chosen = Sample.ofRows(data.rows, size, SeededRandom.key(seed, start));
        return fromSample(data.sample(chosen), () -> data.distinct(segmentCount), start, loop);
    }

    /** k centers for rows that are scanned, row-major; drawn from a sample, or from all rows if there are few. */
    double[] of(SourceData data, int start, Execution execution) {
        if (seeding instanceof GivenCenters) {
            return given;
        }
        int size = sampleSize(segmentCount);
        long[] chosen = data.rows / 2 >= size
                ? Sample.ofRows(data.rows, size, SeededRandom.key(seed, start))
                : LongStream.range(0, data.rows).toArray();
        FeatureMatrix sample = data.sample(chosen);
        try (Workers workers = execution.start()) {
            return fromSample(sample, () -> data.distinct, start, Loop.across(workers))
                    .orElseThrow(() -> TrainingData.notTold(segmentCount, where));
        }
    }

    /** Centers drawn from a sample; together with rows that differ, should it have too few that do. */
    private Optional<double[]> fromSample(FeatureMatrix sample, Supplier<DistinctRows> distinct, int start, Loop loop) {
        return plusPlus(TrainingData.ofSample(sample, loop), start, loop)
                .draw()
                .or(() -> plusPlus(TrainingData.ofSample(Sample.with(sample, distinct.get()), loop), start, loop)
                        .draw());
    }

    /** Draws from all of the given rows. */
    PlusPlus plusPlus(TrainingData from, long draw, Loop loop) {
        RandomCenters.Candidates candidates =
                seeding instanceof RandomCenters random ? random.candidates() : RandomCenters.Candidates.SEVERAL;
        return new PlusPlus(from, segmentCount, candidates.count(segmentCount), SeededRandom.key(seed, draw), loop);
    }
}
