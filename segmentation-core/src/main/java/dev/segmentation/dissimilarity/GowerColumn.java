package dev.segmentation.dissimilarity;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.Map;

/** One column of a fitted {@link Gower}: what was learned of it, and how it differs between rows. */
abstract class GowerColumn {

    final String name;
    final double weight;
    final ColumnKind kind;

    GowerColumn(String name, double weight, ColumnKind kind) {
        this.name = name;
        this.weight = weight;
        this.kind = kind;
    }

    /**
     * The values as numbers that the column compares, NaN where missing.
     *
     * @param unknown numbers given to levels that training did not know, the same for all tables of one comparison
     */
    abstract double[] encode(FeatureTable table, Map<String, Double> unknown, String where);

    /**
     * Adds weight × difference, and the weight, of one value to each of a tile, where they can be compared.
     *
     * @param x not NaN
     */
    abstract void add(double x, double[] tile, int lanes, double[] sums, double[] weights);

    abstract DissimilarityRecord.Column toRecord();

    /** That a later table has the column, of the same kind. */
    final void check(FeatureTable table, String where) {
        if (!table.has(name)) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    name,
                    where + ": no column \"" + name + "\", which the fitted rows had; there are "
                            + Arguments.shown(table.names()));
        }
        if (table.kind(name) != kind) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    name,
                    where + ": column \"" + name + "\" is " + table.kind(name) + ", expected " + kind
                            + " as in the fitted rows");
        }
    }
}
