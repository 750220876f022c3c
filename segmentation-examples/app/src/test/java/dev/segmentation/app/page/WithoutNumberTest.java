package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.Program;
import dev.segmentation.app.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where there is no number, the page says why, and the reason is true; where there is one, it is not noise. */
class WithoutNumberTest {

    private static final String NOT_ABOVE_ZERO =
            "undefined: what it is held against is not clearly above 0, or numbers are too large or too small to compute with";

    @TempDir
    Path folder;

    private void run(Object... command) {
        Program.Run run = Program.run(command);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    private String page() throws IOException {
        run("report", folder, "--least-customers", 1);
        return Files.readString(folder.resolve("report.html"));
    }

    /** Twenty customers of each of two kinds; {@code debt} and {@code loss} are below 0, {@code same} is constant. */
    private void validated(String features) throws IOException {
        StringBuilder csv = new StringBuilder("id,debt,orders,loss,same\n");
        for (int i = 0; i < 40; i++) {
            csv.append(String.format(
                    Locale.ROOT, "%d,%d,%d,%d,7%n", i, i % 7 - 80 + i / 20, 1 + i % 5 + 20 * (i / 20), -3 - i % 4));
        }
        Path data = folder.resolve("data.csv");
        Files.writeString(data, csv);
        run(
                "cluster",
                data,
                "--id",
                "id",
                "--features",
                features,
                "--segments",
                2,
                "--keep",
                "loss,same",
                "--out",
                folder);
        Object[] validate = {
            "validate",
            folder.resolve("assignments.csv"),
            "--id",
            "id",
            "--segment",
            "segment",
            "--features",
            features,
            "--descriptors",
            "same",
            "--value",
            "loss",
            "--out",
            folder
        };
        run(validate);
    }

    private static JsonNode charts(String page) throws IOException {
        Matcher data = Pattern.compile("id=\"report-data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1)).path("charts");
    }

    @Test
    void aColumnBelowZeroHasNoIndexAndNoPanel() throws IOException {
        validated("debt,orders");
        String page = page();
        assertThat(charts(page).path("profile-index").path("groups"))
                .extracting(group -> group.path("title").asText())
                .containsExactly("orders");
        assertThat(charts(page).path("profile-boxes").path("groups"))
                .extracting(group -> group.path("title").asText())
                .contains("debt");
        String table = page.substring(page.indexOf("id=\"profile-index\""), page.indexOf("id=\"profile-boxes\""));
        assertThat(table).contains("<td>debt</td>", "<td>" + NOT_ABOVE_ZERO + "</td>");
    }

    @Test
    void withoutAnyIndexThereIsATableAndNoPicture() throws IOException {
        ObjectNode profile = Json.object();
        for (String name : List.of("A", "B")) {
            ObjectNode segment = profile.withArray("segments")
                    .addObject()
                    .put("segment", name)
                    .put("size", 20);
            ObjectNode column = segment.putArray("numeric").addObject().put("column", "debt");
            column.put("mean", -70.5).put("totalMean", -70).put("count", 20).put("missing", 0);
            column.putObject("index").putNull("value").put("valueUndefined", "RANGE");
        }
        Files.writeString(folder.resolve("profile.json"), Json.text(profile));
        String page = page();
        assertThat(charts(page).has("profile-index")).isFalse();
        assertThat(page)
                .doesNotContain("data-chart=\"profile-index\"")
                .contains("No index can be told.</strong> There is no picture: what it would show is " + NOT_ABOVE_ZERO)
                .contains("Mean of each numeric column by segment", "data-value=\"-70.5\"", NOT_ABOVE_ZERO);
    }

    @Test
    void cardsSayInWordsWhatCannotBeComputed() throws IOException {
        validated("orders");
        assertThat(page().replaceAll("\\R", ""))
                .contains(
                        "<dt>Share of value</dt><dd>undefined: nobody bought in the period, or what it is a share of is not"
                                + " above 0</dd>")
                .contains("which cannot be compared (customers of a segment do not differ at all)")
                .doesNotContain("NO_WITHIN_VARIATION", "NO_ACTIVITY");
    }

    private ObjectNode made(double... column) throws IOException {
        ObjectNode made = Json.object().put("algorithm", "rfm").put("segments", column.length);
        made.set("features", Json.texts(List.of("flag")));
        made.set("names", Json.texts(List.of("A", "B", "C").subList(0, column.length)));
        ArrayNode centers = made.putArray("centers");
        for (double cell : column) {
            ArrayNode row = centers.addArray();
            if (Double.isNaN(cell)) {
                row.addNull();
            } else {
                row.add(cell);
            }
        }
        return made;
    }

    private String centers(ObjectNode made) throws IOException {
        Files.writeString(folder.resolve("segmentation.json"), Json.text(made));
        String page = page();
        return page.substring(page.indexOf("Centers, in the units of the data"));
    }

    @Test
    void aSegmentOfNobodyHasNoCenterAndTheTableSaysWhy() throws IOException {
        ObjectNode made = made(3, Double.NaN, Double.NaN);
        made.set("sizes", Json.integers(30, 0, 20));
        made.putArray("centersUndefined").addArray().addNull();
        made.withArray("centersUndefined").addArray().add("NO_OBSERVATIONS");
        made.withArray("centersUndefined").addArray().add("NO_OBSERVATIONS");
        assertThat(centers(made).replaceAll("\\R", ""))
                .contains("<bdi>B</bdi></th><td>undefined: nobody is in it</td>")
                .contains("<bdi>C</bdi></th><td>undefined: nobody, or too few customers, to compute it from</td>");
    }

    @Test
    void noiseOfRoundingIsReadAsZero() throws IOException {
        ObjectNode made = made(-6.938893903907228e-18, 0.25, 1e-9);
        made.set("sizes", Json.integers(30, 10, 20));
        assertThat(centers(made))
                .contains("data-value=\"-6.938893903907228E-18\" title=\"-6.938893903907228E-18\">0</td>")
                .contains(">0.25</td>", ">1.000e-09</td>");
    }

    @Test
    void whereANumberIsHiddenSoAreItsIntervalAndItsCustomers() {
        DataTable table = new DataTable("t", "segment", "share", "interval", "customers");
        table.line(0, "A")
                .value(Unit.SHARE, Measure.HIDDEN)
                .interval(Unit.SHARE, Measure.HIDDEN)
                .customers(Measure.HIDDEN)
                .end();
        ShownLine line = table.shown().get(0);
        assertThat(List.of(line.text("share"), line.text("interval"), line.text("customers")))
                .containsOnly("hidden");
    }
}
