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
            Optional<Prototypes> drawn =
                    new Drawing(rows.pick(sample((int) sampleSize, random), metric), loop).draw(random);
            if (drawn.isPresent()) {
                return drawn;
            }
        }
        return new Drawing(rows, loop).draw(random);
    }

    /** These with one prototype drawn anew, as if it were the last to be drawn; empty if the others leave no cost. */
    Optional<Prototypes> redrawn(Prototypes prototypes, int redrawn, long trial, Loop loop) {
        return new Drawing(rows, loop).redraw(prototypes, redrawn, SeededRandom.stream(~seed, trial));
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
        private final Prototypes one = new Prototypes(1, metric.numericCount(), metric.categoricalCount());
        private double[] costs; // of the nearest prototype so far; infinite before there is one

        Drawing(MixedRows from, Loop loop) {
            this.from = from;
            this.loop = loop;
            this.costs = new double[from.rowCount()];
            Arrays.fill(costs, Double.POSITIVE_INFINITY);
        }

        Optional<Prototypes> draw(SeededRandom random) {
            Prototypes drawn = new Prototypes(count, metric.numericCount(), metric.categoricalCount());
            for (int s = 0; s < count; s++) {
                if (!(potential(costs) > 0)) {
                    return Optional.empty();
                }
                drawOne(drawn, s, random);
            }
            return Optional.of(drawn);
        }

        Optional<Prototypes> redraw(Prototypes prototypes, int redrawn, SeededRandom random) {
            for (int s = 0; s < count; s++) {
                if (s != redrawn) {
                    one.set(0, prototypes, s);
                    costs = measured();
                }
            }
            if (!(potential(costs) > 0)) {
                return Optional.empty();
            }
            Prototypes drawn = prototypes.copy();
            drawOne(drawn, redrawn, random);
            return Optional.of(drawn);
        }

        /** Draws some candidates and takes the one that leaves the least cost. */
        private void drawOne(Prototypes drawn, int prototype, SeededRandom random) {
            double potential = potential(costs);
            boolean isFirst = potential == Double.POSITIVE_INFINITY;
            double least = Double.POSITIVE_INFINITY;
            double[] best = costs;
            for (int c = 0; c < (isFirst ? 1 : 2 + (int) StrictMath.log(count)); c++) {
                one.set(0, from, isFirst ? first(random) : pick(potential, random), metric, overall);
                double[] candidate = measured();
                double reached = potential(candidate);
                if (reached < least) {
                    least = reached;
                    drawn.set(prototype, one, 0);
                    best = candidate;
                }
            }
            costs = best;
        }

        /** The costs with one more prototype. */
        private double[] measured() {
            CostKernel.Panel panel = new CostKernel.Panel(metric, one);
            double[] measured = new double[from.rowCount()];
            for (int t = 0; t < from.stripCount(); t++) {
                loop.poll();
                double[] found = kernel.costs(panel, from.strip(t))[0];
                int at = t * MixedRows.STRIP;
                for (int r = 0; r < from.rowsIn(t); r++) {
                    measured[at + r] = Math.min(costs[at + r], found[r]);
                }
            }
            return measured;
        }

        private double potential(double[] of) {
            double sum = 0;
            for (int i = 0; i < of.length; i++) {
                sum += from.weight(i) > 0 ? from.weight(i) * of[i] : 0;
            }
            return sum;
        }

        /** A row by weight. */
        private int first(SeededRandom random) {
            Arrays.fill(costs, 1);
            int row = pick(potential(costs), random);
            Arrays.fill(costs, Double.POSITIVE_INFINITY);
            return row;
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
