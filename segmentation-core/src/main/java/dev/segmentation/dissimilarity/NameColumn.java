package dev.segmentation.dissimilarity;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.FeatureTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nominal levels: the same or not. */
final class NameColumn extends GowerColumn {

    private final Map<String, Double> codes = new LinkedHashMap<>();

    NameColumn(String name, double weight, List<String> levels) {
        super(name, weight, ColumnKind.NOMINAL);
        for (String level : levels) {
            codes.put(level, (double) codes.size());
        }
    }

    @Override
    DissimilarityRecord.Column toRecord() {
        return DissimilarityRecord.Column.of(ColumnRecord.of(name, kind, List.copyOf(codes.keySet())), weight, 0);
    }

    @Override
    double[] encode(FeatureTable table, Map<String, Double> unknown, String where) {
        List<String> levels = table.levels(name);
        double[] codeOf = new double[levels.size()];
        for (int level = 0; level < codeOf.length; level++) {
            Double known = codes.get(levels.get(level));
            codeOf[level] =
                    known != null ? known : unknown.computeIfAbsent(levels.get(level), text -> -1.0 - unknown.size());
        }
        double[] numbers = table.numbers(name);
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isNaN(numbers[i])) {
                numbers[i] = codeOf[(int) numbers[i]];
            }
        }
        return numbers;
    }

    @Override
    void add(double x, double[] tile, int lanes, double[] sums, double[] weights) {
        for (int r = 0; r < lanes; r++) {
            double y = tile[r];
            if (!Double.isNaN(y)) {
                sums[r] += y == x ? 0 : weight;
                weights[r] += weight;
            }
        }
    }
}
