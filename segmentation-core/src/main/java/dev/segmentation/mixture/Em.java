package dev.segmentation.mixture;

import dev.segmentation.mixture.CovarianceStructure.Shape;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Expectation and maximization for one start on one set of rows.
 *
 * <p>Every pass finds the memberships of a block of rows and adds their moments at once, so that no memberships are kept.
 * Blocks are added up in runs whose number depends on the data alone, and runs are merged in their order.
 */
final class Em {

    private static final int RUNS = 64;

    /** The sums of all runs take no more numbers than this. */
    private static final long MOST_NUMBERS = 1L << 23;

    private final MixtureData data;
    private final CovarianceStructure structure;
    private final CovarianceFloor floor;
    private final int count;
    private final double logVolume; // of the noise; only used if it has a share
    private final Loop loop;
    private final int runs;
    private final ConcurrentLinkedQueue<Strip> strips = new ConcurrentLinkedQueue<>();
    private int iterations;
    private boolean converged;
    private Components components;
    private double logLikelihood = Double.NaN;

    /** From degrees: the first maximization. */
    Em(
            MixtureData data,
            CovarianceStructure structure,
            double leastVariance,
            int count,
            Noise noise,
            MixtureStart.Degrees start,
            Loop loop) {
        this(data, structure, leastVariance, count, noise, loop);
        this.components = fromDegrees(start, noise.startingShare());
        this.iterations = 1;
    }

    /** From components that were found on other rows in so many iterations. */
    Em(
            MixtureData data,
            CovarianceStructure structure,
            double leastVariance,
            Noise noise,
            Components start,
            int iterations,
            Loop loop) {
        this(data, structure, leastVariance, start.count, noise, loop);
        this.components = start;
        this.iterations = iterations;
    }

    @SuppressWarnings("NullAway.Init") // components are set by the other two
    private Em(
            MixtureData data, CovarianceStructure structure, double leastVariance, int count, Noise noise, Loop loop) {
        this.data = data;
        this.structure = structure;
        this.floor = new CovarianceFloor(structure.shape(), leastVariance, data.variance);
        this.count = count;
        this.logVolume = noise.logVolume();
        this.loop = loop;
        long numbers = (long) count * (Triangle.length(data.features) + data.features);
        this.runs = (int) Math.max(1, Math.min(Math.min(RUNS, data.blocks.blockCount()), MOST_NUMBERS / numbers));
    }

    /** The share of rows that are noise at first, and the volume they lie in. */
    record Noise(double startingShare, double logVolume) {

        static final Noise NONE = new Noise(0, 0);
    }

    Components components() {
        return components;
    }

    double logLikelihood() {
        return logLikelihood;
    }

    int iterations() {
        return iterations;
    }

    boolean converged() {
        return converged;
    }

    /** What is still called standing still if the tolerance is 0. */
    private static final double STANDING_STILL = 1e-13;

    /** Relative rounding error of a log-likelihood, generously. */
    private static final double ROUNDING = 1e-14;

    /**
     * Iterates until neither the last gain in log-likelihood nor what is still to be gained, by the rate at which gains
     * fall (Aitken), is more than a tolerance per row; with tolerance 0 until the components stand still; or to a limit. Gains
     * that are small but grow are those of a start near a saddle, so they go on.
     */
    void run(int limit, double tolerance) {
        double most = tolerance * data.totalWeight;
        double before = Double.NaN;
        double gainBefore = Double.NaN;
        while (true) {
            Sums sums = pass(Work.ACCUMULATE);
            logLikelihood = sums.logLikelihood;
            double gain = logLikelihood - before;
            if (tolerance > 0 && gain <= most && isSettled(gain, gain / gainBefore, most)) {
                converged = true;
                return;
            }
            if (iterations >= limit) {
                return;
            }
            Components next = maximize(sums, components.means, 0);
            if (tolerance == 0 && next.distance(components) <= STANDING_STILL) {
                converged = true;
                return;
            }
            components = next;
            iterations++;
            before = logLikelihood;
            gainBefore = gain;
        }
    }

    /** Whether a gain is rounding, or falls so fast that little is left; one that grows leaves a saddle. */
    private boolean isSettled(double gain, double rate, double most) {
        return gain <= ROUNDING * Math.abs(logLikelihood) || (rate < 1 && gain * rate / (1 - rate) <= most);
    }

    /** What is known about the rows under the components as they are. */
    Sums judged() {
        return pass(Work.JUDGE);
    }

    /** What a pass does after it has found memberships. */
    private enum Work {
        ACCUMULATE,
        JUDGE
    }

    private Sums pass(Work work) {
        return overBlocks((strip, block, sums) -> {
            strip.densities(components);
            strip.normalize(sums);
            if (work == Work.JUDGE) {
                strip.judge(sums);
            } else {
                strip.accumulate(components.means, structure.shape() == Shape.FULL, sums);
            }
        });
    }

    /** What is done with each block. */
    private interface BlockWork {
        void on(Strip strip, int block, Sums sums);
    }

    private Sums overBlocks(BlockWork work) {
        Sums[] parts = new Sums[runs];
        int blocks = data.blocks.blockCount();
        loop.forEach(runs, run -> {
            Sums sums = new Sums(count, data.features, structure.shape() == Shape.FULL);
            Strip strip = borrow();
            for (int b = (int) ((long) run * blocks / runs); b < (long) (run + 1) * blocks / runs; b++) {
                loop.checkCancelled();
                strip.load(data.blocks, b, data.offset);
                strip.weigh(data, b);
                work.on(strip, b, sums);
            }
            strips.add(strip);
            parts[run] = sums;
        });
        for (int run = 1; run < runs; run++) {
            parts[0].add(parts[run]);
        }
        return parts[0];
    }

    private Strip borrow() {
        Strip free = strips.poll();
        Strip strip = free == null ? new Strip(data.blocks, count) : free;
        strip.poll = loop::checkCancelled;
        return strip;
    }

    /** Two steps, so that the second moments are taken about means that are nearly right. */
    private Components fromDegrees(MixtureStart.Degrees start, double noiseShare) {
        double[] means = new double[count * data.features];
        Components found = null;
        for (int step = 0; step < 2; step++) {
            double[] about = means;
            Sums sums = overBlocks((strip, block, into) -> {
                strip.given(start, block);
                strip.accumulate(about, structure.shape() == Shape.FULL, into);
            });
            found = maximize(sums, about, noiseShare);
            means = found.means;
        }
        return Objects.requireNonNull(found);
    }

    /** The components of largest expected log-likelihood, by sums about the old means. */
    private Components maximize(Sums sums, double[] old, double noiseShare) {
        int d = data.features;
        double all = 0;
        for (double weight : sums.weights) {
            all += weight;
        }
        double[] shares = new double[count + 1];
        double[] means = old.clone();
        double[][] covariances = new double[count][];
        for (int c = 0; c < count; c++) {
            double weight = sums.weights[c];
            shares[c] = weight / all * (1 - noiseShare);
            covariances[c] = scatter(sums, c);
            for (int j = 0; j < d && weight > 0; j++) {
                means[c * d + j] += sums.first[c * d + j] / weight;
            }
        }
        shares[count] = noiseShare > 0 ? noiseShare : sums.weights[count] / all;
        boolean[] floored = new boolean[count];
        if (structure.isTied()) {
            tie(covariances, all - sums.weights[count], floored);
        } else {
            for (int c = 0; c < count; c++) {
                covariances[c] = divided(covariances[c], sums.weights[c]);
                floored[c] = floor.raise(covariances[c]) || !(sums.weights[c] > 0);
            }
        }
        return new Components(structure.shape(), d, means, shares, covariances, floored, logVolume);
    }

    /** Sums of squares and products about the new mean, of the shape of the structure. */
    private double[] scatter(Sums sums, int c) {
        int d = data.features;
        double weight = sums.weights[c];
        double[] second = sums.second[c];
        boolean full = structure.shape() == Shape.FULL;
        double[] scatter = new double[structure.shape() == Shape.SPHERICAL ? 1 : second.length];
        for (int i = 0; i < d && weight > 0; i++) {
            double shift = sums.first[c * d + i] / weight;
            for (int j = full ? 0 : i; j <= i; j++) {
                int at = full ? Triangle.index(i, j) : i;
                double about = second[at] - shift * sums.first[c * d + j];
                if (structure.shape() == Shape.SPHERICAL) {
                    scatter[0] += Math.max(0, about) / d;
                } else {
                    scatter[at] = i == j ? Math.max(0, about) : about;
                }
            }
        }
        return scatter;
    }

    private void tie(double[][] scatters, double weight, boolean[] floored) {
        double[] pooled = scatters[0];
        for (int c = 1; c < count; c++) {
            for (int at = 0; at < pooled.length; at++) {
                pooled[at] += scatters[c][at];
            }
        }
        double[] tied = divided(pooled, weight);
        boolean raised = floor.raise(tied);
        for (int c = 0; c < count; c++) {
            scatters[c] = tied;
            floored[c] = raised;
        }
    }

    private double[] divided(double[] scatter, double weight) {
        if (!(weight > 0)) {
            return floor.ofAllRows();
        }
        for (int at = 0; at < scatter.length; at++) {
            scatter[at] /= weight;
        }
        return scatter;
    }
}
