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
    private final NodeRows sums;
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
        this.sums = new NodeRows(target);
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
        NodeRows.Node[] nodes = new NodeRows.Node[open.size()];
        for (int i = 0; i < nodes.length; i++) {
            Open node = open.get(i);
            nodes[i] = sums.new Node(sorted[0], node.from, node.to, draft.node(node.id).content, polling);
        }
        CartSearch.Cut[][] cuts = new CartSearch.Cut[columns.size()][open.size()];
        tasks.forEach(columns.size(), j -> {
            CartSearch search = new CartSearch(sums, columns.get(j), options.minChild(), polling, nodes[0]);
            for (int i = 0; i < open.size(); i++) {
                polling.at(0);
                Open node = open.get(i);
                cuts[j][i] = search.best(sorted[j], node.from, node.to, nodes[i]);
            }
        });
        Level next = new Level(open.size());
        for (int i = 0; i < open.size(); i++) {
            int best = 0;
            for (int j = 1; j < columns.size(); j++) {
                best = cuts[j][i].score() > cuts[best][i].score() ? j : best;
            }
            if (cuts[best][i].split().isPresent()) {
                TreeSplit split = cuts[best][i].split().get().get();
                Open node = open.get(i);
                int[][] parts = parts(sorted[0], node, split, columns.get(best), branchOf);
                draft.split(
                        node.id, split, Optional.empty(), List.of(target.content(parts[0]), target.content(parts[1])));
                next.add(draft, node.id, i, parts);
            }
        }
        tasks.forEach(columns.size(), j -> sorted[j] = parted(sorted[j], open, branchOf, next));
        return next.open;
    }

    /** The nodes of the next level that may be split, and where their rows will be. */
    private final class Level {

        private final List<Open> open = new ArrayList<>();
        private final int[] to; // per parent and branch the first place of its rows; −1 if they are not split further
        private int size;

        Level(int parents) {
            this.to = new int[2 * parents];
            Arrays.fill(to, -1);
        }

        void add(Draft draft, int parent, int place, int[][] parts) {
            for (int branch = 0; branch < 2; branch++) {
                int id = draft.node(parent).firstChild + branch;
                if (mayBeSplit(draft.node(id))) {
                    to[2 * place + branch] = size;
                    open.add(new Open(id, size, size + parts[branch].length));
                    size += parts[branch].length;
                }
            }
        }
    }

    /** The rows of either branch, which is also noted for every row. */
    private int[][] parts(int[] rows, Open node, TreeSplit split, CartColumn column, byte[] branchOf) {
        int[][] parts = new int[2][node.to - node.from];
        int[] counts = new int[2];
        for (int i = node.from; i < node.to; i++) {
            polling.at(i);
            int branch = split.branchOfFitted(column.value(rows[i]));
            branchOf[rows[i]] = (byte) branch;
            parts[branch][counts[branch]++] = rows[i];
        }
        return new int[][] {Arrays.copyOf(parts[0], counts[0]), Arrays.copyOf(parts[1], counts[1])};
    }

    /** The rows of the nodes that stay open, in the same order within each. */
    private int[] parted(int[] rows, List<Open> open, byte[] branchOf, Level next) {
        int[] parted = new int[next.size];
        for (int n = 0; n < open.size(); n++) {
            int[] at = {next.to[2 * n], next.to[2 * n + 1]};
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
