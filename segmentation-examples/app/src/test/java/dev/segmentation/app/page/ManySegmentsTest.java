package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of more segments, or of longer names, than anybody wants. */
class ManySegmentsTest extends BrowserTest {

    /** Names at the flows that are drawn over one another. */
    private static final String OVERLAPS = """
            (() => {
              const picture = echarts.getInstanceByDom(document.querySelector('[data-chart=flows]').firstElementChild);
              const seen = new Set();
              picture.getZr().storage.getDisplayList(true).filter(one => one.type === 'tspan').forEach(one => seen.add(one.parent));
              const texts = Array.from(seen).map(one => {
                const box = one.getBoundingRect().clone();
                box.applyTransform(one.transform || [1, 0, 0, 1, 0, 0]);
                return {text: one.style.text.slice(0, 20), box};
              });
              return texts.flatMap((one, i) => texts.slice(i + 1)
                .filter(other => one.box.intersect(other.box)).map(other => one.text + ' | ' + other.text));
            })()""";

    private static Path page(String file, List<String> names) {
        int k = names.size();
        ObjectNode migration = Json.object().put("stayers", 60 * k).put("movers", 40 * k);
        migration.set("segments", Json.texts(names));
        ArrayNode counts = migration.putArray("counts");
        ArrayNode shares = migration.putArray("probabilities");
        for (int i = 0; i < k; i++) {
            int[] row = new int[k];
            double[] share = new double[k];
            row[i] += 60;
            row[(i + 1) % k] += 40;
            share[i] += 0.6;
            share[(i + 1) % k] += 0.4;
            counts.add(Json.integers(row));
            shares.add(Json.numbers(share));
        }
        migration.set(
                "entrants", Json.integers(IntStream.range(0, k).map(i -> 10).toArray()));
        migration.set(
                "leavers", Json.integers(IntStream.range(0, k).map(i -> 10).toArray()));
        migration.putObject("mobility").put("praisShorrocks", 0.4);
        ObjectNode profile = Json.object();
        ObjectNode validation = Json.object();
        validation
                .putObject("overall")
                .put("verdict", "pass")
                .set("reasons", Json.texts(List.of("\"" + names.get(0) + "\" is one")));
        for (String name : names) {
            ObjectNode segment = profile.withArray("segments")
                    .addObject()
                    .put("segment", name)
                    .put("size", 110);
            segment.putObject("share").put("value", 1.0 / k).put("customers", 110 * k);
            ObjectNode column = segment.putArray("numeric").addObject().put("column", name);
            column.put("mean", 3)
                    .put("totalMean", 2)
                    .put("count", 110)
                    .put("missing", 0)
                    .put("marker", true);
            column.putObject("index").put("value", 150).put("lower", 140).put("upper", 160);
            ObjectNode card = validation
                    .withArray("segments")
                    .addObject()
                    .put("segment", name)
                    .put("size", 110);
            card.put("recommendation", "keep").put("mergeWith", name);
            card.putObject("distinct")
                    .put("verdict", "pass")
                    .putArray("findings")
                    .addObject()
                    .put("text", name);
        }
        Path page = folder.resolve(file);
        write(
                page,
                new Report(names.get(0), 1, SegmentWords.NONE)
                        .of(
                                Map.of(
                                        "profile.json", Json.text(profile),
                                        "validation.json", Json.text(validation),
                                        "migration.json", Json.text(migration)),
                                "here"));
        browser().open(page);
        return page;
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(s -> "S" + s).toList();
    }

    /** By color alone, or by color and ring, dash and hollow symbols. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void noTwoOfTwentyLookAlike(String theme) {
        browser().show(1280, 900, theme.equals("dark"));
        page("twenty.html", names(20));
        write(Path.of("target/pictures/twenty-" + theme + ".png"), browser().picture());
        for (String looks : List.of(
                "Array.from(document.querySelectorAll('.card .swatch')).map(one => {"
                        + " const style = getComputedStyle(one); return [style.backgroundColor, style.borderStyle, style.borderColor].join(); })",
                "Array.from(document.querySelectorAll('.chooser .swatch')).map(one => {"
                        + " const style = getComputedStyle(one); return [style.backgroundColor, style.borderStyle, style.borderColor].join(); })",
                "echarts.getInstanceByDom(document.querySelector('[data-chart=sizes]').firstElementChild).getOption().series"
                        + ".map(one => [one.lineStyle.color, one.lineStyle.type, one.itemStyle.color, one.itemStyle.borderColor].join())",
                "echarts.getInstanceByDom(document.querySelector('[data-chart=flows]').firstElementChild).getOption().series[0].data"
                        + ".filter(one => one.depth === 0 && one.row.s >= 0).map(one => [one.itemStyle.color, one.itemStyle.borderColor].join())")) {
            List<String> found = new ArrayList<>();
            browser().run(looks).forEach(look -> found.add(look.asText()));
            assertThat(found).as(looks).hasSize(20).doesNotHaveDuplicates();
        }
        JsonNode marks = browser().run("""
                (() => { const zr = echarts.getInstanceByDom(document.querySelector('[data-chart=profile-index]').firstElementChild).getZr();
                  return zr.storage.getDisplayList(true).filter(one => one.type === 'circle')
                    .map(one => one.style.fill + one.style.stroke); })()""");
        Set<String> circles = new HashSet<>();
        marks.forEach(mark -> circles.add(mark.asText()));
        assertThat(circles).hasSizeGreaterThanOrEqualTo(8);
        ShownTables tables = ShownTables.of(browser());
        for (int chosen : new int[] {-1, 3, 13}) {
            browser().run("document.querySelector('.chooser [data-choose=\"" + chosen + "\"]').click()");
            DrawnMarks.of(browser(), tables, chosen).assertAsInTables();
        }
        assertThat(browser().run("document.querySelector('header').textContent").asText())
                .doesNotContain("colors repeat");
        browser().show(1280, 900, false);
    }

    @Test
    void saysThatColorsRepeat() {
        page("many.html", names(21));
        assertThat(browser().run("document.querySelector('header').textContent").asText())
                .contains("There are more than 20 segments, so that colors repeat");
    }

    /** Names of 300 letters without a place to break them. */
    @ParameterizedTest
    @ValueSource(ints = {400, 1280})
    void longNamesDoNotWidenThePage(int width) {
        browser().show(width, 900, false);
        page("long.html", List.of("W".repeat(300), "i".repeat(300), "ש".repeat(300)));
        assertThat(browser().run("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(browser().run("""
                        Array.from(document.querySelectorAll('h1, h3, li, .card, p, dd, dt, figcaption')).filter(one =>
                          one.getBoundingClientRect().right > window.innerWidth || one.scrollWidth > one.clientWidth + 1)
                          .map(one => one.outerHTML.slice(0, 80))""").toString()).isEqualTo("[]");
        assertThat(browser().run(OVERLAPS).toString()).isEqualTo("[]");
        page(
                "words.html",
                List.of("word ".repeat(40), "long-winded ".repeat(16), "W".repeat(200), "i".repeat(200), "S"));
        assertThat(browser().run(OVERLAPS).toString()).isEqualTo("[]");
        write(Path.of("target/pictures/long-names-" + width + ".png"), browser().picture());
        browser().show(1280, 900, false);
    }

    /** Who is new is no segment, even if one is called so; nor does a segment take the place of another. */
    @Test
    void aSegmentCalledNewIsNotWhoIsNew() {
        page("new.html", List.of("new", "Left", "0"));
        JsonNode nodes = browser().run("""
                echarts.getInstanceByDom(document.querySelector('[data-chart=flows]').firstElementChild).getOption().series[0].data
                  .map(one => one.depth + ' ' + one.row.s + ' ' + one.row.tip)""");
        List<String> found = new ArrayList<>();
        nodes.forEach(node -> found.add(node.asText()));
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "0 0 new", "0 1 Left", "0 2 0", "0 -1 (new)", "1 0 new", "1 1 Left", "1 2 0", "1 -1 (left)");
        assertThat(browser()
                        .run(
                                "Array.from(document.querySelectorAll('#flows tbody tr')).filter(row =>"
                                        + " row.cells[0].textContent === '(new)').map(row => row.dataset.segment + row.cells[3].textContent).join()")
                        .asText())
                .isEqualTo("-110,-110,-110");
    }

    /** A name that turns the direction around ends where it ends. */
    @Test
    void namesDoNotTurnSentencesAround() {
        page("turned.html", List.of("\u202egold", "\u2066silver", "\u202bזהב\u202c"));
        assertThat(browser()
                        .run("document.body.textContent.match(/[\\u202a\\u202d\\u202e\\u2066\\u2067]/g)")
                        .isNull())
                .isTrue();
        assertThat(browser()
                        .run("document.querySelector('.verdict').textContent")
                        .asText())
                .contains("“\ufffdgold”, “\ufffdsilver”, “\u2068\u202bזהב\u202c\u2069”");
    }
}
