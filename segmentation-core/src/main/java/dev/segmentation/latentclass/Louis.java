package dev.segmentation.latentclass;

import dev.segmentation.Reason;
import dev.segmentation.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The information that the observed answers have about coefficients of covariates and chances of answers, by Louis (1982):
 * that of the complete data less the variance of their score. Chances at a bound are not among the parameters.
 */
final class Louis {

    private static final int MOST_PARAMETERS = 2000;

    /** Chances closer to 0 are taken for 0. */
    private static final double BOUND = 1e-6;

    private static final double TINY_PIVOT = 1e-11;

    private final Answers answers;
    private final Logit logit;
    private final int classes;
    private final double[] state;
    private final Workers workers;
    private final int head; // coefficients
    private final int[] parameterOf; // of each slot and class: its number, −1 if none
    private final int size;
    private Optional<Reason> unknown = Optional.empty();
    private double[] covariance = {};

    Louis(Answers answers, Logit logit, int classes, double[] state, Workers workers) {
        this.answers = answers;
        this.logit = logit;
        this.classes = classes;
        this.state = state;
        this.workers = workers;
        this.head = logit.size();
        this.parameterOf = new int[answers.slotCount() * classes];
        Arrays.fill(parameterOf, -1);
        List<Integer> slots = new ArrayList<>();
        for (int v = 0; v < answers.itemCount(); v++) {
            for (int c = 0; c < classes; c++) {
                addParameters(v, c, slots);
            }
        }
        this.size = head + slots.size();
    }

    /** All levels inside the bounds but the most frequent, which is the reference. */
    private void addParameters(int item, int c, List<Integer> slots) {
        int reference = answers.offsets[item];
        for (int slot = reference; slot < answers.missingSlot(item); slot++) {
            reference = state[slot * classes + c] > state[reference * classes + c] ? slot : reference;
        }
        for (int slot = answers.offsets[item]; slot < answers.missingSlot(item); slot++) {
            if (slot != reference && state[slot * classes + c] > BOUND) {
                parameterOf[slot * classes + c] = head + slots.size();
                slots.add(slot);
            }
        }
    }

    /** Works out the covariance of the coefficients of standardized covariates. */
    void run() {
        if (size > MOST_PARAMETERS) {
            unknown = Optional.of(Reason.RESOURCE_LIMIT);
            return;
        }
        double[] chances = new double[logit.groupCount() * classes];
        logit.chances(state, answers.slotCount() * classes, chances);
        if (Separation.exists(logit, chances, workers::checkCancelled)) {
            unknown = Optional.of(Reason.DIVERGES);
            return;
        }
        double[] information = information(chances);
        for (int i = 0; i < size; i++) {
            for (int j = i + 1; j < size; j++) {
                information[i * size + j] = information[j * size + i];
            }
        }
        if (!PositiveMatrix.factor(information, size, TINY_PIVOT, workers::checkCancelled)) {
            unknown = Optional.of(Reason.UNIDENTIFIED);
            return;
        }
        covariance = new double[head * head];
        double[] unit = new double[size];
        for (int i = 0; i < head; i++) {
            workers.checkCancelled();
            unit[i] = 1;
            double[] column = PositiveMatrix.solveFactored(information, size, unit);
            unit[i] = 0;
            System.arraycopy(column, 0, covariance, i * head, head);
        }
    }

    private double[] information(double[] chances) {
        double[] information = new double[size * size];
        double[] mean = new double[size];
        int width = answers.itemCount();
        for (int p = 0; p < answers.patternCount(); p++) {
            if (p % 4 == 0) {
                workers.checkCancelled();
            }
            int group = answers.groups[p];
            double[] posterior = posterior(p, chances);
            Arrays.fill(mean, 0);
            for (int c = 0; c < classes; c++) {
                int[] indices = new int[size];
                double[] values = new double[size];
                int count = score(p, c, chances, indices, values);
                double weight = answers.weights[p] * posterior[c];
                for (int i = 0; i < count; i++) {
                    mean[indices[i]] += posterior[c] * values[i];
                    for (int j = 0; j <= i; j++) {
                        information[indices[i] * size + indices[j]] -= weight * values[i] * values[j];
                    }
                }
                for (int v = 0; v < width; v++) {
                    if (answers.slots[p * width + v] != answers.missingSlot(v)) {
                        addComplete(information, v, c, weight);
                    }
                }
            }
            addComplete(information, group, chances, answers.weights[p]);
            for (int i = 0; i < size; i++) {
                for (int j = 0; mean[i] != 0 && j <= i; j++) {
                    information[i * size + j] += answers.weights[p] * mean[i] * mean[j];
                }
            }
        }
        return information;
    }

    private double[] posterior(int pattern, double[] chances) {
        int width = answers.itemCount();
        double[] logs = new double[classes];
        int[] zeros = new int[classes];
        for (int c = 0; c < classes; c++) {
            double[] factors = new double[width + 1];
            factors[width] = chances[answers.groups[pattern] * classes + c];
            for (int v = 0; v < width; v++) {
                factors[v] = state[answers.slots[pattern * width + v] * classes + c];
            }
            for (double factor : factors) {
                if (factor == 0) {
                    zeros[c]++;
                } else {
                    logs[c] += StrictMath.log(factor);
                }
            }
        }
        Posterior.normalize(logs, zeros);
        return logs;
    }

    /** The score of the complete data, if the pattern is of a class: ascending parameters and their values. */
    private int score(int pattern, int c, double[] chances, int[] indices, double[] values) {
        int count = 0;
        int group = answers.groups[pattern];
        for (int a = 1; a < classes; a++) {
            double residual = (a == c ? 1 : 0) - chances[group * classes + a];
            for (int j = 0; j < logit.width(); j++) {
                indices[count] = count;
                values[count++] = residual * logit.x(group, j);
            }
        }
        int width = answers.itemCount();
        for (int v = 0; v < width; v++) {
            int given = answers.slots[pattern * width + v];
            if (given != answers.missingSlot(v)) {
                for (int slot = answers.offsets[v]; slot < answers.missingSlot(v); slot++) {
                    int parameter = parameterOf[slot * classes + c];
                    if (parameter >= 0) {
                        indices[count] = parameter;
                        values[count++] = (slot == given ? 1 : 0) - state[slot * classes + c];
                    }
                }
            }
        }
        return count;
    }

    private void addComplete(double[] information, int item, int c, double weight) {
        for (int slot = answers.offsets[item]; slot < answers.missingSlot(item); slot++) {
            int i = parameterOf[slot * classes + c];
            for (int other = answers.offsets[item]; i >= 0 && other <= slot; other++) {
                int j = parameterOf[other * classes + c];
                if (j >= 0) {
                    double chance = state[slot * classes + c];
                    double cell = (slot == other ? chance : 0) - chance * state[other * classes + c];
                    information[i * size + j] += weight * cell;
                }
            }
        }
    }

    private void addComplete(double[] information, int group, double[] chances, double weight) {
        int width = logit.width();
        for (int row = 0; row < head; row++) {
            int a = row / width + 1;
            double pa = chances[group * classes + a];
            for (int column = 0; column <= row; column++) {
                int b = column / width + 1;
                double cell = pa * ((a == b ? 1 : 0) - chances[group * classes + b]);
                information[row * size + column] +=
                        weight * cell * logit.x(group, row % width) * logit.x(group, column % width);
            }
        }
    }

    Optional<Reason> unknown() {
        return unknown;
    }

    /** Of the coefficients of standardized covariates; empty if it is unknown. */
    double[] covariance() {
        return covariance;
    }
}
