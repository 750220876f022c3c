package dev.segmentation.medoid;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.FeatureTable;
import dev.segmentation.ModelRecord;
import dev.segmentation.Reason;
import dev.segmentation.dissimilarity.DissimilarityRecord;
import dev.segmentation.internal.SavedParts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MedoidModel} as plain data, which any JSON library maps: the medoids, and what rows are compared by.
 *
 * <p><b>Privacy:</b> it holds the values of k real customers, as the model does. Whoever gets the file gets them.
 *
 * <p>Made by {@link MedoidModel#toRecord} or by a JSON library; {@link #restore} checks it. Immutable.
 *
 * @param dissimilarity what rows are compared by
 * @param medoids in the order of their labels
 * @param weights of the medoids; none if the training rows had none
 */
public record MedoidRecord(DissimilarityRecord dissimilarity, List<Medoid> medoids, List<Double> weights)
        implements ModelRecord {

    private static final String WHERE = "MedoidRecord";

    /**
     * Copies the lists.
     *
     * @param dissimilarity what rows are compared by
     * @param medoids in the order of their labels
     * @param weights one per medoid or none
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public MedoidRecord {
        SavedParts.present(dissimilarity, WHERE, "dissimilarity");
        medoids = SavedParts.list(medoids, WHERE, "medoids");
        weights = SavedParts.list(weights, WHERE, "weights");
    }

    /**
     * A customer.
     *
     * @param row of the training table
     * @param numbers of the numeric columns that are not missing, in their order
     * @param levels of the other columns that are not missing, in their order
     * @param missing the names of the columns that are
     */
    public record Medoid(int row, List<Double> numbers, List<String> levels, List<String> missing) {

        /**
         * Copies the lists.
         *
         * @param row of the training table
         * @param numbers of numeric columns
         * @param levels of the others
         * @param missing names of columns
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Medoid {
            numbers = SavedParts.list(numbers, WHERE, "numbers");
            levels = SavedParts.list(levels, WHERE, "levels");
            missing = SavedParts.list(missing, WHERE, "missing");
        }
    }

    static MedoidRecord of(DissimilarityRecord dissimilarity, FeatureTable table, List<Integer> rows) {
        List<Medoid> medoids = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (int s = 0; s < rows.size(); s++) {
            List<Double> numbers = new ArrayList<>();
            List<String> levels = new ArrayList<>();
            List<String> missing = new ArrayList<>();
            for (ColumnRecord column : dissimilarity.schema()) {
                if (table.isMissing(s, column.name())) {
                    missing.add(column.name());
                } else if (column.type() == ColumnKind.NUMERIC) {
                    numbers.add(table.number(s, column.name()));
                } else {
                    levels.add(table.level(s, column.name()).orElseThrow());
                }
            }
            medoids.add(new Medoid(rows.get(s), numbers, levels, missing));
            if (table.isWeighted()) {
                weights.add(table.weight(s));
            }
        }
        return new MedoidRecord(dissimilarity, medoids, weights);
    }

    @Override
    public List<ColumnRecord> schema() {
        return dissimilarity.schema();
    }

    @Override
    public MedoidModel restore() {
        if (medoids.isEmpty()) {
            throw SavedParts.damaged(WHERE, "there are no medoids");
        }
        if (medoids.stream().anyMatch(medoid -> medoid.row < 0)) {
            throw SavedParts.damaged(WHERE, "a medoid has a negative row");
        }
        FeatureTable table = SavedParts.restored(WHERE, this::table);
        return new MedoidModel(
                dissimilarity.restore(),
                table,
                medoids.stream().mapToInt(Medoid::row).toArray());
    }

    private FeatureTable table() {
        int[] numbers = new int[medoids.size()];
        int[] levels = new int[medoids.size()];
        int[] missing = new int[medoids.size()];
        FeatureTable.Builder builder = FeatureTable.builder();
        for (ColumnRecord column : schema()) {
            boolean numeric = column.type() == ColumnKind.NUMERIC;
            double[] values = new double[medoids.size()];
            List<@Nullable String> texts = new ArrayList<>();
            for (int s = 0; s < values.length; s++) {
                Medoid medoid = medoids.get(s);
                String text = null;
                if (missing[s] < medoid.missing.size()
                        && medoid.missing.get(missing[s]).equals(column.name())) {
                    values[s] = Double.NaN;
                    missing[s]++;
                } else if (numeric && numbers[s] < medoid.numbers.size()) {
                    values[s] = SavedParts.finite(medoid.numbers.get(numbers[s]++), WHERE, "numbers");
                } else if (!numeric && levels[s] < medoid.levels.size()) {
                    text = medoid.levels.get(levels[s]++);
                } else {
                    throw notOneValuePerColumn(s);
                }
                texts.add(text);
            }
            if (numeric) {
                builder.numeric(column.name(), values);
            } else if (column.type() == ColumnKind.ORDINAL) {
                builder.ordinal(column.name(), column.levels(), texts);
            } else {
                builder.nominal(column.name(), texts);
            }
        }
        for (int s = 0; s < numbers.length; s++) {
            Medoid medoid = medoids.get(s);
            if (numbers[s] < medoid.numbers.size()
                    || levels[s] < medoid.levels.size()
                    || missing[s] < medoid.missing.size()) {
                throw notOneValuePerColumn(s);
            }
        }
        FeatureTable table = builder.build();
        return weights.isEmpty()
                ? table
                : table.weightedBy(
                        weights.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static RuntimeException notOneValuePerColumn(int medoid) {
        return SavedParts.damaged(WHERE, "medoid " + medoid + " does not have one value per column");
    }
}
