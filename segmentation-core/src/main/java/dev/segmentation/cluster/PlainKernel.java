package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import java.util.Arrays;

/**
 * The kernel in plain Java, in loops that the JIT compiler turns into vector instructions: rows in lanes, every array
 * read and written at the loop index alone (columns of a strip are copied to arrays of their own for that), one output
 * per loop, at most eight multiply-adds, and always as many rows as a strip may have: where the number of rows is a
 * variable, Java 17 leaves such a loop scalar in about every second run. Lanes without a row hold what was there before,
 * which nobody reads.
 *
 * <p>Compare-and-select of a label is not vectorised, so labels are not tracked: minima are, and then a row whose hint
 * has the least score keeps it. In k-means that is nearly every row; the others search.
 */
final class PlainKernel extends FloatKernel {

    /** Rows worked on together: enough for what a loop costs before its vectors begin, few enough for the cache. */
    private static final int STRIP = 16 * Blocks.LANES;

    /** Columns that are copied at a time. */
    private static final int COLUMNS = 8;

    /**
     * Centers that are scored before their scores are compared, so that these are still in the nearest cache, and after
     * which the least score so far is kept, so that a search need not look at all. Where columns would have to be
     * copied again for each family, all centers are one.
     */
    private static final int FAMILY = 8;

    @Override
    String name() {
        return "plain";
    }

    @Override
    double nanosPerNarrowedRow(int centers, int features) {
        return 5 + 0.1 * features + (0.6 + 0.05 * features) * centers;
    }

    @Override
    void proposeWhole(Panel panel, float[] narrowed, int rows, int[] hints, int firstHint, Proposals into) {
        Room room = into.plain;
        int family = panel.features <= COLUMNS ? FAMILY : panel.centerCount;
        room.makeFor(panel.centerCount, (panel.centerCount + family - 1) / family);
        for (int start = 0; start < rows; start += STRIP) {
            int count = Math.min(STRIP, rows - start);
            Arrays.fill(room.norm, 0);
            Arrays.fill(room.best, Float.POSITIVE_INFINITY);
            Arrays.fill(room.second, Float.POSITIVE_INFINITY);
            for (int first = 0; first < panel.centerCount; first += family) {
                int end = Math.min(first + family, panel.centerCount);
                score(panel, narrowed, start, count, first, end, room);
                leastTwo(first, end, room, room.bestSoFar[first / family]);
            }
            spare(
                    room.spare,
                    room.norm,
                    room.best,
                    room.second,
                    panel.perSquaredNorm(),
                    panel.perScore(),
                    panel.margin());
            System.arraycopy(room.norm, 0, into.floats.norms, start, count);
            System.arraycopy(room.best, 0, into.floats.best, start, count);
            System.arraycopy(room.second, 0, into.floats.second, start, count);
            look(panel.centerCount, start, count, family, hints, firstHint, into);
        }
    }

    /** Finds the labels of a strip, and the rows that must be looked at. */
    private static void look(
            int centerCount, int start, int count, int family, int[] hints, int firstHint, Proposals into) {
        Room room = into.plain;
        System.arraycopy(hints, firstHint + start, into.nearest, start, count);
        for (int tile = 0; tile < count; tile += Blocks.LANES) {
            int moved = moved(centerCount, tile, into.nearest, start, room.scores, room.best);
            int uncertain = uncertain(tile, room.spare);
            into.attention[(start + tile) / Blocks.LANES] = moved | uncertain;
            into.uncertain[(start + tile) / Blocks.LANES] = uncertain;
            for (int rest = moved; rest != 0; rest &= rest - 1) {
                int r = tile + Integer.numberOfTrailingZeros(rest);
                into.nearest[start + r] = room.search(centerCount, family, r);
            }
        }
    }

    /** The rows of a tile whose hint does not have the least score. */
    private static int moved(int centerCount, int tile, int[] hints, int start, float[][] scores, float[] best) {
        int moved = 0;
        for (int r = 0; r < Blocks.LANES; r++) {
            int hint = hints[start + tile + r];
            boolean stays = hint >= 0 && hint < centerCount && scores[hint][tile + r] == best[tile + r];
            moved |= (stays ? 0 : 1) << r;
        }
        return moved;
    }

    private static int uncertain(int tile, float[] spare) {
        int uncertain = 0;
        for (int r = 0; r < Blocks.LANES; r++) {
            uncertain |= (spare[tile + r] > 0 ? 0 : 1) << r;
        }
        return uncertain;
    }

    /** By how much the second score exceeds what it must for a row to be certain. */
    private static void spare(
            float[] spare,
            float[] norm,
            float[] best,
            float[] second,
            float perSquaredNorm,
            float perScore,
            float margin) {
        for (int r = 0; r < STRIP; r++) {
            float needed = Math.fma(perScore, best[r], Math.fma(perSquaredNorm, norm[r], margin));
            spare[r] = (second[r] - best[r]) - needed;
        }
    }

    /** |c|² / 2 − x·c of all rows of a strip and some centers; few columns stay copied from one family to the next. */
    private static void score(Panel panel, float[] narrowed, int start, int count, int from, int to, Room room) {
        float[][] scores = room.scores;
        float[][] columns = room.columns;
        int features = panel.features;
        for (int c = from; c < to; c++) {
            Arrays.fill(scores[c], panel.halfNorms[c]);
        }
        int j = 0;
        for (; j + COLUMNS <= features; j += COLUMNS) {
            for (int i = 0; i < COLUMNS && from == 0; i++) {
                copy(features, narrowed, start, count, j + i, columns[i]);
            }
            if (from == 0) {
                addSquares(room.norm, columns);
            }
            for (int c = from; c < to; c++) {
                addEight(scores[c], columns, panel.negated, panel.index(c, j));
            }
        }
        for (; j < features; j++) {
            float[] column = columns[j % COLUMNS];
            if (from == 0) {
                copy(features, narrowed, start, count, j, column);
                addSquares(room.norm, column);
            }
            for (int c = from; c < to; c++) {
                addOne(scores[c], column, panel.negated[panel.index(c, j)]);
            }
        }
    }

    /** Copies one column of a strip. */
    private static void copy(int features, float[] narrowed, int start, int count, int feature, float[] into) {
        for (int at = 0; at < count; at += Narrowed.ROWS) {
            int from = (start + at) * features + feature * Narrowed.ROWS;
            System.arraycopy(narrowed, from, into, at, Math.min(Narrowed.ROWS, count - at));
        }
    }

    private static void addEight(float[] score, float[][] columns, float[] negated, int at) {
        addEight(
                score,
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                columns[4],
                columns[5],
                columns[6],
                columns[7],
                negated[at],
                negated[at + 4],
                negated[at + 8],
                negated[at + 12],
                negated[at + 16],
                negated[at + 20],
                negated[at + 24],
                negated[at + 28]);
    }

    private static void addEight(
            float[] score,
            float[] x0,
            float[] x1,
            float[] x2,
            float[] x3,
            float[] x4,
            float[] x5,
            float[] x6,
            float[] x7,
            float c0,
            float c1,
            float c2,
            float c3,
            float c4,
            float c5,
            float c6,
            float c7) {
        for (int r = 0; r < STRIP; r++) {
            float sum = Math.fma(c0, x0[r], score[r]);
            sum = Math.fma(c1, x1[r], sum);
            sum = Math.fma(c2, x2[r], sum);
            sum = Math.fma(c3, x3[r], sum);
            sum = Math.fma(c4, x4[r], sum);
            sum = Math.fma(c5, x5[r], sum);
            sum = Math.fma(c6, x6[r], sum);
            score[r] = Math.fma(c7, x7[r], sum);
        }
    }

    private static void addOne(float[] score, float[] x, float c) {
        for (int r = 0; r < STRIP; r++) {
            score[r] = Math.fma(c, x[r], score[r]);
        }
    }

    private static void leastTwo(int from, int to, Room room, float[] bestSoFar) {
        for (int c = from; c < to; c++) {
            lowerSecond(room.second, room.best, room.scores[c]);
            lower(room.best, room.scores[c]);
        }
        System.arraycopy(room.best, 0, bestSoFar, 0, STRIP);
    }

    /** Before {@link #lower}: whichever of best and score does not become the best may be the second. */
    private static void lowerSecond(float[] second, float[] best, float[] score) {
        for (int r = 0; r < STRIP; r++) {
            second[r] = Math.min(second[r], Math.max(best[r], score[r]));
        }
    }

    private static void lower(float[] best, float[] score) {
        for (int r = 0; r < STRIP; r++) {
            best[r] = Math.min(best[r], score[r]);
        }
    }

    private static void addSquares(float[] sum, float[][] columns) {
        addSquares(sum, columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], columns[6], columns[7]);
    }

    private static void addSquares(
            float[] sum,
            float[] x0,
            float[] x1,
            float[] x2,
            float[] x3,
            float[] x4,
            float[] x5,
            float[] x6,
            float[] x7) {
        for (int r = 0; r < STRIP; r++) {
            float squares = Math.fma(x0[r], x0[r], sum[r]);
            squares = Math.fma(x1[r], x1[r], squares);
            squares = Math.fma(x2[r], x2[r], squares);
            squares = Math.fma(x3[r], x3[r], squares);
            squares = Math.fma(x4[r], x4[r], squares);
            squares = Math.fma(x5[r], x5[r], squares);
            squares = Math.fma(x6[r], x6[r], squares);
            sum[r] = Math.fma(x7[r], x7[r], squares);
        }
    }

    private static void addSquares(float[] sum, float[] x) {
        for (int r = 0; r < STRIP; r++) {
            sum[r] = Math.fma(x[r], x[r], sum[r]);
        }
    }

    /** What it works in: of a strip, the scores of every center, some columns, and the least two scores. */
    static final class Room {

        private final float[][] columns = new float[COLUMNS][STRIP];
        private final float[] norm = new float[STRIP];
        private final float[] spare = new float[STRIP];
        private final float[] best = new float[STRIP];
        private final float[] second = new float[STRIP];
        private float[][] scores = new float[0][];
        private float[][] bestSoFar = new float[0][];

        private void makeFor(int centers, int families) {
            if (scores.length < centers) {
                scores = new float[centers][STRIP];
            }
            if (bestSoFar.length < families) {
                bestSoFar = new float[families][STRIP];
            }
        }

        /** The first center that has the least score: first the family after which it was known, then itself. */
        private int search(int centerCount, int family, int r) {
            int c = 0;
            while (c + family < centerCount && bestSoFar[c / family][r] != best[r]) {
                c += family;
            }
            while (c + 1 < centerCount && scores[c][r] != best[r]) {
                c++;
            }
            return c;
        }
    }
}
