package dev.segmentation.latentclass;

import java.util.Arrays;

/** The chances to be in each class before anything was answered: shares of all, or by covariates. */
interface MembershipPrior {

    /** How many different rows of covariates there are. */
    int groupCount();

    /** How many numbers of a state it takes. */
    int size();

    /** How many of them are free. */
    int freeParameters();

    /** Writes equal chances into a state. */
    void start(double[] state, int at);

    /** The chances of each group, groups × classes. */
    void chances(double[] state, int at, double[] into);

    /** The logarithms of the chances of one group; −∞ for what is impossible. */
    void logChances(double[] state, int at, int group, double[] into);

    /** The numbers of the next state, from the memberships of each group, groups × classes. */
    void maximize(double[] from, int at, double[] sums, double[] to);

    /** Makes a state that was extrapolated one of a model again, not far beyond one that is. */
    void mend(double[] state, int at, double[] valid);

    /** One share per class. */
    record Shares(int classes, double totalWeight) implements MembershipPrior {

        @Override
        public int groupCount() {
            return 1;
        }

        @Override
        public int size() {
            return classes;
        }

        @Override
        public int freeParameters() {
            return classes - 1;
        }

        @Override
        public void start(double[] state, int at) {
            Arrays.fill(state, at, at + classes, 1.0 / classes);
        }

        @Override
        public void chances(double[] state, int at, double[] into) {
            System.arraycopy(state, at, into, 0, classes);
        }

        @Override
        public void logChances(double[] state, int at, int group, double[] into) {
            for (int c = 0; c < classes; c++) {
                into[c] = StrictMath.log(state[at + c]);
            }
        }

        @Override
        public void maximize(double[] from, int at, double[] sums, double[] to) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += sums[c];
            }
            for (int c = 0; c < classes; c++) {
                to[at + c] = sums[c] / sum;
            }
        }

        @Override
        public void mend(double[] state, int at, double[] valid) {
            Ascent.mendShares(state, at, classes, 1, valid);
        }
    }
}
