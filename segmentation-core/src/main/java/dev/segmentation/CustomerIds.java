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
            return some(new CustomerIds(taken, null), rows);
        }
        String[] from = texts();
        String[] taken = new String[rows.length];
        for (int i = 0; i < rows.length; i++) {
            taken[i] = from[Objects.checkIndex(rows[i], from.length)];
        }
        return some(new CustomerIds(null, taken), rows);
    }

    /** Rows that ascend repeat nothing. */
    private static CustomerIds some(CustomerIds taken, int... rows) {
        for (int i = 1; i < rows.length; i++) {
            if (rows[i] <= rows[i - 1]) {
                taken.checkUnique();
                break;
            }
        }
        return taken;
    }

    /**
     * Joins: where each of these customers is in another snapshot.
     *
     * <p><b>Cost:</b> O(n + m) expected time; 4 bytes per id of the other snapshot, doubled to the next power of two,
     * and 4 bytes per id here for the result. Where all are there in the same order, only the result.
     *
     * @param other the other snapshot's ids
     * @return for each row here the row there, or −1 if the customer is not there; a new array
     * @throws InvalidInputException if one has numbers and the other texts, and neither is empty
     */
    public int[] rowsIn(CustomerIds other) {
        Objects.requireNonNull(other, "other");
        if (size() > 0 && other.size() > 0) {
            checkType(other.areNumbers(), "CustomerIds.rowsIn");
        }
        int[] rows = new int[size()];
        if (other.size() == 0) {
            Arrays.fill(rows, -1);
            return rows;
        }
        if (areInOrder(other, rows)) {
            return rows;
        }
        IdTable there = other.table();
        for (int i = 0; i < other.size(); i++) {
            there.put(i);
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i] = numbers != null ? there.find(numbers[i]) : there.find(texts()[i]);
        }
        return rows;
    }

    /** Looks for all of these in the order in which they are there; if that is not so, rows are left half filled. */
    private boolean areInOrder(CustomerIds other, int... rows) {
        int there = 0;
        for (int i = 0; i < rows.length; i++) {
            while (there < other.size() && !isSame(i, other, there)) {
                there++;
            }
            if (there == other.size()) {
                return false;
            }
            rows[i] = there++;
        }
        return true;
    }

    private boolean isSame(int row, CustomerIds other, int there) {
        return numbers != null ? numbers[row] == other.number(there) : texts()[row].equals(other.texts()[there]);
    }

    /**
     * The same customers under their present ids.
     *
     * @param changes the ids that changed
     * @return new ids, row by row
     * @throws InvalidInputException if two customers would have the same id ({@link Reason#DUPLICATE_ID}), or one side has
     *     numbers and the other texts ({@link Reason#SCHEMA_MISMATCH})
     */
    public CustomerIds withChanges(IdChanges changes) {
        Objects.requireNonNull(changes, "changes");
        return changes.applied(this);
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

    /** The id of a row, of ids that are numbers. */
    long number(int row) {
        return Objects.requireNonNull(numbers)[row];
    }

    void checkType(boolean numbersExpected, String where) {
        if (areNumbers() != numbersExpected) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "customerIds",
                    where + ": one side has numbers, the other texts; give both the same type");
        }
    }

    private void checkUnique() {
        IdTable table = table();
        int duplicates = 0;
        int first = -1;
        for (int i = 0; i < size(); i++) {
            if (table.put(i) != i && duplicates++ == 0) {
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

    private IdTable table() {
        return numbers != null ? IdTable.over(true, numbers) : IdTable.over(false, new long[0], texts());
    }
}
