package dev.segmentation.mixed;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Random first prototypes: rows, each drawn with probability proportional to weight × cost with the nearest prototype so
 * far, the best of a few candidates, as greedy k-means++ does (Arthur and Vassilvitskii 2007, SODA '07, 1027–1035).
 * Drawn from a sample if there are many rows.
 */
final class FirstPrototypes {

    private static final int SAMPLE = 4096;
    private static final int SAMPLE_PER_SEGMENT = 64;

    private final MixedRows rows;
    private final Metric metric;
    private final Prototypes overall;
    private final int count;
    private final long seed;

    FirstPrototypes(MixedRows rows, Metric metric, Prototypes overall, int count, long seed) {
        this.rows = rows;
        this.metric = metric;
        this.overall = overall;
        this.count = count;
        this.seed = seed;
    }

    /** Those of a restart; empty if rows differ only where values are missing. */
    Optional<Prototypes> of(int restart, Loop loop) {
        SeededRandom random = SeededRandom.stream(seed, restart);
        long sampleSize = Math.max(SAMPLE, (long) SAMPLE_PER_SEGMENT * count);
        if (rows.rowCount() > sampleSize) {
            Optional<Prototypes> drawn = new Drawing(rows.pick(sample((int) sampleSize, random), metric), loop).draw(random);
            if (drawn.isPresent()) {
                return drawn;
            }
        }
        return new Drawing(rows, loop).draw(random);
    }

    /** One row out of each of so many stretches of equal length. */
    private int[] sample(int size, SeededRandom random) {
        int[] sample = new int[size];
        double stretch = (double) rows.rowCount() / size;
        for (int i = 0; i < size; i++) {
            sample[i] = (int) Math.min(rows.rowCount() - 1, (i + random.nextDouble()) * stretch);
        }
        return sample;
    }

    /** Draws from some rows. */
    private final class Drawing {

        private final MixedRows from;
        private final Loop loop;
        private final CostKernel kernel = new CostKernel(1);
        private double[] costs; // of the nearest prototype so far
        private double[] candidate;

        Drawing(MixedRows from, Loop loop) {
            this.from = from;
            this.loop = loop;
            this.costs = new double[from.rowCount()];
            this.candidate = new double[from.rowCount()];
        }

        Optional<Prototypes> draw(SeededRandom random) {
            int candidates = 2 + (int) StrictMath.log(count);
            Prototypes drawn = new Prototypes(count, metric.numericCount(), metric.categoricalCount());
            Prototypes one = new Prototypes(1, metric.numericCount(), metric.categoricalCount());
            Arrays.fill(costs, 1);
            double potential = potential(costs);
            for (int s = 0; s < count; s++) {
                if (!(potential > 0)) {
                    return Optional.empty();
                }
                int tries = s == 0 ? 1 : candidates;
                double least = Double.POSITIVE_INFINITY;
                double[] best = new double[from.rowCount()];
                for (int c = 0; c < tries; c++) {
                    int row = pick(potential, random);
                    one.set(0, from, row, metric, overall);
                    double reached = measure(one, s == 0);
                    if (reached < least) {
                        least = reached;
                        drawn.set(s, one, 0);
                        double[] free = best;
                        best = candidate;
                        candidate = free;
                    }
                }
                costs = best;
                potential = least;
            }
            return Optional.of(drawn);
        }

        /** Fills in the costs with one more prototype. */
        private double measure(Prototypes one, boolean isFirst) {
            CostKernel.Panel panel = new CostKernel.Panel(metric, one);
            for (int t = 0; t < from.stripCount(); t++) {
                loop.poll();
                double[] found = kernel.costs(panel, from, t)[0];
                int at = t * MixedRows.STRIP;
                for (int r = 0; r < from.rowsIn(t); r++) {
                    candidate[at + r] = isFirst ? found[r] : Math.min(costs[at + r], found[r]);
                }
            }
            return potential(candidate);
        }

        private double potential(double[] of) {
            double sum = 0;
            for (int i = 0; i < of.length; i++) {
                sum += from.weight(i) * of[i];
            }
            return sum;
        }

        private int pick(double potential, SeededRandom random) {
            double at = random.nextDouble() * potential;
            int last = 0;
            for (int i = 0; i < costs.length; i++) {
                double part = from.weight(i) * costs[i];
                if (part > 0) {
                    last = i;
                    at -= part;
                    if (at < 0) {
                        return i;
                    }
                }
            }
            return last;
        }
    }
}
