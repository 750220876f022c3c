package dev.segmentation.app.story;

import dev.segmentation.Estimate;
import dev.segmentation.Segment;
import dev.segmentation.app.io.TextTable;
import dev.segmentation.metrics.history.Presence;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.migration.DirectionalMobility;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTest;
import dev.segmentation.metrics.migration.SizeForecast;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Who moved over all dates, how sure that is, how much of it may be noise, and whether the segments hold: on a page. */
final class MovementPage {

    /** More columns of dates do not fit. */
    private static final int MOST_DATES = 4;

    /** More lines of each table do not fit; the rest is in the files. */
    private static final int MOST_SEGMENTS = 8;

    /** A chance below it is no accident. */
    private static final double UNLIKELY = 0.05;

    private final Movement movement;
    private final Page page = new Page();

    private MovementPage(Movement movement) {
        this.movement = movement;
    }

    /**
     * Tells the movement.
     *
     * @param movement over all dates
     * @param by how the segments were made, such as {@code " by RFM"}; empty if that is unknown
     * @return a page of ASCII but for the names of segments
     */
    static String of(Movement movement, String by) {
        MovementPage page = new MovementPage(movement);
        Timetable timetable = movement.timetable();
        page.page.say(("Who moved" + by + ", ").toUpperCase(Locale.ROOT)
                + timetable.label(0).toUpperCase(Locale.ROOT) + " TO "
                + timetable.label(timetable.last()).toUpperCase(Locale.ROOT));
        page.page.say(
                "Counts and amounts are of all customers in a segment; beside each share is its 95 % interval, the room of chance.");
        page.inShort();
        page.sizes();
        new MovementSteps(movement, page.page, shown(movement)).add();
        new MovementNoise(movement).addTo(page.page);
        new MovementAging(movement).addTo(page.page);
        return page.page.toString();
    }

    static boolean likely(MigrationTest test) {
        return !(test.pValue() < UNLIKELY);
    }

    /** The largest segments of the last date, in the order of the segments. */
    private static List<Segment> shown(Movement movement) {
        LocalDate last = movement.timetable().dates().get(movement.timetable().last());
        return movement.history().segments().stream()
                .sorted(Comparator.comparingLong(
                                (Segment segment) -> movement.history().size(segment, last))
                        .reversed())
                .limit(MOST_SEGMENTS)
                .sorted(Comparator.comparingInt(Segment::index))
                .toList();
    }

    private void inShort() {
        Timetable timetable = movement.timetable();
        page.heading("In short");
        movement.warnings().forEach(page::point);
        page.point(moves());
        page.point("Noise: " + new MovementNoise(movement).inShort());
        page.point(new MovementAging(movement).inShort());
        unscored().ifPresent(page::point);
        if (!timetable.isDated()) {
            page.point(
                    "No dates were given (--dates), so steps are taken for equally long, and nothing is said in days; "
                            + timetable.legend() + ".");
        }
    }

    private String moves() {
        MigrationMatrix pooled = movement.habits().pooled().matrix();
        Timetable timetable = movement.timetable();
        if (pooled.presentAtBoth() == 0) {
            return "Nobody is at two dates in a row, so that nothing can be told of who moved.";
        }
        if (pooled.segments().size() == 1) {
            return "There is one segment only, so that nobody can be seen to move.";
        }
        return (equallyLong() ? "In a step " : "From one date to the next, which are not equally far apart, ")
                + Words.sure(Step.moved(pooled)) + " of the customers move to another segment."
                + direction(pooled) + " Of those in a segment both " + timetable.at(0) + " and "
                + timetable.at(timetable.last()) + ", "
                + Words.sure(movement.whole().moved())
                + " have another one at the end.";
    }

    private boolean equallyLong() {
        return movement.habits().pooled().flag().isEmpty();
    }

    private String direction(MigrationMatrix pooled) {
        List<String> order = movement.whole().worstToBest();
        if (order.isEmpty()) {
            return "";
        }
        DirectionalMobility direction = pooled.ordered(order);
        return " " + Words.sure(direction.upRate()) + " go up and " + Words.sure(direction.downRate()) + " go down.";
    }

    private Optional<String> unscored() {
        SegmentHistory history = movement.history();
        List<Long> unscored = history.dates().stream()
                .map(date -> history.size(Presence.UNSCORED, date))
                .toList();
        if (unscored.stream().allMatch(count -> count == 0)) {
            return Optional.empty();
        }
        String counts = unscored.size() > MOST_DATES
                ? Words.count(Collections.min(unscored)) + " to " + Words.count(Collections.max(unscored))
                        + " at each date"
                : IntStream.range(0, unscored.size())
                        .filter(i -> unscored.get(i) > 0)
                        .mapToObj(i -> Words.count(unscored.get(i)) + " "
                                + movement.timetable().at(i))
                        .collect(Collectors.joining(", "));
        return Optional.of("Unscored (no segment): " + counts
                + ". They are there, so they have not left; where they belong is unknown, so they count in no share.");
    }

    private void sizes() {
        page.heading("How many customers each segment has");
        List<Integer> dates = datesShown();
        Optional<SizeForecast> forecast = movement.habits().forecast();
        List<String> head = new ArrayList<>(List.of("segment"));
        dates.forEach(date -> head.add(movement.timetable().label(date)));
        head.add("change");
        forecast.ifPresent(ahead -> head.add(movement.timetable().next() + "?"));
        boolean bands = forecast.isPresent() && bandsHold();
        if (bands) {
            head.add("interval");
        }
        TextTable table = new TextTable(head);
        SegmentHistory history = movement.history();
        List<Segment> shown = shown(movement);
        for (Segment segment : shown) {
            List<Long> sizes = history.dates().stream()
                    .map(date -> history.size(segment, date))
                    .toList();
            addLine(table, segment.name(), sizes, forecast.map(ahead -> ahead.size(segment, 1)), bands);
        }
        if (shown.size() < history.segments().size()) {
            page.say("The " + shown.size() + " largest of " + history.segments().size()
                    + " segments here and below; all are in movement.json.");
        }
        List<Long> all = history.dates().stream()
                .map(date -> history.size(Presence.IN_SEGMENT, date))
                .toList();
        addLine(table, "all in segments", all, forecast.map(ahead -> ahead.total(1)), bands);
        page.show(table);
        sayForecast(bands);
    }

    private void addLine(TextTable table, String name, List<Long> sizes, Optional<Estimate> next, boolean withBand) {
        List<String> line = new ArrayList<>(List.of(name));
        datesShown().forEach(date -> line.add(Words.count(sizes.get(date))));
        long first = sizes.get(0);
        long last = sizes.get(sizes.size() - 1);
        line.add((first > 0 && last > first ? "+" : "") + Words.percent(last - first, first));
        next.ifPresent(size -> line.add(size.isDefined() ? Words.rounded(size.value()) : "-"));
        if (withBand) {
            line.add(next.filter(Estimate::isDefined)
                    .map(size -> Words.rounded(size.lower()) + ".." + Words.rounded(size.upper()))
                    .orElse("-"));
        }
        table.add(line);
    }

    /** The first, and the latest ones. */
    private List<Integer> datesShown() {
        int last = movement.timetable().last();
        return IntStream.rangeClosed(0, last)
                .filter(i -> i == 0 || i > last - MOST_DATES + 1)
                .boxed()
                .toList();
    }

    private boolean bandsHold() {
        return movement.habits().sameInAllSteps().filter(MovementPage::likely).isPresent()
                && movement.habits().pastMatters().filter(MovementPage::likely).isPresent();
    }

    private void sayForecast(boolean bands) {
        if (movement.aging().nobodyToFollow()) {
            page.say("No forecast, because nobody is at two dates in a row.");
        } else if (movement.habits().forecast().isEmpty()) {
            page.say("No forecast, because the steps are not equally long, so that there is no next step.");
        } else if (bands) {
            page.say("The last columns: what comes if customers go on as in all steps together.");
        } else {
            page.say(
                    "The last column: what comes if customers go on as in all steps together. It has no interval, because"
                            + " tests below reject that they do, or that their past does not matter: sizes may turn out quite different.");
        }
    }
}
