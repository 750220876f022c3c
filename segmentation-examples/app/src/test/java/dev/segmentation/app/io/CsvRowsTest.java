package dev.segmentation.app.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.Reason;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

    private static final String CELL = "(\"([^\"]|\"\")*\"|[^\",\r\n][^,\r\n]*|)";

    private static final Pattern CSV = Pattern.compile(CELL + "([,\r\n]" + CELL + ")*");

    /** The grammar of RFC 4180, with quotes inside of plain cells allowed, as a regular expression. */
    @Test
    void refusesWhatTheGrammarDoesNotKnowAndReadsTheRestAsItSays() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder made = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                made.append("a,\"\"\n\r".charAt(random.nextInt(6)));
            }
            String text = made.toString();
            if (CSV.matcher(text).matches()) {
                assertThat(rows(new StringReader(text)))
                        .as("%s of seed %d", text, seed)
                        .isEqualTo(rowsByGrammar(text));
                assertThat(rows(new OneByOne(text))).as("in pieces").isEqualTo(rowsByGrammar(text));
            } else {
                refused++;
                assertThatThrownBy(() -> rows(new StringReader(text)))
                        .as("%s of seed %d", text, seed)
                        .isInstanceOfSatisfying(
                                CsvFault.class,
                                fault -> assertThat(fault.reason()).isEqualTo(Reason.RAGGED));
            }
        }
        assertThat(refused).isBetween(2_000, 18_000);
    }

    @Test
    void keepsOnlyWhatIsWantedAndCountsTheRest() throws IOException {
        CsvRows rows = new CsvRows(new StringReader("a,\"b\"\"\n\",c,d\n1,2,3\n"), ',');
        rows.keepOnly(false, true, true);

        assertThat(rows.nextRow()).isTrue();
        assertThat(rows.columns()).isEqualTo(4);
        assertThat(List.of(rows.cell(0), rows.cell(1))).containsExactly("b\"\n", "c");
        assertThat(rows.line()).isEqualTo(1);
        assertThat(rows.nextRow()).isTrue();
        assertThat(rows.line()).isEqualTo(3);
        assertThat(rows.columns()).isEqualTo(3);
        assertThat(List.of(rows.cell(0), rows.cell(1))).containsExactly("2", "3");
        assertThat(rows.nextRow()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void countsLinesAlsoEmptyAndQuotedOnes(String newLine) throws IOException {
        String text = "a|\"b||c\"||d|||e|".replace("|", newLine);
        CsvRows rows = new CsvRows(new OneByOne(text), ',');
        List<Long> lines = new ArrayList<>();
        while (rows.nextRow()) {
            lines.add(rows.line());
        }

        assertThat(lines).containsExactly(1L, 2L, 6L, 9L);
        assertThat(rows.lineOfReading()).isEqualTo(10);
    }

    @Test
    void aLargeCellIsRefusedWithItsPlaceInBoundedMemoryWantedOrNot() {
        for (boolean wanted : new boolean[] {true, false}) {
            for (String begin : List.of("id,note\nx,\"", "id,note\nx,")) {
                Endless text = new Endless(begin);
                CsvRows rows = new CsvRows(text, ',');
                rows.keepOnly(true, wanted);

                assertThatThrownBy(() -> {
                            while (rows.nextRow()) {
                                assertThat(rows.columns()).isEqualTo(2);
                            }
                        })
                        .isInstanceOfSatisfying(CsvFault.class, fault -> {
                            assertThat(fault.reason()).isEqualTo(Reason.LIMIT);
                            assertThat(fault.line()).hasValue(2);
                            assertThat(fault.column()).hasValue(1);
                        })
                        .hasMessage(
                                " has more than 1,000,000 characters; shorten it, or close the quote that opens it");
                assertThat(text.handedOut).isBetween(1_000_000L, 1_200_000L);
            }
        }
    }

    @Test
    void tooManyColumnsOrTooLongARowAreRefused() {
        CsvRows wide = new CsvRows(new StringReader(",".repeat(100_000)), ',');
        assertThatThrownBy(wide::nextRow)
                .isInstanceOfSatisfying(
                        CsvFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.LIMIT))
                .hasMessageStartingWith(" has more than 100,000 fields");
        CsvRows longRow = new CsvRows(new StringReader(("x".repeat(999_999) + ",").repeat(17)), ',');
        assertThatThrownBy(longRow::nextRow)
                .isInstanceOfSatisfying(
                        CsvFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.LIMIT))
                .hasMessageStartingWith(" has more than 16,777,216 characters in the columns asked for");
    }

    private static List<List<String>> rows(Reader text) throws IOException {
        CsvRows rows = new CsvRows(text, ',');
        List<List<String>> all = new ArrayList<>();
        while (rows.nextRow()) {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < rows.columns(); i++) {
                row.add(rows.cell(i));
            }
            all.add(row);
        }
        return all;
    }

    /** The slow twin: one cell after another by the regular expression, of a text that it knows. */
    private static List<List<String>> rowsByGrammar(String text) {
        Matcher cell = Pattern.compile("\\G" + CELL + "(,|\r\n|[\r\n]|\\z)").matcher(text);
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        int end = 0;
        while (end < text.length() || !row.isEmpty()) {
            assertThat(cell.find(end)).isTrue();
            String found = cell.group(1);
            boolean quoted = found.startsWith("\"");
            row.add(quoted ? found.substring(1, found.length() - 1).replace("\"\"", "\"") : found);
            end = cell.end();
            if (!cell.group(3).equals(",")) {
                if (!row.equals(List.of("")) || quoted) {
                    rows.add(row);
                }
                row = new ArrayList<>();
            }
        }
        return rows;
    }

    /** Hands out a character at a time. */
    private static final class OneByOne extends StringReader {

        OneByOne(String text) {
            super(text);
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(1, length));
        }
    }

    /** A text that has no end. */
    private static final class Endless extends Reader {

        private final String begin;
        private long handedOut;

        Endless(String begin) {
            this.begin = begin;
        }

        @Override
        public int read(char[] target, int offset, int length) {
            for (int i = 0; i < length; i++) {
                target[offset + i] = handedOut < begin.length() ? begin.charAt((int) handedOut) : 'x';
                handedOut++;
            }
            return length;
        }

        @Override
        public void close() {}
    }
}
