package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel on the vector instructions of the machine: rows in lanes, a register block of rows × 4 centers whose
 * distances add up in registers, and the two least per row kept in registers too, so that nothing but the rows is read
 * and nothing but the answer is written.
 *
 * <p>Everything is a local variable, and no method is called but those of vectors, because only so vectors become
 * registers: in arrays, in fields, or passed on, they would be objects. (Compare and blend it is, and not a minimum, whose
 * rules for zeros and NaN take several instructions.)
 * Loaded by {@link VectorSupport} where the module jdk.incubator.vector is there, and by nothing else.
 */
final class VectorKernel extends Kernel {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int TILE = Blocks.LANES;
    private static final VectorSpecies<Integer> HINTS =
            VectorSpecies.of(int.class, VectorShape.forBitSize(LANES * Integer.SIZE));
    private static final int ALL = (1 << LANES) - 1;

    /** Narrower vectors gain nothing over what the compiler makes of the plain kernel; wider than a tile do not fit. */
    static boolean pays() {
        return LANES == 4 || LANES == 8;
    }

    @Override
    String name() {
        return "vector, " + SPECIES.vectorBitSize() + " bits";
    }

    @Override
    void propose(Panel panel, double margin, double[] packed, int rows, int[] hints, int firstHint, Proposals into) {
        int whole = rows & -TILE;
        for (int row = 0; row < whole; row += TILE) {
            double[] tile = packed;
            int at = row * panel.features;
            if (panel.offset.length > 0) {
                tile = into.tile(panel.features);
                center(packed, at, panel.offset, tile);
                at = 0;
            }
            if (LANES == 8) {
                fourByFour(panel, tile, at, row, into);
            } else {
                for (int part = 0; part < TILE; part += 2 * LANES) {
                    twoByFour(panel, tile, at + part, row + part, into);
                }
            }
            into.attention[row / TILE] = attention(margin, row, hints, firstHint + row, into);
        }
        into.tie(whole, rows);
    }

    private static int attention(double margin, int row, int[] hints, int firstHint, Proposals into) {
        int attention = 0;
        for (int r = 0; r < TILE; r += LANES) {
            DoubleVector gap = DoubleVector.fromArray(SPECIES, into.second, row + r)
                    .sub(DoubleVector.fromArray(SPECIES, into.best, row + r));
            DoubleVector hint = (DoubleVector)
                    IntVector.fromArray(HINTS, hints, firstHint + r).convertShape(VectorOperators.I2D, SPECIES, 0);
            VectorMask<Double> fine = gap.compare(VectorOperators.GT, margin)
                    .and(hint.compare(VectorOperators.EQ, DoubleVector.fromArray(SPECIES, into.nearest, row + r)));
            if (!fine.allTrue()) {
                attention |= ALL << r;
            }
        }
        return attention;
    }

    private static void center(double[] packed, int at, double[] offset, double[] tile) {
        for (int j = 0; j < offset.length; j++) {
            for (int r = 0; r < TILE; r += LANES) {
                DoubleVector.fromArray(SPECIES, packed, at + j * TILE + r)
                        .sub(offset[j])
                        .intoArray(tile, j * TILE + r);
            }
        }
    }

    /** A tile of four vectors of rows: 16 sums, 4 columns and a center fit the 32 registers of 512 bits. */
    private static void fourByFour(Panel panel, double[] tile, int at, int row, Proposals into) {
        double[] negated = panel.negated;
        double[] halfNorms = panel.halfNorms;
        int end = at + panel.features * TILE;
        DoubleVector best0 = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
        DoubleVector best1 = best0;
        DoubleVector best2 = best0;
        DoubleVector best3 = best0;
        DoubleVector second0 = best0;
        DoubleVector second1 = best0;
        DoubleVector second2 = best0;
        DoubleVector second3 = best0;
        DoubleVector label0 = DoubleVector.zero(SPECIES);
        DoubleVector label1 = label0;
        DoubleVector label2 = label0;
        DoubleVector label3 = label0;
        int c = 0;
        for (int first = 0; first < halfNorms.length; first += Panel.GROUP) {
            DoubleVector sum00 = DoubleVector.broadcast(SPECIES, halfNorms[first]);
            DoubleVector sum10 = sum00;
            DoubleVector sum20 = sum00;
            DoubleVector sum30 = sum00;
            DoubleVector sum01 = DoubleVector.broadcast(SPECIES, halfNorms[first + 1]);
            DoubleVector sum11 = sum01;
            DoubleVector sum21 = sum01;
            DoubleVector sum31 = sum01;
            DoubleVector sum02 = DoubleVector.broadcast(SPECIES, halfNorms[first + 2]);
            DoubleVector sum12 = sum02;
            DoubleVector sum22 = sum02;
            DoubleVector sum32 = sum02;
            DoubleVector sum03 = DoubleVector.broadcast(SPECIES, halfNorms[first + 3]);
            DoubleVector sum13 = sum03;
            DoubleVector sum23 = sum03;
            DoubleVector sum33 = sum03;
            for (int x = at; x < end; x += TILE) {
                DoubleVector x0 = DoubleVector.fromArray(SPECIES, tile, x);
                DoubleVector x1 = DoubleVector.fromArray(SPECIES, tile, x + LANES);
                DoubleVector x2 = DoubleVector.fromArray(SPECIES, tile, x + 2 * LANES);
                DoubleVector x3 = DoubleVector.fromArray(SPECIES, tile, x + 3 * LANES);
                DoubleVector center = DoubleVector.broadcast(SPECIES, negated[c]);
                sum00 = x0.fma(center, sum00);
                sum10 = x1.fma(center, sum10);
                sum20 = x2.fma(center, sum20);
                sum30 = x3.fma(center, sum30);
                center = DoubleVector.broadcast(SPECIES, negated[c + 1]);
                sum01 = x0.fma(center, sum01);
                sum11 = x1.fma(center, sum11);
                sum21 = x2.fma(center, sum21);
                sum31 = x3.fma(center, sum31);
                center = DoubleVector.broadcast(SPECIES, negated[c + 2]);
                sum02 = x0.fma(center, sum02);
                sum12 = x1.fma(center, sum12);
                sum22 = x2.fma(center, sum22);
                sum32 = x3.fma(center, sum32);
                center = DoubleVector.broadcast(SPECIES, negated[c + 3]);
                sum03 = x0.fma(center, sum03);
                sum13 = x1.fma(center, sum13);
                sum23 = x2.fma(center, sum23);
                sum33 = x3.fma(center, sum33);
                c += Panel.GROUP;
            }
            VectorMask<Double> nearer;
            DoubleVector label = DoubleVector.broadcast(SPECIES, first);
            nearer = sum00.compare(VectorOperators.LT, best0);
            second0 = second0.blend(sum00, sum00.compare(VectorOperators.LT, second0))
                    .blend(best0, nearer);
            best0 = best0.blend(sum00, nearer);
            label0 = label0.blend(label, nearer);
            nearer = sum10.compare(VectorOperators.LT, best1);
            second1 = second1.blend(sum10, sum10.compare(VectorOperators.LT, second1))
                    .blend(best1, nearer);
            best1 = best1.blend(sum10, nearer);
            label1 = label1.blend(label, nearer);
            nearer = sum20.compare(VectorOperators.LT, best2);
            second2 = second2.blend(sum20, sum20.compare(VectorOperators.LT, second2))
                    .blend(best2, nearer);
            best2 = best2.blend(sum20, nearer);
            label2 = label2.blend(label, nearer);
            nearer = sum30.compare(VectorOperators.LT, best3);
            second3 = second3.blend(sum30, sum30.compare(VectorOperators.LT, second3))
                    .blend(best3, nearer);
            best3 = best3.blend(sum30, nearer);
            label3 = label3.blend(label, nearer);
            label = DoubleVector.broadcast(SPECIES, first + 1);
            nearer = sum01.compare(VectorOperators.LT, best0);
            second0 = second0.blend(sum01, sum01.compare(VectorOperators.LT, second0))
                    .blend(best0, nearer);
            best0 = best0.blend(sum01, nearer);
            label0 = label0.blend(label, nearer);
            nearer = sum11.compare(VectorOperators.LT, best1);
            second1 = second1.blend(sum11, sum11.compare(VectorOperators.LT, second1))
                    .blend(best1, nearer);
            best1 = best1.blend(sum11, nearer);
            label1 = label1.blend(label, nearer);
            nearer = sum21.compare(VectorOperators.LT, best2);
            second2 = second2.blend(sum21, sum21.compare(VectorOperators.LT, second2))
                    .blend(best2, nearer);
            best2 = best2.blend(sum21, nearer);
            label2 = label2.blend(label, nearer);
            nearer = sum31.compare(VectorOperators.LT, best3);
            second3 = second3.blend(sum31, sum31.compare(VectorOperators.LT, second3))
                    .blend(best3, nearer);
            best3 = best3.blend(sum31, nearer);
            label3 = label3.blend(label, nearer);
            label = DoubleVector.broadcast(SPECIES, first + 2);
            nearer = sum02.compare(VectorOperators.LT, best0);
            second0 = second0.blend(sum02, sum02.compare(VectorOperators.LT, second0))
                    .blend(best0, nearer);
            best0 = best0.blend(sum02, nearer);
            label0 = label0.blend(label, nearer);
            nearer = sum12.compare(VectorOperators.LT, best1);
            second1 = second1.blend(sum12, sum12.compare(VectorOperators.LT, second1))
                    .blend(best1, nearer);
            best1 = best1.blend(sum12, nearer);
            label1 = label1.blend(label, nearer);
            nearer = sum22.compare(VectorOperators.LT, best2);
            second2 = second2.blend(sum22, sum22.compare(VectorOperators.LT, second2))
                    .blend(best2, nearer);
            best2 = best2.blend(sum22, nearer);
            label2 = label2.blend(label, nearer);
            nearer = sum32.compare(VectorOperators.LT, best3);
            second3 = second3.blend(sum32, sum32.compare(VectorOperators.LT, second3))
                    .blend(best3, nearer);
            best3 = best3.blend(sum32, nearer);
            label3 = label3.blend(label, nearer);
            label = DoubleVector.broadcast(SPECIES, first + 3);
            nearer = sum03.compare(VectorOperators.LT, best0);
            second0 = second0.blend(sum03, sum03.compare(VectorOperators.LT, second0))
                    .blend(best0, nearer);
            best0 = best0.blend(sum03, nearer);
            label0 = label0.blend(label, nearer);
            nearer = sum13.compare(VectorOperators.LT, best1);
            second1 = second1.blend(sum13, sum13.compare(VectorOperators.LT, second1))
                    .blend(best1, nearer);
            best1 = best1.blend(sum13, nearer);
            label1 = label1.blend(label, nearer);
            nearer = sum23.compare(VectorOperators.LT, best2);
            second2 = second2.blend(sum23, sum23.compare(VectorOperators.LT, second2))
                    .blend(best2, nearer);
            best2 = best2.blend(sum23, nearer);
            label2 = label2.blend(label, nearer);
            nearer = sum33.compare(VectorOperators.LT, best3);
            second3 = second3.blend(sum33, sum33.compare(VectorOperators.LT, second3))
                    .blend(best3, nearer);
            best3 = best3.blend(sum33, nearer);
            label3 = label3.blend(label, nearer);
        }
        best0.intoArray(into.best, row);
        best1.intoArray(into.best, row + LANES);
        best2.intoArray(into.best, row + 2 * LANES);
        best3.intoArray(into.best, row + 3 * LANES);
        second0.intoArray(into.second, row);
        second1.intoArray(into.second, row + LANES);
        second2.intoArray(into.second, row + 2 * LANES);
        second3.intoArray(into.second, row + 3 * LANES);
        label0.intoArray(into.nearest, row);
        label1.intoArray(into.nearest, row + LANES);
        label2.intoArray(into.nearest, row + 2 * LANES);
        label3.intoArray(into.nearest, row + 3 * LANES);
    }

    /** Two vectors of rows: 8 sums, 2 columns and a center, for machines that have 16 registers. */
    private static void twoByFour(Panel panel, double[] tile, int at, int row, Proposals into) {
        double[] negated = panel.negated;
        double[] halfNorms = panel.halfNorms;
        int end = at + panel.features * TILE;
        DoubleVector best0 = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
        DoubleVector best1 = best0;
        DoubleVector second0 = best0;
        DoubleVector second1 = best0;
        DoubleVector label0 = DoubleVector.zero(SPECIES);
        DoubleVector label1 = label0;
        int c = 0;
        for (int first = 0; first < halfNorms.length; first += Panel.GROUP) {
            DoubleVector sum00 = DoubleVector.broadcast(SPECIES, halfNorms[first]);
            DoubleVector sum10 = sum00;
            DoubleVector sum01 = DoubleVector.broadcast(SPECIES, halfNorms[first + 1]);
            DoubleVector sum11 = sum01;
            DoubleVector sum02 = DoubleVector.broadcast(SPECIES, halfNorms[first + 2]);
            DoubleVector sum12 = sum02;
            DoubleVector sum03 = DoubleVector.broadcast(SPECIES, halfNorms[first + 3]);
            DoubleVector sum13 = sum03;
            for (int x = at; x < end; x += TILE) {
                DoubleVector x0 = DoubleVector.fromArray(SPECIES, tile, x);
                DoubleVector x1 = DoubleVector.fromArray(SPECIES, tile, x + LANES);
                DoubleVector center = DoubleVector.broadcast(SPECIES, negated[c]);
                sum00 = x0.fma(center, sum00);
                sum10 = x1.fma(center, sum10);
                center = DoubleVector.broadcast(SPECIES, negated[c + 1]);
                sum01 = x0.fma(center, sum01);
                sum11 = x1.fma(center, sum11);
                center = DoubleVector.broadcast(SPECIES, negated[c + 2]);
                sum02 = x0.fma(center, sum02);
                sum12 = x1.fma(center, sum12);
                center = DoubleVector.broadcast(SPECIES, negated[c + 3]);
                sum03 = x0.fma(center, sum03);
                sum13 = x1.fma(center, sum13);
                c += Panel.GROUP;
            }
            VectorMask<Double> nearer;
            DoubleVector label = DoubleVector.broadcast(SPECIES, first);
            nearer = sum00.compare(VectorOperators.LT, best0);
            second0 = second0.blend(sum00, sum00.compare(VectorOperators.LT, second0))
                    .blend(best0, nearer);
            best0 = best0.blend(sum00, nearer);
            label0 = label0.blend(label, nearer);
            nearer = sum10.compare(VectorOperators.LT, best1);
            second1 = second1.blend(sum10, sum10.compare(VectorOperators.LT, second1))
                    .blend(best1, nearer);
            best1 = best1.blend(sum10, nearer);
            label1 = label1.blend(label, nearer);
            label = DoubleVector.broadcast(SPECIES, first + 1);
            nearer = sum01.compare(VectorOperators.LT, best0);
            second0 = second0.blend(sum01, sum01.compare(VectorOperators.LT, second0))
                    .blend(best0, nearer);
            best0 = best0.blend(sum01, nearer);
            label0 = label0.blend(label, nearer);
            nearer = sum11.compare(VectorOperators.LT, best1);
            second1 = second1.blend(sum11, sum11.compare(VectorOperators.LT, second1))
                    .blend(best1, nearer);
            best1 = best1.blend(sum11, nearer);
            label1 = label1.blend(label, nearer);
            label = DoubleVector.broadcast(SPECIES, first + 2);
            nearer = sum02.compare(VectorOperators.LT, best0);
            second0 = second0.blend(sum02, sum02.compare(VectorOperators.LT, second0))
                    .blend(best0, nearer);
            best0 = best0.blend(sum02, nearer);
            label0 = label0.blend(label, nearer);
            nearer = sum12.compare(VectorOperators.LT, best1);
            second1 = second1.blend(sum12, sum12.compare(VectorOperators.LT, second1))
                    .blend(best1, nearer);
            best1 = best1.blend(sum12, nearer);
            label1 = label1.blend(label, nearer);
            label = DoubleVector.broadcast(SPECIES, first + 3);
            nearer = sum03.compare(VectorOperators.LT, best0);
            second0 = second0.blend(sum03, sum03.compare(VectorOperators.LT, second0))
                    .blend(best0, nearer);
            best0 = best0.blend(sum03, nearer);
            label0 = label0.blend(label, nearer);
            nearer = sum13.compare(VectorOperators.LT, best1);
            second1 = second1.blend(sum13, sum13.compare(VectorOperators.LT, second1))
                    .blend(best1, nearer);
            best1 = best1.blend(sum13, nearer);
            label1 = label1.blend(label, nearer);
        }
        best0.intoArray(into.best, row);
        best1.intoArray(into.best, row + LANES);
        second0.intoArray(into.second, row);
        second1.intoArray(into.second, row + LANES);
        label0.intoArray(into.nearest, row);
        label1.intoArray(into.nearest, row + LANES);
    }

    @Override
    void squaredNorms(double[] offset, int features, double[] packed, int rows, Proposals into) {
        int whole = rows & -TILE;
        for (int row = 0; row < whole; row += LANES) {
            int at = (row & -TILE) * features + row % TILE;
            DoubleVector sum = DoubleVector.zero(SPECIES);
            for (int j = 0; j < features; j++, at += TILE) {
                DoubleVector x = DoubleVector.fromArray(SPECIES, packed, at).sub(offset.length == 0 ? 0 : offset[j]);
                sum = x.fma(x, sum);
            }
            sum.intoArray(into.squaredNorms, row);
        }
    }
}
