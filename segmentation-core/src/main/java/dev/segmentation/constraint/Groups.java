package dev.segmentation.constraint;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which rows are in one group: groups are numbered by their first row. */
final class Groups {

    private final int[] groupOf; // of each row
    private final int[] start; // of each group in members, and the end of the last
    private final int[] members; // rows, group by group, ascending

    private Groups(int[] groupOf, int count) {
        this.groupOf = groupOf;
        this.start = new int[count + 1];
        this.members = new int[groupOf.length];
        for (int group : groupOf) {
            start[group + 1]++;
        }
        for (int g = 0; g < count; g++) {
            start[g + 1] += start[g];
        }
        int[] at = Arrays.copyOf(start, count);
        for (int row = 0; row < groupOf.length; row++) {
            members[at[groupOf[row]]++] = row;
        }
    }

    /** Rows of equal labels are one group. */
    static Groups of(long[] labels, String name) {
        Objects.requireNonNull(labels, name);
        Map<Long, Integer> numbers = new HashMap<>();
        int[] groupOf = new int[labels.length];
        for (int row = 0; row < labels.length; row++) {
            groupOf[row] = number(numbers, labels[row]);
        }
        return new Groups(groupOf, numbers.size());
    }

    /** Rows of equal labels are one group. */
    static Groups of(List<String> labels, String name) {
        Objects.requireNonNull(labels, name);
        Map<String, Integer> numbers = new HashMap<>();
        int[] groupOf = new int[labels.size()];
        int row = 0;
        for (String label : labels) {
            groupOf[row++] = number(numbers, Objects.requireNonNull(label, name));
        }
        return new Groups(groupOf, numbers.size());
    }

    private static <T> int number(Map<T, Integer> numbers, T label) {
        Integer known = numbers.putIfAbsent(label, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }

    /** How many rows there are. */
    int rows() {
        return groupOf.length;
    }

    /** How many groups there are. */
    int count() {
        return start.length - 1;
    }

    /** The group of a row. */
    int of(int row) {
        return groupOf[row];
    }

    /** How many rows a group has. */
    int size(int group) {
        return start[group + 1] - start[group];
    }

    /** One of the rows of a group, which are in ascending order. */
    int member(int group, int index) {
        return members[start[group] + index];
    }
}
