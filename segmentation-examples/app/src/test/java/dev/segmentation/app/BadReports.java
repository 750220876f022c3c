package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.Reason;
import dev.segmentation.app.io.CsvText;
import dev.segmentation.app.io.Formulas;
import dev.segmentation.app.page.Report;
import dev.segmentation.app.page.SegmentWords;
import dev.segmentation.metrics.disclosure.CellSuppression;
import dev.segmentation.metrics.disclosure.SuppressedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cases SE of what people look at: names that try to be something else, and counts that tell on somebody. {@code
 * HostileTextTest} looks at the same in a browser.
 */
final class BadReports {

    private static final Pattern SCRIPT = Pattern.compile("(?s)<script[^>]*>(.*?)</script>");

    private BadReports() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("SE003", BadReports::hostileSegment),
                entry("SE005", BadReports::hostileSegment),
                entry("SE006", BadReports::lineSeparator),
                entry("SE007", BadReports::linkInDescription),
                entry("SE010", BadReports::segmentAsFileName),
                entry("SE028", BadReports::smallCell));
    }

    /** Three customers stay in a segment of the name, and twenty move. */
    private static Map<String, String> reported(String name) throws IOException {
        Path folder = Files.createTempDirectory("report");
        try {
            Path out = Files.createDirectory(folder.resolve("out"));
            CsvText before = new CsvText(Formulas.GUARDED, "id", "segment");
            CsvText after = new CsvText(Formulas.GUARDED, "id", "segment");
            for (int i = 0; i < 60; i++) {
                before.add("c" + i, i < 40 ? name : "other");
                after.add("c" + i, i < 20 ? name : "other");
            }
            Path first = Files.writeString(folder.resolve("a.csv"), before.toString());
            Path second = Files.writeString(folder.resolve("b.csv"), after.toString());
            assertThat(Program.run("migrate", first, second, "--id", "id", "--segment", "segment", "--out", out)
                            .err())
                    .isEmpty();
            assertThat(Program.run("report", out).err()).isEmpty();
            Map<String, String> all = Program.files(folder);
            assertThat(all.keySet())
                    .containsExactly("a.csv", "b.csv", "out/migration.csv", "out/migration.json", "out/report.html");
            return all;
        } finally {
            try (Stream<Path> paths = Files.walk(folder)) {
                paths.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    private static JsonNode data(String page) throws IOException {
        Matcher scripts = SCRIPT.matcher(page);
        assertThat(scripts.find()).isTrue();
        return new ObjectMapper().readTree(scripts.group(1));
    }

    private static void hostileSegment(BadInputCase bad) throws IOException {
        bad.mayAccept();
        String name = bad.input().get("segment").asText();
        String page = reported(name).get("out/report.html");
        assertThat(page).doesNotContain(name).contains(name.replace("<", "&lt;").replace(">", "&gt;"));
        assertThat(SCRIPT.matcher(page).results()).as("scripts of ours").hasSize(3);
        assertThat(data(page).path("charts").path("matrix").path("rows").findValuesAsText("label"))
                .contains(name);
    }

    private static void lineSeparator(BadInputCase bad) throws IOException {
        bad.mayAccept();
        String name = bad.input().get("segment").asText();
        String page = reported(name).get("out/report.html");
        Matcher scripts = SCRIPT.matcher(page);
        assertThat(scripts.find()).isTrue();
        assertThat(name).isEqualTo("a\u2028b");
        assertThat(scripts.group(1)).doesNotContain("\u2028");
        assertThat(data(page).path("charts").path("matrix").path("rows").findValuesAsText("label"))
                .contains("a\u240ab"); // as every sign that breaks a line, so that a name stays in its line
    }

    private static void linkInDescription(BadInputCase bad) {
        bad.mayAccept();
        String text = bad.input().get("description").asText();
        String page = new Report("t", 5, new SegmentWords(Map.of("A", Map.of("description", text))))
                .of(
                        Map.of(
                                "validation.json",
                                "{\"segments\": [{\"segment\": \"A\", \"size\": 100}, {\"segment\": \"B\", \"size\": 9}]}"),
                        "here");
        assertThat(page).contains("<dd><bdi>" + text + "</bdi></dd>").doesNotContainPattern("href=\"(?!#)");
    }

    /** All files are where they should be, whatever segments are called. */
    private static void segmentAsFileName(BadInputCase bad) throws IOException {
        bad.mayAccept();
        assertThat(reported(bad.input().get("segment").asText()).get("out/report.html"))
                .contains("../../etc/passwd");
    }

    private static void smallCell(BadInputCase bad) {
        JsonNode sizes = bad.input().get("segment_sizes");
        SuppressedTable shown = CellSuppression.ofFewerThan(Report.LEAST_CUSTOMERS)
                .list(sizes.get(0).asLong(), sizes.get(1).asLong());
        bad.mustFlag(Reason.SMALL_CELL, shown.flag());
        String page = new Report("t", Report.LEAST_CUSTOMERS, SegmentWords.NONE)
                .of(
                        Map.of(
                                "validation.json",
                                "{\"segments\": [{\"segment\": \"A\", \"size\": 1}, {\"segment\": \"B\", \"size\": 5000}]}"),
                        "here");
        assertThat(page).doesNotContain("<dd>1</dd>", "5,000").contains("Not shown: fewer than 5 customers");
    }
}
