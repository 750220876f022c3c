package dev.segmentation.model;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Typing;
import dev.segmentation.TypingTool;
import dev.segmentation.internal.SavedParts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of typed columns by which a restored tool shows that it is the one that was saved. */
final class TableVerification {

    private static final String WHERE = "SavedModel";
    private static final int MOST = 40;

    private TableVerification() {}

    /** Those of the examples that the model takes. */
    static List<ModelParts.TableRow> rows(TypingTool tool, List<ColumnRecord> columns, List<TableExample> examples) {
        return taken(tool, columns, TableExamples.of(tool, examples));
    }

    /** Those of some rows in raw units that the tool takes. */
    static List<ModelParts.TableRow> taken(TypingTool tool, List<ColumnRecord> columns, List<TableExample> raw) {
        List<TableExample> taken = new ArrayList<>();
        for (TableExample example : raw) {
            if (taken.size() < MOST && isTaken(tool, columns, example)) {
                taken.add(example);
            }
        }
        return taken.isEmpty() ? List.of() : scored(tool, columns, taken);
    }

    private static boolean isTaken(TypingTool tool, List<ColumnRecord> columns, TableExample example) {
        try {
            scored(tool, columns, List.of(example));
            return true;
        } catch (InvalidInputException notTaken) {
            return false; // a value is missing or out of range, or no rule claims it
        }
    }

    static void check(TypingTool tool, List<ColumnRecord> columns, List<ModelParts.TableRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<TableExample> examples = new ArrayList<>();
        for (ModelParts.TableRow row : rows) {
            examples.add(example(columns, row, examples.size()));
        }
        List<ModelParts.TableRow> found = scored(tool, columns, examples);
        for (int i = 0; i < rows.size(); i++) {
            if (!found.get(i).equals(rows.get(i))) { // doubles by their bits
                throw SavedParts.damaged(
                        WHERE, "verification row " + i + " is not scored as it was when the model was saved");
            }
        }
    }

    private static TableExample example(List<ColumnRecord> columns, ModelParts.TableRow row, int number) {
        TableExample example = TableExample.empty();
        int numbers = 0;
        int levels = 0;
        int missing = 0;
        for (ColumnRecord column : columns) {
            boolean numeric = column.type() == ColumnKind.NUMERIC;
            if (missing < row.missing().size() && row.missing().get(missing).equals(column.name())) {
                missing++;
            } else if (numeric && numbers < row.numbers().size()) {
                double value = SavedParts.finite(row.numbers().get(numbers++), WHERE, "verification");
                example = example.with(column.name(), value);
            } else if (!numeric && levels < row.levels().size()) {
                example = example.with(column.name(), row.levels().get(levels++));
            } else {
                throw notOneValuePerColumn(number);
            }
        }
        if (numbers < row.numbers().size()
                || levels < row.levels().size()
                || missing < row.missing().size()) {
            throw notOneValuePerColumn(number);
        }
        return example;
    }

    private static InvalidInputException notOneValuePerColumn(int row) {
        return SavedParts.damaged(WHERE, "verification row " + row + " does not have one value per column");
    }

    private static List<ModelParts.TableRow> scored(
            TypingTool tool, List<ColumnRecord> columns, List<TableExample> examples) {
        FeatureTable table = table(columns, examples);
        Typing typing = tool.type(table);
        List<double[]> prepared = new ArrayList<>();
        FeatureTable raw = table.select(tool.featureNames());
        FeatureTable encoded =
                tool.encoding().map(one -> FeatureTable.of(one.apply(raw))).orElse(raw);
        tool.encoding().ifPresent(one -> one.encodedNames().forEach(name -> prepared.add(encoded.numbers(name))));
        tool.transform().ifPresent(transform -> {
            FeatureTable transformed = transform.apply(encoded);
            transform.featureNames().forEach(name -> prepared.add(transformed.numbers(name)));
        });
        List<ModelParts.TableRow> rows = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            rows.add(row(
                    columns,
                    examples.get(i),
                    known(prepared, i),
                    typing.assignment().label(i),
                    typing.margin(i)));
        }
        return rows;
    }

    private static List<Double> known(List<double[]> columns, int row) {
        return columns.stream()
                .map(column -> column[row])
                .filter(value -> !Double.isNaN(value))
                .toList();
    }

    private static ModelParts.TableRow row(
            List<ColumnRecord> columns, TableExample example, List<Double> prepared, int segment, double margin) {
        List<Double> numbers = new ArrayList<>();
        List<String> levels = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (ColumnRecord column : columns) {
            Double number = example.numbers().get(column.name());
            String level = example.levels().get(column.name());
            if (number != null) {
                numbers.add(number);
            } else if (level != null) {
                levels.add(level);
            } else {
                missing.add(column.name());
            }
        }
        return new ModelParts.TableRow(numbers, levels, missing, prepared, segment, margin);
    }

    private static FeatureTable table(List<ColumnRecord> columns, List<TableExample> examples) {
        FeatureTable.Builder builder = FeatureTable.builder();
        for (ColumnRecord column : columns) {
            String name = column.name();
            if (column.type() == ColumnKind.NUMERIC) {
                builder.numeric(
                        name,
                        examples.stream()
                                .mapToDouble(example -> example.numbers().getOrDefault(name, Double.NaN))
                                .toArray());
                continue;
            }
            List<@Nullable String> values = new ArrayList<>();
            examples.forEach(example -> values.add(example.levels().get(name)));
            if (column.type() == ColumnKind.ORDINAL) {
                builder.ordinal(name, column.levels(), values);
            } else {
                builder.nominal(name, values);
            }
        }
        return builder.build();
    }
}
