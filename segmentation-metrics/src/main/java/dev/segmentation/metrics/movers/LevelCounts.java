package dev.segmentation.metrics.movers;

/** How many movers and stayers of a segment have each level of a column; who has none is not counted. */
final class LevelCounts {

    private static final int POLLED_ROWS = 4096;

    private final long[] movers;
    private final long[] stayers;
    private long allMovers;
    private long allStayers;

    private LevelCounts(int levels) {
        this.movers = new long[levels];
        this.stayers = new long[levels];
    }

    /** Of rows whose levels are codes from 0, NaN where missing. */
    static LevelCounts of(int levels, double[] codes, int[] movers, int[] stayers, Runnable poll) {
        LevelCounts counts = new LevelCounts(levels);
        counts.allMovers = count(counts.movers, codes, movers, poll);
        counts.allStayers = count(counts.stayers, codes, stayers, poll);
        return counts;
    }

    private static long count(long[] counts, double[] codes, int[] rows, Runnable poll) {
        long all = 0;
        for (int i = 0; i < rows.length; i++) {
            if (i % POLLED_ROWS == 0) {
                poll.run();
            }
            double code = codes[rows[i]];
            if (!Double.isNaN(code)) {
                counts[(int) code]++;
                all++;
            }
        }
        return all;
    }

    /** Whether anybody has a level. */
    boolean has(int level) {
        return movers[level] + stayers[level] > 0;
    }

    /** A level against all others. */
    StratifiedShares.Table table(int level) {
        return new StratifiedShares.Table(movers[level], stayers[level], allMovers, allStayers);
    }
}
