package dev.segmentation.metrics.markov;

import dev.segmentation.Workers;
import dev.segmentation.metrics.internal.BoundedStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Slopes of a panel's log-likelihood by each rate, and the expected information about the rates. */
final class PanelInformation {

    private final double[][] rates;
    private final Workers workers;
    private final List<int[]> moves = new ArrayList<>();
    private final double[] slopes;
    private final double[][] information;

    PanelInformation(double[][] rates, Workers workers) {
        this.rates = rates;
        this.workers = workers;
        for (int i = 0; i < rates.length; i++) {
            for (int j = 0; j < rates.length; j++) {
                if (j != i) {
                    moves.add(new int[] {i, j});
                }
            }
        }
        this.slopes = new double[moves.size()];
        this.information = new double[moves.size()][moves.size()];
    }

    /** Adds counts of moves over a time. */
    void add(double time, double[][] counts) {
        int k = rates.length;
        double[][] chances = MatrixExponential.ofRates(Matrices.scaled(rates, time), workers::checkCancelled);
        double[] rows = Arrays.stream(counts)
                .mapToDouble(row -> Arrays.stream(row).sum())
                .toArray();
        double[][] derivatives = new double[moves.size()][];
        workers.forEach(moves.size(), u -> {
            derivatives[u] = derivative(moves.get(u), time);
            for (int cell = 0; cell < k * k; cell++) {
                double count = counts[cell / k][cell % k];
                if (count > 0) {
                    slopes[u] += count * derivatives[u][cell] / chances[cell / k][cell % k];
                }
            }
        });
        workers.forEach(moves.size(), u -> {
            for (int v = 0; v <= u; v++) {
                double sum = 0;
                for (int cell = 0; cell < k * k; cell++) {
                    double chance = chances[cell / k][cell % k];
                    if (chance > 0) {
                        sum += rows[cell / k] * derivatives[u][cell] * derivatives[v][cell] / chance;
                    }
                }
                information[u][v] += sum;
                information[v][u] = information[u][v];
            }
        });
    }

    /** ∂ exp(Q t) / ∂ qᵢⱼ, row by row, where the diagonal goes along: the corner of the exponential of a matrix twice as large. */
    private double[] derivative(int[] move, double time) {
        int k = rates.length;
        double[][] block = new double[2 * k][2 * k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                block[i][j] = rates[i][j] * time;
                block[k + i][k + j] = rates[i][j] * time;
            }
        }
        block[move[0]][k + move[1]] = time;
        block[move[0]][k + move[0]] = -time;
        double[][] exponential = MatrixExponential.of(block, workers::checkCancelled);
        double[] corner = new double[k * k];
        for (int i = 0; i < k; i++) {
            System.arraycopy(exponential[i], k, corner, i * k, k);
        }
        return corner;
    }

    /** The step to where the slopes would vanish, k × k; empty if the counts do not tell the rates apart. */
    Optional<double[][]> step() {
        return bounded().step(workers::checkCancelled).map(this::square);
    }

    /** The standard errors of the rates above 0, k × k, NaN for the others; empty if the counts do not tell the rates apart. */
    Optional<double[][]> standardErrors() {
        return bounded()
                .variances(workers::checkCancelled)
                .map(variances ->
                        square(Arrays.stream(variances).map(Math::sqrt).toArray()));
    }

    private BoundedStep bounded() {
        double[] values =
                moves.stream().mapToDouble(move -> rates[move[0]][move[1]]).toArray();
        return new BoundedStep(values, slopes, information, 1e-9 * Matrices.rowNorm(rates));
    }

    private double[][] square(double... perMove) {
        double[][] square = new double[rates.length][rates.length];
        for (int u = 0; u < perMove.length; u++) {
            square[moves.get(u)[0]][moves.get(u)[1]] = perMove[u];
        }
        return square;
    }
}
