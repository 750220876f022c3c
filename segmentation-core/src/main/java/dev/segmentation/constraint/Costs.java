package dev.segmentation.constraint;

import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;

/**
 * The squared distance of every unit to every center: Σ (x_j − c_j)², added up in the order of the features, as the model
 * adds them up when it assigns. 8 bytes per unit and segment.
 */
final class Costs {

    final int count;
    final int segmentCount;
    private final Units units;
    private final Blocks blocks;
    private final Workers workers;
    private final double[][] table; // of each block, unit by unit

    Costs(Units units, int segmentCount, Workers workers) {
        this.units = units;
        this.count = units.count();
        this.segmentCount = segmentCount;
        this.blocks = MatrixAccess.blocks(units.matrix);
        this.workers = workers;
        this.table = new double[blocks.blockCount()][];
        for (int b = 0; b < table.length; b++) {
            table[b] = new double[Math.multiplyExact(blocks.rowsIn(b), segmentCount)];
        }
    }

    /** Finds all distances to k centers, row-major. */
    void fill(double[] centers) {
        workers.forEach(table.length, b -> {
            double[] packed = blocks.read(b, new double[blocks.scratchSize()]);
            for (int tile = 0; tile < blocks.rowsIn(b); tile += Blocks.LANES) {
                workers.checkCancelled();
                fill(packed, tile, Blocks.lanes(blocks.rowsIn(b), tile), centers, table[b]);
            }
        });
    }

    private void fill(double[] packed, int tile, int lanes, double[] centers, double[] into) {
        int d = blocks.featureCount();
        double[] squared = new double[Blocks.LANES];
        for (int s = 0; s < segmentCount; s++) {
            for (int r = 0; r < lanes; r++) {
                squared[r] = 0;
            }
            for (int j = 0; j < d; j++) {
                add(packed, tile * d + j * lanes, lanes, centers[s * d + j], squared);
            }
            for (int r = 0, at = tile * segmentCount + s; r < lanes; r++, at += segmentCount) {
                into[at] = squared[r];
            }
        }
    }

    private static void add(double[] packed, int from, int lanes, double center, double[] squared) {
        for (int r = 0; r < lanes; r++) {
            double t = packed[from + r] - center;
            squared[r] += t * t;
        }
    }

    double of(int unit, int segment) {
        return table[unit / Blocks.ROWS][unit % Blocks.ROWS * segmentCount + segment];
    }

    /** A center was moved onto a unit. */
    void setToZero(int unit, int segment) {
        table[unit / Blocks.ROWS][unit % Blocks.ROWS * segmentCount + segment] = 0;
    }

    /** The distances of all units in the block of a unit; those of the unit start at {@link #at}. */
    double[] block(int unit) {
        return table[unit / Blocks.ROWS];
    }

    int at(int unit) {
        return unit % Blocks.ROWS * segmentCount;
    }

    /** Puts every unit where distance plus price is least, the lower segment of equals; on all threads. */
    void nearest(double[] prices, int[] labels) {
        workers.forEach(table.length, b -> {
            workers.checkCancelled();
            double[] distances = table[b];
            int first = b * Blocks.ROWS;
            for (int r = 0, at = 0; r < blocks.rowsIn(b); r++, at += segmentCount) {
                int nearest = 0;
                double least = distances[at] + prices[0];
                for (int s = 1; s < segmentCount; s++) {
                    double priced = distances[at + s] + prices[s];
                    if (priced < least) {
                        least = priced;
                        nearest = s;
                    }
                }
                labels[first + r] = nearest;
            }
        });
    }

    /** The same, and by how much the next best segment is dearer, price included; infinite if there is one only. */
    void nearest(double[] prices, int[] labels, double[] gaps) {
        workers.forEach(table.length, b -> {
            workers.checkCancelled();
            double[] distances = table[b];
            int first = b * Blocks.ROWS;
            for (int r = 0, at = 0; r < blocks.rowsIn(b); r++, at += segmentCount) {
                int nearest = 0;
                double least = distances[at] + prices[0];
                double second = Double.POSITIVE_INFINITY;
                for (int s = 1; s < segmentCount; s++) {
                    double priced = distances[at + s] + prices[s];
                    second = Math.min(second, Math.max(priced, least));
                    if (priced < least) {
                        least = priced;
                        nearest = s;
                    }
                }
                labels[first + r] = nearest;
                gaps[first + r] = second - least;
            }
        });
    }

    /** What units in these segments cost: weights times squared distances, added up in blocks. */
    double sum(int[] labels) {
        double[] sums = new double[table.length];
        workers.forEach(table.length, b -> {
            workers.checkCancelled();
            int first = b * Blocks.ROWS;
            double sum = 0;
            for (int r = 0; r < blocks.rowsIn(b); r++) {
                sum += units.weight(first + r) * table[b][r * segmentCount + labels[first + r]];
            }
            sums[b] = sum;
        });
        CompensatedSums all = new CompensatedSums(1);
        for (double sum : sums) {
            all.add(0, sum);
        }
        return all.value(0);
    }

    /** Asks for cancellation once per block in a loop over units. */
    void pollAt(int unit) {
        if (unit % Blocks.ROWS == 0) {
            workers.checkCancelled();
        }
    }

    void poll() {
        workers.checkCancelled();
    }

    double weight(int unit) {
        return units.weight(unit);
    }
}
