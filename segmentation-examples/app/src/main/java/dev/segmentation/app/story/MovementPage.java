package dev.segmentation.app.story;

import dev.segmentation.Estimate;
import dev.segmentation.Segment;
import dev.segmentation.app.io.TextTable;
import dev.segmentation.metrics.aging.RefreshFinding;
import dev.segmentation.metrics.history.Flicker;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTest;
import dev.segmentation.metrics.migration.SizeForecast;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Who moved by one method over all dates, how sure that is, how much of it may be noise, and whether the segments hold. */
final class MovementPage {

    /** How far sizes are told in advance: further the bands are as wide as the sizes. */
    static final int STEPS_AHEAD = 2;

    /** A chance below it is no accident. */
    private static final double UNLIKELY = 0.05;

    private static final double LEAST_SHOWN = 0.001;

    private final Demo demo;
    private final Demo.MethodRun run;
    private final Movement movement;
    private final Page page = new Page();

    private MovementPage(Demo demo, Demo.MethodRun run) {
        this.demo = demo;
        this.run = run;
        this.movement = run.movement();
    }

    /**
     * Tells the movement.
     *
     * @param demo what was found
     * @param run one of its methods
     * @return a page of ASCII
     */
    static String of(Demo demo, Demo.MethodRun run) {
        MovementPage page = new MovementPage(demo, run);
        page.page.say("WHO MOVED BY " + run.method().title().toUpperCase(Locale.ROOT) + ", "
                + demo.timeline().first() + " TO " + demo.timeline().last());
        page.page.say("Intervals of shares are at 95 %.");
        page.steps();
        page.whereTo();
        page.noise();
        page.ahead();
        page.holds();
        return page.page.toString();
    }

    private void steps() {
        page.heading("Step by step");
        TextTable table = new TextTable(
                        List.of("from .. to", "customers", "moved", "share", "interval", "new", "largest move"))
                .withTexts(6);
        for (int i = 0; i < movement.steps().size(); i++) {
            MigrationMatrix step = movement.steps().get(i);
            Estimate moved = moved(step);
            table.add(
                    run.steps().get(i).from() + " .. " + run.steps().get(i).to(),
                    Words.count(step.presentAtBoth()),
                    Words.count(step.movers()),
                    share(moved),
                    interval(moved),
                    Words.count(step.entrants()),
                    Flow.largest(step, 1).get(0).toString());
        }
        page.show(table);
        page.say(
                likely(movement.sameInAllSteps())
                        ? "Customers may move in the same way in all steps " + chance(movement.sameInAllSteps()) + "."
                        : "They do not move in the same way in all steps " + chance(movement.sameInAllSteps())
                                + ": a season, a campaign, or a change of the market.");
        page.say(
                likely(movement.pastMatters())
                        ? "Where customers go may depend on their present segment alone "
                                + chance(movement.pastMatters()) + "."
                        : "Where customers go depends also on where they were before " + chance(movement.pastMatters())
                                + ", so that forecasts by the present segment alone are too simple.");
    }

    private static Estimate moved(MigrationMatrix step) {
        return ProportionInterval.wilson(step.movers(), step.presentAtBoth(), step.level());
    }

    private void whereTo() {
        page.heading("Where customers of each segment go in a step, all steps taken together");
        TextTable table = new TextTable(
                        List.of("segment", "customer steps", "stay", "interval", "go to", "share", "interval"))
                .withTexts(4);
        MigrationMatrix pooled = movement.pooled().matrix();
        for (Segment from : pooled.segments()) {
            Estimate stay = pooled.interval(from, from);
            List<String> line = new ArrayList<>(
                    List.of(from.name(), Words.count(pooled.presentAtBoth(from)), share(stay), interval(stay)));
            pooled.segments().stream()
                    .filter(to -> !to.equals(from))
                    .max(Comparator.comparingLong((Segment to) -> pooled.count(from, to))
                            .thenComparing(
                                    Comparator.comparingInt(Segment::index).reversed()))
                    .ifPresentOrElse(
                            to -> line.addAll(List.of(
                                    to.name(), share(pooled.interval(from, to)), interval(pooled.interval(from, to)))),
                            () -> line.addAll(List.of("-", "-", "-")));
            table.add(line);
        }
        page.show(table);
    }

    private void noise() {
        page.heading("How much of it is taken back");
        page.say(flicker(movement.flicker())
                + " More than that are customers near a border, or customers who differ in how restless they are; how much of all"
                + " movement is noise it does not say. That takes customers whose true segment is known: migrate --confusion corrects for"
                + " the error that they show. Before money is spent on movers, wait for a second date.");
    }

    /** Such as {@code 31 % [29 %, 33 %] of 1,559 moves were taken back in the next step, where chance would 12 %.} */
    static String flicker(Flicker flicker) {
        Estimate share = flicker.share();
        if (!share.isDefined()) {
            return "Nobody moved early enough to see whether they come back.";
        }
        return share(share) + " [" + interval(share) + "] of " + Words.count(flicker.moves())
                + " moves were taken back in the next step, where " + Words.percent(flicker.expected())
                + " would be if only the present segment mattered.";
    }

    private void ahead() {
        page.heading("Where this leads, if customers go on as in all steps together");
        boolean bands = likely(movement.sameInAllSteps()) && likely(movement.pastMatters());
        SizeForecast forecast = movement.pooled().forecast(STEPS_AHEAD);
        List<String> head =
                new ArrayList<>(List.of("segment", demo.timeline().last().toString()));
        for (int step = 1; step <= STEPS_AHEAD; step++) {
            LocalDate date = demo.timeline().last().plus(demo.timeline().step().multipliedBy(step));
            head.add(date.toString());
            if (bands) {
                head.add("interval");
            }
        }
        TextTable table = new TextTable(head);
        for (Segment segment : movement.history().segments()) {
            List<String> line = new ArrayList<>(List.of(
                    segment.name(), Words.rounded(forecast.size(segment, 0).value())));
            for (int step = 1; step <= STEPS_AHEAD; step++) {
                Estimate size = forecast.size(segment, step);
                line.add(size.isDefined() ? Words.rounded(size.value()) : "-");
                if (bands) {
                    line.add(size.isDefined() ? Words.rounded(size.lower()) + ".." + Words.rounded(size.upper()) : "-");
                }
            }
            table.add(line);
        }
        page.show(table);
        if (!bands) {
            page.say(
                    "Without intervals, because they would hold only if customers moved in the same way in all steps and their past did"
                            + " not matter, which the tests above reject: sizes may turn out quite different.");
        }
    }

    private void holds() {
        page.heading("Do the segments still hold?");
        page.say(advice() + " Every signal must be beyond chance, of all "
                + movement.advice().findings().size() + " together, and large enough to matter:");
        TextTable table = new TextTable(
                        List.of("signal", "size", "watch from", "refresh from", "chance of it, adjusted", "calls for"))
                .withTexts(5);
        for (RefreshFinding finding : movement.advice().findings()) {
            table.add(
                    finding.signal().name(),
                    Words.decimals(finding.signal().value(), 2),
                    Words.decimals(finding.signal().watchAt(), 2),
                    Words.decimals(finding.signal().refreshAt(), 2),
                    probability(finding.adjustedP()),
                    finding.verdict().name().toLowerCase(Locale.ROOT));
        }
        page.show(table);
    }

    private String advice() {
        return switch (movement.advice().verdict()) {
            case KEEP -> "Yes: keep them.";
            case WATCH -> "Mostly: keep them, and watch what has changed.";
            case REFRESH -> "No: it is time to learn them anew.";
        };
    }

    private static boolean likely(MigrationTest test) {
        return !(test.pValue() < UNLIKELY);
    }

    private static String chance(MigrationTest test) {
        return test.undefined().isPresent() ? "(nothing to test)" : "(p " + equalOrLess(test.pValue()) + ")";
    }

    private static String probability(double p) {
        return p < LEAST_SHOWN ? "<" + LEAST_SHOWN : Words.decimals(p, 3);
    }

    private static String equalOrLess(double p) {
        return (p < LEAST_SHOWN ? "" : "= ") + probability(p).replace("<", "< ");
    }

    private static String share(Estimate share) {
        return share.isDefined() ? Words.percent(share.value()) : "-";
    }

    private static String interval(Estimate share) {
        return share.isDefined() ? Words.percent(share.lower()) + ".." + Words.percent(share.upper()) : "-";
    }
}
