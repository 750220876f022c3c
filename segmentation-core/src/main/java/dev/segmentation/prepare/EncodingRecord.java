package dev.segmentation.prepare;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.Reason;
import dev.segmentation.internal.SavedParts;
import java.util.Arrays;
import java.util.List;

/**
 * An {@link EncodingModel} as plain data, which any JSON library maps: its columns with their levels.
 *
 * <p>Made by {@link EncodingModel#toRecord} or by a JSON library; {@link #restore} checks it. Immutable.
 *
 * @param columns in the order of the fit
 * @param unseen the name of an {@link Encoding.Unseen}
 * @param missing the name of an {@link Encoding.Missing}
 */
public record EncodingRecord(List<Column> columns, String unseen, String missing) {

    private static final String WHERE = "EncodingRecord";

    /**
     * Copies the list.
     *
     * @param columns in the order of the fit
     * @param unseen what is done with unseen levels
     * @param missing what is done with missing categories
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public EncodingRecord {
        columns = SavedParts.list(columns, WHERE, "columns");
        SavedParts.present(unseen, WHERE, "unseen");
        SavedParts.present(missing, WHERE, "missing");
    }

    /**
     * One column.
     *
     * @param column with the levels of the fit
     * @param scores one number per level; none for a numeric or a one-hot encoded column
     * @param reference the level without a column of its own, or none
     */
    public record Column(ColumnRecord column, List<Double> scores, List<String> reference) {

        /**
         * Copies the lists.
         *
         * @param column with the levels of the fit
         * @param scores one per level, or none
         * @param reference one level, or none
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Column {
            SavedParts.present(column, WHERE, "column");
            scores = SavedParts.list(scores, WHERE, "scores");
            reference = SavedParts.list(reference, WHERE, "reference");
        }

        private static Column of(EncodedColumn column) {
            return new Column(
                    ColumnRecord.of(column.name(), column.kind(), column.levels()),
                    column.scores(),
                    column.reference() < 0 ? List.of() : List.of(column.levels().get(column.reference())));
        }

        private EncodedColumn restore() {
            ColumnKind kind = column.type();
            if (kind != ColumnKind.NUMERIC && column.levels().isEmpty()) {
                throw SavedParts.damaged(WHERE, "a column has no levels");
            }
            if (!scores.isEmpty()
                    && (kind != ColumnKind.ORDINAL
                            || scores.size() != column.levels().size())) {
                throw SavedParts.damaged(WHERE, "\"scores\" are not those of the levels of an ordinal column");
            }
            scores.forEach(score -> SavedParts.finite(score, WHERE, "scores"));
            int level = reference.isEmpty() ? -1 : column.levels().indexOf(reference.get(0));
            if (!reference.isEmpty() && (reference.size() > 1 || level < 0 || !scores.isEmpty())) {
                throw SavedParts.damaged(WHERE, "\"reference\" is not one level of a one-hot encoded column");
            }
            return new EncodedColumn(column.name(), kind, column.levels(), scores, level);
        }
    }

    static EncodingRecord of(List<EncodedColumn> columns, Encoding.Unseen unseen, Encoding.Missing missing) {
        return new EncodingRecord(columns.stream().map(Column::of).toList(), unseen.name(), missing.name());
    }

    /**
     * The columns that the encoding takes.
     *
     * @return in the order of the fit
     */
    public List<ColumnRecord> schema() {
        return columns.stream().map(Column::column).toList();
    }

    /**
     * The encoding.
     *
     * @return encodes as the one that was saved
     * @throws dev.segmentation.InvalidInputException if the record cannot be of an encoding ({@link Reason#MODEL_FORMAT})
     */
    public EncodingModel restore() {
        return SavedParts.restored(
                WHERE,
                () -> new EncodingModel(
                        columns.stream().map(Column::restore).toList(),
                        constant(Encoding.Unseen.values(), unseen, "unseen"),
                        constant(Encoding.Missing.values(), missing, "missing")));
    }

    private static <E extends Enum<E>> E constant(E[] all, String name, String part) {
        return Arrays.stream(all)
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> SavedParts.damaged(WHERE, "\"" + part + "\" is none that is known"));
    }
}
