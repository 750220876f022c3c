package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report of the simulated shop, as a browser shows it. */
class ReportInBrowserTest extends BrowserTest {

    private static Path page;

    @BeforeAll
    static void makeReport() {
        succeed("demo", "--out", folder);
        page = folder.resolve("report.html");
        browser().open(page);
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(Files.readString(folder.resolve(name)));
    }

    @Test
    void nothingIsFetchedAndNothingIsComplainedAbout() {
        browser().open(page);
        assertThat(browser().complaints()).isEmpty();
        assertThat(browser().requests()).containsExactly(page.toUri().toString());
    }

    @Test
    void everyChartHasMarks() {
        List<JsonNode> charts = elements(browser().run("""
                Array.from(document.querySelectorAll('[data-chart]')).map(place => {
                  const picture = place.firstElementChild && echarts.getInstanceByDom(place.firstElementChild);
                  const canvas = place.querySelector('canvas');
                  const pixels = canvas ? canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data : [];
                  let drawn = 0;
                  for (let i = 3; i < pixels.length; i += 4) { drawn += pixels[i] > 0 ? 1 : 0; }
                  const marks = picture ? picture.getModel().getSeries().reduce((sum, one) => sum + one.getData().count(), 0) : 0;
                  return {id: place.dataset.chart, marks, drawn};
                })"""));
        assertThat(charts)
                .extracting(chart -> chart.path("id").asText())
                .containsExactly(
                        "profile-index",
                        "profile-boxes",
                        "profile-histograms",
                        "sizes",
                        "value-over-time",
                        "flows",
                        "matrix",
                        "noise",
                        "bridge",
                        "mobility",
                        "drift",
                        "criteria",
                        "stability",
                        "origins",
                        "silhouette");
        assertThat(charts).allSatisfy(chart -> {
            assertThat(chart.path("marks").asInt()).as(chart.toString()).isGreaterThan(2);
            assertThat(chart.path("drawn").asInt()).as(chart.toString()).isGreaterThan(500);
        });
    }

    /** First what is seen, then how to read it. */
    @Test
    void everyChartSaysWhatItShows() {
        List<JsonNode> said = elements(browser()
                .run("Array.from(document.querySelectorAll('figcaption')).map(one => one.firstChild.textContent)"));
        assertThat(said)
                .hasSize(15)
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

    /** Cells of a table by the texts of its first columns. */
    private static String cell(String chart, String column, String... keys) {
        StringBuilder condition = new StringBuilder();
        for (int i = 0; i < keys.length; i++) {
            condition
                    .append(i == 0 ? "" : " && ")
                    .append("row.cells[")
                    .append(i)
                    .append("].textContent === ")
                    .append(new ObjectMapper().valueToTree(keys[i]).toString());
        }
        return browser()
                .run("(() => { const table = document.querySelector('#" + chart + " table');"
                        + " const at = Array.from(table.tHead.rows[0].cells).findIndex(one => one.textContent === '"
                        + column
                        + "'); const row = Array.from(table.tBodies[0].rows).find(row => " + condition
                        + "); return row.cells[at].dataset.value || row.cells[at].textContent; })()")
                .asText();
    }

    @Test
    void tablesSayWhatTheFilesSay() throws IOException {
        JsonNode movement = json("kmeans/movement.json");
        JsonNode pooled = movement.path("pooled");
        int cells = 0;
        for (int i = 0; i < pooled.path("segments").size(); i++) {
            for (int j = 0; j < pooled.path("segments").size(); j++) {
                String from = pooled.path("segments").path(i).asText();
                String to = pooled.path("segments").path(j).asText();
                String shown = cell("matrix", "share", from, to);
                if (shown.equals("hidden")) {
                    assertThat(cell("matrix", "customers", from, to)).isEqualTo("hidden");
                } else {
                    assertThat(Double.parseDouble(shown))
                            .isEqualTo(
                                    pooled.path("probabilities").path(i).path(j).doubleValue());
                    assertThat(Double.parseDouble(cell("matrix", "customers", from, to)))
                            .isEqualTo(pooled.path("counts").path(i).path(j).doubleValue());
                    cells++;
                }
            }
        }
        assertThat(cells).isGreaterThan(10);
        for (JsonNode date : movement.path("dates")) {
            date.path("sizes")
                    .properties()
                    .forEach(size -> assertThat(Double.parseDouble(cell(
                                    "sizes",
                                    "customers",
                                    size.getKey(),
                                    date.path("asOf").asText())))
                            .isEqualTo(size.getValue().doubleValue()));
        }
        JsonNode last =
                movement.path("steps").path(movement.path("steps").size() - 1).path("value");
        for (JsonNode line : last.path("segments")) {
            assertThat(Double.parseDouble(
                            cell("bridge", "closing", line.path("segment").asText())))
                    .isEqualTo(line.path("closing").doubleValue());
            String movedOut = cell("bridge", "moved out", line.path("segment").asText());
            assertThat(movedOut.equals("hidden")
                            || Double.parseDouble(movedOut)
                                    == line.path("movedOut").doubleValue())
                    .isTrue();
        }
        JsonNode profile = json("kmeans/2025-01-01/profile.json");
        for (JsonNode segment : profile.path("segments")) {
            for (JsonNode column : segment.path("numeric")) {
                String name = segment.path("segment").asText();
                assertThat(Double.parseDouble(cell(
                                "profile-index",
                                "index",
                                name,
                                column.path("column").asText())))
                        .isEqualTo(column.path("index").path("value").doubleValue());
            }
        }
        JsonNode silhouette = json("kmeans/2024-10-01/validation.json").path("silhouette");
        for (JsonNode segment : silhouette.path("segments")) {
            assertThat(Double.parseDouble(
                            cell("silhouette", "mean", segment.path("segment").asText())))
                    .isEqualTo(segment.path("mean").path("value").doubleValue());
        }
        double index =
                pooled.path("mobility").path("praisShorrocks").doubleValue(); // two digits, since some flows are hidden
        assertThat(cell("mobility", "value", "Prais\u2013Shorrocks"))
                .isEqualTo(String.format(Locale.ROOT, "%.2f", index));
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
