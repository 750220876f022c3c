package dev.segmentation;

import dev.segmentation.internal.SavedParts;
import java.util.List;

/**
 * The type of a column that a model needs, as plain data, which any JSON library maps. Immutable.
 *
 * @param name of the column, unique
 * @param kind {@code numeric}, {@code ordinal} or {@code nominal}
 * @param levels those that the model knows, in their order if they have one; none if numeric
 */
public record ColumnRecord(String name, String kind, List<String> levels) {

    private static final String WHERE = "ColumnRecord";
    private static final String NUMERIC = "numeric";
    private static final String ORDINAL = "ordinal";
    private static final String NOMINAL = "nominal";

    /**
     * Copies the list.
     *
     * @param name of the column
     * @param kind of its values
     * @param levels those that the model knows
     * @throws InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public ColumnRecord {
        SavedParts.present(name, WHERE, "name");
        SavedParts.present(kind, WHERE, "kind");
        levels = SavedParts.list(levels, WHERE, "levels");
    }

    /**
     * A column of numbers.
     *
     * @param name of the column
     * @return without levels
     */
    public static ColumnRecord numeric(String name) {
        return new ColumnRecord(name, NUMERIC, List.of());
    }

    /**
     * A column.
     *
     * @param name of the column
     * @param kind its type
     * @param levels none if it is numeric
     * @return its record
     */
    public static ColumnRecord of(String name, ColumnKind kind, List<String> levels) {
        return switch (kind) {
            case NUMERIC -> numeric(name);
            case ORDINAL -> new ColumnRecord(name, ORDINAL, levels);
            case NOMINAL -> new ColumnRecord(name, NOMINAL, levels);
        };
    }

    /**
     * The type.
     *
     * @return what {@link #kind} names
     * @throws InvalidInputException if it names none, a level is there twice, or a numeric column has levels ({@link
     *     Reason#MODEL_FORMAT})
     */
    public ColumnKind type() {
        if (levels.stream().distinct().count() < levels.size()) {
            throw SavedParts.damaged(WHERE, "a column repeats a level");
        }
        ColumnKind type = switch (kind) {
            case NUMERIC -> ColumnKind.NUMERIC;
            case ORDINAL -> ColumnKind.ORDINAL;
            case NOMINAL -> ColumnKind.NOMINAL;
            default -> throw SavedParts.damaged(WHERE, "a column is of no kind that is known");
        };
        if (type == ColumnKind.NUMERIC && !levels.isEmpty()) {
            throw SavedParts.damaged(WHERE, "a numeric column has levels");
        }
        return type;
    }
}
