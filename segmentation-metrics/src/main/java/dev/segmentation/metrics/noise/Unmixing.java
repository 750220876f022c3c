package dev.segmentation.metrics.noise;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import java.util.Arrays;

/**
 * The linear equations O = A T between true and typed shares of pairs of segments, solved; cells are numbered row by row.
 */
final class Unmixing implements MostLikelyShares.Mixing {

    private final int k;
    private final TypingError before;
    private final TypingError after;
    private final double worth;
    private final double[] observed;
    private final PairInverse inverse;
    private final double[] solved;
    private final MostLikelyShares likely;

    private Unmixing(
            TypingError before,
            TypingError after,
            double worth,
            double[] observed,
            PairInverse inverse,
            Runnable poll) {
        this.k = before.segments().size();
        this.before = before;
        this.after = after;
        this.worth = worth;
        this.observed = observed;
        this.inverse = inverse;
        this.solved = inverse.solve(observed);
        this.likely = new MostLikelyShares(observed, solved, this, poll);
    }

    /** Of counts that are worth as many as were counted, over the design effect. */
    static Unmixing of(
            TypingError before, TypingError after, double[] counts, double designEffect, String where, Runnable poll) {
        double customers = Arrays.stream(counts).sum();
        double[] observed = new double[counts.length];
        for (int cell = 0; cell < counts.length; cell++) {
            observed[cell] = customers == 0 ? 0 : counts[cell] / customers;
        }
        PairInverse inverse = PairInverse.of(before, after)
                .orElseThrow(() -> new InvalidInputException(
                        Reason.UNIDENTIFIED,
                        "before",
                        where
                                + ": the typing cannot tell segments apart, so that nothing can be corrected; merge segments whose"
                                + " rows in the typing error are alike"));
        return new Unmixing(before, after, customers / designEffect, observed, inverse, poll);
    }

    /** The chance of being typed b at the second date, after a at the first. */
    private static double second(TypingError before, TypingError after, int i, int j, int a, int b) {
        double repeated = i == j ? before.repeated() : 0;
        return (1 - repeated) * after.shares()[j][b] + (a == b ? repeated : 0);
    }

    /**
     * A′ W A, in O(k⁵): first as if nothing were repeated, a sum over each of the two dates after the other; then the rows and
     * columns of customers who stay, one by one.
     */
    @Override
    public double[][] information(double[] weights, Runnable poll) {
        double[][][] byFirst = new double[k][k][k]; // of each typed segment before: true segments after, twice
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                for (int j = 0; j < k; j++) {
                    double weighted = weights[a * k + b] * after.shares()[j][b];
                    for (int l = 0; l < k && weighted != 0; l++) {
                        byFirst[a][j][l] += weighted * after.shares()[l][b];
                    }
                }
            }
        }
        double[][] information = new double[k * k][k * k];
        for (int i = 0; i < k; i++) {
            for (int h = 0; h <= i; h++) {
                poll.run();
                for (int a = 0; a < k; a++) {
                    double chance = before.shares()[i][a] * before.shares()[h][a];
                    for (int j = 0; j < k && chance != 0; j++) {
                        for (int l = 0; l < k; l++) {
                            information[i * k + j][h * k + l] += chance * byFirst[a][j][l];
                        }
                    }
                }
                for (int j = 0; j < k; j++) {
                    for (int l = 0; l < k; l++) {
                        information[h * k + l][i * k + j] = information[i * k + j][h * k + l];
                    }
                }
            }
        }
        for (int i = 0; i < k && before.repeated() > 0; i++) {
            poll.run();
            double[] row = blamed(weighted(seenOf(i, i), weights));
            for (int cell = 0; cell < row.length; cell++) {
                information[i * k + i][cell] = row[cell];
                information[cell][i * k + i] = row[cell];
            }
        }
        return information;
    }

    /** What is seen of customers of a true pair. */
    private double[] seenOf(int i, int j) {
        double[] seen = new double[k * k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                seen[a * k + b] = before.shares()[i][a] * second(before, after, i, j, a, b);
            }
        }
        return seen;
    }

    private static double[] weighted(double[] values, double... weights) {
        double[] weighted = new double[values.length];
        Arrays.setAll(weighted, cell -> values[cell] * weights[cell]);
        return weighted;
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
        double[] effect = inverse.effect(weights); // of each observed share
        double mean = 0;
        double square = 0;
        for (int cell = 0; cell < effect.length; cell++) {
            mean += effect[cell] * observed[cell];
            square += effect[cell] * effect[cell] * observed[cell];
        }
        double variance = Math.max(0, square - mean * mean) / worth;
        return Math.sqrt(variance + errorVariance(effect));
    }

    /** By how much a linear function of the true shares changes with each share seen. */
    double[] effect(double... weights) {
        return inverse.effect(weights);
    }

    /** What of the variance of a number comes from the typing error, as far as it was estimated. */
    double errorVariance(double... effect) {
        if (before.isExact() && after.isExact()) {
            return 0;
        }
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
        return before.variance(slopesBefore) + (before == after ? 0 : after.variance(slopesAfter));
    }

    /** How many independent customers the counts are worth. */
    double worth() {
        return worth;
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
