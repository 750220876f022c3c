package dev.segmentation;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the customers of a snapshot, row by row: all 64-bit numbers or all texts, each once.
 *
 * <p>Texts are compared as they are, character by character: case, spaces inside, leading zeros and Unicode form all
 * count, and nothing such as {@code "NA"} or {@code "1e5"} is interpreted.
 *
 * <p><b>Memory:</b> 8 bytes per numeric id; a joining index of 8 to 16 bytes per id while {@link #rowsIn} runs. No
 * method and no message prints an id, except those that return it.
 */
public final class CustomerIds {

    private final long @Nullable [] numbers;
    private final String @Nullable [] texts;

    private CustomerIds(long @Nullable [] numbers, String @Nullable [] texts) {
        this.numbers = numbers;
        this.texts = texts;
    }

    /**
     * Copies 64-bit ids.
     *
     * @param ids one per row; not modified, not kept
     * @return the ids
     * @throws InvalidInputException if an id occurs twice ({@link Reason#DUPLICATE_ID})
     */
    public static CustomerIds of(long... ids) {
        Objects.requireNonNull(ids, "ids");
        CustomerIds made = new CustomerIds(ids.clone(), null);
        made.checkUnique();
        return made;
    }

    /**
     * Copies text ids.
     *
     * @param ids one per row, none null or blank
     * @return the ids
     * @throws InvalidInputException if an id is null or blank ({@link Reason#BAD_ID}) or occurs twice ({@link
     *     Reason#DUPLICATE_ID})
     */
    public static CustomerIds of(List<? extends @Nullable String> ids) {
        Objects.requireNonNull(ids, "ids");
        String[] texts = new String[ids.size()];
        int bad = 0;
        int first = -1;
        int i = 0;
        for (String id : ids) {
            if (id == null || id.isBlank()) {
                first = bad++ == 0 ? i : first;
            } else {
                texts[i] = id;
            }
            i++;
        }
        if (bad > 0) {
            throw new InvalidInputException(
                    Reason.BAD_ID,
                    first,
                    "customerIds",
                    "CustomerIds: " + bad + " ids are null, empty or blank, the first at row " + first
                            + "; give every customer an id");
        }
        CustomerIds made = new CustomerIds(null, texts);
        made.checkUnique();
        return made;
    }

    /**
     * The number of customers.
     *
     * @return at least 0
     */
    public int size() {
        return numbers != null ? numbers.length : texts().length;
    }

    /**
     * Whether ids are 64-bit numbers.
     *
     * @return false if they are texts
     */
    public boolean areNumbers() {
        return numbers != null;
    }

    /**
     * The id of a row as text.
     *
     * @param row from 0
     * @return the text, or the number in decimal
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public String get(int row) {
        Objects.checkIndex(row, size());
        return numbers != null ? Long.toString(numbers[row]) : texts()[row];
    }

    /**
     * The ids of some of the rows.
     *
     * @param rows row indices, each at most once
     * @return their ids
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public CustomerIds rows(int... rows) {
        if (numbers != null) {
            long[] taken = new long[rows.length];
            for (int i = 0; i < rows.length; i++) {
                taken[i] = numbers[Objects.checkIndex(rows[i], numbers.length)];
            }
            return of(taken);
        }
        String[] from = texts();
        String[] taken = new String[rows.length];
        for (int i = 0; i < rows.length; i++) {
            taken[i] = from[Objects.checkIndex(rows[i], from.length)];
        }
        return of(Arrays.asList(taken));
    }

    /**
     * Joins: where each of these customers is in another snapshot.
     *
     * <p><b>Cost:</b> O(n + m) expected time; 4 bytes per id of the other snapshot, doubled to the next power of two,
     * and 4 bytes per id here for the result.
     *
     * @param other the other snapshot's ids
     * @return for each row here the row there, or −1 if the customer is not there; a new array
     * @throws InvalidInputException if one has numbers and the other texts, and neither is empty
     */
    public int[] rowsIn(CustomerIds other) {
        Objects.requireNonNull(other, "other");
        if (size() > 0 && other.size() > 0 && areNumbers() != other.areNumbers()) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "customerIds",
                    "CustomerIds.rowsIn: one side has numbers, the other texts; give both the same type");
        }
        int[] rows = new int[size()];
        if (other.size() == 0) {
            Arrays.fill(rows, -1);
            return rows;
        }
        int[] index = other.index();
        for (int i = 0; i < rows.length; i++) {
            rows[i] = other.find(index, this, i);
        }
        return rows;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CustomerIds that
                && Arrays.equals(numbers, that.numbers)
                && Arrays.equals(texts, that.texts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(texts);
    }

    /** The count and the type, never an id. */
    @Override
    public String toString() {
        return "CustomerIds[" + size() + (areNumbers() ? " numbers]" : " texts]");
    }

    private String[] texts() {
        return Objects.requireNonNull(texts);
    }

    private void checkUnique() {
        int[] index = new int[capacity()];
        int duplicates = 0;
        int first = -1;
        for (int i = 0; i < size(); i++) {
            int slot = slot(hash(i), index.length);
            while (index[slot] != 0 && !same(this, i, index[slot] - 1)) {
                slot = (slot + 1) & (index.length - 1);
            }
            if (index[slot] == 0) {
                index[slot] = i + 1;
            } else if (duplicates++ == 0) {
                first = i;
            }
        }
        if (duplicates > 0) {
            throw new InvalidInputException(
                    Reason.DUPLICATE_ID,
                    first,
                    "customerIds",
                    "CustomerIds: " + duplicates + " rows repeat the id of an earlier row, the first of them is row "
                            + first + "; keep one row per customer");
        }
    }

    /** An open-addressing index from id to row + 1. */
    private int[] index() {
        int[] index = new int[capacity()];
        for (int i = 0; i < size(); i++) {
            int slot = slot(hash(i), index.length);
            while (index[slot] != 0) {
                slot = (slot + 1) & (index.length - 1);
            }
            index[slot] = i + 1;
        }
        return index;
    }

    private int find(int[] index, CustomerIds wanted, int row) {
        int slot = slot(wanted.hash(row), index.length);
        while (index[slot] != 0) {
            if (same(wanted, row, index[slot] - 1)) {
                return index[slot] - 1;
            }
            slot = (slot + 1) & (index.length - 1);
        }
        return -1;
    }

    private boolean same(CustomerIds wanted, int row, int here) {
        if (numbers != null && wanted.numbers != null) {
            return numbers[here] == wanted.numbers[row];
        }
        return texts()[here].equals(wanted.texts()[row]);
    }

    private long hash(int row) {
        if (numbers != null) {
            return numbers[row];
        }
        String text = texts()[row];
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) { // 64 bits, since texts of equal String.hashCode are easy to make
            hash = (hash ^ text.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private static int slot(long hash, int capacity) {
        long mixed = hash * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 33) & (capacity - 1);
    }

    /** A power of two, at most 2/3 full. */
    private int capacity() {
        int capacity = 16;
        while (capacity < 1 << 30 && capacity < size() + size() / 2L) {
            capacity <<= 1;
        }
        return capacity;
    }
}
