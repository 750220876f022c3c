package dev.segmentation.mixture;

import java.util.Arrays;

/** EM for Gaussian mixtures as the textbook writes it: all memberships are kept, every covariance is inverted. */
final class SlowMixture {

    final double[][] x;
    final double[] w;
    final int k;
    final CovarianceStructure structure;
    final double noiseDensity; // 0 for none
    double[][] memberships;
    double[] shares;
    double[][] means;
    double[][][] covariances;
    double logLikelihood;

    SlowMixture(double[][] x, double[] w, int k, CovarianceStructure structure, double noiseDensity) {
        this.x = x;
        this.w = w;
        this.k = k;
        this.structure = structure;
        this.noiseDensity = noiseDensity;
    }

    void run(double[][] start, double noiseShare, int iterations) {
        memberships = start;
        maximize();
        if (noiseDensity > 0) {
            for (int c = 0; c < k; c++) {
                shares[c] *= 1 - noiseShare;
            }
            shares[k] = noiseShare;
        }
        for (int i = 1; i < iterations; i++) {
            expect();
            maximize();
        }
        expect();
    }

    private void expect() {
        int d = x[0].length;
        memberships = new double[x.length][k + 1];
        logLikelihood = 0;
        double[][] densities = new double[x.length][k + 1];
        for (int c = 0; c < k; c++) {
            double[][] inverse = new double[d][d];
            double determinant = invert(covariances[c], inverse);
            for (int i = 0; i < x.length; i++) {
                double q = 0;
                for (int a = 0; a < d; a++) {
                    for (int b = 0; b < d; b++) {
                        q += (x[i][a] - means[c][a]) * inverse[a][b] * (x[i][b] - means[c][b]);
                    }
                }
                densities[i][c] = Math.log(shares[c]) - q / 2 - Math.log(Math.pow(2 * Math.PI, d) * determinant) / 2;
            }
        }
        for (int i = 0; i < x.length; i++) {
            densities[i][k] = Math.log(noiseDensity * shares[k]);
            double most = Arrays.stream(densities[i]).max().orElseThrow(); // far from all, they would be 0
            double total = 0;
            for (double density : densities[i]) {
                total += Math.exp(density - most);
            }
            for (int c = 0; c <= k; c++) {
                memberships[i][c] = Math.exp(densities[i][c] - most) / total;
            }
            logLikelihood += w[i] * (most + Math.log(total));
        }
    }

    /** Gauss and Jordan; gives the determinant. */
    private static double invert(double[][] matrix, double[][] inverse) {
        int d = matrix.length;
        double[][] m = new double[d][];
        for (int i = 0; i < d; i++) {
            m[i] = matrix[i].clone();
            inverse[i][i] = 1;
        }
        double determinant = 1;
        for (int p = 0; p < d; p++) { // positive definite: no pivoting
            double pivot = m[p][p];
            determinant *= pivot;
            for (int j = 0; j < d; j++) {
                m[p][j] /= pivot;
                inverse[p][j] /= pivot;
            }
            for (int i = 0; i < d; i++) {
                double factor = i == p ? 0 : m[i][p];
                for (int j = 0; j < d; j++) {
                    m[i][j] -= factor * m[p][j];
                    inverse[i][j] -= factor * inverse[p][j];
                }
            }
        }
        return determinant;
    }

    private void maximize() {
        int d = x[0].length;
        double[] weights = new double[k + 1];
        double all = 0;
        for (int i = 0; i < x.length; i++) {
            for (int c = 0; c < memberships[i].length; c++) {
                weights[c] += w[i] * memberships[i][c];
            }
            all += w[i];
        }
        shares = new double[k + 1];
        means = new double[k][d];
        covariances = new double[k][d][d];
        for (int c = 0; c <= k; c++) {
            shares[c] = weights[c] / all;
        }
        double[][] pooled = new double[d][d];
        for (int c = 0; c < k; c++) {
            for (int i = 0; i < x.length; i++) {
                for (int a = 0; a < d; a++) {
                    means[c][a] += w[i] * memberships[i][c] * x[i][a] / weights[c];
                }
            }
            for (int i = 0; i < x.length; i++) {
                for (int a = 0; a < d; a++) {
                    for (int b = 0; b < d; b++) {
                        double part = w[i] * memberships[i][c] * (x[i][a] - means[c][a]) * (x[i][b] - means[c][b]);
                        covariances[c][a][b] += part / weights[c];
                        pooled[a][b] += part / (all - weights[k]);
                    }
                }
            }
        }
        for (int c = 0; c < k; c++) {
            covariances[c] = shaped(structure.isTied() ? pooled : covariances[c]);
        }
    }

    private double[][] shaped(double[][] covariance) {
        int d = covariance.length;
        double[][] shaped = new double[d][d];
        double mean = 0;
        for (int a = 0; a < d; a++) {
            mean += covariance[a][a] / d;
        }
        for (int a = 0; a < d; a++) {
            for (int b = 0; b < d; b++) {
                shaped[a][b] = switch (structure.shape()) {
                    case SPHERICAL -> a == b ? mean : 0;
                    case DIAGONAL -> a == b ? covariance[a][a] : 0;
                    case FULL -> covariance[a][b];
                };
            }
        }
        return shaped;
    }
}
