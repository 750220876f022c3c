package dev.segmentation.model;

import dev.segmentation.ColumnRecord;
import dev.segmentation.Segment;
import dev.segmentation.TypingTool;
import dev.segmentation.prepare.EncodingRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Rows of interest of a tool with an encoding: those of the model, with the nearest levels, and every level. */
final class EncodedExamples {

    private static final int MOST = 40;

    private EncodedExamples() {}

    static List<TableExample> of(TypingTool tool, EncodingRecord encoding) {
        Set<TableExample> examples = new LinkedHashSet<>();
        for (Map<String, Double> row : rowsOfModel(tool)) {
            if (examples.size() < MOST / 2) {
                examples.add(decoded(row, encoding));
            }
        }
        TableExample usual = examples.stream().findFirst().orElseGet(() -> decoded(Map.of(), encoding));
        for (EncodingRecord.Column column : encoding.columns()) {
            String name = column.column().name();
            examples.add(usual.without(name));
            for (String level : column.column().levels()) {
                if (examples.size() < MOST) {
                    examples.add(usual.with(name, level));
                }
            }
        }
        return List.copyOf(examples);
    }

    /** What the tool without its encoding would be verified by. */
    private static List<Map<String, Double>> rowsOfModel(TypingTool tool) {
        List<Segment> segments = tool.segments();
        TypingTool inner = tool.transform()
                .map(transform -> TypingTool.of(transform, tool.model(), segments))
                .orElseGet(() -> TypingTool.of(tool.model(), segments));
        if (!Parts.isOfFirstKind(tool)) {
            return TableExamples.of(
                            inner, Kinds.examples(Kinds.record(tool.model()).orElseThrow()))
                    .stream()
                    .map(TableExample::numbers)
                    .toList();
        }
        List<Map<String, Double>> rows = new ArrayList<>();
        for (double[] values : Examples.of(inner)) {
            Map<String, Double> row = new TreeMap<>();
            for (int j = 0; j < values.length; j++) {
                row.put(inner.featureNames().get(j), values[j]);
            }
            rows.add(row);
        }
        return rows;
    }

    /** The number itself, the level of the nearest score, or the level whose column has most. */
    private static TableExample decoded(Map<String, Double> row, EncodingRecord encoding) {
        TableExample example = TableExample.empty();
        for (EncodingRecord.Column encoded : encoding.columns()) {
            ColumnRecord column = encoded.column();
            if (column.levels().isEmpty()) {
                example = example.with(column.name(), row.getOrDefault(column.name(), 0.0));
                continue;
            }
            int best = 0;
            double closest = Double.NEGATIVE_INFINITY;
            for (int level = 0; level < column.levels().size(); level++) {
                double closeness = encoded.scores().isEmpty()
                        ? row.getOrDefault(column.name() + "=" + column.levels().get(level), 0.0)
                        : -Math.abs(encoded.scores().get(level) - row.getOrDefault(column.name(), 0.0));
                if (closeness > closest) {
                    closest = closeness;
                    best = level;
                }
            }
            example = example.with(column.name(), column.levels().get(best));
        }
        return example;
    }
}
