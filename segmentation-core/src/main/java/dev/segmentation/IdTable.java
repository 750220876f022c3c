package dev.segmentation;

import java.util.Arrays;

/** Finds the position of an id among many, all numbers or all texts: open addressing, at most two thirds full. */
final class IdTable {

    private static final int MOST_SLOTS = 1 << 30;

    private final boolean areNumbers;
    private long[] numbers; // empty if ids are texts
    private String[] texts; // empty if ids are numbers
    private int size;
    private int[] slots; // position + 1

    private IdTable(boolean areNumbers, long[] numbers, String[] texts, int capacity) {
        this.areNumbers = areNumbers;
        this.numbers = numbers;
        this.texts = texts;
        this.slots = new int[slotsFor(capacity)];
    }

    /** A table for the given ids, which are not copied and not yet in it: see {@link #put}. */
    static IdTable over(boolean areNumbers, long[] numbers, String... texts) {
        return new IdTable(areNumbers, numbers, texts, areNumbers ? numbers.length : texts.length);
    }

    /** An empty table that grows. */
    static IdTable growing(boolean areNumbers) {
        return new IdTable(areNumbers, new long[areNumbers ? 64 : 0], new String[areNumbers ? 0 : 64], 64);
    }

    /** Enters the id at a position of the given arrays; returns the position of the same id if there is one, or its own. */
    int put(int position) {
        long hash = areNumbers ? numbers[position] : hash(texts[position]);
        int slot = slot(hash);
        while (slots[slot] != 0) {
            int there = slots[slot] - 1;
            if (areNumbers ? numbers[there] == numbers[position] : texts[there].equals(texts[position])) {
                return there;
            }
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = position + 1;
        return position;
    }

    /** The position of a number, or −1. */
    int find(long id) {
        int slot = slot(id);
        while (slots[slot] != 0 && numbers[slots[slot] - 1] != id) {
            slot = slot + 1 & slots.length - 1;
        }
        return slots[slot] - 1;
    }

    /** The position of a text, or −1. */
    int find(String id) {
        int slot = slot(hash(id));
        while (slots[slot] != 0 && !texts[slots[slot] - 1].equals(id)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slots[slot] - 1;
    }

    /** The position of a number, at the end if it was not there. */
    int add(long id) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size] = id;
        return added();
    }

    /** The position of a text, at the end if it was not there. */
    int add(String id) {
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, 2 * size);
        }
        texts[size] = id;
        return added();
    }

    private int added() {
        int position = put(size);
        if (position == size) {
            size++;
            if (slots.length < slotsFor(size)) {
                slots = new int[slotsFor(size)];
                for (int i = 0; i < size; i++) {
                    put(i);
                }
            }
        }
        return position;
    }

    /** How many were added. */
    int size() {
        return size;
    }

    /** The numbers added, in their order. */
    long[] numbers() {
        return Arrays.copyOf(numbers, size);
    }

    /** The texts added, in their order. */
    String[] texts() {
        return Arrays.copyOf(texts, size);
    }

    private static long hash(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) { // 64 bits, since texts of equal String.hashCode are easy to make
            hash = (hash ^ text.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private int slot(long hash) {
        long mixed = hash * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 33) & slots.length - 1;
    }

    /** A power of two. */
    private static int slotsFor(int ids) {
        int slots = 16;
        while (slots < MOST_SLOTS && slots < ids + ids / 2L) {
            slots <<= 1;
        }
        return slots;
    }
}
