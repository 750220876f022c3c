package dev.segmentation.mixture;

import dev.segmentation.internal.Blocks;
import dev.segmentation.mixture.CovarianceStructure.Shape;
import java.util.Arrays;

/** Working memory of one thread for one block of rows, and what is done with it. */
final class Strip {

    private static final double FARTHEST = 1e300; // squared, in standard deviations

    private final int components;
    private final int features;
    private final double[] unpacked;
    private final double[][] columns; // less the offset
    private final double[][] differences; // from the mean of a component
    private final double[] weighted;
    private final double[] squares;
    private final double[] combination;
    private final double[] largest;
    private final double[] total;
    private final double[] weights;
    private final double[] lanes;
    private final Exponential exponential;

    /** Of each component and the noise: log-densities, then memberships, then memberships times weights. */
    final double[][] degrees;

    /** Rows of the strip, and with what pads them. */
    int rows;

    /** Called before the work on each component. */
    Runnable poll = () -> {};

    private int padded;

    Strip(Blocks blocks, int components) {
        this.components = components;
        this.features = blocks.featureCount();
        this.unpacked = new double[blocks.scratchSize()];
        this.columns = new double[features][Columns.STRIP];
        this.differences = new double[features][Columns.STRIP];
        this.weighted = new double[Columns.STRIP];
        this.squares = new double[Columns.STRIP];
        this.combination = new double[Columns.STRIP];
        this.largest = new double[Columns.STRIP];
        this.total = new double[Columns.STRIP];
        this.weights = new double[Columns.STRIP];
        this.lanes = new double[128];
        this.exponential = new Exponential(Columns.STRIP);
        this.degrees = new double[components + 1][Columns.STRIP];
    }

    /** Takes in a block. */
    void load(Blocks blocks, int block, double[] offset) {
        rows = blocks.rowsIn(block);
        padded = Columns.padded(rows);
        double[] packed = blocks.read(block, unpacked);
        for (int j = 0; j < features; j++) {
            double[] column = columns[j];
            Blocks.copyColumn(packed, features, j, rows, column);
            for (int r = rows; r < padded; r++) {
                column[r] = offset[j];
            }
            Columns.minus(column, offset[j], column, padded);
        }
    }

    /** Takes in the weights of the rows of the block. */
    void weigh(MixtureData data, int block) {
        for (int r = 0; r < rows; r++) {
            weights[r] = data.weight(block * Blocks.ROWS + r);
        }
        for (int r = rows; r < padded; r++) {
            weights[r] = 0;
        }
    }

    /**
     * Finds, for every row, exponentials of log-densities less the largest of them, and their sum: memberships but for
     * that sum.
     */
    void densities(Components found) {
        int all = found.hasNoise() ? components + 1 : components;
        for (int c = 0; c < components; c++) {
            poll.run();
            squaredDistances(found, c);
            double constant = found.constants[c];
            double[] into = degrees[c];
            for (int r = 0; r < padded; r++) {
                into[r] = constant - 0.5 * Math.min(squares[r], FARTHEST);
            }
        }
        if (all > components) {
            Arrays.fill(degrees[components], 0, padded, found.constants[components]);
        }
        System.arraycopy(degrees[0], 0, largest, 0, padded);
        for (int c = 1; c < all; c++) {
            maximum(degrees[c], largest, padded);
        }
        Arrays.fill(total, 0, padded, 0);
        for (int c = 0; c < all; c++) {
            subtract(largest, degrees[c], padded);
            exponential.replace(degrees[c], padded);
            add(degrees[c], total, padded);
        }
        if (all == components) {
            Arrays.fill(degrees[components], 0, padded, 0);
        }
    }

    private static void maximum(double[] values, double[] into, int n) {
        for (int r = 0; r < n; r++) {
            into[r] = Math.max(into[r], values[r]);
        }
    }

    private static void subtract(double[] values, double[] from, int n) {
        for (int r = 0; r < n; r++) {
            from[r] -= values[r];
        }
    }

    private static void add(double[] values, double[] into, int n) {
        for (int r = 0; r < n; r++) {
            into[r] += values[r];
        }
    }

    /** The squared distance of every row from the mean of a component, in its standard deviations. */
    private void squaredDistances(Components found, int c) {
        Arrays.fill(squares, 0, padded, 0);
        double[] precision = found.precisions[c];
        for (int j = 0; j < features; j++) {
            Columns.minus(columns[j], found.means[c * features + j], differences[j], padded);
            if (found.shape == Shape.FULL) {
                Columns.addSquaredCombination(
                        differences, precision, Triangle.index(j, 0), j, combination, squares, padded);
            } else {
                Columns.addSquares(differences[j], precision[j], squares, padded);
            }
        }
    }

    /** Adds the log-likelihood of the rows, and turns degrees into memberships times weights. */
    void normalize(Sums sums) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += weights[r] * (largest[r] + Exponential.log(total[r]));
        }
        sums.logLikelihood += sum;
        for (int r = 0; r < padded; r++) {
            total[r] = weights[r] / total[r];
        }
        for (double[] degree : degrees) {
            Columns.times(degree, total, degree, padded);
        }
    }

    /** Adds how unclear the memberships are, which have been {@linkplain #normalize normalized}. */
    void judge(Sums sums) {
        double entropy = 0;
        double labels = 0;
        for (int r = 0; r < rows; r++) {
            if (weights[r] > 0) {
                double best = 0;
                for (double[] degree : degrees) {
                    double p = degree[r] / weights[r];
                    best = Math.max(best, p);
                    entropy -= p > 0 ? degree[r] * StrictMath.log(p) : 0;
                }
                labels += weights[r] * StrictMath.log(best);
            }
        }
        sums.membershipEntropy += Math.max(0, entropy);
        sums.labelLogProbability += Math.min(0, labels);
    }

    /** Takes memberships from elsewhere instead of densities. */
    void given(MixtureStart.Degrees start, int block) {
        for (int c = 0; c <= components; c++) {
            for (int r = 0; r < padded; r++) {
                degrees[c][r] = r < rows && c < components ? start.of(block * Blocks.ROWS + r, c) * weights[r] : 0;
            }
        }
    }

    /** Adds the moments of the rows about given means, by degrees that have been multiplied with the weights. */
    void accumulate(double[] means, boolean products, Sums sums) {
        for (int c = 0; c <= components; c++) {
            sums.weights[c] += Columns.sum(degrees[c], lanes, padded);
        }
        for (int c = 0; c < components; c++) {
            poll.run();
            double[] second = sums.second[c];
            for (int i = 0; i < features; i++) {
                Columns.minus(columns[i], means[c * features + i], differences[i], padded);
                Columns.times(differences[i], degrees[c], weighted, padded);
                sums.first[c * features + i] += Columns.sum(weighted, lanes, padded);
                if (products) {
                    for (int j = 0; j <= i; j++) {
                        second[Triangle.index(i, j)] += Columns.dot(weighted, differences[j], lanes, padded);
                    }
                } else {
                    second[i] += Columns.dot(weighted, differences[i], lanes, padded);
                }
            }
        }
    }

    /** Copies memberships, row-major over all segments. */
    void memberships(int segments, double[] into, int at) {
        for (int c = 0; c < segments; c++) {
            for (int r = 0; r < rows; r++) {
                into[at + r * segments + c] = degrees[c][r] / total[r];
            }
        }
    }

    /** The most probable segment of each row, the lower one of equals. */
    void labels(int segments, int[] into, int at) {
        for (int r = 0; r < rows; r++) {
            int best = 0;
            for (int c = 1; c < segments; c++) {
                if (degrees[c][r] / total[r] > degrees[best][r] / total[r]) {
                    best = c;
                }
            }
            into[at + r] = best;
        }
    }
}
