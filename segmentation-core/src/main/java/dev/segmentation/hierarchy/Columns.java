package dev.segmentation.hierarchy;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.Arrays;

/**
 * Values column by column, in loops that the JIT compiler turns into vector instructions: rows in lanes, every array read
 * and written at the loop index alone.
 */
final class Columns {

    /** Squares of differences of values up to this size sum without overflow over any number of features. */
    private static final double LARGEST = 1e130;

    /** Squares of differences below this size vanish. */
    private static final double SMALLEST_SPREAD = 1e-130;

    /** Values this many times farther from the origin than from each other are moved to it. */
    private static final double FAR = 1 << 10;

    /** Rows worked on together, so that their sums stay in the nearest cache. */
    static final int STRIP = 512;

    private Columns() {}

    /** The columns of a matrix without missing values; refuses values that double arithmetic cannot square. */
    static double[][] of(FeatureMatrix features, String where) {
        double[][] columns = new double[features.featureCount()][];
        double widest = 0;
        for (int j = 0; j < columns.length; j++) {
            String name = features.featureNames().get(j);
            columns[j] = features.column(name);
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < columns[j].length; i++) {
                if (!(Math.abs(columns[j][i]) <= LARGEST)) {
                    throw new InvalidInputException(
                            Reason.RANGE,
                            i,
                            name,
                            where + ": the value at row " + i + ", feature \"" + name
                                    + "\" is beyond 1e130, so that squares would overflow; scale the features first");
                }
                low = Math.min(low, columns[j][i]);
                high = Math.max(high, columns[j][i]);
            }
            widest = Math.max(widest, high - low);
        }
        if (widest > 0 && widest < SMALLEST_SPREAD) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    where + ": every feature varies by less than 1e-130, so that squares would vanish; scale the"
                            + " features first");
        }
        return columns;
    }

    /** Moves columns that lie far from the origin to it, so that means of rows keep the digits that tell them apart. */
    static void center(double[][] columns) {
        for (double[] column : columns) {
            double low = Arrays.stream(column).min().orElse(0);
            double high = Arrays.stream(column).max().orElse(0);
            if (Math.max(Math.abs(low), Math.abs(high)) > FAR * (high - low)) {
                for (int i = 0; i < column.length; i++) {
                    column[i] -= low;
                }
            }
        }
    }

    /** Squared distances of a point to the rows from … to − 1, each to the place of its row. */
    static void squaredDistances(double[][] columns, double[] point, int from, int to, double[] into) {
        int j = 0;
        if (columns.length < 4) {
            Arrays.fill(into, from, to, 0);
        } else {
            setFour(columns[0], columns[1], columns[2], columns[3], point, from, to, into);
            j = 4;
        }
        for (; j + 4 <= columns.length; j += 4) {
            addFour(columns[j], columns[j + 1], columns[j + 2], columns[j + 3], point, j, from, to, into);
        }
        for (; j < columns.length; j++) {
            addOne(columns[j], point[j], from, to, into);
        }
    }

    private static void setFour(
            double[] a, double[] b, double[] c, double[] d, double[] point, int from, int to, double[] into) {
        double atA = point[0];
        double atB = point[1];
        double atC = point[2];
        double atD = point[3];
        for (int i = from; i < to; i++) {
            double da = a[i] - atA;
            double db = b[i] - atB;
            double dc = c[i] - atC;
            double dd = d[i] - atD;
            into[i] = da * da + db * db + dc * dc + dd * dd;
        }
    }

    private static void addFour(
            double[] a, double[] b, double[] c, double[] d, double[] point, int j, int from, int to, double[] into) {
        double atA = point[j];
        double atB = point[j + 1];
        double atC = point[j + 2];
        double atD = point[j + 3];
        for (int i = from; i < to; i++) {
            double da = a[i] - atA;
            double db = b[i] - atB;
            double dc = c[i] - atC;
            double dd = d[i] - atD;
            into[i] = into[i] + da * da + db * db + dc * dc + dd * dd;
        }
    }

    private static void addOne(double[] a, double at, int from, int to, double[] into) {
        for (int i = from; i < to; i++) {
            double difference = a[i] - at;
            into[i] += difference * difference;
        }
    }
}
