package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command that reads CSV reads it in every dialect, to the same bytes, and in none that was not declared. */
class CsvOptionsTest {

    private static final Map<String, String> DIALECT =
            Map.of("--separator", "~", "--decimal", "comma", "--thousands", "point", "--encoding", "windows-1252");

    private static final Map<String, String> DATES = Map.of("--date-format", "dd.MM.yyyy HH:mm XXX", "--zone", "UTC");

    @TempDir
    private Path folder;

    private Path plain;
    private Path foreign;

    @BeforeEach
    void makeFolders() throws IOException {
        plain = Files.createDirectory(folder.resolve("plain"));
        foreign = Files.createDirectory(folder.resolve("foreign"));
        StringBuilder customers = new StringBuilder("id,visits,spend,segment,next,city\n");
        for (int i = 0; i < 12; i++) {
            customers.append(String.format(
                    "c%d,%d,%d.25,%s,%d,%s\n",
                    i,
                    i % 2 == 0 ? i : 100 + i,
                    1000 + i * i,
                    "AB".charAt(i % 2),
                    i,
                    i % 2 == 0 ? "M\u00fcnchen" : "Rom"));
        }
        both("customers.csv", customers.toString());
        both("centers.csv", "visits,spend\n5,1000.5\n105,1050.5\n");
        both("confusion.csv", "M\u00fc,A,B\nA,0.9,0.1\nB,0.2,0.8\n");
        StringBuilder sales = new StringBuilder("who,when,paid\n");
        for (int i = 0; i < 200; i++) {
            sales.append(String.format("k\u00fc%d,2024-%02d-%02d,1%03d.5\n", i % 23, 1 + i % 12, 1 + i % 28, i));
        }
        both("sales.csv", sales.toString());
    }

    private void both(String name, String csv) throws IOException {
        Files.writeString(plain.resolve(name), csv);
        String dialect = csv.lines()
                .map(line -> Arrays.stream(line.split(",", -1))
                        .map(CsvOptionsTest::foreign)
                        .collect(Collectors.joining("~")))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
        Files.write(foreign.resolve(name), dialect.getBytes(Charset.forName("windows-1252")));
    }

    private static String foreign(String cell) {
        if (cell.matches("\\d{4}-\\d\\d-\\d\\d")) {
            return cell.replaceAll("(....)-(..)-(..)", "$3.$2.$1 00:30 Z");
        }
        return cell.matches("\\d+\\.\\d+") ? cell.replace('.', ',').replaceAll("^(\\d)(\\d{3},)", "$1.$2") : cell;
    }

    @Test
    void clusterReadsDataAndCentersInTheDialect() {
        check(
                "cluster customers.csv --id id --features visits,spend --categorical city --algorithm kprototypes --segments 2",
                DIALECT);
        check(
                "cluster customers.csv --id id --features visits,spend --segments 2 --initial-centers centers.csv",
                Map.of("--separator", "~", "--decimal", "comma", "--thousands", "point"),
                "--encoding",
                "windows-1252");
    }

    @Test
    void scoreReadsDataInTheDialect() {
        Run run = Program.run(
                "cluster",
                plain.resolve("customers.csv"),
                "--id",
                "id",
                "--features",
                "visits,spend",
                "--segments",
                2,
                "--out",
                folder);
        assertThat(run.err()).isEmpty();
        check("score " + folder.resolve("model.json") + " customers.csv --id id", DIALECT);
    }

    @Test
    void validateReadsDataInTheDialect() {
        check("validate customers.csv --id id --segment segment --features visits,spend --outcomes next", DIALECT);
    }

    @Test
    void migrateReadsAllItsFilesInTheDialect() {
        check(
                "migrate customers.csv customers.csv --id id --segment segment --value spend --confusion confusion.csv",
                DIALECT);
    }

    @Test
    void demoReadsTransactionsInTheDialectWithTheirDates() {
        List<String> options = new ArrayList<>();
        DATES.forEach((name, value) -> options.addAll(List.of(name, value)));
        check(
                "demo --transactions sales.csv --customer who --date when --amount paid --segments 2",
                DIALECT,
                options.toArray(String[]::new));
        List<String> others = new ArrayList<>();
        DIALECT.forEach((name, value) -> others.addAll(List.of(name, value)));
        check(
                "demo --transactions sales.csv --customer who --date when --amount paid --segments 2",
                DATES,
                others.toArray(String[]::new));
    }

    /** With all options the same files as of the plain data; with all but one none. */
    private void check(String command, Map<String, String> options, String... furtherOptions) {
        Run expected = run(command, plain, List.of());
        assertThat(expected.err()).isEmpty();
        assertThat(expected.code()).isZero();
        List<String> all = new ArrayList<>();
        options.forEach((name, value) -> all.addAll(List.of(name, value)));
        all.addAll(List.of(furtherOptions));

        Run run = run(command, foreign, all);

        assertThat(run.err()).isEmpty();
        assertThat(Program.files(foreign.resolve("out"))).isNotEmpty().isEqualTo(Program.files(plain.resolve("out")));
        for (String left : options.keySet()) {
            List<String> others = new ArrayList<>(all);
            others.subList(others.indexOf(left), others.indexOf(left) + 2).clear();
            Run without = run(command, foreign, "out-without", others);
            assertThat(without.code()).as(left).isIn(1, 2);
            assertThat(without.err()).as(left).hasLineCount(1);
            assertThat(foreign.resolve("out-without")).doesNotExist();
        }
    }

    private static Run run(String command, Path data, List<String> options) {
        return run(command, data, "out", options);
    }

    private static Run run(String command, Path data, String out, List<String> options) {
        return Program.run(Stream.concat(
                        Stream.of(command.split(" ")).map(word -> word.endsWith(".csv") ? data.resolve(word) : word),
                        Stream.concat(options.stream(), Stream.of("--out", data.resolve(out))))
                .toArray());
    }

    @Test
    void formulasAreGuardedUnlessTheyAreToBeVerbatim() throws IOException {
        Path data = folder.resolve("data.csv");
        Files.writeString(data, "id,segment,=v\n=1+1,-A,1\n@b,+B,2\n-5,-A,-3\n'=c,-A,4\n");
        String cluster = "cluster --id id --features =v --segments 2 --out";
        String migrate = "migrate DATA --id id --segment segment --value =v --out";

        Path guarded = folder.resolve("guarded");
        assertThat(run(cluster, data, guarded).err()).isEmpty();
        assertThat(Files.readString(guarded.resolve("assignments.csv")))
                .startsWith("id,segment,margin,'=v\n'=1+1,")
                .contains("\n'@b,", "\n-5,", "\n'=c,", ",-3.0\n");
        assertThat(run(migrate, data, guarded).err()).isEmpty();
        assertThat(Files.readString(guarded.resolve("migration.csv"))).contains("\n'-A,'+B,");
        assertThat(Files.readString(guarded.resolve("value.csv"))).contains("\nsegment,'-A,");
        assertThat(Files.readString(guarded.resolve("migration.json"))).contains("\"-A\"");

        Path verbatim = folder.resolve("verbatim");
        assertThat(run(cluster + " V", data, verbatim).err()).isEmpty();
        assertThat(Files.readString(verbatim.resolve("assignments.csv")))
                .startsWith("id,segment,margin,=v\n=1+1,")
                .contains("\n@b,", "\n'=c,");
        assertThat(run(migrate + " V", data, verbatim).err()).isEmpty();
        assertThat(Files.readString(verbatim.resolve("migration.csv"))).contains("\n-A,+B,");
        assertThat(Files.readString(verbatim.resolve("value.csv"))).contains("\nsegment,-A,");

        Path scored = folder.resolve("scored");
        assertThat(Program.run(
                                "score",
                                guarded.resolve("model.json"),
                                guarded.resolve("assignments.csv"),
                                "--id",
                                "id",
                                "--out",
                                scored)
                        .err())
                .isEmpty();
        assertThat(Files.readAllBytes(scored.resolve("assignments.csv")))
                .isEqualTo(Files.readAllBytes(guarded.resolve("assignments.csv")));
    }

    @Test
    void theDemoGuardsFormulasUnlessTheyAreToBeVerbatim() throws IOException {
        Path sales = folder.resolve("sales.csv");
        Files.writeString(sales, Files.readString(plain.resolve("sales.csv")).replace("\nk\u00fc", "\n=k"));
        for (String option : List.of("--seed=0", "--verbatim")) {
            Path out = folder.resolve("out" + option);
            Run run = Program.run(
                    "demo",
                    "--transactions",
                    sales,
                    "--customer",
                    "who",
                    "--date",
                    "when",
                    "--amount",
                    "paid",
                    "--segments",
                    2,
                    option,
                    "--out",
                    out);
            assertThat(run.err()).isEmpty();
            Map<String, String> files = Program.files(out);
            assertThat(files.keySet().stream().filter(name -> name.matches("customers/.*|.*/assignments.csv")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(files.get(name))
                            .contains(option.equals("--verbatim") ? "\n=k" : "\n'=k")
                            .doesNotContain(option.equals("--verbatim") ? "\n'=k" : "\n=k"));
        }
    }

    private static Run run(String command, Path data, Path out) {
        List<Object> words = new ArrayList<>(List.of(command.replace(" V", "").split(" ")));
        words.remove("DATA");
        words.add(1, data);
        if (words.contains("migrate")) {
            words.add(1, data);
        }
        words.add(out);
        if (command.endsWith(" V")) {
            words.add("--verbatim");
        }
        return Program.run(words.toArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--separator x",
                "--decimal dot",
                "--thousands none",
                "--encoding no-such",
                "--decimal comma --thousands comma",
                "--thousands point"
            })
    void whatIsNoDialectIsAUsageError(String options) {
        Run run =
                run("cluster customers.csv --id id --features visits --segments 2", plain, List.of(options.split(" ")));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(options.split(" ")[0]);
        assertThat(plain.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--separator ;", "--decimal comma", "--encoding UTF-8", "--zone UTC", "--date-format dd.MM.yyyy"
            })
    void theSimulatedShopHasNoDialect(String option) {
        Run run = Program.run((Object[]) ("demo " + option).split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "segment demo: there is no file to read, but it is said how it is written; name --transactions;"
                                + " see segment demo --help" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--zone Mars", "--date-format dd.MM.yy", "--date-format q"})
    void whatIsNoDateStyleIsAUsageError(String options) {
        Run run = run(
                "demo --transactions sales.csv --customer who --date when --amount paid",
                plain,
                List.of(options.split(" ")));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(options.split(" ")[0]);
    }
}
