package dev.segmentation.app.story;

import dev.segmentation.Segmentation;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MobilityIndex;
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
        page.point(advice());
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
        MigrationMatrix rfm = demo.rfmRun().lastStep().migration();
        MigrationMatrix kMeans = demo.kMeansRun().lastStep().migration();
        return Words.percent(kMeans.mobility().value(MobilityIndex.SHARE_MOVED)) + " moved to another k-means segment, "
                + Words.percent(rfm.mobility().value(MobilityIndex.SHARE_MOVED)) + " by RFM; the largest move is "
                + Flow.largest(kMeans, 1).get(0) + ".";
    }

    private String advice() {
        return "Advice: " + demo.runs().stream().map(ShortStory::advice).collect(Collectors.joining("; ")) + ".";
    }

    /** Such as {@code of 10 RFM segments keep 5, watch 2, drop 3}: they add up. */
    private static String advice(Demo.MethodRun run) {
        List<SegmentCard> cards = run.validation().cards();
        Map<Recommendation, Long> counts = cards.stream()
                .collect(Collectors.groupingBy(
                        SegmentCard::recommendation, () -> new EnumMap<>(Recommendation.class), Collectors.counting()));
        return "of " + cards.size() + " " + run.method().title() + " segments "
                + counts.entrySet().stream()
                        .map(advice -> advice.getKey().name().toLowerCase(Locale.ROOT) + " " + advice.getValue())
                        .collect(Collectors.joining(", "));
    }
}
