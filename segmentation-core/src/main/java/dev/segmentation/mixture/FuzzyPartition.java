package dev.segmentation.mixture;

import dev.segmentation.internal.Blocks;

/** Degrees of fuzzy c-means around given centers, and what they add up to over all rows. */
final class FuzzyPartition {

    private static final int RUNS = 64;

    private final MixtureData data;
    private final int count;
    private final double fuzzifier;
    private final Loop loop;

    FuzzyPartition(MixtureData data, int count, double fuzzifier, Loop loop) {
        this.data = data;
        this.count = count;
        this.fuzzifier = fuzzifier;
        this.loop = loop;
    }

    /** What a pass adds up. */
    static final class Totals {

        double objective;
        double squares; // Σ w u²
        double entropy; // −Σ w u ln u
        final double[] weights; // Σ w u^m of each center
        final double[] sums; // Σ w u^m (x − offset)

        Totals(int count, int features) {
            this.weights = new double[count];
            this.sums = new double[count * features];
        }

        private void add(Totals other) {
            objective += other.objective;
            squares += other.squares;
            entropy += other.entropy;
            for (int at = 0; at < sums.length; at++) {
                sums[at] += other.sums[at];
            }
            for (int c = 0; c < weights.length; c++) {
                weights[c] += other.weights[c];
            }
        }
    }

    /** One pass over all rows; centers are relative to the offset of the data. */
    Totals pass(double[] centers) {
        int blocks = data.blocks.blockCount();
        int runs = Math.min(RUNS, blocks);
        Totals[] parts = new Totals[runs];
        loop.forEach(runs, run -> {
            Totals totals = new Totals(count, data.features);
            double[] row = new double[data.features];
            double[] squared = new double[count];
            double[] degrees = new double[count];
            for (int b = (int) ((long) run * blocks / runs); b < (long) (run + 1) * blocks / runs; b++) {
                for (int i = b * Blocks.ROWS; i < b * Blocks.ROWS + data.blocks.rowsIn(b); i++) {
                    if (i % 64 == 0) {
                        loop.checkCancelled();
                    }
                    data.blocks.copyRow(i, row);
                    for (int j = 0; j < row.length; j++) {
                        row[j] -= data.offset[j];
                    }
                    squaredDistances(row, centers, squared);
                    degrees(squared, fuzzifier, degrees);
                    add(row, squared, degrees, data.weight(i), totals);
                }
            }
            parts[run] = totals;
        });
        for (int run = 1; run < runs; run++) {
            parts[0].add(parts[run]);
        }
        return parts[0];
    }

    private void add(double[] row, double[] squared, double[] degrees, double weight, Totals totals) {
        int d = row.length;
        for (int c = 0; c < count; c++) {
            double u = degrees[c];
            if (u > 0 && weight > 0) {
                double power = weight * (fuzzifier == 2 ? u * u : StrictMath.exp(fuzzifier * StrictMath.log(u)));
                totals.objective += power * squared[c];
                totals.squares += weight * u * u;
                totals.entropy -= weight * u * StrictMath.log(u);
                totals.weights[c] += power;
                for (int j = 0; j < d; j++) {
                    totals.sums[c * d + j] += power * row[j];
                }
            }
        }
    }

    static void squaredDistances(double[] row, double[] centers, double[] into) {
        int d = row.length;
        for (int c = 0; c < into.length; c++) {
            double sum = 0;
            for (int j = 0; j < d; j++) {
                double difference = row[j] - centers[c * d + j];
                sum += difference * difference;
            }
            into[c] = sum;
        }
    }

    /** u = 1/Σ (d²/d²)^(1/(m − 1)), by ratios to the nearest, so that nothing overflows; 1, or equal shares, at centers. */
    static void degrees(double[] squared, double fuzzifier, double[] into) {
        double least = Double.POSITIVE_INFINITY;
        for (double one : squared) {
            least = Math.min(least, one);
        }
        double sum = 0;
        for (int c = 0; c < into.length; c++) {
            if (squared[c] == least) {
                into[c] = 1;
            } else if (least == 0) {
                into[c] = 0;
            } else {
                double ratio = least / squared[c];
                into[c] = fuzzifier == 2 ? ratio : StrictMath.exp(StrictMath.log(ratio) / (fuzzifier - 1));
            }
            sum += into[c];
        }
        for (int c = 0; c < into.length; c++) {
            into[c] /= sum;
        }
    }
}
