package dev.segmentation.app.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvInputTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("data.csv");
    }

    @Test
    void readsTheColumnsAskedForAndLooksAtNoOther() throws IOException {
        write("id,x,when,junk\nb,1.5,2025-01-31,oops\na,,2024-02-29T23:59:59,\"a,b\"\n");

        CsvTable table = CsvInput.of(file)
                .numbers(List.of("x"))
                .texts("id")
                .dates("when")
                .read();

        assertThat(table.rowCount()).isEqualTo(2);
        assertThat(table.texts("id")).containsExactly("b", "a");
        assertThat(table.numbers("x")).containsExactly(1.5, Double.NaN);
        assertThat(table.dates("when")).containsExactly(LocalDate.of(2025, 1, 31), LocalDate.of(2024, 2, 29));
        assertThat(table.line(1)).isEqualTo(3);
    }

    @Test
    void readsGzipByItsContentWhateverItsName() throws IOException {
        Files.write(file, gzip("id\nn\u00e9\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(CsvInput.of(file).texts("id").read().texts("id")).containsExactly("n\u00e9");
    }

    @Test
    void damagedGzipIsAClearError() throws IOException {
        Files.write(file, new byte[] {0x1F, (byte) 0x8B, 8, 0, 0});

        assertThatThrownBy(() -> CsvInput.of(file).texts("id").read())
                .isInstanceOf(UnusableFileException.class)
                .hasMessage(file + ": cannot be read; it may be damaged or locked");
    }

    @Test // IO008
    void aByteOrderMarkIsNotPartOfTheFirstName() throws IOException {
        write("\uFEFFid,v\n1,2\n");

        assertThat(CsvInput.of(file).texts("id").read().texts("id")).containsExactly("1");
    }

    @Test // IO006
    void idsAreLiteralText() throws IOException {
        write("id\nNA\nnull\nNaN\ninf\n1e5\nTRUE\n");

        CsvTable table = CsvInput.of(file).texts("id").read();

        assertThat(table.texts("id")).containsExactly("NA", "null", "NaN", "inf", "1e5", "TRUE");
        assertThat(CustomerIds.of(table.texts("id")).size()).isEqualTo(6);
    }

    @Test // IO009
    void aLineOfAnotherLengthIsRefusedWithItsNumber() throws IOException {
        write("a,b\n1,2\n3\n");

        assertRefused(() -> CsvInput.of(file).numbers(List.of("a")).read(), Reason.RAGGED)
                .hasMessage(file + ": line 3 has 1 fields, expected 2 as in the first line; mend the line, and quote"
                        + " cells that contain the separator");

        write("a,b\n1,2,3\n");
        assertRefused(() -> CsvInput.of(file).numbers(List.of("a")).read(), Reason.RAGGED)
                .hasMessageContaining("line 2 has 3 fields, expected 2");
    }

    @Test // IO002
    void aDecimalCommaIsRefusedWithLineAndColumn() throws IOException {
        write("id;v\n1;1,5\n2;2,75\n");

        assertRefused(() -> CsvInput.of(file).texts("id").numbers(List.of("v")).read(), Reason.NUMBER_FORMAT)
                .hasMessage(file + ": line 2, column \"v\" is not a number; it has a decimal comma; write a decimal"
                        + " point, or say --decimal comma");
    }

    @Test
    void semicolonsSeparateWhereTheFirstLineHasNoComma() throws IOException {
        write("id;v\n1;1.5\n");

        assertThat(CsvInput.of(file).numbers(List.of("v")).read().numbers("v")).containsExactly(1.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "NaN",
                "NA",
                "Infinity",
                "0x1p3",
                "1d",
                "1e-99999",
                "1e99999x",
                "1 2",
                "\u0661",
                "1_000",
                "--1"
            })
    void whatIsNotADecimalNumberIsRefusedAndNeverQuoted(String cell) throws IOException {
        write("id,v\nx,1\ny," + cell + "\n");

        assertRefused(() -> CsvInput.of(file).numbers(List.of("v")).read(), Reason.NUMBER_FORMAT)
                .hasMessage(file + ": line 3, column \"v\" is not a number; write digits with a decimal point, or leave"
                        + " the cell empty where the number is missing")
                .asInstanceOf(type(InvalidInputException.class))
                .satisfies(e -> {
                    assertThat(e.row()).hasValue(1);
                    assertThat(e.name()).hasValue("v");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", " 1E+400 ", "1e99999", "1.8e308"})
    void aNumberThatNoDoubleHoldsIsCalledTooLarge(String cell) throws IOException {
        write("id,v\na,1\nb," + cell + "\n");
        assertThatThrownBy(() -> CsvInput.of(file).numbers(List.of("v")).read())
                .hasMessage(
                        file + ": line 3, column \"v\" is a number too large to compute with, which ends at 1.8e308;"
                                + " mend it, or leave the cell empty where the number is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"31.01.2025", "2025-1-5", "", "2025-01-31x"})
    void whatIsNotADateIsRefusedAndNeverQuoted(String cell) throws IOException {
        write("when,v\n2025-01-31,1\n" + cell + ",1\n");

        assertRefused(() -> CsvInput.of(file).dates("when").read(), Reason.DATE_FORMAT)
                .hasMessage(file
                        + ": line 3, column \"when\" is not a date; write it as year-month-day, like 2025-01-31, or"
                        + " say its form, such as --date-format dd.MM.yyyy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-02-30", "2025-13-01", "2025-02-29", "2025-00-10", "2025-02-30T10:00"})
    void daysThatDoNotExistAreToldFromWhatIsNoDate(String cell) throws IOException {
        write("when,v\n2025-01-31,1\n" + cell + ",1\n");

        assertRefused(() -> CsvInput.of(file).dates("when").read(), Reason.DATE_FORMAT)
                .hasMessage(
                        file + ": line 3, column \"when\" is a day or time that does not exist, such as 30 February;"
                                + " mend it, or declare another --date-format");
    }

    @Test
    void anUnknownColumnIsRefusedWithTheColumnsThereAre() throws IOException {
        write("id,spend\nx,1\n");

        assertRefused(
                        () -> CsvInput.of(file)
                                .texts("id")
                                .numbers(List.of("revenue"))
                                .read(),
                        Reason.UNKNOWN_NAME)
                .hasMessage(file + ": no column \"revenue\"; there are id, spend");
    }

    @Test
    void aFirstLineThatMayBeACustomerIsNotQuoted() throws IOException {
        write("Jane Doe,jane@example.com,1955\nBob,2,3\n");

        assertRefused(() -> CsvInput.of(file).texts("id").numbers(List.of("v")).read(), Reason.UNKNOWN_NAME)
                .hasMessage(file + ": no column \"id\"; the first line has 3 fields, none of them a column asked for;"
                        + " does it name the columns?");
    }

    @Test
    void aLongListOfColumnsIsCutShort() throws IOException {
        String names = IntStream.range(0, 19).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        write("id," + names.replace(", ", ",") + ",x,y\n");

        assertRefused(() -> CsvInput.of(file).texts("id", "z").read(), Reason.UNKNOWN_NAME)
                .hasMessage(file + ": no column \"z\"; there are id, " + names + " and 2 more");
    }

    @Test
    void aColumnNameThatOccursTwiceIsRefusedIfItIsAskedFor() throws IOException {
        write("id,v,v\nx,1,2\n");

        assertThat(CsvInput.of(file).texts("id").read().rowCount()).isOne();
        assertRefused(() -> CsvInput.of(file).numbers(List.of("v")).read(), Reason.DUPLICATE_FEATURE)
                .hasMessageContaining("two columns are called \"v\"");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirLine() throws IOException {
        StringBuilder text = new StringBuilder("id\n");
        text.append("customer\n".repeat(5000)); // so that the fault is not in the first buffer
        byte[] start = text.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(start);
        bytes.writeBytes("M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(file, bytes.toByteArray());

        assertRefused(() -> CsvInput.of(file).texts("id").read(), Reason.BAD_FILE)
                .hasMessage(file + ": line 5002, column \"id\" is not text in UTF-8; save the file as UTF-8, or say its"
                        + " encoding, such as --encoding windows-1252");
    }

    @Test
    void missingFilesFoldersAndEmptyFilesAreToldApart() throws IOException {
        assertThatThrownBy(() -> CsvInput.of(file).texts("id").read()).hasMessage(file + ": there is no such file");
        assertThatThrownBy(() -> CsvInput.of(folder).texts("id").read())
                .hasMessage(folder + ": this is a folder; name a file");
        write("");
        assertRefused(() -> CsvInput.of(file).texts("id").read(), Reason.EMPTY)
                .hasMessage(file + ": the file is empty; its first line must name the columns");
        write("id\n");
        assertThat(CsvInput.of(file).texts("id").read().rowCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "id,segment#a,\"H#b,L#c,L#; 2",
                "id,segment#a,\"H#b,L#c,L; 2",
                "id,segment#a,H#b,L#c,\"; 4",
                "id,segment#a,H#\"b,L#; 3",
                "id,segment#a,\"H#H\"#b,\"L#; 4",
                "id,segment#a,\"H#b,\"L#; 2",
                "id,\"segment#a,H#; 1",
                "id,\"segment\"x#a,H#; 1",
                "\"; 1",
                "id#a#\"; 3",
                "id,segment#a,\"H\" #b,L#; 2",
                "id,segment#a,\"H\"\"#b,L#; 2"
            },
            delimiter = ';')
    void aQuoteThatIsNotClosedIsRefusedWithItsLineAndSwallowsNobody(String text, int line) throws IOException {
        String message = Pattern.quote(file + ": line " + line) + "(, column \"(id|segment)\"|, field [12])"
                + Pattern.quote(
                        ": the quote (\") that opens a cell here is not closed before a separator"
                                + " or the end of a line; is the file cut short? Close it, and write quotes inside of cells twice");
        for (String newLine : List.of("\n", "\r\n", "\r")) {
            byte[] bytes = text.replace("#", newLine).getBytes(StandardCharsets.UTF_8);
            for (byte[] written : List.of(bytes, gzip(bytes))) {
                Files.write(file, written);
                assertRefused(() -> CsvInput.of(file).texts("id").read(), Reason.RAGGED)
                        .hasMessageMatching(message);
            }
        }
        if (line == 1) {
            assertRefused(() -> CsvInput.of(file).names(), Reason.RAGGED).hasMessageMatching(message);
        }
    }

    @Test
    void aQuoteThatIsNotClosedIsFoundInALongFile() throws IOException {
        String lines = "a,\"H\nH\"\n".repeat(10_000);
        write("id,segment\n" + lines + "b,\"L\n" + "c,L\n".repeat(10_000));

        assertRefused(() -> CsvInput.of(file).texts("id").read(), Reason.RAGGED)
                .hasMessageStartingWith(file + ": line 20002, column \"segment\": the quote");
    }

    @Test
    void quotedCellsMayHaveLinesAndQuotesOfTheirOwn() throws IOException {
        write("id,segment\na,\"H\r\nb,\"\"L\"\"\"\nc,5\" tall\nd,\"\"\n\"e\",\"L\"");

        assertThat(CsvInput.of(file).texts("segment").read().texts("segment"))
                .containsExactly("H\r\nb,\"L\"", "5\" tall", "", "L");
    }

    @Test
    void whatTheLibraryRefusesByRowIsLocatedByLine() throws IOException {
        write("id\na\n\"two\nlines\"\na\n");
        CsvTable table = CsvInput.of(file).texts("id").read();

        assertRefused(() -> table.located(() -> CustomerIds.of(table.texts("id"))), Reason.DUPLICATE_ID)
                .hasMessage(file
                        + ": 1 line repeats the id of an earlier line, the first of them is line 5; keep one line per"
                        + " customer")
                .hasMessageNotContaining("\"a\"");
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

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            ThrowingCallable reading, Reason reason) {
        return assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
