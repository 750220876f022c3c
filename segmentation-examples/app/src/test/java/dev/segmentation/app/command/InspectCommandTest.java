package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

    private static final String GERMAN = """
            Kundennummer;Alter;Umsatz;Bestellungen;Stadt;Seit;leer;PLZ;Land
            0001;34;1.234,50;3;K\u00f6ln;01.02.2020;;01067;DE
            0002;;12,5;1;Bonn;31.12.2021;;50667;DE
            0003;56;0,99;7;K\u00f6ln;15.06.2019;;80331;DE
            0004;41;99,00;2;Bonn;15.06.2019;;80331;DE
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("data.csv");
    }

    @Test
    void showsTheDialectTheColumnsAndTheCommand() throws IOException {
        Run run = inspect(GERMAN);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                        FILE
                          rows          4 below the first line, in 5 lines
                          columns       9
                          separator     semicolon
                          decimal sign  comma, thousands point (guessed)
                          encoding      UTF-8, without byte order mark

                          column        seems to be                      missing  distinct    smallest     largest
                          Kundennummer  id or code, with zeros in front        0         4
                          Alter         whole number                           1         3          34          56
                          Umsatz        number                                 0         4        0.99      1234.5
                          Bestellungen  whole number                           0         4           1           7
                          Stadt         category, 2 levels                     0         2
                          Seit          date, dd.MM.yyyy                       0         3  2019-06-15  2021-12-31
                          leer          empty                                  4         0
                          PLZ           id or code, with zeros in front        0         3
                          Land          constant                               0         1

                        To paste, and to shorten to what you mean:
                        segment cluster FILE --id Kundennummer --features Umsatz,Bestellungen --categorical Stadt --algorithm kprototypes --separator semicolon --decimal comma --thousands point --segments 5 --out segments
                        Left out, since cells are missing: Alter
                        """.replace("FILE", file.toString()));
        assertThat(Program.files(folder)).containsOnlyKeys("data.csv");
    }

    /** Fifty columns with semicolons, decimal commas and groups, in the encoding of a spreadsheet. */
    @Test
    void theCommandToPasteReadsTheFile() throws IOException {
        StringBuilder csv = new StringBuilder("Kunde;Gr\u00f6\u00dfe;Stadt;Seit");
        for (int column = 4; column < 50; column++) {
            csv.append(";Wert ").append(column);
        }
        for (int row = 0; row < 60; row++) {
            csv.append("\r\n00").append(row).append(row % 2 == 0 ? ";klein;K\u00f6ln;" : ";gro\u00df;Bonn;");
            csv.append(String.format("%02d.03.2021", 1 + row % 28));
            for (int column = 4; column < 50; column++) {
                csv.append(String.format(";%d.%03d,%02d", 1 + row % 2, (row * column) % 1000, (row + column) % 100));
            }
        }
        Files.write(file, csv.toString().getBytes(Charset.forName("windows-1252")));
        assertThat(Program.run("inspect", file).err()).contains("line 1, field 2", "--encoding windows-1252");

        Run run = Program.run("inspect", file, "--encoding", "windows-1252");

        String command = run.out()
                .lines()
                .filter(line -> line.startsWith("segment "))
                .findFirst()
                .orElseThrow();
        assertThat(command).contains(" --id Kunde --features 'Wert 4,Wert 5,", " --categorical Gr\u00f6\u00dfe,Stadt ");
        List<String> words = new ArrayList<>();
        Matcher word =
                Pattern.compile("'([^']*)'|(\\S+)").matcher(command.replace("--out segments", "--out " + folder));
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        Run pasted = Program.run(words.subList(1, words.size()).toArray());
        assertThat(pasted.err()).isEmpty();
        assertThat(pasted.code()).isZero();
        assertThat(Files.readString(folder.resolve("assignments.csv")))
                .contains("\n000,", ",1000.04,", ",gro\u00df")
                .hasLineCount(61);
    }

    @Test
    void whatIsDeclaredIsNotGuessed() throws IOException {
        Run run = inspect(GERMAN, "--decimal", "comma", "--date-format", "dd.MM.yyyy");

        assertThat(run.out())
                .contains("decimal sign  comma\n")
                .containsPattern("Umsatz +number but for 1 cell|Umsatz +id, text") // no groups were declared
                .contains("date, dd.MM.yyyy");
        assertThat(inspect(GERMAN, "--date-format", "MM/dd/yyyy").out()).doesNotContain("date,");
        assertThat(inspect("id,t\n1,2025-01-31T23:30:00Z\n2,2025-01-30T10:00:00Z\n", "--zone", "Europe/Berlin")
                        .out())
                .contains("2025-02-01");
        Files.write(file, GERMAN.getBytes(Charset.forName("windows-1252")));
        Run latin = Program.run("inspect", file, "--encoding", "windows-1252", "--separator", "semicolon");
        assertThat(latin.out()).contains("windows-1252", "--encoding windows-1252");
        assertThat(Program.run("inspect", file).err()).contains("line 2", "--encoding");
    }

    @Test
    void transactionsAreToldByAnIdThatRepeatsAndADate() throws IOException {
        Run run = inspect("invoice,customer_id,when,amount\n1,a,31.01.2025,5\n2,a,01.02.2025,6\n3,b,02.02.2025,7\n");

        assertThat(run.out())
                .endsWith("segment demo --transactions " + file + " --customer customer_id --date when --amount amount"
                        + " --date-format dd.MM.yyyy --out story\n");
    }

    /** Without a zone, the command would be refused. */
    @Test
    void timesWithAnOffsetAreReadInAZone() throws IOException {
        String csv =
                "customer_id,when,amount\na,2025-01-31T23:30:00Z,5\na,2025-02-01T10:00:00Z,6\nb,2025-02-02T10:00:00Z,7\n";
        String command = "segment demo --transactions " + file + " --customer customer_id --date when --amount amount";
        assertThat(inspect(csv).out())
                .contains("\n" + command + " --zone UTC --out story\n")
                .endsWith("put your own in place of UTC, such as Europe/Berlin\n");
        assertThat(inspect(csv, "--zone", "Asia/Tokyo").out())
                .endsWith("\n" + command + " --zone Asia/Tokyo --out story\n");
    }

    @Test
    void whatIsUncertainIsSaidToBeSo() throws IOException {
        assertThat(inspect("id;v\na;1.234\nb;5.678\n").out()).contains("may mean other numbers: look");
        assertThat(inspect("id;v\na;1,234\nb;5,678\n").out()).contains("may mean other numbers: look");
        assertThat(inspect("id;v\na;1.5\nb;2\n").out())
                .doesNotContain("may mean")
                .contains("point (guessed)");
        assertThat(inspect("id;v\na;1,5\nb;2\n").out())
                .doesNotContain("may mean")
                .contains("comma (guessed)");
        assertThat(inspect("id;when\na;01/02/2025\nb;03/04/2025\n").out())
                .contains("date, dd/MM/yyyy or MM/dd/yyyy: say which by --date-format")
                .doesNotContain("2025-0");
        assertThat(inspect("id;when\na;01/02/2025\nb;13/04/2025\n").out()).contains("date, dd/MM/yyyy ");
        assertThat(inspect("id;t\na;2025-01-31T23:30:00Z\nb;2025-01-30T10:00:00+01:00\n")
                        .out())
                .contains("with offsets: say --zone");
    }

    @Test
    void idsAreNeverNumbersAndNoTextIsShown() throws IOException {
        Run run = inspect("customerId,card,paid,note\n17,12345678901234567,3,Secret\n18,12345678901234568,4,Other\n");

        assertThat(run.out().replace(file.toString(), "")) // a name by chance, which may have any digits
                .containsPattern("customerId +id or code ")
                .containsPattern("card +id or code, of many digits")
                .containsPattern("paid +whole number ")
                .doesNotContain("Secret", "12345678901234567", "17");
    }

    @Test
    void fewCellsThatAreNoNumbersAreTold() throws IOException {
        StringBuilder csv = new StringBuilder("id,v\n");
        for (int i = 0; i < 100; i++) {
            csv.append("c")
                    .append(i)
                    .append(',')
                    .append(i % 50 == 17 ? "n/a" : String.valueOf(i))
                    .append('\n');
        }

        assertThat(inspect(csv.toString()).out()).containsPattern("v +number but for 2 cells, the first in line 19");
    }

    @Test
    void manyRowsAndColumnsTakeLittleMemoryAndCountsAreEstimated() throws IOException {
        StringBuilder csv = new StringBuilder("id,few\n");
        for (int i = 0; i < 200_000; i++) {
            csv.append("c").append(i * 7L).append(',').append(i % 900).append('\n');
        }
        String out = inspect(csv.toString()).out();

        String about =
                out.replaceAll("(?s).*id or code +0 +about ([\\d,]+).*", "$1").replace(",", "");
        assertThat(Double.parseDouble(about)).isBetween(0.85 * 200_000, 1.15 * 200_000);
        assertThat(out).containsPattern("few +whole number +0 +900 +0 +899");
    }

    @Test
    void fiveThousandColumnsAreInspected() throws IOException {
        String names = IntStream.range(0, 5000).mapToObj(i -> "c" + i).collect(Collectors.joining("\t"));
        String rows = IntStream.range(0, 50)
                .mapToObj(row -> IntStream.range(0, 5000)
                        .mapToObj(i -> i % 2 == 0 ? "31.01.2025" : row + ",5")
                        .collect(Collectors.joining("\t")))
                .collect(Collectors.joining("\n"));

        Run run = assertTimeout(Duration.ofSeconds(20), () -> inspect(names + "\n" + rows));

        assertThat(run.out())
                .contains(
                        "50 below the first line, in 51 lines",
                        "columns       5,000",
                        "separator     tab",
                        ",c399 --sep")
                .endsWith("\nLeft out, since they are many: all numbers and categories but the first 200\n");
        assertThat(run.out().lines().filter(line -> line.contains("date, dd.MM.yyyy")))
                .hasSize(2500);
    }

    @Test
    void byteOrderMarksAndOddNamesAreShown() throws IOException {
        Files.write(file, "\uFEFFid,it's,\"a,b\",\"x\u001b[2J\"\n1,2,3,4\n".getBytes(StandardCharsets.UTF_16LE));
        Run run = Program.run("inspect", file);

        assertThat(run.out())
                .contains(
                        "UTF-16LE, with byte order mark",
                        "x?[2J",
                        "--features 'it'\\''s'",
                        "\nLeft out, since their names have commas or quotes or are blank: 2")
                .doesNotContain("\u001b");
    }

    private Run inspect(String csv, String... options) throws IOException {
        Files.writeString(file, csv);
        return Program.run(Stream.concat(Stream.of("inspect", file), List.of(options).stream())
                .toArray());
    }
}
