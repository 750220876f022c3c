package dev.segmentation.tree;

import java.util.Arrays;

/**
 * The likelihood ratio test of independence against the row-effects model for an ordinal target: expected counts
 * α(i)·β(j)·exp(γ(i)·s(j)) with scores s(j) = 1, 2, … (Goodman 1979, doi:10.1080/01621459.1979.10481650).
 *
 * <p>The model is a multinomial logit of the target with one slope per group, whose log-likelihood is concave: Newton's
 * method with step halving. The statistic is twice the gain over equal slopes, with (groups − 1) degrees of freedom. Where
 * groups are separated completely the likelihood has a supremum only, which is approached to 1e-10.
 */
final class RowEffects {

    private static final int MOST_STEPS = 100;
    private static final double TOLERANCE = 1e-11;

    private final double[][] table;
    private final double[] scores;
    private final double[] rowSums;
    private final int slopes; // of all groups but the last
    private final int size; // slopes, then levels of the target but the first

    private RowEffects(double[][] table, int[] levels) {
        this.table = table;
        this.scores = new double[levels.length];
        double first = levels[0];
        double span = levels[levels.length - 1] - first;
        for (int j = 0; j < scores.length; j++) {
            scores[j] = (levels[j] - first) / span; // a linear change of scores changes no expected count
        }
        this.rowSums = Arrays.stream(table)
                .mapToDouble(row -> Arrays.stream(row).sum())
                .toArray();
        this.slopes = table.length - 1;
        this.size = slopes + scores.length - 1;
    }

    /** The test of a table without empty rows or columns, whose columns are these levels of the target. */
    static SplitTest of(double[][] table, int[] levels) {
        RowEffects model = new RowEffects(table, levels);
        double gain = Math.max(0, 2 * model.gain());
        double degrees = table.length - 1.0;
        return new SplitTest(gain, degrees, Double.NaN, LogTails.chiSquare(gain, degrees), 0);
    }

    /** The largest log-likelihood minus that of independence. */
    private double gain() {
        double[] parameters = independence();
        double start = logLikelihood(parameters);
        double best = start;
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] direction = direction(parameters);
            double scale = 1;
            double[] next = moved(parameters, direction, scale);
            double found = logLikelihood(next);
            while (!(found >= best) && scale > 1e-6) {
                scale /= 2;
                next = moved(parameters, direction, scale);
                found = logLikelihood(next);
            }
            if (!(found > best)) {
                break;
            }
            double gained = found - best;
            parameters = next;
            best = found;
            if (gained < TOLERANCE) {
                break;
            }
        }
        return best - start;
    }

    private double[] independence() {
        double[] parameters = new double[size];
        double[] columnSums = new double[scores.length];
        for (double[] row : table) {
            for (int j = 0; j < row.length; j++) {
                columnSums[j] += row[j];
            }
        }
        for (int j = 1; j < scores.length; j++) {
            parameters[slopes + j - 1] = StrictMath.log(columnSums[j] / columnSums[0]);
        }
        return parameters;
    }

    private static double[] moved(double[] from, double[] direction, double scale) {
        double[] to = from.clone();
        for (int p = 0; p < to.length; p++) {
            to[p] += scale * direction[p];
        }
        return to;
    }

    private double[] chances(double[] parameters, int row) {
        double[] chances = new double[scores.length];
        double slope = row < slopes ? parameters[row] : 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < chances.length; j++) {
            chances[j] = slope * scores[j] + (j == 0 ? 0 : parameters[slopes + j - 1]);
            largest = Math.max(largest, chances[j]);
        }
        double sum = 0;
        for (int j = 0; j < chances.length; j++) {
            chances[j] = StrictMath.exp(chances[j] - largest);
            sum += chances[j];
        }
        for (int j = 0; j < chances.length; j++) {
            chances[j] /= sum;
        }
        return chances;
    }

    private double logLikelihood(double[] parameters) {
        double sum = 0;
        for (int i = 0; i < table.length; i++) {
            double[] chances = chances(parameters, i);
            for (int j = 0; j < chances.length; j++) {
                if (table[i][j] > 0) {
                    sum += table[i][j] * StrictMath.log(chances[j]);
                }
            }
        }
        return sum;
    }

    /**
     * Newton's direction: the information matrix into the gradient. Slopes of different groups do not meet in it, so that
     * they are eliminated one by one, and Cholesky's method solves what is left for the levels.
     */
    private double[] direction(double[] parameters) {
        int levels = scores.length - 1;
        double[] right = new double[levels];
        double[][] left = new double[levels][levels];
        double[] slopeGradient = new double[slopes];
        double[] slopePivot = new double[slopes];
        double[][] coupling = new double[slopes][];
        for (int i = 0; i < table.length; i++) {
            double[] chances = chances(parameters, i);
            addLevels(i, chances, right, left);
            if (i < slopes) {
                coupling[i] = new double[levels];
                slopePivot[i] = pivot(addSlope(i, chances, slopeGradient, coupling[i]), 0);
                eliminate(coupling[i], slopePivot[i], slopeGradient[i], right, left);
            }
        }
        double[] forLevels = solve(left, right);
        double[] direction = new double[size];
        System.arraycopy(forLevels, 0, direction, slopes, levels);
        for (int i = 0; i < slopes; i++) {
            double rest = slopeGradient[i];
            for (int j = 0; j < levels; j++) {
                rest -= coupling[i][j] * forLevels[j];
            }
            direction[i] = rest / slopePivot[i];
        }
        return direction;
    }

    /** Gradient and information of the levels but the first, which has no parameter. */
    private void addLevels(int row, double[] chances, double[] gradient, double[][] information) {
        for (int j = 1; j < chances.length; j++) {
            double expected = rowSums[row] * chances[j];
            gradient[j - 1] += table[row][j] - expected;
            information[j - 1][j - 1] += expected;
            for (int other = 1; other < chances.length; other++) {
                information[j - 1][other - 1] -= expected * chances[other];
            }
        }
    }

    /** Gradient of a slope, and its information with the levels; gives that with itself. */
    private double addSlope(int row, double[] chances, double[] gradient, double[] coupling) {
        double mean = 0;
        for (int j = 0; j < chances.length; j++) {
            mean += chances[j] * scores[j];
        }
        double information = 0;
        for (int j = 0; j < chances.length; j++) {
            double expected = rowSums[row] * chances[j];
            double deviation = scores[j] - mean;
            gradient[row] += (table[row][j] - expected) * scores[j];
            information += expected * deviation * deviation;
            if (j > 0) {
                coupling[j - 1] = expected * deviation;
            }
        }
        return information;
    }

    private static void eliminate(double[] coupling, double pivot, double gradient, double[] right, double[][] left) {
        for (int j = 0; j < right.length; j++) {
            double share = coupling[j] / pivot;
            right[j] -= share * gradient;
            for (int other = 0; other < right.length; other++) {
                left[j][other] -= share * coupling[other];
            }
        }
    }

    /** A pivot that vanishes belongs to a parameter without bound, which then moves by its gradient. */
    private static double pivot(double found, double before) {
        return Math.max(found, 1e-12 * Math.max(before, 1e-12));
    }

    private static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        double[][] lower = new double[n][n];
        double[] x = right.clone();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(pivot(sum, matrix[i][i])) : sum / lower[j][j];
            }
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }
}
