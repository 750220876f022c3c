package dev.segmentation.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Grows a CART level by level; every predictor keeps the rows of the open nodes sorted by its values. */
final class CartGrower {

    private final TargetColumn target;
    private final List<CartColumn> columns;
    private final CartOptions options;
    private final Tasks tasks;
    private final Polling polling;

    /** How tasks are run: on threads, or one after the other. */
    interface Tasks {
        void forEach(int count, IntConsumer task);
    }

    CartGrower(TargetColumn target, List<CartColumn> columns, CartOptions options, Tasks tasks, Polling polling) {
        this.target = target;
        this.columns = columns;
        this.options = options;
        this.tasks = tasks;
        this.polling = polling;
    }

    /** A node that may be split; its rows are those of this range in every order. */
    private record Open(int id, int from, int to) {}

    /** @param orders rows sorted by each column; replaced as the tree grows, the arrays are not modified */
    Draft grow(int[][] orders) {
        int[][] sorted = orders.clone();
        Draft draft = new Draft(target.content(sorted[0]));
        List<Open> open = new ArrayList<>();
        if (mayBeSplit(draft.node(0))) {
            open.add(new Open(0, 0, sorted[0].length));
        }
        byte[] branchOf = new byte[target.rowCount()];
        while (!open.isEmpty()) {
            open = nextLevel(draft, sorted, open, branchOf);
        }
        return draft;
    }

    private List<Open> nextLevel(Draft draft, int[][] sorted, List<Open> open, byte[] branchOf) {
        CartSearch.Cut[][] cuts = new CartSearch.Cut[columns.size()][open.size()];
        tasks.forEach(columns.size(), j -> {
            CartSearch search = new CartSearch(target, columns.get(j), options.minChild(), polling);
            for (int i = 0; i < open.size(); i++) {
                polling.at(0);
                Open node = open.get(i);
                cuts[j][i] = search.best(sorted[j], node.from, node.to, draft.node(node.id).content);
            }
        });
        int[] to = new int[2 * open.size()]; // where the rows of each branch go; −1 if they are not split further
        Arrays.fill(to, -1);
        List<Open> next = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < open.size(); i++) {
            int best = 0;
            for (int j = 1; j < columns.size(); j++) {
                best = cuts[j][i].score() > cuts[best][i].score() ? j : best;
            }
            Optional<TreeSplit> split = cuts[best][i].split();
            if (split.isPresent()) {
                size = split(
                        draft, open.get(i), split.get(), columns.get(best), sorted[0], branchOf, next, size, to, i);
            }
        }
        int rows = size;
        tasks.forEach(columns.size(), j -> sorted[j] = parted(sorted[j], open, branchOf, to, rows));
        return next;
    }

    /** Notes the branch of every row, and gives the number of rows that stay open. */
    private int split(
            Draft draft,
            Open node,
            TreeSplit split,
            CartColumn column,
            int[] rows,
            byte[] branchOf,
            List<Open> next,
            int openRows,
            int[] to,
            int place) {
        int[][] parts = new int[2][node.to - node.from];
        int[] counts = new int[2];
        for (int i = node.from; i < node.to; i++) {
            polling.at(i);
            int branch = split.branchOfFitted(column.value(rows[i]));
            branchOf[rows[i]] = (byte) branch;
            parts[branch][counts[branch]++] = rows[i];
        }
        List<TreeNode.Content> contents = List.of(
                target.content(Arrays.copyOf(parts[0], counts[0])), target.content(Arrays.copyOf(parts[1], counts[1])));
        draft.split(node.id, split, Optional.empty(), contents);
        int size = openRows;
        for (int branch = 0; branch < 2; branch++) {
            int id = draft.node(node.id).firstChild + branch;
            if (mayBeSplit(draft.node(id))) {
                to[2 * place + branch] = size;
                next.add(new Open(id, size, size + counts[branch]));
                size += counts[branch];
            }
        }
        return size;
    }

    /** The rows of the nodes that stay open, in the same order within each. */
    private int[] parted(int[] rows, List<Open> open, byte[] branchOf, int[] to, int size) {
        int[] parted = new int[size];
        for (int n = 0; n < open.size(); n++) {
            int[] at = {to[2 * n], to[2 * n + 1]};
            if (at[0] < 0 && at[1] < 0) {
                continue;
            }
            for (int i = open.get(n).from; i < open.get(n).to; i++) {
                polling.at(i);
                int branch = branchOf[rows[i]];
                if (at[branch] >= 0) {
                    parted[at[branch]++] = rows[i];
                }
            }
        }
        return parted;
    }

    private boolean mayBeSplit(Draft.Node node) {
        return node.depth < options.maxDepth()
                && node.content.weight() >= options.minParent()
                && node.content.weight() >= 2 * options.minChild()
                && node.content.impurity() > 0;
    }
}
