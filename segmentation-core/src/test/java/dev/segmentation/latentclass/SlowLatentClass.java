package dev.segmentation.latentclass;

import dev.segmentation.FeatureTable;
import java.util.List;

/** Latent classes as the formulas say, row by row, in logarithms: the obvious twin. */
final class SlowLatentClass {

    final double[] shares;
    final double[][][] chances; // item, class, level
    private final FeatureTable table;
    private final List<String> names;

    SlowLatentClass(FeatureTable table, double[] shares, double[][][] chances) {
        this.table = table;
        this.names = table.names();
        this.shares = shares;
        this.chances = chances;
    }

    double logJoint(int row, int c) {
        double log = Math.log(shares[c]);
        for (int v = 0; v < names.size(); v++) {
            if (!table.isMissing(row, names.get(v))) {
                log += Math.log(chances[v][c][(int) table.number(row, names.get(v))]);
            }
        }
        return log;
    }

    double logLikelihood() {
        double sum = 0;
        for (int i = 0; i < table.rowCount(); i++) {
            double p = 0;
            for (int c = 0; c < shares.length; c++) {
                p += Math.exp(logJoint(i, c));
            }
            sum += table.weight(i) == 0 ? 0 : table.weight(i) * Math.log(p);
        }
        return sum;
    }

    double[] posterior(int row) {
        double[] p = new double[shares.length];
        double sum = 0;
        for (int c = 0; c < p.length; c++) {
            p[c] = Math.exp(logJoint(row, c));
            sum += p[c];
        }
        for (int c = 0; c < p.length; c++) {
            p[c] /= sum;
        }
        return p;
    }

    SlowLatentClass next() {
        int k = shares.length;
        double[] newShares = new double[k];
        double[][][] sums = new double[names.size()][k][];
        for (int v = 0; v < sums.length; v++) {
            for (int c = 0; c < k; c++) {
                sums[v][c] = new double[chances[v][c].length];
            }
        }
        double total = 0;
        for (int i = 0; i < table.rowCount(); i++) {
            if (table.weight(i) == 0) {
                continue;
            }
            double[] p = posterior(i);
            boolean answered = false;
            for (int v = 0; v < sums.length; v++) {
                if (!table.isMissing(i, names.get(v))) {
                    answered = true;
                    for (int c = 0; c < k; c++) {
                        sums[v][c][(int) table.number(i, names.get(v))] += table.weight(i) * p[c];
                    }
                }
            }
            for (int c = 0; c < k && answered; c++) {
                newShares[c] += table.weight(i) * p[c];
            }
            total += answered ? table.weight(i) : 0;
        }
        for (int c = 0; c < k; c++) {
            newShares[c] /= total;
            for (double[][] item : sums) {
                double sum = 0;
                for (double part : item[c]) {
                    sum += part;
                }
                for (int l = 0; l < item[c].length; l++) {
                    item[c][l] /= sum;
                }
            }
        }
        return new SlowLatentClass(table, newShares, sums);
    }

    SlowLatentClass climbed(int steps) {
        SlowLatentClass at = this;
        for (int step = 0; step < steps; step++) {
            at = at.next();
        }
        return at;
    }
}
