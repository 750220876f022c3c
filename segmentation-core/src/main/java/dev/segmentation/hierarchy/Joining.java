package dev.segmentation.hierarchy;

/**
 * How far a segment that is made of two is from a third one, by how far these were: the recurrence of G. N. Lance and W. T.
 * Williams (1967), The Computer Journal 9, 373–380, doi:10.1093/comjnl/9.4.373.
 */
final class Joining {

    private final Linkage linkage;
    private final double between;
    private final double low;
    private final double high;
    private final double share; // of the second one in both

    /**
     * Of two segments.
     *
     * @param between how far they are from each other
     * @param low the weight of one
     * @param high the weight of the other
     */
    Joining(Linkage linkage, double between, double low, double high) {
        this.linkage = linkage;
        this.between = between;
        this.low = low;
        this.high = high;
        this.share = high / (low + high);
    }

    /**
     * How far they are from a third one together.
     *
     * @param toLow from it to one
     * @param toHigh from it to the other
     * @param other its weight
     */
    double distance(double toLow, double toHigh, double other) {
        return switch (linkage) {
            case COMPLETE -> Math.max(toLow, toHigh);
            case AVERAGE -> toLow + share * (toHigh - toLow);
            case WEIGHTED_AVERAGE -> toLow + (toHigh - toLow) / 2;
            case WARD_OF_DISTANCES ->
                ((low + other) * toLow + (high + other) * toHigh - other * between) / (low + high + other);
            case CENTROID -> Math.max(0, toLow + share * (toHigh - toLow) - share * (1 - share) * between);
            case MEDIAN -> Math.max(0, toLow + (toHigh - toLow) / 2 - between / 4);
            case WARD, SINGLE -> throw new IllegalStateException(linkage + " keeps no dissimilarities");
        };
    }
}
