package dev.segmentation.app.command;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Typing;
import dev.segmentation.TypingTool;
import dev.segmentation.app.io.CsvTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file that a model has put into segments.
 *
 * @param rows of the file, ascending
 * @param typing of these rows
 */
record ScoredRows(List<Integer> rows, Typing typing) {

    /** All rows; one that the model cannot score refuses the file. */
    static ScoredRows all(TypingTool tool, List<ColumnRecord> columns, CsvTable table) {
        FeatureTable features = features(columns, table);
        try {
            return all(table.located(() -> tool.type(features)));
        } catch (InvalidInputException e) {
            throw isMissing(e, features) ? withWayOut(e) : e;
        }
    }

    /** All rows of what was fitted to them. */
    static ScoredRows all(Typing typing) {
        return new ScoredRows(IntStream.range(0, typing.size()).boxed().toList(), typing);
    }

    /** A value is missing, or nothing claims a row of which one is. */
    private static boolean isMissing(InvalidInputException e, FeatureTable features) {
        return e.reason() == Reason.NON_FINITE
                || (e.reason() == Reason.GAP
                        && e.row().isPresent()
                        && features.names().stream()
                                .anyMatch(
                                        name -> features.isMissing((int) e.row().getAsLong(), name)));
    }

    private static InvalidInputException withWayOut(InvalidInputException e) {
        String message = e.getMessage() + "; or give --unscored, which leaves the segment of such customers blank";
        return e.row().isPresent()
                ? new InvalidInputException(
                        e.reason(), e.row().getAsLong(), e.name().orElse("row"), message)
                : new InvalidInputException(e.reason(), e.name().orElse("features"), message);
    }

    /**
     * Only the rows of which the model can make something. Models differ: recency that is missing has an RFM score.
     *
     * @throws InvalidInputException if there is none, or a feature is wrong rather than missing
     */
    static ScoredRows possible(TypingTool tool, List<ColumnRecord> columns, CsvTable table) {
        FeatureTable features = features(columns, table);
        Map<List<Boolean>, Boolean> never = new HashMap<>(); // by which features are missing
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            int at = row;
            List<Boolean> missing = features.names().stream()
                    .map(feature -> features.isMissing(at, feature))
                    .toList();
            if (!missing.contains(true)
                    || (!never.computeIfAbsent(missing, key -> refuses(tool, features.rows(at), Reason.NON_FINITE))
                            && !refuses(tool, features.rows(at), Reason.GAP))) {
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            return all(table.located(() -> tool.type(features))); // refuses, and says what is missing first
        }
        int[] kept = rows.stream().mapToInt(Integer::intValue).toArray();
        Typing typing = table.rows(kept).located(() -> tool.type(features.rows(kept)));
        return new ScoredRows(List.copyOf(rows), typing);
    }

    /** Other reasons than a missing value are left to be found with their line. */
    private static boolean refuses(TypingTool tool, FeatureTable one, Reason reason) {
        try {
            tool.type(one);
            return false;
        } catch (InvalidInputException e) {
            return e.reason() == reason;
        }
    }

    /** The names of the numeric columns, or of the others. */
    static List<String> names(List<ColumnRecord> columns, boolean numeric) {
        return columns.stream()
                .filter(column -> (column.type() == ColumnKind.NUMERIC) == numeric)
                .map(ColumnRecord::name)
                .toList();
    }

    /** The columns of a model; a blank cell is a missing value. */
    private static FeatureTable features(List<ColumnRecord> columns, CsvTable table) {
        List<String> numeric = names(columns, true);
        FeatureTable.Builder builder = FeatureTable.builder();
        if (!numeric.isEmpty()) {
            builder.matrix(table.matrix(numeric));
        }
        for (ColumnRecord column : columns) {
            if (column.type() != ColumnKind.NUMERIC) {
                List<@Nullable String> levels = new ArrayList<>();
                table.texts(column.name()).forEach(cell -> levels.add(cell.isBlank() ? null : cell));
                if (column.type() == ColumnKind.ORDINAL) {
                    builder.ordinal(column.name(), withUnknown(column.levels(), levels), levels);
                } else {
                    builder.nominal(column.name(), levels);
                }
            }
        }
        return builder.build().select(columns.stream().map(ColumnRecord::name).toList());
    }

    /** Levels that the model does not know come last; it says what it makes of them. */
    private static List<String> withUnknown(List<String> known, List<@Nullable String> found) {
        Set<String> all = new LinkedHashSet<>(known);
        for (String level : found) {
            if (level != null) {
                all.add(level);
            }
        }
        return List.copyOf(all);
    }
}
