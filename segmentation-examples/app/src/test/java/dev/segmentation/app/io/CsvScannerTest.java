package dev.segmentation.app.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.segmentation.Reason;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvScannerTest {

    private static final String CELL = "(\"([^\"]|\"\")*\"|[^\",\r\n][^,\r\n]*|)";

    private static final Pattern CSV = Pattern.compile(CELL + "([,\r\n]" + CELL + ")*");

    /** The grammar of RFC 4180, with quotes inside of plain cells allowed, as a regular expression; rows by another parser. */
    @Test
    void refusesWhatTheGrammarDoesNotKnowAndReadsTheRestAsAnotherParserDoes() throws IOException {
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
                assertThat(rows(new StringReader(text), ','))
                        .as("%s of seed %d", text, seed)
                        .isEqualTo(rowsOfFastCsv(text));
                assertThat(rows(new OneByOne(text), ',')).as("in pieces").isEqualTo(rowsOfFastCsv(text));
            } else {
                refused++;
                assertThatThrownBy(() -> rows(new StringReader(text), ','))
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
        CsvScanner scanner = new CsvScanner(new StringReader("a,\"b\"\"\n\",c,d\n1,2,3\n"), ',');
        scanner.keepOnly(false, true, true);

        assertThat(scanner.nextRow()).isTrue();
        assertThat(scanner.columns()).isEqualTo(4);
        assertThat(List.of(scanner.cell(0), scanner.cell(1))).containsExactly("b\"\n", "c");
        assertThat(scanner.line()).isEqualTo(1);
        assertThat(scanner.nextRow()).isTrue();
        assertThat(scanner.line()).isEqualTo(3);
        assertThat(scanner.columns()).isEqualTo(3);
        assertThat(List.of(scanner.cell(0), scanner.cell(1))).containsExactly("2", "3");
        assertThat(scanner.nextRow()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void countsLinesAlsoEmptyAndQuotedOnes(String newLine) throws IOException {
        String text = "a|\"b||c\"||d|||e|".replace("|", newLine);
        CsvScanner scanner = new CsvScanner(new OneByOne(text), ',');
        List<Long> lines = new ArrayList<>();
        while (scanner.nextRow()) {
            lines.add(scanner.line());
        }

        assertThat(lines).containsExactly(1L, 2L, 6L, 9L);
        assertThat(scanner.lineOfReading()).isEqualTo(10);
    }

    @Test
    void aLargeCellIsRefusedWithItsPlaceInBoundedMemoryWantedOrNot() {
        for (boolean wanted : new boolean[] {true, false}) {
            for (String begin : List.of("id,note\nx,\"", "id,note\nx,")) {
                Endless text = new Endless(begin);
                CsvScanner scanner = new CsvScanner(text, ',');
                scanner.keepOnly(true, wanted);

                assertThatThrownBy(() -> {
                            while (scanner.nextRow()) {
                                assertThat(scanner.columns()).isEqualTo(2);
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
        CsvScanner wide = new CsvScanner(new StringReader(",".repeat(100_000)), ',');
        assertThatThrownBy(wide::nextRow)
                .isInstanceOfSatisfying(
                        CsvFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.LIMIT))
                .hasMessageStartingWith(" has more than 100,000 fields");
        CsvScanner longRow = new CsvScanner(new StringReader(("x".repeat(999_999) + ",").repeat(17)), ',');
        assertThatThrownBy(longRow::nextRow)
                .isInstanceOfSatisfying(
                        CsvFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.LIMIT))
                .hasMessageStartingWith(" has more than 16,777,216 characters in the columns asked for");
    }

    private static List<List<String>> rows(Reader text, char separator) throws IOException {
        CsvScanner scanner = new CsvScanner(text, separator);
        List<List<String>> rows = new ArrayList<>();
        while (scanner.nextRow()) {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < scanner.columns(); i++) {
                row.add(scanner.cell(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> rowsOfFastCsv(String text) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            csv.forEach(row -> rows.add(row.getFields()));
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
