package dev.segmentation.mixed;

import dev.segmentation.Assignment;
import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Typing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * What both models are: prototypes, and the rule that a row belongs to the nearest one.
 *
 * <p>Prototypes are kept in the order in which they were found, because that decides between equally near ones.
 */
final class NearestPrototype {

    private final String where;
    private final Schema schema;
    private final Metric metric;
    private final Prototypes prototypes;
    private final int[] numbers; // of the segment of each prototype
    private final double[] weights; // by prototype
    private final double[] within; // by prototype

    NearestPrototype(
            String where,
            Schema schema,
            Metric metric,
            Prototypes prototypes,
            int[] numbers,
            double[] weights,
            double[] within) {
        this.where = where;
        this.schema = schema;
        this.metric = metric;
        this.prototypes = prototypes;
        this.numbers = numbers;
        this.weights = weights;
        this.within = within;
    }

    int segmentCount() {
        return numbers.length;
    }

    Schema schema() {
        return schema;
    }

    Metric metric() {
        return metric;
    }

    double trainingWeight(int segment) {
        return weights[prototype(segment)];
    }

    double within(int segment) {
        return within[prototype(segment)];
    }

    private int prototype(int segment) {
        Objects.checkIndex(segment, numbers.length);
        int prototype = 0;
        while (numbers[prototype] != segment) {
            prototype++;
        }
        return prototype;
    }

    /** The prototypes in the order of the segments, columns in the order of the fit. */
    FeatureTable table() {
        Prototypes ordered = prototypes.renumbered(numbers);
        FeatureTable.Builder table = FeatureTable.builder();
        for (String name : schema.names()) {
            int numeric = schema.numeric().indexOf(name);
            if (numeric >= 0) {
                double[] values = new double[segmentCount()];
                for (int s = 0; s < values.length; s++) {
                    values[s] = ordered.values[s * ordered.numericCount + numeric];
                }
                table.numeric(name, values);
                continue;
            }
            int categorical = schema.categorical().indexOf(name);
            List<String> levels = new ArrayList<>();
            for (int s = 0; s < segmentCount(); s++) {
                levels.add(schema.levels(categorical).get(ordered.levels[s * ordered.categoricalCount + categorical]));
            }
            if (schema.kind(categorical) == ColumnKind.ORDINAL) {
                table.ordinal(name, schema.levels(categorical), levels);
            } else {
                table.nominal(name, levels);
            }
        }
        return table.build();
    }

    /** In the order in which they were found. */
    List<PrototypesRecord.Prototype> prototypeRecords() {
        List<PrototypesRecord.Prototype> records = new ArrayList<>();
        for (int s = 0; s < prototypes.count; s++) {
            List<Double> values = new ArrayList<>();
            for (int j = 0; j < prototypes.numericCount; j++) {
                values.add(prototypes.values[s * prototypes.numericCount + j]);
            }
            List<String> levels = new ArrayList<>();
            for (int j = 0; j < prototypes.categoricalCount; j++) {
                levels.add(schema.levels(j).get(prototypes.levels[s * prototypes.categoricalCount + j]));
            }
            records.add(new PrototypesRecord.Prototype(numbers[s], weights[s], within[s], values, levels));
        }
        return records;
    }

    /** By what the distance of a column is multiplied. */
    double factor(String name) {
        int numeric = schema.numeric().indexOf(Objects.requireNonNull(name, "name"));
        if (numeric >= 0) {
            return metric.numericFactor(numeric);
        }
        int categorical = schema.categorical().indexOf(name);
        if (categorical < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME, name, where + ": no column \"" + name + "\"; see featureNames()");
        }
        return metric.categoricalFactor(categorical);
    }

    Assignment assign(FeatureTable table) {
        MixedRows rows = read(table, where + ".assign");
        int[] labels = new int[rows.rowCount()];
        eachRow(rows, (row, costs) -> labels[row] = numbers[nearest(costs)]);
        return Assignment.copyOf(segmentCount(), labels);
    }

    /** Margins are 1 − d₁/d₂, with distances that are not squared. */
    Typing type(FeatureTable table) {
        if (segmentCount() == 1) {
            return Typing.certain(assign(table));
        }
        MixedRows rows = read(table, where + ".type");
        int[] labels = new int[rows.rowCount()];
        int[] seconds = new int[rows.rowCount()];
        double[] margins = new double[rows.rowCount()];
        eachRow(rows, (row, costs) -> {
            int first = nearest(costs);
            double least = costs[first];
            costs[first] = Double.POSITIVE_INFINITY;
            int second = nearest(costs);
            labels[row] = numbers[first];
            seconds[row] = numbers[second];
            double ratio = costs[second] == 0 ? 1 : least / costs[second];
            margins[row] = 1 - (isRooted() ? Math.sqrt(ratio) : ratio);
        });
        return Typing.of(
                Assignment.copyOf(segmentCount(), labels), Assignment.copyOf(segmentCount(), seconds), margins);
    }

    private boolean isRooted() {
        return metric.isSquared() && metric.numericCount() > 0;
    }

    private static int nearest(double[] costs) {
        int nearest = 0;
        for (int s = 1; s < costs.length; s++) {
            if (costs[s] < costs[nearest]) {
                nearest = s;
            }
        }
        return nearest;
    }

    /** What is done with the costs of one row, which may be overwritten. */
    private interface RowWork {

        void on(int row, double[] costs);
    }

    private void eachRow(MixedRows rows, RowWork work) {
        CostKernel.Panel panel = new CostKernel.Panel(metric, prototypes);
        CostKernel kernel = new CostKernel(prototypes.count);
        double[] ofRow = new double[prototypes.count];
        for (int t = 0; t < rows.stripCount(); t++) {
            double[][] costs = kernel.costs(panel, rows.strip(t));
            for (int r = 0; r < rows.rowsIn(t); r++) {
                for (int s = 0; s < ofRow.length; s++) {
                    ofRow[s] = costs[s][r];
                }
                work.on(t * MixedRows.STRIP + r, ofRow);
            }
        }
    }

    private MixedRows read(FeatureTable table, String method) {
        Objects.requireNonNull(table, "table");
        schema.check(table, method);
        Columns columns = schema.read(table, method);
        for (int j = 0; j < columns.codes().length; j++) {
            for (int i = 0; i < columns.rowCount() && metric.hasRanks(j); i++) {
                if (columns.codes()[j][i] > schema.missing(j)) {
                    throw schema.unknownLevel(i, j, method);
                }
            }
        }
        return MixedRows.of(columns, metric, () -> {});
    }

    /** Each segment by what the function says of it, short. */
    String shown(IntFunction<String> segment) {
        StringBuilder text = new StringBuilder(where + "[" + segmentCount() + " segments over " + schema.names());
        for (int s = 0; s < segmentCount(); s++) {
            text.append(s == 0 ? ": " : "; ").append(segment.apply(s));
        }
        return text.append(']').toString();
    }
}
