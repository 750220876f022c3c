package dev.segmentation.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges the categories of one predictor in one node. Ordered categories merge with their neighbours only; a floating
 * category, that of missing values, with any group.
 */
final class CategoryMerger {

    private static final int EXHAUSTIVE_SUBSETS = 10;

    private final ChaidOptions options;
    private final TargetTest test;
    private final Polling polling;
    private final boolean nominal;
    private final int floating; // the category of missing values, or −1
    private final double[][] tallies;
    private final int categories; // that occur
    private List<CategoryGroup> groups = new ArrayList<>();
    private final double[][] logP; // of pairs of groups by their first categories; NaN if not tested yet
    private final int[] slotOf;

    /** @param missing the category of missing values */
    CategoryMerger(
            double[][] tallies, int missing, boolean nominal, ChaidOptions options, TargetTest test, Polling polling) {
        this.options = options;
        this.test = test;
        this.polling = polling;
        this.nominal = nominal;
        this.tallies = tallies;
        this.slotOf = new int[tallies.length];
        for (int c = 0; c < tallies.length; c++) {
            if (test.weight(tallies[c]) > 0) {
                slotOf[c] = groups.size();
                groups.add(new CategoryGroup(new int[] {c}, tallies[c]));
            }
        }
        this.categories = groups.size();
        boolean floats = !nominal && test.weight(tallies[missing]) > 0;
        this.floating = floats ? missing : -1;
        this.logP = new double[categories][categories];
        for (double[] row : logP) {
            Arrays.fill(row, Double.NaN);
        }
    }

    /** What is left after merging. */
    record Merged(List<CategoryGroup> groups, SplitTest test) {}

    /** The merged table and its test, whose p is 1 if only one group is left. */
    Merged merge() {
        if (categories < 2) {
            return new Merged(groups, TargetTest.nothing());
        }
        double multiplier;
        if (options.merging() == Merging.EXHAUSTIVE) {
            mergeExhaustively();
            mergeSmallGroups();
            multiplier = nominal
                    ? Bonferroni.exhaustiveNominal(categories, options.multiplier())
                    : Bonferroni.exhaustiveOrdinal(categories);
        } else {
            mergeUntilSignificant();
            mergeSmallGroups();
            multiplier = multiplier(groups.size());
        }
        if (groups.size() < 2) {
            return new Merged(groups, TargetTest.nothing());
        }
        SplitTest found = testOf(groups);
        return new Merged(
                groups,
                new SplitTest(
                        found.statistic(), found.degrees(), found.denominatorDegrees(), found.logP(), multiplier));
    }

    private double multiplier(int left) {
        if (nominal) {
            return Bonferroni.nominal(categories, left);
        }
        return floating >= 0 ? Bonferroni.floating(categories, left) : Bonferroni.ordinal(categories, left);
    }

    private void mergeUntilSignificant() {
        Set<List<CategoryGroup>> seen = new HashSet<>(); // splitting again must not lead in a circle
        while (groups.size() > 1) {
            Pair pair = mostSimilar(groups);
            if (!(pair.logP > StrictMath.log(options.mergeLevel()))) {
                return;
            }
            CategoryGroup merged = join(pair);
            if (options.resplitLevel() > 0 && merged.members().length > 2 && seen.add(List.copyOf(groups))) {
                splitAgain(merged);
            }
        }
    }

    /**
     * Down to two groups, and back to the stage of the smallest p. Of every pair that was tested on the way at least one
     * group has been joined since, so that nothing that is remembered is about a later stage.
     */
    private void mergeExhaustively() {
        CategoryGroup missing = floating < 0 ? null : groups.remove(groups.size() - 1);
        List<CategoryGroup> best = List.copyOf(groups);
        double least = testOf(groups).logP();
        while (groups.size() > 2) {
            join(mostSimilar(groups));
            double found = testOf(groups).logP();
            if (found <= least) {
                least = found;
                best = List.copyOf(groups);
            }
        }
        groups = new ArrayList<>(best);
        if (missing != null) {
            placeFloating(missing);
        }
    }

    /** Alone, or joined to the nearest group: what makes the smaller p. */
    private void placeFloating(CategoryGroup missing) {
        List<CategoryGroup> alone = new ArrayList<>(groups);
        alone.add(missing);
        groups = alone;
        if (groups.size() < 3) {
            return; // joined to the only group, nothing would be left to tell apart
        }
        Pair nearest = mostSimilar(groups, missing);
        List<CategoryGroup> kept = new ArrayList<>(groups);
        join(nearest);
        if (testOf(kept).logP() < testOf(groups).logP()) {
            groups = kept;
        }
    }

    /** Groups that are too small for a node are merged with the most similar one. */
    private void mergeSmallGroups() {
        while (groups.size() > 1) {
            CategoryGroup small = null;
            for (CategoryGroup group : groups) {
                double weight = test.weight(group.tally());
                if (weight < options.minChild() && (small == null || weight < test.weight(small.tally()))) {
                    small = group;
                }
            }
            if (small == null) {
                return;
            }
            join(mostSimilar(groups, small));
        }
    }

    /** Two groups by their places, and how alike they are. */
    private record Pair(int first, int second, double logP) {}

    private Pair mostSimilar(List<CategoryGroup> among) {
        return mostSimilar(among, null);
    }

    private Pair mostSimilar(List<CategoryGroup> among, @Nullable CategoryGroup one) {
        Pair best = new Pair(-1, -1, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < among.size(); i++) {
            polling.at(0);
            for (int j = i + 1; j < among.size(); j++) {
                boolean asked = one == null || one.equals(among.get(i)) || one.equals(among.get(j));
                if (asked && mayMerge(among, i, j)) {
                    double found = logP(among.get(i), among.get(j));
                    if (best.first < 0 || found > best.logP) {
                        best = new Pair(i, j, found);
                    }
                }
            }
        }
        return best;
    }

    /** Groups of ordered categories are in order; the floating category alone comes last. */
    private boolean mayMerge(List<CategoryGroup> among, int i, int j) {
        return nominal || j == i + 1 || among.get(j).isOnly(floating);
    }

    private double logP(CategoryGroup first, CategoryGroup second) {
        int a = slotOf[first.first()];
        int b = slotOf[second.first()];
        if (Double.isNaN(logP[a][b])) {
            logP[a][b] = test.test(List.of(first.tally(), second.tally())).logP();
            logP[b][a] = logP[a][b];
        }
        return logP[a][b];
    }

    private CategoryGroup join(Pair pair) {
        CategoryGroup first = groups.get(pair.first);
        CategoryGroup second = groups.get(pair.second);
        CategoryGroup merged = first.with(second, test);
        forget(first);
        forget(second);
        groups.remove(pair.second);
        groups.set(pair.first, merged);
        return merged;
    }

    private void forget(CategoryGroup group) {
        int slot = slotOf[group.first()];
        for (int other = 0; other < categories; other++) {
            logP[slot][other] = Double.NaN;
            logP[other][slot] = Double.NaN;
        }
    }

    /** Kass's third step: the most significant way to cut a group of three or more categories in two. */
    private void splitAgain(CategoryGroup group) {
        CategoryGroup bestPart = group;
        CategoryGroup bestRest = group;
        double least = Double.POSITIVE_INFINITY;
        for (boolean[] taken : cuts(group)) {
            polling.at(0);
            CategoryGroup part = part(group, taken, true);
            CategoryGroup rest = part(group, taken, false);
            double found = test.test(List.of(part.tally(), rest.tally())).logP();
            if (found < least) {
                least = found;
                bestPart = part;
                bestRest = rest;
            }
        }
        if (least > StrictMath.log(options.resplitLevel())) {
            return;
        }
        forget(group);
        groups.remove(group);
        groups.add(bestPart);
        groups.add(bestRest);
        groups.sort(Comparator.comparingInt(CategoryGroup::first));
        forget(bestPart);
        forget(bestRest);
    }

    private CategoryGroup part(CategoryGroup group, boolean[] taken, boolean wanted) {
        int[] members = new int[group.members().length];
        int count = 0;
        double[] tally = new double[0];
        for (int m = 0; m < members.length; m++) {
            if (taken[m] == wanted) {
                int category = group.members()[m];
                tally = count == 0 ? tallies[category] : test.merge(tally, tallies[category]);
                members[count++] = category;
            }
        }
        return new CategoryGroup(Arrays.copyOf(members, count), tally);
    }

    /** Per way to cut a group the categories of one side. */
    private List<boolean[]> cuts(CategoryGroup group) {
        int size = group.members().length;
        if (!nominal) {
            return orderedCuts(group);
        }
        List<boolean[]> cuts = new ArrayList<>();
        if (size <= EXHAUSTIVE_SUBSETS) {
            for (int subset = 1; subset < 1 << (size - 1); subset++) {
                boolean[] taken = new boolean[size];
                for (int m = 0; m < size; m++) {
                    taken[m] = (subset >> m & 1) == 1;
                }
                cuts.add(taken);
            }
            return cuts;
        }
        for (int order = 0; order < test.orders(group.tally()); order++) {
            int by = order;
            Integer[] places = new Integer[size];
            Arrays.setAll(places, m -> m);
            Arrays.sort(places, Comparator.comparingDouble(m -> test.place(tallies[group.members()[m]], by)));
            for (int cut = 1; cut < size; cut++) {
                boolean[] taken = new boolean[size];
                for (int m = 0; m < cut; m++) {
                    taken[places[m]] = true;
                }
                cuts.add(taken);
            }
        }
        return cuts;
    }

    private List<boolean[]> orderedCuts(CategoryGroup group) {
        int size = group.members().length;
        boolean floats = group.members()[size - 1] == floating;
        int ordered = floats ? size - 1 : size;
        List<boolean[]> cuts = new ArrayList<>();
        for (int cut = 1; cut < ordered; cut++) {
            boolean[] taken = new boolean[size];
            Arrays.fill(taken, 0, cut, true);
            cuts.add(taken);
            if (floats) {
                boolean[] with = taken.clone();
                with[size - 1] = true;
                cuts.add(with);
            }
        }
        if (floats) {
            boolean[] alone = new boolean[size];
            alone[size - 1] = true;
            cuts.add(alone);
        }
        return cuts;
    }

    private SplitTest testOf(List<CategoryGroup> some) {
        return test.test(some.stream().map(CategoryGroup::tally).toList());
    }
}
