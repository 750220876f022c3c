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

    /** Newton's direction: the information matrix, by Cholesky's method, into the gradient. */
    private double[] direction(double[] parameters) {
        double[] gradient = new double[size];
        double[][] information = new double[size][size];
        for (int i = 0; i < table.length; i++) {
            addRow(i, chances(parameters, i), gradient, information);
        }
        return solve(information, gradient);
    }

    private void addRow(int row, double[] chances, double[] gradient, double[][] information) {
        double mean = 0;
        for (int j = 0; j < chances.length; j++) {
            mean += chances[j] * scores[j];
        }
        for (int j = 0; j < chances.length; j++) {
            double expected = rowSums[row] * chances[j];
            double away = table[row][j] - expected;
            double deviation = scores[j] - mean;
            int at = slopes + j - 1; // level 0 has no parameter
            if (row < slopes) {
                gradient[row] += away * scores[j];
                information[row][row] += expected * deviation * deviation;
            }
            if (row < slopes && j > 0) {
                information[row][at] += expected * deviation;
                information[at][row] += expected * deviation;
            }
            if (j > 0) {
                gradient[at] += away;
                information[at][at] += expected;
                for (int other = 1; other < chances.length; other++) {
                    information[at][slopes + other - 1] -= expected * chances[other];
                }
            }
        }
    }

    /** A pivot that vanishes belongs to a parameter without bound, which then moves by its gradient. */
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
                if (i == j) {
                    lower[i][i] = Math.sqrt(Math.max(sum, 1e-12 * Math.max(matrix[i][i], 1e-12)));
                } else {
                    lower[i][j] = sum / lower[j][j];
                }
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
