package dev.segmentation.mixed;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** k-prototypes as the papers write them: every value looked at by name, every distance computed anew in every pass. */
final class SlowPrototypes {

    private final FeatureTable table;
    private final MixedDistance distance;
    private final Map<String, Double> factors;
    private final List<Map<String, Object>> prototypes = new ArrayList<>();
    private int[] labels = {};
    private int passes;

    SlowPrototypes(FeatureTable table, MixedDistance distance, Map<String, Double> factors) {
        this.table = table;
        this.distance = distance;
        this.factors = factors;
    }

    /** Iterates from some rows until no label changes; no segment may become empty. */
    SlowPrototypes run(int... rows) {
        for (int row : rows) {
            Map<String, Object> prototype = new TreeMap<>();
            table.names().forEach(name -> prototype.put(name, value(row, name).orElseThrow()));
            prototypes.add(prototype);
        }
        int[] before;
        do {
            passes++;
            before = labels;
            labels = new int[table.rowCount()];
            for (int i = 0; i < labels.length; i++) {
                for (int s = 1; s < prototypes.size(); s++) {
                    if (cost(i, s) < cost(i, labels[i])) {
                        labels[i] = s;
                    }
                }
            }
            if (!Arrays.equals(before, labels)) {
                center();
            }
        } while (!Arrays.equals(before, labels));
        return this;
    }

    private Optional<Object> value(int row, String name) {
        if (table.isMissing(row, name)) {
            return Optional.empty();
        }
        return Optional.of(
                table.kind(name) == ColumnKind.NUMERIC
                        ? table.number(row, name)
                        : table.level(row, name).orElseThrow());
    }

    private double cost(int row, int segment) {
        double cost = 0;
        for (String name : table.names()) {
            Optional<Object> value = value(row, name);
            if (value.isPresent()) {
                cost += factors.getOrDefault(name, 1.0)
                        * difference(name, value.get(), prototypes.get(segment).get(name));
            }
        }
        return cost;
    }

    private double difference(String name, Object value, Object center) {
        boolean isGower = distance == MixedDistance.GOWER;
        if (table.kind(name) == ColumnKind.NUMERIC) {
            double difference = Math.abs((Double) value - (Double) center);
            return isGower ? difference / range(name) : difference * difference;
        }
        if (isGower && table.kind(name) == ColumnKind.ORDINAL) {
            double[] ranks = presentLevels(name).stream()
                    .mapToDouble(level -> rank(name, level))
                    .sorted()
                    .toArray();
            return Math.abs(rank(name, (String) value) - rank(name, (String) center))
                    / (ranks[ranks.length - 1] - ranks[0]);
        }
        return value.equals(center) ? 0 : 1;
    }

    private List<String> presentLevels(String name) {
        return table.levels(name).stream()
                .filter(level -> weight(name, level, -1) > 0)
                .toList();
    }

    private double range(String name) {
        double[] values = Arrays.stream(table.numbers(name))
                .filter(v -> !Double.isNaN(v))
                .sorted()
                .toArray();
        return values[values.length - 1] - values[0];
    }

    /** The mean rank of the rows of a level. */
    private double rank(String name, String level) {
        double below = 0;
        for (String other : table.levels(name)) {
            if (other.equals(level)) {
                return below + (weight(name, level, -1) + 1) / 2;
            }
            below += weight(name, other, -1);
        }
        throw new IllegalArgumentException(level);
    }

    /** The weight of a level in a segment, or in all rows. */
    private double weight(String name, String level, int segment) {
        double weight = 0;
        for (int i = 0; i < table.rowCount(); i++) {
            boolean counts = segment < 0 || labels[i] == segment;
            weight += counts && table.level(i, name).equals(Optional.of(level)) ? table.weight(i) : 0;
        }
        return weight;
    }

    private void center() {
        for (int s = 0; s < prototypes.size(); s++) {
            for (String name : table.names()) {
                prototypes.get(s).put(name, center(s, name));
            }
        }
    }

    private Object center(int segment, String name) {
        if (table.kind(name) == ColumnKind.NUMERIC) {
            return distance == MixedDistance.GOWER ? median(segment, name) : mean(segment, name);
        }
        if (distance == MixedDistance.GOWER && table.kind(name) == ColumnKind.ORDINAL) {
            return table.levels(name).stream()
                    .min(Comparator.comparingDouble(level -> table.levels(name).stream()
                            .mapToDouble(other ->
                                    weight(name, other, segment) * Math.abs(rank(name, level) - rank(name, other)))
                            .sum()))
                    .orElseThrow();
        }
        Comparator<String> order = table.kind(name) == ColumnKind.NOMINAL
                ? Comparator.naturalOrder()
                : Comparator.comparing(table.levels(name)::indexOf);
        return table.levels(name).stream()
                .sorted(order)
                .max(Comparator.<String>comparingDouble(level -> weight(name, level, segment))
                        .thenComparing(order.reversed()))
                .orElseThrow();
    }

    private double mean(int segment, String name) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == segment && !table.isMissing(i, name)) {
                sum += table.weight(i) * table.number(i, name);
                weight += table.weight(i);
            }
        }
        return sum / weight;
    }

    /** Of values that are repeated as their whole weights say. */
    private double median(int segment, String name) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            for (int w = 0; w < table.weight(i) && labels[i] == segment && !table.isMissing(i, name); w++) {
                values.add(table.number(i, name));
            }
        }
        values.sort(null);
        return (values.get((values.size() - 1) / 2) + values.get(values.size() / 2)) / 2;
    }

    int[] labels() {
        return labels;
    }

    int passes() {
        return passes;
    }

    double objective() {
        double objective = 0;
        for (int i = 0; i < labels.length; i++) {
            objective += table.weight(i) * cost(i, labels[i]);
        }
        return objective;
    }

    Object prototype(int segment, String name) {
        return prototypes.get(segment).get(name);
    }
}
