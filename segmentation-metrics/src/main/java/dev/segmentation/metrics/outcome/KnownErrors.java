package dev.segmentation.metrics.outcome;

import dev.segmentation.Reason;
import dev.segmentation.Workers;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The likelihood of labels and outcomes where the chance of each label in each segment is known, at its maximum:
 * Σ w ln Σₛ πₛ d(s, label) f(y | s).
 */
final class KnownErrors {

    private static final double SETTLED = 1e-9;
    private static final int MOST_STEPS = 20_000;

    /** Directions with less information than this part of the largest have none: shares at 0, and the redundant logit. */
    private static final double NO_INFORMATION = 1e-10;

    private final double[][] errors;
    private final int[] labels;
    private final double[] weights;
    private final OutcomeModel outcome;
    private final Workers workers;
    private final int k;
    private final double[] shares;
    private final double[] members; // rows × segments, degrees times weight
    private Optional<Reason> undefined = Optional.empty();
    private RealMatrix covariance = new Array2DRowRealMatrix();

    KnownErrors(double[][] errors, int[] labels, double[] weights, OutcomeModel outcome, Workers workers) {
        this.errors = errors;
        this.labels = labels;
        this.weights = weights;
        this.outcome = outcome;
        this.workers = workers;
        this.k = errors.length;
        this.shares = new double[k];
        this.members = new double[labels.length * k];
    }

    void run() {
        for (int i = 0; i < labels.length; i++) {
            for (int s = 0; s < k; s++) { // segments start apart: labels, with their errors
                members[i * k + s] = weights[i] * errors[s][labels[i]] / column(labels[i]);
            }
        }
        double total = Arrays.stream(weights).sum();
        double change = Double.POSITIVE_INFINITY;
        for (int step = 0; step < MOST_STEPS && change > SETTLED; step++) {
            workers.checkCancelled();
            change = outcome.maximize(members);
            if (outcome.isCollapsed()) {
                undefined = Optional.of(Reason.NO_WITHIN_VARIATION);
                return;
            }
            change = Math.max(change, shareMembers(total));
            expect();
        }
        if (!(change <= SETTLED)) {
            undefined = Optional.of(Reason.NOT_CONVERGED);
            return;
        }
        covariance = covariance();
    }

    private double column(int label) {
        double sum = 0;
        for (double[] row : errors) {
            sum += row[label];
        }
        return sum;
    }

    private double shareMembers(double total) {
        double change = 0;
        for (int s = 0; s < k; s++) {
            double sum = 0;
            for (int i = 0; i < labels.length; i++) {
                sum += members[i * k + s];
            }
            change = Math.max(change, Math.abs(sum / total - shares[s]));
            shares[s] = sum / total;
        }
        return change;
    }

    private void expect() {
        double[] logs = new double[k];
        for (int i = 0; i < labels.length; i++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int s = 0; s < k; s++) {
                logs[s] = StrictMath.log(shares[s] * errors[s][labels[i]]) + outcome.logDensity(s, i);
                most = Math.max(most, logs[s]);
            }
            double sum = 0;
            for (int s = 0; s < k; s++) {
                logs[s] = StrictMath.exp(logs[s] - most);
                sum += logs[s];
            }
            for (int s = 0; s < k; s++) {
                members[i * k + s] = weights[i] * logs[s] / sum;
            }
        }
    }

    /** The inverse of the information of what was observed (Louis 1982), in the directions that have any. */
    private RealMatrix covariance() {
        int size = k + outcome.parameters();
        double[][] information = new double[size][size];
        for (int i = 0; i < labels.length; i++) {
            if (i % 256 == 0) {
                workers.checkCancelled();
            }
            addInformation(information, i, size);
        }
        double[] scale = new double[size]; // so that units do not matter
        for (int a = 0; a < size; a++) {
            scale[a] = information[a][a] > 0 ? 1 / Math.sqrt(information[a][a]) : 1;
        }
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                information[a][b] *= scale[a] * scale[b];
            }
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(information));
        double[][] inverse = new double[size][size];
        double largest = Arrays.stream(eigen.getRealEigenvalues()).max().orElse(0);
        for (int e = 0; e < size; e++) {
            double value = eigen.getRealEigenvalue(e);
            if (value > NO_INFORMATION * largest) {
                for (int a = 0; a < size; a++) {
                    for (int b = 0; b < size; b++) {
                        inverse[a][b] += scale[a]
                                * scale[b]
                                * eigen.getEigenvector(e).getEntry(a)
                                * eigen.getEigenvector(e).getEntry(b)
                                / value;
                    }
                }
            }
        }
        return new Array2DRowRealMatrix(inverse);
    }

    private void addInformation(double[][] information, int row, int size) {
        double[] mean = new double[size];
        for (int s = 0; s < k; s++) {
            double member = members[row * k + s];
            double[] score = new double[size];
            for (int a = 0; a < k; a++) {
                score[a] = (a == s ? 1 : 0) - shares[a];
            }
            outcome.addScore(s, row, 1, score, k);
            outcome.addInformation(s, row, member, information, k);
            for (int a = 0; a < size; a++) {
                mean[a] += member * score[a];
                for (int b = 0; b < size; b++) {
                    information[a][b] -= member * score[a] * score[b];
                }
            }
        }
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                information[a][b] += weights[row] > 0 ? mean[a] * mean[b] / weights[row] : 0;
            }
        }
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                information[a][b] += weights[row] * shares[a] * ((a == b ? 1 : 0) - shares[b]);
            }
        }
    }

    Optional<Reason> undefined() {
        return undefined;
    }

    /** The covariance of one value over all segments. */
    double[][] covariance(int index) {
        double[][] result = new double[k][k];
        int offset = k;
        for (int s = 0; s < k; s++) {
            double[] left = outcome.gradient(s, index);
            for (int t = 0; t < k; t++) {
                double[] right = outcome.gradient(t, index);
                for (int a = 0; a < left.length; a++) {
                    for (int b = 0; b < right.length; b++) {
                        result[s][t] += left[a] * right[b] * covariance.getEntry(offset + a, offset + b);
                    }
                }
            }
        }
        return result;
    }
}
