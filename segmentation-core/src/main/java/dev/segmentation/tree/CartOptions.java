package dev.segmentation.tree;

/** What {@link Cart} is configured with; no folds mean that the complexity is given. */
record CartOptions(int maxDepth, double minParent, double minChild, double complexity, int folds, long seed) {

    static final CartOptions STANDARD = new CartOptions(10, 20, 7, 0, 10, 0);

    CartOptions withSizes(int depth, double parent, double child) {
        return new CartOptions(depth, parent, child, complexity, folds, seed);
    }

    CartOptions withPruning(double newComplexity, int newFolds) {
        return new CartOptions(maxDepth, minParent, minChild, newComplexity, newFolds, seed);
    }

    CartOptions withSeed(long newSeed) {
        return new CartOptions(maxDepth, minParent, minChild, complexity, folds, newSeed);
    }
}
