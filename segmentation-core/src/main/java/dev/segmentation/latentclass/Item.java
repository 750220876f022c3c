package dev.segmentation.latentclass;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A categorical column with the chance of each of its levels in each class. Arrays are not copied, and not changed. */
final class Item {

    final String name;
    final ColumnKind kind;
    final List<String> levels;
    private final double[] chances; // levels × classes
    private final double[] logs;
    private final Map<String, Integer> codes = new HashMap<>();

    Item(String name, ColumnKind kind, List<String> levels, double[] chances) {
        this.name = name;
        this.kind = kind;
        this.levels = levels;
        this.chances = chances;
        this.logs = Arrays.stream(chances).map(StrictMath::log).toArray();
        for (int l = 0; l < levels.size(); l++) {
            codes.put(levels.get(l), l);
        }
    }

    double chance(int level, int segment, int classes) {
        return chances[level * classes + segment];
    }

    /** −∞ for a chance of 0. */
    double log(int level, int segment, int classes) {
        return logs[level * classes + segment];
    }

    int code(String level) {
        return codes.getOrDefault(level, -1);
    }

    /** The answers of a table as positions in {@link #levels}; −1 for a missing one, or a level that is not among them. */
    int[] codes(FeatureTable table, String where) {
        if (table.kind(name) == ColumnKind.NUMERIC) {
            throw numeric(name, where);
        }
        int[] codeOf = table.levels(name).stream().mapToInt(this::code).toArray();
        return Arrays.stream(table.numbers(name))
                .mapToInt(number -> number >= 0 ? codeOf[(int) number] : -1)
                .toArray();
    }

    static InvalidInputException numeric(String name, String where) {
        return new InvalidInputException(
                Reason.SCHEMA_MISMATCH,
                name,
                where + ": column \"" + name
                        + "\" is numeric, expected categories; cut it into levels, name it a covariate, or use a Gaussian"
                        + " mixture");
    }

    Item renumbered(int[] numbers) {
        int classes = numbers.length;
        double[] result = new double[chances.length];
        for (int l = 0; l < levels.size(); l++) {
            for (int c = 0; c < classes; c++) {
                result[l * classes + numbers[c]] = chances[l * classes + c];
            }
        }
        return new Item(name, kind, levels, result);
    }
}
