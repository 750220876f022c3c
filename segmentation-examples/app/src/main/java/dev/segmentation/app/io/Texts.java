package dev.segmentation.app.io;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The cells of a text column; equal texts are kept once, so that a cell takes four bytes. */
final class Texts extends AbstractList<String> implements RandomAccess {

    private final String[] distinct;
    private final int[] codes;

    private Texts(String[] distinct, int... codes) {
        this.distinct = distinct;
        this.codes = codes;
    }

    @Override
    public String get(int row) {
        return distinct[codes[row]];
    }

    @Override
    public int size() {
        return codes.length;
    }

    /** The different ones; cells may be blank. */
    List<String> distinct() {
        return List.of(distinct);
    }

    /** Another text for each. */
    Texts map(UnaryOperator<String> change) {
        return new Texts(Arrays.stream(distinct).map(change).toArray(String[]::new), codes);
    }

    /** Some of the rows, in this order. */
    Texts rows(int... rows) {
        return new Texts(distinct, IntStream.of(rows).map(row -> codes[row]).toArray());
    }

    /** Collects texts. */
    static final class Builder {

        /** Differs from run to run, so that nobody can choose texts that all meet in one place; nothing depends on it. */
        private final int multiplier = (int) System.nanoTime() | 1;

        private final Formulas formulas;
        private String[] distinct = new String[16];
        private int distinctCount;
        private long[] table = new long[32]; // a hash above a code and 1, or 0
        private int[] codes = new int[64];
        private int size;

        Builder(Formulas formulas) {
            this.formulas = formulas;
        }

        void add(char[] text, int from, int to) {
            int begin = formulas.isGuarded(text, from, to) ? from + 1 : from;
            int hash = hash(text, begin, to);
            int at = hash & (table.length - 1);
            while (table[at] != 0 && !isThere(table[at], hash, text, begin, to)) {
                at = (at + 1) & (table.length - 1);
            }
            int code = code(table[at]);
            if (table[at] == 0) {
                code = addDistinct(new String(text, begin, to - begin));
                table[at] = ((long) hash << 32) | (code + 1);
                if (2 * distinctCount > table.length) {
                    enlargeTable();
                }
            }
            codes = Growing.withRoom(codes, size);
            codes[size++] = code;
        }

        Texts build() {
            return new Texts(Arrays.copyOf(distinct, distinctCount), Arrays.copyOf(codes, size));
        }

        private static int code(long entry) {
            return (int) entry - 1;
        }

        private boolean isThere(long entry, int hash, char[] text, int from, int to) {
            return (int) (entry >> 32) == hash && same(distinct[code(entry)], text, from, to);
        }

        private int addDistinct(String text) {
            if (distinctCount == distinct.length) {
                distinct = Arrays.copyOf(distinct, Growing.larger(distinctCount));
            }
            distinct[distinctCount] = text;
            return distinctCount++;
        }

        private void enlargeTable() {
            long[] larger = new long[Math.multiplyExact(2, table.length)];
            for (long entry : table) {
                if (entry != 0) {
                    int at = (int) (entry >> 32) & (larger.length - 1);
                    while (larger[at] != 0) {
                        at = (at + 1) & (larger.length - 1);
                    }
                    larger[at] = entry;
                }
            }
            table = larger;
        }

        private int hash(char[] text, int from, int to) {
            int hash = to - from;
            for (int i = from; i < to; i++) {
                hash = (hash + text[i]) * multiplier;
                hash ^= hash >>> 15;
            }
            hash *= 0x9E3779B1;
            return hash ^ (hash >>> 16);
        }

        private static boolean same(String known, char[] text, int from, int to) {
            if (known.length() != to - from) {
                return false;
            }
            for (int i = from; i < to; i++) {
                if (known.charAt(i - from) != text[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
