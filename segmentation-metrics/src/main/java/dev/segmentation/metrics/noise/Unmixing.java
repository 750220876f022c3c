package dev.segmentation.metrics.noise;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The linear equations O = A T between true and typed shares of pairs of segments, solved; cells are numbered row by row.
 */
final class Unmixing implements MostLikelyShares.Mixing {

    private final int k;
    private final TypingError before;
    private final TypingError after;
    private final double customers;
    private final double[] observed;
    private final RealMatrix inverse;
    private final double[] solved;
    private final double[][] mix;
    private final MostLikelyShares likely;

    private Unmixing(
            TypingError before,
            TypingError after,
            double customers,
            double[] observed,
            RealMatrix inverse,
            double[][] mix) {
        this.k = before.segments().size();
        this.before = before;
        this.after = after;
        this.customers = customers;
        this.observed = observed;
        this.inverse = inverse;
        this.solved = inverse.operate(observed);
        this.mix = mix;
        this.likely = new MostLikelyShares(observed, solved, this);
    }

    static Unmixing of(TypingError before, TypingError after, double[] counts, String where) {
        double customers = 0;
        for (double count : counts) {
            customers += count;
        }
        double[] observed = new double[counts.length];
        for (int cell = 0; cell < counts.length; cell++) {
            observed[cell] = customers == 0 ? 0 : counts[cell] / customers;
        }
        double[][] mix = mix(before, after);
        DecompositionSolver solver = new LUDecomposition(MatrixUtils.createRealMatrix(mix), 1e-9).getSolver();
        if (!solver.isNonSingular()) {
            throw new InvalidInputException(
                    Reason.UNIDENTIFIED,
                    "before",
                    where
                            + ": the typing cannot tell segments apart, so that nothing can be corrected; merge segments whose"
                            + " rows in the typing error are alike");
        }
        return new Unmixing(before, after, customers, observed, solver.getInverse(), mix);
    }

    /** What is seen of each true pair. */
    private static double[][] mix(TypingError before, TypingError after) {
        int k = before.segments().size();
        double[][] mix = new double[k * k][k * k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                for (int a = 0; a < k; a++) {
                    for (int b = 0; b < k; b++) {
                        mix[a * k + b][i * k + j] = before.shares()[i][a] * second(before, after, i, j, a, b);
                    }
                }
            }
        }
        return mix;
    }

    /** The chance of being typed b at the second date, after a at the first. */
    private static double second(TypingError before, TypingError after, int i, int j, int a, int b) {
        double repeated = i == j ? before.repeated() : 0;
        return (1 - repeated) * after.shares()[j][b] + (a == b ? repeated : 0);
    }

    @Override
    public double[][] matrix() {
        return mix;
    }

    double apparent() {
        double stayed = 0;
        for (int s = 0; s < k; s++) {
            stayed += observed[s * k + s];
        }
        return 1 - stayed;
    }

    /** By the true shares of the segments before. */
    double floor() {
        double floor = 0;
        for (int i = 0; i < k; i++) {
            double row = 0;
            double same = 0;
            for (int s = 0; s < k; s++) {
                row += shares()[i * k + s];
                same += before.shares()[i][s] * second(before, after, i, i, s, s);
            }
            floor += row * (1 - same);
        }
        return floor;
    }

    /** The most likely true shares, none of which is negative; not copied. */
    double[] shares() {
        return likely.shares();
    }

    /** A linear function of the true shares, without bias; may be outside of what is possible. */
    double value(double... weights) {
        double value = 0;
        for (int cell = 0; cell < weights.length; cell++) {
            value += weights[cell] * solved[cell];
        }
        return value;
    }

    /** Of {@link #value}, by the counts and by the typing error as far as it was estimated. */
    double standardError(double... weights) {
        double[] effect = inverse.preMultiply(weights); // of each observed share
        double mean = 0;
        double square = 0;
        for (int cell = 0; cell < effect.length; cell++) {
            mean += effect[cell] * observed[cell];
            square += effect[cell] * effect[cell] * observed[cell];
        }
        double variance = Math.max(0, square - mean * mean) / customers;
        double[][] slopesBefore = new double[k][k];
        double[][] slopesAfter = before == after ? slopesBefore : new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                double share = shares()[i * k + j];
                double repeated = i == j ? before.repeated() : 0;
                for (int a = 0; a < k; a++) {
                    for (int b = 0; b < k; b++) {
                        double slope = -effect[a * k + b] * share;
                        slopesBefore[i][a] += slope * second(before, after, i, j, a, b);
                        slopesAfter[j][b] += slope * before.shares()[i][a] * (1 - repeated);
                    }
                }
            }
        }
        variance += before.variance(slopesBefore) + (before == after ? 0 : after.variance(slopesAfter));
        return Math.sqrt(variance);
    }

    Termination termination() {
        return likely.termination();
    }

    /** A T: what would be seen. */
    @Override
    public double[] expected(double... truth) {
        double[][] typed = new double[k][k]; // by the true segment after
        double[] seen = new double[k * k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                double repeated = i == j ? before.repeated() : 0;
                for (int a = 0; a < k; a++) {
                    double share = truth[i * k + j] * before.shares()[i][a];
                    typed[a][j] += share * (1 - repeated);
                    seen[a * k + a] += share * repeated;
                }
            }
        }
        for (int a = 0; a < k; a++) {
            for (int j = 0; j < k; j++) {
                for (int b = 0; b < k; b++) {
                    seen[a * k + b] += typed[a][j] * after.shares()[j][b];
                }
            }
        }
        return seen;
    }

    /** A′ R: numbers of what is seen, on average over what is seen of each true pair. */
    @Override
    public double[] blamed(double... ratio) {
        double[][] typed = new double[k][k];
        double[] blamed = new double[k * k];
        for (int a = 0; a < k; a++) {
            for (int j = 0; j < k; j++) {
                for (int b = 0; b < k; b++) {
                    typed[a][j] += ratio[a * k + b] * after.shares()[j][b];
                }
            }
        }
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                double repeated = i == j ? before.repeated() : 0;
                for (int a = 0; a < k; a++) {
                    blamed[i * k + j] +=
                            before.shares()[i][a] * ((1 - repeated) * typed[a][j] + repeated * ratio[a * k + a]);
                }
            }
        }
        return blamed;
    }
}
