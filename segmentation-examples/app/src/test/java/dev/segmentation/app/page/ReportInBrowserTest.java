package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report of the simulated shop, as a browser shows it. */
class ReportInBrowserTest extends BrowserTest {

    private static Path page;

    @BeforeAll
    static void makeReport() {
        succeed("demo", "--out", folder);
        page = folder.resolve("report.html");
        browser().open(page);
    }

    @Test
    void nothingIsFetchedAndNothingIsComplainedAbout() {
        browser().open(page);
        assertThat(browser().complaints()).isEmpty();
        assertThat(browser().requests()).containsExactly(page.toUri().toString());
    }

    /** As the page opens, and with each segment chosen. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyChartHasAMarkForEveryNumberInTheColorOfItsSegment(boolean dark) {
        browser().show(1280, 900, dark);
        browser().open(page);
        ShownTables tables = ShownTables.of(browser());
        DrawnMarks opened = DrawnMarks.of(browser(), tables, -1);
        opened.assertAsInTables();
        assertThat(opened.charts())
                .containsExactly(
                        "profile-index",
                        "profile-boxes",
                        "profile-histograms",
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
                        "silhouette");
        for (int segment = 0; segment < tables.segments().size(); segment++) {
            browser().run("document.querySelector('.chooser [data-choose=\"" + segment + "\"]').click()");
            DrawnMarks.of(browser(), tables, segment).assertAsInTables();
        }
        browser().show(1280, 900, false);
        browser().open(page);
    }

    /** First what is seen, then how to read it. */
    @Test
    void everyChartSaysWhatItShows() {
        List<JsonNode> said = elements(browser()
                .run("Array.from(document.querySelectorAll('figcaption')).map(one => one.firstChild.textContent)"));
        assertThat(said)
                .hasSize(16)
                .allSatisfy(sentence -> assertThat(sentence.asText())
                        .endsWith(".")
                        .matches("(?s).*\\d.*")
                        .doesNotContain("cannot be told", "undefined", "NaN"));
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }

    @Test
    void choosingASegmentFadesTheOthersEverywhere() {
        String faded =
                "[document.querySelectorAll('.card.faded').length, document.querySelectorAll('.card.chosen').length,"
                        + " document.querySelectorAll('tr.faded').length > 20, document.querySelectorAll('tr.chosen').length > 5,"
                        + " document.querySelectorAll('[data-choose][aria-pressed=true]').length,"
                        + " echarts.getInstanceByDom(document.querySelector('[data-chart=sizes]').firstElementChild).getOption()"
                        + ".series.map(one => one.lineStyle.opacity).join()]";
        int segments =
                browser().run("document.querySelectorAll('.card').length").asInt();
        browser().run("document.querySelector('[data-choose=\"1\"]').click()");
        JsonNode chosen = browser().run(faded);
        assertThat(chosen.toString()).startsWith("[" + (segments - 1) + ",1,true,true,1,\"0.18,1,0.18");
        assertThat(browser()
                        .run("echarts.getInstanceByDom(document.querySelector('[data-chart=bridge]')"
                                + ".firstElementChild).getOption().title[0].text")
                        .asText())
                .isEqualTo(browser()
                        .run("document.querySelector('[data-choose=\"1\"] bdi').textContent")
                        .asText());
        browser().run("document.querySelector('[data-choose=\"-1\"]').click()");
        assertThat(browser().run(faded).toString()).startsWith("[0,0,false,false,1,\"1,1,1");
    }

    /** As the page is by itself, with few cells hidden, and with none, where pictures draw what the tables say. */
    @Test
    void tablesSayWhatTheFilesSay() {
        browser().open(page);
        ShownTables shown = ShownTables.of(browser());
        int numbers = shown.assertAsIn(files("kmeans").withTwoDigitsOfMobility()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(shown.hidden()).isLessThan(numbers / 4);
        Map.of("sizes", 2, "bridge", 8, "profile-index", 4, "silhouette", 1)
                .forEach((table, column) -> assertThat(shown.tables().get(table))
                        .as(table)
                        .isNotEmpty()
                        .noneMatch(row -> row.cells().get(column).isHidden()));
        assertThat(shown.tables().get("matrix"))
                .filteredOn(row -> !row.cells().get(4).isHidden())
                .hasSizeGreaterThan(10);
        assertThat(shown.tables().get("mobility").get(0).text(2)).matches("0\\.\\d\\d"); // since some flows are hidden
        assertThat(shown.tables().get("mobility"))
                .noneMatch(row -> row.cells().get(2).isHidden());
        for (String method : List.of("kmeans", "rfm")) {
            succeed("report", folder.resolve(method), "--least-customers", 1);
            browser().open(folder.resolve(method).resolve("report.html"));
            ShownTables all = ShownTables.of(browser());
            all.assertAsIn(files(method));
            assertThat(all.hidden()).isZero();
            ShownCharts.of(browser(), all).assertAsInTables();
            DrawnMarks.of(browser(), all, -1).assertAsInTables();
        }
        browser().open(page);
    }

    /** Those that count: of the latest date that has them. */
    private static FilesAsTables files(String method) {
        Path of = folder.resolve(method);
        Map<String, Path> files = new TreeMap<>(Map.of(
                "segmentation", of.resolve("2025-01-01/segmentation.json"),
                "profile", of.resolve("2025-01-01/profile.json"),
                "validation", of.resolve("2024-10-01/validation.json"),
                "movement", of.resolve("movement.json")));
        if (method.equals("kmeans")) {
            files.put("selection", of.resolve("selection.json"));
        }
        return new FilesAsTables(files);
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "400, false", "400, true"})
    void fitsTheWindowAndCanBeReadByAll(int width, boolean dark) {
        browser().show(width, 900, dark);
        browser().open(page);
        write(
                Path.of("target/pictures/report-" + width + (dark ? "-dark" : "-light") + ".png"),
                browser().picture());
        assertThat(browser().run("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(browser().run("document.documentElement.dataset.theme").asText())
                .isEqualTo(dark ? "dark" : "light");
        assertAccessible();
        browser().show(1280, 900, false);
    }
}
