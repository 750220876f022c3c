package dev.segmentation.metrics.profile;

/**
 * How many bits it takes to tell who belongs to a segment, given whom a rule list claims: which of the claimed do not
 * belong, and which of the others do.
 *
 * <p>With C claimed of n, T of them rightly, and m members: log₂(C + 1) + log₂ (C over T) + log₂(n − C + 1) + log₂ (n − C
 * over m − T).
 */
final class CodeLength {

    private static final double LN_2 = StrictMath.log(2);

    private final int rows;
    private final int members;
    private final double[] logFactorials;

    CodeLength(int rows, int members) {
        this.rows = rows;
        this.members = members;
        this.logFactorials = new double[rows + 2];
        for (int i = 2; i < logFactorials.length; i++) {
            logFactorials[i] = logFactorials[i - 1] + log2(i);
        }
    }

    double of(int claimed, int hits) {
        return told(claimed, hits) + told(rows - claimed, members - hits);
    }

    static double log2(double value) {
        return StrictMath.log(value) / LN_2;
    }

    /** log₂(of + 1) for how many they are, and log₂ (of over some) for which. */
    private double told(int of, int some) {
        return logFactorials[of + 1] - logFactorials[some] - logFactorials[of - some];
    }
}
