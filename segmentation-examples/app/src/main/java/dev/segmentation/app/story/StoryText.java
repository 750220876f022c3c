package dev.segmentation.app.story;

import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.app.io.TextTable;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.value.ValueBridge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What the demo found, as a page of plain text for somebody who decides about customers. */
public final class StoryText {

    /** More segments would make the page too long. */
    private static final int WIDEST_MATRIX = 5;

    private final Demo demo;
    private final Timeline timeline;
    private final Page page = new Page();

    private StoryText(Demo demo) {
        this.demo = demo;
        this.timeline = demo.timeline();
    }

    /**
     * Tells the story.
     *
     * @param demo what was found
     * @return at most 80 lines of ASCII
     */
    public static String of(Demo demo) {
        StoryText story = new StoryText(demo);
        story.opening();
        new ShortStory(demo).addTo(story.page);
        story.segments();
        story.movement();
        story.value();
        demo.shop().truth().ifPresent(history -> new TruthText(demo, new Truth(history)).addTo(story.page));
        return story.page.toString();
    }

    private void opening() {
        ShopData.Totals totals = demo.shop().totals();
        page.say("WHO OUR CUSTOMERS ARE, WHO IS MOVING, AND WHAT IT IS WORTH");
        page.say(demo.shop().source() + ": "
                + Words.count(demo.shop().transactions().customerIds().size()) + " customers, "
                + Words.count(totals.purchases()) + " purchases"
                + (totals.returns() == 0 ? "" : " and " + Words.count(totals.returns()) + " returns") + ", "
                + demo.shop().transactions().firstDate().orElseThrow() + " to "
                + demo.shop().transactions().lastDate().orElseThrow() + ", "
                + Words.cents(totals.amount()) + ".");
        page.say("We look at them on four dates, " + timeline.stepInWords() + " apart: "
                + timeline.dates().stream().map(Object::toString).collect(Collectors.joining(", "))
                + ". Segments were learned on the first and kept: who moves has changed, not the yardstick."
                + " Who stops buying stays on the list.");
    }

    private void segments() {
        page.heading("1. The segments on " + timeline.last() + ", and whether each deserves to be one");
        for (Demo.MethodRun run : demo.runs()) {
            page.say(run.method().introduction());
            page.show(segments(run));
        }
        page.say("Typical (median) customer: last = days since the last purchase, buys = purchases in "
                + timeline.windowInWords() + ", each = amount of one. Sales: last " + timeline.stepInWords()
                + ". Advice of " + demo.rfmRun().validation().asOf()
                + ", whose future we know: keep = distinct (differs in"
                + " what did not form it: the share of weekend purchases, or later sales), material ("
                + Words.percent(Demo.LEAST_SHARE)
                + " of the customers) and meaningful (spends differently afterwards); drop = fails one; watch = unsure"
                + " (?); split = holds separate groups; merge = is one with another.");
    }

    private TextTable segments(Demo.MethodRun run) {
        Segmentation last = run.last();
        TextTable table = new TextTable(
                        List.of("segment", "customers", "share", "last", "buys", "each", "sales", "share", "advice"))
                .withTexts(8);
        BigDecimal total = run.lastStep().value().total().closing();
        for (Segment segment : last.segments()) {
            int[] rows = last.assignment().rowsOf(segment.index());
            BigDecimal sales = run.lastStep().value().line(segment).closing();
            table.add(
                    segment.name(),
                    Words.count(rows.length),
                    Words.percent(rows.length, last.customerCount()),
                    typical(last, Customers.RECENCY, rows),
                    typical(last, Customers.FREQUENCY, rows),
                    typical(last, Customers.BASKET, rows),
                    Words.rounded(sales),
                    total.signum() > 0 ? Words.percent(sales.doubleValue() / total.doubleValue()) : "-",
                    VerdictWords.advice(run.validation().card(segment)));
        }
        return table;
    }

    private static String typical(Segmentation segmentation, String column, int[] rows) {
        double[] all = segmentation.snapshot().numbers(column);
        return rows.length == 0
                ? "-"
                : Words.rounded(ProfileNames.median(
                        Arrays.stream(rows).mapToDouble(row -> all[row]).toArray()));
    }

    private void movement() {
        page.heading("2. Who moved, and how sure that is (95 % intervals)");
        TextTable table = new TextTable(List.of(
                "from .. to",
                "customers",
                "moved by RFM",
                "interval",
                "moved by k-means",
                "interval",
                "new customers"));
        for (int i = 0; i < demo.rfmRun().steps().size(); i++) {
            Step rfm = demo.rfmRun().steps().get(i);
            Step kMeans = demo.kMeansRun().steps().get(i);
            table.add(
                    rfm.label(),
                    Words.count(rfm.migration().presentAtBoth()),
                    Words.count(rfm.migration().movers()) + " = " + Words.share(rfm.moved()),
                    Words.interval(rfm.moved()),
                    Words.count(kMeans.migration().movers()) + " = " + Words.share(kMeans.moved()),
                    Words.interval(kMeans.moved()),
                    Words.count(rfm.migration().entrants()));
        }
        page.show(table);
        Step last = demo.kMeansRun().lastStep();
        if (last.migration().segments().size() <= WIDEST_MATRIX) {
            page.say("Where the customers of each k-means segment went in the last step (each line is 100 %), and where"
                    + " new ones came in:");
            page.show(matrix(last.migration()));
        } else {
            page.say("Largest moves by k-means: " + largest(last.migration()) + ".");
        }
        page.say("Largest moves by RFM: " + largest(demo.rfmRun().lastStep().migration())
                + ". Step by step, with what is taken back: "
                + demo.runs().stream()
                        .map(run -> run.method().folder() + "/movement.txt")
                        .collect(Collectors.joining(", "))
                + ".");
    }

    private static String largest(MigrationMatrix migration) {
        return migration.movers() == 0
                ? "none"
                : Flow.largest(migration, 2).stream().map(Flow::toString).collect(Collectors.joining("; "));
    }

    /** Segments are numbered, so that columns are narrow. */
    private static TextTable matrix(MigrationMatrix moves) {
        List<String> head = new ArrayList<>(List.of("from"));
        List<String> entered = new ArrayList<>(List.of("new customers"));
        for (int to = 0; to < moves.segments().size(); to++) {
            head.add("to " + (to + 1));
            entered.add(Words.count(moves.entrants(moves.segments().get(to))));
        }
        TextTable table = new TextTable(head);
        for (int from = 0; from < moves.segments().size(); from++) {
            Segment segment = moves.segments().get(from);
            List<String> line = new ArrayList<>(List.of((from + 1) + " " + segment.name()));
            moves.segments().forEach(to -> line.add(Words.compact(moves.interval(segment, to))));
            table.add(line);
        }
        table.add(entered);
        return table;
    }

    private void value() {
        page.heading(
                "3. What the last step did to sales (those of the " + timeline.stepInWords() + " before each date)");
        page.say(
                "By k-means segment; moved = brought less taken along; changed = more or less than before. Nobody leaves"
                        + " the list.");
        TextTable segments =
                new TextTable(List.of("segment", "opening", "+ acquired", "+ moved", "+ changed", "= closing"));
        ValueBridge last = demo.kMeansRun().lastStep().value();
        last.lines().forEach(line -> segments.add(bridge(line.name(), line)));
        segments.add(bridge("all", last.total()));
        page.show(segments);
    }

    private static List<String> bridge(String name, ValueBridge.Line line) {
        return List.of(
                name,
                Words.cents(line.opening()),
                Words.cents(line.acquired()),
                Words.cents(line.movedIn().subtract(line.movedOut())),
                Words.cents(line.changeOfMovers().add(line.changeOfStayers())),
                Words.cents(line.closing()));
    }
}
