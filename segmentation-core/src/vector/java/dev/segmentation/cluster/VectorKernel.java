package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
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
final class VectorKernel extends FloatKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final int WIDE_LANES = WIDE.length();
    private static final VectorSpecies<Float> HALF = LANES == 16 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;
    private static final VectorSpecies<Integer> LABELS = IntVector.SPECIES_PREFERRED;
    private static final int ALL = (1 << LANES) - 1;
    private static final int TILE = Blocks.LANES;

    /** Before Java 21, vectors that are narrowed become objects. */
    private static final boolean NARROWS = Runtime.version().feature() >= 21;

    /** Narrower vectors gain nothing over what the compiler makes of the plain kernel; wider ones are not known yet. */
    static boolean pays() {
        return LANES == 8 || LANES == 16;
    }

    @Override
    String name() {
        return "vector, " + SPECIES.vectorBitSize() + " bits";
    }

    @Override
    double nanosPerNarrowedRow(int centers, int features) {
        return 2 + features + 0.02 * centers * features;
    }

    @Override
    void proposeWhole(Panel panel, float[] narrowed, int rows, int[] hints, int firstHint, Proposals into) {
        for (int row = 0; row < rows; row += Narrowed.ROWS) {
            if (LANES == 16) {
                fourByFour(panel, narrowed, row * panel.features, row, into);
            } else {
                for (int part = 0; part < Narrowed.ROWS; part += 2 * LANES) {
                    twoByFour(panel, narrowed, row * panel.features + part, row + part, into);
                }
            }
        }
        float margin = panel.margin();
        for (int row = 0; row < rows; row += TILE) {
            look(panel.perSquaredNorm(), panel.perScore(), margin, row, hints, firstHint + row, into);
        }
    }

    @Override
    void convert(Panel panel, double[] packed, int rows, float[] into) {
        if (!NARROWS) {
            super.convert(panel, packed, rows, into);
            return;
        }
        for (int row = 0; row < rows; row += Narrowed.ROWS) {
            int first = row * panel.shift.length;
            convertTile(panel, packed, first, into, first);
            convertTile(panel, packed, Math.min(row + TILE, rows - TILE) * panel.shift.length, into, first + TILE);
        }
    }

    private static void convertTile(Panel panel, double[] packed, int from, float[] into, int to) {
        double[] shift = panel.shift;
        DoubleVector scale = DoubleVector.broadcast(WIDE, panel.scale);
        for (int j = 0; j < shift.length; j++) {
            DoubleVector shifted = DoubleVector.broadcast(WIDE, shift[j]);
            for (int r = 0; r < TILE; r += WIDE_LANES) {
                DoubleVector x = DoubleVector.fromArray(WIDE, packed, from + j * TILE + r);
                ((FloatVector) x.fma(scale, shifted).convertShape(VectorOperators.D2F, HALF, 0))
                        .intoArray(into, to + j * Narrowed.ROWS + r);
            }
        }
    }

    /** Notes which rows of a tile are uncertain, or differ from the hint. */
    private static void look(
            float perSquaredNorm, float perScore, float margin, int row, int[] hints, int firstHint, Proposals into) {
        int attention = 0;
        int uncertain = 0;
        for (int r = 0; r < TILE; r += LANES) {
            FloatVector best = FloatVector.fromArray(SPECIES, into.floats.best, row + r);
            FloatVector needed = FloatVector.fromArray(SPECIES, into.floats.norms, row + r)
                    .fma(FloatVector.broadcast(SPECIES, perSquaredNorm), FloatVector.broadcast(SPECIES, margin));
            needed = best.fma(FloatVector.broadcast(SPECIES, perScore), needed);
            VectorMask<Float> certain = FloatVector.fromArray(SPECIES, into.floats.second, row + r)
                    .sub(best)
                    .compare(VectorOperators.GT, needed);
            VectorMask<Integer> same = IntVector.fromArray(LABELS, hints, firstHint + r)
                    .compare(VectorOperators.EQ, IntVector.fromArray(LABELS, into.nearest, row + r));
            if (!certain.allTrue() || !same.allTrue()) {
                int unsure = ~(int) certain.toLong() & ALL;
                attention |= (unsure | ~(int) same.toLong() & ALL) << r;
                uncertain |= unsure << r;
            }
        }
        into.attention[row / TILE] = attention;
        into.uncertain[row / TILE] = uncertain;
    }

    /** A tile of four vectors of rows: 16 sums, 4 columns and a center fit the 32 registers of 512 bits. */
    private static void fourByFour(Panel panel, float[] tiles, int at, int row, Proposals into) {
        float[] negated = panel.negated;
        float[] halfNorms = panel.halfNorms;
        int end = at + panel.features * Narrowed.ROWS;
        FloatVector norm0 = FloatVector.zero(SPECIES);
        FloatVector norm1 = FloatVector.zero(SPECIES);
        FloatVector norm2 = FloatVector.zero(SPECIES);
        FloatVector norm3 = FloatVector.zero(SPECIES);
        for (int x = at; x < end; x += Narrowed.ROWS) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, tiles, x);
            norm0 = x0.fma(x0, norm0);
            FloatVector x1 = FloatVector.fromArray(SPECIES, tiles, x + LANES);
            norm1 = x1.fma(x1, norm1);
            FloatVector x2 = FloatVector.fromArray(SPECIES, tiles, x + 2 * LANES);
            norm2 = x2.fma(x2, norm2);
            FloatVector x3 = FloatVector.fromArray(SPECIES, tiles, x + 3 * LANES);
            norm3 = x3.fma(x3, norm3);
        }
        norm0.intoArray(into.floats.norms, row);
        norm1.intoArray(into.floats.norms, row + LANES);
        norm2.intoArray(into.floats.norms, row + 2 * LANES);
        norm3.intoArray(into.floats.norms, row + 3 * LANES);
        FloatVector best0 = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
        FloatVector best1 = best0;
        FloatVector best2 = best0;
        FloatVector best3 = best0;
        FloatVector second0 = best0;
        FloatVector second1 = best0;
        FloatVector second2 = best0;
        FloatVector second3 = best0;
        FloatVector label0 = FloatVector.zero(SPECIES);
        FloatVector label1 = label0;
        FloatVector label2 = label0;
        FloatVector label3 = label0;
        int c = 0;
        for (int first = 0; first < halfNorms.length; first += Panel.GROUP) {
            FloatVector sum00 = FloatVector.broadcast(SPECIES, halfNorms[first]);
            FloatVector sum10 = sum00;
            FloatVector sum20 = sum00;
            FloatVector sum30 = sum00;
            FloatVector sum01 = FloatVector.broadcast(SPECIES, halfNorms[first + 1]);
            FloatVector sum11 = sum01;
            FloatVector sum21 = sum01;
            FloatVector sum31 = sum01;
            FloatVector sum02 = FloatVector.broadcast(SPECIES, halfNorms[first + 2]);
            FloatVector sum12 = sum02;
            FloatVector sum22 = sum02;
            FloatVector sum32 = sum02;
            FloatVector sum03 = FloatVector.broadcast(SPECIES, halfNorms[first + 3]);
            FloatVector sum13 = sum03;
            FloatVector sum23 = sum03;
            FloatVector sum33 = sum03;
            for (int x = at; x < end; x += Narrowed.ROWS) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, tiles, x);
                FloatVector x1 = FloatVector.fromArray(SPECIES, tiles, x + LANES);
                FloatVector x2 = FloatVector.fromArray(SPECIES, tiles, x + 2 * LANES);
                FloatVector x3 = FloatVector.fromArray(SPECIES, tiles, x + 3 * LANES);
                FloatVector center = FloatVector.broadcast(SPECIES, negated[c]);
                sum00 = x0.fma(center, sum00);
                sum10 = x1.fma(center, sum10);
                sum20 = x2.fma(center, sum20);
                sum30 = x3.fma(center, sum30);
                center = FloatVector.broadcast(SPECIES, negated[c + 1]);
                sum01 = x0.fma(center, sum01);
                sum11 = x1.fma(center, sum11);
                sum21 = x2.fma(center, sum21);
                sum31 = x3.fma(center, sum31);
                center = FloatVector.broadcast(SPECIES, negated[c + 2]);
                sum02 = x0.fma(center, sum02);
                sum12 = x1.fma(center, sum12);
                sum22 = x2.fma(center, sum22);
                sum32 = x3.fma(center, sum32);
                center = FloatVector.broadcast(SPECIES, negated[c + 3]);
                sum03 = x0.fma(center, sum03);
                sum13 = x1.fma(center, sum13);
                sum23 = x2.fma(center, sum23);
                sum33 = x3.fma(center, sum33);
                c += Panel.GROUP;
            }
            VectorMask<Float> nearer;
            FloatVector label = FloatVector.broadcast(SPECIES, Float.intBitsToFloat(first));
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
            label = FloatVector.broadcast(SPECIES, Float.intBitsToFloat(first + 1));
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
            label = FloatVector.broadcast(SPECIES, Float.intBitsToFloat(first + 2));
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
            label = FloatVector.broadcast(SPECIES, Float.intBitsToFloat(first + 3));
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
        best0.intoArray(into.floats.best, row);
        best1.intoArray(into.floats.best, row + LANES);
        best2.intoArray(into.floats.best, row + 2 * LANES);
        best3.intoArray(into.floats.best, row + 3 * LANES);
        second0.intoArray(into.floats.second, row);
        second1.intoArray(into.floats.second, row + LANES);
        second2.intoArray(into.floats.second, row + 2 * LANES);
        second3.intoArray(into.floats.second, row + 3 * LANES);
        label0.reinterpretAsInts().intoArray(into.nearest, row);
        label1.reinterpretAsInts().intoArray(into.nearest, row + LANES);
        label2.reinterpretAsInts().intoArray(into.nearest, row + 2 * LANES);
        label3.reinterpretAsInts().intoArray(into.nearest, row + 3 * LANES);
    }

    /** Two vectors of rows: 8 sums, 2 columns and a center, for machines that have 16 registers. */
    private static void twoByFour(Panel panel, float[] tiles, int at, int row, Proposals into) {
        float[] negated = panel.negated;
        float[] halfNorms = panel.halfNorms;
        int end = at + panel.features * Narrowed.ROWS;
        FloatVector norm0 = FloatVector.zero(SPECIES);
        FloatVector norm1 = FloatVector.zero(SPECIES);
        for (int x = at; x < end; x += Narrowed.ROWS) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, tiles, x);
            norm0 = x0.fma(x0, norm0);
            FloatVector x1 = FloatVector.fromArray(SPECIES, tiles, x + LANES);
            norm1 = x1.fma(x1, norm1);
        }
        norm0.intoArray(into.floats.norms, row);
        norm1.intoArray(into.floats.norms, row + LANES);
        FloatVector best0 = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
        FloatVector best1 = best0;
        FloatVector second0 = best0;
        FloatVector second1 = best0;
        FloatVector label0 = FloatVector.zero(SPECIES);
        FloatVector label1 = label0;
        int c = 0;
        for (int first = 0; first < halfNorms.length; first += Panel.GROUP) {
            FloatVector sum00 = FloatVector.broadcast(SPECIES, halfNorms[first]);
            FloatVector sum10 = sum00;
            FloatVector sum01 = FloatVector.broadcast(SPECIES, halfNorms[first + 1]);
            FloatVector sum11 = sum01;
            FloatVector sum02 = FloatVector.broadcast(SPECIES, halfNorms[first + 2]);
            FloatVector sum12 = sum02;
            FloatVector sum03 = FloatVector.broadcast(SPECIES, halfNorms[first + 3]);
            FloatVector sum13 = sum03;
            for (int x = at; x < end; x += Narrowed.ROWS) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, tiles, x);
                FloatVector x1 = FloatVector.fromArray(SPECIES, tiles, x + LANES);
                FloatVector center = FloatVector.broadcast(SPECIES, negated[c]);
                sum00 = x0.fma(center, sum00);
                sum10 = x1.fma(center, sum10);
                center = FloatVector.broadcast(SPECIES, negated[c + 1]);
                sum01 = x0.fma(center, sum01);
                sum11 = x1.fma(center, sum11);
                center = FloatVector.broadcast(SPECIES, negated[c + 2]);
                sum02 = x0.fma(center, sum02);
                sum12 = x1.fma(center, sum12);
                center = FloatVector.broadcast(SPECIES, negated[c + 3]);
                sum03 = x0.fma(center, sum03);
                sum13 = x1.fma(center, sum13);
                c += Panel.GROUP;
            }
            VectorMask<Float> nearer;
            FloatVector label = FloatVector.broadcast(SPECIES, Float.intBitsToFloat(first));
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
            label = FloatVector.broadcast(SPECIES, Float.intBitsToFloat(first + 1));
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
            label = FloatVector.broadcast(SPECIES, Float.intBitsToFloat(first + 2));
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
            label = FloatVector.broadcast(SPECIES, Float.intBitsToFloat(first + 3));
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
        best0.intoArray(into.floats.best, row);
        best1.intoArray(into.floats.best, row + LANES);
        second0.intoArray(into.floats.second, row);
        second1.intoArray(into.floats.second, row + LANES);
        label0.reinterpretAsInts().intoArray(into.nearest, row);
        label1.reinterpretAsInts().intoArray(into.nearest, row + LANES);
    }
}
