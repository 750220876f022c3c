package dev.segmentation.metrics.movers;

import dev.segmentation.metrics.effect.TwoGroups;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Movers and stayers of each segment that any moved from: differences within segments, each weighing as many as moved from
 * it, so that what kind of segment people move from does not pass for what kind of people move.
 */
final class Strata {

    private static final int LEAST = 2; // to tell a spread

    private final List<int[]> movers; // rows, by segment before
    private final List<int[]> stayers;
    private final double level;
    private final Runnable poll;

    Strata(List<int[]> movers, List<int[]> stayers, double level, Runnable poll) {
        this.movers = movers;
        this.stayers = stayers;
        this.level = level;
        this.poll = poll;
    }

    long moverCount() {
        return movers.stream().mapToLong(rows -> rows.length).sum();
    }

    long stayerCount() {
        return stayers.stream().mapToLong(rows -> rows.length).sum();
    }

    /** How many segments have so few movers or stayers that nothing can be compared. */
    long tooFew() {
        long tooFew = 0;
        for (int s = 0; s < movers.size(); s++) {
            tooFew += movers.get(s).length < LEAST || stayers.get(s).length < LEAST ? 1 : 0;
        }
        return tooFew;
    }

    /** Of a numeric column. */
    MoverEffect ofNumbers(String column, double... values) {
        List<TwoGroups> groups = IntStream.range(0, movers.size())
                .mapToObj(s -> {
                    poll.run();
                    return TwoGroups.of(at(values, movers.get(s)), at(values, stayers.get(s)));
                })
                .filter(g -> g.firstCount() >= LEAST && g.secondCount() >= LEAST)
                .toList();
        return new StratifiedMeans(groups, level).effect(column);
    }

    /** Missing values stay, and are left out later. */
    private static double[] at(double[] values, int... rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    LevelCounts counts(int segment, int levels, double... codes) {
        return LevelCounts.of(levels, codes, movers.get(segment), stayers.get(segment), poll);
    }

    int segments() {
        return movers.size();
    }

    /** Of a level, by its table in each segment. */
    MoverEffect ofShares(String column, String name, List<StratifiedShares.Table> tables) {
        return new StratifiedShares(tables, level).effect(column, name);
    }
}
