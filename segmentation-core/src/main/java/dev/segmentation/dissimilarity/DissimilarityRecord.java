package dev.segmentation.dissimilarity;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SavedParts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A fitted {@link Dissimilarity} of this library as plain data, which any JSON library maps. A function of the caller's own
 * has none.
 *
 * @param kind {@code euclidean}, {@code squared euclidean}, {@code manhattan} or {@code gower}
 * @param columns that it compares, in its own order
 */
public record DissimilarityRecord(String kind, List<Column> columns) {

    private static final String WHERE = "DissimilarityRecord";
    private static final String GOWER = "gower";

    /**
     * Copies the list.
     *
     * @param kind of dissimilarity
     * @param columns that it compares
     * @throws InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public DissimilarityRecord {
        SavedParts.present(kind, WHERE, "kind");
        columns = SavedParts.list(columns, WHERE, "columns");
    }

    /**
     * A column, and what Gower's dissimilarity learned of it.
     *
     * @param column its name, type and levels
     * @param weight how much it counts; 1 unless Gower's
     * @param range of a numeric or ordinal column of Gower's, at least 0; otherwise 0
     * @param positions of the levels of an ordinal column
     * @param halfTies around these
     * @param present of an asymmetric column the level that says something, or an empty list if that is the number 1
     * @param asymmetric whether a pair that lacks it drops out
     */
    public record Column(
            ColumnRecord column,
            double weight,
            double range,
            List<Double> positions,
            List<Double> halfTies,
            List<String> present,
            boolean asymmetric) {

        /**
         * Copies the lists.
         *
         * @param column its name, type and levels
         * @param weight how much it counts
         * @param range at least 0
         * @param positions of levels
         * @param halfTies around these
         * @param present one level or none
         * @param asymmetric whether a pair that lacks it drops out
         * @throws InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Column {
            SavedParts.present(column, WHERE, "column");
            positions = SavedParts.list(positions, WHERE, "positions");
            halfTies = SavedParts.list(halfTies, WHERE, "halfTies");
            present = SavedParts.list(present, WHERE, "present");
        }

        static Column of(ColumnRecord column, double weight, double range) {
            return new Column(column, weight, range, List.of(), List.of(), List.of(), false);
        }

        private GowerColumn restore() {
            ColumnKind type = column.type();
            boolean right = weight >= 0 && weight <= 1e100 && range >= 0 && range <= Double.MAX_VALUE;
            int ranked =
                    type == ColumnKind.ORDINAL && !asymmetric ? column.levels().size() : 0;
            right &= positions.size() == ranked && halfTies.size() == ranked;
            right &= present.size() == (asymmetric && type == ColumnKind.NOMINAL ? 1 : 0);
            right &= !asymmetric || type != ColumnKind.ORDINAL;
            if (!right) {
                throw SavedParts.damaged(WHERE, "a column is not as one of its type is");
            }
            if (asymmetric) {
                return PresenceColumn.restored(column, weight, present.stream().findFirst());
            }
            return switch (type) {
                case NUMERIC -> NumberColumn.restored(column.name(), weight, range);
                case ORDINAL -> LevelColumn.restored(column, weight, array(positions), array(halfTies), range);
                case NOMINAL -> new NameColumn(column.name(), weight, column.levels());
            };
        }

        private static double[] array(List<Double> numbers) {
            return numbers.stream()
                    .mapToDouble(number -> SavedParts.finite(number, WHERE, "positions"))
                    .toArray();
        }
    }

    /**
     * A fitted dissimilarity as plain data.
     *
     * @param model of this library, and not of a function of the caller's own
     * @return from which {@link #restore} makes one that compares alike
     * @throws InvalidInputException if it has no format ({@link Reason#BAD_PARAM})
     */
    public static DissimilarityRecord of(DissimilarityModel model) {
        if (model instanceof GowerModel gower) {
            return new DissimilarityRecord(GOWER, gower.columnRecords());
        }
        Optional<Metric> metric = Metric.of(model);
        if (metric.isPresent()) {
            return new DissimilarityRecord(
                    metric.get().toString(),
                    model.featureNames().stream()
                            .map(name -> Column.of(ColumnRecord.numeric(name), 1, 0))
                            .toList());
        }
        throw new InvalidInputException(
                Reason.BAD_PARAM,
                "dissimilarity",
                "DissimilarityRecord.of: a function of your own has no format to be saved in; use one of this library");
    }

    /**
     * The columns that it compares.
     *
     * @return in its own order
     */
    public List<ColumnRecord> schema() {
        return columns.stream().map(Column::column).toList();
    }

    /**
     * The fitted dissimilarity.
     *
     * @return compares as the one that was saved
     * @throws InvalidInputException if the record cannot be of one ({@link Reason#MODEL_FORMAT})
     */
    public DissimilarityModel restore() {
        List<String> names = SavedParts.restored(
                WHERE,
                () -> Arguments.featureNames(
                        columns.stream().map(column -> column.column.name()).toList(), WHERE));
        if (kind.equals(GOWER)) {
            return new GowerModel(names, columns.stream().map(Column::restore).toList());
        }
        Metric metric = Arrays.stream(Metric.values())
                .filter(one -> one.toString().equals(kind.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> SavedParts.damaged(WHERE, "the dissimilarity is none that is known"));
        if (!columns.stream().allMatch(column -> column.column.type() == ColumnKind.NUMERIC)) {
            throw SavedParts.damaged(WHERE, "a distance of numbers has a column of levels");
        }
        return metric.restored(names);
    }
}
