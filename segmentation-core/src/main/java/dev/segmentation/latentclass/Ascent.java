package dev.segmentation.latentclass;

import java.util.Arrays;

/**
 * The way from one start to the top: plain steps of expectation and maximization until the hill is chosen, then with
 * extrapolation (squared iterative methods; Varadhan and Roland 2008, Scand. J. Statistics 35, 335–353,
 * doi:10.1111/j.1467-9469.2007.00585.x), which is undone where it does not help. Not thread-safe.
 */
final class Ascent {

    /** Extrapolation starts once a step gains no more than this per customer. */
    private static final double SETTLED = 1e-5;

    /** An extrapolated chance is at least this part of that before. */
    private static final double LEAST_PART = 0.01;

    /** Relative rounding error of a log-likelihood, generously. */
    private static final double NOISE = 4e-15;

    private static final int STILL_FOR = 5;

    /** A chance below this that grows by more than that factor per step is raised to so much. */
    private static final double NEXT_TO_ZERO = 1e-5;

    private static final double GROWTH = 1.0001;

    private static final double LIFTED = 1e-4;

    private static final int MOST_LIFTS = 20;

    /** How many of the last rates of contraction are looked at. */
    private static final int REMEMBERED = 10;

    private final Em em;
    private final double totalWeight;
    private final int classes;
    private final Answers answers;
    private double[] x0;
    private double[] x1;
    private double[] x2;
    private int iterations;
    private final double[] rates = new double[REMEMBERED];
    private int cycle;
    private int lifts;
    private double objective = Double.NEGATIVE_INFINITY;
    private boolean converged;

    Ascent(Em em, Answers answers, int classes, double[] start, int passes) {
        this.iterations = passes;
        this.em = em;
        this.answers = answers;
        this.classes = classes;
        this.totalWeight = answers.totalWeight;
        this.x0 = start.clone();
        this.x1 = new double[start.length];
        this.x2 = new double[start.length];
    }

    /**
     * Goes on until no more than that much is left to gain, as the last steps foretell, or until the limit.
     *
     * @param tolerance log-likelihood per customer
     * @param moving no chance moves by more than this any more, as the last steps foretell
     */
    void run(double tolerance, double moving, int maxIterations) {
        converged = false;
        double before = em.step(x0, x1);
        iterations++;
        int still = 0;
        while (iterations < maxIterations && !converged) {
            objective = em.step(x1, x2);
            iterations++;
            double gain = objective - before;
            double r = distance(x0, x1);
            double rate = r > 0 ? distance(x1, x2) / r : 0;
            rates[cycle++ % rates.length] = rate;
            rate = Arrays.stream(rates).max().orElse(rate); // a leap hides the slow directions for a while
            double left = rate < 1 ? gain * rate * rate / (1 - rate * rate) : Double.POSITIVE_INFINITY;
            double way = rate < 1 ? farthest(x1, x2) / (1 - rate) : Double.POSITIVE_INFINITY;
            boolean noise = gain <= NOISE * Math.abs(objective);
            still = noise ? still + 1 : 0;
            converged = (noise || left <= tolerance * totalWeight) && (way <= moving || still >= STILL_FOR);
            if (converged && lifted()) {
                converged = false;
                Arrays.fill(rates, 0);
                before = em.step(x0, x1);
                iterations++;
            } else if (converged) {
                swap();
            } else if (gain <= SETTLED * totalWeight && rate > 0 && iterations < maxIterations) {
                before = extrapolate(r);
            } else {
                swap();
                before = objective;
            }
        }
        objective = converged ? objective : before;
    }

    /**
     * Whether chances next to 0 still grow by a constant factor, so that this is no maximum but a saddle, from which plain
     * steps would take long to come down the other side. Then x0 becomes x2 with these chances raised.
     */
    private boolean lifted() {
        boolean any = false;
        for (int i = 0; i < em.thetaSize(); i++) {
            any |= isGrowing(i);
        }
        if (!any || lifts == MOST_LIFTS) {
            return false;
        }
        lifts++;
        for (int i = 0; i < x0.length; i++) {
            x0[i] = i < em.thetaSize() && isGrowing(i) ? LIFTED : x2[i];
        }
        mend(x0, x2);
        return true;
    }

    private boolean isGrowing(int i) {
        return x1[i] > 0 && x1[i] < NEXT_TO_ZERO && x2[i] > GROWTH * x1[i];
    }

    /** x1, x2 become x0, x1. */
    private void swap() {
        double[] spare = x0;
        x0 = x1;
        x1 = x2;
        x2 = spare;
    }

    /** Leaps ahead of x2 and steps from there, or from x2 if that is not better than x1; gives the objective at x0. */
    private double extrapolate(double r) {
        double v = 0;
        for (int i = 0; i < x0.length; i++) {
            double d = x2[i] - 2 * x1[i] + x0[i];
            v += d * d;
        }
        double alpha = Math.max(1, r / Math.sqrt(v));
        for (int i = 0; i < x0.length; i++) {
            double first = x1[i] - x0[i];
            double second = x2[i] - x1[i] - first;
            x0[i] += 2 * alpha * first + alpha * alpha * second;
        }
        mend(x0, x2);
        double there = em.step(x0, x1);
        iterations++;
        if (there >= objective) {
            return there;
        }
        double[] spare = x0;
        x0 = x2;
        x2 = spare;
        iterations++;
        return em.step(x0, x1);
    }

    private void mend(double[] state, double[] valid) {
        for (int v = 0; v < answers.itemCount(); v++) {
            int from = answers.offsets[v] * classes;
            int levels = answers.missingSlot(v) - answers.offsets[v];
            for (int c = 0; c < classes; c++) {
                mendShares(state, from + c, levels, classes, valid);
                state[answers.missingSlot(v) * classes + c] = 1;
            }
        }
        em.prior().mend(state, em.thetaSize(), valid);
    }

    /** Shares that sum to 1, none of them below 0 or much below what it was. */
    static void mendShares(double[] state, int at, int count, int stride, double[] valid) {
        double sum = 0;
        for (int i = at; i < at + count * stride; i += stride) {
            state[i] = Math.max(state[i], LEAST_PART * valid[i]);
            sum += state[i];
        }
        for (int i = at; i < at + count * stride; i += stride) {
            state[i] /= sum;
        }
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static double farthest(double[] a, double[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    /** The last state. */
    double[] state() {
        return Arrays.copyOf(x0, x0.length);
    }

    /** The objective at the last state. */
    double objective() {
        return objective;
    }

    int iterations() {
        return iterations;
    }

    boolean converged() {
        return converged;
    }
}
