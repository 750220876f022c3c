package dev.segmentation.mixed;

/**
 * The mean ranks of the rows of each level, and the range of those that occur.
 *
 * @param ofLevels by level; a level that does not occur lies between its neighbors
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Ranks(double[] ofLevels, double range) {

    static Ranks of(double[] levelWeights) {
        double[] ranks = new double[levelWeights.length];
        double below = 0;
        double lowest = Double.NaN;
        double highest = Double.NaN;
        for (int level = 0; level < ranks.length; level++) {
            ranks[level] = below + levelWeights[level] / 2;
            below += levelWeights[level];
            if (levelWeights[level] > 0) {
                lowest = Double.isNaN(lowest) ? ranks[level] : lowest;
                highest = ranks[level];
            }
        }
        return new Ranks(ranks, highest - lowest);
    }

    /** Ranks in units of the range; all 0 if there is none. */
    double[] inRange() {
        double[] shares = new double[ofLevels.length];
        for (int level = 0; level < shares.length && range > 0; level++) {
            shares[level] = ofLevels[level] / range;
        }
        return shares;
    }
}
