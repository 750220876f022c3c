package dev.segmentation.cluster;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.List;

/** How {@link KMeans} finds its first centers. A closed choice: two random ones, or centers of the caller's own. */
public sealed interface Seeding {

    /**
     * k-means++: the first center is a row drawn by weight, each further one a row drawn with probability proportional
     * to weight × squared distance to the nearest center so far.
     *
     * <p><b>Reference:</b> D. Arthur and S. Vassilvitskii (2007), SODA '07, 1027–1035.
     *
     * @return the seeding
     */
    static Seeding kMeansPlusPlus() {
        return new PlusPlus(Candidates.ONE);
    }

    /**
     * Greedy k-means++, the default: draws 2 + ⌊ln k⌋ candidates for each further center as k-means++ does and keeps
     * the one that lowers the sum of squares most. Better starts for about four times the cost of the seeding.
     *
     * <p><b>Reference:</b> the variant named at the end of Arthur and Vassilvitskii (2007), section 4; see also
     * A. Bhattacharya et al. (2020), doi:10.4230/LIPIcs.ESA.2020.18.
     *
     * @return the seeding
     */
    static Seeding greedyKMeansPlusPlus() {
        return new PlusPlus(Candidates.SEVERAL);
    }

    /**
     * The caller's centers. Segments keep their order, there is one start, and the refinement is off unless asked for.
     *
     * @param centers k × d in the units of the matrix to be fitted, features matched by name, no value missing, no two
     *     rows equal
     * @return the seeding
     * @throws InvalidInputException if there is no row ({@link Reason#EMPTY}), a value is missing ({@link
     *     Reason#NON_FINITE}) or two rows are equal ({@link Reason#DUPLICATE_INIT})
     */
    static Seeding centers(FeatureMatrix centers) {
        if (centers.rowCount() == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY, "centers", "Seeding.centers: no centers; give one row per segment");
        }
        Arguments.noMissing(centers, "Seeding.centers");
        for (int i = 0; i < centers.rowCount(); i++) {
            for (int h = 0; h < i; h++) {
                if (equal(centers.row(h), centers.row(i))) {
                    throw new InvalidInputException(
                            Reason.DUPLICATE_INIT,
                            i,
                            "centers",
                            "Seeding.centers: centers " + h + " and " + i + " are equal; give k different ones");
                }
            }
        }
        return new Given(centers);
    }

    private static boolean equal(double[] a, double[] b) {
        for (int j = 0; j < a.length; j++) {
            if (a[j] != b[j]) { // so that −0 equals 0
                return false;
            }
        }
        return true;
    }

    /** How many candidates are drawn for each further center. */
    enum Candidates {
        /** One: k-means++. */
        ONE,
        /** 2 + ⌊ln k⌋: the greedy variant. */
        SEVERAL;

        int count(int segmentCount) {
            return this == ONE ? 1 : 2 + (int) StrictMath.log(segmentCount);
        }
    }

    /**
     * Random centers, drawn from the rows.
     *
     * @param candidates how many are drawn for each further center
     */
    record PlusPlus(Candidates candidates) implements Seeding {

        @Override
        public String toString() {
            return candidates == Candidates.ONE ? "k-means++" : "greedy k-means++";
        }
    }

    /**
     * The caller's centers.
     *
     * @param centers k × d
     */
    record Given(FeatureMatrix centers) implements Seeding {

        /** The centers row-major, features in the order of the data to be fitted. */
        double[] centers(List<String> featureNames) {
            Arguments.match(featureNames, centers, "KMeans.fit (given centers)");
            return centers.select(featureNames).toRowMajorArray();
        }

        @Override
        public String toString() {
            return "given centers";
        }
    }
}
