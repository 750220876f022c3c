package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import java.util.Arrays;

/**
 * The kernel in plain Java, in loops that the JIT compiler turns into vector instructions: rows in lanes, every array
 * read and written at the loop index alone (columns of a strip are copied to arrays of their own for that), one output
 * per loop, eight multiply-adds at a time.
 *
 * <p>Compare-and-select of a label is not vectorised, so labels are not tracked: minima are, and then a row whose hint
 * has the least score keeps it. In k-means that is nearly every row; the others search.
 */
final class PlainKernel extends FloatKernel {

    /** Rows worked on together: long enough for the vector loop, short enough for the first-level cache. */
    private static final int STRIP = 8 * Blocks.LANES;

    /** Columns that are copied at a time. */
    private static final int COLUMNS = 8;

    /**
     * Centers that are scored before their scores are compared, so that these are still in the first-level cache, and
     * after which the least score so far is kept, so that a search need not look at all. Where columns would have to be
     * copied again for each family, all centers are one.
     */
    private static final int FAMILY = 16;

    @Override
    String name() {
        return "plain";
    }

    @Override
    double nanosPerRow(int centers, int features) {
        return 5 + 1.5 * features + 0.13 * centers * features;
    }

    @Override
    void proposeWhole(Panel panel, float[] narrowed, int rows, int[] hints, int firstHint, Proposals into) {
        Room room = into.plain;
        int family = panel.features <= COLUMNS ? FAMILY : panel.centerCount;
        room.makeFor(panel.centerCount, (panel.centerCount + family - 1) / family);
        for (int start = 0; start < rows; start += STRIP) {
            int count = Math.min(STRIP, rows - start);
            Arrays.fill(room.norm, 0, count, 0);
            Arrays.fill(room.best, 0, count, Float.POSITIVE_INFINITY);
            Arrays.fill(room.second, 0, count, Float.POSITIVE_INFINITY);
            for (int first = 0; first < panel.centerCount; first += family) {
                int end = Math.min(first + family, panel.centerCount);
                score(panel, narrowed, start, count, first, end, room);
                leastTwo(first, end, count, room, room.bestSoFar[first / family]);
            }
            spare(
                    count,
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
        float[] best = room.best;
        float[] spare = room.spare;
        for (int tile = 0; tile < count; tile += Blocks.LANES) {
            int attention = 0;
            int uncertain = 0;
            for (int r = tile; r < tile + Blocks.LANES; r++) {
                int hint = hints[firstHint + start + r];
                boolean stays = hint >= 0 && hint < centerCount && room.scores[hint][r] == best[r];
                boolean certain = spare[r] > 0;
                into.nearest[start + r] = stays ? hint : room.search(centerCount, family, r);
                uncertain |= certain ? 0 : 1 << (r - tile);
                attention |= stays && certain ? 0 : 1 << (r - tile);
            }
            into.attention[(start + tile) / Blocks.LANES] = attention;
            into.uncertain[(start + tile) / Blocks.LANES] = uncertain;
        }
    }

    /** By how much the second score exceeds what it must for a row to be certain. */
    private static void spare(
            int count,
            float[] spare,
            float[] norm,
            float[] best,
            float[] second,
            float perSquaredNorm,
            float perScore,
            float margin) {
        for (int r = 0; r < count; r++) {
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
            Arrays.fill(scores[c], 0, count, panel.halfNorms[c]);
        }
        int j = 0;
        for (; j + COLUMNS <= features; j += COLUMNS) {
            for (int i = 0; i < COLUMNS && from == 0; i++) {
                copy(features, narrowed, start, count, j + i, columns[i]);
                addSquares(count, room.norm, columns[i]);
            }
            for (int c = from; c < to; c++) {
                addEight(count, scores[c], columns, panel.negated, panel.index(c, j));
            }
        }
        for (; j < features; j++) {
            float[] column = columns[j % COLUMNS];
            if (from == 0) {
                copy(features, narrowed, start, count, j, column);
                addSquares(count, room.norm, column);
            }
            for (int c = from; c < to; c++) {
                addOne(count, scores[c], column, panel.negated[panel.index(c, j)]);
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

    private static void addEight(int count, float[] score, float[][] columns, float[] negated, int at) {
        addEight(
                count,
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
            int count,
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
        for (int r = 0; r < count; r++) {
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

    private static void addOne(int count, float[] score, float[] x, float c) {
        for (int r = 0; r < count; r++) {
            score[r] = Math.fma(c, x[r], score[r]);
        }
    }

    private static void leastTwo(int from, int to, int count, Room room, float[] bestSoFar) {
        for (int c = from; c < to; c++) {
            lowerSecond(count, room.second, room.best, room.scores[c]);
            lower(count, room.best, room.scores[c]);
        }
        System.arraycopy(room.best, 0, bestSoFar, 0, count);
    }

    /** Before {@link #lower}: whichever of best and score does not become the best may be the second. */
    private static void lowerSecond(int count, float[] second, float[] best, float[] score) {
        for (int r = 0; r < count; r++) {
            second[r] = Math.min(second[r], Math.max(best[r], score[r]));
        }
    }

    private static void lower(int count, float[] best, float[] score) {
        for (int r = 0; r < count; r++) {
            best[r] = Math.min(best[r], score[r]);
        }
    }

    private static void addSquares(int count, float[] sum, float[] x) {
        for (int r = 0; r < count; r++) {
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
