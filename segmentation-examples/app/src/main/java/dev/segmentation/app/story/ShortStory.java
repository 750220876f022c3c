package dev.segmentation.app.story;

import dev.segmentation.Segmentation;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.validity.Recommendation;
import dev.segmentation.metrics.validity.SegmentCard;
import dev.segmentation.metrics.value.ValueBridge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The story for somebody who reads five lines. */
final class ShortStory {

    /** Enough segments to explain this share of the sales are named. */
    private static final double MOST_OF_SALES = 0.6;

    private final Demo demo;

    ShortStory(Demo demo) {
        this.demo = demo;
    }

    void addTo(Page page) {
        page.heading("In short");
        page.point(whoBuys());
        page.point(sales());
        page.point(moves());
        page.point(noise());
        page.point(advice());
        demo.runs().forEach(run -> page.point(aging(run)));
    }

    private String whoBuys() {
        Demo.MethodRun kMeans = demo.kMeansRun();
        ValueBridge bridge = kMeans.lastStep().value();
        BigDecimal total = bridge.total().closing();
        if (total.signum() <= 0) {
            return "The sales of the last " + demo.timeline().stepInWords() + " come to " + Words.rounded(total)
                    + ", so that no segment has a share of them.";
        }
        List<ValueBridge.Line> bySales = bridge.lines().stream()
                .sorted(Comparator.comparing(ValueBridge.Line::closing).reversed())
                .toList();
        List<String> names = new ArrayList<>();
        BigDecimal sales = BigDecimal.ZERO;
        int customers = 0;
        Segmentation last = kMeans.last();
        for (ValueBridge.Line line : bySales) {
            if (sales.doubleValue() < MOST_OF_SALES * total.doubleValue()) {
                names.add("\"" + line.name() + "\"");
                sales = sales.add(line.closing());
                customers += last.size(last.segment(line.name()));
            }
        }
        return String.join(" and ", names) + ": " + Words.percent(customers, last.customerCount())
                + " of the customers, "
                + Words.percent(sales.doubleValue() / total.doubleValue()) + " of the sales of the last "
                + demo.timeline().stepInWords() + ".";
    }

    private String sales() {
        ValueBridge.Line total = demo.kMeansRun().lastStep().value().total();
        BigDecimal changed = total.changeOfMovers().add(total.changeOfStayers()); // nobody leaves the list
        return "These sales are " + Words.rounded(total.closing()) + ", " + comparedWith(total) + ": "
                + Words.rounded(total.acquired()) + " from new customers, "
                + (changed.signum() == 0 ? "as much as before" : Words.rounded(changed.abs()) + moreOrLess(changed))
                + " from those we had.";
    }

    /** In percent, unless there was or is nothing to speak of in percent. */
    private String comparedWith(ValueBridge.Line total) {
        BigDecimal growth = total.closing().subtract(total.opening());
        if (total.opening().signum() <= 0 || total.closing().signum() <= 0) {
            return "after " + Words.rounded(total.opening()) + " in the "
                    + demo.timeline().stepInWords() + " before";
        }
        return Words.percent(growth.abs().doubleValue() / total.opening().doubleValue()) + moreOrLess(growth)
                + " than before";
    }

    private static String moreOrLess(BigDecimal change) {
        return change.signum() < 0 ? " less" : " more";
    }

    private String moves() {
        Demo.MethodRun kMeans = demo.kMeansRun();
        MigrationMatrix last = kMeans.lastStep().migration();
        String largest = last.movers() > 0
                ? " Largest move of the last step: " + Flow.largest(last, 1).get(0) + "."
                : "";
        return "In " + demo.timeline().stepInWords() + " " + moved(kMeans) + " move to another k-means segment, "
                + moved(demo.rfmRun()) + " to another by RFM." + largest;
    }

    private static String moved(Demo.MethodRun run) {
        return Words.sure(Step.moved(run.movement().habits().pooled().matrix()));
    }

    /** Of k-means; that of RFM is in its file. */
    private String noise() {
        return "Noise by k-means: " + new MovementNoise(demo.kMeansRun().movement()).inShort();
    }

    /** Of one date: whether each segment is one. */
    private String advice() {
        return "Does each deserve to be one? Of "
                + demo.runs().stream().map(ShortStory::advice).collect(Collectors.joining("; of ")) + ".";
    }

    /** Of the time since: whether what was learned still describes the customers. */
    private static String aging(Demo.MethodRun run) {
        String found = new MovementAging(run.movement()).inShort();
        return "Do definitions age? " + run.method().title() + ": "
                + found.substring(0, 1).toLowerCase(Locale.ROOT) + found.substring(1);
    }

    /** Such as {@code 10 RFM segments keep 5, watch 2, drop 3}: they add up. */
    private static String advice(Demo.MethodRun run) {
        List<SegmentCard> cards = run.validation().cards();
        Map<Recommendation, Long> counts = cards.stream()
                .collect(Collectors.groupingBy(
                        SegmentCard::recommendation, () -> new EnumMap<>(Recommendation.class), Collectors.counting()));
        return cards.size() + " " + run.method().title() + " segments "
                + counts.entrySet().stream()
                        .map(advice -> advice.getKey().name().toLowerCase(Locale.ROOT) + " " + advice.getValue())
                        .collect(Collectors.joining(", "));
    }
}
