package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the facts of cards have to be, read from the files by code that shares nothing with the report. */
final class FilesAsCards {

    /** A number of a card and what stands with it; NaN where there is no interval. */
    record Fact(double value, double lower, double upper, double customers, boolean ofAmounts) {}

    static final String FACTS = """
            Array.from(document.querySelectorAll('.card')).map(card => ({
              name: card.querySelector('h3 bdi').textContent,
              facts: Array.from(card.querySelectorAll('dl:not(.words) dt')).map(what =>
                [what.textContent, what.nextElementSibling.textContent])}))""";

    private static final Pattern SAID =
            Pattern.compile("([\\d.,]+)(?:\u00a0%)?(?: \\(([\\d.]+) to ([\\d.]+)\\))?(?:, n\u00a0=\u00a0([\\d,]+))?"
                    + "( \\(amounts of all, no sample\\))?");

    private final Map<String, JsonNode> files = new HashMap<>();
    private final Map<String, Map<String, Fact>> cards = new LinkedHashMap<>();

    /** By date, customers and amounts of each segment, as far as movement has them. */
    private final Map<String, Map<String, Double>> sizes = new TreeMap<>();

    private final Map<String, Map<String, Double>> amounts = new TreeMap<>();
    private final boolean dated;

    /** Of files by their names without an ending. */
    FilesAsCards(Map<String, Path> paths) {
        paths.forEach((name, path) -> files.put(name, read(path)));
        dated = file("movement").at("/steps/0").has("asOfBefore")
                || file("migration").has("asOfBefore");
        movement();
        JsonNode counted = counted();
        for (JsonNode segment : counted.path("segments")) {
            customers(counted, segment);
        }
        if (counted.isMissingNode()) {
            last(sizes)
                    .forEach((name, size) -> put(
                            name,
                            "Customers, " + lastKey(sizes),
                            new Fact(size, Double.NaN, Double.NaN, Double.NaN, false)));
        }
        String customersAt = counted.isMissingNode() ? lastKey(sizes) : date(counted);
        new ArrayList<>(cards.keySet()).forEach(name -> value(name, customersAt));
    }

    private static JsonNode read(Path path) {
        try {
            return new ObjectMapper().readTree(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode file(String name) {
        return files.getOrDefault(name, MissingNode.getInstance());
    }

    private JsonNode counted() {
        for (String name : List.of("profile", "evidence", "validation")) {
            if (file(name).isObject()) {
                return file(name);
            }
        }
        return MissingNode.getInstance();
    }

    private void movement() {
        List<JsonNode> steps = new ArrayList<>();
        file("movement").path("steps").forEach(steps::add);
        if (file("migration").isObject()) {
            steps.add(file("migration"));
        }
        for (int s = 0; s < steps.size(); s++) {
            JsonNode step = steps.get(s);
            boolean one = file("movement").isMissingNode();
            String before = step.path("asOfBefore").asText(one ? "before" : "file " + (s + 1));
            String after = step.path("asOfAfter").asText(one ? "zafter" : "file " + (s + 2)); // sorts behind before
            JsonNode value = one ? file("value") : step.path("value");
            for (int i = 0; i < step.path("segments").size(); i++) {
                String name = step.path("segments").path(i).asText();
                double from = step.path("leavers").path(i).asDouble()
                        + step.at("/unscored/becameUnscored").path(i).asDouble();
                double to = step.path("entrants").path(i).asDouble()
                        + step.at("/unscored/becameScored").path(i).asDouble();
                for (int j = 0; j < step.path("segments").size(); j++) {
                    from += step.path("counts").path(i).path(j).asDouble();
                    to += step.path("counts").path(j).path(i).asDouble();
                }
                sizes.computeIfAbsent(before, key -> new LinkedHashMap<>()).put(name, from);
                sizes.computeIfAbsent(after, key -> new LinkedHashMap<>()).put(name, to);
            }
            for (JsonNode line : value.path("segments")) {
                String name = line.path("segment").asText();
                amounts.computeIfAbsent(before, key -> new LinkedHashMap<>())
                        .put(name, line.path("opening").doubleValue());
                amounts.computeIfAbsent(after, key -> new LinkedHashMap<>())
                        .put(name, line.path("closing").doubleValue());
            }
        }
    }

    private static <T> String lastKey(Map<String, T> byDate) {
        return byDate.isEmpty() ? "" : new ArrayList<>(byDate.keySet()).get(byDate.size() - 1);
    }

    private static Map<String, Double> last(Map<String, Map<String, Double>> byDate) {
        return byDate.getOrDefault(lastKey(byDate), Map.of());
    }

    /** As it says, or when its segments were as large as they are in it. */
    private String date(JsonNode file) {
        if (file.has("asOf")) {
            return file.path("asOf").asText();
        }
        Map<String, Double> own = new HashMap<>();
        file.path("segments")
                .forEach(segment -> own.put(
                        segment.path("segment").asText(), segment.path("size").asDouble()));
        List<String> same = new ArrayList<>();
        sizes.forEach((date, found) -> {
            if (found.equals(own)) {
                same.add(date);
            }
        });
        return dated && same.size() == 1 ? same.get(0) : "";
    }

    private void put(String name, String what, Fact fact) {
        cards.computeIfAbsent(name, key -> new LinkedHashMap<>()).put(what.replace("zafter", "after"), fact);
    }

    private static String labelled(String what, String date) {
        return date.isEmpty() ? what : what + ", " + date;
    }

    private void customers(JsonNode file, JsonNode segment) {
        String name = segment.path("segment").asText();
        double size = segment.path("size").asDouble();
        put(name, labelled("Customers", date(file)), new Fact(size, Double.NaN, Double.NaN, Double.NaN, false));
        JsonNode share = segment.path("share");
        boolean own = share.isObject();
        JsonNode interval = own ? share : segment.path("shareInterval");
        put(
                name,
                labelled("Share of customers", date(file)),
                new Fact(
                        (own ? share.path("value") : share).doubleValue(),
                        interval.path("lower").asDouble(Double.NaN),
                        interval.path("upper").asDouble(Double.NaN),
                        (own ? share : file).path("customers").asDouble(),
                        false));
    }

    private void value(String name, String customersAt) {
        JsonNode validation = file("validation");
        String validated = validation.isObject() ? date(validation) : "";
        JsonNode card = MissingNode.getInstance();
        for (JsonNode segment : validation.path("segments")) {
            card = segment.path("segment").asText().equals(name) ? segment : card;
        }
        boolean known = card.path("valueShare").isNumber();
        if (amounts.containsKey(customersAt) && !(known && validated.equals(customersAt))) {
            amount(name, customersAt);
        } else if (known) {
            JsonNode interval = card.path("valueShareInterval");
            put(
                    name,
                    labelled("Share of value", validated),
                    new Fact(
                            card.path("valueShare").doubleValue(),
                            interval.path("lower").asDouble(Double.NaN),
                            interval.path("upper").asDouble(Double.NaN),
                            validation.path("customers").asDouble(),
                            false));
        } else if (!amounts.isEmpty()) {
            amount(name, lastKey(amounts));
        }
    }

    private void amount(String name, String date) {
        Map<String, Double> all = amounts.get(date);
        double sum = all.values().stream().mapToDouble(Double::doubleValue).sum();
        put(name, "Share of value, " + date, new Fact(all.get(name) / sum, Double.NaN, Double.NaN, Double.NaN, true));
    }

    /**
     * Fails unless the cards of the page that is open have these facts and no others, in this order.
     *
     * @return how many were compared
     */
    int assertShown(Browser browser) {
        int facts = 0;
        List<String> names = new ArrayList<>();
        for (JsonNode card : browser.run(FACTS)) {
            String name = card.path("name").asText();
            names.add(name);
            Map<String, String> shown = new LinkedHashMap<>();
            card.path("facts")
                    .forEach(fact ->
                            shown.put(fact.path(0).asText(), fact.path(1).asText()));
            assertThat(shown.keySet())
                    .as(name)
                    .containsExactlyElementsOf(cards.get(name).keySet());
            shown.forEach((what, text) -> assertSame(
                    name + ", " + what + ": " + text,
                    text,
                    what,
                    cards.get(name).get(what)));
            facts += shown.size();
        }
        assertThat(names).containsExactlyInAnyOrderElementsOf(cards.keySet());
        return facts;
    }

    private static void assertSame(String where, String text, String what, Fact fact) {
        Matcher said = SAID.matcher(text);
        assertThat(said.matches()).as(where).isTrue();
        double unit = what.startsWith("Share") ? 100 : 1;
        assertThat(text.contains("%")).as(where).isEqualTo(unit == 100);
        ShownTables.assertReads(where, said.group(1), unit * fact.value());
        assertReads(where, said.group(2), unit * fact.lower());
        assertReads(where, said.group(3), unit * fact.upper());
        assertReads(where, said.group(4), fact.customers());
        assertThat(said.group(5) != null).as(where).isEqualTo(fact.ofAmounts());
    }

    private static void assertReads(String where, String text, double number) {
        assertThat(text == null).as(where).isEqualTo(Double.isNaN(number));
        if (text != null) {
            ShownTables.assertReads(where, text, number);
        }
    }
}
