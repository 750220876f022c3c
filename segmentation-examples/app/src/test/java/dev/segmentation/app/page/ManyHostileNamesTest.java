package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Names that try to be something else, all of them in one report, where one may be taken for another. */
class ManyHostileNamesTest extends BrowserTest {

    private static final List<String> PAYLOADS = HostileTextTest.payloads();

    private static Path page;

    /** Every payload is a segment, a column, a level, a criterion, an evidence, a notice, and what people say. */
    @BeforeAll
    static void makeReport() {
        Map<String, String> files = new TreeMap<>();
        files.put("profile.json", Json.text(profile()));
        files.put("validation.json", Json.text(validation()));
        files.put("movement.json", Json.text(movement()));
        files.put("selection.json", Json.text(selection()));
        files.put("segmentation.json", Json.text(segmentation()));
        Map<String, Map<String, String>> words = new LinkedHashMap<>();
        for (String payload : PAYLOADS) {
            words.put(payload, Map.of("owner", payload, payload, "the kind is hostile, too"));
        }
        page = folder.resolve("hostile.html");
        write(page, new Report(PAYLOADS.get(0) + PAYLOADS.get(4), 1, new SegmentWords(words)).of(files, "here"));
        browser().open(page);
    }

    private static ObjectNode estimate(double value) {
        return Json.object()
                .put("value", value)
                .put("lower", value - 0.1)
                .put("upper", value + 0.1)
                .put("level", 0.95)
                .put("customers", 100);
    }

    private static ObjectNode profile() {
        ObjectNode json = Json.object().put("customers", 100 * PAYLOADS.size());
        ArrayNode segments = json.putArray("segments");
        for (int s = 0; s < PAYLOADS.size(); s++) {
            ObjectNode segment =
                    segments.addObject().put("segment", PAYLOADS.get(s)).put("size", 100);
            segment.set("share", estimate(0.2));
            ArrayNode numeric = segment.putArray("numeric");
            ArrayNode levels = segment.putArray("levels");
            for (String payload : s == 0 ? PAYLOADS : PAYLOADS.subList(s, s + 1)) {
                ObjectNode column = numeric.addObject().put("column", payload).put("marker", true);
                column.put("count", 100).put("missing", 0).put("mean", 2).put("totalMean", 1);
                column.set("index", estimate(200));
                ArrayNode quantiles = column.putArray("quantiles");
                for (double p : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
                    quantiles.addObject().put("p", p).put("value", 10 * p);
                }
                ObjectNode level = levels.addObject().put("column", payload).put("level", payload);
                level.put("marker", true).put("count", 50).put("totalShare", 0.1);
                level.set("share", estimate(0.5));
                level.set("index", estimate(5));
            }
        }
        ArrayNode histograms = json.putArray("histograms");
        for (String payload : PAYLOADS) {
            ObjectNode histogram = histograms.addObject().put("column", payload);
            histogram.set("edges", Json.numbers(0, 1, 2));
            ArrayNode counts = histogram.putArray("counts");
            PAYLOADS.forEach(other -> counts.add(Json.integers(40, 60)));
        }
        json.putArray("notices").addObject().put("message", PAYLOADS.get(3));
        return json;
    }

    private static ObjectNode validation() {
        ObjectNode json = Json.object();
        json.putObject("comparison").put("says", PAYLOADS.get(2));
        json.putObject("overall").put("verdict", "pass").set("reasons", Json.texts(PAYLOADS.subList(0, 2)));
        json.put("sizing", PAYLOADS.get(5));
        ArrayNode segments = json.putArray("segments");
        for (String payload : PAYLOADS) {
            ObjectNode card = segments.addObject().put("segment", payload).put("size", 100);
            card.put("share", 0.2).putObject("shareInterval").put("lower", 0.1).put("upper", 0.3);
            card.put("recommendation", payload).put("mergeWith", payload);
            for (String criterion : List.of("distinct", "material", "meaningful", "stable")) {
                ObjectNode judgement = card.putObject(criterion).put("verdict", payload);
                judgement
                        .putArray("findings")
                        .addObject()
                        .put("verdict", payload)
                        .put("text", payload);
            }
        }
        ObjectNode silhouette =
                json.putObject("silhouette").put("kind", "exact").put("customers", 100);
        silhouette.set("mean", estimate(0.4));
        ArrayNode each = silhouette.putArray("segments");
        for (String payload : PAYLOADS) {
            ObjectNode segment = each.addObject().put("segment", payload).put("customers", 100);
            segment.set("mean", estimate(0.4));
            segment.set("negative", estimate(0.2));
            segment.putArray("quantiles");
        }
        return json;
    }

    private static ObjectNode movement() {
        int k = PAYLOADS.size();
        ObjectNode step = Json.object().put("asOfBefore", PAYLOADS.get(1)).put("asOfAfter", PAYLOADS.get(2));
        step.set("segments", Json.texts(PAYLOADS));
        for (String key : List.of("counts", "probabilities", "intervals")) {
            ArrayNode rows = step.putArray(key);
            for (int i = 0; i < k; i++) {
                ArrayNode row = rows.addArray();
                for (int j = 0; j < k; j++) {
                    if (key.equals("intervals")) {
                        row.addObject().put("lower", 0.0).put("upper", 0.9);
                    } else {
                        row.add(i == j || j == (i + 1) % k ? (key.equals("counts") ? 50 : 0.5) : 0);
                    }
                }
            }
        }
        step.set("entrants", Json.integers(new int[k]));
        step.set("leavers", Json.integers(new int[k]));
        step.put("stayers", 50 * k).put("movers", 50 * k);
        step.putObject("mobility").put("praisShorrocks", 0.5);
        ObjectNode value = step.putObject("value");
        ArrayNode lines = value.putArray("segments");
        PAYLOADS.forEach(payload ->
                lines.addObject().put("segment", payload).put("opening", 10).put("closing", 10));
        value.putObject("total").put("opening", 10).put("closing", 10);
        ObjectNode json = Json.object();
        ArrayNode dates = json.putArray("dates");
        for (int date = 1; date <= 2; date++) {
            ObjectNode sizes = dates.addObject().put("asOf", PAYLOADS.get(date)).putObject("sizes");
            PAYLOADS.forEach(payload -> sizes.put(payload, 100));
        }
        json.putArray("steps").add(step);
        json.set("pooled", step.deepCopy());
        ArrayNode findings =
                json.putObject("refresh").put("definitions", PAYLOADS.get(7)).putArray("findings");
        for (String payload : PAYLOADS) {
            findings.addObject()
                    .put("signal", payload)
                    .put("of", payload)
                    .put("value", 0.1)
                    .put("watchAt", 0.2)
                    .put("refreshAt", 0.5)
                    .put("adjustedP", 0.5)
                    .put("visibleFrom", 0.1)
                    .put("verdict", payload)
                    .put("evidence", payload);
        }
        json.putArray("warnings").add(PAYLOADS.get(8));
        return json;
    }

    private static ObjectNode selection() {
        ObjectNode json = Json.object().put("chosen", 2);
        ArrayNode criteria = json.putArray("criteria");
        for (String payload : PAYLOADS) {
            ObjectNode criterion = criteria.addObject()
                    .put("criterion", payload)
                    .put("title", payload)
                    .put("better", payload)
                    .put("says", payload)
                    .put("pick", 2);
            ObjectNode score = criterion.putArray("scores").addObject().put("segments", 2);
            score.setAll(estimate(0.5));
        }
        return json;
    }

    private static ObjectNode segmentation() {
        ObjectNode json = Json.object().put("algorithm", PAYLOADS.get(9));
        json.set("names", Json.texts(PAYLOADS));
        json.set("features", Json.texts(PAYLOADS.subList(0, 1)));
        json.putArray("centers").addArray().add(PAYLOADS.get(10));
        PAYLOADS.forEach(payload -> json.put(payload, payload));
        return json;
    }

    @Test
    void nothingRunsAndNothingIsFetched() {
        browser().open(page);
        browser().run("document.querySelector('[data-choose=\"3\"]').click()");
        assertThat(browser().complaints()).isEmpty();
        assertThat(browser().requests()).containsExactly(page.toUri().toString());
        JsonNode strange = browser().run("""
                [document.scripts.length, document.querySelectorAll('iframe, img, svg, object, embed, math, textarea').length,
                 document.styleSheets.length, document.querySelectorAll('a:not([href^="#"])').length,
                 Array.from(document.querySelectorAll('*')).filter(one =>
                   Array.from(one.attributes).some(attribute => /^on/.test(attribute.name))).length,
                 document.body.children.length]""");
        assertThat(strange.toString()).isEqualTo("[3,0,1,0,0,10]");
    }

    /** As the DOM has it: the very text, but with what cannot be shown replaced. */
    @Test
    void everyTextIsText() {
        for (String payload : PAYLOADS) {
            String shown = Visible.of(payload);
            JsonNode counts = browser().run("""
                    (text => ['button bdi', '.card h3 bdi', '.card .words dt bdi', '.card .words dd bdi', '.card .advice strong',
                      '.card .advice bdi', '.card .charter bdi', '#profile-index tbody th bdi', '#profile-index tbody td',
                      '#profile-levels tbody td:nth-child(3)',
                      '#sizes tbody th bdi', '#flows tbody th bdi', '#flows tbody td', '#matrix tbody th bdi',
                      '#bridge tbody th bdi', '#drift tbody th bdi', '#drift tbody td', '#criteria tbody th bdi',
                      '#count dl dt', '#count dl dd', '#silhouette tbody th bdi', '#method dl dd']
                      .filter(where => !Array.from(document.querySelectorAll(where)).some(one => one.textContent === text)))
                    (%s)""".formatted(new ObjectMapper().valueToTree(shown)));
            assertThat(counts.toString()).as(payload).isEqualTo("[]");
        }
        assertThat(browser().run("document.querySelector('h1').textContent").asText())
                .isEqualTo(PAYLOADS.get(0) + PAYLOADS.get(4));
        assertThat(browser().run("document.title").asText()).isEqualTo(PAYLOADS.get(0) + PAYLOADS.get(4));
    }

    /** Labels and what is shown at a mark are drawn, or set as text. */
    @Test
    void everyTextOfAPictureIsText() {
        JsonNode labels = browser().run("""
                ['sizes', 'flows', 'matrix'].map(id => {
                  const picture = echarts.getInstanceByDom(document.querySelector('[data-chart=' + id + ']').firstElementChild);
                  return picture.getZr().storage.getDisplayList(true).map(one => one.style.text).filter(Boolean);
                })""");
        String drawn = labels.toString();
        assertThat(labels.path(2).size()).isGreaterThan(PAYLOADS.size());
        assertThat(drawn).contains("{b}: {c} ({d}%)", "{a|rich}", "__proto__", "javascript:alert(7)");
        browser().run("""
                (() => { const tip = document.getElementById('tip');
                  const picture = echarts.getInstanceByDom(document.querySelector('[data-chart=flows]').firstElementChild);
                  picture.trigger ? picture.trigger('mouseover', {data: {row: {s: 0, tip: '<img src=x onerror=alert(1)>'}}}) : 0;
                  return tip.children.length; })()""");
        assertThat(browser().run("document.getElementById('tip').textContent").asText())
                .isEqualTo("<img src=x onerror=alert(1)>");
        assertThat(browser()
                        .run("document.getElementById('tip').children.length")
                        .asInt())
                .isZero();
    }
}
