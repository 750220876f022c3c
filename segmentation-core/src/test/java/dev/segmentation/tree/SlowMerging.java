package dev.segmentation.tree;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.special.Gamma;

/** The obvious twin of {@link CategoryMerger} for counts: sets of categories, every test made anew. */
final class SlowMerging {

    final double[][] counts;
    final boolean nominal;
    final int floating;
    List<TreeSet<Integer>> groups = new ArrayList<>();

    /** Whether two choices were so close that rounding decides. */
    boolean tied;

    SlowMerging(double[][] counts, boolean nominal, int floating) {
        this.counts = counts;
        this.nominal = nominal;
        this.floating = floating;
        for (int c = 0; c < counts.length; c++) {
            if (sum(counts[c]) > 0) {
                groups.add(new TreeSet<>(List.of(c)));
            }
        }
    }

    void untilSignificant(double level, double resplit) {
        Set<Set<TreeSet<Integer>>> seen = new HashSet<>();
        while (groups.size() > 1) {
            int[] pair = nearest();
            if (p(List.of(groups.get(pair[0]), groups.get(pair[1]))) <= level) {
                return;
            }
            join(pair);
            TreeSet<Integer> merged = groups.get(pair[0]);
            if (resplit > 0 && merged.size() > 2 && seen.add(new HashSet<>(groups))) {
                splitAgain(merged, resplit);
            }
        }
    }

    private void splitAgain(TreeSet<Integer> merged, double level) {
        List<Integer> members = List.copyOf(merged);
        List<TreeSet<Integer>> best = List.of();
        for (int subset = 1; subset < 1 << (members.size() - 1); subset++) {
            TreeSet<Integer> part = new TreeSet<>();
            TreeSet<Integer> rest = new TreeSet<>();
            for (int m = 0; m < members.size(); m++) {
                ((subset >> m & 1) == 1 ? part : rest).add(members.get(m));
            }
            List<TreeSet<Integer>> cut = List.of(part, rest);
            if (nominal || inOrder(part, rest)) {
                tied |= !best.isEmpty() && near(p(cut), p(best));
                best = best.isEmpty() || p(cut) < p(best) ? cut : best;
            }
        }
        if (p(best) <= level) {
            groups.remove(merged);
            groups.addAll(best);
            groups.sort((a, b) -> a.first() - b.first());
        }
    }

    private boolean inOrder(TreeSet<Integer> part, TreeSet<Integer> rest) {
        TreeSet<Integer> a = new TreeSet<>(part);
        TreeSet<Integer> b = new TreeSet<>(rest);
        a.remove(floating);
        b.remove(floating);
        return a.isEmpty() || b.isEmpty() || a.last() < b.first() || b.last() < a.first();
    }

    void exhaustively() {
        List<TreeSet<Integer>> best = copy();
        double least = p(groups);
        while (groups.size() > 2) {
            join(nearest());
            tied |= near(p(groups), least);
            if (p(groups) <= least) {
                least = p(groups);
                best = copy();
            }
        }
        groups = best;
    }

    /** The smallest group below a size joins the one that differs least from it, until no group is below. */
    void joinSmall(double least) {
        while (groups.size() > 1) {
            int small = -1;
            for (int g = 0; g < groups.size(); g++) {
                if (size(g) < least && (small < 0 || size(g) < size(small))) {
                    small = g;
                }
            }
            if (small < 0) {
                return;
            }
            int[] best = {};
            for (int other = 0; other < groups.size(); other++) {
                if (other != small && allowed(groups.get(small), groups.get(other))) {
                    double found = p(List.of(groups.get(small), groups.get(other)));
                    double most = best.length == 0 ? -1 : p(List.of(groups.get(best[0]), groups.get(best[1])));
                    tied |= near(found, most);
                    best = found > most ? new int[] {Math.min(small, other), Math.max(small, other)} : best;
                }
            }
            join(best);
        }
    }

    private double size(int group) {
        return groups.get(group).stream().mapToDouble(c -> sum(counts[c])).sum();
    }

    private List<TreeSet<Integer>> copy() {
        return new ArrayList<>(groups);
    }

    private void join(int[] pair) {
        TreeSet<Integer> both = new TreeSet<>(groups.get(pair[0]));
        both.addAll(groups.get(pair[1]));
        groups.remove(pair[1]);
        groups.set(pair[0], both);
    }

    private int[] nearest() {
        int[] best = {};
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                if (allowed(groups.get(i), groups.get(j))) {
                    double found = p(List.of(groups.get(i), groups.get(j)));
                    double least = best.length == 0 ? -1 : p(List.of(groups.get(best[0]), groups.get(best[1])));
                    tied |= near(found, least);
                    best = found > least ? new int[] {i, j} : best;
                }
            }
        }
        return best;
    }

    /** Whether together they are neighbours: no other group lies between their known categories. */
    private boolean allowed(TreeSet<Integer> a, TreeSet<Integer> b) {
        TreeSet<Integer> both = new TreeSet<>(a);
        both.addAll(b);
        both.remove(floating);
        boolean floats = a.equals(new TreeSet<>(List.of(floating))) || b.equals(new TreeSet<>(List.of(floating)));
        return nominal
                || floats
                || groups.stream()
                        .filter(g -> !g.equals(a) && !g.equals(b))
                        .flatMap(TreeSet::stream)
                        .noneMatch(c -> c != floating && c > both.first() && c < both.last());
    }

    /** Of Pearson's χ²; levels that no group has do not count. */
    double p(List<TreeSet<Integer>> some) {
        double[][] table = new double[some.size()][counts[0].length];
        for (int g = 0; g < table.length; g++) {
            for (int c : some.get(g)) {
                for (int j = 0; j < table[g].length; j++) {
                    table[g][j] += counts[c][j];
                }
            }
        }
        double total = 0;
        double[] columns = new double[table[0].length];
        for (double[] row : table) {
            for (int j = 0; j < row.length; j++) {
                columns[j] += row[j];
                total += row[j];
            }
        }
        double statistic = 0;
        int used = 0;
        for (int j = 0; j < columns.length; j++) {
            used += columns[j] > 0 ? 1 : 0;
            for (double[] row : table) {
                double expected = sum(row) * columns[j] / total;
                statistic += columns[j] > 0 ? Math.pow(row[j] - expected, 2) / expected : 0;
            }
        }
        int degrees = (table.length - 1) * (used - 1);
        return degrees == 0 ? 1 : Gamma.regularizedGammaQ(degrees / 2.0, statistic / 2);
    }

    /** Whether rounding decides which of two probabilities is larger. */
    private static boolean near(double one, double other) {
        return Math.abs(one - other) <= 1e-9 * Math.max(one, other);
    }

    static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
