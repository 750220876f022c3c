package dev.segmentation.metrics.outcome;

/** One of several answers; the parameters are logits, which have no information where a share is at 0. */
final class AnswerOutcome implements OutcomeModel {

    private final int[] answers;
    private final int levels;
    private final double[][] shares;

    AnswerOutcome(int segments, int levels, int[] answers) {
        this.answers = answers;
        this.levels = levels;
        this.shares = new double[segments][levels];
    }

    @Override
    public int parameters() {
        return shares.length * levels;
    }

    @Override
    public double logDensity(int segment, int row) {
        return StrictMath.log(shares[segment][answers[row]]);
    }

    @Override
    public double maximize(double[] members) {
        int k = shares.length;
        double change = 0;
        for (int s = 0; s < k; s++) {
            double[] sums = new double[levels];
            double sum = 0;
            for (int i = 0; i < answers.length; i++) {
                sums[answers[i]] += members[i * k + s];
                sum += members[i * k + s];
            }
            for (int l = 0; l < levels && sum == 0; l++) {
                shares[s][l] = Double.NaN; // nobody of the segment has an answer
            }
            for (int l = 0; l < levels && sum > 0; l++) {
                change = Math.max(change, Math.abs(sums[l] / sum - shares[s][l]));
                shares[s][l] = sums[l] / sum;
            }
        }
        return change;
    }

    @Override
    public boolean isCollapsed() {
        return false; // a share of 0 is a share
    }

    @Override
    public void addScore(int segment, int row, double weight, double[] into, int offset) {
        for (int l = 0; l < levels; l++) {
            into[offset + segment * levels + l] += weight * ((answers[row] == l ? 1 : 0) - shares[segment][l]);
        }
    }

    @Override
    public void addInformation(int segment, int row, double weight, double[][] into, int offset) {
        for (int l = 0; l < levels; l++) {
            for (int m = 0; m < levels; m++) {
                into[offset + segment * levels + l][offset + segment * levels + m] +=
                        weight * shares[segment][l] * ((l == m ? 1 : 0) - shares[segment][m]);
            }
        }
    }

    @Override
    public int valueCount() {
        return levels;
    }

    @Override
    public double value(int segment, int index) {
        return shares[segment][index];
    }

    @Override
    public double[] gradient(int segment, int index) {
        double[] gradient = new double[parameters()];
        for (int l = 0; l < levels; l++) {
            gradient[segment * levels + l] = shares[segment][index] * ((l == index ? 1 : 0) - shares[segment][l]);
        }
        return gradient;
    }
}
