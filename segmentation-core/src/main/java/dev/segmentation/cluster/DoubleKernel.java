package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import java.util.Arrays;

/**
 * The kernel in double precision: where single precision leaves too many rows open, which many centers close together do.
 * Made like {@link PlainKernel}.
 */
final class DoubleKernel extends Kernel {

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
        return "plain, double precision";
    }

    @Override
    double nanosPerRow(int centers, int features) {
        return 5 + features + 0.16 * centers * features;
    }

    @Override
    void propose(
            Panel panel,
            double rowRadius,
            double[] packed,
            float[] narrowed,
            int rows,
            int[] hints,
            int firstHint,
            Proposals into) {
        Room room = into.doubles;
        double margin = panel.margin(rowRadius);
        int whole = rows & -Blocks.LANES;
        int family = panel.features <= COLUMNS ? FAMILY : panel.centerCount;
        room.makeFor(panel.centerCount, (panel.centerCount + family - 1) / family);
        for (int start = 0; start < whole; start += STRIP) {
            int count = Math.min(STRIP, whole - start);
            Arrays.fill(room.best, 0, count, Double.POSITIVE_INFINITY);
            Arrays.fill(room.second, 0, count, Double.POSITIVE_INFINITY);
            for (int first = 0; first < panel.centerCount; first += family) {
                int end = Math.min(first + family, panel.centerCount);
                score(panel, packed, start, count, first, end, room);
                leastTwo(first, end, count, room, room.bestSoFar[first / family]);
            }
            look(panel.centerCount, start, count, family, margin, hints, firstHint, into);
            bound(start, count, margin, into);
        }
        into.tie(whole, rows);
    }

    /** Finds the labels of a strip, and the rows that must be looked at. */
    private static void look(
            int centerCount,
            int start,
            int count,
            int family,
            double margin,
            int[] hints,
            int firstHint,
            Proposals into) {
        Room room = into.doubles;
        for (int tile = 0; tile < count; tile += Blocks.LANES) {
            int attention = 0;
            int uncertain = 0;
            for (int r = tile; r < tile + Blocks.LANES; r++) {
                int hint = hints[firstHint + start + r];
                boolean stays = hint >= 0 && hint < centerCount && room.scores[hint][r] == room.best[r];
                boolean certain = room.second[r] - room.best[r] > margin;
                into.nearest[start + r] = stays ? hint : room.search(centerCount, family, r);
                uncertain |= certain ? 0 : 1 << (r - tile);
                attention |= stays && certain ? 0 : 1 << (r - tile);
            }
            into.attention[(start + tile) / Blocks.LANES] = attention;
            into.uncertain[(start + tile) / Blocks.LANES] = uncertain;
        }
    }

    private static void bound(int start, int count, double margin, Proposals into) {
        double[] best = into.doubles.best;
        double[] second = into.doubles.second;
        for (int r = 0; r < count; r++) {
            into.atLeast[start + r] = best[r] - margin;
            into.atMost[start + r] = best[r] + margin;
            into.others[start + r] = second[r] - margin;
        }
    }

    @Override
    void bound(Panel panel, double rowRadius, int rows, Proposals found) {
        found.boundNothing(rows & -Blocks.LANES, rows); // of whole tiles, everything is there already
    }

    /** |c|² / 2 − x·c of all rows of a strip and some centers; few columns stay copied from one family to the next. */
    private static void score(Panel panel, double[] packed, int start, int count, int from, int to, Room room) {
        double[][] scores = room.scores;
        double[][] columns = room.columns;
        int features = panel.features;
        for (int c = from; c < to; c++) {
            Arrays.fill(scores[c], 0, count, panel.halfNorms[c]);
        }
        int j = 0;
        for (; j + COLUMNS <= features; j += COLUMNS) {
            for (int i = 0; i < COLUMNS && from == 0; i++) {
                copy(panel.offset, features, packed, start, count, j + i, columns[i]);
            }
            for (int c = from; c < to; c++) {
                addEight(count, scores[c], columns, panel.negated, first(panel, c, j));
            }
        }
        for (; j < features; j++) {
            double[] column = columns[j % COLUMNS];
            if (from == 0) {
                copy(panel.offset, features, packed, start, count, j, column);
            }
            for (int c = from; c < to; c++) {
                addOne(count, scores[c], column, panel.negated[first(panel, c, j)]);
            }
        }
    }

    private static int first(Panel panel, int center, int feature) {
        return (center / Panel.GROUP * panel.features + feature) * Panel.GROUP + center % Panel.GROUP;
    }

    /** Copies one column of a strip, tile by tile, and centers it. */
    private static void copy(
            double[] offset, int features, double[] packed, int start, int count, int feature, double[] into) {
        for (int at = 0; at < count; at += Blocks.LANES) {
            System.arraycopy(packed, (start + at) * features + feature * Blocks.LANES, into, at, Blocks.LANES);
        }
        if (offset.length > 0) {
            subtract(count, into, offset[feature]);
        }
    }

    private static void subtract(int count, double[] from, double value) {
        for (int r = 0; r < count; r++) {
            from[r] -= value;
        }
    }

    private static void addEight(int count, double[] score, double[][] columns, double[] negated, int at) {
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
            double[] score,
            double[] x0,
            double[] x1,
            double[] x2,
            double[] x3,
            double[] x4,
            double[] x5,
            double[] x6,
            double[] x7,
            double c0,
            double c1,
            double c2,
            double c3,
            double c4,
            double c5,
            double c6,
            double c7) {
        for (int r = 0; r < count; r++) {
            double sum = Math.fma(c0, x0[r], score[r]);
            sum = Math.fma(c1, x1[r], sum);
            sum = Math.fma(c2, x2[r], sum);
            sum = Math.fma(c3, x3[r], sum);
            sum = Math.fma(c4, x4[r], sum);
            sum = Math.fma(c5, x5[r], sum);
            sum = Math.fma(c6, x6[r], sum);
            score[r] = Math.fma(c7, x7[r], sum);
        }
    }

    private static void addOne(int count, double[] score, double[] x, double c) {
        for (int r = 0; r < count; r++) {
            score[r] = Math.fma(c, x[r], score[r]);
        }
    }

    private static void leastTwo(int from, int to, int count, Room room, double[] bestSoFar) {
        for (int c = from; c < to; c++) {
            lowerSecond(count, room.second, room.best, room.scores[c]);
            lower(count, room.best, room.scores[c]);
        }
        System.arraycopy(room.best, 0, bestSoFar, 0, count);
    }

    /** Before {@link #lower}: whichever of best and score does not become the best may be the second. */
    private static void lowerSecond(int count, double[] second, double[] best, double[] score) {
        for (int r = 0; r < count; r++) {
            second[r] = Math.min(second[r], Math.max(best[r], score[r]));
        }
    }

    private static void lower(int count, double[] best, double[] score) {
        for (int r = 0; r < count; r++) {
            best[r] = Math.min(best[r], score[r]);
        }
    }

    @Override
    void squaredNorms(double[] offset, int features, double[] packed, int rows, Proposals into) {
        int whole = rows & -Blocks.LANES;
        double[] x = into.doubles.columns[0];
        double[] sum = into.doubles.columns[1];
        for (int start = 0; start < whole; start += STRIP) {
            int count = Math.min(STRIP, whole - start);
            Arrays.fill(sum, 0, count, 0);
            for (int j = 0; j < features; j++) {
                copy(offset, features, packed, start, count, j, x);
                addSquares(count, sum, x);
            }
            System.arraycopy(sum, 0, into.squaredNorms, start, count);
        }
    }

    private static void addSquares(int count, double[] sum, double[] x) {
        for (int r = 0; r < count; r++) {
            sum[r] = Math.fma(x[r], x[r], sum[r]);
        }
    }

    /** What it works in: of a strip, the scores of every center, some columns, and the least two scores. */
    static final class Room {

        private final double[][] columns = new double[COLUMNS][STRIP];
        private final double[] best = new double[STRIP];
        private final double[] second = new double[STRIP];
        private double[][] scores = new double[0][];
        private double[][] bestSoFar = new double[0][];

        private void makeFor(int centers, int families) {
            if (scores.length < centers) {
                scores = new double[centers][STRIP];
            }
            if (bestSoFar.length < families) {
                bestSoFar = new double[families][STRIP];
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
