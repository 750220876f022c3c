package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the tables of a report have to say, read from the files of the commands by code that shares nothing with the report: rows
 * of texts, numbers, shares and intervals, by the id of the figure, or of the part for a table without a picture.
 */
final class FilesAsTables {

    /** A number that is shown in percent. */
    record Share(double value) {}

    /** A number that is shown without all of its digits. */
    record Rounded(double value) {}

    /** Two numbers that are shown without all of their digits; in percent if they are of a share. */
    record Interval(double lower, double upper, boolean ofShare) {}

    /** A share of which only the upper end is told, in words and percent. */
    record AtMost(double upper) {}

    static final String NONE = "\u2013";

    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_EVEN);

    /** Codes of the files of these tests; what all of them are called, ReasonWordsTest says. */
    private static final Map<String, String> WORDS = Map.of(
            "BY_RULE", "segments were made by a rule",
            "NO_OBSERVATIONS", "nobody, or too few customers, to compute it from");

    private static final double[] BOX = {0.05, 0.25, 0.5, 0.75, 0.95};

    private static final String[] BRIDGE = {
        "opening", "acquired", "lost", "movedIn", "movedOut", "changeOfMovers", "changeOfStayers", "closing"
    };

    private static final String[] INDICES = {
        "praisShorrocks: Prais\u2013Shorrocks",
        "shareMoved: share of customers who moved",
        "unconditionalLeaving: Bartholomew, leaving in the long run",
        "groupMobility: group mobility",
        "jafrySchuermann: Jafry\u2013Schuermann",
        "determinant: Shorrocks, determinant",
        "determinantRoot: determinant, by segments",
        "secondEigenvalue: second eigenvalue",
        "eigenvalueSum: sum of eigenvalues",
        "entropyRate: entropy rate, in nats",
        "immobilityRatio: mean chance of staying",
        "halfLife: half-life of differences"
    };

    private final Map<String, JsonNode> files = new TreeMap<>();
    private final Map<String, List<List<Object>>> tables = new LinkedHashMap<>();
    private final Map<String, List<List<Object>>> ofNobody = new LinkedHashMap<>();
    private final List<JsonNode> steps = new ArrayList<>();
    private final JsonNode pooled;

    /** Of files by their names without an ending, each of the folder that is said. */
    FilesAsTables(Map<String, Path> paths) {
        paths.forEach((name, path) -> files.put(name, read(path)));
        JsonNode movement = file("movement");
        movement.path("steps").forEach(steps::add);
        if (steps.isEmpty() && files.containsKey("migration")) {
            steps.add(file("migration"));
        }
        pooled = movement.has("pooled") ? movement.path("pooled") : file("migration");
        profiles();
        sizes();
        value();
        moves();
        direction();
        noise();
        bridge();
        mobility();
        drift();
        choice();
        silhouette();
        centers();
        tables.values().removeIf(List::isEmpty);
    }

    private static JsonNode read(Path path) {
        try {
            return new ObjectMapper().readTree(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of each table, in any order. */
    Map<String, List<List<Object>>> tables() {
        return tables;
    }

    /** Rows of flows of nobody, which are shown only where it is hidden that they are. */
    List<List<Object>> ofNobody(String table) {
        return ofNobody.getOrDefault(table, List.of());
    }

    /** Indices of mobility with two digits, since more of them would tell what is hidden of the flows; but the share who moved. */
    FilesAsTables withTwoDigitsOfMobility() {
        tables.get("mobility")
                .replaceAll(row -> row.get(0).equals("share of customers who moved")
                        ? row
                        : row.stream()
                                .limit(row.size() - 1)
                                .map(FilesAsTables::twoDigits)
                                .collect(Collectors.collectingAndThen(Collectors.toList(), few -> {
                                    few.add(row.get(row.size() - 1));
                                    return few;
                                })));
        return this;
    }

    private static Object twoDigits(Object cell) {
        if (cell instanceof Double number) {
            return twoDigits(number.doubleValue());
        }
        return cell instanceof Interval interval
                ? new Interval(twoDigits(interval.lower()), twoDigits(interval.upper()), interval.ofShare())
                : cell;
    }

    private static double twoDigits(double number) {
        return Double.isNaN(number)
                ? number
                : new BigDecimal(number).round(TWO_DIGITS).doubleValue();
    }

    /** A file; missing if there is none. */
    JsonNode file(String name) {
        return files.getOrDefault(name, MissingNode.getInstance());
    }

    private void row(String table, Object... cells) {
        tables.computeIfAbsent(table, key -> new ArrayList<>()).add(List.of(cells));
    }

    private void nobody(String table, Object... cells) {
        ofNobody.computeIfAbsent(table, key -> new ArrayList<>()).add(List.of(cells));
    }

    private static Object number(JsonNode of) {
        return of.isNumber() ? (Object) of.doubleValue() : "undefined";
    }

    private static Object share(JsonNode of) {
        return of.isNumber() ? new Share(of.doubleValue()) : (Object) "undefined";
    }

    private static String why(JsonNode reason) {
        return "undefined: " + words(reason);
    }

    private static String words(JsonNode reason) {
        String code = reason.asText();
        if (!WORDS.containsKey(code)) {
            throw new AssertionError("no words of " + code);
        }
        return WORDS.get(code);
    }

    /** A number, or the reason beside it. */
    private static Object reasoned(JsonNode object, String key) {
        return object.path(key).isNumber() ? number(object.path(key)) : why(object.path(key + "Undefined"));
    }

    private static Object reasonedShare(JsonNode object, String key) {
        return object.path(key).isNumber() ? share(object.path(key)) : why(object.path(key + "Undefined"));
    }

    private static Object interval(JsonNode of, boolean isShare) {
        if (of.path("lower").isNumber() && of.path("lower").equals(of.path("upper"))) {
            return "none: exact, or all draws alike";
        }
        return of.path("lower").isNumber() || of.path("upper").isNumber()
                ? new Interval(
                        of.path("lower").asDouble(Double.NaN), of.path("upper").asDouble(Double.NaN), isShare)
                : NONE;
    }

    private static Object customers(JsonNode of) {
        return of.path("customers").isNumber() ? (Object) of.path("customers").doubleValue() : NONE;
    }

    private static double quantile(JsonNode quantiles, double p) {
        for (JsonNode one : quantiles) {
            if (one.path("p").doubleValue() == p) {
                return one.path("value").doubleValue();
            }
        }
        throw new AssertionError("no quantile " + p);
    }

    /** Columns of profile.json, and those that evidence.json has besides. */
    private void profiles() {
        List<String> known = new ArrayList<>();
        for (String name : List.of("profile", "evidence")) {
            List<String> seen = new ArrayList<>();
            for (JsonNode column : file(name).path("total").path("numeric")) {
                seen.add(column.path("column").asText());
                if (!known.contains(column.path("column").asText())) {
                    box("all", column);
                }
            }
            int s = 0;
            for (JsonNode segment : file(name).path("segments")) {
                numeric(segment, known);
                for (JsonNode histogram : file(name).path("histograms")) {
                    if (!known.contains(histogram.path("column").asText())) {
                        histogram(segment, histogram, histogram.path("counts").path(s));
                    }
                }
                levels(segment, known);
                s++;
            }
            known.addAll(seen);
        }
    }

    private void numeric(JsonNode segment, List<String> known) {
        for (JsonNode column : segment.path("numeric")) {
            if (!known.contains(column.path("column").asText())) {
                row(
                        "profile-index",
                        segment.path("segment").asText(),
                        column.path("column").asText(),
                        number(column.path("mean")),
                        number(column.path("totalMean")),
                        reasoned(column.path("index"), "value"),
                        interval(column.path("index"), false),
                        number(column.path("count")),
                        number(column.path("missing")));
                box(segment.path("segment").asText(), column);
            }
        }
    }

    private void box(String who, JsonNode column) {
        List<Object> row = new ArrayList<>(List.of(who, column.path("column").asText()));
        row.add(column.path("count").isNumber() ? column.path("count").doubleValue() : NONE);
        for (double p : BOX) {
            row.add(quantile(column.path("quantiles"), p));
        }
        row("profile-boxes", row.toArray());
    }

    private void histogram(JsonNode segment, JsonNode histogram, JsonNode counts) {
        double all = Double.NaN;
        for (JsonNode column : segment.path("numeric")) {
            if (column.path("column").equals(histogram.path("column"))) {
                all = column.path("count").doubleValue();
            }
        }
        int bins = histogram.path("edges").size() - 1;
        for (int bin = 0; bin < bins; bin++) {
            row(
                    "profile-histograms",
                    segment.path("segment").asText(),
                    histogram.path("column").asText(),
                    bin == 0
                            ? "\u2212\u221e"
                            : new Rounded(histogram.path("edges").path(bin).doubleValue()),
                    bin == bins - 1
                            ? "\u221e"
                            : new Rounded(histogram.path("edges").path(bin + 1).doubleValue()),
                    counts.path(bin).doubleValue(),
                    new Share(counts.path(bin).doubleValue() / all));
        }
    }

    private void levels(JsonNode segment, List<String> known) {
        for (JsonNode level : segment.path("levels")) {
            if (!known.contains(level.path("column").asText())) {
                row(
                        "profile-levels",
                        segment.path("segment").asText(),
                        level.path("column").asText(),
                        level.path("level").asText(),
                        number(level.path("count")),
                        reasonedShare(level.path("share"), "value"),
                        interval(level.path("share"), true),
                        share(level.path("totalShare")),
                        reasoned(level.path("index"), "value"),
                        interval(level.path("index"), false));
            }
        }
    }

    private String before(JsonNode step) {
        return step.path("asOfBefore").asText(isOne() ? "before" : "file " + (steps.indexOf(step) + 1));
    }

    private String after(JsonNode step) {
        return step.path("asOfAfter").asText(isOne() ? "after" : "file " + (steps.indexOf(step) + 2));
    }

    private boolean isOne() {
        return file("movement").isMissingNode();
    }

    private void sizes() {
        for (JsonNode date : file("movement").path("dates")) {
            sizes(date.path("asOf").asText("file " + date.path("file").asText()), date.path("sizes"));
        }
        if (tables.containsKey("sizes")) {
            return;
        }
        for (JsonNode step : steps) {
            sizes(before(step), sums(step, true));
            sizes(after(step), sums(step, false));
        }
        if (steps.isEmpty()) {
            for (JsonNode segment : file("profile").path("segments")) {
                row(
                        "sizes",
                        segment.path("segment").asText(),
                        number(segment.path("size")),
                        reasonedShare(segment.path("share"), "value"),
                        interval(segment.path("share"), true));
            }
        }
    }

    private void sizes(String date, JsonNode sizes) {
        double all = 0;
        for (JsonNode size : sizes) {
            all += size.doubleValue();
        }
        for (Map.Entry<String, JsonNode> size : sizes.properties()) {
            row(
                    "sizes",
                    size.getKey(),
                    date,
                    size.getValue().doubleValue(),
                    new Share(size.getValue().doubleValue() / all));
        }
    }

    /** Those in a segment before are in one after, left, or lost theirs; and the other way around. */
    private static JsonNode sums(JsonNode step, boolean isBefore) {
        Map<String, Double> sums = new LinkedHashMap<>();
        JsonNode names = step.path("segments");
        for (int i = 0; i < names.size(); i++) {
            JsonNode unscored = step.path("unscored");
            double sum = step.path(isBefore ? "leavers" : "entrants").path(i).asDouble()
                    + unscored.path(isBefore ? "becameUnscored" : "becameScored")
                            .path(i)
                            .asDouble();
            for (int j = 0; j < names.size(); j++) {
                JsonNode counts = step.path("counts");
                sum += (isBefore ? counts.path(i).path(j) : counts.path(j).path(i)).asDouble();
            }
            sums.put(names.path(i).asText(), sum);
        }
        return new ObjectMapper().valueToTree(sums);
    }

    private JsonNode value(JsonNode step) {
        return step.has("value") ? step.path("value") : file("value");
    }

    private void value() {
        for (int s = 0; s < steps.size(); s++) {
            JsonNode step = steps.get(s);
            for (JsonNode line : value(step).path("segments")) {
                if (s == 0) {
                    row("value-over-time", line.path("segment").asText(), before(step), number(line.path("opening")));
                }
                row("value-over-time", line.path("segment").asText(), after(step), number(line.path("closing")));
            }
        }
    }

    /** Who is in no segment, in brackets if there is a segment of that name. */
    private static String unlike(String words, JsonNode names) {
        for (JsonNode name : names) {
            if (name.asText().equalsIgnoreCase(words)) {
                return "(" + words + ")";
            }
        }
        return words;
    }

    private void moves() {
        for (JsonNode step : steps) {
            String when = before(step) + " to " + after(step);
            JsonNode names = step.path("segments");
            JsonNode unscored = step.path("unscored");
            String entered = unlike("new", names);
            String left = unlike("left", names);
            String without = unlike("without a segment", names);
            for (int i = 0; i < names.size(); i++) {
                String name = names.path(i).asText();
                for (int j = 0; j < names.size(); j++) {
                    flow(
                            name,
                            when,
                            names.path(j).asText(),
                            step.path("counts").path(i).path(j));
                }
                flow(name, when, left, step.path("leavers").path(i));
                flow(entered, when, name, step.path("entrants").path(i));
                flow(name, when, without, unscored.path("becameUnscored").path(i));
                flow(without, when, name, unscored.path("becameScored").path(i));
            }
            flow(entered, when, without, unscored.path("entered"));
            flow(without, when, without, unscored.path("stayed"));
            flow(without, when, left, unscored.path("left"));
        }
        JsonNode names = pooled.path("segments");
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < names.size(); j++) {
                JsonNode share = pooled.path("probabilities").path(i).path(j);
                double of = 0;
                for (JsonNode count : pooled.path("counts").path(i)) {
                    of += count.doubleValue();
                }
                row(
                        "matrix",
                        names.path(i).asText(),
                        names.path(j).asText(),
                        number(pooled.path("counts").path(i).path(j)),
                        of,
                        share.isNumber() ? new Share(share.doubleValue()) : "undefined: nobody was there at both dates",
                        interval(pooled.path("intervals").path(i).path(j), true));
            }
        }
    }

    private void flow(String from, String when, String to, JsonNode count) {
        if (count.doubleValue() > 0) {
            row("flows", from, when, to, count.doubleValue());
        } else {
            nobody("flows", from, when, to, 0.0);
        }
    }

    private void noise() {
        if (pooled.has("noise")) {
            seenToMove();
            row("noise", "noise floor", share(pooled.path("noise").path("floor")), NONE, followed());
            truly(pooled.path("noise"));
        } else if (file("movement").has("truth")) {
            JsonNode truth = file("movement").path("truth");
            seenToMove();
            noise("noise floor", truth.path("floor"));
            noise("truly changed", truth.path("changed"));
            noise("true moves", truth.path("trueMoves"));
            noise("true, but seen late", truth.path("lateMoves"));
            noise("nothing behind them", truth.path("apparentMoves"));
        }
    }

    /** Where the file has no estimate of it, the index of mobility, of who was at both dates. */
    private void seenToMove() {
        if (pooled.has("moved")) {
            JsonNode moved = pooled.path("moved");
            row("noise", "seen to move", reasonedShare(moved, "value"), interval(moved, true), followed());
        } else {
            row(
                    "noise",
                    "seen to move",
                    share(pooled.path("mobility").path("shareMoved")),
                    interval(pooled.path("mobilityIntervals").path("shareMoved"), true),
                    followed());
        }
    }

    /** Who was there at both dates, once in each step. */
    private double followed() {
        return pooled.path("stayers").doubleValue() + pooled.path("movers").doubleValue();
    }

    /** Without bias, which the interval is of, too; no number that the interval says may be nobody. */
    private void truly(JsonNode noise) {
        JsonNode corrected = noise.path("corrected");
        Object told;
        Object interval = NONE;
        if (!corrected.path("lower").isNumber() || !corrected.path("upper").isNumber()) {
            told = "undefined: the typing error leaves it open";
        } else if (noise.path("overstated").booleanValue()) {
            told = "undefined: the typing error given is larger than the counts allow";
        } else {
            interval = interval(corrected, true);
            told = corrected.path("lower").doubleValue() > 0
                    ? new Share(Math.min(1, noise.path("movedUnbiased").doubleValue()))
                    : new AtMost(corrected.path("upper").doubleValue());
        }
        row("noise", "truly moved", told, interval, followed());
    }

    private void noise(String what, JsonNode estimate) {
        row("noise", what, reasonedShare(estimate, "value"), interval(estimate, true), customers(estimate));
    }

    private void direction() {
        JsonNode direction = pooled.path("direction");
        if (direction.isObject()) {
            for (String way : List.of("up", "down")) {
                row(
                        "direction",
                        "went " + way,
                        reasonedShare(direction, way + "Rate"),
                        interval(direction.path("intervals").path(way + "Rate"), true),
                        followed(),
                        steps.size() > 1 ? "customer steps" : "customers");
            }
        }
        JsonNode back = file("movement").path("flicker").path("share");
        if (back.isObject()) {
            row(
                    "direction",
                    "taken back in the next step",
                    reasonedShare(back, "value"),
                    interval(back, true),
                    customers(back),
                    "moves");
        }
    }

    private void bridge() {
        if (!steps.isEmpty()) {
            JsonNode value = value(steps.get(steps.size() - 1));
            value.path("segments").forEach(line -> bridge(line.path("segment").asText(), line));
            if (value.has("total")) {
                bridge("all", value.path("total"));
            }
        }
    }

    private void bridge(String who, JsonNode line) {
        List<Object> row = new ArrayList<>(List.of(who));
        for (String item : BRIDGE) {
            row.add(number(line.path(item)));
        }
        row("bridge", row.toArray());
    }

    private void mobility() {
        if (pooled.has("mobility")) {
            for (String index : INDICES) {
                String key = index.substring(0, index.indexOf(':'));
                String scale = switch (key) {
                    case "immobilityRatio" -> "1: nobody moves";
                    case "halfLife" -> "steps; the more, the less customers move";
                    default -> "0: nobody moves";
                };
                JsonNode intervals = pooled.path("mobilityIntervals");
                Object interval = interval(intervals.path(key), false);
                if (intervals.has(key + "Undefined") || pooled.has("mobilityIntervalsUndefined")) {
                    interval = "none: "
                            + words(
                                    intervals.has(key + "Undefined")
                                            ? intervals.path(key + "Undefined")
                                            : pooled.path("mobilityIntervalsUndefined"));
                }
                boolean moved = key.equals("shareMoved") && pooled.has("moved");
                row(
                        "mobility",
                        index.substring(index.indexOf(':') + 2),
                        scale,
                        moved ? reasoned(pooled.path("moved"), "value") : reasoned(pooled.path("mobility"), key),
                        moved ? interval(pooled.path("moved"), false) : interval,
                        followed());
            }
        }
    }

    private void drift() {
        for (JsonNode finding : file("movement").path("refresh").path("findings")) {
            row(
                    "drift",
                    finding.path("signal").asText(),
                    finding.path("of").asText().equals("definitions") ? "definitions" : "sizes and moves",
                    number(finding.path("value")),
                    number(finding.path("watchAt")),
                    number(finding.path("refreshAt")),
                    number(finding.path("adjustedP")),
                    reasoned(finding, "visibleFrom"),
                    finding.path("verdict").asText(),
                    finding.path("evidence").asText());
        }
    }

    private void choice() {
        JsonNode selection = file("selection");
        for (JsonNode criterion : selection.path("criteria")) {
            for (JsonNode score : criterion.path("scores")) {
                row(
                        "criteria",
                        criterion.path("title").asText(),
                        number(score.path("segments")),
                        reasoned(score, "value"),
                        interval(score, false),
                        customers(score),
                        criterion.path("better").asText(),
                        criterion.has("pick") && criterion.path("pick").isNumber()
                                ? criterion.path("pick").asText()
                                : "none: " + words(criterion.path("pickUndefined")));
            }
        }
        for (JsonNode solution : selection.path("stability")) {
            for (JsonNode segment : solution.path("each")) {
                row(
                        "stability",
                        solution.path("segments").asText(),
                        "segment " + segment.path("segment").asText(),
                        reasoned(segment.path("jaccard"), "value"),
                        interval(segment.path("jaccard"), false),
                        customers(segment.path("jaccard")));
            }
        }
        for (JsonNode step : selection.path("acrossSolutions")) {
            for (int i = 0; i < step.path("flows").size(); i++) {
                for (int j = 0; j < step.path("flows").path(i).size(); j++) {
                    double count = step.path("flows").path(i).path(j).doubleValue();
                    Object[] row = {
                        step.path("from").asText(),
                        "segment " + i,
                        "segment " + j,
                        count,
                        number(step.path("stability").path(j))
                    };
                    if (count > 0) {
                        row("origins", row);
                    } else {
                        nobody("origins", row);
                    }
                }
            }
        }
    }

    private void silhouette() {
        for (JsonNode segment : file("validation").path("silhouette").path("segments")) {
            row(
                    "silhouette",
                    segment.path("segment").asText(),
                    reasoned(segment.path("mean"), "value"),
                    interval(segment.path("mean"), false),
                    number(segment.path("customers")),
                    reasonedShare(segment.path("negative"), "value"),
                    interval(segment.path("negative"), true),
                    quantile(segment.path("quantiles"), 0.05),
                    quantile(segment.path("quantiles"), 0.25),
                    quantile(segment.path("quantiles"), 0.5),
                    quantile(segment.path("quantiles"), 0.75),
                    quantile(segment.path("quantiles"), 0.95));
        }
    }

    private void centers() {
        JsonNode made = file("segmentation");
        for (int s = 0; s < made.path("centers").size(); s++) {
            List<Object> row = new ArrayList<>();
            row.add(made.path("names").path(s).asText(Integer.toString(s)));
            for (JsonNode cell : made.path("centers").path(s)) {
                row.add(cell.isTextual() ? cell.asText() : number(cell));
            }
            row("method", row.toArray());
        }
    }
}
