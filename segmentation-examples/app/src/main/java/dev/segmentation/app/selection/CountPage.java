package dev.segmentation.app.selection;

import dev.segmentation.app.io.TextTable;
import dev.segmentation.app.io.Wording;
import dev.segmentation.metrics.stability.AcrossSolutions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What a search found, for somebody who reads a screen. */
final class CountPage {

    private static final String PICKED = "*";

    private final CountResult result;
    private final SortedSet<Integer> counts;

    CountPage(CountResult result) {
        this.result = result;
        this.counts = result.counts();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(table().lines());
        lines.add("  " + PICKED + " what the criterion picks by its own rule");
        lines.add("");
        for (CountResult.Answer answer : result.answers()) {
            CountCriterion criterion = answer.criterion();
            String pick = answer.pick().isPresent() ? "says " + answer.pick().getAsInt() : "picks none";
            lines.add("- " + criterion.title() + " " + pick + "; it tells " + criterion.says() + ".");
        }
        lines.add("");
        lines.addAll(result.conclusion().sentences());
        result.notices().forEach(notice -> lines.add("Note: " + Wording.shown(Wording.of(notice))));
        return lines;
    }

    private TextTable table() {
        List<String> head = new ArrayList<>(List.of("segments"));
        counts.forEach(count -> head.add(count + " "));
        TextTable table = new TextTable(head);
        for (CountResult.Answer answer : result.answers()) {
            List<String> line = new ArrayList<>(List.of(answer.criterion().title()));
            for (int count : counts) {
                boolean picked = answer.pick().isPresent() && answer.pick().getAsInt() == count;
                line.add(
                        !answer.counts().contains(count)
                                ? ""
                                : number(answer.curve().score(count).value()) + (picked ? PICKED : " "));
            }
            table.add(line);
        }
        Map<Integer, AcrossSolutions> steps = result.acrossSolutions();
        table.add(line(
                "weakest segment, drawn anew",
                count -> result.weakest(count).map(weakest -> weakest.value()).orElse(Double.NaN)));
        table.add(line(
                "weakest segment, one more",
                count -> steps.containsKey(count) ? weakest(steps.get(count)) : Double.NaN));
        return table;
    }

    private List<String> line(String title, IntToDoubleFunction value) {
        List<String> line = new ArrayList<>(List.of(title));
        counts.forEach(count -> line.add(count == 1 ? "" : number(value.applyAsDouble(count)) + " "));
        return line;
    }

    private static double weakest(AcrossSolutions step) {
        return IntStream.range(0, step.segmentCount(1))
                .mapToDouble(segment -> step.stability(1, segment))
                .filter(value -> !Double.isNaN(value))
                .min()
                .orElse(Double.NaN);
    }

    /** Three decimals, of large numbers fewer; rounded in decimal, so that it is the same on every JDK. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        int decimals = Math.abs(value) < 10 ? 3 : Math.abs(value) < 1000 ? 1 : 0;
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }
}
