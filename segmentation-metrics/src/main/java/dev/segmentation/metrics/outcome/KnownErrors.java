package dev.segmentation.metrics.outcome;

import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.metrics.internal.SymmetricEigen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The likelihood of labels and outcomes where the chance of each label in each segment is known, at its maximum:
 * Σ w ln Σₛ πₛ d(s, label) f(y | s).
 */
final class KnownErrors {

    /** The search ends once steps are no longer than this, and all that follow together no longer than {@link #LEFT}. */
    private static final double SETTLED = 1e-9;

    private static final double LEFT = 1e-6;

    /** Steps no longer than this are rounding. */
    private static final double ROUNDING = 1e-14;

    private static final int MOST_STEPS = 20_000;

    /** Directions with less information than this part of the largest have none: shares at 0, and the redundant logit. */
    private static final double NO_INFORMATION = 1e-10;

    /** A value leans on a direction if more than this part of its gradient does; less is rounding of directions. */
    private static final double LEANS = 1e-4;

    /** A segment of a smaller share has no members whose outcome could be told. */
    private static final double NOBODY = 1e-9;

    /** A value that no parameter moves by more than this is at a bound, and taken as known. */
    private static final double AT_BOUND = 1e-6;

    private final double[][] errors;
    private final int[] labels;
    private final double[] weights;
    private final OutcomeModel outcome;
    private final Workers workers;
    private final int k;
    private final double[] shares;
    private final double[] members; // rows × segments, degrees times weight
    private Optional<Reason> undefined = Optional.empty();
    private double[][] covariance = {};
    private List<double[]> unknown = List.of(); // directions without information, in parameters times their scale
    private double[] scale = {};

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
        boolean settled = false;
        for (int step = 0; step < MOST_STEPS && !settled && !Double.isNaN(change); step++) {
            workers.checkCancelled();
            double before = change;
            change = outcome.maximize(members);
            if (outcome.isCollapsed()) {
                undefined = Optional.of(Reason.NO_WITHIN_VARIATION);
                return;
            }
            change = Math.max(change, shareMembers(total));
            expect();
            settled = isSettled(change, step < 2 ? Double.NaN : change / before); // the first is from nothing
        }
        if (!settled) {
            undefined = Optional.of(Reason.NOT_CONVERGED);
            return;
        }
        covariance = covariance();
        if (!isIdentified()) {
            undefined = Optional.of(Reason.UNIDENTIFIED);
        }
    }

    /** Whether a step was short, and all that follow are together, by the rate at which steps become shorter. */
    private static boolean isSettled(double change, double rate) {
        return change <= ROUNDING || (change <= SETTLED && rate < 1 && change * rate / (1 - rate) <= LEFT);
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
                double prior = shares[s] * errors[s][labels[i]];
                logs[s] = prior > 0 ? StrictMath.log(prior) + outcome.logDensity(s, i) : Double.NEGATIVE_INFINITY;
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
    private double[][] covariance() {
        int size = k + outcome.parameters();
        double[][] information = new double[size][size];
        for (int i = 0; i < labels.length; i++) {
            if (i % 256 == 0) {
                workers.checkCancelled();
            }
            addInformation(information, i, size);
        }
        scale = new double[size]; // so that units do not matter
        for (int a = 0; a < size; a++) {
            scale[a] = information[a][a] > 0 ? 1 / Math.sqrt(information[a][a]) : 1;
        }
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                information[a][b] *= scale[a] * scale[b];
            }
        }
        return inverse(SymmetricEigen.of(information, workers::checkCancelled));
    }

    private double[][] inverse(SymmetricEigen eigen) {
        int size = scale.length;
        double[][] inverse = new double[size][size];
        unknown = new ArrayList<>();
        for (int e = 0; e < size; e++) {
            workers.checkCancelled();
            double value = eigen.value(e);
            double[] direction = eigen.vector(e);
            if (!(value > NO_INFORMATION * eigen.value(0))) {
                unknown.add(direction);
                continue;
            }
            for (int a = 0; a < size; a++) {
                double part = scale[a] * direction[a] / value;
                for (int b = 0; b < size; b++) {
                    inverse[a][b] += part * scale[b] * direction[b];
                }
            }
        }
        return inverse;
    }

    /** Whether no value of a segment with members depends on a direction without information. */
    private boolean isIdentified() {
        for (int s = 0; s < k; s++) {
            for (int index = 0; index < outcome.valueCount() && hasMembers(s); index++) {
                double[] gradient = outcome.gradient(s, index);
                double most = Arrays.stream(gradient).map(Math::abs).max().orElse(0);
                if (most > AT_BOUND && leansOnUnknown(gradient)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean leansOnUnknown(double[] gradient) {
        double length = 0;
        for (int a = 0; a < gradient.length; a++) {
            length = Math.hypot(length, gradient[a] * scale[k + a]);
        }
        for (double[] direction : unknown) {
            double along = 0;
            for (int a = 0; a < gradient.length; a++) {
                along += gradient[a] * scale[k + a] * direction[k + a];
            }
            if (Math.abs(along) > LEANS * length) {
                return true;
            }
        }
        return false;
    }

    private void addInformation(double[][] information, int row, int size) {
        double[] mean = new double[size];
        for (int s = 0; s < k; s++) {
            double member = members[row * k + s];
            if (member == 0) {
                continue;
            }
            double[] score = new double[size];
            for (int a = 0; a < k; a++) {
                score[a] = (a == s ? 1 : 0) - shares[a];
            }
            outcome.addScore(s, row, 1, score, k);
            outcome.addInformation(s, row, member, information, k);
            int[] own = parametersOf(s);
            for (int a : own) {
                mean[a] += member * score[a];
                for (int b : own) {
                    information[a][b] -= member * score[a] * score[b];
                }
            }
        }
        for (int a = 0; a < size; a++) {
            double part = mean[a] / weights[row];
            for (int b = 0; b < size && part != 0; b++) {
                information[a][b] += part * mean[b];
            }
        }
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                information[a][b] += weights[row] * shares[a] * ((a == b ? 1 : 0) - shares[b]);
            }
        }
    }

    /** Where the score of a member of a segment is not 0: the shares, and what is of this segment. */
    private int[] parametersOf(int segment) {
        int each = outcome.parameters() / k;
        return IntStream.concat(IntStream.range(0, k), IntStream.range(k + segment * each, k + (segment + 1) * each))
                .toArray();
    }

    /** Whether anybody with an outcome is in a segment; if not, its values have no meaning. */
    boolean hasMembers(int segment) {
        return shares[segment] > NOBODY;
    }

    Optional<Reason> undefined() {
        return undefined;
    }

    /** The covariance of one value over all segments; it has no meaning for a segment without members. */
    double[][] covariance(int index) {
        double[][] result = new double[k][k];
        for (int s = 0; s < k; s++) {
            workers.checkCancelled();
            double[] left = outcome.gradient(s, index);
            for (int t = 0; t < k; t++) {
                double[] right = outcome.gradient(t, index);
                for (int a = 0; a < left.length; a++) {
                    for (int b = 0; b < right.length && left[a] != 0; b++) {
                        result[s][t] += left[a] * right[b] * covariance[k + a][k + b];
                    }
                }
            }
        }
        return result;
    }
}
