package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every number of every table is the number of the file that it comes from, and every number of the files that belongs there is in
 * a table; pictures draw what the tables say. A table that is not compared fails.
 */
class ReportTablesTest extends BrowserTest {

    private static final String CHARTS = "JSON.parse(document.getElementById('report-data').textContent).charts";

    private static FilesOfCommands files;

    @BeforeAll
    static void makeFiles() {
        files = new FilesOfCommands(folder);
        files.makeAll();
    }

    private static Map<String, Integer> compare(String at, Map<String, Path> files) {
        succeed("report", folder.resolve(at), "--least-customers", 1);
        browser().open(folder.resolve(at).resolve("report.html"));
        ShownTables tables = ShownTables.of(browser());
        ShownCharts.of(browser(), tables).assertAsInTables();
        Map<String, Integer> numbers = tables.assertAsIn(new FilesAsTables(files));
        assertThat(tables.hidden()).isZero();
        numbers.put("cards", new FilesAsCards(files).assertShown(browser()));
        return numbers;
    }

    private static Path json(String at, String name) {
        return folder.resolve(at).resolve(name + ".json");
    }

    @Test
    void ofAllFiles() {
        Map<String, Integer> compared = compare(
                "march",
                Map.of(
                        "segmentation", json("march", "segmentation"),
                        "profile", json("march", "profile"),
                        "evidence", json("march", "evidence"),
                        "validation", json("march", "validation"),
                        "selection", json("march", "selection"),
                        "movement", json("march", "movement")));
        assertThat(compared)
                .containsOnlyKeys(
                        "profile-index",
                        "profile-boxes",
                        "profile-histograms",
                        "profile-levels",
                        "sizes",
                        "value-over-time",
                        "flows",
                        "matrix",
                        "direction",
                        "noise",
                        "bridge",
                        "mobility",
                        "drift",
                        "criteria",
                        "stability",
                        "origins",
                        "silhouette",
                        "method",
                        "cards")
                .containsEntry("profile-index", 5 * 3 * 5) // numbers of five columns in three segments
                .containsEntry("profile-boxes", (1 + 5) * 5 * (3 + 1))
                .containsEntry("profile-levels", 4 * 3 * 7)
                .containsEntry("sizes", 2 * 3 * 3)
                .containsEntry("value-over-time", 3 * 3)
                .containsEntry("matrix", 3 * 3 * 3)
                .containsEntry("noise", 2 + 2 + 1)
                .containsEntry("bridge", 8 * (3 + 1))
                .containsEntry("mobility", 2 * 12)
                .containsEntry("stability", 2 * (2 + 3 + 4))
                .containsEntry("silhouette", 8 * 3)
                .containsEntry("method", 3 * 3)
                .containsEntry("cards", 3 * 3);
        assertThat(facts())
                .startsWith("Customers, 2025-03-31|Share of customers, 2025-03-31|Share of value, 2025-03-31|");
    }

    private static String facts() {
        return browser()
                .run("Array.from(document.querySelectorAll('.card dl:not(.words) dt'))"
                        + ".map(what => what.textContent).join('|')")
                .asText();
    }

    /** The last date's customers stand beside the last date's value, though validation, which has value too, is of an earlier one. */
    @Test
    void ofFilesOfSeveralDates() throws IOException {
        files.migrate("dated", List.of("march", "june", "september"), "--dates", "2025-03-31,2025-06-30,2025-09-30");
        files.validate("june", "dated/2025-06-30", "validation", "validation", "2025-06-30");
        files.validate("september", "dated/2025-09-30", "evidence", "profile", "2025-09-30");
        Map<String, Path> paths = Map.of(
                "profile", json("dated/2025-09-30", "profile"),
                "validation", json("dated/2025-06-30", "validation"),
                "movement", json("dated", "movement"));
        assertThat(compare("dated", paths)).containsEntry("cards", 3 * 3);
        assertThat(facts())
                .startsWith("Customers, 2025-09-30|Share of customers, 2025-09-30|Share of value, 2025-09-30|");
        Path other = folder.resolve("dated-otherwise");
        for (String name : List.of("profile", "validation")) {
            Path path = folder.resolve("dated").relativize(paths.get(name));
            write(other.resolve(path), Files.readString(paths.get(name)));
        }
        paths = Map.of(
                "profile", json("dated-otherwise/2025-09-30", "profile"),
                "validation", json("dated-otherwise/2025-06-30", "validation"));
        assertThat(compare("dated-otherwise", paths)).containsEntry("cards", 3 * 3);
        assertThat(facts())
                .startsWith("Customers, 2025-09-30|Share of customers, 2025-09-30|Share of value, 2025-06-30|");
    }

    /** Where the table of value by date hides an amount, the card hides its share. */
    @Test
    void sharesOfValueAreHiddenAsAmountsAre() {
        files.migrate("hiding", List.of("march", "june", "september"), "--dates", "2025-03-31,2025-06-30,2025-09-30");
        int hidden = 0;
        for (int least : new int[] {30, 60, 90, 120}) {
            succeed("report", folder.resolve("hiding"), "--least-customers", least);
            browser().open(folder.resolve("hiding").resolve("report.html"));
            Map<String, String> amounts = new TreeMap<>();
            ShownTables.of(browser()).tables().get("value-over-time").stream()
                    .filter(row -> row.text(1).equals("2025-09-30"))
                    .forEach(row -> amounts.put(row.text(0), row.text(2)));
            for (JsonNode card : browser().run(FilesAsCards.FACTS)) {
                for (JsonNode fact : card.path("facts")) {
                    if (fact.path(0).asText().equals("Share of value, 2025-09-30")) {
                        boolean hides = fact.path(1).asText().equals("hidden");
                        assertThat(amounts.get(card.path("name").asText()).equals("hidden"))
                                .isEqualTo(hides);
                        hidden += hides ? 1 : 0;
                    }
                }
            }
        }
        assertThat(hidden).isPositive();
    }

    @Test
    void ofTwoDates() {
        files.migrate("two", List.of("march", "june"), "--order", "New,Rare,Loyal");
        Map<String, Integer> compared =
                compare("two", Map.of("migration", json("two", "migration"), "value", json("two", "value")));
        assertThat(compared)
                .containsOnlyKeys(
                        "sizes",
                        "value-over-time",
                        "flows",
                        "matrix",
                        "direction",
                        "noise",
                        "bridge",
                        "mobility",
                        "cards")
                .containsEntry("sizes", 2 * 3 * 2)
                .containsEntry("value-over-time", 3 * 2);
    }

    /** Each end of a step has a name of its own, the same everywhere. */
    @Test
    void ofFilesWithoutDates() {
        files.migrate("undated", List.of("march", "june", "september"), "--order", "New,Rare,Loyal");
        Map<String, Integer> compared = compare("undated", Map.of("movement", json("undated", "movement")));
        assertThat(compared)
                .containsEntry("direction", 2 * 3)
                .containsEntry("sizes", 2 * 3 * 3)
                .containsEntry("value-over-time", 3 * 3);
        assertThat(said("sizes")).contains("At the last date (file 3)", "since the first (file 1)");
        assertThat(said("value-over-time")).contains("At the last date (file 3)", "since the first (file 1)");
        assertThat(said("bridge")).contains("file 2 to file 3");
        assertThat(browser().run("document.body.innerText").asText()).doesNotContain("before to after");
        assertThat(axis("flows")).isEqualTo("file 1|file 2|file 3");
        assertThat(axis("sizes")).isEqualTo("file 1|file 2|file 3");
        assertThat(axis("value-over-time")).isEqualTo("file 1|file 2|file 3");
        assertThat(compared).containsEntry("cards", 2 * 3);
        assertThat(facts()).startsWith("Customers, file 3|Share of value, file 3|");
    }

    /** What is of several steps counts a customer in each of them, and says so; the same number wherever it is. */
    @Test
    void customerStepsAreCalledSo() throws IOException {
        files.migrate("steps", List.of("march", "june", "september"));
        succeed("report", folder.resolve("steps"), "--least-customers", 1);
        browser().open(folder.resolve("steps").resolve("report.html"));
        JsonNode pooled =
                new ObjectMapper().readTree(json("steps", "movement").toFile()).path("pooled");
        String steps = Long.toString(
                pooled.path("stayers").asLong() + pooled.path("movers").asLong());
        String customers = pooled.at("/moved/customers").asText();
        assertThat(customers).isNotEqualTo(steps);
        for (String chart : List.of("noise", "mobility")) {
            assertThat(browser()
                            .run("(() => {const table = document.querySelector('#" + chart + " table');"
                                    + "const heads = Array.from(table.tHead.rows[0].cells).map(cell => cell.textContent);"
                                    + "const at = heads.indexOf('customer steps');"
                                    + "return Array.from(new Set(Array.from(table.tBodies[0].rows)"
                                    + ".map(row => row.cells[at].textContent))).join('|')})()")
                            .asText())
                    .as(chart)
                    .isEqualTo(steps);
            assertThat(said(chart))
                    .contains("each customer counts once in each step; they are of " + customers + " customers.");
        }
        assertThat(said("matrix")).contains("Customer steps: each customer counts once in each step");
        assertThat(said("noise")).contains("of the customer steps were seen to change segment");
        assertThat(said("mobility")).contains(", of " + steps + " customer steps.");
        assertThat(said("verdict")).contains("n\u00a0=\u00a0" + steps + " customer steps");
    }

    /** Where nobody would move: at 0, or at 1; a half-life has no such number. */
    @Test
    void mobilityIsComparedWithNobodyMoving() {
        files.migrate("nobody", List.of("march", "june"));
        succeed("report", folder.resolve("nobody"));
        browser().open(folder.resolve("nobody").resolve("report.html"));
        assertThat(browser()
                        .run(
                                "(() => {const chart = echarts.getInstanceByDom(document.querySelector('[data-chart=mobility]').firstElementChild);"
                                        + "const option = chart.getOption();"
                                        + "return option.series.map((series, i) => option.title[i].text + ': '"
                                        + " + series.markLine.data.map(mark => mark.xAxis)).join('|')})()")
                        .asText())
                .isEqualTo("0: nobody moves: 0|1: nobody moves: 1|steps; the more, the less customers move: ");
    }

    private static String said(String chart) {
        return browser()
                .run("document.getElementById('" + chart + "').innerText")
                .asText();
    }

    private static String axis(String chart) {
        return browser().run(CHARTS + "['" + chart + "'].dates.join('|')").asText();
    }

    @Test
    void ofOneDate() {
        files.makeOne("one");
        Map<String, Integer> compared =
                compare("one", Map.of("segmentation", json("one", "segmentation"), "profile", json("one", "profile")));
        assertThat(compared)
                .containsOnlyKeys("profile-index", "profile-boxes", "profile-histograms", "sizes", "method", "cards")
                .containsEntry("sizes", 2 * 4);
    }
}
