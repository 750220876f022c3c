package dev.segmentation.metrics.markov;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The estimate of Aalen and Johansen as the book has it, by whole matrices: P̂(s, t) by its product, and its covariance by the
 * integral 4.4.18, cov = Σ {P(u, t)ᵀ ⊗ P(s, u−)} cov(dÂ(u)) {P(u, t) ⊗ P(s, u−)ᵀ}, not by the recursion 4.4.19 that is tested.
 * Element (from, to) of a matrix is at {@code to * k + from} of its vector, the columns one below the other.
 */
final class SlowAalenJohansen {

    /** A stay; {@code next} is −1 if it was censored. */
    record Stay(int state, double from, double until, int next) {}

    private final int k;
    private final List<Stay> stays;
    private final List<Double> times;
    private final List<double[][]> steps = new ArrayList<>(); // I + ΔÂ
    private final List<double[][]> errors = new ArrayList<>(); // cov(ΔÂ), k² × k²
    private final double start;
    private final double end;

    SlowAalenJohansen(int k, List<Stay> stays, double start, double end) {
        this.k = k;
        this.stays = stays;
        this.start = start;
        this.end = end;
        TreeSet<Double> moves = new TreeSet<>();
        for (Stay stay : stays) {
            if (stay.next >= 0 && stay.until > start && stay.until <= end) {
                moves.add(stay.until);
            }
        }
        times = new ArrayList<>(moves);
        for (double u : times) {
            increment(u);
        }
    }

    private void increment(double u) {
        double[] atRisk = new double[k];
        double[][] moves = new double[k][k];
        for (Stay stay : stays) {
            if (stay.from < u && stay.until >= u) {
                atRisk[stay.state]++;
                if (stay.until == u && stay.next >= 0) {
                    moves[stay.state][stay.next]++;
                }
            }
        }
        double[][] step = new double[k][k];
        double[][] error = new double[k * k][k * k];
        for (int h = 0; h < k; h++) {
            double leaving = 0;
            for (int j = 0; j < k; j++) {
                leaving += moves[h][j];
                step[h][j] = moves[h][j] == 0 ? 0 : moves[h][j] / atRisk[h];
            }
            step[h][h] = leaving == 0 ? 1 : 1 - leaving / atRisk[h];
            for (int j = 0; leaving > 0 && j < k; j++) {
                for (int l = 0; l < k; l++) { // 4.4.17 and its kin: δ_jl p_j − p_j p_l, over the number at risk
                    error[j * k + h][l * k + h] = ((j == l ? step[h][j] : 0) - step[h][j] * step[h][l]) / atRisk[h];
                }
            }
        }
        steps.add(step);
        errors.add(error);
    }

    double[][] chances() {
        return product(0, steps.size());
    }

    private double[][] product(int first, int end) {
        double[][] product = identity(k);
        for (int i = first; i < end; i++) {
            product = times(product, steps.get(i));
        }
        return product;
    }

    /** k² × k². */
    double[][] covariance() {
        double[][] sum = new double[k * k][k * k];
        for (int i = 0; i < steps.size(); i++) {
            double[][] before = product(0, i);
            double[][] after = product(i + 1, steps.size());
            double[][] left = kronecker(transposed(after), before);
            double[][] term = times(times(left, errors.get(i)), transposed(left));
            for (int r = 0; r < k * k; r++) {
                for (int c = 0; c < k * k; c++) {
                    sum[r][c] += term[r][c];
                }
            }
        }
        return sum;
    }

    double covariance(int from, int to, int otherFrom, int otherTo) {
        return covariance()[to * k + from][otherTo * k + otherFrom];
    }

    /** Just before the end, or just after the start if there is no time between. */
    long atRisk(int state) {
        if (end == start) {
            return present(state);
        }
        return stays.stream()
                .filter(stay -> stay.state == state && stay.from < end && stay.until >= end)
                .count();
    }

    /** Just after the start. */
    long present(int state) {
        return stays.stream()
                .filter(stay -> stay.state == state && stay.from <= start && stay.until > start)
                .count();
    }

    static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int l = 0; l < b.length; l++) {
                    product[i][j] += a[i][l] * b[l][j];
                }
            }
        }
        return product;
    }

    static double[][] transposed(double[][] a) {
        double[][] transposed = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                transposed[j][i] = a[i][j];
            }
        }
        return transposed;
    }

    private static double[][] identity(int k) {
        double[][] identity = new double[k][k];
        for (int i = 0; i < k; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }

    private static double[][] kronecker(double[][] a, double[][] b) {
        int m = b.length;
        double[][] product = new double[a.length * m][a.length * m];
        for (int r = 0; r < product.length; r++) {
            for (int c = 0; c < product.length; c++) {
                product[r][c] = a[r / m][c / m] * b[r % m][c % m];
            }
        }
        return product;
    }
}
