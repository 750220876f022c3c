package dev.segmentation.metrics.movers;

import dev.segmentation.FitProgress;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.metrics.internal.Cholesky;
import java.util.Arrays;
import java.util.List;

/**
 * Maximum likelihood of a baseline-category logit by Newton's method, whose steps are halved until they do not make it
 * worse. Sums over rows are merged from blocks of fixed shape in their order, so that threads do not change a bit.
 *
 * <p>Where destinations are separated by the covariates, the likelihood grows for ever in some direction: Newton's steps
 * then keep their length (about 1 on the scale of the linear predictor) while the likelihood stops growing.
 */
final class LogitNewton {

    private static final int MOST_BLOCKS = 64;
    private static final int LEAST_ROWS = 2048;
    private static final int POLLED_ROWS = 1024;
    private static final int HALVINGS = 30;
    private static final double TOLERANCE = 1e-8;
    private static final double NO_GAIN = 1e-8;
    private static final double STILL_MOVING = 1e-6;

    private final Workers workers;
    private final double[] x; // standardized, row-major
    private final int[] y;
    private final int p;
    private final int classes; // the baseline is class 0
    private final double ridge;
    private final int width;
    private final int size;
    private double[] theta; // by class after the baseline: intercept, slopes
    private Sums sums;
    private int iterations;
    private boolean diverges;
    private Recession recession = Recession.none();
    private Termination termination = Termination.ITERATION_LIMIT;

    /** The log-likelihood with its slopes and minus its second derivatives, without the penalty. */
    private static final class Sums {
        double value;
        final double[] slopes;
        final double[] pairs; // by pair of classes a ≤ b, the upper triangle of the covariates' products

        Sums(int size, int pairs) {
            this.slopes = new double[size];
            this.pairs = new double[pairs];
        }

        void add(Sums other) {
            value += other.value;
            for (int i = 0; i < slopes.length; i++) {
                slopes[i] += other.slopes[i];
            }
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] += other.pairs[i];
            }
        }
    }

    LogitNewton(Workers workers, double[] x, int[] y, int classes, double ridge) {
        this.workers = workers;
        this.x = x;
        this.y = y;
        this.p = x.length / y.length;
        this.classes = classes;
        this.ridge = ridge;
        this.width = p + 1;
        this.size = (classes - 1) * width;
        this.theta = start();
        this.sums = sums(theta);
    }

    /** Shares of the classes alone: what the model is without covariates. */
    private double[] start() {
        long[] counts = new long[classes];
        for (int label : y) {
            counts[label]++;
        }
        double[] start = new double[size];
        for (int c = 1; c < classes; c++) {
            start[(c - 1) * width] = StrictMath.log((double) counts[c] / counts[0]);
        }
        return start;
    }

    void run(int limit) {
        double last = Double.POSITIVE_INFINITY;
        while (iterations < limit && termination == Termination.ITERATION_LIMIT && !diverges) {
            iterations++;
            double before = penalized(theta, sums);
            double[] step = Cholesky.lifted(information()).solve(slopes());
            double part = advance(before, step);
            double longest = Arrays.stream(step).map(Math::abs).max().orElse(0);
            double scale = 1 + Arrays.stream(theta).map(Math::abs).max().orElse(0);
            double gain = penalized(theta, sums) - before;
            if (part * longest <= TOLERANCE * scale || part == 0) {
                termination = Termination.CONVERGED;
            } else {
                diverges = ridge == 0 && part == 1 && gain < NO_GAIN && longest > STILL_MOVING && longest > last / 2;
            }
            last = longest;
            workers.tell(new FitProgress("destinations", iterations, limit, sums.value));
        }
        if (ridge == 0) {
            recession = Recession.of(theta, x, y, diverges, workers::checkCancelled);
            termination = recession.exists() ? Termination.ITERATION_LIMIT : termination;
        }
    }

    /** Goes as much of the step as makes nothing worse; 0 if none does, which is the end of what rounding allows. */
    private double advance(double before, double[] step) {
        double part = 1;
        for (int halving = 0; halving <= HALVINGS; halving++) {
            double[] next = new double[size];
            for (int i = 0; i < size; i++) {
                next[i] = theta[i] + part * step[i];
            }
            Sums there = sums(next);
            if (penalized(next, there) >= before - 1e-12 * Math.abs(before)) {
                theta = next;
                sums = there;
                return part;
            }
            part /= 2;
        }
        return 0;
    }

    private double penalized(double[] at, Sums of) {
        double squares = 0;
        for (int i = 0; i < size; i++) {
            squares += i % width == 0 ? 0 : at[i] * at[i];
        }
        return of.value - ridge / 2 * squares;
    }

    private double[] slopes() {
        double[] slopes = sums.slopes.clone();
        for (int i = 0; i < size; i++) {
            slopes[i] -= i % width == 0 ? 0 : ridge * theta[i];
        }
        return slopes;
    }

    /** With the penalty, all of it. */
    private double[][] information() {
        double[][] information = new double[size][size];
        int at = 0;
        for (int a = 0; a < classes - 1; a++) {
            for (int b = a; b < classes - 1; b++) {
                for (int u = 0; u < width; u++) {
                    for (int v = u; v < width; v++) {
                        double value = sums.pairs[at++];
                        information[a * width + u][b * width + v] = value;
                        information[a * width + v][b * width + u] = value;
                        information[b * width + u][a * width + v] = value;
                        information[b * width + v][a * width + u] = value;
                    }
                }
            }
        }
        for (int i = 0; i < size; i++) {
            information[i][i] += i % width == 0 ? 0 : ridge;
        }
        return information;
    }

    private Sums sums(double[] at) {
        int blocks = Math.max(1, Math.min(MOST_BLOCKS, y.length / LEAST_ROWS));
        List<Sums> parts = workers.map(blocks, block -> {
            int from = (int) ((long) y.length * block / blocks);
            int to = (int) ((long) y.length * (block + 1) / blocks);
            return block(at, from, to);
        });
        Sums all = new Sums(size, pairs());
        parts.forEach(all::add);
        return all;
    }

    private int pairs() {
        return classes * (classes - 1) / 2 * (width * (width + 1) / 2);
    }

    private Sums block(double[] at, int from, int to) {
        Sums part = new Sums(size, pairs());
        double[] chances = new double[classes];
        double[] products = new double[width * (width + 1) / 2];
        for (int i = from; i < to; i++) {
            if ((i - from) % POLLED_ROWS == 0) {
                workers.checkCancelled();
            }
            part.value += chances(at, x, i * p, chances, y[i]);
            products(i, products);
            int pair = 0;
            for (int a = 1; a < classes; a++) {
                double miss = (y[i] == a ? 1 : 0) - chances[a];
                int slope = (a - 1) * width;
                part.slopes[slope] += miss;
                for (int j = 0; j < p; j++) {
                    part.slopes[slope + 1 + j] += miss * x[i * p + j];
                }
                for (int b = a; b < classes; b++) {
                    double weight = chances[a] * ((a == b ? 1 : 0) - chances[b]);
                    for (int q = 0; q < products.length; q++) {
                        part.pairs[pair + q] += weight * products[q];
                    }
                    pair += products.length;
                }
            }
        }
        return part;
    }

    private void products(int row, double[] products) {
        int at = 0;
        products[at++] = 1;
        for (int j = 0; j < p; j++) {
            products[at++] = x[row * p + j];
        }
        for (int u = 0; u < p; u++) {
            for (int v = u; v < p; v++) {
                products[at++] = x[row * p + u] * x[row * p + v];
            }
        }
    }

    /** Fills in the chances of a row, of the baseline first, and returns the logarithm of that of a class. */
    static double chances(double[] theta, double[] rows, int start, double[] chances, int label) {
        int classes = chances.length;
        int width = theta.length / (classes - 1);
        double largest = 0;
        chances[0] = 0;
        for (int c = 1; c < classes; c++) {
            int offset = (c - 1) * width;
            double eta = theta[offset];
            for (int j = 1; j < width; j++) {
                eta += theta[offset + j] * rows[start + j - 1];
            }
            chances[c] = eta;
            largest = Math.max(largest, eta);
        }
        double own = chances[label] - largest;
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            chances[c] = StrictMath.exp(chances[c] - largest);
            sum += chances[c];
        }
        for (int c = 0; c < classes; c++) {
            chances[c] /= sum;
        }
        return own - StrictMath.log(sum);
    }

    double[] theta() {
        return theta;
    }

    /** Where the likelihood grows for ever: no direction with a ridge, or where there is a maximum. */
    Recession recession() {
        return recession;
    }

    double logLikelihood() {
        return sums.value;
    }

    double[][] covariance() {
        return Cholesky.lifted(information()).inverse();
    }

    int iterations() {
        return iterations;
    }

    boolean diverges() {
        return recession.exists();
    }

    Termination termination() {
        return termination;
    }
}
