package dev.segmentation.tree;

import dev.segmentation.FeatureTable;
import dev.segmentation.FitProgress;
import dev.segmentation.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Grows a tree level by level; a task is one predictor in one node, so that threads cannot change a result. */
final class ChaidGrower {

    private final TargetColumn target;
    private final TargetTest test;
    private final ChaidOptions options;
    private final Workers workers;
    private final Polling polling;

    ChaidGrower(TargetColumn target, TargetTest test, ChaidOptions options, Workers workers) {
        this.target = target;
        this.test = test;
        this.options = options;
        this.workers = workers;
        this.polling = new Polling(workers);
    }

    /** A node that may be split, and its rows. */
    private static final class Open {
        final int id;
        final int[] rows;

        Open(int id, int[] rows) {
            this.id = id;
            this.rows = rows;
        }
    }

    /** What a predictor offers a node. */
    private record Offer(Predictor predictor, CategoryMerger.Merged merged) {

        double logAdjustedP() {
            return merged.test().logAdjustedP();
        }
    }

    Draft grow(FeatureTable table) {
        List<String> names = table.names();
        List<Predictor> predictors =
                workers.map(names.size(), j -> Predictor.of(names.get(j), table, target, options.bins(), polling));
        Draft draft = new Draft(target.content(target.rows()));
        List<Open> open = new ArrayList<>();
        addIfOpen(draft, 0, target.rows(), open);
        for (int level = 1; !open.isEmpty(); level++) {
            List<Open> asked = open;
            List<Offer> offers = workers.map(
                    asked.size() * predictors.size(),
                    task -> offer(asked.get(task / predictors.size()).rows, predictors.get(task % predictors.size())));
            open = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                Offer best = best(offers.subList(i * predictors.size(), (i + 1) * predictors.size()));
                if (best.merged.groups().size() > 1 && best.logAdjustedP() <= StrictMath.log(options.splitLevel())) {
                    split(draft, asked.get(i), best, open);
                }
            }
            workers.tell(new FitProgress("CHAID", level, options.maxDepth(), draft.impurity()));
        }
        workers.tell(new FitProgress("CHAID", options.maxDepth(), options.maxDepth(), draft.impurity()));
        return draft;
    }

    private Offer offer(int[] rows, Predictor predictor) {
        workers.checkCancelled();
        double[][] tallies = test.tallies(rows, predictor.codes(), predictor.known() + 1);
        return new Offer(
                predictor,
                new CategoryMerger(tallies, predictor.known(), predictor.isNominal(), options, test, polling).merge());
    }

    /** The smallest adjusted p; of equal ones the first. */
    private static Offer best(List<Offer> offers) {
        Offer best = offers.get(0);
        for (Offer offer : offers) {
            if (offer.logAdjustedP() < best.logAdjustedP()) {
                best = offer;
            }
        }
        return best;
    }

    private void split(Draft draft, Open node, Offer best, List<Open> open) {
        List<CategoryGroup> groups = best.merged.groups();
        int[] branchOf = new int[best.predictor.known() + 1];
        Arrays.fill(branchOf, -1);
        int heaviest = 0;
        for (int g = 0; g < groups.size(); g++) {
            for (int category : groups.get(g).members()) {
                branchOf[category] = g;
            }
            if (test.weight(groups.get(g).tally())
                    > test.weight(groups.get(heaviest).tally())) {
                heaviest = g;
            }
        }
        List<int[]> parts = parts(node.rows, best.predictor.codes(), branchOf, groups.size());
        List<TreeNode.Content> contents = parts.stream().map(target::content).toList();
        draft.split(node.id, best.predictor.split(branchOf, heaviest), Optional.of(best.merged.test()), contents);
        for (int g = 0; g < parts.size(); g++) {
            addIfOpen(draft, draft.node(node.id).firstChild + g, parts.get(g), open);
        }
    }

    private List<int[]> parts(int[] rows, int[] codes, int[] branchOf, int branches) {
        int[] sizes = new int[branches];
        for (int row : rows) {
            sizes[branchOf[codes[row]]]++;
        }
        List<int[]> parts = new ArrayList<>();
        for (int size : sizes) {
            parts.add(new int[size]);
        }
        int[] filled = new int[branches];
        for (int i = 0; i < rows.length; i++) {
            polling.at(i);
            int branch = branchOf[codes[rows[i]]];
            parts.get(branch)[filled[branch]++] = rows[i];
        }
        return parts;
    }

    private void addIfOpen(Draft draft, int id, int[] rows, List<Open> open) {
        Draft.Node node = draft.node(id);
        if (node.depth < options.maxDepth()
                && node.content.weight() >= options.minParent()
                && node.content.impurity() > 0) {
            open.add(new Open(id, rows));
        }
    }
}
