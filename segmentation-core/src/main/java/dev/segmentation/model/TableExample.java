package dev.segmentation.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A row of a table; what is in neither map is missing.
 *
 * @param numbers by column
 * @param levels by column
 */
record TableExample(Map<String, Double> numbers, Map<String, String> levels) {

    static TableExample empty() {
        return new TableExample(Map.of(), Map.of());
    }

    TableExample with(String column, double number) {
        Map<String, Double> more = new LinkedHashMap<>(numbers);
        more.put(column, number);
        return new TableExample(more, levels);
    }

    TableExample with(String column, String level) {
        Map<String, String> more = new LinkedHashMap<>(levels);
        more.put(column, level);
        return new TableExample(numbers, more);
    }

    TableExample without(String column) {
        Map<String, Double> fewerNumbers = new LinkedHashMap<>(numbers);
        Map<String, String> fewerLevels = new LinkedHashMap<>(levels);
        fewerNumbers.remove(column);
        fewerLevels.remove(column);
        return new TableExample(fewerNumbers, fewerLevels);
    }

    /** Numbers in the middle, levels of the one and the other in turn. */
    TableExample mixedWith(TableExample other) {
        TableExample mixed = this;
        Set<String> shared = new TreeSet<>(numbers.keySet());
        shared.retainAll(other.numbers.keySet());
        for (String column : shared) {
            mixed = mixed.with(
                    column, 0.5 * numbers.getOrDefault(column, 0.0) + 0.5 * other.numbers.getOrDefault(column, 0.0));
        }
        boolean mine = true;
        for (Map.Entry<String, String> level : other.levels.entrySet()) {
            mine = !mine;
            mixed = mine ? mixed : mixed.with(level.getKey(), level.getValue());
        }
        return mixed;
    }
}
