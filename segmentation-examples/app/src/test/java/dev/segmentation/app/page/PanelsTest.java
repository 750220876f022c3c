package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.Program;
import dev.segmentation.app.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No picture, and no panel of one, is empty: a sentence says why there is none. */
class PanelsTest {

    private static final int CUSTOMERS = 300;

    @TempDir
    Path folder;

    private static void run(Object... command) {
        Program.Run run = Program.run(command);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    private String page() throws IOException {
        run("report", folder);
        return Files.readString(folder.resolve("report.html"));
    }

    /** Customers with a segment each. */
    private Path date(String file, String... segments) throws IOException {
        StringBuilder csv = new StringBuilder("id,segment\n");
        for (int i = 0; i < segments.length; i++) {
            csv.append(i).append(',').append(segments[i]).append('\n');
        }
        return Files.writeString(folder.resolve(file), csv);
    }

    private static String[] segments(String... ofGroups) {
        String[] segments = new String[CUSTOMERS];
        for (int i = 0; i < CUSTOMERS; i++) {
            segments[i] = ofGroups[i % ofGroups.length];
        }
        return segments;
    }

    private static JsonNode charts(String page) throws IOException {
        Matcher data = Pattern.compile("id=\"report-data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1)).path("charts");
    }

    private static List<String> titles(JsonNode chart) {
        return chart.path("groups").findValuesAsText("title");
    }

    /** What stands above the picture. */
    private static String says(String page, String id) {
        Matcher says = Pattern.compile("id=\"" + id + "-says\">(.*?)</figcaption>", Pattern.DOTALL)
                .matcher(page);
        assertThat(says.find()).as(id).isTrue();
        return says.group(1).replaceAll("<[^>]*>", "");
    }

    /** Of 102 moves in the first step, 25 were taken back: from A to B and to A again. */
    @Test
    void upAndDownAreHiddenWhereMovesTakenBackAreNot() throws IOException {
        String[] before = segments("A", "A", "A", "A", "B", "B", "B", "B", "C", "C", "C", "C");
        String[] next = segments("A", "A", "A", "B", "B", "B", "A", "C", "C", "C", "C", "B");
        String[] last = segments("A", "A", "B", "A", "B", "B", "A", "C", "C", "C", "B", "B");
        next[8] = "A"; // two from C to A, which are hidden, and so is what goes down
        next[20] = "A";
        last[8] = "A";
        last[20] = "A";
        Object[] migrate = {
            "migrate",
            date("1.csv", before),
            date("2.csv", next),
            date("3.csv", last),
            "--id",
            "id",
            "--segment",
            "segment",
            "--order",
            "A,B,C",
            "--out",
            folder
        };
        run(migrate);
        String page = page();
        assertThat(titles(charts(page).path("direction"))).containsExactly("share of the moves");
        assertThat(says(page, "direction"))
                .startsWith("How many went up and how many down is hidden; of the moves 24.5\u00a0%")
                .endsWith(" Not pictured: \u201cwent up\u201d, \u201cwent down\u201d (hidden).");
    }

    @Test
    void whereNobodyMovesThereIsNoHalfLife() throws IOException {
        String[] all = segments("A", "B");
        Object[] migrate = {
            "migrate",
            date("1.csv", all),
            date("2.csv", all),
            date("3.csv", all),
            "--id",
            "id",
            "--segment",
            "segment",
            "--out",
            folder
        };
        run(migrate);
        String page = page();
        assertThat(titles(charts(page).path("mobility"))).containsExactly("0: nobody moves", "1: nobody moves");
        assertThat(says(page, "mobility"))
                .endsWith(" Not pictured: \u201chalf-life of differences\u201d"
                        + " (undefined: nobody ever leaves the segment).");
    }

    @Test
    void aSingleSegmentHasNoSilhouette() throws IOException {
        StringBuilder csv = new StringBuilder("id,x,segment\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i).append(',').append(i * i % 17).append(",A\n");
        }
        Path data = Files.writeString(folder.resolve("data.csv"), csv);
        Object[] validate = {"validate", data, "--id", "id", "--segment", "segment", "--features", "x", "--out", folder
        };
        run(validate);
        String page = page();
        assertThat(charts(page).has("silhouette")).isFalse();
        assertThat(page).doesNotContain("data-chart=\"silhouette\"");
        assertThat(says(page, "silhouette"))
                .startsWith(
                        "How well customers fit cannot be told. There is no picture: what it would show is undefined:"
                                + " there is only one segment");
    }

    @Test
    void whereEverythingIsHiddenThereIsNoPicture() {
        ObjectNode migration = Json.object().put("stayers", 5).put("movers", 0);
        migration.set("segments", Json.texts(List.of("A", "B")));
        migration.putArray("counts").add(Json.integers(3, 0)).add(Json.integers(0, 2));
        migration.putArray("probabilities").add(Json.numbers(1, 0)).add(Json.numbers(0, 1));
        migration.set("entrants", Json.integers(0, 0));
        migration.set("leavers", Json.integers(0, 0));
        migration.putObject("mobility").put("praisShorrocks", 0);
        String page = new Report("all hidden", 5, SegmentWords.NONE)
                .of(Map.of("migration.json", Json.text(migration)), "here");
        assertThat(page).doesNotContain("data-chart=");
        for (String id : List.of("sizes", "flows", "matrix")) {
            assertThat(says(page, id))
                    .as(id)
                    .endsWith(
                            " There is no picture: what it would show is hidden, since it would tell on few customers.");
        }
    }

    /** A panel is one of a column, which is told by its title. */
    @Test
    void onlyPanelsWithoutANumberAreLeftOut() {
        ObjectNode chart = Json.object().put("kind", "boxes");
        for (String title : List.of("age", "income", "debt")) {
            ObjectNode row = chart.withArray("groups")
                    .addObject()
                    .put("title", title)
                    .putArray("rows")
                    .addObject()
                    .put("s", 0)
                    .put("label", "A");
            row.put("why", title.equals("debt") ? "undefined: nobody is in it" : "hidden");
            row.putArray("q").addNull();
            if (title.equals("age")) {
                row.withArray("q").add(3.5);
            }
        }
        assertThat(Panels.removeEmpty(chart))
                .isEqualTo(
                        " Not pictured: \u201cincome\u201d (hidden); \u201cdebt\u201d (undefined: nobody is in it).");
        assertThat(titles(chart)).containsExactly("age");
        assertThat(chart.findValues("why")).isEmpty();
        assertThat(Panels.hasMark(chart)).isTrue();
        assertThat(Panels.removeEmpty(chart)).isEmpty();
    }
}
