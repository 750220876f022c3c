package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** What the title of its cell has, or as many digits as the number has at all. */
    @Test
    void pointingAtAMarkTellsAllDigits() {
        browser().open(page);
        ShownTables tables = ShownTables.of(browser());
        JsonNode tips = browser().run("""
                Object.fromEntries(Array.from(document.querySelectorAll('[data-chart]')).map(place => {
                  const picture = echarts.getInstanceByDom(place.firstElementChild);
                  return [place.dataset.chart, picture.getOption().series.flatMap(series => (series.data || []).concat(series.links || []))
                    .map(one => one.row && one.row.tip).filter(Boolean).join('\\n')];
                }))""");
        Map<String, List<Integer>> drawn = new TreeMap<>();
        drawn.put("profile-index", List.of(4));
        drawn.put("profile-boxes", List.of(3, 4, 5, 6, 7));
        drawn.put("profile-histograms", List.of(5));
        drawn.put("sizes", List.of(2));
        drawn.put("value-over-time", List.of(2));
        drawn.put("flows", List.of(3));
        drawn.put("matrix", List.of(4));
        drawn.put("direction", List.of(1));
        drawn.put("noise", List.of(1));
        drawn.put("mobility", List.of(2));
        drawn.put("drift", List.of(2));
        drawn.put("criteria", List.of(2));
        drawn.put("stability", List.of(2));
        drawn.put("origins", List.of(3));
        drawn.put("silhouette", List.of(1));
        assertThat(drawn).hasSize(tips.size() - 1); // of the bridge, one segment is drawn
        drawn.forEach((id, columns) -> {
            Set<Double> told = new HashSet<>();
            Matcher numbers = Pattern.compile("-?\\d[\\d,]*(\\.\\d+)?([eE][+-]?\\d+)?(\u00a0?\\s?%)?")
                    .matcher(tips.path(id).asText());
            while (numbers.find()) {
                boolean isShare = numbers.group(3) != null;
                BigDecimal number =
                        new BigDecimal(numbers.group().replace(",", "").replaceAll("[\\s\u00a0%]", ""));
                told.add((isShare ? number.movePointLeft(2) : number).doubleValue());
            }
            for (ShownTables.Row row : tables.tables().get(id)) {
                for (int column : columns) {
                    if (row.cells().get(column).exact() != null) {
                        assertThat(told).as(id).contains(row.cells().get(column).number());
                    }
                }
            }
        });
    }

    /** A4 has 794 pixels, of which browsers leave a twentieth or so at each side. */
    @Test
    void chartsFitOnPaper() {
        String widths = "Array.from(document.querySelectorAll('[data-chart] > div')).map(one => one.offsetWidth)";
        List<JsonNode> onScreen = elements(browser().run(widths));
        assertThat(onScreen)
                .hasSize(16)
                .allSatisfy(width -> assertThat(width.asInt()).isGreaterThan(720));
        browser().run("window.dispatchEvent(new Event('beforeprint'))");
        assertThat(elements(browser().run(widths)))
                .hasSize(16)
                .allSatisfy(width -> assertThat(width.asInt()).isBetween(600, 690));
        browser().run("window.dispatchEvent(new Event('afterprint'))");
        assertThat(elements(browser().run(widths))).isEqualTo(onScreen);
    }

    /** As a pointer over the first dot sees it. */
    @Test
    void theDigitsAreUnderThePointer() {
        browser().open(page);
        String tip = browser().run("""
                (() => {
                  const picture = echarts.getInstanceByDom(document.querySelector('[data-chart=profile-index]').firstElementChild);
                  const dot = picture.getZr().storage.getDisplayList(true).find(one => one.type === 'circle');
                  const box = dot.getPaintRect();
                  picture.getZr().handler.dispatch('mousemove', {zrX: box.x + box.width / 2, zrY: box.y + box.height / 2,
                    event: {clientX: 10, clientY: 10}});
                  const tip = document.getElementById('tip');
                  return tip.hidden ? '' : tip.textContent;
                })()""").asText();
        assertThat(tip)
                .matches(
                        "(?s)\\S.*: [\\d,.]+ \\([\\d,.]+ to [\\d,.]+\\), n\u00a0=\u00a0[\\d,]+\\nexactly \\d+\\.\\d{6,}");
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
