package dev.segmentation.app.io;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A CSV file that is open: its dialect and its first line are known, and its rows come one after another. Whatever is wrong is
 * told with file, line and, where there is one, column.
 */
final class CsvSource {

    /** So much is looked at to find the separator; longer first lines are no header of a table. */
    private static final int HEAD = 1 << 20;

    /** By which some programs declare the separator, in a line before the first. */
    private static final String DECLARATION = "sep=";

    private final Path path;
    private final TextFile file;
    private final Formulas formulas;
    private final char separator;
    private final CsvRows rows;
    private List<String> header = List.of();
    private boolean naming;
    private int width;
    private boolean inRows;

    private CsvSource(Path path, TextFile file, CsvDialect dialect) throws IOException {
        this.path = path;
        this.file = file;
        this.formulas = dialect.formulas();
        Head head = Head.of(file);
        int begin = declaration(head.text, head.length);
        this.separator = dialect.separator().orElseGet(() -> begin > 0 ? head.text[DECLARATION.length()] : found(head));
        this.rows = new CsvRows(head.andRest(begin, file.reader()), separator, begin > 0 ? 1 : 0);
    }

    /** The beginning of a file. */
    private static final class Head {

        private final char[] text = new char[HEAD];
        private int length;
        private boolean whole;

        /** Bytes that are no text end it; they are told with their place when reading gets there. */
        static Head of(TextFile file) throws IOException {
            Head head = new Head();
            try {
                int count = 0;
                while (count >= 0 && head.length < HEAD - 1) { // some characters need two places
                    count = file.reader().read(head.text, head.length, HEAD - head.length);
                    head.length += Math.max(0, count);
                }
                head.whole = count < 0;
            } catch (CharacterCodingException e) {
                head.whole = false;
            }
            return head;
        }

        /** All of the file from a place in its beginning on; what was read is handed out before more is read. */
        Reader andRest(int begin, Reader rest) {
            return new Reader() {

                private int position = begin;

                @Override
                public int read(char[] target, int offset, int count) throws IOException {
                    int known = Math.min(count, length - position);
                    if (known == 0) {
                        return rest.read(target, offset, count);
                    }
                    System.arraycopy(text, position, target, offset, known);
                    position += known;
                    return known;
                }

                @Override
                public void close() throws IOException {
                    rest.close();
                }
            };
        }
    }

    private char found(Head head) {
        try {
            return Separator.of(head.text, head.length, head.whole);
        } catch (CsvFault e) {
            throw located(e);
        }
    }

    /** Behind a line such as {@code sep=;}, or 0 if there is none. */
    private static int declaration(char[] head, int length) {
        int sign = DECLARATION.length();
        if (length < sign + 2 || !new String(head, 0, sign).equals(DECLARATION)) {
            return 0;
        }
        if (head[sign + 1] == '\n') {
            return sign + 2;
        }
        return head[sign + 1] == '\r' ? sign + (length > sign + 2 && head[sign + 2] == '\n' ? 3 : 2) : 0;
    }

    /**
     * Opens a file, reads its first line, works with it and closes it.
     *
     * @throws UnusableFileException if the file is missing or cannot be read
     * @throws InvalidInputException if it is not CSV
     * @throws dev.segmentation.CancelledException if the thread is interrupted meanwhile
     */
    static <T> T read(Path path, CsvDialect dialect, Function<CsvSource, T> work) {
        try (TextFile file = TextFile.open(path, dialect.encoding(), dialect.listener())) {
            CsvSource source = new CsvSource(path, file, dialect);
            return source.located(() -> {
                source.readHeader();
                return work.apply(source);
            });
        } catch (IOException e) {
            throw TextFile.unreadable(path, e);
        }
    }

    /** Work that reads. */
    @FunctionalInterface
    private interface Reading<T> {
        T now() throws IOException;
    }

    private <T> T located(Reading<T> reading) throws IOException {
        try {
            return reading.now();
        } catch (CsvFault e) {
            throw located(e);
        } catch (CharacterCodingException e) {
            throw malformed();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw malformed();
            }
            throw e.getCause();
        }
    }

    private InvalidInputException located(CsvFault fault) {
        StringBuilder where = new StringBuilder(path.toString());
        fault.line().ifPresent(line -> where.append(": line ").append(line));
        fault.column().ifPresent(column -> where.append(inColumn(column)));
        return new InvalidInputException(fault.reason(), where + fault.what());
    }

    /** Names of columns are told only when it is certain that the first line is one of names. */
    private String inColumn(int column) {
        return naming && column < header.size() ? ", column \"" + header.get(column) + "\"" : ", field " + (column + 1);
    }

    private InvalidInputException malformed() {
        Charset charset = file.charset();
        boolean standard = charset.equals(StandardCharsets.UTF_8);
        return new InvalidInputException(
                Reason.BAD_FILE,
                path + ": line " + rows.lineOfReading() + inColumn(rows.columns()) + " is not text in "
                        + charset.name() + "; save the file as UTF-8, or say its encoding, such as "
                        + (standard ? "--encoding windows-1252" : "--encoding UTF-8"));
    }

    private void readHeader() throws IOException {
        if (!rows.nextRow()) {
            throw CsvFault.inFile(Reason.EMPTY, "the file is empty; its first line must name the columns");
        }
        width = rows.columns();
        List<String> names = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            String name = rows.cell(i);
            if (name.indexOf('\0') >= 0) {
                throw CsvFault.inLine(
                        Reason.BAD_FILE,
                        rows.line(),
                        " has a character of code 0, which no text has; is the file UTF-16 without a byte order mark?"
                                + " Then say --encoding UTF-16LE");
            }
            names.add(formulas.read(name));
        }
        header = List.copyOf(names);
    }

    /** The cells of the first line. */
    List<String> header() {
        return header;
    }

    /**
     * Takes the next row.
     *
     * @return false if there is none
     * @throws CsvFault if it is longer or shorter than the first line
     */
    boolean nextRow() {
        try {
            if (!rows.nextRow()) {
                return false;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!inRows) {
            inRows = true;
            width += rows.columns() == width + 1 && rows.endsWithEmptyCell() ? 1 : 0;
        }
        boolean trailing = width > header.size();
        if (rows.columns() != width || (trailing && !rows.endsWithEmptyCell())) {
            throw CsvFault.inLine(
                    Reason.RAGGED,
                    rows.line(),
                    " has " + rows.columns() + " fields, expected " + header.size()
                            + " as in the first line; mend the line, and quote cells that contain the separator");
        }
        return true;
    }

    /** The row, or the first line. */
    CsvRows row() {
        return rows;
    }

    /** From now on messages may name columns. */
    void nameColumns() {
        naming = true;
    }

    Path path() {
        return path;
    }

    char separator() {
        return separator;
    }

    Formulas formulas() {
        return formulas;
    }

    Charset charset() {
        return file.charset();
    }

    boolean isMarked() {
        return file.isMarked();
    }
}
