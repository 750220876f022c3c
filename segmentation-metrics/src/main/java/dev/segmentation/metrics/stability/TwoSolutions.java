package dev.segmentation.metrics.stability;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.internal.MatrixAccess;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.Arrays;

/** The segments of all variables beside those without one of them: everything that is measured about the two. */
final class TwoSolutions {

    private final FeatureMatrix features;
    private final Assignment given;
    private final int[] without;
    private final ContingencyTable table;
    private final Runnable poll;
    private final long n;

    TwoSolutions(FeatureMatrix features, Assignment given, Assignment without, Runnable poll) {
        this.features = features;
        this.given = given;
        this.without = without.toArray();
        this.table = ContingencyTable.between(given, without);
        this.poll = poll;
        this.n = table.customers();
    }

    LeaveOneVariableOut.LeftOut measure(int variable, int[] rows) {
        double merit = figureOfMerit(variable);
        long occupied = 0;
        for (int b = 0; b < table.columnCount(); b++) {
            occupied += table.columnTotal(b) > 0 ? 1 : 0;
        }
        return new LeaveOneVariableOut.LeftOut(
                nonOverlap(),
                distances(rows),
                centerDistance(),
                merit,
                n > occupied ? merit * Math.sqrt((double) n / (n - occupied)) : Double.NaN);
    }

    /** 1 − Σ n_ab²/n_a / n: a row of C_a ∩ D_b keeps n_ab of the n_a rows that it was together with. */
    private double nonOverlap() {
        ExactSum kept = new ExactSum();
        for (int a = 0; a < table.rowCount(); a++) {
            for (int b = 0; b < table.columnCount(); b++) {
                double both = table.count(a, b);
                if (both > 0) {
                    kept.add(both * both / table.rowTotal(a));
                }
            }
        }
        return Math.max(0, 1 - kept.value() / n);
    }

    private double centerDistance() {
        double[][] centers = centers(given.toArray(), table.rowCount());
        double[][] others = centers(without, table.columnCount());
        ExactSum sum = new ExactSum();
        for (int a = 0; a < centers.length; a++) {
            for (int b = 0; b < others.length; b++) {
                if (table.count(a, b) > 0) {
                    double square = 0;
                    for (int j = 0; j < centers[a].length; j++) {
                        double difference = centers[a][j] - others[b][j];
                        square += difference * difference;
                    }
                    sum.add(table.count(a, b) * Math.sqrt(square));
                }
            }
        }
        return sum.value() / n;
    }

    /** Centers as differences from the first row, so that an offset common to all rows costs no digits. */
    private double[][] centers(int[] labels, int segments) {
        double[][] centers = new double[segments][features.featureCount()];
        for (int j = 0; j < features.featureCount(); j++) {
            double[] means = means(column(j), labels, segments);
            for (int s = 0; s < segments; s++) {
                centers[s][j] = means[s];
            }
        }
        return centers;
    }

    private double figureOfMerit(int variable) {
        double[] column = column(variable);
        double[] means = means(column, without, table.columnCount());
        ExactSum squares = new ExactSum();
        for (int i = 0; i < column.length; i++) {
            double difference = column[i] - means[without[i]];
            squares.add(difference * difference);
        }
        return Math.sqrt(squares.value() / n);
    }

    private double[] column(int feature) {
        poll.run();
        double[] column = features.column(features.featureNames().get(feature));
        double first = column[0];
        for (int i = 0; i < column.length; i++) {
            column[i] -= first;
        }
        return column;
    }

    private static double[] means(double[] column, int[] labels, int segments) {
        ExactSum[] sums = new ExactSum[segments];
        Arrays.setAll(sums, s -> new ExactSum());
        long[] sizes = new long[segments];
        for (int i = 0; i < column.length; i++) {
            sums[labels[i]].add(column[i]);
            sizes[labels[i]]++;
        }
        double[] means = new double[segments];
        for (int s = 0; s < segments; s++) {
            means[s] = sums[s].value() / sizes[s]; // NaN where empty, and then not used
        }
        return means;
    }

    /**
     * For each row i, with D_b the segments without the variable: Σ_b n_ab/n_a · mean distance of i to D_b, where a is the
     * segment of i. The mean of this over all rows is the mean over rows of the mean distance between C and D.
     */
    private double[] distances(int[] rows) {
        double[][] sums = new double[rows.length][table.columnCount()];
        Blocks blocks = MatrixAccess.blocks(features);
        double[] scratch = new double[blocks.scratchSize()];
        double[] row = new double[features.featureCount()];
        for (int block = 0; block < blocks.blockCount(); block++) {
            double[] values = blocks.read(block, scratch);
            for (int i = 0; i < rows.length; i++) {
                if (i % Blocks.LANES == 0) {
                    poll.run();
                }
                blocks.copyRow(rows[i], row);
                addDistances(row, values, block, blocks.rowsIn(block), sums[i]);
            }
        }
        double[] distances = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int a = given.label(rows[i]);
            for (int b = 0; b < table.columnCount(); b++) {
                if (table.count(a, b) > 0) {
                    double share = (double) table.count(a, b) / table.rowTotal(a);
                    distances[i] += share * (sums[i][b] / table.columnTotal(b));
                }
            }
        }
        return distances;
    }

    /** The distances of a row to the rows of a block, added up by their segments. */
    private void addDistances(double[] row, double[] values, int block, int rowsInBlock, double[] sums) {
        double[] squares = new double[Blocks.LANES];
        for (int tile = 0; tile < rowsInBlock; tile += Blocks.LANES) {
            int lanes = Blocks.lanes(rowsInBlock, tile);
            Arrays.fill(squares, 0);
            for (int j = 0; j < row.length; j++) {
                int at = tile * row.length + j * lanes;
                for (int r = 0; r < lanes; r++) {
                    double difference = values[at + r] - row[j];
                    squares[r] += difference * difference;
                }
            }
            int first = block * Blocks.ROWS + tile;
            for (int r = 0; r < lanes; r++) {
                sums[without[first + r]] += Math.sqrt(squares[r]);
            }
        }
    }
}
