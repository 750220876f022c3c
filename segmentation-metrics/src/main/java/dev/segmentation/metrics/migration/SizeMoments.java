package dev.segmentation.metrics.migration;

import dev.segmentation.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Means and variances of the sizes of a forecast, step by step: by chance, by the rates and by the number of entrants.
 *
 * <p>The size of a segment changes with the chances of row i by Dᵢ(t + 1) = P′ Dᵢ(t) + mᵢ(t) I, hence Dᵢ(t) = Σᵤ mᵢ(u)
 * P′<sup>t−1−u</sup>: the powers are the same for every row, and no product of matrices per row is needed.
 */
final class SizeMoments {

    private final int k;
    private final int periods;
    private final double alike;
    private final double[][] chances;
    private final double[][]
            likely; // for the errors: with half a customer more in every place, so that none is impossible
    private final double[] behind;
    private final double[] entrants;
    private final boolean few; // steps, so that powers are the shorter way
    private final List<double[]> means = new ArrayList<>(); // before each step
    private final List<double[][]> powers = new ArrayList<>(); // of P′, from the identity on
    private final double[][][] byRow; // Dᵢ, if powers are not kept
    private double[] mean;
    private double[][] process;
    private double[][] byEntrants;

    /**
     * At the start.
     *
     * @param counts which the rates are from
     * @param periods that they are the sum of
     * @param alike how many steps are worth one of another customer
     * @param last whose sizes after are the first
     * @param steps how many there will be
     */
    SizeMoments(MigrationCounts counts, int periods, double alike, MigrationCounts last, int steps) {
        this.periods = periods;
        this.alike = alike;
        k = counts.size();
        few = steps <= k;
        chances = new double[k][k];
        likely = new double[k][k];
        behind = new double[k];
        entrants = new double[k];
        mean = new double[k];
        process = new double[k][k];
        byRow = new double[few ? 0 : k][k][k];
        byEntrants = new double[k][k];
        for (int i = 0; i < k; i++) {
            behind[i] = counts.row(i) + counts.leavers(i);
            entrants[i] = (double) counts.entrants(i) / periods;
            mean[i] = last.into(i);
            for (int j = 0; j < k; j++) {
                chances[i][j] = behind[i] == 0 ? 0 : counts.cell(i, j) / behind[i];
                likely[i][j] = behind[i] == 0 ? 0 : (counts.cell(i, j) + 0.5) / (behind[i] + (k + 1) / 2.0);
            }
        }
    }

    void step(Workers workers) {
        double[][] next = moved(transposed(moved(process, workers)), workers); // P′ Σ P, of a symmetric matrix
        workers.forEach(k, a -> {
            for (int i = 0; i < k; i++) {
                double weight = mean[i] * likely[i][a];
                next[a][a] += weight;
                for (int b = 0; b < k; b++) {
                    next[a][b] -= weight * likely[i][b];
                }
            }
            next[a][a] += entrants[a];
        });
        process = next;
        if (few) {
            powers.add(powers.isEmpty() ? identity() : moved(powers.get(powers.size() - 1), workers));
            means.add(mean);
        } else {
            workers.forEach(k, i -> {
                byRow[i] = moved(byRow[i]);
                for (int b = 0; b < k; b++) {
                    byRow[i][b][b] += mean[i];
                }
            });
        }
        byEntrants = moved(byEntrants, workers);
        double[] expected = entrants.clone();
        for (int i = 0; i < k; i++) {
            byEntrants[i][i] += 1;
            for (int j = 0; j < k; j++) {
                expected[j] += mean[i] * chances[i][j];
            }
        }
        mean = expected;
    }

    private double[][] identity() {
        double[][] identity = new double[k][k];
        for (int i = 0; i < k; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }

    /** P′ A. */
    private double[][] moved(double[][] a, Workers workers) {
        double[][] product = new double[k][k];
        workers.forEach(k, b -> moved(a, b, product[b]));
        return product;
    }

    private double[][] moved(double[][] a) {
        double[][] product = new double[k][k];
        for (int b = 0; b < k; b++) {
            moved(a, b, product[b]);
        }
        return product;
    }

    private void moved(double[][] a, int b, double[] row) {
        for (int i = 0; i < k; i++) {
            double chance = chances[i][b];
            for (int j = 0; j < k; j++) {
                row[j] += chance * a[i][j];
            }
        }
    }

    private double[][] transposed(double[][] a) {
        double[][] turned = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                turned[j][i] = a[i][j];
            }
        }
        return turned;
    }

    double mean(int segment) {
        return mean[segment];
    }

    double total() {
        return Arrays.stream(mean).sum();
    }

    /** Of every size, and of their total as the last one. */
    double[] variances(Workers workers) {
        double[] variances = new double[k + 1];
        for (double[] ofRow : workers.map(k, this::byChancesOf)) {
            for (int s = 0; s <= k; s++) {
                variances[s] += ofRow[s];
            }
        }
        for (int i = 0; i < k; i++) {
            double entering = 0;
            variances[i] += process[i][i];
            for (int s = 0; s < k; s++) {
                entering += byEntrants[s][i];
                variances[s] += entrants[i] / periods * byEntrants[s][i] * byEntrants[s][i];
                variances[k] += process[i][s];
            }
            variances[k] += entrants[i] / periods * entering * entering;
        }
        return Arrays.stream(variances).map(variance -> Math.max(0, variance)).toArray();
    }

    /** What the chances of one row, known from its customers, leave open. */
    private double[] byChancesOf(int row) {
        double[] variances = new double[k + 1];
        if (behind[row] == 0) {
            return variances;
        }
        double[] ofTotal = new double[k];
        for (int s = 0; s < k; s++) {
            double[] slopes = slopes(row, s);
            for (int j = 0; j < k; j++) {
                ofTotal[j] += slopes[j];
            }
            variances[s] = variance(row, slopes);
        }
        variances[k] = variance(row, ofTotal);
        return variances;
    }

    /** How a size changes with the chances of a row. */
    private double[] slopes(int row, int segment) {
        if (!few) {
            return byRow[row][segment];
        }
        double[] slopes = new double[k];
        for (int u = 0; u < means.size(); u++) {
            double weight = means.get(u)[row];
            double[] power = powers.get(means.size() - 1 - u)[segment];
            for (int j = 0; j < k; j++) {
                slopes[j] += weight * power[j];
            }
        }
        return slopes;
    }

    private double variance(int row, double... slopes) {
        double sum = 0;
        double squares = 0;
        for (int j = 0; j < k; j++) {
            sum += likely[row][j] * slopes[j];
            squares += likely[row][j] * slopes[j] * slopes[j];
        }
        return (squares - sum * sum) / behind[row] * alike;
    }
}
