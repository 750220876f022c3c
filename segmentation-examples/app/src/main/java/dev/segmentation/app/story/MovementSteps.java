package dev.segmentation.app.story;

import dev.segmentation.Estimate;
import dev.segmentation.Segment;
import dev.segmentation.app.io.TextTable;
import dev.segmentation.metrics.history.Presence;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTest;
import dev.segmentation.metrics.value.ValueBridge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The part of the page of movement that goes step by step. */
final class MovementSteps {

    /** More lines of each table do not fit; the rest is in the files. */
    private static final int MOST_STEPS = 4;

    private static final int LARGEST_MOVES = 2;

    private final Movement movement;
    private final Page page;
    private final List<Segment> segments;

    MovementSteps(Movement movement, Page page, List<Segment> segments) {
        this.movement = movement;
        this.page = page;
        this.segments = segments;
    }

    void add() {
        steps();
        whereTo();
        value();
    }

    private List<Step> shown() {
        List<Step> steps = movement.steps();
        return steps.subList(Math.max(0, steps.size() - MOST_STEPS), steps.size());
    }

    private void steps() {
        List<Step> shown = shown();
        page.heading("Step by step" + (shown.size() < movement.steps().size() ? ", the latest " + shown.size() : ""));
        boolean unscored = movement.history().dates().stream()
                .anyMatch(date -> movement.history().size(Presence.UNSCORED, date) > 0);
        List<String> head = new ArrayList<>(List.of("from .. to", "at both", "moved", "share", "interval"));
        boolean truly = trulyTold();
        if (truly) {
            head.addAll(List.of("truly moved", "interval"));
        }
        head.addAll(List.of("new", "left"));
        if (unscored) {
            head.addAll(List.of("lost sight of", "seen again"));
        }
        TextTable table = new TextTable(head);
        for (Step step : shown) {
            MigrationMatrix migration = step.migration();
            List<String> line = new ArrayList<>(List.of(
                    step.label(),
                    Words.count(migration.presentAtBoth()),
                    Words.count(migration.movers()),
                    Words.share(step.moved()),
                    Words.interval(step.moved())));
            step.corrected().filter(found -> truly).ifPresent(found -> line.addAll(MovementNoise.cells(found)));
            line.addAll(List.of(Words.count(migration.entrants()), Words.count(migration.leavers())));
            if (unscored) {
                line.addAll(List.of(
                        Words.count(migration.unscored().becameUnscored()),
                        Words.count(migration.unscored().becameScored())));
            }
            table.add(line);
        }
        page.show(table);
        page.say("At both: customers in a segment at both dates, of whom shares are."
                + (unscored ? " Lost sight of: became unscored; seen again: were unscored before." : ""));
        sayLargest();
        sayTests();
    }

    /** Not where the counts contradict the typing error. */
    private boolean trulyTold() {
        return movement.habits()
                .corrected()
                .filter(found -> !found.overstated())
                .isPresent();
    }

    private void sayLargest() {
        if (movement.lastStep().migration().presentAtBoth() == 0) {
            page.say("Nobody is at both dates of the last step, so that no move can be seen.");
            return;
        }
        String largest = Flow.largest(movement.lastStep().migration(), LARGEST_MOVES).stream()
                .filter(flow -> flow.customers() > 0)
                .map(Flow::toString)
                .collect(Collectors.joining("; "));
        page.say(
                largest.isEmpty()
                        ? "Nobody moved in the last step."
                        : "Largest moves of the last step: " + largest + ".");
    }

    private void sayTests() {
        Optional<MigrationTest> same = movement.habits().sameInAllSteps();
        if (same.isEmpty()) {
            page.say(
                    "The steps are not equally long, so that their shares do not compare: more move in a longer step.");
        } else if (MovementPage.likely(same.get())) {
            page.say("Customers may move in the same way in all steps " + Words.chance(same.get()) + ".");
        } else {
            page.say("They do not move in the same way in all steps " + Words.chance(same.get())
                    + ": a season, a campaign, or a change of the market.");
        }
        movement.habits()
                .pastMatters()
                .ifPresent(past -> page.say(
                        MovementPage.likely(past)
                                ? "Where customers go may depend on their present segment alone " + Words.chance(past)
                                        + "."
                                : "Where customers go depends also on where they were before " + Words.chance(past)
                                        + ", so that forecasts by the present segment alone are too simple; noise makes it"
                                        + " seem so, too."));
    }

    private void whereTo() {
        page.heading("Where customers of each segment go in a step, all steps taken together");
        boolean corrected = trulyTold();
        List<String> head = new ArrayList<>(List.of("segment", "customer steps", "stay", "interval"));
        if (corrected) {
            head.addAll(List.of("truly stay", "interval"));
        }
        head.addAll(List.of("most go to", "share", "interval"));
        TextTable table = new TextTable(head).withTexts(corrected ? 6 : 4);
        MigrationMatrix pooled = movement.habits().pooled().matrix();
        for (Segment from : segments) {
            Estimate stay = pooled.interval(from, from);
            List<String> line = new ArrayList<>(List.of(
                    from.name(), Words.count(pooled.presentAtBoth(from)), Words.share(stay), Words.interval(stay)));
            movement.habits().corrected().filter(found -> corrected).ifPresent(found -> {
                Estimate truly = found.probability(from.name(), from.name());
                line.addAll(List.of(Words.share(truly), Words.interval(truly)));
            });
            line.addAll(mostGoTo(pooled, from));
            table.add(line);
        }
        page.show(table);
    }

    private static List<String> mostGoTo(MigrationMatrix pooled, Segment from) {
        return pooled.segments().stream()
                .filter(to -> !to.equals(from) && pooled.count(from, to) > 0)
                .max(Comparator.comparingLong((Segment to) -> pooled.count(from, to))
                        .thenComparing(Comparator.comparingInt(Segment::index).reversed()))
                .map(to -> List.of(
                        to.name(), Words.share(pooled.interval(from, to)), Words.interval(pooled.interval(from, to))))
                .orElse(List.of("-", "-", "-"));
    }

    private void value() {
        if (movement.whole().bridge().isEmpty()) {
            return;
        }
        page.heading("What that did to value");
        TextTable table = new TextTable(
                List.of("from .. to", "opening", "+ acquired", "- lost", "+ by movers", "+ by stayers", "= closing"));
        shown().forEach(step -> table.add(line(step)));
        table.add(line(movement.whole()));
        page.show(table);
        page.say("By movers: more or less from customers who changed segment; by stayers: from those who did not.");
        long unscored = movement.steps().stream()
                .mapToLong(step -> step.migration().unscored().becameUnscored()
                        + step.migration().unscored().becameScored())
                .sum();
        if (unscored > 0) {
            page.say("Who becomes unscored counts as lost here, and as acquired when seen again.");
        }
    }

    private static List<String> line(Step step) {
        ValueBridge.Line all = step.value().total();
        return List.of(
                step.label(),
                Words.cents(all.opening()),
                Words.cents(all.acquired()),
                Words.cents(all.lost()),
                Words.cents(all.changeOfMovers()),
                Words.cents(all.changeOfStayers()),
                Words.cents(all.closing()));
    }
}
