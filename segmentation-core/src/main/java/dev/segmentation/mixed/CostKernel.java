package dev.segmentation.mixed;

import java.util.Arrays;
import java.util.List;

/** What each row of a strip costs with each of k prototypes. Used by one thread; the tables are shared. */
final class CostKernel {

    /** The prototypes as the kernel reads them. */
    static final class Panel {

        private final Metric metric;
        private final Prototypes prototypes;
        private final double[][][] tables; // by prototype and group

        Panel(Metric metric, Prototypes prototypes) {
            this.metric = metric;
            this.prototypes = prototypes;
            List<Metric.Group> groups = metric.groups();
            this.tables = new double[prototypes.count][groups.size()][];
            for (int s = 0; s < prototypes.count; s++) {
                for (int g = 0; g < groups.size(); g++) {
                    tables[s][g] = metric.costs(groups.get(g), prototypes.levels, s * prototypes.categoricalCount);
                }
            }
        }

        int count() {
            return prototypes.count;
        }
    }

    private final double[][] costs; // by prototype and row of the strip

    CostKernel(int prototypeCount) {
        this.costs = new double[prototypeCount][MixedRows.STRIP];
    }

    /** The costs of a strip, by prototype and row. */
    double[][] costs(Panel panel, MixedRows.Strip rows) {
        for (int s = 0; s < panel.count(); s++) {
            one(panel, rows, s, costs[s]);
        }
        return costs;
    }

    private static void one(Panel panel, MixedRows.Strip rows, int prototype, double[] into) {
        Metric metric = panel.metric;
        int count = rows.count();
        int p = metric.numericCount();
        int done = 0;
        if (p > 0 && rows.presence()[0].length == 0) {
            set(rows.numbers()[0], panel.prototypes.values[prototype * p], metric, into, count);
            done = 1;
        } else {
            Arrays.fill(into, 0, count, 0);
        }
        for (int j = done; j < p; j++) {
            double center = panel.prototypes.values[prototype * p + j];
            double factor = metric.numericFactor(j);
            double[] numbers = rows.numbers()[j];
            double[] presence = rows.presence()[j];
            if (presence.length > 0) {
                addPresent(numbers, presence, center, factor, metric.isSquared(), into, count);
            } else if (metric.isSquared()) {
                addSquares(numbers, center, factor, into, count);
            } else {
                addAbsolutes(numbers, center, factor, into, count);
            }
        }
        for (int g = 0; g < panel.tables[prototype].length; g++) {
            addLookups(rows.combinations()[g], panel.tables[prototype][g], into, count);
        }
    }

    private static void set(double[] numbers, double center, Metric metric, double[] into, int count) {
        double factor = metric.numericFactor(0);
        if (metric.isSquared()) {
            for (int r = 0; r < count; r++) {
                double difference = numbers[r] - center;
                into[r] = factor * (difference * difference);
            }
        } else {
            for (int r = 0; r < count; r++) {
                into[r] = factor * Math.abs(numbers[r] - center);
            }
        }
    }

    private static void addSquares(double[] numbers, double center, double factor, double[] into, int count) {
        for (int r = 0; r < count; r++) {
            double difference = numbers[r] - center;
            into[r] += factor * (difference * difference);
        }
    }

    private static void addAbsolutes(double[] numbers, double center, double factor, double[] into, int count) {
        for (int r = 0; r < count; r++) {
            into[r] += factor * Math.abs(numbers[r] - center);
        }
    }

    private static void addPresent(
            double[] numbers,
            double[] presence,
            double center,
            double factor,
            boolean squared,
            double[] into,
            int count) {
        for (int r = 0; r < count; r++) {
            double difference = Math.abs(numbers[r] - center);
            into[r] += presence[r] * (factor * (squared ? difference * difference : difference));
        }
    }

    private static void addLookups(int[] combinations, double[] table, double[] into, int count) {
        for (int r = 0; r < count; r++) {
            into[r] += table[combinations[r]];
        }
    }
}
