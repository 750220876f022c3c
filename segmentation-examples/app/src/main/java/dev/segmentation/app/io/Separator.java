package dev.segmentation.app.io;

import dev.segmentation.Reason;
import java.io.CharArrayReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What may stand between cells without being declared. */
enum Separator {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t'),
    PIPE('|');

    /** So many rows are looked at. */
    private static final int ROWS = 100;

    private final char sign;

    Separator(char sign) {
        this.sign = sign;
    }

    char sign() {
        return sign;
    }

    /**
     * The separator of a file: the only one of the four in its first line, quoted cells left out; if there are more, the only
     * one by which the first rows have as many cells as the first line; if there is none, the comma.
     *
     * @param head the beginning of the file
     * @param length how many characters of it count
     * @param whole whether that is all of the file
     * @throws CsvFault if more than one, or none, would do
     */
    static char of(char[] head, int length, boolean whole) {
        List<Separator> found = inFirstLine(head, length);
        if (found.size() < 2) {
            return found.isEmpty() ? COMMA.sign : found.get(0).sign;
        }
        List<Separator> fitting = found.stream()
                .filter(candidate -> candidate.fits(head, length, whole))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0).sign;
        }
        throw CsvFault.inLine(
                Reason.BAD_PARAM,
                1,
                " has more than one sign that may separate its cells (" + words(fitting.isEmpty() ? found : fitting)
                        + "); say which, such as --separator " + found.get(0));
    }

    /** What a character is called on the command line. */
    static String name(char sign) {
        for (Separator known : values()) {
            if (known.sign == sign) {
                return known.toString();
            }
        }
        return String.valueOf(sign);
    }

    /** The character that is called so. */
    static Optional<Character> named(String name) {
        for (Separator known : values()) {
            if (known.toString().equals(name)) {
                return Optional.of(known.sign);
            }
        }
        return Optional.empty();
    }

    private static String words(List<Separator> several) {
        return String.join(
                several.size() == 2 ? " and " : ", ",
                several.stream().map(Separator::toString).toList());
    }

    private static List<Separator> inFirstLine(char[] head, int length) {
        Set<Separator> found = EnumSet.noneOf(Separator.class);
        boolean beginning = true;
        boolean quotedCell = false;
        boolean quoted = false;
        int begin = 0;
        while (begin < length && (head[begin] == '\n' || head[begin] == '\r')) {
            begin++;
        }
        for (int i = begin; i < length && (quoted || (head[i] != '\n' && head[i] != '\r')); i++) {
            char c = head[i];
            if (c == '"') {
                quotedCell |= beginning;
                quoted = quotedCell && !quoted;
            }
            beginning = false;
            for (Separator candidate : values()) {
                if (!quoted && c == candidate.sign) {
                    found.add(candidate);
                    beginning = true;
                    quotedCell = false;
                }
            }
        }
        return List.copyOf(found); // in the order of the constants
    }

    /** Whether there are rows, and all have as many cells as the first line; one that the head cuts off does not count. */
    private boolean fits(char[] head, int length, boolean whole) {
        List<Integer> columns = new ArrayList<>();
        boolean isCut = false;
        try (CharArrayReader text = new CharArrayReader(head, 0, length)) {
            CsvRows scanned = new CsvRows(text, sign);
            scanned.keepOnly();
            while (columns.size() <= ROWS && scanned.nextRow()) {
                columns.add(scanned.columns());
            }
            isCut = !whole && columns.size() <= ROWS;
        } catch (CsvFault | IOException fault) {
            if (whole) {
                return false;
            }
        }
        List<Integer> rows = columns.subList(0, columns.size() - (isCut ? 1 : 0));
        return rows.size() > 1 && rows.stream().allMatch(rows.get(0)::equals);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
