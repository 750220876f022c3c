package dev.segmentation.latentclass;

import dev.segmentation.Workers;
import java.util.Arrays;

/**
 * One step of expectation and maximization over all patterns, for one start at a time.
 *
 * <p>A state is one array: the chance of every answer in every class, slot by slot, 1 for a missing answer; then the
 * shares of the classes, or the coefficients of the covariates. Products along the common beginning of neighboring
 * patterns are taken once, and so are the sums on the way back. Products are of plain chances; a pattern whose
 * probability would be lost in them is done in logarithms. Not thread-safe.
 */
final class Em {

    /** Patterns between two looks whether to stop. */
    static final int POLL = 4096;

    /** Below this, products have lost digits or may have. */
    private static final double LEAST = 1e-250;

    private final Answers answers;
    private final MembershipPrior prior;
    private final int classes;
    private final double[] pseudo; // of each slot and class
    private final Workers workers;
    private final int theta; // where the chances of answers end in a state
    private final double[] counts;
    private final double[] sums;
    private final double[] priors;
    private final double[] products;
    private final double[] pending;
    private final double[] posterior;
    private final int[] zeros;
    private double[] logs = {};
    private boolean logsAreCurrent;

    /**
     * Prepares room to work in.
     *
     * @param customers of the prior, 0 for none
     */
    Em(Answers answers, MembershipPrior prior, int classes, double customers, Workers workers) {
        this.answers = answers;
        this.prior = prior;
        this.classes = classes;
        this.workers = workers;
        this.theta = Math.multiplyExact(answers.slotCount(), classes);
        this.counts = new double[theta];
        this.sums = new double[prior.groupCount() * classes];
        this.priors = new double[sums.length];
        this.products = new double[(answers.itemCount() + 1) * classes];
        this.pending = new double[products.length];
        this.posterior = new double[classes];
        this.zeros = new int[classes];
        this.pseudo = pseudo(customers / classes);
        Arrays.fill(products, 0, classes, 1);
    }

    /** Customers of every class who answer as all do, for each slot. */
    private double[] pseudo(double customers) {
        double[] result = new double[answers.slotCount()];
        if (customers > 0) {
            double[] observed = answers.counts();
            for (int v = 0; v < answers.itemCount(); v++) {
                double sum = 0;
                for (int slot = answers.offsets[v]; slot < answers.missingSlot(v); slot++) {
                    sum += observed[slot];
                }
                for (int slot = answers.offsets[v]; slot < answers.missingSlot(v); slot++) {
                    result[slot] = customers * observed[slot] / sum;
                }
            }
        }
        return result;
    }

    int stateSize() {
        return theta + prior.size();
    }

    /** Where the chances of answers end in a state and what is known of membership begins. */
    int thetaSize() {
        return theta;
    }

    MembershipPrior prior() {
        return prior;
    }

    /**
     * One step.
     *
     * @param from a state; not modified
     * @param to becomes the next state
     * @return the objective at {@code from}: its log-likelihood, with that of the prior if there is one
     */
    double step(double[] from, double[] to) {
        double likelihood = expect(from);
        maximize(from, to);
        prior.maximize(from, theta, sums, to);
        return likelihood + logPrior(from);
    }

    private double logPrior(double[] state) {
        double sum = 0;
        for (int slot = 0; slot < pseudo.length; slot++) {
            if (pseudo[slot] > 0) {
                for (int c = 0; c < classes; c++) {
                    sum += pseudo[slot] * StrictMath.log(state[slot * classes + c]);
                }
            }
        }
        return sum;
    }

    /** Fills the counts of answers and the sums of memberships; gives the log-likelihood. */
    private double expect(double[] state) {
        int width = answers.itemCount();
        int k = classes;
        Arrays.fill(counts, 0);
        Arrays.fill(sums, 0);
        prior.chances(state, theta, priors);
        logsAreCurrent = false;
        LogSum logLikelihood = new LogSum();
        for (int p = 0; p < answers.patternCount(); p++) {
            if (p % POLL == 0) {
                workers.checkCancelled();
            }
            int begin = answers.first[p];
            if (p > 0) {
                carry(begin, (p - 1) * width);
            }
            for (int v = begin; v < width; v++) {
                int slot = answers.slots[p * width + v] * k;
                for (int c = 0; c < k; c++) {
                    products[(v + 1) * k + c] = products[v * k + c] * state[slot + c];
                }
            }
            int group = answers.groups[p] * k;
            double total = 0;
            for (int c = 0; c < k; c++) {
                posterior[c] = products[width * k + c] * priors[group + c];
                total += posterior[c];
            }
            double weight = answers.weights[p];
            double factor = weight / total;
            if (total >= LEAST) {
                logLikelihood.add(total, weight);
            } else {
                logLikelihood.addLog(weight * inLogarithms(state, p));
                factor = weight;
            }
            for (int c = 0; c < k; c++) {
                double member = posterior[c] * factor;
                pending[width * k + c] += member;
                sums[group + c] += member;
            }
        }
        carry(0, (answers.patternCount() - 1) * width);
        Arrays.fill(pending, 0, k, 0);
        return logLikelihood.value();
    }

    /** Adds what is pending after the given item to the answers of a pattern, and to what is before. */
    private void carry(int begin, int pattern) {
        int k = classes;
        for (int v = answers.itemCount() - 1; v >= begin; v--) {
            int slot = answers.slots[pattern + v] * k;
            for (int c = 0; c < k; c++) {
                double member = pending[(v + 1) * k + c];
                counts[slot + c] += member;
                pending[v * k + c] += member;
                pending[(v + 1) * k + c] = 0;
            }
        }
    }

    /** The posterior of a pattern by logarithms; gives the logarithm of its probability. */
    private double inLogarithms(double[] state, int pattern) {
        if (!logsAreCurrent) {
            logs = logs.length == 0 ? new double[theta] : logs;
            for (int at = 0; at < theta; at++) {
                logs[at] = StrictMath.log(state[at]);
            }
            logsAreCurrent = true;
        }
        int width = answers.itemCount();
        double[] logPriors = new double[classes]; // chances that are too small for a double are not impossible
        prior.logChances(state, theta, answers.groups[pattern], logPriors);
        for (int c = 0; c < classes; c++) {
            posterior[c] = 0;
            zeros[c] = 0;
            addLog(c, logPriors[c]);
            for (int v = 0; v < width; v++) {
                addLog(c, logs[answers.slots[pattern * width + v] * classes + c]);
            }
        }
        return Posterior.normalize(posterior, zeros);
    }

    private void addLog(int c, double log) {
        if (log == Double.NEGATIVE_INFINITY) {
            zeros[c]++;
        } else {
            posterior[c] += log;
        }
    }

    private void maximize(double[] from, double[] to) {
        int k = classes;
        for (int v = 0; v < answers.itemCount(); v++) {
            int missing = answers.missingSlot(v);
            for (int c = 0; c < k; c++) {
                double sum = 0;
                for (int slot = answers.offsets[v]; slot < missing; slot++) {
                    sum += counts[slot * k + c] + pseudo[slot];
                }
                for (int slot = answers.offsets[v]; slot < missing; slot++) {
                    int at = slot * k + c;
                    to[at] = sum > 0 ? (counts[at] + pseudo[slot]) / sum : from[at]; // nobody of the class answered
                }
                to[missing * k + c] = 1;
            }
        }
    }

    /** Sums weighted logarithms, of several values at once where their weights are equal. */
    private static final class LogSum {

        private double sum;
        private double product = 1;
        private double weight = 1;

        void add(double value, double valueWeight) {
            if (valueWeight != weight || product * value < LEAST) {
                flush(valueWeight);
            }
            product *= value;
        }

        void addLog(double log) {
            sum += log;
        }

        private void flush(double nextWeight) {
            sum += weight * StrictMath.log(product);
            product = 1;
            weight = nextWeight;
        }

        double value() {
            flush(1);
            return sum;
        }
    }
}
