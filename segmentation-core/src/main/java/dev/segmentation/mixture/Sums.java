package dev.segmentation.mixture;

/** What a pass adds up: log-likelihood, and for every component its weight and its moments about its old mean. */
final class Sums {

    double logLikelihood;
    double membershipEntropy;
    double labelLogProbability;

    /** Of each component, the noise last. */
    final double[] weights;

    /** Σ p·(x − mean), component by component. */
    final double[] first;

    /** Σ p·(x − mean)², or of the lower triangle of products, component by component. */
    final double[][] second;

    Sums(int components, int features, boolean products) {
        this.weights = new double[components + 1];
        this.first = new double[components * features];
        this.second = new double[components][products ? Triangle.length(features) : features];
    }

    void add(Sums other) {
        logLikelihood += other.logLikelihood;
        membershipEntropy += other.membershipEntropy;
        labelLogProbability += other.labelLogProbability;
        add(weights, other.weights);
        add(first, other.first);
        for (int c = 0; c < second.length; c++) {
            add(second[c], other.second[c]);
        }
    }

    private static void add(double[] into, double[] values) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i];
        }
    }
}
