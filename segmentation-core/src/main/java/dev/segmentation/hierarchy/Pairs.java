package dev.segmentation.hierarchy;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.dissimilarity.Dissimilarities;
import java.util.Arrays;

/** How far rows are from each other, many at a time. */
interface Pairs {

    /** So many neighbors are asked for at once, for less than one by one. */
    int WORTH_A_RUN = 8;

    int rowCount();

    /**
     * How far a row is from the rows from … to − 1, each to the place of its row.
     *
     * @param skipped rows that nobody asks for; what is written there has no meaning
     */
    void distances(int row, int from, int to, boolean[] skipped, double[] into);

    /** What a distance is called in the tree. */
    double height(double distance);

    /** About how many operations one pair costs. */
    int cost();

    /** Euclidean distances of rows, as squares or as they are. */
    static Pairs euclidean(double[][] columns, boolean isSquared) {
        return new Pairs() {
            @Override
            public int rowCount() {
                return columns[0].length;
            }

            @Override
            public void distances(int row, int from, int to, boolean[] skipped, double[] into) {
                double[] point = new double[columns.length];
                Arrays.setAll(point, j -> columns[j][row]);
                for (int start = from; start < to; start += Columns.STRIP) {
                    int end = Math.min(to, start + Columns.STRIP);
                    Columns.squaredDistances(columns, point, start, end, into);
                    if (!isSquared) {
                        for (int i = start; i < end; i++) {
                            into[i] = Math.sqrt(into[i]);
                        }
                    }
                }
            }

            @Override
            public double height(double distance) {
                return isSquared ? Math.sqrt(distance) : distance;
            }

            @Override
            public int cost() {
                return columns.length + 4;
            }
        };
    }

    /** Dissimilarities of the caller's, checked as they are asked for. */
    static Pairs given(Dissimilarities dissimilarities, String where) {
        return new Pairs() {
            @Override
            public int rowCount() {
                return dissimilarities.rowCount();
            }

            @Override
            public void distances(int row, int from, int to, boolean[] skipped, double[] into) {
                double[] run = new double[to - from];
                int start = from;
                while (start < to) {
                    int end = start;
                    while (end < to && end != row && !skipped[end]) {
                        end++;
                    }
                    if (end - start >= WORTH_A_RUN) {
                        dissimilarities.between(row, start, end - start, run);
                    } else {
                        for (int i = start; i < end; i++) {
                            run[i - start] = dissimilarities.between(row, i);
                        }
                    }
                    for (int i = start; i < end; i++) {
                        into[i] = checked(row, i, run[i - start], where);
                    }
                    start = end + 1;
                }
            }

            @Override
            public double height(double distance) {
                return distance;
            }

            @Override
            public int cost() {
                return 64;
            }
        };
    }

    private static double checked(int row, int other, double found, String where) {
        if (found >= 0 && found <= Double.MAX_VALUE) {
            return found + 0.0; // no negative zero
        }
        if (found < 0) {
            throw new InvalidInputException(
                    Reason.NEGATIVE_DISTANCE,
                    row,
                    "dissimilarities",
                    where + ": the dissimilarity between rows " + row + " and " + other
                            + " is negative, expected at least" + " 0; correct it first");
        }
        throw new InvalidInputException(
                Reason.NON_FINITE,
                row,
                "dissimilarities",
                where + ": the dissimilarity between rows " + row + " and " + other
                        + " is undefined or infinite; leave out rows that have nothing in common with others, or impute"
                        + " first");
    }
}
