package dev.segmentation.latentclass;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A multinomial logit of membership: ln(πₛ(x)/π₀(x)) = γₛ·x, with γ₀ = 0; one Newton step per step of maximization, halved
 * until the likelihood of all together gains, so that no single row far away holds it up. Columns are centered at their median and scaled by their median distance from it,
 * for the same reason.
 */
final class Logit implements MembershipPrior {

    private static final int HALVINGS = 60;
    private static final int GROUPS_PER_POLL = 1024;

    /** A step is cut until it gains this part of what its slope foretells, but for rounding. */
    private static final double GAINED = 1e-4;

    private static final double NOISE = 4e-15;

    /** Of the farthest: no scale is less, so that squares stay in range. */
    private static final double NEXT_TO_CENTER = 1e-100;

    /** In units of the scale. */
    private static final double FAR = 50;

    private final int classes;
    private final Workers workers;
    private final int width;
    private final double[] design; // groups × width, standardized
    private final double[] centers;
    private final double[] scales;

    /**
     * Covariates of the groups, all of which have a weight.
     *
     * @param x groups × width, the constant 1 first
     * @param weights of the groups
     */
    Logit(int classes, int width, double[] x, double[] weights, Workers workers, String where) {
        this.workers = workers;
        this.classes = classes;
        this.width = width;
        this.centers = new double[width];
        this.scales = new double[width];
        double total = Arrays.stream(weights).sum();
        this.design = x.clone();
        scales[0] = 1;
        for (int j = 1; j < width; j++) {
            int term = j;
            double[] column = IntStream.range(0, weights.length)
                    .mapToDouble(g -> x[g * width + term])
                    .toArray();
            centers[j] = median(column, weights);
            for (int g = 0; g < column.length; g++) {
                column[g] -= centers[j];
            }
            scales[j] = spread(column, weights);
            for (int g = 0; g < column.length; g++) {
                design[g * width + j] = column[g] / scales[j];
            }
        }
        checkRank(weights, total, where);
    }

    private Logit(Logit other, double[] design) {
        this.classes = other.classes;
        this.workers = other.workers;
        this.width = other.width;
        this.design = design;
        this.centers = other.centers;
        this.scales = other.scales;
    }

    private static double median(double[] values, double[] weights) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(g -> values[g]))
                .mapToInt(Integer::intValue)
                .toArray();
        double half = Arrays.stream(order).mapToDouble(g -> weights[g]).sum() / 2;
        int at = 0;
        for (double below = weights[order[0]]; below < half; below += weights[order[at]]) {
            at++;
        }
        return values[order[at]];
    }

    /** The median distance from the center, of those that are not at the center itself if most are. */
    private static double spread(double[] centered, double[] weights) {
        double[] distances = Arrays.stream(centered).map(Math::abs).toArray();
        double farthest = Arrays.stream(distances).max().orElse(0);
        double median = median(distances, weights);
        if (median == 0) {
            int[] away = IntStream.range(0, distances.length)
                    .filter(g -> distances[g] > 0)
                    .toArray();
            median = median(
                    Arrays.stream(away).mapToDouble(g -> distances[g]).toArray(),
                    Arrays.stream(away).mapToDouble(g -> weights[g]).toArray());
        }
        return Math.max(median, NEXT_TO_CENTER * farthest);
    }

    /**
     * The same with rows far away drawn nearer; empty if there are none. From where it leads, the search does not stall: one
     * row far away has all the information on a coefficient until its class is settled to the last digit.
     */
    Optional<Logit> near() {
        double[] nearer = new double[design.length];
        Arrays.setAll(nearer, i -> Math.max(-FAR, Math.min(FAR, design[i])));
        return Arrays.equals(nearer, design) ? Optional.empty() : Optional.of(new Logit(this, nearer));
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
            double most = predict(state, at, g, logs);
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
        double before = fit(from, at, sums);
        double[] gradient = new double[m];
        double[] information = new double[m * m];
        accumulate(chances, sums, gradient, information);
        double[] step = PositiveMatrix.solve(information, m, gradient);
        double slope = 0;
        for (int i = 0; i < m; i++) {
            slope += gradient[i] * step[i];
        }
        double part = 1;
        for (int halving = 0; halving < HALVINGS; halving++, part /= 2) {
            for (int i = 0; i < m; i++) {
                to[at + i] = from[at + i] + part * step[i];
            }
            if (fit(to, at, sums) >= before + GAINED * part * slope - NOISE * Math.abs(before)) {
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
    private double fit(double[] state, int at, double[] sums) {
        double[] logs = new double[classes];
        double fit = 0;
        for (int g = 0; g < groupCount(); g++) {
            poll(g);
            logChances(state, at, g, logs);
            for (int c = 0; c < classes; c++) {
                fit += sums[g * classes + c] * logs[c];
            }
        }
        return fit;
    }

    @Override
    public void logChances(double[] state, int at, int group, double[] into) {
        double most = predict(state, at, group, into);
        double sum = 0;
        for (double log : into) {
            sum += StrictMath.exp(log - most);
        }
        double all = most + StrictMath.log(sum);
        for (int c = 0; c < classes; c++) {
            into[c] -= all;
        }
    }

    /** Fills in the linear predictors of a group; gives the largest. */
    private double predict(double[] state, int at, int group, double[] into) {
        double most = 0;
        into[0] = 0;
        for (int c = 1; c < classes; c++) {
            double eta = 0;
            for (int j = 0; j < width; j++) {
                eta += state[at + (c - 1) * width + j] * design[group * width + j];
            }
            into[c] = eta;
            most = Math.max(most, eta);
        }
        return most;
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

    int classes() {
        return classes;
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
                result[c * width] -= of[c * width + j] * centers[j] / scales[j];
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
                result[c * width] += of[c * width + j] * centers[j];
            }
        }
        return result;
    }
}
