package dev.segmentation.mixed;

/**
 * The columns of a table as arrays, which nobody writes to.
 *
 * @param values of each numeric column, NaN where missing
 * @param codes of each categorical column
 * @param weights of the rows; empty if every row counts once
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Columns(double[][] values, int[][] codes, double[] weights, int rowCount) {

    double weight(int row) {
        return weights.length == 0 ? 1 : weights[row];
    }

    /** The range of the values in rows of positive weight; NaN if there is none. */
    double range(int numericColumn) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rowCount; i++) {
            double value = values[numericColumn][i];
            if (weight(i) > 0 && !Double.isNaN(value)) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        return min > max ? Double.NaN : max - min;
    }

    /** The variance of the values over the sum of weights − 1; 0 if no more than one row has a value. */
    double variance(int numericColumn) {
        double[] sums = squares(numericColumn);
        return sums[0] > 1 ? sums[1] / (sums[0] - 1) : 0;
    }

    /** The standard deviation of the values over the whole weight. */
    double deviation(int numericColumn) {
        double[] sums = squares(numericColumn);
        return Math.sqrt(sums[1] / sums[0]);
    }

    /** The weight of the values, and their sum of squares about the mean, in two passes. */
    private double[] squares(int numericColumn) {
        double[] column = values[numericColumn];
        double pivot = 0;
        for (int pass = 0; pass < 2; pass++) { // the second one corrects the rounding of the first mean
            double[] sums = sums(column, pivot);
            pivot += sums[1] / sums[0];
        }
        double[] sums = sums(column, pivot);
        return new double[] {sums[0], sums[2] - sums[1] / sums[0] * sums[1]};
    }

    /** The weight, the sum and the sum of squares of the differences from a pivot. */
    private double[] sums(double[] column, double pivot) {
        double[] sums = new double[3];
        for (int i = 0; i < rowCount; i++) {
            double weight = weight(i);
            if (weight > 0 && !Double.isNaN(column[i])) {
                double difference = column[i] - pivot;
                sums[0] += weight;
                sums[1] += weight * difference;
                sums[2] += weight * difference * difference;
            }
        }
        return sums;
    }

    /** The weight of each level. */
    double[] levelWeights(int categoricalColumn, int levelCount) {
        double[] sums = new double[levelCount];
        for (int i = 0; i < rowCount; i++) {
            int code = codes[categoricalColumn][i];
            if (code < levelCount) {
                sums[code] += weight(i);
            }
        }
        return sums;
    }

    /** How many rows of positive weight have no value at all. */
    long silentRows(Schema schema) {
        long silent = 0;
        for (int i = 0; i < rowCount; i++) {
            boolean speaks = !(weight(i) > 0);
            for (int j = 0; j < values.length && !speaks; j++) {
                speaks = !Double.isNaN(values[j][i]);
            }
            for (int j = 0; j < codes.length && !speaks; j++) {
                speaks = codes[j][i] != schema.missing(j);
            }
            silent += speaks ? 0 : 1;
        }
        return silent;
    }
}
