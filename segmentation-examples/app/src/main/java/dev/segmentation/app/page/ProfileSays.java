package dev.segmentation.app.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What pictures of one date show, in a sentence computed from their tables. */
final class ProfileSays {

    private static final String COLUMN = "column";
    private static final String CUSTOMERS = "customers";
    private static final String INDEX = "index";
    private static final String INTERVAL = "interval";
    private static final String LOW = "25 %";
    private static final String MEDIAN = "median";
    private static final String HIGH = "75 %";
    private static final String MEAN = "mean";
    private static final String SHARE = "share";
    private static final String SHARE_OF_ALL = "share of all";
    private static final String SHARE_OF_SEGMENT = "share of the segment";

    private ProfileSays() {}

    /** Who is furthest from all customers, beyond chance. */
    static String index(DataTable table) {
        List<ShownLine> lines = table.shown();
        List<ShownLine> told =
                lines.stream().filter(line -> line.number(INDEX) >= 0).toList();
        if (told.isEmpty()) {
            return "No index can be told.";
        }
        if (told.stream().allMatch(line -> line.interval(INTERVAL).isEmpty())) {
            return "Whether segments differ from all customers by more than chance cannot be told, for want of intervals.";
        }
        List<ShownLine> beyondChance = told.stream()
                .filter(line -> line.excludes(INTERVAL, Marker.LIKE_ALL))
                .toList();
        return ShownLine.most(beyondChance, ProfileSays::timesOfAll)
                .map(line -> line.name() + " differs most" + ShownLine.among(lines, INDEX)
                        + ShownLine.ties(beyondChance, ProfileSays::timesOfAll) + ": its mean of "
                        + ShownLine.quoted(line.text(COLUMN)) + " is " + line.text(INDEX) + "\u00a0% of that of all"
                        + line.interval(INTERVAL) + ".")
                .orElse("No segment" + ShownLine.among(lines, INDEX)
                        + " differs from all customers by more than chance.");
    }

    /** As much up as down. */
    private static double timesOfAll(ShownLine line) {
        return Math.abs(StrictMath.log(line.number(INDEX) / Marker.LIKE_ALL));
    }

    /** Whose middle half is furthest from that of all. */
    static String boxes(DataTable table) {
        List<ShownLine> lines = table.shown();
        Map<String, ShownLine> all = new HashMap<>();
        lines.stream()
                .filter(line -> line.segment() < 0 && line.has(LOW) && line.has(MEDIAN) && line.has(HIGH))
                .forEach(line -> all.put(line.text(COLUMN), line));
        List<ShownLine> held = lines.stream()
                .filter(line -> line.segment() >= 0 && line.has(LOW) && line.has(HIGH))
                .filter(line -> all.containsKey(line.text(COLUMN)))
                .toList();
        Optional<ShownLine> furthest = ShownLine.most(held, line -> distance(line, total(all, line)));
        if (furthest.isEmpty()) {
            return "How segments spread against all customers cannot be told.";
        }
        ShownLine line = furthest.get();
        ShownLine total = total(all, line);
        return distance(line, total) == 0
                ? "Every segment" + ShownLine.among(lines, LOW, MEDIAN, HIGH) + " has the medians of all customers."
                : line.name() + " stands furthest from all" + ShownLine.among(lines, LOW, MEDIAN, HIGH)
                        + ShownLine.ties(held, other -> distance(other, total(all, other))) + ", in "
                        + ShownLine.quoted(line.text(COLUMN)) + ": half of it is between " + line.text(LOW) + " and "
                        + line.text(HIGH) + ", half of all customers between " + total.text(LOW) + " and "
                        + total.text(HIGH) + ".";
    }

    /** The line of all customers for the column of a line, which there must be. */
    private static ShownLine total(Map<String, ShownLine> all, ShownLine line) {
        return Objects.requireNonNull(all.get(line.text(COLUMN)), "total");
    }

    /** Of medians, in widths of the box of all; infinite if that has none. */
    private static double distance(ShownLine line, ShownLine all) {
        double apart = Math.abs(line.number(MEDIAN) - all.number(MEDIAN));
        return apart == 0 ? 0 : apart / (all.number(HIGH) - all.number(LOW));
    }

    /** Where a segment crowds most. */
    static String histograms(DataTable table) {
        List<ShownLine> lines = table.shown();
        return ShownLine.most(lines, line -> line.number(SHARE_OF_SEGMENT))
                .map(line -> "Customers crowd most" + ShownLine.among(lines, CUSTOMERS) + " in " + line.name()
                        + ShownLine.ties(lines, other -> other.number(SHARE_OF_SEGMENT)) + ": "
                        + line.text(SHARE_OF_SEGMENT) + " of them, which are " + line.text(CUSTOMERS) + ", have "
                        + range(line.text("from"), line.text("to")) + " in " + ShownLine.quoted(line.text(COLUMN))
                        + ".")
                .orElse("No distribution can be told.");
    }

    private static String range(String from, String to) {
        boolean open = from.equals("\u2212\u221e");
        if (to.equals("\u221e")) {
            return open ? "a value" : from + " or more";
        }
        return open ? "less than " + to : from + " to " + to;
    }

    /** Who has a level most above or below all customers, beyond chance. */
    static String levels(DataTable table) {
        List<ShownLine> lines = table.shown();
        List<ShownLine> told = lines.stream()
                .filter(line -> line.has(SHARE) && line.has(SHARE_OF_ALL))
                .toList();
        if (told.isEmpty()) {
            return "No share of a level can be told.";
        }
        if (told.stream().allMatch(line -> line.interval(INTERVAL).isEmpty())) {
            return "Whether segments differ from all customers by more than chance cannot be told, for want of intervals.";
        }
        List<ShownLine> beyondChance = told.stream()
                .filter(line -> line.excludes(INTERVAL, line.number(SHARE_OF_ALL)))
                .toList();
        return ShownLine.most(beyondChance, ProfileSays::apart)
                .map(line -> line.name() + " is furthest from all customers" + ShownLine.among(lines, SHARE)
                        + ShownLine.ties(beyondChance, ProfileSays::apart).replace("much", "far") + ": "
                        + line.text(SHARE) + " of it" + line.interval(INTERVAL) + " have "
                        + ShownLine.quoted(line.text("level")) + " in " + ShownLine.quoted(line.text(COLUMN))
                        + ", where "
                        + line.text(SHARE_OF_ALL) + " of all have.")
                .orElse("No segment" + ShownLine.among(lines, SHARE)
                        + " differs from all customers in a level by more than chance.");
    }

    /** In points of percent, as much up as down. */
    private static double apart(ShownLine line) {
        return Math.abs(line.number(SHARE) - line.number(SHARE_OF_ALL));
    }

    /** The largest and the smallest. */
    static String shares(DataTable table) {
        List<ShownLine> lines = table.shown();
        Optional<ShownLine> largest = ShownLine.most(lines, line -> line.number(SHARE));
        Optional<ShownLine> smallest = ShownLine.most(lines, line -> -line.number(SHARE));
        if (largest.isEmpty() || smallest.isEmpty()) {
            return "How large segments are cannot be told.";
        }
        String of = largest.get().name() + " has " + largest.get().text(SHARE) + " of the customers"
                + largest.get().interval(INTERVAL);
        return largest.get().number(SHARE) == smallest.get().number(SHARE)
                ? of + ", and no segment" + ShownLine.among(lines, SHARE) + " has more or less."
                : of + ", the most" + ShownLine.among(lines, SHARE)
                        + ShownLine.ties(lines, line -> line.number(SHARE)) + "; "
                        + smallest.get().name() + " has " + smallest.get().text(SHARE)
                        + smallest.get().interval(INTERVAL) + ", the least" + ShownLine.among(lines, SHARE)
                        + ShownLine.ties(lines, line -> -line.number(SHARE)).replace("much", "few") + ".";
    }

    /** Who fits best and who worst. */
    static String silhouettes(DataTable table) {
        List<ShownLine> lines = table.shown();
        Optional<ShownLine> best = ShownLine.most(lines, line -> line.number(MEAN));
        Optional<ShownLine> worst = ShownLine.most(lines, line -> -line.number(MEAN));
        if (best.isEmpty() || worst.isEmpty()) {
            return "How well customers fit cannot be told.";
        }
        String below = worst.get().has("share below 0")
                ? "; " + worst.get().text("share below 0") + " of its customers are nearer to another segment"
                : "";
        String mean = worst.get().text(MEAN) + worst.get().interval(INTERVAL);
        return best.get().number(MEAN) == worst.get().number(MEAN)
                ? worst.get().name() + " has a mean of " + mean + ", and no segment" + ShownLine.among(lines, MEAN)
                        + " fits better or worse" + below + "."
                : "Customers of " + best.get().name() + " fit best" + ShownLine.among(lines, MEAN) + ", with a mean of "
                        + best.get().text(MEAN) + best.get().interval(INTERVAL) + ", those of "
                        + worst.get().name() + " worst" + ShownLine.among(lines, MEAN) + ", with " + mean + below
                        + ".";
    }
}
