package dev.segmentation.metrics.migration;

import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import dev.segmentation.metrics.internal.Cholesky;
import dev.segmentation.metrics.internal.Components;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts of two dates whose customers are partly the same: those in a segment at both by where they went, and those who are in
 * one at a single date.
 *
 * <p>The statistic is dᵀ V⁻¹ d of the difference d = s₁ − s₀ of the shares. V is the sum of v vᵀ over all customers, where v is
 * what a customer adds to d: (e − s) / M in segment e at the later date, less (e − s) / N in segment e at the earlier one, with s
 * the shares of both dates together. Everybody in common gives the statistic of Stuart and Maxwell. Nobody in common gives, for
 * samples of one size, Pearson's χ² of two samples; for others the shares of both dates are put into V, which gives it too.
 */
final class OverlappingSamples implements Hypothesis {

    private final long[][] common;
    private final long[] onlyBefore;
    private final long[] onlyAfter;

    OverlappingSamples(long[][] common, long[] onlyBefore, long[] onlyAfter) {
        this.common = common;
        this.onlyBefore = onlyBefore;
        this.onlyAfter = onlyAfter;
    }

    private static double sum(double... values) {
        return Arrays.stream(values).sum();
    }

    private double[] before() {
        double[] before = new double[common.length];
        Arrays.setAll(
                before, i -> onlyBefore[i] + (double) Arrays.stream(common[i]).sum());
        return before;
    }

    private double[] after() {
        double[] after = new double[common.length];
        for (int j = 0; j < after.length; j++) {
            int to = j;
            after[j] = onlyAfter[j]
                    + (double) Arrays.stream(common).mapToLong(row -> row[to]).sum();
        }
        return after;
    }

    /**
     * Segments whose shares can differ freely: within each group that customers move between all but one, but in that of the
     * segments that customers come to from elsewhere or leave for elsewhere, unless it is the only one.
     */
    private int[] free() {
        int k = common.length;
        double[] before = before();
        double[] after = after();
        boolean equallyMany = sum(before) == sum(after);
        Components parts = new Components(k + 1); // the last stands for elsewhere
        for (int i = 0; i < k; i++) {
            boolean isSomeone = before[i] + after[i] > 0;
            if (onlyBefore[i] + onlyAfter[i] > 0 || (isSomeone && !equallyMany)) {
                parts.join(i, k);
            }
            for (int j = 0; j < i; j++) {
                if (common[i][j] + common[j][i] > 0) {
                    parts.join(i, j);
                }
            }
        }
        int[] seen = IntStream.range(0, k).filter(i -> before[i] + after[i] > 0).toArray();
        boolean oneGroup = Arrays.stream(seen).map(parts::of).distinct().count() == 1;
        boolean[] dropped = new boolean[k + 1];
        return Arrays.stream(seen)
                .filter(i -> {
                    boolean isElsewhere = parts.of(i) == parts.of(k) && !oneGroup;
                    boolean isFree = isElsewhere || dropped[parts.of(i)];
                    dropped[parts.of(i)] = true;
                    return isFree;
                })
                .toArray();
    }

    @Override
    public long degrees() {
        return sum(before()) == 0 || sum(after()) == 0 ? 0 : free().length;
    }

    /** Of those who moved, half each way; of those who are there at one date, by the shares of both together. */
    @Override
    public double leastExpected() {
        double least = new Exchange(common, Exchange::stuartMaxwell).leastExpected();
        long left = Arrays.stream(onlyBefore).sum();
        long came = Arrays.stream(onlyAfter).sum();
        double fewer = left > 0 && came > 0 ? Math.min(left, came) : Math.max(left, came);
        if (fewer > 0) {
            for (double share : shares()) {
                least = share > 0 ? Math.min(least, fewer * share) : least;
            }
        }
        return least;
    }

    /** Of both dates together. */
    private double[] shares() {
        double[] before = before();
        double[] after = after();
        double all = sum(before) + sum(after);
        double[] shares = new double[before.length];
        Arrays.setAll(shares, i -> (before[i] + after[i]) / all);
        return shares;
    }

    @Override
    public double statistic() {
        if (degrees() == 0) {
            return 0;
        }
        double[] before = before();
        double[] after = after();
        double n = sum(before);
        double m = sum(after);
        int[] free = free();
        double[] change = Arrays.stream(free)
                .mapToDouble(i -> after[i] / m - before[i] / n)
                .toArray();
        return Cholesky.lifted(n + m == onlyHere() ? separate(n, m, free) : overlapping(n, m, free))
                .squaredLength(change);
    }

    private double onlyHere() {
        return (double) Arrays.stream(onlyBefore).sum()
                + Arrays.stream(onlyAfter).sum();
    }

    /** The variance of the change of the free shares if nobody is in common. */
    private double[][] separate(double n, double m, int... free) {
        double[] share = shares();
        return covariances(free, (i, j) -> (1 / n + 1 / m) * ((i == j ? share[i] : 0) - share[i] * share[j]));
    }

    /** The same if some are. */
    private double[][] overlapping(double n, double m, int... free) {
        double[] share = shares();
        double[] before = before();
        double[] after = after();
        double gap = 1 / n - 1 / m;
        double[] alone = new double[share.length];
        double[] both = new double[share.length];
        Arrays.setAll(alone, i -> onlyBefore[i] / n / n + onlyAfter[i] / m / m);
        Arrays.setAll(both, i -> (after[i] - onlyAfter[i]) / m - (before[i] - onlyBefore[i]) / n);
        double single = sum(alone);
        double common = (n + m - onlyHere()) / 2;
        return covariances(free, (i, j) -> {
            double own =
                    i == j ? alone[i] + (after[i] - onlyAfter[i]) / m / m + (before[i] - onlyBefore[i]) / n / n : 0;
            double moved = (double) this.common[i][j] + this.common[j][i];
            return own
                    - moved / n / m
                    - (alone[i] - gap * both[i]) * share[j]
                    - (alone[j] - gap * both[j]) * share[i]
                    + (single + common * gap * gap) * share[i] * share[j];
        });
    }

    private interface Covariance {
        double of(int i, int j);
    }

    private static double[][] covariances(int[] free, Covariance covariance) {
        double[][] all = new double[free.length][free.length];
        for (int a = 0; a < free.length; a++) {
            for (int b = 0; b < free.length; b++) {
                all[a][b] = covariance.of(free[a], free[b]);
            }
        }
        return all;
    }

    /**
     * With some in common and others not, who is in common is chance as well, which no exchange of dates knows: such draws vary too
     * little.
     */
    @Override
    public boolean canBeDrawn() {
        return onlyHere() == 0
                || Arrays.stream(common).flatMapToLong(Arrays::stream).sum() == 0;
    }

    /** The two dates of common customers are exchanged or not; separate ones are of a segment by the shares of both dates. */
    @Override
    public double drawn(SeededRandom random) {
        double[] share = shares();
        return new OverlappingSamples(
                        Exchange.swapped(common, random),
                        BinomialDraw.multinomial(
                                random, Arrays.stream(onlyBefore).sum(), share),
                        BinomialDraw.multinomial(
                                random, Arrays.stream(onlyAfter).sum(), share))
                .statistic();
    }
}
