package dev.segmentation.metrics.outcome;

/** Normal within each segment; the parameters are its mean and the logarithm of its variance. */
final class NormalOutcome implements OutcomeModel {

    /** Of the variance of all: less is a collapse onto a few equal values. */
    private static final double LEAST_VARIANCE = 1e-8;

    private final double[] y;
    private final double spread;
    private final double[] means;
    private final double[] variances;

    NormalOutcome(int segments, double[] y, double[] weights) {
        this.y = y;
        this.means = new double[segments];
        this.variances = new double[segments];
        double total = 0;
        double mean = 0;
        for (int i = 0; i < y.length; i++) {
            total += weights[i];
            mean += weights[i] * y[i];
        }
        mean /= total;
        double variance = 0;
        for (int i = 0; i < y.length; i++) {
            variance += weights[i] * (y[i] - mean) * (y[i] - mean);
        }
        this.spread = variance / total;
    }

    @Override
    public int parameters() {
        return 2 * means.length;
    }

    @Override
    public double logDensity(int segment, int row) {
        double d = y[row] - means[segment];
        return -0.5 * (StrictMath.log(variances[segment]) + d * d / variances[segment]);
    }

    @Override
    public double maximize(double[] members) {
        int k = means.length;
        double change = 0;
        for (int s = 0; s < k; s++) {
            double sum = 0;
            double weighted = 0;
            for (int i = 0; i < y.length; i++) {
                sum += members[i * k + s];
                weighted += members[i * k + s] * y[i];
            }
            if (sum == 0) {
                means[s] = Double.NaN; // nobody of the segment has an outcome
                variances[s] = Double.NaN;
                continue;
            }
            double mean = weighted / sum;
            double squares = 0;
            for (int i = 0; i < y.length; i++) {
                squares += members[i * k + s] * (y[i] - mean) * (y[i] - mean);
            }
            change = Math.max(change, Math.abs(mean - means[s]) / Math.sqrt(spread));
            change = Math.max(change, Math.abs(squares / sum - variances[s]) / spread);
            means[s] = mean;
            variances[s] = squares / sum;
        }
        return change;
    }

    @Override
    public boolean isCollapsed() {
        for (double variance : variances) {
            if (variance <= LEAST_VARIANCE * spread) { // NaN where nobody is
                return true;
            }
        }
        return false;
    }

    @Override
    public void addScore(int segment, int row, double weight, double[] into, int offset) {
        double d = y[row] - means[segment];
        into[offset + 2 * segment] += weight * d / variances[segment];
        into[offset + 2 * segment + 1] += weight * 0.5 * (d * d / variances[segment] - 1);
    }

    @Override
    public void addInformation(int segment, int row, double weight, double[][] into, int offset) {
        double d = y[row] - means[segment];
        int at = offset + 2 * segment;
        into[at][at] += weight / variances[segment];
        into[at][at + 1] += weight * d / variances[segment];
        into[at + 1][at] += weight * d / variances[segment];
        into[at + 1][at + 1] += weight * 0.5 * d * d / variances[segment];
    }

    @Override
    public int valueCount() {
        return 1;
    }

    @Override
    public double value(int segment, int index) {
        return means[segment];
    }

    @Override
    public double[] gradient(int segment, int index) {
        double[] gradient = new double[parameters()];
        gradient[2 * segment] = 1;
        return gradient;
    }
}
