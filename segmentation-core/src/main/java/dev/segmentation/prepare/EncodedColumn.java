package dev.segmentation.prepare;

import dev.segmentation.ColumnKind;
import java.util.Arrays;
import java.util.List;

/**
 * How one column is encoded.
 *
 * @param levels empty for a numeric column
 * @param scores of the levels; empty if they are one-hot encoded
 * @param reference the level without a column, negative if there is none
 */
record EncodedColumn(String name, ColumnKind kind, List<String> levels, List<Double> scores, int reference) {

    static EncodedColumn numeric(String name) {
        return new EncodedColumn(name, ColumnKind.NUMERIC, List.of(), List.of(), -1);
    }

    static EncodedColumn scored(String name, List<String> levels, double[] scores) {
        return new EncodedColumn(
                name, ColumnKind.ORDINAL, levels, Arrays.stream(scores).boxed().toList(), -1);
    }

    static EncodedColumn oneHot(String name, ColumnKind kind, List<String> levels, int reference) {
        return new EncodedColumn(name, kind, levels, List.of(), reference);
    }

    boolean isOneHot() {
        return kind != ColumnKind.NUMERIC && scores.isEmpty();
    }
}
