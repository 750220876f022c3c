package dev.segmentation.constraint;

import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import java.util.Arrays;

/**
 * The squared distance of every unit to every center: Σ (x_j − c_j)², added up in the order of the features, as the model
 * adds them up when it assigns. 8 bytes per unit and segment. Those of a unit are found when they are asked for.
 */
final class Costs {

    /** Distances of a whole tile are found at once if those of more than one in so many of its units are needed. */
    private static final int MANY = 4;

    final int count;
    final int segmentCount;
    private final Units units;
    private final Blocks blocks;
    private final Workers workers;
    private final double[][] table; // of each block, unit by unit
    private final int[] foundFor; // of each unit, for which centers
    private int centersSoFar;
    private double[] centers = new double[0];

    Costs(Units units, int segmentCount, Workers workers) {
        this.units = units;
        this.count = units.count();
        this.segmentCount = segmentCount;
        this.blocks = MatrixAccess.blocks(units.matrix);
        this.workers = workers;
        this.table = new double[blocks.blockCount()][];
        this.foundFor = new int[count];
        for (int b = 0; b < table.length; b++) {
            table[b] = new double[Math.multiplyExact(blocks.rowsIn(b), segmentCount)];
        }
    }

    /** Those of one unit in so many, spread over all, to the same centers. */
    Costs some(int oneIn) {
        int[] some = new int[(count + oneIn - 1) / oneIn];
        Arrays.setAll(some, i -> i * oneIn);
        Costs costs = new Costs(units.some(some), segmentCount, workers);
        costs.fill(centers);
        return costs;
    }

    /** From now on distances are those to these k centers, row-major. */
    void fill(double[] newCenters) {
        centers = newCenters.clone();
        centersSoFar++;
    }

    /** The centers; live. */
    double[] centers() {
        return centers;
    }

    private void findAll(int b, double[] packed) {
        for (int tile = 0; tile < blocks.rowsIn(b); tile += Blocks.LANES) {
            workers.checkCancelled();
            findTile(b, packed, tile);
        }
    }

    private void findTile(int b, double[] packed, int tile) {
        int lanes = Blocks.lanes(blocks.rowsIn(b), tile);
        find(packed, tile, lanes, table[b]);
        Arrays.fill(foundFor, b * Blocks.ROWS + tile, b * Blocks.ROWS + tile + lanes, centersSoFar);
    }

    private void find(double[] packed, int tile, int lanes, double[] into) {
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

    /** Those of one unit, unless they are known. */
    private void findOne(int unit) {
        if (foundFor[unit] != centersSoFar) {
            double[] row = new double[blocks.featureCount()];
            blocks.copyRow(unit, row);
            double[] into = table[unit / Blocks.ROWS];
            int at = at(unit);
            for (int s = 0; s < segmentCount; s++) {
                double squared = 0;
                for (int j = 0; j < row.length; j++) {
                    double t = row[j] - centers[s * row.length + j];
                    squared += t * t;
                }
                into[at + s] = squared;
            }
            foundFor[unit] = centersSoFar;
        }
    }

    private static void add(double[] packed, int from, int lanes, double center, double[] squared) {
        for (int r = 0; r < lanes; r++) {
            double t = packed[from + r] - center;
            squared[r] += t * t;
        }
    }

    double of(int unit, int segment) {
        return block(unit)[at(unit) + segment];
    }

    /** A center was moved onto a unit. */
    void setToZero(int unit, int segment) {
        block(unit)[at(unit) + segment] = 0;
    }

    /** The distances in the block of a unit, of which at least those of the unit are known, from {@link #at} on. */
    double[] block(int unit) {
        findOne(unit);
        return table[unit / Blocks.ROWS];
    }

    int at(int unit) {
        return unit % Blocks.ROWS * segmentCount;
    }

    /** Puts every unit where it is nearest, the lower segment of equals; on all threads. */
    void nearest(int[] labels) {
        workers.forEach(table.length, b -> {
            findAll(b, blocks.read(b, new double[blocks.scratchSize()]));
            double[] distances = table[b];
            int first = b * Blocks.ROWS;
            for (int r = 0, at = 0; r < blocks.rowsIn(b); r++, at += segmentCount) {
                int nearest = 0;
                for (int s = 1; s < segmentCount; s++) {
                    nearest = distances[at + s] < distances[at + nearest] ? s : nearest;
                }
                labels[first + r] = nearest;
            }
        });
    }

    /**
     * Puts every unit where distance plus price is least, the lower segment of equals, and tells by how much the next best
     * segment is dearer at least; on all threads. Units of which that is known keep their segment and are not looked at.
     */
    void nearest(double[] prices, Gaps gaps, int[] labels) {
        workers.forEach(table.length, b -> {
            workers.checkCancelled();
            double[] packed = blocks.read(b, new double[blocks.scratchSize()]);
            for (int tile = 0; tile < blocks.rowsIn(b); tile += Blocks.LANES) {
                int from = b * Blocks.ROWS + tile;
                int to = from + Blocks.lanes(blocks.rowsIn(b), tile);
                int open = 0;
                for (int unit = from; unit < to; unit++) {
                    open += gaps.follow(unit) ? 0 : 1;
                }
                if (open > (to - from) / MANY) {
                    workers.checkCancelled();
                    findTile(b, packed, tile);
                }
                for (int unit = from; unit < to; unit++) {
                    if (gaps.isOpen(unit)) {
                        gaps.set(unit, block(unit), at(unit), prices);
                    }
                    labels[unit] = gaps.nearest(unit);
                }
            }
        });
    }

    /** What units in these segments cost: weights times squared distances, added up in blocks. */
    double sum(int[] labels) {
        return sum(labels, new double[count]);
    }

    /** The same, and tells the squared distances. */
    double sum(int[] labels, double[] own) {
        double[] sums = new double[table.length];
        workers.forEach(table.length, b -> {
            workers.checkCancelled();
            int first = b * Blocks.ROWS;
            findOwn(b, labels, own);
            double sum = 0;
            for (int r = 0; r < blocks.rowsIn(b); r++) {
                sum += units.weight(first + r) * own[first + r];
            }
            sums[b] = sum;
        });
        CompensatedSums all = new CompensatedSums(1);
        for (double sum : sums) {
            all.add(0, sum);
        }
        return all.value(0);
    }

    private void findOwn(int b, int[] labels, double[] own) {
        int d = blocks.featureCount();
        double[] packed = blocks.read(b, new double[blocks.scratchSize()]);
        for (int tile = 0; tile < blocks.rowsIn(b); tile += Blocks.LANES) {
            int lanes = Blocks.lanes(blocks.rowsIn(b), tile);
            int first = b * Blocks.ROWS + tile;
            for (int r = 0; r < lanes; r++) {
                own[first + r] = 0;
            }
            for (int j = 0; j < d; j++) {
                int at = tile * d + j * lanes;
                for (int r = 0; r < lanes; r++) {
                    double t = packed[at + r] - centers[labels[first + r] * d + j];
                    own[first + r] += t * t;
                }
            }
            for (int r = 0; r < lanes; r++) {
                if (foundFor[first + r] == centersSoFar) { // a center may have been moved onto it
                    own[first + r] = table[b][(tile + r) * segmentCount + labels[first + r]];
                }
            }
        }
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
