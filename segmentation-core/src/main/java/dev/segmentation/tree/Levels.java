package dev.segmentation.tree;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The levels of a column; nominal ones go by text, so that the order of rows means nothing. */
final class Levels {

    private Levels() {}

    /** In their order; none for a numeric column. */
    static List<String> of(String name, FeatureTable table) {
        List<String> levels = table.levels(name);
        return table.kind(name) == ColumnKind.NOMINAL ? levels.stream().sorted().toList() : levels;
    }

    /** Per row the number, or the place of its level in that order; NaN if missing. */
    static double[] numbers(String name, FeatureTable table) {
        double[] numbers = table.numbers(name);
        if (table.kind(name) == ColumnKind.NOMINAL) {
            Map<String, Integer> places = new HashMap<>();
            of(name, table).forEach(level -> places.put(level, places.size()));
            int[] placeOf = table.levels(name).stream().mapToInt(places::get).toArray();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Double.isNaN(numbers[i]) ? numbers[i] : placeOf[(int) numbers[i]];
            }
        }
        return numbers;
    }
}
