package dev.segmentation.app.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialects in which analysts have their files. */
class CsvDialectTest {

    private static final CsvDialect STANDARD = CsvDialect.standard();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("data.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void theSeparatorIsTheOneInTheFirstLine(String sign) throws IOException {
        write("id|x|v\na|\"1,2;3\t4|5\"|2\n".replace("|", sign).replace("4" + sign + "5", "4|5"));

        assertThat(CsvInput.of(file).numbers(List.of("v")).read().numbers("v")).containsExactly(2);
    }

    @Test
    void emptyLinesBeforeTheFirstDoNotCount() throws IOException {
        write("\r\n\nid;v\na;2\n");

        assertThat(numbers(STANDARD, "v")).containsExactly(2);
        assertRefused(STANDARD, "id", Reason.NUMBER_FORMAT).hasMessageContaining("line 4, column \"id\"");
    }

    @Test
    void ofMoreThanOneSignTheOneCountsByWhichAllRowsHaveAsManyCells() throws IOException {
        write("id;sales, net;v\na;1;2\nb;3;4\n");
        assertThat(numbers(STANDARD, "v")).containsExactly(2, 4);
        write("id,a;b,v\na,1,2\nb,3,4\n");
        assertThat(numbers(STANDARD, "v")).containsExactly(2, 4);
        write("id\ta|b,c\tv\na\t1\t2\n");
        assertThat(numbers(STANDARD, "v")).containsExactly(2);
        write("id,\"a;b\",v\na,1,2\n");
        assertThat(numbers(STANDARD, "v")).containsExactly(2);
    }

    @Test
    void whereTwoSignsWouldDoTheUserDecides() throws IOException {
        write("id;a,v\nx;1,2\n");

        assertRefused(STANDARD, "v", Reason.BAD_PARAM)
                .hasMessage(
                        file + ": line 1 has more than one sign that may separate its cells (comma and semicolon); say"
                                + " which, such as --separator comma");
        assertThat(numbers(STANDARD.withSeparator(','), "v")).containsExactly(2);
    }

    /** Around the million characters that are looked at, which may end within a row, a quoted cell or a surrogate pair. */
    @Test
    void rowsBehindTheBeginningAreReadAsThoseInIt() throws IOException {
        int million = 1 << 20;
        for (int length : new int[] {million - 2, million - 1, million, million + 1, million + 2}) {
            String begin = "id;a,b;v\n";
            String rows = "x;\"1;\n\ud83d\ude00\";2\n".repeat(50_000);
            String filler = "y;" + "z".repeat(10_000) + ";3\n";
            StringBuilder text = new StringBuilder(begin).append(rows);
            while (text.length() + filler.length() < length - 20) {
                text.append(filler);
            }
            text.append("w;").append("u".repeat(length - text.length() - 4)).append("\ud83d\ude00;4\nend;;5\n");
            write(text.toString());

            CsvTable table =
                    CsvInput.of(file).texts("id", "a,b").numbers(List.of("v")).read();

            int last = table.rowCount() - 1;
            assertThat(table.texts("id").get(last)).isEqualTo("end");
            assertThat(table.texts("a,b").get(last - 1)).endsWith("u\ud83d\ude00");
            assertThat(table.texts("a,b").get(49_999)).isEqualTo("1;\n\ud83d\ude00");
            assertThat(table.numbers("v")[last]).isEqualTo(5);
            assertThat(table.line(last))
                    .isEqualTo(text.chars().filter(c -> c == '\n').count());
        }
    }

    @Test
    void aLineMayDeclareTheSeparator() throws IOException {
        for (String newLine : List.of("\n", "\r\n", "\r")) {
            write("sep=;|id;a,b;v|x;1,5;2|y;1|".replace("|", newLine));

            assertRefused(STANDARD, "v", Reason.RAGGED).hasMessageContaining("line 4 has 2 fields, expected 3");
        }
        write("sep=;\nid;v\nx;2");
        assertThat(numbers(STANDARD, "v")).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({"comma,44", "semicolon,59", "tab,9", "pipe,124", "~,126", "^,94"})
    void separatorsHaveNames(String name, int sign) {
        assertThat((int) CsvDialect.separator(name)).isEqualTo(sign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "7", "\"", "\n", "", "semi", ".", "-", "::"})
    void whatMayBePartOfACellSeparatesNothing(String name) {
        assertThatThrownBy(() -> CsvDialect.separator(name)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void decimalCommasAreReadWhereTheyAreDeclared() throws IOException {
        write("id;v\n1;1,5\n2;-2,75e2\n3;,5\n4;7\n5;\n");

        assertThat(numbers(STANDARD.withNumbers(DecimalSign.COMMA, Optional.empty()), "v"))
                .containsExactly(1.5, -275, 0.5, 7, Double.NaN);
        write("id;v\n1;1,5\n2;2.75\n");
        assertRefused(STANDARD.withNumbers(DecimalSign.COMMA, Optional.empty()), "v", Reason.NUMBER_FORMAT)
                .hasMessage(file
                        + ": line 3, column \"v\" is not a number; it has a decimal point; write a decimal comma as"
                        + " in other cells, or leave out --decimal comma");
        write("id;v\n1;x\n");
        assertRefused(STANDARD.withNumbers(DecimalSign.COMMA, Optional.empty()), "v", Reason.NUMBER_FORMAT)
                .hasMessageEndingWith(
                        "write digits with a decimal comma, or leave the cell empty where the number is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "COMMA#POINT#1.234,5#1234.5",
                "COMMA#POINT#1.234.567#1234567",
                "COMMA#POINT#-12.345,25#-12345.25",
                "COMMA#POINT#1234,5#1234.5",
                "POINT#COMMA#1,234.5#1234.5",
                "POINT#BLANK#1 234 567.5#1234567.5",
                "COMMA#BLANK#1\u00a0234,5#1234.5",
                "COMMA#BLANK#1\u202f234,5#1234.5",
                "POINT#APOSTROPHE#1'234'567.50#1234567.5",
                "POINT#COMMA#123#123"
            })
    void thousandsAreReadWhereTheyAreDeclared(DecimalSign decimal, ThousandsSign thousands, String cell, double value)
            throws IOException {
        write("id;v\n1;" + cell + "\n");

        assertThat(numbers(STANDARD.withNumbers(decimal, Optional.of(thousands)), "v"))
                .containsExactly(value);
        if (!cell.matches("\\d+")) {
            assertRefused(STANDARD, "v", Reason.NUMBER_FORMAT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.23", "1.2345", "12345.678", "1..234", ".234", "1.234.5", "1,234.567", "1.234,5,6"})
    void groupsAreOfThreeDigits(String cell) throws IOException {
        write("id;v\n1;" + cell + "\n");

        assertRefused(
                STANDARD.withNumbers(DecimalSign.COMMA, Optional.of(ThousandsSign.POINT)), "v", Reason.NUMBER_FORMAT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "1.234,5#it has signs between groups of three digits; write digits only, or say --decimal comma --thousands"
                        + " point",
                "1'234.5#it has signs between groups of three digits; write digits only, or say --thousands apostrophe",
                "1 234#it has signs between groups of three digits; write digits only, or say --thousands blank",
                "1,234#its comma may stand before decimals or between groups of three digits; say --decimal comma or"
                        + " --thousands comma",
                "1,23#it has a decimal comma; write a decimal point, or say --decimal comma"
            })
    void theMessageSaysWhatMayBeMeant(String cell, String message) throws IOException {
        write("id;v\n1;" + cell + "\n");

        assertRefused(STANDARD, "v", Reason.NUMBER_FORMAT)
                .hasMessage(file + ": line 2, column \"v\" is not a number; " + message);
    }

    @Test
    void numbersAreTheNearestDoubles() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder digits = new StringBuilder(random.nextBoolean() ? "-" : random.nextInt(5) == 0 ? "+" : "");
            for (int d = 1 + random.nextInt(20); d > 0; d--) {
                digits.append(random.nextInt(10));
            }
            if (random.nextBoolean()) {
                digits.insert(1 + random.nextInt(digits.length()), '.');
            }
            if (random.nextInt(3) == 0) {
                digits.append(random.nextBoolean() ? "e" : "E").append(random.nextInt(80) - 40);
            }
            if (digits.charAt(0) == '-' || digits.charAt(0) == '+' || Character.isDigit(digits.charAt(0))) {
                String text = digits.toString();
                assertThat(Numbers.parse(text).orElseThrow())
                        .as("%s of seed %d", text, seed)
                        .isEqualTo(Double.parseDouble(text));
            }
        }
    }

    @Test
    void encodingsAreFoundByTheirMarkOrDeclared() throws IOException {
        String text = "id,name\n1,J\u00fcrgen \u20ac\n";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] marked = ("\uFEFF" + text).getBytes(charset);
            for (byte[] bytes : List.of(marked, gzip(marked))) {
                Files.write(file, bytes);
                assertThat(texts(STANDARD, "name")).containsExactly("J\u00fcrgen \u20ac");
                assertThat(texts(STANDARD, "id")).containsExactly("1");
            }
            Files.write(file, text.getBytes(charset));
            assertThat(texts(STANDARD.withEncoding(charset), "name")).containsExactly("J\u00fcrgen \u20ac");
        }
        Charset windows = Charset.forName("windows-1252");
        Files.write(file, text.getBytes(windows));
        assertThat(texts(STANDARD.withEncoding(windows), "name")).containsExactly("J\u00fcrgen \u20ac");
        Files.write(file, "\uFEFFid\n1\n".getBytes(StandardCharsets.UTF_16LE));
        assertThat(texts(STANDARD.withEncoding(StandardCharsets.UTF_16), "id")).containsExactly("1");
    }

    @Test
    void bytesThatAreNoTextAreRefusedWithLineAndColumnAndNeverReplaced() throws IOException {
        Files.write(file, "id,name\n1,J\u00fcrgen\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(STANDARD, "name", Reason.BAD_FILE)
                .hasMessage(file + ": line 2, column \"name\" is not text in UTF-8; save the file as UTF-8, or say its"
                        + " encoding, such as --encoding windows-1252");
        Files.write(file, "id,J\u00fc\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(STANDARD, "id", Reason.BAD_FILE).hasMessageContaining(": line 1, field 2 is not text in UTF-8");
        Charset windows = Charset.forName("windows-1252");
        Files.write(file, new byte[] {'i', 'd', '\n', 'a', '\n', (byte) 0x81});
        assertThatThrownBy(() -> texts(STANDARD.withEncoding(windows), "id"))
                .hasMessageContaining(": line 3, column \"id\" is not text in windows-1252; ");
        Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 'i', 0, 'd', 0, '\n', 0, 0, (byte) 0xD8, '\n', 0});
        assertThatThrownBy(() -> texts(STANDARD, "id"))
                .as("half of a surrogate pair")
                .hasMessageContaining(": line 2, column \"id\" is not text in UTF-16LE");
        Files.write(file, new byte[] {'i', 'd', '\n', 'a', (byte) 0xC3});
        assertThatThrownBy(() -> texts(STANDARD, "id"))
                .as("cut short within a character")
                .hasMessageContaining(": line 2, column \"id\" is not text in UTF-8");
    }

    @Test
    void contradictionsAboutTheEncodingAreRefused() throws IOException {
        Files.write(file, "\uFEFFid\n1\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> texts(STANDARD.withEncoding(StandardCharsets.ISO_8859_1), "id"))
                .hasMessage(
                        file + ": it begins with the byte order mark of UTF-8, but --encoding is ISO-8859-1; leave out"
                                + " --encoding");
        Files.write(file, "id\n1\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> texts(STANDARD.withEncoding(StandardCharsets.UTF_16), "id"))
                .hasMessageContaining("say --encoding UTF-16LE (Windows) or UTF-16BE");
        assertThatThrownBy(() -> texts(STANDARD, "id"))
                .hasMessageContaining(": line 1 has a character of code 0")
                .hasMessageContaining("--encoding UTF-16LE");
    }

    @ParameterizedTest
    @CsvSource({
        "dd.MM.yyyy,31.01.2025",
        "d.M.yyyy,31.1.2025",
        "MM/dd/yyyy,01/31/2025",
        "yyyyMMdd,20250131",
        "dd MMM yyyy,31 jan 2025",
        "dd.MM.yyyy HH:mm,31.01.2025 23:59",
        "yyyy-MM-dd'T'HH:mm:ss,2025-01-31T23:59:59"
    })
    void datesAreReadInTheFormThatIsDeclared(String form, String cell) throws IOException {
        write("when;v\n" + cell + ";1\n " + cell + " ;1\n");

        assertThat(dates(DateStyle.iso().withPattern(form)))
                .containsExactly(LocalDate.of(2025, 1, 31), LocalDate.of(2025, 1, 31));
    }

    @ParameterizedTest
    @ValueSource(strings = {"31.1.2025", "2025-01-31", "01/31/2025", "31.01.25", "31.01.2025 10:00", ""})
    void datesOfAnotherFormAreRefusedAndNeverQuoted(String cell) throws IOException {
        write("when;v\n31.01.2025;1\n" + cell + ";1\n");

        assertThatThrownBy(() -> dates(DateStyle.iso().withPattern("dd.MM.yyyy")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file
                        + ": line 3, column \"when\" is not a date of the form dd.MM.yyyy; mend it, or declare another"
                        + " --date-format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30.02.2025", "29.02.2025", "31.13.2025", "00.01.2025"})
    void daysThatDoNotExistAreToldFromOtherForms(String cell) throws IOException {
        write("when;v\n31.01.2025;1\n" + cell + ";1\n");

        assertThatThrownBy(() -> dates(DateStyle.iso().withPattern("dd.MM.yyyy")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        file + ": line 3, column \"when\" is a day or time that does not exist, such as 30 February;"
                                + " mend it, or declare another --date-format");
    }

    @ParameterizedTest
    @CsvSource({
        "DD.MM.YYYY,has capital letters",
        "dd.MM.yy,has no year of four digits",
        "dd.MM,has no year of four digits",
        "MM.yyyy,has not both a month (MM) and a day (dd)",
        "dd.mm.yyyy,has not both a month (MM) and a day (dd)",
        "dd.MM.yyyy f,is no form of a date"
    })
    void whatIsNoFormOfADateIsRefused(String form, String message) {
        assertThatThrownBy(() -> DateStyle.iso().withPattern(form))
                .hasMessageStartingWith("--date-format: \"" + form + "\" " + message)
                .hasMessageEndingWith("; write such as dd.MM.yyyy, MM/dd/yyyy or \"yyyy-MM-dd HH:mm:ss\"");
    }

    @ParameterizedTest
    @CsvSource({
        "2025-01-31T23:30:00Z,2025-02-01,2025-01-31",
        "2025-01-31 23:30:00+00:00,2025-02-01,2025-01-31",
        "2025-01-31T23:30:00.123456Z,2025-02-01,2025-01-31",
        "2025-02-01T03:30:00+05:00,2025-01-31,2025-01-31",
        "2025-01-31T23:30,2025-01-31,2025-01-31",
        "2025-07-31T22:30:00Z,2025-08-01,2025-07-31"
    })
    void pointsInTimeHaveTheDateOfTheZoneThatIsDeclared(String cell, LocalDate berlin, LocalDate newYork)
            throws IOException {
        write("when;v\n" + cell + ";1\n");

        assertThat(dates(DateStyle.iso().withZone(ZoneId.of("Europe/Berlin")))).containsExactly(berlin);
        assertThat(dates(DateStyle.iso().withZone(ZoneId.of("America/New_York"))))
                .containsExactly(newYork);
        if (!cell.matches(".*T\\d\\d:\\d\\d")) {
            assertThatThrownBy(() -> dates(DateStyle.iso()))
                    .hasMessage(file
                            + ": line 2, column \"when\" is a time with its offset from UTC, and on which day that is"
                            + " depends on the place; say so, such as --zone Europe/Berlin or --zone UTC");
        }
    }

    @Test
    void aFormMayHaveAnOffset() throws IOException {
        write("when;v\n31.01.2025 23:30 +0000;1\n");
        DateStyle style = DateStyle.iso().withPattern("dd.MM.yyyy HH:mm Z");

        assertThat(dates(style.withZone(ZoneId.of("Europe/Berlin")))).containsExactly(LocalDate.of(2025, 2, 1));
        assertThatThrownBy(() -> dates(style)).hasMessageContaining("--zone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-01-31T",
                "2025-01-31T25:00",
                "2025-01-31T10",
                "2025-01-31T10:00:61",
                "2025-01-31T10:00:00.",
                "2025-01-31T10:00:00x",
                "2025-01-31X10:00",
                "2025-01-31T10:00:00+99:00",
                "2025-01-31 ."
            })
    void whatFollowsADateHasToBeATime(String cell) throws IOException {
        write("when;v\n" + cell + ";1\n");

        assertThatThrownBy(() -> dates(DateStyle.iso().withZone(ZoneId.of("UTC"))))
                .hasMessageContaining("line 2, column \"when\" is not a date");
    }

    @Test
    void linesMayEndInAnyWayWithASeparatorAndEmptyOnesAfterThem() throws IOException {
        for (String newLine : List.of("\n", "\r\n", "\r")) {
            write("id;v|a;1|b;2|||".replace("|", newLine));
            assertThat(numbers(STANDARD, "v")).containsExactly(1, 2);
            write("id;v;|a;1;|b;2;|".replace("|", newLine));
            assertThat(numbers(STANDARD, "v")).containsExactly(1, 2);
            write("id;v|a;1;|b;2;|".replace("|", newLine));
            assertThat(numbers(STANDARD, "v")).containsExactly(1, 2);
        }
        write("id;v\na;1;\nb;2\n");
        assertRefused(STANDARD, "v", Reason.RAGGED).hasMessageContaining("line 3 has 2 fields, expected 2");
        write("id;v\na;1;\nb;2;x\n");
        assertRefused(STANDARD, "v", Reason.RAGGED).hasMessageContaining("line 3 has 3 fields, expected 2");
    }

    @Test
    void blanksAroundNamesDoNotMatterUnlessTheyTellNamesApart() throws IOException {
        write("id, v ,w\na,1,2\n");
        assertThat(numbers(STANDARD, "v")).containsExactly(1);
        assertThat(CsvInput.of(file).numbers(List.of(" v ")).read().numbers(" v "))
                .containsExactly(1);
        write("id, v,v\na,1,2\n");
        assertThat(numbers(STANDARD, "v")).containsExactly(2);
        write("id, w ,x\na,1,2\n");
        assertThatThrownBy(() -> CsvInput.of(file).numbers(List.of("w", "v")).read())
                .hasMessage(file + ": no column \"v\"; there are id,  w , x");
        write("id, v,v \na,1,2\n");
        assertRefused(STANDARD, "v", Reason.DUPLICATE_FEATURE);
    }

    @Test
    void fiveThousandColumnsAreReadQuicklyWhereThreeAreAskedFor() throws IOException {
        String names = IntStream.range(0, 5000).mapToObj(i -> "column_" + i).collect(Collectors.joining(";"));
        String row = IntStream.range(0, 5000).mapToObj(i -> i + ".25").collect(Collectors.joining(";"));
        write(names + "\n" + (row + "\n").repeat(1000));

        CsvTable table = assertTimeout(
                Duration.ofSeconds(10),
                () -> CsvInput.of(file)
                        .numbers(List.of("column_4999", "column_0", "column_2500"))
                        .read());

        assertThat(table.rowCount()).isEqualTo(1000);
        assertThat(table.numbers("column_4999")).containsOnly(4999.25);
        assertThat(table.numbers("column_0")).containsOnly(0.25);
        assertThat(table.numbers("column_2500")).containsOnly(2500.25);
    }

    private double[] numbers(CsvDialect dialect, String column) {
        return CsvInput.of(file, dialect).numbers(List.of(column)).read().numbers(column);
    }

    private List<String> texts(CsvDialect dialect, String column) {
        return CsvInput.of(file, dialect).texts(column).read().texts(column);
    }

    private List<LocalDate> dates(DateStyle style) {
        return CsvInput.of(file, STANDARD.withDates(style)).dates("when").read().dates("when");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            CsvDialect dialect, String column, Reason reason) {
        return assertThatThrownBy(() -> numbers(dialect, column))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
