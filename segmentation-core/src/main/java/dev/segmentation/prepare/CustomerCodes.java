package dev.segmentation.prepare;

import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The customer of each record, as a number; equal texts are kept once. */
final class CustomerCodes {

    private long[] entries = new long[64]; // the numeric id itself, or the position of the text in order of appearance
    private int size;
    private boolean numbers;
    private final Map<String, Integer> texts = new HashMap<>();

    void add(long id) {
        checkType(true);
        append(id);
    }

    void add(String id) {
        checkType(false);
        Integer known = texts.putIfAbsent(id, texts.size());
        append(known == null ? texts.size() - 1 : known);
    }

    /** The ids in ascending order, and the customer of each record. */
    Coded coded() {
        return numbers ? codedNumbers() : codedTexts();
    }

    private Coded codedNumbers() {
        long[] sorted = Arrays.stream(entries, 0, size).sorted().distinct().toArray();
        int[] ranks = new int[size];
        for (int i = 0; i < size; i++) {
            ranks[i] = Arrays.binarySearch(sorted, entries[i]);
        }
        return new Coded(CustomerIds.of(sorted), ranks);
    }

    private Coded codedTexts() {
        List<String> sorted = texts.keySet().stream().sorted().toList();
        int[] rankOfText = new int[sorted.size()];
        for (int rank = 0; rank < rankOfText.length; rank++) {
            rankOfText[texts.getOrDefault(sorted.get(rank), 0)] = rank;
        }
        int[] ranks = new int[size];
        for (int i = 0; i < size; i++) {
            ranks[i] = rankOfText[(int) entries[i]];
        }
        return new Coded(CustomerIds.of(sorted), ranks);
    }

    /** The next capacity of a growing array, refused where no larger array exists. */
    static int larger(int capacity) {
        if (capacity == Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "Transactions: more than " + capacity + " records; sum them up per customer and day first");
        }
        return (int) Math.min(Integer.MAX_VALUE - 8L, capacity * 2L);
    }

    private void checkType(boolean isNumber) {
        if (size > 0 && numbers != isNumber) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    size,
                    "customerId",
                    "Transactions.add: record " + size + " has a " + (isNumber ? "number" : "text")
                            + " as customer id, the records before it have " + (isNumber ? "texts" : "numbers")
                            + "; give all ids the same type");
        }
        numbers = isNumber;
    }

    private void append(long entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, larger(size));
        }
        entries[size++] = entry;
    }

    /** Distinct ids, and for each record the position of its customer among them. */
    static final class Coded {

        final CustomerIds ids;
        final int[] ranks;

        private Coded(CustomerIds ids, int[] ranks) {
            this.ids = ids;
            this.ranks = ranks;
        }
    }
}
