package dev.segmentation.latentclass;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import java.util.Arrays;

/**
 * A multinomial logit of membership: ln(πₛ(x)/π₀(x)) = γₛ·x, with γ₀ = 0; one Newton step per step of maximization, cut
 * until it helps. Columns are standardized inside.
 */
final class Logit implements MembershipPrior {

    private static final int HALVINGS = 30;
    private static final int GROUPS_PER_POLL = 1024;

    /** A step that moves a linear predictor by more than this is cut. */
    private static final double LONGEST = 5;

    private final int classes;
    private final Workers workers;
    private final int width;
    private final double[] design; // groups × width, standardized
    private final double[] means;
    private final double[] scales;

    /**
     * Covariates of the groups.
     *
     * @param x groups × width, the constant 1 first
     * @param weights of the groups
     */
    Logit(int classes, int width, double[] x, double[] weights, Workers workers, String where) {
        this.workers = workers;
        this.classes = classes;
        this.width = width;
        this.means = new double[width];
        this.scales = new double[width];
        double total = Arrays.stream(weights).sum();
        this.design = x.clone();
        scales[0] = 1;
        for (int j = 1; j < width; j++) {
            for (int g = 0; g < weights.length; g++) {
                means[j] += weights[g] / total * x[g * width + j];
            }
            double variance = 0;
            for (int g = 0; g < weights.length; g++) {
                double d = x[g * width + j] - means[j];
                variance += weights[g] / total * d * d;
            }
            scales[j] = variance > 0 ? Math.sqrt(variance) : 1;
            for (int g = 0; g < weights.length; g++) {
                design[g * width + j] = (x[g * width + j] - means[j]) / scales[j];
            }
        }
        checkRank(weights, total, where);
    }

    private void checkRank(double[] weights, double total, String where) {
        double[] products = new double[width * width];
        for (int g = 0; g < weights.length; g++) {
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    products[i * width + j] += weights[g] / total * design[g * width + i] * design[g * width + j];
                }
            }
        }
        if (!PositiveMatrix.factor(products, width, 1e-9, workers::checkCancelled)) {
            throw new InvalidInputException(
                    Reason.SINGULAR_COVARIANCE,
                    where + ": covariates depend on one another linearly, so that their effects cannot be told apart;"
                            + " leave one out");
        }
    }

    @Override
    public int groupCount() {
        return design.length / width;
    }

    @Override
    public int size() {
        return (classes - 1) * width;
    }

    @Override
    public int freeParameters() {
        return size();
    }

    @Override
    public void start(double[] state, int at) {
        Arrays.fill(state, at, at + size(), 0);
    }

    @Override
    public void chances(double[] state, int at, double[] into) {
        double[] logs = new double[classes];
        for (int g = 0; g < groupCount(); g++) {
            poll(g);
            double most = 0;
            for (int c = 1; c < classes; c++) {
                double eta = 0;
                for (int j = 0; j < width; j++) {
                    eta += state[at + (c - 1) * width + j] * design[g * width + j];
                }
                logs[c] = eta;
                most = Math.max(most, eta);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                into[g * classes + c] = StrictMath.exp(logs[c] - most);
                sum += into[g * classes + c];
            }
            for (int c = 0; c < classes; c++) {
                into[g * classes + c] /= sum;
            }
        }
    }

    @Override
    public void maximize(double[] from, int at, double[] sums, double[] to) {
        int m = size();
        if (m == 0) {
            return;
        }
        double[] chances = new double[sums.length];
        chances(from, at, chances);
        double before = fit(chances, sums);
        double[] gradient = new double[m];
        double[] information = new double[m * m];
        accumulate(chances, sums, gradient, information);
        double[] step = PositiveMatrix.solve(information, m, gradient);
        double longest = 0;
        for (int g = 0; g < groupCount(); g++) {
            for (int c = 1; c < classes; c++) {
                double eta = 0;
                for (int j = 0; j < width; j++) {
                    eta += step[(c - 1) * width + j] * design[g * width + j];
                }
                longest = Math.max(longest, Math.abs(eta));
            }
        }
        double part = Math.min(1, LONGEST / Math.max(longest, Double.MIN_NORMAL));
        for (int halving = 0; halving < HALVINGS; halving++, part /= 2) {
            for (int i = 0; i < m; i++) {
                to[at + i] = from[at + i] + part * step[i];
            }
            chances(to, at, chances);
            if (fit(chances, sums) >= before) {
                return;
            }
        }
        System.arraycopy(from, at, to, at, m);
    }

    private void poll(int group) {
        if (group % GROUPS_PER_POLL == 0) {
            workers.checkCancelled();
        }
    }

    /** The part of the expected log-likelihood that membership has. */
    private static double fit(double[] chances, double[] sums) {
        double fit = 0;
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] > 0) {
                fit += sums[i] * StrictMath.log(chances[i]);
            }
        }
        return fit;
    }

    private void accumulate(double[] chances, double[] sums, double[] gradient, double[] information) {
        int m = size();
        for (int g = 0; g < groupCount(); g++) {
            poll(g);
            double weight = 0;
            for (int c = 0; c < classes; c++) {
                weight += sums[g * classes + c];
            }
            for (int c = 1; c < classes; c++) {
                double pc = chances[g * classes + c];
                double residual = sums[g * classes + c] - weight * pc;
                for (int i = 0; i < width; i++) {
                    double xi = design[g * width + i];
                    int row = (c - 1) * width + i;
                    gradient[row] += residual * xi;
                    for (int d = 1; d <= c; d++) {
                        double cell = weight * pc * ((c == d ? 1 : 0) - chances[g * classes + d]) * xi;
                        for (int j = 0; j < width; j++) {
                            information[row * m + (d - 1) * width + j] += cell * design[g * width + j];
                        }
                    }
                }
            }
        }
        for (int row = 0; row < m; row++) {
            for (int column = row + 1; column < m; column++) {
                information[row * m + column] = information[column * m + row];
            }
        }
    }

    @Override
    public void mend(double[] state, int at, double[] valid) {
        // every number is a coefficient
    }

    int width() {
        return width;
    }

    /** The standardized row of a group. */
    double x(int group, int term) {
        return design[group * width + term];
    }

    /**
     * Coefficients in the units of the covariates, from those of standardized ones.
     *
     * @param of classes × width
     */
    double[] unscaled(double[] of) {
        double[] result = new double[of.length];
        for (int c = 0; c < of.length / width; c++) {
            result[c * width] = of[c * width];
            for (int j = 1; j < width; j++) {
                result[c * width + j] = of[c * width + j] / scales[j];
                result[c * width] -= of[c * width + j] * means[j] / scales[j];
            }
        }
        return result;
    }

    /** The reverse of {@link #unscaled}. */
    double[] scaled(double[] of) {
        double[] result = new double[of.length];
        for (int c = 0; c < of.length / width; c++) {
            result[c * width] = of[c * width];
            for (int j = 1; j < width; j++) {
                result[c * width + j] = of[c * width + j] * scales[j];
                result[c * width] += of[c * width + j] * means[j];
            }
        }
        return result;
    }
}
