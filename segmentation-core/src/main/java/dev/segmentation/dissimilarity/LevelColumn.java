package dev.segmentation.dissimilarity;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.ExactSum;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Ordinal levels, each at a position and with half the ties around it; the difference is what lies between, divided by the
 * same for the lowest and the highest level that training rows have.
 */
final class LevelColumn extends GowerColumn {

    private final List<String> levels;
    private final double[] positions;
    private final double[] halfTies;
    private final double range;

    private LevelColumn(
            String name, double weight, List<String> levels, double[] positions, double[] halfTies, double range) {
        super(name, weight, ColumnKind.ORDINAL);
        this.levels = levels;
        this.positions = positions;
        this.halfTies = halfTies;
        this.range = range;
    }

    static LevelColumn fit(FeatureTable table, String name, double weight, OrdinalScale scale) {
        List<String> levels = table.levels(name);
        double[] counts = counts(table, table.numbers(name), levels.size());
        int lowest = -1;
        int highest = -1;
        double below = 0;
        double[] positions = new double[counts.length];
        double[] halfTies = new double[counts.length];
        for (int level = 0; level < counts.length; level++) {
            if (counts[level] > 0) {
                lowest = lowest < 0 ? level : lowest;
                highest = level;
            }
            positions[level] = scale == OrdinalScale.CODES ? level : below + (counts[level] + 1) / 2;
            halfTies[level] = scale == OrdinalScale.RANKS_WITH_TIES && counts[level] > 0 ? (counts[level] - 1) / 2 : 0;
            below += counts[level];
        }
        double range = lowest < 0 ? 0 : positions[highest] - positions[lowest] - halfTies[highest] - halfTies[lowest];
        return new LevelColumn(name, weight, levels, positions, halfTies, lowest == highest ? 0 : range);
    }

    /** Rows of each level; weights that are not whole are brought to a sum of as many as there are rows of positive weight. */
    private static double[] counts(FeatureTable table, double[] codes, int levels) {
        double[] rows = new double[levels];
        ExactSum[] weights = new ExactSum[levels];
        Arrays.setAll(weights, level -> new ExactSum());
        ExactSum total = new ExactSum();
        double count = 0;
        double first = 0;
        boolean isWhole = true;
        boolean isEqual = true;
        for (int i = 0; i < codes.length; i++) {
            double weight = table.weight(i);
            if (!Double.isNaN(codes[i]) && weight > 0) {
                first = count == 0 ? weight : first;
                isWhole &= weight == Math.rint(weight);
                isEqual &= weight == first;
                weights[(int) codes[i]].add(weight);
                total.add(weight);
                rows[(int) codes[i]]++;
                count++;
            }
        }
        if (isEqual && !isWhole) {
            return rows;
        }
        double unit = isWhole ? 1 : count / total.value();
        return Arrays.stream(weights).mapToDouble(sum -> sum.value() * unit).toArray();
    }

    static LevelColumn restored(
            ColumnRecord column, double weight, double[] positions, double[] halfTies, double range) {
        return new LevelColumn(column.name(), weight, column.levels(), positions, halfTies, range);
    }

    @Override
    DissimilarityRecord.Column toRecord() {
        return new DissimilarityRecord.Column(
                ColumnRecord.of(name, kind, levels),
                weight,
                range,
                Arrays.stream(positions).boxed().toList(),
                Arrays.stream(halfTies).boxed().toList(),
                List.of(),
                false);
    }

    @Override
    double[] encode(FeatureTable table, Map<String, Double> unknown, String where) {
        List<String> found = table.levels(name);
        int[] codeOf = found.stream().mapToInt(levels::indexOf).toArray();
        double[] numbers = table.numbers(name);
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isNaN(numbers[i])) {
                int code = codeOf[(int) numbers[i]];
                if (code < 0) {
                    throw new InvalidInputException(
                            Reason.SCHEMA_MISMATCH,
                            i,
                            name,
                            where + ": row " + i + " of ordinal column \"" + name
                                    + "\" has a level that the fitted rows did not list, so that it has no place among the "
                                    + levels.size() + " there; list every level when fitting");
                }
                numbers[i] = code;
            }
        }
        return numbers;
    }

    @Override
    void add(double x, double[] tile, int lanes, double[] sums, double[] weights) {
        int code = (int) x;
        for (int r = 0; r < lanes; r++) {
            if (!Double.isNaN(tile[r])) {
                sums[r] += weight * difference(code, (int) tile[r]);
                weights[r] += weight;
            }
        }
    }

    private double difference(int code, int other) {
        if (code == other) {
            return 0;
        }
        double between = Math.abs(positions[code] - positions[other]) - (halfTies[code] + halfTies[other]);
        return between >= range ? 1 : Math.max(0, between / range);
    }
}
