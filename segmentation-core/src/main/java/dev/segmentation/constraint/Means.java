package dev.segmentation.constraint;

import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import java.util.ArrayList;
import java.util.List;

/** The weights and means of segments: added up in runs of blocks, the same for any number of threads. */
final class Means {

    private static final int RUNS = 16;

    private final Units units;
    private final int segmentCount;
    private final CompensatedSums sums; // of segment s: its features, then its weight
    private final int columns;

    private Means(Units units, int segmentCount, CompensatedSums sums) {
        this.units = units;
        this.segmentCount = segmentCount;
        this.columns = units.matrix.featureCount() + 1;
        this.sums = sums;
    }

    static Means of(Units units, int segmentCount, int[] labels, Workers workers) {
        Blocks blocks = MatrixAccess.blocks(units.matrix);
        int columns = blocks.featureCount() + 1;
        int runs = Math.min(RUNS, blocks.blockCount());
        List<CompensatedSums> parts = new ArrayList<>(workers.map(runs, run -> {
            CompensatedSums part = new CompensatedSums(Math.multiplyExact(segmentCount, columns));
            int last = (int) ((run + 1L) * blocks.blockCount() / runs);
            for (int b = (int) ((long) run * blocks.blockCount() / runs); b < last; b++) {
                addBlock(units, blocks, b, labels, part, workers);
            }
            return part;
        }));
        for (int run = 1; run < runs; run++) {
            parts.get(0).add(parts.get(run));
        }
        return new Means(units, segmentCount, parts.get(0));
    }

    private static void addBlock(
            Units units, Blocks blocks, int b, int[] labels, CompensatedSums sums, Workers workers) {
        int d = blocks.featureCount();
        double[] packed = blocks.read(b, new double[blocks.scratchSize()]);
        for (int r = 0; r < blocks.rowsIn(b); r++) {
            if (r % Blocks.LANES == 0) {
                workers.checkCancelled();
            }
            int unit = b * Blocks.ROWS + r;
            int at = labels[unit] * (d + 1);
            int from = blocks.indexInBlock(r);
            int lanes = blocks.lanesOf(unit);
            double weight = units.weight(unit);
            if (weight == 1) {
                for (int j = 0; j < d; j++, from += lanes) {
                    sums.add(at + j, packed[from]);
                }
            } else {
                for (int j = 0; j < d; j++, from += lanes) {
                    sums.addProduct(at + j, weight, packed[from]);
                }
            }
            sums.add(at + d, weight);
        }
    }

    double weight(int segment) {
        return sums.value(segment * columns + columns - 1);
    }

    double[] weights() {
        double[] weights = new double[segmentCount];
        for (int s = 0; s < segmentCount; s++) {
            weights[s] = weight(s);
        }
        return weights;
    }

    /** The first free segment without weight, or the number of segments. */
    int firstEmpty(int fixed) {
        int s = fixed;
        while (s < segmentCount && weight(s) > 0) {
            s++;
        }
        return s;
    }

    /** Takes a unit from one segment to another. */
    void move(int unit, int from, int to) {
        for (int j = 0; j < columns; j++) {
            double value = j == columns - 1 ? 1 : units.matrix.value(unit, j);
            sums.addProduct(from * columns + j, -units.weight(unit), value);
            sums.addProduct(to * columns + j, units.weight(unit), value);
        }
    }

    /** Moves the centers of free segments to the means; one without weight stays. */
    void recenter(double[] centers, int fixed) {
        int d = columns - 1;
        for (int s = fixed; s < segmentCount; s++) {
            double weight = weight(s);
            for (int j = 0; j < d && weight > 0; j++) {
                centers[s * d + j] = sums.mean(s * columns + j, weight);
            }
        }
    }
}
