package dev.segmentation.dissimilarity;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that rows have or lack, where lacking it in common says nothing; encoded as 1 and 0. */
final class PresenceColumn extends GowerColumn {

    private final Optional<String> present;

    private PresenceColumn(String name, double weight, ColumnKind kind, Optional<String> present) {
        super(name, weight, kind);
        this.present = present;
    }

    static PresenceColumn fit(FeatureTable table, String name, double weight, Optional<String> present, String where) {
        ColumnKind expected = present.isPresent() ? ColumnKind.NOMINAL : ColumnKind.NUMERIC;
        PresenceColumn column = new PresenceColumn(name, weight, expected, present);
        column.check(table, where);
        column.checkLevels(table.levels(name), where);
        column.encode(table, Map.of(), where);
        return column;
    }

    static PresenceColumn restored(ColumnRecord column, double weight, Optional<String> present) {
        return new PresenceColumn(column.name(), weight, column.type(), present);
    }

    @Override
    DissimilarityRecord.Column toRecord() {
        return new DissimilarityRecord.Column(
                ColumnRecord.of(name, kind, present.stream().toList()),
                weight,
                0,
                List.of(),
                List.of(),
                present.stream().toList(),
                true);
    }

    @Override
    double[] encode(FeatureTable table, Map<String, Double> unknown, String where) {
        double[] numbers = table.numbers(name);
        double code =
                present.map(table.levels(name)::indexOf).orElse(1); // any other level lacks it, one not seen before too
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isNaN(numbers[i])) {
                if (present.isEmpty() && numbers[i] != 0 && numbers[i] != 1) {
                    throw new InvalidInputException(
                            Reason.RANGE,
                            i,
                            name,
                            where + ": row " + i + " of asymmetric column \"" + name
                                    + "\" is neither 0 nor 1; give it as 0 and 1, or do not declare it asymmetric");
                }
                numbers[i] = numbers[i] == code ? 1 : 0;
            }
        }
        return numbers;
    }

    private void checkLevels(List<String> levels, String where) {
        if (present.isEmpty()) {
            return;
        }
        if (levels.size() > 2 || (levels.size() == 2 && !levels.contains(present.orElseThrow()))) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    name,
                    where + ": asymmetric column \"" + name + "\" has " + levels.size()
                            + " levels, expected two of which one is the level declared present");
        }
    }

    @Override
    void add(double x, double[] tile, int lanes, double[] sums, double[] weights) {
        for (int r = 0; r < lanes; r++) {
            double either = x + tile[r];
            if (either > 0) { // neither NaN nor both absent
                sums[r] += either == 1 ? weight : 0;
                weights[r] += weight;
            }
        }
    }
}
