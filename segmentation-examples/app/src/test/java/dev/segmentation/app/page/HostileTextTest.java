package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that try to be something else, each in every place where a report shows one.
 *
 * <p>A page of harmless marks says what is where. A page with a payload in every place has to be that page with the payload instead
 * of each mark, and nothing else: the same elements, attributes, texts, pictures and tips.
 */
class HostileTextTest extends BrowserTest {

    /** One line for each place in the files, or option, whose text the report shows. */
    private static final String PLACES = "hostile-places.txt";

    /** One line for each place on the page where a name is. */
    private static final String PLACES_OF_NAMES = "hostile-names.txt";

    /** The line in it says whether a name is shown, on one line, or another text; in the data, it is a backslash and an n. */
    private static final Pattern MARK =
            Pattern.compile("((?:\\d{4}-\\d\\d-\\d\\d )?)\u27e6(\\d+)(\n|\u240a|\\\\n)\u27e7");

    /** Two dates that are a name together. */
    private static final Pattern STEP = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d \u27e6\\d+\u240a\u27e7 to \\d{4}-\\d\\d-\\d\\d \u27e6\\d+\u240a\u27e7");

    /** Names in the data of pictures, where they are cut. */
    private static final Pattern DRAWN =
            Pattern.compile("(/charts/.*/(?:label|title|dates/\\d+) = )(.*)", Pattern.DOTALL);

    /** What the script says at a mark is made of names that are cut. */
    private static final Pattern TIP_OF_SCRIPT =
            Pattern.compile("(?s)(sizes|value-over-time|profile-histograms): .*|(flows|origins): [^\u2192]*");

    private static final int LONGEST = 60;

    /** Texts that are compared with one another, or said once if they are the same; one mark stands for all of a kind. */
    private static final List<Pattern> ALIKE = Stream.of(
                    ".*/verdict",
                    ".*/findings/\\d+/text",
                    ".*/scale",
                    ".*/recommendation",
                    ".*/(asOf|asOfBefore|asOfAfter|fittedAsOf)",
                    ".*/(warnings/\\d+|notices/\\d+/message)")
            .map(Pattern::compile)
            .toList();

    /** All that is in the page: tags with their attributes, and texts; without what the script makes of a picture. */
    private static final String SNAPSHOT = """
            (of => {
              const all = [];
              const walk = node => {
                if (node.nodeType === 3) {
                  all.push(node.data);
                } else if (node.nodeType === 1) {
                  all.push('<' + node.tagName + Array.from(node.attributes)
                    .filter(one => one.name !== 'style' && one.name !== 'data-width')
                    .map(one => ' ' + one.name + '=' + (one.name === 'class'
                      ? one.value.replace(/(verdict|advice)-[a-z_]*$/, '$1') : one.value)).sort().join('') + '>');
                  if (node.id === 'report-data') {
                    flat(JSON.parse(node.textContent), '');
                  } else if (!['SCRIPT', 'STYLE'].includes(node.tagName) && !node.hasAttribute('data-chart')) {
                    node.childNodes.forEach(walk);
                  } else if (node.hasAttribute('data-chart')) {
                    all.push(Array.from(node.querySelectorAll('*')).filter(one => one.tagName !== 'DIV' && one.tagName !== 'CANVAS'
                      || Array.from(one.attributes).some(attribute => /^on/.test(attribute.name))).length + ' strange');
                  }
                  all.push('</' + node.tagName + '>');
                } else {
                  all.push('node of type ' + node.nodeType);
                }
              };
              const flat = (value, path) => {
                if (value !== null && typeof value === 'object') {
                  Object.keys(value).forEach(key => flat(value[key], path + '/' + key));
                } else {
                  all.push(path + ' = ' + value);
                }
              };
              walk(of.documentElement);
              return all;
            })""";

    /** What the pointer would show at each mark of each picture, and whether that is more than text. */
    private static final String TIPS = """
            (() => {
              const tip = document.getElementById('tip');
              const said = [];
              document.querySelectorAll('[data-chart]').forEach(place => {
                const picture = echarts.getInstanceByDom(place.firstElementChild);
                picture.getOption().series.forEach(series => ['data', 'links', 'edges'].forEach(key => (series[key] || []).forEach(mark => {
                  if (mark && mark.row) {
                    tip.hidden = true;
                    picture.trigger('mouseover', {data: mark});
                    said.push(place.dataset.chart + (tip.hidden ? ' says nothing'
                      : tip.children.length > 0 ? ' says elements' : ': ' + tip.textContent));
                  }
                })));
              });
              tip.hidden = true;
              return said;
            })()""";

    /** The texts that pictures draw; one in lines once. */
    private static final String LABELS = """
            Array.from(document.querySelectorAll('[data-chart]')).flatMap(place => Array.from(new Set(
              echarts.getInstanceByDom(place.firstElementChild).getZr().storage.getDisplayList(true)
                .map(one => one.parent && one.parent.type === 'text' ? one.parent : one)))
                .map(one => one.style.text).filter(Boolean).map(text => place.dataset.chart + ': ' + text))""";

    /** What stands in the places of a page. */
    private static final class Marks {

        private final List<Pattern> sameMark;
        private final List<String> places = new ArrayList<>();
        private final Map<String, Integer> numbers = new HashMap<>();

        Marks(List<Pattern> sameMark) {
            this.sameMark = sameMark;
        }

        String of(String place) {
            String kind = place;
            for (Pattern alike : sameMark) {
                kind = alike.matcher(place).matches() ? alike.pattern() : kind;
            }
            return "\u27e6"
                    + numbers.computeIfAbsent(kind, key -> {
                        places.add(place);
                        return places.size() - 1;
                    })
                    + "\n\u27e7";
        }

        /** A text with a payload instead of the marks in it. */
        String replaced(String text, String payload) {
            String withSteps = STEP.matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(Visible.name(raw(found.group(), payload))));
            return MARK.matcher(withSteps).replaceAll(found -> {
                String raw = raw(found.group(), payload);
                return Matcher.quoteReplacement(found.group(3).equals("\n") ? Visible.of(raw) : Visible.name(raw));
            });
        }

        /** The same, of names that are cut. */
        String replacedByCut(String text, String payload) {
            return MARK.matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(Visible.name(cut(raw(found.group(), payload)))));
        }

        /** A text that is cut as a whole. */
        String replacedAndCut(String text, String payload) {
            return Visible.name(cut(raw(text, payload)));
        }

        private static String cut(String text) {
            int[] points = text.codePoints().toArray();
            return points.length <= LONGEST ? text : new String(points, 0, LONGEST) + "\u2026";
        }

        /** With the very letters of the payload. */
        private String raw(String text, String payload) {
            return MARK.matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(
                            found.group(1) + written(places.get(Integer.parseInt(found.group(2))), payload)));
        }

        /** Some places write texts in their own way. */
        private static String written(String place, String payload) {
            if (place.equals("key")) {
                return payload.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
            }
            if (place.equals("validation.json/overall/reasons/0")) {
                return payload.substring(0, 1).toUpperCase(Locale.ROOT) + payload.substring(1);
            }
            return place.contains("Undefined")
                    ? payload.toLowerCase(Locale.ROOT).replace('_', ' ')
                    : payload;
        }
    }

    /** A page as the browser has it. */
    private record Seen(List<String> elements, List<String> tips, List<String> labels) {}

    /** A date of as many letters would lie across others, and is not drawn. */
    private static final int WIDE = 100;

    /** Made of a column and a level, which are cut together. */
    private static final String LEVELS = "profile-levels: ";

    /** Titles of more than one text. */
    private static final String CRITERIA = "criteria: ";

    private static final Marks MARKS = new Marks(ALIKE);

    private static HostileFiles all;
    private static List<HostileFiles> others;
    private static Seen harmless;
    private static List<List<String>> harmlessOthers;

    @BeforeAll
    static void makeFiles() {
        FilesOfCommands files = new FilesOfCommands(folder);
        files.makeAll();
        files.migrate("two", List.of("march", "june"), "--dates", "2025-03-31,2025-06-30");
        all = HostileFiles.of(folder.resolve("march"));
        HostileFiles two = HostileFiles.of(folder.resolve("two"));
        others = List.of(two.with(all, "validation.json"), all.withLess());
        harmless = opened(report(all, MARKS::of));
        harmlessOthers =
                others.stream().map(other -> parsed(report(other, MARKS::of))).toList();
    }

    static List<String> payloads() {
        try {
            List<String> payloads = new ArrayList<>();
            new ObjectMapper().readTree(resource("hostile.json")).forEach(text -> payloads.add(text.asText()));
            assertThat(payloads).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
            return payloads;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String report(HostileFiles files, UnaryOperator<String> texts) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("owner", texts.apply("words"));
        said.put(texts.apply("kind of words"), texts.apply("words of that kind"));
        SegmentWords words = new SegmentWords(Map.of(texts.apply("segment"), said));
        return new Report(texts.apply("title"), 1, words).of(files.filled(texts), "here");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Opens a page, follows a segment, and looks at everything. */
    private static Seen opened(String html) {
        Path page = folder.resolve("hostile.html");
        write(page, html);
        browser().open(page);
        assertThat(browser().complaints()).isEmpty();
        browser().run("document.querySelector('[data-choose=\"0\"]').click()");
        Seen seen = new Seen(
                texts(browser().run(SNAPSHOT + "(document)")),
                texts(browser().run(TIPS)),
                texts(browser().run(LABELS)));
        assertThat(browser().complaints()).isEmpty();
        assertThat(browser().requests()).containsExactly(page.toUri().toString());
        return seen;
    }

    /** Only read by the browser's parser, without our own scripts. */
    private static List<String> parsed(String html) {
        String text = new ObjectMapper()
                .valueToTree(html.replace(Report.resource("echarts.min.js"), ""))
                .toString();
        return texts(browser().run(SNAPSHOT + "(new DOMParser().parseFromString(" + text + ", 'text/html'))"));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void isTextInEveryPlace(String payload) {
        Seen seen = opened(report(all, place -> payload));
        assertSame(harmless.elements(), seen.elements(), payload);
        assertSame(harmless.tips(), seen.tips(), payload);
        assertDrawn(seen.labels(), payload);
        for (int i = 0; i < others.size(); i++) {
            assertSame(harmlessOthers.get(i), parsed(report(others.get(i), place -> payload)), payload);
        }
    }

    /** Labels with marks are drawn as often, unless there is no room for all of them. */
    private static void assertDrawn(List<String> drawn, String payload) {
        List<String> expected = harmless.labels().stream()
                .filter(label -> MARK.matcher(label).find())
                .map(label -> Stream.of(CRITERIA, LEVELS)
                        .filter(label::startsWith)
                        .findFirst()
                        .map(chart -> chart + MARKS.replacedAndCut(label.substring(chart.length()), payload))
                        .orElseGet(() -> MARKS.replacedByCut(label, payload)))
                .toList();
        assertThat(expected).hasSizeGreaterThan(30);
        for (String label : new TreeSet<>(expected)) {
            if (label.startsWith("matrix: ")) { // where columns are narrow, they and the lines have numbers
                assertThat(drawn).containsAnyOf(label, label.replace("matrix: ", "matrix: 1 \u00b7 "));
            } else if (label.startsWith("sizes: ") || label.startsWith("value-over-time: ")) { // dates do not overlap
                String chart = label.substring(0, label.indexOf(':') + 1);
                assertThat(expected.stream()
                                        .filter(other -> other.startsWith(chart))
                                        .anyMatch(drawn::contains)
                                || payload.length() > WIDE)
                        .as(label)
                        .isTrue();
            } else {
                assertThat(Collections.frequency(drawn, label))
                        .as(label)
                        .isGreaterThanOrEqualTo(Collections.frequency(expected, label));
            }
        }
    }

    private static void assertSame(List<String> marked, List<String> shown, String payload) {
        for (int i = 0; i < Math.min(marked.size(), shown.size()); i++) {
            assertThat(shown.get(i))
                    .as("behind " + marked.subList(Math.max(0, i - 3), i))
                    .isEqualTo(expected(marked.get(i), payload));
        }
        assertThat(shown).hasSameSizeAs(marked);
    }

    private static String expected(String marked, String payload) {
        Matcher drawn = DRAWN.matcher(marked);
        if (drawn.matches()) {
            return drawn.group(1) + MARKS.replacedAndCut(drawn.group(2), payload);
        }
        return TIP_OF_SCRIPT.matcher(marked).matches()
                ? MARKS.replacedByCut(marked, payload)
                : MARKS.replaced(marked, payload);
    }

    /** A text that the report shows and that is not in this list has to be looked at, and so has one that it shows no more. */
    @Test
    void placesAreThese() {
        Set<String> found = new TreeSet<>();
        Marks marks = new Marks(List.of());
        List<HostileFiles> pages = new ArrayList<>(others);
        pages.add(all);
        for (HostileFiles files : pages) {
            MARK.matcher(report(files, marks::of))
                    .results()
                    .forEach(mark -> found.add(
                            marks.places.get(Integer.parseInt(mark.group(2))).replaceAll("/\\d+", "[]")));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(places(PLACES));
    }

    private static List<String> places(String resource) {
        return resource(resource).lines().filter(line -> !line.isBlank()).toList();
    }

    /** Names are in more than one place: tables and what is drawn of each, cards, advice, and what there is to choose. */
    @Test
    void namesAreInThesePlaces() {
        Set<String> found = new TreeSet<>();
        String part = "page";
        String figure = "";
        for (String element : harmless.elements()) {
            Matcher opened = Pattern.compile(
                            "<(SECTION|FIGURE|NAV|HEADER|DIV)\\b.*? (?:id|class)=([\\w-]+).*>", Pattern.DOTALL)
                    .matcher(element);
            if (opened.matches() && opened.group(1).equals("FIGURE")) {
                figure = " " + opened.group(2);
            } else if (opened.matches()
                    && (!opened.group(1).equals("DIV") || opened.group(2).equals("chooser"))) {
                part = opened.group(2);
            } else if (element.equals("</FIGURE>")) {
                figure = "";
            }
            Matcher drawn = Pattern.compile("/charts/([\\w-]+)/.*?(\\w+) = .*", Pattern.DOTALL)
                    .matcher(element);
            String where = drawn.matches() ? "drawn " + drawn.group(1) + " " + drawn.group(2) : part + figure;
            MARK.matcher(element)
                    .results()
                    .map(mark -> MARKS.places.get(Integer.parseInt(mark.group(2))))
                    .filter(HostileFiles.NAMES::containsValue)
                    .forEach(name -> found.add(name + ": " + where));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(places(PLACES_OF_NAMES));
    }

    /** So that a text that is read from a new place does not go unseen: what the report asks for is in these files. */
    @Test
    void everyKeyThatIsReadIsInTheFiles() throws IOException {
        Set<String> keys = new TreeSet<>(all.keys());
        others.forEach(other -> keys.addAll(other.keys()));
        Set<String> read = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/segmentation/app/page"))) {
            for (Path source : sources.toList()) {
                Pattern.compile("(?:path|has)\\(\\s*\"(\\w+)\"\\s*\\)")
                        .matcher(Files.readString(source))
                        .results()
                        .forEach(found -> read.add(found.group(1)));
            }
        }
        assertThat(read).hasSizeGreaterThan(90);
        read.removeAll(keys);
        read.removeAll(Set.of(
                "s", "label", "v", "q", "groups", "series", "rows")); // of the data of pictures, which are our own
        assertThat(read).isEmpty();
    }
}
