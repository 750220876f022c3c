package dev.segmentation.app.story;

import dev.segmentation.Estimate;
import dev.segmentation.Segment;
import dev.segmentation.app.io.TextTable;
import dev.segmentation.app.report.StepValue;
import dev.segmentation.metrics.history.Presence;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTest;
import dev.segmentation.metrics.migration.ReturnedCustomers;
import dev.segmentation.metrics.value.ValueBridge;
import dev.segmentation.metrics.value.ValueMigration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        if (!movement.aging().nobodyToFollow()) {
            sayLargest();
            sayTests();
            whereTo();
        }
        value();
    }

    private List<Step> shown() {
        List<Step> steps = movement.steps();
        return steps.subList(Math.max(0, steps.size() - MOST_STEPS), steps.size());
    }

    private void steps() {
        List<Step> shown = shown();
        page.heading("Step by step" + (shown.size() < movement.steps().size() ? ", the latest " + shown.size() : ""));
        boolean unscored = isAnybodyUnscored();
        boolean back = isAnybodyBack();
        List<String> head = new ArrayList<>(List.of("from .. to", "at both", "moved", "share", "interval"));
        boolean truly = trulyTold();
        if (truly) {
            head.addAll(List.of("truly moved", "interval"));
        }
        head.addAll(back ? List.of("new", "back", "left") : List.of("new", "left"));
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
            long returners = returners(migration);
            line.add(Words.count(migration.entrants() - returners));
            if (back) {
                line.add(Words.count(returners));
            }
            line.add(Words.count(migration.leavers()));
            if (unscored) {
                line.addAll(List.of(
                        Words.count(migration.unscored().becameUnscored()),
                        Words.count(migration.unscored().becameScored())));
            }
            table.add(line);
        }
        page.show(table);
        page.say("At both: in a segment at both dates, of whom shares are."
                + (unscored ? " Lost sight of: now unscored; seen again: were so before." : "")
                + (back ? " " + back() : ""));
    }

    /** Who had left and is there again is not new. */
    private String back() {
        ReturnedCustomers all = movement.habits().pooled().matrix().returned().orElseThrow();
        return "Back: had left before; of those who have left, " + Words.sure(all.rate()) + " come back in a step.";
    }

    private boolean isAnybodyBack() {
        return movement.steps().stream().anyMatch(step -> returners(step.migration()) > 0);
    }

    private static long returners(MigrationMatrix migration) {
        return migration.returned().map(ReturnedCustomers::customers).orElse(0L);
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
                .map(Flow::toString)
                .collect(Collectors.joining("; "));
        page.say(
                largest.isEmpty()
                        ? "Nobody moved in the last step."
                        : "Largest moves of the last step: " + largest + ".");
    }

    private void sayTests() {
        if (movement.habits().pooled().flag().isPresent()) {
            page.say(
                    "The steps are not equally long, so that their shares do not compare: more move in a longer step.");
        } else if (allOfASegmentDidTheSame()) {
            page.say("All customers of a segment did the same in all steps, so that there is nothing to test.");
            return;
        }
        movement.habits().sameInAllSteps().ifPresent(same -> page.say(sameInAllSteps(same)));
        movement.habits().pastMatters().ifPresent(past -> page.say(pastMatters(past)));
    }

    private boolean allOfASegmentDidTheSame() {
        MigrationMatrix pooled = movement.habits().pooled().matrix();
        return pooled.segments().stream()
                .allMatch(from -> pooled.segments().stream()
                        .allMatch(to ->
                                pooled.count(from, to) == 0 || pooled.count(from, to) == pooled.presentAtBoth(from)));
    }

    private static String sameInAllSteps(MigrationTest same) {
        if (same.undefined().isPresent()) {
            return "Whether customers move in the same way in all steps cannot be tested: no segment has customers in two"
                    + " steps who could have gone different ways.";
        }
        return MovementPage.likely(same)
                ? "Customers may move in the same way in all steps " + Words.chance(same) + "."
                : "They do not move in the same way in all steps " + Words.chance(same)
                        + ": a season, a campaign, or a change of the market.";
    }

    private static String pastMatters(MigrationTest past) {
        if (past.undefined().isPresent()) {
            return "Whether it matters where customers were before cannot be tested: no segment has customers who came from"
                    + " different ones and could have gone different ways.";
        }
        return MovementPage.likely(past)
                ? "Where customers go may depend on their present segment alone " + Words.chance(past) + "."
                : "Where customers go depends also on where they were before " + Words.chance(past)
                        + ", so that forecasts by the present segment alone are too simple; noise makes it seem so, too.";
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
        if (movement.whole().worth().isEmpty()) {
            return;
        }
        page.heading("What that did to value");
        boolean unscored = isAnybodyUnscored();
        List<String> head = new ArrayList<>(List.of("from .. to", "opening", "+ acquired", "- lost"));
        if (unscored) {
            head.add("+ unscored");
        }
        head.addAll(List.of("+ by movers", "+ by stayers", "= closing"));
        TextTable table = new TextTable(head);
        shown().forEach(step -> table.add(line(step, unscored)));
        table.add(line(movement.whole(), unscored));
        page.show(table);
        page.say("By movers: gained or lost by customers who changed segment; by stayers: by those who did not."
                + (unscored ? " " + unscored() : ""));
    }

    /** Who is there without a segment has neither left nor is new. */
    private String unscored() {
        List<BigDecimal> amounts =
                new ArrayList<>(List.of(worth(movement.steps().get(0)).unscoredBefore()));
        movement.steps().forEach(step -> amounts.add(worth(step).unscoredAfter()));
        List<String> without = IntStream.range(0, amounts.size())
                .filter(i -> amounts.get(i).signum() != 0)
                .mapToObj(i ->
                        Words.cents(amounts.get(i)) + " " + movement.timetable().at(i))
                .toList();
        int shown = Math.max(0, without.size() - MOST_STEPS);
        return "Unscored: those seen again less those lost sight of, who have not left."
                + (without.isEmpty()
                        ? ""
                        : " Customers without a segment are worth "
                                + String.join(", ", without.subList(shown, without.size())) + ", in no amount above.");
    }

    private boolean isAnybodyUnscored() {
        return movement.history().dates().stream()
                .anyMatch(date -> movement.history().size(Presence.UNSCORED, date) > 0);
    }

    private static StepValue worth(Step step) {
        return step.worth().orElseThrow();
    }

    private static List<String> line(Step step, boolean unscored) {
        ValueBridge.Line all = step.value().total();
        ValueMigration.Sides sides = worth(step).total();
        List<String> line = new ArrayList<>(List.of(
                step.label(), Words.cents(all.opening()), Words.cents(sides.entered()), Words.cents(sides.left())));
        if (unscored) {
            line.add(Words.cents(sides.becameScored().subtract(sides.becameUnscored())));
        }
        line.addAll(List.of(
                Words.cents(all.changeOfMovers()), Words.cents(all.changeOfStayers()), Words.cents(all.closing())));
        return line;
    }
}
