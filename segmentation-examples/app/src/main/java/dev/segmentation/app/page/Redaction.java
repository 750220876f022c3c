package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.metrics.disclosure.CellSuppression;
import dev.segmentation.metrics.disclosure.SuppressedTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * What a page may know of the files: numbers that tell on few customers are taken out before anything is made of them, and
 * {@code "hidden": true} stands in their place.
 *
 * <ul>
 *   <li>Counts are tables with totals, and hidden as {@link CellSuppression} does; a line whose total is small is hidden as a
 *       whole.
 *   <li>Whatever is computed from a hidden count goes with it: shares, indices, means of a segment with few known values.
 *   <li>The mean of a column of up to three values says how many have each, so it goes where one of these counts does; and a
 *       mean goes where few customers have another value than the usual one, of whom alone it tells.
 *   <li>Where bins hold a single value each, at least four are hidden, and intervals of the column are rounded outwards: mean,
 *       spread and quantiles between two values would tell them together.
 *   <li>A quantile is shown if there are enough customers on both sides of it.
 * </ul>
 */
final class Redaction {

    private static final String HIDDEN = "hidden";

    /** Of which intervals have few digits. */
    private static final String COARSE = "coarse";

    /** So many counts of single values cannot be told from their number, mean and spread. */
    private static final int LEAST_HIDDEN_VALUES = 4;

    private final CellSuppression rule;
    private final Segments segments;
    private final boolean[] hidden;
    private boolean hidesAll;

    /** By the sizes of segments, which are told in several files. */
    Redaction(CellSuppression rule, Segments segments, ReportFiles files) {
        this.rule = rule;
        this.segments = segments;
        this.hidden = new boolean[segments.count()];
        hideSizes(files.profile().path("segments"));
        hideSizes(files.get("validation.json").path("segments"));
        JsonNode sizes = files.get("segmentation.json").path("sizes");
        if (sizes.size() == segments.count()) {
            hideSizes(IntStream.range(0, sizes.size()).toArray(), longs(sizes));
        }
    }

    private void hideSizes(JsonNode sized) {
        if (sized.size() > 0) {
            hideSizes(numbers(sized), longs(sized, "size"));
        }
    }

    private void hideSizes(int[] numbers, long... sizes) {
        SuppressedTable shown = rule.list(sizes);
        hidesAll |= shown.hidesTotals();
        for (int i = 0; i < sizes.length; i++) {
            hidden[numbers[i]] |= shown.isHidden(0, i);
        }
    }

    /** Whether there are so few customers that nothing may be said of all of them together. */
    boolean hidesAll() {
        return hidesAll;
    }

    boolean isHidden(int segment) {
        return segment >= 0 && hidden[segment];
    }

    static boolean isHidden(JsonNode node) {
        return node.path(HIDDEN).asBoolean();
    }

    // ---- tables

    /** A list of counts that is told with its sum. */
    boolean[] hiddenOf(long... counts) {
        SuppressedTable shown = rule.list(counts);
        boolean[] cells = new boolean[counts.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = shown.isHidden(0, i);
        }
        return cells;
    }

    /** A table that is told with its totals, of which no line may be told if its total is small. */
    boolean[][] hiddenOf(long[][] counts) {
        boolean[] rows = hiddenOf(sums(counts));
        boolean[] columns = hiddenOf(sums(transposed(counts)));
        return withLines(rule.table(counts), rows, columns);
    }

    /** The same of a table in which nobody can be in some cells, and of which further sums are told. */
    SuppressedTable tableOf(
            long[][] counts, BiPredicate<Integer, Integer> isPossible, List<BiPredicate<Integer, Integer>> sums) {
        return rule.table(counts, isPossible, sums);
    }

    /** What is hidden of a table itself, and of lines. */
    static boolean[][] withLines(SuppressedTable table, boolean[] rows, boolean[] columns) {
        boolean[][] cells = new boolean[table.rowCount()][table.columnCount()];
        for (int i = 0; i < cells.length; i++) {
            for (int j = 0; j < cells[i].length; j++) {
                cells[i][j] = table.isHidden(i, j) || rows[i] || columns[j];
            }
        }
        return cells;
    }

    static long[] sums(long[][] counts) {
        return Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray();
    }

    static long[][] transposed(long[][] counts) {
        long[][] columns = new long[counts[0].length][counts.length];
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                columns[j][i] = counts[i][j];
            }
        }
        return columns;
    }

    // ---- files

    /** A profile, as {@code profile.json} has it. */
    JsonNode profile(JsonNode file) {
        if (!file.isObject()) {
            return file;
        }
        ObjectNode profile = file.deepCopy();
        List<ObjectNode> rows = objects(profile.path("segments"));
        Map<String, ObjectNode> totals = byColumn(profile.path("total").path("numeric"));
        Map<String, ObjectNode> histograms = byColumn(profile.path("histograms"));
        Map<String, List<ObjectNode[]>> numeric = cells(rows, "numeric");
        numeric.forEach((column, cells) -> {
            Optional<ObjectNode> histogram = Optional.ofNullable(histograms.get(column))
                    .filter(found -> found.path("counts").size() == rows.size() && cells.size() == rows.size());
            numeric(cells, Optional.ofNullable(totals.get(column)), histogram);
        });
        cells(rows, "levels").values().forEach(this::levels);
        for (ObjectNode row : rows) {
            if (isHidden(number(row))) {
                row.retain("segment", "numeric", "levels").put(HIDDEN, true);
            }
        }
        return profile;
    }

    /** A column: pairs of a segment and what it has there. */
    private void numeric(List<ObjectNode[]> cells, Optional<ObjectNode> total, Optional<ObjectNode> histogram) {
        long[] known = longs(cells.stream().map(cell -> cell[1]).toList(), "count");
        boolean[] gone = hiddenOf(known);
        boolean[] ofValues = histogram.map(found -> fewValues(cells, found)).orElse(new boolean[known.length]);
        boolean[] ofUnusual = histogram
                .map(found -> longs(found.path("unusual")))
                .filter(unusual -> unusual.length == known.length)
                .map(this::hiddenOf)
                .orElse(new boolean[known.length]);
        boolean single = histogram.map(Redaction::isOfWholeNumbers).orElse(false);
        boolean anyFew = false;
        for (int i = 0; i < known.length; i++) {
            gone[i] |= ofValues[i] || ofUnusual[i] || isHidden(number(cells.get(i)[0]));
            if (gone[i]) {
                cells.get(i)[1].retain("column", "forming").put(HIDDEN, true);
            } else {
                quantiles(cells.get(i)[1].path("quantiles"), known[i]);
                anyFew |= single && hidesBins(histogram.get().path("counts").path(i));
            }
        }
        total.ifPresent(
                all -> quantiles(all.path("quantiles"), Arrays.stream(known).sum()));
        if (anyFew) { // of the others, too: the spread of one is that of all without them
            cells.forEach(cell -> coarse(cell[1]));
            total.ifPresent(Redaction::coarse);
        }
        histogram.ifPresent(found -> {
            for (int i = 0; i < known.length; i++) {
                bins((ArrayNode) found.path("counts").path(i), gone[i], single);
            }
            found.remove(List.of("valueCounts", "unusual"));
        });
    }

    /** In which segments a count of a value is hidden, of a column that has few. */
    private boolean[] fewValues(List<ObjectNode[]> cells, JsonNode histogram) {
        boolean[] gone = new boolean[cells.size()];
        JsonNode counts = histogram.path("valueCounts");
        int[] shown = IntStream.range(0, gone.length)
                .filter(i -> !isHidden(number(cells.get(i)[0])))
                .toArray();
        if (counts.size() == gone.length && shown.length > 0 && !counts.path(0).isEmpty()) { // somebody has a value
            long[][] table = new long[shown.length][];
            Arrays.setAll(table, i -> longs(counts.path(shown[i])));
            boolean[][] few = hiddenOf(table);
            for (int i = 0; i < shown.length; i++) {
                for (boolean cell : few[i]) {
                    gone[shown[i]] |= cell;
                }
            }
        }
        return gone;
    }

    /** Whether each inner bin is of one whole number. */
    private static boolean isOfWholeNumbers(JsonNode histogram) {
        JsonNode edges = histogram.path("edges");
        int from = histogram.path("openBelow").asBoolean() ? 1 : 0;
        int to = edges.size() - (histogram.path("openAbove").asBoolean() ? 2 : 1);
        boolean whole = to > from && histogram.path("wholeNumbers").asBoolean(true);
        for (int i = from; i < to; i++) {
            double edge = edges.path(i).doubleValue();
            whole &= edge == Math.rint(edge) && edges.path(i + 1).doubleValue() - edge == 1;
        }
        return whole;
    }

    private boolean hidesBins(JsonNode counts) {
        return counts.size() > 0 && IntStream.range(0, counts.size()).anyMatch(asHidden(hiddenOf(longs(counts))));
    }

    private static IntPredicate asHidden(boolean... hidden) {
        return i -> hidden[i];
    }

    /** So that counts of single values do not follow from spread and quantiles. */
    private static void coarse(ObjectNode column) {
        column.put(COARSE, true);
        for (String key : List.of("index", "difference")) {
            if (column.path(key) instanceof ObjectNode estimate) {
                widen(estimate);
            }
        }
        for (ObjectNode quantile : objects(column.path("quantiles"))) {
            double value = quantile.path("value").doubleValue();
            if (value != Math.rint(value)) { // says how many are on each side
                quantile.retain("p").put(HIDDEN, true);
            }
        }
    }

    /** Rounds an interval outwards, to steps of at least a tenth of half its width. */
    private static void widen(ObjectNode estimate) {
        double lower = estimate.path("lower").asDouble(Double.NaN);
        double upper = estimate.path("upper").asDouble(Double.NaN);
        double half = (upper - lower) / 2;
        if (half > 0 && Double.isFinite(half)) {
            BigDecimal leading = new BigDecimal(half).round(new MathContext(1, RoundingMode.DOWN));
            int digit = leading.unscaledValue().intValue();
            BigDecimal step =
                    new BigDecimal(digit == 1 ? "0.2" : digit < 5 ? "0.5" : "1").scaleByPowerOfTen(-leading.scale());
            estimate.put("lower", toStep(lower, step, RoundingMode.FLOOR));
            estimate.put("upper", toStep(upper, step, RoundingMode.CEILING));
        }
    }

    private static double toStep(double value, BigDecimal step, RoundingMode direction) {
        return new BigDecimal(value).divide(step, 0, direction).multiply(step).doubleValue();
    }

    private void bins(ArrayNode counts, boolean all, boolean single) {
        long[] bins = longs(counts);
        if (bins.length == 0) {
            return;
        }
        boolean[] gone = hiddenOf(bins);
        long hiding = IntStream.range(0, bins.length).filter(b -> gone[b]).count();
        if (single && hiding > 0) {
            IntStream.range(0, bins.length)
                    .boxed()
                    .filter(b -> !gone[b] && bins[b] > 0)
                    .sorted(Comparator.comparingLong(b -> bins[b]))
                    .limit(Math.max(0, LEAST_HIDDEN_VALUES - hiding))
                    .toList()
                    .forEach(b -> gone[b] = true);
        }
        boolean few = single
                && hiding > 0
                && IntStream.range(0, bins.length).filter(b -> gone[b]).count() < LEAST_HIDDEN_VALUES;
        if (all || few) {
            Arrays.fill(gone, true);
        }
        for (int b = 0; b < bins.length; b++) {
            if (gone[b]) {
                counts.setNull(b);
            }
        }
    }

    /** Hides those with few customers on one side. */
    private void quantiles(JsonNode quantiles, long customers) {
        for (JsonNode quantile : quantiles) {
            double p = quantile.path("p").doubleValue();
            if (customers > 0 && customers * Math.min(p, 1 - p) < rule.leastCustomers() && rule.leastCustomers() > 1) {
                ((ObjectNode) quantile).retain("p").put(HIDDEN, true);
            }
        }
    }

    /** A column: pairs of a segment and a level that it has. */
    private void levels(List<ObjectNode[]> pairs) {
        List<String> rows = pairs.stream()
                .filter(pair -> !isHidden(number(pair[0])))
                .map(pair -> pair[0].path("segment").asText())
                .distinct()
                .toList();
        List<String> levels = pairs.stream()
                .map(pair -> pair[1].path("level").asText())
                .distinct()
                .toList();
        long[][] counts = new long[rows.size()][levels.size()];
        for (ObjectNode[] pair : pairs) {
            int row = rows.indexOf(pair[0].path("segment").asText());
            if (row >= 0) {
                counts[row][levels.indexOf(pair[1].path("level").asText())] =
                        pair[1].path("count").asLong();
            }
        }
        boolean[][] cells = rows.isEmpty() ? new boolean[0][] : hiddenOf(counts);
        for (ObjectNode[] pair : pairs) {
            int row = rows.indexOf(pair[0].path("segment").asText());
            if (row < 0 || cells[row][levels.indexOf(pair[1].path("level").asText())]) {
                pair[1].retain("column", "level", "forming").put(HIDDEN, true);
            }
        }
    }

    /** Cards and silhouettes, as {@code validation.json} has them. */
    JsonNode validation(JsonNode file, JsonNode redactedProfile) {
        if (!file.isObject()) {
            return file;
        }
        ObjectNode validation = file.deepCopy();
        List<ObjectNode> cards = objects(validation.path("segments"));
        if (cards.stream().allMatch(card -> card.has("valueContributors")) && !cards.isEmpty()) {
            boolean[] few = hiddenOf(longs(cards, "valueContributors"));
            for (int i = 0; i < few.length; i++) {
                cards.get(i).remove("valueContributors");
                if (few[i]) {
                    hideShareOfValue(cards.get(i));
                }
            }
        }
        for (ObjectNode card : objects(validation.path("segments"))) {
            if (isHidden(number(card))) {
                card.retain("segment").put(HIDDEN, true);
            }
            JsonNode profile = Elements.find(
                    redactedProfile.path("segments"),
                    "segment",
                    card.path("segment").asText());
            for (JsonNode criterion : card) {
                for (ObjectNode finding : objects(criterion.path("findings"))) {
                    String column = finding.path("subject").asText();
                    JsonNode shown = Elements.find(profile.path("numeric"), "column", column);
                    if (isHidden(shown)) {
                        hideFinding(finding, column);
                    } else if (shown.path(COARSE).asBoolean()) {
                        coarseFinding(finding, column);
                    }
                }
            }
        }
        for (ObjectNode silhouette : objects(validation.path("silhouette").path("segments"))) {
            if (isHidden(number(silhouette))) {
                silhouette.retain("segment").put(HIDDEN, true);
                continue;
            }
            long customers = silhouette.path("customers").asLong();
            quantiles(silhouette.path("quantiles"), customers);
            long below = Math.round(silhouette.path("negative").path("value").asDouble() * customers);
            if (customers > 0 && hiddenOf(below, customers - below)[0]) {
                silhouette.putObject("negative").put(HIDDEN, true);
            }
        }
        return validation;
    }

    /** How far a mean is from that of the others, by an interval of few digits. */
    private static void coarseFinding(ObjectNode finding, String column) {
        if (!(finding.path("evidence") instanceof ObjectNode evidence)
                || !evidence.path("lower").isNumber()
                || !evidence.path("upper").isNumber()) {
            hideFinding(finding, column);
            return;
        }
        widen(evidence);
        finding.put(
                "text",
                "mean " + column + " is "
                        + digits(evidence.path("lower")) + " to " + digits(evidence.path("upper"))
                        + " standard deviations from the others; more digits would tell on few customers, n = "
                        + evidence.path("customers").asLong());
        finding.remove("evidence");
    }

    private static String digits(JsonNode number) {
        return BigDecimal.valueOf(number.doubleValue()).stripTrailingZeros().toPlainString();
    }

    private static void hideFinding(ObjectNode finding, String column) {
        finding.retain("subject", "verdict");
        finding.put("text", column + " is hidden: it would tell on few customers")
                .put(HIDDEN, true);
    }

    private static void hideShareOfValue(ObjectNode card) {
        card.remove("valueShareInterval");
        card.putNull("valueShare").put("valueShareUndefined", HIDDEN);
        for (JsonNode criterion : card) {
            for (ObjectNode finding : objects(criterion.path("findings"))) {
                if (finding.path("subject").asText().equals("value share")) {
                    finding.retain("subject", "verdict")
                            .put("text", "share of value is hidden: it would tell on few customers")
                            .put(HIDDEN, true);
                }
            }
        }
    }

    /** How segments were made, as {@code segmentation.json} says. */
    JsonNode segmentation(JsonNode file) {
        if (!file.isObject() || rule.leastCustomers() == 1) {
            return file;
        }
        ObjectNode made = file.deepCopy();
        if (made.path("algorithmDetails").has("medoidRows")) { // a medoid is a customer
            made.putObject("centers").put(HIDDEN, true);
        }
        made.remove("algorithmDetails"); // numbers of single segments and rules are among them
        return made;
    }

    // ---- JSON

    private int number(JsonNode row) {
        return segments.number(row.path("segment").asText());
    }

    private int[] numbers(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .mapToInt(this::number)
                .toArray();
    }

    private static List<ObjectNode> objects(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .toList();
    }

    private static Map<String, ObjectNode> byColumn(JsonNode array) {
        Map<String, ObjectNode> columns = new LinkedHashMap<>();
        objects(array).forEach(column -> columns.put(column.path("column").asText(), column));
        return columns;
    }

    /** By column, pairs of a segment and what it has in an array. */
    private static Map<String, List<ObjectNode[]>> cells(List<ObjectNode> segments, String key) {
        Map<String, List<ObjectNode[]>> columns = new LinkedHashMap<>();
        for (ObjectNode segment : segments) {
            for (ObjectNode cell : objects(segment.path(key))) {
                columns.computeIfAbsent(cell.path("column").asText(), column -> new ArrayList<>())
                        .add(new ObjectNode[] {segment, cell});
            }
        }
        return columns;
    }

    private static long[] longs(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToLong(number -> Math.round(number.asDouble()))
                .toArray();
    }

    private static long[] longs(Iterable<? extends JsonNode> objects, String key) {
        return StreamSupport.stream(objects.spliterator(), false)
                .mapToLong(object -> Math.round(object.path(key).asDouble()))
                .toArray();
    }
}
