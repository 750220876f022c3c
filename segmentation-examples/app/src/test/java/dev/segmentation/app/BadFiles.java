package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.app.io.CsvDialect;
import dev.segmentation.app.io.CsvInput;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.CsvText;
import dev.segmentation.app.io.Formulas;
import dev.segmentation.testing.BadInputData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The cases IO, and SE027: files, locales, and what is printed and logged. */
final class BadFiles {

    private BadFiles() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("IO001", BadFiles::defaultLocale),
                entry("IO002", BadFiles::decimalComma),
                entry("IO006", BadFiles::idsThatLookLikeSomethingElse),
                entry("IO007", BadFiles::unicodeForms),
                entry("IO008", BadFiles::byteOrderMark),
                entry("IO009", BadFiles::raggedLine),
                entry("IO010", BadFiles::quotesAndNewlinesInAName),
                entry("IO011", BadFiles::whatNoFileHoldsInAName),
                entry("IO013", BadFiles::largeField),
                entry("IO014", BadFiles::wrongCharset),
                entry("SE027", BadFiles::valuesInLogs));
    }

    /** Fit, report, save and load, in locales with other digits, separators and upper-case letters. */
    private static void defaultLocale(BadInputCase bad) throws IOException {
        bad.mayAccept();
        Locale before = Locale.getDefault();
        Set<Map<String, String>> outputs = new HashSet<>();
        try {
            outputs.add(fitReportSaveLoad());
            for (JsonNode tag : bad.input().get("locales")) {
                Locale.setDefault(Locale.forLanguageTag(tag.asText()));
                outputs.add(fitReportSaveLoad());
            }
        } finally {
            Locale.setDefault(before);
        }
        assertThat(outputs).as("different outputs").hasSize(1);
        assertThat(outputs.iterator().next())
                .containsKeys("printed", "segmentation.json", "assignments.csv", "migration.json");
    }

    private static Map<String, String> fitReportSaveLoad() throws IOException {
        return inFolder(folder -> {
            StringBuilder csv = new StringBuilder("id,spend_i,orders_i\n");
            double[][] rows = blobs();
            for (int i = 0; i < rows.length; i++) {
                csv.append("i").append(i).append(',').append(1000 + rows[i][0]);
                csv.append(',').append(rows[i][1]).append('\n');
            }
            Path data = write(folder, "data.csv", csv.toString());
            Path out = folder.resolve("out");
            String fitted = run(
                    "cluster", data, "--id", "id", "--features", "spend_i,orders_i", "--segments", "3", "--out", out);
            Path saved = out.resolve("assignments.csv");
            String moved = run("migrate", saved, saved, "--id", "id", "--segment", "segment", "--out", out);
            assertThat(fitted + moved).startsWith("0 ").contains("migration.json");
            Map<String, String> result = contents(out);
            result.put("printed", (fitted + moved).replace(folder.toString(), ""));
            return result;
        });
    }

    private static void decimalComma(BadInputCase bad) throws IOException {
        inFolder(folder -> {
            Path file = write(folder, "data.csv", csv(bad));
            InvalidInputException refused = bad.mustReject(
                    Reason.NUMBER_FORMAT,
                    () -> CsvInput.of(file).texts("id").numbers(List.of("v")).read());
            assertThat(refused)
                    .hasMessageContainingAll("line 2", "column \"v\"")
                    .hasMessageNotContaining("1,5");
            assertThat(refused.name()).contains("v");
            Path out = folder.resolve("out");
            assertThat(run("cluster", file, "--id", "id", "--features", "v", "--segments", "1", "--out", out))
                    .startsWith("1 ")
                    .contains("line 2", "\"v\"")
                    .hasLineCount(1);
            assertThat(out).as("nothing half-written").doesNotExist();
            return Map.of();
        });
    }

    private static void idsThatLookLikeSomethingElse(BadInputCase bad) throws IOException {
        bad.mayAccept();
        inFolder(folder -> {
            Path file = write(folder, "ids.csv", csv(bad));
            List<String> read = CsvInput.of(file).texts("id").read().texts("id");
            assertThat(read).containsExactly("NA", "null", "NaN", "inf", "1e5", "TRUE");
            CustomerIds ids = CustomerIds.of(read);
            for (int i = 0; i < read.size(); i++) {
                assertThat(ids.get(i)).isEqualTo(read.get(i));
            }
            return Map.of();
        });
    }

    private static void byteOrderMark(BadInputCase bad) throws IOException {
        bad.mayAccept();
        inFolder(folder -> {
            String text = csv(bad);
            assertThat(text).startsWith("\ufeff");
            Path file = write(folder, "data.csv", text);
            assertThat(CsvInput.of(file).texts("id").read().texts("id")).containsExactly("1");
            return Map.of();
        });
    }

    private static void raggedLine(BadInputCase bad) throws IOException {
        inFolder(folder -> {
            Path file = write(folder, "data.csv", csv(bad));
            assertThat(bad.mustReject(
                            Reason.RAGGED,
                            () -> CsvInput.of(file).numbers(List.of("a")).read()))
                    .hasMessageContaining("line 3");
            return Map.of();
        });
    }

    /** Two customers, at both dates: text is compared as it is written, see {@link CustomerIds}. */
    private static void unicodeForms(BadInputCase bad) throws IOException {
        bad.mayAccept();
        String composed = bad.input().get("ids").get(0).asText();
        String decomposed = bad.input().get("ids").get(1).asText();
        assertThat(CustomerIds.of(List.of(composed, decomposed)).size()).isEqualTo(2);
        String before = "id,segment\n" + composed + ",A\n" + decomposed + ",B\n";
        String after = "id,segment\n" + decomposed + ",A\n";
        inFolder(folder -> {
            Path out = folder.resolve("out");
            Path one = write(folder, "before.csv", before);
            Path two = write(folder, "after.csv", after);
            assertThat(run("migrate", one, two, "--id", "id", "--segment", "segment", "--out", out))
                    .startsWith("0 ");
            JsonNode json = new ObjectMapper().readTree(contents(out).get("migration.json"));
            assertThat(json.get("counts")).hasToString("[[0,0],[1,0]]");
            assertThat(json.get("leavers")).hasToString("[1,0]");
            return Map.of();
        });
    }

    /** Through a file of segments, and back from every file that is written of it. */
    private static void quotesAndNewlinesInAName(BadInputCase bad) throws IOException {
        bad.mayAccept();
        String name = bad.input().get("segment").asText();
        assertThat(name).contains("\"", "\n");
        inFolder(folder -> {
            CsvText csv = new CsvText(Formulas.GUARDED, "id", "segment");
            csv.add("1", name);
            csv.add("2", "B");
            Path file = write(folder, "data.csv", csv.toString());
            Path out = folder.resolve("out");
            assertThat(run("migrate", file, file, "--id", "id", "--segment", "segment", "--out", out))
                    .startsWith("0 ");
            CsvTable written = CsvInput.of(out.resolve("migration.csv"))
                    .texts("from", "to")
                    .numbers(List.of("customers"))
                    .read();
            assertThat(written.texts("from")).contains(name);
            assertThat(written.texts("to").get(0)).isEqualTo(name);
            assertThat(written.numbers("customers")[0]).isOne();
            JsonNode json = new ObjectMapper().readTree(contents(out).get("migration.json"));
            assertThat(json.get("segments").get(0).asText()).isEqualTo(name);
            return Map.of();
        });
    }

    private static void whatNoFileHoldsInAName(BadInputCase bad) throws IOException {
        String name = bad.input().get("segment").asText();
        bad.mustReject(Reason.BAD_NAME, () -> Segment.of(0, name));
        bad.mustReject(Reason.BAD_NAME, () -> Segment.of(0, "a\0b"));
        bad.mustReject(Reason.BAD_NAME, () -> Segment.of(0, "b\ud800"));
        inFolder(folder -> {
            Path file = write(folder, "data.csv", "id,segment,v\n1,A,1\n2,a\0b,2\n");
            Path out = folder.resolve("out");
            for (String answer : List.of(
                    run("migrate", file, file, "--id", "id", "--segment", "segment", "--out", out),
                    run("validate", file, "--id", "id", "--segment", "segment", "--features", "v", "--out", out))) {
                assertThat(answer)
                        .startsWith("1 ")
                        .contains("line 3, column \"segment\" has a character of code 0")
                        .hasLineCount(1);
            }
            assertThat(out).doesNotExist();
            return Map.of();
        });
    }

    /** Refused after a tenth of it, so that its size does not matter. */
    private static void largeField(BadInputCase bad) throws IOException {
        inFolder(folder -> {
            Path file = write(folder, "data.csv", "id,v\n1," + "x".repeat(10_000_000) + "\n");
            for (String column : List.of("id", "v")) {
                assertThat(bad.mustReject(
                                Reason.LIMIT,
                                () -> CsvInput.of(file).texts(column).read()))
                        .hasMessageContaining("line 2, column \"v\" has more than 1,000,000 characters");
            }
            return Map.of();
        });
    }

    private static void wrongCharset(BadInputCase bad) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(bad.input().get("bytes_hex").asText());
        inFolder(folder -> {
            Path file = Files.write(folder.resolve("data.csv"), bytes);
            assertThat(bad.mustReject(
                            Reason.BAD_FILE,
                            () -> CsvInput.of(file).texts("nom").read()))
                    .hasMessageContaining("line 2, column \"nom\" is not text in UTF-8")
                    .hasMessageNotContaining("\ufffd");
            CsvDialect declared = CsvDialect.standard().withEncoding(StandardCharsets.ISO_8859_1);
            assertThat(CsvInput.of(file, declared).texts("nom").read().texts("nom"))
                    .containsExactly("Emili\u00e9");
            return Map.of();
        });
    }

    /** In a JVM of its own, where every logger prints every level and everything printed is caught. */
    private static void valuesInLogs(BadInputCase bad) throws Exception {
        bad.mayAccept();
        Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-Dslf4j.provider=" + PrintingLogs.class.getName(),
                        "-Dslf4j.internal.verbosity=WARN",
                        LogProbe.class.getName(),
                        bad.input().get("data").toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(probe.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(printed).as("the probe sees logs").contains("k-means CONVERGED");
        assertThat(printed.lines().filter(line -> !line.startsWith(PrintingLogs.MARK)))
                .as("printed, not logged")
                .isEmpty();
        assertThat(printed).doesNotContain("1234567").doesNotContain("1.234567");
        bad.mustNotTell(printed);
        assertThat(probe.exitValue()).isZero();
    }

    /** Runs {@code migrate} on two files and gives the exit code, a blank, and what was printed. */
    static String migrate(String before, String after) {
        try {
            StringBuilder printed = new StringBuilder();
            inFolder(folder -> {
                Path one = write(folder, "before.csv", before);
                Path two = write(folder, "after.csv", after);
                Path out = folder.resolve("out");
                printed.append(run("migrate", one, two, "--id", "id", "--segment", "segment", "--out", out));
                return Map.of();
            });
            return printed.toString();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The exit code, a blank, and what was printed. */
    private static String run(Object... args) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);
        int code = Main.run(Stream.of(args).map(Object::toString).toArray(String[]::new), writer, writer);
        writer.flush();
        return code + " " + printed;
    }

    private static double[][] blobs() {
        return BadInputData.make(new ObjectMapper().createObjectNode().put("gen", "blobs3"))
                .rows();
    }

    private static String csv(BadInputCase bad) {
        return bad.input().get("csv").asText();
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    /** What is done with a folder that exists only meanwhile. */
    @FunctionalInterface
    private interface Work {
        Map<String, String> in(Path folder) throws IOException;
    }

    private static Map<String, String> inFolder(Work work) throws IOException {
        Path folder = Files.createTempDirectory("bad-input");
        try {
            return work.in(folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
