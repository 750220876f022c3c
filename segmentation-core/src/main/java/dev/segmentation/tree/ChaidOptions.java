package dev.segmentation.tree;

/** What {@link Chaid} is configured with; a level of 0 is one that is not used. */
record ChaidOptions(
        Merging merging,
        Multiplier multiplier,
        ChiSquare chiSquare,
        double mergeLevel,
        double splitLevel,
        double resplitLevel,
        int bins,
        int maxDepth,
        double minParent,
        double minChild) {

    static final ChaidOptions STANDARD = new ChaidOptions(
            Merging.UNTIL_SIGNIFICANT, Multiplier.COUNTED, ChiSquare.PEARSON, 0.05, 0.05, 0, 10, 3, 100, 50);

    ChaidOptions withMerging(Merging newMerging, Multiplier newMultiplier) {
        return new ChaidOptions(
                newMerging,
                newMultiplier,
                chiSquare,
                mergeLevel,
                splitLevel,
                resplitLevel,
                bins,
                maxDepth,
                minParent,
                minChild);
    }

    ChaidOptions withChiSquare(ChiSquare statistic) {
        return new ChaidOptions(
                merging,
                multiplier,
                statistic,
                mergeLevel,
                splitLevel,
                resplitLevel,
                bins,
                maxDepth,
                minParent,
                minChild);
    }

    ChaidOptions withLevels(double merge, double split, double resplit) {
        return new ChaidOptions(
                merging, multiplier, chiSquare, merge, split, resplit, bins, maxDepth, minParent, minChild);
    }

    ChaidOptions withSizes(int newBins, int depth, double parent, double child) {
        return new ChaidOptions(
                merging, multiplier, chiSquare, mergeLevel, splitLevel, resplitLevel, newBins, depth, parent, child);
    }
}
