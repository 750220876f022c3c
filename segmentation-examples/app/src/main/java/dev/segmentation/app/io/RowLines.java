package dev.segmentation.app.io;

import java.util.Arrays;

/** In which line each row begins; takes space only from the first row on that does not follow right after the one before. */
final class RowLines {

    private final long first;
    private final long[] others;
    private final int regular;
    private final int size;

    private RowLines(long first, int regular, int size, long... others) {
        this.first = first;
        this.regular = regular;
        this.size = size;
        this.others = others;
    }

    int size() {
        return size;
    }

    long line(int row) {
        return row < regular ? first + row : others[row - regular];
    }

    /** Some of the rows, in this order. */
    RowLines rows(int... rows) {
        return new RowLines(
                0, 0, rows.length, Arrays.stream(rows).mapToLong(this::line).toArray());
    }

    /** Collects lines. */
    static final class Builder {

        private long first;
        private int regular;
        private long[] others = {};
        private int size;

        void add(long line) {
            if (size == 0) {
                first = line;
            }
            if (regular == size && line == first + size) {
                regular++;
            } else {
                others = Growing.withRoom(others, size - regular);
                others[size - regular] = line;
            }
            size++;
        }

        RowLines build() {
            return new RowLines(first, regular, size, Arrays.copyOf(others, size - regular));
        }
    }
}
