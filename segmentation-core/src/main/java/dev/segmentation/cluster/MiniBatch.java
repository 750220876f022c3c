package dev.segmentation.cluster;

import dev.segmentation.internal.SeededRandom;
import java.util.stream.IntStream;

/**
 * One start of {@link MiniBatchKMeans}: centers that move with batch after batch, and are judged every few batches by a
 * sample of rows that stays the same, so that judgements can be compared.
 */
final class MiniBatch {

    /** Batches from one look to the next. */
    static final int LOOK_EVERY = 10;

    /** What is left of the counts at each look: batches of long ago were gathered around other centers. */
    private static final double REMEMBERED = 0.5;

    private final TrainingData data;
    private final TrainingData judges;
    private final Kernel kernel;
    private final int segmentCount;
    private final int batchSize;
    private final long seed;
    private final Loop loop;
    private final double[] centers;
    private final double[] counts; // the weight of the rows that each center is the mean of
    private double[] best;
    private double objective = Double.POSITIVE_INFINITY; // of the best, as judged
    private int batches;
    private boolean converged;

    /**
     * Prepares.
     *
     * @param data what batches are drawn from
     * @param judges the rows that judge
     * @param batchSize at most all rows
     * @param first k × d, row-major
     * @param seed of the draws of this start
     */
    MiniBatch(
            TrainingData data,
            TrainingData judges,
            Kernel kernel,
            int batchSize,
            double[] first,
            long seed,
            Loop loop) {
        this.data = data;
        this.judges = judges;
        this.kernel = kernel;
        this.segmentCount = first.length / data.features;
        this.batchSize = batchSize;
        this.seed = seed;
        this.loop = loop;
        this.centers = first.clone();
        this.best = first.clone();
        this.counts = new double[segmentCount];
    }

    /** Works on batches until the judged objective falls by no more than this share of itself, or the limit. */
    void run(int maxBatches, double tolerance) {
        Batch judge = new Batch(judges, kernel, segmentCount, judges.rows, loop);
        Batch batch = new Batch(data, kernel, segmentCount, batchSize, loop);
        int[] judging = IntStream.range(0, judges.rows).toArray();
        double before = look(judge, judging);
        revive(judge);
        while (!converged && batches < maxBatches) {
            batch.assign(Sample.around(data.rows, batchSize, SeededRandom.key(seed, batches)), centers);
            batches++;
            follow(batch);
            if (batches % LOOK_EVERY == 0 || batches == maxBatches) {
                double now = look(judge, judging);
                converged = !revive(judge) && before - now <= tolerance * before;
                before = now;
            }
        }
    }

    /** Moves every center towards the mean of its rows of the batch, by their share of all rows that it has seen. */
    private void follow(Batch batch) {
        double[] means = centers.clone();
        batch.means(means);
        for (int s = 0; s < segmentCount; s++) {
            double weight = batch.weight(s);
            if (weight > 0) {
                counts[s] += weight;
                double rate = weight / counts[s];
                for (int j = s * data.features; j < (s + 1) * data.features; j++) {
                    centers[j] += rate * (means[j] - centers[j]);
                }
            }
        }
    }

    private double look(Batch judge, int[] judging) {
        judge.assign(judging, centers);
        double now = judge.cost();
        if (now < objective) {
            objective = now;
            best = centers.clone();
        }
        for (int s = 0; s < segmentCount; s++) {
            counts[s] *= REMEMBERED;
        }
        return now;
    }

    /** Gives segments to which no judging row belongs a new row to begin with. */
    private boolean revive(Batch judge) {
        int[] revived = judge.revive(centers);
        for (int segment : revived) {
            counts[segment] = 0;
        }
        return revived.length > 0;
    }

    /** The centers that were judged best, row-major. */
    double[] centers() {
        return best;
    }

    int batches() {
        return batches;
    }

    boolean converged() {
        return converged;
    }

    /** The weighted sum of squares of the judging rows. */
    double objective() {
        return objective;
    }
}
