package dev.segmentation.latentclass;

import dev.segmentation.FeatureTable;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What was answered, identical rows counted once, in an order that depends on nothing but the answers: items with few
 * levels first, then by name, levels by their text, patterns sorted. Rows of weight 0 and rows without any answer are
 * left out; they say nothing.
 *
 * <p>Every level of every item has a slot, followed by one for a missing answer. Since patterns are sorted, most begin
 * as the one before does, and work on the common beginning is done once.
 */
final class Answers {

    /** Item names, in the order of this class. */
    final List<String> items;

    /** The levels of each item that were given by a row of positive weight, sorted. */
    final List<List<String>> levels;

    /** The first slot of each item; the slot before that of the next item is for missing answers. */
    final int[] offsets;

    /** patterns × items: the slot of each answer. */
    final int[] slots;

    /** The item from which on a pattern differs from the one before; the number of items if only its group does. */
    final int[] first;

    /** Which covariates a pattern has. */
    final int[] groups;

    /** How many rows have the pattern. */
    final double[] weights;

    /** The sum of the weights. */
    final double totalWeight;

    /** How many different patterns of answers there are, whatever the covariates. */
    final int distinct;

    /** Whether an answer is missing in a row that has others. */
    final boolean anyMissing;

    private Answers(Columns columns, int[] order, int[] groupOfRow, double[] rowWeights, Workers workers) {
        this.items = columns.names;
        this.levels = columns.levels;
        this.offsets = columns.offsets;
        int width = items.size();
        int[] rows = new int[order.length];
        int[] firsts = new int[order.length];
        double[] sums = new double[order.length];
        int count = 0;
        int different = 0;
        boolean missing = false;
        for (int at = 0; at < order.length; at++) {
            if (at % Em.POLL == 0) {
                workers.checkCancelled();
            }
            int row = order[at];
            int same = at == 0 ? 0 : columns.common(row, order[at - 1]);
            if (at == 0 || same < width || groupOfRow[row] != groupOfRow[order[at - 1]]) {
                rows[count] = row;
                firsts[count] = same;
                different += at == 0 || same < width ? 1 : 0;
                count++;
            }
            sums[count - 1] += rowWeights[row];
        }
        this.first = Arrays.copyOf(firsts, count);
        this.weights = Arrays.copyOf(sums, count);
        this.groups = new int[count];
        this.slots = new int[Arguments.arraySize(count, width, "LatentClass.fit", "fit a sample of the rows")];
        double total = 0;
        for (int p = 0; p < count; p++) {
            groups[p] = groupOfRow[rows[p]];
            total += weights[p];
            for (int v = 0; v < width; v++) {
                int code = columns.codes[v][rows[p]];
                slots[p * width + v] = offsets[v] + code;
                missing |= code == levels.get(v).size();
            }
        }
        this.totalWeight = total;
        this.distinct = different;
        this.anyMissing = missing;
    }

    /**
     * The answers of a table.
     *
     * @param items categorical columns
     * @param groupOfRow which covariates each row has, from 0
     */
    static Answers of(FeatureTable table, List<String> items, int[] groupOfRow, Workers workers) {
        double[] weights = new double[table.rowCount()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = table.weight(i);
        }
        Columns columns = new Columns(table, items, weights, workers);
        int[] order = IntStream.range(0, weights.length)
                .filter(row -> weights[row] > 0 && columns.isAnswered(row))
                .toArray();
        int groups = 1 + Arrays.stream(groupOfRow).max().orElse(0);
        order = sorted(order, groupOfRow, groups);
        for (int v = items.size() - 1; v >= 0; v--) {
            workers.checkCancelled();
            order = sorted(order, columns.codes[v], columns.levels.get(v).size() + 1);
        }
        return new Answers(columns, order, groupOfRow, weights, workers);
    }

    /**
     * Which rows have a weight and an answer; the others may be labelled, but say nothing.
     *
     * @param poll run for every item
     */
    static boolean[] counting(FeatureTable table, List<String> items, Runnable poll) {
        boolean[] counting = new boolean[table.rowCount()];
        for (String item : items) {
            poll.run();
            double[] numbers = table.numbers(item);
            for (int i = 0; i < counting.length; i++) {
                counting[i] |= numbers[i] >= 0 && table.weight(i) > 0;
            }
        }
        return counting;
    }

    /** Sorts rows by a key, those of equal key as they were. */
    private static int[] sorted(int[] rows, int[] keys, int keyCount) {
        int[] starts = new int[keyCount + 1];
        for (int row : rows) {
            starts[keys[row] + 1]++;
        }
        for (int key = 0; key < keyCount; key++) {
            starts[key + 1] += starts[key];
        }
        int[] result = new int[rows.length];
        for (int row : rows) {
            result[starts[keys[row]]++] = row;
        }
        return result;
    }

    int patternCount() {
        return weights.length;
    }

    int itemCount() {
        return items.size();
    }

    /** All slots, those of missing answers included. */
    int slotCount() {
        return offsets[offsets.length - 1];
    }

    int missingSlot(int item) {
        return offsets[item + 1] - 1;
    }

    /** How many rows gave each answer; the slots of missing answers have those that did not. */
    double[] counts() {
        double[] counts = new double[slotCount()];
        for (int p = 0; p < weights.length; p++) {
            for (int v = 0; v < items.size(); v++) {
                counts[slots[p * items.size() + v]] += weights[p];
            }
        }
        return counts;
    }

    /** The columns in the order of this class, as codes of the levels that were given; a missing answer is the last code. */
    private static final class Columns {

        private final List<String> names;
        private final List<List<String>> levels = new ArrayList<>();
        private final int[][] codes;
        private final int[] offsets;

        Columns(FeatureTable table, List<String> items, double[] weights, Workers workers) {
            List<Column> columns = new ArrayList<>();
            for (String item : items) {
                workers.checkCancelled();
                columns.add(Column.of(table, item, weights));
            }
            columns.sort(Comparator.<Column>comparingInt(column -> column.levels.size())
                    .thenComparing(column -> column.name));
            names = columns.stream().map(column -> column.name).toList();
            codes = new int[items.size()][];
            offsets = new int[items.size() + 1];
            for (int v = 0; v < codes.length; v++) {
                levels.add(columns.get(v).levels);
                codes[v] = columns.get(v).codes;
                offsets[v + 1] = offsets[v] + levels.get(v).size() + 1;
            }
        }

        boolean isAnswered(int row) {
            for (int v = 0; v < codes.length; v++) {
                if (codes[v][row] < levels.get(v).size()) {
                    return true;
                }
            }
            return false;
        }

        /** How many answers two rows have in common before they differ. */
        int common(int row, int other) {
            int v = 0;
            while (v < codes.length && codes[v][row] == codes[v][other]) {
                v++;
            }
            return v;
        }
    }

    private static final class Column {

        private final String name;
        private final List<String> levels;
        private final int[] codes;

        private Column(String name, List<String> levels, int[] codes) {
            this.name = name;
            this.levels = levels;
            this.codes = codes;
        }

        static Column of(FeatureTable table, String name, double[] weights) {
            double[] numbers = table.numbers(name);
            List<String> declared = table.levels(name);
            boolean[] given = new boolean[declared.size()];
            for (int i = 0; i < numbers.length; i++) {
                if (numbers[i] >= 0 && weights[i] > 0) {
                    given[(int) numbers[i]] = true;
                }
            }
            List<String> levels = IntStream.range(0, given.length)
                    .filter(code -> given[code])
                    .mapToObj(declared::get)
                    .sorted()
                    .toList();
            Map<String, Integer> positions = new HashMap<>();
            for (String level : levels) {
                positions.put(level, positions.size());
            }
            int[] codeOf = new int[given.length];
            for (int code = 0; code < given.length; code++) {
                codeOf[code] = positions.getOrDefault(declared.get(code), levels.size());
            }
            int[] codes = new int[numbers.length];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = numbers[i] >= 0 ? codeOf[(int) numbers[i]] : levels.size();
            }
            return new Column(name, levels, codes);
        }
    }
}
